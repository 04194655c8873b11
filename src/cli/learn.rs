//! `learn`: the list of lessons, or a lesson as plain text with its figures and predictions.

use std::io::{self, BufRead, IsTerminal, Write};

use clap::Args;
use jiff::ZonedDateTime;

use crate::arch::variant::nearest;
use crate::content::demo::Demo;
use crate::content::knob::KnobError;
use crate::content::layout::{self, Column};
use crate::content::lesson::{Block, Lesson, Page, Predict, PredictKind};
use crate::content::library::Library;
use crate::demo::{self, Bench};
use crate::figure::{Figure, Glyphs};
use crate::job::CancelToken;
use crate::learner::Store;
use crate::learner::prediction::{self, Given, distance, real_value};
use crate::request::Start;
use crate::text::line::Line;
use crate::text::{Lang, number, pad_end, width};

use super::Global;
use super::shared::COLUMNS;

/// Options of `learn`.
#[derive(Debug, Clone, Args)]
pub struct LearnArgs {
    /// A lesson by name or number, and a page: `depthwise-separable/2`.
    #[arg(value_name = "LESSON[/PAGE]")]
    pub lesson: Option<String>,
    /// List the lessons.
    #[arg(long)]
    pub list: bool,
    /// Turn knobs of the page's live figure: `--set channel=11,row=3`.
    #[arg(long, value_name = "KEY=VALUE", value_parser = setting, value_delimiter = ',', requires = "lesson")]
    pub set: Vec<(String, String)>,
}

/// A lesson or a page that does not exist.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct UnknownPage(String);

fn setting(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').ok_or("expected KEY=VALUE, such as channel=11")?;
    Ok((key.trim().to_owned(), value.trim().to_owned()))
}

/// A lesson and the page asked for, from 0.
type Wanted<'a> = (&'a Lesson, Option<usize>);

impl LearnArgs {
    /// Where the screen is to start, if the command is the screen's.
    ///
    /// # Errors
    /// When there is no such lesson, page or knob.
    pub fn start(
        &self,
        global: &Global,
        lang: Lang,
        screen: bool,
    ) -> anyhow::Result<Option<Start>> {
        if !screen || self.list {
            return Ok(None);
        }
        let library = global.library();
        let Some((lesson, page)) = self.wanted(&library, lang)? else {
            return Ok(Some(Start::Lessons));
        };
        for page in pages(lesson, page) {
            set_knobs(page, &self.set, page_is_chosen(lesson, page))?;
        }
        Ok(Some(Start::Page { slug: lesson.slug.clone(), page, knobs: self.set.clone() }))
    }

    fn wanted<'a>(
        &self,
        library: &'a Library,
        lang: Lang,
    ) -> Result<Option<Wanted<'a>>, UnknownPage> {
        let Some(text) = &self.lesson else { return Ok(None) };
        let (name, page) = match text.split_once('/') {
            Some((name, page)) => (name, Some(page)),
            None => (text.as_str(), None),
        };
        let name = name.trim_start_matches('0');
        let lesson =
            library.lesson(lang, name).ok_or_else(|| unknown_lesson(library, name, lang))?;
        let pages = lesson.pages.len();
        let page = page.map(|page| {
            let number = page.parse::<usize>().ok().filter(|n| (1..=pages).contains(n));
            number.map(|number| number - 1).ok_or_else(|| {
                let values: [(&str, &dyn std::fmt::Display); 3] =
                    [("lesson", &lesson.slug), ("page", &page), ("n", &pages)];
                UnknownPage(lang.fill("learn.unknown-page", &values))
            })
        });
        Ok(Some((lesson, page.transpose()?)))
    }
}

fn unknown_lesson(library: &Library, name: &str, lang: Lang) -> UnknownPage {
    let slugs: Vec<&str> = library.slugs(lang).collect();
    let known = slugs.join(", ");
    let mut text = lang.fill("learn.unknown", &[("name", &name), ("known", &known)]);
    if let Some(nearest) = nearest(name, &slugs) {
        text += &lang.fill("learn.nearest", &[("name", &nearest)]);
    }
    UnknownPage(text)
}

/// Whether a page is the only one with a figure, so that a knob must be its.
fn page_is_chosen(lesson: &Lesson, page: &Page) -> bool {
    let live = |page: &&Page| page.blocks.iter().any(|block| matches!(block, Block::Live(_)));
    lesson.pages.iter().filter(live).count() == 1 && live(&page)
}

fn pages(lesson: &Lesson, page: Option<usize>) -> &[Page] {
    match page {
        Some(page) => &lesson.pages[page..=page],
        None => &lesson.pages,
    }
}

/// The page's figure with knobs set. Without a page number, a knob is set where there is one.
fn set_knobs(
    page: &Page,
    set: &[(String, String)],
    strict: bool,
) -> Result<Option<Demo>, KnobError> {
    let live = page.blocks.iter().find_map(|block| match block {
        Block::Live(demo) => Some(demo.clone()),
        _ => None,
    });
    let Some(mut demo) = live else { return Ok(None) };
    for (key, value) in set {
        match demo.set(key, value) {
            Ok(turned) => demo = turned,
            Err(KnobError::Unknown { .. }) if !strict => {}
            Err(error) => return Err(error),
        }
    }
    Ok(Some(demo))
}

/// Prints.
///
/// # Errors
/// When there is no such lesson, page or knob, or `out` cannot be written.
pub fn run(
    args: &LearnArgs,
    global: &Global,
    lang: Lang,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let library = global.library();
    for problem in library.problems() {
        writeln!(io::stderr(), "{problem}")?;
    }
    let Some((lesson, page)) = args.wanted(&library, lang)?.filter(|_| !args.list) else {
        return list(&library, lang, out);
    };
    let mut reader = Reader {
        lesson,
        lang,
        bench: Bench::default(),
        store: None,
        asks: io::stdin().is_terminal(),
        open: &|| global.store().0,
    };
    // A wrong knob is said before anything is printed.
    for shown in pages(lesson, page) {
        set_knobs(shown, &args.set, page.is_some())?;
    }
    writeln!(out, "{} {}", lesson.number, lesson.title)?;
    for line in crate::text::wrap(&lesson.summary, COLUMNS) {
        writeln!(out, "{line}")?;
    }
    for (index, shown) in lesson.pages.iter().enumerate() {
        if page.is_none_or(|page| page == index) {
            let demo = set_knobs(shown, &args.set, page.is_some())?;
            reader.page(index, shown, demo.as_ref(), out)?;
        }
    }
    if page.is_none() {
        writeln!(out, "\n{}", lang.fill("learn.recall", &[("ids", &lesson.recall.join(" "))]))?;
    }
    Ok(())
}

fn list(library: &Library, lang: Lang, out: &mut dyn Write) -> anyhow::Result<()> {
    let lessons: Vec<&Lesson> = library.lessons(lang).collect();
    let slug = lessons.iter().map(|lesson| width(&lesson.slug)).max().unwrap_or(0);
    for lesson in lessons {
        let pages = lang.fill("learn.pages", &[("n", &lesson.pages.len())]);
        writeln!(
            out,
            "{:2}  {}  {} ({pages})",
            lesson.number,
            pad_end(&lesson.slug, slug),
            lesson.title
        )?;
        for line in crate::text::wrap(&lesson.summary, COLUMNS - slug - 6) {
            writeln!(out, "{}{line}", " ".repeat(slug + 6))?;
        }
    }
    Ok(())
}

/// Reads a lesson aloud, so to speak: line after line, nothing drawn over.
struct Reader<'a> {
    lesson: &'a Lesson,
    lang: Lang,
    bench: Bench,
    /// Opened at the first prediction.
    store: Option<Store>,
    /// Whether a person is there to be asked.
    asks: bool,
    open: &'a dyn Fn() -> Store,
}

impl Reader<'_> {
    fn page(
        &mut self,
        index: usize,
        page: &Page,
        demo: Option<&Demo>,
        out: &mut dyn Write,
    ) -> anyhow::Result<()> {
        let of = self.lesson.pages.len();
        writeln!(out, "\n{} / {of}  {}", index + 1, page.title)?;
        let figure = demo.map(|demo| demo::run(demo, self.lang, &self.bench, &CancelToken::new()));
        let figure = figure.transpose()?;
        let column = Column { plain: true, ..Column::new(COLUMNS, self.lang) };
        for block in &page.blocks {
            writeln!(out)?;
            match block {
                Block::Predict(predict) => self.predict(predict, figure.as_ref(), out)?,
                Block::Live(original) => {
                    if let (Some(figure), Some(demo)) = (&figure, demo) {
                        write_lines(&figure.lines(COLUMNS, Glyphs::Ascii), out)?;
                        let (slug, page) = (&self.lesson.slug, index + 1);
                        let settings = demo.settings(original);
                        writeln!(out, "$ effnet-tutor learn {slug}/{page}{settings}")?;
                    }
                }
                other => write_lines(&layout::layout_block(other, column), out)?,
            }
        }
        Ok(())
    }

    /// The question; the learner's answer if there is one to ask; then what is really so.
    fn predict(
        &mut self,
        predict: &Predict,
        figure: Option<&Figure>,
        out: &mut dyn Write,
    ) -> anyhow::Result<()> {
        let lang = self.lang;
        let column = Column { plain: true, ..Column::new(COLUMNS, lang) };
        writeln!(out, "{}:", lang.text("learn.predict"))?;
        write_lines(&layout::layout_block(&Block::Predict(predict.clone()), column), out)?;
        let real = real_value(&predict.kind, figure);
        let given = if self.asks { self.ask(predict, real, out)? } else { Given::Skipped };
        if let Some(kept) = prediction::record(&self.lesson.slug, predict, &given, real, lang) {
            let store = self.store.get_or_insert_with(self.open);
            store.append_prediction(&kept, &ZonedDateTime::now())?;
        }
        let (you, truth) = (lang.text("learn.you"), lang.text("learn.real"));
        match (&predict.kind, &given, real) {
            (PredictKind::Choice { options, answer }, given, _) => {
                if let Given::Option(index) = given {
                    let mark = if index == answer { "+" } else { "x" };
                    writeln!(out, "{you}: {mark} {}", layout::text_of(&options[*index], lang))?;
                }
                writeln!(out, "{truth}: {}", layout::text_of(&options[*answer], lang))?;
            }
            (_, given, Some(real)) => {
                if let Given::Number(said) = given {
                    let off = distance(*said, real, lang);
                    writeln!(out, "{you}: {} ({off})", number::plain(*said))?;
                }
                writeln!(out, "{truth}: {}", number::plain(real))?;
            }
            (_, _, None) => {}
        }
        Ok(())
    }

    /// Asks until the line can be read; an empty line skips, and so does the end of input.
    fn ask(&self, predict: &Predict, real: Option<f64>, out: &mut dyn Write) -> io::Result<Given> {
        loop {
            write!(out, "> ")?;
            out.flush()?;
            let mut line = String::new();
            if io::stdin().lock().read_line(&mut line)? == 0 || line.trim().is_empty() {
                return Ok(Given::Skipped);
            }
            let given = match &predict.kind {
                PredictKind::Choice { options, .. } => line
                    .trim()
                    .parse::<usize>()
                    .ok()
                    .filter(|number| (1..=options.len()).contains(number))
                    .map(|number| Given::Option(number - 1)),
                kind => prediction::read_number(&line, kind, real),
            };
            match given {
                Some(given) => return Ok(given),
                None => writeln!(out, "{}", self.lang.text("learn.not-an-answer"))?,
            }
        }
    }
}

fn write_lines(lines: &[Line], out: &mut dyn Write) -> io::Result<()> {
    for line in lines {
        writeln!(out, "{}", line.text().trim_end())?;
    }
    Ok(())
}

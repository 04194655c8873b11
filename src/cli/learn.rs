//! `learn`: the list of lessons, or a lesson as plain text with its figures and predictions.

mod export;
mod find;
mod read;

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;

use crate::arch::nearest;
use crate::content::demo::Demo;
use crate::content::knob::KnobError;
use crate::content::lesson::{Lesson, Page};
use crate::content::library::Library;
use crate::demo::Bench;
use crate::request::Start;
use crate::text::{Lang, pad_end, width, wrap};

use super::Global;
use super::shared::COLUMNS;
use read::Reader;

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
    /// Write the lesson as a page for the browser, in both languages; without a lesson, all of them.
    #[arg(long, num_args = 2, value_names = ["FORMAT", "DIR"], conflicts_with_all = ["list", "set"])]
    pub export: Option<Vec<String>>,
    /// A photo of one's own for the live figures: PNG or JPEG.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["list", "source", "search"])]
    pub photo: Option<PathBuf>,
    /// Print the source of what the live figures compute.
    #[arg(long, requires = "lesson", conflicts_with_all = ["list", "set"])]
    pub source: bool,
    /// Find words in all lessons and in the glossary, in both languages.
    #[arg(long, value_name = "WORD", conflicts_with_all = ["lesson", "list"])]
    pub search: Option<String>,
}

/// A lesson, a page or a figure that does not exist.
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
        if !screen || self.list || self.source || self.export.is_some() || self.search.is_some() {
            return Ok(None);
        }
        let library = global.library();
        let Some((lesson, page)) = self.wanted(&library, lang)? else {
            return Ok(Some(Start::Lessons));
        };
        turned(pages(lesson, page), &self.set, lang)?;
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

fn pages(lesson: &Lesson, page: Option<usize>) -> &[Page] {
    match page {
        Some(page) => &lesson.pages[page..=page],
        None => &lesson.pages,
    }
}

/// The figure of every page with the knobs turned that it has. One rule for screen and pipe: a knob
/// must be one of at least one shown page.
fn turned(
    pages: &[Page],
    set: &[(String, String)],
    lang: Lang,
) -> anyhow::Result<Vec<Option<Demo>>> {
    let demos: Vec<&Demo> = pages.iter().filter_map(Page::live).collect();
    for (key, _) in set {
        if demos.is_empty() {
            return Err(UnknownPage(lang.fill("learn.no-figure", &[("key", key)])).into());
        }
        if !demos.iter().any(|demo| has(demo, key)) {
            return Err(Demo::no_knob(demos.iter().copied(), key).into());
        }
    }
    let turned = |demo: &Demo| {
        let own: Vec<_> = set.iter().filter(|(key, _)| has(demo, key)).cloned().collect();
        demo.with_settings(&own)
    };
    let demos: Result<_, KnobError> =
        pages.iter().map(|page| page.live().map(turned).transpose()).collect();
    Ok(demos?)
}

fn has(demo: &Demo, key: &str) -> bool {
    demo.knobs().iter().any(|knob| knob.key == key)
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
    if let Some([format, dir]) = args.export.as_deref() {
        let lesson = args.wanted(&library, lang)?.map(|(lesson, _)| lesson.slug.as_str());
        let to = export::To { format, dir: Path::new(dir) };
        return export::run(&library, lesson, &to, &bench(args, lang)?, lang, out);
    }
    if let Some(words) = &args.search {
        return find::search(&library, words, lang, out);
    }
    let Some((lesson, page)) = args.wanted(&library, lang)?.filter(|_| !args.list) else {
        return list(&library, lang, out);
    };
    let shown = pages(lesson, page);
    if args.source {
        return find::source(lesson, shown, lang, out);
    }
    let bench = bench(args, lang)?;
    // A wrong knob is said before anything is printed.
    let demos = turned(shown, &args.set, lang)?;
    writeln!(out, "{} {}", lesson.number, lesson.title)?;
    for line in wrap(&lesson.summary, COLUMNS) {
        writeln!(out, "{line}")?;
    }
    let mut reader = Reader {
        lesson,
        lang,
        bench,
        photo: args.photo.as_deref(),
        store: None,
        open: &|| global.store(),
        asks: io::stdin().is_terminal(),
        input: &mut io::stdin().lock(),
        err: &mut io::stderr().lock(),
    };
    let first = page.unwrap_or(0);
    for (index, (shown, demo)) in shown.iter().zip(&demos).enumerate() {
        reader.page(first + index, shown, demo.as_ref(), out)?;
    }
    if page.is_none() {
        writeln!(out, "\n{}", lang.fill("learn.recall", &[("ids", &lesson.recall.join(" "))]))?;
    }
    Ok(())
}

/// A bench with the learner's own photo, if there is one.
fn bench(args: &LearnArgs, lang: Lang) -> anyhow::Result<Bench> {
    let Some(path) = &args.photo else { return Ok(Bench::default()) };
    let file = format!("`{}`", path.display());
    Bench::with_photo(path).with_context(|| lang.fill("engine.cannot-read", &[("file", &file)]))
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
        for line in wrap(&lesson.summary, COLUMNS.saturating_sub(slug + 6)) {
            writeln!(out, "{}{line}", " ".repeat(slug + 6))?;
        }
    }
    Ok(())
}

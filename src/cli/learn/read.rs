//! A lesson on plain lines, with its figures and predictions.

use std::io::{self, BufRead, Write};
use std::path::Path;

use jiff::ZonedDateTime;

use crate::cli::shared::{COLUMNS, read_line};
use crate::content::demo::Demo;
use crate::content::layout::{self, Column};
use crate::content::lesson::{Block, Lesson, Page, Predict, PredictKind};
use crate::demo::{self, Bench};
use crate::figure::{Figure, Glyphs};
use crate::job::CancelToken;
use crate::learner::prediction::{self, Given, difference, distance, real_value};
use crate::learner::shown::number_in_unit;
use crate::learner::store::Prediction;
use crate::learner::{Notice, Store};
use crate::text::Lang;
use crate::text::line::Line;
use crate::text::shell;

/// Reads a lesson aloud, so to speak: line after line, nothing drawn over.
pub(super) struct Reader<'a> {
    pub(super) lesson: &'a Lesson,
    pub(super) lang: Lang,
    pub(super) bench: Bench,
    /// The file of the learner's own photo.
    pub(super) photo: Option<&'a Path>,
    /// Opened at the first prediction.
    pub(super) store: Option<Store>,
    pub(super) open: &'a dyn Fn() -> (Store, Vec<Notice>),
    /// Whether a person is there to be asked.
    pub(super) asks: bool,
    pub(super) input: &'a mut dyn BufRead,
    pub(super) err: &'a mut dyn Write,
}

impl Reader<'_> {
    pub(super) fn page(
        &mut self,
        index: usize,
        page: &Page,
        demo: Option<&Demo>,
        out: &mut dyn Write,
    ) -> anyhow::Result<()> {
        let of = self.lesson.pages.len();
        writeln!(out, "\n{} / {of}  {}", index + 1, page.title)?;
        let compute = |demo| demo::run(demo, self.lang, &self.bench, &CancelToken::new());
        let figure = demo.map(compute).transpose()?;
        // The question is about the lesson's own figure, wherever the knobs stand.
        let original = page.live().filter(|original| Some(*original) != demo);
        let asked = original.filter(|_| measures(page)).map(compute).transpose()?;
        let column = Column { plain: true, ..Column::new(COLUMNS, self.lang) };
        for block in &page.blocks {
            writeln!(out)?;
            match block {
                Block::Predict(predict) => {
                    self.predict(predict, asked.as_ref().or(figure.as_ref()), out)?;
                }
                Block::Live(original) => {
                    if let (Some(figure), Some(demo)) = (&figure, demo) {
                        write_lines(&figure.lines(COLUMNS, Glyphs::Ascii), out)?;
                        let (slug, page) = (&self.lesson.slug, index + 1);
                        let settings = demo.settings(original);
                        let photo = self.photo.map_or_else(String::new, photo_option);
                        writeln!(out, "$ effnet-tutor learn {slug}/{page}{settings}{photo}")?;
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
            self.save(&kept)?;
        }
        let unit = prediction::unit(&predict.kind);
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
                    writeln!(out, "{you}: {} ({off})", number_in_unit(*said, unit))?;
                }
                writeln!(out, "{truth}: {}", number_in_unit(real, unit))?;
                if let Given::Number(said) = given
                    && let Some(meaning) = difference(&predict.kind, *said, real)
                {
                    writeln!(out, "{}", meaning.say(lang))?;
                }
            }
            (_, _, None) => {}
        }
        Ok(())
    }

    /// Keeps a prediction; where that fails, it is said and the lesson goes on.
    fn save(&mut self, kept: &Prediction) -> io::Result<()> {
        if self.store.is_none() {
            let (store, notices) = (self.open)();
            for notice in notices {
                writeln!(self.err, "{}", notice.message().say(self.lang))?;
            }
            self.store = Some(store);
        }
        let Some(store) = &mut self.store else { return Ok(()) };
        if let Err(error) = store.append_prediction(kept, &ZonedDateTime::now()) {
            writeln!(self.err, "{}", self.lang.fill("quiz.unsaved", &[("reason", &error)]))?;
        }
        Ok(())
    }

    /// Asks until the line can be read; an empty line skips, and so does the end of input.
    fn ask(
        &mut self,
        predict: &Predict,
        real: Option<f64>,
        out: &mut dyn Write,
    ) -> io::Result<Given> {
        loop {
            write!(out, "> ")?;
            out.flush()?;
            let line = read_line(self.input)?.unwrap_or_default();
            if line.is_empty() {
                return Ok(Given::Skipped);
            }
            let given = match &predict.kind {
                PredictKind::Choice { options, .. } => line
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

/// The option that gives the same photo again, quoted for a shell.
fn photo_option(path: &Path) -> String {
    format!(" --photo {}", shell::word(&path.to_string_lossy()))
}

fn write_lines(lines: &[Line], out: &mut dyn Write) -> io::Result<()> {
    for line in lines {
        writeln!(out, "{}", line.text().trim_end())?;
    }
    Ok(())
}

/// Whether a prediction on the page is about what its figure computes.
fn measures(page: &Page) -> bool {
    page.blocks.iter().any(|block| match block {
        Block::Predict(predict) => matches!(predict.kind, PredictKind::Measured { .. }),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::library::Library;
    use crate::learner::Home;
    use crate::learner::store::DATABASE;

    fn is_measured_cost(page: &Page) -> bool {
        measures(page) && matches!(page.live(), Some(Demo::SeparableCost(_)))
    }

    /// Reads the page with a measured prediction, its knobs turned, answering `input`.
    fn read(input: &[u8], open: &dyn Fn() -> (Store, Vec<Notice>)) -> (String, String) {
        let library = Library::open(None);
        let lesson = library.lesson(Lang::En, "depthwise-separable").unwrap();
        let index = lesson.pages.iter().position(is_measured_cost).unwrap();
        let page = &lesson.pages[index];
        let demo = page.live().unwrap().turned("channels-in", 2);
        assert_ne!(Some(&demo), page.live());
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut reader = Reader {
            lesson,
            lang: Lang::En,
            bench: Bench::default(),
            photo: None,
            store: None,
            open,
            asks: true,
            input: &mut &*input,
            err: &mut err,
        };
        reader.page(index, page, Some(&demo), &mut out).unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (text(out), text(err))
    }

    #[test]
    fn a_measured_prediction_is_about_the_lesson_s_own_figure() {
        let (out, _) = read(b"\n", &|| (Store::in_memory(), Vec::new()));
        let library = Library::open(None);
        let lesson = library.lesson(Lang::En, "depthwise-separable").unwrap();
        let page = lesson.pages.iter().find(|page| is_measured_cost(page)).unwrap();
        let original = page.live().unwrap();
        let figure = demo::run(original, Lang::En, &Bench::default(), &CancelToken::new()).unwrap();
        let real = page.blocks.iter().find_map(|block| match block {
            Block::Predict(predict) => real_value(&predict.kind, Some(&figure)),
            _ => None,
        });
        assert!(out.contains(&format!("real: {}\n", number_in_unit(real.unwrap(), None))), "{out}");
    }

    #[test]
    fn a_store_that_cannot_be_used_is_said_and_ends_nothing() {
        let (out, err) = read(b"1000\n", &|| Store::open(&Home::nowhere()));
        assert!(err.contains("no home directory"), "{err}");
        assert!(out.contains("real: ") && out.contains("$ effnet-tutor learn"), "{out}");
    }

    #[cfg(unix)]
    #[test]
    fn a_prediction_that_cannot_be_stored_ends_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let (out, err) = read(b"1000\n", &|| {
            let opened = Store::open(&Home::at(dir.path()));
            // SQLite writes nothing into a file that was moved away.
            std::fs::remove_file(dir.path().join(DATABASE)).unwrap();
            opened
        });
        assert!(err.contains("not saved"), "{err}");
        assert!(out.contains("real: ") && out.contains("$ effnet-tutor learn"), "{out}");
    }

    #[test]
    fn bytes_that_are_no_utf8_are_asked_again() {
        let (out, _) = read(b"\xff\xfe\n2\n", &|| (Store::in_memory(), Vec::new()));
        assert!(out.contains(Lang::En.text("learn.not-an-answer")), "{out}");
    }
}

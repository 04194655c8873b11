//! Markdown into blocks: CommonMark with tables, formulas, quantities, and two kinds of fenced block.
//!
//! ````text
//! +++
//! format = 1
//! title = "…"            summary, needs = ["slug"], recall = ["quiz-id", ×3]
//! +++
//!
//! ## A page
//! Text with {{macs:b0|M1}}, $x^2$, [a lesson](lesson:mbconv); $$ a formula of its own $$
//!
//! ```predict
//! id = "…"               question = "…" and one of number, measured, choice
//! ```
//! ```live
//! separable-cost = { kernel = 3, channels_in = 32, channels_out = 64, side = 112 }
//! ```
//! ````
//!
//! Every mistake is collected with its place; nothing stops at the first.

mod events;
mod fence;
mod front;
mod inline;
mod mask;
#[cfg(test)]
mod tests;

use std::ops::Range;
use std::path::Path;

use super::demo::Demo;
use super::diagnostic::Diagnostic;
use super::lesson::{Inline, Lesson, Prose, normal_lines};
use crate::text::Lang;

pub use super::spans::Flaw;

/// What stands at a place of a lesson, for the checks that need to point at it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mark {
    /// Bytes of the file.
    pub(super) span: Range<usize>,
    /// Index of the page; `None` in the front matter.
    pub(super) page: Option<usize>,
    /// What it is.
    pub(super) what: What,
}

/// The kinds of place.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum What {
    /// Words that a learner reads.
    Text(String),
    /// Between `{{` and `}}`.
    Quantity(String),
    /// An expression without a format: the key of a prediction.
    Key(String),
    /// Where a link leads.
    Link(String),
    /// A live figure.
    Live(Demo),
    /// A prediction, by its id.
    Predict(String),
    /// An entry of `needs`.
    Needs(String),
    /// An entry of `recall`.
    Recall(String),
    /// The heading of a page.
    Page,
}

/// A lesson with the places of its parts.
pub(super) struct Parsed {
    /// What could be read; `None` if the head could not. Whole only if there are no problems.
    pub(super) lesson: Option<Lesson>,
    /// All places, in the order of the file.
    pub(super) marks: Vec<Mark>,
    /// What is wrong.
    pub(super) problems: Vec<Diagnostic>,
}

/// What is gathered while a text is read.
#[derive(Default)]
struct Found {
    marks: Vec<Mark>,
    flaws: Vec<Flaw>,
}

impl Found {
    fn flaw(&mut self, span: Range<usize>, message: impl Into<String>) {
        self.flaws.push(Flaw::new(span, message));
    }

    fn mark(&mut self, page: Option<usize>, span: Range<usize>, what: What) {
        self.marks.push(Mark { span, page, what });
    }
}

impl Lesson {
    /// Reads a lesson. `path` is where it says to be found: `lessons/ko/03-depthwise-separable.md`.
    ///
    /// # Errors
    /// Everything that cannot be read, with its place.
    pub fn parse(path: &Path, text: &str) -> Result<Self, Vec<Diagnostic>> {
        let text = normal_lines(text);
        let parsed = parse_lesson(path, &text);
        match parsed.lesson {
            Some(lesson) if parsed.problems.is_empty() => Ok(lesson),
            _ => Err(parsed.problems),
        }
    }
}

/// Reads a lesson with all its places. Line ends must be `\n`.
pub(super) fn parse_lesson(path: &Path, text: &str) -> Parsed {
    let mut found = Found::default();
    let place = file_place(path).unwrap_or_else(|message| {
        found.flaw(0..0, message);
        FilePlace { number: 0, slug: String::new(), lang: Lang::En }
    });
    let (front, body_start) = front::read(text, &mut found);
    let pages = events::pages(text, body_start, &mut found);
    if pages.is_empty() {
        found.flaw(body_start..body_start, "a lesson needs a page: start one with `## Title`");
    }
    found.marks.sort_by_key(|mark| mark.span.start);
    let mut problems: Vec<_> = found
        .flaws
        .into_iter()
        .map(|flaw| Diagnostic::at(path, text, flaw.span, flaw.message))
        .collect();
    problems.sort();
    let lesson = front.map(|front| Lesson {
        number: place.number,
        slug: place.slug,
        lang: place.lang,
        title: front.title,
        summary: front.summary,
        needs: front.needs,
        recall: front.recall,
        pages,
    });
    Parsed { lesson, marks: found.marks, problems }
}

/// Reads a text of a quiz item as one run of inline markup; paragraphs become line breaks.
///
/// # Errors
/// Everything that is wrong, with its place in `text`.
pub fn inline_markdown(text: &str) -> Result<Vec<Inline>, Vec<Flaw>> {
    let mut inlines: Vec<Inline> = Vec::new();
    for block in prose_markdown(text)? {
        let Prose::Paragraph(run) = block else {
            return Err(vec![Flaw::new(0..text.len(), "only text may stand here, no block")]);
        };
        if !inlines.is_empty() {
            inlines.push(Inline::Text("\n".to_owned()));
        }
        inlines.extend(run);
    }
    Ok(inlines)
}

/// Reads a text of a quiz item that may hold paragraphs, lists, tables and code.
///
/// # Errors
/// Everything that is wrong, with its place in `text`.
pub fn prose_markdown(text: &str) -> Result<Vec<Prose>, Vec<Flaw>> {
    let (prose, found) = read_prose(text);
    if found.flaws.is_empty() { Ok(prose) } else { Err(found.flaws) }
}

fn read_prose(text: &str) -> (Vec<Prose>, Found) {
    let mut found = Found::default();
    let prose = events::prose(text, &mut found);
    (prose, found)
}

/// The places and mistakes of a text of a quiz item.
pub(super) fn examine(text: &str) -> (Vec<Mark>, Vec<Flaw>) {
    let (_, found) = read_prose(text);
    (found.marks, found.flaws)
}

/// What a lesson's path says about it.
pub(super) struct FilePlace {
    pub(super) number: usize,
    pub(super) slug: String,
    pub(super) lang: Lang,
}

/// Reads `…/ko/03-depthwise-separable.md`.
pub(super) fn file_place(path: &Path) -> Result<FilePlace, String> {
    let wrong = || "a lesson's path must read `lessons/ko/NN-slug.md` or `lessons/en/NN-slug.md`";
    let folder = path.parent().and_then(Path::file_name).and_then(|name| name.to_str());
    let lang = Lang::ALL.into_iter().find(|lang| Some(lang.code()) == folder).ok_or_else(wrong)?;
    let stem = path.file_stem().and_then(|stem| stem.to_str()).ok_or_else(wrong)?;
    let (number, slug) = file_stem(stem).ok_or_else(wrong)?;
    Ok(FilePlace { number, slug: slug.to_owned(), lang })
}

/// Splits `03-depthwise-separable`.
pub(super) fn file_stem(stem: &str) -> Option<(usize, &str)> {
    let (number, slug) = stem.split_once('-')?;
    let digits = number.len() == 2 && number.bytes().all(|byte| byte.is_ascii_digit());
    Some((number.parse().ok().filter(|_| digits)?, slug))
}

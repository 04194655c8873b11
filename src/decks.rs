//! The bank for other tools: notes for Anki, questions for Moodle.
//!
//! ```text
//! Library ──by lesson, each template drawn once──► Shelf ─┬─► anki  TSV, a note for each item
//!                                                         └─► gift  GIFT, a question for each item
//! ```
//!
//! Neither format knows our quantities, formulas and templates, so what goes out is plain HTML with the
//! numbers filled in. There is no clock and no chance in it: the same bank gives the same bytes, and an
//! item keeps its identifier for ever, so that a second import changes notes and adds none.

pub mod anki;
pub mod gift;
mod markup;
#[cfg(test)]
mod tests;

use crate::content::lesson::SYLLABUS;
use crate::content::library::Library;
use crate::content::quantity;
use crate::content::quiz::Question;
use crate::learner::grade::is_answerable;
use crate::text::{Lang, i18n};

/// The draw that stands for a template: other tools ask the same numbers every time.
const DRAW: usize = 0;

/// The items of one lesson.
struct Shelf {
    /// `03 Depthwise separable convolution`.
    title: String,
    items: Vec<Question>,
}

/// All items that have an answer, each with the lesson that teaches it, in the order of the course.
fn shelves(library: &Library, lang: Lang) -> Vec<Shelf> {
    let mut shelves: Vec<Shelf> = SYLLABUS
        .iter()
        .enumerate()
        .map(|(index, slug)| Shelf { title: title(index, slug, lang), items: Vec::new() })
        .collect();
    for question in library.questions().filter(|question| is_answerable(question, &key)) {
        // `check` lets no other lesson pass; a bank that was never checked still loses nothing.
        let index = SYLLABUS.iter().position(|slug| *slug == question.lesson).unwrap_or(0);
        shelves[index].items.push(question.draw(DRAW));
    }
    shelves.retain(|shelf| !shelf.items.is_empty());
    shelves
}

/// A lesson's number and title. The number comes first, so that an alphabet sorts them right.
fn title(index: usize, slug: &str, lang: Lang) -> String {
    let title = i18n::find(&format!("lessons.title.{slug}")).map_or(slug, |title| title.get(lang));
    format!("{:02} {title}", index + 1)
}

/// The root of decks and categories: both languages may live side by side.
fn root(lang: Lang) -> String {
    format!("effnet-tutor {}", lang.code())
}

/// What an item can be found by: kind, level, concepts.
fn labels(item: &Question) -> Vec<String> {
    let mut labels = vec![format!("kind::{}", item.ask.kind()), format!("level::{}", item.level)];
    labels.extend(item.concepts.iter().map(|concept| format!("concept::{concept}")));
    labels
}

/// A numeric key of the bank.
fn key(expression: &str) -> Option<f64> {
    quantity::evaluate(expression).ok().filter(|value| value.is_finite())
}

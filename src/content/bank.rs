//! One file of the question bank, read item by item: a broken item does not take the others down.

use std::path::Path;

use super::diagnostic::Diagnostic;
use super::quiz::Question;
use super::spans::{Flaw, Spans};

/// The items of one lesson: `quizzes/07-mbconv.toml`.
#[derive(Debug, Clone, PartialEq)]
pub struct Bank {
    /// Number of the lesson.
    pub number: usize,
    /// Slug of the lesson.
    pub slug: String,
    /// The items that could be read, in the order of the file.
    pub questions: Vec<Question>,
}

/// The items of a file, each with its index there, and what is wrong.
pub(super) fn read(path: &Path, text: &str) -> (Vec<(usize, Question)>, Vec<Diagnostic>) {
    let point = |flaw: Flaw| Diagnostic::at(path, text, flaw.span, flaw.message);
    let spans = match Spans::parse(text) {
        Ok(spans) => spans,
        Err(flaws) => return (Vec::new(), flaws.into_iter().map(point).collect()),
    };
    let mut flaws = Vec::new();
    for (key, span) in spans.keys() {
        if !matches!(key, "format" | "question") {
            let message = format!("unknown field `{key}`, expected `format` or `[[question]]`");
            flaws.push(Flaw::new(span, message));
        }
    }
    match spans.read_at::<u32>("format") {
        Ok(1) => {}
        Ok(other) => {
            let message = format!("format must be 1, got {other}");
            flaws.push(Flaw::new(spans.span("format"), message));
        }
        Err(_) => flaws.push(Flaw::new(spans.span("format"), "a bank starts with `format = 1`")),
    }
    let mut questions = Vec::new();
    for index in 0..spans.count("question") {
        match spans.read_at(&format!("question.{index}")) {
            Ok(question) => questions.push((index, question)),
            Err(flaw) => flaws.push(flaw),
        }
    }
    (questions, flaws.into_iter().map(point).collect())
}

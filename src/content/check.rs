//! The rules for content: everything that a reader would stumble over, found before they do.
//!
//! [`check`] reads every file of a [`Library`] anew with all places, applies all rules, and gives back
//! all problems in the order of files and lines. What cannot even be read is among them.

mod ask;
mod fit;
mod lesson;
mod parity;
mod question;
mod words;

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::bank;
use super::diagnostic::Diagnostic;
use super::lesson::{Lesson, normal_lines};
use super::library::Library;
use super::markdown::{self, Mark};
use super::quiz::Question;

/// The outcome of a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Every problem, in the order of files and lines.
    pub problems: Vec<Diagnostic>,
    /// How many lessons were checked, each language counted.
    pub lessons: usize,
    /// How many quiz items were checked.
    pub questions: usize,
}

/// Checks a library. If it was opened with a folder, only the folder's files are judged; the shipped
/// ones stand in for what they refer to.
pub fn check(library: &Library) -> Report {
    let mut problems = library.stray().to_vec();
    let lessons: Vec<Subject> = library.lesson_files().map(Subject::read).collect();
    let banks: Vec<Items> =
        library.bank_files().map(|(slug, file)| Items::read(slug, file)).collect();
    let outside = lessons.iter().any(|s| s.outside)
        || banks.iter().any(|b| b.outside)
        || !library.stray().is_empty();
    let ids: HashMap<&str, usize> = banks.iter().fold(HashMap::new(), |mut ids, bank| {
        for (_, question) in &bank.questions {
            *ids.entry(question.id.as_str()).or_default() += 1;
        }
        ids
    });

    for subject in &lessons {
        problems.extend_from_slice(&subject.problems);
        let mut sink = Sink::new(&subject.path, &subject.text, &mut problems);
        words::file(&mut sink);
        lesson::check(subject, &ids, &mut sink);
        fit::check(subject, &mut sink);
        parity::check(subject, &lessons, &mut sink);
    }
    for bank in &banks {
        problems.extend_from_slice(&bank.problems);
        let mut sink = Sink::new(&bank.path, &bank.text, &mut problems);
        words::file(&mut sink);
        question::check(bank, &ids, &mut sink);
    }

    let counts = |is_outside: bool| is_outside || !outside;
    if outside {
        let paths: Vec<&Path> = lessons
            .iter()
            .filter(|s| s.outside)
            .map(|s| s.path.as_path())
            .chain(banks.iter().filter(|b| b.outside).map(|b| b.path.as_path()))
            .chain(library.stray().iter().map(|problem| problem.path.as_path()))
            .collect();
        problems.retain(|problem| paths.contains(&problem.path.as_path()));
    }
    problems.sort();
    problems.dedup();
    Report {
        problems,
        lessons: lessons.iter().filter(|s| counts(s.outside)).count(),
        questions: banks.iter().filter(|b| counts(b.outside)).map(|b| b.questions.len()).sum(),
    }
}

/// A lesson file under check.
struct Subject {
    path: PathBuf,
    text: String,
    outside: bool,
    lesson: Option<Lesson>,
    marks: Vec<Mark>,
    problems: Vec<Diagnostic>,
}

impl Subject {
    fn read(file: &super::library::File) -> Self {
        let text = normal_lines(&file.text);
        let parsed = markdown::parse_lesson(&file.path, &text);
        Self {
            path: file.path.clone(),
            outside: file.outside,
            lesson: parsed.lesson,
            marks: parsed.marks,
            problems: parsed.problems,
            text,
        }
    }
}

/// A bank file under check.
struct Items {
    path: PathBuf,
    text: String,
    outside: bool,
    slug: String,
    questions: Vec<(usize, Question)>,
    problems: Vec<Diagnostic>,
}

impl Items {
    fn read(slug: &str, file: &super::library::File) -> Self {
        let text = normal_lines(&file.text);
        let (questions, problems) = bank::read(&file.path, &text);
        let (path, outside) = (file.path.clone(), file.outside);
        Self { path, text, outside, slug: slug.to_owned(), questions, problems }
    }
}

/// Where the problems of one file go.
struct Sink<'a> {
    path: &'a Path,
    text: &'a str,
    problems: &'a mut Vec<Diagnostic>,
}

impl<'a> Sink<'a> {
    const fn new(path: &'a Path, text: &'a str, problems: &'a mut Vec<Diagnostic>) -> Self {
        Self { path, text, problems }
    }

    fn say(&mut self, span: Range<usize>, message: impl Into<String>) {
        self.problems.push(Diagnostic::at(self.path, self.text, span, message));
    }
}

/// What the rules for words say about one Markdown text: for the glossary, which is no file of a library.
#[cfg(test)]
pub(super) fn flaws_of_text(text: &str) -> Vec<String> {
    let (marks, flaws) = markdown::examine(text);
    let mut problems = Vec::new();
    let mut sink = Sink::new(Path::new("glossary"), text, &mut problems);
    words::file(&mut sink);
    words::marks(&marks, &|span| span, &mut sink);
    let unread = flaws.into_iter().map(|flaw| flaw.message);
    unread.chain(problems.into_iter().map(|problem| problem.message)).collect()
}

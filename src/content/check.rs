//! The rules for content: everything that a reader would stumble over, found before they do.
//!
//! [`check`] reads every file of a [`Library`] anew with all places, applies all rules, and gives back
//! all problems in the order of files and lines. What cannot even be read is among them.

mod ask;
mod coverage;
mod drawn;
mod fair;
mod fit;
mod lesson;
mod parity;
mod question;
mod terms;
mod words;

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::bank;
use super::coverage as map;
use super::diagnostic::Diagnostic;
use super::glossary;
use super::lesson::{Lesson, normal_lines};
use super::library::Library;
use super::markdown::{self, Mark, Parsed};
use super::quiz::Question;
use crate::text::Lang;

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

/// Checks a library. If it was opened with a folder, only the folder's files and their twins in the other
/// language are judged; the shipped ones stand in for what they refer to.
pub fn check(library: &Library) -> Report {
    let mut problems = library.stray().to_vec();
    let lessons: Vec<Subject> = library.lesson_files().map(Subject::read).collect();
    let banks: Vec<Items> =
        library.bank_files().map(|(slug, file)| Items::read(slug, file)).collect();
    let outside = lessons.iter().any(|s| s.outside)
        || banks.iter().any(|b| b.outside)
        || !library.stray().is_empty();
    let questions = banks.iter().flat_map(|bank| &bank.questions);
    let mut course = Course::of(library, questions.map(|(_, question)| question), glossary::TEXT);
    course.taught = terms::first_taught(&lessons);

    for subject in &lessons {
        subject.check(&lessons, &course, &mut problems);
    }
    for bank in &banks {
        problems.extend_from_slice(&bank.problems);
        let mut sink = Sink::new(&bank.path, &bank.text, &course, &mut problems);
        words::file(&mut sink);
        question::check(bank, &mut sink);
    }
    if !outside {
        coverage::missing(&course.slugs, &mut problems);
        let (path, text) = (Path::new(map::FILE), map::TEXT);
        coverage::check(&lessons, &mut Sink::new(path, text, &course, &mut problems));
        let (path, text) = (Path::new(glossary::FILE), glossary::TEXT);
        terms::check(&lessons, &mut Sink::new(path, text, &course, &mut problems));
    }

    let counts = |is_outside: bool| is_outside || !outside;
    if outside {
        let paths: Vec<&Path> = lessons
            .iter()
            // Its twin in the other language may lack what is new here.
            .filter(|s| {
                lessons
                    .iter()
                    .any(|other| other.outside && other.path.file_name() == s.path.file_name())
            })
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

/// Checks one lesson in two languages, each given as a path and a text, over a glossary's text; the
/// library stands in for what else they refer to. All rules but those over the whole course, and so fast
/// that every part of every lesson can be taken away to see that it is missed.
#[cfg(test)]
fn check_pair(library: &Library, terms: &str, pair: [(&Path, &str); 2]) -> Vec<Diagnostic> {
    let course = Course::of(library, library.questions(), terms);
    let lessons = pair.map(|(path, text)| Subject::of(path, text, true));
    let mut problems = Vec::new();
    for subject in &lessons {
        subject.check(&lessons, &course, &mut problems);
    }
    problems.sort();
    problems.dedup();
    problems
}

/// What a file may refer to.
#[derive(Default)]
struct Course<'a> {
    /// Ids of the quiz, and how often each is used.
    ids: HashMap<&'a str, usize>,
    /// Lessons that there are.
    slugs: Vec<&'a str>,
    /// Ids of the glossary.
    terms: Vec<String>,
    /// The index of the first lesson that teaches a term: it is named in the glossary, or leads there.
    taught: HashMap<String, usize>,
}

impl<'a> Course<'a> {
    /// `terms` is the glossary's text.
    fn of(
        library: &'a Library,
        questions: impl Iterator<Item = &'a Question>,
        terms: &str,
    ) -> Self {
        let mut ids = HashMap::new();
        for question in questions {
            *ids.entry(question.id.as_str()).or_default() += 1;
        }
        let slugs = Lang::ALL.into_iter().flat_map(|lang| library.slugs(lang)).collect();
        Self { ids, slugs, terms: terms::ids(terms), taught: HashMap::new() }
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
        Self::of(&file.path, &file.text, file.outside)
    }

    fn of(path: &Path, text: &str, outside: bool) -> Self {
        let text = normal_lines(text);
        let Parsed { lesson, marks, problems } = markdown::parse_lesson(path, &text);
        Self { path: path.to_owned(), text, outside, lesson, marks, problems }
    }

    /// All rules for one lesson in one language, `all` of which its twin is one.
    fn check(&self, all: &[Self], course: &Course<'_>, problems: &mut Vec<Diagnostic>) {
        problems.extend_from_slice(&self.problems);
        let mut sink = Sink::new(&self.path, &self.text, course, problems);
        words::file(&mut sink);
        lesson::check(self, &mut sink);
        fit::check(self, &mut sink);
        parity::check(self, all, &mut sink);
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
    course: &'a Course<'a>,
    problems: &'a mut Vec<Diagnostic>,
}

impl<'a> Sink<'a> {
    const fn new(
        path: &'a Path,
        text: &'a str,
        course: &'a Course<'a>,
        problems: &'a mut Vec<Diagnostic>,
    ) -> Self {
        Self { path, text, course, problems }
    }

    fn say(&mut self, span: Range<usize>, message: impl Into<String>) {
        self.problems.push(Diagnostic::at(self.path, self.text, span, message));
    }
}

//! Rules for the glossary: its terms are told apart, fit their window, and a lesson leads to each.

use std::collections::{HashMap, HashSet};

use super::super::glossary::{self, Term};
use super::super::layout::{Column, markdown};
use super::super::lesson::{Lesson, SYLLABUS, is_key};
use super::super::markdown::What;
use super::super::spans::Spans;
use super::question::Item;
use super::{Sink, Subject, words};
use crate::text::Lang;

/// Columns and rows that the glossary's window has for a text at 80×24.
const COLUMNS: usize = 56;
const ROWS: usize = 5;

/// Ids of a glossary's text; none of one that cannot be read.
pub(super) fn ids(text: &str) -> Vec<String> {
    let Ok(spans) = Spans::parse(text) else { return Vec::new() };
    let term = |index| spans.read_at(&format!("term.{index}")).ok();
    (0..spans.count("term")).filter_map(term).map(|term: Term| term.id).collect()
}

/// For each term of the shipped glossary the index of the first lesson that teaches it: one that the
/// glossary names, or one with a page that leads to the term.
pub(super) fn first_taught(lessons: &[Subject]) -> HashMap<String, usize> {
    let index = |slug: &str| SYLLABUS.iter().position(|known| *known == slug);
    let named = glossary::terms().iter().flat_map(|term| {
        term.lessons.iter().filter_map(move |slug| Some((term.id.clone(), index(slug)?)))
    });
    let linked = lessons.iter().flat_map(|subject| {
        let own = subject.lesson.as_ref().and_then(|lesson| index(&lesson.slug));
        subject.marks.iter().filter_map(move |mark| match &mark.what {
            What::Link(to) => Some((to.strip_prefix("term:")?.to_owned(), own?)),
            _ => None,
        })
    });
    let mut first = HashMap::new();
    for (term, lesson) in named.chain(linked) {
        let known = first.entry(term).or_insert(lesson);
        *known = lesson.min(*known);
    }
    first
}

/// The rules for the glossary; the sink's text is the file.
pub(super) fn check(lessons: &[Subject], sink: &mut Sink<'_>) {
    let text = sink.text;
    let spans = match Spans::parse(text) {
        Ok(spans) => spans,
        Err(flaws) => {
            return flaws.into_iter().for_each(|flaw| sink.say(flaw.span, flaw.message));
        }
    };
    words::file(sink);
    let mut ids = HashSet::new();
    let mut names = HashSet::new();
    for index in 0..spans.count("term") {
        let path = format!("term.{index}");
        let term: Term = match spans.read_at(&path) {
            Ok(term) => term,
            Err(flaw) => {
                sink.say(flaw.span, flaw.message);
                continue;
            }
        };
        let mut item = Item::at(&spans, path, &mut *sink);
        if !is_key(&term.id) {
            item.say("id", format!("id must be lower case with hyphens, got `{}`", term.id));
        }
        if !ids.insert(term.id.clone()) {
            item.say("id", format!("id `{}` is used twice", term.id));
        }
        for lang in Lang::ALL {
            // Of two terms with one name a reader could not choose.
            if !names.insert((lang, term.name(lang).to_owned())) {
                let message = format!("another term is called `{}`", term.name(lang));
                item.say(lang.code(), message);
            }
        }
        item.localized("text", &term.text);
        fits(&term, &mut item);
        taught(&term, lessons, &mut item);
    }
}

fn fits(term: &Term, item: &mut Item<'_, '_>) {
    for lang in Lang::ALL {
        let rows = markdown(term.text.get(lang), Column::new(COLUMNS, lang)).len();
        if rows > ROWS {
            let message =
                format!("this text takes {rows} rows of {COLUMNS} columns, at most {ROWS}");
            item.say(&format!("text.{}", lang.code()), message);
        }
    }
}

/// The lessons exist, and the first leads to the term: else it is met only by those who look for it.
fn taught(term: &Term, lessons: &[Subject], item: &mut Item<'_, '_>) {
    for (index, slug) in term.lessons.iter().enumerate() {
        if !SYLLABUS.contains(&slug.as_str()) {
            item.say(&format!("lessons.{index}"), words::no_lesson(slug));
        }
    }
    let Some(main) = term.lessons.first() else {
        return item.say("lessons", format!("no lesson teaches `{}`", term.id));
    };
    let is_main = |lesson: &&Lesson| lesson.slug == *main;
    for subject in lessons.iter().filter(|s| s.lesson.as_ref().as_ref().is_some_and(is_main)) {
        let target = format!("term:{}", term.id);
        if !subject.marks.iter().any(|mark| matches!(&mark.what, What::Link(to) if *to == target)) {
            let path = subject.path.display();
            item.say("lessons.0", format!("no page of {path} leads to `{target}`"));
        }
    }
}

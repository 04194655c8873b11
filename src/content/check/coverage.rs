//! Rules for the course as a whole: all lessons are there, and the coverage map leads to their pages.

use std::collections::HashSet;
use std::path::Path;

use super::super::coverage::{MISCONCEPTIONS, Misconception, PageName, Statement};
use super::super::diagnostic::Diagnostic;
use super::super::lesson::{SYLLABUS, is_key};
use super::super::spans::Spans;
use super::question::Item;
use super::{Sink, Subject, words};
use crate::text::{Lang, Localized};

/// Lessons of the course that have no file in any language; where one language has it, the other is
/// missed there.
pub(super) fn missing(slugs: &[&str], problems: &mut Vec<Diagnostic>) {
    for (index, slug) in SYLLABUS.iter().enumerate().filter(|(_, slug)| !slugs.contains(slug)) {
        let path = format!("lessons/{}/{:02}-{slug}.md", Lang::Ko.code(), index + 1);
        let message = format!("lesson `{slug}` is missing in both languages");
        problems.push(Diagnostic::whole(Path::new(&path), message));
    }
}

/// The rules for the map; the sink's text is the file.
pub(super) fn check(lessons: &[Subject], sink: &mut Sink<'_>) {
    let text = sink.text;
    let spans = match Spans::parse(text) {
        Ok(spans) => spans,
        Err(flaws) => {
            return flaws.into_iter().for_each(|flaw| sink.say(flaw.span, flaw.message));
        }
    };
    words::file(sink);
    statements(&spans, lessons, sink);
    misconceptions(&spans, lessons, sink);
}

fn statements(spans: &Spans<'_>, lessons: &[Subject], sink: &mut Sink<'_>) {
    let mut ids = HashSet::new();
    for index in 0..spans.count("statement") {
        let path = format!("statement.{index}");
        let Statement { id, line, why, value, lesson, command, .. } = match spans.read_at(&path) {
            Ok(statement) => statement,
            Err(flaw) => {
                sink.say(flaw.span, flaw.message);
                continue;
            }
        };
        let mut item = Item::at(spans, path.clone(), &mut *sink);
        if !is_key(&id) {
            item.say("id", format!("id must be lower case with hyphens, got `{id}`"));
        }
        for (name, text) in [("line", &line), ("why", &why), ("value", &value)] {
            item.localized(name, text);
        }
        if !shows(&value) {
            item.say("value", "a value shows what the program computes: put a quantity into it");
        }
        if !command.starts_with("effnet-tutor ") {
            item.say("command", format!("a command starts with `effnet-tutor `, got `{command}`"));
        }
        if lesson.is_empty() {
            item.say("lesson", format!("no page teaches statement `{id}`"));
        }
        pages(&lesson, lessons, &mut item);
        if !ids.insert(id.clone()) {
            item.say("id", format!("id `{id}` is used twice"));
        }
    }
    if ids.is_empty() {
        sink.say(0..0, "the map has no statement of the study note");
    }
}

fn shows(value: &Localized) -> bool {
    Lang::ALL.into_iter().all(|lang| value.get(lang).contains("{{"))
}

fn misconceptions(spans: &Spans<'_>, lessons: &[Subject], sink: &mut Sink<'_>) {
    let mut ids = HashSet::new();
    for index in 0..spans.count("misconception") {
        let path = format!("misconception.{index}");
        let Misconception { id, title, lesson } = match spans.read_at(&path) {
            Ok(misconception) => misconception,
            Err(flaw) => {
                sink.say(flaw.span, flaw.message);
                continue;
            }
        };
        let mut item = Item::at(spans, path.clone(), &mut *sink);
        item.localized("title", &title);
        if lesson.is_empty() {
            item.say("lesson", format!("no page answers misconception {id}"));
        }
        pages(&lesson, lessons, &mut item);
        if !(1..=MISCONCEPTIONS).contains(&id) {
            item.say("id", format!("misconceptions have ids 1 to {MISCONCEPTIONS}, got {id}"));
        }
        if !ids.insert(id) {
            item.say("id", format!("misconception {id} is there already"));
        }
    }
    for id in (1..=MISCONCEPTIONS).filter(|id| !ids.contains(id)) {
        sink.say(0..0, format!("misconception {id} is missing"));
    }
}

/// Each page that the map names must be there, in every language in which its lesson is.
fn pages(names: &[PageName], lessons: &[Subject], item: &mut Item<'_, '_>) {
    for (index, PageName { slug, page }) in names.iter().enumerate() {
        let of = lessons.iter().filter_map(|subject| subject.lesson.as_ref());
        let counts = of.filter(|lesson| lesson.slug == *slug).map(|lesson| lesson.pages.len());
        let message = match counts.min() {
            Some(count) if *page > count => {
                format!("no page `{slug}/{page}`: lesson `{slug}` has {count}")
            }
            Some(_) => continue,
            None if SYLLABUS.contains(&slug.as_str()) => words::no_file(slug),
            None => words::no_lesson(slug),
        };
        item.say(&format!("lesson.{index}"), message);
    }
}

//! Rules for one lesson.

use std::collections::HashSet;
use std::ops::Range;

use super::super::demo::Demo;
use super::super::knob::KnobError;
use super::super::lesson::{Block, Lesson, PredictKind, SYLLABUS};
use super::super::markdown::{Mark, What};
use super::{Sink, Subject, words};
use crate::arch::nearest;

/// How many pages, live figures and predictions a lesson has: at least, and at most.
const PAGES: (usize, Option<usize>) = (5, Some(9));
const LIVE: (usize, Option<usize>) = (2, None);
const PREDICTIONS: (usize, Option<usize>) = (3, None);

pub(super) fn check(subject: &Subject, sink: &mut Sink<'_>) {
    let ids = &sink.course.ids;
    words::marks(&subject.marks, &|span| span, sink);
    let mut predictions = HashSet::new();
    let mut recalls = HashSet::new();
    for Mark { span, what, .. } in &subject.marks {
        match what {
            What::Live(demo) => {
                if let Err(error) = demo.check() {
                    sink.say(knob_value(sink.text, span, &error), error.to_string());
                }
            }
            What::Predict(id) if !predictions.insert(id) => {
                sink.say(
                    span.clone(),
                    format!("prediction `{id}` is there already, ids are unique"),
                );
            }
            What::Needs(slug) => needs(slug, span, subject, sink),
            What::Recall(id) if !recalls.insert(id) => {
                sink.say(span.clone(), format!("recall names `{id}` twice"));
            }
            What::Recall(id) if !ids.contains_key(id.as_str()) => {
                let known: Vec<&str> = ids.keys().copied().collect();
                let hint = nearest(id, &known);
                let hint = hint.map_or(String::new(), |id| format!("; did you mean `{id}`?"));
                sink.say(span.clone(), format!("no quiz item is called `{id}`{hint}"));
            }
            _ => {}
        }
    }
    pages(subject, sink);
}

/// The value of the knob that is wrong, inside the live block that starts at `span`.
fn knob_value(text: &str, span: &Range<usize>, error: &KnobError) -> Range<usize> {
    let (KnobError::Value { key, .. }, Some(block)) = (error, text.get(span.start..)) else {
        return span.clone();
    };
    let block = block.split("```").next().unwrap_or_default();
    let value = block.match_indices(&key.replace('-', "_")).find_map(|(at, name)| {
        let value = block[at + name.len()..].trim_start().strip_prefix('=')?.trim_start();
        let end = value.find([',', '}', '\n']).unwrap_or(value.len());
        let start = block.len() - value.len();
        Some(start..start + value[..end].trim_end().len())
    });
    value.map_or_else(|| span.clone(), |v| span.start + v.start..span.start + v.end)
}

fn needs(slug: &str, span: &Range<usize>, subject: &Subject, sink: &mut Sink<'_>) {
    let Some(index) = SYLLABUS.iter().position(|known| *known == slug) else {
        return sink.say(span.clone(), words::no_lesson(slug));
    };
    if subject.lesson.as_ref().is_some_and(|lesson| index + 1 >= lesson.number) {
        sink.say(span.clone(), format!("`{slug}` does not come before this lesson"));
    } else if !sink.course.slugs.contains(&slug) {
        sink.say(span.clone(), words::no_file(slug));
    }
}

fn pages(subject: &Subject, sink: &mut Sink<'_>) {
    let Some(lesson) = &subject.lesson else { return };
    size(subject, lesson, sink);
    for (index, page) in lesson.pages.iter().enumerate() {
        let heading = heading(&subject.marks, index);
        let live = page.blocks.iter().filter(|block| matches!(block, Block::Live(_))).count();
        if page.blocks.is_empty() {
            sink.say(heading.clone(), format!("page `{}` is empty", page.title));
        }
        if live > 1 {
            sink.say(heading.clone(), format!("a page shows one live figure, got {live}"));
        }
        for block in &page.blocks {
            if let Block::Predict(predict) = block
                && let PredictKind::Measured { key, .. } = &predict.kind
                && let Some(message) = unmeasured(key, page.live())
            {
                let message =
                    format!("prediction `{}` measures `{key}`, but {message}", predict.id);
                sink.say(prediction(&subject.marks, &predict.id), message);
            }
        }
    }
}

/// Why a value cannot be measured on a page, if it cannot.
fn unmeasured(key: &str, live: Option<&Demo>) -> Option<String> {
    let Some(demo) = live else { return Some("its page has no live figure".to_owned()) };
    let (name, values) = (demo.name(), demo.values());
    if values.contains(&key) {
        return None;
    }
    Some(match nearest(key, values) {
        Some(near) => format!("`{name}` has no such value; did you mean `{near}`?"),
        None if values.is_empty() => format!("`{name}` measures nothing"),
        None => format!("`{name}` has no such value, expected one of {}", values.join(", ")),
    })
}

/// A lesson long enough to be one, short enough for one sitting, and alive.
fn size(subject: &Subject, lesson: &Lesson, sink: &mut Sink<'_>) {
    // What could not be read was not counted.
    if !subject.problems.is_empty() {
        return;
    }
    let blocks = || lesson.pages.iter().flat_map(|page| &page.blocks);
    let counts = [
        ("pages", lesson.pages.len(), PAGES),
        ("live figures", blocks().filter(|b| matches!(b, Block::Live(_))).count(), LIVE),
        ("predictions", blocks().filter(|b| matches!(b, Block::Predict(_))).count(), PREDICTIONS),
    ];
    for (what, count, (low, high)) in counts {
        let wanted = match high {
            Some(high) => format!("{low} to {high}"),
            None => format!("{low} or more"),
        };
        if count < low || high.is_some_and(|high| count > high) {
            sink.say(0..0, format!("this lesson has {count} {what}, expected {wanted}"));
        }
    }
}

/// Where a page's heading stands.
pub(super) fn heading(marks: &[Mark], page: usize) -> Range<usize> {
    let is_heading = |mark: &&Mark| mark.page == Some(page) && mark.what == What::Page;
    marks.iter().find(is_heading).map_or(0..0, |mark| mark.span.clone())
}

fn prediction(marks: &[Mark], id: &str) -> Range<usize> {
    marks
        .iter()
        .find(|mark| matches!(&mark.what, What::Predict(known) if known == id))
        .map_or(0..0, |mark| mark.span.clone())
}

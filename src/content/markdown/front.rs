//! The TOML between `+++` lines at the head of a lesson.

use std::ops::Range;

use serde::Deserialize;

use super::super::spans::Spans;
use super::{Found, What};
use crate::text::normal::clean;

/// What a lesson says about itself.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Front {
    format: u32,
    pub(super) title: String,
    pub(super) summary: String,
    #[serde(default)]
    pub(super) needs: Vec<String>,
    pub(super) recall: Vec<String>,
}

const FENCE: &str = "+++\n";

/// Reads it, and gives the byte where the pages start.
pub(super) fn read(text: &str, found: &mut Found) -> (Option<Front>, usize) {
    let end = text.strip_prefix(FENCE).and_then(|rest| {
        let end = if rest.starts_with("+++") { 0 } else { rest.find("\n+++")? + 1 };
        Some(FENCE.len() + end)
    });
    let Some(end) = end else {
        found.flaw(0..0, "a lesson starts with TOML between two `+++` lines");
        return (None, 0);
    };
    let body = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
    let table = &text[FENCE.len()..end];
    let spans = match Spans::parse(table) {
        Ok(spans) => spans,
        Err(flaws) => {
            for flaw in flaws {
                found.flaw(moved(&flaw.span), flaw.message);
            }
            return (None, body);
        }
    };
    match spans.read::<Front>() {
        Ok(front) => {
            mark(&front, &spans, found);
            (Some(front.cleaned()), body)
        }
        Err(flaw) => {
            found.flaw(moved(&flaw.span), flaw.message);
            (None, body)
        }
    }
}

impl Front {
    /// What is shown as it stands holds nothing that a terminal would obey.
    fn cleaned(self) -> Self {
        Self { title: clean(&self.title), summary: clean(&self.summary), ..self }
    }
}

/// A place of the table as a place of the file.
const fn moved(span: &Range<usize>) -> Range<usize> {
    span.start + FENCE.len()..span.end + FENCE.len()
}

fn mark(front: &Front, spans: &Spans<'_>, found: &mut Found) {
    let place = |path: &str| moved(&spans.span(path));
    if front.format != 1 {
        found.flaw(place("format"), format!("format must be 1, got {}", front.format));
    }
    for (path, text) in [("title", &front.title), ("summary", &front.summary)] {
        if text.trim().is_empty() {
            found.flaw(place(path), format!("{path} is blank"));
        }
        let inside = moved(&spans.inside(path, 0..text.len()));
        found.mark(None, inside, What::Text(text.clone()));
    }
    if front.recall.len() != 3 {
        let count = front.recall.len();
        found.flaw(place("recall"), format!("recall must name three quiz items, got {count}"));
    }
    for (index, slug) in front.needs.iter().enumerate() {
        found.mark(None, place(&format!("needs.{index}")), What::Needs(slug.clone()));
    }
    for (index, id) in front.recall.iter().enumerate() {
        found.mark(None, place(&format!("recall.{index}")), What::Recall(id.clone()));
    }
}

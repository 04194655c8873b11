//! The fenced blocks whose body is TOML: `live` and `predict`.

use std::ops::Range;

use serde::Deserialize;

use super::super::demo::Demo;
use super::super::lesson::{Block, Predict, PredictKind, is_key};
use super::super::spans::{Flaw, Spans};
use super::events::Reader;
use super::{What, inline_markdown};
use crate::arch::nearest;

/// A prediction as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    question: String,
    number: Option<Number>,
    measured: Option<Measured>,
    choice: Option<Options>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Number {
    key: String,
    #[serde(default)]
    unit: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Measured {
    key: String,
    #[serde(default)]
    unit: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Options {
    options: Vec<String>,
    answer: usize,
}

/// Reads a fenced block; `body` are the bytes of its TOML.
pub(super) fn read(kind: &str, body: Range<usize>, reader: &mut Reader<'_, '_>) -> Option<Block> {
    let text = reader.masked.source.get(body.clone()).unwrap_or_default();
    if text.trim().is_empty() {
        reader.found.flaw(body.start..body.start, format!("this {kind} block is empty"));
        return None;
    }
    let mut fence = Fence { start: body.start, reader };
    let spans = match Spans::parse(text) {
        Ok(spans) => spans,
        Err(flaws) => {
            for flaw in flaws {
                fence.flaw(flaw);
            }
            return None;
        }
    };
    let block = if kind == "live" { fence.live(&spans) } else { fence.predict(&spans) }?;
    // The block as a whole is pointed at by its first line.
    let first = body.start..body.start + text.lines().next().map_or(0, str::len);
    match &block {
        Block::Live(demo) => fence.mark(first, What::Live(demo.clone())),
        Block::Predict(predict) => {
            let id = fence.place(&spans.span("id"));
            fence.mark(id, What::Predict(predict.id.clone()));
        }
        Block::Prose(_) | Block::Formula(_) => {}
    }
    Some(block)
}

struct Fence<'r, 'a, 'f> {
    start: usize,
    reader: &'r mut Reader<'a, 'f>,
}

impl Fence<'_, '_, '_> {
    fn flaw(&mut self, flaw: Flaw) {
        let span = self.place(&flaw.span);
        self.reader.found.flaw(span, flaw.message);
    }

    fn mark(&mut self, span: Range<usize>, what: What) {
        self.reader.found.mark(self.reader.page, span, what);
    }

    /// A place of the body as a place of the file.
    const fn place(&self, span: &Range<usize>) -> Range<usize> {
        span.start + self.start..span.end + self.start
    }

    fn live(&mut self, spans: &Spans<'_>) -> Option<Block> {
        // The enum reads exactly one table; a second key has no other place to be refused.
        if let [_, (key, span), ..] = &spans.keys()[..] {
            let message =
                format!("a live block names one figure, move `{key}` to a block of its own");
            self.flaw(Flaw::new(span.clone(), message));
            return None;
        }
        if let [(name, span)] = &spans.keys()[..]
            && !Demo::NAMES.contains(name)
        {
            let hint = nearest(name, Demo::NAMES).map_or_else(
                || format!(", expected one of {}", Demo::NAMES.join(", ")),
                |near| format!("; did you mean `{near}`?"),
            );
            let message = format!("no live figure is called `{name}`{hint}");
            self.flaw(Flaw::new(span.clone(), message));
            return None;
        }
        match spans.read::<Demo>() {
            Ok(demo) => Some(Block::Live(demo)),
            Err(flaw) => {
                self.flaw(flaw);
                None
            }
        }
    }

    fn predict(&mut self, spans: &Spans<'_>) -> Option<Block> {
        let written: Written = match spans.read() {
            Ok(written) => written,
            Err(flaw) => {
                self.flaw(flaw);
                return None;
            }
        };
        if !is_key(&written.id) {
            let message = format!("id must be lower case with hyphens, got `{}`", written.id);
            self.flaw(Flaw::new(spans.span("id"), message));
        }
        let question = self.inlines(spans, "question", &written.question);
        let kind = match (written.number, written.measured, written.choice) {
            (Some(number), None, None) => {
                let span = self.place(&spans.inside("number.key", 0..number.key.len()));
                self.mark(span, What::Key(number.key.clone()));
                PredictKind::Number { key: number.key, unit: number.unit }
            }
            (None, Some(measured), None) => {
                PredictKind::Measured { key: measured.key, unit: measured.unit }
            }
            (None, None, Some(choice)) => self.choice(spans, &choice)?,
            _ => {
                let message = "a prediction needs exactly one of number, measured, choice";
                self.flaw(Flaw::new(spans.span("id"), message));
                return None;
            }
        };
        Some(Block::Predict(Predict { id: written.id, question, kind }))
    }

    fn choice(&mut self, spans: &Spans<'_>, choice: &Options) -> Option<PredictKind> {
        let count = choice.options.len();
        if choice.answer >= count {
            let message =
                format!("answer is an index: it must be below {count}, got {}", choice.answer);
            self.flaw(Flaw::new(spans.span("choice.answer"), message));
            return None;
        }
        if count < 2 {
            let message = format!("a choice needs two options or more, got {count}");
            self.flaw(Flaw::new(spans.span("choice.options"), message));
        }
        let options = choice.options.iter().enumerate();
        let options = options
            .map(|(index, text)| self.inlines(spans, &format!("choice.options.{index}"), text))
            .collect();
        Some(PredictKind::Choice { options, answer: choice.answer })
    }

    /// Markdown inside a string of the TOML.
    fn inlines(
        &mut self,
        spans: &Spans<'_>,
        path: &str,
        text: &str,
    ) -> Vec<super::super::lesson::Inline> {
        let (marks, flaws) = super::examine(text);
        for mark in marks {
            let span = self.place(&spans.inside(path, mark.span));
            self.mark(span, mark.what);
        }
        let clean = flaws.is_empty();
        for flaw in flaws {
            self.flaw(Flaw::new(spans.inside(path, flaw.span), flaw.message));
        }
        if text.trim().is_empty() {
            self.flaw(Flaw::new(spans.span(path), "this text is blank"));
        }
        match inline_markdown(text) {
            Ok(inlines) => inlines,
            Err(flaws) => {
                for flaw in flaws.into_iter().filter(|_| clean) {
                    self.flaw(Flaw::new(spans.inside(path, flaw.span), flaw.message));
                }
                Vec::new()
            }
        }
    }
}

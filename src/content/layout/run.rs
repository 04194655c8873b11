//! A run of inline text: one string for wrapping, with the roles of its parts.

use std::ops::Range;

use super::super::lesson::Inline;
use super::super::{formula, quantity};
use crate::text::line::{Line, Role, Span};
use crate::text::normal::visible;
use crate::text::wrap::wrap_ranges;
use crate::text::{Lang, josa, width};

/// Keeps a number with its unit and a short formula on one line.
const GLUE: char = '\u{a0}';

/// A formula up to this width is not broken.
const SHORT: usize = 16;

/// Inline text ready for wrapping.
pub(super) struct Run {
    text: String,
    parts: Vec<(Range<usize>, Role)>,
}

impl Run {
    pub(super) fn new(inlines: &[Inline], lang: Lang) -> Self {
        let mut run = Self { text: String::new(), parts: Vec::new() };
        for inline in filled(inlines, lang) {
            match inline {
                Inline::Text(text) => run.push(&text, Role::Body),
                Inline::Emphasis(text) => run.push(&text, Role::Emphasis),
                Inline::Strong(text) => run.push(&text, Role::Strong),
                Inline::Code(text) => run.push(&text, Role::Code),
                Inline::Link { text, .. } => run.push(&text, Role::Link),
                Inline::Formula(tex) => {
                    let line = visible(&formula::one_line(&tex)).into_owned();
                    let glued = if width(&line) <= SHORT { glue(&line) } else { line };
                    run.push(&glued, Role::Formula);
                }
                Inline::Quantity(number) => run.push(&glue(&number), Role::Quantity),
            }
        }
        run
    }

    /// Columns of the run on one line.
    pub(super) fn width(&self) -> usize {
        width(&self.text)
    }

    /// Whether the run is a number with at most a unit.
    pub(super) fn is_number(&self) -> bool {
        let text = self.text.trim_start_matches(['-', '×', '+', '<', '>', '≈', ' ']);
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let others = text.chars().filter(|c| c.is_alphabetic()).count();
        text.starts_with(|c: char| c.is_ascii_digit()) && others <= 2.max(digits / 2)
    }

    /// The narrowest column that breaks no word.
    pub(super) fn longest_word(&self) -> usize {
        self.text.split([' ', '\n']).map(width).max().unwrap_or(0)
    }

    pub(super) fn lines(&self, columns: usize) -> Vec<Line> {
        wrap_ranges(&self.text, columns).into_iter().map(|range| self.line(&range)).collect()
    }

    fn line(&self, range: &Range<usize>) -> Line {
        let spans = self.parts.iter().filter_map(|(part, role)| {
            let start = part.start.max(range.start);
            let end = part.end.min(range.end);
            let text = self.text.get(start..end).filter(|text| !text.is_empty())?;
            Some(Span { text: text.replace(GLUE, " "), role: *role })
        });
        Line { spans: spans.collect() }
    }

    fn push(&mut self, text: &str, role: Role) {
        let start = self.text.len();
        self.text.push_str(text);
        match self.parts.last_mut() {
            Some((part, last)) if *last == role => part.end = self.text.len(),
            _ => self.parts.push((start..self.text.len(), role)),
        }
    }
}

fn glue(text: &str) -> String {
    text.replace(' ', &GLUE.to_string())
}

/// The text with its numbers: each quantity holds what it shows, and the particle behind it is chosen. A
/// quantity that cannot be computed becomes code, as it is written.
pub(super) fn filled(inlines: &[Inline], lang: Lang) -> Vec<Inline> {
    let mut number: Option<String> = None;
    let fill = |inline: &Inline| {
        let before = number.take();
        match inline {
            Inline::Text(text) => {
                let text = visible(text);
                let chosen = before.filter(|_| lang == Lang::Ko).and_then(|number| {
                    let (pair, rest) = pair_at_start(&text)?;
                    Some(format!("{}{rest}", josa::particle(&number, pair)))
                });
                Inline::Text(chosen.unwrap_or_else(|| text.into_owned()))
            }
            Inline::Emphasis(text) => Inline::Emphasis(visible(text).into_owned()),
            Inline::Strong(text) => Inline::Strong(visible(text).into_owned()),
            Inline::Code(text) => Inline::Code(visible(text).into_owned()),
            Inline::Link { text, target } => {
                Inline::Link { text: visible(text).into_owned(), target: target.clone() }
            }
            Inline::Formula(tex) => Inline::Formula(tex.clone()),
            Inline::Quantity(expression) => match quantity::render(expression) {
                Ok(text) => {
                    number = Some(text.clone());
                    Inline::Quantity(text)
                }
                Err(_) => Inline::Code(visible(&format!("{{{{{expression}}}}}")).into_owned()),
            },
        }
    };
    inlines.iter().map(fill).collect()
}

/// Splits off a particle pair: `은/는`.
fn pair_at_start(text: &str) -> Option<(&'static str, &str)> {
    let pair = josa::PAIRS.iter().rev().find(|pair| text.starts_with(**pair))?;
    Some((pair, &text[pair.len()..]))
}

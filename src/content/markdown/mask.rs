//! Keeps quantities out of the Markdown parser's way: `{{2 * 3|.1}}` would be emphasis and a table cell.
//!
//! Each is replaced by a word of the same length in bytes, so that every place stays where it is.

use std::ops::Range;

use super::Found;

/// First character of a masked quantity, from the private use area.
pub(super) const MARK: char = '\u{e000}';

/// A text with its quantities masked.
pub(super) struct Masked<'a> {
    /// The text as written.
    pub(super) source: &'a str,
    /// The text that Markdown reads.
    pub(super) text: String,
    /// Bytes of each quantity with its braces.
    quantities: Vec<Range<usize>>,
}

impl<'a> Masked<'a> {
    pub(super) fn new(source: &'a str, start: usize, found: &mut Found) -> Self {
        let mut text = source.to_owned();
        for (at, c) in source.char_indices().filter(|(_, c)| *c == MARK) {
            found.flaw(at..at + c.len_utf8(), "U+E000 is kept for the program, remove it");
            text.replace_range(at..at + c.len_utf8(), "\u{fffd}");
        }
        let mut quantities = Vec::new();
        let mut at = start;
        while let Some(open) = source[at..].find("{{").map(|open| at + open) {
            let line = source[open..].find('\n').map_or(source.len(), |end| open + end);
            let Some(length) = source[open..line].find("}}") else {
                at = open + 2;
                continue;
            };
            let span = open..open + length + 2;
            text.replace_range(
                span.clone(),
                &format!("{MARK}{}", "q".repeat(span.len() - MARK.len_utf8())),
            );
            at = span.end;
            quantities.push(span);
        }
        Self { source, text, quantities }
    }

    /// The quantities within `range`, in order.
    pub(super) fn within(&self, range: &Range<usize>) -> impl Iterator<Item = Range<usize>> {
        let range = range.clone();
        let first = self.quantities.partition_point(|quantity| quantity.start < range.start);
        self.quantities[first..]
            .iter()
            .take_while(move |quantity| quantity.end <= range.end)
            .cloned()
    }

    /// A piece of what Markdown read, as it was written.
    pub(super) fn unmask(&self, piece: &str, range: &Range<usize>) -> String {
        let mut text = String::new();
        let mut rest = piece;
        for quantity in self.within(range) {
            let Some(at) = rest.find(MARK) else { break };
            text.push_str(&rest[..at]);
            text.push_str(&self.source[quantity.clone()]);
            rest = rest.get(at + quantity.len()..).unwrap_or_default();
        }
        text + rest
    }
}

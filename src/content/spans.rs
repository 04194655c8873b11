//! Where a value stands in a TOML text, by its path: `question.3.ask.choice.answer`.

use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A part of a text and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// Bytes of the text.
    pub span: Range<usize>,
    /// Lower case, no full stop.
    pub message: String,
}

impl Flaw {
    pub(super) fn new(span: Range<usize>, message: impl Into<String>) -> Self {
        Self { span, message: message.into() }
    }

    fn of_toml(error: &toml::de::Error) -> Self {
        let message = error.message().lines().collect::<Vec<_>>().join(", ");
        Self::new(error.span().unwrap_or(0..0), message)
    }
}

/// A TOML text with the places of its values.
pub(super) struct Spans<'a> {
    text: &'a str,
    root: Spanned<DeTable<'a>>,
}

impl<'a> Spans<'a> {
    /// Reads the text; all errors of syntax at once.
    pub(super) fn parse(text: &'a str) -> Result<Self, Vec<Flaw>> {
        let (root, errors) = DeTable::parse_recoverable(text);
        if errors.is_empty() {
            return Ok(Self { text, root });
        }
        Err(errors.iter().map(Flaw::of_toml).collect())
    }

    /// Reads the whole text into a type.
    pub(super) fn read<T: DeserializeOwned>(&self) -> Result<T, Flaw> {
        toml::from_str(self.text).map_err(|error| Flaw::of_toml(&error))
    }

    /// Reads the value at `path` into a type.
    pub(super) fn read_at<T: DeserializeOwned>(&self, path: &str) -> Result<T, Flaw> {
        let value = self.find(path).ok_or_else(|| Flaw::new(0..0, format!("no `{path}` here")))?;
        T::deserialize(toml::de::ValueDeserializer::from(value.clone()))
            .map_err(|error| Flaw::of_toml(&error))
    }

    /// How many elements the array at `path` has.
    pub(super) fn count(&self, path: &str) -> usize {
        self.find(path).and_then(|value| value.get_ref().as_array()).map_or(0, |array| array.len())
    }

    /// The keys of the whole text with their places.
    pub(super) fn keys(&self) -> Vec<(&str, Range<usize>)> {
        self.root.get_ref().keys().map(|key| (key.get_ref().as_ref(), key.span())).collect()
    }

    /// Bytes of the value at `path`; of its nearest parent if there is none.
    pub(super) fn span(&self, path: &str) -> Range<usize> {
        let mut path = path;
        loop {
            if let Some(value) = self.find(path) {
                return value.span();
            }
            match path.rsplit_once('.') {
                Some((parent, _)) => path = parent,
                None => return 0..0,
            }
        }
    }

    /// Bytes of the value at `path`, if there is one.
    pub(super) fn find_span(&self, path: &str) -> Option<Range<usize>> {
        self.find(path).map(Spanned::span)
    }

    /// Bytes of a part of the string at `path`, given as bytes of its value.
    pub(super) fn inside(&self, path: &str, part: Range<usize>) -> Range<usize> {
        within(self.text, self.span(path), part)
    }

    /// The whole table.
    pub(super) fn root(&self) -> &DeTable<'a> {
        self.root.get_ref()
    }

    fn find(&self, path: &str) -> Option<&Spanned<DeValue<'a>>> {
        let mut segments = path.split('.');
        let mut value = self.root.get_ref().get(segments.next()?)?;
        for segment in segments {
            value = match value.get_ref() {
                DeValue::Table(table) => table.get(segment)?,
                DeValue::Array(array) => array.get(segment.parse::<usize>().ok()?)?,
                _ => return None,
            };
        }
        Some(value)
    }
}

/// Bytes of a part of the string that is written at `span` with its quotes, given as bytes of its value.
pub(super) fn within(text: &str, span: Range<usize>, part: Range<usize>) -> Range<usize> {
    let map = offsets(&text[span.clone()]);
    let place = |at: usize| span.start + map.get(at).or(map.last()).copied().unwrap_or(0);
    place(part.start)..place(part.end)
}

/// For each byte of a TOML string's value, the byte of the source where it is written; one more for
/// the end. `raw` holds the quotes.
fn offsets(raw: &str) -> Vec<usize> {
    let quote = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quote| raw.starts_with(quote));
    let Some(quote) = quote.filter(|quote| raw.len() >= 2 * quote.len()) else {
        return (0..=raw.len()).collect();
    };
    let mut start = quote.len();
    if quote.len() == 3 {
        // A line break right behind the opening quotes is no part of the value.
        let body = &raw[start..];
        start += if body.starts_with("\r\n") { 2 } else { usize::from(body.starts_with('\n')) };
    }
    let end = (raw.len() - quote.len()).max(start);
    let mut map = Vec::with_capacity(raw.len());
    let mut at = start;
    while at < end {
        let rest = &raw[at..end];
        if quote.starts_with('"') && rest.starts_with('\\') {
            let (written, value) = escape(rest);
            map.extend(std::iter::repeat_n(at, value));
            at += written;
        } else {
            let length = rest.chars().next().map_or(1, char::len_utf8);
            map.extend(at..at + length);
            at += length;
        }
    }
    map.push(end);
    map
}

/// Bytes that an escape takes in the source, and bytes of what it stands for.
fn escape(rest: &str) -> (usize, usize) {
    let digits = match rest.as_bytes().get(1) {
        Some(b'u') => 4,
        Some(b'U') => 8,
        Some(b'x') => 2,
        // A backslash at the end of a line swallows the space that follows.
        Some(b'\n' | b'\r' | b' ' | b'\t') => {
            let body = &rest[1..];
            return (1 + body.len() - body.trim_start().len(), 0);
        }
        Some(_) => return (2, 1),
        None => return (1, 0),
    };
    let code = rest.get(2..2 + digits).and_then(|code| u32::from_str_radix(code, 16).ok());
    let length = code.and_then(char::from_u32).map_or(1, char::len_utf8);
    ((2 + digits).min(rest.len()), length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_string_is_found_behind_escapes() {
        let text = "a = [\"x\", { b = \"\\\\phi is \\u03C6 here\" }]\nc = '''\none here'''";
        let spans = Spans::parse(text).unwrap();
        let value: String = spans.read_at("a.1.b").unwrap();
        let at = value.find("here").unwrap();
        let span = spans.inside("a.1.b", at..at + 4);
        assert_eq!(&text[span.clone()], "here");
        assert_eq!(span.start, text.find("here").unwrap());
        let span = spans.inside("c", 4..8);
        assert_eq!((&text[span.clone()], span.end), ("here", text.len() - 3));
    }

    #[test]
    fn a_missing_value_is_shown_at_its_parent() {
        let text = "[a]\nb = { c = 1 }";
        let spans = Spans::parse(text).unwrap();
        assert_eq!(&text[spans.span("a.b.nothing")], "{ c = 1 }");
    }
}

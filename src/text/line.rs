//! A line of text whose parts carry a meaning. Screens turn meanings into colours; pipes drop them.

use super::width::width;

/// What a piece of text means. A theme decides how that looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Role {
    /// Running text.
    #[default]
    Body,
    /// Emphasis.
    Emphasis,
    /// Strong emphasis.
    Strong,
    /// A heading.
    Heading,
    /// Code.
    Code,
    /// A formula.
    Formula,
    /// A number that the program filled in.
    Quantity,
    /// A link.
    Link,
    /// Keys, units, axes: there when looked for.
    Quiet,
    /// What the learner can change.
    Accent,
    /// What has the focus.
    Selected,
    /// What the learner said.
    Learner,
    /// What was computed.
    Real,
    /// Right; always together with ✓ and a word.
    Right,
    /// Wrong; always together with ✗ and a word.
    Wrong,
}

/// Text of one meaning.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Span {
    /// The text.
    pub text: String,
    /// Its meaning.
    pub role: Role,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// Its parts, from left to right.
    pub spans: Vec<Span>,
}

impl Line {
    /// An empty line.
    pub fn empty() -> Self {
        Self::default()
    }

    /// A line of one meaning.
    pub fn new(text: impl Into<String>, role: Role) -> Self {
        Self { spans: vec![Span { text: text.into(), role }] }
    }

    /// A line of running text.
    pub fn body(text: impl Into<String>) -> Self {
        Self::new(text, Role::Body)
    }

    /// Adds a part.
    #[must_use]
    pub fn and(mut self, text: impl Into<String>, role: Role) -> Self {
        self.spans.push(Span { text: text.into(), role });
        self
    }

    /// Columns it takes.
    pub fn width(&self) -> usize {
        self.spans.iter().map(|span| width(&span.text)).sum()
    }

    /// The text alone.
    pub fn text(&self) -> String {
        self.spans.iter().map(|span| span.text.as_str()).collect()
    }

    /// Puts something before it; an empty line stays empty, with no spaces at its end.
    #[must_use]
    pub fn indented(mut self, prefix: &str, role: Role) -> Self {
        if !self.spans.is_empty() {
            self.spans.insert(0, Span { text: prefix.to_owned(), role });
        }
        self
    }

    /// Fills up with spaces until it is `width` columns wide.
    #[must_use]
    pub fn padded(self, width: usize) -> Self {
        let missing = width.saturating_sub(self.width());
        if missing == 0 { self } else { self.and(" ".repeat(missing), Role::Body) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_columns_not_letters() {
        assert_eq!(Line::body("깊이").width(), 4);
        assert_eq!(Line::body("a").and("깊", Role::Quiet).padded(5).width(), 5);
    }
}

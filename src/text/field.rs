//! One line of typed text and its caret. Moves by what a person sees as one letter.

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Most letters that a field takes.
const LIMIT: usize = 400;

/// A one-line text field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Field {
    text: String,
    /// Byte position of the caret, on a grapheme boundary.
    caret: usize,
}

impl Field {
    /// What was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// True if nothing was typed.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Columns left of the caret.
    pub fn caret_column(&self) -> usize {
        self.text[..self.caret].width()
    }

    /// Types text at the caret. Line ends become spaces, other control characters are dropped, and the
    /// result is composed (NFC), so that jamo typed one by one become a syllable.
    pub fn insert(&mut self, typed: &str) {
        let clean = typed.chars().map(|c| if c == '\n' || c == '\t' { ' ' } else { c });
        let clean: String = clean.filter(|c| !c.is_control()).collect();
        if self.text.graphemes(true).count() + clean.graphemes(true).count() > LIMIT {
            return;
        }
        let before: String = (self.text[..self.caret].to_owned() + &clean).nfc().collect();
        let after = self.text[self.caret..].to_owned();
        self.caret = before.len();
        self.text = before + &after;
    }

    /// Deletes the letter left of the caret.
    pub fn backspace(&mut self) {
        let start = self.previous();
        self.text.drain(start..self.caret);
        self.caret = start;
    }

    /// Deletes the letter at the caret.
    pub fn delete(&mut self) {
        let end = self.next();
        self.text.drain(self.caret..end);
    }

    /// Moves the caret by one letter.
    pub fn left(&mut self) {
        self.caret = self.previous();
    }

    /// Moves the caret by one letter.
    pub fn right(&mut self) {
        self.caret = self.next();
    }

    /// Moves the caret to the start.
    pub const fn home(&mut self) {
        self.caret = 0;
    }

    /// Moves the caret to the end.
    pub const fn end(&mut self) {
        self.caret = self.text.len();
    }

    /// Empties the field.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    fn previous(&self) -> usize {
        self.text[..self.caret].grapheme_indices(true).next_back().map_or(0, |(index, _)| index)
    }

    fn next(&self) -> usize {
        self.text[self.caret..].graphemes(true).next().map_or(self.caret, |g| self.caret + g.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_caret_counts_columns() {
        let mut field = Field::default();
        field.insert("깊이 a");
        assert_eq!(field.caret_column(), 6);
        field.left();
        field.backspace();
        assert_eq!((field.text(), field.caret_column()), ("깊이a", 4));
        field.home();
        field.delete();
        assert_eq!((field.text(), field.caret_column()), ("이a", 0));
    }

    #[test]
    fn conjoining_jamo_become_a_syllable() {
        let mut field = Field::default();
        for jamo in ["\u{1112}", "\u{1161}", "\u{11ab}"] {
            field.insert(jamo);
        }
        assert_eq!(field.text(), "한");
    }

    #[test]
    fn control_characters_are_not_typed() {
        let mut field = Field::default();
        field.insert("a\u{1b}[31m\nb\u{7}");
        assert_eq!(field.text(), "a[31m b");
    }

    proptest! {
        #[test]
        fn any_typing_keeps_the_caret_on_a_letter(steps in prop::collection::vec((0..7u8, ".{0,3}"), 0..40)) {
            let mut field = Field::default();
            for (step, text) in steps {
                match step {
                    0 | 1 => field.insert(&text),
                    2 => field.backspace(),
                    3 => field.delete(),
                    4 => field.left(),
                    5 => field.right(),
                    _ => field.home(),
                }
                prop_assert!(field.text.is_char_boundary(field.caret));
            }
        }
    }
}

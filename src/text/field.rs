//! One line of typed text and its caret. Moves by what a person sees as one letter.

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::width::fitting;

/// Most letters that a field takes.
const LIMIT: usize = 400;

/// A change to a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Types text.
    Insert(String),
    /// Deletes the letter left of the caret.
    Backspace,
    /// Deletes the letter at the caret.
    Delete,
    /// Deletes all that is left of the caret.
    DeleteToStart,
    /// Moves the caret by one letter.
    Left,
    /// Moves the caret by one letter.
    Right,
    /// Moves the caret to the start.
    Home,
    /// Moves the caret to the end.
    End,
}

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

    /// What is seen of the text in `columns`, and the caret's column in it. A text that is too long is
    /// cut on the left, so that the caret stays in sight.
    pub fn window(&self, columns: usize) -> (&str, usize) {
        let mut start = 0;
        // One column stays free for the caret.
        while self.text[start..self.caret].width() >= columns.max(1) {
            let first = self.text[start..].graphemes(true).next().map_or(1, str::len);
            start += first;
        }
        (fitting(&self.text[start..], columns), self.text[start..self.caret].width())
    }

    /// The line that is still to be written on, where a field shows `columns`.
    pub fn blank(&self, columns: usize) -> String {
        "_".repeat(columns.saturating_sub(self.text.width()))
    }

    /// Types text at the caret. Line ends become spaces, other control characters are dropped, and the
    /// result is composed (NFC), so that jamo typed one by one become a syllable. What passes the limit is
    /// left out.
    fn insert(&mut self, typed: &str) {
        let clean = typed.chars().map(|c| if c == '\n' || c == '\t' { ' ' } else { c });
        let clean: String = clean.filter(|c| !c.is_control()).collect();
        let room = LIMIT.saturating_sub(self.text.graphemes(true).count());
        let fits: String = clean.graphemes(true).take(room).collect();
        let before: String = (self.text[..self.caret].to_owned() + &fits).nfc().collect();
        let after = self.text[self.caret..].to_owned();
        self.caret = before.len();
        self.text = before + &after;
    }

    /// Changes the text or moves the caret.
    pub fn edit(&mut self, edit: &Edit) {
        match edit {
            Edit::Insert(text) => self.insert(text),
            Edit::Backspace => {
                let start = self.previous();
                self.text.drain(start..self.caret);
                self.caret = start;
            }
            Edit::Delete => {
                let end = self.next();
                self.text.drain(self.caret..end);
            }
            Edit::DeleteToStart => {
                self.text.drain(..self.caret);
                self.caret = 0;
            }
            Edit::Left => self.caret = self.previous(),
            Edit::Right => self.caret = self.next(),
            Edit::Home => self.caret = 0,
            Edit::End => self.caret = self.text.len(),
        }
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
        field.edit(&Edit::Left);
        field.edit(&Edit::Backspace);
        assert_eq!((field.text(), field.caret_column()), ("깊이a", 4));
        field.edit(&Edit::Home);
        field.edit(&Edit::Delete);
        assert_eq!((field.text(), field.caret_column()), ("이a", 0));
    }

    #[test]
    fn a_long_text_is_seen_around_its_caret() {
        let mut field = Field::default();
        field.insert("깊이별 합성곱");
        assert_eq!(field.window(20), ("깊이별 합성곱", 13));
        assert_eq!(field.window(7), ("합성곱", 6));
        field.edit(&Edit::Home);
        assert_eq!(field.window(7), ("깊이별 ", 0));
        assert_eq!(field.window(0), ("", 0));
    }

    #[test]
    fn of_a_paste_that_is_too_long_what_fits_is_kept() {
        let mut field = Field::default();
        field.edit(&Edit::Insert("가".repeat(LIMIT - 1)));
        field.edit(&Edit::Insert("나다".to_owned()));
        assert!(field.text().ends_with("가나"));
        assert_eq!(field.text().graphemes(true).count(), LIMIT);
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
        fn any_typing_keeps_the_caret_on_a_letter(steps in prop::collection::vec((0..8u8, ".{0,3}"), 0..40)) {
            let mut field = Field::default();
            for (step, text) in steps {
                field.edit(&match step {
                    0 | 1 => Edit::Insert(text),
                    2 => Edit::Backspace,
                    3 => Edit::Delete,
                    4 => Edit::Left,
                    5 => Edit::Right,
                    6 => Edit::End,
                    _ => Edit::Home,
                });
                prop_assert!(field.text.is_char_boundary(field.caret));
            }
        }
    }
}

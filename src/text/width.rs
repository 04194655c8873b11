//! How many columns a text takes: a Hangul syllable takes two.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Columns of a text without line breaks.
pub fn width(text: &str) -> usize {
    text.width()
}

/// The longest start of `text` that fits into `columns`, cut between graphemes.
pub fn fitting(text: &str, columns: usize) -> &str {
    let mut used = 0;
    let mut end = 0;
    for grapheme in text.graphemes(true) {
        used += grapheme.width();
        if used > columns {
            break;
        }
        end += grapheme.len();
    }
    &text[..end]
}

/// Adds spaces behind until `columns` are filled.
pub fn pad_end(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// Adds spaces before until `columns` are filled.
pub fn pad_start(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(width(text))))
}

/// A text cut to so many columns, with a sign that it was cut.
pub fn shortened(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    format!("{}…", fitting(text, columns.saturating_sub(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_syllable_takes_two_columns() {
        assert_eq!(width("깊이별 conv"), 11);
        assert_eq!(pad_end("깊이", 6), "깊이  ");
        assert_eq!(pad_start("깊이", 6), "  깊이");
        assert_eq!(pad_start("깊이별", 3), "깊이별");
    }

    #[test]
    fn a_cut_never_halves_a_syllable() {
        assert_eq!(fitting("깊이별", 5), "깊이");
        assert_eq!(fitting("깊이별", 1), "");
        assert_eq!(fitting("abc", 9), "abc");
    }

    #[test]
    fn what_is_cut_says_so() {
        assert_eq!(shortened("effnet-tutor", 12), "effnet-tutor");
        assert_eq!(shortened("effnet-tutor", 7), "effnet…");
        assert_eq!(shortened("깊이별 합성곱", 6), "깊이…");
    }
}

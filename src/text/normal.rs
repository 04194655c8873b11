//! One form for every text that comes from outside: NFC, and nothing that a terminal would obey.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc};
use unicode_segmentation::UnicodeSegmentation;

/// Composes: 한 in three code points becomes 한 in one.
pub fn nfc(text: &str) -> Cow<'_, str> {
    if is_nfc(text) { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
}

/// The first part of `text` that is not composed, in bytes.
pub fn first_decomposed(text: &str) -> Option<std::ops::Range<usize>> {
    if is_nfc(text) {
        return None;
    }
    let mut graphemes = text.grapheme_indices(true);
    let found = graphemes.find(|(_, grapheme)| !is_nfc(grapheme));
    Some(found.map_or(0..text.len(), |(at, grapheme)| at..at + grapheme.len()))
}

/// Makes control characters visible, so that an escape sequence is shown and not executed. Line feed
/// stays; a tab becomes four spaces.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| c != '\n' && is_dangerous(c)) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => shown.push(c),
            '\t' => shown.push_str("    "),
            // Each has a picture: ␛ for escape.
            '\0'..='\u{1f}' => shown.push(char::from_u32(0x2400 + c as u32).unwrap_or('?')),
            '\u{7f}' => shown.push('\u{2421}'),
            c if is_dangerous(c) => shown.extend(c.escape_unicode()),
            c => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

/// Both: what every boundary applies to lessons, names, answers and arguments.
pub fn clean(text: &str) -> String {
    visible(&nfc(text)).into_owned()
}

/// For finding texts that look the same: compatibility forms, case, spacing and closing punctuation do
/// not count; signs do, unlike in [`super::fold`]: -1 is not 1. Never for display.
pub fn folded(text: &str) -> String {
    let lower: String = text.nfkc().flat_map(char::to_lowercase).nfc().collect();
    let words: Vec<&str> = lower.split_whitespace().collect();
    words.join(" ").trim_end_matches(['.', '!', '?', '。']).to_owned()
}

/// Controls, and the marks that turn the direction of a line.
pub fn is_dangerous(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_are_shown() {
        assert_eq!(visible("\u{1b}[31mred\u{7}"), "␛[31mred␇");
        assert_eq!(visible("a\u{202e}b"), "a\\u{202e}b");
        assert_eq!(visible("\u{9b}2J"), "\\u{9b}2J");
        assert_eq!(visible("한글\nabc"), "한글\nabc");
        assert_eq!(visible("a\tb"), "a    b");
    }

    #[test]
    fn what_is_not_composed_is_found() {
        assert_eq!(first_decomposed("한글"), None);
        assert_eq!(first_decomposed("a \u{1112}\u{1161}\u{11ab}글"), Some(2..11));
    }

    #[test]
    fn decomposed_hangul_is_composed() {
        assert_eq!(nfc("\u{1112}\u{1161}\u{11ab}"), "한");
        assert_eq!(clean("\u{1112}\u{1161}\u{11ab}\u{1b}"), "한␛");
    }

    #[test]
    fn what_means_the_same_folds_to_the_same() {
        assert_eq!(folded(" Squeeze  And Excite. "), folded("squeeze and excite"));
        assert_eq!(folded("１６"), "16");
        assert_ne!(folded("너비"), folded("깊이"));
    }
}

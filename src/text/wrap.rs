//! Lines of a given width. Korean wraps between words, never inside one (keep-all), as in print.

use std::ops::Range;

use textwrap::WordSeparator;
use unicode_segmentation::UnicodeSegmentation;

use super::width::width;

/// Splits `text` into lines of at most `columns`.
///
/// Breaks only at spaces, but not between a number and its unit nor around an equals sign, if that fits a
/// line at all; a word longer than a line is cut between graphemes. Spaces at a break are
/// left out, line breaks of the source are kept. The only line that may be wider is a single
/// grapheme that is wider than `columns`.
pub fn wrap(text: &str, columns: usize) -> Vec<&str> {
    wrap_ranges(text, columns).into_iter().map(|range| &text[range]).collect()
}

/// As [`wrap`], as byte ranges of `text`.
pub fn wrap_ranges(text: &str, columns: usize) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        wrap_line(line, start, columns.max(1), &mut lines);
        start += line.len() + 1;
    }
    lines
}

/// Wraps one source line that starts at byte `start`.
fn wrap_line(line: &str, start: usize, columns: usize, lines: &mut Vec<Range<usize>>) {
    let mut current = start..start;
    for Range { start: at, end } in words(line, start, columns) {
        // Up to here with the spaces in between, measured as a whole: widths of parts need not add up.
        let joined = &line[current.start - start..end - start];
        if width(joined) <= columns {
            current.end = end;
        } else {
            if !current.is_empty() {
                lines.push(current);
            }
            current = cut(&line[at - start..end - start], at, columns, lines);
        }
    }
    lines.push(current);
}

/// What a line may break between, as bytes of the whole text.
fn words(line: &str, start: usize, columns: usize) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut at = start;
    let mut before = "";
    for word in WordSeparator::AsciiSpace.find_words(line) {
        let end = at + word.len();
        match words.last_mut() {
            Some(last)
                if belong_together(before, &word)
                    && width(&line[last.start - start..end - start]) <= columns =>
            {
                last.end = end;
            }
            _ => words.push(at..end),
        }
        before = word.word;
        at = end + word.whitespace.len();
    }
    words
}

/// Units that stand apart from their number.
const UNITS: [&str; 9] = ["%", "k", "M", "G", "kB", "MB", "GB", "ms", "MACs"];

/// Whether a line must not end between two words: `16 | %`, `w | = 2`.
fn belong_together(before: &str, word: &str) -> bool {
    let is_unit = |unit: &&str| {
        word.strip_prefix(*unit)
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
    };
    let has_number = before.ends_with(|c: char| c.is_ascii_digit());
    before == "=" || word == "=" || has_number && UNITS.iter().any(is_unit)
}

/// Cuts a word into full lines and gives back the rest.
fn cut(word: &str, start: usize, columns: usize, lines: &mut Vec<Range<usize>>) -> Range<usize> {
    let mut piece = start..start;
    for grapheme in word.graphemes(true) {
        let grown = piece.start - start..piece.end - start + grapheme.len();
        if !piece.is_empty() && width(&word[grown]) > columns {
            lines.push(piece.clone());
            piece = piece.end..piece.end;
        }
        piece.end += grapheme.len();
    }
    piece
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn korean_breaks_between_words_only() {
        let text = "깊이별 합성곱은 채널을 섞지 않습니다.";
        assert_eq!(wrap(text, 16), ["깊이별 합성곱은", "채널을 섞지", "않습니다."]);
        assert_eq!(wrap("B7까지 다", 6), ["B7까지", "다"]);
    }

    #[test]
    fn a_word_longer_than_the_line_is_cut_between_syllables() {
        assert_eq!(wrap("가나다라마", 5), ["가나", "다라", "마"]);
        assert_eq!(wrap("a bcdefg h", 4), ["a", "bcde", "fg h"]);
    }

    #[test]
    fn a_number_keeps_its_unit_and_an_equation_its_sides() {
        assert_eq!(wrap("mean 16.6 % of", 9), ["mean", "16.6 % of"]);
        assert_eq!(wrap("약 386 M입니다", 11), ["약", "386 M입니다"]);
        assert_eq!(wrap("then w = 2 a", 8), ["then", "w = 2 a"]);
        assert_eq!(wrap("a 12 Mice", 5), ["a 12", "Mice"]);
        assert_eq!(
            wrap("a w = 2 b", 3),
            ["a", "w =", "2 b"],
            "what does not fit is broken all the same"
        );
    }

    #[test]
    fn line_breaks_and_empty_lines_stay() {
        assert_eq!(wrap("a\n\nb", 10), ["a", "", "b"]);
        assert_eq!(wrap("", 10), [""]);
        assert_eq!(wrap("a   b", 2), ["a", "b"]);
    }

    proptest! {
        #[test]
        fn no_line_is_too_wide_and_only_spaces_are_lost(text in "\\PC{0,60}|[가-힣a-z0-9 \n]{0,80}", columns in 1usize..120) {
            let ranges = wrap_ranges(&text, columns);
            let mut at = 0;
            for range in ranges {
                prop_assert!(text[at..range.start].chars().all(|c| c == ' ' || c == '\n'));
                let line = &text[range.clone()];
                let fits = width(line) <= columns || line.graphemes(true).count() == 1;
                prop_assert!(fits, "{line:?} is wider than {columns}");
                at = range.end;
            }
            prop_assert!(text[at..].chars().all(|c| c == ' ' || c == '\n'));
        }
    }
}

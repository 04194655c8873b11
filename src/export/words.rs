//! Texts in lines of a given width, measured with the font.

use super::font::Face;
use super::palette::Ink;
use super::shape::{Align, Piece};

/// A title.
pub(super) const TITLE: f64 = 24.0;
/// Tables, bars and labels.
pub(super) const BODY: f64 = 15.0;
/// Notes, heads, axes.
pub(super) const SMALL: f64 = 14.0;

/// From one baseline to the next, in em.
pub(super) const LEADING: f64 = 1.5;
/// From the top of a line to its baseline, in em: the letters stand in the middle of 1.5 em.
pub(super) const BASELINE: f64 = 1.11;

/// What parts a run of words from the next, as in lists on one line.
const WIDE_GAP: &str = "   ";
/// A space that neither breaks nor, in SVG, shrinks.
const FIXED: char = '\u{a0}';

/// The text in lines.
pub(super) fn paragraph(face: &Face, text: &str, em: f64, width: f64, ink: Ink) -> Piece {
    let mut piece = Piece::default();
    for line in lines(face, text, em, width) {
        piece.text((0.0, piece.height + BASELINE * em), &line, em, Align::Start, ink);
        piece.height += LEADING * em;
    }
    piece
}

/// Breaks at spaces, first at wide ones; a word longer than a line is cut.
pub(super) fn lines(face: &Face, text: &str, em: f64, width: f64) -> Vec<String> {
    let spelled: Vec<String> = text.lines().map(|line| face.spelled(line).into_owned()).collect();
    spelled
        .iter()
        .flat_map(|line| broken(face, &joined(face, line, em, width), em, width))
        .collect()
}

/// Makes the words between wide gaps inseparable where they fit into half a line.
fn joined(face: &Face, line: &str, em: f64, width: f64) -> String {
    if !line.contains(WIDE_GAP) {
        return line.to_owned();
    }
    let whole = |run: &str| {
        if face.width(run, em) <= width / 2.0 {
            run.replace(' ', &FIXED.to_string())
        } else {
            run.to_owned()
        }
    };
    line.split(WIDE_GAP).map(whole).collect::<Vec<_>>().join(WIDE_GAP)
}

fn broken(face: &Face, line: &str, em: f64, width: f64) -> Vec<String> {
    let fits = |text: &str| face.width(text, em) <= width;
    let mut lines = Vec::new();
    let mut current = String::new();
    for word in line.split_inclusive(' ') {
        if !fits((current.clone() + word).trim_end()) && !current.trim().is_empty() {
            lines.push(std::mem::take(&mut current));
        }
        current.push_str(word);
        while !fits(current.trim_end()) && current.trim_end().chars().nth(1).is_some() {
            let rest = current.split_off(longest(face, &current, em, width));
            lines.push(std::mem::replace(&mut current, rest));
        }
    }
    lines.push(current);
    lines.iter().map(|line| fixed(line.trim_end())).collect()
}

/// The end of the longest start that fits; at least one character.
fn longest(face: &Face, text: &str, em: f64, width: f64) -> usize {
    let ends = text.char_indices().map(|(start, c)| start + c.len_utf8());
    let first = text.chars().next().map_or(0, char::len_utf8);
    ends.take_while(|end| face.width(&text[..*end], em) <= width).last().unwrap_or(first)
}

/// Several spaces as ones that SVG does not fold into one.
pub(super) fn fixed(line: &str) -> String {
    if line.contains("  ") { line.replace(' ', &FIXED.to_string()) } else { line.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken_at(text: &str, width: f64) -> Vec<String> {
        lines(&Face::embedded().unwrap(), text, 10.0, width)
    }

    #[test]
    fn words_are_kept_and_long_ones_cut() {
        assert_eq!(broken_at("깊이별 합성곱은 다", 60.0), ["깊이별", "합성곱은 다"]);
        assert_eq!(broken_at("가나다라마", 20.0), ["가나", "다라", "마"]);
        assert_eq!(broken_at("가", 1.0), ["가"]);
        assert_eq!(broken_at("", 50.0), [""; 0]);
    }

    #[test]
    fn wide_gaps_break_first() {
        let lines = broken_at("alpha   B2 1.0   B3 2.0", 75.0);
        assert_eq!(lines, ["alpha\u{a0}\u{a0}\u{a0}B2\u{a0}1.0", "B3\u{a0}2.0"]);
    }
}

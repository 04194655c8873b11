//! `--ascii`: what is drawn with other characters, in ASCII. Letters of a language stay as they are.

use ratatui::buffer::Buffer;

/// Glyphs of one column and what stands for them.
const TABLE: &[(&str, &str)] = &[
    ("─", "-"),
    ("━", "="),
    ("│", "|"),
    ("┤", "|"),
    ("└", "+"),
    ("█", "#"),
    ("▒", "="),
    ("░", "."),
    ("▀", "#"),
    ("●", "o"),
    ("◆", "*"),
    ("◂", "<"),
    ("▸", ">"),
    ("›", ">"),
    ("↑", "^"),
    ("↓", "v"),
    ("←", "<"),
    ("→", ">"),
    ("⌫", "<"),
    ("✓", "+"),
    ("✗", "x"),
    ("·", "*"),
    ("…", "~"),
    ("×", "x"),
    ("÷", "/"),
    ("–", "-"),
    ("−", "-"),
    ("’", "'"),
    ("≈", "~"),
];

/// Replaces them in what was drawn.
pub fn replace(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        if let Some((_, plain)) = TABLE.iter().find(|(glyph, _)| *glyph == cell.symbol()) {
            cell.set_symbol(plain);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::width;

    #[test]
    fn what_stands_for_a_glyph_is_as_wide() {
        for (glyph, plain) in TABLE {
            assert!(plain.is_ascii(), "{plain}");
            assert_eq!(width(glyph), width(plain), "{glyph}");
        }
    }

    #[test]
    fn letters_stay() {
        let mut buffer = Buffer::with_lines(["깊이 ◂ 3 ▸ ─"]);
        replace(&mut buffer);
        assert_eq!(buffer, Buffer::with_lines(["깊이 < 3 > -"]));
    }
}

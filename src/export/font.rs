//! The font inside the program: how wide texts are, and which characters it can write.

use std::borrow::Cow;
use std::sync::LazyLock;

use ab_glyph::{Font, FontRef};
use plotters::style::{FontStyle, register_font};

use super::ExportError;
use crate::text::normal::nfc;

/// Made by `assets/fonts/subset.py`.
static BYTES: &[u8] = include_bytes!("../../assets/fonts/EffnetSansKR.ttf");

/// What an SVG asks for. plotters looks fonts up by this very string and prints it, so the embedded font
/// is registered under all of it. Where it is not installed, the next Korean face is taken.
pub(super) const FAMILY: &str =
    "Effnet Sans KR, Noto Sans KR, Apple SD Gothic Neo, Malgun Gothic, NanumGothic, sans-serif";

/// What plotters calls the size of a text, in em.
pub(super) const SIZE_PER_EM: f64 = 1.24;

/// Height of a capital letter, in em.
pub(super) const CAPITAL: f64 = 0.733;
/// Height of an x, in em.
pub(super) const X_HEIGHT: f64 = 0.543;

/// plotters keeps fonts for the life of the program: once is enough.
static REGISTERED: LazyLock<bool> =
    LazyLock::new(|| register_font(FAMILY, FontStyle::Normal, BYTES).is_ok());

/// The embedded font, ready to measure and to draw.
pub(super) struct Face {
    font: FontRef<'static>,
    per_em: f64,
}

impl Face {
    pub(super) fn embedded() -> Result<Self, ExportError> {
        let broken = || ExportError::Draw("the embedded font cannot be read".into());
        let font = FontRef::try_from_slice(BYTES).ok();
        let font = font.filter(|_| *REGISTERED).ok_or_else(broken)?;
        let per_em = f64::from(font.units_per_em().ok_or_else(broken)?);
        Ok(Self { font, per_em })
    }

    pub(super) const fn font(&self) -> &FontRef<'static> {
        &self.font
    }

    /// The width of a text whose em is `em` wide.
    pub(super) fn width(&self, text: &str, em: f64) -> f64 {
        let advance = |c| f64::from(self.font.h_advance_unscaled(self.font.glyph_id(c)));
        text.chars().map(advance).sum::<f64>() * em / self.per_em
    }

    pub(super) fn has(&self, c: char) -> bool {
        self.font.glyph_id(c).0 != 0
    }

    /// The text in characters that can be drawn: composed, without controls, with a question mark for
    /// what the font lacks. SVG gets the same, so that both have the same widths.
    pub(super) fn spelled<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if text.chars().all(|c| self.has(c)) {
            return Cow::Borrowed(text);
        }
        let one = |c: char| match c {
            _ if self.has(c) => c,
            '\u{3d5}' => 'φ',
            '\u{2212}' => '-',
            _ if c.is_whitespace() => ' ',
            _ => '?',
        };
        Cow::Owned(nfc(text).chars().filter(|c| !is_silent(*c)).map(one).collect())
    }
}

/// Takes no place in print: joiners and marks of direction.
const fn is_silent(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use ab_glyph::ScaleFont;

    #[test]
    fn plotters_measures_as_we_do() {
        let face = Face::embedded().unwrap();
        // From ascent to descent it is 1.24 em: `assets/fonts/subset.py`.
        let scaled = face.font.as_scaled((100.0 * SIZE_PER_EM) as f32);
        let width = f64::from(scaled.h_advance(scaled.glyph_id('깊')));
        assert!((width - face.width("깊", 100.0)).abs() < 0.01, "{width}");
    }

    #[test]
    fn what_the_font_lacks_is_replaced() {
        let face = Face::embedded().unwrap();
        assert_eq!(face.spelled("φ = 3 → 깊이"), "φ = 3 → 깊이");
        assert_eq!(face.spelled("a\u{1b}b\tc\u{200d}𝕏"), "a?b c?");
        assert_eq!(face.spelled("\u{1112}\u{1161}\u{11ab}"), "한");
    }
}

//! Colours. Series have those of Okabe and Ito, which people with any colour vision tell apart.

use plotters::style::RGBColor;

/// On which ground a picture is to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// White, for documents.
    #[default]
    Light,
    /// Nearly black, for dark slides.
    Dark,
}

/// What a shape is, which decides its colour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Ink {
    /// The ground.
    Paper,
    /// What is to be read.
    Body,
    /// What explains.
    Quiet,
    /// Axes and rules.
    Rule,
    /// The grid, and the empty part of a bar.
    Faint,
    /// The learner's own.
    Own,
    /// The ground of the learner's own row.
    Band,
    /// One of several series.
    Series(usize),
    /// From 0, black, to 1, white.
    Shade(f32),
}

/// How many series have a colour of their own.
pub(super) const COLOURS: usize = 6;

/// Blue, green, purple, light blue, orange; vermilion is the learner's.
const LIGHT: [u32; COLOURS] =
    [0x00_72_b2, 0x00_9e_73, 0xcc_79_a7, 0x56_b4_e9, 0xe6_9f_00, 0x77_77_77];
/// Light blue, green, purple, yellow, vermilion; orange is the learner's.
const DARK: [u32; COLOURS] =
    [0x56_b4_e9, 0x00_9e_73, 0xcc_79_a7, 0xf0_e4_42, 0xd5_5e_00, 0x99_a1_a9];

impl Tone {
    pub(super) fn colour(self, ink: Ink) -> RGBColor {
        let (light, dark) = match ink {
            Ink::Paper => (0xff_ff_ff, 0x15_19_1e),
            Ink::Body => (0x1a_1c_1e, 0xec_ef_f1),
            Ink::Quiet => (0x55_5b_61, 0xb0_b8_c0),
            Ink::Rule => (0x8a_90_96, 0x78_83_8d),
            Ink::Faint => (0xe4_e7_ea, 0x2c_33_3b),
            Ink::Own => (0xd5_5e_00, 0xe6_9f_00),
            Ink::Band => (0xfd_ec_de, 0x3d_2f_14),
            Ink::Series(index) => (LIGHT[index % COLOURS], DARK[index % COLOURS]),
            Ink::Shade(shade) => {
                let level = (shade.clamp(0.0, 1.0) * 255.0).round() as u8;
                return RGBColor(level, level, level);
            }
        };
        let [_, red, green, blue] = match self {
            Self::Light => u32::to_be_bytes(light),
            Self::Dark => u32::to_be_bytes(dark),
        };
        RGBColor(red, green, blue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance, as WCAG defines it.
    fn luminance(colour: RGBColor) -> f64 {
        let linear = |level: u8| {
            let share = f64::from(level) / 255.0;
            if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(colour.0) + 0.7152 * linear(colour.1) + 0.0722 * linear(colour.2)
    }

    fn contrast(tone: Tone, ink: Ink, ground: Ink) -> f64 {
        let [a, b] = [ink, ground].map(|ink| luminance(tone.colour(ink)) + 0.05);
        a.max(b) / a.min(b)
    }

    #[test]
    fn texts_can_be_read_on_every_ground() {
        for tone in [Tone::Light, Tone::Dark] {
            for ground in [Ink::Paper, Ink::Band] {
                assert!(contrast(tone, Ink::Body, ground) >= 7.0, "{tone:?} on {ground:?}");
            }
            assert!(contrast(tone, Ink::Quiet, Ink::Paper) >= 4.5, "{tone:?}");
            assert!(contrast(tone, Ink::Own, Ink::Paper) >= 3.0, "{tone:?}");
            assert!(contrast(tone, Ink::Series(0), Ink::Paper) >= 3.0, "{tone:?}");
        }
    }
}

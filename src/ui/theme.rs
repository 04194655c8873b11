//! What each role looks like: by hue where there is colour, by attribute always.
//!
//! The hues are Okabe and Ito's, which stay apart for people with colour-blindness, lightened or
//! darkened until they reach a contrast of 4.5 : 1 on a dark or light ground. Running text keeps the
//! terminal's own colours.

use ratatui::style::{Color, Modifier, Style};

use crate::text::line::Role;

/// A palette for one kind of ground.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Palette {
    /// Light text on dark ground.
    Dark,
    /// Dark text on light ground.
    Light,
    /// No hue at all.
    Mono,
    /// Right and wrong in blue and orange only, on dark ground.
    Colorblind,
}

/// How many colours the terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// None: attributes only.
    None,
    /// The sixteen named ones.
    Sixteen,
    /// 256.
    Indexed,
    /// All.
    True,
}

/// The look of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// The palette.
    pub palette: Palette,
    /// The terminal's colours.
    pub depth: Depth,
}

/// A colour in three precisions: exact, of 256, of 16.
type Hue = ((u8, u8, u8), u8, Color);

impl Palette {
    /// All of them, in the order of the theme key.
    pub const ALL: [Self; 4] = [Self::Dark, Self::Colorblind, Self::Mono, Self::Light];

    /// Its name, as `--theme` has it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
            Self::Mono => "mono",
            Self::Colorblind => "colorblind",
        }
    }

    /// The next one.
    #[must_use]
    pub fn next(self) -> Self {
        let place = Self::ALL.iter().position(|palette| *palette == self).unwrap_or(0);
        Self::ALL[(place + 1) % Self::ALL.len()]
    }

    #[rustfmt::skip]
    #[expect(clippy::match_same_arms, reason = "a table: one row a role")]
    const fn hue(self, role: Role) -> Option<Hue> {
        Some(match (self, role) {
            (Self::Mono, _) => return None,
            (Self::Light, Role::Quiet)               => ((0x5f, 0x5f, 0x5f), 241, Color::DarkGray),
            (Self::Light, Role::Accent | Role::Link) => ((0x8a, 0x3c, 0x6b), 89, Color::Magenta),
            (Self::Light, Role::Learner)             => ((0x8f, 0x56, 0x00), 94, Color::Yellow),
            (Self::Light, Role::Real | Role::Quantity) => ((0x00, 0x5f, 0xaf), 25, Color::Blue),
            (Self::Light, Role::Right)               => ((0x00, 0x6b, 0x4e), 23, Color::Green),
            (Self::Light, Role::Wrong)               => ((0xaf, 0x3f, 0x00), 130, Color::Red),
            (_, Role::Quiet)                         => ((0x9a, 0x9a, 0x9a), 247, Color::Gray),
            (_, Role::Accent | Role::Link)           => ((0xe0, 0x9a, 0xc2), 175, Color::LightMagenta),
            (_, Role::Learner)                       => ((0xe6, 0x9f, 0x00), 214, Color::Yellow),
            (_, Role::Real | Role::Quantity)         => ((0x56, 0xb4, 0xe9), 75, Color::LightCyan),
            (Self::Colorblind, Role::Right)          => ((0x56, 0xb4, 0xe9), 75, Color::LightBlue),
            (Self::Colorblind, Role::Wrong)          => ((0xe6, 0x9f, 0x00), 214, Color::Yellow),
            (_, Role::Right)                         => ((0x2f, 0xc0, 0x95), 43, Color::LightGreen),
            (_, Role::Wrong)                         => ((0xf0, 0x7a, 0x3c), 209, Color::LightRed),
            _ => return None,
        })
    }
}

impl Theme {
    /// The style of a role.
    pub const fn style(self, role: Role) -> Style {
        let style = Style::new().add_modifier(self.modifier(role));
        match (self.palette.hue(role), self.depth) {
            (None, _) | (_, Depth::None) => style,
            (Some((_, _, named)), Depth::Sixteen) => style.fg(named),
            (Some((_, index, _)), Depth::Indexed) => style.fg(Color::Indexed(index)),
            (Some(((r, g, b), _, _)), Depth::True) => style.fg(Color::Rgb(r, g, b)),
        }
    }

    /// Attributes alone tell the roles apart.
    #[expect(clippy::match_same_arms, reason = "first what holds always, then without colour")]
    const fn modifier(self, role: Role) -> Modifier {
        let mono = matches!(self.palette, Palette::Mono) || matches!(self.depth, Depth::None);
        match role {
            Role::Heading | Role::Strong => Modifier::BOLD,
            Role::Emphasis => Modifier::ITALIC,
            Role::Selected => Modifier::REVERSED,
            Role::Right | Role::Real if mono => Modifier::BOLD,
            Role::Wrong | Role::Accent | Role::Link if mono => Modifier::UNDERLINED,
            Role::Learner if mono => Modifier::ITALIC,
            Role::Quiet if mono => Modifier::DIM,
            Role::Right | Role::Wrong => Modifier::BOLD,
            Role::Link => Modifier::UNDERLINED,
            _ => Modifier::empty(),
        }
    }

    /// A shade of grey between 0 (black) and 1 (white); `None` where the terminal cannot show it.
    pub fn grey(self, shade: f32) -> Option<Color> {
        let shade = shade.clamp(0.0, 1.0);
        match (self.palette, self.depth) {
            (Palette::Mono, _) | (_, Depth::None | Depth::Sixteen) => None,
            (_, Depth::Indexed) => Some(Color::Indexed(232 + (shade * 23.0).round() as u8)),
            (_, Depth::True) => {
                let level = (shade * 255.0).round() as u8;
                Some(Color::Rgb(level, level, level))
            }
        }
    }

    /// The colour of what the learner can move, on pictures.
    pub const fn marker(self) -> Color {
        match self.depth {
            Depth::True => Color::Rgb(0xe6, 0x9f, 0x00),
            Depth::Indexed => Color::Indexed(214),
            _ => Color::Yellow,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROLES: [Role; 15] = [
        Role::Body,
        Role::Emphasis,
        Role::Strong,
        Role::Heading,
        Role::Code,
        Role::Formula,
        Role::Quantity,
        Role::Link,
        Role::Quiet,
        Role::Accent,
        Role::Selected,
        Role::Learner,
        Role::Real,
        Role::Right,
        Role::Wrong,
    ];

    /// sRGB as linear light.
    fn linear((r, g, b): (u8, u8, u8)) -> [f64; 3] {
        [r, g, b].map(|level| {
            let level = f64::from(level) / 255.0;
            if level <= 0.04045 { level / 12.92 } else { ((level + 0.055) / 1.055).powf(2.4) }
        })
    }

    /// WCAG 2.1: relative luminance.
    fn luminance(colour: (u8, u8, u8)) -> f64 {
        let [r, g, b] = linear(colour);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    fn contrast(a: (u8, u8, u8), b: (u8, u8, u8)) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn every_hue_can_be_read_on_its_ground() {
        for (palette, ground) in [
            (Palette::Dark, (0x1e, 0x1e, 0x1e)),
            (Palette::Colorblind, (0x1e, 0x1e, 0x1e)),
            (Palette::Light, (0xff, 0xff, 0xff)),
        ] {
            for role in ROLES {
                if let Some((rgb, _, _)) = palette.hue(role) {
                    let contrast = contrast(rgb, ground);
                    assert!(contrast >= 4.5, "{palette:?} {role:?}: {contrast:.1}");
                }
            }
        }
    }

    /// As people see a hue who lack one kind of cone wholly: Machado, Oliveira and Fernandes (2009),
    /// severity 1.0, on linear light.
    const DEUTERANOPIA: [[f64; 3]; 3] = [
        [0.367_322, 0.860_646, -0.227_968],
        [0.280_085, 0.672_501, 0.047_413],
        [-0.011_820, 0.042_940, 0.968_881],
    ];
    const PROTANOPIA: [[f64; 3]; 3] = [
        [0.152_286, 1.052_583, -0.204_868],
        [0.114_503, 0.786_281, 0.099_216],
        [-0.003_882, -0.048_116, 1.051_998],
    ];
    const USUAL: [[f64; 3]; 3] = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];

    /// The colour in CIE L*a*b* (white point D65), as seen.
    fn lab(colour: (u8, u8, u8), eye: [[f64; 3]; 3]) -> [f64; 3] {
        let times = |matrix: [[f64; 3]; 3], v: [f64; 3]| {
            matrix.map(|row| row[0] * v[0] + row[1] * v[1] + row[2] * v[2])
        };
        let seen = times(eye, linear(colour)).map(|level| level.clamp(0.0, 1.0));
        let xyz = times(
            [
                [0.412_456, 0.357_576, 0.180_438],
                [0.212_673, 0.715_152, 0.072_175],
                [0.019_334, 0.119_192, 0.950_304],
            ],
            seen,
        );
        let root = |t: f64| if t > 0.008_856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
        let [x, y, z] = [root(xyz[0] / 0.950_47), root(xyz[1]), root(xyz[2] / 1.088_83)];
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    /// Ten in ΔE*ab is a difference that nobody overlooks.
    #[test]
    fn opposites_differ_for_every_kind_of_colour_vision() {
        for palette in [Palette::Dark, Palette::Colorblind, Palette::Light] {
            for eye in [USUAL, DEUTERANOPIA, PROTANOPIA] {
                for (one, other) in [(Role::Right, Role::Wrong), (Role::Learner, Role::Real)] {
                    let [a, b] = [one, other].map(|role| lab(palette.hue(role).unwrap().0, eye));
                    let apart = (0..3).map(|i| (a[i] - b[i]).powi(2)).sum::<f64>().sqrt();
                    assert!(
                        apart >= 10.0,
                        "{palette:?}: {one:?} and {other:?} are {apart:.1} apart"
                    );
                }
            }
        }
    }

    #[test]
    fn meaning_does_not_need_colour() {
        let mono = Theme { palette: Palette::Dark, depth: Depth::None };
        for pair in [
            (Role::Body, Role::Selected),
            (Role::Right, Role::Wrong),
            (Role::Learner, Role::Real),
            (Role::Body, Role::Accent),
            (Role::Body, Role::Quiet),
        ] {
            assert_ne!(mono.style(pair.0), mono.style(pair.1), "{pair:?}");
            assert_eq!(mono.style(pair.0).fg, None);
        }
    }

    #[test]
    fn themes_go_round() {
        let mut palette = Palette::Dark;
        for _ in Palette::ALL {
            palette = palette.next();
        }
        assert_eq!(palette, Palette::Dark);
    }
}

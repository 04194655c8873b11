//! The live computations that a page can name, as data: which one, and where its knobs stand.
//!
//! A demo's parameters are integers and enums, so it is `Eq + Hash` and its figure can be cached.
//! Reals are kept in hundredths ([`Centi`]).

mod scaling;

use std::sync::OnceLock;

use serde::Deserialize;

use crate::arch::{BlockSpec, Expected, Variant};

pub use super::knob::{Centi, Milli};
pub use scaling::{BudgetQuery, ScaleChart, ScalePlan, SurfaceChart, SurfacePlace};

use super::knob::{Knob, KnobError, hundredths, integer, names};

/// A live computation with its knobs.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Demo {
    /// One output value of a depthwise convolution of Lite0 on a photo: inputs, weights, products, sum.
    DepthwiseMicroscope {
        /// Which photo.
        image: Photo,
        /// Block whose depthwise convolution is shown.
        block: usize,
        /// Channel.
        channel: usize,
        /// Row of the output value.
        row: usize,
        /// Column of the output value.
        column: usize,
    },
    /// MACs and parameters of a plain convolution against depthwise + pointwise.
    SeparableCost {
        /// Side of the kernel.
        kernel: usize,
        /// Channels in.
        channels_in: usize,
        /// Channels out.
        channels_out: usize,
        /// Side of the output.
        side: usize,
    },
    /// Formula, network built from it, and nearest published models.
    CompoundScaling {
        /// φ.
        phi: Centi,
        /// α.
        alpha: Centi,
        /// β.
        beta: Centi,
        /// γ.
        gamma: Centi,
    },
    /// B0–B7 on one chart.
    FamilyChart {
        /// What the x axis shows.
        x: FamilyAxis,
    },
    /// Compound scaling from any base, with factors on single dimensions.
    #[serde(skip)]
    Scaling(ScalePlan),
    /// The constraint surface, and one triple on it.
    #[serde(skip)]
    Surface(SurfacePlace),
    /// What a budget leaves.
    #[serde(skip)]
    Budget(BudgetQuery),
}

/// A photo that ships with the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the files' own")]
pub enum Photo {
    Chelsea,
    Coffee,
    Rocket,
}

/// A horizontal axis of the family chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FamilyAxis {
    /// Multiply-accumulates.
    Macs,
    /// Parameters.
    Params,
}

impl Demo {
    /// The name in a lesson's live block.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::DepthwiseMicroscope { .. } => "depthwise-microscope",
            Self::SeparableCost { .. } => "separable-cost",
            Self::CompoundScaling { .. } => "compound-scaling",
            Self::FamilyChart { .. } => "family-chart",
            Self::Scaling(_) => "scaling",
            Self::Surface(_) => "surface",
            Self::Budget(_) => "budget",
        }
    }

    /// Rows that its figure needs, title and knobs included: what a page must leave free where the
    /// figure stands beside the text.
    pub const fn rows(&self) -> usize {
        match self {
            Self::DepthwiseMicroscope { .. } | Self::CompoundScaling { .. } => 18,
            Self::SeparableCost { .. } => 14,
            Self::FamilyChart { .. } => 16,
            // They fill the room's own screen and stand on no page.
            Self::Scaling(_) | Self::Surface(_) | Self::Budget(_) => 19,
        }
    }

    /// The knobs and where they stand.
    pub fn knobs(&self) -> Vec<Knob> {
        match *self {
            Self::Scaling(ref plan) => plan.knobs(),
            Self::Surface(_) | Self::Budget(_) => Vec::new(),
            Self::DepthwiseMicroscope { image, block, channel, row, column } => {
                let (channels, side) = depthwise_output(block);
                vec![
                    integer("channel", channel, 0, channels - 1, 1),
                    integer("row", row, 0, side - 1, 1),
                    integer("column", column, 0, side - 1, 1),
                    names("image", image as i32, Photo::NAMES),
                    integer("block", block, 0, lite0_blocks().len() - 1, 1),
                ]
            }
            Self::SeparableCost { kernel, channels_in, channels_out, side } => vec![
                integer("kernel", kernel, 1, 7, 2),
                integer("channels-in", channels_in, 8, 512, 8),
                integer("channels-out", channels_out, 8, 512, 8),
                integer("side", side, 7, 224, 7),
            ],
            Self::CompoundScaling { phi, alpha, beta, gamma } => vec![
                hundredths("phi", phi, 0, 700, 25),
                hundredths("alpha", alpha, 100, 150, 5),
                hundredths("beta", beta, 100, 145, 5),
                hundredths("gamma", gamma, 100, 145, 5),
            ],
            Self::FamilyChart { x } => vec![names("x", x as i32, FamilyAxis::NAMES)],
        }
    }

    /// The same demo with one knob moved by `steps`, kept in range.
    #[must_use]
    pub fn turned(&self, key: &str, steps: i32) -> Self {
        let Some(knob) = self.knobs().into_iter().find(|knob| knob.key == key) else {
            return self.clone();
        };
        let moved = knob.value.saturating_add(steps.saturating_mul(knob.step));
        self.with(&knob, moved.clamp(knob.low, knob.high))
    }

    /// The same demo with one knob set from text, as `--set channel=11` does.
    ///
    /// # Errors
    /// When there is no such knob or the value does not fit; the message says what would be right.
    pub fn set(&self, key: &str, value: &str) -> Result<Self, KnobError> {
        let knobs = self.knobs();
        let Some(knob) = knobs.iter().find(|knob| knob.key == key) else {
            return Err(Self::no_knob([self], key));
        };
        let value = knob.parse(value)?;
        Ok(self.with(knob, value))
    }

    /// That none of these demos has a knob.
    pub fn no_knob<'a>(demos: impl IntoIterator<Item = &'a Self>, key: &str) -> KnobError {
        let mut names: Vec<&str> = Vec::new();
        for knob in demos.into_iter().flat_map(Self::knobs) {
            if !names.contains(&knob.key) {
                names.push(knob.key);
            }
        }
        KnobError::Unknown { key: key.to_owned(), expected: names.join(", ") }
    }

    /// The option of `learn` that turns `original`, as a lesson has it, into this:
    /// ` --set channel=12,row=3`; nothing if they are the same.
    pub fn settings(&self, original: &Self) -> String {
        let before = original.knobs();
        let moved =
            |knob: &Knob| !before.iter().any(|b| b.key == knob.key && b.value == knob.value);
        let knobs = self.knobs().into_iter().filter(moved);
        let turned: Vec<String> =
            knobs.map(|knob| format!("{}={}", knob.key, knob.shown())).collect();
        if turned.is_empty() { String::new() } else { format!(" --set {}", turned.join(",")) }
    }

    /// The same demo with several knobs set. `block` goes first, since the ranges of others follow it.
    ///
    /// # Errors
    /// As [`Self::set`], for the first that does not fit.
    pub fn with_settings(&self, settings: &[(String, String)]) -> Result<Self, KnobError> {
        let is_block = |(key, _): &&(String, String)| key == "block";
        let (first, rest): (Vec<_>, Vec<_>) = settings.iter().partition(is_block);
        let ordered = first.into_iter().chain(rest);
        ordered.into_iter().try_fold(self.clone(), |demo, (key, value)| demo.set(key, value))
    }

    /// Checks that every knob stands in its range, as a lesson may write it anywhere.
    ///
    /// # Errors
    /// Names the first knob that does not.
    pub fn check(&self) -> Result<(), KnobError> {
        if let Self::DepthwiseMicroscope { block, .. } = self
            && *block >= lite0_blocks().len()
        {
            return Err(KnobError::Value {
                key: "block",
                got: block.to_string(),
                expected: Expected::between(&0, &(lite0_blocks().len() - 1)),
            });
        }
        for knob in self.knobs() {
            if !knob.allows(knob.value) {
                return Err(KnobError::Value {
                    key: knob.key,
                    got: knob.shown(),
                    expected: knob.range(),
                });
            }
        }
        Ok(())
    }

    /// Writes one knob; `value` is in its range.
    fn with(&self, knob: &Knob, value: i32) -> Self {
        let mut demo = self.clone();
        let size = value as usize;
        match (&mut demo, knob.key) {
            (Self::DepthwiseMicroscope { image, .. }, "image") => *image = Photo::ALL[size],
            (Self::DepthwiseMicroscope { channel, .. }, "channel") => *channel = size,
            (Self::DepthwiseMicroscope { row, .. }, "row") => *row = size,
            (Self::DepthwiseMicroscope { column, .. }, "column") => *column = size,
            (Self::DepthwiseMicroscope { block, channel, row, column, .. }, "block") => {
                *block = size;
                // Another block has other channels and another size.
                let (channels, side) = depthwise_output(size);
                *channel = (*channel).min(channels - 1);
                *row = (*row).min(side - 1);
                *column = (*column).min(side - 1);
            }
            (Self::SeparableCost { kernel, .. }, "kernel") => *kernel = size,
            (Self::SeparableCost { channels_in, .. }, "channels-in") => *channels_in = size,
            (Self::SeparableCost { channels_out, .. }, "channels-out") => *channels_out = size,
            (Self::SeparableCost { side, .. }, "side") => *side = size,
            (Self::CompoundScaling { phi, .. }, "phi") => *phi = Centi(value),
            (Self::CompoundScaling { alpha, .. }, "alpha") => *alpha = Centi(value),
            (Self::CompoundScaling { beta, .. }, "beta") => *beta = Centi(value),
            (Self::CompoundScaling { gamma, .. }, "gamma") => *gamma = Centi(value),
            (Self::Scaling(plan), key) => plan.write(key, value),
            (Self::FamilyChart { x }, _) => *x = FamilyAxis::ALL[size],
            _ => {}
        }
        demo
    }
}

impl Photo {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Chelsea, Self::Coffee, Self::Rocket];
    /// Their names.
    pub const NAMES: &[&str] = &["chelsea", "coffee", "rocket"];

    /// The file's name without its ending.
    pub const fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }
}

impl FamilyAxis {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Macs, Self::Params];
    /// Their names.
    pub const NAMES: &[&str] = &["macs", "params"];
}

fn lite0_blocks() -> &'static [BlockSpec] {
    static BLOCKS: OnceLock<Vec<BlockSpec>> = OnceLock::new();
    BLOCKS.get_or_init(|| Variant::Lite0.imagenet().blocks)
}

/// Channels and side of the depthwise output of a block of Lite0 at its native resolution.
fn depthwise_output(block: usize) -> (usize, usize) {
    let blocks = lite0_blocks();
    let block = block.min(blocks.len() - 1);
    let strides: usize = blocks[..=block].iter().map(|block| block.stride).product();
    // The stem halves the input first.
    (blocks[block].channels_mid(), Variant::Lite0.scaling().resolution / 2 / strides)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn microscope() -> Demo {
        let image = Photo::Chelsea;
        Demo::DepthwiseMicroscope { image, block: 0, channel: 11, row: 40, column: 63 }
    }

    #[test]
    fn every_knob_can_be_read_back_from_what_it_shows() {
        let demos = [
            microscope(),
            Demo::SeparableCost { kernel: 3, channels_in: 32, channels_out: 64, side: 112 },
            Demo::CompoundScaling {
                phi: Centi(300),
                alpha: Centi(120),
                beta: Centi(110),
                gamma: Centi(115),
            },
            Demo::FamilyChart { x: FamilyAxis::Params },
            Demo::Scaling(ScalePlan::PAPER),
        ];
        for demo in demos {
            assert_eq!(demo.check(), Ok(()));
            for knob in demo.knobs() {
                assert_eq!(demo.set(knob.key, &knob.shown()), Ok(demo.clone()), "{}", knob.key);
                let low = demo.turned(knob.key, -100_000);
                assert_eq!(low.knobs().iter().find(|k| k.key == knob.key).unwrap().value, knob.low);
                assert_eq!(low.check(), Ok(()));
            }
        }
    }

    #[test]
    fn what_is_printed_sets_the_same_knobs_again() {
        let turned = microscope().turned("block", 1).turned("channel", 49).turned("image", 2);
        let printed = turned.settings(&microscope());
        let settings: Vec<(String, String)> = printed
            .trim_start_matches(" --set ")
            .split(',')
            .map(|setting| setting.split_once('=').unwrap())
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect();
        assert_eq!(settings.len(), 4, "{printed}");
        assert_eq!(microscope().with_settings(&settings), Ok(turned));
    }

    #[test]
    fn a_smaller_block_pulls_channel_and_cell_into_its_range() {
        let demo = microscope().set("channel", "31").unwrap().set("row", "111").unwrap();
        let Demo::DepthwiseMicroscope { row, .. } = demo.set("block", "11").unwrap() else {
            unreachable!()
        };
        assert_eq!(row, 6);
    }

    #[test]
    fn wrong_knobs_say_what_would_be_right() {
        let message = |key, value| microscope().set(key, value).unwrap_err().to_string();
        assert_eq!(
            message("chanel", "1"),
            "no knob `chanel` here, expected one of channel, row, column, image, block"
        );
        assert_eq!(message("channel", "99"), "knob `channel` must be between 0 and 31, got `99`");
        assert_eq!(
            message("image", "dog"),
            "knob `image` must be one of chelsea, coffee, rocket, got `dog`"
        );
    }
}

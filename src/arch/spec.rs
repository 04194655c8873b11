//! The description of a network: the table as published, and the concrete network built from it.

use super::error::{Expected, Field, SpecError};
use super::scaling::{Scaling, round_channels, round_repeats};
use super::shape::Padding;

/// The pointwise nonlinearity of a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Activation {
    /// x · σ(x), also called Swish.
    Silu,
    /// min(max(x, 0), 6).
    Relu6,
}

/// One row of the paper's Table 1: a run of equal MBConv blocks.
///
/// Called `BlockArgs` in TensorFlow, `MBConvConfig` in torchvision, a string of `arch_def` in timm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct StageSpec {
    /// Side of the depthwise kernel, odd.
    pub kernel: usize,
    /// Stride of the first block, 1 or 2. The others have stride 1.
    pub stride: usize,
    /// How many times the input channels are expanded: the 6 in MBConv6.
    pub expand_ratio: usize,
    /// Output channels before width scaling.
    pub channels: usize,
    /// Number of blocks before depth scaling (the paper's L̂ᵢ).
    pub repeats: usize,
}

/// A family's base network, before scaling.
#[derive(Debug, Clone, PartialEq)]
pub struct BaseSpec {
    /// Channels of the 3×3, stride-2 stem.
    pub stem: usize,
    /// The MBConv stages.
    pub stages: Vec<StageSpec>,
    /// Channels of the 1×1 head convolution.
    pub head: usize,
    /// Squeeze width over the block's *input* channels; `None` for no squeeze-excite.
    pub se_ratio: Option<f64>,
    /// Nonlinearity after every convolution but the projection.
    pub activation: Activation,
    /// Whether width scales stem and head, and depth the first and last stage. EfficientNet-Lite
    /// keeps all four fixed.
    pub scale_ends: bool,
    /// Padding of every convolution.
    pub padding: Padding,
    /// Batch norm's ε.
    pub bn_eps: f32,
}

/// One MBConv block with its real channel counts (`InvertedResidual` in timm).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct BlockSpec {
    /// Stage it belongs to, as the paper numbers them: the first MBConv stage is 2.
    pub stage: usize,
    /// Side of the depthwise kernel.
    pub kernel: usize,
    /// Stride of the depthwise convolution.
    pub stride: usize,
    /// Expansion; 1 means that there is no expand convolution.
    pub expand_ratio: usize,
    /// Channels in.
    pub channels_in: usize,
    /// Channels out.
    pub channels_out: usize,
    /// Channels of the squeeze layer; `None` for no squeeze-excite.
    pub squeeze: Option<usize>,
}

impl BlockSpec {
    /// Channels between expansion and projection.
    pub const fn channels_mid(&self) -> usize {
        self.channels_in * self.expand_ratio
    }

    /// Whether the input is added to the output: only where the shapes agree.
    pub const fn has_skip(&self) -> bool {
        self.stride == 1 && self.channels_in == self.channels_out
    }
}

/// A concrete network: every channel count, repeat and size is an integer.
#[derive(Debug, Clone, PartialEq)]
pub struct ArchSpec {
    /// Side of the square input.
    pub resolution: usize,
    /// Channels of the stem.
    pub stem: usize,
    /// All blocks, in order.
    pub blocks: Vec<BlockSpec>,
    /// Channels of the head convolution.
    pub head: usize,
    /// Outputs of the classifier.
    pub classes: usize,
    /// Nonlinearity after every convolution but the projection.
    pub activation: Activation,
    /// Padding of every convolution.
    pub padding: Padding,
    /// Batch norm's ε.
    pub bn_eps: f32,
}

/// Largest side, channel count or number of blocks that is accepted: far above any published model,
/// low enough that no product of shapes overflows.
const LIMIT: usize = 100_000;

/// Most MACs that are counted: a million times B7 is below it, and sums stay far from overflow.
const MAX_MACS: u64 = 1_000_000_000_000_000_000;

impl BaseSpec {
    /// Builds the concrete network at a given scaling.
    ///
    /// # Errors
    /// When the scaling or a stage is out of range: the message names stage, field and value.
    pub fn scale(&self, scaling: Scaling, classes: usize) -> Result<ArchSpec, SpecError> {
        scaling.validate()?;
        let end = |channels| {
            if self.scale_ends { round_channels(channels, scaling.width) } else { channels }
        };
        let last = self.stages.len().saturating_sub(1);
        let mut blocks = Vec::new();
        let mut channels_in = end(self.stem);
        for (index, row) in self.stages.iter().enumerate() {
            let number = index + 2;
            row.validate(number)?;
            let fixed = !self.scale_ends && (index == 0 || index == last);
            let repeats =
                if fixed { row.repeats } else { round_repeats(row.repeats, scaling.depth) };
            if blocks.len() + repeats > LIMIT {
                return Err(SpecError::Network {
                    field: Field::Blocks,
                    got: (blocks.len() + repeats).to_string(),
                    expected: Expected::at_most(&LIMIT),
                });
            }
            let channels_out = round_channels(row.channels, scaling.width);
            for repeat in 0..repeats {
                blocks.push(BlockSpec {
                    stage: number,
                    kernel: row.kernel,
                    stride: if repeat == 0 { row.stride } else { 1 },
                    expand_ratio: row.expand_ratio,
                    channels_in,
                    channels_out,
                    squeeze: self.se_ratio.map(|ratio| squeeze_width(channels_in, ratio)),
                });
                channels_in = channels_out;
            }
        }
        let spec = ArchSpec {
            resolution: scaling.resolution,
            stem: end(self.stem),
            blocks,
            head: end(self.head),
            classes,
            activation: self.activation,
            padding: self.padding,
            bn_eps: self.bn_eps,
        };
        spec.validate()?;
        Ok(spec)
    }
}

/// Width of the squeeze layer: a share of the block's *input*, at least one channel.
fn squeeze_width(channels_in: usize, ratio: f64) -> usize {
    ((channels_in as f64 * ratio) as usize).max(1)
}

impl StageSpec {
    /// Checks one row of a table; `stage` is its number in the message.
    fn validate(&self, stage: usize) -> Result<(), SpecError> {
        let wrong = |field, got: usize, expected| {
            Err(SpecError::Stage { stage, field, got: got.to_string(), expected })
        };
        match self {
            _ if self.kernel.is_multiple_of(2) || self.kernel > 31 => {
                wrong(Field::Kernel, self.kernel, Expected::Odd("31".to_owned()))
            }
            _ if !(1..=2).contains(&self.stride) => {
                wrong(Field::Stride, self.stride, Expected::Either(1, 2))
            }
            _ if !(1..=32).contains(&self.expand_ratio) => {
                wrong(Field::ExpandRatio, self.expand_ratio, Expected::between(&1, &32))
            }
            _ if !(1..=LIMIT).contains(&self.channels) => {
                wrong(Field::Channels, self.channels, Expected::between(&1, &LIMIT))
            }
            _ if !(1..=LIMIT).contains(&self.repeats) => {
                wrong(Field::Repeats, self.repeats, Expected::between(&1, &LIMIT))
            }
            _ => Ok(()),
        }
    }
}

impl ArchSpec {
    /// Checks everything that the rest of the program relies on.
    ///
    /// # Errors
    /// Names the field (and stage), the value, and what would be right.
    pub fn validate(&self) -> Result<(), SpecError> {
        let network = |field, got: usize| {
            if (1..=LIMIT).contains(&got) {
                return Ok(());
            }
            Err(SpecError::Network {
                field,
                got: got.to_string(),
                expected: Expected::between(&1, &LIMIT),
            })
        };
        network(Field::Resolution, self.resolution)?;
        network(Field::Stem, self.stem)?;
        network(Field::Head, self.head)?;
        network(Field::Classes, self.classes)?;
        network(Field::Blocks, self.blocks.len())?;
        let mut channels = self.stem;
        for block in &self.blocks {
            let wrong = |field, got: usize, expected| {
                Err(SpecError::Stage { stage: block.stage, field, got: got.to_string(), expected })
            };
            if block.channels_in != channels {
                return wrong(Field::ChannelsIn, block.channels_in, Expected::ChannelsBefore);
            }
            if !(1..=LIMIT).contains(&block.channels_out) {
                return wrong(Field::Channels, block.channels_out, Expected::between(&1, &LIMIT));
            }
            channels = block.channels_out;
        }
        let macs = self.cost().macs;
        if macs > MAX_MACS {
            return Err(SpecError::Network {
                field: Field::Macs,
                got: if macs == u64::MAX { "more than 10^19".to_owned() } else { macs.to_string() },
                expected: Expected::at_most(&"10^18"),
            });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::families::efficientnet;
    use super::*;

    fn scaled(edit: impl FnOnce(&mut BaseSpec)) -> Result<ArchSpec, SpecError> {
        let mut base = efficientnet();
        edit(&mut base);
        base.scale(Scaling::default(), 1000)
    }

    #[track_caller]
    fn refused(edit: impl FnOnce(&mut BaseSpec), message: &str) {
        assert_eq!(scaled(edit).unwrap_err().to_string(), message);
    }

    #[test]
    fn a_wrong_table_names_stage_field_value_and_what_would_be_right() {
        refused(|b| b.stages[1].kernel = 4, "stage 3: kernel must be odd and at most 31, got 4");
        refused(|b| b.stages[0].stride = 3, "stage 2: stride must be 1 or 2, got 3");
        refused(
            |b| b.stages[6].repeats = 0,
            "stage 8: repeats must be between 1 and 100000, got 0",
        );
        refused(
            |b| b.stages[2].channels = 0,
            "stage 4: channels must be between 1 and 100000, got 0",
        );
        refused(|b| b.stages.clear(), "number of blocks must be between 1 and 100000, got 0");
    }

    #[test]
    fn no_classes_and_no_pixels_are_refused() {
        let base = efficientnet();
        let error = base.scale(Scaling::default(), 0).unwrap_err();
        assert_eq!(error.to_string(), "classes must be between 1 and 100000, got 0");
        let error = base.scale(Scaling { resolution: 0, ..Scaling::default() }, 10).unwrap_err();
        assert!(error.to_string().starts_with("resolution must be"), "{error}");
    }

    #[test]
    fn a_network_too_large_to_count_is_refused() {
        let huge = Scaling { width: 75.0, depth: 900.0, resolution: 100_000 };
        let error = efficientnet().scale(huge, 1000).unwrap_err();
        assert!(error.to_string().starts_with("MACs of the whole network must be"), "{error}");
    }

    #[test]
    fn blocks_that_do_not_fit_together_are_refused() {
        let mut spec = scaled(|_| {}).unwrap();
        spec.blocks[3].channels_in += 1;
        assert_eq!(
            spec.validate().unwrap_err().to_string(),
            "stage 4: channels_in must be the channels of the layer before it, got 25"
        );
    }

    #[test]
    fn nine_of_sixteen_blocks_of_b0_have_a_skip() {
        let spec = scaled(|_| {}).unwrap();
        assert_eq!(spec.blocks.len(), 16);
        assert_eq!(spec.blocks.iter().filter(|b| b.has_skip()).count(), 9);
    }
}

//! The description of a network: the table as published, and the concrete network built from it.

use super::error::{Expected, Field, SpecError};
use super::range::{self, LIMIT, check_macs};
use super::scaling::{Scaling, round_channels, round_repeats};
use super::shape::Padding;

/// The pointwise nonlinearity of a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Activation {
    /// x · σ(x), also called Swish.
    Silu,
    /// min(max(x, 0), 6).
    Relu6,
    /// max(x, 0), for the older networks we compare with.
    Relu,
}

/// What a block is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// Expand 1×1 → depthwise k×k → squeeze-excite → project 1×1.
    MBConv,
    /// EfficientNetV2's early blocks: one plain k×k convolution in the place of expand and depthwise.
    /// With `expand_ratio` 1 that convolution is all there is.
    FusedMBConv,
}

/// How width and depth act on the ends of a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ends {
    /// Width scales stem and head, depth every stage: EfficientNet.
    Scaled,
    /// Stem, head, and the repeats of the first and last stage stay: EfficientNet-Lite.
    Fixed,
    /// As [`Self::Scaled`], but the head never gets narrower than in the table: MobileNetV2.
    HeadNeverNarrower,
}

/// One row of the paper's Table 1: a run of equal blocks.
///
/// Called `BlockArgs` in TensorFlow, `MBConvConfig` in torchvision, a string of `arch_def` in timm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StageSpec {
    /// What its blocks are made of.
    pub kind: BlockKind,
    /// Side of the spatial kernel (depthwise, or the fused convolution), odd.
    pub kernel: usize,
    /// Stride of the first block, 1 or 2. The others have stride 1.
    pub stride: usize,
    /// How many times the input channels are expanded: the 6 in MBConv6.
    pub expand_ratio: usize,
    /// Output channels before width scaling.
    pub channels: usize,
    /// Number of blocks before depth scaling (the paper's L̂ᵢ).
    pub repeats: usize,
    /// Squeeze width over the block's *input* channels; `None` for no squeeze-excite.
    pub se_ratio: Option<f64>,
}

/// A family's base network, before scaling.
#[derive(Debug, Clone, PartialEq)]
pub struct BaseSpec {
    /// Channels of the 3×3, stride-2 stem.
    pub stem: usize,
    /// The stages of blocks.
    pub stages: Vec<StageSpec>,
    /// Channels of the 1×1 head convolution.
    pub head: usize,
    /// Nonlinearity after every convolution but the projection.
    pub activation: Activation,
    /// How scaling acts on stem, head, first and last stage.
    pub ends: Ends,
    /// A rounded channel count below this share of the product goes one step up: 0.9, or 0 where the
    /// code has no such rule (EfficientNetV2).
    pub round_limit: f64,
    /// Padding of every convolution.
    pub padding: Padding,
    /// Batch norm's ε.
    pub bn_eps: f32,
}

/// One block with its real channel counts (`InvertedResidual` and `EdgeResidual` in timm).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct BlockSpec {
    /// What it is made of.
    pub kind: BlockKind,
    /// Stage it belongs to, as the paper numbers them: the first stage of blocks is 2.
    pub stage: usize,
    /// Side of the spatial kernel.
    pub kernel: usize,
    /// Stride of the spatial convolution.
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

impl BaseSpec {
    /// Builds the concrete network at a given scaling.
    ///
    /// # Errors
    /// When the scaling or a stage is out of range: the message names stage, field and value.
    pub fn scale(&self, scaling: Scaling, classes: usize) -> Result<ArchSpec, SpecError> {
        scaling.validate()?;
        let wider = |channels| round_channels(channels, scaling.width, self.round_limit);
        let (stem, head) = self.stem_and_head(wider);
        let spec = ArchSpec {
            resolution: scaling.resolution,
            stem,
            blocks: self.blocks(scaling, stem)?,
            head,
            classes,
            activation: self.activation,
            padding: self.padding,
            bn_eps: self.bn_eps,
        };
        spec.validate()?;
        Ok(spec)
    }

    /// Channels of stem and head, where `wider` scales a width.
    pub(super) fn stem_and_head(&self, wider: impl Fn(usize) -> usize) -> (usize, usize) {
        match self.ends {
            Ends::Scaled => (wider(self.stem), wider(self.head)),
            Ends::Fixed => (self.stem, self.head),
            Ends::HeadNeverNarrower => (wider(self.stem), wider(self.head).max(self.head)),
        }
    }

    /// Blocks of one row at a depth.
    pub(super) fn repeats(&self, index: usize, depth: f64) -> usize {
        let repeats = self.stages[index].repeats;
        if self.has_fixed_depth(index) { repeats } else { round_repeats(repeats, depth) }
    }

    /// Whether a row keeps its blocks at every depth.
    pub(super) fn has_fixed_depth(&self, index: usize) -> bool {
        let is_end = index == 0 || index + 1 == self.stages.len();
        is_end && self.ends == Ends::Fixed
    }

    fn blocks(&self, scaling: Scaling, stem: usize) -> Result<Vec<BlockSpec>, SpecError> {
        let mut blocks = Vec::new();
        let mut channels_in = stem;
        for (index, row) in self.stages.iter().enumerate() {
            let stage = index + 2;
            row.validate(stage)?;
            let repeats = self.repeats(index, scaling.depth);
            if blocks.len() + repeats > LIMIT {
                return Err(SpecError::Network {
                    field: Field::Blocks,
                    got: (blocks.len() + repeats).to_string(),
                    expected: Expected::at_most(&LIMIT),
                });
            }
            let channels_out = round_channels(row.channels, scaling.width, self.round_limit);
            for repeat in 0..repeats {
                blocks.push(BlockSpec {
                    kind: row.kind,
                    stage,
                    kernel: row.kernel,
                    stride: if repeat == 0 { row.stride } else { 1 },
                    expand_ratio: row.expand_ratio,
                    channels_in,
                    channels_out,
                    squeeze: row.se_ratio.map(|ratio| squeeze_width(channels_in, ratio)),
                });
                channels_in = channels_out;
            }
        }
        Ok(blocks)
    }
}

/// Width of the squeeze layer: a share of the block's *input*, at least one channel.
pub(super) fn squeeze_width(channels_in: usize, ratio: f64) -> usize {
    ((channels_in as f64 * ratio) as usize).max(1)
}

impl StageSpec {
    /// Checks one row of a table; `stage` is its number in the message.
    ///
    /// # Errors
    /// Names the stage, the field, the value and what would be right.
    pub fn validate(&self, stage: usize) -> Result<(), SpecError> {
        let refuse =
            |field, got: String, expected| SpecError::Stage { stage, field, got, expected };
        if let Some(ratio) = self.se_ratio {
            let refuse = |expected| refuse(Field::SeRatio, ratio.to_string(), expected);
            range::real(Field::SeRatio, ratio).map_err(refuse)?;
            if self.kind == BlockKind::FusedMBConv && self.expand_ratio == 1 {
                return Err(refuse(Expected::Absent));
            }
        }
        for (field, value) in [
            (Field::Kernel, self.kernel),
            (Field::Stride, self.stride),
            (Field::ExpandRatio, self.expand_ratio),
            (Field::Channels, self.channels),
            (Field::Repeats, self.repeats),
        ] {
            range::whole(field, value as i128)
                .map_err(|expected| refuse(field, value.to_string(), expected))?;
        }
        Ok(())
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
        check_macs(self.cost().macs)
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

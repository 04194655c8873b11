//! Mistakes that people really make when they write an EfficientNet, and the counts they leave behind.
//!
//! A wrong network has a fingerprint: its parameters or MACs are off by an amount that names the
//! mistake. [`Bug::build`] makes the wrong network; [`explain`](super::explain) goes the other way.

use super::error::SpecError;
use super::layer::{LayerSpec, Operator};
use super::names::nearest;
use super::network::{Design, Network};
use super::spec::{ArchSpec, squeeze_width};

/// A mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Bug {
    /// The expand convolution is 3×3 (a well-known tutorial).
    Expand3x3,
    /// Plain convolutions in the place of all depthwise ones.
    DenseDepthwise,
    /// Squeeze width from the expanded channels, not from the block's input.
    SeFromExpanded,
    /// No squeeze-excite.
    NoSe,
    /// Squeeze-excite without biases.
    SeWithoutBias,
    /// Every kernel 3×3.
    Kernel3,
    /// The first stage expands like the others.
    FirstStageExpands,
    /// Every stage has one block.
    OneBlockPerStage,
    /// Scaled repeats are rounded down.
    RepeatsFloor,
    /// Scaled channels are cut to whole numbers, not rounded to multiples of 8.
    ChannelsUnrounded,
    /// Channels rounded without the 90 % rule.
    NoRoundLimit,
    /// Convolutions before batch norm have biases.
    ConvBias,
    /// No batch norm.
    NoBatchNorm,
    /// No head convolution: the classifier reads the last stage.
    NoHead,
    /// The strides of stages 5 and 6 swapped, as the paper's first version printed them.
    SwappedStrides,
}

impl Bug {
    /// Every mistake.
    pub const ALL: [Self; 15] = [
        Self::Expand3x3,
        Self::DenseDepthwise,
        Self::SeFromExpanded,
        Self::NoSe,
        Self::SeWithoutBias,
        Self::Kernel3,
        Self::FirstStageExpands,
        Self::OneBlockPerStage,
        Self::RepeatsFloor,
        Self::ChannelsUnrounded,
        Self::NoRoundLimit,
        Self::ConvBias,
        Self::NoBatchNorm,
        Self::NoHead,
        Self::SwappedStrides,
    ];

    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Expand3x3 => "expand-3x3",
            Self::DenseDepthwise => "dense-depthwise",
            Self::SeFromExpanded => "se-from-expanded",
            Self::NoSe => "no-se",
            Self::SeWithoutBias => "se-without-bias",
            Self::Kernel3 => "kernel-3",
            Self::FirstStageExpands => "first-stage-expands",
            Self::OneBlockPerStage => "one-block-per-stage",
            Self::RepeatsFloor => "repeats-floor",
            Self::ChannelsUnrounded => "channels-unrounded",
            Self::NoRoundLimit => "no-round-limit",
            Self::ConvBias => "conv-bias",
            Self::NoBatchNorm => "no-batch-norm",
            Self::NoHead => "no-head",
            Self::SwappedStrides => "swapped-strides",
        }
    }

    /// Finds a mistake by name.
    ///
    /// # Errors
    /// Lists the names, and the nearest one.
    pub fn parse(name: &str) -> Result<Self, SpecError> {
        let typed = name.to_lowercase().replace('_', "-");
        let names = Self::ALL.map(Self::name);
        Self::ALL.into_iter().find(|bug| bug.name() == typed).ok_or_else(|| SpecError::UnknownBug {
            name: name.to_owned(),
            expected: names.join(", "),
            nearest: nearest(&typed, &names),
        })
    }

    /// The network of `design` with the mistakes made.
    ///
    /// # Errors
    /// When the design is out of range, or becomes so.
    pub fn build(bugs: &[Self], design: &Design) -> Result<Network, SpecError> {
        let mut design = design.clone();
        for bug in bugs {
            bug.spoil_table(&mut design);
        }
        let mut spec = design.spec()?;
        for bug in bugs {
            bug.spoil_blocks(&mut spec, &design);
        }
        let mut layers = spec.layers();
        for bug in bugs {
            bug.spoil_layers(&mut layers);
        }
        let Design { name, scaling, classes, .. } = design;
        let network = Network { name, scaling, classes, layers };
        network.check_size()?;
        Ok(network)
    }

    /// Mistakes in the table or in how it is scaled.
    fn spoil_table(self, design: &mut Design) {
        let base = &mut design.base;
        match self {
            Self::Kernel3 => base.stages.iter_mut().for_each(|row| row.kernel = 3),
            Self::FirstStageExpands => {
                let usual = base.stages.get(1).map(|row| row.expand_ratio);
                if let (Some(first), Some(usual)) = (base.stages.first_mut(), usual) {
                    first.expand_ratio = usual;
                }
            }
            Self::OneBlockPerStage => {
                base.stages.iter_mut().for_each(|row| row.repeats = 1);
                design.scaling.depth = 1.0;
            }
            Self::RepeatsFloor => {
                for index in 0..base.stages.len() {
                    let usual = base.stages[index].repeats;
                    if !base.has_fixed_depth(index) {
                        let cut = (usual as f64 * design.scaling.depth) as usize;
                        base.stages[index].repeats = cut.max(1);
                    }
                }
                design.scaling.depth = 1.0;
            }
            Self::NoRoundLimit => base.round_limit = 0.0,
            Self::SwappedStrides => {
                if let [_, _, _, fifth, sixth, ..] = base.stages.as_mut_slice() {
                    std::mem::swap(&mut fifth.stride, &mut sixth.stride);
                }
            }
            _ => {}
        }
    }

    /// Mistakes in the concrete blocks.
    fn spoil_blocks(self, spec: &mut ArchSpec, design: &Design) {
        match self {
            Self::NoSe => spec.blocks.iter_mut().for_each(|block| block.squeeze = None),
            Self::SeFromExpanded => {
                for block in &mut spec.blocks {
                    let row = design.base.stages.get(block.stage - 2);
                    let ratio = row.and_then(|row| row.se_ratio);
                    if let (Some(squeeze), Some(ratio)) = (&mut block.squeeze, ratio) {
                        *squeeze = squeeze_width(block.channels_in * block.expand_ratio, ratio);
                    }
                }
            }
            Self::ChannelsUnrounded => unround(spec, design),
            _ => {}
        }
    }

    /// Mistakes in single layers.
    fn spoil_layers(self, layers: &mut Vec<LayerSpec>) {
        let is_conv = |l: &LayerSpec| matches!(l.op, Operator::Conv | Operator::DepthwiseConv);
        let is_se = |l: &LayerSpec| l.path.contains(".se.");
        match self {
            Self::Expand3x3 => {
                let expands = |l: &&mut LayerSpec| l.path.ends_with(".expand") && !is_se(l);
                layers.iter_mut().filter(expands).for_each(|layer| layer.kernel = 3);
            }
            Self::DenseDepthwise => {
                for layer in layers.iter_mut().filter(|l| l.op == Operator::DepthwiseConv) {
                    (layer.op, layer.groups) = (Operator::Conv, 1);
                }
            }
            Self::SeWithoutBias => {
                layers.iter_mut().filter(|l| is_se(l)).for_each(|layer| layer.bias = false);
            }
            Self::ConvBias => {
                layers.iter_mut().filter(|l| is_conv(l)).for_each(|layer| layer.bias = true);
            }
            Self::NoBatchNorm => layers.retain(|layer| layer.op != Operator::BatchNorm),
            Self::NoHead => without_head(layers),
            _ => {}
        }
    }
}

/// Channels as `int(c · width)`.
fn unround(spec: &mut ArchSpec, design: &Design) {
    let cut = |channels: usize| ((channels as f64 * design.scaling.width) as usize).max(1);
    (spec.stem, spec.head) = design.base.stem_and_head(cut);
    let mut channels_in = spec.stem;
    for block in &mut spec.blocks {
        let Some(row) = design.base.stages.get(block.stage - 2) else { continue };
        block.channels_in = channels_in;
        block.channels_out = cut(row.channels);
        block.squeeze = row.se_ratio.map(|ratio| squeeze_width(channels_in, ratio));
        channels_in = block.channels_out;
    }
}

/// Drops the head and lets pooling and classifier read what it read.
fn without_head(layers: &mut Vec<LayerSpec>) {
    let Some(shape) = layers.iter().find(|l| l.path == "head").map(|head| head.input) else {
        return;
    };
    layers.retain(|layer| !(layer.path == "head" || layer.path.starts_with("head.")));
    for layer in layers.iter_mut() {
        match layer.path.as_str() {
            "pool" => {
                layer.input = shape;
                layer.output.c = shape.c;
            }
            "classifier" => layer.input.c = shape.c,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Overrides, Variant};
    use super::*;

    #[track_caller]
    fn params(bugs: &[Bug], classes: usize, wanted: u64) {
        let changes = Overrides { classes: Some(classes), ..Overrides::default() };
        let design = Design::of(Variant::B0).with(changes);
        assert_eq!(Bug::build(bugs, &design).unwrap().cost().params, wanted, "{bugs:?}");
    }

    /// Counts that people reported, and their causes: the sources are in the lessons.
    #[test]
    fn known_mistakes_leave_the_counts_that_people_reported() {
        params(&[], 1000, 5_288_548);
        params(&[Bug::Expand3x3], 1000, 15_315_556);
        params(&[Bug::Expand3x3], 10, 14_047_366);
        params(&[Bug::DenseDepthwise], 1000, 163_114_852);
        params(&[Bug::SeFromExpanded], 1000, 8_423_848);
        params(&[Bug::NoSe], 1000, 4_652_008);
        params(&[Bug::Kernel3], 1000, 5_187_172);
    }

    /// Lite scales neither its ends' widths nor the blocks of its first and last stage.
    #[test]
    fn what_a_model_never_scales_no_rounding_changes() {
        let mut design = Design::of(Variant::Lite4);
        let usual = design.network().unwrap();
        let widths = |network: &Network| {
            let of = |path: &str| network.layers.iter().find(|l| l.path == path).unwrap().output.c;
            (of("stem"), of("head"))
        };
        let unrounded = Bug::build(&[Bug::ChannelsUnrounded], &design).unwrap();
        assert_eq!(widths(&unrounded), widths(&usual));
        assert_ne!(unrounded.cost().params, usual.cost().params);
        // A whole factor leaves nothing to round.
        design.scaling.depth = 2.0;
        let floored = Bug::build(&[Bug::RepeatsFloor], &design).unwrap();
        assert_eq!(floored.layers, design.network().unwrap().layers);
    }

    #[test]
    fn dense_convolutions_cost_forty_times_as_much() {
        let design = Design::of(Variant::B0);
        let macs = Bug::build(&[Bug::DenseDepthwise], &design).unwrap().cost().macs;
        assert_eq!(macs / 10_000_000, 1533);
    }

    #[test]
    fn automl_s_b3_has_no_ninety_percent_rule() {
        let network = Bug::build(&[Bug::NoRoundLimit], &Design::of(Variant::B3)).unwrap();
        assert_eq!(network.cost().params, 12_227_212);
        assert_eq!(network.cost().params + network.cost().buffers, 12_314_268);
    }

    #[test]
    fn swapped_strides_change_macs_and_no_parameter() {
        let design = Design::of(Variant::B0);
        let right = design.network().unwrap().cost();
        let wrong = Bug::build(&[Bug::SwappedStrides], &design).unwrap().cost();
        assert_eq!(right.params, wrong.params);
        assert!(wrong.macs > right.macs);
    }

    #[test]
    fn every_mistake_can_be_made_in_every_family_and_has_a_name() {
        for bug in Bug::ALL {
            assert_eq!(Bug::parse(bug.name()), Ok(bug));
            for variant in [Variant::B3, Variant::Lite2, Variant::V2S, Variant::MobileNetV2] {
                assert!(Bug::build(&[bug], &Design::of(variant)).is_ok(), "{bug:?} {variant:?}");
            }
        }
        let error = Bug::parse("no-sse").unwrap_err().to_string();
        assert!(error.ends_with("did you mean `no-se`?"), "{error}");
    }
}

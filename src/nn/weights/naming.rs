//! One network, four vocabularies.
//!
//! | ours | torchvision | timm | efficientnet_pytorch |
//! |---|---|---|---|
//! | `stem`, `stem.norm` | `features.0.0`, `.0.1` | `conv_stem`, `bn1` | `_conv_stem`, `_bn0` |
//! | `blocks.1.expand` | `features.2.0.block.0.0` | `blocks.1.0.conv_pw` | `_blocks.1._expand_conv` |
//! | `blocks.1.se.reduce` | `features.2.0.block.2.fc1` | `blocks.1.0.se.conv_reduce` | `_blocks.1._se_reduce` |
//! | `head`, `head.norm` | `features.8.0`, `.8.1` | `conv_head`, `bn2` | `_conv_head`, `_bn1` |
//! | `classifier` | `classifier.1` | `classifier` | `_fc` |
//!
//! The fourth is torchvision's MobileNetV2: `features.2.conv.0.0`, without stages. torchvision's
//! EfficientNet and timm count blocks within a stage, the others and we over the network. Where a block
//! has no expansion, all but efficientnet_pytorch close the gap.

mod blocks;

use std::collections::HashMap;

use crate::arch::{ArchSpec, LayerSpec, Operator};

use super::WeightsError;
use blocks::Place;

/// Whose names a file uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// torchvision's EfficientNet: `features.1.0.block.0.0.weight`.
    Torchvision,
    /// torchvision's MobileNetV2: `features.1.conv.0.0.weight`.
    TorchvisionMobileNet,
    /// `blocks.0.0.conv_dw.weight`.
    Timm,
    /// `_blocks.0._depthwise_conv.weight`; also the conversions of the original TensorFlow weights.
    EfficientnetPytorch,
}

/// A tensor that a network needs: our path, its name in a file, and its shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needed {
    /// `blocks.1.expand.norm.running_var`.
    pub path: String,
    /// `blocks.1.0.bn1.running_var`.
    pub name: String,
    /// As PyTorch stores it.
    pub shape: Vec<usize>,
}

impl Naming {
    /// Every vocabulary.
    pub const ALL: [Self; 4] =
        [Self::Torchvision, Self::TorchvisionMobileNet, Self::Timm, Self::EfficientnetPytorch];

    /// The library that speaks it.
    pub const fn library(self) -> &'static str {
        match self {
            Self::Torchvision | Self::TorchvisionMobileNet => "torchvision",
            Self::Timm => "timm",
            Self::EfficientnetPytorch => "efficientnet_pytorch",
        }
    }

    /// Finds out which vocabulary a file speaks.
    ///
    /// # Errors
    /// When it is none of the four.
    pub fn recognise<'a>(names: impl Iterator<Item = &'a str>) -> Result<Self, WeightsError> {
        let (mut first, mut found): (Option<&str>, _) = (None, None);
        for name in names {
            let mut parts = name.split('.');
            match parts.next() {
                Some("features") if parts.nth(1) == Some("conv") => {
                    return Ok(Self::TorchvisionMobileNet);
                }
                // Stem and head have the same names in both: a block decides.
                Some("features") => found = Some(Self::Torchvision),
                Some("blocks" | "conv_stem") => return Ok(Self::Timm),
                Some("_blocks" | "_conv_stem") => return Ok(Self::EfficientnetPytorch),
                _ => first = Some(first.map_or(name, |first| first.min(name))),
            }
        }
        found.ok_or_else(|| WeightsError::UnknownNaming { first: first.map(str::to_owned) })
    }

    /// The name of the classifier's weight, whose first axis is the number of classes.
    pub const fn classifier(self) -> &'static str {
        match self {
            Self::Torchvision | Self::TorchvisionMobileNet => "classifier.1.weight",
            Self::Timm => "classifier.weight",
            Self::EfficientnetPytorch => "_fc.weight",
        }
    }

    /// Every tensor that a network needs, in the order of execution.
    pub fn needed(self, spec: &ArchSpec) -> Vec<Needed> {
        let names = self.layer_names(spec);
        let tensors = spec.layers().into_iter().flat_map(|layer| {
            let name = names.get(&layer.path);
            let tensor = |(leaf, shape): (&str, Vec<usize>)| {
                let name = name.map_or("", String::as_str);
                let (path, name) = (format!("{}.{leaf}", layer.path), format!("{name}.{leaf}"));
                Needed { path, name, shape }
            };
            tensors(&layer).into_iter().map(tensor).collect::<Vec<_>>()
        });
        tensors.collect()
    }

    /// For each of our layer paths that own tensors, the layer's name in this vocabulary.
    pub(super) fn layer_names(self, spec: &ArchSpec) -> HashMap<String, String> {
        let mut names = self.ends(spec);
        let first_stage = spec.blocks.first().map_or(0, |block| block.stage);
        let mut place = Place { index: 0, stage: 0, within: 0 };
        for (index, block) in spec.blocks.iter().enumerate() {
            let stage = block.stage - first_stage;
            let within = if stage == place.stage && index > 0 { place.within + 1 } else { 0 };
            place = Place { index, stage, within };
            for (part, name) in blocks::names(self, place, block) {
                names.insert(format!("blocks.{index}.{part}"), name);
            }
        }
        names
    }

    /// Stem, head and classifier.
    fn ends(self, spec: &ArchSpec) -> HashMap<String, String> {
        let stages = match (spec.blocks.first(), spec.blocks.last()) {
            (Some(first), Some(last)) => last.stage - first.stage + 1,
            _ => 0,
        };
        let before = if self == Self::TorchvisionMobileNet { spec.blocks.len() } else { stages };
        let head = format!("features.{}", before + 1);
        let (head_conv, head_norm) = (format!("{head}.0"), format!("{head}.1"));
        let names = match self {
            Self::Torchvision | Self::TorchvisionMobileNet => {
                ["features.0.0", "features.0.1", &head_conv, &head_norm, "classifier.1"]
            }
            Self::Timm => ["conv_stem", "bn1", "conv_head", "bn2", "classifier"],
            Self::EfficientnetPytorch => ["_conv_stem", "_bn0", "_conv_head", "_bn1", "_fc"],
        };
        let paths = ["stem", "stem.norm", "head", "head.norm", "classifier"];
        paths.map(str::to_owned).into_iter().zip(names.map(str::to_owned)).collect()
    }
}

/// The tensors of one operation.
fn tensors(layer: &LayerSpec) -> Vec<(&'static str, Vec<usize>)> {
    let (read, written) = (layer.input.c, layer.output.c);
    let weight = match layer.op {
        Operator::Conv | Operator::DepthwiseConv => {
            vec![written, read / layer.groups, layer.kernel, layer.kernel]
        }
        Operator::Linear => vec![written, read],
        Operator::BatchNorm => {
            let leaves = ["weight", "bias", "running_mean", "running_var"];
            return leaves.map(|leaf| (leaf, vec![written])).to_vec();
        }
        _ => return Vec::new(),
    };
    let bias = layer.bias.then(|| ("bias", vec![written]));
    [("weight", weight)].into_iter().chain(bias).collect()
}

#[cfg(test)]
mod tests;

//! One network, three vocabularies.
//!
//! | ours | torchvision | timm | efficientnet_pytorch |
//! |---|---|---|---|
//! | `stem`, `stem.norm` | `features.0.0`, `.0.1` | `conv_stem`, `bn1` | `_conv_stem`, `_bn0` |
//! | `blocks.1.expand` | `features.2.0.block.0.0` | `blocks.1.0.conv_pw` | `_blocks.1._expand_conv` |
//! | `blocks.1.se.reduce` | `features.2.0.block.2.fc1` | `blocks.1.0.se.conv_reduce` | `_blocks.1._se_reduce` |
//! | `head`, `head.norm` | `features.8.0`, `.8.1` | `conv_head`, `bn2` | `_conv_head`, `_bn1` |
//! | `classifier` | `classifier.1` | `classifier` | `_fc` |
//!
//! torchvision and timm count blocks within a stage, efficientnet_pytorch and we over the network.
//! Where a block has no expansion, torchvision and timm close the gap, efficientnet_pytorch keeps it.

use std::collections::HashMap;

use crate::arch::{ArchSpec, BlockSpec};

use super::WeightsError;

/// Whose names a file uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// `features.1.0.block.0.0.weight`.
    Torchvision,
    /// `blocks.0.0.conv_dw.weight`.
    Timm,
    /// `_blocks.0._depthwise_conv.weight`; also the conversions of the original TensorFlow weights.
    EfficientnetPytorch,
}

/// Where a block stands: over the network, its stage from 0, and within the stage.
struct Place {
    index: usize,
    stage: usize,
    within: usize,
}

impl Naming {
    /// Finds out which vocabulary a file speaks.
    ///
    /// # Errors
    /// When it is none of the three.
    pub fn recognise<'a>(names: impl Iterator<Item = &'a str>) -> Result<Self, WeightsError> {
        let mut first: Option<&str> = None;
        for name in names {
            match name.split('.').next() {
                Some("features") => return Ok(Self::Torchvision),
                Some("blocks" | "conv_stem") => return Ok(Self::Timm),
                Some("_blocks" | "_conv_stem") => return Ok(Self::EfficientnetPytorch),
                _ => first = Some(first.map_or(name, |first| first.min(name))),
            }
        }
        Err(WeightsError::UnknownNaming { first: first.map(str::to_owned) })
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
            for (part, name) in self.block(&place, block) {
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
        let head = format!("features.{}", stages + 1);
        let (head_conv, head_norm) = (format!("{head}.0"), format!("{head}.1"));
        let names = match self {
            Self::Torchvision => {
                ["features.0.0", "features.0.1", &head_conv, &head_norm, "classifier.1"]
            }
            Self::Timm => ["conv_stem", "bn1", "conv_head", "bn2", "classifier"],
            Self::EfficientnetPytorch => ["_conv_stem", "_bn0", "_conv_head", "_bn1", "_fc"],
        };
        let paths = ["stem", "stem.norm", "head", "head.norm", "classifier"];
        paths.map(str::to_owned).into_iter().zip(names.map(str::to_owned)).collect()
    }

    fn block(self, place: &Place, block: &BlockSpec) -> Vec<(&'static str, String)> {
        match self {
            Self::Torchvision => torchvision_block(place, block),
            Self::Timm => timm_block(place, block),
            Self::EfficientnetPytorch => pytorch_block(place),
        }
    }
}

/// A sequence whose members are numbered as they come.
fn torchvision_block(place: &Place, block: &BlockSpec) -> Vec<(&'static str, String)> {
    let expand = [("expand", "0"), ("expand.norm", "1")];
    let depthwise = [("depthwise", "0"), ("depthwise.norm", "1")];
    let gate = [("se.reduce", "fc1"), ("se.expand", "fc2")];
    let project = [("project", "0"), ("project.norm", "1")];
    let members = [
        (block.expand_ratio != 1).then_some(expand),
        Some(depthwise),
        block.squeeze.map(|_| gate),
        Some(project),
    ];
    let prefix = format!("features.{}.{}.block", place.stage + 1, place.within);
    let numbered = members.into_iter().flatten().enumerate();
    numbered
        .flat_map(|(number, member)| {
            member.map(|(part, name)| (part, format!("{prefix}.{number}.{name}")))
        })
        .collect()
}

/// Norms are numbered as they come; a block without expansion has its own class with other names.
fn timm_block(place: &Place, block: &BlockSpec) -> Vec<(&'static str, String)> {
    let gate = [("se.reduce", "se.conv_reduce"), ("se.expand", "se.conv_expand")];
    let plain = [
        ("depthwise", "conv_dw"),
        ("depthwise.norm", "bn1"),
        ("project", "conv_pw"),
        ("project.norm", "bn2"),
    ];
    let expanding = [
        ("expand", "conv_pw"),
        ("expand.norm", "bn1"),
        ("depthwise", "conv_dw"),
        ("depthwise.norm", "bn2"),
        ("project", "conv_pwl"),
        ("project.norm", "bn3"),
    ];
    let parts = if block.expand_ratio == 1 { plain.as_slice() } else { expanding.as_slice() };
    let prefix = format!("blocks.{}.{}", place.stage, place.within);
    gate.iter().chain(parts).map(|&(part, name)| (part, format!("{prefix}.{name}"))).collect()
}

/// Fixed names, whether a part exists or not.
fn pytorch_block(place: &Place) -> Vec<(&'static str, String)> {
    let parts = [
        ("expand", "_expand_conv"),
        ("expand.norm", "_bn0"),
        ("depthwise", "_depthwise_conv"),
        ("depthwise.norm", "_bn1"),
        ("se.reduce", "_se_reduce"),
        ("se.expand", "_se_expand"),
        ("project", "_project_conv"),
        ("project.norm", "_bn2"),
    ];
    parts.map(|(part, name)| (part, format!("_blocks.{}.{name}", place.index))).to_vec()
}

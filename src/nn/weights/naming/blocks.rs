//! What each vocabulary calls the parts of a block.
//!
//! ```text
//! torchvision             features.S.I.block.M.…   M counts the members that exist
//! torchvision MobileNetV2 features.N.conv.M.…      N counts blocks over the network; no layer around
//!                                                  the projection, so its norm is a member of its own
//! timm                    blocks.S.I.…             norms are numbered as they come
//! efficientnet_pytorch    _blocks.N.…              fixed names, whether a part exists or not
//! ```
//!
//! A block that does not expand has names of its own in timm, and so has a fused one: `conv_pw` is the
//! expansion of one class and the projection of another.

use crate::arch::{BlockKind, BlockSpec};

use super::Naming;

/// Where a block stands: over the network, its stage from 0, and within the stage.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) index: usize,
    pub(super) stage: usize,
    pub(super) within: usize,
}

/// Our name of a part, and theirs.
type Part = (&'static str, String);

/// The layers of a block that own tensors.
pub(super) fn names(naming: Naming, place: Place, block: &BlockSpec) -> Vec<Part> {
    match naming {
        Naming::Torchvision => torchvision(place, block),
        Naming::TorchvisionMobileNet => mobilenet(place, block),
        Naming::Timm => timm(place, block),
        Naming::EfficientnetPytorch => pytorch(place),
    }
}

/// The members of a block that exist, in order: each the layers with tensors in it.
fn members(block: &BlockSpec) -> Vec<[(&'static str, &'static str); 2]> {
    let expands = block.expand_ratio != 1;
    let is_mbconv = block.kind == BlockKind::MBConv;
    let members = [
        expands.then_some([("expand", "0"), ("expand.norm", "1")]),
        is_mbconv.then_some([("depthwise", "0"), ("depthwise.norm", "1")]),
        block.squeeze.map(|_| [("se.reduce", "fc1"), ("se.expand", "fc2")]),
        Some([("project", "0"), ("project.norm", "1")]),
    ];
    members.into_iter().flatten().collect()
}

fn torchvision(place: Place, block: &BlockSpec) -> Vec<Part> {
    let prefix = format!("features.{}.{}.block", place.stage + 1, place.within);
    let numbered = members(block).into_iter().enumerate();
    let named = numbered.flat_map(|(number, member)| {
        member.map(|(part, name)| (part, format!("{prefix}.{number}.{name}")))
    });
    named.collect()
}

fn mobilenet(place: Place, block: &BlockSpec) -> Vec<Part> {
    let prefix = format!("features.{}.conv", place.index + 1);
    let members = members(block);
    let last = members.len() - 1;
    let numbered = members.into_iter().enumerate();
    let named = numbered.flat_map(|(number, [conv, norm])| {
        let name = |(part, name): (_, &str), position: usize| {
            let inner = format!("{prefix}.{number}.{name}");
            let outer = format!("{prefix}.{}", number + position);
            (part, if number == last { outer } else { inner })
        };
        [name(conv, 0), name(norm, 1)]
    });
    named.collect()
}

fn timm(place: Place, block: &BlockSpec) -> Vec<Part> {
    let gate = [("se.reduce", "se.conv_reduce"), ("se.expand", "se.conv_expand")];
    let parts: &[(&str, &str)] = match (block.kind, block.expand_ratio) {
        (BlockKind::MBConv, 1) => &[
            ("depthwise", "conv_dw"),
            ("depthwise.norm", "bn1"),
            ("project", "conv_pw"),
            ("project.norm", "bn2"),
        ],
        (BlockKind::MBConv, _) => &[
            ("expand", "conv_pw"),
            ("expand.norm", "bn1"),
            ("depthwise", "conv_dw"),
            ("depthwise.norm", "bn2"),
            ("project", "conv_pwl"),
            ("project.norm", "bn3"),
        ],
        (BlockKind::FusedMBConv, 1) => &[("project", "conv"), ("project.norm", "bn1")],
        (BlockKind::FusedMBConv, _) => &[
            ("expand", "conv_exp"),
            ("expand.norm", "bn1"),
            ("project", "conv_pwl"),
            ("project.norm", "bn2"),
        ],
    };
    let prefix = format!("blocks.{}.{}", place.stage, place.within);
    gate.iter().chain(parts).map(|&(part, name)| (part, format!("{prefix}.{name}"))).collect()
}

fn pytorch(place: Place) -> Vec<Part> {
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

//! Older networks, for counting only: ResNet, and MobileNetV1 of the paper's Table 3.
//!
//! The engine does not build them. They are here because the paper compares with them and scales them.

use super::layer::{ConvShape, LayerSpec, Operator, Unroll};
use super::scaling::{ROUND_LIMIT, Scaling, round_channels, round_repeats};
use super::shape::Shape;
use super::spec::Activation;

/// A network with a table of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Classic {
    /// 3, 4, 6 and 3 bottlenecks.
    ResNet50,
    /// 3, 8, 36 and 3 bottlenecks.
    ResNet152,
    /// 13 depthwise-separable convolutions; only for the paper's Table 3, not among the models.
    MobileNetV1,
}

impl Classic {
    /// Every operation at a scaling, in the order of execution. The caller has checked the ranges.
    pub(super) fn layers(self, scaling: Scaling, classes: usize) -> Vec<LayerSpec> {
        match self {
            Self::ResNet50 => resnet([3, 4, 6, 3], scaling, classes),
            Self::ResNet152 => resnet([3, 8, 36, 3], scaling, classes),
            Self::MobileNetV1 => mobilenet_v1(scaling, classes),
        }
    }
}

/// Bottleneck ResNet with the stride on the 3×3, as torchvision has it (v1.5).
fn resnet(repeats: [usize; 4], scaling: Scaling, classes: usize) -> Vec<LayerSpec> {
    let wider = |channels| round_channels(channels, scaling.width, ROUND_LIMIT);
    let mut list = Unroll::new(scaling.resolution, Activation::Relu);
    list.conv_bn_act("stem", ConvShape { kernel: 7, stride: 2, ..ConvShape::pointwise(wider(64)) });
    let Shape { c, h, .. } = list.shape;
    list.push("stem.pool", Operator::MaxPool, Shape::square(c, h.div_ceil(2)));
    list.mark_window(3, 2);
    let mut index = 0;
    for (stage, repeats) in repeats.into_iter().enumerate() {
        list.stage = stage + 2;
        for repeat in 0..round_repeats(repeats, scaling.depth) {
            list.block = Some(index);
            let stride = if stage > 0 && repeat == 0 { 2 } else { 1 };
            bottleneck(&mut list, index, wider(64 << stage), stride);
            index += 1;
        }
    }
    list.end();
    list.classifier(classes)
}

/// 1×1 down, 3×3, 1×1 up to four times the width; a 1×1 shortcut where shapes differ.
fn bottleneck(list: &mut Unroll, index: usize, width: usize, stride: usize) {
    let at = |part: &str| format!("blocks.{index}.{part}");
    let input = list.shape;
    let out = ConvShape::pointwise(4 * width);
    list.conv_bn_act(&at("reduce"), ConvShape::pointwise(width));
    let spatial = ConvShape { kernel: 3, stride, ..ConvShape::pointwise(width) };
    list.conv_bn_act(&at("conv"), spatial);
    list.conv(&at("expand"), out);
    list.norm(&at("expand"));
    let output = list.shape;
    if input != output {
        list.shape = input;
        list.conv(&at("shortcut"), ConvShape { stride, ..out });
        list.norm(&at("shortcut"));
    }
    list.push(&at("skip"), Operator::Add, output);
    list.act(&at("skip"));
}

/// Thirteen depthwise-separable convolutions. The paper does not say how it made this network deeper;
/// equal neighbours are taken as one stage.
fn mobilenet_v1(scaling: Scaling, classes: usize) -> Vec<LayerSpec> {
    // Channels, stride of the first, repeats.
    const STAGES: [(usize, usize, usize); 7] = [
        (64, 1, 1),
        (128, 2, 1),
        (128, 1, 1),
        (256, 2, 2),
        (512, 2, 6),
        (1024, 2, 1),
        (1024, 1, 1),
    ];
    let wider = |channels| round_channels(channels, scaling.width, ROUND_LIMIT);
    let mut list = Unroll::new(scaling.resolution, Activation::Relu);
    list.conv_bn_act("stem", ConvShape { kernel: 3, stride: 2, ..ConvShape::pointwise(wider(32)) });
    let mut index = 0;
    for (stage, (channels, first, repeats)) in STAGES.into_iter().enumerate() {
        list.stage = stage + 2;
        for repeat in 0..round_repeats(repeats, scaling.depth) {
            list.block = Some(index);
            let stride = if repeat == 0 { first } else { 1 };
            let same = ConvShape::pointwise(list.shape.c);
            let depthwise = ConvShape { kernel: 3, stride, depthwise: true, ..same };
            list.conv_bn_act(&format!("blocks.{index}.depthwise"), depthwise);
            let pointwise = ConvShape::pointwise(wider(channels));
            list.conv_bn_act(&format!("blocks.{index}.project"), pointwise);
            index += 1;
        }
    }
    list.end();
    list.classifier(classes)
}

//! The base tables of the model families.

use super::scaling::ROUND_LIMIT;
use super::shape::Padding;
use super::spec::BlockKind::{FusedMBConv, MBConv};
use super::spec::{Activation, BaseSpec, BlockKind, Ends, StageSpec};

/// EfficientNet's base network, before compound scaling: the paper's Table 1.
///
/// The stage rows equal `_DEFAULT_BLOCKS_ARGS` in tensorflow/tpu, `efficientnet_builder.py`.
#[rustfmt::skip]
pub fn efficientnet() -> BaseSpec {
    BaseSpec {
        stem: 32,
        stages: vec![
            //          k  s  e    C  L
            row(MBConv, 3, 1, 1,  16, 1, SE),
            row(MBConv, 3, 2, 6,  24, 2, SE),
            row(MBConv, 5, 2, 6,  40, 2, SE),
            row(MBConv, 3, 2, 6,  80, 3, SE),
            row(MBConv, 5, 1, 6, 112, 3, SE),
            row(MBConv, 5, 2, 6, 192, 4, SE),
            row(MBConv, 3, 1, 6, 320, 1, SE),
        ],
        head: 1280,
        activation: Activation::Silu,
        ends: Ends::Scaled,
        round_limit: ROUND_LIMIT,
        padding: Padding::Same,
        bn_eps: 1e-3,
    }
}

/// EfficientNet-Lite: no squeeze-excite, ReLU6, and stem, head, first and last stage kept as they are.
///
/// Source: tensorflow/tpu, `lite/efficientnet_lite_builder.py`.
pub fn efficientnet_lite() -> BaseSpec {
    let mut base = BaseSpec { activation: Activation::Relu6, ends: Ends::Fixed, ..efficientnet() };
    for row in &mut base.stages {
        row.se_ratio = None;
    }
    base
}

/// The sizes of EfficientNetV2, each with a table of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum V2 {
    /// What V2-B0 to V2-B3 scale.
    Base,
    /// Small.
    S,
    /// Medium.
    M,
    /// Large.
    L,
    /// Extra large.
    Xl,
}

/// EfficientNetV2: Fused-MBConv without squeeze-excite first, MBConv later.
///
/// Source: google/automl, `efficientnetv2/effnetv2_configs.py`. Its rounding has no 90 % rule.
#[rustfmt::skip]
pub fn efficientnet_v2(size: V2) -> BaseSpec {
    let (stem, stages) = match size {
        V2::Base => (32, vec![
            row(FusedMBConv, 3, 1, 1,  16, 1, None),
            row(FusedMBConv, 3, 2, 4,  32, 2, None),
            row(FusedMBConv, 3, 2, 4,  48, 2, None),
            row(MBConv,      3, 2, 4,  96, 3, SE),
            row(MBConv,      3, 1, 6, 112, 5, SE),
            row(MBConv,      3, 2, 6, 192, 8, SE),
        ]),
        V2::S => (24, vec![
            row(FusedMBConv, 3, 1, 1,  24,  2, None),
            row(FusedMBConv, 3, 2, 4,  48,  4, None),
            row(FusedMBConv, 3, 2, 4,  64,  4, None),
            row(MBConv,      3, 2, 4, 128,  6, SE),
            row(MBConv,      3, 1, 6, 160,  9, SE),
            row(MBConv,      3, 2, 6, 256, 15, SE),
        ]),
        V2::M => (24, seven([3, 5, 5, 7, 14, 18, 5], [24, 48, 80, 160, 176, 304, 512])),
        V2::L => (32, seven([4, 7, 7, 10, 19, 25, 7], [32, 64, 96, 192, 224, 384, 640])),
        V2::Xl => (32, seven([4, 8, 8, 16, 24, 32, 8], [32, 64, 96, 192, 256, 512, 640])),
    };
    BaseSpec { stem, stages, round_limit: 0.0, ..efficientnet() }
}

/// M, L and XL differ only in repeats and channels.
#[rustfmt::skip]
fn seven(repeats: [usize; 7], channels: [usize; 7]) -> Vec<StageSpec> {
    let [r, c] = [repeats, channels];
    vec![
        row(FusedMBConv, 3, 1, 1, c[0], r[0], None),
        row(FusedMBConv, 3, 2, 4, c[1], r[1], None),
        row(FusedMBConv, 3, 2, 4, c[2], r[2], None),
        row(MBConv,      3, 2, 4, c[3], r[3], SE),
        row(MBConv,      3, 1, 6, c[4], r[4], SE),
        row(MBConv,      3, 2, 6, c[5], r[5], SE),
        row(MBConv,      3, 1, 6, c[6], r[6], SE),
    ]
}

/// MobileNetV2, where the inverted residual comes from.
///
/// Source: torchvision, `models/mobilenetv2.py`.
#[rustfmt::skip]
pub fn mobilenet_v2() -> BaseSpec {
    BaseSpec {
        stages: vec![
            row(MBConv, 3, 1, 1,  16, 1, None),
            row(MBConv, 3, 2, 6,  24, 2, None),
            row(MBConv, 3, 2, 6,  32, 3, None),
            row(MBConv, 3, 2, 6,  64, 4, None),
            row(MBConv, 3, 1, 6,  96, 3, None),
            row(MBConv, 3, 2, 6, 160, 3, None),
            row(MBConv, 3, 1, 6, 320, 1, None),
        ],
        activation: Activation::Relu6,
        ends: Ends::HeadNeverNarrower,
        padding: Padding::Symmetric,
        bn_eps: 1e-5,
        ..efficientnet()
    }
}

/// Our own: the smallest network that has all that makes an EfficientNet, trained by this engine on
/// handwritten digits of 8×8 pixels, which it reads at 16×16.
///
/// A block that does not expand, one with stride 2 and no skip, one with a skip, a kernel of 5; SE and
/// SiLU in all of them. Padding and ε are torchvision's, so that its code can load the weights.
#[rustfmt::skip]
pub fn nano() -> BaseSpec {
    BaseSpec {
        stem: 16,
        stages: vec![
            row(MBConv, 3, 1, 1, 16, 1, SE),
            row(MBConv, 3, 2, 4, 24, 2, SE),
            row(MBConv, 5, 1, 4, 32, 1, SE),
        ],
        head: 96,
        padding: Padding::Symmetric,
        bn_eps: 1e-5,
        ..efficientnet()
    }
}

/// EfficientNet's squeeze: a quarter of the block's input.
const SE: Option<f64> = Some(0.25);

const fn row(
    kind: BlockKind,
    kernel: usize,
    stride: usize,
    expand_ratio: usize,
    channels: usize,
    repeats: usize,
    se_ratio: Option<f64>,
) -> StageSpec {
    StageSpec { kind, kernel, stride, expand_ratio, channels, repeats, se_ratio }
}

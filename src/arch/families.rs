//! The base tables of the model families.

use super::shape::Padding;
use super::spec::{Activation, BaseSpec, StageSpec};

/// EfficientNet's base network, before compound scaling: the paper's Table 1.
///
/// The stage rows equal `_DEFAULT_BLOCKS_ARGS` in tensorflow/tpu, `efficientnet_builder.py`.
#[rustfmt::skip]
pub fn efficientnet() -> BaseSpec {
    BaseSpec {
        stem: 32,
        stages: vec![
            //  k  s  e    C  L
            row(3, 1, 1,  16, 1), // MBConv1
            row(3, 2, 6,  24, 2), // MBConv6 from here on
            row(5, 2, 6,  40, 2),
            row(3, 2, 6,  80, 3),
            row(5, 1, 6, 112, 3),
            row(5, 2, 6, 192, 4),
            row(3, 1, 6, 320, 1),
        ],
        head: 1280,
        se_ratio: Some(0.25),
        activation: Activation::Silu,
        scale_ends: true,
        padding: Padding::Same,
        bn_eps: 1e-3,
    }
}

/// EfficientNet-Lite: no squeeze-excite, ReLU6, and stem, head, first and last stage kept as they are.
///
/// Source: tensorflow/tpu, `lite/efficientnet_lite_builder.py`.
pub fn efficientnet_lite() -> BaseSpec {
    BaseSpec { se_ratio: None, activation: Activation::Relu6, scale_ends: false, ..efficientnet() }
}

const fn row(
    kernel: usize,
    stride: usize,
    expand_ratio: usize,
    channels: usize,
    repeats: usize,
) -> StageSpec {
    StageSpec { kernel, stride, expand_ratio, channels, repeats }
}

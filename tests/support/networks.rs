//! The small networks that the fixtures of `tests/golden` were recorded with, 10 classes each.

use effnet_tutor::arch::{ArchSpec, BaseSpec, BlockKind, Padding, Scaling, StageSpec, families};

/// B0's table at width 0.25 and depth 0.5, as torchvision pads it.
pub(crate) fn torchvision_b0() -> ArchSpec {
    quarter(33, Padding::Symmetric, 1e-5)
}

/// The same table as TensorFlow pads it.
pub(crate) fn timm_b0() -> ArchSpec {
    quarter(35, Padding::Same, 1e-3)
}

fn quarter(resolution: usize, padding: Padding, bn_eps: f32) -> ArchSpec {
    let scaling = Scaling { width: 0.25, depth: 0.5, resolution };
    let spec = families::efficientnet().scale(scaling, 10).unwrap();
    ArchSpec { padding, bn_eps, ..spec }
}

/// A small EfficientNetV2: three fused stages, two of MBConv.
pub(crate) fn v2_tiny() -> ArchSpec {
    let fused = |stride, expand_ratio, channels, repeats| {
        let kind = BlockKind::FusedMBConv;
        StageSpec { kind, kernel: 3, stride, expand_ratio, channels, repeats, se_ratio: None }
    };
    let mbconv = |stride, expand_ratio, channels| StageSpec {
        kind: BlockKind::MBConv,
        se_ratio: Some(0.25),
        ..fused(stride, expand_ratio, channels, 2)
    };
    let base = BaseSpec {
        stem: 8,
        stages: vec![
            fused(1, 1, 8, 1),
            fused(2, 4, 16, 2),
            fused(2, 4, 16, 1),
            mbconv(2, 4, 24),
            mbconv(1, 6, 32),
        ],
        head: 64,
        padding: Padding::Symmetric,
        ..families::efficientnet()
    };
    base.scale(Scaling { resolution: 32, ..Scaling::default() }, 10).unwrap()
}

/// MobileNetV2 at width 0.25.
pub(crate) fn mobilenet_v2() -> ArchSpec {
    let scaling = Scaling { width: 0.25, depth: 1.0, resolution: 32 };
    families::mobilenet_v2().scale(scaling, 10).unwrap()
}

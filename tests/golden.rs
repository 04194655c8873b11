//! The engine against PyTorch: logits and every recorded activation.
//!
//! Fixtures: torchvision 0.29.2 (seeds 11 to 13) and timm 1.0.31 (seed 14) with fixed random weights and
//! 10 classes: B0's table at width 0.25 and depth 0.5, a small EfficientNetV2, MobileNetV2 at width
//! 0.25; and EfficientNet-Lite0 trained on ImageNet, run on three photographs by PyTorch in f32. All
//! recorded in evaluation mode.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

#[path = "support/networks.rs"]
mod networks;
#[path = "support/golden.rs"]
mod support;

use std::collections::HashMap;

use effnet_tutor::arch::{ArchSpec, Variant};
use effnet_tutor::nn::weights::load;
use effnet_tutor::nn::{EfficientNet, Tensor4};
use safetensors::SafeTensors;
use support::{assert_near, floats, golden, tensor};

/// The worst difference measured is 1.4e-6; the rest is room for processors that add in another order.
const TOLERANCE: f32 = 1e-4;

/// Every intermediate value by path, and the logits as `classifier`.
fn watch(net: &EfficientNet, x: &Tensor4) -> HashMap<String, Tensor4> {
    let mut seen = HashMap::new();
    net.infer_watched(x, &mut |path, y| {
        seen.insert(path.to_owned(), y.clone());
    });
    seen
}

/// Where the last block of a stage (2 is the first) ends.
fn stage_end(spec: &ArchSpec, stage: usize) -> String {
    let last = |layer: &&effnet_tutor::arch::LayerSpec| layer.stage == stage;
    spec.layers().iter().rfind(last).unwrap().path.clone()
}

/// Checks logits and all `act.` tensors, `modules` in number; `path_of` says where a recorded module
/// ends.
fn check(name: &str, spec: &ArchSpec, modules: usize, path_of: impl Fn(&str) -> String) {
    let bytes = golden(&format!("{name}.forward"));
    let recorded = SafeTensors::deserialize(&bytes).unwrap();
    let net = load(spec, &golden(&format!("{name}.weights"))).unwrap();
    let seen = watch(&net, &tensor(&recorded, "input"));
    assert_near("logits", &seen["classifier"], &floats(&recorded, "logits"), TOLERANCE);
    let acts: Vec<_> =
        recorded.names().into_iter().filter_map(|name| name.strip_prefix("act.")).collect();
    assert_eq!(acts.len(), modules);
    for module in acts {
        let want = tensor(&recorded, &format!("act.{module}"));
        let got = &seen[&path_of(module)];
        assert_eq!(got.shape(), want.shape(), "{module}");
        assert_near(module, got, want.as_slice().unwrap(), TOLERANCE);
    }
}

#[test]
fn symmetric_padding_equals_torchvision() {
    let spec = networks::torchvision_b0();
    check("torchvision_b0_w0.25_d0.5", &spec, 9, |module| match feature(module) {
        0 => "stem.act".to_owned(),
        8 => "head.act".to_owned(),
        stage => stage_end(&spec, stage + 1),
    });
}

/// The 3 in `features.3`.
fn feature(module: &str) -> usize {
    module.strip_prefix("features.").unwrap().parse().unwrap()
}

#[test]
fn fused_blocks_equal_torchvision() {
    let spec = networks::v2_tiny();
    check("torchvision_v2_tiny", &spec, 7, |module| match feature(module) {
        0 => "stem.act".to_owned(),
        6 => "head.act".to_owned(),
        stage => stage_end(&spec, stage + 1),
    });
}

#[test]
fn mobilenet_v2_equals_torchvision() {
    let spec = networks::mobilenet_v2();
    check("torchvision_mobilenet_v2_w0.25", &spec, 19, |module| match feature(module) {
        0 => "stem.act".to_owned(),
        18 => "head.act".to_owned(),
        block => {
            let layers = spec.layers();
            let last = layers.iter().rfind(|layer| layer.block == Some(block - 1));
            last.unwrap().path.clone()
        }
    });
}

#[test]
fn tensorflow_padding_equals_timm() {
    let spec = networks::timm_b0();
    check("timm_tf_b0_w0.25_d0.5", &spec, 9, |module| match module {
        "conv_stem" => "stem".to_owned(),
        "conv_head" => "head".to_owned(),
        stage => stage_end(&spec, stage["blocks.".len()..].parse::<usize>().unwrap() + 2),
    });
}

/// (x − 127) / 128, rows of RGB pixels to planes.
fn normalised(pixels: &[u8]) -> Tensor4 {
    Tensor4::from_shape_fn((1, 3, 224, 224), |(_, c, y, x)| {
        (f32::from(pixels[(y * 224 + x) * 3 + c]) - 127.0) / 128.0
    })
}

#[test]
fn the_trained_lite0_sees_what_pytorch_sees() {
    let spec = Variant::Lite0.imagenet();
    let net = load(&spec, &golden("efficientnet_lite0_imagenet.f16")).unwrap();
    let bytes = golden("lite0_imagenet.forward");
    let recorded = SafeTensors::deserialize(&bytes).unwrap();
    for photo in ["chelsea", "coffee", "rocket"] {
        let pixels = recorded.tensor(&format!("{photo}.pixels")).unwrap();
        let seen = watch(&net, &normalised(pixels.data()));
        let logits = floats(&recorded, &format!("{photo}.logits"));
        assert_near(photo, &seen["classifier"], &logits, 2e-3);
        for (index, block) in spec.blocks.iter().enumerate() {
            let part = if block.has_skip() { "skip" } else { "project.norm" };
            let end = &seen[&format!("blocks.{index}.{part}")];
            let means = end.mean_axis(ndarray::Axis(3)).unwrap();
            let means = means.mean_axis(ndarray::Axis(2)).unwrap();
            let name = format!("{photo}.block{index}.mean");
            assert_near(&name, &means, &floats(&recorded, &name), 1e-3);
        }
    }
}

//! The engine against PyTorch: logits and every recorded activation.
//!
//! Fixtures: torchvision 0.29.2 (seed 11) and timm 1.0.31 (seed 14) with fixed random weights, B0's table
//! at width 0.25 and depth 0.5, 10 classes; and EfficientNet-Lite0 trained on ImageNet, run on three
//! photographs by PyTorch in f32. All recorded in evaluation mode.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

use std::collections::HashMap;
use std::path::Path;

use effnet_tutor::arch::{ArchSpec, Padding, Scaling, Variant, families};
use effnet_tutor::nn::weights::load;
use effnet_tutor::nn::{EfficientNet, Tensor4};
use safetensors::SafeTensors;

/// The worst difference measured is 1.4e-6; the rest is room for processors that add in another order.
const TOLERANCE: f32 = 1e-4;

fn golden(name: &str) -> Vec<u8> {
    let path = Path::new("tests/golden").join(format!("{name}.safetensors"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn floats(file: &SafeTensors, name: &str) -> Vec<f32> {
    let (numbers, _) = file.tensor(name).unwrap().data().as_chunks::<4>();
    numbers.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect()
}

fn tensor(file: &SafeTensors, name: &str) -> Tensor4 {
    let shape = file.tensor(name).unwrap().shape().to_vec();
    let shape: [usize; 4] = shape.try_into().unwrap();
    Tensor4::from_shape_vec(shape, floats(file, name)).unwrap()
}

/// Every intermediate value by path, and the logits as `classifier`.
fn watch(net: &EfficientNet, x: &Tensor4) -> HashMap<String, Tensor4> {
    let mut seen = HashMap::new();
    net.infer_watched(x, &mut |path, y| {
        seen.insert(path.to_owned(), y.clone());
    });
    seen
}

#[track_caller]
fn assert_near<'a>(
    name: &str,
    got: impl IntoIterator<Item = &'a f32>,
    want: &[f32],
    tolerance: f32,
) {
    let got: Vec<f32> = got.into_iter().copied().collect();
    assert_eq!(got.len(), want.len(), "{name}");
    let worst = got.iter().zip(want).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
    assert!(worst <= tolerance, "{name} differs by {worst}");
}

/// B0's table, small, as the fixtures were made.
fn quarter(resolution: usize, padding: Padding, bn_eps: f32) -> ArchSpec {
    let scaling = Scaling { width: 0.25, depth: 0.5, resolution };
    let spec = families::efficientnet().scale(scaling, 10).unwrap();
    ArchSpec { padding, bn_eps, ..spec }
}

/// Where the last block of a stage (2 is the first) ends.
fn stage_end(spec: &ArchSpec, stage: usize) -> String {
    let last = |layer: &&effnet_tutor::arch::LayerSpec| layer.stage == stage;
    spec.layers().iter().rfind(last).unwrap().path.clone()
}

/// Checks logits and all `act.` tensors; `path_of` says where a recorded module ends.
fn check(name: &str, spec: &ArchSpec, path_of: impl Fn(&str) -> String) {
    let bytes = golden(&format!("{name}.forward"));
    let recorded = SafeTensors::deserialize(&bytes).unwrap();
    let net = load(spec, &golden(&format!("{name}.weights"))).unwrap();
    let seen = watch(&net, &tensor(&recorded, "input"));
    assert_near("logits", &seen["classifier"], &floats(&recorded, "logits"), TOLERANCE);
    let modules: Vec<_> =
        recorded.names().into_iter().filter_map(|name| name.strip_prefix("act.")).collect();
    assert_eq!(modules.len(), 9);
    for module in modules {
        let want = tensor(&recorded, &format!("act.{module}"));
        let got = &seen[&path_of(module)];
        assert_eq!(got.shape(), want.shape(), "{module}");
        assert_near(module, got, want.as_slice().unwrap(), TOLERANCE);
    }
}

#[test]
fn symmetric_padding_equals_torchvision() {
    let spec = quarter(33, Padding::Symmetric, 1e-5);
    check("torchvision_b0_w0.25_d0.5", &spec, |module| match module {
        "features.0" => "stem.act".to_owned(),
        "features.8" => "head.act".to_owned(),
        stage => stage_end(&spec, stage["features.".len()..].parse::<usize>().unwrap() + 1),
    });
}

#[test]
fn tensorflow_padding_equals_timm() {
    let spec = quarter(35, Padding::Same, 1e-3);
    check("timm_tf_b0_w0.25_d0.5", &spec, |module| match module {
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

//! The engine against PyTorch, in training: the loss, every gradient, every running average.
//!
//! One step on the same four networks as `golden.rs`: batch statistics, no dropout, no stochastic depth, mean
//! cross-entropy of two images with the labels 3 and 7.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

#[path = "support/networks.rs"]
mod networks;
#[path = "support/golden.rs"]
mod support;

use effnet_tutor::arch::ArchSpec;
use effnet_tutor::nn::Tensor4;
use effnet_tutor::nn::weights::{Naming, load};
use effnet_tutor::random::SplitMix64;
use ndarray::ArrayViewD;
use safetensors::SafeTensors;
use support::{assert_near, floats, golden, tensor};

const LABELS: [usize; 2] = [3, 7];

/// Mean cross-entropy and its gradient, apart from the trainer's own.
fn cross_entropy(logits: &Tensor4) -> (f32, Tensor4) {
    let mut gradient = logits.mapv(f32::exp);
    let mut loss = 0.0;
    for (mut row, label) in gradient.outer_iter_mut().zip(LABELS) {
        row /= row.sum();
        loss -= row[[label, 0, 0]].ln() / 2.0;
        row[[label, 0, 0]] -= 1.0;
    }
    (loss, gradient / 2.0)
}

fn norm(values: impl Iterator<Item = f32>) -> f32 {
    values.map(|v| v * v).sum::<f32>().sqrt()
}

/// Of a tensor's norm. The worst difference measured is 5e-5.
const TOLERANCE: f32 = 1e-3;

/// How far `got` is from `want`, as a share of the size of `want`.
fn distance(got: impl Iterator<Item = f32>, want: &[f32]) -> f32 {
    norm(got.zip(want).map(|(a, b)| a - b)) / norm(want.iter().copied())
}

/// Checks one tensor by the norm of the difference.
#[track_caller]
fn assert_same(path: &str, got: &ArrayViewD<'_, f32>, want: &[f32], tolerance: f32) {
    assert_eq!(got.len(), want.len(), "{path}");
    if path.ends_with("project.norm.bias") && norm(want.iter().copied()) < 1e-4 {
        // A shift of a block's output passes a 1×1 convolution and is then taken away by the next norm:
        // this gradient is zero, and what both programs have is rounding.
        assert!(norm(got.iter().copied()) < 2e-4, "{path} should have no gradient");
        return;
    }
    let apart = distance(got.iter().copied(), want);
    assert!(apart < tolerance, "{path} differs by {apart} of its size, more than {tolerance}");
}

/// Takes one step of the network `name` and checks all that PyTorch recorded of it under `step`. With an
/// `exact` file (the same step in f64) the gradients are held against that: where PyTorch's own f32 ones
/// lie further from it than [`TOLERANCE`], ours may lie three times as far.
fn check(name: &str, step: &str, spec: &ArchSpec, exact: Option<&str>) {
    let files = [name, step, step].into_iter().zip(["weights", "forward", "backward"]);
    let files: Vec<_> = files.map(|(name, file)| golden(&format!("{name}.{file}"))).collect();
    let forward = SafeTensors::deserialize(&files[1]).unwrap();
    let backward = SafeTensors::deserialize(&files[2]).unwrap();
    let exact = exact.map(|file| golden(&format!("{name}.{file}")));
    let exact = exact.as_ref().map(|bytes| SafeTensors::deserialize(bytes).unwrap());
    let mut net = load(spec, &files[0]).unwrap();
    let mut grad = net.zeros_like();

    let (logits, cache) = net.forward(&tensor(&forward, "input"), &mut SplitMix64::new(0));
    let (loss, dlogits) = cross_entropy(&logits);
    net.backward(&dlogits, cache, &mut grad);

    assert_near("logits", &logits, &floats(&forward, "train.logits"), 1e-4);
    assert_near("loss", &[loss], &floats(&forward, "train.loss"), 1e-4);
    let weights = SafeTensors::deserialize(&files[0]).unwrap();
    let naming = Naming::recognise(weights.names().into_iter()).unwrap();
    let needed = naming.needed(spec);
    assert_eq!(needed.len(), backward.len());
    for needed in needed {
        if needed.path.contains("running") {
            let want = floats(&backward, &format!("after.{}", needed.name));
            assert_same(&needed.path, &net.tensor(&needed.path).unwrap(), &want, TOLERANCE);
            continue;
        }
        let key = format!("grad.{}", needed.name);
        let pytorch = floats(&backward, &key);
        let got = grad.tensor(&needed.path).unwrap();
        let (want, tolerance) = match &exact {
            None => (pytorch, TOLERANCE),
            Some(exact) => {
                let exact = floats(exact, &key);
                let theirs = distance(pytorch.into_iter(), &exact);
                (exact, TOLERANCE.max(3.0 * theirs))
            }
        };
        assert_same(&needed.path, &got, &want, tolerance);
    }
}

#[test]
fn a_step_of_b0s_table_equals_torchvision() {
    let name = "torchvision_b0_w0.25_d0.5";
    check(name, name, &networks::torchvision_b0(), None);
}

#[test]
fn a_step_with_tensorflow_padding_equals_timm() {
    let name = "timm_tf_b0_w0.25_d0.5";
    check(name, name, &networks::timm_b0(), None);
}

#[test]
fn a_step_through_fused_blocks_equals_torchvision() {
    let name = "torchvision_v2_tiny";
    check(name, name, &networks::v2_tiny(), None);
}

#[test]
fn a_step_of_mobilenet_v2_equals_torchvision() {
    let name = "torchvision_mobilenet_v2_w0.25";
    check(name, &format!("{name}_at_64"), &networks::mobilenet_v2(), None);
}

/// At 32×32 the last planes have one pixel, so a norm sees two values and all but the sign of their
/// difference is lost: PyTorch's own f32 gradients are up to 5.1e-3 away from its f64 ones.
#[test]
fn a_step_of_mobilenet_v2_on_one_pixel_is_as_near_as_f32_allows() {
    let name = "torchvision_mobilenet_v2_w0.25";
    check(name, name, &networks::mobilenet_v2(), Some("exact"));
}

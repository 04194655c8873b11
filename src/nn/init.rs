//! Where training begins: random weights whose size keeps the signal's size.
//!
//! ```text
//! convolution   N(0, √(2 / fan_out))   fan_out = k · k · output channels
//! depthwise     the same               fan_out = k · k: each filter feeds one channel
//! classifier    U(−1/√classes, 1/√classes)
//! batch norm    γ = 1, β = 0;  every bias 0
//! ```
//!
//! The numbers of the authors' code (tensorflow/tpu, `efficientnet_model.py`, `conv_kernel_initializer` and
//! `dense_kernel_initializer`), after He et al. 2015. The surprise is in ports: torchvision reads a depthwise
//! weight (C, 1, k, k) as if it fed C channels, and starts those filters √C times smaller.

use ndarray::ArrayViewMutD;

use crate::random::SplitMix64;

use super::{EfficientNet, Role};

impl EfficientNet {
    /// Gives every tensor its value at the start of training.
    pub fn init(&mut self, rng: &mut SplitMix64) {
        self.visit_mut(&mut |path, mut param| match param.role {
            Role::Tracked => param.value.fill(if is(path, "running_var") { 1.0 } else { 0.0 }),
            Role::Trained => start(path, param.value, rng),
        });
    }
}

fn start(path: &str, mut value: ArrayViewMutD<'_, f32>, rng: &mut SplitMix64) {
    let shape = value.shape().to_vec();
    if is(path, "bias") {
        value.fill(0.0);
    } else if is(path, "norm.weight") {
        value.fill(1.0);
    } else if is(path, "classifier.weight") {
        let limit = 1.0 / (shape[0] as f32).sqrt();
        value.mapv_inplace(|_| limit * (2.0 * rng.unit() - 1.0));
    } else {
        let channels_out = if is(path, "depthwise.weight") { 1 } else { shape[0] };
        let fan_out = channels_out * shape[2] * shape[3];
        let deviation = (2.0 / fan_out as f32).sqrt();
        value.mapv_inplace(|_| deviation * rng.normal());
    }
}

/// Whether a path ends with these parts.
fn is(path: &str, end: &str) -> bool {
    path == end || path.strip_suffix(end).is_some_and(|rest| rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arch::Variant;

    fn b0() -> EfficientNet {
        let mut net = EfficientNet::build(&Variant::B0.imagenet());
        net.init(&mut SplitMix64::new(9));
        net
    }

    /// Deviation of a large tensor, within five standard errors.
    #[track_caller]
    fn deviates(net: &EfficientNet, path: &str, want: f32) {
        let value = net.tensor(path).unwrap();
        let (got, count) = (value.std(0.0), value.len() as f32);
        assert!((got / want - 1.0).abs() < 5.0 / (2.0 * count).sqrt(), "{path}: {got}, not {want}");
    }

    #[test]
    fn deviations_follow_the_fan_out() {
        let net = b0();
        deviates(&net, "stem.weight", (2.0_f32 / (9.0 * 32.0)).sqrt());
        deviates(&net, "blocks.15.depthwise.weight", (2.0_f32 / 9.0).sqrt());
        deviates(&net, "blocks.15.se.reduce.weight", (2.0_f32 / 48.0).sqrt());
        deviates(&net, "head.weight", (2.0_f32 / 1280.0).sqrt());
        deviates(&net, "classifier.weight", 1.0 / 1000.0_f32.sqrt() / 3.0_f32.sqrt());
    }

    #[test]
    fn norms_change_nothing_and_biases_are_zero() {
        b0().visit(&mut |path, param| {
            let all = |want: f32| param.value.iter().all(|value| (value - want).abs() < 1e-9);
            if path.ends_with("bias") || path.ends_with("running_mean") {
                assert!(all(0.0), "{path}");
            } else if path.contains("norm") {
                assert!(all(1.0), "{path}");
            }
        });
    }
}

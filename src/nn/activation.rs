//! Pointwise nonlinearities: SiLU (Swish), ReLU6, ReLU and the sigmoid.
//!
//! ```text
//! σ(x) = 1 / (1 + e⁻ˣ)      silu(x) = x · σ(x)      relu6(x) = min(max(x, 0), 6)
//! (N, C, H, W) → same
//! ```
//!
//! SiLU is smooth and not monotonic: it dips to −0.278 at x = −1.278. EfficientNet-Lite uses ReLU6
//! instead, which quantises better and needs no exponential.

use crate::arch::Activation;

use super::{Layer, Tensor4};

/// x · σ(x). Also called Swish, or swish-1 in the paper.
pub fn silu(x: f32) -> f32 {
    x * sigmoid(x)
}

/// min(max(x, 0), 6).
pub fn relu6(x: f32) -> f32 {
    x.clamp(0.0, 6.0)
}

/// max(x, 0).
pub fn relu(x: f32) -> f32 {
    x.max(0.0)
}

/// 1 / (1 + e⁻ˣ), between 0 and 1.
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

impl Layer for Activation {
    fn infer(&self, x: &Tensor4) -> Tensor4 {
        let mut y = x.clone();
        apply(*self, &mut y);
        y
    }
}

/// Applies the nonlinearity in place.
pub fn apply(activation: Activation, x: &mut Tensor4) {
    match activation {
        Activation::Silu => x.mapv_inplace(silu),
        Activation::Relu6 => x.mapv_inplace(relu6),
        Activation::Relu => x.mapv_inplace(relu),
    }
}

/// The gate of squeeze-excite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sigmoid;

impl Layer for Sigmoid {
    fn infer(&self, x: &Tensor4) -> Tensor4 {
        x.mapv(sigmoid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn near(got: f32, want: f32) {
        assert!((got - want).abs() < 1e-6, "{got} is not {want}");
    }

    /// Values from the definitions, in f64: 1/(1+exp(-x)) and x times it.
    #[test]
    fn values_equal_the_definitions() {
        near(sigmoid(0.0), 0.5);
        near(sigmoid(1.0), 0.731_058_6);
        near(silu(1.0), 0.731_058_6);
        near(silu(-1.0), -0.268_941_4);
        near(silu(-1.278_464_5), -0.278_464_5);
        near(relu6(-1.0), 0.0);
        near(relu6(3.5), 3.5);
        near(relu6(7.0), 6.0);
    }

    #[test]
    fn large_inputs_stay_finite() {
        near(sigmoid(-1e4), 0.0);
        near(sigmoid(1e4), 1.0);
        near(silu(-1e4), 0.0);
    }
}

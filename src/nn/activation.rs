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
use crate::random::SplitMix64;

use super::exp::exp;
use super::{Layer, Probe, Tensor4};

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
    1.0 / (1.0 + exp(-x))
}

impl Layer for Activation {
    /// The input.
    type Cache = Tensor4;

    fn infer(&self, x: &Tensor4) -> Tensor4 {
        let mut y = x.clone();
        apply(*self, &mut y);
        y
    }

    fn infer_probed(&self, path: &str, x: &Tensor4, probe: &mut Probe<'_>) -> Tensor4 {
        let y = probe.activation(*self).infer(x);
        probe.show(path, &y);
        y
    }

    fn forward(&mut self, x: &Tensor4, _: &mut SplitMix64) -> (Tensor4, Self::Cache) {
        (self.infer(x), x.clone())
    }

    fn backward(&self, dy: &Tensor4, x: Self::Cache, _: &mut Self) -> Tensor4 {
        // ∂L/∂x = ∂L/∂y · f'(x), value by value.
        let mut dx = x;
        match self {
            Self::Silu => dx.zip_mut_with(dy, |x, dy| *x = dy * silu_slope(*x)),
            Self::Relu6 => dx.zip_mut_with(dy, |x, dy| *x = dy * relu6_slope(*x)),
            Self::Relu => dx.zip_mut_with(dy, |x, dy| *x = dy * relu_slope(*x)),
        }
        dx
    }
}

/// d/dx x·σ(x) = σ(x) · (1 + x · (1 − σ(x)))
fn silu_slope(x: f32) -> f32 {
    let s = sigmoid(x);
    s * (1.0 + x * (1.0 - s))
}

/// 1 between 0 and 6, else 0. At the two kinks any value between is right; like PyTorch, 0.
fn relu6_slope(x: f32) -> f32 {
    f32::from(u8::from(x > 0.0 && x < 6.0))
}

/// 1 above 0, else 0.
fn relu_slope(x: f32) -> f32 {
    f32::from(u8::from(x > 0.0))
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
    /// The output.
    type Cache = Tensor4;

    fn infer(&self, x: &Tensor4) -> Tensor4 {
        let mut y = x.clone();
        y.mapv_inplace(sigmoid);
        y
    }

    fn forward(&mut self, x: &Tensor4, _: &mut SplitMix64) -> (Tensor4, Self::Cache) {
        let y = self.infer(x);
        (y.clone(), y)
    }

    fn backward(&self, dy: &Tensor4, y: Self::Cache, _: &mut Self) -> Tensor4 {
        // σ'(x) = σ(x) · (1 − σ(x)): the output is all that is needed.
        let mut dx = y;
        dx.zip_mut_with(dy, |y, dy| *y = dy * *y * (1.0 - *y));
        dx
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::testing::{assert_gradients, noise};

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

    /// A difference across a kink is no slope, so every value keeps its distance from 0 and 6.
    #[test]
    fn gradients_agree_with_differences() {
        let x: Tensor4 = noise((2, 3, 4, 5), 1) * 9.0;
        assert_gradients(&Activation::Silu, &x);
        assert_gradients(&Sigmoid, &x);
        let clear = x.mapv(|x| {
            let kink = if x < 3.0 { 0.0 } else { 6.0 };
            if (x - kink).abs() < 0.1 { kink + 0.1_f32.copysign(x - kink) } else { x }
        });
        assert_gradients(&Activation::Relu6, &clear);
        assert_gradients(&Activation::Relu, &clear);
    }

    /// torch.nn.functional.silu and relu6 by autograd, in f64.
    #[test]
    fn slopes_equal_pytorchs() {
        near(silu_slope(0.0), 0.5);
        near(silu_slope(1.0), 0.927_670_5);
        near(silu_slope(-3.0), -0.088_104_13);
        near(relu6_slope(6.0), 0.0);
        near(relu6_slope(5.9), 1.0);
        near(relu_slope(0.0), 0.0);
    }
}

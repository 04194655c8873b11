//! SqueezeExcite: looks at the whole image and decides how loud each channel should be.
//!
//! ```text
//! squeeze = mean over H, W                       (N, C, 1, 1)
//! gate = σ(expand(act(reduce(squeeze))))         (N, C, 1, 1) → (N, C/r, 1, 1) → (N, C, 1, 1)
//! y = x · gate                                   (N, C, H, W)
//! ```
//!
//! Both 1×1 convolutions have a bias, the only ones in the network. The squeeze layer's width is a
//! quarter of the block's *input*, not of the expanded channels that it reads.

use crate::arch::Activation;

use super::{Conv2d, GlobalAvgPool, Layer, Param, ParamMut, Sigmoid, Tensor4, Watch, join};

/// A gate for each channel. `SqueezeExcitation` in torchvision.
#[derive(Debug, Clone, PartialEq)]
pub struct SqueezeExcite {
    /// From C channels to the squeeze layer.
    pub reduce: Conv2d,
    /// The nonlinearity between the two.
    pub act: Activation,
    /// Back to C channels.
    pub expand: Conv2d,
}

impl SqueezeExcite {
    /// A gate of zeros before the sigmoid: halves every channel.
    pub fn new(channels: usize, squeeze: usize, act: Activation) -> Self {
        Self {
            reduce: Conv2d::pointwise(channels, squeeze).with_bias(),
            act,
            expand: Conv2d::pointwise(squeeze, channels).with_bias(),
        }
    }
}

impl Layer for SqueezeExcite {
    fn infer(&self, x: &Tensor4) -> Tensor4 {
        self.infer_watched("", x, &mut |_, _| {})
    }

    fn infer_watched(&self, path: &str, x: &Tensor4, watch: &mut Watch<'_>) -> Tensor4 {
        let at = |part| join(path, part);
        let gate = GlobalAvgPool.infer_watched(&at("squeeze"), x, watch);
        let gate = self.reduce.infer_watched(&at("reduce"), &gate, watch);
        let gate = self.act.infer_watched(&at("reduce.act"), &gate, watch);
        let gate = self.expand.infer_watched(&at("expand"), &gate, watch);
        let gate = Sigmoid.infer_watched(&at("gate"), &gate, watch);
        let y = x * &gate;
        watch(&at("scale"), &y);
        y
    }

    fn visit<'a>(&'a self, path: &str, f: &mut dyn FnMut(&str, Param<'a>)) {
        self.reduce.visit(&join(path, "reduce"), f);
        self.expand.visit(&join(path, "expand"), f);
    }

    fn visit_mut<'a>(&'a mut self, path: &str, f: &mut dyn FnMut(&str, ParamMut<'a>)) {
        self.reduce.visit_mut(&join(path, "reduce"), f);
        self.expand.visit_mut(&join(path, "expand"), f);
    }
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;
    use crate::nn::testing::assert_close;

    #[test]
    fn a_network_of_zeros_halves_every_channel() {
        let se = SqueezeExcite::new(2, 1, Activation::Silu);
        let x = array![[[[2.0, 4.0]], [[-6.0, 8.0]]]];
        assert_close(&se.infer(&x), &(&x / 2.0), 1e-6);
    }

    /// By hand: means 3 and 1; reduce 3 − 1 = 2; relu6 2; expand 2·(1, −1) = (2, −2); σ = 0.8808, 0.1192.
    #[test]
    fn the_gate_depends_on_the_mean_of_every_channel() {
        let mut se = SqueezeExcite::new(2, 1, Activation::Relu6);
        se.reduce.weight = array![[[[1.0]], [[-1.0]]]];
        se.expand.weight = array![[[[1.0]]], [[[-1.0]]]];
        let y = se.infer(&array![[[[2.0, 4.0]], [[0.0, 2.0]]]]);
        let want = array![[[[1.761_594, 3.523_188]], [[0.0, 0.238_405_84]]]];
        assert_close(&y, &want, 1e-5);
    }
}

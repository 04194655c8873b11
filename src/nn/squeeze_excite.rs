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

use ndarray::Array2;

use crate::arch::Activation;
use crate::random::SplitMix64;

use super::interleave::{channels, channels_mut, rows, tensor};
use super::{
    Conv2d, GlobalAvgPool, Layer, Param, ParamMut, Probe, Sigmoid, Tensor4, join, unprobed,
};

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

/// What [`SqueezeExcite`] remembers.
#[derive(Debug)]
pub struct SqueezeExciteCache {
    x: Tensor4,
    squeeze: (usize, usize),
    reduce: Tensor4,
    act: Tensor4,
    expand: Tensor4,
    gate: Tensor4,
}

impl Layer for SqueezeExcite {
    type Cache = SqueezeExciteCache;

    fn infer(&self, x: &Tensor4) -> Tensor4 {
        unprobed(self, x)
    }

    fn infer_probed(&self, path: &str, x: &Tensor4, probe: &mut Probe<'_>) -> Tensor4 {
        let at = |part| join(path, part);
        let gate = GlobalAvgPool.infer_probed(&at("squeeze"), x, probe);
        let gate = self.reduce.infer_probed(&at("reduce"), &gate, probe);
        let gate = self.act.infer_probed(&at("reduce.act"), &gate, probe);
        let gate = self.expand.infer_probed(&at("expand"), &gate, probe);
        let gate = Sigmoid.infer_probed(&at("gate"), &gate, probe);
        let y = x * &gate;
        probe.show(&at("scale"), &y);
        y
    }

    fn forward(&mut self, x: &Tensor4, rng: &mut SplitMix64) -> (Tensor4, Self::Cache) {
        let (gate, squeeze) = GlobalAvgPool.forward(x, rng);
        let (gate, reduce) = self.reduce.forward(&gate, rng);
        let (gate, act) = self.act.forward(&gate, rng);
        let (gate, expand) = self.expand.forward(&gate, rng);
        let (_, gate) = Sigmoid.forward(&gate, rng);
        let y = scale(x, &gate);
        (y, SqueezeExciteCache { x: x.clone(), squeeze, reduce, act, expand, gate })
    }

    fn backward(&self, dy: &Tensor4, cache: Self::Cache, grad: &mut Self) -> Tensor4 {
        // y = x · gate(x): x has two ways to the output, and its gradient is the sum of both.
        let direct = scale(dy, &cache.gate);
        let dgate = over_planes(dy, &cache.x);
        let dgate = Sigmoid.backward(&dgate, cache.gate, &mut Sigmoid);
        let dgate = self.expand.backward(&dgate, cache.expand, &mut grad.expand);
        let dgate = self.act.backward(&dgate, cache.act, &mut grad.act);
        let dgate = self.reduce.backward(&dgate, cache.reduce, &mut grad.reduce);
        direct + GlobalAvgPool.backward(&dgate, cache.squeeze, &mut GlobalAvgPool)
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

/// Every plane times its gate.
fn scale(x: &Tensor4, gate: &Tensor4) -> Tensor4 {
    let (n, _, h, w) = x.dim();
    let mut y = rows(x).into_owned();
    for (y, gate) in channels_mut(&mut y).zip(channels(&rows(gate).view())) {
        for pixel in y.chunks_exact_mut(n) {
            pixel.iter_mut().zip(gate).for_each(|(y, gate)| *y *= gate);
        }
    }
    tensor(y, (n, h, w))
}

/// Σ_{h, w} a · b: (N, C, H, W) → (N, C, 1, 1), the gradient of a factor that a whole plane shares.
fn over_planes(a: &Tensor4, b: &Tensor4) -> Tensor4 {
    let (n, c, ..) = a.dim();
    let (a, b) = (rows(a), rows(b));
    let (a, b) = (a.view(), b.view());
    let mut sums = Array2::zeros((c, n));
    let pairs = channels(&a).zip(channels(&b));
    for (sums, (a, b)) in channels_mut(&mut sums).zip(pairs) {
        for (a, b) in a.chunks_exact(n).zip(b.chunks_exact(n)) {
            sums.iter_mut().zip(a.iter().zip(b)).for_each(|(sum, (a, b))| *sum += a * b);
        }
    }
    tensor(sums, (n, 1, 1))
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;
    use crate::nn::testing::{assert_close, assert_gradients, noise, randomise};

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

    #[test]
    fn training_computes_what_inference_does() {
        let mut se = randomise(SqueezeExcite::new(4, 2, Activation::Silu));
        let x = noise((3, 4, 3, 2), 1);
        let (y, _) = se.forward(&x, &mut SplitMix64::new(0));
        assert_close(&y, &se.infer(&x), 1e-6);
    }

    #[test]
    fn gradients_agree_with_differences() {
        let se = randomise(SqueezeExcite::new(4, 2, Activation::Silu));
        assert_gradients(&se, &noise((3, 4, 3, 2), 1));
        assert_gradients(&se, &noise((1, 4, 1, 1), 2));
    }
}

//! StochasticDepth: in training, some images skip the block altogether.
//!
//! ```text
//! y[n] = branch[n] · mask[n] / (1 − p)      mask: 0 with probability p, else 1
//! (N, C, H, W) → same, then the skip is added
//! ```
//!
//! One draw for each image, not for each value: what is left of a dropped block is its skip. The rate
//! grows with depth, p = rate · index / blocks, because early blocks make what all others read. So the
//! last of B0's blocks has 0.1875 with the usual rate 0.2, never 0.2 itself, and without a skip even
//! that is not used.
//!
//! Also known as `drop_connect` (TensorFlow, which borrowed another method's name) and `drop_path` (timm).
//! Huang et al. 2016, "Deep networks with stochastic depth".

use crate::random::SplitMix64;

use super::dropout::assert_rate;
use super::{Layer, Tensor4};

/// Drops the residual branch of whole images at random. Holds no tensors.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct StochasticDepth {
    rate: f32,
}

/// How often block `index` of `blocks` is dropped: `rate` · index / blocks.
pub fn drop_rate(rate: f64, index: usize, blocks: usize) -> f64 {
    rate * index as f64 / blocks.max(1) as f64
}

impl StochasticDepth {
    /// Drops each image's branch with probability `rate`; 0 drops nothing.
    ///
    /// # Panics
    /// When the rate is not in 0..1.
    pub fn new(rate: f32) -> Self {
        assert_rate("StochasticDepth", rate);
        Self { rate }
    }

    /// The probability of dropping.
    pub const fn rate(self) -> f32 {
        self.rate
    }
}

impl Layer for StochasticDepth {
    /// What each image was multiplied by; `None` if nothing drops.
    type Cache = Option<Vec<f32>>;

    fn infer(&self, x: &Tensor4) -> Tensor4 {
        x.clone()
    }

    fn forward(&mut self, x: &Tensor4, rng: &mut SplitMix64) -> (Tensor4, Self::Cache) {
        if self.rate <= 0.0 {
            return (x.clone(), None);
        }
        let keep = 1.0 - self.rate;
        let draw = |_| if rng.unit() < keep { 1.0 / keep } else { 0.0 };
        let mask: Vec<f32> = (0..x.dim().0).map(draw).collect();
        (times(x, &mask), Some(mask))
    }

    fn backward(&self, dy: &Tensor4, mask: Self::Cache, _: &mut Self) -> Tensor4 {
        mask.map_or_else(|| dy.clone(), |mask| times(dy, &mask))
    }
}

/// Each image times its own factor.
fn times(x: &Tensor4, factors: &[f32]) -> Tensor4 {
    let mut y = x.clone();
    for (mut image, &factor) in y.outer_iter_mut().zip(factors) {
        image *= factor;
    }
    y
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::testing::{assert_close, assert_gradients, noise};

    #[test]
    fn an_image_is_dropped_whole_or_grows_whole() {
        let x = Tensor4::ones((1000, 2, 2, 1));
        let (y, _) = StochasticDepth::new(0.25).forward(&x, &mut SplitMix64::new(3));
        let mut dropped = 0;
        for image in y.outer_iter() {
            let first = image[[0, 0, 0]];
            assert!(image.iter().all(|&value| (value - first).abs() < 1e-6));
            assert!(first == 0.0 || (first - 4.0 / 3.0).abs() < 1e-6);
            dropped += usize::from(first == 0.0);
        }
        // Five standard errors of 1000 draws.
        assert!((181..=319).contains(&dropped), "{dropped}");
    }

    #[test]
    fn a_rate_of_zero_changes_nothing_and_draws_nothing() {
        let (x, mut rng) = (noise((2, 3, 1, 1), 1), SplitMix64::new(1));
        let (y, _) = StochasticDepth::default().forward(&x, &mut rng);
        assert_close(&y, &x, 0.0);
        assert_eq!(rng, SplitMix64::new(1));
    }

    #[test]
    fn gradients_agree_with_differences() {
        assert_gradients(&StochasticDepth::new(0.5), &noise((6, 2, 3, 2), 2));
    }
}

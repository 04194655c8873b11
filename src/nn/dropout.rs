//! Dropout: each value is forgotten at random in training, so that no output relies on one alone.
//!
//! ```text
//! y = x · mask / (1 − p)      mask: 0 with probability p, else 1
//! (N, C, H, W) → same
//! ```
//!
//! This is the inverted form: the division keeps the expected value where it was, and inference needs
//! no layer at all. EfficientNet has one, before the classifier: p is 0.2 for B0 and 0.5 for B7.

use crate::random::SplitMix64;

use super::{Layer, Tensor4};

/// Zeroes values at random. Holds no tensors.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Dropout {
    rate: f32,
}

impl Dropout {
    /// Drops each value with probability `rate`; 0 drops nothing.
    ///
    /// # Panics
    /// When the rate is not in 0..1.
    pub fn new(rate: f32) -> Self {
        assert_rate("Dropout", rate);
        Self { rate }
    }
}

/// Panics unless a rate of dropping leaves something.
pub(super) fn assert_rate(layer: &str, rate: f32) {
    assert!((0.0..1.0).contains(&rate), "{layer} drops at a rate from 0 to below 1, got {rate}");
}

impl Layer for Dropout {
    /// What each value was multiplied by; `None` if nothing drops.
    type Cache = Option<Tensor4>;

    fn infer(&self, x: &Tensor4) -> Tensor4 {
        x.clone()
    }

    fn forward(&mut self, x: &Tensor4, rng: &mut SplitMix64) -> (Tensor4, Self::Cache) {
        if self.rate <= 0.0 {
            return (x.clone(), None);
        }
        let keep = 1.0 - self.rate;
        let mask = x.mapv(|_| if rng.unit() < keep { 1.0 / keep } else { 0.0 });
        (x * &mask, Some(mask))
    }

    fn backward(&self, dy: &Tensor4, mask: Self::Cache, _: &mut Self) -> Tensor4 {
        mask.map_or_else(|| dy.clone(), |mask| mask * dy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::testing::{assert_close, assert_gradients, noise};

    /// Of 10,000 values three in ten are zero, within five standard errors, and the rest grew.
    #[test]
    fn the_rate_is_kept_and_the_mean_too() {
        let x = Tensor4::ones((10, 1000, 1, 1));
        let (y, _) = Dropout::new(0.3).forward(&x, &mut SplitMix64::new(5));
        let dropped = y.iter().filter(|y| **y == 0.0).count() as f32 / 10_000.0;
        assert!((dropped - 0.3).abs() < 0.023, "{dropped}");
        assert!(y.iter().all(|&y| y == 0.0 || (y - 1.0 / 0.7).abs() < 1e-6));
        assert!((y.sum() / 10_000.0 - 1.0).abs() < 0.033);
    }

    #[test]
    fn a_rate_of_zero_changes_nothing_and_draws_nothing() {
        let (x, mut rng) = (noise((2, 3, 1, 1), 1), SplitMix64::new(1));
        let (y, _) = Dropout::default().forward(&x, &mut rng);
        assert_close(&y, &x, 0.0);
        assert_eq!(rng, SplitMix64::new(1));
    }

    #[test]
    fn gradients_agree_with_differences() {
        assert_gradients(&Dropout::new(0.4), &noise((4, 5, 2, 2), 2));
    }

    #[test]
    #[should_panic(expected = "Dropout drops at a rate from 0 to below 1, got 1")]
    fn dropping_everything_is_a_bug() {
        Dropout::new(1.0);
    }
}

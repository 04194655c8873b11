//! GlobalAvgPool: the mean of each channel over height and width.
//!
//! ```text
//! y[n, c] = (1 / H·W) · Σ_{h, w} x[n, c, h, w]
//! (N, C, H, W) → (N, C, 1, 1)
//! ```
//!
//! It is why one set of weights runs at any resolution, and it is the "squeeze" of squeeze-excite.

use ndarray::Array2;

use crate::random::SplitMix64;

use super::interleave::{channels, channels_mut, rows, tensor};
use super::taps::add;
use super::{Layer, Tensor4};

/// Averages each plane to one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GlobalAvgPool;

impl Layer for GlobalAvgPool {
    /// Height and width of the input.
    type Cache = (usize, usize);

    fn infer(&self, x: &Tensor4) -> Tensor4 {
        let (n, c, h, w) = x.dim();
        assert!(h * w > 0, "GlobalAvgPool reads at least one pixel, got {:?}", x.shape());
        let planes = x.as_standard_layout();
        let planes = planes.as_slice().expect("made standard above").chunks_exact(h * w);
        let means = planes.map(|plane| plane.iter().sum::<f32>() / (h * w) as f32).collect();
        Tensor4::from_shape_vec((n, c, 1, 1), means).expect("one mean for each plane")
    }

    fn forward(&mut self, x: &Tensor4, _: &mut SplitMix64) -> (Tensor4, Self::Cache) {
        let (n, c, h, w) = x.dim();
        assert!(h * w > 0, "GlobalAvgPool reads at least one pixel, got {:?}", x.shape());
        let mut means = Array2::zeros((c, n));
        for (means, x) in channels_mut(&mut means).zip(channels(&rows(x).view())) {
            x.chunks_exact(n).for_each(|pixel| add(means, 1.0 / (h * w) as f32, pixel));
        }
        (tensor(means, (n, 1, 1)), (h, w))
    }

    fn backward(&self, dy: &Tensor4, (h, w): Self::Cache, _: &mut Self) -> Tensor4 {
        // Every pixel had the same share in the mean: ∂L/∂x = dy / (H·W).
        let (n, c, ..) = dy.dim();
        let share = rows(dy).mapv(|dy| dy / (h * w) as f32);
        let mut dx = Array2::zeros((c, h * w * n));
        for (dx, share) in channels_mut(&mut dx).zip(channels(&share.view())) {
            dx.chunks_exact_mut(n).for_each(|pixel| pixel.copy_from_slice(share));
        }
        tensor(dx, (n, h, w))
    }
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;
    use crate::nn::testing::{assert_close, assert_gradients, noise};

    #[test]
    fn a_plane_becomes_its_mean() {
        let x = array![[[[1.0, 2.0], [3.0, 6.0]], [[-1.0, 1.0], [0.0, 0.0]]]];
        assert_close(&GlobalAvgPool.infer(&x), &array![[[[3.0]], [[0.0]]]], 1e-6);
    }

    #[test]
    fn training_computes_what_inference_does() {
        let x = noise((3, 2, 5, 4), 1);
        let (y, _) = GlobalAvgPool.forward(&x, &mut SplitMix64::new(0));
        assert_close(&y, &GlobalAvgPool.infer(&x), 1e-6);
    }

    #[test]
    fn gradients_agree_with_differences() {
        assert_gradients(&GlobalAvgPool, &noise((3, 2, 5, 4), 1));
        assert_gradients(&GlobalAvgPool, &noise((2, 3, 1, 1), 2));
    }
}

//! GlobalAvgPool: the mean of each channel over height and width.
//!
//! ```text
//! y[n, c] = (1 / H·W) · Σ_{h, w} x[n, c, h, w]
//! (N, C, H, W) → (N, C, 1, 1)
//! ```
//!
//! It is why one set of weights runs at any resolution, and it is the "squeeze" of squeeze-excite.

use super::{Layer, Tensor4};

/// Averages each plane to one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GlobalAvgPool;

impl Layer for GlobalAvgPool {
    fn infer(&self, x: &Tensor4) -> Tensor4 {
        let (n, c, h, w) = x.dim();
        assert!(h * w > 0, "GlobalAvgPool reads at least one pixel, got {:?}", x.shape());
        let planes = x.as_standard_layout();
        let planes = planes.as_slice().expect("made standard above").chunks_exact(h * w);
        let means = planes.map(|plane| plane.iter().sum::<f32>() / (h * w) as f32).collect();
        Tensor4::from_shape_vec((n, c, 1, 1), means).expect("one mean for each plane")
    }
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;
    use crate::nn::testing::assert_close;

    #[test]
    fn a_plane_becomes_its_mean() {
        let x = array![[[[1.0, 2.0], [3.0, 6.0]], [[-1.0, 1.0], [0.0, 0.0]]]];
        assert_close(&GlobalAvgPool.infer(&x), &array![[[[3.0]], [[0.0]]]], 1e-6);
    }
}

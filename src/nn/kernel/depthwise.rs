//! The depthwise convolution of one plane. Twin: [`DepthwiseConv2d`](crate::nn::DepthwiseConv2d).
//!
//! ```text
//! y[oy, ox] = act(bias + Σ_{ky, kx} weight[ky, kx] ∘ x[oy·s + ky, ox·s + kx])      ∘ lane by lane
//! ```
//!
//! The input has its border of zeros already. Some neighbours in a row of the output are summed at once:
//! each weight is loaded once for all of them.

use super::matmul::{Tiles, with_tile_size};
use super::{Act, Kernel, Lane, Simd};

/// Neighbours that are summed at once: 4 · 2 accumulators leave room for the inputs that they share.
const TILE: usize = 4;

/// Some rows of one output plane.
#[derive(Debug)]
pub struct Depthwise<'a> {
    /// Rows of the padded input, from the first that the first output row needs.
    pub x: &'a [Lane],
    /// Lanes of a padded row.
    pub row: usize,
    /// Side of the kernel.
    pub kernel: usize,
    /// Step between windows.
    pub stride: usize,
    /// (k · k) lanes, row by row.
    pub weights: &'a [Lane],
    /// Added to every sum.
    pub bias: &'a Lane,
    /// The nonlinearity at the end.
    pub act: Act,
    /// Where the rows go.
    pub y: &'a mut [Lane],
    /// Pixels of an output row.
    pub width: usize,
    /// The sum of the outputs is added to it: the squeeze of squeeze-excite.
    pub sum: &'a mut Lane,
}

impl Kernel for Depthwise<'_> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, s: S) {
        // Constants let the compiler unroll the loops over the kernel.
        match (self.kernel, self.stride) {
            (3, 1) => self.rows(s, 3, 1),
            (3, 2) => self.rows(s, 3, 2),
            (5, 1) => self.rows(s, 5, 1),
            (5, 2) => self.rows(s, 5, 2),
            (kernel, stride) => self.rows(s, kernel, stride),
        }
    }
}

impl Depthwise<'_> {
    #[inline(always)]
    fn rows<S: Simd>(self, s: S, kernel: usize, stride: usize) {
        let bias = s.load(self.bias);
        let mut total = s.load(self.sum);
        for (oy, y) in self.y.chunks_exact_mut(self.width).enumerate() {
            let x = &self.x[oy * stride * self.row..];
            for (at, size) in Tiles::of(self.width, TILE) {
                with_tile_size!(size, M => {
                    let mut sums = [bias; M];
                    for ky in 0..kernel {
                        let x = &x[ky * self.row + at * stride..][..(M - 1) * stride + kernel];
                        let weights = &self.weights[ky * kernel..][..kernel];
                        for kx in 0..kernel {
                            let weight = s.load(&weights[kx]);
                            for m in 0..M {
                                sums[m] = s.mul_add(s.load(&x[m * stride + kx]), weight, sums[m]);
                            }
                        }
                    }
                    let values = self.act.apply(s, sums);
                    for (y, value) in y[at..][..M].iter_mut().zip(values) {
                        s.store(value, y);
                        total = s.add(total, value);
                    }
                });
            }
        }
        s.store(total, self.sum);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::kernel::simd::Portable;
    use crate::nn::kernel::testing::{assert_close, lanes};
    use crate::nn::kernel::{ZERO, dispatch};

    #[test]
    fn rows_equal_the_obvious_sums() {
        let sizes = [(1, 1), (2, 3), (3, 7), (2, 13)];
        for (kernel, stride) in [(1, 1), (1, 2), (3, 1), (3, 2), (5, 1), (5, 2), (7, 1), (7, 2)] {
            for (height, width) in sizes {
                // A padded row may be longer than what the windows cover.
                let row = (width - 1) * stride + kernel + 1;
                let x = lanes(((height - 1) * stride + kernel) * row, 1);
                let (weights, bias) = (lanes(kernel * kernel, 2), lanes(1, 3)[0]);
                let mut want = vec![bias; height * width];
                let mut total = bias; // Sums add to what is there.
                for (p, y) in want.iter_mut().enumerate() {
                    for (k, weight) in weights.iter().enumerate() {
                        let (oy, ox) = (p / width * stride, p % width * stride);
                        let x = x[(oy + k / kernel) * row + ox + k % kernel];
                        for i in 0..16 {
                            y.0[i] += weight.0[i] * x.0[i];
                        }
                    }
                    for i in 0..16 {
                        y.0[i] = y.0[i].max(0.0);
                        total.0[i] += y.0[i];
                    }
                }
                let what = format!("kernel {kernel}, stride {stride}, {height}×{width}");
                let run = |y: &mut [Lane], sum: &mut Lane, portable: bool| {
                    let (x, weights, bias, act) = (&x, &weights, &bias, Act::Relu);
                    let work =
                        Depthwise { x, row, kernel, stride, weights, bias, act, y, width, sum };
                    if portable { work.run(Portable) } else { dispatch(work) }
                };
                for portable in [true, false] {
                    let (mut y, mut sum) = (vec![ZERO; want.len()], bias);
                    run(&mut y, &mut sum, portable);
                    assert_close(&y, &want, &what);
                    assert_close(&[sum], &[total], &what);
                }
            }
        }
    }
}

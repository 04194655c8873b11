//! The plain k×k convolution, directly: no im2col. Twin: [`Conv2d`](crate::nn::Conv2d).
//!
//! ```text
//! y[j][oy, ox] = act(bias[j] + Σ_{ky, kx, c} x[c / 16][oy·s + ky, ox·s + kx][c mod 16] · weight[j][ky, kx, c]) + skip
//! ```
//!
//! The tile of the [matrix product](super::matmul), whose six pixels are neighbours in a row of the output
//! and move over the padded input with the kernel.

use super::matmul::{Filter, Planes, TILE, Tiles, multiply_add, with_tile_size};
use super::{Act, Kernel, LANES, Lane, Simd};

/// Some rows of one output plane.
#[derive(Debug)]
pub struct Conv<'a> {
    /// Padded planes.
    pub x: Planes<'a>,
    /// Lanes of a padded row.
    pub row: usize,
    /// Input channels.
    pub channels: usize,
    /// Side of the kernel.
    pub kernel: usize,
    /// Step between windows.
    pub stride: usize,
    /// Weights by ky, kx, input channel.
    pub filter: Filter<'a>,
    /// The nonlinearity at the end.
    pub act: Act,
    /// The same rows of the plane that is added at the end.
    pub skip: Option<&'a [Lane]>,
    /// First output row.
    pub start: usize,
    /// Where the rows go.
    pub y: &'a mut [Lane],
    /// Pixels of an output row.
    pub width: usize,
}

impl Conv<'_> {
    /// The sums of `M` neighbours from (`oy`, `ox`) on.
    #[inline(always)]
    fn tile<S: Simd, const M: usize>(&self, s: S, oy: usize, ox: usize) -> [S::Vector; M] {
        let mut sums = [s.load(self.filter.bias); M];
        for ky in 0..self.kernel {
            for kx in 0..self.kernel {
                let at = (oy * self.stride + ky) * self.row + ox * self.stride + kx;
                let weights = &self.filter.weights[(ky * self.kernel + kx) * self.channels..];
                let weights = &weights[..self.channels];
                for (plane, weights) in weights.chunks(LANES).enumerate() {
                    let x = &self.x.lanes[plane * self.x.stride + at..];
                    sums = multiply_add(s, x, self.stride, weights, sums);
                }
            }
        }
        sums
    }
}

impl Kernel for Conv<'_> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(mut self, s: S) {
        let y = std::mem::take(&mut self.y);
        for (index, y) in y.chunks_exact_mut(self.width).enumerate() {
            let skip = match self.skip {
                Some(skip) => Some(&skip[index * self.width..][..self.width]),
                None => None,
            };
            for (at, size) in Tiles::of(self.width, TILE) {
                with_tile_size!(size, M => {
                    let sums = self.tile::<S, M>(s, self.start + index, at);
                    let values = self.act.apply(s, sums);
                    for (m, (y, value)) in y[at..][..M].iter_mut().zip(values).enumerate() {
                        let value = match skip {
                            Some(skip) => s.add(value, s.load(&skip[at + m])),
                            None => value,
                        };
                        s.store(value, y);
                    }
                });
            }
        }
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
        let cases = [(3_usize, 3, 2), (16, 3, 1), (24, 3, 2), (17, 5, 1), (5, 1, 2)];
        for (channels, kernel, stride) in cases {
            for (height, width) in [(1, 1), (2, 3), (5, 7)] {
                let row = (width - 1) * stride + kernel;
                let plane = ((height - 1) * stride + kernel) * row;
                let x = lanes(channels.div_ceil(LANES) * plane, 1);
                let (weights, bias) = (lanes(kernel * kernel * channels, 2), lanes(1, 3)[0]);
                let skip = lanes(height * width, 4);
                let mut want = vec![bias; height * width];
                for (p, y) in want.iter_mut().enumerate() {
                    for (index, weight) in weights.iter().enumerate() {
                        let (k, c) = (index / channels, index % channels);
                        let (oy, ox) = (p / width * stride, p % width * stride);
                        let at = (oy + k / kernel) * row + ox + k % kernel;
                        let value = x[c / LANES * plane + at].0[c % LANES];
                        for i in 0..LANES {
                            y.0[i] += weight.0[i] * value;
                        }
                    }
                    for i in 0..LANES {
                        y.0[i] = y.0[i].max(0.0) + skip[p].0[i];
                    }
                }
                let what = format!("{channels} channels, kernel {kernel}, stride {stride}");
                // From the second row on, if there is one.
                let start = usize::from(height > 1);
                for portable in [true, false] {
                    let mut y = vec![ZERO; (height - start) * width];
                    let work = Conv {
                        x: Planes { lanes: &x, stride: plane },
                        row,
                        channels,
                        kernel,
                        stride,
                        filter: Filter { weights: &weights, bias: &bias },
                        act: Act::Relu,
                        skip: Some(&skip[start * width..]),
                        start,
                        y: &mut y,
                        width,
                    };
                    if portable {
                        work.run(Portable);
                    } else {
                        dispatch(work);
                    }
                    assert_close(&y, &want[start * width..], &what);
                }
            }
        }
    }
}

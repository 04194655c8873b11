//! The 1×1 convolution: a matrix product of pixels and weights. Twin: [`Conv2d`](crate::nn::Conv2d).
//!
//! ```text
//! y[j][p] = act(bias[j] + Σ_c x[c / 16][p][c mod 16] · weight[j][c]) + skip[j][p]
//! ```
//!
//! A tile is up to six pixels and one output plane: twelve accumulators of eight numbers stay in
//! registers while all input channels pass by. For each channel one lane of weights is loaded and six
//! inputs are spread over a register each; twelve multiply-adds wait for eight loads, so that the
//! arithmetic is what limits it. Bias, activation and skip are done before the tile leaves the registers.

use super::{Act, Kernel, LANES, Lane, Simd};

/// Pixels of a tile at most: 6 · 2 accumulators, 2 registers of weights and one input fill AVX2's sixteen.
pub const TILE: usize = 6;

/// An image as planes that lie `stride` lanes apart.
#[derive(Debug, Clone, Copy)]
pub struct Planes<'a> {
    /// All planes.
    pub lanes: &'a [Lane],
    /// Lanes from one plane to the next.
    pub stride: usize,
}

/// What one output plane is computed from.
#[derive(Debug, Clone, Copy)]
pub struct Filter<'a> {
    /// One lane for each input channel (and, in [`conv`](super::conv), for each position of the kernel).
    pub weights: &'a [Lane],
    /// Added to every sum.
    pub bias: &'a Lane,
}

/// Cuts a number of pixels into tiles of nearly equal size, at most `largest`: (start, size) of each.
///
/// Nearly equal, for a small tile takes nearly as long as a whole one: 49 pixels are four tiles of 6 and
/// five of 5, not eight of 6 and one of 1.
#[derive(Debug)]
pub struct Tiles {
    start: usize,
    size: usize,
    /// How many tiles are one larger.
    larger: usize,
    left: usize,
}

impl Tiles {
    #[inline(always)]
    /// The tiles of `pixels` pixels.
    pub fn of(pixels: usize, largest: usize) -> Self {
        let left = pixels.div_ceil(largest);
        Self { start: 0, size: pixels / left.max(1), larger: pixels % left.max(1), left }
    }
}

impl Iterator for Tiles {
    type Item = (usize, usize);

    #[inline(always)]
    fn next(&mut self) -> Option<(usize, usize)> {
        self.left = self.left.checked_sub(1)?;
        let size = self.size + usize::from(self.larger > 0);
        self.larger = self.larger.saturating_sub(1);
        let start = self.start;
        self.start += size;
        Some((start, size))
    }
}

/// Calls `$body` with the constant `$M` that equals `$size`.
macro_rules! with_tile_size {
    ($size:expr, $M:ident => $body:expr) => {
        match $size {
            1 => {
                const $M: usize = 1;
                $body
            }
            2 => {
                const $M: usize = 2;
                $body
            }
            3 => {
                const $M: usize = 3;
                $body
            }
            4 => {
                const $M: usize = 4;
                $body
            }
            5 => {
                const $M: usize = 5;
                $body
            }
            _ => {
                const $M: usize = 6;
                $body
            }
        }
    };
}
pub(crate) use with_tile_size;

/// Adds the products of `channels.len()` ≤ 16 channels of `M` pixels, `step` lanes apart.
#[inline(always)]
pub fn multiply_add<S: Simd, const M: usize>(
    s: S,
    x: &[Lane],
    step: usize,
    weights: &[Lane],
    mut sums: [S::Vector; M],
) -> [S::Vector; M] {
    let mut rows = [&x[0]; M];
    for m in 1..M {
        rows[m] = &x[m * step];
    }
    for (channel, weight) in weights.iter().enumerate().take(LANES) {
        let weight = s.load(weight);
        for m in 0..M {
            sums[m] = s.mul_add(s.splat(rows[m].0[channel]), weight, sums[m]);
        }
    }
    sums
}

/// One tile: the sums of `M` pixels from `start` on.
#[inline(always)]
pub fn tile<S: Simd, const M: usize>(
    s: S,
    x: Planes<'_>,
    start: usize,
    filter: Filter<'_>,
) -> [S::Vector; M] {
    let mut sums = [s.load(filter.bias); M];
    for (plane, weights) in filter.weights.chunks(LANES).enumerate() {
        sums = multiply_add(s, &x.lanes[plane * x.stride + start..], 1, weights, sums);
    }
    sums
}

/// A piece of one output plane.
#[derive(Debug)]
pub struct Pointwise<'a> {
    /// The input.
    pub x: Planes<'a>,
    /// Weights and bias of the output plane.
    pub filter: Filter<'a>,
    /// The nonlinearity at the end.
    pub act: Act,
    /// The same piece of the plane that is added at the end.
    pub skip: Option<&'a [Lane]>,
    /// First pixel of the piece.
    pub start: usize,
    /// Where the piece goes.
    pub y: &'a mut [Lane],
}

impl Kernel for Pointwise<'_> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, s: S) {
        let Self { x, filter, act, skip, start, y } = self;
        for (at, size) in Tiles::of(y.len(), TILE) {
            with_tile_size!(size, M => {
                let sums = act.apply(s, tile::<S, M>(s, x, start + at, filter));
                let y = &mut y[at..][..M];
                match skip {
                    Some(skip) => {
                        for ((y, sum), skip) in y.iter_mut().zip(sums).zip(&skip[at..][..M]) {
                            s.store(s.add(sum, s.load(skip)), y);
                        }
                    }
                    None => {
                        for (y, sum) in y.iter_mut().zip(sums) {
                            s.store(sum, y);
                        }
                    }
                }
            });
        }
    }
}

/// Rows of an output plane that gets a border: they lie `row` lanes apart, `left` lanes in.
#[derive(Debug)]
pub struct PointwiseRows<'a> {
    /// The input.
    pub x: Planes<'a>,
    /// Weights and bias of the output plane.
    pub filter: Filter<'a>,
    /// The nonlinearity at the end.
    pub act: Act,
    /// First pixel.
    pub start: usize,
    /// Where the rows go.
    pub rows: &'a mut [Lane],
    /// Lanes from one row to the next.
    pub row: usize,
    /// Lanes of border at the left.
    pub left: usize,
    /// Pixels of a row.
    pub width: usize,
}

impl Kernel for PointwiseRows<'_> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, s: S) {
        let Self { x, filter, act, start, rows, row, left, width } = self;
        // Tiles run on over the ends of rows: `at` is where the next pixel goes.
        let (mut at, mut column) = (left, 0);
        for (pixel, size) in Tiles::of(rows.len() / row * width, TILE) {
            with_tile_size!(size, M => {
                for value in act.apply(s, tile::<S, M>(s, x, start + pixel, filter)) {
                    s.store(value, &mut rows[at]);
                    (at, column) = (at + 1, column + 1);
                    if column == width {
                        (at, column) = (at + row - width, 0);
                    }
                }
            });
        }
    }
}

/// The head: a 1×1 convolution of which only the mean over all pixels is wanted.
#[derive(Debug)]
pub struct PointwiseMean<'a> {
    /// The input.
    pub x: Planes<'a>,
    /// Weights and bias of the output plane.
    pub filter: Filter<'a>,
    /// The nonlinearity at the end.
    pub act: Act,
    /// Pixels of the input.
    pub pixels: usize,
}

impl Kernel for PointwiseMean<'_> {
    type Output = Lane;

    #[inline(always)]
    fn run<S: Simd>(self, s: S) -> Lane {
        let mut total = s.splat(0.0);
        for (at, size) in Tiles::of(self.pixels, TILE) {
            with_tile_size!(size, M => {
                let values = self.act.apply(s, tile::<S, M>(s, self.x, at, self.filter));
                for value in values {
                    total = s.add(total, value);
                }
            });
        }
        let mut mean = super::ZERO;
        s.store(s.mul(total, s.splat(1.0 / self.pixels as f32)), &mut mean);
        mean
    }
}

#[cfg(test)]
mod tests;

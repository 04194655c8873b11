//! Taps: which pixels each weight of a k×k window meets, as stretches of memory.
//!
//! ```text
//! for each tap (ky, kx), each output row oy:   y[.. stretch ..] ↔ weight[ky, kx] ↔ x[.. stretch ..]
//! ```
//!
//! A batch in training has its images innermost (see [`interleave`](super::interleave)), so a pixel is
//! N neighbours in memory, and with stride 1 a whole row of pixels is one stretch. What a border would
//! multiply by zero is left out. Convolution, its two gradients, im2col and its reverse are each one
//! line over the same list.

use std::ops::Range;

use ndarray::{Array2, ArrayView2};

use super::im2col::Window;
use super::interleave::{channels, channels_mut};

/// Values of one channel of the output, and those of the input that meet them under one weight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch {
    /// The weight: ky·k + kx.
    pub(super) tap: usize,
    /// Where in the channel's row of outputs, (H', W', N).
    pub(super) output: Range<usize>,
    /// Where in the channel's row of inputs, (H, W, N). Just as long.
    pub(super) input: Range<usize>,
}

/// All stretches of a window on `n` images of `h` × `w`, tap by tap.
pub(super) fn stretches(window: Window, (n, h, w): (usize, usize, usize)) -> Vec<Stretch> {
    let Window { kernel, stride, .. } = window;
    let (out_h, out_w) = window.output(h, w);
    let (top, left) = window.before(h, w);
    let mut found = Vec::new();
    for tap in 0..kernel * kernel {
        let (ky, kx) = (tap / kernel, tap % kernel);
        let columns = reach(kx, left, stride, w, out_w);
        for oy in reach(ky, top, stride, h, out_h) {
            let row = (oy * stride + ky - top) * w;
            let mut add = |columns: Range<usize>| {
                let pixels = oy * out_w + columns.start..oy * out_w + columns.end;
                let first = row + columns.start * stride + kx - left;
                found.push(Stretch {
                    tap,
                    output: pixels.start * n..pixels.end * n,
                    input: first * n..(first + pixels.len()) * n,
                });
            };
            if stride == 1 && !columns.is_empty() {
                add(columns.clone());
            } else {
                columns.clone().for_each(|column| add(column..column + 1));
            }
        }
    }
    found
}

/// The outputs o of one axis for which the input o·stride + tap − before exists.
fn reach(tap: usize, before: usize, stride: usize, size: usize, out: usize) -> Range<usize> {
    let first = before.saturating_sub(tap).div_ceil(stride);
    let end = (size + before).saturating_sub(tap).div_ceil(stride).min(out);
    first.min(end)..end
}

/// im2col for a whole batch: rows (C, H·W·N) to columns (C·k·k, H'·W'·N).
pub(super) fn columns(
    x: &ArrayView2<'_, f32>,
    window: Window,
    size: (usize, usize, usize),
) -> Array2<f32> {
    let taps = window.kernel.pow(2);
    let (out_h, out_w) = window.output(size.1, size.2);
    let mut columns = Array2::zeros((x.dim().0 * taps, out_h * out_w * size.0));
    let length = columns.dim().1;
    let stretches = stretches(window, size);
    let rows = columns.as_slice_mut().expect("just made").chunks_exact_mut(length * taps);
    for (x, rows) in channels(x).zip(rows) {
        for at in &stretches {
            let row = &mut rows[at.tap * length..][..length];
            row[at.output.clone()].copy_from_slice(&x[at.input.clone()]);
        }
    }
    columns
}

/// The reverse of [`columns`], for gradients: a pixel that k·k windows have read gets k·k terms.
pub(super) fn fold(
    columns: &Array2<f32>,
    window: Window,
    size @ (n, h, w): (usize, usize, usize),
) -> Array2<f32> {
    let taps = window.kernel.pow(2);
    let length = columns.dim().1;
    let mut x = Array2::zeros((columns.dim().0 / taps, h * w * n));
    let stretches = stretches(window, size);
    let rows = columns.as_slice().expect("a product lies in order").chunks_exact(length * taps);
    for (x, rows) in channels_mut(&mut x).zip(rows) {
        for at in &stretches {
            add(&mut x[at.input.clone()], 1.0, &rows[at.tap * length..][at.output.clone()]);
        }
    }
    x
}

/// y += weight · x, the loop that the compiler makes vectors of.
#[inline]
pub(super) fn add(y: &mut [f32], weight: f32, x: &[f32]) {
    for (y, x) in y.iter_mut().zip(x) {
        *y += weight * x;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::Tensor4;
    use crate::nn::im2col::im2col;
    use crate::nn::interleave::rows;
    use crate::nn::testing::{assert_close, noise, windows};

    #[test]
    fn a_batch_of_columns_is_one_images_columns_side_by_side() {
        for window in windows() {
            for (h, w) in [(1, 1), (2, 3), (5, 5), (8, 6)] {
                let x: Tensor4 = noise((3, 2, h, w), 1);
                let all = columns(&rows(&x).view(), window, (3, h, w));
                for (n, image) in x.outer_iter().enumerate() {
                    let one = im2col(&image, window);
                    let mine = all.slice(ndarray::s![.., n..;3]).to_owned();
                    assert_close(&mine, &one, 0.0);
                }
            }
        }
    }

    /// ⟨columns(x), y⟩ = ⟨x, fold(y)⟩ for any x and y: that makes one the gradient of the other.
    #[test]
    fn folding_is_the_transpose() {
        for window in windows() {
            for size @ (n, h, w) in [(2, 1, 1), (3, 5, 4), (1, 6, 6)] {
                let x: Array2<f32> = noise((2, h * w * n), 1);
                let there = columns(&x.view(), window, size);
                let y: Array2<f32> = noise(there.dim(), 2);
                let (left, right) = ((&there * &y).sum(), (&x * &fold(&y, window, size)).sum());
                assert!((left - right).abs() < 1e-4, "{left} is not {right}");
            }
        }
    }
}

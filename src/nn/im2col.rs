//! im2col: every window that a kernel sees becomes one column, so that convolution is a matrix product.
//!
//! ```text
//! (C, H, W) → (C·k·k, H'·W')      row c·k·k + ky·k + kx, column oy·W' + ox
//! columns[row, column] = x[c, oy·s + ky − top, ox·s + kx − left], 0 outside
//! ```
//!
//! The price is memory: each value is copied up to k·k times.

use ndarray::{Array2, ArrayView3};

use crate::arch::Padding;
use crate::arch::shape::conv_output;

/// Kernel side, stride and padding: how a window moves over an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Side of the kernel, odd.
    pub kernel: usize,
    /// Step between windows.
    pub stride: usize,
    /// Rule for the border.
    pub padding: Padding,
}

impl Window {
    /// Height and width after the convolution.
    pub const fn output(self, h: usize, w: usize) -> (usize, usize) {
        (conv_output(h, self.stride), conv_output(w, self.stride))
    }

    /// Rows above and columns left of the image.
    pub fn before(self, h: usize, w: usize) -> (usize, usize) {
        let before = |size| self.padding.amount(size, self.kernel, self.stride).0;
        (before(h), before(w))
    }
}

/// Lays out the windows of one image as columns.
pub fn im2col(x: &ArrayView3<'_, f32>, window: Window) -> Array2<f32> {
    let (channels, h, w) = x.dim();
    let (out_h, out_w) = window.output(h, w);
    let (top, left) = window.before(h, w);
    let k = window.kernel;
    let mut columns = Array2::zeros((channels * k * k, out_h * out_w));
    for (index, mut row) in columns.outer_iter_mut().enumerate() {
        let (c, ky, kx) = (index / (k * k), index / k % k, index % k);
        for oy in 0..out_h {
            let Some(y) = inside(oy * window.stride + ky, top, h) else { continue };
            for ox in 0..out_w {
                let Some(x_at) = inside(ox * window.stride + kx, left, w) else { continue };
                row[oy * out_w + ox] = x[[c, y, x_at]];
            }
        }
    }
    columns
}

/// The index without padding, if it lies on the image.
fn inside(padded: usize, before: usize, size: usize) -> Option<usize> {
    padded.checked_sub(before).filter(|&index| index < size)
}

#[cfg(test)]
mod tests {
    use ndarray::{Array3, array};

    use super::*;

    #[test]
    fn the_first_column_is_the_top_left_window() {
        let x = Array3::from_shape_fn((1, 3, 3), |(_, y, x)| (3 * y + x + 1) as f32);
        let window = Window { kernel: 3, stride: 2, padding: Padding::Symmetric };
        let columns = im2col(&x.view(), window);
        assert_eq!(columns.dim(), (9, 4));
        assert_eq!(columns.column(0), array![0., 0., 0., 0., 1., 2., 0., 4., 5.]);
        assert_eq!(columns.column(3), array![5., 6., 0., 8., 9., 0., 0., 0., 0.]);
    }

    #[test]
    fn tensorflow_pads_the_far_side_of_even_images() {
        let x = Array3::from_shape_fn((1, 2, 2), |(_, y, x)| (2 * y + x + 1) as f32);
        let window = Window { kernel: 3, stride: 2, padding: Padding::Same };
        assert_eq!(im2col(&x.view(), window).column(0), array![1., 2., 0., 3., 4., 0., 0., 0., 0.]);
    }
}

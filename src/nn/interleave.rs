//! How a batch lies in memory during training: the images innermost.
//!
//! ```text
//! as we speak of it   (N, C, H, W)
//! as files have it    n·CHW + c·HW + h·W + w
//! in training         c·HWN + h·WN + w·N + n        one row of H·W·N values for each channel
//! ```
//!
//! The planes of a small network are tiny, down to one pixel, and loops over them would do nothing but
//! begin and end. With the images innermost a 1×1 convolution is one matrix product for the whole
//! batch, batch norm reads a channel in one stretch, and a depthwise filter moves all images at once.
//!
//! A tensor in this order still says (N, C, H, W): only its strides differ, and any layer of the
//! engine reads it. What is in another order is copied once.

use ndarray::{Array2, ArrayView2, CowArray, Ix2};

use super::Tensor4;

/// The batch as a matrix (C, H·W·N), copied only if it lies otherwise.
pub(super) fn rows(x: &Tensor4) -> CowArray<'_, f32, Ix2> {
    let (n, c, h, w) = x.dim();
    let x = x.view().permuted_axes([1, 2, 3, 0]);
    let shape = (c, h * w * n);
    if x.is_standard_layout() {
        CowArray::from(x.into_shape_with_order(shape).expect("checked to lie in order"))
    } else {
        let x = x.as_standard_layout().into_owned();
        CowArray::from(x.into_shape_with_order(shape).expect("just put in order"))
    }
}

/// The same values with the images innermost.
pub(super) fn interleaved(x: &Tensor4) -> Tensor4 {
    let (n, _, h, w) = x.dim();
    tensor(rows(x).into_owned(), (n, h, w))
}

/// Back to a tensor of `n` images of `h` × `w`, without a copy.
pub(super) fn tensor(rows: Array2<f32>, (n, h, w): (usize, usize, usize)) -> Tensor4 {
    let c = rows.dim().0;
    let x = rows.into_shape_with_order((c, h, w, n)).expect("rows lie in order");
    x.permuted_axes([3, 0, 1, 2])
}

/// The values of each channel, one slice after the other.
pub(super) fn channels<'a>(rows: &'a ArrayView2<'_, f32>) -> impl Iterator<Item = &'a [f32]> {
    let length = rows.dim().1.max(1);
    rows.as_slice().expect("rows lie in order").chunks_exact(length)
}

/// As [`channels`], to change.
pub(super) fn channels_mut(rows: &mut Array2<f32>) -> impl Iterator<Item = &mut [f32]> {
    let length = rows.dim().1.max(1);
    rows.as_slice_mut().expect("rows lie in order").chunks_exact_mut(length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::testing::{assert_close, noise};

    #[test]
    fn there_and_back_changes_no_value() {
        for shape in [(2, 3, 4, 5), (1, 3, 4, 5), (4, 3, 1, 1), (1, 1, 1, 1)] {
            let x: Tensor4 = noise(shape, 1);
            let size = (shape.0, shape.2, shape.3);
            let y = tensor(rows(&x).into_owned(), size);
            assert_close(&y, &x, 0.0);
            assert!(rows(&y).is_view());
        }
    }

    #[test]
    fn images_are_neighbours() {
        let x = Tensor4::from_shape_fn((2, 2, 1, 2), |(n, c, _, w)| (100 * c + 10 * w + n) as f32);
        let rows = rows(&x);
        assert_close(
            &rows.to_owned(),
            &ndarray::array![[0., 1., 10., 11.], [100., 101., 110., 111.]],
            0.0,
        );
    }
}

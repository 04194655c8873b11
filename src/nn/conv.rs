//! Conv2d: the plain convolution, as one matrix product for each image.
//!
//! ```text
//! y[n, o, oy, ox] = bias[o] + Σ_{c, ky, kx} weight[o, c, ky, kx] · x[n, c, oy·s + ky − top, ox·s + kx − left]
//! (N, C, H, W) → (N, O, ⌈H/s⌉, ⌈W/s⌉)
//! ```
//!
//! With [`im2col`] the sum over (c, ky, kx) is a row of the weight times a column of windows. A 1×1
//! convolution needs no im2col: the image already is its own column matrix. In training one product
//! serves the whole batch.

use ndarray::linalg::general_mat_mul;
use ndarray::{Array1, Array4, ArrayView2, ArrayViewMut2, Axis, CowArray, Ix2};

use crate::arch::Padding;
use crate::random::SplitMix64;

use super::im2col::{Window, im2col};
use super::interleave::{channels, rows, tensor};
use super::sums::sum;
use super::taps::{columns, fold};
use super::{Layer, Param, ParamMut, Role, Tensor4, assert_channels, join};

/// A convolution over all channels.
#[derive(Debug, Clone, PartialEq)]
pub struct Conv2d {
    /// (O, C, k, k).
    pub weight: Array4<f32>,
    /// One for each output channel. Only squeeze-excite has it: batch norm makes it superfluous.
    pub bias: Option<Array1<f32>>,
    /// Kernel side, stride and padding.
    pub window: Window,
}

impl Conv2d {
    /// A convolution of zeros, without bias.
    pub fn new(channels_in: usize, channels_out: usize, window: Window) -> Self {
        let weight = Array4::zeros((channels_out, channels_in, window.kernel, window.kernel));
        Self { weight, bias: None, window }
    }

    /// A 1×1 convolution of zeros: mixes channels, sees no neighbours.
    pub fn pointwise(channels_in: usize, channels_out: usize) -> Self {
        let window = Window { kernel: 1, stride: 1, padding: Padding::Symmetric };
        Self::new(channels_in, channels_out, window)
    }

    /// Adds a bias of zeros.
    #[must_use]
    pub fn with_bias(self) -> Self {
        let bias = Some(Array1::zeros(self.weight.dim().0));
        Self { bias, ..self }
    }

    /// The weight as a matrix: (O, C·k·k).
    fn matrix(&self) -> ArrayView2<'_, f32> {
        let (out, c, kh, kw) = self.weight.dim();
        self.weight.view().into_shape_with_order((out, c * kh * kw)).expect("weights lie in order")
    }

    fn matrix_mut(&mut self) -> ArrayViewMut2<'_, f32> {
        let (out, c, kh, kw) = self.weight.dim();
        let view = self.weight.view_mut();
        view.into_shape_with_order((out, c * kh * kw)).expect("weights lie in order")
    }

    /// The windows of a whole batch as columns: (C·k·k, H'·W'·N).
    fn columns<'a>(&self, x: &'a Tensor4) -> CowArray<'a, f32, Ix2> {
        let (n, _, h, w) = x.dim();
        let x = rows(x);
        if self.is_pointwise() { x } else { columns(&x.view(), self.window, (n, h, w)).into() }
    }

    fn is_pointwise(&self) -> bool {
        self.window.kernel == 1 && self.window.stride == 1
    }
}

impl Layer for Conv2d {
    /// The input.
    type Cache = Tensor4;

    fn infer(&self, x: &Tensor4) -> Tensor4 {
        let (out, channels, ..) = self.weight.dim();
        assert_channels("Conv2d", x, channels);
        let (n, _, h, w) = x.dim();
        let (out_h, out_w) = self.window.output(h, w);
        let mut y = Tensor4::zeros((n, out, out_h, out_w));
        let x = x.as_standard_layout();
        for (image, y) in x.outer_iter().zip(y.outer_iter_mut()) {
            let mut y = y.into_shape_with_order((out, out_h * out_w)).expect("y lies in order");
            if let Some(bias) = &self.bias {
                y.columns_mut().into_iter().for_each(|mut column| column.assign(bias));
            }
            let columns = if self.is_pointwise() {
                let pixels = image.into_shape_with_order((channels, h * w));
                CowArray::from(pixels.expect("images lie in order"))
            } else {
                CowArray::from(im2col(&image, self.window))
            };
            general_mat_mul(1.0, &self.matrix(), &columns, 1.0, &mut y);
        }
        y
    }

    fn forward(&mut self, x: &Tensor4, _: &mut SplitMix64) -> (Tensor4, Self::Cache) {
        assert_channels("Conv2d", x, self.weight.dim().1);
        let (n, _, h, w) = x.dim();
        let (out_h, out_w) = self.window.output(h, w);
        let mut y = self.matrix().dot(&self.columns(x));
        if let Some(bias) = &self.bias {
            y += &bias.view().insert_axis(Axis(1));
        }
        (tensor(y, (n, out_h, out_w)), x.clone())
    }

    fn backward(&self, dy: &Tensor4, x: Self::Cache, grad: &mut Self) -> Tensor4 {
        // y = W · columns, so ∂L/∂W = dy · columnsᵀ and ∂L/∂columns = Wᵀ · dy.
        let (n, _, h, w) = x.dim();
        let dy = rows(dy);
        if let Some(bias) = &mut grad.bias {
            bias.iter_mut().zip(channels(&dy.view())).for_each(|(b, dy)| *b += sum(dy) as f32);
        }
        general_mat_mul(1.0, &dy, &self.columns(&x).t(), 1.0, &mut grad.matrix_mut());
        let dx = self.matrix().t().dot(&dy);
        if self.is_pointwise() {
            return tensor(dx, (n, h, w));
        }
        tensor(fold(&dx, self.window, (n, h, w)), (n, h, w))
    }

    fn visit<'a>(&'a self, path: &str, f: &mut dyn FnMut(&str, Param<'a>)) {
        let role = Role::Trained;
        f(&join(path, "weight"), Param { role, value: self.weight.view().into_dyn() });
        if let Some(bias) = &self.bias {
            f(&join(path, "bias"), Param { role, value: bias.view().into_dyn() });
        }
    }

    fn visit_mut<'a>(&'a mut self, path: &str, f: &mut dyn FnMut(&str, ParamMut<'a>)) {
        let role = Role::Trained;
        f(&join(path, "weight"), ParamMut { role, value: self.weight.view_mut().into_dyn() });
        if let Some(bias) = &mut self.bias {
            f(&join(path, "bias"), ParamMut { role, value: bias.view_mut().into_dyn() });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::testing::{assert_close, assert_gradients, noise, windows};

    /// The definition, term by term: seven loops.
    fn seven_loops(conv: &Conv2d, x: &Tensor4) -> Tensor4 {
        let (n, c, h, w) = x.dim();
        let (top, left) = conv.window.before(h, w);
        let (out_h, out_w) = conv.window.output(h, w);
        let k = conv.window.kernel;
        Tensor4::from_shape_fn((n, conv.weight.dim().0, out_h, out_w), |(n, o, oy, ox)| {
            let mut sum = conv.bias.as_ref().map_or(0.0, |bias| bias[o]);
            for c in 0..c {
                for ky in 0..k {
                    for kx in 0..k {
                        let y = (oy * conv.window.stride + ky).wrapping_sub(top);
                        let at = (ox * conv.window.stride + kx).wrapping_sub(left);
                        let value = x.get((n, c, y, at)).copied().unwrap_or(0.0);
                        sum += conv.weight[[o, c, ky, kx]] * value;
                    }
                }
            }
            sum
        })
    }

    #[test]
    fn the_matrix_product_equals_seven_loops() {
        for window in windows() {
            for (h, w) in [(1, 1), (2, 3), (7, 7), (8, 5), (11, 9)] {
                let mut conv = Conv2d::new(3, 4, window).with_bias();
                conv.weight = noise(conv.weight.dim(), 1);
                conv.bias = Some(Array1::linspace(-1.0, 1.0, 4));
                let x = noise((2, 3, h, w), 2);
                assert_close(&conv.infer(&x), &seven_loops(&conv, &x), 1e-5);
            }
        }
    }

    #[test]
    fn training_computes_what_inference_does() {
        for window in windows() {
            for (h, w) in [(1, 1), (2, 3), (8, 5)] {
                let mut conv = Conv2d::new(3, 4, window).with_bias();
                conv.weight = noise(conv.weight.dim(), 1);
                conv.bias = Some(noise(4, 2));
                let x = noise((3, 3, h, w), 3);
                let (y, _) = conv.forward(&x, &mut SplitMix64::new(0));
                assert_close(&y, &conv.infer(&x), 1e-5);
            }
        }
    }

    #[test]
    fn gradients_agree_with_differences() {
        for window in windows() {
            for (h, w) in [(1, 1), (4, 3)] {
                let mut conv = Conv2d::new(2, 3, window).with_bias();
                conv.weight = noise(conv.weight.dim(), 1);
                assert_gradients(&conv, &noise((2, 2, h, w), 2));
            }
        }
    }

    #[test]
    fn the_layout_in_memory_does_not_matter() {
        let mut conv = Conv2d::pointwise(3, 2);
        conv.weight = noise(conv.weight.dim(), 3);
        let columns_first = noise((1, 4, 5, 3), 4).permuted_axes([0, 3, 2, 1]);
        let rows_first = columns_first.as_standard_layout().to_owned();
        assert_close(&conv.infer(&columns_first), &conv.infer(&rows_first), 1e-6);
    }

    #[test]
    #[should_panic(expected = "Conv2d reads (N, 3, H, W), got [1, 4, 8, 8]")]
    fn a_wrong_channel_count_names_both_shapes() {
        Conv2d::pointwise(3, 8).infer(&Tensor4::zeros((1, 4, 8, 8)));
    }
}

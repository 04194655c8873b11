//! DepthwiseConv2d: one k×k filter for each channel; channels never meet.
//!
//! ```text
//! y[n, c, oy, ox] = Σ_{ky, kx} weight[c, ky, kx] · x[n, c, oy·s + ky − top, ox·s + kx − left]
//! (N, C, H, W) → (N, C, ⌈H/s⌉, ⌈W/s⌉)
//! ```
//!
//! A matrix product would be wasted on a sum of k·k terms. Instead each plane is copied once with its
//! border of zeros, and every weight adds a shifted, scaled copy of whole rows: long runs of
//! `y += w · x` that the compiler turns into vector instructions. In training the runs go over the
//! images of the batch instead ([`interleave`](super::interleave)), and no border is needed.

use ndarray::{Array2, Array3, s};

use crate::random::SplitMix64;

use super::im2col::Window;
use super::interleave::{channels, channels_mut, rows, tensor};
use super::sums::dot_pieces;
use super::taps::{Stretch, add, stretches};
use super::{Layer, Param, ParamMut, Probe, Role, Tensor4, assert_channels, join};

/// A convolution that filters each channel on its own.
#[derive(Debug, Clone, PartialEq)]
pub struct DepthwiseConv2d {
    /// (C, k, k).
    pub weight: Array3<f32>,
    /// Kernel side, stride and padding.
    pub window: Window,
}

impl DepthwiseConv2d {
    /// A depthwise convolution of zeros.
    pub fn new(channels: usize, window: Window) -> Self {
        Self { weight: Array3::zeros((channels, window.kernel, window.kernel)), window }
    }

    /// A convolution of the same shape that passes each window's centre on.
    #[must_use]
    pub fn centre(&self) -> Self {
        let mut centre = Self::new(self.weight.dim().0, self.window);
        let middle = self.window.kernel / 2;
        centre.weight.slice_mut(s![.., middle, middle]).fill(1.0);
        centre
    }

    /// The k·k weights of each channel.
    fn kernels(&self) -> impl Iterator<Item = &[f32]> {
        let weights = self.weight.as_slice().expect("weights lie in order");
        weights.chunks_exact(self.window.kernel.pow(2))
    }

    fn kernels_mut(&mut self) -> impl Iterator<Item = &mut [f32]> {
        let weights = self.weight.as_slice_mut().expect("weights lie in order");
        weights.chunks_exact_mut(self.window.kernel.pow(2))
    }
}

impl Layer for DepthwiseConv2d {
    /// The input.
    type Cache = Tensor4;

    fn infer(&self, x: &Tensor4) -> Tensor4 {
        let channels = self.weight.dim().0;
        assert_channels("DepthwiseConv2d", x, channels);
        let (n, _, h, w) = x.dim();
        let (out_h, out_w) = self.window.output(h, w);
        let mut y = Tensor4::zeros((n, channels, out_h, out_w));
        if y.is_empty() {
            return y;
        }
        let x = x.as_standard_layout();
        let inputs = x.as_slice().expect("made standard above").chunks_exact(h * w);
        let outputs = y.as_slice_mut().expect("just made").chunks_exact_mut(out_h * out_w);
        let kernels = self.weight.as_slice().expect("weights lie in order");
        let kernels = kernels.chunks_exact(self.window.kernel.pow(2)).cycle();
        let mut padded = PaddedPlane::new(h, w, self.window);
        for ((input, output), kernel) in inputs.zip(outputs).zip(kernels) {
            padded.fill(input);
            padded.convolve(kernel, output);
        }
        y
    }

    fn infer_probed(&self, path: &str, x: &Tensor4, probe: &mut Probe<'_>) -> Tensor4 {
        let identity = probe.switches().depthwise_identity;
        let y = if identity { self.centre().infer(x) } else { self.infer(x) };
        probe.show(path, &y);
        y
    }

    fn forward(&mut self, x: &Tensor4, _: &mut SplitMix64) -> (Tensor4, Self::Cache) {
        assert_channels("DepthwiseConv2d", x, self.weight.dim().0);
        let (n, c, h, w) = x.dim();
        let (out_h, out_w) = self.window.output(h, w);
        let stretches = stretches(self.window, (n, h, w));
        let mut y = Array2::zeros((c, out_h * out_w * n));
        let inputs = rows(x);
        let inputs = inputs.view();
        for ((y, x), weight) in channels_mut(&mut y).zip(channels(&inputs)).zip(self.kernels()) {
            for at in &stretches {
                add(&mut y[at.output.clone()], weight[at.tap], &x[at.input.clone()]);
            }
        }
        (tensor(y, (n, out_h, out_w)), x.clone())
    }

    fn backward(&self, dy: &Tensor4, x: Self::Cache, grad: &mut Self) -> Tensor4 {
        // Where the forward pass did y += w · x, the backward pass does dx += w · dy and dw += dy · x.
        let (n, c, h, w) = x.dim();
        let stretches = stretches(self.window, (n, h, w));
        let mut dx = Array2::zeros((c, h * w * n));
        let (x, dy) = (rows(&x), rows(dy));
        let (x, dy) = (x.view(), dy.view());
        let data = channels(&x).zip(channels(&dy)).zip(channels_mut(&mut dx));
        for ((((x, dy), dx), weight), dw) in data.zip(self.kernels()).zip(grad.kernels_mut()) {
            for same in stretches.chunk_by(|a, b| a.tap == b.tap) {
                let tap = same[0].tap;
                let dy = |at: &Stretch| &dy[at.output.clone()];
                dw[tap] += dot_pieces(same.iter().map(|at| (dy(at), &x[at.input.clone()]))) as f32;
                for at in same {
                    add(&mut dx[at.input.clone()], weight[tap], dy(at));
                }
            }
        }
        tensor(dx, (n, h, w))
    }

    fn visit<'a>(&'a self, path: &str, f: &mut dyn FnMut(&str, Param<'a>)) {
        let value = self.weight.view().insert_axis(ndarray::Axis(1)).into_dyn();
        f(&join(path, "weight"), Param { role: Role::Trained, value });
    }

    fn visit_mut<'a>(&'a mut self, path: &str, f: &mut dyn FnMut(&str, ParamMut<'a>)) {
        let value = self.weight.view_mut().insert_axis(ndarray::Axis(1)).into_dyn();
        f(&join(path, "weight"), ParamMut { role: Role::Trained, value });
    }
}

/// One channel of one image with its border, reused for all of them.
///
/// Wider than the image by the border. Its columns are dealt out to `stride` lanes, since a window
/// that moves by 2 reads every second column: within a lane, neighbours in the output are neighbours.
struct PaddedPlane {
    window: Window,
    /// Height and width of the image.
    image: (usize, usize),
    /// Rows above and columns left of it.
    before: (usize, usize),
    /// Columns of one lane.
    lane: usize,
    /// Rows × lanes × columns of a lane.
    values: Vec<f32>,
}

impl PaddedPlane {
    fn new(h: usize, w: usize, window: Window) -> Self {
        let (out_h, out_w) = window.output(h, w);
        let rows = (out_h - 1) * window.stride + window.kernel;
        let lane = out_w + (window.kernel - 1) / window.stride;
        let before = window.before(h, w);
        let values = vec![0.0; rows * window.stride * lane];
        Self { window, image: (h, w), before, lane, values }
    }

    /// Copies an image into the middle; the border stays zero.
    fn fill(&mut self, input: &[f32]) {
        let (stride, lane) = (self.window.stride, self.lane);
        let (top, left) = self.before;
        let rows = self.values.chunks_exact_mut(stride * lane).skip(top);
        for (row, input) in rows.zip(input.chunks_exact(self.image.1)) {
            if stride == 1 {
                let end = (left + input.len()).min(lane);
                row[left..end].copy_from_slice(&input[..end - left]);
                continue;
            }
            for (index, &value) in input.iter().enumerate() {
                let (column, phase) = ((left + index) / stride, (left + index) % stride);
                if column < lane {
                    row[phase * lane + column] = value;
                }
            }
        }
    }

    /// Sums the k·k shifted copies of the plane, each times its weight.
    fn convolve(&self, kernel: &[f32], output: &mut [f32]) {
        let Window { kernel: k, stride, .. } = self.window;
        let out_w = self.window.output(self.image.0, self.image.1).1;
        for (oy, out) in output.chunks_exact_mut(out_w).enumerate() {
            for (ky, weights) in kernel.chunks_exact(k).enumerate() {
                let row = &self.values[(oy * stride + ky) * stride * self.lane..];
                for (kx, &weight) in weights.iter().enumerate() {
                    let shifted = &row[kx % stride * self.lane + kx / stride..][..out_w];
                    for (y, x) in out.iter_mut().zip(shifted) {
                        *y += weight * x;
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::testing::{assert_close, assert_gradients, noise, windows};

    /// The definition, term by term.
    fn seven_loops(conv: &DepthwiseConv2d, x: &Tensor4) -> Tensor4 {
        let (n, c, h, w) = x.dim();
        let (top, left) = conv.window.before(h, w);
        let (out_h, out_w) = conv.window.output(h, w);
        let k = conv.window.kernel;
        Tensor4::from_shape_fn((n, c, out_h, out_w), |(n, c, oy, ox)| {
            let mut sum = 0.0;
            for ky in 0..k {
                for kx in 0..k {
                    let y = (oy * conv.window.stride + ky).wrapping_sub(top);
                    let at = (ox * conv.window.stride + kx).wrapping_sub(left);
                    let value = x.get((n, c, y, at)).copied().unwrap_or(0.0);
                    sum += conv.weight[[c, ky, kx]] * value;
                }
            }
            sum
        })
    }

    #[test]
    fn whole_rows_equal_the_obvious_loops() {
        for window in windows() {
            for h in 1..=9 {
                for w in [1, 2, 3, 4, 7, 8, 11] {
                    let mut conv = DepthwiseConv2d::new(3, window);
                    conv.weight = noise(conv.weight.dim(), 1);
                    let x = noise((2, 3, h, w), 2);
                    assert_close(&conv.infer(&x), &seven_loops(&conv, &x), 1e-5);
                }
            }
        }
    }

    #[test]
    fn training_computes_what_inference_does() {
        for window in windows() {
            for (n, h, w) in [(1, 1, 1), (3, 2, 3), (2, 8, 5)] {
                let mut conv = DepthwiseConv2d::new(3, window);
                conv.weight = noise(conv.weight.dim(), 1);
                let x = noise((n, 3, h, w), 3);
                let (y, _) = conv.forward(&x, &mut SplitMix64::new(0));
                assert_close(&y, &conv.infer(&x), 1e-5);
            }
        }
    }

    #[test]
    fn gradients_agree_with_differences() {
        for window in windows() {
            for (h, w) in [(1, 1), (5, 4)] {
                let mut conv = DepthwiseConv2d::new(2, window);
                conv.weight = noise(conv.weight.dim(), 1);
                assert_gradients(&conv, &noise((3, 2, h, w), 2));
            }
        }
    }

    #[test]
    fn files_store_it_with_one_input_channel() {
        let window = windows().nth(2).unwrap();
        DepthwiseConv2d::new(8, window).visit("blocks.0.depthwise", &mut |path, param| {
            assert_eq!(path, "blocks.0.depthwise.weight");
            assert_eq!(param.value.shape(), [8, 1, 3, 3]);
        });
    }

    #[test]
    #[should_panic(expected = "DepthwiseConv2d reads (N, 8, H, W), got [1, 4, 8, 8]")]
    fn a_wrong_channel_count_names_both_shapes() {
        let window = windows().next().unwrap();
        DepthwiseConv2d::new(8, window).infer(&Tensor4::zeros((1, 4, 8, 8)));
    }
}

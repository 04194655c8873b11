//! Weights in the order in which the kernels read them, with batch norm folded in.
//!
//! ```text
//! norm(conv(x)) = scale · (W x) + shift = (scale · W) x + shift
//! ```

use ndarray::{Array1, ArrayView4};

use crate::nn::kernel::{Act, Crew, Filter, LANES, Lane, Planes, Pointwise, ZERO, dispatch};
use crate::nn::{Conv2d, ConvBnAct, DepthwiseConv2d, Linear};

use super::buffers::share;

/// A convolution's weights: for each output plane, one lane for each (ky, kx, input channel).
#[derive(Debug, Clone)]
pub(super) struct Packed {
    lanes: Vec<Lane>,
    bias: Vec<Lane>,
    /// Lanes of one output plane.
    rows: usize,
    pub(super) channels_out: usize,
}

impl Packed {
    /// A convolution and its batch norm.
    pub(super) fn conv_bn(layer: &ConvBnAct<Conv2d>) -> Self {
        let (scale, shift) = layer.norm.scale_shift();
        Self::new(&layer.conv.weight.view(), &scale, &shift)
    }

    /// A convolution with its own bias.
    pub(super) fn conv(conv: &Conv2d) -> Self {
        let out = conv.weight.dim().0;
        let bias = conv.bias.clone().unwrap_or_else(|| Array1::zeros(out));
        Self::new(&conv.weight.view(), &Array1::ones(out), &bias)
    }

    /// A fully connected layer: a 1×1 convolution of one pixel.
    pub(super) fn linear(linear: &Linear) -> Self {
        let (out, channels) = linear.weight.dim();
        let weight = linear.weight.view().into_shape_with_order((out, channels, 1, 1));
        let weight = weight.expect("weights lie in order");
        Self::new(&weight, &Array1::ones(out), &linear.bias)
    }

    fn new(weight: &ArrayView4<'_, f32>, scale: &Array1<f32>, shift: &Array1<f32>) -> Self {
        let (out, channels, kh, kw) = weight.dim();
        let rows = kh * kw * channels;
        let mut lanes = vec![ZERO; out.div_ceil(LANES) * rows];
        for ((o, c, ky, kx), value) in weight.indexed_iter() {
            let row = (ky * kw + kx) * channels + c;
            lanes[o / LANES * rows + row].0[o % LANES] = value * scale[o];
        }
        Self { lanes, bias: in_lanes(shift), rows, channels_out: out }
    }

    /// Number of output planes.
    pub(super) fn planes(&self) -> usize {
        self.bias.len()
    }

    /// Multiply-adds for each output pixel.
    pub(super) fn macs(&self) -> usize {
        self.rows * self.channels_out
    }

    /// What one output plane is computed from.
    pub(super) fn filter(&self, plane: usize) -> Filter<'_> {
        let weights = &self.lanes[plane * self.rows..][..self.rows];
        Filter { weights, bias: &self.bias[plane] }
    }

    /// The layer on one pixel, whose channels lie in `x`.
    pub(super) fn vector(&self, x: &[Lane], act: Act, crew: &Crew) -> Vec<Lane> {
        let mut y = vec![ZERO; self.planes()];
        share(crew, self.macs(), y.chunks_mut(1).enumerate().collect(), |(plane, y)| {
            let x = Planes { lanes: x, stride: 1 };
            dispatch(Pointwise { x, filter: self.filter(plane), act, skip: None, start: 0, y });
        });
        y
    }
}

/// A depthwise convolution's weights: for each plane, one lane for each (ky, kx).
#[derive(Debug, Clone)]
pub(super) struct PackedDepthwise {
    lanes: Vec<Lane>,
    bias: Vec<Lane>,
    /// Lanes of one plane: k · k.
    rows: usize,
}

impl PackedDepthwise {
    pub(super) fn new(layer: &ConvBnAct<DepthwiseConv2d>) -> Self {
        let (scale, shift) = layer.norm.scale_shift();
        let (channels, kh, kw) = layer.conv.weight.dim();
        let rows = kh * kw;
        let mut lanes = vec![ZERO; channels.div_ceil(LANES) * rows];
        for ((c, ky, kx), value) in layer.conv.weight.indexed_iter() {
            lanes[c / LANES * rows + ky * kw + kx].0[c % LANES] = value * scale[c];
        }
        Self { lanes, bias: in_lanes(&shift), rows }
    }

    /// Number of planes.
    pub(super) fn planes(&self) -> usize {
        self.bias.len()
    }

    /// Multiply-adds for each output pixel.
    pub(super) fn macs(&self) -> usize {
        self.lanes.len() * LANES
    }

    /// What one plane is computed from.
    pub(super) fn filter(&self, plane: usize) -> Filter<'_> {
        let weights = &self.lanes[plane * self.rows..][..self.rows];
        Filter { weights, bias: &self.bias[plane] }
    }
}

/// One number for each channel, sixteen to a lane.
fn in_lanes(values: &Array1<f32>) -> Vec<Lane> {
    let mut lanes = vec![ZERO; values.len().div_ceil(LANES)];
    for (index, &value) in values.iter().enumerate() {
        lanes[index / LANES].0[index % LANES] = value;
    }
    lanes
}

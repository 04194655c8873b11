//! The steps of a plan: a convolution, an MBConv, a Fused-MBConv.

use std::cell::RefCell;

use crate::arch::Activation;
use crate::nn::im2col::Window;
use crate::nn::kernel::{Act, Conv, Crew, Filter, LANES, Lane, Pointwise, dispatch};
use crate::nn::{Block, Conv2d, ConvBnAct, FusedMBConv, MBConv, SqueezeExcite};

use super::buffers::{Image, Workspace, share};
use super::front::Front;
use super::pack::Packed;

/// Lanes of the input that a piece of a matrix product reads: they stay in the second-level cache
/// while the weights of one output plane after the other pass by.
const PIECE: usize = 4096;

/// A k×k convolution with its norm and activation.
#[derive(Debug)]
pub(super) struct ConvPlan {
    weights: Packed,
    channels_in: usize,
    pub(super) window: Window,
    act: Act,
}

impl ConvPlan {
    pub(super) fn new(layer: &ConvBnAct<Conv2d>) -> Self {
        Self {
            weights: Packed::conv_bn(layer),
            channels_in: layer.conv.weight.dim().1,
            window: layer.conv.window,
            act: layer.act.into(),
        }
    }

    /// Of an image without border.
    fn run(&self, x: &Image, pad: &mut Image, skip: Option<&Image>, y: &mut Image, crew: &Crew) {
        if self.window.kernel == 1 && self.window.stride == 1 {
            pointwise(&self.weights, self.act, (x, None), skip, y, crew);
        } else {
            pad.pad(x, self.window);
            self.run_padded(pad, (x.h, x.w), skip, y, crew);
        }
    }

    /// Of an image with its border; `size` is its size without.
    pub(super) fn run_padded(
        &self,
        x: &Image,
        size: (usize, usize),
        skip: Option<&Image>,
        y: &mut Image,
        crew: &Crew,
    ) {
        let (h, w) = self.window.output(size.0, size.1);
        y.reshape(self.weights.planes(), h, w);
        let macs = self.weights.macs() * y.pixels();
        let rows_in = PIECE / (x.planes * x.w);
        let rows = (rows_in / self.window.stride).max(1);
        share(crew, macs, y.pieces_mut(rows * w), |(plane, start, y)| {
            dispatch(Conv {
                x: x.planes(),
                row: x.w,
                channels: self.channels_in,
                kernel: self.window.kernel,
                stride: self.window.stride,
                filter: self.weights.filter(plane),
                act: self.act,
                skip: skip.map(|skip| &skip.plane(plane)[start..start + y.len()]),
                start: start / w,
                y,
                width: w,
            });
        });
    }
}

thread_local! {
    /// The weights that this thread has scaled.
    static SCALED: RefCell<Vec<Lane>> = const { RefCell::new(Vec::new()) };
}

/// A 1×1 convolution of a whole image, whose channels are multiplied by `gate` first.
fn pointwise(
    weights: &Packed,
    act: Act,
    (x, gate): (&Image, Option<&[Lane]>),
    skip: Option<&Image>,
    y: &mut Image,
    crew: &Crew,
) {
    y.reshape(weights.planes(), x.h, x.w);
    let macs = weights.macs() * y.pixels();
    let size = (PIECE / x.planes).max(LANES);
    share(crew, macs, y.pieces_mut(size), |(plane, start, y)| {
        let x = x.planes();
        let skip = skip.map(|skip| &skip.plane(plane)[start..start + y.len()]);
        let filter = weights.filter(plane);
        let Some(gate) = gate else {
            return dispatch(Pointwise { x, filter, act, skip, start, y });
        };
        SCALED.with_borrow_mut(|scaled| {
            scale(filter.weights, gate, scaled);
            let filter = Filter { weights: scaled, ..filter };
            dispatch(Pointwise { x, filter, act, skip, start, y });
        });
    });
}

/// Weights of a 1×1 convolution, each times the factor of its input channel.
fn scale(weights: &[Lane], by: &[Lane], scaled: &mut Vec<Lane>) {
    let factors = by.iter().flat_map(|lane| lane.0);
    scaled.clear();
    scaled.extend(weights.iter().zip(factors).map(|(lane, by)| Lane(lane.0.map(|w| w * by))));
}

/// A block of either kind.
#[derive(Debug)]
pub(super) enum BlockPlan {
    MBConv { front: Front, gate: Option<GatePlan>, project: Packed, has_skip: bool },
    Fused { expand: Option<ConvPlan>, gate: Option<GatePlan>, project: ConvPlan, has_skip: bool },
}

impl BlockPlan {
    pub(super) fn new(block: &Block) -> Self {
        match block {
            Block::MBConv(block) => Self::mbconv(block),
            Block::Fused(block) => Self::fused(block),
        }
    }

    fn mbconv(block: &MBConv) -> Self {
        Self::MBConv {
            front: Front::new(block.expand.as_ref(), &block.depthwise),
            gate: block.squeeze_excite.as_ref().map(GatePlan::new),
            project: Packed::conv_bn(&block.project),
            has_skip: block.has_skip,
        }
    }

    fn fused(block: &FusedMBConv) -> Self {
        Self::Fused {
            expand: block.expand.as_ref().map(ConvPlan::new),
            gate: block.squeeze_excite.as_ref().map(GatePlan::new),
            project: ConvPlan::new(&block.project),
            has_skip: block.has_skip,
        }
    }

    /// From `space.x` to `space.y`.
    pub(super) fn run(&self, space: &mut Workspace, crew: &Crew) {
        let Workspace { x, y, mid, padded, sums, .. } = space;
        match self {
            Self::MBConv { front, gate, project, has_skip } => {
                front.run(x, mid, sums, crew);
                let skip = has_skip.then_some(&*x);
                let mut gate = gate.as_ref().map(|gate| gate.run(sums, mid.pixels(), crew));
                // Either factor of the product may be scaled: the smaller one is.
                if mid.pixels() < project.channels_out
                    && let Some(gate) = gate.take()
                {
                    mid.scale(&gate);
                }
                pointwise(project, Act::None, (mid, gate.as_deref()), skip, y, crew);
            }
            Self::Fused { expand, gate, project, has_skip } => {
                let skip = has_skip.then_some(&*x);
                if let Some(expand) = expand {
                    expand.run(x, padded, None, mid, crew);
                } else {
                    mid.copy(x);
                }
                if let Some(gate) = gate {
                    mid.sum(sums);
                    let gate = gate.run(sums, mid.pixels(), crew);
                    mid.scale(&gate);
                }
                project.run(mid, padded, skip, y, crew);
            }
        }
    }
}

/// Squeeze-excite from the sums of the planes to the gate.
#[derive(Debug)]
pub(super) struct GatePlan {
    reduce: Packed,
    act: Act,
    expand: Packed,
}

impl GatePlan {
    fn new(layer: &SqueezeExcite) -> Self {
        Self {
            reduce: Packed::conv(&layer.reduce),
            act: Some(layer.act).into(),
            expand: Packed::conv(&layer.expand),
        }
    }

    /// Turns the sums over `pixels` pixels into means, and gives the gate.
    fn run(&self, sums: &mut [Lane], pixels: usize, crew: &Crew) -> Vec<Lane> {
        let share = 1.0 / pixels as f32;
        sums.iter_mut().flat_map(|lane| &mut lane.0).for_each(|sum| *sum *= share);
        let squeezed = self.reduce.vector(sums, self.act, crew);
        self.expand.vector(&squeezed, Act::Sigmoid, crew)
    }
}

impl From<Option<Activation>> for Act {
    fn from(activation: Option<Activation>) -> Self {
        match activation {
            None => Self::None,
            Some(Activation::Silu) => Self::Silu,
            Some(Activation::Relu6) => Self::Relu6,
            Some(Activation::Relu) => Self::Relu,
        }
    }
}

//! The engine: real EfficientNet layers on arrays, written to be read.
//!
//! ```text
//! ArchSpec ──EfficientNet::build──► layers of zeros ──weights::load──► a trained network ──infer──► logits
//! ```
//!
//! Every value that flows is a [`Tensor4`] of shape (N, C, H, W): images, channels, rows, columns. After
//! pooling a vector travels as (N, C, 1, 1), so that every layer has the same form, [`Layer`].
//!
//! The rules of the engine: shapes are checked on entry and a mistake panics, for it is a bug and not
//! an event; nothing returns an error except [`tensor_file`] and [`weights`], which read what others
//! wrote. Layers are named by the paths of [`ArchSpec::layers`](crate::arch::ArchSpec::layers), and a test
//! holds the two lists equal.
//!
//! Training stands beside inference in each file: `forward` remembers, `backward` reads what it
//! remembered. The gradients of a layer are a value of the layer's own type, so that an optimiser walks
//! the tensors of two networks side by side.
//!
//! The layers are written to be read. What has to be fast runs through a [`Plan`]: the same network
//! rearranged for the loops in [`kernel`]; tests hold the two together.

pub mod activation;
pub mod batch_norm;
pub mod block;
pub mod conv;
pub mod conv_bn_act;
pub mod depthwise;
pub mod dropout;
pub mod efficientnet;
pub mod exp;
pub mod fused_mbconv;
#[cfg(test)]
mod gradcheck;
pub mod im2col;
mod init;
mod interleave;
pub mod kernel;
pub mod linear;
pub mod mbconv;
mod optional;
pub mod plan;
pub mod pool;
pub mod probe;
pub mod shipped;
pub mod squeeze_excite;
pub mod stochastic_depth;
mod sums;
mod taps;
pub mod tensor_file;
#[cfg(test)]
mod testing;
pub mod weights;

use ndarray::{Array4, ArrayViewD, ArrayViewMutD};

use crate::random::SplitMix64;

pub use activation::Sigmoid;
pub use batch_norm::BatchNorm2d;
pub use block::Block;
pub use conv::Conv2d;
pub use conv_bn_act::ConvBnAct;
pub use depthwise::DepthwiseConv2d;
pub use dropout::Dropout;
pub use efficientnet::EfficientNet;
pub use fused_mbconv::FusedMBConv;
pub use linear::Linear;
pub use mbconv::MBConv;
pub use plan::Plan;
pub use pool::GlobalAvgPool;
pub use probe::{Probe, Switches};
pub use squeeze_excite::SqueezeExcite;
pub use stochastic_depth::{StochasticDepth, drop_rate};
pub use tensor_file::TensorFileError;
pub use weights::WeightsError;

/// A batch of activations: (N, C, H, W).
pub type Tensor4 = Array4<f32>;

/// What all layers have in common. Shapes are in each implementor's module doc.
pub trait Layer {
    /// What `forward` must remember for `backward`.
    type Cache;

    /// Inference: running statistics, no dropout, nothing remembered.
    fn infer(&self, x: &Tensor4) -> Tensor4;

    /// As [`Self::infer`], with what the probe has switched; a layer made of layers shows it each one's
    /// output.
    fn infer_probed(&self, path: &str, x: &Tensor4, probe: &mut Probe<'_>) -> Tensor4 {
        let y = self.infer(x);
        probe.show(path, &y);
        y
    }

    /// Training: batch statistics; whatever is random is drawn from `rng`.
    fn forward(&mut self, x: &Tensor4, rng: &mut SplitMix64) -> (Tensor4, Self::Cache);

    /// ∂L/∂y → ∂L/∂x. Adds the parameters' gradients to `grad`, which has the form of the layer itself.
    fn backward(&self, dy: &Tensor4, cache: Self::Cache, grad: &mut Self) -> Tensor4;

    /// Calls `f` on every tensor of the layer, by path: `blocks.3.depthwise.weight`. A layer that owns
    /// none need not say so.
    fn visit<'a>(&'a self, _path: &str, _f: &mut dyn FnMut(&str, Param<'a>)) {}

    /// As [`Self::visit`], to change the values.
    fn visit_mut<'a>(&'a mut self, _path: &str, _f: &mut dyn FnMut(&str, ParamMut<'a>)) {}
}

/// Whether training changes a tensor by its gradient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A parameter: weight, bias, batch norm's scale and shift.
    Trained,
    /// A buffer: batch norm's running mean and variance.
    Tracked,
}

/// One tensor of a layer, in the layout of weight files.
#[derive(Debug, Clone)]
pub struct Param<'a> {
    /// Parameter or buffer.
    pub role: Role,
    /// Its values; a depthwise weight is (C, 1, k, k), as PyTorch stores it.
    pub value: ArrayViewD<'a, f32>,
}

/// One tensor of a layer, to be changed.
#[derive(Debug)]
pub struct ParamMut<'a> {
    /// Parameter or buffer.
    pub role: Role,
    /// Its values.
    pub value: ArrayViewMutD<'a, f32>,
}

/// Inference with nobody looking: `infer` of a layer made of layers.
fn unprobed<L: Layer>(layer: &L, x: &Tensor4) -> Tensor4 {
    layer.infer_probed("", x, &mut Probe::new(Switches::default(), &mut |_, _| {}))
}

/// The path of a part: `join("blocks.3", "depthwise")`. At the top, where the path is empty, the part
/// alone.
fn join(path: &str, part: &str) -> String {
    if path.is_empty() { part.to_owned() } else { format!("{path}.{part}") }
}

/// Panics unless `x` has `channels` channels. Every layer calls it first.
#[track_caller]
fn assert_channels(layer: &str, x: &Tensor4, channels: usize) {
    assert_eq!(x.shape()[1], channels, "{layer} reads (N, {channels}, H, W), got {:?}", x.shape());
}

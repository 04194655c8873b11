//! MBConv: expand 1×1 → depthwise k×k → squeeze-excite → project 1×1, plus a skip.
//!
//! ```text
//! (N, C, H, W) → (N, eC, H, W) → (N, eC, H/s, W/s) → same → (N, C', H/s, W/s)
//! ```
//!
//! The projection has no activation: it is the *linear* bottleneck of MobileNetV2. The skip exists
//! only where shapes agree (s = 1 and C = C'). A block with e = 1 has no expansion layer at all.
//!
//! Also known as `InvertedResidual` (timm) and `MBConvBlock` (TensorFlow).

use crate::arch::{ArchSpec, BlockSpec};
use crate::random::SplitMix64;

use super::conv_bn_act::ConvBnActCache;
use super::im2col::Window;
use super::squeeze_excite::SqueezeExciteCache;
use super::{
    BatchNorm2d, Conv2d, ConvBnAct, DepthwiseConv2d, Layer, Param, ParamMut, Probe, SqueezeExcite,
    StochasticDepth, Tensor4, join, unprobed,
};

/// The mobile inverted bottleneck.
#[derive(Debug, Clone, PartialEq)]
pub struct MBConv {
    /// 1×1, to e times the channels; `None` where e = 1.
    pub expand: Option<ConvBnAct<Conv2d>>,
    /// k×k, on each channel alone.
    pub depthwise: ConvBnAct<DepthwiseConv2d>,
    /// The gate; `None` in EfficientNet-Lite.
    pub squeeze_excite: Option<SqueezeExcite>,
    /// 1×1, to the block's output channels, without activation.
    pub project: ConvBnAct<Conv2d>,
    /// Drops all of the above in training, for some images; used only where there is a skip.
    pub stochastic_depth: StochasticDepth,
    /// Whether the input is added to the output.
    pub has_skip: bool,
}

impl MBConv {
    /// A block of zeros; activation, padding and ε are the network's.
    pub fn build(block: &BlockSpec, net: &ArchSpec) -> Self {
        let mid = block.channels_mid();
        let act = Some(net.activation);
        let norm = |channels| BatchNorm2d::new(channels, net.bn_eps);
        let window = Window { kernel: block.kernel, stride: block.stride, padding: net.padding };
        Self {
            expand: (block.expand_ratio != 1).then(|| ConvBnAct {
                conv: Conv2d::pointwise(block.channels_in, mid),
                norm: norm(mid),
                act,
            }),
            depthwise: ConvBnAct { conv: DepthwiseConv2d::new(mid, window), norm: norm(mid), act },
            squeeze_excite: block
                .squeeze
                .map(|squeeze| SqueezeExcite::new(mid, squeeze, net.activation)),
            project: ConvBnAct {
                conv: Conv2d::pointwise(mid, block.channels_out),
                norm: norm(block.channels_out),
                act: None,
            },
            stochastic_depth: StochasticDepth::default(),
            has_skip: block.has_skip(),
        }
    }
}

/// What [`MBConv`] remembers.
#[derive(Debug)]
pub struct MBConvCache {
    expand: Option<ConvBnActCache<Tensor4>>,
    depthwise: ConvBnActCache<Tensor4>,
    squeeze_excite: Option<SqueezeExciteCache>,
    project: ConvBnActCache<Tensor4>,
    stochastic_depth: Option<Vec<f32>>,
}

impl Layer for MBConv {
    type Cache = MBConvCache;

    fn infer(&self, x: &Tensor4) -> Tensor4 {
        unprobed(self, x)
    }

    fn infer_probed(&self, path: &str, x: &Tensor4, probe: &mut Probe<'_>) -> Tensor4 {
        let at = |part| join(path, part);
        let expanded =
            self.expand.as_ref().map(|expand| expand.infer_probed(&at("expand"), x, probe));
        let y = expanded.as_ref().unwrap_or(x);
        let mut y = self.depthwise.infer_probed(&at("depthwise"), y, probe);
        if let Some(squeeze_excite) = &self.squeeze_excite
            && !probe.switches().no_squeeze_excite
        {
            y = squeeze_excite.infer_probed(&at("se"), &y, probe);
        }
        let mut y = self.project.infer_probed(&at("project"), &y, probe);
        if self.has_skip && !probe.switches().no_skip {
            y += x;
            probe.show(&at("skip"), &y);
        }
        y
    }

    fn forward(&mut self, x: &Tensor4, rng: &mut SplitMix64) -> (Tensor4, Self::Cache) {
        let (y, expand) = self.expand.forward(x, rng);
        let (y, depthwise) = self.depthwise.forward(&y, rng);
        let (y, squeeze_excite) = self.squeeze_excite.forward(&y, rng);
        let (mut y, project) = self.project.forward(&y, rng);
        let mut stochastic_depth = None;
        if self.has_skip {
            (y, stochastic_depth) = self.stochastic_depth.forward(&y, rng);
            y += x;
        }
        (y, MBConvCache { expand, depthwise, squeeze_excite, project, stochastic_depth })
    }

    fn backward(&self, dy: &Tensor4, cache: Self::Cache, grad: &mut Self) -> Tensor4 {
        let drop = &mut grad.stochastic_depth;
        let dx = self.stochastic_depth.backward(dy, cache.stochastic_depth, drop);
        let dx = self.project.backward(&dx, cache.project, &mut grad.project);
        let gate = &mut grad.squeeze_excite;
        let dx = self.squeeze_excite.backward(&dx, cache.squeeze_excite, gate);
        let dx = self.depthwise.backward(&dx, cache.depthwise, &mut grad.depthwise);
        let dx = self.expand.backward(&dx, cache.expand, &mut grad.expand);
        if self.has_skip { dx + dy } else { dx }
    }

    fn visit<'a>(&'a self, path: &str, f: &mut dyn FnMut(&str, Param<'a>)) {
        self.expand.visit(&join(path, "expand"), f);
        self.depthwise.visit(&join(path, "depthwise"), f);
        self.squeeze_excite.visit(&join(path, "se"), f);
        self.project.visit(&join(path, "project"), f);
    }

    fn visit_mut<'a>(&'a mut self, path: &str, f: &mut dyn FnMut(&str, ParamMut<'a>)) {
        self.expand.visit_mut(&join(path, "expand"), f);
        self.depthwise.visit_mut(&join(path, "depthwise"), f);
        self.squeeze_excite.visit_mut(&join(path, "se"), f);
        self.project.visit_mut(&join(path, "project"), f);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arch::{Activation, Variant};
    use crate::nn::testing::{assert_close, assert_gradients, noise, randomise};

    /// A small block of B0's kind, with SiLU, whose slope is smooth: a kink would spoil a difference.
    fn block(expand_ratio: usize, stride: usize, squeeze: Option<usize>) -> MBConv {
        let mut net = Variant::B0.imagenet();
        net.activation = Activation::Silu;
        let (channels_in, channels_out) = (3, if stride == 1 { 3 } else { 4 });
        let spec =
            BlockSpec { stride, expand_ratio, channels_in, channels_out, squeeze, ..net.blocks[0] };
        let mut block = randomise(MBConv::build(&spec, &net));
        // The norm behind the gate takes out what all gates share: a timid gate has no slope to speak of.
        if let Some(gate) = &mut block.squeeze_excite {
            gate.reduce.weight *= 4.0;
            gate.expand.weight *= 3.0;
        }
        block
    }

    #[test]
    fn gradients_agree_with_differences() {
        let x = noise((3, 3, 4, 4), 1);
        assert_gradients(&block(2, 1, Some(2)), &x);
        assert_gradients(&block(2, 2, Some(2)), &x);
        assert_gradients(&block(1, 1, None), &x);
    }

    #[test]
    fn gradients_agree_with_differences_when_images_drop() {
        let mut block = block(2, 1, Some(2));
        block.stochastic_depth = StochasticDepth::new(0.5);
        assert_gradients(&block, &noise((4, 3, 3, 3), 2));
    }

    #[test]
    fn a_dropped_image_is_its_own_skip() {
        let mut block = block(2, 1, None);
        block.stochastic_depth = StochasticDepth::new(0.999_999);
        let x = noise((2, 3, 3, 3), 3);
        let (y, _) = block.forward(&x, &mut SplitMix64::new(1));
        assert_close(&y, &x, 0.0);
    }
}

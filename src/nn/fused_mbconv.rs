//! FusedMBConv: EfficientNetV2's early blocks. One plain k×k convolution does what MBConv gives to an
//! expansion and a depthwise convolution.
//!
//! ```text
//! e > 1   (N, C, H, W) → expand k×k → (N, eC, H/s, W/s) → project 1×1 → (N, C', H/s, W/s)
//! e = 1   (N, C, H, W) → project k×k → (N, C', H/s, W/s)
//! ```
//!
//! It has more MACs than MBConv and is faster where channels are few: a plain convolution keeps the
//! hardware busy. With e = 1 the one convolution has an activation, before the skip is added.
//!
//! Also known as `EdgeResidual` (timm) and `FusedMBConv` (torchvision).

use crate::arch::{ArchSpec, BlockSpec};
use crate::random::SplitMix64;

use super::conv_bn_act::ConvBnActCache;
use super::im2col::Window;
use super::squeeze_excite::SqueezeExciteCache;
use super::{
    BatchNorm2d, Conv2d, ConvBnAct, Layer, Param, ParamMut, Probe, SqueezeExcite, StochasticDepth,
    Tensor4, join, unprobed,
};

/// The fused inverted bottleneck.
#[derive(Debug, Clone, PartialEq)]
pub struct FusedMBConv {
    /// k×k, to e times the channels; `None` where e = 1.
    pub expand: Option<ConvBnAct<Conv2d>>,
    /// The gate; `None` in the released networks.
    pub squeeze_excite: Option<SqueezeExcite>,
    /// 1×1 without activation; k×k with one where e = 1.
    pub project: ConvBnAct<Conv2d>,
    /// Drops all of the above in training, for some images; used only where there is a skip.
    pub stochastic_depth: StochasticDepth,
    /// Whether the input is added to the output.
    pub has_skip: bool,
}

impl FusedMBConv {
    /// A block of zeros; activation, padding and ε are the network's.
    pub fn build(block: &BlockSpec, net: &ArchSpec) -> Self {
        let (mid, out) = (block.channels_mid(), block.channels_out);
        let act = Some(net.activation);
        let norm = |channels| BatchNorm2d::new(channels, net.bn_eps);
        let window = Window { kernel: block.kernel, stride: block.stride, padding: net.padding };
        let spatial = |channels| ConvBnAct {
            conv: Conv2d::new(block.channels_in, channels, window),
            norm: norm(channels),
            act,
        };
        let expands = block.expand_ratio != 1;
        Self {
            expand: expands.then(|| spatial(mid)),
            squeeze_excite: block
                .squeeze
                .map(|squeeze| SqueezeExcite::new(mid, squeeze, net.activation)),
            project: if expands {
                ConvBnAct { conv: Conv2d::pointwise(mid, out), norm: norm(out), act: None }
            } else {
                spatial(out)
            },
            stochastic_depth: StochasticDepth::default(),
            has_skip: block.has_skip(),
        }
    }
}

/// What [`FusedMBConv`] remembers.
#[derive(Debug)]
pub struct FusedMBConvCache {
    expand: Option<ConvBnActCache<Tensor4>>,
    squeeze_excite: Option<SqueezeExciteCache>,
    project: ConvBnActCache<Tensor4>,
    stochastic_depth: Option<Vec<f32>>,
}

impl Layer for FusedMBConv {
    type Cache = FusedMBConvCache;

    fn infer(&self, x: &Tensor4) -> Tensor4 {
        unprobed(self, x)
    }

    fn infer_probed(&self, path: &str, x: &Tensor4, probe: &mut Probe<'_>) -> Tensor4 {
        let at = |part| join(path, part);
        let mut expanded =
            self.expand.as_ref().map(|expand| expand.infer_probed(&at("expand"), x, probe));
        if let Some(squeeze_excite) = &self.squeeze_excite
            && !probe.switches().no_squeeze_excite
        {
            let y = expanded.as_ref().unwrap_or(x);
            expanded = Some(squeeze_excite.infer_probed(&at("se"), y, probe));
        }
        let y = expanded.as_ref().unwrap_or(x);
        let mut y = self.project.infer_probed(&at("project"), y, probe);
        if self.has_skip && !probe.switches().no_skip {
            y += x;
            probe.show(&at("skip"), &y);
        }
        y
    }

    fn forward(&mut self, x: &Tensor4, rng: &mut SplitMix64) -> (Tensor4, Self::Cache) {
        let (y, expand) = self.expand.forward(x, rng);
        let (y, squeeze_excite) = self.squeeze_excite.forward(&y, rng);
        let (mut y, project) = self.project.forward(&y, rng);
        let mut stochastic_depth = None;
        if self.has_skip {
            (y, stochastic_depth) = self.stochastic_depth.forward(&y, rng);
            y += x;
        }
        (y, FusedMBConvCache { expand, squeeze_excite, project, stochastic_depth })
    }

    fn backward(&self, dy: &Tensor4, cache: Self::Cache, grad: &mut Self) -> Tensor4 {
        let drop = &mut grad.stochastic_depth;
        let dx = self.stochastic_depth.backward(dy, cache.stochastic_depth, drop);
        let dx = self.project.backward(&dx, cache.project, &mut grad.project);
        let gate = &mut grad.squeeze_excite;
        let dx = self.squeeze_excite.backward(&dx, cache.squeeze_excite, gate);
        let dx = self.expand.backward(&dx, cache.expand, &mut grad.expand);
        if self.has_skip { dx + dy } else { dx }
    }

    fn visit<'a>(&'a self, path: &str, f: &mut dyn FnMut(&str, Param<'a>)) {
        self.expand.visit(&join(path, "expand"), f);
        self.squeeze_excite.visit(&join(path, "se"), f);
        self.project.visit(&join(path, "project"), f);
    }

    fn visit_mut<'a>(&'a mut self, path: &str, f: &mut dyn FnMut(&str, ParamMut<'a>)) {
        self.expand.visit_mut(&join(path, "expand"), f);
        self.squeeze_excite.visit_mut(&join(path, "se"), f);
        self.project.visit_mut(&join(path, "project"), f);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arch::{BlockKind, Variant};
    use crate::nn::testing::{assert_gradients, noise, randomise};

    fn block(expand_ratio: usize, stride: usize, squeeze: Option<usize>) -> FusedMBConv {
        let net = Variant::B0.imagenet();
        let (channels_in, channels_out) = (3, if stride == 1 { 3 } else { 4 });
        let kind = BlockKind::FusedMBConv;
        let spec = BlockSpec {
            kind,
            stride,
            expand_ratio,
            channels_in,
            channels_out,
            squeeze,
            ..net.blocks[0]
        };
        randomise(FusedMBConv::build(&spec, &net))
    }

    #[test]
    fn gradients_agree_with_differences() {
        let x = noise((3, 3, 4, 4), 1);
        assert_gradients(&block(2, 1, None), &x);
        assert_gradients(&block(2, 2, Some(2)), &x);
        assert_gradients(&block(1, 1, None), &x);
    }

    #[test]
    fn gradients_agree_with_differences_when_images_drop() {
        let mut block = block(1, 1, None);
        block.stochastic_depth = StochasticDepth::new(0.5);
        assert_gradients(&block, &noise((4, 3, 3, 3), 2));
    }
}

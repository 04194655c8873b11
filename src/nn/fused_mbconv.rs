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

use super::im2col::Window;
use super::{
    BatchNorm2d, Conv2d, ConvBnAct, Layer, Param, ParamMut, SqueezeExcite, Tensor4, Watch, join,
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
            has_skip: block.has_skip(),
        }
    }
}

impl Layer for FusedMBConv {
    fn infer(&self, x: &Tensor4) -> Tensor4 {
        self.infer_watched("", x, &mut |_, _| {})
    }

    fn infer_watched(&self, path: &str, x: &Tensor4, watch: &mut Watch<'_>) -> Tensor4 {
        let at = |part| join(path, part);
        let mut expanded =
            self.expand.as_ref().map(|expand| expand.infer_watched(&at("expand"), x, watch));
        if let Some(squeeze_excite) = &self.squeeze_excite {
            let y = expanded.as_ref().unwrap_or(x);
            expanded = Some(squeeze_excite.infer_watched(&at("se"), y, watch));
        }
        let y = expanded.as_ref().unwrap_or(x);
        let mut y = self.project.infer_watched(&at("project"), y, watch);
        if self.has_skip {
            y += x;
            watch(&at("skip"), &y);
        }
        y
    }

    fn visit<'a>(&'a self, path: &str, f: &mut dyn FnMut(&str, Param<'a>)) {
        if let Some(expand) = &self.expand {
            expand.visit(&join(path, "expand"), f);
        }
        if let Some(squeeze_excite) = &self.squeeze_excite {
            squeeze_excite.visit(&join(path, "se"), f);
        }
        self.project.visit(&join(path, "project"), f);
    }

    fn visit_mut<'a>(&'a mut self, path: &str, f: &mut dyn FnMut(&str, ParamMut<'a>)) {
        if let Some(expand) = &mut self.expand {
            expand.visit_mut(&join(path, "expand"), f);
        }
        if let Some(squeeze_excite) = &mut self.squeeze_excite {
            squeeze_excite.visit_mut(&join(path, "se"), f);
        }
        self.project.visit_mut(&join(path, "project"), f);
    }
}

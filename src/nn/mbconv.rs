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

use super::im2col::Window;
use super::{
    BatchNorm2d, Conv2d, ConvBnAct, DepthwiseConv2d, Layer, Param, ParamMut, SqueezeExcite,
    Tensor4, Watch, join,
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
            has_skip: block.has_skip(),
        }
    }
}

impl Layer for MBConv {
    fn infer(&self, x: &Tensor4) -> Tensor4 {
        self.infer_watched("", x, &mut |_, _| {})
    }

    fn infer_watched(&self, path: &str, x: &Tensor4, watch: &mut Watch<'_>) -> Tensor4 {
        let at = |part| join(path, part);
        let expanded =
            self.expand.as_ref().map(|expand| expand.infer_watched(&at("expand"), x, watch));
        let y = expanded.as_ref().unwrap_or(x);
        let mut y = self.depthwise.infer_watched(&at("depthwise"), y, watch);
        if let Some(squeeze_excite) = &self.squeeze_excite {
            y = squeeze_excite.infer_watched(&at("se"), &y, watch);
        }
        let mut y = self.project.infer_watched(&at("project"), &y, watch);
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
        self.depthwise.visit(&join(path, "depthwise"), f);
        if let Some(squeeze_excite) = &self.squeeze_excite {
            squeeze_excite.visit(&join(path, "se"), f);
        }
        self.project.visit(&join(path, "project"), f);
    }

    fn visit_mut<'a>(&'a mut self, path: &str, f: &mut dyn FnMut(&str, ParamMut<'a>)) {
        if let Some(expand) = &mut self.expand {
            expand.visit_mut(&join(path, "expand"), f);
        }
        self.depthwise.visit_mut(&join(path, "depthwise"), f);
        if let Some(squeeze_excite) = &mut self.squeeze_excite {
            squeeze_excite.visit_mut(&join(path, "se"), f);
        }
        self.project.visit_mut(&join(path, "project"), f);
    }
}

//! A block of either kind.

use crate::arch::{ArchSpec, BlockKind, BlockSpec};

use super::{FusedMBConv, Layer, MBConv, Param, ParamMut, Tensor4, Watch};

/// What an EfficientNet is a row of.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// The mobile inverted bottleneck.
    MBConv(Box<MBConv>),
    /// EfficientNetV2's early blocks.
    Fused(Box<FusedMBConv>),
}

impl Block {
    /// A block of zeros.
    pub fn build(block: &BlockSpec, net: &ArchSpec) -> Self {
        match block.kind {
            BlockKind::MBConv => Self::MBConv(Box::new(MBConv::build(block, net))),
            BlockKind::FusedMBConv => Self::Fused(Box::new(FusedMBConv::build(block, net))),
        }
    }

    fn layer(&self) -> &dyn Layer {
        match self {
            Self::MBConv(block) => block.as_ref(),
            Self::Fused(block) => block.as_ref(),
        }
    }
}

impl Layer for Block {
    fn infer(&self, x: &Tensor4) -> Tensor4 {
        self.layer().infer(x)
    }

    fn infer_watched(&self, path: &str, x: &Tensor4, watch: &mut Watch<'_>) -> Tensor4 {
        self.layer().infer_watched(path, x, watch)
    }

    fn visit<'a>(&'a self, path: &str, f: &mut dyn FnMut(&str, Param<'a>)) {
        self.layer().visit(path, f);
    }

    fn visit_mut<'a>(&'a mut self, path: &str, f: &mut dyn FnMut(&str, ParamMut<'a>)) {
        match self {
            Self::MBConv(block) => block.visit_mut(path, f),
            Self::Fused(block) => block.visit_mut(path, f),
        }
    }
}

//! A block of either kind.

use crate::arch::{ArchSpec, BlockKind, BlockSpec};

use crate::random::SplitMix64;

use super::fused_mbconv::FusedMBConvCache;
use super::mbconv::MBConvCache;
use super::{FusedMBConv, Layer, MBConv, Param, ParamMut, Probe, StochasticDepth, Tensor4};

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

    /// How often an image skips this block in training.
    pub fn stochastic_depth_mut(&mut self) -> &mut StochasticDepth {
        match self {
            Self::MBConv(block) => &mut block.stochastic_depth,
            Self::Fused(block) => &mut block.stochastic_depth,
        }
    }
}

/// What a [`Block`] remembers.
#[derive(Debug)]
pub enum BlockCache {
    /// Of an MBConv.
    MBConv(Box<MBConvCache>),
    /// Of a fused block.
    Fused(Box<FusedMBConvCache>),
}

impl Layer for Block {
    type Cache = BlockCache;

    fn infer(&self, x: &Tensor4) -> Tensor4 {
        match self {
            Self::MBConv(block) => block.infer(x),
            Self::Fused(block) => block.infer(x),
        }
    }

    fn infer_probed(&self, path: &str, x: &Tensor4, probe: &mut Probe<'_>) -> Tensor4 {
        match self {
            Self::MBConv(block) => block.infer_probed(path, x, probe),
            Self::Fused(block) => block.infer_probed(path, x, probe),
        }
    }

    fn forward(&mut self, x: &Tensor4, rng: &mut SplitMix64) -> (Tensor4, Self::Cache) {
        match self {
            Self::MBConv(block) => {
                let (y, cache) = block.forward(x, rng);
                (y, BlockCache::MBConv(Box::new(cache)))
            }
            Self::Fused(block) => {
                let (y, cache) = block.forward(x, rng);
                (y, BlockCache::Fused(Box::new(cache)))
            }
        }
    }

    fn backward(&self, dy: &Tensor4, cache: Self::Cache, grad: &mut Self) -> Tensor4 {
        match (self, cache, grad) {
            (Self::MBConv(block), BlockCache::MBConv(cache), Self::MBConv(grad)) => {
                block.backward(dy, *cache, grad)
            }
            (Self::Fused(block), BlockCache::Fused(cache), Self::Fused(grad)) => {
                block.backward(dy, *cache, grad)
            }
            _ => panic!("a block, its cache and its gradients are of one kind"),
        }
    }

    fn visit<'a>(&'a self, path: &str, f: &mut dyn FnMut(&str, Param<'a>)) {
        match self {
            Self::MBConv(block) => block.visit(path, f),
            Self::Fused(block) => block.visit(path, f),
        }
    }

    fn visit_mut<'a>(&'a mut self, path: &str, f: &mut dyn FnMut(&str, ParamMut<'a>)) {
        match self {
            Self::MBConv(block) => block.visit_mut(path, f),
            Self::Fused(block) => block.visit_mut(path, f),
        }
    }
}

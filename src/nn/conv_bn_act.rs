//! ConvBnAct: a convolution, batch norm, and usually an activation. EfficientNet is made of these.
//!
//! ```text
//! y = act(norm(conv(x)))
//! ```
//!
//! The projection of an MBConv has no activation. Also known as `Conv2dNormActivation` (torchvision).

use crate::arch::Activation;
use crate::random::SplitMix64;

use super::activation::apply;
use super::batch_norm::BatchNormCache;
use super::{BatchNorm2d, Layer, Param, ParamMut, Probe, Tensor4, join, unprobed};

/// A convolution `C` ([`Conv2d`](super::Conv2d) or [`DepthwiseConv2d`](super::DepthwiseConv2d)) and
/// what follows it.
#[derive(Debug, Clone, PartialEq)]
pub struct ConvBnAct<C> {
    /// The convolution.
    pub conv: C,
    /// Its batch norm.
    pub norm: BatchNorm2d,
    /// The nonlinearity; `None` for the linear projection.
    pub act: Option<Activation>,
}

/// What [`ConvBnAct`] remembers.
#[derive(Debug)]
pub struct ConvBnActCache<C> {
    conv: C,
    norm: BatchNormCache,
    act: Option<Tensor4>,
}

impl<C: Layer> Layer for ConvBnAct<C> {
    type Cache = ConvBnActCache<C::Cache>;

    fn infer(&self, x: &Tensor4) -> Tensor4 {
        unprobed(self, x)
    }

    fn infer_probed(&self, path: &str, x: &Tensor4, probe: &mut Probe<'_>) -> Tensor4 {
        let mut y = self.conv.infer_probed(path, x, probe);
        self.norm.apply(&mut y);
        probe.show(&join(path, "norm"), &y);
        if let Some(act) = self.act {
            apply(probe.activation(act), &mut y);
            probe.show(&join(path, "act"), &y);
        }
        y
    }

    fn forward(&mut self, x: &Tensor4, rng: &mut SplitMix64) -> (Tensor4, Self::Cache) {
        let (y, conv) = self.conv.forward(x, rng);
        let (y, norm) = self.norm.forward(&y, rng);
        // As `self.act.forward`, but what it remembers is moved, not copied.
        let (y, act) = match self.act {
            Some(act) => (act.infer(&y), Some(y)),
            None => (y, None),
        };
        (y, ConvBnActCache { conv, norm, act })
    }

    fn backward(&self, dy: &Tensor4, cache: Self::Cache, grad: &mut Self) -> Tensor4 {
        let dx = self.act.backward(dy, cache.act, &mut grad.act);
        let dx = self.norm.backward(&dx, cache.norm, &mut grad.norm);
        self.conv.backward(&dx, cache.conv, &mut grad.conv)
    }

    fn visit<'a>(&'a self, path: &str, f: &mut dyn FnMut(&str, Param<'a>)) {
        self.conv.visit(path, f);
        self.norm.visit(&join(path, "norm"), f);
    }

    fn visit_mut<'a>(&'a mut self, path: &str, f: &mut dyn FnMut(&str, ParamMut<'a>)) {
        self.conv.visit_mut(path, f);
        self.norm.visit_mut(&join(path, "norm"), f);
    }
}

//! A layer that may be absent: without it the input passes unchanged.
//!
//! ```text
//! Some(layer): y = layer(x)      None: y = x, ∂L/∂x = ∂L/∂y
//! ```
//!
//! A block with e = 1 has no expansion, EfficientNet-Lite has no squeeze-excite, a projection has no
//! activation. A block's forward and backward pass need not ask: `Option` is a [`Layer`] too.

use crate::random::SplitMix64;

use super::{Layer, Param, ParamMut, Probe, Tensor4};

impl<L: Layer> Layer for Option<L> {
    type Cache = Option<L::Cache>;

    fn infer(&self, x: &Tensor4) -> Tensor4 {
        self.as_ref().map_or_else(|| x.clone(), |layer| layer.infer(x))
    }

    fn infer_probed(&self, path: &str, x: &Tensor4, probe: &mut Probe<'_>) -> Tensor4 {
        self.as_ref().map_or_else(|| x.clone(), |layer| layer.infer_probed(path, x, probe))
    }

    fn forward(&mut self, x: &Tensor4, rng: &mut SplitMix64) -> (Tensor4, Self::Cache) {
        let Some(layer) = self else { return (x.clone(), None) };
        let (y, cache) = layer.forward(x, rng);
        (y, Some(cache))
    }

    fn backward(&self, dy: &Tensor4, cache: Self::Cache, grad: &mut Self) -> Tensor4 {
        match (self, cache, grad) {
            (Some(layer), Some(cache), Some(grad)) => layer.backward(dy, cache, grad),
            (None, None, None) => dy.clone(),
            _ => panic!("a layer, its cache and its gradients are there together or not at all"),
        }
    }

    fn visit<'a>(&'a self, path: &str, f: &mut dyn FnMut(&str, Param<'a>)) {
        if let Some(layer) = self {
            layer.visit(path, f);
        }
    }

    fn visit_mut<'a>(&'a mut self, path: &str, f: &mut dyn FnMut(&str, ParamMut<'a>)) {
        if let Some(layer) = self {
            layer.visit_mut(path, f);
        }
    }
}

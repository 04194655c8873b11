//! Figures of single operations: a convolution, a nonlinearity, squeeze-excite, one block.

mod block;
mod convolution;
mod curve;
mod fused;
mod manifold;
mod pixel;
mod squeeze;
mod timing;

pub(super) use block::cost as block_cost;
pub(super) use convolution::cost as conv_cost;
pub(super) use curve::curve as activation_curve;
pub(super) use fused::cost as fused_cost;
pub(super) use manifold::manifold as relu_manifold;
pub(super) use pixel::pixel as conv_pixel;
pub(super) use squeeze::cost as se_cost;
pub(super) use timing::time as separable_time;

use crate::arch::Shape;

/// A shape in few characters: `112²×32`; of a vector only its length.
fn shape(shape: Shape) -> String {
    match (shape.h, shape.w) {
        (1, 1) => shape.c.to_string(),
        (h, w) if h == w => format!("{h}²×{}", shape.c),
        _ => shape.to_string(),
    }
}

#[cfg(test)]
mod tests;

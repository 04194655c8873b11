//! The faces of the scale room: a plan among the published models, the constraint surface, a budget.

mod budget;
mod plan;
mod surface;

pub(super) use budget::{Memory, budget};
pub(super) use plan::plan;
pub(super) use surface::surface;

//! What an EfficientNet is, in integers: tables, scaling rules, shapes and costs. No arrays.
//!
//! ```text
//! BaseSpec (the paper's table) ──Scaling──► ArchSpec (concrete blocks) ──► LayerSpec list ──► Cost
//! ```
//!
//! A [`BaseSpec`] is a table like the paper's Table 1. [`BaseSpec::scale`] applies width, depth and
//! resolution with the official rounding and gives an [`ArchSpec`], checked once; nothing downstream
//! of a valid spec can fail. [`ArchSpec::layers`] unrolls it to primitive operations with shapes, and
//! [`cost`] counts them by closed formulas. The engine in [`crate::nn`] is the second witness.

pub mod budget;
pub mod bug;
pub mod classic;
pub mod comparison;
pub mod compound;
pub mod convention;
pub mod cost;
pub mod diff;
pub mod error;
pub mod explain;
pub mod families;
pub mod frontier;
pub mod layer;
pub mod memory;
pub mod model;
mod names;
pub mod network;
pub mod notation;
pub mod paper_tables;
pub mod plan;
pub mod range;
pub mod scaling;
pub mod shape;
pub mod spec;
pub mod surface;
pub mod variant;

pub use budget::{Budget, BudgetError};
pub use bug::Bug;
pub use comparison::Comparison;
pub use compound::CompoundScaling;
pub use convention::{Convention, Implementation};
pub use cost::Cost;
pub use error::{Expected, Field, SpecError};
pub use layer::{LayerSpec, Operator};
pub use memory::Memory;
pub use model::Model;
pub use names::{edit_distance, nearest};
pub use network::{Design, Network, Overrides};
pub use plan::{Factors, Plan};
pub use scaling::Scaling;
pub use shape::{Padding, Shape};
pub use spec::{Activation, ArchSpec, BaseSpec, BlockKind, BlockSpec, Ends, StageSpec};
pub use variant::{Family, Variant};

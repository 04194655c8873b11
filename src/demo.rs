//! Live computations: from the name in a lesson to a [`Figure`], without a screen.

mod compound;
mod depthwise;
mod families;
mod family;
mod paper_tables;
mod scale;
mod separable;
mod solve;
mod source;
mod spending;
mod surface;

use crate::arch::{BudgetError, SpecError};
use crate::content::demo::Demo;
use crate::figure::Figure;
use crate::job::CancelToken;
use crate::text::Lang;

pub use compound::{comparison, implied, networks, verdict};
pub use depthwise::Bench;
pub use families::chart as families;
pub use paper_tables::{PrintedRow, paper_tables, printed_rows};
pub use solve::{Accuracy, Published, Solved};
pub use source::{Excerpt, source};
pub use spending::figure as spending;
pub use surface::surface;

/// Why there is no figure.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum DemoError {
    /// The knobs describe no network.
    #[error(transparent)]
    Spec(#[from] SpecError),
    /// The budget cannot be read.
    #[error(transparent)]
    Budget(#[from] BudgetError),
    /// Something that ships with the program cannot be read.
    #[error("{0}")]
    Asset(String),
    /// Stopped before it was done.
    #[error("cancelled")]
    Cancelled,
}

/// Runs a demo. The same demo gives the same figure; `bench` only remembers what was computed.
///
/// # Errors
/// When the knobs describe no network, an asset cannot be read, or `cancel` was raised.
pub fn run(
    demo: &Demo,
    lang: Lang,
    bench: &Bench,
    cancel: &CancelToken,
) -> Result<Figure, DemoError> {
    match *demo {
        Demo::Scaling(ref knobs) => Ok(scale::plan(knobs, lang)?),
        Demo::Surface(ref place) => Ok(scale::surface(place, lang)?),
        Demo::Budget(ref query) => scale::budget(query, lang, &bench.solved),
        Demo::DepthwiseMicroscope(ref demo) => depthwise::microscope(demo, lang, bench, cancel),
        Demo::SeparableCost(ref demo) => Ok(separable::cost(demo, lang)),
        Demo::CompoundExplorer(ref demo) => Ok(compound::explorer(demo, lang)?),
        Demo::FamilyChart(ref demo) => Ok(family::chart(demo.x, lang)),
        _ => Err(DemoError::Asset(format!("{} is not there yet", demo.name()))),
    }
}

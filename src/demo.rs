//! Live computations: from the name in a lesson to a [`Figure`], without a screen.

mod bench;
mod compound;
mod depthwise;
mod digits;
#[cfg(test)]
mod engine_tests;
mod families;
mod family;
mod feature_maps;
mod gates;
mod mbconv;
mod operations;
mod paper_tables;
mod scale;
mod separable;
mod solve;
mod source;
mod spending;
mod surface;
mod swap;
mod training;
mod walks;
mod window;

use crate::arch::{BudgetError, SpecError};
use crate::content::demo::Demo;
use crate::figure::Figure;
use crate::job::CancelToken;
use crate::text::Lang;

pub use bench::Bench;
pub use compound::{comparison, implied, networks, verdict};
pub use families::{RIVALS, chart as families};
pub use paper_tables::{PrintedRow, paper_tables, printed_rows};
pub use solve::{Accuracy, Published, Solved};
pub use source::{Excerpt, source};
pub use spending::figure as spending;
pub use surface::surface;
pub use walks::{blocks_kind, item_text, mistake_text, rule_text, stored};

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

/// Runs a demo. The same demo gives the same figure, unless it times something; `bench` only remembers
/// what was computed.
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
        Demo::ConvCost(ref demo) => Ok(operations::conv_cost(demo, lang)),
        Demo::ConvPixel(ref demo) => Ok(operations::conv_pixel(demo, lang, bench)),
        Demo::SeparableTime(ref demo) => operations::separable_time(demo, lang, cancel),
        Demo::ReluManifold(ref demo) => Ok(operations::relu_manifold(demo, lang)),
        Demo::ActivationCurve(ref demo) => Ok(operations::activation_curve(demo, lang)),
        Demo::SeCost(ref demo) => Ok(operations::se_cost(demo, lang)),
        Demo::BlockCost(ref demo) => Ok(operations::block_cost(demo, lang)),
        Demo::FusedCost(ref demo) => Ok(operations::fused_cost(demo, lang)),
        Demo::ActivationSwap(ref demo) => swap::figure(demo, lang, bench, cancel),
        Demo::SeGates(ref demo) => gates::figure(demo, lang, bench, cancel),
        Demo::MbconvMicroscope(ref demo) => mbconv::figure(demo, lang, bench, cancel),
        Demo::FeatureMaps(ref demo) => feature_maps::figure(demo, lang, bench, cancel),
        Demo::TrainNano(ref demo) => training::figure(demo, lang, bench, cancel),
        Demo::NetworkWalk(ref demo) => Ok(walks::network(demo, lang)),
        Demo::LayerLedger(ref demo) => Ok(walks::layers(demo, lang)),
        Demo::BugFingerprint(ref demo) => Ok(walks::fingerprint(demo, lang)?),
        Demo::ConventionLedger(ref demo) => Ok(walks::conventions(demo, lang)),
        Demo::MemoryLedger(ref demo) => Ok(walks::memory(demo, lang)?),
        Demo::SingleDimension(ref demo) => Ok(walks::single(demo, lang)?),
        Demo::ConstraintSurface(ref demo) => Ok(walks::constraint(demo, lang)?),
        Demo::LrSchedule(ref demo) => Ok(walks::schedule(demo, lang)),
        Demo::Survival(ref demo) => Ok(walks::survival(demo, lang)),
        Demo::ModelLandscape(ref demo) => Ok(families::landscape(demo, lang)),
        Demo::ModelCard(ref demo) => Ok(walks::card(demo, lang)?),
        Demo::Errata(ref demo) => walks::errata(demo, lang),
    }
}

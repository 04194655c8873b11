//! The live computations that a page can name, as data: which one, and where its knobs stand.
//!
//! A demo's parameters are integers and enums, so it is `Eq + Hash` and its figure can be cached.
//! Reals are kept in hundredths ([`Centi`]).

mod networks;
mod operations;
mod scales;
mod scaling;
mod setting;
#[cfg(test)]
mod tests;
mod training;
mod values;

use std::sync::OnceLock;

use serde::Deserialize;

use crate::arch::{ArchSpec, BlockSpec, Design, Variant};

pub use super::knob::{Centi, Milli};
pub use networks::*;
pub use operations::*;
pub use scales::*;
pub use scaling::{BudgetQuery, ScaleChart, ScalePlan, SurfaceChart, SurfacePlace};
pub use training::*;

use super::knob::{Knob, KnobError};
use setting::{Turnable, names};

/// The demos that a lesson can name, each with a type of its name for its settings.
macro_rules! demos {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// A live computation with its knobs.
        #[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
        pub enum Demo {
            $($(#[$doc])* #[serde(rename = $text)] $name($name),)*
            /// Compound scaling from any base, with factors on single dimensions.
            #[serde(skip)]
            Scaling(ScalePlan),
            /// The constraint surface, and one triple on it.
            #[serde(skip)]
            Surface(SurfacePlace),
            /// What a budget leaves.
            #[serde(skip)]
            Budget(BudgetQuery),
        }

        impl Demo {
            /// The names that a lesson's live block may use.
            pub const NAMES: &'static [&'static str] = &[$($text),*];

            /// The name in a lesson's live block.
            pub const fn name(&self) -> &'static str {
                match self {
                    $(Self::$name(_) => $text,)*
                    Self::Scaling(_) => "scaling",
                    Self::Surface(_) => "surface",
                    Self::Budget(_) => "budget",
                }
            }

            /// Where the knobs stand; the constraint surface and a budget have none.
            fn settings_mut(&mut self) -> Option<&mut dyn Turnable> {
                match self {
                    $(Self::$name(settings) => Some(settings),)*
                    Self::Scaling(plan) => Some(plan),
                    Self::Surface(_) | Self::Budget(_) => None,
                }
            }

            /// The knobs and where they stand.
            pub fn knobs(&self) -> Vec<Knob> {
                match self {
                    $(Self::$name(settings) => Turnable::knobs(settings),)*
                    Self::Scaling(plan) => Turnable::knobs(plan),
                    Self::Surface(_) | Self::Budget(_) => Vec::new(),
                }
            }
        }
    };
}

demos! {
    /// One output value of a depthwise convolution of Lite0 on a photo: inputs, weights, products, sum.
    DepthwiseMicroscope = "depthwise-microscope",
    /// MACs and parameters of a plain convolution against depthwise + pointwise.
    SeparableCost = "separable-cost",
    /// Formula, network built from it, and nearest published models.
    CompoundExplorer = "compound-scaling",
    /// B0–B7 on one chart.
    FamilyChart = "family-chart",
    /// MACs and parameters of one convolution, factor by factor.
    ConvCost = "conv-cost",
    /// One output value of the first convolution of Lite0 on a photo: 27 products.
    ConvPixel = "conv-pixel",
    /// A plain convolution against depthwise + pointwise, counted and timed on this machine.
    SeparableTime = "separable-time",
    /// What ReLU keeps of flat data that lies in a space of few or many dimensions.
    ReluManifold = "relu-manifold",
    /// A nonlinearity with a cursor: value, derivative, minimum.
    ActivationCurve = "activation-curve",
    /// Trained `nano` with its Swish replaced: one digit, and all test digits.
    ActivationSwap = "activation-swap",
    /// The gates of one block of `nano` on a digit, and the prediction with and without SE.
    SeGates = "se-gates",
    /// Parameters and MACs of one SE module.
    SeCost = "se-cost",
    /// One MBConv block, counted step by step.
    BlockCost = "block-cost",
    /// MBConv against Fused-MBConv with the same channels.
    FusedCost = "fused-cost",
    /// One block of a trained network on an image: shapes, costs, and one output value traced.
    MbconvMicroscope = "mbconv-microscope",
    /// Feature maps of a block of Lite0 on a photo, and its five best answers.
    FeatureMaps = "feature-maps",
    /// A network stage by stage, one of them opened.
    NetworkWalk = "network-walk",
    /// How many layers a network has, under each convention.
    LayerLedger = "layer-ledger",
    /// What a mistake does to B0's counts.
    BugFingerprint = "bug-fingerprint",
    /// One network counted by the paper and by each tool, with what each adds.
    ConventionLedger = "convention-ledger",
    /// Bytes of weights and activations, at inference and in training.
    MemoryLedger = "memory-ledger",
    /// B0 scaled in one dimension: what it costs, and the paper's accuracies.
    SingleDimension = "single-dimension",
    /// α and β on the constraint surface; γ follows from them.
    ConstraintSurface = "constraint-surface",
    /// Trains `nano` for some epochs here and now, with parts of the recipe switched.
    TrainNano = "train-nano",
    /// The learning rate over the paper's 350 epochs.
    LrSchedule = "lr-schedule",
    /// How often each block survives stochastic depth.
    Survival = "survival",
    /// Families of models on one chart: cost against reported accuracy.
    ModelLandscape = "model-landscape",
    /// One model's numbers beside another's.
    ModelCard = "model-card",
    /// What the paper says and the code does.
    Errata = "errata",
}

names! {
    /// A photo that ships with the program.
    Photo {
        /// A cat.
        Chelsea = "chelsea",
        /// A cup.
        Coffee = "coffee",
        /// A rocket on its pad.
        Rocket = "rocket",
    }
}

impl Demo {
    /// The same demo with one knob moved by `steps`, kept in range.
    #[must_use]
    pub fn turned(&self, key: &str, steps: i32) -> Self {
        let Some(knob) = self.knobs().into_iter().find(|knob| knob.key == key) else {
            return self.clone();
        };
        let moved = knob.value.saturating_add(steps.saturating_mul(knob.step));
        self.with(&knob, moved.clamp(knob.low, knob.high))
    }

    /// The same demo with one knob set from text, as `--set channel=11` does.
    ///
    /// # Errors
    /// When there is no such knob or the value does not fit; the message says what would be right.
    pub fn set(&self, key: &str, value: &str) -> Result<Self, KnobError> {
        let knobs = self.knobs();
        let Some(knob) = knobs.iter().find(|knob| knob.key == key) else {
            return Err(Self::no_knob([self], key));
        };
        let value = knob.parse(value)?;
        Ok(self.with(knob, value))
    }

    /// That none of these demos has a knob.
    pub fn no_knob<'a>(demos: impl IntoIterator<Item = &'a Self>, key: &str) -> KnobError {
        let mut names: Vec<&str> = Vec::new();
        for knob in demos.into_iter().flat_map(Self::knobs) {
            if !names.contains(&knob.key) {
                names.push(knob.key);
            }
        }
        KnobError::Unknown { key: key.to_owned(), expected: names.join(", ") }
    }

    /// The option of `learn` that turns `original`, as a lesson has it, into this:
    /// ` --set channel=12,row=3`; nothing if they are the same.
    pub fn settings(&self, original: &Self) -> String {
        let before = original.knobs();
        let moved =
            |knob: &Knob| !before.iter().any(|b| b.key == knob.key && b.value == knob.value);
        let knobs = self.knobs().into_iter().filter(moved);
        let turned: Vec<String> =
            knobs.map(|knob| format!("{}={}", knob.key, knob.shown())).collect();
        if turned.is_empty() { String::new() } else { format!(" --set {}", turned.join(",")) }
    }

    /// The same demo with several knobs set. `model` and `block` go first: the ranges of others follow them.
    ///
    /// # Errors
    /// As [`Self::set`], for the first that does not fit.
    pub fn with_settings(&self, settings: &[(String, String)]) -> Result<Self, KnobError> {
        let rank = |(key, _): &&(String, String)| match key.as_str() {
            "model" => 0,
            "block" => 1,
            _ => 2,
        };
        let mut ordered: Vec<_> = settings.iter().collect();
        ordered.sort_by_key(rank);
        ordered.into_iter().try_fold(self.clone(), |demo, (key, value)| demo.set(key, value))
    }

    /// Checks that every knob stands in its range, as a lesson may write it anywhere.
    ///
    /// # Errors
    /// Names the first knob that does not.
    pub fn check(&self) -> Result<(), KnobError> {
        for knob in self.knobs() {
            if !knob.allows(knob.value) {
                return Err(KnobError::Value {
                    key: knob.key,
                    got: knob.shown(),
                    expected: knob.range(),
                });
            }
        }
        Ok(())
    }

    /// Writes one knob; `value` is in its range.
    fn with(&self, knob: &Knob, value: i32) -> Self {
        let mut demo = self.clone();
        if let Some(settings) = demo.settings_mut() {
            settings.write(knob.key, value);
        }
        demo
    }
}

fn nano_spec() -> &'static ArchSpec {
    static SPEC: OnceLock<ArchSpec> = OnceLock::new();
    SPEC.get_or_init(|| Design::nano().spec().expect("a test builds it"))
}

/// How many blocks `nano` has.
fn nano_blocks() -> usize {
    nano_spec().blocks.len()
}

/// Channels and side of the output of a block of `nano`.
fn nano_output(block: usize) -> (usize, usize) {
    let spec = nano_spec();
    let block = block.min(spec.blocks.len() - 1);
    let layers = spec.layers();
    let last = layers.iter().rfind(|layer| layer.block == Some(block));
    last.map_or((1, 1), |layer| (layer.output.c, layer.output.h))
}

fn lite0_blocks() -> &'static [BlockSpec] {
    static BLOCKS: OnceLock<Vec<BlockSpec>> = OnceLock::new();
    BLOCKS.get_or_init(|| Variant::Lite0.imagenet().blocks)
}

/// Channels and side of the depthwise output of a block of Lite0 at its native resolution.
fn depthwise_output(block: usize) -> (usize, usize) {
    let blocks = lite0_blocks();
    let block = block.min(blocks.len() - 1);
    let strides: usize = blocks[..=block].iter().map(|block| block.stride).product();
    // The stem halves the input first.
    (blocks[block].channels_mid(), Variant::Lite0.scaling().resolution / 2 / strides)
}

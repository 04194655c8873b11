//! Training: from random weights to a network that reads digits, with nothing but the engine.
//!
//! ```text
//! Dataset ──augment──► batch ──EfficientNet::forward──► logits ──loss──► gradients ──Optimizer──► weights
//! ```
//!
//! [`Trainer`] does one step at a time and says what came of it, so that a terminal, a pipe and a test
//! can all watch. What it is told stands in [`TrainConfig`]. The parts are those of the paper's
//! section 5.2: [`optimizer`] (RMSProp in TensorFlow's form, and two that are usual today),
//! [`schedule`] (warm-up, stairs or cosine), [`ema`], label smoothing in [`loss`]; dropout and
//! stochastic depth are layers of the engine.

pub mod augment;
mod config;
pub mod dataset;
pub mod ema;
mod error;
pub mod loss;
pub mod optimizer;
pub mod schedule;
// mod trainer;

pub use config::{OptimizerKind, ScheduleKind, TrainConfig};
pub use dataset::Dataset;
pub use error::TrainError;
// pub use trainer::{Best, EpochReport, Score, StepReport, Trainer, evaluate};

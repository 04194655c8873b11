//! Understand EfficientNet by running it.

pub mod arch;
pub mod cli;
pub mod nn;
pub mod vision;

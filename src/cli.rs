//! The command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use crate::text::Lang;

pub mod run;
pub mod scale;

/// Understand EfficientNet by running it.
#[derive(Debug, Parser)]
#[command(version)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
}
/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Classify images with the engine.
    Run(run::RunArgs),
    /// Scale
    Scale(scale::ScaleArgs),
}

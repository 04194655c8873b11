//! The command line.

use clap::{Parser, Subcommand};

pub mod run;

/// Understand EfficientNet by running it.
#[derive(Debug, Parser)]
#[command(version)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Classify images with the engine.
    Run(run::RunArgs),
}

//! The command line.

pub mod check;

use clap::{Parser, Subcommand};

/// Understand EfficientNet by running it.
#[derive(Debug, Parser)]
#[command(name = "effnet-tutor", version)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Lint lessons and quizzes: all problems at once.
    Check(check::CheckArgs),
}

//! `lab`: train a network of your own with the engine.

mod args;
mod progress;
mod report;
mod train;

use std::io::Write;

use clap::{Args, Subcommand};

use crate::text::Lang;

pub use args::TrainArgs;

/// A file for weights whose name does not say that it holds any.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadEnding(String);

/// Options of `lab`.
#[derive(Debug, Clone, Args)]
pub struct LabArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: LabCommand,
}

/// What the lab does.
#[derive(Debug, Clone, Subcommand)]
pub enum LabCommand {
    /// Train a small EfficientNet on handwritten digits
    ///
    /// Examples:
    ///   effnet-tutor lab train --epochs 10 --save mine.safetensors
    ///   effnet-tutor lab train --epochs 5 --optimizer rmsprop --lr 0.003
    #[command(verbatim_doc_comment)]
    Train(TrainArgs),
}

/// Does it and writes to `out`; `err` is for what is not part of the answer. The exit code.
///
/// # Errors
/// As [`train::run`].
pub fn run(
    args: &LabArgs,
    screen: bool,
    lang: Lang,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> anyhow::Result<u8> {
    match &args.command {
        LabCommand::Train(args) => train::run(args, screen, lang, out, err),
    }
}

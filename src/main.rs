//! The program: reads the command line and runs what it asks for.

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;
use effnet_tutor::cli::{Cli, Command, check};
use effnet_tutor::text::detect;

fn main() -> Result<ExitCode> {
    let lang = detect(None);
    let clean = match Cli::parse().command {
        Command::Check(args) => check::run(&args, lang, &mut std::io::stdout().lock())?,
    };
    Ok(if clean { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

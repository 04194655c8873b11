<<<<<<< HEAD
//! The program: reads the command line and runs what it asks for.

fn main() {}
=======
//! Parse, run, say what went wrong in one line.

use std::process::ExitCode;

use clap::Parser as _;
use effnet_tutor::cli::{Cli, Command};

fn main() -> ExitCode {
    let Command::Run(args) = Cli::parse().command;
    match effnet_tutor::cli::run::run(&args, &mut std::io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            #[expect(clippy::print_stderr, reason = "the one place that reports a failure")]
            {
                eprintln!("error: {error:#}");
            }
            ExitCode::FAILURE
        }
    }
}
>>>>>>> engine

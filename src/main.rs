//! Parse, run, say what went wrong in one line.

use std::process::ExitCode;

use clap::Parser as _;
use effnet_tutor::app;
use effnet_tutor::cli::{Cli, Next, exit_code};

fn main() -> ExitCode {
    let outcome = Cli::parse().run().and_then(|next| match next {
        Next::Done(code) => Ok(code),
        Next::Screen(request) => app::start(&request),
    });
    ExitCode::from(outcome.unwrap_or_else(|error| {
        let code = exit_code(&error);
        if code != 0 {
            #[expect(clippy::print_stderr, reason = "the one place that reports a failure")]
            {
                eprintln!("error: {error:#}");
            }
        }
        code
    }))
}

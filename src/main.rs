//! Parse, run, say what went wrong in one line.

use std::io::{self, Write};
use std::process::ExitCode;

use effnet_tutor::cli::{Cli, Next, exit_code};
use effnet_tutor::{app, say};

fn main() -> ExitCode {
    let cli = match Cli::read() {
        Ok(cli) => cli,
        Err(code) => return ExitCode::from(code),
    };
    let lang = cli.language();
    let outcome = cli.run().and_then(|next| match next {
        Next::Done(code) => Ok(code),
        Next::Screen(request) => app::start(&request),
    });
    ExitCode::from(outcome.unwrap_or_else(|error| {
        let code = exit_code(&error);
        if code != 0 {
            // Where nobody can be told, the code still says it.
            _ = writeln!(io::stderr(), "{}", say::line(&error, lang));
        }
        code
    }))
}

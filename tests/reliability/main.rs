//! What a trusted terminal program promises, row by row: `rows.toml` is the list, and says for each row
//! which tests keep it. Here are those that need the whole program and belong to no other test.
//!
//! The heavy ones need a release build, a minute or more, or a tool: they are ignored, and
//! `cargo test --release --test reliability -- --ignored` runs them.
#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]
#![expect(clippy::print_stdout, reason = "the heavy tests say what they measured")]

mod charts;
mod damage;
mod delivery;
mod examples;
mod home;
mod inputs;
mod korean;
mod rows;
mod streams;

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_effnet-tutor");

/// A line for the shell, in a folder, with our program in the path and an environment that holds nothing
/// else.
fn shell(line: &str, folder: &Path) -> Command {
    let here = Path::new(PROGRAM).parent().unwrap();
    let path = std::env::var_os("PATH").unwrap();
    let all = [here.to_owned()].into_iter().chain(std::env::split_paths(&path));
    let mut command = Command::new("sh");
    command.args(["-c", line]).current_dir(folder);
    command.env_clear().env("PATH", std::env::join_paths(all).unwrap()).env("HOME", folder);
    command.stdin(Stdio::null());
    command
}

fn finish(mut command: Command, input: &str) -> Output {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // What reads nothing may be gone by now.
    _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

/// Both streams as text, and the exit code.
fn said(output: &Output) -> (Option<i32>, String) {
    let text = [&output.stdout[..], &output.stderr[..]].concat();
    (output.status.code(), String::from_utf8(text).unwrap())
}

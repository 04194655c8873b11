//! The program in pipes: what it prints, with which exit code, in which language.
#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

mod doctor;
mod inspect;
mod lab;
mod learn;
mod models;
mod note;
mod own;
mod pipes;
mod progress;
mod quiz;
mod scale;
mod scale_modes;

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

const PROGRAM: &str = env!("CARGO_BIN_EXE_effnet-tutor");

/// What came of a command.
struct Ran {
    command: String,
    out: String,
    err: String,
    code: Option<i32>,
}

impl Ran {
    #[track_caller]
    fn succeeds(self) -> Self {
        assert_eq!(self.code, Some(0), "`{}`: {}", self.command, self.err);
        self
    }

    /// Exit 2, nothing on stdout, and one sentence that says what is wrong.
    #[track_caller]
    fn fails(self, sentence: &str) -> Self {
        let Self { command, out, err, code } = &self;
        assert_eq!((*code, out.as_str()), (Some(2), ""), "`{command}`: {err}");
        let label = if command.contains("--lang ko") { "오류: " } else { "error: " };
        assert!(err.starts_with(label), "`{command}`: {err}");
        assert!(err.contains(sentence), "`{command}` does not say `{sentence}`:\n{err}");
        self
    }

    #[track_caller]
    fn sees(self, text: &str) -> Self {
        assert!(
            self.out.contains(text),
            "`{}` does not print `{text}`:\n{}",
            self.command,
            self.out
        );
        self
    }

    #[track_caller]
    fn json(&self) -> Value {
        serde_json::from_str(self.out.lines().last().unwrap_or_default()).unwrap()
    }
}

/// The program with an environment that holds nothing, and a home that holds nothing.
fn program(args: &str, home: &Path) -> Command {
    let mut command = Command::new(PROGRAM);
    command.args(args.split_whitespace()).current_dir(env!("CARGO_MANIFEST_DIR"));
    command.env_clear().env("HOME", home).stdin(Stdio::null());
    command
}

fn finish(mut command: Command, args: &str, input: &str) -> Ran {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A command that reads nothing may be gone by now.
    _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran {
        command: format!("effnet-tutor {args}"),
        out: text(output.stdout),
        err: text(output.stderr),
        code: output.status.code(),
    }
}

fn run(args: &str) -> Ran {
    run_with(args, "")
}

fn run_with(args: &str, input: &str) -> Ran {
    let home = tempfile::tempdir().unwrap();
    finish(program(args, home.path()), args, input)
}

/// As [`run`], for arguments with spaces in them or none at all.
fn run_words(words: &[&str]) -> Ran {
    let home = tempfile::tempdir().unwrap();
    let mut command = program("", home.path());
    command.args(words);
    finish(command, &words.join(" "), "")
}

fn run_in(args: &str, variables: &[(&str, &str)]) -> Ran {
    let home = tempfile::tempdir().unwrap();
    let mut command = program(args, home.path());
    command.envs(variables.iter().copied());
    finish(command, args, "")
}

fn is_hangul(c: char) -> bool {
    ('가'..='힣').contains(&c)
}

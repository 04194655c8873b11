//! `check`: lints lessons and quizzes and shows every problem where it is.

use std::fmt::Display;
use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use crate::content::check::check;
use crate::content::library::Library;
use crate::text::Lang;

/// Lints lessons and quizzes: all problems at once.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Folder with `lessons/` and/or `quizzes/`; the shipped content if left out.
    pub dir: Option<PathBuf>,
}

/// Prints every problem and a closing line. True if there is none; otherwise the exit code is 1.
///
/// # Errors
/// When `out` cannot be written.
pub fn run(args: &CheckArgs, lang: Lang, out: &mut dyn Write) -> anyhow::Result<bool> {
    let report = check(&Library::open(args.dir.as_deref()));
    for problem in &report.problems {
        writeln!(out, "{problem}\n")?;
    }
    let count = report.problems.len();
    let counts: [(&str, &dyn Display); 3] =
        [("n", &count), ("lessons", &report.lessons), ("questions", &report.questions)];
    let key = match count {
        0 => "check.clean",
        1 => "check.problem",
        _ => "check.problems",
    };
    writeln!(out, "{}", lang.fill(key, &counts))?;
    Ok(count == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_content_is_clean() {
        let mut out = Vec::new();
        let clean = run(&CheckArgs { dir: None }, Lang::En, &mut out).unwrap();
        assert!(clean, "{}", String::from_utf8_lossy(&out));
    }

    #[test]
    fn problems_are_counted_at_the_end() {
        let folder = tempfile::tempdir().unwrap();
        let mut out = Vec::new();
        let args = CheckArgs { dir: Some(folder.path().to_owned()) };
        assert!(!run(&args, Lang::Ko, &mut out).unwrap());
        assert!(String::from_utf8_lossy(&out).ends_with("\n문제 1개\n"));
    }
}

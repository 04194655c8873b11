//! A note of what went wrong in the program itself, for a report: `crash.log` in the home directory.

use std::env::consts::{ARCH, OS};
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

/// The file in the home directory.
const NAME: &str = "crash.log";

/// Adds a panic to the file of a home, and gives the file. It says what panicked where, when, and in which
/// version; nothing of the learner.
///
/// # Errors
/// When it cannot be written.
pub(super) fn note(home: &Path, what: &str, when: Timestamp) -> io::Result<PathBuf> {
    fs::create_dir_all(home)?;
    let path = home.join(NAME);
    let version = env!("CARGO_PKG_VERSION");
    let entry = format!("{when} effnet-tutor {version}, {OS} {ARCH}\n{what}\n\n");
    File::options().create(true).append(true).open(&path)?.write_all(entry.as_bytes())?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_panic_is_one_more_entry() {
        let home = tempfile::tempdir().unwrap();
        let home = home.path().join("new");
        for what in ["first (src/a.rs:1)", "second (src/b.rs:2)"] {
            note(&home, what, Timestamp::UNIX_EPOCH).unwrap();
        }
        let text = fs::read_to_string(home.join(NAME)).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[0].starts_with("1970-01-01T00:00:00Z effnet-tutor "), "{text}");
        assert_eq!((lines[1], lines[4]), ("first (src/a.rs:1)", "second (src/b.rs:2)"));
    }
}

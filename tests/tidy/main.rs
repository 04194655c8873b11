//! The rules of the source tree, read as text: who may name whom, how long a file is, what it starts
//! with, and what it never says.
//!
//! The scan is simple on purpose. Where it is wrong it must be loud: a false alarm is a line to
//! rewrite, a silent hole is a broken rule.
#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

mod code;
mod layers;
mod style;

use std::fs;
use std::path::{Path, PathBuf};

/// A source file: its path from the repository's root, and what stands in it.
struct Source {
    path: String,
    text: String,
}

/// All Rust files below a folder of the repository, in order.
fn sources(folder: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join(folder)];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    assert!(!files.is_empty(), "no Rust file in {folder}: the scan looks at the wrong place");
    files.iter().map(|path| read(root, path)).collect()
}

fn read(root: &Path, path: &PathBuf) -> Source {
    let parts = path.strip_prefix(root).unwrap().iter();
    let path_text = parts.map(|part| part.to_str().unwrap()).collect::<Vec<_>>().join("/");
    Source { path: path_text, text: fs::read_to_string(path).unwrap() }
}

/// Fails with one line for each complaint.
#[track_caller]
fn none(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

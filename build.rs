//! Rebuilds when an embedded file changes: `include_dir` alone would ship the old one.

use std::fs;
use std::path::Path;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    for folder in ["lessons", "quizzes", "assets"] {
        watch(Path::new(folder));
    }
}

/// Names a folder and all below it. A folder's own time changes when a file comes or goes.
fn watch(path: &Path) {
    println!("cargo:rerun-if-changed={}", path.display());
    for entry in fs::read_dir(path).into_iter().flatten().flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            watch(&entry.path());
        } else {
            println!("cargo:rerun-if-changed={}", entry.path().display());
        }
    }
}

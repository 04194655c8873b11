//! What is delivered: one copy of each terminal crate, all content, no network, small, quick (R42–R46).

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::{finish, said, shell};

/// Name and number of versions of every package in the lock file.
fn locked() -> BTreeMap<String, usize> {
    let lock: toml::Table = toml::from_str(&fs::read_to_string("Cargo.lock").unwrap()).unwrap();
    let mut found = BTreeMap::new();
    for package in lock["package"].as_array().unwrap() {
        *found.entry(package["name"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    found
}

#[test]
fn the_crates_of_the_terminal_are_there_once() {
    let locked = locked();
    for name in ["ratatui", "ratatui-core", "crossterm", "unicode-width", "ndarray"] {
        assert_eq!(locked[name], 1, "{name}");
    }
}

/// Nothing that could call out is even compiled in.
#[test]
fn no_crate_that_speaks_to_a_network_is_there() {
    let locked = locked();
    for name in
        ["reqwest", "hyper", "ureq", "curl", "rustls", "openssl", "native-tls", "tokio", "socket2"]
    {
        assert!(!locked.contains_key(name), "{name}");
    }
}

/// The commands of every source of the program: `use std::net` stands nowhere.
#[test]
fn no_source_names_a_socket() {
    fn check(folder: &Path) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                check(&path);
            } else {
                let text = fs::read_to_string(&path).unwrap();
                assert!(!text.contains("std::net") && !text.contains("UnixStream"), "{path:?}");
            }
        }
    }
    check(Path::new("src"));
}

#[test]
#[ignore = "heavy: asks cargo"]
fn the_tree_of_crates_is_small() {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "-e", "normal", "--prefix", "none", "--format", "{p}"])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let mut names: Vec<&str> = text.lines().map(|line| line.trim_end_matches(" (*)")).collect();
    names.sort_unstable();
    names.dedup();
    println!("{} crates", names.len());
    assert!((50..=200).contains(&names.len()), "{}", names.len());
}

/// The list of packaged files holds every lesson, quiz and asset, and the whole is at most 9 MiB.
#[test]
#[ignore = "heavy: packages the crate"]
fn the_package_is_whole_and_small() {
    let target = tempfile::tempdir().unwrap();
    let cargo = |args: &[&str]| {
        let output = Command::new(env!("CARGO"))
            .args(args)
            .env("CARGO_TARGET_DIR", target.path())
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let list = cargo(&["package", "--locked", "--allow-dirty", "--list"]);
    let listed: Vec<&str> = list.lines().collect();
    for folder in ["src", "lessons", "quizzes", "assets"] {
        let mut all = Vec::new();
        walk(Path::new(folder), &mut all);
        for path in all {
            assert!(listed.contains(&path.as_str()), "{path} is not packaged");
        }
    }
    cargo(&["package", "--locked", "--allow-dirty", "--no-verify"]);
    let name = concat!("package/effnet-tutor-", env!("CARGO_PKG_VERSION"), ".crate");
    let bytes = fs::metadata(target.path().join(name)).unwrap().len();
    println!("the package has {bytes} bytes");
    assert!(bytes <= 9 << 20, "{bytes} bytes");
}

fn walk(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, found);
        } else {
            found.push(path.to_str().unwrap().replace('\\', "/"));
        }
    }
}

/// From the packaged crate, in an empty home, then the first minutes of a learner.
#[test]
#[ignore = "heavy: a release build from nothing"]
fn the_packaged_crate_installs_and_runs_in_an_empty_home() {
    let folder = tempfile::tempdir().unwrap();
    let root = std::env::current_dir().unwrap();
    let cargo_home = std::env::var_os("CARGO_HOME")
        .unwrap_or_else(|| format!("{}/.cargo", std::env::var("HOME").unwrap()).into());
    let mut command = shell(
        &format!(
            "set -e; cd {0} && CARGO_TARGET_DIR=$HOME/p cargo package --locked --allow-dirty --no-verify; cd $HOME; \
             tar xf p/package/*.crate; mkdir home; \
             CARGO_TARGET_DIR=$HOME/t cargo install --locked --path effnet-tutor-* --root inst; \
             export HOME=$PWD/home PATH=$PWD/inst/bin:$PATH; cd $HOME; \
             ls -l ../inst/bin; ../inst/bin/effnet-tutor --version; ../inst/bin/effnet-tutor doctor --lang en; \
             yes 1 | ../inst/bin/effnet-tutor quiz note --lang ko",
            root.display()
        ),
        folder.path(),
    );
    command.env("CARGO_HOME", cargo_home);
    for name in ["RUSTUP_HOME", "RUSTUP_TOOLCHAIN"] {
        let given = std::env::var_os(name);
        let usual = format!("{}/.rustup", std::env::var("HOME").unwrap()).into();
        if let Some(value) = given.or((name == "RUSTUP_HOME").then_some(usual)) {
            command.env(name, value);
        }
    }
    let begun = Instant::now();
    let (code, text) = said(&finish(command, ""));
    println!("{} s\n{text}", begun.elapsed().as_secs());
    assert_eq!(code, Some(0));
    assert!(text.contains("Nothing is broken."));
    let bytes = fs::metadata(folder.path().join("inst/bin/effnet-tutor")).unwrap().len();
    assert!(bytes <= 25 << 20, "{bytes} bytes");
}

/// No system call that has to do with a network, in any command. Needs `strace`.
#[cfg(target_os = "linux")]
#[test]
#[ignore = "heavy: needs strace"]
fn no_command_asks_the_system_for_a_network() {
    let folder = tempfile::tempdir().unwrap();
    for command in
        ["", "learn swish", "quiz note", "scale --phi 3", "run photo.jpg", "progress", "doctor"]
    {
        fs::copy("assets/images/chelsea.jpg", folder.path().join("photo.jpg")).unwrap();
        let line = format!("strace -f -qq -e trace=network -o trace.txt effnet-tutor {command}");
        let (code, text) = said(&finish(shell(&line, folder.path()), "1\n"));
        assert_eq!(code, Some(0), "{text}");
        let trace = fs::read_to_string(folder.path().join("trace.txt")).unwrap();
        let is_call = |line: &&str| line.contains('(') && !line.contains("AF_UNIX");
        let calls: Vec<&str> = trace.lines().filter(is_call).collect();
        assert!(calls.is_empty(), "`{command}`:\n{calls:#?}");
    }
}

/// A release build starts, prints and ends within the time that feels like nothing. The median of eleven:
/// a machine that is busy is not our fault.
#[test]
#[ignore = "heavy: means something in a release build only"]
fn the_first_lines_come_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut times: Vec<Duration> = (0..11)
        .map(|_| {
            let begun = Instant::now();
            let output = finish(shell("effnet-tutor quiz note-se-role", folder.path()), "");
            assert!(output.status.success());
            begun.elapsed()
        })
        .collect();
    times.sort_unstable();
    println!("median {:?}, worst {:?}", times[5], times[10]);
    assert!(times[5] < Duration::from_millis(150), "{times:?}");
}

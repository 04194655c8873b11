//! An answer that was acknowledged survives `kill -9`: a child appends until its parent kills it.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
#![expect(clippy::print_stdout, reason = "the child acknowledges on stdout")]

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use effnet_tutor::learner::{Home, Review, Store};
use effnet_tutor::text::Lang;
use jiff::ZonedDateTime;

/// Names the child's home; without it the child's part does nothing.
const HOME: &str = "STORE_KILL_HOME";

fn now() -> ZonedDateTime {
    "2026-11-24T21:00[Asia/Seoul]".parse().unwrap()
}

/// The child's part: appends for ever, and says so after each answer.
#[test]
fn child() {
    let Some(home) = env::var_os(HOME) else { return };
    let (mut store, notices) = Store::open(&Home::at(home));
    assert_eq!(notices, [], "the lock of a killed instance is free");
    for index in 0.. {
        let review = Review {
            item: format!("item-{index}"),
            rev: 1,
            kind: "text".into(),
            answer: "스위시".repeat(200),
            right: true,
            credit: 1.0,
            confidence: None,
            hints: 0,
            ms: 1,
            lang: Lang::Ko,
            round: "r".into(),
            practice: false,
        };
        store.append_review(&review, &now()).unwrap();
        println!("saved");
        std::io::stdout().flush().unwrap();
    }
}

#[test]
fn what_was_acknowledged_survives_a_kill() {
    let dir = tempfile::tempdir().unwrap();
    let mut acknowledged = 0;
    for lines in [1, 2, 3, 5, 7, 4, 1, 6] {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "child", "--nocapture"])
            .env(HOME, dir.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
        let saved = |line: &String| line.ends_with("saved");
        let seen = said.by_ref().map(Result::unwrap).filter(saved).take(lines).count();
        assert_eq!(seen, lines, "the child ended early");
        child.kill().unwrap();
        child.wait().unwrap();
        let after = said.map_while(Result::ok).filter(saved).count();
        acknowledged += lines + after;
        let (store, notices) = Store::open(&Home::at(dir.path()));
        assert_eq!(notices, []);
        let stored = store.summary().unwrap().answers;
        assert!((acknowledged..=acknowledged + 1).contains(&stored), "{acknowledged}, {stored}");
        acknowledged = stored;
    }
}

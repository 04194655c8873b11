//! An answer that was acknowledged survives `kill -9`: a child answers rounds until its parent kills it.
#![expect(clippy::print_stdout, reason = "the child acknowledges on stdout")]

use std::env;
use std::hint;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use effnet_tutor::learner::store::DATABASE;
use effnet_tutor::learner::{Home, Review, Store};
use effnet_tutor::random::SplitMix64;
use rusqlite::Connection;

use crate::{now, review};

/// Names the child's home; without it the child's part does nothing.
const HOME: &str = "STORE_KILL_HOME";
/// Answers of a round.
const ANSWERS: usize = 5;

/// The child's part: answers rounds, and says so after each answer.
#[test]
fn child() {
    let Some(home) = env::var_os(HOME) else { return };
    let (mut store, notices) = Store::open(&Home::at(home));
    assert_eq!(notices, [], "the lock of a killed instance is free");
    for round in 0..100 {
        for item in 0..ANSWERS {
            let review = Review {
                answer: "스위시".repeat(200),
                round: format!("round-{round}"),
                ..review(&format!("item-{item}"), round % 3 > 0)
            };
            store.append_review(&review, &now()).unwrap();
            println!("saved");
            std::io::stdout().flush().unwrap();
        }
    }
}

/// Lets a child answer, kills it, and gives how many answers it acknowledged.
fn killed(home: &Path, rng: &mut SplitMix64) -> usize {
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["--exact", "kill::child", "--nocapture"])
        .env(HOME, home)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = 1 + rng.below(40);
    let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
    let saved = |line: &String| line.ends_with("saved");
    let seen = said.by_ref().map(Result::unwrap).filter(saved).take(lines).count();
    assert_eq!(seen, lines, "the child ended early");
    // Somewhere in the next answers: where, decides nothing.
    for _ in 0..rng.below(4_000_000) {
        hint::spin_loop();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    seen + said.map_while(Result::ok).filter(saved).count()
}

/// Kills children until so many rounds were answered.
fn check(rounds: usize) {
    let dir = tempfile::tempdir().unwrap();
    let mut rng = SplitMix64::new(25);
    let mut known = 0;
    while known < rounds * ANSWERS {
        known += killed(dir.path(), &mut rng);
        let (store, notices) = Store::open(&Home::at(dir.path()));
        assert_eq!(notices, []);
        let stored = store.summary().unwrap().answers;
        assert!((known..=known + 1).contains(&stored), "acknowledged {known}, stored {stored}");
        known = stored;
        let cards = store.cards().unwrap();
        let counted: u32 = cards.iter().map(|card| card.reviews).sum();
        assert_eq!(counted as usize, stored, "log and cards are written together");
        drop(store);
        let reader = Connection::open(dir.path().join(DATABASE)).unwrap();
        let health: String =
            reader.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(health, "ok");
    }
}

#[test]
fn what_was_acknowledged_survives_a_kill() {
    check(100);
}

#[test]
#[ignore = "a minute of kills"]
fn what_was_acknowledged_survives_many_kills() {
    check(2000);
}

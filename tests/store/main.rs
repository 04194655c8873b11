//! The store against what happens to files: kills, second instances, damage, newer programs, places
//! that cannot be written; and what it makes of the answers.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod backups;
mod damage;
#[cfg(unix)]
mod kill;
mod report;
mod schedule;
mod transfer;

use std::fs;
use std::path::Path;

use effnet_tutor::learner::store::{DATABASE, Prediction, Saved};
use effnet_tutor::learner::{Home, Notice, Review, Store};
use effnet_tutor::text::Lang;
use jiff::ZonedDateTime;
use rusqlite::Connection;

fn now() -> ZonedDateTime {
    "2026-11-24T21:00[Asia/Seoul]".parse().unwrap()
}

fn review(item: &str, right: bool) -> Review {
    Review {
        item: item.to_owned(),
        rev: 1,
        kind: "choice".to_owned(),
        answer: "네 배".to_owned(),
        right,
        credit: f64::from(u8::from(right)),
        confidence: Some(90),
        hints: 0,
        ms: 1200,
        lang: Lang::Ko,
        round: "r1".to_owned(),
        practice: false,
        draw: None,
        cram: false,
    }
}

fn answers(home: &Path) -> usize {
    Store::open(&Home::at(home)).0.summary().unwrap().answers
}

#[track_caller]
fn open_quietly(home: &Path) -> Store {
    let (store, notices) = Store::open(&Home::at(home));
    assert_eq!(notices, []);
    assert!(store.is_saving());
    store
}

#[test]
fn what_was_appended_is_there_after_reopening() {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("배움 터").join("내 기록");
    let mut store = open_quietly(&home);
    assert_eq!(store.append_review(&review("a", true), &now()).unwrap(), Saved::OnDisk);
    store.append_review(&review("a", false), &now()).unwrap();
    store.append_review(&Review { practice: true, ..review("b", true) }, &now()).unwrap();
    store.finish_lesson("swish", Lang::Ko, 3, &now()).unwrap();
    store.set_lesson("swish", Lang::En, 1, &now()).unwrap();
    drop(store);
    let store = open_quietly(&home);
    let summary = store.summary().unwrap();
    assert_eq!((summary.answers, summary.right), (2, 1));
    let today: i64 = Connection::open(home.join(DATABASE))
        .unwrap()
        .query_row("SELECT count(*) FROM review WHERE study_day = 20781", [], |row| row.get(0))
        .unwrap();
    assert_eq!(today, 3);
    let last = store.lesson_position("swish").unwrap().unwrap();
    assert_eq!((last.slug.as_str(), last.lang, last.page), ("swish", Lang::En, 1));
    assert_eq!(last.done_at_utc_ms, Some(now().timestamp().as_millisecond()), "done stays done");
    assert_eq!(store.lesson_position("nowhere").unwrap(), None);
}

#[test]
fn a_row_is_on_disk_before_append_returns() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open_quietly(dir.path());
    for count in 1..=3 {
        store.append_review(&review("a", true), &now()).unwrap();
        // A kill here would leave this very file.
        let copy = dir.path().join("after-kill.db");
        fs::copy(dir.path().join(DATABASE), &copy).unwrap();
        assert!(!dir.path().join("progress.db-journal").exists());
        let reader = Connection::open(&copy).unwrap();
        let rows: i64 =
            reader.query_row("SELECT count(*) FROM review", [], |row| row.get(0)).unwrap();
        assert_eq!(rows, count);
    }
}

#[test]
fn a_prediction_keeps_what_was_expected_and_what_came_out() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open_quietly(dir.path());
    let prediction = Prediction {
        lesson: "compound-scaling".into(),
        item: "b3-macs".into(),
        predicted: "3.6e9".into(),
        real: "1827100000".into(),
        ratio: Some(1.97),
    };
    store.append_prediction(&prediction, &now()).unwrap();
    store.append_prediction(&Prediction { ratio: Some(f64::NAN), ..prediction }, &now()).unwrap();
    let reader = Connection::open(dir.path().join(DATABASE)).unwrap();
    let row: (String, Option<f64>, i64) = reader
        .query_row("SELECT real, ratio, study_day FROM prediction WHERE id = 1", [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .unwrap();
    assert_eq!(row, ("1827100000".to_owned(), Some(1.97), 20_781));
}

#[test]
fn tables_are_strict_and_the_journal_is_a_rollback_journal() {
    let dir = tempfile::tempdir().unwrap();
    drop(open_quietly(dir.path()));
    let db = Connection::open(dir.path().join(DATABASE)).unwrap();
    let strict: i64 = db
        .query_row("SELECT min(strict) FROM pragma_table_list WHERE name IN ('review','card','prediction','lesson','page','meta')", [], |row| row.get(0))
        .unwrap();
    assert_eq!(strict, 1);
    let journal: String = db.query_row("PRAGMA journal_mode", [], |row| row.get(0)).unwrap();
    assert_eq!(journal, "delete");
}

#[test]
fn a_second_instance_reads_and_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let mut first = open_quietly(dir.path());
    first.append_review(&review("a", true), &now()).unwrap();
    let (mut second, notices) = Store::open(&Home::at(dir.path()));
    assert!(matches!(notices.as_slice(), [Notice::SecondInstance { .. }]));
    assert_eq!(second.append_review(&review("b", true), &now()).unwrap(), Saved::NotSaved);
    assert_eq!(second.summary().unwrap().answers, 1);
    first.append_review(&review("c", true), &now()).unwrap();
    assert_eq!(second.summary().unwrap().answers, 2);
    drop(first);
    drop(second);
    drop(open_quietly(dir.path()));
}

#[test]
fn a_newer_schema_is_left_untouched() {
    let dir = tempfile::tempdir().unwrap();
    drop(open_quietly(dir.path()));
    let path = dir.path().join(DATABASE);
    let db = Connection::open(&path).unwrap();
    db.execute_batch("CREATE TABLE other (id INTEGER) STRICT; PRAGMA user_version = 99; PRAGMA journal_mode = WAL;").unwrap();
    drop(db);
    let before = fs::read(&path).unwrap();
    let (mut store, notices) = Store::open(&Home::at(dir.path()));
    assert!(
        matches!(notices.as_slice(), [Notice::Newer { found: 99, known: 3, .. }]),
        "{notices:?}"
    );
    assert_eq!(store.append_review(&review("a", true), &now()).unwrap(), Saved::NotSaved);
    assert_eq!(store.summary().unwrap().answers, 1, "this session still counts");
    drop(store);
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn the_last_prediction_at_each_prompt_is_read() {
    let mut store = Store::in_memory();
    for (item, predicted) in [("a", "1"), ("b", "2"), ("a", "3")] {
        let made = Prediction {
            lesson: "swish".into(),
            item: item.into(),
            predicted: predicted.into(),
            real: "4".into(),
            ratio: None,
        };
        store.append_prediction(&made, &now()).unwrap();
    }
    let last = store.last_predictions().unwrap();
    let mut last: Vec<(&str, &str)> =
        last.iter().map(|made| (made.item.as_str(), made.predicted.as_str())).collect();
    last.sort_unstable();
    assert_eq!(last, [("a", "3"), ("b", "2")]);
}

#[test]
fn a_kill_in_the_middle_of_a_write_is_rolled_back() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open_quietly(dir.path());
    for index in 0..40 {
        store.append_review(&review(&format!("item-{index}"), true), &now()).unwrap();
    }
    drop(store);
    let writer = Connection::open(dir.path().join(DATABASE)).unwrap();
    // A small cache spills: pages of the open transaction reach the file, their originals the journal.
    writer
        .execute_batch(
            "PRAGMA cache_size = 2; BEGIN; UPDATE review SET answer = hex(randomblob(4000));",
        )
        .unwrap();
    let killed = tempfile::tempdir().unwrap();
    for name in [DATABASE, "progress.db-journal"] {
        fs::copy(dir.path().join(name), killed.path().join(name)).unwrap();
    }
    drop(open_quietly(killed.path()));
    let reader = Connection::open(killed.path().join(DATABASE)).unwrap();
    let whole: i64 = reader
        .query_row("SELECT count(*) FROM review WHERE answer = '네 배'", [], |row| row.get(0))
        .unwrap();
    assert_eq!(whole, 40);
}

#[test]
fn a_home_that_is_no_directory_is_survived() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, "").unwrap();
    let (mut store, notices) = Store::open(&Home::at(&file));
    assert!(matches!(notices.as_slice(), [Notice::NotSaving { .. }]));
    assert_eq!(store.append_review(&review("a", true), &now()).unwrap(), Saved::NotSaved);
    assert_eq!(store.summary().unwrap().answers, 1);
}

#[test]
fn a_database_that_is_a_directory_is_survived() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join(DATABASE)).unwrap();
    fs::write(dir.path().join(DATABASE).join("keep"), "x").unwrap();
    let (store, notices) = Store::open(&Home::at(dir.path()));
    assert!(matches!(notices.as_slice(), [Notice::NotSaving { .. }]), "{notices:?}");
    assert!(!store.is_saving());
    assert!(dir.path().join(DATABASE).join("keep").exists());
}

#[test]
fn without_a_home_nothing_is_saved_and_it_says_so() {
    let (store, notices) = Store::open(&Home::nowhere());
    assert_eq!(notices, [Notice::NoHome]);
    assert!(!store.is_saving());
}

/// Needs a user for whom permissions count, which root is not: then it checks only that nothing fails.
#[cfg(unix)]
#[test]
fn a_read_only_directory_can_still_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let mut store = open_quietly(dir.path());
    store.append_review(&review("a", true), &now()).unwrap();
    drop(store);
    let set = |mode| {
        fs::set_permissions(dir.path().join(DATABASE), fs::Permissions::from_mode(mode & 0o666))
            .unwrap();
        fs::set_permissions(
            dir.path().join("progress.lock"),
            fs::Permissions::from_mode(mode & 0o666),
        )
        .unwrap();
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(mode)).unwrap();
    };
    set(0o555);
    let (mut store, notices) = Store::open(&Home::at(dir.path()));
    let saved = store.append_review(&review("b", true), &now()).unwrap();
    assert_eq!(saved == Saved::OnDisk, notices.is_empty(), "{notices:?}");
    assert!(store.summary().unwrap().answers >= 1);
    drop(store);
    set(0o755);
}

#[test]
fn every_notice_can_be_said_in_both_languages() {
    let path = || Path::new("기록.db").to_path_buf();
    let notices = [
        Notice::NoHome,
        Notice::NotSaving { path: path(), reason: "no space".into() },
        Notice::SecondInstance { path: path() },
        Notice::Newer { path: path(), found: 9, known: 1 },
        Notice::Damaged { path: path() },
        Notice::SetAside { from: path(), to: path() },
        Notice::Restored { from: path(), to: path(), backup: path() },
    ];
    for notice in notices {
        for lang in Lang::ALL {
            let text = notice.message().say(lang);
            assert!(!text.starts_with("quiz.") && !text.contains('{'), "{text}");
        }
    }
}

//! Copies: one a day, one before each migration and each reset, seven in all.

use std::fs;
use std::path::Path;

use effnet_tutor::learner::store::DATABASE;
use effnet_tutor::learner::{Home, Store};
use jiff::{ToSpan, ZonedDateTime};
use rusqlite::Connection;

use crate::{answers, now, open_quietly, review};

fn backups(home: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(home.join("backup")) else { return Vec::new() };
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[track_caller]
fn open_on(home: &Path, now: &ZonedDateTime) -> Store {
    let (store, notices) = Store::open_at(&Home::at(home), now);
    assert_eq!(notices, []);
    store
}

#[test]
fn a_copy_is_made_once_a_day_and_seven_stay() {
    let dir = tempfile::tempdir().unwrap();
    drop(open_on(dir.path(), &now()));
    drop(open_on(dir.path(), &now()));
    assert_eq!(backups(dir.path()), [""; 0], "of nothing there is no copy");
    for day in 0..10 {
        let now = &now() + day.days();
        for _ in 0..2 {
            let mut store = open_on(dir.path(), &now);
            store.append_review(&review("a", true), &now).unwrap();
        }
    }
    let names = backups(dir.path());
    assert_eq!(names.len(), 7, "{names:?}");
    assert_eq!(
        (names[0].as_str(), names[6].as_str()),
        ("progress-20261127.db", "progress-20261203.db")
    );
    let copy = Connection::open(dir.path().join("backup").join(&names[6])).unwrap();
    let rows: i64 = copy.query_row("SELECT count(*) FROM review", [], |row| row.get(0)).unwrap();
    assert_eq!(rows, 18, "as the day began");
}

#[test]
fn what_is_reset_was_copied_before() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open_quietly(dir.path());
    store.append_review(&review("a", true), &now()).unwrap();
    store.set_language(effnet_tutor::text::Lang::Ko).unwrap();
    let copy = store.reset(&now()).unwrap().unwrap();
    let again = store.reset(&now()).unwrap().unwrap();
    assert_ne!(copy, again, "no copy is overwritten");
    assert_eq!(store.summary().unwrap().answers, 0);
    assert_eq!(store.cards().unwrap(), []);
    assert!(store.language().unwrap().is_some(), "what was chosen stays");
    drop(store);
    assert_eq!(answers(dir.path()), 0);
    fs::copy(copy, dir.path().join(DATABASE)).unwrap();
    assert_eq!(answers(dir.path()), 1);
}

#[test]
fn the_copy_just_made_stays_also_where_a_clock_once_ran_ahead() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open_quietly(dir.path());
    store.append_review(&review("a", true), &now()).unwrap();
    let folder = dir.path().join("backup");
    fs::create_dir_all(&folder).unwrap();
    for day in 1..=8 {
        fs::write(folder.join(format!("progress-2099010{day}.db")), "").unwrap();
    }
    let own = folder.join("progress-keep.db");
    fs::write(&own, "a learner's own").unwrap();
    let copy = store.reset(&now()).unwrap().unwrap();
    assert!(copy.exists(), "{:?}", backups(dir.path()));
    assert!(own.exists(), "what is not ours is not ours to remove");
    assert_eq!(backups(dir.path()).len(), 8, "seven of ours and one of theirs");
    drop(store);
    fs::copy(copy, dir.path().join(DATABASE)).unwrap();
    assert_eq!(answers(dir.path()), 1);
}

/// The tables as the first two versions of the program made them.
const SCHEMA_1: &str = include_str!("../fixtures/store/schema1.sql");
const SCHEMA_2: &str = include_str!("../fixtures/store/schema2.sql");

/// Rows as the program before wrote them.
const ROWS: &str = r#"
    INSERT INTO review (item, rev, at_utc_ms, study_day, kind, answer, "right", credit, confidence,
        hints, ms, lang, round, practice)
    VALUES ('a', 1, 1795521600000, 20781, 'choice', '네 배', 1, 1, 90, 0, 1200, 'ko', 'r', 0),
        ('a', 1, 1795521660000, 20781, 'choice', '두 배', 0, 0, NULL, 3, 900, 'en', 'r', 1),
        ('b', 2, 1795694400000, 20783, 'number', '5.3M', 0, 0.25, 50, 3, 9000, 'ko', 's', 0);
    INSERT INTO prediction (lesson, item, at_utc_ms, study_day, predicted, real, ratio)
    VALUES ('swish', 'p', 1795521600000, 20781, '3', '4', 0.75);
    INSERT INTO lesson VALUES ('swish', 'ko', 2, 1795521600000, NULL);
    INSERT INTO meta VALUES ('lang', 'ko');
"#;

/// Every row of the tables that the old program knew, as text.
fn rows(path: &Path) -> Vec<String> {
    let db = Connection::open(path).unwrap();
    let mut all = Vec::new();
    for (table, columns) in [
        (
            "review",
            r#"id, item, rev, at_utc_ms, study_day, kind, answer, "right", credit, confidence, hints, ms, lang, round, practice"#,
        ),
        ("prediction", "id, lesson, item, at_utc_ms, study_day, predicted, real, ratio"),
        ("lesson", "slug, lang, page, at_utc_ms, done_at"),
        ("meta", "key, value"),
    ] {
        let quoted: Vec<String> =
            columns.split(", ").map(|name| format!("quote({name})")).collect();
        let sql = format!(
            "SELECT {} FROM {table} {} ORDER BY 1",
            quoted.join(" || '|' || "),
            if table == "meta" { "WHERE key NOT LIKE 'store.%'" } else { "" }
        );
        let mut statement = db.prepare(&sql).unwrap();
        let found = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
        all.extend(found.map(Result::unwrap));
    }
    all
}

#[test]
fn old_schemas_are_copied_migrated_and_keep_every_row() {
    for (version, schema) in [(1, SCHEMA_1), (2, SCHEMA_2)] {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(DATABASE);
        let db = Connection::open(&path).unwrap();
        db.execute_batch(schema).unwrap();
        db.execute_batch(ROWS).unwrap();
        db.pragma_update(None, "user_version", version).unwrap();
        drop(db);
        let before = rows(&path);
        assert_eq!(before.len(), 6);
        let store = open_quietly(dir.path());
        assert_eq!(rows(&path), before, "schema {version}");
        let cards = store.cards().unwrap();
        let due: Vec<(&str, i64)> =
            cards.iter().map(|card| (card.item.as_str(), card.due_day)).collect();
        assert_eq!(due, [("a", 20_789), ("b", 20_784)], "cards are made of the old answers");
        assert_eq!(store.lesson_position("swish").unwrap().unwrap().page, 2);
        if version == 1 {
            let pages: Vec<usize> =
                store.pages_opened().unwrap().into_iter().map(|(_, page)| page).collect();
            assert_eq!(pages, [0, 1, 2], "those before a known place were opened");
        }
        drop(store);
        let names = backups(dir.path());
        let made_before = format!("-schema{version}.db");
        let copy = names.iter().find(|name| name.ends_with(&made_before)).unwrap();
        let copy = dir.path().join("backup").join(copy);
        assert_eq!(rows(&copy), before, "a copy was made before");
        let db = Connection::open(&copy).unwrap();
        let found: i64 = db.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
        assert_eq!(found, version);
    }
}

/// Without a copy of what it was, a file stays what it is.
#[test]
fn nothing_is_migrated_that_cannot_be_copied() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(DATABASE);
    let db = Connection::open(&path).unwrap();
    db.execute_batch(SCHEMA_2).unwrap();
    db.execute_batch(ROWS).unwrap();
    db.pragma_update(None, "user_version", 2).unwrap();
    drop(db);
    fs::write(dir.path().join("backup"), "no folder").unwrap();
    let before = fs::read(&path).unwrap();
    let (store, notices) = Store::open(&Home::at(dir.path()));
    assert!(!store.is_saving() && notices.len() == 1, "{notices:?}");
    drop(store);
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[cfg(target_os = "linux")]
#[test]
fn a_home_whose_name_is_no_utf8_is_copied_as_well() {
    use std::os::unix::ffi::OsStrExt;
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join(std::ffi::OsStr::from_bytes(b"home-\xff 'x'"));
    let mut store = open_on(&home, &now());
    store.append_review(&review("a", true), &now()).unwrap();
    drop(store);
    drop(open_on(&home, &now()));
    assert_eq!(backups(&home), ["progress-20261124.db"]);
}

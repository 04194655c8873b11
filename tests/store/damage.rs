//! A damaged file: moved aside whole, and replaced by the newest good backup or a new file.

use std::fs;
use std::path::Path;

use effnet_tutor::learner::store::{DATABASE, Saved};
use effnet_tutor::learner::{Home, Notice, Store};
use rusqlite::Connection;

use crate::{answers, now, open_quietly, review};

fn set_aside(home: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(home)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains(".corrupt-"))
        .collect();
    names.sort();
    names
}

#[track_caller]
fn check_damage(damage: impl Fn(&Path)) {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open_quietly(dir.path());
    for index in 0..50 {
        store.append_review(&review(&format!("item-{index}"), true), &now()).unwrap();
    }
    drop(store);
    let path = dir.path().join(DATABASE);
    damage(&path);
    let damaged = fs::read(&path).unwrap();
    let (mut store, notices) = Store::open(&Home::at(dir.path()));
    let [Notice::SetAside { to, .. }] = notices.as_slice() else { panic!("{notices:?}") };
    assert_eq!(fs::read(to).unwrap(), damaged, "no byte of it is lost");
    assert_eq!(set_aside(dir.path()).len(), 1);
    assert_eq!(store.append_review(&review("a", true), &now()).unwrap(), Saved::OnDisk);
    drop(store);
    assert_eq!(answers(dir.path()), 1);
}

#[test]
fn a_damaged_file_is_moved_aside() {
    check_damage(|path| fs::write(path, "이것은 데이터베이스가 아닙니다. ".repeat(400)).unwrap());
    check_damage(|path| {
        let bytes = fs::read(path).unwrap();
        fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
    });
    check_damage(|path| {
        let mut bytes = fs::read(path).unwrap();
        for page in bytes.chunks_mut(4096).skip(1) {
            page[..64].fill(0xA5);
        }
        fs::write(path, bytes).unwrap();
    });
    check_damage(|path| fs::write(path, "").unwrap());
}

#[cfg(target_os = "linux")]
#[test]
fn a_damaged_file_stays_in_a_home_whose_name_is_no_utf8() {
    use std::os::unix::ffi::OsStrExt;
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join(std::ffi::OsStr::from_bytes(b"home-\xff"));
    fs::create_dir(&home).unwrap();
    fs::write(home.join(DATABASE), "x".repeat(5000)).unwrap();
    let (store, notices) = Store::open(&Home::at(&home));
    let [Notice::SetAside { to, .. }] = notices.as_slice() else { panic!("{notices:?}") };
    assert_eq!(to.parent(), Some(home.as_path()));
    assert!(to.exists() && store.is_saving());
}

#[test]
fn a_hot_journal_goes_with_the_damaged_file() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join(DATABASE), "x".repeat(5000)).unwrap();
    fs::write(dir.path().join("progress.db-journal"), "y").unwrap();
    let (store, notices) = Store::open(&Home::at(dir.path()));
    assert!(matches!(notices.as_slice(), [Notice::SetAside { .. }]), "{notices:?}");
    assert!(store.is_saving());
    assert!(!dir.path().join("progress.db-journal").exists());
    assert!(!set_aside(dir.path()).is_empty());
}

#[test]
fn two_damaged_files_are_both_kept() {
    let dir = tempfile::tempdir().unwrap();
    for _ in 0..2 {
        fs::write(dir.path().join(DATABASE), "x".repeat(5000)).unwrap();
        drop(Store::open(&Home::at(dir.path())));
    }
    assert_eq!(set_aside(dir.path()).len(), 2);
}

#[track_caller]
fn check_restored(damage: impl Fn(&Path)) {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open_quietly(dir.path());
    store.append_review(&review("a", true), &now()).unwrap();
    drop(store);
    // The copy of the day is made as the store is opened with something in it.
    let mut store = open_quietly(dir.path());
    store.append_review(&review("b", true), &now()).unwrap();
    drop(store);
    let path = dir.path().join(DATABASE);
    damage(&path);
    let damaged = fs::read(&path).unwrap();
    let (mut store, notices) = Store::open(&Home::at(dir.path()));
    let [Notice::Restored { to, backup, .. }] = notices.as_slice() else { panic!("{notices:?}") };
    assert_eq!(fs::read(to).unwrap(), damaged, "no byte of it is lost");
    assert!(backup.exists(), "the backup stays");
    assert_eq!(store.summary().unwrap().answers, 1, "as of the backup");
    assert_eq!(store.append_review(&review("c", true), &now()).unwrap(), Saved::OnDisk);
    drop(store);
    assert_eq!(answers(dir.path()), 2);
}

#[test]
fn the_newest_good_backup_takes_the_place_of_a_damaged_file() {
    check_restored(|path| fs::write(path, "").unwrap());
    check_restored(|path| fs::write(path, "x".repeat(5000)).unwrap());
    check_restored(|path| {
        let bytes = fs::read(path).unwrap();
        fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
    });
    check_restored(|path| {
        // Damaged, and a newer backup damaged as well.
        fs::write(path, "x".repeat(5000)).unwrap();
        let backup = path.with_file_name("backup").join("progress-99991231.db");
        fs::write(backup, "x".repeat(5000)).unwrap();
    });
}

/// A page that changed behind the seal is found by the check of the next day.
#[test]
fn damage_that_leaves_length_and_time_alone_is_found_the_next_day() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open_quietly(dir.path());
    for index in 0..200 {
        store.append_review(&review(&format!("item-{index}"), true), &now()).unwrap();
    }
    drop(store);
    let path = dir.path().join(DATABASE);
    let time = fs::metadata(&path).unwrap().modified().unwrap();
    let mut bytes = fs::read(&path).unwrap();
    let middle = bytes.len() / 2 / 4096 * 4096;
    bytes[middle..middle + 64].fill(0xA5);
    fs::write(&path, bytes).unwrap();
    fs::File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
    let tomorrow = jiff::ZonedDateTime::now().tomorrow().unwrap();
    let (_, notices) = Store::open_at(&Home::at(dir.path()), &tomorrow);
    let replaced = |notice| matches!(notice, &Notice::Restored { .. } | &Notice::SetAside { .. });
    assert!(notices.iter().any(replaced), "{notices:?}");
}

/// Cards are derived: what is wrong with them alone costs nobody an answer.
#[test]
fn cards_that_cannot_be_right_are_rebuilt() {
    for damage in [
        "PRAGMA ignore_check_constraints = ON; UPDATE card SET stability = 0",
        "PRAGMA ignore_check_constraints = ON; UPDATE card SET difficulty = 50, gap = -1",
        "DELETE FROM card WHERE item = 'a'",
        "INSERT INTO card SELECT 'z', rev, stability, difficulty, last_day, due_day, reviews, lapses,
            gap, credit FROM card LIMIT 1",
        "DELETE FROM meta",
    ] {
        let dir = tempfile::tempdir().unwrap();
        let mut store = open_quietly(dir.path());
        store.append_review(&review("a", true), &now()).unwrap();
        store.append_review(&review("b", false), &now()).unwrap();
        let cards = store.cards().unwrap();
        drop(store);
        Connection::open(dir.path().join(DATABASE)).unwrap().execute_batch(damage).unwrap();
        let store = open_quietly(dir.path());
        assert_eq!(store.cards().unwrap(), cards, "{damage}");
        assert_eq!(store.summary().unwrap().answers, 2);
    }
}

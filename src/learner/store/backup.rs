//! Copies of the store in `backup/`: one a day, one before each migration and each reset; the newest
//! seven stay.
//!
//! A copy is written beside its place and renamed when it is whole and on disk, so that a name never
//! stands for half a copy. Names sort by time: `progress-20261124.db`, then what was made later that day.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use jiff::ZonedDateTime;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags};

use super::StoreError;

/// The folder beside the database.
const FOLDER: &str = "backup";
/// So many are kept.
const KEPT: usize = 7;
/// The copy that is under way.
const PART: &str = "progress.part";

/// The day in names of backups, on the learner's clock.
pub(super) fn day(now: &ZonedDateTime) -> String {
    now.strftime("%Y%m%d").to_string()
}

/// The copy of the day, unless there is one already.
pub(super) fn daily(
    connection: &Connection,
    database: &Path,
    now: &ZonedDateTime,
) -> Result<(), StoreError> {
    let to = folder(database).join(format!("progress-{}.db", day(now)));
    if to.exists() {
        return Ok(());
    }
    copy(connection, database, &to)
}

/// A copy before something is changed for good; `what` becomes part of its name. No other copy of the
/// day is overwritten.
pub(super) fn before(
    connection: &Connection,
    database: &Path,
    what: &str,
    now: &ZonedDateTime,
) -> Result<PathBuf, StoreError> {
    let time = now.strftime("%Y%m%dT%H%M%S").to_string();
    let endings = std::iter::once(String::new()).chain((2..100).map(|n| format!("-{n}")));
    let to = endings
        .map(|ending| folder(database).join(format!("progress-{time}-{what}{ending}.db")))
        .find(|to| !to.exists())
        .ok_or_else(|| io::Error::other("too many backups"))?;
    copy(connection, database, &to)?;
    Ok(to)
}

fn copy(connection: &Connection, database: &Path, to: &Path) -> Result<(), StoreError> {
    let folder = folder(database);
    fs::create_dir_all(&folder)?;
    let part = folder.join(PART);
    remove(&part)?;
    if let Err(error) = fill(connection, &part) {
        // What a full disk left of it would only fill it further.
        let _ = remove(&part);
        return Err(error);
    }
    fs::rename(&part, to)?;
    prune(&folder, to)?;
    Ok(())
}

fn fill(connection: &Connection, part: &Path) -> Result<(), StoreError> {
    // As the system's own bytes: a path need not be UTF-8.
    let name = ToSqlOutput::Borrowed(ValueRef::Text(part.as_os_str().as_encoded_bytes()));
    connection.execute("VACUUM INTO ?1", [name])?;
    Ok(File::options().write(true).open(part)?.sync_all()?)
}

/// Removes all but the newest, and never the one just made: a clock that once ran ahead leaves names
/// that sort behind it.
fn prune(folder: &Path, made: &Path) -> io::Result<()> {
    let others = all(folder)?.into_iter().filter(|copy| copy != made).rev();
    others.skip(KEPT - 1).try_for_each(|old| remove(&old))
}

/// The backups in a folder, the oldest first.
pub(super) fn all(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_str().is_some_and(is_backup) {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}

/// Whether a name is one that is given here; a learner's own file beside them is nobody's backup.
fn is_backup(name: &str) -> bool {
    let Some(time) = name.strip_prefix("progress-").and_then(|name| name.strip_suffix(".db"))
    else {
        return false;
    };
    let (day, after) = time.split_at_checked(8).unwrap_or_default();
    day.bytes().all(|byte| byte.is_ascii_digit())
        && !day.is_empty()
        && (after.is_empty() || after.starts_with('T'))
}

/// Puts the newest backup that is whole, and of a schema up to `newest`, in the place of a database that
/// was moved aside; the backup itself stays. None if there is no such backup.
pub(super) fn restore(database: &Path, newest: i64) -> Option<PathBuf> {
    let folder = folder(database);
    let backups = all(&folder).ok()?;
    let backup = backups.into_iter().rev().find(|backup| is_good(backup, newest))?;
    let part = folder.join(PART);
    let put = || {
        remove(&part)?;
        fs::copy(&backup, &part)?;
        File::options().write(true).open(&part)?.sync_all()?;
        fs::rename(&part, database)
    };
    put().ok().map(|()| backup)
}

fn is_good(backup: &Path, newest: i64) -> bool {
    let check = || -> rusqlite::Result<bool> {
        let connection = Connection::open_with_flags(backup, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        let health: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        Ok((1..=newest).contains(&version) && health == "ok")
    };
    check().unwrap_or(false)
}

pub(super) fn folder(database: &Path) -> PathBuf {
    database.with_file_name(FOLDER)
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

//! Opening: the lock, the pragmas, the checks, and what is done when one of them fails.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::ZonedDateTime;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::schema::{MIGRATIONS, NEWEST};
use super::seal::Seal;
use super::{Home, Mode, Notice, Store, StoreError, backup, cards};

/// The file in the home directory.
pub const DATABASE: &str = "progress.db";
/// Held by the instance that writes.
pub(super) const LOCK: &str = "progress.lock";
/// How long a statement waits for a reader.
const PATIENCE: Duration = Duration::from_secs(3);

/// Why a database could not be opened for writing.
enum Trouble {
    /// It is not a database, or a broken one.
    Damaged,
    /// Its schema is newer.
    Newer(i64),
    /// The system refuses.
    Refused(String),
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        if is_damage(&error) { Self::Damaged } else { Self::Refused(error.to_string()) }
    }
}

/// Whether SQLite says that the file is no database, or a broken one.
pub(super) fn is_damage(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error_code();
    matches!(code, Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt))
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Refused(error.to_string())
    }
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Sqlite(error) => error.into(),
            StoreError::Io(error) => error.into(),
        }
    }
}

/// See [`Store::open`].
pub(super) fn open(home: &Home, now: &ZonedDateTime) -> (Store, Vec<Notice>) {
    let Some(dir) = home.dir() else { return (in_memory(), vec![Notice::NoHome]) };
    let path = dir.join(DATABASE);
    let lock = match lock(dir) {
        Ok(lock) => lock,
        Err(TryLockError::WouldBlock) => return read_only(&path, None),
        Err(TryLockError::Error(error)) => return read_only(&path, Some(error.to_string())),
    };
    let mut notices = Vec::new();
    let is_new = !path.exists();
    let (seal, was_whole) = Seal::broken(lock, &path, &backup::day(now));
    let connection = match for_writing(&path, now, !was_whole) {
        Err(Trouble::Damaged) => replace(&path, now, &mut notices),
        other => other,
    };
    match connection {
        Ok(connection) => {
            (Store { connection, mode: Mode::Disk, has_failed: false, seal: Some(seal) }, notices)
        }
        Err(Trouble::Newer(found)) => {
            notices.push(Notice::Newer { path, found, known: NEWEST });
            (in_memory(), notices)
        }
        Err(Trouble::Damaged) => {
            notices.push(Notice::Damaged { path });
            (in_memory(), notices)
        }
        Err(Trouble::Refused(reason)) => {
            // What a full disk left of a new file would pass for a damaged one tomorrow.
            if is_new && fs::metadata(&path).is_ok_and(|meta| meta.len() == 0) {
                let _ = fs::remove_file(&path);
            }
            let (store, more) = read_only(&path, Some(reason));
            notices.extend(more);
            (store, notices)
        }
    }
}

/// Moves a damaged file aside and puts the newest good backup in its place; without one, begins anew.
fn replace(
    path: &Path,
    now: &ZonedDateTime,
    notices: &mut Vec<Notice>,
) -> Result<Connection, Trouble> {
    let from = path.to_path_buf();
    let to = set_aside(path)?;
    if let Some(backup) = backup::restore(path, NEWEST) {
        match for_writing(path, now, true) {
            Ok(connection) => {
                notices.push(Notice::Restored { from, to, backup });
                return Ok(connection);
            }
            // It was only a copy.
            Err(_) => fs::remove_file(path)?,
        }
    }
    notices.push(Notice::SetAside { from, to });
    for_writing(path, now, true)
}

/// See [`Store::in_memory`].
pub(super) fn in_memory() -> Store {
    // A private memory database has nothing that can fail but memory itself.
    let mut connection = Connection::open_in_memory().expect("memory database");
    MIGRATIONS.to_latest(&mut connection).expect("valid migrations");
    Store { connection, mode: Mode::Memory, has_failed: false, seal: None }
}

/// Makes the directory and takes the lock. A file system without locks counts as held by us: SQLite's
/// own locks still keep the file whole.
fn lock(dir: &Path) -> Result<File, TryLockError> {
    fs::create_dir_all(dir).map_err(TryLockError::Error)?;
    let file = File::options()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(dir.join(LOCK))
        .map_err(TryLockError::Error)?;
    match file.try_lock() {
        Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => Ok(file),
        result => result.map(|()| file),
    }
}

/// What there is can be read, nothing is saved: a second instance, or a directory that cannot be
/// written (`reason`).
fn read_only(path: &Path, reason: Option<String>) -> (Store, Vec<Notice>) {
    let notice = match reason {
        None => Notice::SecondInstance { path: path.to_path_buf() },
        Some(reason) => Notice::NotSaving { path: path.to_path_buf(), reason },
    };
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).and_then(
        |connection| {
            connection.busy_timeout(PATIENCE)?;
            connection.pragma_update(None, "trusted_schema", false)?;
            Ok((version(&connection)?, connection))
        },
    );
    let store = match connection {
        Ok((version, connection)) if version == NEWEST => {
            Store { connection, mode: Mode::ReadOnly, has_failed: false, seal: None }
        }
        _ => in_memory(),
    };
    (store, vec![notice])
}

/// Opens, checks unless there is no need to, and migrates. The version is read before anything that could
/// write; a file too short for a header holds nothing that could be lost.
fn for_writing(path: &Path, now: &ZonedDateTime, check: bool) -> Result<Connection, Trouble> {
    match stamped_version(path) {
        Ok(Some(found)) if found > NEWEST => return Err(Trouble::Newer(found)),
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Err(Trouble::Damaged),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error.into()),
    }
    let mut connection = Connection::open(path)?;
    set_pragmas(&connection)?;
    if check && !is_healthy(&connection)? {
        return Err(Trouble::Damaged);
    }
    let found = version(&connection)?;
    if (1..NEWEST).contains(&found) {
        // Without a copy of what it was, it stays what it is.
        backup::before(&connection, path, &format!("schema{found}"), now)?;
    }
    match MIGRATIONS.to_latest(&mut connection) {
        Ok(()) => {}
        Err(rusqlite_migration::Error::RusqliteError { err, .. }) => return Err(err.into()),
        Err(error) => return Err(Trouble::Refused(error.to_string())),
    }
    cards::ensure(&mut connection)?;
    let has_answers: bool =
        connection.query_row("SELECT EXISTS (SELECT 1 FROM review)", [], |row| row.get(0))?;
    if has_answers {
        // A tutor that cannot copy can still be used; the copies of other days are there.
        let _ = backup::daily(&connection, path, now);
    }
    Ok(connection)
}

/// Whether all that cannot be rebuilt is whole. A flaw of the cards alone is none: they are derived.
pub(super) fn is_healthy(connection: &Connection) -> rusqlite::Result<bool> {
    let mut statement = connection.prepare("PRAGMA quick_check")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let line: String = row.get(0)?;
        let is_of_cards = line == "CHECK constraint failed in card" || line.contains(" in card.");
        if line != "ok" && !is_of_cards {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The schema in the header of a database, read without SQLite: a connection that only reads cannot
/// open a file whose last writer was killed, and one that writes might change a newer file.
///
/// `None` if it is no database, which SQLite may know better: a journal beside it can mend it.
pub(super) fn stamped_version(path: &Path) -> io::Result<Option<i64>> {
    let mut header = [0; 64];
    File::open(path)?.read_exact(&mut header)?;
    let [.., a, b, c, d] = header;
    let version = i64::from(i32::from_be_bytes([a, b, c, d]));
    Ok(header.starts_with(b"SQLite format 3\0").then_some(version))
}

fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}

fn set_pragmas(connection: &Connection) -> Result<(), Trouble> {
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    let journal: String =
        connection.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get(0))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    let synchronous: i64 = connection.query_row("PRAGMA synchronous", [], |row| row.get(0))?;
    if journal == "delete" && synchronous == 2 {
        Ok(())
    } else {
        Err(Trouble::Refused(format!("journal_mode {journal}, synchronous {synchronous}")))
    }
}

/// Renames a damaged database, and its journal, which must not be applied to the next one.
fn set_aside(path: &Path) -> io::Result<PathBuf> {
    let time = jiff::Timestamp::now().strftime("%Y%m%dT%H%M%SZ").to_string();
    // Joined as the system's own strings: a path need not be UTF-8.
    let with = |path: &Path, ending: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    };
    let free = (2..100).map(|n| format!("-{n}"));
    let to = std::iter::once(String::new())
        .chain(free)
        .map(|extra| with(path, &format!(".corrupt-{time}{extra}")))
        .find(|to| !to.exists())
        .ok_or_else(|| io::Error::other("too many damaged files"))?;
    fs::rename(path, &to)?;
    for ending in ["-journal", "-wal", "-shm"] {
        match fs::rename(with(path, ending), with(&to, ending)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(to)
}

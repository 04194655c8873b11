//! How the store is, found out without opening it for writing or mending anything; whether its folder can
//! be written to, a file says that is gone at once.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::open::{DATABASE, LOCK, is_damage, is_healthy, stamped_version};
use super::schema::NEWEST;
use super::{Home, StoreError, backup};

/// What is known of the store of a home.
#[derive(Debug)]
pub struct Health {
    /// The file; none without a home.
    pub path: Option<PathBuf>,
    /// How it is.
    pub condition: Condition,
    /// Whether another instance has it open.
    pub is_in_use: bool,
    /// The system's reason why nothing can be written beside it.
    pub unwritable: Option<String>,
    /// The copies, the oldest first.
    pub backups: Vec<PathBuf>,
}

/// How the file is.
#[derive(Debug)]
pub enum Condition {
    /// There is none yet.
    Absent,
    /// Whole.
    Whole {
        /// Its schema; an older one is migrated when it is next opened.
        schema: i64,
        /// The answers in it.
        answers: usize,
    },
    /// Of a newer program; this one leaves it alone.
    Newer {
        /// Its schema.
        found: i64,
    },
    /// No database, or a broken one.
    Damaged,
    /// The last session was cut off in the middle of a write; the next one takes that write back.
    Interrupted,
    /// It cannot be read.
    Unreadable(StoreError),
}

impl Health {
    /// Looks; writes nothing that stays.
    pub fn of(home: &Home) -> Self {
        let Some(dir) = home.dir() else {
            return Self {
                path: None,
                condition: Condition::Absent,
                is_in_use: false,
                unwritable: None,
                backups: Vec::new(),
            };
        };
        let path = dir.join(DATABASE);
        Self {
            condition: condition(&path).unwrap_or_else(Condition::Unreadable),
            is_in_use: is_locked(&dir.join(LOCK)),
            unwritable: refusal(dir).map(|error| error.to_string()),
            backups: backup::all(&backup::folder(&path)).unwrap_or_default(),
            path: Some(path),
        }
    }

    /// The version of the SQLite inside this program.
    pub fn sqlite() -> &'static str {
        rusqlite::version()
    }

    /// The schema that this program writes.
    pub const fn newest_schema() -> i64 {
        NEWEST
    }
}

fn condition(path: &Path) -> Result<Condition, StoreError> {
    let stamped = match stamped_version(path) {
        Ok(stamped) => stamped,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Condition::Absent),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            return Ok(Condition::Damaged);
        }
        Err(error) => return Err(error.into()),
    };
    let mut journal = path.as_os_str().to_owned();
    journal.push("-journal");
    match stamped {
        Some(found) if found > NEWEST => Ok(Condition::Newer { found }),
        _ if fs::metadata(journal).is_ok_and(|journal| journal.len() > 0) => {
            Ok(Condition::Interrupted)
        }
        None => Ok(Condition::Damaged),
        Some(schema) => match answers(path) {
            Ok(Some(answers)) => Ok(Condition::Whole { schema, answers }),
            Ok(None) => Ok(Condition::Damaged),
            Err(error) if is_damage(&error) => Ok(Condition::Damaged),
            Err(error) => Err(error.into()),
        },
    }
}

/// How many answers there are; none if the file is not whole.
fn answers(path: &Path) -> rusqlite::Result<Option<usize>> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    if !is_healthy(&connection)? {
        return Ok(None);
    }
    connection
        .query_row("SELECT count(*) FROM review", [], |row| row.get::<_, i64>(0))
        .map(|count| usize::try_from(count).ok())
}

fn is_locked(path: &Path) -> bool {
    let lock = File::open(path).map(|file| file.try_lock());
    matches!(lock, Ok(Err(TryLockError::WouldBlock)))
}

/// Why no file can be made in a directory, found out by making one; where there is none yet, in the
/// nearest one above it, for it is made when something is first kept.
fn refusal(dir: &Path) -> Option<io::Error> {
    // A path without a name is where we are.
    let above = dir.ancestors().find(|dir| dir.exists()).unwrap_or(Path::new("."));
    let dir = if above.as_os_str().is_empty() { Path::new(".") } else { above };
    let trial = dir.join(format!(".trial-{}", std::process::id()));
    // Only what was made here is removed.
    File::create_new(&trial).and_then(|_| fs::remove_file(&trial)).err()
}

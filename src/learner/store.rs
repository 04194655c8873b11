//! What is remembered between sessions: one SQLite file, `progress.db`, one transaction per answer.
//!
//! Opening never fails. What stands in the way becomes a [`Notice`], and the tutor goes on:
//!
//! | found | done |
//! |---|---|
//! | no home directory, a directory or disk that cannot be written | kept in memory, says so |
//! | another instance holds `progress.lock` | read only, says so |
//! | a newer schema | left untouched, kept in memory, says so |
//! | a damaged file | moved aside as `progress.db.corrupt-TIME`, never deleted; the newest good backup restored, or a new one begun |
//! | an older schema | copied into `backup/`, then migrated |
//!
//! The journal is SQLite's rollback journal (`journal_mode=DELETE`, `synchronous=FULL`): it works on
//! network homes, where a write-ahead log does not, and an answer shown as saved survives a power cut.
//!
//! `review` is the log from which the schedule (`card`) can be rebuilt at any time; an answer is *counted*
//! if it is neither practice nor crammed.

mod backup;
mod cards;
mod day;
mod health;
mod home;
mod lessons;
mod log;
mod open;
mod schema;
mod seal;
mod stats;
mod transfer;

use std::path::{Path, PathBuf};

use jiff::ZonedDateTime;
use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::Message;
use seal::Seal;

pub use day::{date_of, day_begins, study_day};
pub use health::{Condition, Health};
pub use home::Home;
pub use lessons::LessonPlace;
pub use log::{Prediction, Review};
pub use open::DATABASE;
pub(super) use stats::hardest;
pub use stats::{Band, ItemRecord, Misjudged, Summary};
pub use transfer::{ImportError, Imported};

/// The store of one learner.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    mode: Mode,
    /// Whether the last attempt to write failed.
    has_failed: bool,
    /// The lock, held as long as the store lives, and the seal to put on at the end.
    seal: Option<Seal>,
}

/// Where what is appended goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// To disk.
    Disk,
    /// Nowhere: another instance writes.
    ReadOnly,
    /// To memory, for this session only.
    Memory,
}

/// Whether something appended will be there tomorrow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// It is on disk.
    OnDisk,
    /// It is not; a [`Notice`] said why when the store was opened.
    NotSaved,
}

/// Why something could not be written or read. Never fatal: say it and go on.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// SQLite refused.
    #[error("{0}")]
    Sqlite(#[from] rusqlite::Error),
    /// The system refused.
    #[error("{0}")]
    Io(#[from] std::io::Error),
}

/// Something a learner must know about where progress is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// No directory is known: neither `--home` nor a home directory.
    NoHome,
    /// Nothing of this session is saved.
    NotSaving {
        /// What could not be used.
        path: PathBuf,
        /// The system's reason.
        reason: String,
    },
    /// Another instance has the file; this one reads it and saves nothing.
    SecondInstance {
        /// The file.
        path: PathBuf,
    },
    /// The file is of a newer version of the program; it was not touched.
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: i64,
        /// The newest schema that this program knows.
        known: i64,
    },
    /// A damaged file that cannot be replaced by a new one either: nothing of this session is saved.
    Damaged {
        /// The file.
        path: PathBuf,
    },
    /// A damaged file was moved aside and a new one begun.
    SetAside {
        /// Where it was.
        from: PathBuf,
        /// Where it is now.
        to: PathBuf,
    },
    /// A damaged file was moved aside and a backup put in its place.
    Restored {
        /// Where it was.
        from: PathBuf,
        /// Where it is now.
        to: PathBuf,
        /// The backup that was copied.
        backup: PathBuf,
    },
}

impl Notice {
    /// What to say.
    pub fn message(&self) -> Message {
        let show = |path: &Path| path.display().to_string();
        match self {
            Self::NoHome => Message::plain("quiz.store.no-home"),
            Self::NotSaving { path, reason } => Message::plain("quiz.store.not-saving")
                .with("path", &show(path))
                .with("reason", reason),
            Self::SecondInstance { path } => {
                Message::plain("quiz.store.second").with("path", &show(path))
            }
            Self::Newer { path, found, known } => Message::plain("quiz.store.newer")
                .with("path", &show(path))
                .with("found", found)
                .with("known", known),
            Self::Damaged { path } => {
                Message::plain("quiz.store.damaged").with("path", &show(path))
            }
            Self::SetAside { from, to } => Message::plain("quiz.store.set-aside")
                .with("from", &show(from))
                .with("to", &show(to)),
            Self::Restored { from, to, backup } => Message::plain("quiz.store.restored")
                .with("from", &show(from))
                .with("to", &show(to))
                .with("backup", &show(backup)),
        }
    }
}

impl Store {
    /// Opens the store of a home, making it if there is none. Call it when progress is first needed.
    pub fn open(home: &Home) -> (Self, Vec<Notice>) {
        Self::open_at(home, &ZonedDateTime::now())
    }

    /// The same at another time, which counts for backups: for tests.
    pub fn open_at(home: &Home, now: &ZonedDateTime) -> (Self, Vec<Notice>) {
        open::open(home, now)
    }

    /// A store that forgets: for demonstrations and tests.
    pub fn in_memory() -> Self {
        open::in_memory()
    }

    /// Whether what is appended goes to disk, as far as is known: a disk may fill up meanwhile. For tests
    /// and tools; the rooms learn it answer by answer, from [`Saved`].
    pub fn is_saving(&self) -> bool {
        self.mode == Mode::Disk && !self.has_failed
    }

    /// Whether what it holds comes from a file: otherwise it is empty because there is no file, or none
    /// that can be read.
    pub fn is_on_disk(&self) -> bool {
        self.mode != Mode::Memory
    }

    /// Deletes answers, cards, predictions and places in lessons, and keeps what was chosen (language,
    /// look). Gives the copy that was made before; none of a store in memory.
    ///
    /// # Errors
    /// When no copy can be made, or the file not written: then nothing was deleted.
    pub fn reset(&mut self, now: &ZonedDateTime) -> Result<Option<PathBuf>, StoreError> {
        let copy = match &self.seal {
            Some(seal) => Some(backup::before(&self.connection, seal.database(), "reset", now)?),
            None => None,
        };
        self.transact::<StoreError>(|transaction| {
            for table in ["review", "card", "prediction", "lesson", "page"] {
                transaction.execute(&format!("DELETE FROM {table}"), [])?;
            }
            Ok(())
        })?;
        Ok(copy)
    }

    /// Writes in one transaction: all of it or nothing.
    fn transact<E: From<rusqlite::Error>>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> Result<(), E>,
    ) -> Result<Saved, E> {
        if self.mode == Mode::ReadOnly {
            return Ok(Saved::NotSaved);
        }
        let written = in_transaction(&mut self.connection, work);
        self.has_failed = written.is_err();
        written?;
        Ok(if self.mode == Mode::Disk { Saved::OnDisk } else { Saved::NotSaved })
    }
}

fn in_transaction<E: From<rusqlite::Error>>(
    connection: &mut Connection,
    work: impl FnOnce(&Transaction<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    work(&transaction)?;
    Ok(transaction.commit()?)
}

impl Drop for Store {
    fn drop(&mut self) {
        if let Some(seal) = self.seal.as_mut().filter(|_| !self.has_failed) {
            seal.put_on();
        }
    }
}

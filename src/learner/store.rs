//! What is remembered between sessions: one SQLite file, `progress.db`, one transaction per answer.
//!
//! Opening never fails. What stands in the way becomes a [`Notice`], and the tutor goes on:
//!
//! | found | done |
//! |---|---|
//! | no home directory, a directory or disk that cannot be written | kept in memory, says so |
//! | another instance holds `progress.lock` | read only, says so |
//! | a newer schema | left untouched, kept in memory, says so |
//! | a damaged file | moved aside as `progress.db.corrupt-TIME`, never deleted; a new one begun |
//!
//! The journal is SQLite's rollback journal (`journal_mode=DELETE`, `synchronous=FULL`): it works on
//! network homes, where a write-ahead log does not, and an answer shown as saved survives a power cut.

mod day;
mod home;
mod log;
mod open;
mod schema;

use std::fs::File;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::Message;

pub use day::study_day;
pub use home::Home;
pub use log::{LessonPlace, Prediction, Review, Summary};
pub use open::DATABASE;

/// The store of one learner.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    mode: Mode,
    /// Whether the last attempt to write failed.
    has_failed: bool,
    /// Held as long as the store lives; the system releases it, also after a kill.
    _lock: Option<File>,
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
        }
    }
}

impl Store {
    /// Opens the store of a home, making it if there is none. Call it when progress is first needed.
    pub fn open(home: &Home) -> (Self, Vec<Notice>) {
        open::open(home)
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
}

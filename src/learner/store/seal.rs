//! The seal on a store that was left in order: a line in the lock file that says what the database
//! looked like when it was closed, and on which day all of it was last checked.
//!
//! `PRAGMA quick_check` reads every page, which after years of answers is the most expensive part of a
//! start. It is only skipped where nothing can have happened: the last session ended cleanly, the file
//! is as long and as old as that session left it, and it was checked before on the same day. A kill, a
//! power cut, a sync tool or a hand in the file breaks the seal; what rots on the disk is found the next
//! day.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

/// Two changes within this time may bear the same time in a file system.
const TICK: Duration = Duration::from_millis(20);

/// The lock of the instance that writes, and the seal in it.
#[derive(Debug)]
pub(super) struct Seal {
    /// The lock file; the system releases the lock with it, also after a kill.
    lock: File,
    database: PathBuf,
    /// The day of the last check.
    checked: String,
}

impl Seal {
    /// Breaks the seal of a database as it is opened. True if the seal was whole: then there is nothing
    /// to check on this `day`.
    pub(super) fn broken(lock: File, database: &Path, day: &str) -> (Self, bool) {
        let mut seal = Self { lock, database: database.to_path_buf(), checked: day.to_owned() };
        let mut text = String::new();
        let is_whole = seal.lock.read_to_string(&mut text).is_ok()
            && seal.state().is_ok_and(|state| text == state);
        // If it cannot be broken, nothing may be believed of it the next time either.
        let is_broken = seal.lock.set_len(0).and_then(|()| seal.lock.sync_data());
        (seal, is_whole && is_broken.is_ok())
    }

    /// The file that it is the seal of.
    pub(super) fn database(&self) -> &Path {
        &self.database
    }

    /// Puts it on, as the store is closed in order. Where that fails, the next start checks once more.
    pub(super) fn put_on(&mut self) {
        let _ = self.state().and_then(|state| {
            self.lock.seek(SeekFrom::Start(0))?;
            self.lock.write_all(state.as_bytes())
        });
    }

    /// What a seal says of the database as it is now; none of one that was written just now, since the
    /// clock of a file system would not tell the next change from that one.
    fn state(&self) -> io::Result<String> {
        let found = fs::metadata(&self.database)?;
        let written = found.modified()?;
        if written.elapsed().map_err(io::Error::other)? < TICK {
            return Err(io::Error::other("written just now"));
        }
        let at = written.duration_since(UNIX_EPOCH).map_err(io::Error::other)?;
        Ok(format!("closed {} {} {}\n", self.checked, found.len(), at.as_nanos()))
    }
}

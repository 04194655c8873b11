//! The store as lines of JSON, out and in again: for another machine, a backup of one's own, or a look at
//! one's answers with other tools.
//!
//! The first line says what it is, then comes one object for each row, named by its table:
//!
//! ```text
//! {"format":1,"program":"effnet-tutor","version":"0.1.0"}
//! {"review":{"item":"swish-01","rev":1,"at_utc_ms":1795521600000,…}}
//! ```
//!
//! Rows stand in the order in which they were written, so an export that was imported into an empty home
//! is exported again byte for byte; cards are derived and stay out.

mod rows;

use std::collections::HashMap;
use std::io::{self, BufRead, Read, Write};

use rusqlite::{Connection, ErrorCode};
use serde::{Deserialize, Serialize};

use super::{Mode, Store, StoreError, cards};
use crate::learner::Message;
use rows::Row;

/// The version of the lines that this program writes, and the newest that it reads.
const FORMAT: u32 = 1;
/// Who writes them.
const PROGRAM: &str = "effnet-tutor";
/// The most bytes of a line that are read: some inputs have no end. A row has far fewer.
const MAX_LINE: u64 = 1 << 20;

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
struct Header {
    format: u32,
    program: String,
    #[serde(default)]
    version: String,
}

/// What an import did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Imported {
    /// Rows that were not there.
    pub added: usize,
    /// Rows that were.
    pub skipped: usize,
}

/// Why nothing was imported. Nothing was changed then.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It does not begin as an export does.
    #[error("not an export of {PROGRAM}: the first line must be {{\"format\":{FORMAT},…}}")]
    NotAnExport,
    /// It is from a newer version of the program.
    #[error("the export is of format {found}, this program knows {FORMAT}")]
    Newer {
        /// Its format.
        found: u32,
    },
    /// A line that is no row.
    #[error("line {line}: {reason}")]
    Line {
        /// Its number, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// The store does not save what it is given; a [`super::Notice`] said why.
    #[error("progress cannot be saved here")]
    NotSaving,
    /// The input cannot be read.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// The store cannot be written.
    #[error("{0}")]
    Store(#[from] StoreError),
}

impl ImportError {
    /// What to say.
    pub fn message(&self) -> Message {
        match self {
            Self::NotAnExport => {
                Message::plain("progress.import.not-an-export").with("format", &FORMAT)
            }
            Self::Newer { found } => {
                Message::plain("progress.import.newer").with("found", found).with("known", &FORMAT)
            }
            Self::Line { line, reason } => {
                Message::plain("progress.import.line").with("line", line).with("reason", reason)
            }
            Self::NotSaving => Message::plain("progress.not-saving"),
            Self::Io(error) => Message::plain("progress.import.read").with("reason", error),
            Self::Store(error) => Message::plain("progress.import.store").with("reason", error),
        }
    }
}

impl Store {
    /// All rows as lines. They are gathered before they are written, in one read transaction: a reader that
    /// takes its time must not hold up an instance that saves answers.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn export(&self) -> Result<Vec<u8>, StoreError> {
        let mut lines = Vec::new();
        let header = Header {
            format: FORMAT,
            program: PROGRAM.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        };
        let whole = self.connection.unchecked_transaction()?;
        line(&mut lines, &header)?;
        rows::each(&whole, &mut |row| line(&mut lines, &row))?;
        Ok(lines)
    }

    /// Adds the rows that are not there yet, all or none of them, and rebuilds the cards.
    ///
    /// A place in a lesson is the later of the two; what was chosen here (language, look) stays.
    ///
    /// # Errors
    /// When a line cannot be read, or the store not written.
    pub fn import(&mut self, input: &mut dyn BufRead) -> Result<Imported, ImportError> {
        if self.mode == Mode::ReadOnly {
            return Err(ImportError::NotSaving);
        }
        let mut done = Imported::default();
        let written = self.transact(|transaction| {
            done = add(transaction, input)?;
            Ok(cards::rebuild(transaction)?)
        });
        if let Err(error) = &written {
            // What is wrong with the input is no failure of the store.
            self.has_failed = matches!(error, ImportError::Store(_));
        }
        written.map(|_| done)
    }
}

impl From<rusqlite::Error> for ImportError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

fn line(lines: &mut Vec<u8>, value: &impl Serialize) -> Result<(), StoreError> {
    serde_json::to_writer(&mut *lines, value).map_err(io::Error::from)?;
    Ok(lines.write_all(b"\n")?)
}

fn add(connection: &Connection, input: &mut dyn BufRead) -> Result<Imported, ImportError> {
    let mut known = known(connection)?;
    let mut done = Imported::default();
    let mut has_header = false;
    let mut bytes = Vec::new();
    for number in 1.. {
        bytes.clear();
        if Read::take(&mut *input, MAX_LINE).read_until(b'\n', &mut bytes)? == 0 {
            break;
        }
        let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes).trim_ascii();
        if text.is_empty() {
            continue;
        }
        if !has_header {
            check_header(text)?;
            has_header = true;
            continue;
        }
        let flaw = |reason: String| ImportError::Line { line: number, reason };
        let row: Row = serde_json::from_slice(text).map_err(|error| flaw(plain(&error)))?;
        let row = row.checked().map_err(flaw)?;
        let is_new = match known.get_mut(&key(&row)?) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => row.put(connection).map_err(|error| match error.sqlite_error_code() {
                // The row's own fault; everything else is the disk's or the file's.
                Some(ErrorCode::ConstraintViolation) => flaw(error.to_string()),
                _ => StoreError::from(error).into(),
            })?,
        };
        if is_new { done.added += 1 } else { done.skipped += 1 }
    }
    if has_header { Ok(done) } else { Err(ImportError::NotAnExport) }
}

fn check_header(text: &[u8]) -> Result<(), ImportError> {
    match serde_json::from_slice::<Header>(text) {
        Ok(header) if header.program != PROGRAM || header.format == 0 => {
            Err(ImportError::NotAnExport)
        }
        Ok(Header { format, .. }) if format > FORMAT => Err(ImportError::Newer { found: format }),
        Ok(_) => Ok(()),
        Err(_) => Err(ImportError::NotAnExport),
    }
}

/// The rows of the log and how often each is there: two answers may be the same to the millisecond.
fn known(connection: &Connection) -> Result<HashMap<String, usize>, StoreError> {
    let mut known = HashMap::new();
    rows::each(connection, &mut |row| {
        *known.entry(key(&row)?).or_default() += 1;
        Ok(())
    })?;
    Ok(known)
}

/// A row as a text that only the same row has.
fn key(row: &Row) -> Result<String, StoreError> {
    Ok(serde_json::to_string(row).map_err(io::Error::from)?)
}

/// What is wrong, with the column; the line is not the parser's to name, it sees one.
fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rsplit_once(" at line ") {
        Some((reason, _)) => format!("{reason} (column {})", error.column()),
        None => text,
    }
}

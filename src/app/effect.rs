//! What the program wants done outside, as data.

use std::path::PathBuf;

use crate::content::demo::Demo;
use crate::rooms::Record;
use crate::transcript::Transcript;
use crate::ui::theme::Palette;

/// Something to be done outside.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Compute a figure in place of the one under way; its result comes back with the ticket.
    Run(u64, Demo),
    /// Stop computing.
    Cancel,
    /// Write it down before the next event.
    Save(Record),
    /// Put it on the clipboard.
    Copy(String),
    /// Write the record of a round into a file.
    File(PathBuf, Box<Transcript>),
    /// Read what is due and weak from the store, with [`App::recall`](super::App::recall).
    Recall,
    /// Read what is known from the store, and tell with [`App::report`](super::App::report).
    Report,
    /// Start in this look the next time.
    KeepLook(Palette),
    /// Leave.
    Quit,
}

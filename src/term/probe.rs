//! How wide the terminal really draws a character: written, and asked where the cursor stands now.
//!
//! Terminals disagree about Hangul in old fonts, about Braille, and about the "ambiguous" widths of East
//! Asian locales. Where one disagrees with us, columns slip.

use std::io::{self, Write};

use crossterm::{cursor, execute, terminal};

use super::{session, signals};

/// The columns that the terminal gives each sample, in order; what was written is wiped away again.
///
/// To be asked outside of a [`Session`](super::Session), and only where
/// [`is_interactive`](super::is_interactive).
///
/// # Errors
/// When the terminal cannot be set or does not answer within two seconds.
pub fn widths(samples: &[&str]) -> io::Result<Vec<usize>> {
    signals::install(true)?;
    session::enter_raw()?;
    let widths = samples.iter().map(|sample| width(sample)).collect();
    session::restore();
    widths
}

fn width(sample: &str) -> io::Result<usize> {
    let mut out = io::stdout();
    write!(out, "\r{sample}")?;
    out.flush()?;
    let column = cursor::position();
    execute!(out, cursor::MoveToColumn(0), terminal::Clear(terminal::ClearType::CurrentLine))?;
    column.map(|(column, _)| usize::from(column))
}

//! Entering and leaving the terminal.
//!
//! What has been set is kept as bits, process-wide, because it is undone from anywhere: by the
//! owner of the [`Session`], by the panic hook, by the thread that waits for signals.

use std::{
    io::{self, Write},
    sync::atomic::{AtomicU8, Ordering},
};

use crossterm::{
    cursor::{Hide, Show},
    event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture},
    queue,
    style::{self, Attribute, SetAttribute},
    terminal::{
        BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
        disable_raw_mode, enable_raw_mode,
    },
};

use super::{panic, signals};

const RAW_MODE: u8 = 1;
const ALTERNATE_SCREEN: u8 = 1 << 1;
const HIDDEN_CURSOR: u8 = 1 << 2;
const PASTE: u8 = 1 << 3;
const MOUSE: u8 = 1 << 4;
const UPDATE: u8 = 1 << 5;

/// What is set and not yet undone.
static SET: AtomicU8 = AtomicU8::new(0);

/// What a session wants beyond the alternate screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Take the mouse. Off by default: while it is on, the terminal's own selection is not.
    pub mouse: bool,
}

/// The terminal is ours while this lives; dropping it leaves.
#[derive(Debug)]
pub struct Session {
    options: Options,
}

impl Session {
    /// Raw mode, alternate screen, no cursor, bracketed paste; also installs the panic hook and
    /// the handlers of signals and hang-up, once. If anything fails, nothing stays set.
    ///
    /// To be called on the thread that draws: a panic there ends the session. Before it, ask
    /// [`is_interactive`](super::is_interactive) and [`background`](super::background).
    pub fn enter(options: Options) -> io::Result<Self> {
        panic::install();
        signals::install(true)?;
        // With NO_COLOR crossterm 0.29 writes a full reset after the attributes, and the selected
        // row vanishes: colours are the theme's decision, never crossterm's.
        style::force_color_output(true);
        let session = Self { options };
        session.set()?;
        Ok(session)
    }

    /// Gives the terminal back. Doing it twice is doing it once. Cannot fail: a terminal that can
    /// no longer be written to is one that nobody sees.
    pub fn leave(&mut self) {
        restore();
    }

    /// Enters again after a stop: somebody else had the terminal, so nothing is taken for granted.
    pub(super) fn reenter(&mut self) -> io::Result<()> {
        restore();
        self.set()
    }

    /// A bit is noted before its sequence is written: undoing too much is harmless.
    fn set(&self) -> io::Result<()> {
        let screen = || {
            SET.fetch_or(RAW_MODE, Ordering::SeqCst);
            enable_raw_mode()?;
            SET.fetch_or(ALTERNATE_SCREEN | HIDDEN_CURSOR | PASTE, Ordering::SeqCst);
            let mut out = io::stdout().lock();
            queue!(out, EnterAlternateScreen, Hide, EnableBracketedPaste)?;
            if self.options.mouse {
                SET.fetch_or(MOUSE, Ordering::SeqCst);
                queue!(out, EnableMouseCapture)?;
            }
            out.flush()
        };
        screen().inspect_err(|_| restore())
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.leave();
    }
}

/// Raw mode alone, for work without a screen; [`restore`] undoes it.
pub(super) fn enter_raw() -> io::Result<()> {
    panic::install();
    SET.fetch_or(RAW_MODE, Ordering::SeqCst);
    enable_raw_mode().inspect_err(|_| restore())
}

/// Whether anything is set.
pub(super) fn is_entered() -> bool {
    SET.load(Ordering::SeqCst) != 0
}

/// Undoes what is set, from any thread, any number of times.
///
/// Raw mode goes first: writing can block when nobody reads the other side, and cooked input is
/// what a person needs most.
pub(super) fn restore() {
    restore_keys();
    let set = SET.swap(0, Ordering::SeqCst);
    if set != 0 {
        _ = write_undo(&mut io::stdout().lock(), set);
    }
}

/// Undoes raw mode, the part of [`restore`] that neither writes nor waits for anybody.
pub(super) fn restore_keys() {
    if SET.fetch_and(!RAW_MODE, Ordering::SeqCst) & RAW_MODE != 0 {
        _ = disable_raw_mode();
    }
}

fn write_undo(out: &mut impl Write, set: u8) -> io::Result<()> {
    if set & MOUSE != 0 {
        queue!(out, DisableMouseCapture)?;
    }
    if set & PASTE != 0 {
        queue!(out, DisableBracketedPaste)?;
    }
    if set & ALTERNATE_SCREEN != 0 {
        queue!(out, SetAttribute(Attribute::Reset), LeaveAlternateScreen)?;
    }
    if set & HIDDEN_CURSOR != 0 {
        queue!(out, Show)?;
    }
    if set & UPDATE != 0 {
        queue!(out, EndSynchronizedUpdate)?;
    }
    out.flush()
}

/// A synchronized update: the terminal shows nothing of a frame before all of it. Ends when it is
/// dropped, after an error or a panic too, and exactly once.
#[derive(Debug)]
pub(super) struct Update(());

impl Update {
    pub(super) fn begin() -> io::Result<Self> {
        SET.fetch_or(UPDATE, Ordering::SeqCst);
        let update = Self(());
        queue!(io::stdout(), BeginSynchronizedUpdate)?;
        Ok(update)
    }
}

impl Drop for Update {
    fn drop(&mut self) {
        if SET.fetch_and(!UPDATE, Ordering::SeqCst) & UPDATE != 0 {
            let mut out = io::stdout();
            _ = queue!(out, EndSynchronizedUpdate).and_then(|()| out.flush());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(set: u8, written: &str) {
        let mut out = Vec::new();
        write_undo(&mut out, set).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), written);
    }

    #[test]
    fn exactly_what_was_set_is_undone() {
        check(RAW_MODE, "");
        check(ALTERNATE_SCREEN, "\x1b[0m\x1b[?1049l");
        check(HIDDEN_CURSOR | PASTE, "\x1b[?2004l\x1b[?25h");
        check(UPDATE, "\x1b[?2026l");
    }

    #[test]
    fn leaving_what_was_never_entered_does_nothing() {
        assert!(!is_entered());
        restore();
        Session { options: Options::default() }.leave();
    }
}

//! Long work without a screen: a person may stop it, by a key or a signal, and keep what there is.
//!
//! The work asks [`StopWatch::asked`] between its steps. Where a terminal is to be read, it is in raw
//! mode while this lives, so that Esc is a key of its own; whatever ends the process puts it back.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyModifiers};

use super::session;
use super::signals::{self, Listening, Notice};

/// SIGINT, which Ctrl-C stands for.
const INTERRUPT: u8 = 2;

/// SIGHUP, for a terminal that is gone.
const HANG_UP: u8 = 1;

/// How the work was asked to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// Esc or q.
    Key,
    /// This signal, or Ctrl-C in its place.
    Signal(u8),
}

impl Stop {
    /// The exit code: 0 for a key, or 128 + the signal, as a shell has it.
    pub const fn code(self) -> u8 {
        match self {
            Self::Key => 0,
            Self::Signal(signal) => 128 + signal,
        }
    }
}

/// Notices that somebody wants to stop, while it lives.
#[derive(Debug)]
pub struct StopWatch {
    /// The first signal; 0 for none.
    signal: Arc<AtomicU8>,
    has_keys: bool,
    _listening: Listening,
}

impl StopWatch {
    /// Listens for signals, and with `has_keys` for keys: then stdin must be a terminal.
    ///
    /// A signal ends the process by itself if the work has not ended soon after it: what is to be kept
    /// must be on disk by then.
    ///
    /// # Errors
    /// When the system refuses raw mode or the handlers.
    pub fn start(has_keys: bool) -> io::Result<Self> {
        // Without a terminal there is none to lose, and a pipe that is closed is nobody's end.
        signals::install(has_keys)?;
        let signal = Arc::new(AtomicU8::new(0));
        let heard = Arc::clone(&signal);
        let listening = signals::listen(move |notice| {
            let number = match notice {
                Notice::Signal(number) => number,
                Notice::HungUp => HANG_UP,
                // After Ctrl-Z the terminal is somebody else's until the work goes on.
                Notice::Stop => return false,
                Notice::Continued => return !has_keys || session::enter_raw().is_ok(),
            };
            _ = heard.compare_exchange(0, number, Ordering::SeqCst, Ordering::SeqCst);
            true
        });
        if has_keys {
            session::enter_raw()?;
        }
        Ok(Self { signal, has_keys, _listening: listening })
    }

    /// Whether somebody asked by now. Does not wait.
    pub fn asked(&self) -> Option<Stop> {
        let by_signal = || match self.signal.load(Ordering::SeqCst) {
            0 => None,
            number => Some(Stop::Signal(number)),
        };
        by_signal().or_else(|| if self.has_keys { by_key() } else { None })
    }
}

impl Drop for StopWatch {
    fn drop(&mut self) {
        if self.has_keys {
            session::restore();
        }
    }
}

/// Reads the keys pressed since the last time, up to one that means something.
fn by_key() -> Option<Stop> {
    while event::poll(Duration::ZERO).is_ok_and(|is_there| is_there) {
        match event::read() {
            Ok(Event::Key(key)) if key.is_press() => match meaning(key) {
                Meaning::Stop(stop) => return Some(stop),
                Meaning::Suspend => suspend(),
                Meaning::Nothing => {}
            },
            Ok(_) => {}
            Err(_) => return None,
        }
    }
    None
}

/// What a key asks for.
#[derive(Debug, PartialEq, Eq)]
enum Meaning {
    Stop(Stop),
    Suspend,
    Nothing,
}

fn meaning(key: KeyEvent) -> Meaning {
    match (key.code, key.modifiers.contains(KeyModifiers::CONTROL)) {
        // ㅊ and ㅂ stand on the keys of c and q.
        (KeyCode::Char('c' | 'ㅊ'), true) => Meaning::Stop(Stop::Signal(INTERRUPT)),
        (KeyCode::Char('z' | 'ㅋ'), true) => Meaning::Suspend,
        (KeyCode::Esc, _) | (KeyCode::Char('q' | 'ㅂ'), false) => Meaning::Stop(Stop::Key),
        _ => Meaning::Nothing,
    }
}

/// As the terminal's own Ctrl-Z; back in the foreground, the keys are ours again.
fn suspend() {
    session::restore();
    if signals::stop_process().is_err() {
        // There is nothing to go back to: the work goes on.
        _ = session::enter_raw();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_mean_what_they_mean_elsewhere() {
        let key = |code, modifiers| meaning(KeyEvent::new(code, modifiers));
        let none = KeyModifiers::NONE;
        assert_eq!(key(KeyCode::Esc, none), Meaning::Stop(Stop::Key));
        assert_eq!(key(KeyCode::Char('ㅂ'), none), Meaning::Stop(Stop::Key));
        assert_eq!(key(KeyCode::Char('c'), none), Meaning::Nothing);
        let control = KeyModifiers::CONTROL;
        assert_eq!(key(KeyCode::Char('c'), control), Meaning::Stop(Stop::Signal(2)));
        assert_eq!(key(KeyCode::Char('z'), control), Meaning::Suspend);
        assert_eq!((Stop::Key.code(), Stop::Signal(2).code()), (0, 130));
    }
}

//! The thread that reads keys, and the gate that everything typed passes.

use std::{
    io,
    panic::{self, AssertUnwindSafe},
    thread,
    time::{Duration, Instant},
};

use crossterm::event::{self, Event as Raw, KeyCode, KeyEvent, KeyModifiers};

use super::events::{Event, Message, Outbox};
use crate::job::panic_message;

/// How many errors in a row end the input, and how long to wait after each.
const ATTEMPTS: u32 = 20;
const PAUSE: Duration = Duration::from_millis(50);

/// How long an answer to the question for the background may still arrive.
const LATE: Duration = Duration::from_secs(3);

/// Starts the thread. It cannot be stopped: it sits in a read until the process ends.
///
/// When this returns, no change of size is lost any more: crossterm listens for them from the
/// first question on, which must therefore not wait for the thread.
pub(super) fn spawn<J: Send + 'static>(outbox: Outbox<J>) -> io::Result<()> {
    event::poll(Duration::ZERO)?;
    let read = move || {
        let read = || read_until_lost(&outbox);
        let lost = panic::catch_unwind(AssertUnwindSafe(read))
            .unwrap_or_else(|payload| Some(io::Error::other(panic_message(&*payload).to_owned())));
        if let Some(error) = lost {
            outbox.deliver(Message::InputLost(error));
        }
    };
    thread::Builder::new().name("input".into()).spawn(read).map(drop)
}

/// The error that ended it, if it was not that nobody listens any more.
fn read_until_lost<J>(outbox: &Outbox<J>) -> Option<io::Error> {
    let mut gate = Gate::new(Instant::now());
    let mut failed = 0;
    loop {
        match event::read() {
            Ok(raw) => {
                failed = 0;
                let event = gate.admit(raw, Instant::now());
                if event.is_some_and(|event| !outbox.deliver(Message::Event(event))) {
                    return None;
                }
            }
            Err(error) => {
                failed += 1;
                if failed == ATTEMPTS {
                    return Some(error);
                }
                thread::sleep(PAUSE);
            }
        }
    }
}

/// Lets pass what a person did: no key but a pressed one (Windows sends releases as well), and no
/// answer of the terminal that came after its question was given up.
///
/// Such an answer is `ESC ] 11 ; rgb:… BEL`, which crossterm takes for Alt-] and some typing.
#[derive(Debug)]
struct Gate {
    late_until: Instant,
    in_answer: bool,
}

impl Gate {
    fn new(start: Instant) -> Self {
        Self { late_until: start + LATE, in_answer: false }
    }

    fn admit<J>(&mut self, raw: Raw, now: Instant) -> Option<Event<J>> {
        match raw {
            Raw::Key(key) if key.is_press() => {
                let is_typed = now > self.late_until || !self.is_part_of_answer(key);
                is_typed.then_some(Event::Key(key))
            }
            Raw::Mouse(mouse) => Some(Event::Mouse(mouse)),
            Raw::Paste(text) => Some(Event::Paste(text)),
            Raw::Resize(width, height) => Some(Event::Resize(width, height)),
            Raw::Key(_) | Raw::FocusGained | Raw::FocusLost => None,
        }
    }

    fn is_part_of_answer(&mut self, key: KeyEvent) -> bool {
        let KeyCode::Char(c) = key.code else {
            self.in_answer = false;
            return false;
        };
        let is_start = key.modifiers == KeyModifiers::ALT && c == ']';
        let is_end = key.modifiers == KeyModifiers::CONTROL && c == 'g'
            || key.modifiers == KeyModifiers::ALT && c == '\\';
        let is_body = key.modifiers.is_empty() && (c.is_ascii_hexdigit() || "rgb:;/".contains(c));
        let was_in_answer = self.in_answer;
        self.in_answer = is_start || was_in_answer && is_body;
        is_start || was_in_answer && (is_body || is_end)
    }
}

#[cfg(test)]
mod tests {
    use crossterm::event::KeyEventKind;

    use super::*;

    fn key(c: char, modifiers: KeyModifiers, kind: KeyEventKind) -> Raw {
        Raw::Key(KeyEvent::new_with_kind(KeyCode::Char(c), modifiers, kind))
    }

    fn press(c: char) -> Raw {
        key(c, KeyModifiers::NONE, KeyEventKind::Press)
    }

    /// What is left of the keys, `after` the start.
    fn admitted(keys: impl IntoIterator<Item = Raw>, after: Duration) -> String {
        let start = Instant::now();
        let mut gate = Gate::new(start);
        let events = keys.into_iter().filter_map(|raw| gate.admit::<()>(raw, start + after));
        let char = |event| match event {
            Event::Key(KeyEvent { code: KeyCode::Char(c), .. }) => c,
            other => panic!("{other:?}"),
        };
        events.map(char).collect()
    }

    fn answer(end: (char, KeyModifiers)) -> Vec<Raw> {
        let start = key(']', KeyModifiers::ALT, KeyEventKind::Press);
        let body = "11;rgb:1e1e/1E1E/ffff".chars().map(press);
        let end = key(end.0, end.1, KeyEventKind::Press);
        [start].into_iter().chain(body).chain([end, press('q')]).collect()
    }

    #[test]
    fn one_press_is_one_key() {
        use KeyEventKind::{Press, Release, Repeat};
        let kinds = [Press, Repeat, Repeat, Release, Press, Release];
        let keys = kinds.map(|kind| key('j', KeyModifiers::NONE, kind));
        assert_eq!(admitted(keys, Duration::ZERO), "jj");
    }

    #[test]
    fn a_late_answer_of_the_terminal_is_not_typing() {
        assert_eq!(admitted(answer(('g', KeyModifiers::CONTROL)), Duration::ZERO), "q");
        assert_eq!(admitted(answer(('\\', KeyModifiers::ALT)), Duration::ZERO), "q");
    }

    #[test]
    fn a_broken_answer_swallows_no_more_than_itself() {
        let cut = answer(('g', KeyModifiers::CONTROL)).into_iter().take(5);
        assert_eq!(admitted(cut.chain([press('q'), press('b')]), Duration::ZERO), "qb");
    }

    #[test]
    fn later_every_key_is_the_persons() {
        let all = admitted(answer(('g', KeyModifiers::CONTROL)), Duration::from_secs(4));
        assert_eq!(all, "]11;rgb:1e1e/1E1E/ffffgq");
    }

    #[test]
    fn sizes_and_pastes_pass_and_focus_does_not() {
        let now = Instant::now();
        let mut gate = Gate::new(now);
        assert_eq!(gate.admit::<()>(Raw::Resize(3, 2), now), Some(Event::Resize(3, 2)));
        assert_eq!(gate.admit::<()>(Raw::Paste("가".into()), now), Some(Event::Paste("가".into())));
        assert_eq!(gate.admit::<()>(Raw::FocusGained, now), None);
    }
}

//! The loop: wait, drain, tell the program, draw once.

use std::{
    io::{self, Stdout},
    mem::ManuallyDrop,
    time::{Duration, Instant},
};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::{Frame, Terminal, backend::CrosstermBackend};

use super::{
    events::{Event, Inbox, Message},
    input,
    session::{Session, Update},
    signals::{self, Notice},
};

/// The shortest time from one frame to the next: at most 60 a second.
const FRAME: Duration = Duration::from_micros(16_667);

/// The time between two ticks.
const TICK: Duration = Duration::from_millis(100);

/// What the loop runs.
pub trait Program {
    /// What its jobs send.
    type Job: Send + 'static;

    /// Hears what happened and changes. Must return soon: work belongs in a [job](crate::job).
    fn event(&mut self, event: Event<Self::Job>) -> Flow;

    /// Shows what there is. Called after events only, never for an empty area. Areas come from
    /// [`Frame::area`], never from an event: the size may have changed since.
    fn draw(&mut self, frame: &mut Frame<'_>);

    /// Whether something moves by itself: ten [`Event::Tick`] a second come only while it does.
    fn wants_ticks(&self) -> bool {
        false
    }
}

/// What the loop does after an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// Draws and goes on.
    Continue,
    /// Clears the screen first: for a new page, as wide letters can leave traces.
    Repaint,
    /// Ends.
    Quit,
}

/// Why the loop ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The program wanted to.
    Quit,
    /// By this signal.
    Signal(u8),
    /// The terminal is gone. Do not write to it, nor to stderr with a macro that panics.
    HungUp,
}

impl End {
    /// The exit code: 0, or 128 + the signal, as a shell has it. SIGHUP, if the terminal is gone.
    pub const fn code(self) -> u8 {
        match self {
            Self::Quit => 0,
            Self::Signal(signal) => 128 + signal,
            Self::HungUp => 129,
        }
    }
}

/// Runs the program until it quits or something ends it. The session stays entered unless it was
/// stopped: leave it afterwards, and if this returns an error.
///
/// Two keys are the loop's own: Ctrl-L draws everything anew, Ctrl-Z stops (not on Windows).
pub fn run<P: Program>(
    program: &mut P,
    session: &mut Session,
    inbox: Inbox<P::Job>,
) -> io::Result<End> {
    input::spawn(inbox.outbox())?;
    let outbox = inbox.outbox();
    let _listening = signals::listen(move |notice| outbox.deliver(Message::Notice(notice)));
    // Dropped, ratatui's terminal would show the cursor, which is the session's to do, and panic
    // on a terminal that is gone.
    let terminal = ManuallyDrop::new(Terminal::new(CrosstermBackend::new(io::stdout()))?);
    let mut run = Run {
        program,
        session,
        inbox,
        terminal,
        is_stopped: false,
        is_stale: true,
        next_frame: Instant::now(),
        next_tick: None,
    };
    match run.until_end() {
        Err(_) if signals::is_hung_up() => Ok(End::HungUp),
        end => end,
    }
}

struct Run<'a, P: Program> {
    program: &'a mut P,
    session: &'a mut Session,
    inbox: Inbox<P::Job>,
    terminal: ManuallyDrop<Terminal<CrosstermBackend<Stdout>>>,
    /// Stopped: the screen is somebody else's.
    is_stopped: bool,
    /// Something happened since the last frame.
    is_stale: bool,
    next_frame: Instant,
    next_tick: Option<Instant>,
}

impl<P: Program> Run<'_, P> {
    fn until_end(&mut self) -> io::Result<End> {
        loop {
            self.draw_if_due()?;
            let deadline = self.deadline();
            for message in self.inbox.batch(deadline) {
                if let Some(end) = self.receive(message)? {
                    return Ok(end);
                }
            }
            if let Some(end) = self.tick_if_due()? {
                return Ok(end);
            }
        }
    }

    /// When to wake up although nothing happens: never, unless a frame or a tick is due.
    fn deadline(&mut self) -> Option<Instant> {
        if self.is_stopped {
            return None;
        }
        self.next_tick = match self.next_tick {
            _ if !self.program.wants_ticks() => None,
            None => Some(Instant::now() + TICK),
            planned => planned,
        };
        let next_frame = self.is_stale.then_some(self.next_frame);
        next_frame.into_iter().chain(self.next_tick).min()
    }

    fn receive(&mut self, message: Message<P::Job>) -> io::Result<Option<End>> {
        match message {
            Message::Event(Event::Key(key)) if is_ctrl(key, 'l', 'ㅣ') => self.repaint()?,
            Message::Event(Event::Key(key)) if cfg!(unix) && is_ctrl(key, 'z', 'ㅋ') => {
                self.stop()?;
            }
            Message::Event(event) => return self.tell(event),
            Message::Notice(Notice::Stop) => self.stop()?,
            Message::Notice(Notice::Continued) => return self.resume(),
            Message::Notice(Notice::Signal(signal)) => return Ok(Some(End::Signal(signal))),
            Message::Notice(Notice::HungUp) => return Ok(Some(End::HungUp)),
            Message::InputLost(error) => return Err(error),
        }
        Ok(None)
    }

    fn tell(&mut self, event: Event<P::Job>) -> io::Result<Option<End>> {
        self.is_stale = true;
        match self.program.event(event) {
            Flow::Continue => {}
            Flow::Repaint => self.repaint()?,
            Flow::Quit => return Ok(Some(End::Quit)),
        }
        Ok(None)
    }

    /// A late tick moves the ones after it: nobody wants to catch up.
    fn tick_if_due(&mut self) -> io::Result<Option<End>> {
        let now = Instant::now();
        if self.is_stopped || self.next_tick.is_none_or(|tick| now < tick) {
            return Ok(None);
        }
        self.next_tick = Some(now + TICK);
        self.tell(Event::Tick)
    }

    /// Gives the terminal to the shell. That we go on is said by SIGCONT.
    fn stop(&mut self) -> io::Result<()> {
        if !self.is_stopped {
            self.is_stopped = true;
            self.session.leave();
            signals::stop_process()?;
        }
        Ok(())
    }

    /// Also after a SIGSTOP from elsewhere, which nobody can see coming.
    fn resume(&mut self) -> io::Result<Option<End>> {
        self.session.reenter()?;
        self.is_stopped = false;
        self.repaint()?;
        self.tell(Event::Resumed)
    }

    /// Makes the next frame a whole one. Not ratatui's `clear`: that asks the terminal for the
    /// cursor, and the input thread would take the answer.
    fn repaint(&mut self) -> io::Result<()> {
        self.is_stale = true;
        if self.is_stopped {
            return Ok(());
        }
        let size = self.terminal.size()?;
        self.terminal.resize((ratatui::layout::Position::ORIGIN, size).into())
    }

    fn draw_if_due(&mut self) -> io::Result<()> {
        let now = Instant::now();
        if !self.is_stale || self.is_stopped || now < self.next_frame {
            return Ok(());
        }
        self.is_stale = false;
        self.next_frame = now + FRAME;
        // Held for the whole frame: who leaves the terminal from another thread does not do it
        // in the middle of one.
        let _screen = io::stdout().lock();
        let _update = Update::begin()?;
        let program = &mut *self.program;
        let draw = |frame: &mut Frame<'_>| {
            if !frame.area().is_empty() {
                program.draw(frame);
            }
        };
        self.terminal.draw(draw).map(drop)
    }
}

/// Ctrl and this key, also when the Hangul input method is on.
fn is_ctrl(key: KeyEvent, latin: char, jamo: char) -> bool {
    key.modifiers == KeyModifiers::CONTROL
        && (key.code == KeyCode::Char(latin) || key.code == KeyCode::Char(jamo))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exit_codes_are_the_shells() {
        assert_eq!([End::Quit, End::Signal(15), End::HungUp].map(End::code), [0, 143, 129]);
    }

    #[test]
    fn the_loops_own_keys_work_with_the_hangul_input_method() {
        let key = |c, modifiers| KeyEvent::new(KeyCode::Char(c), modifiers);
        assert!(is_ctrl(key('l', KeyModifiers::CONTROL), 'l', 'ㅣ'));
        assert!(is_ctrl(key('ㅣ', KeyModifiers::CONTROL), 'l', 'ㅣ'));
        assert!(!is_ctrl(key('l', KeyModifiers::NONE), 'l', 'ㅣ'));
        assert!(!is_ctrl(key('k', KeyModifiers::CONTROL), 'l', 'ㅣ'));
    }
}

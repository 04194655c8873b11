//! The terminal: entering and leaving it, what ends a session from outside, and the loop.
//!
//! ```text
//! input thread ── Key, Paste, Resize ──►┐
//! jobs ── Outbox::send ────────────────►│ Inbox ─► run: wait, drain, Program::event …, draw once
//! signals, hang-up ────────────────────►┘
//! ```
//!
//! **Invariant:** whatever ends the program (a quit, an error, a panic, a signal, a dead terminal),
//! the terminal is as it was before: [`Session`] notes what it sets and undoes exactly that.
//!
//! Work without a screen, such as a training, has [`StopWatch`] instead.
//!
//! **Invariant:** without an event nothing is written and no thread runs.
//!
//! ```no_run
//! # use effnet_tutor::term::{self, Event, Flow, Program, Options, Session};
//! # struct App;
//! # impl Program for App {
//! #     type Job = ();
//! #     fn event(&mut self, _: Event<()>) -> Flow { Flow::Quit }
//! #     fn draw(&mut self, _: &mut ratatui::Frame) {}
//! # }
//! let (outbox, inbox) = term::channel();
//! # let _: term::Outbox<()> = outbox;
//! let mut app = App; // keeps the outbox: its jobs answer through clones of it
//! let mut session = Session::enter(Options::default())?;
//! let end = term::run(&mut app, &mut session, inbox)?;
//! session.leave();
//! std::process::ExitCode::from(end.code());
//! # std::io::Result::Ok(())
//! ```

pub use self::{
    events::{Event, Inbox, Outbox, channel},
    look::{
        Background, ColorChoice, ColorLevel, background, color_level, columns, is_interactive, size,
    },
    run::{End, Flow, Program, run},
    session::{Options, Session},
    stop::{Stop, StopWatch},
};

pub mod clipboard;
mod events;
mod input;
mod look;
mod panic;
pub mod probe;
mod run;
mod session;
mod signals;
mod stop;

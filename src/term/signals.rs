//! What comes from outside: signals, and a terminal that is gone.
//!
//! A request goes to the loop, which ends as after a quit, so that everything is saved and
//! dropped. If the loop does not answer, or if there is none, the process ends here.

use std::sync::{Mutex, PoisonError};

#[cfg(unix)]
mod unix;

#[cfg(unix)]
pub(super) use unix::{install, is_hung_up, stop_process};

/// What the loop is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(unix), expect(dead_code, reason = "nobody sends them there"))]
pub(super) enum Notice {
    /// End with 128 + this signal.
    Signal(u8),
    /// End: nobody is there.
    HungUp,
    /// Stop, as after Ctrl-Z.
    Stop,
    /// The process was stopped and goes on.
    Continued,
}

type Listener = Box<dyn Fn(Notice) -> bool + Send>;

static LISTENER: Mutex<Option<Listener>> = Mutex::new(None);

/// Notices arrive while this lives.
#[derive(Debug)]
pub(super) struct Listening(());

/// From now on notices go to `listener`, which says whether it can still pass them on.
pub(super) fn listen(listener: impl Fn(Notice) -> bool + Send + 'static) -> Listening {
    *LISTENER.lock().unwrap_or_else(PoisonError::into_inner) = Some(Box::new(listener));
    Listening(())
}

impl Drop for Listening {
    fn drop(&mut self) {
        *LISTENER.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// Whether anybody took it.
#[cfg_attr(not(unix), expect(dead_code, reason = "no signals there"))]
fn post(notice: Notice) -> bool {
    let listener = LISTENER.lock().unwrap_or_else(PoisonError::into_inner);
    listener.as_ref().is_some_and(|listener| listener(notice))
}

/// Without signals there is nothing to install: Ctrl-C is a key, and a closed console ends us.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "with signals it can fail")]
pub(super) fn install(_has_terminal: bool) -> std::io::Result<()> {
    Ok(())
}

/// Whether the terminal is gone, which shows as an error of the next write.
#[cfg(not(unix))]
pub(super) fn is_hung_up() -> bool {
    false
}

/// There is no shell to go back to.
#[cfg(not(unix))]
pub(super) fn stop_process() -> std::io::Result<()> {
    Err(std::io::ErrorKind::Unsupported.into())
}

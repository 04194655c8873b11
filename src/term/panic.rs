//! The panic hook: the terminal comes back before the message is printed.
//!
//! Only the thread that draws ends the session. A job's panic is kept for its closing event
//! ([`job::note_panic`]); one of another helper, say of a thread pool that a job uses, reaches its
//! caller by itself and must neither print over the screen nor take it away.

use std::{
    panic,
    sync::{Once, OnceLock},
    thread::{self, ThreadId},
};

use super::session;
use crate::job;

/// The thread that draws.
static DRAWING: OnceLock<ThreadId> = OnceLock::new();

/// Installs the hook, once, and remembers the calling thread as the one that draws.
pub(super) fn install() {
    static HOOK: Once = Once::new();
    let drawing = *DRAWING.get_or_init(|| thread::current().id());
    HOOK.call_once(|| {
        let inner = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if job::note_panic(info) {
                return;
            }
            let is_drawing = thread::current().id() == drawing;
            if session::is_entered() && !is_drawing {
                return;
            }
            session::restore();
            inner(info);
        }));
    });
}

//! Two threads: one waits for signals, one for the terminal to be gone.
//!
//! The second is no luxury: SIGHUP may be ignored or go astray, and crossterm 0.29 then spins at
//! 100 % on the dead terminal for ever.

use std::{
    io,
    os::fd::AsFd,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
    process::{Signal, kill_current_process_group},
    stdio,
};
use signal_hook::{
    consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP},
    iterator::Signals,
    low_level,
};

use super::{Notice, post};
use crate::term::session;

/// How long the loop has to end by itself. With the watchdog's second it stays under two.
const GRACE: Duration = Duration::from_millis(700);

/// How long leaving may take when nobody reads the other side of the terminal.
const PATIENCE: Duration = Duration::from_millis(200);

/// Some systems do not wake a sleeper on every kind of hang-up.
const WATCH: Timespec = Timespec { tv_sec: 1, tv_nsec: 0 };

/// Starts the threads, once: the second only where stdin is a terminal, for a pipe is closed without
/// anybody being gone. They outlive the session: a signal after it ends the process.
pub(in crate::term) fn install(has_terminal: bool) -> io::Result<()> {
    static INSTALLED: Mutex<bool> = Mutex::new(false);
    let mut is_installed = INSTALLED.lock().unwrap_or_else(PoisonError::into_inner);
    if !*is_installed {
        let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT])?;
        let wait = move || signals.forever().for_each(on_signal);
        thread::Builder::new().name("signals".into()).spawn(wait)?;
        if has_terminal {
            thread::Builder::new().name("watchdog".into()).spawn(watch)?;
        }
        *is_installed = true;
    }
    Ok(())
}

/// Whether the terminal on stdin is gone.
pub(in crate::term) fn is_hung_up() -> bool {
    let now = Timespec { tv_sec: 0, tv_nsec: 0 };
    wait_for_hang_up(Some(&now)).is_ok_and(|flags| flags.contains(PollFlags::HUP))
}

/// Stops the process and its group, as the terminal's own Ctrl-Z would: `cargo run` or a script
/// around us has to stop as well, or the shell does not come back. SIGSTOP, because SIGTSTP is
/// ours now and would be discarded in a group without a shell.
pub(in crate::term) fn stop_process() -> io::Result<()> {
    Ok(kill_current_process_group(Signal::STOP)?)
}

fn on_signal(signal: i32) {
    match signal {
        SIGCONT => _ = post(Notice::Continued),
        SIGTSTP => {
            if !post(Notice::Stop) {
                session::restore();
                _ = stop_process();
            }
        }
        _ => {
            let number = signal as u8;
            let is_repeated = request_end(Notice::Signal(number), 128 + signal);
            // A hang-up sends SIGHUP more than once by itself; the others are a person's impatience.
            if is_repeated && signal != SIGHUP {
                end(128 + signal);
            }
        }
    }
}

fn watch() {
    loop {
        match wait_for_hang_up(Some(&WATCH)) {
            Ok(flags) if flags.contains(PollFlags::HUP) => {
                request_end(Notice::HungUp, 128 + SIGHUP);
                return;
            }
            // Not a thing to be watched, for instance /dev/tty on macOS.
            Ok(flags) if flags.contains(PollFlags::NVAL) => return,
            Ok(_) | Err(Errno::INTR) => {}
            Err(_) => return,
        }
    }
}

fn wait_for_hang_up(timeout: Option<&Timespec>) -> Result<PollFlags, Errno> {
    let stdin = stdio::stdin();
    let mut fds = [PollFd::from_borrowed_fd(stdin.as_fd(), PollFlags::empty())];
    poll(&mut fds, timeout)?;
    Ok(fds[0].revents())
}

/// Asks the loop to end and ends the process if it does not; at once if there is no loop. Says
/// whether it was asked before.
fn request_end(notice: Notice, status: i32) -> bool {
    static IS_ENDING: AtomicBool = AtomicBool::new(false);
    if IS_ENDING.swap(true, Ordering::SeqCst) {
        return true;
    }
    if !post(notice) {
        end(status);
    }
    let deadline = move || {
        thread::sleep(GRACE);
        end(status);
    };
    if thread::Builder::new().name("deadline".into()).spawn(deadline).is_err() {
        end(status);
    }
    false
}

/// Leaves the terminal and the process, whatever the other threads do.
fn end(status: i32) -> ! {
    let (done, left) = mpsc::channel();
    let leave = move || {
        // Before the lock: whoever hangs may hold it.
        session::restore_keys();
        // Kept to the end, so that no frame follows.
        let _screen = io::stdout().lock();
        session::restore();
        _ = done.send(());
        loop {
            thread::park();
        }
    };
    // Leaving can block; a thread of its own is waited for only so long.
    if thread::Builder::new().name("leave".into()).spawn(leave).is_ok() {
        _ = left.recv_timeout(PATIENCE);
    }
    low_level::exit(status)
}

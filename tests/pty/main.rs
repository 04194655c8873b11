//! Programs in a real terminal. Linux only: what they leave behind is read from `/proc` and `stty`.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so")]

mod guest;
mod program;
mod session;

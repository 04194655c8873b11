//! Programs in a real terminal. Linux only: what they leave behind is read from `/proc` and `stty`.
#![cfg(target_os = "linux")]

mod guest;
mod session;

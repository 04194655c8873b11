//! The clipboard of the terminal, which may stand on another machine: OSC 52.
//!
//! tmux swallows the sequence unless its user allowed it (`set-clipboard on`), but takes a text by
//! `load-buffer -w` and hands it on to the terminal outside, as it does with what one marks in it.

use std::env;
use std::io::{self, Write, stdout};
use std::process::{Command, Stdio};

use crossterm::clipboard::CopyToClipboard;
use crossterm::execute;

/// Puts a text on the clipboard, as far as the terminal allows.
///
/// # Errors
/// When the terminal cannot be written to.
pub fn copy(text: &str) -> io::Result<()> {
    if env::var_os("TMUX").is_some_and(|socket| !socket.is_empty()) && load_buffer(text).is_ok() {
        return Ok(());
    }
    // A terminal that does not know the sequence ignores it.
    execute!(stdout(), CopyToClipboard::to_clipboard_from(text))
}

/// Hands a text to tmux; fails where there is no tmux, or one before 3.2.
fn load_buffer(text: &str) -> io::Result<()> {
    let mut tmux = Command::new("tmux")
        .args(["load-buffer", "-w", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let written = tmux.stdin.take().map_or(Ok(()), |mut stdin| stdin.write_all(text.as_bytes()));
    let ended = tmux.wait()?;
    written?;
    if ended.success() { Ok(()) } else { Err(io::Error::other("tmux refused the text")) }
}

//! Draws the progress room.

use ratatui::Frame;

use crate::ui::{Shell, prose};

use super::ProgressView;

impl ProgressView {
    /// Draws it inside its frame.
    pub fn draw(&self, frame: &mut Frame<'_>, shell: &Shell) {
        let Some(body) = shell.draw(&self.frame, frame) else { return };
        prose::draw(&self.text, body, frame, shell.theme);
    }
}

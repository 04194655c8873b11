//! Draws the scale room.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::figure::Glyphs;
use crate::ui::{Shell, figure, prose};

use super::ScaleView;
use super::view::Body;

impl ScaleView {
    /// Draws it inside its frame.
    pub fn draw(&self, frame: &mut Frame<'_>, shell: &Shell) {
        let Some(body) = shell.draw(&self.frame, frame) else { return };
        let rows = (self.head.lines.len() as u16).min(body.height);
        let head = Rect { height: rows, ..body };
        prose::draw(&self.head, head, frame, shell.theme);
        let below = Rect { y: body.y + rows, height: body.height - rows, ..body };
        let glyphs = if shell.ascii { Glyphs::Ascii } else { Glyphs::Full };
        match &self.body {
            // The title would only repeat what stands above.
            Body::Figure(shown) => {
                figure::draw_parts(shown, below, frame.buffer_mut(), shell.theme, glyphs);
            }
            Body::Text(text, _) => prose::draw(text, below, frame, shell.theme),
        }
    }
}

//! Draws the scale room.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::rooms::KnobView;
use crate::text::line::Line;
use crate::ui::{Shell, prose};

use super::ScaleView;

impl ScaleView {
    /// Draws it inside its frame.
    pub fn draw(&self, frame: &mut Frame<'_>, shell: &Shell) {
        let Some(body) = shell.draw(&self.frame, frame) else { return };
        let mut knobs = Line::empty();
        for (index, knob) in self.knobs.iter().map(KnobView::line).enumerate() {
            knobs.spans.extend(Line::body(if index == 0 { " " } else { "    " }).spans);
            knobs.spans.extend(knob.spans);
        }
        let head = Rect { height: body.height.min(1), ..body };
        prose::draw(&[knobs], 0, None, head, frame, shell.theme);
        let below = Rect {
            y: (body.y + 2).min(body.bottom()),
            height: body.height.saturating_sub(2),
            ..body
        };
        prose::draw(&self.text.lines, self.text.scroll, None, below, frame, shell.theme);
    }
}

//! Draws the scale room.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::figure::Glyphs;
use crate::text::line::{Line, Role};
use crate::text::wrap;
use crate::ui::{Shell, figure, prose};
use crate::view::KnobView;

use super::ScaleView;

impl ScaleView {
    /// Draws it inside its frame.
    pub fn draw(&self, frame: &mut Frame<'_>, shell: &Shell) {
        let Some(body) = shell.draw(&self.frame, frame) else { return };
        let mut knobs = Line::empty();
        for (index, knob) in self.knobs.iter().map(KnobView::line).enumerate() {
            knobs.spans.extend(Line::body(if index == 0 { "" } else { "    " }).spans);
            knobs.spans.extend(knob.spans);
        }
        let head = Rect { height: body.height.min(1), ..body };
        prose::draw_lines(vec![knobs], head, frame, shell.theme);
        let below = Rect {
            y: (body.y + 1).min(body.bottom()),
            height: body.height.saturating_sub(1),
            ..body
        };
        let glyphs = if shell.ascii { Glyphs::Ascii } else { Glyphs::Full };
        if let Some(shown) = &self.figure {
            // The title would only repeat the knobs.
            figure::draw_parts(shown, below, frame.buffer_mut(), shell.theme, glyphs);
        }
        if let Some(notice) = &self.notice {
            let lines: Vec<Line> = wrap(notice, usize::from(below.width))
                .into_iter()
                .map(|line| Line::new(line, Role::Quiet))
                .collect();
            prose::draw_lines(lines, below, frame, shell.theme);
        }
    }
}

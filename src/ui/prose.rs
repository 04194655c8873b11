//! Lines of text with roles, scrolled, with the caret in sight.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line as StyledLine, Span as StyledSpan};
use ratatui::widgets::Widget;

use crate::text::line::{Line, Role};
use crate::text::width;
use crate::view::Text;

use super::Theme;

/// Draws a text: its caret, and arrows where there is more.
pub fn draw(text: &Text, area: Rect, frame: &mut Frame<'_>, theme: Theme) {
    let height = usize::from(area.height);
    let start = text.first(height);
    for (line, y) in text.lines.iter().skip(start).zip(area.top()..area.bottom()) {
        draw_line(line, area.x, y, area.right(), frame.buffer_mut(), theme);
    }
    if text.lines.len() > start + height {
        mark("↓", area, area.bottom().saturating_sub(1), frame.buffer_mut(), theme);
    }
    if start > 0 {
        mark("↑", area, area.top(), frame.buffer_mut(), theme);
    }
    if let Some((line, column)) = text.caret
        && let Some(row) = line.checked_sub(start).filter(|row| *row < height)
    {
        let x = area.x + (column as u16).min(area.width.saturating_sub(1));
        frame.set_cursor_position(Position { x, y: area.y + row as u16 });
    }
}

/// Draws lines that need no scrolling.
pub fn draw_lines(lines: Vec<Line>, area: Rect, frame: &mut Frame<'_>, theme: Theme) {
    draw(&Text { lines, ..Text::default() }, area, frame, theme);
}

/// Draws one line; where it is cut at `right`, it says so.
pub fn draw_line(line: &Line, x: u16, y: u16, right: u16, buffer: &mut Buffer, theme: Theme) {
    draw_start(line, x, y, right, buffer, theme);
    let area = Rect { x, y, width: right.saturating_sub(x), height: 1 }.intersection(buffer.area);
    if line.width() > usize::from(area.width) && area.width > 1 && area.height > 0 {
        let last = area.right() - 1;
        // Half a wide letter is no letter.
        if width(buffer[(last - 1, y)].symbol()) > 1 {
            buffer[(last - 1, y)].set_symbol(" ");
        }
        buffer[(last, y)].set_symbol("…");
    }
}

/// Draws what of a line fits before `right`, and no sign that it was cut: where every cell counts.
pub fn draw_start(line: &Line, x: u16, y: u16, right: u16, buffer: &mut Buffer, theme: Theme) {
    let spans = line
        .spans
        .iter()
        .map(|span| StyledSpan::styled(span.text.as_str(), theme.style(span.role)));
    let area = Rect { x, y, width: right.saturating_sub(x), height: 1 }.intersection(buffer.area);
    spans.collect::<StyledLine<'_>>().render(area, buffer);
}

/// A small arrow at the right edge: there is more.
fn mark(arrow: &str, area: Rect, y: u16, buffer: &mut Buffer, theme: Theme) {
    let x = area.right().saturating_sub(1);
    if area.width > 0 && area.height > 0 && buffer.area.contains(Position { x, y }) {
        buffer[(x, y)].set_symbol(arrow).set_style(theme.style(Role::Accent));
    }
}

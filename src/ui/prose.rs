//! Lines of text with roles, scrolled, with the caret in sight.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line as StyledLine, Span as StyledSpan};
use ratatui::widgets::Widget;

use crate::text::line::{Line, Role};

use super::Theme;

/// Draws lines from `scroll` on, keeps the caret in sight, and says if there is more.
pub fn draw(
    lines: &[Line],
    scroll: usize,
    caret: Option<(usize, usize)>,
    area: Rect,
    frame: &mut Frame<'_>,
    theme: Theme,
) {
    let height = usize::from(area.height);
    let start = first_line(lines.len(), scroll, caret.map(|(line, _)| line), height);
    for (line, y) in lines.iter().skip(start).zip(area.top()..area.bottom()) {
        draw_line(line, area.x, y, area.right(), frame.buffer_mut(), theme);
    }
    if lines.len() > start + height {
        mark("↓", area, area.bottom().saturating_sub(1), frame.buffer_mut(), theme);
    }
    if start > 0 {
        mark("↑", area, area.top(), frame.buffer_mut(), theme);
    }
    if let Some((line, column)) = caret
        && let Some(row) = line.checked_sub(start).filter(|row| *row < height)
    {
        let x = area.x + (column as u16).min(area.width.saturating_sub(1));
        frame.set_cursor_position(Position { x, y: area.y + row as u16 });
    }
}

/// First line shown: as scrolled, but no further than the end, and with the caret in sight.
pub fn first_line(lines: usize, scroll: usize, caret: Option<usize>, height: usize) -> usize {
    let start = scroll.min(lines.saturating_sub(height));
    match caret {
        Some(line) if line < start => line,
        Some(line) if line >= start + height => (line + 1).saturating_sub(height),
        _ => start,
    }
}

/// Draws one line, cut at `right`.
pub fn draw_line(line: &Line, x: u16, y: u16, right: u16, buffer: &mut Buffer, theme: Theme) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scrolling_stops_at_the_end() {
        assert_eq!(first_line(10, 99, None, 4), 6);
        assert_eq!(first_line(3, 99, None, 4), 0);
    }

    #[test]
    fn the_caret_is_kept_in_sight() {
        assert_eq!(first_line(30, 0, Some(20), 10), 11);
        assert_eq!(first_line(30, 15, Some(3), 10), 3);
        assert_eq!(first_line(30, 15, Some(18), 10), 15);
    }
}

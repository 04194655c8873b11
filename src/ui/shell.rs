//! The frame around every room: title, rules, command and keys.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Clear, Widget};

use crate::text::line::{Line, Role};
use crate::text::wrap::wrap_ranges;
use crate::text::{shortened, width};
use crate::view::Frame as Around;

use super::prose::{draw_line, draw_start};
use super::{Areas, Theme};

/// What the frame around a room needs beside the room's own.
#[derive(Debug, Clone, PartialEq)]
pub struct Shell {
    /// The look.
    pub theme: Theme,
    /// Whether only ASCII may be drawn.
    pub ascii: bool,
    /// Language and look, at the top right.
    pub corner: String,
    /// Keys and what they do, the important ones first: as many as fit.
    pub keys: Vec<(String, String)>,
    /// Keys that are always shown, at the right.
    pub pinned: Vec<(String, String)>,
    /// Something to say in place of the command, over the room's last lines if it is long.
    pub notice: Option<String>,
    /// What is said on a screen that is too small.
    pub too_small: String,
}

/// The most lines of something said: most of the smallest screen's room stays in sight.
const NOTICE_ROWS: usize = 5;

impl Shell {
    /// Draws the frame and gives the area for the room; `None` on a screen that is too small.
    pub fn draw(&self, around: &Around, frame: &mut Frame<'_>) -> Option<Rect> {
        let screen = frame.area();
        let buffer = frame.buffer_mut();
        let Some(areas) = Areas::of(screen) else {
            let line = Line::body(self.too_small.clone());
            draw_start(&line, screen.x, screen.y, screen.right(), buffer, self.theme);
            return None;
        };
        self.title(around, areas.title, buffer);
        self.rule(areas.rule, buffer);
        self.rule(areas.foot, buffer);
        self.command(around, areas.command, buffer);
        self.keys(areas.keys, buffer);
        Some(areas.body)
    }

    fn title(&self, around: &Around, area: Rect, buffer: &mut Buffer) {
        let right = if around.status.is_empty() {
            self.corner.clone()
        } else {
            format!("{}   {}", around.status, self.corner)
        };
        let start = area.right().saturating_sub(width(&right) as u16 + 1).max(area.x);
        let place = match around.place.as_str() {
            "" => String::new(),
            place => format!(" › {place}"),
        };
        let room = usize::from(start.saturating_sub(area.x)).saturating_sub(2 + width(&place));
        let path = Line::new(shortened(&around.path, room) + &place, Role::Strong);
        draw_line(&path, area.x, area.y, start.saturating_sub(1), buffer, self.theme);
        draw_line(&Line::new(right, Role::Quiet), start, area.y, area.right(), buffer, self.theme);
    }

    fn rule(&self, area: Rect, buffer: &mut Buffer) {
        let stroke = if self.ascii { "-" } else { "─" };
        // As far as a figure reaches.
        let line = Line::new(stroke.repeat(usize::from(area.width)), Role::Quiet);
        draw_line(&line, area.x, area.y, area.right(), buffer, self.theme);
    }

    fn command(&self, around: &Around, area: Rect, buffer: &mut Buffer) {
        if around.command.is_empty() {
            return;
        }
        let room = usize::from(area.width).saturating_sub(3);
        let line = Line::new("$ ", Role::Quiet).and(shortened(&around.command, room), Role::Code);
        draw_line(&line, area.x, area.y, area.right(), buffer, self.theme);
    }

    /// Says what is to be said, over the drawn room: the rule above it moves up as far as it must.
    pub fn notice(&self, frame: &mut Frame<'_>) {
        let (Some(notice), Some(areas)) = (&self.notice, Areas::of(frame.area())) else { return };
        let columns = usize::from(areas.command.width) - 1;
        let lines = said(notice, columns);
        let top = areas.command.y + 1 - lines.len() as u16;
        let covered = Rect { y: top - 1, height: lines.len() as u16 + 1, ..frame.area() };
        let buffer = frame.buffer_mut();
        Clear.render(covered, buffer);
        self.rule(Rect { y: top - 1, ..areas.foot }, buffer);
        for (y, line) in (top..).zip(lines) {
            let line = Line::new(shortened(line, columns), Role::Accent);
            draw_line(&line, areas.command.x, y, areas.command.right(), buffer, self.theme);
        }
    }

    /// As many keys as fit, and always the pinned ones.
    fn keys(&self, area: Rect, buffer: &mut Buffer) {
        let pinned = key_line(&self.pinned, usize::from(area.width));
        let start = area.right().saturating_sub(pinned.width() as u16 + 1).max(area.x);
        let line = key_line(&self.keys, usize::from(start - area.x).saturating_sub(2));
        draw_line(&line, area.x, area.y, start, buffer, self.theme);
        draw_line(&pinned, start, area.y, area.right(), buffer, self.theme);
    }
}

/// Keys with what they do, as many as fit.
fn key_line(keys: &[(String, String)], columns: usize) -> Line {
    let mut line = Line::empty();
    for (key, help) in keys {
        let gap = if line.spans.is_empty() { "" } else { "  " };
        let next = line
            .clone()
            .and(gap, Role::Body)
            .and(key.clone(), Role::Strong)
            .and(format!(" {help}"), Role::Quiet);
        if next.width() <= columns {
            line = next;
        }
    }
    line
}

/// A text in a few lines; what is left of it stands in the last one.
fn said(text: &str, columns: usize) -> Vec<&str> {
    let lines = wrap_ranges(text, columns).into_iter().take(NOTICE_ROWS).enumerate();
    let is_last = |row: usize| row + 1 == NOTICE_ROWS;
    lines.map(|(row, at)| if is_last(row) { &text[at.start..] } else { &text[at] }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_stands_in_few_lines_and_loses_nothing() {
        assert_eq!(said("saved", 10), ["saved"]);
        assert_eq!(said("one two three", 8), ["one two", "three"]);
        let long = "word ".repeat(40);
        let lines = said(&long, 10);
        assert_eq!(lines.len(), NOTICE_ROWS);
        assert_eq!(lines.concat().replace(' ', ""), "word".repeat(40));
    }
}

//! The frame around every room: title, rules, command and keys.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::text::line::{Line, Role};
use crate::text::{fitting, width};
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
    /// Something to say in place of the command.
    pub notice: Option<String>,
    /// What is said on a screen that is too small.
    pub too_small: String,
}

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
        let line = match &self.notice {
            Some(notice) => Line::new(notice.clone(), Role::Accent),
            None if around.command.is_empty() => return,
            None => {
                let room = usize::from(area.width).saturating_sub(3);
                Line::new("$ ", Role::Quiet).and(shortened(&around.command, room), Role::Code)
            }
        };
        draw_line(&line, area.x, area.y, area.right(), buffer, self.theme);
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

/// A text cut to so many columns, with a sign that it was cut.
fn shortened(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    format!("{}…", fitting(text, columns.saturating_sub(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_says_so() {
        assert_eq!(shortened("effnet-tutor", 12), "effnet-tutor");
        assert_eq!(shortened("effnet-tutor", 7), "effnet…");
        assert_eq!(shortened("깊이별 합성곱", 6), "깊이…");
    }
}

//! Plain data that screens are made of: what a room shows, before anything is drawn.

use crate::text::field::Field;
use crate::text::line::{Line, Role};
use crate::text::width as columns;

/// What stands above and below every room.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Frame {
    /// Where we are: `Learn › 3 Depthwise separable`.
    pub path: String,
    /// How far: `2 / 7`; shown whole where the path is cut.
    pub place: String,
    /// What counts here: a score.
    pub status: String,
    /// The command that reproduces the screen; empty if none does.
    pub command: String,
}

/// Columns below which one line says that the window is too small.
pub const MIN_COLUMNS: u16 = 60;
/// Rows below which one line says that the window is too small.
pub const MIN_ROWS: u16 = 18;
/// Rows of a screen that are not the room's: title, two rules, command and keys.
pub const CHROME_ROWS: u16 = 5;

/// A text that may be longer than the screen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    /// Its lines.
    pub lines: Vec<Line>,
    /// First line shown, if the learner scrolled.
    pub scroll: Option<usize>,
    /// Otherwise this line is kept in sight: what is chosen, or was just added.
    pub focus: Option<usize>,
    /// Line and column of the caret, if a field has the focus.
    pub caret: Option<(usize, usize)>,
}

impl Text {
    /// First line shown on a screen that shows `rows`.
    pub fn first(&self, rows: usize) -> usize {
        let last = self.lines.len().saturating_sub(rows);
        let focus = self.focus.or(self.caret.map(|(line, _)| line));
        let kept = || focus.map_or(0, |line| (line + 1).saturating_sub(rows));
        self.scroll.unwrap_or_else(kept).min(last)
    }

    /// First line shown after scrolling by `steps`: no further than the end.
    pub fn scrolled(&self, steps: i32, rows: usize) -> usize {
        let last = self.lines.len().saturating_sub(rows);
        self.first(rows).saturating_add_signed(steps as isize).min(last)
    }
}

/// A field on a line of `width`, with as many blanks as it shows when empty and a unit behind it; and
/// the caret's column.
pub fn field_line(field: &Field, blanks: usize, unit: &str, width: usize) -> (Line, usize) {
    let room = width.saturating_sub(3 + columns(unit));
    let (typed, column) = field.window(room);
    let line = Line::new("› ", Role::Accent)
        .and(typed, Role::Learner)
        .and(field.blank(blanks.min(room)), Role::Quiet)
        .and(format!(" {unit}"), Role::Quiet);
    (line, 2 + column)
}

/// A knob as shown under a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnobView {
    /// Its name in the learner's language.
    pub label: &'static str,
    /// Where it stands.
    pub value: String,
    /// Whether the arrows turn it now.
    pub active: bool,
}

impl KnobView {
    /// `channel ◂ 11 ▸`.
    pub fn line(&self) -> Line {
        let role = if self.active { Role::Selected } else { Role::Accent };
        Line::new(format!("{} ", self.label), Role::Quiet).and(format!("◂ {} ▸", self.value), role)
    }

    /// Knobs side by side, `gap` columns apart, in as many lines as they need.
    pub fn lines(knobs: &[Self], gap: usize, columns: usize) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        for knob in knobs.iter().map(Self::line) {
            match lines.last_mut() {
                Some(line) if line.width() + gap + knob.width() <= columns => {
                    line.spans.extend(Line::body(" ".repeat(gap)).spans);
                    line.spans.extend(knob.spans);
                }
                _ => lines.push(knob),
            }
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(lines: usize) -> Text {
        Text { lines: vec![Line::empty(); lines], ..Text::default() }
    }

    #[test]
    fn what_is_chosen_is_kept_in_sight_until_one_scrolls() {
        let long = Text { focus: Some(20), ..text(30) };
        assert_eq!(long.first(10), 11);
        assert_eq!(Text { scroll: Some(3), ..long.clone() }.first(10), 3);
        assert_eq!(Text { caret: Some((25, 0)), ..text(30) }.first(10), 16);
        assert_eq!(long.scrolled(-1, 10), 10);
    }

    #[test]
    fn scrolling_stops_at_the_end() {
        assert_eq!(Text { scroll: Some(99), ..text(10) }.first(4), 6);
        assert_eq!(text(10).scrolled(99, 4), 6);
        assert_eq!(text(3).scrolled(99, 4), 0);
        assert_eq!(text(10).scrolled(-99, 4), 0);
    }
}

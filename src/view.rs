//! Plain data that screens are made of: what a room shows, before anything is drawn.

use crate::text::line::{Line, Role};

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

/// A text that may be longer than the screen, and where the caret stands in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    /// Its lines.
    pub lines: Vec<Line>,
    /// First line shown.
    pub scroll: usize,
    /// Line and column of the caret, if a field has the focus.
    pub caret: Option<(usize, usize)>,
}

impl Text {
    /// Where it stands after scrolling by `steps` on a screen that shows `rows` of it: no further than
    /// its end.
    pub fn scrolled(&self, steps: i32, rows: usize) -> usize {
        let last = self.lines.len().saturating_sub(rows);
        self.scroll.min(last).saturating_add_signed(steps as isize).min(last)
    }
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
}

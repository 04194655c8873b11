//! The help: what the keys do, searchable, and each line can be run.

use ratatui::Frame;
use ratatui::layout::{Margin, Rect};
use ratatui::symbols;
use ratatui::widgets::{Block, Clear, Widget};

use crate::text::line::{Line, Role};
use crate::text::{pad_end, width};
use crate::view::Text;

use super::Theme;
use super::prose;

/// One frame of the help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelpView {
    /// Its title.
    pub title: String,
    /// What is searched for.
    pub query: String,
    /// Columns left of the caret in the query.
    pub caret: usize,
    /// Keys and what they do.
    pub rows: Vec<(String, String)>,
    /// The row under the cursor.
    pub cursor: usize,
    /// Said when nothing matches.
    pub nothing: String,
}

/// A border for terminals without line drawing.
const ASCII_BORDER: symbols::border::Set<'_> = symbols::border::Set {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    vertical_left: "|",
    vertical_right: "|",
    horizontal_top: "-",
    horizontal_bottom: "-",
};

/// Draws the help over the middle of the screen.
pub fn help(view: &HelpView, frame: &mut Frame<'_>, theme: Theme, ascii: bool) {
    let screen = frame.area();
    let keys = view.rows.iter().map(|(key, _)| width(key)).max().unwrap_or(0);
    let longest = view.rows.iter().map(|(_, help)| width(help)).max().unwrap_or(0);
    let columns = (keys + longest + 6).max(width(&view.title) + 4) as u16;
    let area = middle(screen, columns, view.rows.len().max(1) as u16 + 5);
    // A wide letter that the edge cuts in half would hide the frame.
    if let Some(left) = area.x.checked_sub(1) {
        for y in area.top()..area.bottom() {
            let cell = &mut frame.buffer_mut()[(left, y)];
            if width(cell.symbol()) > 1 {
                cell.set_symbol(" ");
            }
        }
    }
    Clear.render(area, frame.buffer_mut());
    let block = Block::bordered()
        .border_set(if ascii { ASCII_BORDER } else { symbols::border::PLAIN })
        .border_style(theme.style(Role::Quiet));
    let inner = block.inner(area).inner(Margin { horizontal: 1, vertical: 0 });
    block.render(area, frame.buffer_mut());
    let mut lines = vec![
        Line::new(view.title.clone(), Role::Heading),
        Line::new("/ ", Role::Accent).and(view.query.clone(), Role::Learner),
        Line::empty(),
    ];
    if view.rows.is_empty() {
        lines.push(Line::new(view.nothing.clone(), Role::Quiet));
    }
    for (index, (key, help)) in view.rows.iter().enumerate() {
        let role = if index == view.cursor { Role::Selected } else { Role::Body };
        lines.push(Line::new(pad_end(key, keys + 2), Role::Strong).and(help.clone(), role));
    }
    // The row under the cursor stays in sight, and the field while it fits.
    let focus = lines.len().min(view.cursor + 4).saturating_sub(1);
    let mut text = Text { lines, focus: Some(focus), ..Text::default() };
    if text.first(usize::from(inner.height)) == 0 {
        text.caret = Some((1, 2 + view.caret));
    }
    prose::draw(&text, inner, frame, theme);
}

/// An area of this size in the middle of the screen, cut to it.
fn middle(screen: Rect, columns: u16, rows: u16) -> Rect {
    let (width, height) = (columns.min(screen.width), rows.min(screen.height));
    Rect {
        x: screen.x + (screen.width - width) / 2,
        y: screen.y + (screen.height - height) / 2,
        width,
        height,
    }
}

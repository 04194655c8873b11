//! Draws the quiz room.

use ratatui::Frame;

use crate::text::line::{Line, Role};
use crate::text::{pad_end, width};
use crate::ui::{Shell, prose};
use crate::view::Text;

use super::{QuizView, TopicRow};

impl QuizView {
    /// Draws it inside its frame.
    pub fn draw(&self, frame: &mut Frame<'_>, shell: &Shell) {
        match self {
            Self::Menu { frame: around, rows, title } => {
                let Some(body) = shell.draw(around, frame) else { return };
                let mut lines = vec![Line::empty(), Line::new(format!(" {title}"), Role::Strong)];
                lines.push(Line::empty());
                let focus = rows.iter().position(|row| row.selected).map(|row| row + lines.len());
                lines.extend(menu(rows));
                let text = Text { lines, focus, ..Text::default() };
                prose::draw(&text, body, frame, shell.theme);
            }
            Self::Text { frame: around, text } => {
                let Some(body) = shell.draw(around, frame) else { return };
                prose::draw(text, body, frame, shell.theme);
            }
        }
    }
}

fn menu(rows: &[TopicRow]) -> impl Iterator<Item = Line> {
    let title = rows.iter().map(|row| width(&row.title)).max().unwrap_or(0);
    rows.iter().map(move |row| {
        let role = if row.selected { Role::Selected } else { Role::Body };
        Line::body("   ")
            .and(pad_end(&row.title, title), role)
            .and(format!("   {}", row.items), Role::Quiet)
    })
}

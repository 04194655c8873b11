//! Draws home.

use ratatui::Frame;

use crate::text::line::{Line, Role};
use crate::text::{pad_end, width};
use crate::ui::{Shell, prose};

use super::{HomeRow, HomeView, RoomsView, WelcomeView};

impl HomeView {
    /// Draws it inside its frame.
    pub fn draw(&self, frame: &mut Frame<'_>, shell: &Shell) {
        match self {
            Self::Welcome(view) => view.draw(frame, shell),
            Self::Rooms(view) => view.draw(frame, shell),
        }
    }
}

impl RoomsView {
    fn draw(&self, frame: &mut Frame<'_>, shell: &Shell) {
        let Some(body) = shell.draw(&self.frame, frame) else { return };
        let rows = || std::iter::once(&self.resume).chain(&self.rows).chain(&self.route);
        let name = widest(rows());
        let mut lines = vec![
            Line::empty(),
            Line::new(format!("  {}", self.motto), Role::Strong),
            Line::empty(),
            line(&self.resume, name),
            Line::empty(),
        ];
        lines.extend(self.rows.iter().map(|row| line(row, name)));
        // The route takes the place of a blank line, so that all fits on a small screen.
        lines.push(self.route.as_ref().map_or_else(Line::empty, |row| line(row, name)));
        // A number of the day that would be cut is none.
        let rows = lines.iter().chain(&self.number).count() + 1;
        if rows <= usize::from(body.height) {
            lines.push(Line::empty());
            lines.extend(self.number.iter().map(indented));
        }
        prose::draw_lines(lines, body, frame, shell.theme);
    }
}

impl WelcomeView {
    fn draw(&self, frame: &mut Frame<'_>, shell: &Shell) {
        let Some(body) = shell.draw(&self.frame, frame) else { return };
        let name = widest(&self.rows);
        let mut lines = vec![
            Line::empty(),
            Line::new(format!("  {}", self.motto), Role::Strong),
            Line::empty(),
            Line::new(format!("  {}", self.title), Role::Accent),
            Line::empty(),
        ];
        lines.extend(self.rows.iter().map(|row| line(row, name)));
        lines.push(Line::empty());
        lines.extend(self.next.iter().map(indented));
        prose::draw_lines(lines, body, frame, shell.theme);
    }
}

fn indented(text: &Line) -> Line {
    let mut line = Line::body("  ");
    line.spans.extend(text.spans.clone());
    line
}

fn widest<'a>(rows: impl IntoIterator<Item = &'a HomeRow>) -> usize {
    rows.into_iter().map(|row| width(&row.name)).max().unwrap_or(0)
}

fn line(row: &HomeRow, name: usize) -> Line {
    let role = if row.selected { Role::Selected } else { Role::Strong };
    Line::new(format!("  {}  ", pad_end(&row.key, 5)), Role::Quiet)
        .and(pad_end(&row.name, name), role)
        .and(format!("   {}", row.about), Role::Body)
}

//! Draws the learn room.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::content::layout::TEXT_COLUMNS;
use crate::figure::Glyphs;
use crate::text::line::{Line, Role};
use crate::text::{pad_end, pad_start, width, wrap};
use crate::ui::areas::beside;
use crate::ui::{Shell, figure, prose};
use crate::view::{KnobView, Text};

use super::{LearnView, OutlineRow, PageView};

impl LearnView {
    /// Draws it inside its frame.
    pub fn draw(&self, frame: &mut Frame<'_>, shell: &Shell) {
        match self {
            Self::Outline { frame: around, rows, problems, problems_text, broken } => {
                let Some(body) = shell.draw(around, frame) else { return };
                let columns = usize::from(body.width);
                let mut trouble = Vec::new();
                if *problems > 0 {
                    trouble.extend([Line::empty(), Line::new(problems_text.clone(), Role::Wrong)]);
                    let rows = broken.iter().flat_map(|row| wrap(row, columns.saturating_sub(2)));
                    trouble.extend(rows.map(|row| Line::body(format!("  {row}"))));
                }
                let lines = outline(rows, trouble, columns);
                // The chosen lesson stays in sight, and the one after it.
                let chosen = rows.iter().position(|row| row.selected).unwrap_or(0);
                let text = Text { lines, focus: Some(chosen + 2), ..Text::default() };
                prose::draw(&text, body, frame, shell.theme);
            }
            Self::Page(page) => page.draw(frame, shell),
            Self::Sheet { frame: around, text } => {
                let Some(body) = shell.draw(around, frame) else { return };
                prose::draw(text, body, frame, shell.theme);
            }
        }
    }
}

/// The lessons, what is wrong with any, and what the chosen one is about.
fn outline(rows: &[OutlineRow], trouble: Vec<Line>, columns: usize) -> Vec<Line> {
    let title = rows.iter().map(|row| width(&row.title)).max().unwrap_or(0);
    let mut lines = vec![Line::empty()];
    for row in rows {
        let role = if row.selected { Role::Selected } else { Role::Body };
        lines.push(
            Line::new(format!(" {}  ", pad_start(&row.number.to_string(), 2)), Role::Quiet)
                .and(pad_end(&row.title, title), role)
                .and("   ", Role::Quiet)
                .and("━".repeat(filled(row)), Role::Accent)
                .and("─".repeat(BAR - filled(row)), Role::Quiet)
                .and(format!("  {}", row.state), Role::Quiet),
        );
    }
    lines.extend(trouble);
    if let Some(row) = rows.iter().find(|row| row.selected) {
        lines.push(Line::empty());
        let text = wrap(&row.summary, columns.saturating_sub(6).min(72));
        lines.extend(text.into_iter().map(|line| Line::body(format!("     {line}"))));
    }
    lines
}

/// Columns of the bar that shows how much of a lesson was read.
const BAR: usize = 8;

/// Columns of the bar that are filled: one as soon as anything was read, all only at the end.
fn filled(row: &OutlineRow) -> usize {
    match (row.read, row.pages) {
        (0, _) | (_, 0) => 0,
        (read, pages) => (read * BAR / pages).clamp(1, BAR),
    }
}

impl PageView {
    fn draw(&self, frame: &mut Frame<'_>, shell: &Shell) {
        let Some(body) = shell.draw(&self.frame, frame) else { return };
        let text = &self.text;
        if self.figure.is_none() && self.notice.is_none() {
            prose::draw(text, body, frame, shell.theme);
            return;
        }
        let (left, right) = beside(body, TEXT_COLUMNS as u16);
        prose::draw(text, left, frame, shell.theme);
        self.draw_figure(right, frame, shell);
    }

    /// The figure, and its knobs at the bottom.
    fn draw_figure(&self, area: Rect, frame: &mut Frame<'_>, shell: &Shell) {
        let knobs = KnobView::lines(&self.knobs, 2, usize::from(area.width));
        let rows = (knobs.len() as u16).min(area.height);
        let above = Rect { height: area.height - rows, ..area };
        let glyphs = if shell.ascii { Glyphs::Ascii } else { Glyphs::Full };
        if let Some(shown) = &self.figure {
            figure::draw(shown, above, frame.buffer_mut(), shell.theme, glyphs);
        }
        if let Some(notice) = &self.notice {
            let lines: Vec<Line> = wrap(notice, usize::from(area.width))
                .into_iter()
                .map(|line| Line::new(line, Role::Quiet))
                .collect();
            prose::draw_lines(lines, above, frame, shell.theme);
        }
        let below = Rect { y: above.bottom(), height: rows, ..area };
        prose::draw_lines(knobs, below, frame, shell.theme);
    }
}

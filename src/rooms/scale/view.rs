//! What the scale room shows, as plain data.

use std::sync::Arc;

use crate::arch::BudgetError;
use crate::arch::budget::{Quantity, Relation};
use crate::figure::{Figure, Part};
use crate::rooms::World;
use crate::say;
use crate::text::line::{Line, Role};
use crate::text::{width as columns, wrap};
use crate::view::{Frame, KnobView, Text, field_line};

use super::{Face, ScaleRoom, command};

/// Columns between two knobs.
const GAP: usize = 3;
/// Fewest rows of a chart, axis included, beside which everything else must fit.
const CHART_ROWS: usize = 7;

/// One frame of the scale room.
#[derive(Debug, Clone, PartialEq)]
pub struct ScaleView {
    /// Where we are, and the command that shows the same.
    pub frame: Frame,
    /// Knobs, or the field with its budget.
    pub head: Text,
    /// What stands below.
    pub body: Body,
}

/// What stands below the knobs.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// A figure that fits.
    Figure(Arc<Figure>),
    /// Words, or a figure that is longer than the screen.
    Text(Text, usize),
}

impl ScaleView {
    /// Whether there is more than is shown.
    pub(super) const fn scrolls(&self) -> bool {
        matches!(&self.body, Body::Text(text, rows) if text.lines.len() > *rows)
    }

    /// First line shown after scrolling.
    pub(super) fn scrolled(&self, steps: i32) -> Option<usize> {
        match &self.body {
            Body::Text(text, rows) => Some(text.scrolled(steps, *rows)),
            Body::Figure(_) => None,
        }
    }
}

pub(super) fn view(room: &ScaleRoom, world: &World) -> ScaleView {
    let width = usize::from(world.columns).saturating_sub(2);
    let head = head(room, world, width);
    let rows = world.body_rows().saturating_sub(head.lines.len());
    ScaleView {
        frame: Frame {
            path: path(room, world),
            command: command::command(room),
            ..Frame::default()
        },
        body: body(room, world, width, rows),
        head,
    }
}

fn path(room: &ScaleRoom, world: &World) -> String {
    let lang = world.lang;
    let name = lang.text("rooms.scale");
    match room.face {
        Face::Compare => name.to_owned(),
        Face::Surface => format!("{name} › {}", lang.text("scale.surface")),
        Face::Solver => format!("{name} › {}", lang.text("scale.solver")),
    }
}

fn head(room: &ScaleRoom, world: &World, width: usize) -> Text {
    match room.face {
        Face::Compare => {
            let knobs = room.compare.knobs(world.lang);
            // The plan in the first row, factors and the chart in the second.
            let (plan, rest) = knobs.split_at(knobs.len().min(5));
            let lines =
                [plan, rest].into_iter().flat_map(|knobs| KnobView::lines(knobs, GAP, width));
            Text { lines: lines.collect(), ..Text::default() }
        }
        Face::Surface => Text::default(),
        Face::Solver => field(room, world, width),
    }
}

/// The budget; below it, while it is written, what can be asked or what is wrong.
fn field(room: &ScaleRoom, world: &World, width: usize) -> Text {
    let solver = &room.solver;
    let (line, column) = field_line(&solver.field, width.min(60), "", width);
    let mut lines = vec![line];
    if let Some(error) = &solver.error {
        lines.extend(mistake(error, world, width));
    } else if solver.writing {
        let names = Quantity::ALL.map(Quantity::name).join(" ");
        let signs = [
            Relation::AtMost,
            Relation::Below,
            Relation::AtLeast,
            Relation::Above,
            Relation::Equal,
        ];
        let signs = signs.map(Relation::sign).join(" ");
        let hint = format!("{names}   {signs} %");
        let hint = wrap(&hint, width.saturating_sub(2));
        lines.extend(hint.into_iter().map(|line| Line::new(format!("  {line}"), Role::Quiet)));
    }
    Text { lines, caret: solver.writing.then_some((0, column)), ..Text::default() }
}

/// Carets below what is wrong, and why.
fn mistake(error: &BudgetError, world: &World, width: usize) -> Vec<Line> {
    let before = error.text.get(..error.span.start).unwrap_or(&error.text);
    let start = 2 + columns(before);
    let carets = columns(error.found()).max(1);
    let mut lines = Vec::new();
    // In a longer text the sentence alone names the place.
    if columns(&error.text) + 3 < width {
        lines.push(Line::new(" ".repeat(start) + &"^".repeat(carets), Role::Wrong));
    }
    let said = say::budget(error, world.lang);
    for (index, line) in wrap(&said, width.saturating_sub(2)).into_iter().enumerate() {
        let sign = if index == 0 { "✗ " } else { "  " };
        lines.push(Line::new(format!("{sign}{line}"), Role::Wrong));
    }
    lines
}

fn body(room: &ScaleRoom, world: &World, width: usize, rows: usize) -> Body {
    let live = room.live();
    if room.face == Face::Solver && room.solver.error.is_some() {
        return Body::Text(Text::default(), rows);
    }
    if let Some(notice) = live.notice(world.lang) {
        let lines = wrap(&notice, width).into_iter().map(|line| Line::new(line, Role::Quiet));
        return Body::Text(Text { lines: lines.collect(), ..Text::default() }, rows);
    }
    let Some(figure) = live.figure() else { return Body::Text(Text::default(), rows) };
    let needed: usize = figure.parts.iter().map(|part| rows_of(part, width + 1, world)).sum();
    if needed <= rows {
        return Body::Figure(Arc::clone(figure));
    }
    // The last column is for the arrow that says that there is more.
    let mut lines: Vec<Line> = Vec::new();
    for part in &figure.parts {
        lines.extend(part.lines(width.saturating_sub(1), world.glyphs));
    }
    let chosen = |line: &Line| line.spans.iter().any(|span| span.role == Role::Accent);
    let focus = lines.iter().position(chosen).filter(|_| room.face == Face::Solver);
    Body::Text(Text { lines, scroll: room.scroll, focus, caret: None }, rows)
}

fn rows_of(part: &Part, width: usize, world: &World) -> usize {
    match part {
        Part::Chart(_) => CHART_ROWS,
        other => other.lines(width, world.glyphs).len(),
    }
}

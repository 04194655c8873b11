//! Tables: columns aligned, numbers right, cells wrapped where the column is too narrow.

use super::super::lesson::Inline;
use super::Column;
use super::run::Run;
use crate::text::line::{Line, Role, Span};

/// Columns between two columns of the table.
const GAP: usize = 2;

pub(super) fn layout(rows: &[Vec<Vec<Inline>>], column: Column) -> Vec<Line> {
    let cells: Vec<Vec<Run>> = rows
        .iter()
        .map(|row| row.iter().map(|cell| Run::new(cell, column.lang)).collect())
        .collect();
    let count = cells.iter().map(Vec::len).max().unwrap_or(0);
    if count == 0 {
        return Vec::new();
    }
    let of = |index: usize| cells.iter().filter_map(move |row| row.get(index));
    let right: Vec<bool> = (0..count)
        .map(|index| {
            let mut body = of(index).skip(1).filter(|run| run.width() > 0).peekable();
            body.peek().is_some() && body.all(Run::is_number)
        })
        .collect();
    let natural = (0..count).map(|i| of(i).map(Run::width).max().unwrap_or(0)).collect();
    let least: Vec<usize> =
        (0..count).map(|i| of(i).map(Run::longest_word).max().unwrap_or(0)).collect();
    let widths = fit(natural, &least, column.width.saturating_sub(GAP * (count - 1)));

    let mut lines = Vec::new();
    for (index, row) in cells.iter().enumerate() {
        lines.extend(row_lines(row, &widths, &right, index == 0));
        if index == 0 {
            let total = widths.iter().sum::<usize>() + GAP * (count - 1);
            lines.push(Line::new(
                if column.plain { "-" } else { "─" }.repeat(total.min(column.width)),
                Role::Quiet,
            ));
        }
    }
    lines
}

/// Narrows the widest columns until all fit: first down to their longest words, then below.
fn fit(mut widths: Vec<usize>, least: &[usize], room: usize) -> Vec<usize> {
    for floor in [true, false] {
        while widths.iter().sum::<usize>() > room {
            let widest = widths
                .iter()
                .enumerate()
                .filter(|(index, width)| **width > if floor { least[*index] } else { 2 })
                .max_by_key(|(_, width)| **width)
                .map(|(index, _)| index);
            let Some(index) = widest else { break };
            widths[index] -= 1;
        }
    }
    widths
}

fn row_lines(row: &[Run], widths: &[usize], right: &[bool], is_head: bool) -> Vec<Line> {
    let cells: Vec<Vec<Line>> =
        row.iter().zip(widths).map(|(run, width)| run.lines(*width)).collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    (0..height)
        .map(|at| {
            let mut line = Line::default();
            // Spaces are added only once something follows them: lines end with their last word.
            let mut pending = 0;
            for (index, width) in widths.iter().enumerate() {
                let part = cells.get(index).and_then(|lines| lines.get(at));
                let used = part.map_or(0, Line::width);
                let free = width.saturating_sub(used);
                let (before, after) = if right[index] { (free, 0) } else { (0, free) };
                if let Some(part) = part.filter(|_| used > 0) {
                    if pending + before > 0 {
                        let text = " ".repeat(pending + before);
                        line.spans.push(Span { text, role: Role::Body });
                    }
                    line.spans.extend(part.spans.iter().map(|span| Span {
                        role: if is_head { Role::Strong } else { span.role },
                        ..span.clone()
                    }));
                    pending = 0;
                } else {
                    pending += used + before;
                }
                pending += after + GAP;
            }
            line
        })
        .collect()
}

//! Tables: names to the left, numbers to the right, a rule below the heads.

use super::font::Face;
use super::palette::Ink;
use super::shape::{Align, Piece, Rect};
use super::words::{BASELINE, BODY, SMALL, fixed};
use crate::figure::Table;

/// From one row to the next.
const PITCH: f64 = 25.0;
/// Between columns, at least and at most.
const GAPS: (f64, f64) = (20.0, 40.0);
/// Around the texts of a row that stands out; it reaches into the margin.
const PAD: f64 = 8.0;

/// The table's cells, with the widths of its columns.
struct Grid<'a> {
    face: &'a Face,
    table: &'a Table,
    widths: Vec<f64>,
}

impl<'a> Grid<'a> {
    fn new(face: &'a Face, table: &'a Table) -> Self {
        let lengths = table.rows.iter().map(|row| row.cells.len());
        let columns = lengths.chain([table.head.len()]).max().unwrap_or(0);
        let widest = |column: usize| {
            let head = table.head.get(column).map(|head| face.width(&face.spelled(head), SMALL));
            let cells = table.rows.iter().filter_map(|row| row.cells.get(column));
            let cells = cells.map(|cell| face.width(&face.spelled(cell), BODY));
            cells.chain(head).fold(0.0, f64::max)
        };
        Self { face, table, widths: (0..columns).map(widest).collect() }
    }

    /// The columns after the first, in as many groups as the width asks for.
    fn groups(&self, width: f64) -> Vec<Vec<usize>> {
        let first = self.widths.first().copied().unwrap_or(0.0);
        let mut groups: Vec<Vec<usize>> = vec![Vec::new()];
        let mut used = first;
        for column in 1..self.widths.len() {
            let wide = self.widths[column] + GAPS.0;
            if used + wide > width && groups.last().is_some_and(|group| !group.is_empty()) {
                groups.push(Vec::new());
                used = first;
            }
            used += wide;
            if let Some(group) = groups.last_mut() {
                group.push(column);
            }
        }
        groups
    }

    /// The first column and some others.
    fn part(&self, others: &[usize], width: f64) -> Piece {
        let columns = [&[0], others].concat();
        let texts: f64 = columns.iter().filter_map(|column| self.widths.get(*column)).sum();
        let spare = (width - texts) / others.len().max(1) as f64;
        let gap = spare.clamp(GAPS.0, GAPS.1);
        let total = texts + gap * others.len() as f64;
        let edges = self.edges(&columns, gap);
        let mut piece = Piece::default();
        let head = self.table.head.iter().any(|head| !head.is_empty());
        self.bands(&mut piece, &columns, &edges, (total, gap, head));
        if head {
            self.row(&mut piece, (&self.table.head, SMALL, Ink::Quiet), &columns, &edges);
            piece.line(vec![(0.0, piece.height + 1.0), (total, piece.height + 1.0)], 1, Ink::Rule);
            piece.height += 3.0;
        }
        for row in &self.table.rows {
            self.row(&mut piece, (&row.cells, BODY, Ink::Body), &columns, &edges);
        }
        piece
    }

    /// Where the texts of the columns begin and end.
    fn edges(&self, columns: &[usize], gap: f64) -> Vec<(f64, f64)> {
        let mut x = 0.0;
        let widths = columns.iter().map(|column| self.widths.get(*column).copied().unwrap_or(0.0));
        let edge = |width: f64| {
            let start = x;
            x += width + gap;
            (start, start + width)
        };
        widths.map(edge).collect()
    }

    /// The ground of what the learner changes.
    fn bands(
        &self,
        piece: &mut Piece,
        columns: &[usize],
        edges: &[(f64, f64)],
        (total, gap, head): (f64, f64, bool),
    ) {
        let top = if head { PITCH + 3.0 } else { 0.0 };
        for (index, _) in self.table.rows.iter().enumerate().filter(|(_, row)| row.own) {
            piece.fill(
                Rect::new(-PAD, top + index as f64 * PITCH, total + 2.0 * PAD, PITCH),
                Ink::Band,
            );
        }
        for (column, (start, end)) in columns.iter().zip(edges) {
            if *column > 0 && self.table.own_column == Some(*column) {
                let pad = (gap / 2.0).min(PAD);
                let height = self.table.rows.len() as f64 * PITCH;
                piece.fill(Rect::new(start - pad, top, end - start + 2.0 * pad, height), Ink::Band);
            }
        }
    }

    fn row(
        &self,
        piece: &mut Piece,
        (cells, em, ink): (&[String], f64, Ink),
        columns: &[usize],
        edges: &[(f64, f64)],
    ) {
        let baseline = piece.height + (PITCH - 1.5 * em) / 2.0 + BASELINE * em;
        for (column, (start, end)) in columns.iter().zip(edges) {
            let Some(cell) = cells.get(*column) else { continue };
            let (x, align) = if *column == 0 { (*start, Align::Start) } else { (*end, Align::End) };
            piece.text((x, baseline), &fixed(&self.face.spelled(cell)), em, align, ink);
        }
        piece.height += PITCH;
    }
}

/// How wide a page must be at least: columns can stand below each other, with their row names.
pub(super) fn least_width(face: &Face, table: &Table) -> f64 {
    let grid = Grid::new(face, table);
    let first = grid.widths.first().copied().unwrap_or(0.0);
    let others = grid.widths.iter().skip(1).copied().fold(0.0, f64::max);
    first + GAPS.0 + others
}

/// The table; columns that do not fit stand below the others.
pub(super) fn table(face: &Face, table: &Table, width: f64) -> Piece {
    let grid = Grid::new(face, table);
    let mut whole = Piece::default();
    for group in grid.groups(width) {
        let top = if whole.height > 0.0 { whole.height + PITCH / 2.0 } else { 0.0 };
        whole.put(grid.part(&group, width), 0.0, top);
    }
    whole
}

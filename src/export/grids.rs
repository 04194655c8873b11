//! Feature maps in grey, and small matrices of numbers.

use super::font::Face;
use super::palette::Ink;
use super::shape::{Align, Piece, Point, Rect};
use super::words::{BASELINE, LEADING, SMALL, fixed};
use crate::figure::{Grid, Map, Matrix};
use crate::text::number::short;

/// The longer side of a map.
const SIDE: f64 = 168.0;
/// Cells of a map in a row or column: more would not be seen, and make long documents.
const CELLS: usize = 42;
const GAP: Point = (24.0, 18.0);
/// From one number of a matrix to the next.
const CELL_GAP: f64 = 12.0;
const PAD: f64 = 8.0;

/// How wide a page must be at least.
pub(super) fn least_width(pieces: &[(f64, Piece)]) -> f64 {
    pieces.iter().map(|(width, _)| *width).fold(0.0, f64::max)
}

/// Pieces side by side.
pub(super) fn abreast(pieces: Vec<(f64, Piece)>, width: f64) -> Piece {
    Piece::flow(pieces, width, GAP)
}

fn labelled(face: &Face, label: &str) -> (f64, Piece) {
    let label = face.spelled(label);
    let mut piece = Piece::default();
    piece.text((0.0, BASELINE * SMALL), &fixed(&label), SMALL, Align::Start, Ink::Quiet);
    piece.height = LEADING * SMALL + 2.0;
    (face.width(&label, SMALL), piece)
}

/// Each map with its width.
pub(super) fn maps(face: &Face, maps: &[Map]) -> Vec<(f64, Piece)> {
    maps.iter().map(|map| one_map(face, map)).collect()
}

fn one_map(face: &Face, map: &Map) -> (f64, Piece) {
    let (label, mut piece) = labelled(face, &map.label);
    let (rows, columns) = (map.grid.rows(), map.grid.columns);
    if rows == 0 || columns == 0 {
        return (label, piece);
    }
    let shown = (rows.min(CELLS), columns.min(CELLS));
    let shades = map.grid.shaded(shown.0, shown.1);
    // Whole units, so that no ground shines through between the cells.
    let unit = (SIDE / shown.0.max(shown.1) as f64).floor().max(1.0);
    let top = piece.height;
    for (index, shade) in shades.values.iter().enumerate() {
        let (row, column) = (index / shown.1, index % shown.1);
        let cell = Rect::new(column as f64 * unit, top + row as f64 * unit, unit, unit);
        piece.fill(cell, Ink::Shade(*shade));
    }
    let area = Rect::new(0.0, top, shown.1 as f64 * unit, shown.0 as f64 * unit);
    piece.line(outline(&area), 1, Ink::Rule);
    if let Some(cursor) = map.cursor {
        let (across, down) = (area.width() / columns as f64, area.height() / rows as f64);
        let side = cursor.side as f64;
        let (left, above) = (f64::from(cursor.column) * across, top + f64::from(cursor.row) * down);
        let seen = Rect::new(left, above, side * across, side * down);
        let (start, end) =
            (area.nearest((seen.left, seen.top)), area.nearest((seen.right, seen.bottom)));
        // Outside the cells, which may be smaller than the line is wide.
        let seen = Rect {
            left: start.0 - 2.0,
            top: start.1 - 2.0,
            right: end.0 + 2.0,
            bottom: end.1 + 2.0,
        };
        piece.line(outline(&seen), 2, Ink::Own);
    }
    piece.height = area.bottom + 1.0;
    (label.max(area.right), piece)
}

/// Around an area, back to where it begins.
fn outline(area: &Rect) -> Vec<Point> {
    let Rect { left, top, right, bottom } = *area;
    vec![(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
}

/// Each matrix with its width.
pub(super) fn matrices(face: &Face, matrices: &[Matrix]) -> Vec<(f64, Piece)> {
    matrices.iter().map(|matrix| one_matrix(face, matrix)).collect()
}

fn one_matrix(face: &Face, matrix: &Matrix) -> (f64, Piece) {
    let (label, mut piece) = labelled(face, &matrix.label);
    let Grid { columns, values } = &matrix.grid;
    if *columns == 0 || values.is_empty() {
        return (label, piece);
    }
    let cells: Vec<String> = values.iter().map(|value| cell(*value)).collect();
    let widest = cells.iter().map(|cell| face.width(cell, SMALL)).fold(0.0, f64::max);
    let (pitch, top) = (widest + CELL_GAP, piece.height);
    let rows = values.len().div_ceil(*columns);
    let width = *columns as f64 * pitch - CELL_GAP + 2.0 * PAD;
    for (index, cell) in cells.iter().enumerate() {
        let (row, column) = (index / columns, index % columns);
        let right = PAD + column as f64 * pitch + widest;
        let baseline = top + 4.0 + row as f64 * LEADING * SMALL + BASELINE * SMALL;
        piece.text((right, baseline), cell, SMALL, Align::End, Ink::Body);
    }
    let area = Rect::new(0.0, top, width, rows as f64 * LEADING * SMALL + 8.0);
    piece.line(outline(&area), 1, Ink::Rule);
    piece.height = area.bottom + 1.0;
    (label.max(width), piece)
}

/// Two decimals at most, and no negative zero.
fn cell(value: f32) -> String {
    let text = short(f64::from(value), 2);
    if text == "-0" { "0".into() } else { text }
}

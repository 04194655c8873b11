//! The whole picture: title and parts below each other, with room for all of them.

use super::ExportError;
use super::font::Face;
use super::palette::Ink;
use super::shape::{Piece, Shape};
use super::words::{SMALL, TITLE, paragraph};
use super::{bars, chart, grids, table};
use crate::figure::{Figure, Part};

/// The usual size, in units of the SVG.
pub(super) const WIDTH: f64 = 960.0;
/// The width for a column of text, or a phone.
pub(super) const NARROW: f64 = 560.0;
const HEIGHT: f64 = 600.0;
/// Around everything.
pub(super) const MARGIN: f64 = 40.0;
/// Between parts.
const GAP: f64 = 20.0;
/// The least height of a chart with its axes.
const CHART: f64 = 380.0;
/// Square units of the largest picture: as pixels they take a third of a gigabyte while they are drawn.
const MOST: f64 = 6e6;

/// A picture, ready to be drawn.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Page {
    pub width: u32,
    pub height: u32,
    pub shapes: Vec<Shape>,
}

/// Says so if a picture is too large to be drawn.
pub(super) fn within_reach(width: f64, height: f64) -> Result<(), ExportError> {
    if width * height <= MOST {
        return Ok(());
    }
    Err(ExportError::TooLarge { width: width.ceil() as u32, height: height.ceil() as u32 })
}

/// Places everything: the page grows with what is on it, and charts share what is left of the usual height.
pub(super) fn lay_out(figure: &Figure, width: f64, face: &Face) -> Result<Page, ExportError> {
    let widest = figure.parts.iter().map(|part| least_width(face, part)).fold(0.0, f64::max);
    let room = widest.ceil().max(width - 2.0 * MARGIN);
    within_reach(room, HEIGHT)?;
    let mut whole = paragraph(face, &figure.title, TITLE, room, Ink::Body);
    for piece in pieces(face, figure, room, whole.height)? {
        let top = (whole.height + if whole.height > 0.0 { GAP } else { 0.0 }).round();
        whole.put(piece, 0.0, top);
    }
    let (width, height) = (room + 2.0 * MARGIN, (whole.height + 2.0 * MARGIN).ceil());
    within_reach(width, height)?;
    let shapes = whole.shapes.into_iter().map(|shape| shape.moved(MARGIN, MARGIN)).collect();
    Ok(Page { width: width as u32, height: height as u32, shapes })
}

/// The parts, the charts as high as the page leaves room.
fn pieces(face: &Face, figure: &Figure, width: f64, title: f64) -> Result<Vec<Piece>, ExportError> {
    let is_chart = |part: &&Part| matches!(part, Part::Chart(_));
    let charts = figure.parts.iter().filter(is_chart).count();
    let others = figure.parts.iter().filter(|part| !is_chart(part));
    let others: Vec<Piece> = others.map(|part| still(face, part, width)).collect();
    let used = title + others.iter().map(|piece| piece.height).sum::<f64>();
    let free = HEIGHT - 2.0 * MARGIN - used - GAP * figure.parts.len() as f64;
    let height = (free / charts.max(1) as f64).max(CHART);
    let mut others = others.into_iter();
    let piece = |part: &Part| match part {
        Part::Chart(part) => chart::chart(face, part, (width, height)),
        _ => Ok(others.next().unwrap_or_default()),
    };
    figure.parts.iter().map(piece).collect()
}

fn least_width(face: &Face, part: &Part) -> f64 {
    match part {
        Part::Note(_) | Part::Meter(_) => 0.0,
        Part::Table(part) => table::least_width(face, part),
        Part::Bars(part) => bars::least_width(face, part),
        Part::Maps(part) => grids::least_width(&grids::maps(face, part)),
        Part::Matrices(part) => grids::least_width(&grids::matrices(face, part)),
        Part::Chart(part) => chart::least_width(face, part),
    }
}

/// A part whose height follows from what it holds.
fn still(face: &Face, part: &Part, width: f64) -> Piece {
    match part {
        Part::Note(text) => paragraph(face, text, SMALL, width, Ink::Quiet),
        Part::Table(part) => table::table(face, part, width),
        Part::Bars(part) => bars::bars(face, part, width),
        Part::Maps(part) => grids::abreast(grids::maps(face, part), width),
        Part::Matrices(part) => grids::abreast(grids::matrices(face, part), width),
        Part::Meter(part) => bars::meter(face, part, width),
        Part::Chart(_) => Piece::default(),
    }
}

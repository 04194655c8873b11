//! Bars and meters.

use super::font::Face;
use super::palette::Ink;
use super::shape::{Align, Piece, Rect};
use super::words::{BASELINE, BODY, LEADING, SMALL, fixed, paragraph};
use crate::figure::{Bar, Meter};
use crate::text::number::short;

/// From one bar to the next.
const PITCH: f64 = 28.0;
const BAR: f64 = 16.0;
const GAP: f64 = 12.0;
/// The shortest room for bars.
const LEAST: f64 = 160.0;
/// The length of a meter.
const METER: f64 = 320.0;

fn widest<'a>(face: &Face, texts: impl Iterator<Item = &'a String>) -> f64 {
    texts.map(|text| face.width(&face.spelled(text), BODY)).fold(0.0, f64::max)
}

fn edges(face: &Face, bars: &[Bar]) -> (f64, f64) {
    let label = widest(face, bars.iter().map(|bar| &bar.label));
    (label + GAP, widest(face, bars.iter().map(|bar| &bar.shown)) + GAP)
}

/// How wide a page must be at least.
pub(super) fn least_width(face: &Face, bars: &[Bar]) -> f64 {
    let (label, shown) = edges(face, bars);
    label + LEAST + shown
}

/// Bars of a common unit, their values behind them.
pub(super) fn bars(face: &Face, bars: &[Bar], width: f64) -> Piece {
    let (label, shown) = edges(face, bars);
    let room = width - label - shown;
    let most = bars.iter().map(|bar| bar.value).filter(|v| v.is_finite()).fold(0.0, f64::max);
    let mut piece = Piece::default();
    for bar in bars {
        let baseline = piece.height + (PITCH - LEADING * BODY) / 2.0 + BASELINE * BODY;
        let length = room * share(bar.value, most);
        piece.text(
            (0.0, baseline),
            &fixed(&face.spelled(&bar.label)),
            BODY,
            Align::Start,
            Ink::Body,
        );
        let top = piece.height + (PITCH - BAR) / 2.0;
        if bar.value > 0.0 {
            piece.fill(Rect::new(label, top, length.max(1.0), BAR), Ink::Series(0));
        }
        let behind = (label + length + GAP, baseline);
        piece.text(behind, &face.spelled(&bar.shown), BODY, Align::Start, Ink::Body);
        piece.height += PITCH;
    }
    piece
}

/// From 0 to 1; what is not a number is nothing.
fn share(value: f64, most: f64) -> f64 {
    let share = value / most;
    if share.is_nan() { 0.0 } else { share.clamp(0.0, 1.0) }
}

/// A value on a line that ends at 1.5 times the target, with a mark at the target.
pub(super) fn meter(face: &Face, meter: &Meter, width: f64) -> Piece {
    let value = if meter.value.is_finite() { format!("{:.3}", meter.value) } else { "–".into() };
    let head = format!("{}  {value}", meter.label);
    let start = face.width(&face.spelled(&head), BODY) + 2.0 * GAP;
    let mut piece = paragraph(face, &head, BODY, width, Ink::Body);
    // A label that fills the line has its bar below.
    let (x, top) = if start + METER <= width { (start, 0.0) } else { (0.0, piece.height) };
    let line = Rect::new(x, top + (LEADING * BODY - BAR) / 2.0, METER, BAR);
    let most = meter.target * 1.5;
    piece.fill(line, Ink::Faint);
    piece.fill(Rect::new(x, line.top, METER * share(meter.value, most), BAR), Ink::Series(0));
    if meter.target > 0.0 && most.is_finite() {
        let mark = x + METER / 1.5;
        piece.line(vec![(mark, line.top - 4.0), (mark, line.bottom + 4.0)], 2, Ink::Body);
        let below = (mark, line.bottom + 5.0 + SMALL);
        piece.text(below, &short(meter.target, 3), SMALL, Align::Middle, Ink::Quiet);
    }
    let end = line.right + 2.0 * GAP;
    let verdict = face.width(&face.spelled(&meter.verdict), BODY);
    let height = line.bottom + 10.0 + SMALL;
    if end + verdict <= width {
        piece.put(paragraph(face, &meter.verdict, BODY, width, Ink::Quiet), end, top);
        piece.height = piece.height.max(height);
    } else {
        piece.put(paragraph(face, &meter.verdict, BODY, width, Ink::Quiet), 0.0, height);
    }
    piece
}

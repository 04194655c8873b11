//! Charts: legend, axes, points, and labels that never collide.

use super::ExportError;
use super::axis::Axis;
use super::font::{CAPITAL, Face};
use super::labels::{Spot, Wanted, place};
use super::page;
use super::palette::Ink;
use super::shape::{Align, Piece, Plot, Point, Rect, Shape, Stroke};
use super::symbol::Symbol;
use super::words::{BASELINE, BODY, LEADING, SMALL, fixed};
use crate::figure::{Chart, Mark, Series};

/// The least height of the plot itself.
const LEAST: f64 = 300.0;
/// Below the plot: numbers, then what they are.
pub(super) const NUMBERS: f64 = 28.0;
const NAME: f64 = LEADING * SMALL;
/// From a number to the axis.
pub(super) const TICK: f64 = 12.0;
/// Between a legend's symbol and its name, and between its entries.
const LEGEND_GAPS: (f64, f64) = (8.0, 28.0);
/// Half the line that a legend shows for a joined series.
const DASH: f64 = 14.0;
/// Above the highest point, where one of the learner's own is labelled.
const ABOVE: f64 = 48.0;
/// How much a plot grows until all labels have a place.
const GROWTH: f64 = 1.4;

/// How wide a page must be at least: the longest label beside the longest number.
pub(super) fn least_width(face: &Face, chart: &Chart) -> f64 {
    let labels = marks(chart).map(|(_, mark)| label_size(face, mark).0).fold(0.0, f64::max);
    let names = chart.series.iter().map(|series| face.width(&face.spelled(&series.name), SMALL));
    let axes =
        [&chart.x_label, &chart.y_label].map(|label| face.width(&face.spelled(label), SMALL));
    let others = names.map(|name| name + 2.0 * DASH + LEGEND_GAPS.0).chain(axes);
    others.fold(labels + 240.0, f64::max)
}

/// The chart, `height` high or higher: as high as its labels need.
pub(super) fn chart(
    face: &Face,
    chart: &Chart,
    (width, height): (f64, f64),
) -> Result<Piece, ExportError> {
    let mut piece =
        if chart.series.len() > 1 { legend(face, chart, width) } else { Piece::default() };
    let baseline = piece.height + BASELINE * SMALL;
    piece.text(
        (0.0, baseline),
        &fixed(&face.spelled(&chart.y_label)),
        SMALL,
        Align::Start,
        Ink::Quiet,
    );
    let top = (piece.height + NAME + 8.0).round();
    let mut tall = (height - top - NUMBERS - NAME).max(LEAST).round();
    let (plot, spots) = loop {
        let plot = plot(face, chart, top, (width, tall));
        let wanted: Vec<Wanted> =
            shown(chart, &plot).iter().map(|shown| wanted(face, shown)).collect();
        if let Some(spots) = place(&wanted, plot.frame, &joints(&plot)) {
            break (plot, spots);
        }
        tall = (tall * GROWTH).round();
        page::within_reach(width, tall)?;
    };
    let frame = plot.frame;
    let shown = shown(chart, &plot);
    let labels: Vec<&str> = shown.iter().map(|shown| shown.mark.label.as_str()).collect();
    let lines = joints(&plot);
    piece.shapes.push(Shape::Plot(Box::new(plot)));
    write_labels(&mut piece, face, (&labels, &spots), lines);
    let name = (frame.right, frame.bottom + NUMBERS + BASELINE * SMALL);
    piece.text(name, &fixed(&face.spelled(&chart.x_label)), SMALL, Align::End, Ink::Quiet);
    piece.height = frame.bottom + NUMBERS + NAME;
    Ok(piece)
}

/// All marks with their series, in order.
fn marks(chart: &Chart) -> impl Iterator<Item = (&Series, &Mark)> {
    chart.series.iter().flat_map(|series| series.marks.iter().map(move |mark| (series, mark)))
}

/// The symbols of the series, in order.
fn symbols(chart: &Chart) -> impl Iterator<Item = (&Series, Symbol)> {
    let mut others = 0;
    chart.series.iter().map(move |series| {
        if series.own {
            return (series, Symbol::OWN);
        }
        others += 1;
        (series, Symbol::of(others - 1))
    })
}

/// Symbols and names side by side, above the plot.
fn legend(face: &Face, chart: &Chart, width: f64) -> Piece {
    let entry = |(series, symbol): (&Series, Symbol)| {
        let mut piece = Piece { height: LEADING * SMALL, ..Piece::default() };
        // On the middle of the small letters.
        let middle = (BASELINE - 0.33) * SMALL;
        if series.line {
            piece.line(vec![(0.0, middle), (2.0 * DASH, middle)], 2, symbol.ink);
        }
        piece.shapes.push(Shape::Symbol { at: (DASH, middle), symbol });
        let name = face.spelled(&series.name);
        let start = 2.0 * DASH + LEGEND_GAPS.0;
        piece.text((start, BASELINE * SMALL), &fixed(&name), SMALL, Align::Start, Ink::Body);
        (start + face.width(&name, SMALL), piece)
    };
    let entries = symbols(chart).filter(|(series, _)| !series.marks.is_empty()).map(entry);
    let mut legend = Piece::flow(entries.collect(), width, (LEGEND_GAPS.1, 2.0));
    legend.height += 8.0;
    legend
}

/// Axes and series in a frame below `top`.
fn plot(face: &Face, chart: &Chart, top: f64, (width, height): (f64, f64)) -> Plot {
    let y_axis = |most| Axis::over(marks(chart).map(|(_, mark)| mark.y), chart.y_scale, most);
    let mut y = y_axis((height / 48.0) as usize);
    // Whatever crowds at the top, the learner's own label has room above it.
    let own = |(series, mark): &(&Series, &Mark)| series.own && !mark.label.is_empty();
    if marks(chart).any(|mark| own(&mark)) {
        let top = marks(chart).filter_map(|(_, mark)| y.at(mark.y)).fold(y.low, f64::max);
        y.high = y.high.max(top + (top - y.low) * ABOVE / (height - ABOVE));
    }
    let gutter = (widest(face, &y) + TICK).ceil();
    let frame = Rect::new(gutter, top, (width - gutter).floor(), height);
    let x = x_axis(face, chart, frame.width());
    let stroke = |(series, symbol): (&Series, Symbol)| {
        let at = |mark: &Mark| Some((x.at(mark.x)?, y.at(mark.y)?));
        let points = series.marks.iter().filter_map(at).collect();
        Stroke { points, symbol, line: series.line }
    };
    let mut strokes: Vec<Stroke> = symbols(chart).map(stroke).collect();
    // Among many others the learner's own symbol is the one that is looked for.
    strokes.sort_by_key(|stroke| stroke.symbol == Symbol::OWN);
    Plot { frame, x, y, strokes }
}

/// As many numbers as stand side by side with room between them.
fn x_axis(face: &Face, chart: &Chart, width: f64) -> Axis {
    let axis = |most| Axis::over(marks(chart).map(|(_, mark)| mark.x), chart.x_scale, most);
    let fits = |axis: &Axis| {
        let places = axis.ticks.iter().map(|(at, label)| {
            let centre = axis.share(*at) * width;
            (centre, face.width(label, SMALL) / 2.0)
        });
        let places: Vec<(f64, f64)> = places.collect();
        places.windows(2).all(|pair| pair[1].0 - pair[0].0 > pair[0].1 + pair[1].1 + 16.0)
    };
    (2..=10).rev().map(axis).find(fits).unwrap_or_else(|| axis(1))
}

fn widest(face: &Face, axis: &Axis) -> f64 {
    axis.ticks.iter().map(|(_, label)| face.width(label, SMALL)).fold(0.0, f64::max)
}

fn label_size(face: &Face, mark: &Mark) -> Point {
    let width = face.width(&face.spelled(&mark.label), BODY);
    (if width > 0.0 { width + 2.0 } else { 0.0 }, BODY * 1.25)
}

impl Plot {
    /// Where a value stands on the picture.
    fn place(&self, (x, y): Point) -> Point {
        let left = self.frame.left + self.x.share(x) * self.frame.width();
        (left, self.frame.bottom - self.y.share(y) * self.frame.height())
    }
}

/// A mark that both axes can show, and where.
struct Shown<'a> {
    mark: &'a Mark,
    symbol: Symbol,
    at: Point,
}

/// The marks that can be shown, in order.
fn shown<'a>(chart: &'a Chart, plot: &Plot) -> Vec<Shown<'a>> {
    let marks = symbols(chart)
        .flat_map(|(series, symbol)| series.marks.iter().map(move |mark| (mark, symbol)));
    let at = |mark: &Mark| Some(plot.place((plot.x.at(mark.x)?, plot.y.at(mark.y)?)));
    marks.filter_map(|(mark, symbol)| Some(Shown { mark, symbol, at: at(mark)? })).collect()
}

fn wanted(face: &Face, shown: &Shown<'_>) -> Wanted {
    Wanted { at: shown.at, radius: shown.symbol.radius(), size: label_size(face, shown.mark) }
}

/// The straight pieces between joined points.
fn joints(plot: &Plot) -> Vec<(Point, Point)> {
    let joined = plot.strokes.iter().filter(|stroke| stroke.line);
    let pairs = joined.flat_map(|stroke| stroke.points.windows(2));
    pairs.map(|pair| (plot.place(pair[0]), plot.place(pair[1]))).collect()
}

/// Leaders below, texts above them; what runs below a text is wiped out there.
fn write_labels(
    piece: &mut Piece,
    face: &Face,
    (labels, spots): (&[&str], &[Option<Spot>]),
    mut lines: Vec<(Point, Point)>,
) {
    for (from, to) in spots.iter().flatten().filter_map(|spot| spot.leader) {
        piece.line(vec![from, to], 1, Ink::Rule);
        lines.push((from, to));
    }
    for (label, spot) in labels.iter().zip(spots) {
        let Some(Spot { area, .. }) = spot else { continue };
        let centre = f64::midpoint(area.left, area.right);
        let baseline = f64::midpoint(area.top, area.bottom) + CAPITAL / 2.0 * BODY;
        if lines.iter().any(|(from, to)| area.crosses(*from, *to)) {
            piece.fill(*area, Ink::Paper);
        }
        let text = fixed(&face.spelled(label));
        piece.text((centre, baseline), &text, BODY, Align::Middle, Ink::Body);
    }
}

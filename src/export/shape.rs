//! What a picture consists of: shapes with places, in units of the SVG, y downwards.

use super::axis::Axis;
use super::palette::Ink;
use super::symbol::Symbol;

/// A place.
pub(super) type Point = (f64, f64);

/// An upright rectangle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rect {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

/// Which end of a text stands at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Start,
    Middle,
    End,
}

/// One line of text, on the baseline `at`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Text {
    pub at: Point,
    pub line: String,
    pub em: f64,
    pub align: Align,
    pub ink: Ink,
}

/// The axes, lines and points of a chart.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Plot {
    /// Where the points lie, without axes.
    pub frame: Rect,
    pub x: Axis,
    pub y: Axis,
    pub strokes: Vec<Stroke>,
}

/// A series as it is drawn; values are those of the axes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stroke {
    pub points: Vec<Point>,
    pub symbol: Symbol,
    /// Whether its points are joined.
    pub line: bool,
}

/// Something to draw.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape {
    Text(Text),
    Fill { area: Rect, ink: Ink },
    Line { points: Vec<Point>, width: u32, ink: Ink },
    Symbol { at: Point, symbol: Symbol },
    Plot(Box<Plot>),
}

/// Shapes from the top left corner, and the room they take downwards.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Piece {
    pub shapes: Vec<Shape>,
    pub height: f64,
}

impl Rect {
    pub(super) const fn new(left: f64, top: f64, width: f64, height: f64) -> Self {
        Self { left, top, right: left + width, bottom: top + height }
    }

    pub(super) const fn around(centre: Point, half_width: f64, half_height: f64) -> Self {
        let (left, top) = (centre.0 - half_width, centre.1 - half_height);
        Self::new(left, top, 2.0 * half_width, 2.0 * half_height)
    }

    pub(super) const fn width(&self) -> f64 {
        self.right - self.left
    }

    pub(super) const fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// Whether they share more than an edge.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    pub(super) fn holds(&self, inner: &Self) -> bool {
        self.left <= inner.left
            && self.top <= inner.top
            && inner.right <= self.right
            && inner.bottom <= self.bottom
    }

    /// The place inside that is nearest to `point`.
    pub(super) const fn nearest(&self, point: Point) -> Point {
        (point.0.clamp(self.left, self.right), point.1.clamp(self.top, self.bottom))
    }

    /// Whether a straight line enters: what is left of it between the four edges.
    pub(super) fn crosses(&self, from: Point, to: Point) -> bool {
        let (mut start, mut end) = (0.0_f64, 1.0_f64);
        let edges = [
            (from.0, to.0 - from.0, self.left, self.right),
            (from.1, to.1 - from.1, self.top, self.bottom),
        ];
        for (origin, step, low, high) in edges {
            if step.abs() < f64::EPSILON {
                if origin <= low || origin >= high {
                    return false;
                }
            } else {
                let (a, b) = ((low - origin) / step, (high - origin) / step);
                start = start.max(a.min(b));
                end = end.min(a.max(b));
            }
        }
        start < end
    }

    const fn moved(self, x: f64, y: f64) -> Self {
        Self::new(self.left + x, self.top + y, self.width(), self.height())
    }
}

impl Shape {
    /// The shape elsewhere.
    pub(super) fn moved(self, x: f64, y: f64) -> Self {
        let shift = |(px, py): Point| (px + x, py + y);
        match self {
            Self::Text(text) => Self::Text(Text { at: shift(text.at), ..text }),
            Self::Fill { area, ink } => Self::Fill { area: area.moved(x, y), ink },
            Self::Line { points, width, ink } => {
                Self::Line { points: points.into_iter().map(shift).collect(), width, ink }
            }
            Self::Symbol { at, symbol } => Self::Symbol { at: shift(at), symbol },
            Self::Plot(plot) => {
                Self::Plot(Box::new(Plot { frame: plot.frame.moved(x, y), ..*plot }))
            }
        }
    }
}

impl Piece {
    pub(super) fn text(&mut self, at: Point, text: &str, em: f64, align: Align, ink: Ink) {
        if !text.is_empty() {
            self.shapes.push(Shape::Text(Text { at, line: text.to_owned(), em, align, ink }));
        }
    }

    pub(super) fn fill(&mut self, area: Rect, ink: Ink) {
        self.shapes.push(Shape::Fill { area, ink });
    }

    pub(super) fn line(&mut self, points: Vec<Point>, width: u32, ink: Ink) {
        self.shapes.push(Shape::Line { points, width, ink });
    }

    /// Puts another piece at a place, over what is there.
    pub(super) fn put(&mut self, other: Self, x: f64, y: f64) {
        self.height = self.height.max(y + other.height);
        self.shapes.extend(other.shapes.into_iter().map(|shape| shape.moved(x, y)));
    }

    /// Puts pieces of known widths beside each other, in as many rows as `width` asks for.
    pub(super) fn flow(pieces: Vec<(f64, Self)>, width: f64, gap: Point) -> Self {
        let mut whole = Self::default();
        let (mut x, mut top) = (0.0, 0.0);
        for (wide, piece) in pieces {
            if x > 0.0 && x + wide > width {
                (x, top) = (0.0, whole.height + gap.1);
            }
            whole.put(piece, x, top);
            x += wide + gap.0;
        }
        whole
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_crosses_what_it_enters() {
        let area = Rect::new(10.0, 10.0, 10.0, 10.0);
        assert!(area.crosses((0.0, 0.0), (30.0, 30.0)));
        assert!(area.crosses((15.0, 0.0), (15.0, 12.0)));
        assert!(!area.crosses((0.0, 0.0), (9.0, 30.0)));
        assert!(!area.crosses((10.0, 0.0), (10.0, 30.0)), "an edge is outside");
        assert!(!area.crosses((0.0, 0.0), (8.0, 8.0)));
    }
}

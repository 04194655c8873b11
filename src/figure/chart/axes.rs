//! Where values stand on a chart in characters, and the numbers at its axes.

use super::{Chart, Mark, Scale};
use crate::text::{pad_start, width as columns_of};

/// Dots in a cell: across and down, as Braille has them.
pub(super) const DOTS: (usize, usize) = (2, 4);

/// The two axes of a chart at a size.
#[derive(Debug, Clone)]
pub(super) struct Axes {
    /// Cells of the plot.
    pub(super) rows: usize,
    pub(super) columns: usize,
    /// Whether values stand on dots, several in a cell: where a line is traced.
    pub(super) fine: bool,
    /// Rows with a number, and the number.
    pub(super) ticks: Vec<(usize, String)>,
    x: Axis,
    y: Axis,
}

/// One axis: its smallest and largest value.
#[derive(Debug, Clone, Copy)]
struct Axis {
    low: f64,
    high: f64,
    scale: Scale,
}

impl Axes {
    /// The axes of a chart in `width`×`height` characters; `None` if nothing can be shown.
    pub(super) fn of(chart: &Chart, width: usize, height: usize) -> Option<Self> {
        let marks = || chart.series.iter().flat_map(|series| &series.marks);
        let x = Axis::over(marks().map(|mark| mark.x), chart.x_scale)?;
        let y = Axis::over(marks().map(|mark| mark.y), chart.y_scale)?;
        let rows = height.saturating_sub(3).max(2);
        let fine = chart.series.iter().any(super::Series::is_traced);
        let mut axes = Self { rows, columns: 2, fine, ticks: Vec::new(), x, y };
        axes.ticks = axes.numbers();
        axes.columns = width.saturating_sub(axes.gutter() + 2).max(2);
        Some(axes)
    }

    /// Row and column of a mark; `None` if it cannot be shown.
    pub(super) fn cell(&self, mark: &Mark) -> Option<(usize, usize)> {
        if self.fine {
            let (x, y) = self.dot(mark)?;
            return Some((y.round() as usize / DOTS.1, x.round() as usize / DOTS.0));
        }
        let (x, y) = (self.x.share(mark.x)?, self.y.share(mark.y)?);
        let along = |share: f64, cells: usize| (share * (cells - 1) as f64).round() as usize;
        Some((self.rows - 1 - along(y, self.rows), along(x, self.columns)))
    }

    /// The same in dots from the top left.
    pub(super) fn dot(&self, mark: &Mark) -> Option<(f64, f64)> {
        let along = |share: f64, dots: usize| share * (dots - 1) as f64;
        let x = along(self.x.share(mark.x)?, self.columns * DOTS.0);
        let y = along(1.0 - self.y.share(mark.y)?, self.rows * DOTS.1);
        Some((x, y))
    }

    /// How many dots below the top zero is, where values are on both sides of it.
    pub(super) fn zero_dot(&self) -> Option<usize> {
        let both = self.y.scale == Scale::Linear && self.y.low < 0.0 && self.y.high > 0.0;
        let share = self.y.share(0.0).filter(|_| both)?;
        Some(((1.0 - share) * (self.rows * DOTS.1 - 1) as f64).round() as usize)
    }

    /// Columns that the numbers of the vertical axis take.
    pub(super) fn gutter(&self) -> usize {
        self.ticks.iter().map(|(_, tick)| columns_of(tick)).max().unwrap_or(0)
    }

    /// What stands below the horizontal axis: its ends, and its name.
    pub(super) fn below(&self, name: &str) -> String {
        let (left, right) = (tick(self.x.low), format!("{} {name}", tick(self.x.high)));
        let room = self.columns.saturating_sub(columns_of(&left));
        left + &pad_start(&right, room)
    }

    /// Numbers at the ends and at zero, else in the middle. One names the value of the row it stands
    /// on, which is not always the middle.
    fn numbers(&self) -> Vec<(usize, String)> {
        let Axis { low, high, scale } = self.y;
        let last = self.rows - 1;
        let mut ticks = vec![(0, tick(high)), (last, tick(low))];
        let zero = self.zero_dot().filter(|_| self.fine).map(|dot| dot / DOTS.1);
        match zero {
            Some(row) if row > 0 && row < last => ticks.push((row, tick(0.0))),
            _ if self.rows > 2 => {
                let row = self.rows / 2;
                let share = if self.fine {
                    let middle = (DOTS.1 - 1) as f64 / 2.0;
                    let below = (DOTS.1 * (last - row)) as f64 + middle;
                    below / (DOTS.1 * self.rows - 1) as f64
                } else {
                    (last - row) as f64 / last as f64
                };
                ticks.push((row, tick(between(low, high, share, scale))));
            }
            _ => {}
        }
        ticks
    }
}

impl Axis {
    /// From the smallest to the largest value that can be shown.
    fn over(values: impl Iterator<Item = f64>, scale: Scale) -> Option<Self> {
        let shown =
            values.filter(|value| value.is_finite() && (scale == Scale::Linear || *value > 0.0));
        let (low, high) = shown.fold(None, |bounds: Option<(f64, f64)>, value| {
            let (low, high) = bounds.unwrap_or((value, value));
            Some((low.min(value), high.max(value)))
        })?;
        Some(Self { low, high, scale })
    }

    /// Where a value stands, from 0 to 1; `None` if it cannot be shown.
    fn share(self, value: f64) -> Option<f64> {
        let (value, low, high) = match self.scale {
            Scale::Linear => (value, self.low, self.high),
            Scale::Log => (value.ln(), self.low.ln(), self.high.ln()),
        };
        if !value.is_finite() {
            return None;
        }
        let span = high - low;
        Some(if span > 0.0 { ((value - low) / span).clamp(0.0, 1.0) } else { 0.5 })
    }
}

/// The value at a share of the way along an axis.
fn between(low: f64, high: f64, share: f64, scale: Scale) -> f64 {
    match scale {
        Scale::Linear => low + (high - low) * share,
        Scale::Log => low * (high / low).powf(share),
    }
}

/// A number on an axis: three digits at most.
fn tick(value: f64) -> String {
    match value.abs() {
        // What is counted has no decimals.
        size if size.fract() == 0.0 && size < 99.95 => format!("{value:.0}"),
        size if size >= 99.95 => format!("{value:.0}"),
        size if size >= 9.995 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

//! Figures: what a live computation shows, as numbers with names and no screen.
//!
//! A [`Figure`] is the seam between computing and showing. Demos make it; [`Part::lines`] turns it
//! into text for pipes and terminals, exporters turn it into pictures. Its texts are already in the
//! learner's language, its numbers already formatted where the digits matter.

mod chart;
mod lines;

pub use chart::{Chart, Mark, Scale, Series};
pub use lines::Glyphs;

/// The result of a live computation.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Figure {
    /// One line that says what is computed.
    pub title: String,
    /// What is shown, from top to bottom.
    pub parts: Vec<Part>,
    /// Values by name, for predictions to be compared with.
    pub values: Vec<(&'static str, f64)>,
}

/// A part of a figure.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// A line of explanation.
    Note(String),
    /// A table.
    Table(Table),
    /// Bars of a common unit.
    Bars(Vec<Bar>),
    /// Small pictures side by side: feature maps. Left out where there is no room.
    Maps(Vec<Map>),
    /// Small matrices side by side, and what comes of them.
    Matrices(Vec<Matrix>),
    /// Points and lines over two axes.
    Chart(Chart),
    /// A value against a target.
    Meter(Meter),
}

/// A table with numbers set to the right.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// Heads of the columns; the first column holds the row names.
    pub head: Vec<String>,
    /// Rows; the first cell is the row's name.
    pub rows: Vec<Row>,
    /// The column that the learner's knobs change, if it is a column.
    pub own_column: Option<usize>,
    /// Columns of words, set to the left like the first.
    pub left: Vec<usize>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The cells.
    pub cells: Vec<String>,
    /// Whether it is the row that the learner's knobs change.
    pub own: bool,
}

/// One bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Name.
    pub label: String,
    /// Length, at least 0.
    pub value: f64,
    /// The value as shown.
    pub shown: String,
}

/// A small picture: one channel of an activation.
#[derive(Debug, Clone, PartialEq)]
pub struct Map {
    /// What it is.
    pub label: String,
    /// Its values.
    pub grid: Grid,
    /// The cell under the cursor: top row, left column, and side of the square.
    pub cursor: Option<Cursor>,
}

/// A square window on a map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// First row; may be negative where padding is read.
    pub row: i32,
    /// First column.
    pub column: i32,
    /// Side.
    pub side: usize,
}

/// A matrix of numbers, a few cells wide.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    /// What it is.
    pub label: String,
    /// Its values.
    pub grid: Grid,
}

/// Values in rows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Grid {
    /// Columns in a row.
    pub columns: usize,
    /// Values, row by row.
    pub values: Vec<f32>,
}

/// A value against a target, on a line that starts at 0.
#[derive(Debug, Clone, PartialEq)]
pub struct Meter {
    /// What is measured: `α·β²·γ²`.
    pub label: String,
    /// Its value.
    pub value: f64,
    /// What it should be near.
    pub target: f64,
    /// What the comparison means.
    pub verdict: String,
}

impl Figure {
    /// A value by name.
    pub fn value(&self, name: &str) -> Option<f64> {
        self.values.iter().find(|(key, _)| *key == name).map(|(_, value)| *value)
    }
}

impl Table {
    /// A table with heads and no rows.
    pub fn new<const N: usize>(head: [&str; N]) -> Self {
        Self { head: head.map(str::to_owned).to_vec(), ..Self::default() }
    }

    /// Adds a row.
    pub fn push<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(Row { cells: Vec::from(cells), own: false });
    }

    /// Adds the row that the learner's knobs change.
    pub fn push_own<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(Row { cells: Vec::from(cells), own: true });
    }
}

impl Grid {
    /// Number of rows.
    pub const fn rows(&self) -> usize {
        match self.values.len().checked_div(self.columns) {
            Some(rows) => rows,
            None => 0,
        }
    }

    /// Smallest and largest finite value; (0, 0) without any.
    pub fn bounds(&self) -> (f32, f32) {
        let finite = self.values.iter().copied().filter(|value| value.is_finite());
        finite
            .fold(None, |bounds: Option<(f32, f32)>, value| {
                let (low, high) = bounds.unwrap_or((value, value));
                Some((low.min(value), high.max(value)))
            })
            .unwrap_or((0.0, 0.0))
    }

    /// The grid shrunk to `rows`×`columns` by averaging, then stretched to between 0 and 1.
    #[must_use]
    pub fn shaded(&self, rows: usize, columns: usize) -> Self {
        let cell = |row, column| {
            self.mean(share(row, rows, self.rows()), share(column, columns, self.columns))
        };
        let places = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
        let mut small =
            Self { columns, values: places.map(|(row, column)| cell(row, column)).collect() };
        let (low, high) = small.bounds();
        let span = (high - low).max(f32::EPSILON);
        for value in &mut small.values {
            *value = ((*value - low) / span).clamp(0.0, 1.0);
        }
        small
    }

    fn mean(&self, rows: std::ops::Range<usize>, columns: std::ops::Range<usize>) -> f32 {
        let mut sum = 0.0;
        let mut count = 0;
        for row in rows {
            for column in columns.clone() {
                if let Some(value) = self.values.get(row * self.columns + column)
                    && value.is_finite()
                {
                    sum += value;
                    count += 1;
                }
            }
        }
        if count == 0 { 0.0 } else { sum / count as f32 }
    }
}

/// Part `index` of `parts` of an axis of `size`: at least one cell.
fn share(index: usize, parts: usize, size: usize) -> std::ops::Range<usize> {
    let start = index * size / parts.max(1);
    let end = ((index + 1) * size / parts.max(1)).max(start + 1);
    start..end.min(size.max(start + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_ignore_what_is_not_a_number() {
        let grid = Grid { columns: 2, values: vec![f32::NAN, 1.0, f32::INFINITY, -2.0] };
        assert_eq!(grid.bounds(), (-2.0, 1.0));
        assert_eq!(Grid::default().bounds(), (0.0, 0.0));
    }

    #[test]
    fn shading_averages_and_stretches_to_one() {
        let grid = Grid { columns: 4, values: vec![0.0, 0.0, 4.0, 4.0, 0.0, 0.0, 4.0, 4.0] };
        assert_eq!(grid.shaded(1, 2).values, vec![0.0, 1.0]);
        assert_eq!(grid.shaded(4, 4).values.len(), 16);
    }
}

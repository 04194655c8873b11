//! Figures as lines of text: the same for a pipe and for a terminal.

use super::{Bar, Figure, Grid, Map, Matrix, Meter, Part, Row, Table};
use crate::text::line::{Line, Role};
use crate::text::{pad_end, pad_start, width as columns_of, wrap};

/// Which characters may be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Glyphs {
    /// Blocks and rules.
    #[default]
    Full,
    /// ASCII only: `--plain`, `--ascii`, screen readers.
    Ascii,
}

/// Darkest to lightest.
const RAMP: &[u8] = b" .:-=+*#%@";

/// Rows of a feature map in text.
const MAP_ROWS: usize = 8;
/// Columns of a feature map in text; a cell is about twice as high as wide.
const MAP_COLUMNS: usize = 2 * MAP_ROWS;

impl Figure {
    /// The whole figure, `width` columns wide.
    pub fn lines(&self, width: usize, glyphs: Glyphs) -> Vec<Line> {
        let mut lines = vec![Line::new(self.title.clone(), Role::Strong)];
        for part in &self.parts {
            lines.push(Line::empty());
            lines.extend(part.lines(width, glyphs));
        }
        lines
    }
}

impl Part {
    /// This part, `width` columns wide.
    pub fn lines(&self, width: usize, glyphs: Glyphs) -> Vec<Line> {
        match self {
            Self::Note(text) => {
                wrap(text, width).into_iter().map(|line| Line::new(line, Role::Quiet)).collect()
            }
            Self::Table(table) => table.lines(width),
            Self::Bars(bars) => bar_lines(bars, width, glyphs),
            Self::Maps(maps) => map_lines(maps, width),
            Self::Matrices(matrices) => matrix_lines(matrices, width),
            Self::Chart(chart) => chart.lines(width, chart.height(), glyphs),
            Self::Meter(meter) => vec![meter.line(width, glyphs)],
        }
    }
}

impl Table {
    /// The table; where its columns do not fit, rows and columns change places if that helps.
    fn lines(&self, width: usize) -> Vec<Line> {
        let turned = self.turned();
        if self.least_width() > width && turned.least_width() < self.least_width() {
            turned.set(width)
        } else {
            self.set(width)
        }
    }

    fn set(&self, width: usize) -> Vec<Line> {
        let widths = self.column_widths();
        let gaps = widths.len().saturating_sub(1).max(1);
        let gap = (width.saturating_sub(widths.iter().sum()) / gaps).clamp(1, 3);
        let mut lines = Vec::new();
        if !self.head.iter().all(String::is_empty) {
            lines.push(self.row_line(&self.head, &widths, gap, |_| Role::Quiet));
        }
        for (index, row) in self.rows.iter().enumerate() {
            let role = |column| self.role(index, column);
            lines.push(self.row_line(&row.cells, &widths, gap, role));
        }
        lines
    }

    /// The learner's own row or column stands out.
    fn role(&self, row: usize, column: usize) -> Role {
        let own = self.rows[row].own || (column > 0 && self.own_column == Some(column));
        if own { Role::Accent } else { Role::Body }
    }

    fn column_widths(&self) -> Vec<usize> {
        let rows = || std::iter::once(&self.head).chain(self.rows.iter().map(|row| &row.cells));
        let widest =
            |c| rows().filter_map(|row| row.get(c)).map(|cell: &String| columns_of(cell)).max();
        (0..self.head.len()).map(|column| widest(column).unwrap_or(0)).collect()
    }

    fn least_width(&self) -> usize {
        let widths = self.column_widths();
        widths.iter().sum::<usize>() + widths.len().saturating_sub(1)
    }

    /// Rows as columns.
    fn turned(&self) -> Self {
        let cell = |row: &Row, column: usize| row.cells.get(column).cloned().unwrap_or_default();
        let names = self.rows.iter().map(|row| cell(row, 0));
        let head = self.head.first().cloned().into_iter().chain(names).collect();
        let rows = (1..self.head.len()).map(|column| Row {
            cells: std::iter::once(self.head[column].clone())
                .chain(self.rows.iter().map(|row| cell(row, column)))
                .collect(),
            own: self.own_column == Some(column),
        });
        let own_column = self.rows.iter().position(|row| row.own).map(|row| row + 1);
        Self { head, rows: rows.collect(), own_column, left: Vec::new() }
    }

    /// One row: the first cell and those of words to the left, the others to the right.
    fn row_line(
        &self,
        cells: &[String],
        widths: &[usize],
        gap: usize,
        role: impl Fn(usize) -> Role,
    ) -> Line {
        let mut line = Line::empty();
        for (column, (cell, wide)) in cells.iter().zip(widths).enumerate() {
            let text = match column {
                0 => pad_end(cell, *wide),
                _ if self.left.contains(&column) => {
                    format!("{}{}", " ".repeat(gap), pad_end(cell, *wide))
                }
                _ => format!("{}{}", " ".repeat(gap), pad_start(cell, *wide)),
            };
            line = line.and(text, role(column));
        }
        line
    }
}

fn bar_lines(bars: &[Bar], width: usize, glyphs: Glyphs) -> Vec<Line> {
    let most = bars.iter().map(|bar| bar.value).fold(0.0, f64::max);
    let label = bars.iter().map(|bar| columns_of(&bar.label)).max().unwrap_or(0);
    let shown = bars.iter().map(|bar| columns_of(&bar.shown)).max().unwrap_or(0);
    let room = width.saturating_sub(label + shown + 2);
    bars.iter()
        .map(|bar| {
            let share = if most > 0.0 { (bar.value / most).clamp(0.0, 1.0) } else { 0.0 };
            let length = (share * room as f64).round() as usize;
            let block = if glyphs == Glyphs::Ascii { "#" } else { "█" };
            Line::body(pad_end(&bar.label, label + 1))
                .and(block.repeat(length), Role::Real)
                .and(pad_start(&bar.shown, room - length + 1 + shown), Role::Body)
        })
        .collect()
}

fn map_lines(maps: &[Map], width: usize) -> Vec<Line> {
    let abreast = (width / (MAP_COLUMNS + 2)).clamp(1, maps.len().max(1));
    let mut lines = Vec::new();
    for group in maps.chunks(abreast) {
        let mut head = Line::empty();
        for map in group {
            head = head.and(pad_end(&map.label, MAP_COLUMNS + 2), Role::Quiet);
        }
        lines.push(head);
        let shades: Vec<Grid> =
            group.iter().map(|map| map.grid.shaded(MAP_ROWS, MAP_COLUMNS)).collect();
        for row in 0..MAP_ROWS {
            let cells = shades.iter().map(|shade| {
                let values = &shade.values[row * MAP_COLUMNS..(row + 1) * MAP_COLUMNS];
                pad_end(
                    &values.iter().map(|value| ramp(*value)).collect::<String>(),
                    MAP_COLUMNS + 2,
                )
            });
            lines.push(Line::new(cells.collect::<String>().trim_end(), Role::Real));
        }
    }
    lines
}

/// The character for a shade between 0 and 1.
fn ramp(shade: f32) -> char {
    let step = (shade * (RAMP.len() - 1) as f32).round() as usize;
    char::from(RAMP[step.min(RAMP.len() - 1)])
}

/// How exactly the cells of a matrix are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Digits {
    /// Two decimals.
    Full,
    /// Two decimals below one, one above.
    Short,
    /// One decimal below one, none above.
    Terse,
}

/// Matrices side by side. Cells lose digits only where that saves rows.
fn matrix_lines(matrices: &[Matrix], width: usize) -> Vec<Line> {
    let grouped = |digits| groups(matrices, digits, width);
    let [full, short, terse] =
        [Digits::Full, Digits::Short, Digits::Terse].map(|d| (d, grouped(d)));
    let fewest = [&full, &short, &terse].iter().map(|(_, groups)| groups.len()).min().unwrap_or(0);
    let best = [full, short, terse].into_iter().find(|(_, groups)| groups.len() == fewest);
    let Some((digits, groups)) = best else { return Vec::new() };
    groups.into_iter().flat_map(|group| group_lines(group, digits)).collect()
}

/// As many matrices in a row as fit, one column apart.
fn groups(matrices: &[Matrix], digits: Digits, width: usize) -> Vec<&[Matrix]> {
    let mut groups = Vec::new();
    let mut start = 0;
    let mut used = 0;
    for (index, matrix) in matrices.iter().enumerate() {
        let wide = matrix_width(matrix, digits);
        if index > start && used + 1 + wide > width {
            groups.push(&matrices[start..index]);
            (start, used) = (index, wide);
        } else {
            used += wide + usize::from(index > start);
        }
    }
    if start < matrices.len() {
        groups.push(&matrices[start..]);
    }
    groups
}

fn cell_width(matrix: &Matrix, digits: Digits) -> usize {
    matrix.grid.values.iter().map(|value| cell_text(*value, digits).len()).max().unwrap_or(0)
}

fn matrix_width(matrix: &Matrix, digits: Digits) -> usize {
    let cells = matrix.grid.columns * (cell_width(matrix, digits) + 1);
    columns_of(&matrix.label).max(cells.saturating_sub(1))
}

fn group_lines(group: &[Matrix], digits: Digits) -> Vec<Line> {
    let rows = group.iter().map(|matrix| matrix.grid.rows()).max().unwrap_or(0);
    let gap = |index: usize| usize::from(index + 1 < group.len());
    let mut head = Line::empty();
    for (index, matrix) in group.iter().enumerate() {
        let wide = matrix_width(matrix, digits) + gap(index);
        head = head.and(pad_end(&matrix.label, wide), Role::Quiet);
    }
    let mut lines = vec![head];
    for row in 0..rows {
        let mut line = Line::empty();
        for (index, matrix) in group.iter().enumerate() {
            let (grid, cell) = (&matrix.grid, cell_width(matrix, digits));
            let cells = grid.values.iter().skip(row * grid.columns).take(grid.columns);
            let cells: Vec<String> =
                cells.map(|value| pad_start(&cell_text(*value, digits), cell)).collect();
            let role = if index % 2 == 0 { Role::Body } else { Role::Real };
            let wide = matrix_width(matrix, digits) + gap(index);
            line = line.and(pad_end(&cells.join(" "), wide), role);
        }
        lines.push(line);
    }
    lines
}

/// A value in few characters: `.42`, `-1.31`, `12.3`.
fn cell_text(value: f32, digits: Digits) -> String {
    let size = value.abs();
    let text = match digits {
        Digits::Full if size < 9.995 => format!("{value:.2}"),
        Digits::Short if size < 0.995 => format!("{value:.2}"),
        Digits::Terse if size < 0.95 => format!("{value:.1}"),
        Digits::Full | Digits::Short if size < 99.95 => format!("{value:.1}"),
        _ => format!("{value:.0}"),
    };
    let short = if let Some(decimals) = text.strip_prefix("0.") {
        format!(".{decimals}")
    } else if let Some(decimals) = text.strip_prefix("-0.") {
        format!("-.{decimals}")
    } else {
        text
    };
    // No negative zero.
    if short.starts_with('-') && short.chars().all(|c| "-.0".contains(c)) {
        short[1..].to_owned()
    } else {
        short
    }
}

impl Meter {
    /// `α·β²·γ²  1.920  [==========|     ]  verdict`; the mark stands at the target.
    fn line(&self, width: usize, glyphs: Glyphs) -> Line {
        let head = format!("{}  {:.3}  ", self.label, self.value);
        let room =
            width.saturating_sub(columns_of(&head) + columns_of(&self.verdict) + 4).clamp(6, 24);
        // The line ends at 1.5 times the target, so that too much can be seen as well.
        let most = self.target * 1.5;
        let place = |value: f64| ((value / most).clamp(0.0, 1.0) * room as f64).round() as usize;
        let filled = place(self.value);
        let (full, rest) = if glyphs == Glyphs::Ascii { ("=", " ") } else { ("█", "░") };
        let bar: String = (0..room)
            .map(|x| match x {
                _ if x + 1 == place(self.target) => "|",
                _ if x < filled => full,
                _ => rest,
            })
            .collect();
        Line::new(head, Role::Strong)
            .and(bar, Role::Real)
            .and(format!("  {}", self.verdict), Role::Quiet)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(lines: &[Line]) -> Vec<String> {
        lines.iter().map(Line::text).collect()
    }

    #[test]
    fn tables_set_numbers_to_the_right() {
        let mut table = Table::new(["", "깊이", "MACs"]);
        table.push(["B0".into(), "1".into(), "385,814,752".into()]);
        table.push_own(["공식".into(), "1.728".into(), "7".into()]);
        let lines = text(&Part::Table(table).lines(24, Glyphs::Full));
        assert_eq!(
            lines,
            ["       깊이         MACs", "B0        1  385,814,752", "공식  1.728            7"]
        );
    }

    #[test]
    fn a_table_too_wide_changes_rows_and_columns() {
        let mut table = Table::new(["", "depth", "width"]);
        table.push(["B0".into(), "1".into(), "2".into()]);
        table.push_own(["B1".into(), "3".into(), "4".into()]);
        let lines = Part::Table(table).lines(12, Glyphs::Full);
        assert_eq!(text(&lines), ["      B0 B1", "depth  1  3", "width  2  4"]);
        assert_eq!(lines[1].spans[2].role, Role::Accent);
    }

    #[test]
    fn cells_are_short() {
        let shown =
            |value| [Digits::Full, Digits::Short, Digits::Terse].map(|d| cell_text(value, d));
        assert_eq!(shown(0.416), [".42", ".42", ".4"]);
        assert_eq!(shown(-0.31), ["-.31", "-.31", "-.3"]);
        assert_eq!(shown(1.04), ["1.04", "1.0", "1"]);
        assert_eq!(shown(-0.001), [".00", ".00", ".0"]);
        assert_eq!(shown(12.34), ["12.3", "12.3", "12"]);
        assert_eq!(shown(0.999), ["1.00", "1.0", "1"]);
    }

    #[test]
    fn three_small_matrices_stand_side_by_side() {
        let matrix = |label: &str| Matrix {
            label: label.into(),
            grid: Grid { columns: 3, values: vec![0.1; 9] },
        };
        let part = Part::Matrices(vec![matrix("in"), matrix("w"), matrix("p")]);
        assert_eq!(part.lines(41, Glyphs::Full).len(), 4);
        assert_eq!(part.lines(12, Glyphs::Full).len(), 12);
    }

    #[test]
    fn digits_are_given_up_only_to_save_rows() {
        let matrix = |scale: f32| Matrix {
            label: "m".into(),
            grid: Grid { columns: 3, values: (0..9).map(|v| v as f32 * scale).collect() },
        };
        let part = Part::Matrices(vec![matrix(0.75), matrix(-0.123), matrix(-0.45)]);
        let row = |width: usize| part.lines(width, Glyphs::Full)[2].text();
        assert!(row(60).contains("2.25 3.00 3.75"), "{}", row(60));
        assert!(row(41).contains("2.2 3.0 3.8"), "{}", row(41));
        assert!(row(41).len() <= 41);
    }

    #[test]
    fn nothing_panics_without_room_or_values() {
        let parts = [
            Part::Bars(vec![]),
            Part::Bars(vec![Bar { label: "a".into(), value: f64::NAN, shown: "?".into() }]),
            Part::Maps(vec![]),
            Part::Matrices(vec![]),
            Part::Table(Table::default()),
            Part::Meter(Meter {
                label: "m".into(),
                value: f64::NAN,
                target: 0.0,
                verdict: "v".into(),
            }),
        ];
        for part in parts {
            for width in [0, 1, 5, 200] {
                part.lines(width, Glyphs::Ascii);
            }
        }
    }
}

//! A chart in characters: named points on two axes, linear or logarithmic.

use super::Glyphs;
use crate::text::line::{Line, Role};
use crate::text::{pad_start, width as columns_of};

/// Points and lines over two axes.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// Name and unit of the horizontal axis.
    pub x_label: String,
    /// Name and unit of the vertical axis.
    pub y_label: String,
    /// Scale of the horizontal axis.
    pub x_scale: Scale,
    /// Scale of the vertical axis.
    pub y_scale: Scale,
    /// The series, drawn in order.
    pub series: Vec<Series>,
}

/// How values are placed on an axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Equal differences are equally far apart.
    Linear,
    /// Equal ratios are equally far apart; only positive values are shown.
    Log,
}

/// Points of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// What they are.
    pub name: String,
    /// Whether it is the learner's own.
    pub own: bool,
    /// Whether its points belong on a line in their order; pictures draw it, characters only one that
    /// goes straight up.
    pub line: bool,
    /// The points.
    pub marks: Vec<Mark>,
}

/// One point.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// Horizontal value.
    pub x: f64,
    /// Vertical value.
    pub y: f64,
    /// Written beside it.
    pub label: String,
}

/// Rows of the plot itself, without axis and labels.
const PLOT_ROWS: usize = 9;

/// One cell of the plot.
type Canvas = Vec<Vec<(char, Role)>>;

impl Chart {
    /// Rows that the chart takes by itself.
    pub const fn height(&self) -> usize {
        PLOT_ROWS + 3
    }

    /// The chart in `width`×`height` characters.
    pub fn lines(&self, width: usize, height: usize, glyphs: Glyphs) -> Vec<Line> {
        let Some(((x_low, x_high), (y_low, y_high))) = self.bounds() else {
            return vec![Line::new(self.y_label.clone(), Role::Quiet)];
        };
        let rows = height.saturating_sub(3).max(2);
        // The middle label names the value of the row it stands on, which is not always the middle.
        let share = (rows - 1 - rows / 2) as f64 / (rows - 1) as f64;
        let ticks = [y_high, between(y_low, y_high, share, self.y_scale), y_low].map(tick);
        let gutter = ticks.iter().map(|tick| columns_of(tick)).max().unwrap_or(0);
        let columns = width.saturating_sub(gutter + 2).max(2);
        let mut canvas: Canvas = vec![vec![(' ', Role::Body); columns]; rows];
        let place = |mark: &Mark| {
            let x = along(mark.x, x_low, x_high, self.x_scale)?;
            let y = along(mark.y, y_low, y_high, self.y_scale)?;
            let column = (x * (columns - 1) as f64).round() as usize;
            Some((rows - 1 - (y * (rows - 1) as f64).round() as usize, column))
        };
        let marks = || self.series.iter().flat_map(|s| s.marks.iter().map(move |mark| (s, mark)));
        for series in self.series.iter().filter(|series| series.is_upright()) {
            if let Some((_, column)) = series.marks.first().and_then(place) {
                for cells in &mut canvas {
                    cells[column] = (upright(glyphs), role(series.own));
                }
            }
        }
        for (series, mark) in marks().filter(|(series, _)| !series.is_upright()) {
            if let Some((row, column)) = place(mark) {
                canvas[row][column] = (symbol(series.own, glyphs), role(series.own));
            }
        }
        for (series, mark) in marks() {
            if let Some((row, column)) = place(mark) {
                write_label(&mut canvas[row], column, &mark.label, role(series.own));
            }
        }
        self.framed(canvas, &ticks, gutter, (x_low, x_high), glyphs)
    }

    fn framed(
        &self,
        canvas: Canvas,
        ticks: &[String; 3],
        gutter: usize,
        (x_low, x_high): (f64, f64),
        glyphs: Glyphs,
    ) -> Vec<Line> {
        let (vertical, corner, horizontal) =
            if glyphs == Glyphs::Ascii { ("|", "+", "-") } else { ("┤", "└", "─") };
        let rows = canvas.len();
        let columns = canvas[0].len();
        let mut lines = vec![Line::new(self.y_label.clone(), Role::Quiet)];
        for (row, cells) in canvas.into_iter().enumerate() {
            let tick = match row {
                0 => &ticks[0],
                _ if row == rows / 2 => &ticks[1],
                _ if row + 1 == rows => &ticks[2],
                _ => "",
            };
            let mut line =
                Line::new(format!("{} {vertical}", pad_start(tick, gutter)), Role::Quiet);
            for (cell, role) in cells.into_iter().filter(|cell| cell.0 != BEHIND_WIDE) {
                line = line.and(cell.to_string(), role);
            }
            lines.push(merged(line));
        }
        let axis = format!("{} {corner}{}", " ".repeat(gutter), horizontal.repeat(columns));
        lines.push(Line::new(axis, Role::Quiet));
        let (left, right) = (tick(x_low), format!("{} {}", tick(x_high), self.x_label));
        let room = columns.saturating_sub(columns_of(&left));
        let below = format!("{}{left}{}", " ".repeat(gutter + 2), pad_start(&right, room));
        lines.push(Line::new(below, Role::Quiet));
        lines
    }

    /// Smallest and largest x and y among what can be shown.
    fn bounds(&self) -> Option<((f64, f64), (f64, f64))> {
        let marks = || self.series.iter().flat_map(|series| &series.marks);
        let x = bounds(marks().map(|mark| mark.x), self.x_scale)?;
        let y = bounds(marks().map(|mark| mark.y), self.y_scale)?;
        Some((x, y))
    }
}

impl Series {
    /// Whether it is a line straight up: a value on the horizontal axis alone. Characters draw it.
    fn is_upright(&self) -> bool {
        let [low, high] = self.marks.as_slice() else { return false };
        self.line && low.x.to_bits() == high.x.to_bits()
    }
}

const fn upright(glyphs: Glyphs) -> char {
    match glyphs {
        Glyphs::Ascii => '|',
        Glyphs::Full => '┊',
    }
}

const fn role(own: bool) -> Role {
    if own { Role::Accent } else { Role::Real }
}

const fn symbol(own: bool, glyphs: Glyphs) -> char {
    match (own, glyphs) {
        (true, Glyphs::Full) => '◆',
        (false, Glyphs::Full) => '●',
        (true, Glyphs::Ascii) => '*',
        (false, Glyphs::Ascii) => 'o',
    }
}

/// Stands in the cell behind a wide letter, and is not shown.
const BEHIND_WIDE: char = '\0';

/// Writes a label to the right of its mark, else to the left, else not at all.
fn write_label(row: &mut [(char, Role)], column: usize, label: &str, role: Role) {
    let length = columns_of(label);
    let free = |row: &[(char, Role)], start: usize| {
        row.get(start..start + length).is_some_and(|cells| cells.iter().all(|cell| cell.0 == ' '))
    };
    let right = column + 1;
    let start = if free(row, right) {
        right
    } else if let Some(left) = column.checked_sub(length)
        && free(row, left)
    {
        left
    } else {
        return;
    };
    let mut cells = row[start..start + length].iter_mut();
    for letter in label.chars() {
        for (index, cell) in
            cells.by_ref().take(columns_of(letter.encode_utf8(&mut [0; 4]))).enumerate()
        {
            *cell = (if index == 0 { letter } else { BEHIND_WIDE }, role);
        }
    }
}

/// Joins neighbours of the same role.
fn merged(line: Line) -> Line {
    let mut spans: Vec<crate::text::line::Span> = Vec::new();
    for span in line.spans {
        match spans.last_mut() {
            Some(last) if last.role == span.role => last.text += &span.text,
            _ => spans.push(span),
        }
    }
    Line { spans }
}

fn bounds(values: impl Iterator<Item = f64>, scale: Scale) -> Option<(f64, f64)> {
    let shown =
        values.filter(|value| value.is_finite() && (scale == Scale::Linear || *value > 0.0));
    shown.fold(None, |bounds: Option<(f64, f64)>, value| {
        let (low, high) = bounds.unwrap_or((value, value));
        Some((low.min(value), high.max(value)))
    })
}

/// Where a value stands between two others, from 0 to 1; `None` if it cannot be shown.
fn along(value: f64, low: f64, high: f64, scale: Scale) -> Option<f64> {
    let (value, low, high) = match scale {
        Scale::Linear => (value, low, high),
        Scale::Log => (value.ln(), low.ln(), high.ln()),
    };
    if !value.is_finite() {
        return None;
    }
    let span = high - low;
    Some(if span > 0.0 { ((value - low) / span).clamp(0.0, 1.0) } else { 0.5 })
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
        size if size >= 99.95 => format!("{value:.0}"),
        size if size >= 9.995 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(values: &[(f64, f64)], scale: Scale) -> Chart {
        let marks =
            values.iter().map(|&(x, y)| Mark { x, y, label: "B0".into() }).collect::<Vec<_>>();
        Chart {
            x_label: "G MACs".into(),
            y_label: "top-1 %".into(),
            x_scale: scale,
            y_scale: Scale::Linear,
            series: vec![Series { name: "B".into(), own: false, line: false, marks }],
        }
    }

    #[test]
    fn low_values_stand_at_the_bottom_left() {
        let lines = chart(&[(1.0, 77.0), (100.0, 84.0)], Scale::Log).lines(40, 8, Glyphs::Ascii);
        let text: Vec<String> = lines.iter().map(Line::text).collect();
        assert!(text[1].ends_with("B0o"), "{text:?}");
        assert!(text[5].contains("|oB0"), "{text:?}");
        assert!(text.iter().all(|line| columns_of(line) <= 40), "{text:?}");
    }

    #[test]
    fn the_middle_label_names_its_own_row() {
        // Four rows from 1 to 1000: the labelled one, second from below, is 10.
        let lines = chart(&[(1.0, 1.0), (2.0, 1000.0)], Scale::Linear);
        let log = Chart { y_scale: Scale::Log, ..lines }.lines(40, 7, Glyphs::Ascii);
        assert!(log[3].text().starts_with("10.0 |"), "{}", log[3].text());
    }

    #[test]
    fn a_line_straight_up_goes_through_every_row() {
        let mut with_line = chart(&[(1.0, 1.0), (9.0, 9.0)], Scale::Linear);
        let ends =
            [(1.0, ""), (9.0, "you")].map(|(y, label)| Mark { x: 5.0, y, label: label.into() });
        with_line.series.push(Series {
            name: "you".into(),
            own: true,
            line: true,
            marks: ends.into(),
        });
        let lines = with_line.lines(40, 8, Glyphs::Full);
        let drawn = lines.iter().filter(|line| line.text().contains('┊')).count();
        assert_eq!(drawn, 5, "as many as the plot has");
        assert!(lines[1].text().contains("┊you"));
        assert!(!lines.iter().any(|line| line.text().contains('◆')), "and it is no point");
    }

    #[test]
    fn a_label_of_wide_letters_takes_two_columns_each() {
        let mut wide = chart(&[(1.0, 1.0), (5.0, 1.0), (9.0, 1.0)], Scale::Linear);
        wide.series[0].marks[1].label = "논문".into();
        let lines = wide.lines(40, 8, Glyphs::Full);
        let line = lines.iter().map(Line::text).find(|line| line.contains('●')).unwrap();
        assert!(line.contains("●논문 "), "{line}");
        assert_eq!(columns_of(&line), 40, "{line}");
    }

    #[test]
    fn what_cannot_be_shown_is_left_out() {
        let odd = [(f64::NAN, 1.0), (0.0, 2.0), (-1.0, 2.0), (f64::INFINITY, 3.0)];
        for values in [&odd[..], &odd[..1], &[], &[(1.0, 1.0)], &[(1.0, 1.0), (1.0, 1.0)]] {
            for scale in [Scale::Linear, Scale::Log] {
                for size in [0, 1, 3, 80] {
                    chart(values, scale).lines(size, size, Glyphs::Full);
                }
            }
        }
    }
}

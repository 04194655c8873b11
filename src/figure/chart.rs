//! A chart in characters: named points on two axes, linear or logarithmic, and lines finer than a
//! character.

mod axes;
mod dots;
mod labels;

use super::Glyphs;
use crate::text::line::{Line, Role};
use crate::text::pad_start;

use axes::Axes;
use dots::Dots;
use labels::{BEHIND_WIDE, Name};

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
    /// Whether its points belong on a line in their order. Pictures draw it; characters do where the
    /// points on the way have no names, or the line goes straight up.
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
        let Some(axes) = Axes::of(self, width, height) else {
            return vec![Line::new(self.y_label.clone(), Role::Quiet)];
        };
        let mut canvas: Canvas = vec![vec![(' ', Role::Body); axes.columns]; axes.rows];
        for series in self.series.iter().filter(|series| series.is_upright()) {
            if let Some((_, column)) = series.marks.first().and_then(|mark| axes.cell(mark)) {
                for cells in &mut canvas {
                    cells[column] = (upright(glyphs), role(series.own));
                }
            }
        }
        self.trace(&axes, glyphs, &mut canvas);
        // The learner's own points are never hidden by others.
        for own in [false, true] {
            for series in self.series.iter().filter(|series| series.own == own) {
                for mark in series.points() {
                    if let Some((row, column)) = axes.cell(mark) {
                        canvas[row][column] = (symbol(own, glyphs), role(own));
                    }
                }
            }
        }
        self.name(&axes, &mut canvas);
        self.framed(canvas, &axes, glyphs)
    }

    /// Draws the lines that are traced, and the zero of the vertical axis below them.
    fn trace(&self, axes: &Axes, glyphs: Glyphs, canvas: &mut Canvas) {
        let traced = || self.series.iter().filter(|series| series.is_traced());
        let own = traced().any(|series| series.own);
        let mut dots = Dots::new(axes.rows, axes.columns);
        for series in traced() {
            let points = series.marks.iter().map(|mark| axes.dot(mark));
            // Beside the learner's own line the others are dotted: colour alone must not tell.
            let gap = if own && !series.own { dots::dotted(glyphs) } else { 1 };
            dots.line(points, gap, role(series.own));
        }
        if let Some(zero) = axes.zero_dot().filter(|_| axes.fine) {
            dots.level(zero);
        }
        dots.draw(glyphs, canvas);
    }

    /// Writes the names of points, those at the same place together.
    fn name(&self, axes: &Axes, canvas: &mut Canvas) {
        let mut names: Vec<Name> = Vec::new();
        let marks = self.series.iter().flat_map(|s| s.marks.iter().map(move |mark| (s, mark)));
        for (series, mark) in marks {
            let is_point = !(series.is_traced() || series.is_upright());
            if !is_point && mark.label.is_empty() {
                continue;
            }
            let Some(place) = axes.cell(mark) else { continue };
            match names.iter_mut().find(|name| name.place == place && name.is_point && is_point) {
                Some(name) => name.join(&mark.label, series.own),
                None => {
                    names.push(Name { place, text: mark.label.clone(), own: series.own, is_point });
                }
            }
        }
        labels::write(canvas, &names);
    }

    fn framed(&self, canvas: Canvas, axes: &Axes, glyphs: Glyphs) -> Vec<Line> {
        let (vertical, corner, horizontal) =
            if glyphs == Glyphs::Ascii { ("|", "+", "-") } else { ("┤", "└", "─") };
        let gutter = axes.gutter();
        let mut lines = vec![Line::new(self.y_label.clone(), Role::Quiet)];
        for (row, cells) in canvas.into_iter().enumerate() {
            let tick = axes.ticks.iter().find(|(at, _)| *at == row).map_or("", |(_, tick)| tick);
            let mut line =
                Line::new(format!("{} {vertical}", pad_start(tick, gutter)), Role::Quiet);
            for (cell, role) in cells.into_iter().filter(|cell| cell.0 != BEHIND_WIDE) {
                line = line.and(cell.to_string(), role);
            }
            lines.push(merged(line));
        }
        let axis = format!("{} {corner}{}", " ".repeat(gutter), horizontal.repeat(axes.columns));
        lines.push(Line::new(axis, Role::Quiet));
        let below = format!("{}{}", " ".repeat(gutter + 2), axes.below(&self.x_label));
        lines.push(Line::new(below, Role::Quiet));
        lines
    }
}

/// Fewest points of a line that is traced.
const TRACED: usize = 3;

impl Series {
    /// Whether it is a line straight up: a value on the horizontal axis alone. Characters draw it.
    fn is_upright(&self) -> bool {
        let [low, high] = self.marks.as_slice() else { return false };
        self.line && low.x.to_bits() == high.x.to_bits()
    }

    /// Whether it is a line whose points have no names of their own; the last may name the line.
    fn is_traced(&self) -> bool {
        let Some((_, before)) = self.marks.split_last() else { return false };
        self.line && self.marks.len() >= TRACED && before.iter().all(|mark| mark.label.is_empty())
    }

    /// What is drawn as points.
    fn points(&self) -> &[Mark] {
        if self.is_upright() || self.is_traced() { &[] } else { &self.marks }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::width as columns_of;

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
    fn points_at_the_same_place_share_their_names() {
        let mut both = chart(&[(1.0, 1.0), (5.0, 5.0), (9.0, 9.0)], Scale::Linear);
        both.series.push(Series {
            name: "V2".into(),
            own: true,
            line: false,
            marks: vec![Mark { x: 5.0, y: 5.0, label: "V2-B0".into() }],
        });
        let lines = both.lines(40, 8, Glyphs::Full);
        assert!(lines.iter().any(|line| line.text().contains("◆B0/V2-B0 ")), "{lines:?}");
    }

    #[test]
    fn a_name_never_touches_another_point() {
        let mut near = chart(&[(1.0, 1.0), (1.25, 1.0), (9.0, 9.0)], Scale::Linear);
        near.series[0].marks[1].label = "B1".into();
        let lines = near.lines(40, 8, Glyphs::Full);
        let text: Vec<String> = lines.iter().map(Line::text).collect();
        assert!(text[5].contains("●●B1 "), "{text:?}");
        assert!(
            !text[4].contains("B0") && !text[5].contains("B0"),
            "it might be the other's: {text:?}"
        );
    }

    /// What dips below zero is seen to do so in few rows, and zero is named.
    #[test]
    fn a_traced_line_is_finer_than_a_row() {
        let curve = |x: f64| x / (1.0 + (-x).exp());
        let marks = (-60..=15).map(|x| f64::from(x) / 10.0);
        let marks = marks.map(|x| Mark { x, y: curve(x), label: String::new() }).collect();
        let series = Series { name: "f".into(), own: true, line: true, marks };
        let dip = Chart { series: vec![series], ..chart(&[], Scale::Linear) };
        let text: Vec<String> = dip.lines(40, 10, Glyphs::Full).iter().map(Line::text).collect();
        assert!(text.iter().any(|line| line.starts_with("    0 ┤⠤⠤")), "{text:#?}");
        assert!(!text.iter().any(|line| line.contains('◆')), "{text:#?}");
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

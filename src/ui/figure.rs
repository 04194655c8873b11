//! A figure in an area: text parts as lines, maps as half-block pictures, charts as high as there is
//! room. What does not fit is left out, pictures first.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::figure::{Cursor, Figure, Glyphs, Map, Part};
use crate::text::fitting;
use crate::text::line::{Line, Role};

use super::Theme;
use super::prose::draw_line;

/// Fewest rows of a picture that still shows something.
const MIN_MAP: usize = 4;
/// Fewest rows of a chart, axis included.
const MIN_CHART: usize = 7;

/// Draws a figure.
pub fn draw(figure: &Figure, area: Rect, buffer: &mut Buffer, theme: Theme, glyphs: Glyphs) {
    if area.is_empty() {
        return;
    }
    let width = usize::from(area.width);
    let title = Line::new(fitting(&figure.title, width), Role::Strong);
    draw_line(&title, area.x, area.y, area.right(), buffer, theme);
    let below = Rect {
        y: area.y.saturating_add(1).min(area.bottom()),
        height: area.height.saturating_sub(1),
        ..area
    };
    draw_parts(figure, below, buffer, theme, glyphs);
}

/// Draws a figure without its title.
pub fn draw_parts(figure: &Figure, below: Rect, buffer: &mut Buffer, theme: Theme, glyphs: Glyphs) {
    let width = usize::from(below.width);
    let (heights, mut gaps) = heights(figure, width, usize::from(below.height), glyphs);
    let mut y = below.y;
    // A list of notes has a blank line between all of them or between none.
    let notes = figure.parts.len();
    let is_list = notes > 2 && figure.parts.iter().all(|part| matches!(part, Part::Note(_)));
    let tight = is_list && gaps < notes;
    if is_list && gaps < notes - 1 {
        gaps = 0;
    }
    for (index, (part, height)) in figure.parts.iter().zip(heights).enumerate() {
        let Some(height) = height else { continue };
        if gaps > 0 && !(tight && index == 0) {
            gaps -= 1;
            y += 1;
        }
        let left = below.bottom().saturating_sub(y);
        let room = Rect { y, height: (height as u16).min(left), ..below };
        draw_part(part, room, buffer, theme, glyphs);
        y = room.bottom();
    }
}

/// Rows for each part, `None` for one that does not fit; and how many blank lines are left to set
/// parts apart.
fn heights(
    figure: &Figure,
    width: usize,
    rows: usize,
    glyphs: Glyphs,
) -> (Vec<Option<usize>>, usize) {
    let fixed = |part: &Part| match part {
        Part::Maps(_) | Part::Chart(_) => None,
        other => Some(other.lines(width, glyphs).len()),
    };
    let mut heights: Vec<Option<usize>> = figure.parts.iter().map(fixed).collect();
    let mut left = rows.saturating_sub(heights.iter().flatten().sum());
    // Rows of pictures share what there is, so that all of them are seen.
    let pictures = figure.parts.iter().filter(|part| matches!(part, Part::Maps(_))).count();
    let each = (left / pictures.max(1)).max(MIN_MAP + 1);
    for (part, height) in figure.parts.iter().zip(&mut heights) {
        let (least, most) = match part {
            Part::Maps(maps) => {
                (MIN_MAP + 1, (map_rows(maps.len(), width) + 1).max(MIN_MAP + 1).min(each))
            }
            Part::Chart(_) => (MIN_CHART, 20),
            _ => continue,
        };
        if left >= least {
            // Where there is plenty of room, some of it sets the parts apart.
            let spare = match part {
                Part::Chart(_) => (left.saturating_sub(least) / 2).min(3),
                _ if left > 12 => 3,
                _ => 0,
            };
            let taken = left.saturating_sub(spare).clamp(least, most);
            left -= taken;
            *height = Some(taken);
        }
    }
    (heights, left)
}

/// Rows of half-block pictures that stand side by side: as high as they are wide.
fn map_rows(maps: usize, width: usize) -> usize {
    map_columns(maps, width) / 2
}

fn map_columns(maps: usize, width: usize) -> usize {
    (width.saturating_sub(2 * maps.saturating_sub(1)) / maps.max(1)).min(40)
}

fn draw_part(part: &Part, area: Rect, buffer: &mut Buffer, theme: Theme, glyphs: Glyphs) {
    let width = usize::from(area.width);
    let lines = match part {
        Part::Maps(maps) if theme.grey(0.0).is_some() && glyphs == Glyphs::Full => {
            return draw_maps(maps, area, buffer, theme);
        }
        Part::Chart(chart) => chart.lines(width, usize::from(area.height), glyphs),
        other => other.lines(width, glyphs),
    };
    for (line, y) in lines.iter().zip(area.top()..area.bottom()) {
        draw_line(line, area.x, y, area.right(), buffer, theme);
    }
}

/// Pictures side by side, each cell two pixels high.
fn draw_maps(maps: &[Map], area: Rect, buffer: &mut Buffer, theme: Theme) {
    let rows = usize::from(area.height).saturating_sub(1);
    let columns = map_columns(maps.len(), usize::from(area.width)).min(2 * rows);
    if columns == 0 {
        return;
    }
    for (index, map) in maps.iter().enumerate() {
        let x = area.x + (index * (columns + 2)) as u16;
        let label = Line::new(fitting(&map.label, columns + 1), Role::Quiet);
        draw_line(&label, x, area.y, area.right(), buffer, theme);
        draw_map(map, columns, Position { x, y: area.y + 1 }, buffer, theme);
    }
}

fn draw_map(map: &Map, side: usize, at: Position, buffer: &mut Buffer, theme: Theme) {
    let side = side / 2 * 2;
    let shades = map.grid.shaded(side, side);
    let marked = |row: usize, column: usize| {
        map.cursor.is_some_and(|cursor| {
            covers(cursor, row, side, map.grid.rows(), column, map.grid.columns)
        })
    };
    let color = |row: usize, column: usize| {
        if marked(row, column) {
            return Some(theme.marker());
        }
        theme.grey(shades.values.get(row * side + column).copied().unwrap_or(0.0))
    };
    for row in 0..side / 2 {
        for column in 0..side {
            let place = Position { x: at.x + column as u16, y: at.y + row as u16 };
            if !buffer.area.contains(place) {
                continue;
            }
            if let (Some(top), Some(bottom)) = (color(2 * row, column), color(2 * row + 1, column))
            {
                buffer[place].set_symbol("▀").set_fg(top).set_bg(bottom);
            }
        }
    }
}

/// Whether the window on the map shows at a pixel of the picture: at least one pixel does.
fn covers(c: Cursor, row: usize, side: usize, rows: usize, column: usize, columns: usize) -> bool {
    let hits = |first: i32, pixel: usize, size: usize| {
        let scale = side as f64 / size.max(1) as f64;
        let start = (f64::from(first.max(0)) * scale).floor() as usize;
        let end = (f64::from(first + c.side as i32) * scale).ceil() as usize;
        (start..end.max(start + 1)).contains(&pixel)
    };
    hits(c.row, row, rows) && hits(c.column, column, columns)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::{Bar, Grid};
    use crate::ui::theme::{Depth, Palette};

    fn figure() -> Figure {
        let map = Map {
            label: "input".into(),
            grid: Grid { columns: 8, values: (0..64).map(|v| v as f32).collect() },
            cursor: Some(Cursor { row: -1, column: -1, side: 3 }),
        };
        let bar = Bar { label: "plain".into(), value: 3.0, shown: "3".into() };
        Figure {
            title: "title".into(),
            parts: vec![Part::Maps(vec![map.clone(), map]), Part::Bars(vec![bar])],
            values: Vec::new(),
        }
    }

    #[test]
    fn a_figure_stays_in_its_area_at_any_size() {
        for depth in [Depth::True, Depth::None] {
            let theme = Theme { palette: Palette::Dark, depth };
            for width in 0..50 {
                for height in 0..30 {
                    let mut buffer = Buffer::empty(Rect::new(0, 0, 60, 40));
                    let area = Rect::new(3, 2, width, height);
                    draw(&figure(), area, &mut buffer, theme, Glyphs::Full);
                    for y in 0..40 {
                        for x in 0..60 {
                            let inside = area.contains(Position { x, y });
                            assert!(
                                inside || buffer[(x, y)].symbol() == " ",
                                "{width}×{height}: {x},{y}"
                            );
                        }
                    }
                }
            }
        }
    }

    /// Two rows of pictures share what room there is.
    #[test]
    fn every_row_of_pictures_is_shown() {
        let mut two = figure();
        two.parts.insert(0, two.parts[0].clone());
        let shown = heights(&two, 41, 12, Glyphs::Full).0;
        assert_eq!(shown, [Some(5), Some(5), Some(1)]);
    }

    #[test]
    fn pictures_go_first_when_there_is_no_room() {
        let shown = |rows| heights(&figure(), 41, rows, Glyphs::Full).0;
        assert_eq!(shown(4), [None, Some(1)]);
        assert!(shown(20)[0].is_some());
    }
}

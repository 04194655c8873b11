//! Lines finer than characters: eight dots in a cell as Braille has them, a few strokes in ASCII.

use super::axes::DOTS;
use super::{Canvas, Glyphs};
use crate::text::line::Role;

/// Every so many columns of dots one is drawn: a quiet line.
const SPARSE: usize = 4;

/// Most dots of a stroke between two points: broken numbers must not run for ever.
const LONGEST: f64 = 10_000.0;

/// Dots over a plot.
#[derive(Debug, Clone)]
pub(super) struct Dots {
    rows: usize,
    columns: usize,
    cells: Vec<Cell>,
}

/// The dots of one cell.
#[derive(Debug, Clone, Copy)]
struct Cell {
    /// As in Braille: a bit for each dot.
    bits: u8,
    role: Role,
}

/// How far apart the columns of a dotted line are.
pub(super) const fn dotted(glyphs: Glyphs) -> usize {
    match glyphs {
        Glyphs::Full => DOTS.0,
        Glyphs::Ascii => 2 * DOTS.0,
    }
}

impl Dots {
    pub(super) fn new(rows: usize, columns: usize) -> Self {
        let cells = vec![Cell { bits: 0, role: Role::Quiet }; rows * columns];
        Self { rows, columns, cells }
    }

    /// Strokes from point to point, on every `gap`-th column of dots.
    pub(super) fn line(
        &mut self,
        points: impl Iterator<Item = Option<(f64, f64)>>,
        gap: usize,
        role: Role,
    ) {
        let mut last: Option<(f64, f64)> = None;
        for point in points {
            if let (Some(from), Some(to)) = (last, point) {
                let steps = (to.0 - from.0).abs().max((to.1 - from.1).abs()).ceil();
                let steps = steps.clamp(1.0, LONGEST) as usize;
                for step in 0..=steps {
                    let way = step as f64 / steps as f64;
                    let x = (from.0 + (to.0 - from.0) * way).round() as usize;
                    let y = (from.1 + (to.1 - from.1) * way).round() as usize;
                    if x.is_multiple_of(gap) {
                        self.set(x, y, role);
                    }
                }
            }
            last = point;
        }
    }

    /// A quiet level line, only where nothing else is.
    pub(super) fn level(&mut self, y: usize) {
        for x in (0..self.columns * DOTS.0).step_by(SPARSE) {
            let place = (y / DOTS.1) * self.columns + x / DOTS.0;
            if self.cells.get(place).is_some_and(|cell| cell.bits == 0) {
                self.set(x, y, Role::Quiet);
            }
        }
    }

    fn set(&mut self, x: usize, y: usize, role: Role) {
        let (row, column) = (y / DOTS.1, x / DOTS.0);
        if row < self.rows && column < self.columns {
            let cell = &mut self.cells[row * self.columns + column];
            cell.bits |= bit(x % DOTS.0, y % DOTS.1);
            if cell.role != Role::Accent {
                cell.role = role;
            }
        }
    }

    /// Puts them on the canvas.
    pub(super) fn draw(&self, glyphs: Glyphs, canvas: &mut Canvas) {
        let cells = canvas.iter_mut().flatten();
        for (place, cell) in cells.zip(&self.cells).filter(|(_, cell)| cell.bits != 0) {
            // A quiet line gives way to everything.
            if cell.role != Role::Quiet || place.0 == ' ' {
                *place = (glyph(cell.bits, glyphs), cell.role);
            }
        }
    }
}

/// Braille counts its dots down the left, then down the right; the lowest two came later.
const fn bit(x: usize, y: usize) -> u8 {
    match (x, y) {
        (0, 3) => 1 << 6,
        (_, 3) => 1 << 7,
        (0, y) => 1 << y,
        (_, y) => 1 << (3 + y),
    }
}

fn glyph(bits: u8, glyphs: Glyphs) -> char {
    if glyphs == Glyphs::Full {
        return char::from_u32(0x2800 + u32::from(bits)).unwrap_or(' ');
    }
    let has = |y: usize| bits & (bit(0, y) | bit(1, y)) != 0;
    match [has(0), has(1), has(2), has(3)] {
        [true, .., true] | [true, true, true, _] | [_, true, true, true] => '|',
        [true, ..] => '\'',
        [.., true] => '.',
        _ => '-',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(glyphs: Glyphs, points: &[(f64, f64)]) -> String {
        let mut dots = Dots::new(1, 4);
        dots.line(points.iter().copied().map(Some), 1, Role::Real);
        let mut canvas: Canvas = vec![vec![(' ', Role::Body); 4]];
        dots.draw(glyphs, &mut canvas);
        canvas[0].iter().map(|cell| cell.0).collect()
    }

    #[test]
    fn a_cell_has_eight_places() {
        assert_eq!(drawn(Glyphs::Full, &[(0.0, 3.0), (7.0, 0.0)]), "⣀⠤⠒⠉");
        assert_eq!(drawn(Glyphs::Full, &[(0.0, 0.0), (7.0, 0.0)]), "⠉⠉⠉⠉");
        assert_eq!(drawn(Glyphs::Full, &[(1.0, 0.0), (1.0, 3.0)]), "⢸   ");
    }

    #[test]
    fn ascii_has_three_heights() {
        assert_eq!(drawn(Glyphs::Ascii, &[(0.0, 0.0), (7.0, 0.0)]), "''''");
        assert_eq!(drawn(Glyphs::Ascii, &[(0.0, 3.0), (7.0, 3.0)]), "....");
        assert_eq!(drawn(Glyphs::Ascii, &[(0.0, 2.0), (7.0, 2.0)]), "----");
        assert_eq!(drawn(Glyphs::Ascii, &[(1.0, 0.0), (1.0, 3.0)]), "|   ");
    }

    #[test]
    fn what_is_outside_is_left_out() {
        assert_eq!(drawn(Glyphs::Full, &[(-9.0, 9.0), (-5.0, 9.0)]), "    ");
    }
}

//! Names of points on a chart in characters: beside their point, else below or above it, else nowhere.

use super::{Canvas, role};
use crate::text::width as columns_of;

/// Stands in the cell behind a wide letter, and is not shown.
pub(super) const BEHIND_WIDE: char = '\0';

/// A name and the cell it belongs to.
#[derive(Debug, Clone)]
pub(super) struct Name {
    /// Row and column of what is named.
    pub(super) place: (usize, usize),
    /// Nothing for a point without a name, which others keep clear of.
    pub(super) text: String,
    /// Whether it is the learner's.
    pub(super) own: bool,
    /// Whether it names a point, not a line.
    pub(super) is_point: bool,
}

impl Name {
    /// Another point at the same place.
    pub(super) fn join(&mut self, text: &str, own: bool) {
        self.own |= own;
        if text.is_empty() || self.text.split('/').any(|known| known == text) {
            return;
        }
        if !self.text.is_empty() {
            self.text.push('/');
        }
        self.text += text;
    }
}

/// Writes the names, the learner's own first; from the right, where there is least to choose from.
pub(super) fn write(canvas: &mut Canvas, names: &[Name]) {
    let mut order: Vec<&Name> = names.iter().filter(|name| !name.text.is_empty()).collect();
    order.sort_by_key(|name| (!name.own, std::cmp::Reverse(name.place.1)));
    for name in order {
        let length = columns_of(&name.text);
        if let Some((row, start)) = spot(canvas, names, name, length) {
            put(&mut canvas[row], start, name);
        }
    }
}

/// Where a name stands: right, left, below, above, whatever is clear first.
fn spot(canvas: &Canvas, names: &[Name], name: &Name, length: usize) -> Option<(usize, usize)> {
    let (row, column) = name.place;
    let left = column.checked_sub(length);
    let ends_here = (column + 1).checked_sub(length);
    let beside = [Some((row, column + 1)), left.map(|start| (row, start))];
    let rows = [row.checked_add(1), row.checked_sub(1)];
    let around = rows
        .into_iter()
        .flatten()
        .flat_map(|row| [Some((row, column)), ends_here.map(|start| (row, start))]);
    let mut spots = beside.into_iter().chain(around).flatten();
    spots.find(|&(at, start)| {
        is_clear(canvas, name.place, at, start, length)
            && (at == row || is_alone(names, name, at, start, length))
    })
}

/// Whether there is nothing there, and nothing at its ends but what is named.
fn is_clear(
    canvas: &Canvas,
    place: (usize, usize),
    row: usize,
    start: usize,
    length: usize,
) -> bool {
    let Some(cells) = canvas.get(row) else { return false };
    let is_blank = |column: usize| cells.get(column).is_none_or(|cell| cell.0 == ' ');
    let end_is_free = |column: usize| is_blank(column) || place == (row, column);
    cells.get(start..start + length).is_some_and(|cells| cells.iter().all(|cell| cell.0 == ' '))
        && end_is_free(start + length)
        && start.checked_sub(1).is_none_or(end_is_free)
}

/// Whether no other point is so near that the name might be its.
fn is_alone(names: &[Name], name: &Name, row: usize, start: usize, length: usize) -> bool {
    let near = |other: &&Name| {
        let (y, x) = other.place;
        other.is_point
            && other.place != name.place
            && y.abs_diff(row) <= 1
            && x + 1 >= start
            && x <= start + length
    };
    !names.iter().any(|other| near(&other))
}

fn put(row: &mut [(char, super::Role)], start: usize, name: &Name) {
    let mut cells = row[start..].iter_mut();
    for letter in name.text.chars() {
        let wide = columns_of(letter.encode_utf8(&mut [0; 4]));
        for (index, cell) in cells.by_ref().take(wide).enumerate() {
            *cell = (if index == 0 { letter } else { BEHIND_WIDE }, role(name.own));
        }
    }
}

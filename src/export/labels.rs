//! Places for the labels of points: none over another, over a point or beyond the border.
//!
//! One label after the other takes the best free place: beside its point if it can, else farther away
//! with a line that leads to it. The same points always give the same places.

use super::shape::{Point, Rect};

/// A point, and what is written beside it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Wanted {
    /// Where the point is.
    pub at: Point,
    /// How far its symbol reaches.
    pub radius: f64,
    /// Width and height of the label; no width if there is none.
    pub size: Point,
}

/// Where a label stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spot {
    pub area: Rect,
    /// The line from the point, where the label is not beside it.
    pub leader: Option<(Point, Point)>,
}

/// From a symbol to a label beside it.
const GAP: f64 = 5.0;
/// From one ring of places to the next.
const STEP: f64 = 12.0;
/// Rings in which places are compared; beyond them the first free place is taken.
const RINGS: usize = 6;
/// Between the places of the last search.
const GRID: f64 = 6.0;

/// Right, left, above, below, then between them.
const DIRECTIONS: [Point; 8] = [
    (1.0, 0.0),
    (-1.0, 0.0),
    (0.0, -1.0),
    (0.0, 1.0),
    (1.0, -1.0),
    (-1.0, -1.0),
    (1.0, 1.0),
    (-1.0, 1.0),
];

/// What stands where already.
struct Taken<'a> {
    wanted: &'a [Wanted],
    room: Rect,
    lines: &'a [(Point, Point)],
    spots: Vec<Spot>,
}

/// A place for every label that has a width, in the order of the points; `None` if one finds none in
/// `room`. Lines are crossed only where it cannot be helped.
pub(super) fn place(
    wanted: &[Wanted],
    room: Rect,
    lines: &[(Point, Point)],
) -> Option<Vec<Option<Spot>>> {
    let mut taken = Taken { wanted, room, lines, spots: Vec::new() };
    let mut places = Vec::new();
    for (index, point) in wanted.iter().enumerate() {
        let spot = if point.size.0 > 0.0 { Some(taken.best(index)?) } else { None };
        taken.spots.extend(spot);
        places.push(spot);
    }
    Some(places)
}

impl Taken<'_> {
    fn best(&self, index: usize) -> Option<Spot> {
        let mut best: Option<(f64, Spot)> = None;
        for (rank, spot) in self.around(index).enumerate().filter(|(_, spot)| self.is_free(spot)) {
            // The order of the places decides between equals.
            let cost = self.cost(index, &spot) + rank as f64;
            if best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, spot));
            }
        }
        best.map(|(_, spot)| spot).or_else(|| self.anywhere(index))
    }

    /// Places around a point, the nearest first.
    fn around(&self, index: usize) -> impl Iterator<Item = Spot> {
        let wanted = self.wanted[index];
        let rings = (0..RINGS).map(|ring| GAP + ring as f64 * STEP);
        rings.flat_map(move |gap| DIRECTIONS.map(|direction| beside(&wanted, direction, gap)))
    }

    /// The free place nearest to the point in the whole room.
    fn anywhere(&self, index: usize) -> Option<Spot> {
        let wanted = self.wanted[index];
        let (width, height) = wanted.size;
        let steps =
            |span: f64| (0..=(span / GRID).max(0.0) as usize).map(|step| step as f64 * GRID);
        let rows = steps(self.room.height() - height);
        let places = rows.flat_map(|y| steps(self.room.width() - width).map(move |x| (x, y)));
        let areas =
            places.map(|(x, y)| Rect::new(self.room.left + x, self.room.top + y, width, height));
        let spots = areas.map(|area| led(&wanted, area)).filter(|spot| self.is_free(spot));
        let far = |spot: &Spot| distance(wanted.at, spot.area.nearest(wanted.at));
        spots.min_by(|a, b| {
            (self.cost(index, a) + far(a)).total_cmp(&(self.cost(index, b) + far(b)))
        })
    }

    fn is_free(&self, spot: &Spot) -> bool {
        let is_over = |point: &Wanted| {
            spot.area.overlaps(&Rect::around(point.at, point.radius, point.radius))
        };
        self.room.holds(&spot.area)
            && !self.wanted.iter().any(is_over)
            && !self.spots.iter().any(|other| spot.area.overlaps(&other.area))
    }

    /// How ugly a free place is: lines through labels are worse than labels on lines.
    fn cost(&self, index: usize, spot: &Spot) -> f64 {
        let on_line = self.lines.iter().filter(|line| spot.area.crosses(line.0, line.1)).count();
        let leaders = self.spots.iter().filter_map(|other| other.leader);
        let on_leader = leaders.filter(|line| spot.area.crosses(line.0, line.1)).count();
        let Some((from, to)) = spot.leader else {
            return 20.0 * on_line as f64 + 200.0 * on_leader as f64;
        };
        let through = self.spots.iter().filter(|other| other.area.crosses(from, to)).count();
        let over = self.wanted.iter().enumerate().filter(|(other, point)| {
            *other != index && Rect::around(point.at, point.radius, point.radius).crosses(from, to)
        });
        let bad = on_leader + through + over.count();
        10.0 + 20.0 * on_line as f64 + 200.0 * bad as f64
    }
}

/// The label in one direction, so far from the symbol.
fn beside(wanted: &Wanted, (dx, dy): Point, gap: f64) -> Spot {
    let (width, height) = wanted.size;
    // At the corners a symbol reaches less far.
    let corner = if dx != 0.0 && dy != 0.0 { 0.6 } else { 1.0 };
    let far = (wanted.radius + gap) * corner;
    let centre = (wanted.at.0 + dx * (far + width / 2.0), wanted.at.1 + dy * (far + height / 2.0));
    let area = Rect::around(centre, width / 2.0, height / 2.0);
    if gap > GAP { led(wanted, area) } else { Spot { area, leader: None } }
}

/// A label far away, with the line that leads to it.
fn led(wanted: &Wanted, area: Rect) -> Spot {
    let end = area.nearest(wanted.at);
    let far = distance(wanted.at, end);
    if far <= wanted.radius + GAP {
        return Spot { area, leader: None };
    }
    let share = (wanted.radius + 1.0) / far;
    let (x, y) = wanted.at;
    let start = (x + (end.0 - x) * share, y + (end.1 - y) * share);
    Spot { area, leader: Some((start, end)) }
}

fn distance(a: Point, b: Point) -> f64 {
    (a.0 - b.0).hypot(a.1 - b.1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ROOM: Rect = Rect::new(0.0, 0.0, 800.0, 400.0);

    fn wanted(x: f64, y: f64, width: f64) -> Wanted {
        Wanted { at: (x, y), radius: 5.0, size: (width, 18.0) }
    }

    #[test]
    fn a_lonely_label_stands_to_the_right() {
        let spot = place(&[wanted(100.0, 100.0, 20.0)], ROOM, &[]).unwrap()[0].unwrap();
        assert_eq!(spot, Spot { area: Rect::new(110.0, 91.0, 20.0, 18.0), leader: None });
    }

    #[test]
    fn at_the_right_border_it_stands_to_the_left() {
        let spot = place(&[wanted(795.0, 100.0, 20.0)], ROOM, &[]).unwrap()[0].unwrap();
        assert!(spot.area.right < 795.0 && spot.leader.is_none());
    }

    #[test]
    fn a_line_is_avoided() {
        let line = ((100.0, 100.0), (300.0, 100.0));
        let spot = place(&[wanted(100.0, 100.0, 20.0)], ROOM, &[line]).unwrap()[0].unwrap();
        assert!(!spot.area.crosses(line.0, line.1));
    }

    #[test]
    fn where_there_is_no_room_there_is_no_place() {
        assert_eq!(place(&[wanted(100.0, 100.0, 900.0)], ROOM, &[]), None);
        assert_eq!(place(&[wanted(100.0, 100.0, 0.0)], ROOM, &[]), Some(vec![None]));
    }

    #[test]
    fn equal_points_have_all_their_labels() {
        let points = [wanted(400.0, 200.0, 60.0); 30];
        check(&points);
    }

    fn check(points: &[Wanted]) {
        let spots: Vec<Spot> = place(points, ROOM, &[]).unwrap().into_iter().flatten().collect();
        assert_eq!(spots.len(), points.len(), "a label is missing");
        for (index, spot) in spots.iter().enumerate() {
            assert!(ROOM.holds(&spot.area), "{spot:?} is cut");
            let others = || spots[index + 1..].iter();
            assert!(others().all(|other| !spot.area.overlaps(&other.area)), "{spot:?}");
            let symbol = |point: &Wanted| Rect::around(point.at, point.radius, point.radius);
            assert!(points.iter().all(|point| !spot.area.overlaps(&symbol(point))), "{spot:?}");
        }
        assert_eq!(place(points, ROOM, &[]), place(points, ROOM, &[]));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn labels_never_collide(
            points in prop::collection::vec((10.0..790.0, 10.0..390.0, 10.0..90.0), 1..40),
        ) {
            check(&points.iter().map(|&(x, y, w)| wanted(x, y, w)).collect::<Vec<_>>());
        }

        #[test]
        fn nor_do_they_in_a_crowd(
            points in prop::collection::vec((380.0..420.0, 190.0..210.0, 10.0..60.0), 1..30),
        ) {
            check(&points.iter().map(|&(x, y, w)| wanted(x, y, w)).collect::<Vec<_>>());
        }
    }
}

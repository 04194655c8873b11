//! What ReLU keeps of flat data in a space of few or many dimensions, after Figure 1 of the
//! MobileNetV2 paper (Sandler et al. 2018, section 3.2).
//!
//! ```text
//! x on a spiral (2) ──T──► (n) ──ReLU──► y ──T⁺──► x' (2)      T⁺ = (TᵀT)⁻¹·Tᵀ
//! ```
//!
//! ReLU halves what it lets through, so x' is set to the size of x by the one factor that fits best.
//! What is then still wrong, as a share of the variance of x, is lost.

use crate::content::demo::{ReluManifold, Switch};
use crate::figure::{Figure, Grid, Map, Part, Table};
use crate::random::SplitMix64;
use crate::text::Lang;
use crate::text::number::percent;

/// The dimensions in the paper's figure.
const PAPER: [usize; 5] = [2, 3, 5, 15, 30];
/// From here on little is lost, as the figure shows.
const MANY: usize = 15;
/// Points on the spiral, and its turns: whole, so that every direction has as many.
const POINTS: usize = 400;
const TURNS: f64 = 2.0;
/// Distance of the first point from the centre; the last has 1.
const INNER: f64 = 0.1;
/// Side of the pictures, and the distance from their centre to their edge.
const SIDE: usize = 32;
const EDGE: f64 = 1.2;

/// A point of the plane.
type Point = [f64; 2];

/// What came back.
#[derive(Debug, Clone, PartialEq)]
struct Recovered {
    points: Vec<Point>,
    /// Share of the variance that is lost.
    lost: f64,
    /// Share of the points that ReLU mapped to zero.
    dead: f64,
}

pub(in crate::demo) fn manifold(demo: &ReluManifold, lang: Lang) -> Figure {
    let own = recover(demo);
    let others = PAPER.map(|dimensions| {
        let other = recover(&ReluManifold { dimensions, ..demo.clone() });
        (dimensions, other)
    });
    let map = |label: &str, points: &[Point]| Map {
        label: label.to_owned(),
        grid: picture(points),
        cursor: None,
    };
    let (title, note) = match demo.relu {
        Switch::On if demo.dimensions >= MANY => {
            ("operations.manifold.title", "operations.manifold.kept")
        }
        Switch::On => ("operations.manifold.title", "operations.manifold.lost-by-relu"),
        Switch::Off => ("operations.manifold.title-linear", "operations.manifold.linear"),
    };
    Figure {
        title: lang.fill(title, &[("n", &demo.dimensions)]),
        parts: vec![
            Part::Maps(vec![
                map(lang.text("operations.manifold.before"), &spiral(demo.seed)),
                map(lang.text("operations.manifold.after"), &own.points),
            ]),
            Part::Table(table(demo.dimensions, &own, &others, lang)),
            Part::Note(lang.text(note).to_owned()),
            Part::Note(lang.text("operations.manifold.source").to_owned()),
        ],
        values: vec![("lost", 100.0 * own.lost), ("dead", 100.0 * own.dead)],
    }
}

/// A spiral around the origin; the seed turns it.
fn spiral(seed: usize) -> Vec<Point> {
    let turn = f64::from(SplitMix64::new(seed as u64).unit());
    let point = |index: usize| {
        let way = index as f64 / POINTS as f64;
        let angle = std::f64::consts::TAU * (TURNS * way + turn);
        let radius = INNER + (1.0 - INNER) * way;
        [radius * angle.cos(), radius * angle.sin()]
    };
    (0..POINTS).map(point).collect()
}

/// The random map: a row for each dimension.
fn random_map(demo: &ReluManifold) -> Vec<Point> {
    // The first number of the stream turns the spiral.
    let mut rng = SplitMix64::new(demo.seed as u64);
    rng.unit();
    let row = |_| [f64::from(rng.normal()), f64::from(rng.normal())];
    (0..demo.dimensions).map(row).collect()
}

fn recover(demo: &ReluManifold) -> Recovered {
    let (before, map) = (spiral(demo.seed), random_map(demo));
    let mapped = |x: &Point| -> Vec<f64> {
        let values = map.iter().map(|row| dot(*row, *x));
        values.map(|y| if demo.relu == Switch::On { y.max(0.0) } else { y }).collect()
    };
    let mapped: Vec<Vec<f64>> = before.iter().map(mapped).collect();
    let dead = mapped.iter().filter(|y| y.iter().all(|value| *value == 0.0)).count();
    let back: Vec<Point> = mapped.iter().map(|y| pseudo_inverse(&map, y)).collect();
    let (points, lost) = fitted(&before, &back);
    Recovered { points, lost, dead: dead as f64 / POINTS as f64 }
}

/// The plane's point whose image is nearest to y: the normal equations, two by two.
fn pseudo_inverse(map: &[Point], y: &[f64]) -> Point {
    let gram = |i: usize, j: usize| map.iter().map(|row| row[i] * row[j]).sum::<f64>();
    let right = |i: usize| map.iter().zip(y).map(|(row, y)| row[i] * y).sum::<f64>();
    let (a, b, d) = (gram(0, 0), gram(0, 1), gram(1, 1));
    let determinant = (a * d - b * b).max(f64::MIN_POSITIVE);
    let (p, q) = (right(0), right(1));
    [(d * p - b * q) / determinant, (a * q - b * p) / determinant]
}

/// The points at the size and place of `wanted`, and the share of its variance that they miss.
fn fitted(wanted: &[Point], points: &[Point]) -> (Vec<Point>, f64) {
    let (middle, centre) = (mean(wanted), mean(points));
    let wanted: Vec<Point> = wanted.iter().map(|point| minus(*point, middle)).collect();
    let points: Vec<Point> = points.iter().map(|point| minus(*point, centre)).collect();
    let product =
        |a: &[Point], b: &[Point]| -> f64 { a.iter().zip(b).map(|(a, b)| dot(*a, *b)).sum() };
    let (own, both) = (product(&points, &points), product(&wanted, &points));
    let size = if own > 0.0 { both / own } else { 0.0 };
    let place = |point: &Point| [size * point[0] + middle[0], size * point[1] + middle[1]];
    let kept = size * both / product(&wanted, &wanted);
    (points.iter().map(place).collect(), (1.0 - kept).clamp(0.0, 1.0))
}

fn dot(a: Point, b: Point) -> f64 {
    a[0] * b[0] + a[1] * b[1]
}

fn minus(a: Point, b: Point) -> Point {
    [a[0] - b[0], a[1] - b[1]]
}

fn mean(points: &[Point]) -> Point {
    let count = points.len().max(1) as f64;
    [0, 1].map(|axis: usize| points.iter().map(|point| point[axis]).sum::<f64>() / count)
}

/// The points as a picture; the further along the spiral, the brighter.
fn picture(points: &[Point]) -> Grid {
    let mut grid = Grid { columns: SIDE, values: vec![0.0; SIDE * SIDE] };
    let cell = |value: f64| {
        let share = (value / EDGE).clamp(-1.0, 1.0) / 2.0 + 0.5;
        (share * (SIDE - 1) as f64).round() as usize
    };
    for (index, [x, y]) in points.iter().enumerate() {
        let shade = 0.4 + 0.6 * index as f32 / points.len() as f32;
        grid.values[(SIDE - 1 - cell(*y)) * SIDE + cell(*x)] = shade;
    }
    grid
}

/// The paper's dimensions beside the learner's.
fn table(own: usize, recovered: &Recovered, others: &[(usize, Recovered); 5], lang: Lang) -> Table {
    // One's own has a column of its own, unless the paper shows it too.
    let shown = others.iter().position(|(dimensions, _)| *dimensions == own);
    let all = || {
        let others = others.iter().map(|(dimensions, other)| (*dimensions, other));
        others.chain(shown.is_none().then_some((own, recovered)))
    };
    let row = |name: &str, cell: &dyn Fn(&Recovered) -> f64| crate::figure::Row {
        cells: std::iter::once(name.to_owned())
            .chain(all().map(|(_, one)| percent(cell(one), 0).trim_end_matches(" %").to_owned()))
            .collect(),
        own: false,
    };
    Table {
        head: std::iter::once(lang.text("operations.manifold.dimensions").to_owned())
            .chain(all().map(|(dimensions, _)| dimensions.to_string()))
            .collect(),
        rows: vec![
            row(lang.text("operations.manifold.lost"), &|one| one.lost),
            row(lang.text("operations.manifold.dead"), &|one| one.dead),
        ],
        own_column: Some(shown.unwrap_or(others.len()) + 1),
        left: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(dimensions: usize, relu: Switch, seed: usize) -> Recovered {
        recover(&ReluManifold { dimensions, relu, seed })
    }

    #[test]
    fn without_relu_everything_comes_back() {
        for dimensions in [2, 3, 64] {
            for seed in 1..=9 {
                let one = run(dimensions, Switch::Off, seed);
                assert!(one.lost < 1e-9 && one.dead == 0.0, "{dimensions} {seed}: {}", one.lost);
                for (there, back) in spiral(seed).iter().zip(&one.points) {
                    assert!(minus(*there, *back).iter().all(|distance| distance.abs() < 1e-6));
                }
            }
        }
    }

    #[test]
    fn more_dimensions_lose_less_on_average() {
        let mean = |dimensions| {
            (1..=9).map(|seed| run(dimensions, Switch::On, seed).lost).sum::<f64>() / 9.0
        };
        let losses = [2, 5, 15, 64].map(mean);
        assert!(losses.windows(2).all(|two| two[0] > two[1]), "{losses:?}");
        assert!(losses[0] > 0.3 && losses[3] < 0.1, "{losses:?}");
    }

    /// In two dimensions a point dies where both rows point away from it: a wedge as wide as a half turn
    /// less the angle between the rows.
    #[test]
    fn as_many_points_die_as_lie_in_the_wedge() {
        for seed in 1..=9 {
            let demo = ReluManifold { dimensions: 2, relu: Switch::On, seed };
            let map = random_map(&demo);
            let cosine = dot(map[0], map[1]) / (dot(map[0], map[0]) * dot(map[1], map[1])).sqrt();
            let wedge = (std::f64::consts::PI - cosine.acos()) / std::f64::consts::TAU;
            let dead = recover(&demo).dead;
            assert!((dead - wedge).abs() < 0.011, "{seed}: {dead} is not {wedge}");
        }
    }

    /// The residual counted point by point is what the formula says is lost.
    #[test]
    fn what_is_lost_is_the_distance_left() {
        for dimensions in [2, 7, 40] {
            let one = run(dimensions, Switch::On, 4);
            let before = spiral(4);
            let middle = mean(&before);
            let square = |a: Point, b: Point| dot(minus(a, b), minus(a, b));
            let left: f64 = before.iter().zip(&one.points).map(|(a, b)| square(*a, *b)).sum();
            let all: f64 = before.iter().map(|point| square(*point, middle)).sum();
            assert!((left / all - one.lost).abs() < 1e-9, "{dimensions}");
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_figure() {
        let demo = ReluManifold { dimensions: 5, relu: Switch::On, seed: 3 };
        assert_eq!(manifold(&demo, Lang::Ko), manifold(&demo, Lang::Ko));
        let other = ReluManifold { seed: 4, ..demo.clone() };
        assert_ne!(manifold(&demo, Lang::Ko).values, manifold(&other, Lang::Ko).values);
    }
}

//! What a budget leaves, for programs, spreadsheets and documents.

use serde::Serialize;

use crate::arch::budget::Measures;
use crate::cli::sheet::{Cell, Sheet};
use crate::demo::Solved;
use crate::text::Lang;

/// What `--solve EXPR --format json` prints.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    solve: String,
    base: &'static str,
    /// The published model with the highest reported top-1.
    best: Option<&'static str>,
    published: Vec<Fitting>,
    /// Networks of the grid that fit, each at its largest resolution.
    feasible: usize,
    frontier: Vec<Built>,
    /// Index of the network nearest to the direction of compound scaling.
    balanced: Option<usize>,
    obstacles: Vec<Obstacle>,
}

#[derive(Debug, Serialize)]
struct Fitting {
    model: &'static str,
    #[serde(flatten)]
    measures: Columns,
    top1: Option<f64>,
    source: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct Built {
    #[serde(flatten)]
    measures: Columns,
    spread: Option<f64>,
}

#[derive(Debug, Serialize)]
struct Obstacle {
    constraint: String,
    quantity: &'static str,
    nearest: Option<f64>,
}

#[derive(Debug, Serialize)]
struct Columns {
    depth: f64,
    width: f64,
    resolution: usize,
    blocks: usize,
    params: u64,
    macs: u64,
    activations: u64,
}

impl Report {
    pub(super) fn of(solved: &Solved) -> Self {
        let published = solved.published.iter().map(|published| Fitting {
            model: published.fitting.model.name(),
            measures: Columns::of(&published.fitting.measures),
            top1: published.accuracy.map(|accuracy| accuracy.top1),
            source: published.accuracy.map(|accuracy| accuracy.source),
        });
        let built = solved
            .frontier
            .networks
            .iter()
            .map(|built| Built { measures: Columns::of(&built.measures), spread: built.spread });
        let obstacles = solved.obstacles.iter().map(|obstacle| Obstacle {
            constraint: obstacle.constraint.text.clone(),
            quantity: obstacle.constraint.quantity.name(),
            nearest: obstacle.nearest,
        });
        Self {
            solve: solved.text(),
            base: solved.base.name(),
            best: solved.best.map(|index| solved.published[index].fitting.model.name()),
            published: published.collect(),
            feasible: solved.frontier.feasible,
            frontier: built.collect(),
            balanced: solved.frontier.balanced,
            obstacles: obstacles.collect(),
        }
    }
}

impl Columns {
    fn of(measures: &Measures) -> Self {
        Self {
            depth: measures.scaling.depth,
            width: measures.scaling.width,
            resolution: measures.scaling.resolution,
            blocks: measures.blocks,
            params: measures.cost.params,
            macs: measures.cost.macs,
            activations: measures.cost.activations,
        }
    }
}

/// Published models, then the whole frontier; `*` marks the best and the balanced one.
pub(super) fn sheet(solved: &Solved, lang: Lang) -> Sheet {
    let mut sheet = Sheet::new([
        ("model", lang.text("scale.name")),
        ("mark", "*"),
        ("depth", lang.text("scale.depth")),
        ("width", lang.text("scale.width")),
        ("resolution", lang.text("scale.resolution")),
        ("blocks", lang.text("scale.blocks")),
        ("params", lang.text("scale.params")),
        ("macs", lang.text("scale.macs")),
        ("activations", lang.text("scale.activations")),
        ("top1", lang.text("demo.family.top1")),
        ("spread", lang.text("demo.solve.spread")),
    ]);
    let real =
        |value: Option<f64>, decimals| value.map_or(Cell::Empty, |v| Cell::Real(v, decimals));
    for (index, published) in solved.published.iter().enumerate() {
        let name = published.fitting.model.name();
        let mut row = cells(name, solved.best == Some(index), &published.fitting.measures);
        row.extend([real(published.accuracy.map(|accuracy| accuracy.top1), 1), Cell::Empty]);
        sheet.rows.push(row);
    }
    for (index, built) in solved.frontier.networks.iter().enumerate() {
        let is_balanced = solved.frontier.balanced == Some(index);
        let mut row = cells(lang.text("scale.built"), is_balanced, &built.measures);
        row.extend([Cell::Empty, real(built.spread, 2)]);
        sheet.rows.push(row);
    }
    sheet
}

fn cells(name: &str, marked: bool, measures: &Measures) -> Vec<Cell> {
    vec![
        Cell::text(name),
        if marked { Cell::text("*") } else { Cell::Empty },
        Cell::Real(measures.scaling.depth, 1),
        Cell::Real(measures.scaling.width, 2),
        Cell::Count(measures.scaling.resolution as u64),
        Cell::Count(measures.blocks as u64),
        Cell::Count(measures.cost.params),
        Cell::Count(measures.cost.macs),
        Cell::Count(measures.cost.activations),
    ]
}

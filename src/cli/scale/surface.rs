//! The constraint surface for programs, spreadsheets and documents.

use serde::Serialize;

use crate::arch::surface::{SurfacePoint, surface};
use crate::arch::{SpecError, Variant};
use crate::cli::sheet::{Cell, Sheet};
use crate::text::Lang;

/// What `--surface --format json` prints.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    base: &'static str,
    triples: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    alpha: f64,
    beta: f64,
    gamma: f64,
    constraint: f64,
    resolution: usize,
    blocks: usize,
    params: u64,
    macs: u64,
    macs_ratio: f64,
    params_ratio: f64,
    paper: bool,
}

impl Report {
    pub(super) fn of(base: Variant) -> Result<Self, SpecError> {
        Ok(Self { base: base.name(), triples: surface(base)?.iter().map(Row::of).collect() })
    }
}

impl Row {
    fn of(point: &SurfacePoint) -> Self {
        let triple = point.triple.compound();
        Self {
            alpha: triple.alpha,
            beta: triple.beta,
            gamma: triple.gamma,
            constraint: point.triple.constraint(),
            resolution: point.resolution,
            blocks: point.blocks,
            params: point.cost.params,
            macs: point.cost.macs,
            macs_ratio: point.macs_ratio,
            params_ratio: point.params_ratio,
            paper: point.triple.is_paper(),
        }
    }
}

/// One row for each triple.
pub(super) fn sheet(base: Variant, lang: Lang) -> Result<Sheet, SpecError> {
    let (macs, params) = (lang.text("scale.macs"), lang.text("scale.params"));
    let [macs_ratio, params_ratio] = [macs, params].map(|what| format!("{what} ×{}", base.title()));
    let mut sheet = Sheet::new([
        ("alpha", "α"),
        ("beta", "β"),
        ("gamma", "γ"),
        ("constraint", "α·β²·γ²"),
        ("resolution", lang.text("scale.resolution")),
        ("blocks", lang.text("scale.blocks")),
        ("params", params),
        ("macs", macs),
        ("macs_ratio", &macs_ratio),
        ("params_ratio", &params_ratio),
        ("paper", lang.text("demo.surface.paper")),
    ]);
    sheet.rows = surface(base)?.iter().map(|point| cells(&Row::of(point))).collect();
    Ok(sheet)
}

fn cells(row: &Row) -> Vec<Cell> {
    vec![
        Cell::Real(row.alpha, 2),
        Cell::Real(row.beta, 2),
        Cell::Real(row.gamma, 2),
        Cell::Real(row.constraint, 3),
        Cell::Count(row.resolution as u64),
        Cell::Count(row.blocks as u64),
        Cell::Count(row.params),
        Cell::Count(row.macs),
        Cell::Real(row.macs_ratio, 2),
        Cell::Real(row.params_ratio, 2),
        if row.paper { Cell::text("*") } else { Cell::Empty },
    ]
}

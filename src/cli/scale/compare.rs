//! Formula, built network and published models, in every form.

use std::io::{self, Write};

use serde::Serialize;

use crate::arch::comparison::Published;
use crate::arch::compound::ImpliedPhi;
use crate::arch::{Comparison, CompoundScaling, Cost, Factors, Scaling, Variant};
use crate::cli::sheet::{Cell, Sheet};
use crate::demo::{implied, networks, verdict};
use crate::figure::{Glyphs, Part};
use crate::text::Lang;
use crate::text::number::{count, factor_decimals, short};

use super::{COLUMNS, write_wrapped};

/// What `--format json` prints.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    /// Only where it is not B0.
    #[serde(skip_serializing_if = "Option::is_none")]
    base: Option<&'static str>,
    /// Only where single dimensions are scaled.
    #[serde(skip_serializing_if = "Option::is_none")]
    factors: Option<Dimensions>,
    phi: f64,
    alpha: f64,
    beta: f64,
    gamma: f64,
    constraint: f64,
    formula: Dimensions,
    built: Built,
    published: Vec<Model>,
    /// Only where the base is none of B0–B7.
    #[serde(skip_serializing_if = "Option::is_none")]
    family: Option<Vec<Model>>,
}

#[derive(Debug, Serialize)]
struct Dimensions {
    depth: f64,
    width: f64,
    resolution: f64,
}

#[derive(Debug, Serialize)]
struct Built {
    resolution: usize,
    params: u64,
    macs: u64,
    macs_ratio: f64,
    blocks: usize,
}

#[derive(Debug, Serialize)]
#[expect(clippy::struct_field_names, reason = "the keys are a contract")]
struct Model {
    model: &'static str,
    depth: f64,
    width: f64,
    resolution: usize,
    params: u64,
    macs: u64,
    macs_ratio: f64,
    implied_phi: Implied,
}

/// A coefficient of 1 implies no φ: then it is null.
#[derive(Debug, Serialize)]
struct Implied {
    depth: Option<f64>,
    width: Option<f64>,
    resolution: Option<f64>,
}

/// For people.
pub(super) fn write_text(
    comparison: &Comparison,
    lang: Lang,
    out: &mut dyn Write,
) -> io::Result<()> {
    let plan = &comparison.plan;
    let compound = plan.compound;
    let title = lang.fill(
        "scale.title",
        &[
            ("phi", &plan.phi),
            ("alpha", &compound.alpha),
            ("beta", &compound.beta),
            ("gamma", &compound.gamma),
            ("constraint", &format!("{:.3}", compound.constraint())),
        ],
    );
    write_wrapped(&title, out)?;
    if plan.base != Variant::B0 || plan.has_factors() {
        write_wrapped(&start(comparison, lang), out)?;
    }
    for table in [networks(comparison, lang, count), implied(comparison, lang)] {
        writeln!(out)?;
        for line in Part::Table(table).lines(COLUMNS, Glyphs::Ascii) {
            writeln!(out, "{}", line.text().trim_end())?;
        }
    }
    writeln!(out)?;
    write_wrapped(&verdict(comparison, lang), out)
}

/// What is scaled, and by which factors on top.
fn start(comparison: &Comparison, lang: Lang) -> String {
    let (base, factors) = (comparison.plan.base, comparison.plan.factors);
    let scaling = base.scaling();
    let start = lang.fill(
        "scale.start",
        &[
            ("model", &base.title()),
            ("depth", &short(scaling.depth, 2)),
            ("width", &short(scaling.width, 2)),
            ("resolution", &scaling.resolution),
        ],
    );
    if !comparison.plan.has_factors() {
        return start;
    }
    let Factors { depth, width, resolution } = factors;
    let factors = lang.fill(
        "scale.factors",
        &[("depth", &depth), ("width", &width), ("resolution", &resolution)],
    );
    format!("{start} {factors}")
}

/// For spreadsheets and documents: formula, built network, and every model of the family.
pub(super) fn sheet(comparison: &Comparison, lang: Lang) -> Sheet {
    let phi = |key| format!("φ ({})", lang.text(key));
    let (depth, width, side) = (phi("scale.depth"), phi("scale.width"), phi("scale.resolution"));
    let ratio = format!("×{}", comparison.plan.base.title());
    let mut sheet = Sheet::new([
        ("name", lang.text("scale.name")),
        ("depth", lang.text("scale.depth")),
        ("width", lang.text("scale.width")),
        ("resolution", lang.text("scale.resolution")),
        ("blocks", lang.text("scale.blocks")),
        ("params", lang.text("scale.params")),
        ("macs", lang.text("scale.macs")),
        ("macs_ratio", &ratio),
        ("phi_depth", &depth),
        ("phi_width", &width),
        ("phi_resolution", &side),
    ]);
    let none = || Cell::Empty;
    let formula = comparison.formula;
    sheet.rows.push(vec![
        Cell::text(lang.text("scale.formula")),
        Cell::Real(formula.depth, 3),
        Cell::Real(formula.width, 3),
        Cell::Real(formula.resolution, 1),
        none(),
        none(),
        none(),
        factor(comparison.plan.growth()),
        none(),
        none(),
        none(),
    ]);
    sheet.rows.push(vec![
        Cell::text(lang.text("scale.built")),
        none(),
        none(),
        Cell::Count(comparison.built.resolution as u64),
        Cell::Count(comparison.built.blocks.len() as u64),
        Cell::Count(comparison.cost.params),
        Cell::Count(comparison.cost.macs),
        factor(comparison.macs_ratio()),
        none(),
        none(),
        none(),
    ]);
    sheet.rows.extend(comparison.family.iter().map(row));
    sheet
}

/// A factor as people read it.
fn factor(value: f64) -> Cell {
    Cell::Real(value, factor_decimals(value))
}

fn row(model: &Published) -> Vec<Cell> {
    let implied = model
        .implied
        .all()
        .map(|phi| if phi.is_finite() { Cell::Real(phi, 2) } else { Cell::Empty });
    let mut cells = vec![
        Cell::text(model.variant.title()),
        Cell::Real(model.scaling.depth, 1),
        Cell::Real(model.scaling.width, 1),
        Cell::Count(model.scaling.resolution as u64),
        Cell::Count(model.blocks as u64),
        Cell::Count(model.cost.params),
        Cell::Count(model.cost.macs),
        factor(model.macs_ratio),
    ];
    cells.extend(implied);
    cells
}

fn models(models: &[Published]) -> Vec<Model> {
    models.iter().map(Model::of).collect()
}

impl Report {
    pub(super) fn of(comparison: &Comparison) -> Self {
        let CompoundScaling { alpha, beta, gamma } = comparison.plan.compound;
        let plan = &comparison.plan;
        let Factors { depth, width, resolution } = plan.factors;
        let formula = comparison.formula;
        Self {
            base: (plan.base != Variant::B0).then(|| plan.base.name()),
            factors: plan.has_factors().then_some(Dimensions { depth, width, resolution }),
            phi: plan.phi,
            alpha,
            beta,
            gamma,
            constraint: plan.compound.constraint(),
            formula: Dimensions {
                depth: formula.depth,
                width: formula.width,
                resolution: formula.resolution,
            },
            built: Built {
                resolution: comparison.built.resolution,
                params: comparison.cost.params,
                macs: comparison.cost.macs,
                macs_ratio: comparison.macs_ratio(),
                blocks: comparison.built.blocks.len(),
            },
            published: models(&comparison.published),
            family: (!Variant::B.contains(&plan.base)).then(|| models(&comparison.family)),
        }
    }
}

impl Model {
    fn of(model: &Published) -> Self {
        let Published { variant, scaling, cost, macs_ratio, implied, .. } = *model;
        let Scaling { width, depth, resolution } = scaling;
        let Cost { params, macs, .. } = cost;
        let implied_phi = Implied::of(implied);
        Self {
            model: Variant::name(variant),
            depth,
            width,
            resolution,
            params,
            macs,
            macs_ratio,
            implied_phi,
        }
    }
}

impl Implied {
    fn of(phi: ImpliedPhi) -> Self {
        let finite = |value: f64| value.is_finite().then_some(value);
        Self {
            depth: finite(phi.depth),
            width: finite(phi.width),
            resolution: finite(phi.resolution),
        }
    }
}

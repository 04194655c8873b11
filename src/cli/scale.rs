//! `scale`: formula, built network and published models at one φ.

use std::io::Write;

use clap::Args;
use serde::Serialize;

use crate::arch::comparison::Published;
use crate::arch::compound::ImpliedPhi;
use crate::arch::{Comparison, CompoundScaling, Cost, Scaling, Variant};
use crate::demo::{implied, networks, verdict};
use crate::figure::{Glyphs, Part};
use crate::text::number::count;
use crate::text::{Lang, wrap};

use super::shared::{COLUMNS, Format};

/// Options of `scale`.
#[derive(Debug, Clone, Args)]
pub struct ScaleArgs {
    /// The compound exponent φ, 0 to 10; fractions are welcome.
    #[arg(long, value_name = "X", default_value_t = 1.0, allow_negative_numbers = true)]
    pub phi: f64,
    /// Depth for each step of φ.
    #[arg(long, value_name = "A", default_value_t = CompoundScaling::default().alpha, allow_negative_numbers = true)]
    pub alpha: f64,
    /// Width for each step of φ.
    #[arg(long, value_name = "B", default_value_t = CompoundScaling::default().beta, allow_negative_numbers = true)]
    pub beta: f64,
    /// Resolution for each step of φ.
    #[arg(long, value_name = "C", default_value_t = CompoundScaling::default().gamma, allow_negative_numbers = true)]
    pub gamma: f64,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// What `--format json` prints.
#[derive(Debug, Serialize)]
struct Report {
    phi: f64,
    alpha: f64,
    beta: f64,
    gamma: f64,
    constraint: f64,
    formula: Dimensions,
    built: Built,
    published: Vec<Model>,
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

/// Compares and writes to `out`.
///
/// # Errors
/// A wrong φ or coefficient is a [`SpecError`](crate::arch::SpecError): wrong usage. Others are
/// failures to write.
pub fn run(args: &ScaleArgs, lang: Lang, out: &mut dyn Write) -> anyhow::Result<()> {
    let compound = CompoundScaling { alpha: args.alpha, beta: args.beta, gamma: args.gamma };
    let comparison = Comparison::at(compound, args.phi)?;
    match args.format {
        Format::Table => write_text(&comparison, lang, out)?,
        Format::Json => {
            serde_json::to_writer(&mut *out, &Report::of(&comparison))?;
            writeln!(out)?;
        }
    }
    Ok(())
}

fn write_text(comparison: &Comparison, lang: Lang, out: &mut dyn Write) -> std::io::Result<()> {
    let compound = comparison.plan.compound;
    let title = lang.fill(
        "scale.title",
        &[
            ("phi", &comparison.plan.phi),
            ("alpha", &compound.alpha),
            ("beta", &compound.beta),
            ("gamma", &compound.gamma),
            ("constraint", &format!("{:.3}", compound.constraint())),
        ],
    );
    for line in wrap(&title, COLUMNS) {
        writeln!(out, "{line}")?;
    }
    for table in [networks(comparison, lang, count), implied(comparison, lang)] {
        writeln!(out)?;
        for line in Part::Table(table).lines(COLUMNS, Glyphs::Ascii) {
            writeln!(out, "{}", line.text().trim_end())?;
        }
    }
    writeln!(out)?;
    for line in wrap(&verdict(comparison, lang), COLUMNS) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

impl Report {
    fn of(comparison: &Comparison) -> Self {
        let CompoundScaling { alpha, beta, gamma } = comparison.plan.compound;
        let formula = comparison.formula;
        Self {
            phi: comparison.plan.phi,
            alpha,
            beta,
            gamma,
            constraint: comparison.plan.compound.constraint(),
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
            published: comparison.published.iter().map(Model::of).collect(),
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

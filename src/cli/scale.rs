//! `scale`: formula, built network and published models at one φ.

use std::io::Write;

use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::arch::comparison::Published;
use crate::arch::compound::ImpliedPhi;
use crate::arch::{Comparison, CompoundScaling, Cost, Scaling, Variant};
use crate::demo::compound_verdict;
use crate::figure::{Glyphs, Part, Table};
use crate::text::number::{count, ratio};
use crate::text::{Lang, wrap};

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
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

/// Form of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Aligned text.
    Table,
    /// One object with stable keys.
    Json,
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

/// Columns of the text: it fits an old terminal.
const COLUMNS: usize = 80;

fn write_text(comparison: &Comparison, lang: Lang, out: &mut dyn Write) -> std::io::Result<()> {
    let compound = comparison.compound;
    let title = lang.fill(
        "scale.title",
        &[
            ("phi", &comparison.phi),
            ("alpha", &compound.alpha),
            ("beta", &compound.beta),
            ("gamma", &compound.gamma),
            ("constraint", &format!("{:.3}", compound.constraint())),
        ],
    );
    for line in wrap(&title, COLUMNS) {
        writeln!(out, "{line}")?;
    }
    for table in [networks(comparison, lang), implied(comparison, lang)] {
        writeln!(out)?;
        for line in Part::Table(table).lines(COLUMNS, Glyphs::Ascii) {
            writeln!(out, "{}", line.text().trim_end())?;
        }
    }
    writeln!(out)?;
    for line in wrap(&compound_verdict(comparison, lang), COLUMNS) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

fn networks(comparison: &Comparison, lang: Lang) -> Table {
    let (formula, cost) = (comparison.formula, comparison.cost);
    let mut table = Table::new([
        "",
        lang.text("scale.depth"),
        lang.text("scale.width"),
        lang.text("scale.resolution"),
        lang.text("scale.blocks"),
        lang.text("scale.params"),
        lang.text("scale.macs"),
        "×B0",
    ]);
    let expected = comparison.compound.constraint().powf(comparison.phi);
    table.push([
        lang.text("scale.formula").to_owned(),
        format!("{:.3}", formula.depth),
        format!("{:.3}", formula.width),
        format!("{:.1}", formula.resolution),
        String::new(),
        String::new(),
        String::new(),
        ratio(expected, 2),
    ]);
    table.push_own([
        lang.text("scale.built").to_owned(),
        String::new(),
        String::new(),
        comparison.built.resolution.to_string(),
        comparison.built.blocks.len().to_string(),
        count(cost.params),
        count(cost.macs),
        ratio(comparison.macs_ratio(), 2),
    ]);
    for model in comparison.shown() {
        table.push([
            model.variant.title().to_owned(),
            format!("{:.1}", model.scaling.depth),
            format!("{:.1}", model.scaling.width),
            model.scaling.resolution.to_string(),
            model.blocks.to_string(),
            count(model.cost.params),
            count(model.cost.macs),
            ratio(model.macs_ratio, 2),
        ]);
    }
    table
}

fn implied(comparison: &Comparison, lang: Lang) -> Table {
    let mut table = Table::new([
        lang.text("scale.implied"),
        lang.text("scale.depth"),
        lang.text("scale.width"),
        lang.text("scale.resolution"),
    ]);
    let show =
        |phi: f64| if phi.is_finite() { format!("{:.2}", phi + 0.0) } else { "-".to_owned() };
    for model in comparison.shown() {
        let phi = model.implied;
        table.push([
            model.variant.title().to_owned(),
            show(phi.depth),
            show(phi.width),
            show(phi.resolution),
        ]);
    }
    table
}

impl Report {
    fn of(comparison: &Comparison) -> Self {
        let CompoundScaling { alpha, beta, gamma } = comparison.compound;
        let formula = comparison.formula;
        Self {
            phi: comparison.phi,
            alpha,
            beta,
            gamma,
            constraint: comparison.compound.constraint(),
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

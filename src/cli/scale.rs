//! `scale`: formula, built network and published models; the constraint surface; budgets; the paper's
//! own comparisons.

mod compare;
mod paper;
mod solve;
mod surface;

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;

use crate::arch::budget::Budget;
use crate::arch::frontier::Grid;
use crate::arch::plan::parse_base;
use crate::arch::{Comparison, CompoundScaling, Factors, Plan, Variant};
use crate::arch::{Field, SpecError};
use crate::demo::{self, Solved};
use crate::export::Tone;
use crate::figure::{Figure, Glyphs, Part};
use crate::text::normal::clean;
use crate::text::{Lang, wrap};

use super::shared::{COLUMNS, plot};
use super::sheet::{Sheet, TableFormat};

/// Options of `scale`.
#[derive(Debug, Clone, Args)]
pub struct ScaleArgs {
    /// The compound exponent φ, 0 to 10; 1 if left out, 0 beside a factor on one dimension.
    #[arg(long, value_name = "X", allow_negative_numbers = true)]
    pub phi: Option<f64>,
    /// Depth for each step of φ.
    #[arg(long, value_name = "A", default_value_t = CompoundScaling::default().alpha, allow_negative_numbers = true)]
    pub alpha: f64,
    /// Width for each step of φ.
    #[arg(long, value_name = "B", default_value_t = CompoundScaling::default().beta, allow_negative_numbers = true)]
    pub beta: f64,
    /// Resolution for each step of φ.
    #[arg(long, value_name = "C", default_value_t = CompoundScaling::default().gamma, allow_negative_numbers = true)]
    pub gamma: f64,
    /// Scale depth by this factor as well.
    #[arg(long, value_name = "D", allow_negative_numbers = true)]
    pub depth: Option<f64>,
    /// Scale width by this factor as well.
    #[arg(long, value_name = "W", allow_negative_numbers = true)]
    pub width: Option<f64>,
    /// Scale the input's side by this factor as well; 2 means four times the pixels.
    #[arg(long, value_name = "R", allow_negative_numbers = true)]
    pub resolution: Option<f64>,
    /// The model to start from: b0…b8, l2, lite0…lite4, v2-b0…v2-b3.
    #[arg(long, value_name = "MODEL", default_value = "b0")]
    pub base: String,
    /// Find what fits, as in "macs<=1G,params<=10M,res%32==0": the best published model, and networks
    /// that could be built.
    #[arg(long, value_name = "EXPR", conflicts_with_all = ["phi", "depth", "width", "resolution"])]
    pub solve: Option<String>,
    /// Every (α, β, γ) with α·β²·γ² ≈ 2, and the MACs that each really builds.
    #[arg(long, conflicts_with_all = ["phi", "alpha", "beta", "gamma", "depth", "width", "resolution", "solve"])]
    pub surface: bool,
    /// The paper's Tables 3 and 7: recomputed beside the printed values.
    #[arg(long, conflicts_with_all = ["phi", "alpha", "beta", "gamma", "depth", "width", "resolution", "base", "solve", "surface"])]
    pub paper: bool,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t)]
    pub format: TableFormat,
    /// Draw what is asked for into FILE, `.svg` or `.png`.
    #[arg(long, value_name = "FILE")]
    pub plot: Option<PathBuf>,
}

/// What was asked for.
enum Mode {
    Compare(Plan),
    Solve(Budget, Variant, CompoundScaling),
    Surface(Variant),
    Paper,
}

impl ScaleArgs {
    fn mode(&self) -> anyhow::Result<Mode> {
        let base = parse_base(&clean(&self.base))?;
        let compound = CompoundScaling { alpha: self.alpha, beta: self.beta, gamma: self.gamma };
        if self.paper {
            return Ok(Mode::Paper);
        }
        if self.surface {
            return Ok(Mode::Surface(base));
        }
        if let Some(text) = &self.solve {
            // The coefficients only say which direction is balanced, but wrong ones are refused.
            compound.formula(0.0)?;
            return Ok(Mode::Solve(Budget::parse(&clean(text))?, base, compound));
        }
        let one = Factors::default();
        let factors = Factors {
            depth: self.depth.unwrap_or(one.depth),
            width: self.width.unwrap_or(one.width),
            resolution: self.resolution.unwrap_or(one.resolution),
        };
        let has_factor = [self.depth, self.width, self.resolution].iter().any(Option::is_some);
        let phi = self.phi.unwrap_or(if has_factor { 0.0 } else { 1.0 });
        Ok(Mode::Compare(Plan { base, compound, phi, factors }))
    }

    /// The same mistake; one of channels names the option that made so many.
    fn with_width(&self, mut error: SpecError) -> SpecError {
        if let (
            Some(width),
            SpecError::Network { field: Field::Stem | Field::Head, got, .. }
            | SpecError::Stage { field: Field::Channels, got, .. },
        ) = (self.width, &mut error)
        {
            *got = format!("{got} (--width {width})");
        }
        error
    }

    /// What the options ask for, as a figure: for a picture.
    ///
    /// # Errors
    /// When an option is out of range.
    pub fn figure(&self, lang: Lang) -> anyhow::Result<Figure> {
        Ok(match self.mode()? {
            Mode::Compare(plan) => {
                demo::comparison(plan, lang).map_err(|error| self.with_width(error))?
            }
            Mode::Solve(budget, base, compound) => {
                Solved::of(&Grid::on(base)?, budget, compound).figure(lang)
            }
            Mode::Surface(base) => {
                let mut figure = demo::surface(base, lang)?;
                // A hundred rows are for `--format csv`; the picture is the surface.
                figure.parts.retain(|part| !matches!(part, Part::Table(_)));
                figure
            }
            Mode::Paper => demo::paper_tables(lang),
        })
    }
}

/// Answers and writes to `out`.
///
/// # Errors
/// A wrong option is a [`SpecError`] or a
/// [`BudgetError`](crate::arch::BudgetError): wrong usage. Others are failures to write.
pub fn run(args: &ScaleArgs, tone: Tone, lang: Lang, out: &mut dyn Write) -> anyhow::Result<()> {
    if let Some(path) = &args.plot {
        return plot(&args.figure(lang)?, tone, path, lang, out);
    }
    match args.mode()? {
        Mode::Compare(plan) => {
            let comparison = Comparison::of(plan).map_err(|error| args.with_width(error))?;
            match args.format {
                TableFormat::Table => compare::write_text(&comparison, lang, out)?,
                TableFormat::Json => write_json(&compare::Report::of(&comparison), out)?,
                other => write_sheet(&compare::sheet(&comparison, lang), other, out)?,
            }
        }
        Mode::Solve(budget, base, compound) => {
            let solved = Solved::of(&Grid::on(base)?, budget, compound);
            match args.format {
                TableFormat::Table => write_figure(&solved.figure(lang), out)?,
                TableFormat::Json => write_json(&solve::Report::of(&solved), out)?,
                other => write_sheet(&solve::sheet(&solved, lang), other, out)?,
            }
        }
        Mode::Surface(base) => match args.format {
            TableFormat::Table => write_figure(&demo::surface(base, lang)?, out)?,
            TableFormat::Json => write_json(&surface::Report::of(base)?, out)?,
            other => write_sheet(&surface::sheet(base, lang)?, other, out)?,
        },
        Mode::Paper => match args.format {
            TableFormat::Table => write_figure(&demo::paper_tables(lang), out)?,
            TableFormat::Json => write_json(&paper::report(), out)?,
            other => write_sheet(&paper::sheet(lang), other, out)?,
        },
    }
    Ok(())
}

/// A figure on plain lines; what is only drawn is left out.
fn write_figure(figure: &Figure, out: &mut dyn Write) -> io::Result<()> {
    write_wrapped(&figure.title, out)?;
    for part in figure.parts.iter().filter(|part| !matches!(part, Part::Chart(_))) {
        writeln!(out)?;
        for line in part.lines(COLUMNS, Glyphs::Ascii) {
            writeln!(out, "{}", line.text().trim_end())?;
        }
    }
    Ok(())
}

fn write_wrapped(text: &str, out: &mut dyn Write) -> io::Result<()> {
    for line in wrap(text, COLUMNS) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

fn write_json(report: &impl serde::Serialize, out: &mut dyn Write) -> anyhow::Result<()> {
    serde_json::to_writer(&mut *out, report)?;
    writeln!(out)?;
    Ok(())
}

fn write_sheet(sheet: &Sheet, format: TableFormat, out: &mut dyn Write) -> io::Result<()> {
    match format {
        TableFormat::Csv => sheet.write_csv(out),
        TableFormat::Markdown => sheet.write_markdown(out),
        TableFormat::Table | TableFormat::Json => sheet.write_table(out),
    }
}

//! `models`: the families side by side, counted, with accuracies from their sources.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use crate::arch::memory::F32;
use crate::arch::{Cost, Model, SpecError};
use crate::content::demo::FamilyAxis;
use crate::content::quantity::{self, paper_source};
use crate::demo::{RIVALS, families};
use crate::export::Tone;
use crate::text::{Lang, wrap};

use super::shared::{COLUMNS, plot};
use super::sheet::{Cell, Sheet, TableFormat};

/// Options of `models`.
#[derive(Debug, Clone, Args)]
pub struct ModelsArgs {
    /// Models to show; all if none is named.
    #[arg(value_name = "NAME")]
    pub names: Vec<String>,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t)]
    pub format: TableFormat,
    /// Draw accuracies over MACs into FILE, `.svg` or `.png`.
    #[arg(long, value_name = "FILE")]
    pub plot: Option<PathBuf>,
}

/// One model of `--format json`.
#[derive(Debug, Serialize)]
struct Entry {
    model: String,
    family: &'static str,
    resolution: Option<usize>,
    params: Option<u64>,
    buffers: Option<u64>,
    macs: Option<u64>,
    activations: Option<u64>,
    weight_bytes: Option<u64>,
    top1: Option<Accuracy>,
    printed: Option<Printed>,
}

/// An accuracy in percent, and where it is printed.
#[derive(Debug, Clone, Serialize)]
struct Accuracy {
    value: f64,
    source: &'static str,
}

/// Counts as a publication prints them, rounded there.
#[derive(Debug, Serialize)]
struct Printed {
    params: Option<u64>,
    macs: Option<u64>,
    source: &'static str,
}

/// Writes the models to `out`.
///
/// # Errors
/// An unknown name is wrong usage; others are failures to write.
pub fn run(args: &ModelsArgs, tone: Tone, lang: Lang, out: &mut dyn Write) -> anyhow::Result<()> {
    let Chosen { models, rivals } = chosen(&args.names)?;
    if let Some(path) = &args.plot {
        return plot(&families(&models, FamilyAxis::Macs, lang), tone, path, lang, out);
    }
    match args.format {
        TableFormat::Table => write_text(&models, &rivals, lang, out)?,
        TableFormat::Csv => full(&models, &rivals, lang).write_csv(out)?,
        TableFormat::Markdown => full(&models, &rivals, lang).write_markdown(out)?,
        TableFormat::Json => {
            let rivals = rivals.into_iter().map(Entry::printed);
            let entries: Vec<Entry> = models.into_iter().map(Entry::of).chain(rivals).collect();
            serde_json::to_writer(&mut *out, &entries)?;
            writeln!(out)?;
        }
    }
    Ok(())
}

/// What is to be shown, in two tables.
struct Chosen {
    models: Vec<Model>,
    /// The paper's competitors, which only its own numbers are known of.
    rivals: Vec<&'static str>,
}

/// The models of these names; all if there are none.
fn chosen(names: &[String]) -> Result<Chosen, SpecError> {
    let rivals = RIVALS.into_iter().map(|(name, _)| name);
    if names.is_empty() {
        return Ok(Chosen { models: Model::all().collect(), rivals: rivals.collect() });
    }
    let mut chosen = Chosen { models: Vec::new(), rivals: Vec::new() };
    for name in names {
        match rivals.clone().find(|rival| rival.eq_ignore_ascii_case(name)) {
            Some(rival) => chosen.rivals.push(rival),
            None => chosen.models.push(Model::parse(name)?),
        }
    }
    Ok(chosen)
}

fn write_text(
    models: &[Model],
    named: &[&str],
    lang: Lang,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    // Sources are numbered in the order in which they are first needed.
    let mut sources: Vec<&str> = Vec::new();
    let numbered = |top1: Accuracy| {
        let known = sources.iter().position(|source| *source == top1.source);
        let number = known.unwrap_or_else(|| {
            sources.push(top1.source);
            sources.len() - 1
        });
        Cell::Value(format!("{:.1} [{}]", top1.value, number + 1))
    };
    if !models.is_empty() {
        sheet(models, lang, numbered).write_table(out)?;
        writeln!(out)?;
        for line in wrap(lang.text("models.counted"), COLUMNS) {
            writeln!(out, "{line}")?;
        }
    }
    if !sources.is_empty() {
        writeln!(out, "{}", lang.text("models.sources"))?;
    }
    for (index, source) in sources.iter().enumerate() {
        let mark = format!("  [{}] ", index + 1);
        for (line, text) in wrap(source, COLUMNS - mark.len()).into_iter().enumerate() {
            let start = if line == 0 { mark.clone() } else { " ".repeat(mark.len()) };
            writeln!(out, "{start}{text}")?;
        }
    }
    if !named.is_empty() {
        if !models.is_empty() {
            writeln!(out)?;
        }
        for line in wrap(lang.text("models.rivals"), COLUMNS) {
            writeln!(out, "{line}")?;
        }
        rivals(named, lang).write_table(out)?;
    }
    Ok(())
}

fn sheet(models: &[Model], lang: Lang, mut top1: impl FnMut(Accuracy) -> Cell) -> Sheet {
    let mut sheet = Sheet::new([
        ("model", lang.text("models.model")),
        ("resolution", lang.text("models.resolution")),
        ("params", lang.text("models.params")),
        ("macs", lang.text("models.macs")),
        ("activations", lang.text("models.activations")),
        ("f32_mb", lang.text("models.bytes")),
        ("top1", lang.text("models.top1")),
    ]);
    for &model in models {
        let Cost { params, macs, activations, .. } = model.imagenet().cost();
        sheet.rows.push(vec![
            Cell::text(model.name()),
            Cell::Count(model.scaling().resolution as u64),
            Cell::Count(params),
            Cell::Count(macs),
            Cell::Count(activations),
            Cell::Real(megabytes(params), 1),
            accuracy(model.name()).map_or(Cell::Empty, &mut top1),
        ]);
    }
    sheet
}

/// Every column, the competitors below: for spreadsheets and documents.
fn full(models: &[Model], rivals: &[&str], lang: Lang) -> Sheet {
    let mut sheet = sheet(models, lang, |top1| Cell::Real(top1.value, 1));
    let more = [
        ("source", lang.text("models.source")),
        ("printed_params", lang.text("models.printed-params")),
        ("printed_macs", lang.text("models.printed-macs")),
    ];
    sheet.columns.extend(more.map(|(key, head)| (key, head.to_owned())));
    let names = models.iter().map(|model| model.name());
    for (row, name) in sheet.rows.iter_mut().zip(names) {
        row.extend(printed_cells(name));
    }
    for name in rivals {
        let mut row = vec![Cell::Empty; 7];
        row[0] = Cell::text(*name);
        row[6] = accuracy(name).map_or(Cell::Empty, |top1| Cell::Real(top1.value, 1));
        row.extend(printed_cells(name));
        sheet.rows.push(row);
    }
    sheet
}

/// Where a model's accuracy is printed, and the counts that a publication prints for it.
fn printed_cells(name: &str) -> [Cell; 3] {
    let shown = |value: Option<u64>| value.map_or(Cell::Empty, Cell::Count);
    let printed = printed(name);
    [
        accuracy(name).map_or(Cell::Empty, |top1| Cell::text(top1.source)),
        shown(printed.as_ref().and_then(|p| p.params)),
        shown(printed.as_ref().and_then(|p| p.macs)),
    ]
}

/// The paper's competitors, with its rounded numbers.
fn rivals(names: &[&str], lang: Lang) -> Sheet {
    let mut sheet = Sheet::new([
        ("model", lang.text("models.model")),
        ("params", lang.text("models.params")),
        ("macs", lang.text("models.macs")),
        ("top1", lang.text("models.top1")),
    ]);
    let shown = |value: Option<u64>| value.map_or(Cell::Empty, Cell::Count);
    for name in names {
        let printed = printed(name);
        sheet.rows.push(vec![
            Cell::text(*name),
            shown(printed.as_ref().and_then(|p| p.params)),
            shown(printed.as_ref().and_then(|p| p.macs)),
            accuracy(name).map_or(Cell::Empty, |top1| Cell::Real(top1.value, 1)),
        ]);
    }
    sheet
}

/// Bytes of f32 weights, in millions.
fn megabytes(params: u64) -> f64 {
    params.saturating_mul(F32) as f64 / 1e6
}

/// What a publication says a model reaches on ImageNet.
fn accuracy(name: &str) -> Option<Accuracy> {
    let (value, source) = quantity::accuracy(name)?;
    Some(Accuracy { value, source })
}

fn printed(name: &str) -> Option<Printed> {
    let value = |key| quantity::evaluate(&format!("paper:{name}.{key}")).ok().map(|v| v as u64);
    let (params, macs) = (value("params"), value("flops"));
    (params.or(macs)).and(paper_source(name)).map(|source| Printed { params, macs, source })
}

impl Entry {
    fn of(model: Model) -> Self {
        let Cost { params, buffers, macs, activations } = model.imagenet().cost();
        Self {
            model: model.name().to_owned(),
            family: model.family().name(),
            resolution: Some(model.scaling().resolution),
            params: Some(params),
            buffers: Some(buffers),
            macs: Some(macs),
            activations: Some(activations),
            weight_bytes: Some(params.saturating_mul(F32)),
            top1: accuracy(model.name()),
            printed: printed(model.name()),
        }
    }

    fn printed(name: &str) -> Self {
        Self {
            model: name.to_owned(),
            family: "competitor",
            resolution: None,
            params: None,
            buffers: None,
            macs: None,
            activations: None,
            weight_bytes: None,
            top1: accuracy(name),
            printed: printed(name),
        }
    }
}

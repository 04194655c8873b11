//! `inspect` for people: totals, memory, and a table of stages, blocks or layers.

use std::io::Write;

use crate::arch::memory::{F16, F32, INT8, Memory};
use crate::arch::{Cost, LayerSpec, Network, Operator};
use crate::cli::shared::COLUMNS;
use crate::cli::sheet::{Cell, Sheet, TableFormat};
use crate::demo::{blocks_kind, mistake_text, stored};
use crate::text::{Lang, wrap};

use super::{Level, Subject};

/// Totals first, then the table.
pub(super) fn write(
    subject: &Subject,
    level: Option<Level>,
    lang: Lang,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    write_totals(subject, lang, out)?;
    let level = level.unwrap_or(Level::Stage);
    if level != Level::Network {
        writeln!(out)?;
        // What a layer reads is what the one before it wrote.
        sheet(&subject.network, level, lang).without("in").write_table(out)?;
    }
    Ok(())
}

/// The table alone.
pub(super) fn write_sheet(
    subject: &Subject,
    level: Option<Level>,
    format: TableFormat,
    lang: Lang,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let sheet = sheet(&subject.network, level.unwrap_or(Level::Stage), lang);
    match format {
        TableFormat::Csv => sheet.write_csv(out)?,
        _ => sheet.write_markdown(out)?,
    }
    Ok(())
}

fn write_totals(subject: &Subject, lang: Lang, out: &mut dyn Write) -> anyhow::Result<()> {
    let network = &subject.network;
    let scaling = network.scaling;
    let title = lang.fill(
        "inspect.title",
        &[
            ("name", &subject.title()),
            ("resolution", &scaling.resolution),
            ("width", &scaling.width),
            ("depth", &scaling.depth),
            ("classes", &network.classes),
        ],
    );
    for line in wrap(&title, COLUMNS) {
        writeln!(out, "{line}")?;
    }
    write_mistakes(subject, lang, out)?;
    writeln!(out)?;
    let Cost { params, macs, activations, .. } = network.cost();
    let memory = network.memory();
    let mut totals = Sheet::new([("what", ""), ("count", ""), ("note", "")]);
    let mut row = |key: &'static str, value: u64, note: String| {
        totals.rows.push(vec![Cell::text(lang.text(key)), Cell::Count(value), Cell::text(note)]);
    };
    row("inspect.params", params, weights(&memory, lang));
    let statistics = stored(memory.buffers, F32);
    row("inspect.buffers", memory.buffers, lang.fill("inspect.stored", &[("size", &statistics)]));
    row("inspect.macs", macs, lang.text("inspect.macs-note").to_owned());
    row("inspect.activations", activations, lang.text("inspect.activations-note").to_owned());
    row("inspect.peak", memory.peak, live(&memory.peak_at, memory.peak, lang));
    row("inspect.largest", memory.largest, live(&memory.largest_at, memory.largest, lang));
    let training = stored(memory.training, F32);
    row("inspect.training", memory.training, lang.fill("inspect.f32", &[("size", &training)]));
    totals.write_table(out)?;
    Ok(())
}

/// What is wrong with the network, and whether that changes anything in it.
fn write_mistakes(subject: &Subject, lang: Lang, out: &mut dyn Write) -> anyhow::Result<()> {
    if subject.bugs.is_empty() {
        return Ok(());
    }
    let meanings: Vec<&str> = subject.bugs.iter().map(|&bug| mistake_text(bug, lang)).collect();
    let mut text = lang.fill("inspect.mistake", &[("meaning", &meanings.join(" "))]);
    if subject.right().is_some_and(|right| right.layers == subject.network.layers) {
        text += " ";
        text += &lang.fill("inspect.no-difference", &[("name", &subject.network.name)]);
    }
    for line in wrap(&text, COLUMNS) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// Bytes of the weights in the usual formats.
fn weights(memory: &Memory, lang: Lang) -> String {
    let of = |bytes| stored(memory.params, bytes);
    let (f32, f16, int8) = (of(F32), of(F16), of(INT8));
    lang.fill("inspect.weights", &[("f32", &f32), ("f16", &f16), ("int8", &int8)])
}

fn live(path: &str, values: u64, lang: Lang) -> String {
    lang.fill("inspect.live", &[("size", &stored(values, F32)), ("path", &path)])
}

/// The rows at a level.
fn sheet(network: &Network, level: Level, lang: Lang) -> Sheet {
    match level {
        Level::Network => totals(network, lang),
        Level::Stage => groups(network, lang, |layer| {
            (layer.stage, usize::from(layer.path == "pool" || layer.path == "classifier"))
        }),
        Level::Block => groups(network, lang, |layer| {
            let end = usize::from(layer.path == "pool" || layer.path == "classifier");
            (layer.stage, layer.block.map_or(end, |block| block + 2))
        }),
        Level::Layer => layers(network, lang),
    }
}

fn totals(network: &Network, lang: Lang) -> Sheet {
    let mut sheet = Sheet::new([
        ("model", lang.text("models.model")),
        ("params", lang.text("inspect.params")),
        ("buffers", lang.text("inspect.buffers")),
        ("macs", lang.text("inspect.macs")),
        ("activations", lang.text("inspect.activations")),
    ]);
    let Cost { params, buffers, macs, activations } = network.cost();
    sheet.rows.push(vec![
        Cell::text(&network.name),
        Cell::Count(params),
        Cell::Count(buffers),
        Cell::Count(macs),
        Cell::Count(activations),
    ]);
    sheet
}

/// A row for each run of layers with the same key.
fn groups(network: &Network, lang: Lang, key: impl Fn(&LayerSpec) -> (usize, usize)) -> Sheet {
    let mut sheet = Sheet::new([
        ("stage", lang.text("inspect.stage")),
        ("part", lang.text("inspect.part")),
        ("out", lang.text("inspect.out")),
        ("params", lang.text("inspect.params")),
        ("macs", lang.text("inspect.macs")),
        ("share", lang.text("inspect.share")),
    ]);
    let whole = network.cost().macs.max(1) as f64;
    for run in network.layers.chunk_by(|a, b| key(a) == key(b)) {
        let Cost { params, macs, .. } = run.iter().map(LayerSpec::cost).sum();
        let Some((first, last)) = run.first().zip(run.last()) else { continue };
        sheet.rows.push(vec![
            Cell::Count(first.stage as u64),
            Cell::text(part(run)),
            Cell::Value(last.output.to_string()),
            Cell::Count(params),
            Cell::Count(macs),
            Cell::Real(100.0 * macs as f64 / whole, 2),
        ]);
    }
    sheet
}

/// What a run of layers is: `2 × MBConv6 k5`, `stem`, `blocks.3 MBConv6 k5 /2 24→40`.
fn part(run: &[LayerSpec]) -> String {
    let Some(first) = run.first() else { return String::new() };
    let Some(block) = first.block else {
        let is_end = first.path == "pool";
        return if is_end { "pool, classifier".to_owned() } else { first.path.clone() };
    };
    let own: Vec<&LayerSpec> = run.iter().filter(|layer| layer.block == Some(block)).collect();
    let blocks = run.iter().filter_map(|layer| layer.block).max().unwrap_or(block) + 1 - block;
    let kind = blocks_kind(&own);
    if blocks > 1 { format!("{blocks} × {kind}") } else { format!("blocks.{block} {kind}") }
}

/// A row for each operation.
fn layers(network: &Network, lang: Lang) -> Sheet {
    let mut sheet = Sheet::new([
        ("path", lang.text("inspect.path")),
        ("in", lang.text("inspect.in")),
        ("out", lang.text("inspect.out")),
        ("kernel", lang.text("inspect.kernel")),
        ("params", lang.text("inspect.params")),
        ("macs", lang.text("inspect.macs")),
    ]);
    for layer in &network.layers {
        let Cost { params, macs, .. } = layer.cost();
        sheet.rows.push(vec![
            Cell::text(&layer.path),
            Cell::Value(layer.input.to_string()),
            Cell::Value(layer.output.to_string()),
            window(layer).map_or(Cell::Empty, Cell::Value),
            some(params),
            some(macs),
        ]);
    }
    sheet
}

/// `3×3 /2`, for what has a kernel.
fn window(layer: &LayerSpec) -> Option<String> {
    let has_kernel =
        matches!(layer.op, Operator::Conv | Operator::DepthwiseConv | Operator::MaxPool);
    let stride = if layer.stride > 1 { format!("/{}", layer.stride) } else { String::new() };
    has_kernel.then(|| format!("{}{stride}", layer.kernel))
}

fn some(value: u64) -> Cell {
    if value == 0 { Cell::Empty } else { Cell::Count(value) }
}

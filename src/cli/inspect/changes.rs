//! `--diff`: only what differs between two networks.

use std::io::Write;

use serde::Serialize;

use crate::arch::LayerSpec;
use crate::arch::diff::{Change, diff};
use crate::cli::shared::COLUMNS;
use crate::cli::sheet::{Cell, Sheet, TableFormat, signed};
use crate::text::{Lang, wrap};

use super::Subject;
use super::report::operator;

#[derive(Debug, Serialize)]
struct Report<'a> {
    first: Side<'a>,
    second: Side<'a>,
    params: i64,
    macs: i64,
    changes: Vec<Entry<'a>>,
}

/// One of the two networks.
#[derive(Debug, Serialize)]
struct Side<'a> {
    model: &'a str,
    resolution: usize,
    classes: usize,
    width: f64,
    depth: f64,
    bugs: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
struct Entry<'a> {
    path: Option<&'a str>,
    path_second: Option<&'a str>,
    before: Option<String>,
    after: Option<String>,
    params: i64,
    macs: i64,
}

/// Writes what `first` has more or other than `second`.
pub(super) fn write(
    first: &Subject,
    second: &Subject,
    format: TableFormat,
    lang: Lang,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let changes = diff(&first.network, &second.network);
    let params = changes.iter().map(Change::params).fold(0, i64::saturating_add);
    let macs = changes.iter().map(Change::macs).fold(0, i64::saturating_add);
    match format {
        TableFormat::Csv => sheet(&changes, second, lang).write_csv(out)?,
        TableFormat::Markdown => sheet(&changes, second, lang).write_markdown(out)?,
        TableFormat::Json => {
            let (first, second) = (Side::of(first), Side::of(second));
            let changes = changes.iter().map(Entry::of).collect();
            serde_json::to_writer(&mut *out, &Report { first, second, params, macs, changes })?;
            writeln!(out)?;
        }
        TableFormat::Table => {
            let names: [(&str, &dyn std::fmt::Display); 4] = [
                ("first", &first.title()),
                ("second", &second.title()),
                ("params", &signed(params)),
                ("macs", &signed(macs)),
            ];
            let key = if changes.is_empty() { "inspect.diff.same" } else { "inspect.diff.title" };
            for line in wrap(&lang.fill(key, &names), COLUMNS) {
                writeln!(out, "{line}")?;
            }
            if !changes.is_empty() {
                writeln!(out)?;
                write_table(&changes, second, lang, out)?;
            }
        }
    }
    Ok(())
}

/// In large networks the columns do not fit: then what differs stands on a line of its own.
fn write_table(
    changes: &[Change],
    second: &Subject,
    lang: Lang,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let sheet = sheet(changes, second, lang);
    if sheet.fits() {
        return Ok(sheet.write_table(out)?);
    }
    let mut lines = sheet.without("before").without("after").lines().into_iter();
    if let Some(head) = lines.next() {
        writeln!(out, "{head}")?;
    }
    for (line, change) in lines.zip(changes) {
        writeln!(out, "{line}")?;
        writeln!(
            out,
            "    {}  |  {}",
            shown(change.before.as_ref()),
            shown(change.after.as_ref())
        )?;
    }
    Ok(())
}

fn sheet(changes: &[Change], second: &Subject, lang: Lang) -> Sheet {
    let mut sheet = Sheet::new([
        ("path", lang.text("inspect.path")),
        ("before", lang.text("inspect.diff.before")),
        ("after", lang.text("inspect.diff.after")),
        ("params", lang.text("inspect.diff.params")),
        ("macs", lang.text("inspect.diff.macs")),
    ]);
    for change in changes {
        // Blocks are numbered over the whole network: what only the second has bears its name.
        let path = match &change.before {
            Some(layer) => layer.path.clone(),
            None => format!("{}: {}", second.network.name, change.path),
        };
        sheet.rows.push(vec![
            Cell::text(path),
            Cell::text(shown(change.before.as_ref())),
            Cell::text(shown(change.after.as_ref())),
            Cell::Change(change.params()),
            Cell::Change(change.macs()),
        ]);
    }
    sheet
}

fn shown(layer: Option<&LayerSpec>) -> String {
    layer.map_or_else(|| "-".to_owned(), described)
}

impl<'a> Side<'a> {
    fn of(subject: &'a Subject) -> Self {
        let network = &subject.network;
        Self {
            model: &network.name,
            resolution: network.scaling.resolution,
            classes: network.classes,
            width: network.scaling.width,
            depth: network.scaling.depth,
            bugs: subject.bugs.iter().map(|bug| bug.name()).collect(),
        }
    }
}

impl<'a> Entry<'a> {
    fn of(change: &'a Change) -> Self {
        let path = |layer: &'a Option<LayerSpec>| layer.as_ref().map(|layer| layer.path.as_str());
        Self {
            path: path(&change.before),
            path_second: path(&change.after),
            before: change.before.as_ref().map(described),
            after: change.after.as_ref().map(described),
            params: change.params(),
            macs: change.macs(),
        }
    }
}

/// `conv 3/2 16→96 56²`: as short as tells the difference.
fn described(layer: &LayerSpec) -> String {
    let (input, output) = (layer.input, layer.output);
    let op = match operator(layer.op) {
        "depthwise-conv" => "dw",
        "batch-norm" => "norm",
        "global-pool" => "pool",
        name => name,
    };
    let kernel = if layer.kernel > 1 { format!(" {}", layer.kernel) } else { String::new() };
    let stride = if layer.stride > 1 { format!("/{}", layer.stride) } else { String::new() };
    let channels = if input.c == output.c {
        format!(" {}", output.c)
    } else {
        format!(" {}→{}", input.c, output.c)
    };
    let bias = if layer.bias && layer.op != crate::arch::Operator::Linear { "+b" } else { "" };
    let side = if output.h > 1 { format!(" {}²", output.h) } else { String::new() };
    format!("{op}{kernel}{stride}{channels}{bias}{side}")
}

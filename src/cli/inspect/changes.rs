//! `--diff`: only what differs between two networks.

use std::io::Write;

use serde::Serialize;

use crate::arch::diff::{Change, diff};
use crate::arch::{LayerSpec, Network};
use crate::cli::sheet::{Cell, Sheet, TableFormat, signed};
use crate::text::Lang;

use super::report::operator;

#[derive(Debug, Serialize)]
struct Report<'a> {
    model: &'a str,
    diff: &'a str,
    params: i64,
    macs: i64,
    changes: Vec<Entry<'a>>,
}

#[derive(Debug, Serialize)]
struct Entry<'a> {
    path: &'a str,
    before: Option<String>,
    after: Option<String>,
    params: i64,
    macs: i64,
}

/// Writes what `first` has more or other than `second`.
pub(super) fn write(
    first: &Network,
    second: &Network,
    format: TableFormat,
    lang: Lang,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let changes = diff(first, second);
    let params = changes.iter().map(Change::params).fold(0, i64::saturating_add);
    let macs = changes.iter().map(Change::macs).fold(0, i64::saturating_add);
    match format {
        TableFormat::Csv => sheet(&changes, lang).write_csv(out)?,
        TableFormat::Markdown => sheet(&changes, lang).write_markdown(out)?,
        TableFormat::Json => {
            let changes = changes.iter().map(Entry::of).collect();
            let report = Report { model: &first.name, diff: &second.name, params, macs, changes };
            serde_json::to_writer(&mut *out, &report)?;
            writeln!(out)?;
        }
        TableFormat::Table => {
            let names: [(&str, &dyn std::fmt::Display); 4] = [
                ("first", &first.name),
                ("second", &second.name),
                ("params", &signed(params)),
                ("macs", &signed(macs)),
            ];
            if changes.is_empty() {
                writeln!(out, "{}", lang.fill("inspect.diff.same", &names))?;
                return Ok(());
            }
            writeln!(out, "{}\n", lang.fill("inspect.diff.title", &names))?;
            let sheet = sheet(&changes, lang);
            // In the largest networks only the differences have room.
            let sheet = if sheet.fits() { sheet } else { sheet.without("before").without("after") };
            sheet.write_table(out)?;
        }
    }
    Ok(())
}

fn sheet(changes: &[Change], lang: Lang) -> Sheet {
    let mut sheet = Sheet::new([
        ("path", lang.text("inspect.path")),
        ("before", lang.text("inspect.diff.before")),
        ("after", lang.text("inspect.diff.after")),
        ("params", lang.text("inspect.diff.params")),
        ("macs", lang.text("inspect.diff.macs")),
    ]);
    let shown = |layer: &Option<LayerSpec>| {
        Cell::text(layer.as_ref().map_or_else(|| "-".to_owned(), described))
    };
    for change in changes {
        sheet.rows.push(vec![
            Cell::text(&change.path),
            shown(&change.before),
            shown(&change.after),
            Cell::Change(change.params()),
            Cell::Change(change.macs()),
        ]);
    }
    sheet
}

impl<'a> Entry<'a> {
    fn of(change: &'a Change) -> Self {
        Self {
            path: &change.path,
            before: change.before.as_ref().map(described),
            after: change.after.as_ref().map(described),
            params: change.params(),
            macs: change.macs(),
        }
    }
}

/// `conv 1×1 16→96 56²`: as short as tells the difference.
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
    let side = if output.h > 1 { format!(" {}²", output.h) } else { String::new() };
    format!("{op}{kernel}{stride}{channels}{side}")
}

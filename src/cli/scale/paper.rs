//! The paper's Tables 3 and 7 for programs, spreadsheets and documents.

use serde::Serialize;

use crate::cli::sheet::{Cell, Sheet};
use crate::demo::{PrintedRow, printed_rows};
use crate::text::Lang;

/// What `--paper --format json` prints.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    table: usize,
    model: &'static str,
    change: &'static str,
    depth: f64,
    width: f64,
    resolution: usize,
    blocks: usize,
    params: u64,
    macs: u64,
    /// MACs as the paper prints them, with one decimal of 10⁹.
    printed: u64,
    /// Computed less printed.
    difference: i64,
    /// The same in percent of printed.
    difference_percent: f64,
    agrees: bool,
    top1: f64,
}

/// Every row that the paper prints.
pub(super) fn report() -> Report {
    Report { rows: printed_rows().iter().map(Row::of).collect() }
}

impl Row {
    fn of(printed: &PrintedRow) -> Self {
        let row = &printed.row;
        Self {
            table: row.subject.table(),
            model: row.subject.name(),
            change: row.change.name(),
            depth: row.scaling.depth,
            width: row.scaling.width,
            resolution: row.scaling.resolution,
            blocks: row.blocks,
            params: row.cost.params,
            macs: row.cost.macs,
            printed: printed.printed as u64,
            difference: row.cost.macs as i64 - printed.printed as i64,
            difference_percent: printed.difference() * 100.0,
            agrees: printed.agrees(),
            top1: printed.top1,
        }
    }
}

/// The same as a table.
pub(super) fn sheet(lang: Lang) -> Sheet {
    let percent = format!("{} %", lang.text("demo.paper.difference"));
    let mut sheet = Sheet::new([
        ("model", lang.text("scale.name")),
        ("table", lang.text("scale.table")),
        ("depth", lang.text("scale.depth")),
        ("width", lang.text("scale.width")),
        ("resolution", lang.text("scale.resolution")),
        ("blocks", lang.text("scale.blocks")),
        ("params", lang.text("scale.params")),
        ("macs", lang.text("scale.macs")),
        ("printed", lang.text("demo.paper.printed")),
        ("difference", lang.text("demo.paper.difference")),
        ("difference_percent", &percent),
        ("top1", lang.text("demo.family.top1")),
    ]);
    sheet.rows = report().rows.iter().map(cells).collect();
    sheet
}

fn cells(row: &Row) -> Vec<Cell> {
    vec![
        Cell::text(row.model),
        Cell::Count(row.table as u64),
        Cell::Real(row.depth, 1),
        Cell::Real(row.width, 1),
        Cell::Count(row.resolution as u64),
        Cell::Count(row.blocks as u64),
        Cell::Count(row.params),
        Cell::Count(row.macs),
        Cell::Count(row.printed),
        Cell::Change(row.difference),
        Cell::Real(row.difference_percent, 1),
        Cell::Real(row.top1, 1),
    ]
}

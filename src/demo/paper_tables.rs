//! The paper's Tables 3 and 7: what it printed, and what the released rounding gives.

use crate::arch::paper_tables::{self, Recomputed};
use crate::content::quantity;
use crate::figure::{Figure, Part, Table};
use crate::text::Lang;
use crate::text::number::{count, grouped, percent};

/// Half of the last digit that the paper prints: it gives thousand millions with one decimal.
const HALF_DIGIT: f64 = 0.05e9;

/// A recomputed row beside what the paper prints.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PrintedRow {
    /// What the released rules build.
    pub row: Recomputed,
    /// What the paper prints under the name "FLOPS": MACs, with one decimal of 10⁹.
    pub printed: f64,
    /// The top-1 accuracy that the paper prints, in percent.
    pub top1: f64,
}

impl PrintedRow {
    /// Computed over printed, less 1: negative where the printed number is larger.
    pub fn difference(&self) -> f64 {
        self.row.cost.macs as f64 / self.printed - 1.0
    }

    /// Whether the computed MACs round to the printed ones.
    pub fn agrees(&self) -> bool {
        (self.row.cost.macs as f64 - self.printed).abs() <= HALF_DIGIT
    }
}

/// Every row that the paper prints: Table 3, then Table 7.
pub fn printed_rows() -> Vec<PrintedRow> {
    let printed = |row: &Recomputed, key: &str| {
        quantity::evaluate(&format!("paper:{}.{key}", row.path())).ok()
    };
    let rows = paper_tables::rows().into_iter();
    rows.filter_map(|row| {
        let (flops, top1) = (printed(&row, "flops")?, printed(&row, "top1")?);
        Some(PrintedRow { row, printed: flops, top1 })
    })
    .collect()
}

/// Both tables as a figure, and where they disagree.
pub fn paper_tables(lang: Lang) -> Figure {
    let rows = printed_rows();
    let mut parts = Vec::new();
    for number in [3, 7] {
        let own: Vec<PrintedRow> =
            rows.iter().filter(|row| row.row.subject.table() == number).copied().collect();
        let source = own.first().and_then(|row| quantity::paper_source(&row.row.path()));
        parts.push(Part::Note(source.unwrap_or_default().to_owned()));
        parts.push(Part::Table(table(&own, lang)));
        let agreeing = own.iter().filter(|row| row.agrees()).count();
        parts.push(Part::Note(
            lang.fill("demo.paper.agree", &[("agreeing", &agreeing), ("count", &own.len())]),
        ));
    }
    parts.push(Part::Note(lang.text("demo.paper.verdict").to_owned()));
    parts.push(Part::Note(lang.text("demo.paper.ours").to_owned()));
    Figure { title: lang.text("demo.paper.title").to_owned(), parts, values: Vec::new() }
}

fn table(rows: &[PrintedRow], lang: Lang) -> Table {
    let mut table = Table::new([
        "",
        lang.text("scale.resolution"),
        lang.text("scale.blocks"),
        lang.text("scale.macs"),
        lang.text("demo.paper.printed"),
        lang.text("demo.paper.difference"),
    ]);
    for row in rows {
        let name = match row.row.change.factors() {
            "" => row.row.subject.title().to_owned(),
            factors => format!("  {factors}"),
        };
        let sign = if row.difference() > 0.0 { "+" } else { "" };
        let differs = if row.agrees() { "" } else { " *" };
        table.push([
            name,
            row.row.scaling.resolution.to_string(),
            row.row.blocks.to_string(),
            count(row.row.cost.macs),
            format!("{} G", grouped(row.printed / 1e9, 1)),
            format!("{sign}{}{differs:<2}", percent(row.difference(), 1)),
        ]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arch::paper_tables::{Change, Subject};

    #[test]
    fn every_row_of_both_tables_has_its_printed_values() {
        assert_eq!(printed_rows().len(), 19);
    }

    /// What the sentence below the tables says.
    #[test]
    fn the_three_single_axes_of_table_7_are_not_reproduced() {
        let rows = printed_rows();
        let of_b0 = |change| {
            *rows.iter().find(|r| (r.row.subject, r.row.change) == (Subject::B0, change)).unwrap()
        };
        for (change, percent) in
            [(Change::Depth, -12.5), (Change::Width, -19.4), (Change::Resolution, -19.1)]
        {
            let row = of_b0(change);
            assert!(!row.agrees(), "{change:?}");
            assert!((row.difference() * 100.0 - percent).abs() < 0.05, "{row:?}");
        }
        assert!(of_b0(Change::Baseline).agrees() && of_b0(Change::Compound).agrees());
    }
}

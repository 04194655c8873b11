//! One table in every form: for people, for spreadsheets, for documents.

use std::io::{self, Write};

use crate::figure::{Glyphs, Part, Row, Table};
use crate::text::number::{count, grouped};
use crate::text::width;

use super::shared::COLUMNS;

/// Form of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum TableFormat {
    /// For people.
    #[default]
    Table,
    /// For programs.
    Json,
    /// For spreadsheets: one header line, numbers without separators.
    Csv,
    /// For documents.
    Markdown,
}

/// A table whose cells know what they are.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Sheet {
    /// Key for programs and head for people, for each column.
    pub columns: Vec<(&'static str, String)>,
    /// The rows; each as long as the head.
    pub rows: Vec<Vec<Cell>>,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    /// Words, set to the left.
    Text(String),
    /// A shape or another formatted value, set to the right.
    Value(String),
    /// An exact count.
    Count(u64),
    /// An exact difference; shown with its sign.
    Change(i64),
    /// A real number and how many decimals people see.
    Real(f64, usize),
    /// Nothing.
    Empty,
}

impl Cell {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// As people read it.
    fn shown(&self) -> String {
        match self {
            Self::Text(text) | Self::Value(text) => text.clone(),
            Self::Count(value) => count(*value),
            Self::Change(value) => signed(*value),
            Self::Real(value, decimals) => grouped(*value, *decimals),
            Self::Empty => String::new(),
        }
    }

    /// As a program reads it.
    fn raw(&self) -> String {
        match self {
            Self::Text(text) | Self::Value(text) if text.contains([',', '"', '\n', '\r']) => {
                format!("\"{}\"", text.replace('"', "\"\""))
            }
            Self::Text(text) | Self::Value(text) => text.clone(),
            Self::Count(value) => value.to_string(),
            Self::Change(value) => value.to_string(),
            Self::Real(value, _) => value.to_string(),
            Self::Empty => String::new(),
        }
    }
}

/// `+636,540`, `-96`, `0`.
pub(super) fn signed(value: i64) -> String {
    let sign = match value {
        0 => "",
        1.. => "+",
        _ => "-",
    };
    format!("{sign}{}", count(value.unsigned_abs()))
}

impl Sheet {
    /// A sheet with heads and no rows.
    pub(super) fn new<const N: usize>(columns: [(&'static str, &str); N]) -> Self {
        let columns = columns.map(|(key, head)| (key, head.to_owned())).to_vec();
        Self { columns, rows: Vec::new() }
    }

    /// Without one column, for where there is no room.
    pub(super) fn without(mut self, key: &str) -> Self {
        if let Some(column) = self.columns.iter().position(|(known, _)| *known == key) {
            self.columns.remove(column);
            for row in &mut self.rows {
                row.remove(column);
            }
        }
        self
    }

    /// Whether people's form has at most 80 columns.
    pub(super) fn fits(&self) -> bool {
        self.lines().iter().all(|line| width(line) <= COLUMNS)
    }

    /// As lines, of at most 80 columns where the content lets them.
    pub(super) fn write_table(&self, out: &mut dyn Write) -> io::Result<()> {
        self.lines().into_iter().try_for_each(|line| writeln!(out, "{line}"))
    }

    /// People's form: the head, if there is one, and a line for each row.
    pub(super) fn lines(&self) -> Vec<String> {
        let table = Table {
            head: self.columns.iter().map(|(_, head)| head.clone()).collect(),
            rows: self
                .rows
                .iter()
                .map(|row| Row { cells: row.iter().map(Cell::shown).collect(), own: false })
                .collect(),
            own_column: None,
            left: (0..self.columns.len()).filter(|column| self.has_words(*column)).collect(),
        };
        let lines = Part::Table(table).lines(COLUMNS, Glyphs::Ascii);
        lines.into_iter().map(|line| line.text().trim_end().to_owned()).collect()
    }

    /// As comma-separated values (RFC 4180, with plain line ends).
    pub(super) fn write_csv(&self, out: &mut dyn Write) -> io::Result<()> {
        let head: Vec<&str> = self.columns.iter().map(|(key, _)| *key).collect();
        writeln!(out, "{}", head.join(","))?;
        for row in &self.rows {
            let cells: Vec<String> = row.iter().map(Cell::raw).collect();
            writeln!(out, "{}", cells.join(","))?;
        }
        Ok(())
    }

    /// As a Markdown table, numbers to the right.
    pub(super) fn write_markdown(&self, out: &mut dyn Write) -> io::Result<()> {
        let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
        let head = self.columns.iter().map(|(_, head)| escaped(head)).collect();
        let rules = (0..self.columns.len()).map(|column| self.rule(column).to_owned()).collect();
        writeln!(out, "{}\n{}", line(head), line(rules))?;
        for row in &self.rows {
            let cells = row.iter().map(|cell| escaped(&cell.shown())).collect();
            writeln!(out, "{}", line(cells))?;
        }
        Ok(())
    }

    /// Columns of numbers are set to the right.
    fn rule(&self, column: usize) -> &'static str {
        if self.has_words(column) { "---" } else { "---:" }
    }

    fn has_words(&self, column: usize) -> bool {
        self.rows.iter().any(|row| matches!(row.get(column), Some(Cell::Text(_))))
    }
}

fn escaped(text: &str) -> String {
    text.replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Sheet {
        let mut sheet = Sheet::new([("model", "model"), ("params", "params"), ("ratio", "×B0")]);
        sheet.rows.push(vec![Cell::text("a, \"b\""), Cell::Count(5_288_548), Cell::Real(1.5, 2)]);
        sheet.rows.push(vec![Cell::text("c|d"), Cell::Empty, Cell::Change(-96)]);
        sheet
    }

    fn written(write: impl Fn(&Sheet, &mut dyn Write) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        write(&sheet(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn csv_quotes_text_and_leaves_numbers_bare() {
        let wanted = "model,params,ratio\n\"a, \"\"b\"\"\",5288548,1.5\nc|d,,-96\n";
        assert_eq!(written(Sheet::write_csv), wanted);
    }

    #[test]
    fn markdown_sets_numbers_to_the_right() {
        let wanted = "| model | params | ×B0 |\n| --- | ---: | ---: |\n\
                      | a, \"b\" | 5,288,548 | 1.50 |\n| c\\|d |  | -96 |\n";
        assert_eq!(written(Sheet::write_markdown), wanted);
    }

    #[test]
    fn people_read_grouped_numbers() {
        assert!(written(Sheet::write_table).contains("5,288,548"));
        assert_eq!(signed(636_540), "+636,540");
    }
}

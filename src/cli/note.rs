//! `note`: the study note line by line, how true each is, and where the course teaches it.

use std::io::Write;

use clap::Args;
use serde::Serialize;

use crate::content::coverage::{Coverage, Misconception, PageName, Statement, Verdict, coverage};
use crate::content::layout::{self, Column};
use crate::text::line::Line;
use crate::text::{Lang, pad_start, wrap};

use super::shared::COLUMNS;
use super::sheet::{Cell, Sheet, TableFormat};

/// Options of `note`.
#[derive(Debug, Clone, Args)]
pub struct NoteArgs {
    /// The misconceptions that the course answers, instead of the note.
    #[arg(long)]
    pub misconceptions: bool,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t)]
    pub format: TableFormat,
}

/// Columns before the text of a row.
const INDENT: usize = 6;

/// One statement of `--format json`.
#[derive(Debug, Serialize)]
struct Entry<'a> {
    id: &'a str,
    line: String,
    verdict: &'static str,
    why: String,
    value: String,
    pages: Vec<String>,
    command: &'a str,
}

/// One misconception of `--format json`.
#[derive(Debug, Serialize)]
struct Belief {
    id: usize,
    title: String,
    pages: Vec<String>,
}

/// Writes the note, or the misconceptions, to `out`.
///
/// # Errors
/// When `out` cannot be written.
pub fn run(args: &NoteArgs, lang: Lang, out: &mut dyn Write) -> anyhow::Result<()> {
    let map = coverage();
    let sheet = || if args.misconceptions { beliefs(map, lang) } else { statements(map, lang) };
    match args.format {
        TableFormat::Table if args.misconceptions => write_beliefs(map, lang, out)?,
        TableFormat::Table => write_note(map, lang, out)?,
        TableFormat::Csv => sheet().write_csv(out)?,
        TableFormat::Markdown => sheet().write_markdown(out)?,
        TableFormat::Json if args.misconceptions => {
            let of = |belief| Belief::of(belief, lang);
            let entries: Vec<Belief> = map.misconceptions.iter().map(of).collect();
            serde_json::to_writer(&mut *out, &entries)?;
            writeln!(out)?;
        }
        TableFormat::Json => {
            let of = |statement| Entry::of(statement, lang);
            let entries: Vec<Entry<'_>> = map.statements.iter().map(of).collect();
            serde_json::to_writer(&mut *out, &entries)?;
            writeln!(out)?;
        }
    }
    Ok(())
}

fn write_note(map: &Coverage, lang: Lang, out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(out, "{}", lang.text("note.title"))?;
    for verdict in Verdict::ALL {
        let count = map.statements.iter().filter(|s| s.verdict == verdict).count();
        let (mark, name) = (verdict.mark(), name_of(verdict, lang));
        let line = [("mark", &mark as &dyn std::fmt::Display), ("name", &name), ("n", &count)];
        writeln!(out, "  {}", lang.fill("note.legend", &line))?;
    }
    for (index, statement) in map.statements.iter().enumerate() {
        writeln!(out)?;
        let head =
            format!("{} {}", pad_start(&(index + 1).to_string(), 3), statement.verdict.mark());
        write_row(&head, &lines(statement.line.get(lang), lang), out)?;
        let why = format!("{}: {}", name_of(statement.verdict, lang), statement.why.get(lang));
        write_row("", &lines(&why, lang), out)?;
        let value = lang.fill("note.value", &[("value", &statement.value.get(lang))]);
        write_row("", &lines(&value, lang), out)?;
        let pages = lang.fill("note.pages", &[("pages", &joined(&statement.lesson))]);
        let pages = wrap(&pages, COLUMNS - INDENT);
        write_row("", &pages.into_iter().map(str::to_owned).collect::<Vec<_>>(), out)?;
        write_row("", &[format!("$ {}", statement.command)], out)?;
    }
    Ok(())
}

fn write_beliefs(map: &Coverage, lang: Lang, out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(out, "{}", lang.text("note.misconceptions"))?;
    for Misconception { id, title, lesson } in &map.misconceptions {
        let mut text = lines(title.get(lang), lang);
        text.push(lang.fill("note.pages", &[("pages", &joined(lesson))]));
        writeln!(out)?;
        write_row(&pad_start(&id.to_string(), 3), &text, out)?;
    }
    Ok(())
}

/// Lines beside their head.
fn write_row(head: &str, lines: &[String], out: &mut dyn Write) -> std::io::Result<()> {
    let heads = std::iter::once(head).chain(std::iter::repeat(""));
    lines.iter().zip(heads).try_for_each(|(line, head)| writeln!(out, "{head:<INDENT$}{line}"))
}

fn statements(map: &Coverage, lang: Lang) -> Sheet {
    let mut sheet = Sheet::new([
        ("id", lang.text("note.head.id")),
        ("line", lang.text("note.head.line")),
        ("verdict", lang.text("note.head.verdict")),
        ("why", lang.text("note.head.why")),
        ("value", lang.text("note.head.value")),
        ("pages", lang.text("note.head.pages")),
        ("command", lang.text("note.head.command")),
    ]);
    for statement in &map.statements {
        let Entry { id, line, why, value, command, .. } = Entry::of(statement, lang);
        let verdict = format!("{} {}", statement.verdict.mark(), name_of(statement.verdict, lang));
        let cells = [id, &line, &verdict, &why, &value, &joined(&statement.lesson), command];
        sheet.rows.push(cells.map(Cell::text).to_vec());
    }
    sheet
}

fn beliefs(map: &Coverage, lang: Lang) -> Sheet {
    let mut sheet = Sheet::new([
        ("id", lang.text("note.head.id")),
        ("title", lang.text("note.head.belief")),
        ("pages", lang.text("note.head.pages")),
    ]);
    for belief in &map.misconceptions {
        let title = one_line(belief.title.get(lang), lang);
        let id = Cell::Count(belief.id as u64);
        sheet.rows.push(vec![id, Cell::text(title), Cell::text(joined(&belief.lesson))]);
    }
    sheet
}

impl<'a> Entry<'a> {
    fn of(statement: &'a Statement, lang: Lang) -> Self {
        Self {
            id: &statement.id,
            line: one_line(statement.line.get(lang), lang),
            verdict: statement.verdict.name(),
            why: one_line(statement.why.get(lang), lang),
            value: one_line(statement.value.get(lang), lang),
            pages: statement.lesson.iter().map(PageName::to_string).collect(),
            command: &statement.command,
        }
    }
}

impl Belief {
    fn of(belief: &Misconception, lang: Lang) -> Self {
        let pages = belief.lesson.iter().map(PageName::to_string).collect();
        Self { id: belief.id, title: one_line(belief.title.get(lang), lang), pages }
    }
}

fn name_of(verdict: Verdict, lang: Lang) -> &'static str {
    match verdict {
        Verdict::Exact => lang.text("note.verdict.exact"),
        Verdict::Loose => lang.text("note.verdict.loose"),
        Verdict::Convention => lang.text("note.verdict.convention"),
    }
}

fn joined(pages: &[PageName]) -> String {
    pages.iter().map(PageName::to_string).collect::<Vec<_>>().join(", ")
}

/// Text with its quantities filled in, beside the column of heads.
fn lines(text: &str, lang: Lang) -> Vec<String> {
    laid_out(text, COLUMNS - INDENT, lang)
}

/// The same for programs.
fn one_line(text: &str, lang: Lang) -> String {
    laid_out(text, usize::from(u16::MAX), lang).join(" ")
}

fn laid_out(text: &str, columns: usize, lang: Lang) -> Vec<String> {
    let column = Column { plain: true, ..Column::new(columns, lang) };
    layout::markdown(text, column).iter().map(Line::text).collect()
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::cli::Cli;

    #[test]
    fn every_command_of_the_note_is_one_of_ours() {
        for statement in &coverage().statements {
            let words = statement.command.split(' ');
            let read = Cli::try_parse_from(words);
            assert!(read.is_ok(), "{}: {}", statement.id, statement.command);
        }
    }
}

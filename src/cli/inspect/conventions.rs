//! `--like` and `--ledger`: what other tools print, and why it is another number.

use std::io::Write;
use std::str::FromStr;

use serde::Serialize;

use crate::arch::convention::{Evidence, Ledger, Line, Rule, difference};
use crate::arch::{Convention, Implementation, nearest};
use crate::cli::shared::COLUMNS;
use crate::cli::sheet::{Cell, Sheet, TableFormat, signed};
use crate::demo::{item_text, rule_text};
use crate::text::number::count;
use crate::text::{Lang, wrap};

use super::Subject;

/// A tool, and on whose code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Like {
    /// Whose rules.
    pub convention: Convention,
    /// Whose code, if it was said.
    pub code: Option<Code>,
}

/// A library that networks are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// torchvision.
    Torchvision,
    /// timm.
    Timm,
}

impl FromStr for Like {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, code) = text.split_once(':').unwrap_or((text, ""));
        let code = match code {
            "" if !text.contains(':') => None,
            "timm" => Some(Code::Timm),
            "torchvision" => Some(Code::Torchvision),
            _ => return Err("expected `torchvision` or `timm` behind the colon".to_owned()),
        };
        let names = Convention::ALL.map(Convention::name);
        let typed = name.to_lowercase().replace('_', "-");
        let found = Convention::ALL.into_iter().find(|known| known.name() == typed);
        found.map(|convention| Self { convention, code }).ok_or_else(|| {
            let hint =
                nearest(&typed, &names).map_or(String::new(), |n| format!("; did you mean `{n}`?"));
            format!("expected one of {}{hint}", names.join(", "))
        })
    }
}

/// One convention of `--ledger --format json`.
#[derive(Debug, Serialize)]
struct Entry {
    convention: &'static str,
    implementation: &'static str,
    evidence: &'static str,
    count: u64,
    lines: Vec<EntryLine>,
    uncounted: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
struct EntryLine {
    item: &'static str,
    amount: u64,
    rule: &'static str,
    counted: u64,
}

/// One convention, line by line.
pub(super) fn write_one(
    subject: &Subject,
    like: Like,
    lang: Lang,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let ledger = like.convention.ledger(&subject.network, subject.code(like, lang)?);
    let unit = match like.convention {
        Convention::TorchFlops => lang.text("ledger.two-each"),
        Convention::Paper => lang.text("ledger.macs"),
        _ => "",
    };
    let title = lang.fill(
        "ledger.one",
        &[
            ("name", &subject.title()),
            ("resolution", &subject.network.scaling.resolution),
            ("tool", &like.convention.name()),
            ("total", &count(ledger.total())),
            ("unit", &unit),
        ],
    );
    for line in wrap(&title, COLUMNS) {
        writeln!(out, "{line}")?;
    }
    for line in wrap(&evidence(subject, &ledger, lang), COLUMNS) {
        writeln!(out, "{line}")?;
    }
    writeln!(out)?;
    lines(&ledger, |line| !line.rule.is_uncounted(), lang).write_table(out)?;
    write_uncounted(&ledger, lang, out)
}

/// The lines of one convention for spreadsheets and documents.
pub(super) fn write_sheet(
    subject: &Subject,
    like: Like,
    format: TableFormat,
    lang: Lang,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let ledger = like.convention.ledger(&subject.network, subject.code(like, lang)?);
    match format {
        TableFormat::Csv => raw_lines(subject, std::slice::from_ref(&ledger)).write_csv(out)?,
        _ => lines(&ledger, |_| true, lang).write_markdown(out)?,
    }
    Ok(())
}

/// All conventions side by side, then what each adds to the paper's count.
pub(super) fn write_all(
    subject: &Subject,
    format: TableFormat,
    lang: Lang,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let network = &subject.network;
    let ledgers = Convention::ALL.map(|tool| tool.ledger(network, subject.implementation));
    if format == TableFormat::Json {
        let entries: Vec<Entry> = ledgers.iter().map(|ledger| entry(subject, ledger)).collect();
        serde_json::to_writer(&mut *out, &entries)?;
        writeln!(out)?;
        return Ok(());
    }
    let overview = overview(subject, &ledgers, lang);
    match format {
        TableFormat::Csv => return Ok(raw_lines(subject, &ledgers).write_csv(out)?),
        TableFormat::Markdown => return Ok(overview.write_markdown(out)?),
        _ => {}
    }
    let title = lang.fill(
        "ledger.all",
        &[("name", &subject.title()), ("resolution", &network.scaling.resolution)],
    );
    for line in wrap(&title, COLUMNS) {
        writeln!(out, "{line}")?;
    }
    writeln!(out)?;
    overview.write_table(out)?;
    for ledger in ledgers.iter().skip(1) {
        writeln!(out)?;
        write_difference(&ledgers[0], ledger, lang, out)?;
    }
    writeln!(out)?;
    for line in wrap(lang.text("ledger.pieces"), COLUMNS) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

fn overview(subject: &Subject, ledgers: &[Ledger], lang: Lang) -> Sheet {
    let mut sheet = Sheet::new([
        ("convention", lang.text("ledger.tool")),
        ("count", lang.text("ledger.count")),
        ("difference", lang.text("ledger.difference")),
        ("evidence", lang.text("ledger.known")),
    ]);
    let paper = ledgers.first().map_or(0, Ledger::total);
    for ledger in ledgers {
        let evidence = match ledger.convention.evidence(ledger.implementation, subject.published) {
            _ if ledger.convention == Convention::Paper => {
                lang.text("ledger.definition").to_owned()
            }
            Evidence::Recorded => {
                lang.fill("ledger.recorded", &[("code", &ledger.implementation.name())])
            }
            Evidence::ByRule => lang.text("ledger.by-rule").to_owned(),
        };
        sheet.rows.push(vec![
            Cell::text(ledger.convention.name()),
            Cell::Count(ledger.total()),
            Cell::Change(difference(ledger.total(), paper)),
            Cell::text(evidence),
        ]);
    }
    sheet
}

/// What one convention adds to the paper's count, or leaves out of it.
fn write_difference(
    paper: &Ledger,
    ledger: &Ledger,
    lang: Lang,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let total = difference(ledger.total(), paper.total());
    writeln!(out, "{}  {}", ledger.convention.name(), signed(total))?;
    let mut sheet = Sheet::new([("item", ""), ("rule", ""), ("difference", "")]);
    for line in &ledger.lines {
        let change = line.beyond_paper();
        if change != 0 {
            sheet.rows.push(vec![
                Cell::text(format!("  {}", item_text(line, lang))),
                Cell::text(rule_text(line.rule, lang)),
                Cell::Change(change),
            ]);
        }
    }
    if !sheet.rows.is_empty() {
        sheet.write_table(out)?;
    }
    Ok(())
}

/// Lines of a ledger with their rules.
fn lines(ledger: &Ledger, shown: impl Fn(&Line) -> bool, lang: Lang) -> Sheet {
    let mut sheet = Sheet::new([
        ("item", lang.text("ledger.item")),
        ("amount", lang.text("ledger.amount")),
        ("rule", lang.text("ledger.rule")),
        ("counted", lang.text("ledger.counted")),
    ]);
    for line in ledger.lines.iter().filter(|line| shown(line)) {
        sheet.rows.push(vec![
            Cell::text(item_text(line, lang)),
            Cell::Count(line.amount),
            Cell::text(rule_text(line.rule, lang)),
            Cell::Count(line.counted),
        ]);
    }
    sheet
}

fn write_uncounted(ledger: &Ledger, lang: Lang, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut sheet = Sheet::new([
        ("item", lang.text("ledger.uncounted")),
        ("amount", lang.text("ledger.amount")),
        ("rule", lang.text("ledger.why")),
    ]);
    for line in ledger.uncounted() {
        sheet.rows.push(vec![
            Cell::text(item_text(line, lang)),
            Cell::Count(line.amount),
            Cell::text(rule_text(line.rule, lang)),
        ]);
    }
    if !sheet.rows.is_empty() {
        writeln!(out)?;
        sheet.write_table(out)?;
    }
    Ok(())
}

/// Where the number comes from.
fn evidence(subject: &Subject, ledger: &Ledger, lang: Lang) -> String {
    let code: &dyn std::fmt::Display = &ledger.implementation.name();
    match ledger.convention.evidence(ledger.implementation, subject.published) {
        _ if ledger.convention == Convention::Paper => lang.text("ledger.paper-note").to_owned(),
        Evidence::Recorded => lang.fill("ledger.recorded-note", &[("code", code)]),
        Evidence::ByRule => lang.fill("ledger.by-rule-note", &[("code", code)]),
    }
}

/// Every line of every ledger for spreadsheets, in the words of JSON.
fn raw_lines(subject: &Subject, ledgers: &[Ledger]) -> Sheet {
    let columns = ["convention", "implementation", "evidence", "item", "amount", "rule", "counted"];
    let mut sheet = Sheet::new(columns.map(|key| (key, key)));
    for entry in ledgers.iter().map(|ledger| entry(subject, ledger)) {
        for line in entry.lines {
            sheet.rows.push(vec![
                Cell::text(entry.convention),
                Cell::text(entry.implementation),
                Cell::text(entry.evidence),
                Cell::text(line.item),
                Cell::Count(line.amount),
                Cell::text(line.rule),
                Cell::Count(line.counted),
            ]);
        }
    }
    sheet
}

fn entry(subject: &Subject, ledger: &Ledger) -> Entry {
    let evidence = ledger.convention.evidence(ledger.implementation, subject.published);
    Entry {
        convention: ledger.convention.name(),
        implementation: Implementation::name(ledger.implementation),
        evidence: match evidence {
            _ if ledger.convention == Convention::Paper => "definition",
            Evidence::Recorded => "recorded",
            Evidence::ByRule => "by-rule",
        },
        count: ledger.total(),
        lines: ledger
            .lines
            .iter()
            .map(|line| EntryLine {
                item: line.item.name(),
                amount: line.amount,
                rule: rule_name(line.rule),
                counted: line.counted,
            })
            .collect(),
        uncounted: ledger.uncounted().map(|line| line.item.name()).collect(),
    }
}

const fn rule_name(rule: Rule) -> &'static str {
    match rule {
        Rule::Each(1) => "each",
        Rule::Each(_) => "each-twice",
        Rule::SeenTwice => "seen-twice",
        Rule::DoubledAffine => "doubled-affine",
        Rule::PerParameter => "per-parameter",
        Rule::InAndOut => "in-and-out",
        Rule::LeftOut => "left-out",
        Rule::NoRule => "no-rule",
        Rule::UnknownClass => "unknown-class",
    }
}

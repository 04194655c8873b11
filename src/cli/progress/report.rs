//! The report for people. What there is nothing to say about is left out.

use std::fmt::Display;
use std::io::{self, Write};

use crate::cli::shared::COLUMNS;
use crate::cli::sheet::{Cell, Sheet};
use crate::content::library::Library;
use crate::figure::{Bar, Glyphs, Part};
use crate::learner::store::{Misjudged, date_of};
use crate::learner::{Report, prediction};
use crate::text::number::{compact, percent};
use crate::text::{Lang, wrap};

/// Columns of the calendar.
const CALENDAR: usize = 60;

pub(super) fn write(
    report: &Report,
    library: &Library,
    lang: Lang,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    head(report, lang, out)?;
    section("progress.lessons", &lessons(report, library, lang).lines(), lang, out)?;
    if report.answers > 0 {
        section("progress.calendar", &calendar(report, lang), lang, out)?;
    }
    if report.calibration.iter().any(|band| band.answers > 0) {
        section("progress.calibration", &calibration(report, lang).lines(), lang, out)?;
    }
    if !report.hardest.is_empty() {
        section("progress.hardest", &hardest(report, lang).lines(), lang, out)?;
    }
    if !report.misjudged.is_empty() {
        section("progress.misjudged", &misjudged(report, lang).lines(), lang, out)?;
    }
    Ok(())
}

fn head(report: &Report, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let date = date_of(report.day);
    writeln!(out, "{}", lang.fill("progress.title", &[("day", &date)]))?;
    if report.answers == 0 {
        return paragraph(lang.text("progress.nothing"), out);
    }
    let counts: [(&str, &dyn Display); 2] = [("n", &report.answers), ("right", &report.right)];
    paragraph(&lang.fill("progress.answers", &counts), out)?;
    let counts: [(&str, &dyn Display); 3] =
        [("due", &report.due), ("kept", &report.kept), ("of", &report.items)];
    paragraph(&lang.fill("progress.state", &counts), out)?;
    let next = report.next_due.as_ref().filter(|_| report.due == 0);
    if let Some(next) = next {
        let next = next.strftime("%Y-%m-%d %H:%M");
        paragraph(&lang.fill("progress.next", &[("time", &next)]), out)?;
    }
    Ok(())
}

fn paragraph(text: &str, out: &mut dyn Write) -> io::Result<()> {
    wrap(text, COLUMNS - 2).into_iter().try_for_each(|line| writeln!(out, "  {line}"))
}

fn section(key: &'static str, lines: &[String], lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out)?;
    wrap(lang.text(key), COLUMNS).into_iter().try_for_each(|line| writeln!(out, "{line}"))?;
    lines.iter().try_for_each(|line| writeln!(out, "  {line}"))
}

fn lessons(report: &Report, library: &Library, lang: Lang) -> Sheet {
    let mut sheet = Sheet::new([
        ("lesson", lang.text("progress.head.lesson")),
        ("asked", lang.text("progress.head.asked")),
        ("right", lang.text("progress.head.right")),
        ("kept", lang.text("progress.head.kept")),
        ("items", lang.text("progress.head.items")),
    ]);
    for row in &report.lessons {
        let known = library.lesson(lang, &row.lesson);
        let title = known.map_or(row.lesson.as_str(), |lesson| lesson.title.as_str());
        let counts = [row.asked, row.right, row.kept, row.items];
        let mut cells = vec![Cell::text(title)];
        cells.extend(counts.map(|count| Cell::Count(count as u64)));
        sheet.rows.push(cells);
    }
    sheet
}

fn calendar(report: &Report, lang: Lang) -> Vec<String> {
    let days = (report.day..).zip(&report.calendar).map(|(day, due)| {
        let label = if day == report.day {
            lang.text("progress.today").to_owned()
        } else {
            date_of(day).to_string()
        };
        Bar { label, value: *due as f64, shown: due.to_string() }
    });
    let lines = Part::Bars(days.collect()).lines(CALENDAR, Glyphs::Ascii);
    lines.iter().map(|line| line.text().trim_end().to_owned()).collect()
}

fn calibration(report: &Report, lang: Lang) -> Sheet {
    let mut sheet = Sheet::new([
        ("confidence", lang.text("progress.head.confidence")),
        ("answers", lang.text("progress.head.answers")),
        ("right", lang.text("progress.head.right")),
        ("share", lang.text("progress.head.share")),
    ]);
    for band in &report.calibration {
        sheet.rows.push(vec![
            Cell::Text(format!("{}-{} %", band.from, band.to)),
            Cell::Count(band.answers as u64),
            Cell::Count(band.right as u64),
            band.share().map_or(Cell::Empty, |share| Cell::Value(percent(share, 0))),
        ]);
    }
    sheet
}

fn hardest(report: &Report, lang: Lang) -> Sheet {
    let mut sheet = Sheet::new([
        ("item", lang.text("progress.head.item")),
        ("answers", lang.text("progress.head.answers")),
        ("lapses", lang.text("progress.head.lapses")),
        ("credit", lang.text("progress.head.credit")),
    ]);
    for hard in &report.hardest {
        sheet.rows.push(vec![
            Cell::text(&hard.record.item),
            Cell::Count(hard.record.answers as u64),
            Cell::Count(hard.record.lapses as u64),
            Cell::Real(hard.record.mean_credit, 2),
        ]);
    }
    sheet
}

fn misjudged(report: &Report, lang: Lang) -> Sheet {
    let mut sheet = Sheet::new([
        ("item", lang.text("progress.head.prediction")),
        ("predicted", lang.text("progress.head.you")),
        ("real", lang.text("progress.head.real")),
        ("off", lang.text("progress.head.off")),
        ("day", lang.text("progress.head.day")),
    ]);
    for Misjudged { prediction: made, study_day } in &report.misjudged {
        let numbers = made.predicted.parse::<f64>().ok().zip(made.real.parse::<f64>().ok());
        let [predicted, real, off] = match numbers {
            Some((said, real)) => {
                [compact(said), compact(real), prediction::distance(said, real, lang)]
            }
            None => [made.predicted.clone(), made.real.clone(), String::new()],
        };
        sheet.rows.push(vec![
            Cell::Text(format!("{}: {}", made.lesson, made.item)),
            Cell::Value(predicted),
            Cell::Value(real),
            Cell::Value(off),
            Cell::Value(date_of(*study_day).to_string()),
        ]);
    }
    sheet
}

//! The report for programs. The keys are documented in the README.

use std::io::Write;

use serde::Serialize;

use crate::learner::Report;
use crate::learner::store::date_of;

/// The whole report.
#[derive(Serialize)]
struct Object<'a> {
    day: String,
    answers: usize,
    right: usize,
    items: usize,
    due: usize,
    kept: usize,
    next_due: Option<String>,
    lessons: Vec<Mastery<'a>>,
    calendar: Vec<Day>,
    calibration: Vec<Band>,
    hardest: Vec<Hard<'a>>,
    misjudged: Vec<Misjudged<'a>>,
}

#[derive(Serialize)]
struct Mastery<'a> {
    lesson: &'a str,
    asked: usize,
    right: usize,
    kept: usize,
    items: usize,
}

#[derive(Serialize)]
struct Day {
    day: String,
    due: usize,
}

#[derive(Serialize)]
struct Band {
    from: u8,
    to: u8,
    answers: usize,
    right: usize,
}

#[derive(Serialize)]
struct Hard<'a> {
    item: &'a str,
    lesson: &'a str,
    answers: usize,
    right: usize,
    lapses: usize,
    mean_credit: f64,
    last_credit: f64,
    kept: bool,
}

#[derive(Serialize)]
struct Misjudged<'a> {
    lesson: &'a str,
    item: &'a str,
    predicted: &'a str,
    real: &'a str,
    ratio: Option<f64>,
    day: String,
}

pub(super) fn write(report: &Report, out: &mut dyn Write) -> anyhow::Result<()> {
    serde_json::to_writer(&mut *out, &object(report))?;
    writeln!(out)?;
    Ok(())
}

fn object(report: &Report) -> Object<'_> {
    let date = |day: i64| date_of(day).to_string();
    let lessons = report.lessons.iter().map(|row| Mastery {
        lesson: &row.lesson,
        asked: row.asked,
        right: row.right,
        kept: row.kept,
        items: row.items,
    });
    let days = (report.day..).zip(&report.calendar);
    let bands = report.calibration.iter().map(|band| Band {
        from: band.from,
        to: band.to,
        answers: band.answers,
        right: band.right,
    });
    let hardest = report.hardest.iter().map(|hard| Hard {
        item: &hard.record.item,
        lesson: &hard.lesson,
        answers: hard.record.answers,
        right: hard.record.right,
        lapses: hard.record.lapses,
        mean_credit: hard.record.mean_credit,
        last_credit: hard.record.last_credit,
        kept: hard.record.kept,
    });
    let misjudged = report.misjudged.iter().map(|row| Misjudged {
        lesson: &row.prediction.lesson,
        item: &row.prediction.item,
        predicted: &row.prediction.predicted,
        real: &row.prediction.real,
        ratio: row.prediction.ratio,
        day: date(row.study_day),
    });
    Object {
        day: date(report.day),
        answers: report.answers,
        right: report.right,
        items: report.items,
        due: report.due,
        kept: report.kept,
        next_due: report.next_due.as_ref().map(|next| next.timestamp().to_string()),
        lessons: lessons.collect(),
        calendar: days.map(|(day, due)| Day { day: date(day), due: *due }).collect(),
        calibration: bands.collect(),
        hardest: hardest.collect(),
        misjudged: misjudged.collect(),
    }
}

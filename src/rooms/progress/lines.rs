//! The lines of each tab.

use crate::content::layout::one_line;
use crate::learner::store::{Misjudged, date_of};
use crate::learner::{Report, prediction};
use crate::rooms::World;
use crate::text::line::{Line, Role};
use crate::text::number::{compact, percent};
use crate::text::{pad_end, pad_start, shortened, width as columns, wrap};

/// Columns of a bar: on a narrow screen the names of the lessons need the room.
const fn bar(width: usize) -> usize {
    if width < 72 { 8 } else { 20 }
}

/// A row for each lesson: how many of its items are kept, right, asked.
pub(super) fn lessons(report: &Report, world: &World, width: usize) -> Vec<Line> {
    let lang = world.lang;
    let title = |slug: &str| {
        let lesson = world.library.lesson(lang, slug);
        lesson.map_or_else(|| slug.to_owned(), |lesson| lesson.title.clone())
    };
    let titles: Vec<String> = report.lessons.iter().map(|row| title(&row.lesson)).collect();
    let bar = bar(width);
    let room = width.saturating_sub(bar + 26);
    let name = titles.iter().map(|title| columns(title)).max().unwrap_or(0).min(room);
    let counts = |kept: &str, right: &str, asked: &str, items: &str| {
        [kept, right, asked, items].map(|cell| pad_start(cell, 6)).concat()
    };
    let head = counts(
        lang.text("progress.head.kept"),
        lang.text("progress.head.right"),
        lang.text("progress.head.asked"),
        lang.text("progress.head.items"),
    );
    let mut lines = vec![Line::new(" ".repeat(name + bar + 2), Role::Quiet).and(head, Role::Quiet)];
    for (row, title) in report.lessons.iter().zip(&titles) {
        let mark = if row.is_kept { "✓" } else { " " };
        let [kept, right, asked, items] =
            [row.kept, row.right, row.asked, row.items].map(|count| count.to_string());
        let share = |count: usize| count * bar / row.items.max(1);
        let (kept_to, asked_to) = (share(row.kept), share(row.asked));
        let line = Line::body(pad_end(&shortened(title, name), name))
            .and(format!("{mark} "), Role::Right)
            .and("█".repeat(kept_to), Role::Right)
            .and("▒".repeat(asked_to - kept_to.min(asked_to)), Role::Accent)
            .and("·".repeat(bar - asked_to.max(kept_to)), Role::Quiet)
            .and(counts(&kept, &right, &asked, &items), Role::Real);
        lines.push(line);
    }
    lines.push(Line::empty());
    let word = |key: &'static str| format!(" {}   ", lang.text(key));
    lines.push(
        Line::new("█", Role::Right)
            .and(word("progress.kept-items"), Role::Quiet)
            .and("▒", Role::Accent)
            .and(word("progress.asked-items"), Role::Quiet)
            .and("·", Role::Quiet)
            .and(word("progress.new-items"), Role::Quiet),
    );
    lines.push(Line::new("✓", Role::Right).and(word("progress.kept-lesson"), Role::Quiet));
    lines
}

/// A bar for each of the next days.
pub(super) fn calendar(report: &Report, world: &World, width: usize) -> Vec<Line> {
    let lang = world.lang;
    let most = report.calendar.iter().copied().max().unwrap_or(0).max(1);
    let room = width.saturating_sub(22).min(50);
    (report.day..)
        .zip(&report.calendar)
        .map(|(day, due)| {
            let label = if day == report.day {
                lang.text("progress.today").to_owned()
            } else {
                date_of(day).to_string()
            };
            let filled = if *due == 0 { 0 } else { (due * room / most).max(1) };
            Line::new(pad_end(&label, 12), Role::Quiet)
                .and(pad_start(&due.to_string(), 4), Role::Real)
                .and("  ", Role::Body)
                .and("█".repeat(filled), Role::Accent)
        })
        .collect()
}

/// How sure the learner was, and how often right: the bar should end at the mark.
pub(super) fn confidence(report: &Report, world: &World, width: usize) -> Vec<Line> {
    let lang = world.lang;
    if report.calibration.iter().all(|band| band.answers == 0) {
        return quiet(lang.text("progress.no-confidence"), width);
    }
    let scale = 40.min(width.saturating_sub(30)).max(1);
    let mut lines = Vec::new();
    for band in &report.calibration {
        let label = pad_start(&format!("{}–{} %", band.from, band.to), 10);
        let line = Line::new(format!("{label}  "), Role::Quiet);
        lines.push(match band.share() {
            None => line.and(lang.text("progress.no-answers"), Role::Quiet),
            Some(share) => {
                let middle = (f64::from(band.from) + f64::from(band.to)) / 200.0;
                let at = |share: f64| ((share * scale as f64).round() as usize).min(scale - 1);
                let bar: String = (0..scale)
                    .map(|cell| match cell {
                        _ if cell == at(middle) => '│',
                        _ if cell < (share * scale as f64).round() as usize => '█',
                        _ => '·',
                    })
                    .collect();
                line.and(bar, Role::Accent)
                    .and(pad_start(&percent(share, 0), 7), Role::Real)
                    .and(format!("  ({}/{})", band.right, band.answers), Role::Quiet)
            }
        });
    }
    lines.push(Line::empty());
    lines.extend(quiet(lang.text("progress.calibrated"), width));
    lines
}

/// The items that gave the most trouble, with their questions.
pub(super) fn hardest(report: &Report, world: &World, width: usize) -> Vec<Line> {
    let lang = world.lang;
    if report.hardest.is_empty() {
        return quiet(lang.text("progress.none-hard"), width);
    }
    let mut lines = Vec::new();
    for hard in &report.hardest {
        let record = &hard.record;
        let question = world.library.question(&record.item);
        let prompt = question
            .map_or_else(|| record.item.clone(), |q| one_line(q.draw(0).prompt.get(lang), lang));
        let counts = lang.fill(
            "progress.hard",
            &[("answers", &record.answers), ("right", &record.right), ("lapses", &record.lapses)],
        );
        let shown = wrap(&prompt, width.saturating_sub(2));
        lines.extend(shown.into_iter().enumerate().map(|(row, line)| {
            Line::body(if row == 0 { "✗ " } else { "  " }).and(line, Role::Body)
        }));
        lines.push(Line::new(format!("  {counts} · {}", record.item), Role::Quiet));
    }
    lines
}

/// Predictions that were off by more than a factor of two.
pub(super) fn predictions(report: &Report, world: &World, width: usize) -> Vec<Line> {
    let lang = world.lang;
    if report.misjudged.is_empty() {
        return quiet(lang.text("progress.none-off"), width);
    }
    let mut lines = quiet(lang.text("progress.off"), width);
    lines.push(Line::empty());
    // Where there is no room for all of it, the day goes first.
    let day = 12;
    let numbers = 29;
    let is_dated = width >= 34 + numbers + day;
    let room = if is_dated { 34 } else { width.saturating_sub(numbers) };
    for Misjudged { prediction: made, study_day } in &report.misjudged {
        let numbers = made.predicted.parse::<f64>().ok().zip(made.real.parse::<f64>().ok());
        let Some((said, real)) = numbers else { continue };
        let title = world.library.lesson(lang, &made.lesson).map(|lesson| lesson.title.as_str());
        let item = format!(" › {}", made.item);
        let title = shortened(title.unwrap_or(&made.lesson), room.saturating_sub(columns(&item)));
        let date = if is_dated { format!("  {}", date_of(*study_day)) } else { String::new() };
        lines.push(
            Line::body(pad_end(&shortened(&(title + &item), room), room))
                .and(pad_start(&compact(said), 10), Role::Learner)
                .and(pad_start(&compact(real), 10), Role::Real)
                .and(pad_start(&prediction::distance(said, real, lang), 9), Role::Body)
                .and(date, Role::Quiet),
        );
    }
    lines
}

fn quiet(text: &str, width: usize) -> Vec<Line> {
    wrap(text, width).into_iter().map(|line| Line::new(line, Role::Quiet)).collect()
}

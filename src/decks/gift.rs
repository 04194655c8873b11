//! GIFT, the text format of Moodle: Question bank → Import.
//!
//! ```text
//! $CATEGORY: effnet-tutor en/06 Swish
//!
//! // [id:ID] [tag:level::1] …
//! ::ID::[html]question{ …answers… ####explanation }
//! ```
//!
//! | kind | becomes |
//! |---|---|
//! | choice, bug | one right answer, each wrong one with its feedback |
//! | choices | several answers: a share for each right one, as much off for each wrong one |
//! | number, predict | the key with its tolerance, in the unit and without; known wrong values at 0 % |
//! | text | short answer: every accepted form, known wrong ones at 0 % |
//! | order | matching: place → item |
//! | match | matching |
//! | recall | essay; the points stand in the general feedback |
//!
//! Moodle reads a backslash before `~ = # { } :` as "this very sign", and an empty line as the end of a
//! question: everything is escaped and on one line.

#![expect(clippy::format_collect, reason = "a question is written once, and reads as it will look")]

use std::io::{self, Write};

use super::{key, labels, markup, root, shelves};
use crate::content::library::Library;
use crate::content::quiz::{Ask, Choice, Distractor, Forms, NumberAsk, Question, WrongText};
use crate::learner::Sheet;
use crate::learner::grade::known_wrong;
use crate::learner::number::unit_scale;
use crate::text::{Lang, Localized};

/// Writes a question for each item of the library that has an answer.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(library: &Library, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    for shelf in shelves(library, lang) {
        // A slash divides categories; a doubled one is a slash.
        let name = format!("{}/{}", root(lang), shelf.title.replace('/', "//"));
        writeln!(out, "$CATEGORY: {name}\n")?;
        for item in &shelf.items {
            writeln!(out, "{}", question(item, lang))?;
        }
    }
    Ok(())
}

/// A whole question, with the empty line that ends it.
pub(super) fn question(item: &Question, lang: Lang) -> String {
    let tags: String = labels(item).iter().map(|label| format!(" [tag:{label}]")).collect();
    let answers: String =
        answers(item, lang).iter().map(|answer| format!("\t{answer}\n")).collect();
    format!(
        "// [id:{id}]{tags}\n::{id}::[html]{}{{\n{answers}\t####{}\n}}\n",
        escaped(&prompt(item, lang)),
        escaped(&general(item, lang)),
        id = item.id,
    )
}

fn prompt(item: &Question, lang: Lang) -> String {
    let html = markup::blocks(&item.prompt, lang);
    let more = match &item.ask {
        Ask::Number(number) | Ask::Predict(number) => {
            number.unit.as_ref().map(|unit| lang.fill("decks.unit", &[("unit", unit)]))
        }
        Ask::Order { .. } => Some(lang.text("decks.places").to_owned()),
        _ => None,
    };
    more.map_or(html.clone(), |more| format!("{html}<p>{}</p>", markup::words(&more)))
}

/// What is said after every answer.
fn general(item: &Question, lang: Lang) -> String {
    let mut html = String::new();
    if let Ask::Recall { points } = &item.ask {
        let points = points.iter().map(|point| format!("<li>{}</li>", markup::run(point, lang)));
        html = format!("<ul>{}</ul>", points.collect::<String>());
    }
    html + &markup::blocks(&item.explain, lang) + &super::anki::source(item, lang)
}

/// The lines between the braces.
fn answers(item: &Question, lang: Lang) -> Vec<String> {
    let sheet = Sheet::of_id(&item.ask, &item.id);
    match &item.ask {
        Ask::Choice { answer, distractors } | Ask::Bug { answer, distractors } => {
            let mut lines = vec![format!("={}", option(&answer.text, lang))];
            lines.extend(distractors.iter().map(|wrong| {
                said(&format!("~{}", option(&wrong.text, lang)), &wrong.feedback, lang)
            }));
            shuffled(&lines, &sheet)
        }
        Ask::Choices { answers, distractors } => {
            shuffled(&choices(answers, distractors, lang), &sheet)
        }
        Ask::Number(number) | Ask::Predict(number) => numbers(number, lang),
        Ask::Text { accepted, wrong } => texts(accepted, wrong, lang),
        Ask::Order { items } => {
            let place = |index: usize| lang.fill("decks.place", &[("n", &(index + 1))]);
            let pairs = items.iter().enumerate();
            pairs.map(|(i, item)| pair(&markup::words(&place(i)), item, lang)).collect()
        }
        Ask::Match { pairs } => {
            pairs.iter().map(|p| pair(&markup::run(&p.left, lang), &p.right, lang)).collect()
        }
        Ask::Recall { .. } => Vec::new(),
    }
}

/// In the order of a sheet: a Moodle that does not shuffle must not give the answer away either.
fn shuffled(lines: &[String], sheet: &Sheet) -> Vec<String> {
    sheet.shown().iter().filter_map(|index| lines.get(*index).cloned()).collect()
}

/// As the grader has it: (right ticks − wrong ticks) / right ones.
fn choices(answers: &[Choice], distractors: &[Distractor], lang: Lang) -> Vec<String> {
    let share = share(answers.len());
    let right = answers.iter().map(|right| format!("~%{share}%{}", option(&right.text, lang)));
    let wrong = distractors.iter().map(|wrong| {
        said(&format!("~%-{share}%{}", option(&wrong.text, lang)), &wrong.feedback, lang)
    });
    right.chain(wrong).collect()
}

/// A hundred divided, as Moodle's list of grades has it: 100, 50, 33.33333.
pub(super) fn share(parts: usize) -> String {
    let text = format!("{:.5}", 100.0 / parts.max(1) as f64);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The key and the known wrong values. A number under a unit may be meant in it or without, as the grader
/// takes it: 5.3 under M is 5.3 or 5,300,000.
fn numbers(ask: &NumberAsk, lang: Lang) -> Vec<String> {
    let scale = ask.unit.as_deref().map_or(1.0, unit_scale);
    let readings = |value: f64| {
        let mut readings = vec![value / scale];
        if scale.to_bits() != 1_f64.to_bits() {
            readings.push(value);
        }
        readings
    };
    let Some(right) = key(&ask.key) else { return Vec::new() };
    let mut lines = vec!["#".to_owned()];
    lines.extend(
        readings(right).into_iter().map(|value| format!("={}", near(value, ask.tolerance))),
    );
    for wrong in &ask.wrong {
        let Some(value) = key(&wrong.key) else { continue };
        for value in readings(value) {
            let answer = format!("=%0%{}", near(value, known_wrong(ask)));
            lines.push(said(&answer, &wrong.feedback, lang));
        }
    }
    lines
}

/// A value and how far off is still right: ours is relative, Moodle's absolute.
fn near(value: f64, tolerance: f64) -> String {
    format!("{}:{}", decimal(value), decimal(value.abs() * tolerance))
}

/// Twelve significant digits, as more are noise of the division by a unit; never an exponent.
fn decimal(value: f64) -> String {
    let digits: f64 = format!("{value:.11e}").parse().unwrap_or(value);
    format!("{digits}")
}

/// Every form in both languages, as the grader accepts them; Moodle ignores case, not more.
fn texts(accepted: &Forms, wrong: &[WrongText], lang: Lang) -> Vec<String> {
    let forms = |forms: &Forms| forms.ko.iter().chain(&forms.en).cloned().collect::<Vec<_>>();
    let mut lines: Vec<String> =
        forms(accepted).iter().map(|form| format!("={}", short(form))).collect();
    for wrong in wrong {
        let feedback = &wrong.feedback;
        let zero = forms(&wrong.forms).into_iter().map(|form| format!("=%0%{}", short(&form)));
        lines.extend(zero.map(|answer| said(&answer, feedback, lang)));
    }
    lines
}

/// A form of a short answer is plain text, and `*` in it would stand for anything.
fn short(form: &str) -> String {
    escaped(&form.replace('*', "\\*"))
}

/// A pair of a matching question. The right side stands in a menu, where only words can be.
fn pair(left: &str, right: &Localized, lang: Lang) -> String {
    format!("={} -> {}", escaped(left), escaped(&markup::words(&markup::line(right, lang))))
}

/// An answer with its feedback.
fn said(answer: &str, feedback: &Localized, lang: Lang) -> String {
    format!("{answer}#{}", escaped(&markup::run(feedback, lang)))
}

/// An option. One that began with `%` would be taken for a weight, with `[` for a format.
fn option(text: &Localized, lang: Lang) -> String {
    let html = markup::run(text, lang);
    let html = match html.chars().next() {
        Some('%') => format!("&#37;{}", &html[1..]),
        Some('[') => format!("&#91;{}", &html[1..]),
        _ => html,
    };
    escaped(&html)
}

/// Every sign that means something to GIFT, behind a backslash.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '~' | '=' | '#' | '{' | '}' | ':' | '\\' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

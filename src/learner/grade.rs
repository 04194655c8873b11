//! What an answer is worth, and what to say about that very answer.
//!
//! | kind | right when | credit otherwise |
//! |---|---|---|
//! | choice, bug | the right option | 0 |
//! | choices | all right ones, no other | (right ticks − wrong ticks) / right ones, at least 0 |
//! | number, predict | within the relative tolerance | 0 |
//! | text | one of the listed forms | 0 |
//! | order | the right order | (pairs in order − pairs turned round) / pairs, at least 0 |
//! | match | every pair | share of right pairs |
//! | recall | every point ticked | share of points ticked |
//!
//! Hints lower the credit afterwards, see [`super::round`].

use std::collections::BTreeSet;

use super::answer::{Answer, Form};
use super::number::Typed;
use super::{Keys, Message};
use crate::content::quiz::{Ask, Distractor, Forms, NumberAsk, Question};
use crate::text::Localized;
use crate::text::fold;

/// The grade of one answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// Whether nothing is missing and nothing is wrong.
    pub right: bool,
    /// 0 to 1, before hints.
    pub credit: f64,
    /// What to say about this answer; empty after a right one.
    pub feedback: Vec<Feedback>,
}

/// One thing to say about an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Feedback {
    /// Words of the bank, as Markdown.
    Said(Localized),
    /// Words of the program.
    Note(Message),
}

impl Verdict {
    /// `right`, `partial` or `wrong`, as in JSON.
    pub fn name(&self) -> &'static str {
        match (self.right, self.credit > 0.0) {
            (true, _) => "right",
            (false, true) => "partial",
            (false, false) => "wrong",
        }
    }

    fn right() -> Self {
        Self { right: true, credit: 1.0, feedback: Vec::new() }
    }

    fn wrong(feedback: Vec<Feedback>) -> Self {
        Self { right: false, credit: 0.0, feedback }
    }

    fn note(message: Message) -> Self {
        Self::wrong(vec![Feedback::Note(message)])
    }

    /// A share of the credit; nothing is said when it is all.
    fn share(credit: f64, is_right: bool, feedback: Vec<Feedback>) -> Self {
        if is_right {
            Self::right()
        } else {
            Self { right: false, credit: credit.clamp(0.0, 1.0), feedback }
        }
    }
}

/// Grades an answer. An answer of another kind than the question is a misfit.
pub fn grade(ask: &Ask, answer: &Answer, keys: Keys<'_>) -> Verdict {
    match (ask, answer) {
        (
            Ask::Choice { distractors, .. } | Ask::Bug { distractors, .. },
            Answer::Choice(picked),
        ) => choice(*picked, distractors),
        (Ask::Choices { answers, distractors }, Answer::Choices(picked)) => {
            choices(picked, answers.len(), distractors)
        }
        (Ask::Number(number) | Ask::Predict(number), Answer::Number(typed)) => {
            graded_number(number, *typed, keys)
        }
        (Ask::Text { accepted, wrong }, Answer::Text(said)) => {
            if is_among(said, accepted) {
                return Verdict::right();
            }
            let known = wrong.iter().find(|wrong| is_among(said, &wrong.forms));
            Verdict::wrong(
                known.map(|wrong| Feedback::Said(wrong.feedback.clone())).into_iter().collect(),
            )
        }
        (Ask::Order { items }, Answer::Order(order)) if order.len() == items.len() => {
            ordered(order)
        }
        (Ask::Match { pairs }, Answer::Match(partners)) if partners.len() == pairs.len() => {
            let hits = partners.iter().enumerate().filter(|(left, right)| left == *right).count();
            let note = count_note("quiz.note.match", hits, pairs.len());
            Verdict::share(hits as f64 / pairs.len() as f64, hits == pairs.len(), vec![note])
        }
        (Ask::Recall { points }, Answer::Recall { ticks, .. }) => {
            let said = ticks.iter().filter(|tick| **tick < points.len()).count();
            let note = count_note("quiz.note.recall", said, points.len());
            Verdict::share(
                said as f64 / points.len().max(1) as f64,
                said == points.len(),
                vec![note],
            )
        }
        _ => {
            let (key, count) = Form::of(ask).parts();
            Verdict::note(Message::plain(key).with("n", &count))
        }
    }
}

/// Whether the key of an item has a value: an item without one cannot be asked. Of a parametric item the
/// first draw stands for all.
pub fn is_answerable(question: &Question, keys: Keys<'_>) -> bool {
    match &question.draw(0).ask {
        Ask::Number(number) | Ask::Predict(number) => keys(&number.key).is_some_and(f64::is_finite),
        _ => true,
    }
}

fn count_note(key: &'static str, hits: usize, of: usize) -> Feedback {
    Feedback::Note(Message::plain(key).with("n", &hits).with("of", &of))
}

fn choice(picked: usize, distractors: &[Distractor]) -> Verdict {
    match picked.checked_sub(1) {
        None => Verdict::right(),
        Some(wrong) => Verdict::wrong(
            distractors
                .get(wrong)
                .map(|d| Feedback::Said(d.feedback.clone()))
                .into_iter()
                .collect(),
        ),
    }
}

fn choices(picked: &BTreeSet<usize>, answers: usize, distractors: &[Distractor]) -> Verdict {
    let hits = picked.iter().filter(|index| **index < answers).count();
    let extra = picked.len() - hits;
    let mut feedback = vec![Feedback::Note(
        Message::plain("quiz.note.choices")
            .with("n", &hits)
            .with("of", &answers)
            .with("extra", &extra),
    )];
    let wrong = picked.iter().filter_map(|index| index.checked_sub(answers));
    feedback.extend(
        wrong
            .filter_map(|wrong| distractors.get(wrong))
            .map(|d| Feedback::Said(d.feedback.clone())),
    );
    let credit = (hits as f64 - extra as f64) / answers.max(1) as f64;
    Verdict::share(credit, hits == answers && extra == 0, feedback)
}

fn ordered(order: &[usize]) -> Verdict {
    let pairs = order.len() * order.len().saturating_sub(1) / 2;
    let in_order = order
        .iter()
        .enumerate()
        .flat_map(|(place, first)| order[place + 1..].iter().map(move |second| first < second))
        .filter(|is_in_order| *is_in_order)
        .count();
    let turned = pairs - in_order;
    let credit = (in_order as f64 - turned as f64) / pairs.max(1) as f64;
    Verdict::share(credit, turned == 0, vec![count_note("quiz.note.order", in_order, pairs)])
}

/// A ten-millionth of a percent: what typing and multiplying by a million may cost, no more.
const ROUNDING: f64 = 1e-9;
/// How far a known wrong value may be from what was typed, if the item itself is stricter.
const KNOWN_WRONG: f64 = 0.005;

/// How far, relatively, a number may be from a known wrong value and still be taken for it.
pub fn known_wrong(ask: &NumberAsk) -> f64 {
    ask.tolerance.max(KNOWN_WRONG)
}

fn graded_number(ask: &NumberAsk, typed: Typed, keys: Keys<'_>) -> Verdict {
    let readings = typed.readings(ask.unit.as_deref());
    let Some(key) = keys(&ask.key) else {
        return Verdict::note(Message::plain("quiz.note.no-key"));
    };
    if readings.iter().any(|value| is_near(*value, key, ask.tolerance)) {
        return Verdict::right();
    }
    let slack = known_wrong(ask);
    let distance = |wrong: f64| {
        readings.iter().map(|value| (value - wrong).abs()).fold(f64::INFINITY, f64::min)
    };
    let known = ask
        .wrong
        .iter()
        .filter_map(|wrong| Some((keys(&wrong.key)?, &wrong.feedback)))
        .filter(|(value, _)| readings.iter().any(|typed| is_near(*typed, *value, slack)))
        .min_by(|(a, _), (b, _)| distance(*a).total_cmp(&distance(*b)));
    match known {
        Some((_, feedback)) => Verdict::wrong(vec![Feedback::Said(feedback.clone())]),
        None => Verdict::note(off_by(nearest(&readings, key), key, ask.tolerance)),
    }
}

/// Whether a value lies within a relative tolerance of the key.
fn is_near(value: f64, key: f64, tolerance: f64) -> bool {
    (value - key).abs() <= (tolerance + ROUNDING) * key.abs().max(f64::MIN_POSITIVE)
}

/// The reading that is off by the smallest factor.
fn nearest(readings: &[f64], key: f64) -> f64 {
    let off = |value: &f64| (value / key).abs().ln().abs();
    readings.iter().copied().min_by(|a, b| off(a).total_cmp(&off(b))).unwrap_or(f64::NAN)
}

/// How a wrong number is off, in words.
fn off_by(value: f64, key: f64, tolerance: f64) -> Message {
    let ratio = value / key;
    // Five times the tolerance of an exact item; of a guess, whose tolerance is wide, twice.
    let close = (tolerance * 5.0).clamp(0.01, 0.1).max(tolerance * 2.0);
    if is_near(value, key, close) {
        return if tolerance == 0.0 {
            Message::plain("quiz.note.exact")
        } else {
            Message::plain("quiz.note.close").with("percent", &shown(tolerance * 100.0))
        };
    }
    if ratio < 0.0 {
        return Message::plain("quiz.note.sign");
    }
    let (key, factor) =
        if ratio > 1.0 { ("quiz.note.large", ratio) } else { ("quiz.note.small", 1.0 / ratio) };
    // Beyond that the factor says nothing: another thing was answered.
    if factor.is_nan() || factor > 10_000.0 {
        return Message::plain("quiz.note.wrong");
    }
    Message::plain(key).with("ratio", &shown(factor))
}

/// Two or three digits, as one says it.
fn shown(value: f64) -> String {
    if value >= 100.0 {
        return crate::text::number::grouped(value, 0);
    }
    crate::text::number::short(value, 2)
}

/// Whether what was said is one of the forms, in either language.
fn is_among(said: &str, forms: &Forms) -> bool {
    forms.ko.iter().chain(&forms.en).any(|form| fold::same(said, form))
}

#[cfg(test)]
mod tests;

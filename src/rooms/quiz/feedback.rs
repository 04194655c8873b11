//! What the quiz room shows after an answer: what was said, what is right, and why.

use crate::content::layout::{self, Column};
use crate::content::quantity;
use crate::content::quiz::{Ask, Question};
use crate::learner::round::Turn;
use crate::learner::shown::{credit, key_text, option_label};
use crate::learner::{Feedback, Outcome};
use crate::rooms::World;
use crate::text::line::{Line, Role};
use crate::text::{Lang, Localized};
use crate::view::Text;

use super::Play;
use super::parts::{OptionRow, labelled, option_lines, prompt, wrapped};

pub(super) fn feedback(
    play: &Play,
    turn: &Turn,
    question: &Question,
    world: &World,
    width: usize,
) -> Text {
    let lang = world.lang;
    let Some(outcome) = play.round.outcome() else { return Text::default() };
    let mut lines = prompt(question, lang, width);
    lines.extend(answered(play, turn, question, outcome, lang, width));
    lines.push(Line::empty());
    lines.push(verdict(outcome, play.skipped, lang));
    if let Some(confidence) = outcome.confidence {
        let sure = lang.fill("quizroom.was-sure", &[("n", &confidence)]);
        lines.push(Line::new(sure, Role::Quiet));
    }
    // Who passed has no need to hear what form an answer takes.
    for said in outcome.verdict.feedback.iter().filter(|_| !play.skipped) {
        match said {
            Feedback::Said(text) => {
                lines.extend(layout::markdown(text.get(lang), Column::new(width, lang)));
            }
            Feedback::Note(note) => lines.extend(wrapped(&note.say(lang), Role::Body, width)),
        }
    }
    lines.push(Line::empty());
    lines.extend(layout::markdown(question.explain.get(lang), Column::new(width, lang)));
    if outcome.returns_after.is_some() {
        lines.push(Line::empty());
        lines.push(Line::new(lang.text("quizroom.returns"), Role::Quiet));
    }
    lines.push(Line::empty());
    let source = lang
        .fill("quizroom.source", &[("id", &question.id), ("source", &question.source.get(lang))]);
    lines.extend(wrapped(&source, Role::Quiet, width));
    Text { lines, scroll: play.scroll, ..Text::default() }
}

/// What was answered beside what is right.
fn answered(
    play: &Play,
    turn: &Turn,
    question: &Question,
    outcome: &Outcome,
    lang: Lang,
    width: usize,
) -> Vec<Line> {
    let options = turn.sheet.texts(&question.ask);
    let right = |place: usize| match &question.ask {
        Ask::Choices { answers, .. } => turn.sheet.at(place).is_some_and(|i| i < answers.len()),
        _ => turn.sheet.at(place) == Some(0),
    };
    if matches!(question.ask, Ask::Choice { .. } | Ask::Bug { .. } | Ask::Choices { .. }) {
        let picked = |place: usize| match &question.ask {
            Ask::Choices { .. } => play.ticks.contains(&place),
            _ => place == play.option && !play.skipped,
        };
        let row = |(place, option): (usize, &Localized)| {
            let (mark, role) = match (right(place), picked(place)) {
                (true, _) => ("✓", Role::Right),
                (false, true) => ("✗", Role::Wrong),
                (false, false) => (" ", Role::Quiet),
            };
            let label = option_label(&question.ask, place);
            // Where several are right, what was ticked is not to be told from what was missed otherwise.
            let tick = matches!(question.ask, Ask::Choices { .. }).then(|| picked(place));
            let row = OptionRow { label, tick, chosen: false, mark };
            option_lines(&row, option.get(lang), role, lang, width)
        };
        return options.into_iter().enumerate().flat_map(row).collect();
    }
    let role = if outcome.verdict.right { Role::Right } else { Role::Wrong };
    let said = play.field.text();
    let mut lines = Vec::new();
    if !play.skipped {
        lines.extend(labelled(lang.text("learn.you"), said, role, width));
    }
    lines.extend(key_lines(play, turn, question, outcome, lang, width));
    lines
}

/// The right answer to what was typed.
fn key_lines(
    play: &Play,
    turn: &Turn,
    question: &Question,
    outcome: &Outcome,
    lang: Lang,
    width: usize,
) -> Vec<Line> {
    let real = lang.text("learn.real");
    match &question.ask {
        Ask::Recall { points } => {
            let point = |(index, point): (usize, &Localized)| {
                point_lines(point, play.ticks.contains(&index), lang, width)
            };
            let mut lines = vec![Line::new(real, Role::Quiet)];
            lines.extend(points.iter().enumerate().flat_map(point));
            lines
        }
        _ if outcome.verdict.right && !matches!(question.ask, Ask::Number(_)) => Vec::new(),
        ask => {
            let keys = |expression: &str| quantity::evaluate(expression).ok();
            let line = |text: &Localized| layout::one_line(text.get(lang), lang);
            let key = key_text(ask, &turn.sheet, lang, &keys, &line).unwrap_or_default();
            labelled(real, &key, Role::Real, width)
        }
    }
}

/// A key point of a recall, with a mark if the learner said it.
fn point_lines(point: &Localized, said: bool, lang: Lang, width: usize) -> Vec<Line> {
    let (mark, role) = if said { ("  ✓ ", Role::Right) } else { ("  · ", Role::Quiet) };
    layout::markdown(point.get(lang), Column::new(width.saturating_sub(4), lang))
        .into_iter()
        .enumerate()
        .map(|(row, line)| {
            Line::new(if row == 0 { mark } else { "    " }, role).and(line.text(), Role::Real)
        })
        .collect()
}

fn verdict(outcome: &Outcome, skipped: bool, lang: Lang) -> Line {
    let credit = credit(outcome.credit);
    match outcome.verdict.name() {
        _ if skipped => Line::new(format!("✗ {}", lang.text("quizroom.skipped")), Role::Wrong),
        "right" => Line::new(
            format!("✓ {}", lang.fill("quizroom.right", &[("credit", &credit)])),
            Role::Right,
        ),
        "partial" => Line::new(
            format!("~ {}", lang.fill("quizroom.partial", &[("credit", &credit)])),
            Role::Learner,
        ),
        _ => Line::new(format!("✗ {}", lang.text("quizroom.wrong")), Role::Wrong),
    }
}

//! A prediction prompt: the question, what the learner said, and what is really so.

use std::collections::BTreeMap;

use crate::content::layout::{self, Column};
use crate::content::lesson::{Block, Inline, Page, Predict, PredictKind};
use crate::learner::number::unit_scale;
use crate::learner::prediction::{Given, closeness, distance, real_value, unit};
use crate::rooms::World;
use crate::text::line::{Line, Role};
use crate::text::{Lang, number};
use crate::view::{Text, field_line};

use super::{Made, PageState};

/// What was predicted on a page before the program began: it is there again.
pub(super) fn remembered(page: &Page, slug: &str, world: &World) -> BTreeMap<String, Made> {
    let made = page.blocks.iter().filter_map(|block| {
        let Block::Predict(predict) = block else { return None };
        let kept = world.standing.prediction(slug, &predict.id)?;
        let given = match &predict.kind {
            PredictKind::Choice { .. } => {
                Given::Option(option_named(&kept.predicted, slug, predict, world)?)
            }
            _ => Given::Number(kept.predicted.parse().ok()?),
        };
        // What only a figure knows is as it was then: it may be a time.
        let real = real_value(&predict.kind, None).or_else(|| kept.real.parse().ok());
        Some((predict.id.clone(), Made { given, real }))
    });
    made.collect()
}

/// The option that reads so, in either language.
fn option_named(text: &str, slug: &str, predict: &Predict, world: &World) -> Option<usize> {
    let same = |lang| {
        let lesson = world.library.lesson(lang, slug)?;
        let blocks = lesson.pages.iter().flat_map(|page| &page.blocks);
        let options =
            blocks.filter_map(|block| match block {
                Block::Predict(Predict {
                    id, kind: PredictKind::Choice { options, .. }, ..
                }) if *id == predict.id => Some(options),
                _ => None,
            });
        options.flatten().position(|option| layout::text_of(option, lang) == text)
    };
    Lang::ALL.into_iter().find_map(same)
}

/// The prompt as a text: with its caret or chosen option while it is asked.
pub(super) fn lines(predict: &Predict, state: &PageState, lang: Lang, width: usize) -> Text {
    let mut lines = vec![Line::new(lang.text("learn.predict"), Role::Accent)];
    lines.extend(layout::layout_inline(&predict.question, Column::new(width, lang)));
    let made = state.predictions.get(&predict.id);
    let (mut caret, mut focus) = (None, None);
    match (&predict.kind, made) {
        (PredictKind::Choice { options, .. }, None) => {
            for (index, option) in options.iter().enumerate() {
                let chosen = index == state.option;
                lines.extend(option_lines(index, option, chosen, lang, width));
                if chosen {
                    focus = Some(lines.len() - 1);
                }
            }
        }
        (PredictKind::Choice { options, answer }, Some(made)) => {
            lines.extend(choice_result(options, *answer, &made.given, lang, width));
        }
        (kind, None) => {
            let unit = unit(kind).unwrap_or_default();
            let (line, column) = field_line(&state.field, 12, unit, width);
            caret = Some((lines.len(), column));
            lines.push(line);
        }
        (kind, Some(made)) => {
            lines.extend(number_result(&made.given, made.real, unit(kind), lang, width));
        }
    }
    if let (None, Some(complaint)) = (made, state.complaint) {
        lines.extend(
            crate::text::wrap(lang.text(complaint), width)
                .into_iter()
                .map(|line| Line::new(line, Role::Wrong)),
        );
        focus = Some(lines.len() - 1);
    }
    Text { lines, scroll: None, focus, caret }
}

fn option_lines(
    index: usize,
    option: &[Inline],
    chosen: bool,
    lang: Lang,
    width: usize,
) -> Vec<Line> {
    let mark = if chosen { "▸" } else { " " };
    let role = if chosen { Role::Selected } else { Role::Body };
    let texts = layout::layout_inline(option, Column::new(width.saturating_sub(4), lang));
    texts
        .into_iter()
        .enumerate()
        .map(|(row, text)| {
            let head = if row == 0 { format!("{mark} {} ", index + 1) } else { "    ".to_owned() };
            Line::new(head, Role::Accent).and(text.text(), role)
        })
        .collect()
}

fn choice_result(
    options: &[Vec<Inline>],
    answer: usize,
    given: &Given,
    lang: Lang,
    width: usize,
) -> Vec<Line> {
    let label = |key: &str, role, mark: &str, index: usize| {
        let text = options.get(index).map(|option| {
            layout::layout_inline(option, Column::new(width.saturating_sub(8), lang))
        });
        let mut head = Some(Line::new(crate::text::pad_end(key, 6), Role::Quiet).and(mark, role));
        text.unwrap_or_default()
            .into_iter()
            .map(|line| {
                head.take().unwrap_or_else(|| Line::body(" ".repeat(8))).and(line.text(), role)
            })
            .collect::<Vec<_>>()
    };
    let mut lines = Vec::new();
    if let Given::Option(index) = given {
        let right = *index == answer;
        let (role, mark) = if right { (Role::Right, "✓ ") } else { (Role::Wrong, "✗ ") };
        lines.extend(label(lang.text("learn.you"), role, mark, *index));
        if right {
            return lines;
        }
    }
    lines.extend(label(lang.text("learn.real"), Role::Real, "  ", answer));
    lines
}

/// Two lines: what the learner said with how far off it is, and what is really so.
fn number_result(
    given: &Given,
    real: Option<f64>,
    unit: Option<&str>,
    lang: Lang,
    width: usize,
) -> Vec<Line> {
    let label = |key: &'static str| crate::text::pad_end(lang.text(key), 6);
    let mut lines = Vec::new();
    if let Given::Number(value) = given {
        let off = real.map(|real| distance(*value, real, lang)).unwrap_or_default();
        lines.push(
            Line::new(label("learn.you"), Role::Quiet)
                .and(shown(*value, unit), Role::Learner)
                .and(format!("   {off}"), Role::Quiet),
        );
    }
    let truth = real.map_or_else(|| lang.text("learn.computing").to_owned(), |v| shown(v, unit));
    let mut line = Line::new(label("learn.real"), Role::Quiet).and(truth, Role::Real);
    if let (Given::Number(said), Some(real)) = (given, real)
        && let Some(word) = closeness(*said, real, lang)
    {
        let with_word = line.clone().and(format!("   {word}"), Role::Quiet);
        if with_word.width() <= width {
            line = with_word;
        }
    }
    lines.push(line);
    if let (Some(unit), Some(real)) = (unit, real)
        && is_count(real, unit)
    {
        let exact = format!("      = {}", number::plain(real));
        lines.push(Line::new(exact, Role::Quiet));
    }
    lines
}

/// A number in the unit that was asked for.
fn shown(value: f64, unit: Option<&str>) -> String {
    match unit {
        Some(unit) => format!("{} {unit}", number::plain(value / unit_scale(unit))),
        None => number::plain(value),
    }
}

/// Whether a unit hides digits that count.
fn is_count(value: f64, unit: &str) -> bool {
    unit_scale(unit) > 1.0 && value.fract() == 0.0
}

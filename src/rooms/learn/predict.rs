//! A prediction prompt: the question, what the learner said, and what is really so.

use crate::content::layout::{self, Column};
use crate::content::lesson::{Lesson, Predict, PredictKind};
use crate::content::quantity;
use crate::learner::number::Typed;
use crate::learner::store::Prediction;
use crate::text::line::{Line, Role};
use crate::text::{Lang, number};

use super::{Given, PageState};

/// The number that a prediction is about; `None` for a choice, or while the figure is computed.
pub(super) fn real_value(kind: &PredictKind, state: &PageState) -> Option<f64> {
    match kind {
        PredictKind::Number { key, .. } => quantity::evaluate(key).ok(),
        PredictKind::Measured { key } => state.figure.figure()?.value(key),
        PredictKind::Choice { .. } => None,
    }
}

/// Of the values that typed digits may mean, the one nearest to the real one: `5.3` under the unit M is
/// 5.3 or 5,300,000.
pub(super) fn meant(typed: Typed, unit: Option<&str>, real: Option<f64>) -> f64 {
    let far = |value: &f64| real.map_or(0.0, |real| (value - real).abs());
    typed.readings(unit).into_iter().min_by(|a, b| far(a).total_cmp(&far(b))).unwrap_or(typed.value)
}

/// What the store keeps of a prediction; nothing if it was skipped.
pub(super) fn record(
    lesson: &Lesson,
    predict: &Predict,
    given: &Given,
    real: Option<f64>,
    lang: Lang,
) -> Option<Prediction> {
    let (predicted, real, ratio) = match (given, &predict.kind) {
        (Given::Skipped, _) => return None,
        (Given::Number(value), _) => {
            let real = real?;
            (value.to_string(), real.to_string(), Some(value / real))
        }
        (Given::Option(index), PredictKind::Choice { options, answer }) => {
            let text = |index: &usize| {
                options.get(*index).map(|o| layout::plain_inline(o, lang)).unwrap_or_default()
            };
            (text(index), text(answer), None)
        }
        (Given::Option(_), _) => return None,
    };
    let (lesson, item) = (lesson.slug.clone(), predict.id.clone());
    Some(Prediction { lesson, item, predicted, real, ratio })
}

/// The prompt as lines, and where the caret stands if it is still asked.
pub(super) fn lines(
    predict: &Predict,
    state: &PageState,
    lang: Lang,
    width: usize,
) -> (Vec<Line>, Option<(usize, usize)>) {
    let mut lines = vec![Line::new(lang.text("learn.predict"), Role::Accent)];
    lines.extend(layout::layout_inline(&predict.question, Column::new(width, lang)));
    let given = state.predictions.get(&predict.id);
    let mut caret = None;
    match (&predict.kind, given) {
        (PredictKind::Choice { options, .. }, None) => {
            for (index, option) in options.iter().enumerate() {
                lines.extend(option_lines(index, option, index == state.option, lang, width));
            }
        }
        (PredictKind::Choice { options, answer }, Some(given)) => {
            lines.extend(choice_result(options, *answer, given, lang, width));
        }
        (kind, None) => {
            let unit = unit_of(kind).unwrap_or_default();
            let prompt = "› ";
            caret = Some((lines.len(), 2 + state.field.caret_column()));
            lines.push(
                Line::new(prompt, Role::Accent)
                    .and(state.field.text(), Role::Learner)
                    .and("_".repeat(12_usize.saturating_sub(state.field.text().len())), Role::Quiet)
                    .and(format!(" {unit}"), Role::Quiet),
            );
        }
        (kind, Some(given)) => {
            lines.extend(number_result(given, real_value(kind, state), unit_of(kind), lang));
        }
    }
    if let (None, Some(complaint)) = (given, state.complaint) {
        lines.extend(
            crate::text::wrap(lang.text(complaint), width)
                .into_iter()
                .map(|line| Line::new(line, Role::Wrong)),
        );
    }
    (lines, caret)
}

fn unit_of(kind: &PredictKind) -> Option<&str> {
    match kind {
        PredictKind::Number { unit, .. } => unit.as_deref(),
        _ => None,
    }
}

fn option_lines(
    index: usize,
    option: &[crate::content::lesson::Inline],
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
            let head = if row == 0 { format!("{mark}{} ", index + 1) } else { "   ".to_owned() };
            Line::new(head, Role::Accent).and(text.text(), role)
        })
        .collect()
}

fn choice_result(
    options: &[Vec<crate::content::lesson::Inline>],
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
fn number_result(given: &Given, real: Option<f64>, unit: Option<&str>, lang: Lang) -> Vec<Line> {
    let label = |key: &'static str| crate::text::pad_end(lang.text(key), 6);
    let mut lines = Vec::new();
    if let Given::Number(value) = given {
        let off = real.map(|real| distance(*value, real, lang)).unwrap_or_default();
        lines.push(
            Line::new(label("learn.you"), Role::Quiet)
                .and(number::plain(*value), Role::Learner)
                .and(format!("   {off}"), Role::Quiet),
        );
    }
    let shown = real.map_or_else(|| lang.text("learn.computing").to_owned(), number::plain);
    lines.push(Line::new(label("learn.real"), Role::Quiet).and(shown, Role::Real));
    if let (Some(unit), Some(real)) = (unit, real) {
        let scale = crate::learner::number::unit_scale(unit);
        if scale > 1.0 {
            let short = format!("      = {} {unit}", number::plain(real / scale));
            lines.push(Line::new(short, Role::Quiet));
        }
    }
    lines
}

/// How far a prediction is off: exact, in percent, or as a factor.
fn distance(said: f64, real: f64, lang: Lang) -> String {
    let off = said - real;
    if off.abs() <= real.abs() * 1e-9 {
        return format!("✓ {}", lang.text("learn.exact"));
    }
    let factor = said / real;
    if real == 0.0 || !factor.is_finite() || factor <= 0.0 {
        return number::plain(off);
    }
    match factor {
        _ if (0.5..=2.0).contains(&factor) => format!("{:+.1} %", (factor - 1.0) * 100.0),
        _ if factor > 1.0 => format!("×{factor:.1}"),
        _ => format!("÷{:.1}", factor.recip()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prediction_is_off_in_percent_or_by_a_factor() {
        assert_eq!(distance(3.6, 3.6, Lang::En), "✓ exact");
        assert_eq!(distance(99.0, 100.0, Lang::En), "-1.0 %");
        assert_eq!(distance(1000.0, 100.0, Lang::En), "×10.0");
        assert_eq!(distance(10.0, 100.0, Lang::En), "÷10.0");
        assert_eq!(distance(-1.0, 2.0, Lang::En), "-3");
        assert_eq!(distance(5.0, 0.0, Lang::En), "5");
    }

    #[test]
    fn bare_digits_mean_the_reading_nearest_to_the_real_value() {
        let typed = |line| crate::learner::number::read(line, Some("M")).unwrap();
        let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-6 * b, "{a} is not {b}");
        near(meant(typed("5.3"), Some("M"), Some(5_288_548.0)), 5_300_000.0);
        near(meant(typed("5300000"), Some("M"), Some(5_288_548.0)), 5_300_000.0);
    }
}

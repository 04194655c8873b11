//! Predictions: what a learner expects a figure to show, beside what it shows.

use super::number::{self, Typed};
use super::store::Prediction;
use crate::content::layout;
use crate::content::lesson::{Predict, PredictKind};
use crate::content::quantity;
use crate::figure::Figure;
use crate::text::{Lang, number as shown};

/// What the learner said.
#[derive(Debug, Clone, PartialEq)]
pub enum Given {
    /// A number in ones, whatever unit the prompt names: 5.3 M is 5,300,000.
    Number(f64),
    /// One of the options.
    Option(usize),
    /// Nothing: the figure was wanted at once.
    Skipped,
}

/// The number that a prediction is about; `None` for a choice, or while the figure is computed.
pub fn real_value(kind: &PredictKind, figure: Option<&Figure>) -> Option<f64> {
    match kind {
        PredictKind::Number { key, .. } => quantity::evaluate(key).ok(),
        PredictKind::Measured { key } => figure?.value(key),
        PredictKind::Choice { .. } => None,
    }
}

/// The unit that the prompt names.
pub fn unit(kind: &PredictKind) -> Option<&str> {
    match kind {
        PredictKind::Number { unit, .. } => unit.as_deref(),
        PredictKind::Measured { .. } | PredictKind::Choice { .. } => None,
    }
}

/// Reads a typed number; `None` if it is not one.
pub fn read_number(line: &str, kind: &PredictKind, real: Option<f64>) -> Option<Given> {
    let unit = unit(kind);
    Some(Given::Number(meant(number::read(line, unit)?, unit, real)))
}

/// Of the values that typed digits may mean, the one nearest to the real one: `5.3` under the unit M is
/// 5.3 or 5,300,000.
fn meant(typed: Typed, unit: Option<&str>, real: Option<f64>) -> f64 {
    let far = |value: &f64| real.map_or(0.0, |real| (value - real).abs());
    let nearest = typed.readings(unit).into_iter().min_by(|a, b| far(a).total_cmp(&far(b)));
    nearest.unwrap_or(typed.value)
}

/// What the store keeps; nothing if the prompt was skipped or its value never came.
pub fn record(
    lesson: &str,
    predict: &Predict,
    given: &Given,
    real: Option<f64>,
    lang: Lang,
) -> Option<Prediction> {
    let (predicted, real, ratio) = match (given, &predict.kind) {
        (Given::Number(value), _) => {
            let real = real?;
            (value.to_string(), real.to_string(), Some(value / real))
        }
        (Given::Option(index), PredictKind::Choice { options, answer }) => {
            let text = |index: &usize| {
                options.get(*index).map(|o| layout::text_of(o, lang)).unwrap_or_default()
            };
            (text(index), text(answer), None)
        }
        (Given::Option(_) | Given::Skipped, _) => return None,
    };
    let (lesson, item) = (lesson.to_owned(), predict.id.clone());
    Some(Prediction { lesson, item, predicted, real, ratio })
}

/// How far a prediction is off: exact, in percent, or as a factor.
pub fn distance(said: f64, real: f64, lang: Lang) -> String {
    let off = said - real;
    if off.abs() <= real.abs() * 1e-9 {
        return format!("✓ {}", lang.text("learn.exact"));
    }
    let factor = said / real;
    if real == 0.0 || !factor.is_finite() || factor <= 0.0 {
        return shown::plain(off);
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
        let kind = PredictKind::Number { key: "params:b0".into(), unit: Some("M".into()) };
        let real = real_value(&kind, None);
        for line in ["5.3", "5300000", "5.3M", "530만"] {
            let Some(Given::Number(value)) = read_number(line, &kind, real) else {
                panic!("{line}")
            };
            assert!((value - 5.3e6).abs() < 1.0, "{line}: {value}");
        }
        assert_eq!(read_number("many", &kind, real), None);
    }
}

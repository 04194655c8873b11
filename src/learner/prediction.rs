//! Predictions: what a learner expects a figure to show, beside what it shows.

use super::Message;
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

/// The number that a prediction is about, in ones; `None` for a choice, or while the figure is computed.
pub fn real_value(kind: &PredictKind, figure: Option<&Figure>) -> Option<f64> {
    match kind {
        PredictKind::Number { key, .. } => quantity::evaluate(key).ok(),
        PredictKind::Measured { key, unit } => {
            Some(figure?.value(key)? * unit.as_deref().map_or(1.0, number::unit_scale))
        }
        PredictKind::Choice { .. } => None,
    }
}

/// The unit that the prompt names.
pub fn unit(kind: &PredictKind) -> Option<&str> {
    match kind {
        PredictKind::Number { unit, .. } | PredictKind::Measured { unit, .. } => unit.as_deref(),
        PredictKind::Choice { .. } => None,
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

/// How near a prediction is, in a word; nothing where it is exact, which is said, or far.
pub fn closeness(said: f64, real: f64, lang: Lang) -> Option<&'static str> {
    let off = (said / real - 1.0).abs();
    match off {
        _ if is_exact(said, real) => None,
        _ if off <= SPOT_ON => Some(lang.text("predict.spot-on")),
        _ if off <= NEAR => Some(lang.text("predict.near")),
        _ => None,
    }
}

/// Where a difference comes from, in a sentence; nothing where it can only be said how large it is.
pub fn difference(kind: &PredictKind, said: f64, real: f64) -> Option<Message> {
    let (PredictKind::Number { key, .. } | PredictKind::Measured { key, .. }) = kind else {
        return None;
    };
    let factor = said / real;
    let is = |wanted: f64| (factor / wanted - 1.0).abs() <= SAME;
    if key.contains("macs") && is(2.0) {
        return Some(Message::plain("predict.flops-for-macs"));
    }
    let mut factors = factors(key).into_iter().filter(|(_, value)| *value > 1.0);
    factors.find_map(|(name, value)| {
        let key = match () {
            () if is(value) => "predict.once-too-often",
            () if is(value.recip()) => "predict.left-out",
            () => return None,
        };
        Some(Message::plain(key).with("name", &name).with("value", &shown::plain(value)))
    })
}

/// Ratios this near are the same: predictions are rounded.
const SAME: f64 = 0.02;
/// A prediction this near is right.
const SPOT_ON: f64 = 0.005;
/// Within this the size is right.
const NEAR: f64 = 0.15;

/// The factors of a convolution's count, by what they are called: those of `conv-macs(3, 32, 64, 1, 112)`.
fn factors(key: &str) -> Vec<(&'static str, f64)> {
    let call = |name: &str| key.strip_prefix(name)?.strip_prefix('(')?.strip_suffix(')');
    let Some(arguments) = call("conv-macs").or_else(|| call("conv-params")) else {
        return Vec::new();
    };
    let numbers: Vec<f64> =
        arguments.split(',').filter_map(|text| text.trim().parse().ok()).collect();
    let [kernel, c_in, c_out, groups, ref side @ ..] = numbers[..] else { return Vec::new() };
    let mut factors = vec![("k²", kernel * kernel), ("k", kernel)];
    // In a depthwise convolution the two are one.
    if groups > 1.0 {
        factors.push(("C", c_in));
    } else {
        factors.extend([("C_in", c_in), ("C_out", c_out)]);
    }
    if let [side] = side {
        factors.extend([("H·W", side * side), ("H", *side)]);
    }
    factors
}

/// Equal but for the rounding of binary fractions.
fn is_exact(said: f64, real: f64) -> bool {
    (said - real).abs() <= real.abs() * 1e-9
}

/// How far a prediction is off: exact, in percent, or as a factor.
pub fn distance(said: f64, real: f64, lang: Lang) -> String {
    let off = said - real;
    if is_exact(said, real) {
        return format!("✓ {}", lang.text("learn.exact"));
    }
    let factor = said / real;
    if real == 0.0 || !factor.is_finite() || factor <= 0.0 {
        // Beside the learner's number there is room for a short one.
        let sign = if off < 0.0 { "-" } else { "" };
        let size =
            if off.abs() < 1e4 { shown::plain(off.abs()) } else { shown::compact(off.abs()) };
        return lang.fill("learn.apart", &[("off", &format!("{sign}{size}"))]);
    }
    match factor {
        _ if (0.5..=2.0).contains(&factor) => {
            let percent = (factor - 1.0) * 100.0;
            // As many decimals as it takes to see that it is not exact.
            let is_seen = |decimals: &i32| (percent * 10f64.powi(*decimals)).abs() >= 0.5;
            let decimals = (1..9).find(is_seen).unwrap_or(9) as usize;
            format!("{percent:+.decimals$} %")
        }
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
        assert_eq!(distance(1.92, 1.9203, Lang::En), "-0.02 %");
        assert_eq!(distance(1000.0, 100.0, Lang::En), "×10.0");
        assert_eq!(distance(10.0, 100.0, Lang::En), "÷10.0");
        assert_eq!(distance(-1.0, 2.0, Lang::En), "off by -3");
        assert_eq!(distance(5.0, 0.0, Lang::En), "off by 5");
    }

    #[test]
    fn what_is_near_is_told_from_what_is_exact_and_what_is_far() {
        let word = |said| closeness(said, 100.0, Lang::En);
        assert_eq!([word(100.0), word(120.0), word(-100.0), word(0.0)], [None; 4]);
        assert_eq!((word(99.6), word(90.0)), (Some("spot on"), Some("near")));
        assert_eq!(closeness(5.0, 0.0, Lang::En), None);
    }

    #[test]
    fn a_difference_is_traced_to_the_factor_that_was_forgotten() {
        let key = "conv-macs(3, 32, 64, 1, 112)";
        let kind = PredictKind::Number { key: key.into(), unit: None };
        let real = real_value(&kind, None).unwrap();
        let say =
            |said: f64| difference(&kind, said, real).map(|m| m.say(Lang::En)).unwrap_or_default();
        assert_eq!(say(real * 2.0), Lang::En.text("predict.flops-for-macs"));
        assert!(say(32.0 * 64.0 * 112.0 * 112.0).contains("k²"), "the window");
        assert!(say(9.0 * 64.0 * 112.0 * 112.0).contains("C_in"), "the input channels");
        assert!(say(9.0 * 32.0 * 64.0).contains("H·W"), "the positions");
        for ratio in [1.0, 1.004, 1.3, 7.0, 5000.0] {
            assert_eq!(say(real * ratio), "", "{ratio}: where it comes from is not known");
        }
        assert_eq!(difference(&kind, -1.0, real), None);
        let depth = PredictKind::Number { key: "depth:b3".into(), unit: None };
        assert_eq!(difference(&depth, 2.8, 1.4), None, "a depth is no count of MACs");
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

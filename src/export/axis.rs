//! An axis: from which value to which, and where numbers stand.

use std::ops::Range;

use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};

use crate::figure::Scale;
use crate::text::number::{compact, grouped};

/// An axis. Its values are what [`Axis::at`] makes of the figure's: themselves, or their logarithms.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Axis {
    scale: Scale,
    /// The lowest value.
    pub low: f64,
    /// The highest value, above the lowest.
    pub high: f64,
    /// Values with what is written at them.
    pub ticks: Vec<(f64, String)>,
}

/// Room beyond the outermost points, as a share of what lies between them.
const MARGIN: f64 = 0.07;
/// Beyond this nothing can be shown.
const MOST: f64 = 1e100;
/// Up to this ratio, a logarithmic axis has the round numbers of a linear one.
const NARROW: f64 = 4.0;

impl Axis {
    /// An axis for these values with at most `most` numbers.
    pub(super) fn over(values: impl Iterator<Item = f64>, scale: Scale, most: usize) -> Self {
        let shown = values.filter_map(|value| at(value, scale));
        let bounds = shown.fold(None, |bounds: Option<(f64, f64)>, value| {
            let (low, high) = bounds.unwrap_or((value, value));
            Some((low.min(value), high.max(value)))
        });
        let (low, high) = bounds.unwrap_or((0.0, 1.0));
        let span = high - low;
        // Equal values, or so near that they cannot be told apart, stand in the middle.
        let beyond = match scale {
            _ if span > low.abs().max(high.abs()) * 1e-9 => span * MARGIN,
            Scale::Log => 0.3,
            Scale::Linear if low.abs() > 1e-90 => low.abs() * 0.1,
            Scale::Linear => 1.0,
        };
        let (low, high) = (low - beyond, high + beyond);
        Self { scale, low, high, ticks: ticks(low, high, scale, most) }
    }

    /// Where a value of the figure stands; `None` if it cannot be shown.
    pub(super) fn at(&self, value: f64) -> Option<f64> {
        at(value, self.scale)
    }

    /// How far along the axis, from 0 to 1.
    pub(super) fn share(&self, at: f64) -> f64 {
        (at - self.low) / (self.high - self.low)
    }
}

/// For plotters: an axis that brings its own numbers.
impl Ranged for Axis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, (start, end): (i32, i32)) -> i32 {
        start + (self.share(*value) * f64::from(end - start)).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        // There are no lines between those with numbers.
        if hint.weight().allow_light_points() {
            return Vec::new();
        }
        self.ticks.iter().map(|(at, _)| *at).collect()
    }

    fn range(&self) -> Range<f64> {
        self.low..self.high
    }
}

impl ValueFormatter<f64> for Axis {
    fn format_ext(&self, value: &f64) -> String {
        // plotters gives values back unchanged.
        let tick = self.ticks.iter().find(|(at, _)| at.to_bits() == value.to_bits());
        tick.map_or_else(String::new, |(_, label)| label.clone())
    }
}

fn at(value: f64, scale: Scale) -> Option<f64> {
    let is_shown = value.abs() <= MOST && (scale == Scale::Linear || value >= 1.0 / MOST);
    is_shown.then(|| if scale == Scale::Log { value.log10() } else { value })
}

fn ticks(low: f64, high: f64, scale: Scale, most: usize) -> Vec<(f64, String)> {
    if scale == Scale::Linear {
        return round_numbers(low, high, most);
    }
    let (least, greatest) = (10_f64.powf(low), 10_f64.powf(high));
    if greatest / least < NARROW {
        let round = round_numbers(least, greatest, most).into_iter();
        return round.map(|(value, label)| (value.log10(), label)).collect();
    }
    decades(low, high, most)
}

/// Multiples of 1, 2 or 5 times a power of ten, so close together as `most` allows.
fn round_numbers(low: f64, high: f64, most: usize) -> Vec<(f64, String)> {
    let power = ((high - low) / most.max(1) as f64).log10().floor() as i32;
    let steps = (power..power + 3).flat_map(|power| [1.0, 2.0, 5.0].map(|digit| (digit, power)));
    let inside = |step: f64| ((low / step).ceil(), (high / step).floor());
    let count = |step: f64| {
        let (first, last) = inside(step);
        last - first + 1.0
    };
    let mut fitting = steps.filter(|(digit, power)| count(digit * ten(*power)) <= most as f64);
    let Some((digit, power)) = fitting.next() else { return Vec::new() };
    let step = digit * ten(power);
    let (first, last) = inside(step);
    let places = 0..=(last - first) as usize;
    places.map(|index| number((first + index as f64) * step, power)).collect()
}

/// Powers of ten, with 2 and 5 between them where there is room.
fn decades(low: f64, high: f64, most: usize) -> Vec<(f64, String)> {
    let powers = low.floor() as i32..=high.ceil() as i32;
    let made = |digits: &[f64], every: i32| -> Vec<(f64, String)> {
        let kept = powers.clone().filter(|power| power.rem_euclid(every) == 0);
        let values = kept.flat_map(|power| digits.iter().map(move |digit| (*digit, power)));
        let ticks = values.map(|(digit, power)| number(digit * ten(power), power));
        ticks
            .map(|(v, label)| (v.log10(), label))
            .filter(|(v, _)| (low..=high).contains(v))
            .collect()
    };
    let sets: [&[f64]; 4] = [&[1.0, 2.0, 3.0, 5.0, 7.0], &[1.0, 2.0, 5.0], &[1.0, 3.0], &[1.0]];
    let dense = sets.into_iter().map(|digits| made(digits, 1));
    let sparse = (2..=200).map(|every| made(&[1.0], every));
    dense.chain(sparse).find(|ticks| ticks.len() <= most).unwrap_or_default()
}

fn ten(power: i32) -> f64 {
    10_f64.powi(power)
}

/// A value and how it is written, where a step is at least `power` of ten.
fn number(value: f64, power: i32) -> (f64, String) {
    let label = match value.abs() {
        0.0 => "0".to_owned(),
        size if size >= 1e15 || power < -12 || size < 1e-4 => {
            format!("{value:.1e}").replace(".0e", "e")
        }
        size if size >= 1e4 && power >= 3 => {
            compact(value).replace(".00 ", " ").replace(".0 ", " ")
        }
        _ => grouped(value, usize::try_from(-power).unwrap_or(0)),
    };
    (value, label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(values: &[f64], scale: Scale, most: usize) -> Vec<String> {
        let axis = Axis::over(values.iter().copied(), scale, most);
        axis.ticks.into_iter().map(|(_, label)| label).collect()
    }

    #[test]
    fn numbers_are_round_and_short() {
        assert_eq!(labels(&[77.1, 84.3], Scale::Linear, 6), ["78", "80", "82", "84"]);
        assert_eq!(labels(&[0.0, 1.0], Scale::Linear, 6), ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        let costs = labels(&[0.39, 37.7], Scale::Log, 8);
        assert_eq!(costs, ["0.5", "1", "2", "5", "10", "20", "50"]);
        assert_eq!(labels(&[5.3, 66.3], Scale::Log, 5), ["5", "10", "20", "50"]);
        assert_eq!(labels(&[2.0, 5.0], Scale::Log, 5), ["2", "3", "4", "5"]);
        assert_eq!(labels(&[1e3, 1e9], Scale::Log, 5), ["10 k", "1 M", "100 M"]);
    }

    #[test]
    fn every_axis_has_room_and_few_numbers() {
        let odd = [f64::NAN, f64::INFINITY, -1.0, 0.0, 1e-300, 1e-9, 1.0, 3.0, 1e99, 1e300];
        for scale in [Scale::Linear, Scale::Log] {
            for a in odd {
                for b in odd {
                    let axis = Axis::over([a, b].into_iter(), scale, 7);
                    assert!(axis.low < axis.high, "{a} {b} {axis:?}");
                    assert!(axis.ticks.len() <= 7, "{a} {b} {axis:?}");
                    assert!(
                        axis.ticks.iter().all(|t| t.0 >= axis.low - 1e-9 * t.0.abs()),
                        "{axis:?}"
                    );
                    let ends = [a, b].into_iter().filter_map(|value| axis.at(value));
                    assert!(ends.map(|at| axis.share(at)).all(|s| s > 0.0 && s < 1.0), "{axis:?}");
                }
            }
        }
    }

    #[test]
    fn equal_values_stand_in_the_middle() {
        for scale in [Scale::Linear, Scale::Log] {
            let axis = Axis::over([5.0, 5.0].into_iter(), scale, 7);
            assert!((axis.share(axis.at(5.0).unwrap()) - 0.5).abs() < 1e-9);
            assert!(axis.ticks.len() >= 2, "{axis:?}");
        }
    }
}

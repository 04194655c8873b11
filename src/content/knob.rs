//! A knob: a named value with a range, that a learner turns and `--set` writes.

use std::fmt;

use serde::{Deserialize, Deserializer};

use crate::arch::Expected;

/// Something a learner can turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Knob {
    /// Name used by `--set` and in the page's command: `channel`.
    pub key: &'static str,
    /// Where it stands: a number, hundredths of one, or a place among names, as `form` says.
    pub value: i32,
    /// Lowest value, in the same unit.
    pub low: i32,
    /// Highest value, in the same unit.
    pub high: i32,
    /// Distance between neighbours, in the same unit.
    pub step: i32,
    /// How the value is written.
    pub form: Form,
}

/// How a knob's value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// As it is.
    Integer,
    /// In hundredths.
    Hundredths,
    /// In thousandths.
    Thousandths,
    /// One of these names.
    Names(&'static [&'static str]),
}

/// Why a knob cannot be set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KnobError {
    /// The demo has no such knob.
    #[error("no knob `{key}` here, expected one of {expected}")]
    Unknown {
        /// What was asked for.
        key: String,
        /// The knobs that exist.
        expected: String,
    },
    /// The value does not fit.
    #[error("knob `{key}` must be {expected}, got `{got}`")]
    Value {
        /// Which knob.
        key: &'static str,
        /// What was given.
        got: String,
        /// What would be right.
        expected: Expected,
    },
}

impl Knob {
    /// The value as people write it: `11`, `1.15`, `chelsea`.
    pub fn shown(&self) -> String {
        match self.form {
            Form::Integer => self.value.to_string(),
            Form::Hundredths => Centi(self.value).to_string(),
            Form::Thousandths => Milli(self.value).to_string(),
            Form::Names(names) => names.get(self.value as usize).copied().unwrap_or("?").to_owned(),
        }
    }

    /// Reads a value as people write it.
    pub(super) fn parse(&self, text: &str) -> Result<i32, KnobError> {
        let text = text.trim();
        let value = match self.form {
            Form::Integer => text.parse().ok(),
            Form::Hundredths => real(text).map(|value| Centi::nearest(value).0),
            Form::Thousandths => real(text).map(|value| Milli::nearest(value).0),
            Form::Names(names) => {
                names.iter().position(|name| *name == text).map(|index| index as i32)
            }
        };
        value.filter(|value| self.allows(*value)).ok_or_else(|| KnobError::Value {
            key: self.key,
            got: text.to_owned(),
            expected: self.range(),
        })
    }

    pub(super) fn allows(&self, value: i32) -> bool {
        let is_real = matches!(self.form, Form::Hundredths | Form::Thousandths);
        let on_grid = is_real || (value - self.low) % self.step == 0;
        (self.low..=self.high).contains(&value) && on_grid
    }

    /// What would be right.
    pub(super) fn range(&self) -> Expected {
        let edge = |value| Self { value, ..self.clone() }.shown();
        match self.form {
            Form::Names(names) => Expected::OneOf(names.join(", ")),
            Form::Integer if self.step != 1 => Expected::Steps(format!(
                "{}, {}, … {}",
                edge(self.low),
                edge(self.low + self.step),
                edge(self.high)
            )),
            _ => Expected::between(&edge(self.low), &edge(self.high)),
        }
    }
}

fn real(text: &str) -> Option<f64> {
    text.parse().ok().filter(|value: &f64| value.is_finite() && value.abs() < 1e6)
}

pub(super) fn integer(key: &'static str, value: usize, low: usize, high: usize, step: i32) -> Knob {
    let narrow = |size: usize| i32::try_from(size).unwrap_or(i32::MAX);
    let (value, low, high) = (narrow(value), narrow(low), narrow(high));
    Knob { key, value, low, high, step, form: Form::Integer }
}

pub(super) fn hundredths(key: &'static str, value: Centi, low: i32, high: i32, step: i32) -> Knob {
    Knob { key, value: value.0, low, high, step, form: Form::Hundredths }
}

pub(super) fn thousandths(key: &'static str, value: Milli, low: i32, high: i32, step: i32) -> Knob {
    Knob { key, value: value.0, low, high, step, form: Form::Thousandths }
}

pub(super) fn names(key: &'static str, value: i32, names: &'static [&'static str]) -> Knob {
    Knob { key, value, low: 0, high: names.len() as i32 - 1, step: 1, form: Form::Names(names) }
}

/// A real number in hundredths: 1.15 is 115.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Centi(pub i32);

impl Centi {
    /// As a real number.
    pub fn get(self) -> f64 {
        f64::from(self.0) / 100.0
    }

    /// The nearest hundredth.
    pub fn nearest(value: f64) -> Self {
        Self((value * 100.0).round() as i32)
    }
}

impl fmt::Display for Centi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2}", self.get())
    }
}

/// A real number in thousandths: 1.143 is 1143.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Milli(pub i32);

impl Milli {
    /// As a real number.
    pub fn get(self) -> f64 {
        f64::from(self.0) / 1000.0
    }

    /// The nearest thousandth.
    pub fn nearest(value: f64) -> Self {
        Self((value * 1000.0).round() as i32)
    }
}

impl fmt::Display for Milli {
    /// Two decimals where they suffice.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = if self.0 % 10 == 0 { 2 } else { 3 };
        write!(f, "{:.*}", decimals, self.get())
    }
}

impl<'de> Deserialize<'de> for Centi {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        f64::deserialize(deserializer).map(Self::nearest)
    }
}

//! What makes a knob of a field: how its value becomes an integer and back.

use crate::content::knob::{Centi, Form, Knob};

/// A type that a knob can stand for.
pub(super) trait Setting: Copy {
    /// Where it stands, in the knob's unit.
    fn value(self) -> i32;
    /// The other way; `value` is in the knob's range.
    fn at(value: i32) -> Self;
    /// How it is written.
    const FORM: Form;
}

impl Setting for usize {
    fn value(self) -> i32 {
        i32::try_from(self).unwrap_or(i32::MAX)
    }

    fn at(value: i32) -> Self {
        Self::try_from(value).unwrap_or(0)
    }

    const FORM: Form = Form::Integer;
}

impl Setting for Centi {
    fn value(self) -> i32 {
        self.0
    }

    fn at(value: i32) -> Self {
        Self(value)
    }

    const FORM: Form = Form::Hundredths;
}

/// A knob over a range of numbers.
pub(super) fn ranged<T: Setting>(key: &'static str, field: T, range: (T, T, i32)) -> Knob {
    let (low, high, step) = range;
    Knob { key, value: field.value(), low: low.value(), high: high.value(), step, form: T::FORM }
}

/// A knob over all names of a set.
pub(super) fn named<T: Setting>(key: &'static str, field: T) -> Knob {
    let count = if let Form::Names(names) = T::FORM { names.len() as i32 } else { 1 };
    Knob { key, value: field.value(), low: 0, high: count - 1, step: 1, form: T::FORM }
}

/// A demo's settings.
pub(super) trait Turnable {
    /// The knobs and where they stand.
    fn knobs(&self) -> Vec<Knob>;
    /// Writes one knob; `value` is in its range.
    fn write(&mut self, key: &str, value: i32);
}

/// A set of names as an enum, in the order of its knob.
macro_rules! names {
    ($(#[$doc:meta])* $name:ident { $($(#[$about:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Deserialize)]
        pub enum $name {
            $($(#[$about])* #[serde(rename = $text)] $variant),+
        }

        // The first is where a lesson that names none begins.
        impl Default for $name {
            fn default() -> Self {
                Self::ALL[0]
            }
        }

        impl $name {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// Their names.
            pub const NAMES: &'static [&'static str] = &[$($text),+];

            /// Its name.
            pub const fn name(self) -> &'static str {
                Self::NAMES[self as usize]
            }
        }

        impl $crate::content::demo::setting::Setting for $name {
            fn value(self) -> i32 {
                self as i32
            }

            fn at(value: i32) -> Self {
                usize::try_from(value).ok().and_then(|i| Self::ALL.get(i)).copied().unwrap_or(Self::ALL[0])
            }

            const FORM: $crate::content::knob::Form =
                $crate::content::knob::Form::Names(Self::NAMES);
        }
    };
}

/// The knobs of a demo whose ranges never change: `"kernel" => kernel in (1, 7, 2)`, or all names.
macro_rules! knobs {
    ($name:ident { $($key:literal => $field:ident $(in $range:expr)?),* $(,)? }) => {
        impl $crate::content::demo::setting::Turnable for $name {
            fn knobs(&self) -> Vec<$crate::content::knob::Knob> {
                vec![$(knobs!(@one $key, self.$field $(, $range)?)),*]
            }

            fn write(&mut self, key: &str, value: i32) {
                match key {
                    $($key => self.$field = $crate::content::demo::setting::Setting::at(value),)*
                    _ => {}
                }
            }
        }
    };
    (@one $key:literal, $field:expr) => {
        $crate::content::demo::setting::named($key, $field)
    };
    (@one $key:literal, $field:expr, $range:expr) => {
        $crate::content::demo::setting::ranged($key, $field, $range)
    };
}

pub(super) use {knobs, names};

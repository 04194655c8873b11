//! Errors in the learner's language.
//!
//! An error type holds data, and its `Display` is English. What it says to a learner stands in
//! `assets/i18n/errors.toml`, in both languages; a test holds the English entries equal to `Display`.

mod budget;

use std::error::Error;

use crate::arch::{BudgetError, Expected, Field, SpecError};
use crate::content::knob::KnobError;
use crate::demo::DemoError;
use crate::text::Lang;
use crate::vision::{MAX_SIDE, VisionError};

pub use budget::budget;

/// The line that reports a failure: `error: …`.
///
/// Below it stands the place in a budget that cannot be read, with a caret.
pub fn line(error: &anyhow::Error, lang: Lang) -> String {
    let line = lang.fill("errors.line", &[("reason", &sentence(error, lang))]);
    match error.chain().find_map(|cause| cause.downcast_ref::<BudgetError>()) {
        Some(error) => format!("{line}\n\n{}", budget::caret(error)),
        None => line,
    }
}

/// The error and its causes, each a part of one sentence.
pub fn sentence(error: &anyhow::Error, lang: Lang) -> String {
    let parts: Vec<String> = error.chain().map(|error| cause(error, lang)).collect();
    parts.join(": ")
}

/// What is not ours, such as the system's own message, keeps its words.
fn cause(error: &(dyn Error + 'static), lang: Lang) -> String {
    if let Some(error) = error.downcast_ref::<SpecError>() {
        spec(error, lang)
    } else if let Some(error) = error.downcast_ref::<KnobError>() {
        knob(error, lang)
    } else if let Some(error) = error.downcast_ref::<BudgetError>() {
        budget(error, lang)
    } else if let Some(error) = error.downcast_ref::<VisionError>() {
        vision(error, lang)
    } else if let Some(error) = error.downcast_ref::<DemoError>() {
        demo(error, lang)
    } else {
        error.to_string()
    }
}

/// Why there is no figure.
pub fn demo(error: &DemoError, lang: Lang) -> String {
    match error {
        DemoError::Spec(error) => spec(error, lang),
        DemoError::Budget(error) => budget(error, lang),
        DemoError::Asset(reason) => reason.clone(),
        DemoError::Cancelled => lang.text("errors.demo.cancelled").to_owned(),
    }
}

fn spec(error: &SpecError, lang: Lang) -> String {
    match error {
        SpecError::Stage { stage, field, got, expected } => {
            let (field, expected) = (name(*field, lang), self::expected(expected, lang));
            lang.fill(
                "errors.spec.stage",
                &[("stage", stage), ("field", &field), ("expected", &expected), ("got", got)],
            )
        }
        SpecError::Network { field, got, expected } => {
            let (field, expected) = (name(*field, lang), self::expected(expected, lang));
            lang.fill(
                "errors.spec.network",
                &[("field", &field), ("expected", &expected), ("got", got)],
            )
        }
        SpecError::UnknownModel { name, expected, nearest }
        | SpecError::UnknownBug { name, expected, nearest } => {
            let key = match error {
                SpecError::UnknownBug { .. } => "errors.spec.bug",
                _ => "errors.spec.model",
            };
            let mut text = lang.fill(key, &[("name", name), ("expected", expected)]);
            if let Some(nearest) = nearest {
                text += &lang.fill("errors.spec.nearest", &[("name", nearest)]);
            }
            text
        }
    }
}

fn name(field: Field, lang: Lang) -> &'static str {
    lang.text(match field {
        Field::Width => "errors.field.width",
        Field::Depth => "errors.field.depth",
        Field::Resolution => "errors.field.resolution",
        Field::Stem => "errors.field.stem",
        Field::Head => "errors.field.head",
        Field::Classes => "errors.field.classes",
        Field::Blocks => "errors.field.blocks",
        Field::Macs => "errors.field.macs",
        Field::Kernel => "errors.field.kernel",
        Field::Stride => "errors.field.stride",
        Field::ExpandRatio => "errors.field.expand-ratio",
        Field::Channels => "errors.field.channels",
        Field::ChannelsIn => "errors.field.channels-in",
        Field::Repeats => "errors.field.repeats",
        Field::SeRatio => "errors.field.se-ratio",
        Field::Phi => "errors.field.phi",
        Field::Alpha => "errors.field.alpha",
        Field::Beta => "errors.field.beta",
        Field::Gamma => "errors.field.gamma",
        Field::Growth => "errors.field.growth",
        Field::Base => "errors.field.base",
        Field::DepthFactor => "errors.field.depth-factor",
        Field::WidthFactor => "errors.field.width-factor",
        Field::ResolutionFactor => "errors.field.resolution-factor",
    })
}

fn expected(expected: &Expected, lang: Lang) -> String {
    match expected {
        Expected::Between { low, high } => {
            lang.fill("errors.expected.between", &[("low", low), ("high", high)])
        }
        Expected::AtMost(high) => lang.fill("errors.expected.at-most", &[("high", high)]),
        Expected::Positive(high) => lang.fill("errors.expected.positive", &[("high", high)]),
        Expected::Odd(high) => lang.fill("errors.expected.odd", &[("high", high)]),
        Expected::Either(first, second) => {
            lang.fill("errors.expected.either", &[("first", first), ("second", second)])
        }
        Expected::OneOf(names) => lang.fill("errors.expected.one-of", &[("names", names)]),
        Expected::Steps(values) => lang.fill("errors.expected.steps", &[("values", values)]),
        Expected::Absent => lang.text("errors.expected.absent").to_owned(),
        Expected::ChannelsBefore => lang.text("errors.expected.channels-before").to_owned(),
    }
}

fn knob(error: &KnobError, lang: Lang) -> String {
    match error {
        KnobError::Unknown { key, expected } => {
            lang.fill("errors.knob.unknown", &[("key", key), ("expected", expected)])
        }
        KnobError::Value { key, got, expected } => {
            // The particle stands behind the backtick.
            let (key, expected) = (format!("`{key}`"), self::expected(expected, lang));
            lang.fill("errors.knob.value", &[("key", &key), ("expected", &expected), ("got", got)])
        }
    }
}

fn vision(error: &VisionError, lang: Lang) -> String {
    let plain = match error {
        VisionError::Unreadable(reason) => {
            return lang.fill("errors.vision.unreadable", &[("reason", reason)]);
        }
        VisionError::OtherFormat { found } => {
            return lang.fill("errors.vision.other-format", &[("found", found)]);
        }
        VisionError::TooLarge { width, height } => {
            return lang.fill(
                "errors.vision.too-large",
                &[("width", width), ("height", height), ("side", &MAX_SIDE)],
            );
        }
        VisionError::Damaged { reason } => {
            return lang.fill("errors.vision.damaged", &[("reason", reason)]);
        }
        VisionError::Missing => "errors.vision.missing",
        VisionError::Directory => "errors.vision.directory",
        VisionError::Empty => "errors.vision.empty",
        VisionError::TooLong => "errors.vision.too-long",
        VisionError::NotAnImage => "errors.vision.not-an-image",
        VisionError::Truncated => "errors.vision.truncated",
    };
    lang.text(plain).to_owned()
}

#[cfg(test)]
mod tests;

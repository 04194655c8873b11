//! Errors in the learner's language.
//!
//! An error type holds data, and its `Display` is English. What it says to a learner stands in
//! `assets/i18n/errors.toml`, in both languages; a test holds the English entries equal to `Display`.

mod budget;
mod network;
mod tensors;
mod train;

use std::error::Error;

use crate::arch::{BudgetError, Expected, Field, SpecError};
use crate::content::knob::KnobError;
use crate::content::network::NetworkFileError;
use crate::demo::DemoError;
use crate::export::ExportError;
use crate::file::FileError;
use crate::nn::{TensorFileError, WeightsError};
use crate::text::Lang;
use crate::text::normal::visible;
use crate::train::TrainError;
use crate::vision::{InputError, MAX_MILLIONS, MAX_SIDE, VisionError};
pub use network::{network, network_file, network_problems, notation};

pub use budget::budget;
pub use train::{file, train};

/// The line that reports a failure: `error: …`.
///
/// Below it stands the place in a budget that cannot be read, with a caret. What is wrong with a file is
/// told in place above it, all of it.
pub fn line(error: &anyhow::Error, lang: Lang) -> String {
    // What was typed or stands in a file is shown, never obeyed by the terminal.
    visible(&report(error, lang)).into_owned()
}

fn report(error: &anyhow::Error, lang: Lang) -> String {
    let line = lang.fill("errors.line", &[("reason", &sentence(error, lang))]);
    if let Some(error) = found::<BudgetError>(error) {
        return format!(
            "{line}

{}",
            budget::caret(error)
        );
    }
    let Some(NetworkFileError::Flawed(flawed)) = found(error) else { return line };
    let mut lines = network_problems(flawed, lang);
    lines.push(line);
    lines.join(
        "

",
    )
}

/// The first cause of a kind.
fn found<E: Error + 'static>(error: &anyhow::Error) -> Option<&E> {
    error.chain().find_map(|cause| cause.downcast_ref())
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
    } else if let Some(error) = error.downcast_ref::<ExportError>() {
        export(error, lang)
    } else if let Some(error) = error.downcast_ref::<DemoError>() {
        demo(error, lang)
    } else if let Some(error) = error.downcast_ref::<NetworkFileError>() {
        network_file(error, lang)
    } else if let Some(error) = error.downcast_ref::<TrainError>() {
        train(error, lang)
    } else if let Some(error) = error.downcast_ref::<FileError>() {
        file(error, lang)
    } else if let Some(error) = error.downcast_ref::<TensorFileError>() {
        tensors::file(error, lang)
    } else if let Some(error) = error.downcast_ref::<WeightsError>() {
        tensors::weights(error, lang)
    } else if let Some(error) = error.downcast_ref::<InputError>() {
        tensors::input(error, lang)
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
            text += &self::nearest(nearest.as_deref(), lang);
            text
        }
    }
}

/// A question behind what was not found.
fn nearest(name: Option<&str>, lang: Lang) -> String {
    name.map_or(String::new(), |name| lang.fill("errors.spec.nearest", &[("name", &name)]))
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

fn export(error: &ExportError, lang: Lang) -> String {
    match error {
        ExportError::Ending { path } => {
            lang.fill("errors.export.ending", &[("path", &path.display())])
        }
        ExportError::TooLarge { width, height } => {
            lang.fill("errors.export.too-large", &[("width", width), ("height", height)])
        }
        ExportError::Draw(reason) => lang.fill("errors.export.draw", &[("reason", reason)]),
        ExportError::Write { path, reason } => {
            lang.fill("errors.export.write", &[("path", &path.display()), ("reason", reason)])
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
                &[
                    ("width", width),
                    ("height", height),
                    ("side", &MAX_SIDE),
                    ("millions", &MAX_MILLIONS),
                ],
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

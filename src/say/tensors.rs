//! Why a file of tensors cannot be used, as weights or as an input.

use crate::nn::{TensorFileError, WeightsError};
use crate::text::Lang;
use crate::vision::{InputError, MAX_PIXELS, listed};

pub(super) fn file(error: &TensorFileError, lang: Lang) -> String {
    let plain = match error {
        TensorFileError::Unreadable(reason) => {
            return lang.fill("errors.tensors.unreadable", &[("reason", reason)]);
        }
        TensorFileError::TooLong { found, limit } => {
            return lang.fill("errors.tensors.too-long", &[("found", found), ("limit", limit)]);
        }
        TensorFileError::HeaderLength { promised, length } => {
            return lang.fill(
                "errors.tensors.header-length",
                &[("promised", promised), ("length", length)],
            );
        }
        TensorFileError::Header { reason } => {
            return lang.fill("errors.tensors.header", &[("reason", reason)]);
        }
        TensorFileError::Offsets { tensor } => {
            return lang.fill("errors.tensors.offsets", &[("tensor", tensor)]);
        }
        TensorFileError::Missing => "errors.tensors.missing",
        TensorFileError::Directory => "errors.tensors.directory",
        TensorFileError::Irregular => "errors.tensors.irregular",
        TensorFileError::Empty => "errors.tensors.empty",
        TensorFileError::Checkpoint => "errors.tensors.checkpoint",
        TensorFileError::Size => "errors.tensors.size",
        TensorFileError::End => "errors.tensors.end",
    };
    lang.text(plain).to_owned()
}

pub(super) fn weights(error: &WeightsError, lang: Lang) -> String {
    match error {
        WeightsError::File(error) => file(error, lang),
        WeightsError::UnknownNaming { first } => {
            let text = lang.text("errors.weights.naming").to_owned();
            let example = first.as_ref().map_or_else(
                || lang.text("errors.weights.nothing").to_owned(),
                |name| lang.fill("errors.weights.example", &[("name", name)]),
            );
            text + &example
        }
        WeightsError::Missing { tensor, expected } => lang.fill(
            "errors.weights.missing",
            &[("tensor", tensor), ("expected", &format!("{expected:?}"))],
        ),
        WeightsError::Extra { tensor, found } => lang
            .fill("errors.weights.extra", &[("tensor", tensor), ("found", &format!("{found:?}"))]),
        WeightsError::Shape { tensor, expected, found } => lang.fill(
            "errors.weights.shape",
            &[
                ("tensor", tensor),
                ("expected", &format!("{expected:?}")),
                ("found", &format!("{found:?}")),
            ],
        ),
        WeightsError::OtherModel { model, first, more, fits } => {
            let mut text = lang.fill(
                "errors.weights.model",
                &[("model", model), ("first", &weights(first, lang))],
            );
            if *more > 0 {
                text += &lang.fill("errors.weights.more", &[("more", more)]);
            }
            if let Some(owner) = fits {
                text += &lang.fill("errors.weights.owner", &[("model", owner)]);
            }
            text
        }
        WeightsError::Type { tensor, expected, found } => lang.fill(
            "errors.weights.type",
            &[("tensor", tensor), ("expected", expected), ("found", found)],
        ),
        WeightsError::NotFinite { tensor, index, value } => {
            not_finite(tensor, *index, *value, lang)
        }
        WeightsError::NegativeVariance { tensor } => {
            lang.fill("errors.weights.variance", &[("tensor", tensor)])
        }
    }
}

pub(super) fn input(error: &InputError, lang: Lang) -> String {
    match error {
        InputError::File(error) => file(error, lang),
        InputError::Nothing => lang.text("errors.input.nothing").to_owned(),
        InputError::Missing { names, more } => {
            lang.fill("errors.input.missing", &[("names", &listed(names, *more))])
        }
        InputError::Type { found } => lang.fill(
            "errors.weights.type",
            &[("tensor", &"input"), ("expected", &"F32"), ("found", found)],
        ),
        InputError::Shape { found } => {
            lang.fill("errors.input.shape", &[("found", &format!("{found:?}"))])
        }
        InputError::TooLarge { height, width } => lang.fill(
            "errors.input.too-large",
            &[("height", height), ("width", width), ("limit", &MAX_PIXELS)],
        ),
        InputError::NotFinite { index, value } => not_finite("input", *index, *value, lang),
    }
}

fn not_finite(tensor: &str, index: usize, value: f32, lang: Lang) -> String {
    lang.fill(
        "errors.weights.not-finite",
        &[("tensor", &tensor), ("index", &index), ("value", &value)],
    )
}

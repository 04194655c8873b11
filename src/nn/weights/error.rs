//! Why a weight file cannot be used.

use safetensors::{Dtype, SafeTensorError};

use crate::nn::tensor_file::TensorFileError;

/// Why a weight file cannot be used. Names the tensor where there is one.
#[derive(Debug, thiserror::Error)]
pub enum WeightsError {
    /// It is no readable file of tensors.
    #[error(transparent)]
    File(#[from] TensorFileError),
    /// None of the vocabularies fits.
    #[error(
        "its tensor names are not those of torchvision, timm or efficientnet_pytorch{}",
        example(.first.as_deref())
    )]
    UnknownNaming {
        /// A name out of the file, if it holds any tensor.
        first: Option<String>,
    },
    /// The network needs a tensor that the file does not hold.
    #[error("tensor `{tensor}` is missing, expected shape {expected:?}")]
    Missing {
        /// Its name in the file's vocabulary.
        tensor: String,
        /// The shape that the network needs.
        expected: Vec<usize>,
    },
    /// The file holds a tensor that the network has no use for.
    #[error("tensor `{tensor}` of shape {found:?} has no place in this network")]
    Extra {
        /// Its name in the file.
        tensor: String,
        /// Its shape in the file.
        found: Vec<usize>,
    },
    /// A tensor has another shape.
    #[error("tensor `{tensor}` has shape {found:?}, expected {expected:?}")]
    Shape {
        /// Its name in the file.
        tensor: String,
        /// The shape that the network needs.
        expected: Vec<usize>,
        /// The shape in the file.
        found: Vec<usize>,
    },
    /// The tensors are not the model's.
    #[error("the weights do not fit {model}: {first}{}{}", others(*.more), owner(*.fits))]
    OtherModel {
        /// The model that was to be filled.
        model: &'static str,
        /// The first tensor that does not fit.
        first: Box<Self>,
        /// How many more there are.
        more: usize,
        /// The model whose tensors they are, if there is one.
        fits: Option<&'static str>,
    },
    /// A tensor holds another type of number.
    #[error("tensor `{tensor}` has type {found}, expected {expected}")]
    Type {
        /// Its name in the file.
        tensor: String,
        /// The types that can be read.
        expected: &'static str,
        /// The type in the file.
        found: Dtype,
    },
    /// A value is infinite or not a number.
    #[error("tensor `{tensor}` holds {value} at index {index}, expected finite values")]
    NotFinite {
        /// Its name in the file.
        tensor: String,
        /// Position of the first such value.
        index: usize,
        /// The value.
        value: f32,
    },
    /// A running variance is below zero.
    #[error("tensor `{tensor}` holds a variance below zero")]
    NegativeVariance {
        /// Its name in the file.
        tensor: String,
    },
}

impl From<SafeTensorError> for WeightsError {
    fn from(error: SafeTensorError) -> Self {
        Self::File(error.into())
    }
}

fn others(more: usize) -> String {
    if more == 0 { String::new() } else { format!(", and {more} more do not fit") }
}

fn owner(fits: Option<&str>) -> String {
    fits.map_or(String::new(), |model| format!("; they are the weights of {model}"))
}

fn example(first: Option<&str>) -> String {
    first.map_or(", the file holds no tensor".to_owned(), |name| format!(", got `{name}`"))
}

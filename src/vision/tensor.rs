//! A tensor in the place of an image: `input` out of a safetensors file.
//!
//! ```text
//! {"input": {"dtype": "F32", "shape": [N, 3, H, W], …}, …} → (N, 3, H, W)
//! ```
//!
//! So anyone can give us exactly what they gave their framework, and compare the logits. Other tensors
//! of the file are ignored, for the logits may lie beside the input.

use std::path::Path;

use safetensors::{Dtype, SafeTensors};

use crate::nn::Tensor4;
use crate::nn::tensor_file::{self, TensorFileError};

/// Name of the tensor that is read.
const NAME: &str = "input";

/// Longest file that is read: 1 GiB, 1,700 images at 224×224.
const MAX_FILE: u64 = 1 << 30;

/// Most pixels of one image, 2048×2048: activations take about a hundred times as many values.
pub const MAX_PIXELS: usize = 1 << 22;

/// How many names are listed where `input` is missing.
const LISTED: usize = 5;

/// Why a file cannot be used as an input. Reads as the end of a sentence about the file.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// It is no readable file of tensors.
    #[error(transparent)]
    File(#[from] TensorFileError),
    /// No tensor has the name.
    #[error("it has no tensor `input`, only {}", listed(.names, *.more))]
    Missing {
        /// Names that are there, the first few.
        names: Vec<String>,
        /// How many there are beyond these.
        more: usize,
    },
    /// There is no tensor at all.
    #[error("it holds no tensor")]
    Nothing,
    /// The tensor holds another type of number.
    #[error("tensor `input` has type {found}, expected F32")]
    Type {
        /// The type in the file.
        found: Dtype,
    },
    /// The tensor is no batch of images.
    #[error("tensor `input` has shape {found:?}, expected [N, 3, H, W] with at least one of each")]
    Shape {
        /// The shape in the file.
        found: Vec<usize>,
    },
    /// An image has too many pixels.
    #[error("tensor `input` has images of {height}×{width}, expected at most {MAX_PIXELS} pixels")]
    TooLarge {
        /// Rows.
        height: usize,
        /// Columns.
        width: usize,
    },
    /// A value is infinite or not a number.
    #[error("tensor `input` holds {value} at index {index}, expected finite values")]
    NotFinite {
        /// Position of the first such value.
        index: usize,
        /// The value.
        value: f32,
    },
}

/// The names that are there, for the sentence: `a`, `b` and 3 more.
pub fn listed(names: &[String], more: usize) -> String {
    let list = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    if more == 0 { list } else { format!("{list}, … (+{more})") }
}

/// Reads the tensor `input` of a file.
///
/// # Errors
/// When there is no such file or tensor, or it is no batch of images of acceptable size.
pub fn read_tensor(path: &Path) -> Result<Tensor4, InputError> {
    decode_tensor(&tensor_file::read(path, MAX_FILE)?)
}

/// As [`read_tensor`], from bytes.
///
/// # Errors
/// As [`read_tensor`].
pub fn decode_tensor(bytes: &[u8]) -> Result<Tensor4, InputError> {
    let file = tensor_file::parse(bytes)?;
    let Ok(view) = file.tensor(NAME) else { return Err(missing(&file)) };
    let found = view.shape().to_vec();
    let &[n, 3, height, width] = found.as_slice() else { return Err(InputError::Shape { found }) };
    if n == 0 || height == 0 || width == 0 {
        return Err(InputError::Shape { found });
    }
    if view.dtype() != Dtype::F32 {
        return Err(InputError::Type { found: view.dtype() });
    }
    // The values are in the file, so the product does not overflow.
    if height * width > MAX_PIXELS {
        return Err(InputError::TooLarge { height, width });
    }
    let (values, _) = view.data().as_chunks::<4>();
    let values: Vec<f32> = values.iter().map(|&value| f32::from_le_bytes(value)).collect();
    if let Some(index) = values.iter().position(|value| !value.is_finite()) {
        return Err(InputError::NotFinite { index, value: values[index] });
    }
    Ok(Tensor4::from_shape_vec((n, 3, height, width), values).expect("the file's form was checked"))
}

fn missing(file: &SafeTensors<'_>) -> InputError {
    let mut names: Vec<String> = file.names().into_iter().map(str::to_owned).collect();
    names.sort();
    if names.is_empty() {
        return InputError::Nothing;
    }
    let more = names.len().saturating_sub(LISTED);
    names.truncate(LISTED);
    InputError::Missing { names, more }
}

#[cfg(test)]
mod tests {
    use safetensors::tensor::{TensorView, serialize};

    use super::*;

    fn file(name: &str, dtype: Dtype, shape: &[usize], bytes: &[u8]) -> Vec<u8> {
        let view = TensorView::new(dtype, shape.to_vec(), bytes).unwrap();
        serialize([(name, view)], None).unwrap()
    }

    fn floats(shape: &[usize], value: f32) -> Vec<u8> {
        let count = shape.iter().product();
        file(NAME, Dtype::F32, shape, &value.to_le_bytes().repeat(count))
    }

    #[track_caller]
    fn refused(bytes: &[u8], message: &str) {
        assert_eq!(decode_tensor(bytes).unwrap_err().to_string(), message);
    }

    #[test]
    fn a_batch_keeps_its_shape() {
        let x = decode_tensor(&floats(&[2, 3, 5, 4], 0.5)).unwrap();
        assert_eq!(x.shape(), [2, 3, 5, 4]);
        assert!(x.iter().all(|value| (value - 0.5).abs() < 1e-9));
    }

    #[test]
    fn what_is_no_batch_of_images_gets_a_sentence() {
        for shape in [&[3, 5, 4][..], &[1, 1, 5, 4], &[0, 3, 5, 4], &[1, 3, 0, 4], &[1, 5, 4, 3]] {
            let expected = "expected [N, 3, H, W] with at least one of each";
            refused(
                &floats(shape, 0.0),
                &format!("tensor `input` has shape {shape:?}, {expected}"),
            );
        }
        let bytes = file(NAME, Dtype::F64, &[1, 3, 1, 1], &[0; 24]);
        refused(&bytes, "tensor `input` has type F64, expected F32");
        let sentence = "tensor `input` holds NaN at index 0, expected finite values";
        refused(&floats(&[1, 3, 2, 2], f32::NAN), sentence);
        let large = "tensor `input` has images of 1×4194305, expected at most 4194304 pixels";
        refused(&floats(&[1, 3, 1, MAX_PIXELS + 1], 0.0), large);
    }

    #[test]
    fn the_names_that_are_there_are_listed() {
        let bytes = file("x", Dtype::F32, &[1], &[0; 4]);
        refused(&bytes, "it has no tensor `input`, only `x`");
        let none: [(&str, TensorView<'_>); 0] = [];
        refused(&serialize(none, None).unwrap(), "it holds no tensor");
        assert_eq!(listed(&["a".to_owned(), "b".to_owned()], 3), "`a`, `b`, … (+3)");
    }
}

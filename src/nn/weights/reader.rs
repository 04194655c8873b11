//! A safetensors file whose tensors are taken one by one, so that what is left over is known.

use std::collections::{BTreeMap, BTreeSet};

use half::{bf16, f16};
use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};

use super::WeightsError;
use crate::nn::tensor_file;

/// A parsed file and the names not yet taken.
pub(super) struct Reader<'a> {
    file: SafeTensors<'a>,
    left: BTreeSet<String>,
}

impl<'a> Reader<'a> {
    /// Reads the header; the values stay where they are. PyTorch's `num_batches_tracked`, a counter
    /// that inference has no use for, is passed over.
    pub(super) fn parse(bytes: &'a [u8]) -> Result<Self, WeightsError> {
        let file = tensor_file::parse(bytes)?;
        let names = file.names().into_iter();
        let left = names.filter(|name| !name.ends_with("num_batches_tracked"));
        let left = left.map(str::to_owned).collect();
        Ok(Self { file, left })
    }

    /// The names not yet taken, in alphabetical order.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.left.iter().map(String::as_str)
    }

    /// The shapes of the tensors not yet taken.
    pub(super) fn shapes(&self) -> Result<BTreeMap<String, Vec<usize>>, WeightsError> {
        let shape = |name: &String| Ok((name.clone(), self.file.tensor(name)?.shape().to_vec()));
        self.left.iter().map(shape).collect()
    }

    /// Takes a tensor of floats, whichever of the three types it has.
    pub(super) fn floats(&mut self, name: &str, shape: &[usize]) -> Result<Vec<f32>, WeightsError> {
        let view = self.take(name, shape)?;
        let values: Vec<f32> = match view.dtype() {
            Dtype::F32 => numbers(view.data(), f32::from_le_bytes),
            Dtype::F16 => numbers(view.data(), |b| f16::from_le_bytes(b).to_f32()),
            Dtype::BF16 => numbers(view.data(), |b| bf16::from_le_bytes(b).to_f32()),
            found => {
                let expected = "F32, F16 or BF16";
                return Err(WeightsError::Type { tensor: name.to_owned(), expected, found });
            }
        };
        match values.iter().position(|value| !value.is_finite()) {
            Some(index) => {
                let value = values[index];
                Err(WeightsError::NotFinite { tensor: name.to_owned(), index, value })
            }
            None => Ok(values),
        }
    }

    /// Takes a tensor of signed bytes.
    pub(super) fn bytes(&mut self, name: &str, shape: &[usize]) -> Result<Vec<i8>, WeightsError> {
        let view = self.take(name, shape)?;
        if view.dtype() != Dtype::I8 {
            let (tensor, found) = (name.to_owned(), view.dtype());
            return Err(WeightsError::Type { tensor, expected: "I8", found });
        }
        Ok(numbers(view.data(), i8::from_le_bytes))
    }

    /// Checks that nothing is left over.
    pub(super) fn finish(self) -> Result<(), WeightsError> {
        let Some(tensor) = self.left.into_iter().next() else { return Ok(()) };
        let found = self.file.tensor(&tensor)?.shape().to_vec();
        Err(WeightsError::Extra { tensor, found })
    }

    fn take(&mut self, name: &str, shape: &[usize]) -> Result<TensorView<'a>, WeightsError> {
        if !self.left.remove(name) {
            let (tensor, expected) = (name.to_owned(), shape.to_vec());
            return Err(WeightsError::Missing { tensor, expected });
        }
        let view = self.file.tensor(name)?;
        if view.shape() != shape {
            return Err(WeightsError::Shape {
                tensor: name.to_owned(),
                expected: shape.to_vec(),
                found: view.shape().to_vec(),
            });
        }
        Ok(view)
    }
}

/// Reads little-endian numbers of `N` bytes; safetensors has checked that their count is whole.
fn numbers<T, const N: usize>(data: &[u8], read: impl Fn([u8; N]) -> T) -> Vec<T> {
    let (chunks, _) = data.as_chunks::<N>();
    chunks.iter().map(|&chunk| read(chunk)).collect()
}

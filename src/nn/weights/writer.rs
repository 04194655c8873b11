//! A network as a weight file that PyTorch's libraries can load.

use std::collections::HashMap;

use safetensors::Dtype;
use safetensors::tensor::{TensorView, serialize};

use crate::arch::ArchSpec;
use crate::nn::EfficientNet;

use super::{Naming, WeightsError};

/// Writes the network of `spec` in f32. The same network and note always give the same bytes.
///
/// `note` goes into the file's metadata under our name; one entry, because the format keeps several in
/// no order.
///
/// # Errors
/// When the file cannot be assembled, which no network in memory causes.
pub fn write(
    net: &EfficientNet,
    spec: &ArchSpec,
    naming: Naming,
    note: &str,
) -> Result<Vec<u8>, WeightsError> {
    let names = naming.layer_names(spec);
    let mut tensors = Vec::new();
    net.visit(&mut |path, param| {
        let (layer, leaf) = path.rsplit_once('.').expect("a tensor's path names its layer");
        let bytes: Vec<u8> = param.value.iter().flat_map(|value| value.to_le_bytes()).collect();
        tensors.push((format!("{}.{leaf}", names[layer]), param.value.shape().to_vec(), bytes));
    });
    let views: Result<Vec<_>, WeightsError> = tensors
        .iter()
        .map(|(name, shape, bytes)| Ok((name, TensorView::new(Dtype::F32, shape.clone(), bytes)?)))
        .collect();
    let note = HashMap::from([("effnet-tutor".to_owned(), note.to_owned())]);
    Ok(serialize(views?, Some(note))?)
}

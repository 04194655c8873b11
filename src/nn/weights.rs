//! Weight files: safetensors as torchvision, timm and efficientnet_pytorch name them.
//!
//! ```text
//! header: {"conv_stem.weight": {"dtype": "F16", "shape": [32, 3, 3, 3], "data_offsets": [0, 1728]}, …}
//! then the values, one tensor after the other
//! ```
//!
//! The same network has four vocabularies; [`Naming`] recognises which one a file speaks and
//! translates. Every tensor of the network must be there, in its shape, finite, and nothing else may be
//! left over: a file that does not fit is refused with the name of the tensor, never half loaded.
//!
//! What a file does *not* say is its padding and batch norm's ε. [`load`] takes them from the
//! [`ArchSpec`]; [`load_model`] assumes what the library does whose names they are ([`Naming::assumed`]).

mod convention;
mod error;
pub mod int8;
mod model;
mod naming;
mod reader;
mod writer;

use crate::arch::ArchSpec;

use super::EfficientNet;
use reader::Reader;

pub use convention::Assumed;
pub use error::WeightsError;
pub use model::{Choice, Loaded, load_model};
pub use naming::{Naming, Needed};
pub use writer::write;

/// Builds the network of `spec` with the weights of a file: f32, f16 or bf16, in any [`Naming`].
///
/// # Errors
/// When the file is broken, or a tensor is missing, superfluous, of another shape or type, or holds
/// values that no training gives.
pub fn load(spec: &ArchSpec, bytes: &[u8]) -> Result<EfficientNet, WeightsError> {
    let mut reader = Reader::parse(bytes)?;
    let naming = Naming::recognise(reader.names())?;
    let net = read(spec, naming, &mut reader)?;
    reader.finish()?;
    Ok(net)
}

/// Takes every tensor of the network of `spec` out of a file.
fn read(
    spec: &ArchSpec,
    naming: Naming,
    reader: &mut Reader<'_>,
) -> Result<EfficientNet, WeightsError> {
    let names = naming.layer_names(spec);
    let mut net = EfficientNet::build(spec);
    fill(&mut net, |path, shape| {
        let (layer, leaf) = path.rsplit_once('.').expect("a tensor's path names its layer");
        let name = format!("{}.{leaf}", names[layer]);
        let values = reader.floats(&name, shape)?;
        if leaf == "running_var" && values.iter().any(|&variance| variance < 0.0) {
            return Err(WeightsError::NegativeVariance { tensor: name });
        }
        Ok(values)
    })?;
    Ok(net)
}

/// Sets every tensor of a network to what `values` gives for its path and shape, up to the first error.
fn fill(
    net: &mut EfficientNet,
    mut values: impl FnMut(&str, &[usize]) -> Result<Vec<f32>, WeightsError>,
) -> Result<(), WeightsError> {
    let mut result = Ok(());
    net.visit_mut(&mut |path, mut param| {
        if result.is_err() {
            return;
        }
        match values(path, param.value.shape()) {
            Ok(values) => param.value.iter_mut().zip(values).for_each(|(slot, v)| *slot = v),
            Err(error) => result = Err(error),
        }
    });
    result
}

#[cfg(test)]
mod tests;

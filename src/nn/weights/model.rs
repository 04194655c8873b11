//! From a weight file to a published model: which one it is, how many classes, what is assumed.
//!
//! Names and shapes are compared before anything is built. So a wrong file costs nothing, the sentence
//! can say how much does not fit, and a file of another model is told by name: no two published models
//! have the same tensors.

use std::collections::BTreeMap;

use crate::arch::variant::IMAGENET_CLASSES;
use crate::arch::{ArchSpec, Padding, Variant};
use crate::nn::EfficientNet;

use super::reader::Reader;
use super::{Assumed, Naming, Needed, WeightsError, read};

/// What the caller knows better than the file.
#[derive(Debug, Clone, Copy, Default)]
pub struct Choice {
    /// The model; the one whose tensors they are, if not given.
    pub variant: Option<Variant>,
    /// Padding; by [`Naming::assumed`], if not given.
    pub padding: Option<Padding>,
    /// Batch norm's ε; by [`Naming::assumed`], if not given.
    pub bn_eps: Option<f32>,
}

/// A published model with the weights of a file.
#[derive(Debug)]
pub struct Loaded {
    /// The network.
    pub net: EfficientNet,
    /// Which model it is.
    pub variant: Variant,
    /// Whose names the file uses.
    pub naming: Naming,
    /// How it pads and normalises: chosen or assumed.
    pub assumed: Assumed,
}

/// Builds a published model with the weights of a file. The number of classes is the file's.
///
/// # Errors
/// As [`load`](super::load); and where several tensors do not fit, the sentence says how many, and whose
/// they are.
pub fn load_model(choice: &Choice, bytes: &[u8]) -> Result<Loaded, WeightsError> {
    let mut reader = Reader::parse(bytes)?;
    let naming = Naming::recognise(reader.names())?;
    let tensors = Tensors { naming, shapes: reader.shapes()? };
    let variant = match choice.variant {
        Some(variant) => variant,
        None => tensors.model().unwrap_or_else(|| tensors.nearest()),
    };
    let spec = tensors.spec(variant);
    tensors.check(variant, &spec)?;
    let usual = naming.assumed(variant);
    let assumed = Assumed {
        padding: choice.padding.unwrap_or(usual.padding),
        bn_eps: choice.bn_eps.unwrap_or(usual.bn_eps),
    };
    let spec = ArchSpec { padding: assumed.padding, bn_eps: assumed.bn_eps, ..spec };
    let net = read(&spec, naming, &mut reader)?;
    reader.finish()?;
    Ok(Loaded { net, variant, naming, assumed })
}

/// The names and shapes of a file.
struct Tensors {
    naming: Naming,
    shapes: BTreeMap<String, Vec<usize>>,
}

impl Tensors {
    /// A model with as many classes as the file's classifier has.
    fn spec(&self, variant: Variant) -> ArchSpec {
        let classes = self.shapes.get(self.naming.classifier()).and_then(|shape| shape.first());
        let classes = classes.copied().unwrap_or(IMAGENET_CLASSES);
        // A number that no network can have is told as the wrong shape that it is.
        variant.spec(classes).unwrap_or_else(|_| variant.imagenet())
    }

    /// The model whose tensors they are, all of them and nothing else.
    fn model(&self) -> Option<Variant> {
        Variant::ALL.into_iter().find(|&variant| {
            let needed = self.naming.needed(&self.spec(variant));
            needed.len() == self.shapes.len() && needed.iter().all(|tensor| self.fits(tensor))
        })
    }

    /// The model that most of the tensors fit.
    fn nearest(&self) -> Variant {
        let wrong = |&variant: &Variant| self.mismatches(&self.spec(variant)).len();
        Variant::ALL.into_iter().min_by_key(wrong).unwrap_or(Variant::B0)
    }

    fn fits(&self, tensor: &Needed) -> bool {
        self.shapes.get(&tensor.name) == Some(&tensor.shape)
    }

    /// Refuses a file whose tensors are not the model's.
    fn check(&self, variant: Variant, spec: &ArchSpec) -> Result<(), WeightsError> {
        let mut mismatches = self.mismatches(spec).into_iter();
        let Some(first) = mismatches.next() else { return Ok(()) };
        let (model, first, more) = (variant.name(), Box::new(first), mismatches.len());
        let fits = self.model().map(Variant::name);
        Err(WeightsError::OtherModel { model, first, more, fits })
    }

    /// Everything that is missing, of another shape or left over, in this order of the network.
    fn mismatches(&self, spec: &ArchSpec) -> Vec<WeightsError> {
        let needed = self.naming.needed(spec);
        let wrong = needed.iter().filter_map(|tensor| {
            let (name, expected) = (tensor.name.clone(), tensor.shape.clone());
            match self.shapes.get(&name) {
                None => Some(WeightsError::Missing { tensor: name, expected }),
                Some(found) if *found != expected => {
                    Some(WeightsError::Shape { tensor: name, expected, found: found.clone() })
                }
                Some(_) => None,
            }
        });
        let names: std::collections::HashSet<&str> =
            needed.iter().map(|tensor| tensor.name.as_str()).collect();
        let extra = self.shapes.iter().filter(|(name, _)| !names.contains(name.as_str()));
        let extra = extra.map(|(name, shape)| {
            let (tensor, found) = (name.clone(), shape.clone());
            WeightsError::Extra { tensor, found }
        });
        wrong.chain(extra).collect()
    }
}

#[cfg(test)]
mod tests;

//! Where the numbers come from: the tables that the cost model counts.

use crate::arch::families::efficientnet;
use crate::arch::variant::IMAGENET_CLASSES;
use crate::arch::{ArchSpec, BaseSpec, Scaling, SpecError, Variant};

/// The tables behind the quantities.
///
/// The published ones by default; a test puts another base in their place and sees every text follow.
#[derive(Debug, Clone, Default)]
pub struct Models {
    /// Replaces EfficientNet's base table.
    base: Option<BaseSpec>,
}

impl Models {
    /// The published models, with another table in the place of B0's.
    pub const fn with_base(base: BaseSpec) -> Self {
        Self { base: Some(base) }
    }

    /// A published model by name, with ImageNet's classes.
    pub(super) fn spec(&self, name: &str) -> Result<ArchSpec, SpecError> {
        let variant = Variant::parse(name)?;
        match &self.base {
            Some(base) if Variant::B.contains(&variant) => {
                base.scale(variant.scaling(), IMAGENET_CLASSES)
            }
            _ => variant.spec(IMAGENET_CLASSES),
        }
    }

    /// The coefficients of a published model.
    #[expect(clippy::unused_self, reason = "coefficients may be replaced like the table")]
    pub(super) fn scaling(&self, name: &str) -> Result<Scaling, SpecError> {
        Variant::parse(name).map(Variant::scaling)
    }

    /// The base network at another scaling.
    pub(super) fn build(&self, scaling: Scaling) -> Result<ArchSpec, SpecError> {
        match &self.base {
            Some(base) => base.scale(scaling, IMAGENET_CLASSES),
            None => efficientnet().scale(scaling, IMAGENET_CLASSES),
        }
    }
}

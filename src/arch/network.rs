//! What is counted: a network as a list of operations, and the design that it was built from.

use super::cost::Cost;
use super::error::{Expected, Field, SpecError};
use super::families;
use super::layer::LayerSpec;
use super::range::{LIMIT, check_macs};
use super::scaling::Scaling;
use super::spec::{ArchSpec, BaseSpec};
use super::variant::{IMAGENET_CLASSES, Variant};

/// `nano` is not scaled, and reads digits of 8×8 pixels at twice their side.
pub(super) const NANO_SCALING: Scaling = Scaling { width: 1.0, depth: 1.0, resolution: 16 };

/// What `nano` tells apart.
const DIGITS: usize = 10;

/// A table, how it is scaled, and how many classes it tells apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    /// The name shown: `b0`, or the name in a file.
    pub name: String,
    /// The table.
    pub base: BaseSpec,
    /// Width, depth and resolution.
    pub scaling: Scaling,
    /// Outputs of the classifier.
    pub classes: usize,
}

/// Changes to a published model or a file.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Overrides {
    /// Replaces the width coefficient.
    pub width: Option<f64>,
    /// Replaces the depth coefficient.
    pub depth: Option<f64>,
    /// Replaces the side of the input.
    pub resolution: Option<usize>,
    /// Replaces the number of classes.
    pub classes: Option<usize>,
}

impl Overrides {
    /// A scaling with the changes made.
    pub fn scaling(self, old: Scaling) -> Scaling {
        Scaling {
            width: self.width.unwrap_or(old.width),
            depth: self.depth.unwrap_or(old.depth),
            resolution: self.resolution.unwrap_or(old.resolution),
        }
    }
}

impl Design {
    /// A published model's.
    pub fn of(variant: Variant) -> Self {
        Self {
            name: variant.name().to_owned(),
            base: variant.base(),
            scaling: variant.scaling(),
            classes: IMAGENET_CLASSES,
        }
    }

    /// `nano`, for the ten digits.
    pub fn nano() -> Self {
        let (name, base) = ("nano".to_owned(), families::nano());
        Self { name, base, scaling: NANO_SCALING, classes: DIGITS }
    }

    /// The same with some things changed.
    #[must_use]
    pub fn with(self, changes: Overrides) -> Self {
        let scaling = changes.scaling(self.scaling);
        Self { scaling, classes: changes.classes.unwrap_or(self.classes), ..self }
    }

    /// The concrete blocks.
    ///
    /// # Errors
    /// When the table or the scaling is out of range.
    pub fn spec(&self) -> Result<ArchSpec, SpecError> {
        self.base.scale(self.scaling, self.classes)
    }

    /// The list of operations.
    ///
    /// # Errors
    /// As [`Self::spec`].
    pub fn network(&self) -> Result<Network, SpecError> {
        let Self { name, scaling, classes, .. } = self;
        let layers = self.spec()?.layers();
        Ok(Network { name: name.clone(), scaling: *scaling, classes: *classes, layers })
    }
}

/// A network as the flat list of its operations: all that counting needs.
#[derive(Debug, Clone, PartialEq)]
pub struct Network {
    /// The name shown.
    pub name: String,
    /// Width, depth and resolution.
    pub scaling: Scaling,
    /// Outputs of the classifier.
    pub classes: usize,
    /// Every operation, in the order of execution.
    pub layers: Vec<LayerSpec>,
}

impl Network {
    /// Cost of the whole network.
    pub fn cost(&self) -> Cost {
        self.layers.iter().map(LayerSpec::cost).sum()
    }

    /// Cost of the operations that `keep` selects.
    pub fn cost_where(&self, keep: impl Fn(&LayerSpec) -> bool) -> Cost {
        self.layers.iter().filter(|layer| keep(layer)).map(LayerSpec::cost).sum()
    }

    /// Number of blocks.
    pub fn blocks(&self) -> usize {
        self.layers.iter().rev().find_map(|layer| layer.block).map_or(0, |last| last + 1)
    }

    /// Refuses what is too large to count.
    pub(super) fn check_size(&self) -> Result<(), SpecError> {
        check_macs(self.cost().macs)
    }
}

/// Refuses scalings and classes out of range.
pub(super) fn check(scaling: Scaling, classes: usize) -> Result<(), SpecError> {
    scaling.validate()?;
    for (field, got) in [(Field::Resolution, scaling.resolution), (Field::Classes, classes)] {
        if !(1..=LIMIT).contains(&got) {
            let expected = Expected::between(&1, &LIMIT);
            return Err(SpecError::Network { field, got: got.to_string(), expected });
        }
    }
    Ok(())
}

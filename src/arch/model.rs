//! Every model with a name: those that the engine builds, and those that are only counted.

use super::classic::Classic;
use super::error::SpecError;
use super::names::plain;
use super::network::{Design, NANO_SCALING, Network, Overrides, check};
use super::scaling::Scaling;
use super::variant::{Family, IMAGENET_CLASSES, Variant, unknown};

/// A model with a name: published, but for [`Model::Nano`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Model {
    /// EfficientNets and MobileNetV2.
    Built(Variant),
    /// ResNets.
    Counted(Classic),
    /// Our own small EfficientNet, trained on digits by this engine: see [`super::families::nano`].
    Nano,
}

/// The ResNets by name.
const CLASSICS: [(Classic, &str, &str); 2] = [
    (Classic::ResNet50, "resnet-50", "ResNet-50"),
    (Classic::ResNet152, "resnet-152", "ResNet-152"),
];

/// The name of our own.
const NANO: &str = "nano";

impl Model {
    /// Every published model, in the order of the tables. What is ours does not stand among them.
    pub fn all() -> impl Iterator<Item = Self> {
        let built = Variant::ALL.into_iter().map(Self::Built);
        built.chain(CLASSICS.map(|(classic, ..)| Self::Counted(classic)))
    }

    /// Finds a model by name, in any of the usual spellings.
    ///
    /// # Errors
    /// When there is no such model; the message lists the names and the nearest one.
    pub fn parse(name: &str) -> Result<Self, SpecError> {
        if let Some(variant) = Variant::known(name) {
            return Ok(Self::Built(variant));
        }
        let typed = plain(name);
        if typed == NANO {
            return Ok(Self::Nano);
        }
        let found = CLASSICS.into_iter().find(|(_, known, _)| plain(known) == typed);
        found.map(|(classic, ..)| Self::Counted(classic)).ok_or_else(|| {
            let names: Vec<&str> = Self::all().map(Self::name).chain([NANO]).collect();
            unknown(name, &names)
        })
    }

    /// The name typed on the command line: `b0`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Built(variant) => variant.name(),
            Self::Counted(classic) => names(classic).0,
            Self::Nano => NANO,
        }
    }

    /// The name shown to people: `B0`.
    pub fn title(self) -> &'static str {
        match self {
            Self::Built(variant) => variant.title(),
            Self::Counted(classic) => names(classic).1,
            Self::Nano => "Nano",
        }
    }

    /// The family it belongs to.
    pub const fn family(self) -> Family {
        match self {
            Self::Built(variant) => variant.family(),
            Self::Counted(_) => Family::ResNet,
            Self::Nano => Family::Nano,
        }
    }

    /// The published coefficients.
    pub const fn scaling(self) -> Scaling {
        match self {
            Self::Built(variant) => variant.scaling(),
            Self::Counted(_) => Scaling { width: 1.0, depth: 1.0, resolution: 224 },
            Self::Nano => NANO_SCALING,
        }
    }

    /// The table and its scaling; `None` for what is only counted.
    pub fn design(self) -> Option<Design> {
        match self {
            Self::Built(variant) => Some(Design::of(variant)),
            Self::Counted(_) => None,
            Self::Nano => Some(Design::nano()),
        }
    }

    /// The network, with some things changed.
    ///
    /// # Errors
    /// When a change is out of range.
    pub fn network(self, changes: Overrides) -> Result<Network, SpecError> {
        match self {
            Self::Built(variant) => Design::of(variant).with(changes).network(),
            Self::Counted(classic) => {
                let scaling = changes.scaling(self.scaling());
                let classes = changes.classes.unwrap_or(IMAGENET_CLASSES);
                counted(self.name(), classic, scaling, classes)
            }
            Self::Nano => Design::nano().with(changes).network(),
        }
    }

    /// The network as published, with ImageNet's classes; `nano` with the ten digits.
    pub fn imagenet(self) -> Network {
        self.network(Overrides::default()).expect("a published model is valid")
    }
}

/// A classic network at a scaling.
///
/// # Errors
/// When the scaling or the number of classes is out of range.
pub fn counted(
    name: &str,
    classic: Classic,
    scaling: Scaling,
    classes: usize,
) -> Result<Network, SpecError> {
    check(scaling, classes)?;
    let network = Network {
        name: name.to_owned(),
        scaling,
        classes,
        layers: classic.layers(scaling, classes),
    };
    network.check_size()?;
    Ok(network)
}

fn names(classic: Classic) -> (&'static str, &'static str) {
    CLASSICS
        .into_iter()
        .find(|(known, ..)| *known == classic)
        .map_or(("mobilenet-v1", "MobileNetV1"), |(_, name, title)| (name, title))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_finds_its_model() {
        for model in Model::all() {
            assert_eq!(Model::parse(model.name()), Ok(model));
            assert_eq!(Model::parse(model.title()), Ok(model));
        }
        assert_eq!(Model::parse("resnet152"), Ok(Model::Counted(Classic::ResNet152)));
        let error = Model::parse("resnet-51").unwrap_err().to_string();
        assert!(error.ends_with("did you mean `resnet-50`?"), "{error}");
    }

    #[test]
    fn nano_is_found_but_is_not_among_the_published() {
        assert_eq!(Model::parse("Nano"), Ok(Model::Nano));
        assert!(Model::all().all(|model| model != Model::Nano));
        let network = Model::Nano.imagenet();
        assert_eq!((network.classes, network.scaling.resolution), (10, 16));
        assert!(network.cost().params * 4 <= 400_000);
    }

    /// torchvision 0.29.2, torch's own counter.
    #[test]
    fn resnets_cost_what_torchvision_says() {
        let cost = |name| Model::parse(name).unwrap().imagenet().cost();
        let fifty = cost("resnet-50");
        assert_eq!((fifty.params, fifty.macs), (25_557_032, 4_089_184_256));
        assert_eq!((fifty.buffers, fifty.activations), (53_120, 11_113_984));
        let larger = cost("resnet-152");
        assert_eq!((larger.params, larger.macs), (60_192_808, 11_513_626_624));
        assert_eq!((larger.buffers, larger.activations), (151_424, 22_554_112));
    }
}

//! The published models: which base, which coefficients, which input size.

use super::error::SpecError;
use super::families::{V2, efficientnet, efficientnet_lite, efficientnet_v2, mobilenet_v2};
use super::names::{nearest, plain, ranges};
use super::scaling::Scaling;
use super::spec::{ArchSpec, BaseSpec};

/// Classes of ImageNet, which the published models were trained on.
pub const IMAGENET_CLASSES: usize = 1000;

/// A published model that the engine can build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names are the models' own")]
pub enum Variant {
    B0,
    B1,
    B2,
    B3,
    B4,
    B5,
    B6,
    B7,
    B8,
    L2,
    Lite0,
    Lite1,
    Lite2,
    Lite3,
    Lite4,
    V2S,
    V2M,
    V2L,
    V2Xl,
    V2B0,
    V2B1,
    V2B2,
    V2B3,
    MobileNetV2,
}

/// Models that belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    /// EfficientNet B0–B8 and L2: one table, scaled.
    B,
    /// EfficientNet-Lite: the same table without squeeze-excite.
    Lite,
    /// EfficientNetV2 S–XL: a table each.
    V2,
    /// EfficientNetV2 B0–B3: one table, scaled.
    V2B,
    /// MobileNetV2, the ancestor.
    MobileNetV2,
    /// ResNet, for comparison.
    ResNet,
    /// Our own, for digits.
    Nano,
}

impl Family {
    /// The name in tables and JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::B => "EfficientNet",
            Self::Lite => "EfficientNet-Lite",
            Self::V2 | Self::V2B => "EfficientNetV2",
            Self::MobileNetV2 => "MobileNetV2",
            Self::ResNet => "ResNet",
            Self::Nano => "effnet-tutor",
        }
    }
}

/// One line of the table of models.
#[derive(Debug, Clone, Copy)]
struct Row {
    name: &'static str,
    title: &'static str,
    family: Family,
    scaling: Scaling,
}

const fn row(
    name: &'static str,
    title: &'static str,
    family: Family,
    width: f64,
    depth: f64,
    resolution: usize,
) -> Row {
    Row { name, title, family, scaling: Scaling { width, depth, resolution } }
}

impl Variant {
    /// EfficientNet-B0 to B7, in order of size: the models of the paper.
    pub const B: [Self; 8] =
        [Self::B0, Self::B1, Self::B2, Self::B3, Self::B4, Self::B5, Self::B6, Self::B7];

    /// Every model, in the order of the tables.
    pub const ALL: [Self; 24] = [
        Self::B0,
        Self::B1,
        Self::B2,
        Self::B3,
        Self::B4,
        Self::B5,
        Self::B6,
        Self::B7,
        Self::B8,
        Self::L2,
        Self::Lite0,
        Self::Lite1,
        Self::Lite2,
        Self::Lite3,
        Self::Lite4,
        Self::V2S,
        Self::V2M,
        Self::V2L,
        Self::V2Xl,
        Self::V2B0,
        Self::V2B1,
        Self::V2B2,
        Self::V2B3,
        Self::MobileNetV2,
    ];

    /// Name, family and coefficients.
    ///
    /// Width, depth and resolution are the authors' released values, not powers of α, β and γ; the
    /// resolution is the one for evaluation. Sources: tensorflow/tpu, `efficientnet_builder.py` and
    /// `lite/efficientnet_lite_builder.py`; google/automl, `effnetv2_configs.py`.
    #[rustfmt::skip]
    const fn row(self) -> Row {
        match self {
            Self::B0 => row("b0", "B0", Family::B, 1.0, 1.0, 224),
            Self::B1 => row("b1", "B1", Family::B, 1.0, 1.1, 240),
            Self::B2 => row("b2", "B2", Family::B, 1.1, 1.2, 260),
            Self::B3 => row("b3", "B3", Family::B, 1.2, 1.4, 300),
            Self::B4 => row("b4", "B4", Family::B, 1.4, 1.8, 380),
            Self::B5 => row("b5", "B5", Family::B, 1.6, 2.2, 456),
            Self::B6 => row("b6", "B6", Family::B, 1.8, 2.6, 528),
            Self::B7 => row("b7", "B7", Family::B, 2.0, 3.1, 600),
            Self::B8 => row("b8", "B8", Family::B, 2.2, 3.6, 672),
            Self::L2 => row("l2", "L2", Family::B, 4.3, 5.3, 800),
            Self::Lite0 => row("lite0", "Lite0", Family::Lite, 1.0, 1.0, 224),
            Self::Lite1 => row("lite1", "Lite1", Family::Lite, 1.0, 1.1, 240),
            Self::Lite2 => row("lite2", "Lite2", Family::Lite, 1.1, 1.2, 260),
            Self::Lite3 => row("lite3", "Lite3", Family::Lite, 1.2, 1.4, 280),
            Self::Lite4 => row("lite4", "Lite4", Family::Lite, 1.4, 1.8, 300),
            Self::V2S => row("v2-s", "V2-S", Family::V2, 1.0, 1.0, 384),
            Self::V2M => row("v2-m", "V2-M", Family::V2, 1.0, 1.0, 480),
            Self::V2L => row("v2-l", "V2-L", Family::V2, 1.0, 1.0, 480),
            Self::V2Xl => row("v2-xl", "V2-XL", Family::V2, 1.0, 1.0, 512),
            Self::V2B0 => row("v2-b0", "V2-B0", Family::V2B, 1.0, 1.0, 224),
            Self::V2B1 => row("v2-b1", "V2-B1", Family::V2B, 1.0, 1.1, 240),
            Self::V2B2 => row("v2-b2", "V2-B2", Family::V2B, 1.1, 1.2, 260),
            Self::V2B3 => row("v2-b3", "V2-B3", Family::V2B, 1.2, 1.4, 300),
            Self::MobileNetV2 => row("mobilenet-v2", "MobileNetV2", Family::MobileNetV2, 1.0, 1.0, 224),
        }
    }

    /// Width, depth and resolution as published.
    pub const fn scaling(self) -> Scaling {
        self.row().scaling
    }

    /// The family it belongs to.
    pub const fn family(self) -> Family {
        self.row().family
    }

    /// The table that it scales.
    pub fn base(self) -> BaseSpec {
        match self {
            Self::V2S => efficientnet_v2(V2::S),
            Self::V2M => efficientnet_v2(V2::M),
            Self::V2L => efficientnet_v2(V2::L),
            Self::V2Xl => efficientnet_v2(V2::Xl),
            _ => match self.family() {
                Family::Lite => efficientnet_lite(),
                Family::V2 | Family::V2B => efficientnet_v2(V2::Base),
                Family::MobileNetV2 => mobilenet_v2(),
                Family::B | Family::ResNet | Family::Nano => efficientnet(),
            },
        }
    }

    /// The network as built, with `classes` outputs.
    ///
    /// # Errors
    /// When `classes` is out of range.
    pub fn spec(self, classes: usize) -> Result<ArchSpec, SpecError> {
        self.base().scale(self.scaling(), classes)
    }

    /// The network as built, with ImageNet's outputs.
    pub fn imagenet(self) -> ArchSpec {
        self.spec(IMAGENET_CLASSES).expect("a published model is valid")
    }

    /// The name typed on the command line: `b0`.
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// The name shown to people: `B0`.
    pub const fn title(self) -> &'static str {
        self.row().title
    }

    /// Finds a model by name: `b0`, `EfficientNet-B0`, `tf_efficientnetv2_s`, `mobilenetv2_100`.
    ///
    /// # Errors
    /// When there is no such model; the message lists the names and the nearest one.
    pub fn parse(name: &str) -> Result<Self, SpecError> {
        let names = Self::ALL.map(Self::name);
        Self::known(name).ok_or_else(|| unknown(name, &names))
    }

    /// As [`Self::parse`], without a message.
    pub(super) fn known(name: &str) -> Option<Self> {
        let typed = plain(name);
        let typed = if typed == "mobilenetv2100" { "mobilenetv2" } else { typed.as_str() };
        Self::ALL.into_iter().find(|variant| plain(variant.name()) == typed)
    }
}

/// The error for a name that no model has.
pub(super) fn unknown(name: &str, names: &[&str]) -> SpecError {
    let typed = name.to_lowercase().replace(['_', ' '], "-");
    let typed = typed.trim_start_matches("tf-").trim_start_matches("efficientnet");
    let typed = typed.trim_start_matches('-');
    SpecError::UnknownModel {
        name: name.to_owned(),
        expected: ranges(names),
        nearest: nearest(typed, names),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_other_libraries_are_understood() {
        for name in ["b3", "B3", "efficientnet_b3", "EfficientNet-B3", "tf_efficientnet_b3"] {
            assert_eq!(Variant::parse(name), Ok(Variant::B3), "{name}");
        }
        for (name, variant) in [
            ("efficientnet_lite0", Variant::Lite0),
            ("tf_efficientnetv2_s", Variant::V2S),
            ("efficientnet_v2_m", Variant::V2M),
            ("EfficientNetV2-B0", Variant::V2B0),
            ("tf_efficientnet_l2", Variant::L2),
            ("mobilenet_v2", Variant::MobileNetV2),
            ("mobilenetv2_100", Variant::MobileNetV2),
        ] {
            assert_eq!(Variant::parse(name), Ok(variant), "{name}");
        }
    }

    #[test]
    fn a_wrong_name_gets_the_nearest_one() {
        let message = Variant::parse("b33").unwrap_err().to_string();
        assert!(message.starts_with("unknown model `b33`, expected one of b0…b8, l2"), "{message}");
        assert!(message.ends_with("did you mean `b3`?"), "{message}");
        assert!(!Variant::parse("resnet").unwrap_err().to_string().contains("did you mean"));
    }

    #[test]
    fn every_name_finds_its_own_model() {
        for variant in Variant::ALL {
            assert_eq!(Variant::parse(variant.name()), Ok(variant));
            assert_eq!(Variant::parse(variant.title()), Ok(variant));
        }
    }
}

//! Whose code a tool was run on, and where it really was.

use super::Convention;
use crate::arch::classic::Classic;
use crate::arch::model::Model;
use crate::arch::variant::Variant;

/// Whose code the tool looks at: the same network is written differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Implementation {
    /// torchvision: plain layers, squeeze by a pooling layer.
    Torchvision,
    /// torchvision's MobileNetV2: pools by calling a function, not by a layer.
    TorchvisionMobileNet,
    /// timm: batch norm and activation in one class, squeeze by `mean`.
    Timm,
    /// timm's `tf_` models: besides, stride-2 convolutions of a class of their own (`Conv2dSame`).
    TimmTf,
}

/// Where a number comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// The tool was run on this very network and printed it.
    Recorded,
    /// Computed by the tool's rule, as its code has it.
    ByRule,
}

impl Convention {
    /// Whether the tool was really run on this model as published.
    pub fn evidence(self, implementation: Implementation, model: Option<Model>) -> Evidence {
        let traced = matches!(self, Self::TorchFlops | Self::Ptflops | Self::PtflopsAten);
        let recorded = match (implementation, model) {
            _ if self == Self::Paper => false,
            (code, Some(model)) if matches!(self, Self::Thop | Self::Torchinfo) => {
                is_profiled(code, model)
            }
            (_, None | Some(Model::Nano)) => false,
            (Implementation::TimmTf, Some(Model::Counted(_))) => false,
            (Implementation::TimmTf, Some(Model::Built(variant))) => match variant {
                Variant::B0 | Variant::V2B0 | Variant::V2B1 | Variant::V2B2 | Variant::V2B3 => true,
                Variant::B1 | Variant::B7 => traced,
                _ => false,
            },
            (code, Some(model)) => Implementation::of(model) == code,
        };
        if recorded { Evidence::Recorded } else { Evidence::ByRule }
    }
}

/// Where thop and torchinfo were run.
fn is_profiled(code: Implementation, model: Model) -> bool {
    use Implementation::{Timm, TimmTf, Torchvision, TorchvisionMobileNet};
    let models: &[Model] = match code {
        Torchvision => &[
            Model::Built(Variant::B0),
            Model::Built(Variant::B7),
            Model::Built(Variant::V2S),
            Model::Counted(Classic::ResNet50),
        ],
        TorchvisionMobileNet => &[Model::Built(Variant::MobileNetV2)],
        Timm => &[Model::Built(Variant::Lite0)],
        TimmTf => &[Model::Built(Variant::B0)],
    };
    models.contains(&model)
}

impl Implementation {
    /// The code that a model's numbers are usually taken from: torchvision's where it has the model.
    pub const fn of(model: Model) -> Self {
        match model {
            // Ours has torchvision's padding and ε.
            Model::Counted(_) | Model::Nano => Self::Torchvision,
            Model::Built(variant) => match variant {
                Variant::MobileNetV2 => Self::TorchvisionMobileNet,
                Variant::Lite0
                | Variant::Lite1
                | Variant::Lite2
                | Variant::Lite3
                | Variant::Lite4 => Self::Timm,
                Variant::B8
                | Variant::L2
                | Variant::V2Xl
                | Variant::V2B0
                | Variant::V2B1
                | Variant::V2B2
                | Variant::V2B3 => Self::TimmTf,
                _ => Self::Torchvision,
            },
        }
    }

    /// timm's version of a model: its `tf_` one where there is one.
    pub const fn timm(model: Model) -> Self {
        match model {
            Model::Built(Variant::MobileNetV2) | Model::Counted(_) | Model::Nano => Self::Timm,
            Model::Built(_) => match Self::of(model) {
                Self::Timm => Self::Timm,
                _ => Self::TimmTf,
            },
        }
    }

    /// Whether it is torchvision's.
    pub const fn is_torchvision(self) -> bool {
        matches!(self, Self::Torchvision | Self::TorchvisionMobileNet)
    }

    /// The name shown.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Torchvision | Self::TorchvisionMobileNet => "torchvision",
            Self::Timm => "timm",
            Self::TimmTf => "timm (tf_)",
        }
    }
}

//! What a weight file does not say: how its network pads, and batch norm's ε.
//!
//! | names | padding | ε |
//! |---|---|---|
//! | torchvision | symmetric | 1e-5 for B0–B4, Lite and MobileNetV2, 1e-3 for the others |
//! | timm | `SAME`; symmetric for MobileNetV2 | 1e-3; 1e-5 for MobileNetV2 |
//! | efficientnet_pytorch | `SAME` | 1e-3 |
//!
//! timm's `tf_efficientnet_*` (from TensorFlow: `SAME`, 1e-3) and its own `efficientnet_*` (symmetric,
//! 1e-5) have the same names of tensors. The file is taken as the former, of which there is one for
//! every model. Both numbers matter: with the wrong padding the network sees a grid that is shifted by
//! a pixel, and still answers.

use crate::arch::{Padding, Variant};

use super::Naming;

/// How a network computes, beyond its tensors.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Assumed {
    /// Padding of every convolution.
    pub padding: Padding,
    /// Batch norm's ε.
    pub bn_eps: f32,
}

impl Naming {
    /// What the library that writes these names does in this model.
    pub const fn assumed(self, variant: Variant) -> Assumed {
        use Variant::{B0, B1, B2, B3, B4, Lite0, Lite1, Lite2, Lite3, Lite4, MobileNetV2};
        const TENSORFLOW: Assumed = Assumed { padding: Padding::Same, bn_eps: 1e-3 };
        const TORCH: Assumed = Assumed { padding: Padding::Symmetric, bn_eps: 1e-5 };
        match (self, variant) {
            (Self::TorchvisionMobileNet, _)
            | (Self::Timm, MobileNetV2)
            | (
                Self::Torchvision,
                B0 | B1 | B2 | B3 | B4 | Lite0 | Lite1 | Lite2 | Lite3 | Lite4 | MobileNetV2,
            ) => TORCH,
            (Self::Torchvision, _) => Assumed { bn_eps: 1e-3, ..TORCH },
            (Self::Timm | Self::EfficientnetPytorch, _) => TENSORFLOW,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn libraries_differ_in_padding_and_epsilon() {
        for (naming, variant, padding, bn_eps) in [
            (Naming::Torchvision, Variant::B4, Padding::Symmetric, 1e-5),
            (Naming::Torchvision, Variant::B5, Padding::Symmetric, 1e-3),
            (Naming::Torchvision, Variant::V2S, Padding::Symmetric, 1e-3),
            (Naming::TorchvisionMobileNet, Variant::MobileNetV2, Padding::Symmetric, 1e-5),
            (Naming::Timm, Variant::B0, Padding::Same, 1e-3),
            (Naming::Timm, Variant::Lite0, Padding::Same, 1e-3),
            (Naming::Timm, Variant::MobileNetV2, Padding::Symmetric, 1e-5),
            (Naming::EfficientnetPytorch, Variant::B7, Padding::Same, 1e-3),
        ] {
            assert_eq!(naming.assumed(variant), Assumed { padding, bn_eps });
        }
    }
}

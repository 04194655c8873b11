//! What each model's weights were tested with: size, crop, filter, mean and deviation.
//!
//! ```text
//! cut the middle square: share · min(h, w)      resize to side × side      (x − mean) / std
//! ```
//!
//! x is a byte, 0 to 255; mean and deviation are written in the same units. The crop is what is left of
//! "resize the shorter side to 256, keep the middle 224". A network runs without these numbers, and with
//! the wrong ones it is only less often right: nothing warns.
//!
//! Sources: torchvision 0.29.2, the `transforms` of each model's `DEFAULT` weights; timm 1.0.31,
//! `default_cfgs` of the `tf_` models; tensorflow/tpu, `preprocessing.py` and
//! `lite/efficientnet_lite_builder.py`. Weights from adversarial training (AdvProp, `.ap_in1k`) expect
//! [`Preparation::HALF`] instead of ImageNet's mean; their file does not tell.

use crate::arch::{Family, Variant};
use crate::nn::weights::Naming;

/// How an image becomes a tensor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Preparation {
    /// Side of the square that the network sees.
    pub side: usize,
    /// What is kept of the image.
    pub crop: Crop,
    /// How it is resized.
    pub filter: Filter,
    /// Subtracted from red, green and blue.
    pub mean: [f32; 3],
    /// What the difference is divided by.
    pub std: [f32; 3],
}

/// What is kept of an image.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Crop {
    /// The middle square, this share of the shorter side.
    Middle(f64),
    /// All of it, squeezed into a square.
    Whole,
}

/// How pixels are blended when the size changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    /// Catmull and Rom's cubic over four neighbours.
    Bicubic,
    /// Straight lines between two neighbours.
    Bilinear,
}

/// Mean and deviation.
type Scale = ([f32; 3], [f32; 3]);

impl Preparation {
    /// ImageNet's: 0.485, 0.456, 0.406 and 0.229, 0.224, 0.225, times 255.
    pub const IMAGENET: Scale = ([123.675, 116.28, 103.53], [58.395, 57.12, 57.375]);
    /// To −1 … 1, also called "inception".
    pub const HALF: Scale = ([127.5; 3], [127.5; 3]);
    /// EfficientNet-Lite's: 8 bits are to begin at whole numbers.
    pub const LITE: Scale = ([127.0; 3], [128.0; 3]);

    const fn new(side: usize, crop: Crop, filter: Filter, (mean, std): Scale) -> Self {
        Self { side, crop, filter, mean, std }
    }

    /// The authors' rule: 32 pixels are cut off in all, whatever the size.
    fn tensorflow(side: usize, scale: Scale) -> Self {
        let share = side as f64 / (side + 32) as f64;
        Self::new(side, Crop::Middle(share), Filter::Bicubic, scale)
    }

    /// The shipped Lite0's, at any size.
    pub const fn shipped(side: usize) -> Self {
        Self::new(side, Crop::Middle(224.0 / 256.0), Filter::Bicubic, Self::LITE)
    }

    /// What the weights of a library expect.
    pub fn of(variant: Variant, naming: Naming) -> Self {
        match naming {
            Naming::Torchvision | Naming::TorchvisionMobileNet => torchvision(variant),
            Naming::Timm => timm(variant),
            Naming::EfficientnetPytorch => Self::tensorflow(
                variant.scaling().resolution,
                if variant.family() == Family::Lite { Self::LITE } else { Self::IMAGENET },
            ),
        }
    }
}

fn torchvision(variant: Variant) -> Preparation {
    use Filter::{Bicubic, Bilinear};
    let (resized, side, filter) = match variant {
        Variant::B0 => (256, 224, Bicubic),
        Variant::B1 => (255, 240, Bilinear),
        Variant::B2 => (288, 288, Bicubic),
        Variant::B3 => (320, 300, Bicubic),
        Variant::B4 => (384, 380, Bicubic),
        Variant::B5 => (456, 456, Bicubic),
        Variant::B6 => (528, 528, Bicubic),
        Variant::B7 => (600, 600, Bicubic),
        Variant::V2S => (384, 384, Bilinear),
        Variant::V2M => (480, 480, Bilinear),
        Variant::V2L => (480, 480, Bicubic),
        Variant::MobileNetV2 => (232, 224, Bilinear),
        // torchvision has no weights for the others.
        other => return Preparation::tensorflow(other.scaling().resolution, Preparation::IMAGENET),
    };
    let scale = if variant == Variant::V2L { Preparation::HALF } else { Preparation::IMAGENET };
    let share = f64::from(side) / f64::from(resized);
    Preparation::new(side as usize, Crop::Middle(share), filter, scale)
}

fn timm(variant: Variant) -> Preparation {
    let side = variant.scaling().resolution;
    let usual = |side| Preparation::tensorflow(side, Preparation::IMAGENET);
    let half = |side| Preparation::tensorflow(side, Preparation::HALF);
    match (variant.family(), variant) {
        (Family::Lite, Variant::Lite3) => Preparation { filter: Filter::Bilinear, ..half(300) },
        (Family::Lite, Variant::Lite4) => Preparation { filter: Filter::Bilinear, ..half(380) },
        (Family::Lite, _) => half(side),
        (Family::V2, Variant::V2S) => Preparation { crop: Crop::Middle(1.0), ..half(side) },
        (Family::V2, _) => Preparation { crop: Crop::Whole, ..half(side) },
        _ => usual(side),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From torchvision's `transforms` and timm's `default_cfgs`.
    #[test]
    fn sizes_and_crops_are_the_libraries() {
        for (naming, variant, side, share) in [
            (Naming::Torchvision, Variant::B0, 224, 0.875),
            (Naming::Torchvision, Variant::B2, 288, 1.0),
            (Naming::Torchvision, Variant::B3, 300, 0.9375),
            (Naming::TorchvisionMobileNet, Variant::MobileNetV2, 224, 0.9655),
            (Naming::Timm, Variant::B1, 240, 0.882),
            (Naming::Timm, Variant::B4, 380, 0.922),
            (Naming::Timm, Variant::B7, 600, 0.949),
            (Naming::Timm, Variant::Lite3, 300, 0.904),
            (Naming::Timm, Variant::V2S, 384, 1.0),
            (Naming::Timm, Variant::MobileNetV2, 224, 0.875),
            (Naming::EfficientnetPytorch, Variant::B0, 224, 0.875),
        ] {
            let preparation = Preparation::of(variant, naming);
            let Crop::Middle(middle) = preparation.crop else { panic!("{preparation:?}") };
            assert_eq!(preparation.side, side, "{naming:?} {variant:?}");
            assert!((middle - share).abs() < 1e-3, "{naming:?} {variant:?}: {middle}");
        }
        assert_eq!(Preparation::of(Variant::V2M, Naming::Timm).crop, Crop::Whole);
    }

    #[test]
    fn the_mean_is_the_families() {
        let scale = |variant, naming| {
            let Preparation { mean, std, .. } = Preparation::of(variant, naming);
            (mean, std)
        };
        assert_eq!(scale(Variant::B0, Naming::Timm), Preparation::IMAGENET);
        assert_eq!(scale(Variant::Lite2, Naming::Timm), Preparation::HALF);
        assert_eq!(scale(Variant::Lite2, Naming::EfficientnetPytorch), Preparation::LITE);
        assert_eq!(scale(Variant::V2Xl, Naming::Timm), Preparation::HALF);
        assert_eq!(scale(Variant::V2B1, Naming::Timm), Preparation::IMAGENET);
        assert_eq!(scale(Variant::V2L, Naming::Torchvision), Preparation::HALF);
        assert_eq!(scale(Variant::V2S, Naming::Torchvision), Preparation::IMAGENET);
    }

    #[test]
    fn the_shipped_model_is_prepared_as_its_file_was() {
        let shipped = Preparation::shipped(224);
        assert_eq!(shipped, Preparation::of(Variant::Lite0, Naming::EfficientnetPytorch));
    }
}

//! The trained networks inside the program: EfficientNet-Lite0 (ImageNet, 1000 classes) and our own
//! `nano` (handwritten digits).
//!
//! Their bytes lie in the program, Lite0's with one byte a weight (see
//! [`weights::int8`](super::weights::int8)), `nano`'s as `lab train` writes them; nothing is decoded
//! before the first call, which for Lite0 takes some milliseconds and 19 MB.

use std::sync::LazyLock;

use crate::arch::{Design, Variant};

use super::EfficientNet;
use super::weights::{int8, load};

/// The file, as it lies in the program.
pub const LITE0_INT8: &[u8] = include_bytes!("../../assets/models/lite0.int8.safetensors");

static LITE0: LazyLock<EfficientNet> = LazyLock::new(|| {
    int8::decode(&Variant::Lite0.imagenet(), LITE0_INT8).expect("a test loads the shipped model")
});

/// `nano`'s file, as it lies in the program: f32, torchvision's names.
pub const NANO: &[u8] = include_bytes!("../../assets/models/nano.safetensors");

static TRAINED_NANO: LazyLock<EfficientNet> = LazyLock::new(|| {
    let spec = Design::nano().spec().expect("a test builds it");
    load(&spec, NANO).expect("a test loads it")
});

/// Our own network, trained on digits by this engine; decoded at the first call.
pub fn nano() -> &'static EfficientNet {
    &TRAINED_NANO
}

/// The trained EfficientNet-Lite0, decoded at the first call.
pub fn lite0() -> &'static EfficientNet {
    &LITE0
}

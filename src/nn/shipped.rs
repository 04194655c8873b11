//! The trained network inside the program: EfficientNet-Lite0, ImageNet, 1000 classes.
//!
//! Its bytes lie in the program (see [`weights::int8`](super::weights::int8) for the form); nothing is
//! decoded before the first call, which takes some milliseconds and 19 MB.

use std::sync::LazyLock;

use crate::arch::Variant;

use super::EfficientNet;
use super::weights::int8;

/// The file, as it lies in the program.
pub const LITE0_INT8: &[u8] = include_bytes!("../../assets/models/lite0.int8.safetensors");

static LITE0: LazyLock<EfficientNet> = LazyLock::new(|| {
    int8::decode(&Variant::Lite0.imagenet(), LITE0_INT8).expect("a test loads the shipped model")
});

/// The trained EfficientNet-Lite0, decoded at the first call.
pub fn lite0() -> &'static EfficientNet {
    &LITE0
}

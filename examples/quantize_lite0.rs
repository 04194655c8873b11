//! Makes `assets/models/lite0.int8.safetensors` from the f16 weights that the tests use.
//!
//! ```text
//! cargo run --release --example quantize_lite0
//! ```
//!
//! Run it at the top of the repository. The result is the same byte for byte on every machine, and
//! `tests/shipped_model.rs` holds the committed file to that.

use anyhow::Context as _;
use effnet_tutor::arch::Variant;
use effnet_tutor::nn::weights::{int8, load};

const TRAINED: &str = "tests/golden/efficientnet_lite0_imagenet.f16.safetensors";
const SHIPPED: &str = "assets/models/lite0.int8.safetensors";

fn main() -> anyhow::Result<()> {
    let trained = std::fs::read(TRAINED).with_context(|| format!("cannot read `{TRAINED}`"))?;
    let net = load(&Variant::Lite0.imagenet(), &trained)?;
    std::fs::write(SHIPPED, int8::encode(&net)?)
        .with_context(|| format!("cannot write `{SHIPPED}`"))
}

//! The model inside the program: made from the published weights, and as good as they are.

use effnet_tutor::arch::Variant;
use effnet_tutor::nn::shipped::{LITE0_INT8, lite0};
use effnet_tutor::nn::weights::{int8, load};
use effnet_tutor::vision::{Photo, Preparation, softmax, top_k};
use image::RgbImage;
use safetensors::SafeTensors;

#[test]
fn the_quantiser_makes_the_committed_file_byte_for_byte() {
    let trained =
        std::fs::read("tests/golden/efficientnet_lite0_imagenet.f16.safetensors").unwrap();
    let net = load(&Variant::Lite0.imagenet(), &trained).unwrap();
    let made = int8::encode(&net).unwrap();
    assert!(made == LITE0_INT8, "run `cargo run --release --example quantize_lite0`");
}

/// The package as a whole must stay below 9 MiB.
#[test]
fn the_file_is_small() {
    assert!(LITE0_INT8.len() < 5_100_000, "{} bytes", LITE0_INT8.len());
}

/// Against PyTorch's f32 logits on its own pixels (`lite0_golden.json`): measured, at most 0.019.
#[test]
fn one_byte_a_weight_changes_no_answer() {
    let bytes = std::fs::read("tests/golden/lite0_imagenet.forward.safetensors").unwrap();
    let recorded = SafeTensors::deserialize(&bytes).unwrap();
    for photo in Photo::ALL {
        let tensor = |part| recorded.tensor(&format!("{}.{part}", photo.name())).unwrap();
        let pixels = RgbImage::from_raw(224, 224, tensor("pixels").data().to_vec()).unwrap();
        let (numbers, _) = tensor("logits").data().as_chunks::<4>();
        let theirs: Vec<f32> = numbers.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect();
        let ours: Vec<f32> =
            lite0().infer(&Preparation::shipped(224).normalise(&pixels)).into_iter().collect();
        let changes = softmax(&ours).into_iter().zip(softmax(&theirs)).map(|(a, b)| (a - b).abs());
        let worst = changes.fold(0.0, f32::max);
        assert!(worst < 0.03, "{}: a probability changes by {worst}", photo.name());
        assert_eq!(top_k(&ours, 1)[0].index, top_k(&theirs, 1)[0].index, "{}", photo.name());
    }
}

#[test]
fn it_is_an_ordinary_network() {
    let net = lite0();
    assert_eq!(net.num_params(), Variant::Lite0.imagenet().cost().params);
    let norm = &net.stem.norm;
    let (scale, shift) = norm.scale_shift();
    assert!(scale.iter().zip(&norm.gamma).all(|(a, b)| (a - b).abs() < 1e-5));
    assert!(shift.iter().zip(&norm.beta).all(|(a, b)| (a - b).abs() < 1e-5));
}

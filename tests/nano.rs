//! Our own network: what ships is as good as we say, PyTorch says the same, and training makes such a one.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

use effnet_tutor::arch::Design;
use effnet_tutor::nn::Tensor4;
use effnet_tutor::nn::shipped::{NANO, nano};
use effnet_tutor::train::augment::{Warp, draw};
use effnet_tutor::train::loss::hits;
use effnet_tutor::train::{Dataset, TrainConfig, Trainer, evaluate};
use effnet_tutor::vision::digit;
use image::{Rgb, RgbImage};
use serde_json::Value;

const SIDE: usize = 16;

fn golden() -> Value {
    serde_json::from_str(include_str!("../assets/data/nano_golden.json")).unwrap()
}

#[test]
fn the_shipped_network_reads_digits_it_never_saw() {
    let digits = Dataset::digits();
    let score = evaluate(nano(), &digits, &digits.split().test, SIDE);
    assert_eq!(score.images, 359);
    assert!(score.accuracy() >= 0.98, "{score:?}");
}

#[test]
fn the_file_is_small() {
    assert!(NANO.len() <= 400_000, "{} bytes", NANO.len());
    assert_eq!(nano().num_params(), Design::nano().spec().unwrap().cost().params);
}

#[test]
fn the_file_says_how_it_was_made() {
    let (_, metadata) = safetensors::SafeTensors::read_metadata(NANO).unwrap();
    let note = metadata.metadata().as_ref().unwrap()["effnet-tutor"].clone();
    let note: Value = serde_json::from_str(&note).unwrap();
    assert_eq!(note["command"], "effnet-tutor lab train --dataset digits --model nano");
    let digits = Dataset::digits();
    let score = evaluate(nano(), &digits, &digits.split().test, SIDE);
    assert_eq!(note["test"]["right"], score.hits);
}

/// torchvision's `EfficientNet` with the same weights, on digits enlarged by `grid_sample`. Measured: the
/// logits are at most 1.6e-6 apart.
#[test]
fn torchvision_reads_the_same_digits() {
    let (digits, golden) = (Dataset::digits(), golden());
    let all: Vec<usize> = (0..digits.len()).collect();
    assert_eq!(golden["right_of_1797"], evaluate(nano(), &digits, &all, SIDE).hits);
    let theirs = golden["logits_of_the_first_ten"].as_array().unwrap();
    let mut batch = Tensor4::zeros((theirs.len(), 3, SIDE, SIDE));
    for n in 0..theirs.len() {
        draw(&digits.image(n), Warp::NONE, &mut batch, n);
    }
    let ours = nano().infer(&batch);
    let theirs = theirs.iter().flat_map(|row| row.as_array().unwrap());
    let differences =
        ours.iter().zip(theirs).map(|(a, b)| (f64::from(*a) - b.as_f64().unwrap()).abs());
    let worst = differences.fold(0.0, f64::max);
    assert!(worst < 1e-4, "{worst:e}");
}

/// A picture of a digit, eight times as large with a margin, or as it is.
fn picture(digits: &Dataset, index: usize, is_dark: bool, scale: u32) -> RgbImage {
    let margin = if scale == 1 { 0 } else { 13 };
    let picture = digits.image(index);
    RgbImage::from_fn(8 * scale + 2 * margin, 8 * scale + 2 * margin, |x, y| {
        let pixel = |at: u32| at.checked_sub(margin).map(|at| (at / scale) as usize);
        let place = pixel(y).zip(pixel(x));
        let ink = place.and_then(|place| picture.get(place)).copied().unwrap_or(0.0);
        Rgb([(255.0 * if is_dark { ink } else { 1.0 - ink }) as u8; 3])
    })
}

/// Measured: 359 of 359 as they are; 351 (97.8 %) enlarged, where box and fields are found again.
#[test]
fn pictures_of_digits_are_read_in_both_colours_and_at_any_size() {
    let digits = Dataset::digits();
    let test = digits.split().test;
    for (is_dark, scale) in [(true, 1), (false, 1), (true, 8), (false, 8)] {
        let mut batch = Tensor4::zeros((test.len(), 3, SIDE, SIDE));
        for (n, &index) in test.iter().enumerate() {
            draw(
                &digit(&picture(&digits, index, is_dark, scale)).view(),
                Warp::NONE,
                &mut batch,
                n,
            );
        }
        let right = hits(&nano().infer(&batch), &digits.labels(&test));
        assert!(right * 100 >= test.len() * 95, "{is_dark} {scale}: {right} of {}", test.len());
    }
}

/// A short training; the whole one takes thirty epochs.
#[test]
fn four_epochs_teach_nine_digits_of_ten() {
    let spec = Design::nano().spec().unwrap();
    let config = TrainConfig { epochs: 4, warmup: 0.5, ..TrainConfig::default() };
    let mut trainer = Trainer::new(&spec, config, Dataset::digits()).unwrap();
    while !trainer.is_done() {
        trainer.epoch().unwrap();
    }
    let best = trainer.best().unwrap();
    let test = trainer.examine(&best.net);
    assert!(test.accuracy() > 0.9, "{test:?}");
}

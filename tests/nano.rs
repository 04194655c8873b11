//! Our own network: what ships is as good as we say, PyTorch says the same, and training makes such a one.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

use effnet_tutor::arch::Design;
use effnet_tutor::nn::Tensor4;
use effnet_tutor::nn::shipped::{NANO, nano};
use effnet_tutor::train::augment::{Warp, draw};
use effnet_tutor::train::{Dataset, TrainConfig, Trainer, evaluate};
use serde_json::Value;

const SIDE: usize = 16;

fn golden() -> Value {
    serde_json::from_str(include_str!("golden/nano.json")).unwrap()
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

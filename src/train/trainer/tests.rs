//! Training as a whole: it learns, it repeats itself, and what cannot go on says so.

use super::*;
use crate::arch::Design;
use crate::train::OptimizerKind;

fn nano() -> ArchSpec {
    Design::nano().spec().unwrap()
}

/// Settings under which nothing is random but weights and order.
fn plain() -> TrainConfig {
    TrainConfig {
        label_smoothing: 0.0,
        dropout: 0.0,
        ema: 0.0,
        augment: false,
        warmup: 0.0,
        ..TrainConfig::default()
    }
}

/// So many lines, the labels in turn through `classes`, each class with a pattern of its own.
fn patterns(count: usize, classes: usize) -> Dataset {
    let line = |index: usize| {
        let class = index % classes;
        let pixel = |at: usize| if at / 6 == class { "16," } else { "0," };
        (0..64).map(pixel).collect::<String>() + &format!("{class}\n")
    };
    Dataset::read((0..count).map(line).collect::<String>().as_bytes()).unwrap()
}

fn losses(config: TrainConfig, steps: usize) -> Vec<f32> {
    let mut trainer = Trainer::new(&nano(), config, Dataset::digits()).unwrap();
    let mut last = Score::default();
    (0..steps)
        .map(|_| {
            let before = last;
            trainer.step().unwrap();
            last = trainer.seen;
            let images = (last.images - before.images) as f32;
            (last.loss * last.images as f32 - before.loss * before.images as f32) / images
        })
        .collect()
}

/// Recorded from this program; the same on every machine, up to the last bits of a float.
#[test]
fn the_same_seed_gives_the_same_losses_for_ever() {
    let got = losses(TrainConfig::default(), 5);
    let recorded = [2.410_04, 2.382_73, 2.426_98, 2.361_63, 2.358_03];
    let near = got.iter().zip(recorded).all(|(got, want)| (got - want).abs() < 1e-3);
    assert!(near, "{got:?} is not {recorded:?}");
}

#[test]
fn another_seed_gives_other_losses() {
    let config = |seed| TrainConfig { seed, ..TrainConfig::default() };
    let (one, two) = (losses(config(1), 1)[0], losses(config(2), 1)[0]);
    assert!((one - two).abs() > 1e-4, "{one} {two}");
}

#[test]
fn one_batch_is_learned_by_heart() {
    let config = TrainConfig { epochs: 25, batch: 64, ..plain() };
    let mut trainer = Trainer::new(&nano(), config, patterns(90, 10)).unwrap();
    let mut last = None;
    while !trainer.is_done() {
        last = Some(trainer.epoch().unwrap());
    }
    let last = last.unwrap();
    assert!(last.train.accuracy() > 0.95 && last.train.loss < 0.3, "{last:?}");
    assert_eq!(trainer.history().len(), 25);
}

#[test]
fn no_batch_is_smaller_than_asked_for() {
    let config = |batch| TrainConfig { epochs: 1, batch, ..plain() };
    // Of 50 images, 10 classes of 5, each class gives one to each of the other parts.
    for (batch, steps) in [(30, 1), (16, 1), (15, 2), (7, 4), (4096, 1), (2, 15)] {
        let mut trainer = Trainer::new(&nano(), config(batch), patterns(50, 10)).unwrap();
        assert_eq!(trainer.split.train.len(), 30);
        let mut seen = 0;
        for step in 1..=steps {
            let report = trainer.step().unwrap();
            let size = trainer.seen.images - seen;
            assert!(size >= batch.min(30), "{size} of {batch}");
            seen = trainer.seen.images;
            assert_eq!((report.step, report.closed.is_some()), (step, step == steps));
        }
        assert_eq!(seen, 30);
        assert!(trainer.is_done());
    }
}

#[test]
fn a_training_that_diverges_says_where_and_keeps_the_best() {
    let config = TrainConfig {
        lr: 10.0,
        epochs: 40,
        batch: 16,
        optimizer: OptimizerKind::Sgd,
        schedule: crate::train::ScheduleKind::Constant,
        weight_decay: 1.0,
        ..plain()
    };
    let mut trainer = Trainer::new(&nano(), config, patterns(60, 10)).unwrap();
    let error = loop {
        if let Err(error) = trainer.step() {
            break error;
        }
    };
    let sentence = error.to_string();
    assert!(sentence.starts_with("training diverged in epoch "), "{sentence}");
    let best = trainer.best().map(|best| best.epoch);
    assert_eq!(best.is_some(), !trainer.history().is_empty());
}

#[test]
fn the_best_epoch_is_the_one_with_most_right_answers_then_the_smallest_loss() {
    let score = |hits, loss| Score { loss, hits, images: 10 };
    assert!(score(9, 2.0).is_better_than(&score(8, 0.1)));
    assert!(score(9, 0.1).is_better_than(&score(9, 0.2)));
    assert!(!score(9, 0.2).is_better_than(&score(9, 0.2)));
}

#[test]
fn what_is_too_large_is_refused_before_anything_is_built() {
    let sentence = |spec: &ArchSpec| {
        let trainer = Trainer::new(spec, plain(), patterns(60, 2));
        trainer.err().unwrap().to_string()
    };
    let b0 = crate::arch::Variant::B0.spec(10).unwrap();
    let want = "the network has 4,020,358 parameters, expected at most 1,000,000";
    assert!(sentence(&b0).starts_with(want), "{}", sentence(&b0));
    let large = ArchSpec { resolution: 512, ..nano() };
    assert!(sentence(&large).contains("MACs for an image"), "{}", sentence(&large));
}

#[test]
fn scores_are_means_over_images() {
    let mut score = Score::default();
    score.add(1.0, 3, 4);
    score.add(4.0, 0, 2);
    assert!((score.loss - 2.0).abs() < 1e-6 && (score.accuracy() - 0.5).abs() < 1e-6);
    assert!(Score::default().accuracy().abs() < 1e-6);
}

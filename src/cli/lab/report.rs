//! What `lab train --format json` prints.

use std::path::Path;

use serde::Serialize;

use crate::train::dataset::SPLIT_SEED;
use crate::train::{EpochReport, Score, TrainConfig, Trainer};

/// The whole answer.
#[derive(Debug, Serialize)]
pub(super) struct Report<'a> {
    pub(super) model: &'a str,
    pub(super) dataset: &'a str,
    pub(super) params: u64,
    pub(super) config: Config,
    pub(super) split: Parts,
    pub(super) history: Vec<Epoch>,
    pub(super) best: Option<Best>,
    /// None if nothing was learned, or there was no time left.
    pub(super) test: Option<Result>,
    /// `key`, `signal` or `diverged`; null if all epochs are over.
    pub(super) stopped: Option<&'static str>,
    pub(super) saved: Option<&'a Path>,
    pub(super) seconds: f64,
}

/// Every setting.
#[derive(Debug, Serialize)]
pub(super) struct Config {
    epochs: usize,
    batch: usize,
    lr: f64,
    optimizer: &'static str,
    weight_decay: f64,
    schedule: &'static str,
    warmup: f64,
    label_smoothing: f64,
    dropout: f64,
    stochastic_depth: f64,
    ema: f64,
    seed: u64,
    augment: bool,
}

/// Images of each part.
#[derive(Debug, Serialize)]
pub(super) struct Parts {
    seed: u64,
    train: usize,
    validation: usize,
    test: usize,
}

/// One epoch.
#[derive(Debug, Serialize)]
pub(super) struct Epoch {
    #[serde(rename = "epoch")]
    number: usize,
    lr: f64,
    train: Result,
    validation: Result,
    is_best: bool,
}

/// The epoch whose weights are kept.
#[derive(Debug, Serialize)]
pub(super) struct Best {
    epoch: usize,
    validation: Result,
}

/// How well a network answers on some images.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Result {
    loss: f32,
    accuracy: f32,
    right: usize,
    images: usize,
}

impl From<Score> for Result {
    fn from(score: Score) -> Self {
        let Score { loss, hits: right, images } = score;
        Self { loss, accuracy: score.accuracy(), right, images }
    }
}

impl From<&EpochReport> for Epoch {
    fn from(report: &EpochReport) -> Self {
        let EpochReport { epoch: number, lr, train, validation, is_best } = *report;
        Self { number, lr, train: train.into(), validation: validation.into(), is_best }
    }
}

impl From<&TrainConfig> for Config {
    fn from(config: &TrainConfig) -> Self {
        Self {
            epochs: config.epochs,
            batch: config.batch,
            lr: config.lr,
            optimizer: config.optimizer.name(),
            weight_decay: config.weight_decay,
            schedule: config.schedule.name(),
            warmup: config.warmup,
            label_smoothing: config.label_smoothing,
            dropout: config.dropout,
            stochastic_depth: config.stochastic_depth,
            ema: config.ema,
            seed: config.seed,
            augment: config.augment,
        }
    }
}

impl Parts {
    pub(super) fn of(trainer: &Trainer) -> Self {
        let split = trainer.split();
        Self {
            seed: SPLIT_SEED,
            train: split.train.len(),
            validation: split.validation.len(),
            test: split.test.len(),
        }
    }
}

impl Best {
    pub(super) fn of(trainer: &Trainer) -> Option<Self> {
        let best = trainer.best()?;
        Some(Self { epoch: best.epoch, validation: best.validation.into() })
    }
}

/// What is written into the weights' file about how they came to be, as JSON.
#[derive(Debug, Serialize)]
pub(super) struct Note<'a> {
    pub(super) model: &'a str,
    pub(super) dataset: &'a str,
    pub(super) command: &'a str,
    pub(super) seed: u64,
    pub(super) split_seed: u64,
    pub(super) epoch: usize,
    pub(super) validation: Result,
    pub(super) test: Option<Result>,
}

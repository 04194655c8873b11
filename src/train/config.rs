//! What a training is told: every setting, its default, and its range.

use std::fmt::Display;

use crate::arch::Expected;

use super::TrainError;
use super::optimizer::{AdamW, Decayed, Optimizer, RmsPropTf, SgdNesterov};
use super::schedule::{Decay, Schedule};

/// An optimiser by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OptimizerKind {
    /// [`SgdNesterov`] with a momentum of 0.9.
    Sgd,
    /// [`AdamW`].
    AdamW,
    /// [`RmsPropTf`], the paper's.
    RmsProp,
}

/// A schedule by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ScheduleKind {
    /// [`Decay::Constant`].
    Constant,
    /// [`Decay::PAPER`]: made for hundreds of epochs.
    Exponential,
    /// [`Decay::Cosine`].
    Cosine,
}

/// Every setting of a training. The defaults are those that `nano` was trained with.
#[derive(Debug, Clone, PartialEq)]
pub struct TrainConfig {
    /// How often each image is seen.
    pub epochs: usize,
    /// Images in a step, at least: see [`Trainer`](super::Trainer) for the remainder.
    pub batch: usize,
    /// The learning rate at the top.
    pub lr: f64,
    /// From gradients to steps.
    pub optimizer: OptimizerKind,
    /// λ.
    pub weight_decay: f64,
    /// What it acts on.
    pub decayed: Decayed,
    /// How the learning rate falls.
    pub schedule: ScheduleKind,
    /// Epochs in which it rises.
    pub warmup: f64,
    /// Share of the answer spread over all classes.
    pub label_smoothing: f64,
    /// Share of the pooled features dropped before the classifier.
    pub dropout: f64,
    /// Share of images for which the last block's branch is dropped; earlier blocks less.
    pub stochastic_depth: f64,
    /// Decay of the averaged weights; 0 for none.
    pub ema: f64,
    /// Of initial weights, order, augmentation and what is dropped.
    pub seed: u64,
    /// Whether images are moved a little at random.
    pub augment: bool,
}

impl Default for TrainConfig {
    fn default() -> Self {
        Self {
            epochs: 30,
            batch: 32,
            lr: 4e-3,
            optimizer: OptimizerKind::AdamW,
            weight_decay: 0.02,
            decayed: Decayed::Weights,
            schedule: ScheduleKind::Cosine,
            warmup: 2.0,
            label_smoothing: 0.1,
            dropout: 0.1,
            stochastic_depth: 0.0,
            ema: 0.98,
            seed: 1,
            augment: true,
        }
    }
}

/// Most epochs: a guard against a slip of the finger.
const MOST_EPOCHS: usize = 10_000;

/// Largest batch; a set never has more.
const LARGEST_BATCH: usize = 4096;

/// Largest learning rate with any meaning.
const LARGEST_LR: f64 = 10.0;

impl TrainConfig {
    /// Checks every setting.
    ///
    /// # Errors
    /// Names the first setting that is out of range, its value, and what would be right.
    pub fn validate(&self) -> Result<(), TrainError> {
        whole("epochs", self.epochs, 1, MOST_EPOCHS)?;
        // Batch norm learns its statistics from the batch, and one image has none.
        whole("batch", self.batch, 2, LARGEST_BATCH)?;
        if !(self.lr > 0.0 && self.lr <= LARGEST_LR) {
            let (got, expected) = (self.lr.to_string(), Expected::Positive(LARGEST_LR.to_string()));
            return Err(TrainError::Setting { setting: "lr", got, expected });
        }
        share("weight-decay", self.weight_decay, 1.0)?;
        share("warmup", self.warmup, self.epochs as f64)?;
        share("label-smoothing", self.label_smoothing, 0.9)?;
        share("dropout", self.dropout, 0.9)?;
        share("stochastic-depth", self.stochastic_depth, 0.9)?;
        share("ema", self.ema, 0.9999)
    }

    /// The optimiser, with nothing seen yet.
    pub fn optimizer(&self) -> Box<dyn Optimizer + Send> {
        let decay = self.weight_decay as f32;
        match self.optimizer {
            OptimizerKind::Sgd => Box::new(SgdNesterov::new(0.9, decay)),
            OptimizerKind::AdamW => Box::new(AdamW::new(decay)),
            OptimizerKind::RmsProp => Box::new(RmsPropTf::new(decay)),
        }
    }

    /// The learning rates of a training with so many steps in an epoch.
    pub fn schedule(&self, steps_per_epoch: usize) -> Schedule {
        Schedule {
            base: self.lr,
            warmup: (self.warmup * steps_per_epoch as f64).round() as usize,
            decay: match self.schedule {
                ScheduleKind::Constant => Decay::Constant,
                ScheduleKind::Exponential => Decay::PAPER,
                ScheduleKind::Cosine => Decay::Cosine,
            },
            steps_per_epoch,
            steps: self.epochs * steps_per_epoch,
        }
    }
}

fn whole(setting: &'static str, got: usize, low: usize, high: usize) -> Result<(), TrainError> {
    refuse_unless((low..=high).contains(&got), setting, &got, Expected::between(&low, &high))
}

fn share(setting: &'static str, got: f64, high: f64) -> Result<(), TrainError> {
    refuse_unless((0.0..=high).contains(&got), setting, &got, Expected::between(&0, &high))
}

fn refuse_unless(
    is_right: bool,
    setting: &'static str,
    got: &dyn Display,
    expected: Expected,
) -> Result<(), TrainError> {
    if is_right {
        return Ok(());
    }
    Err(TrainError::Setting { setting, got: got.to_string(), expected })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(edit: impl FnOnce(&mut TrainConfig), message: &str) {
        let mut config = TrainConfig::default();
        edit(&mut config);
        assert_eq!(config.validate().unwrap_err().to_string(), message);
    }

    #[test]
    fn the_defaults_are_right() {
        assert_eq!(TrainConfig::default().validate(), Ok(()));
    }

    #[test]
    fn a_setting_out_of_range_is_named() {
        refused(|c| c.lr = 0.0, "`lr` must be above 0 and at most 10, got 0");
        refused(|c| c.lr = -0.1, "`lr` must be above 0 and at most 10, got -0.1");
        refused(|c| c.lr = f64::NAN, "`lr` must be above 0 and at most 10, got NaN");
        refused(|c| c.lr = f64::INFINITY, "`lr` must be above 0 and at most 10, got inf");
        refused(|c| c.epochs = 0, "`epochs` must be between 1 and 10000, got 0");
        refused(|c| c.batch = 1, "`batch` must be between 2 and 4096, got 1");
        refused(|c| c.warmup = 31.0, "`warmup` must be between 0 and 30, got 31");
        refused(|c| c.label_smoothing = 1.0, "`label-smoothing` must be between 0 and 0.9, got 1");
        refused(|c| c.dropout = f64::NAN, "`dropout` must be between 0 and 0.9, got NaN");
        refused(
            |c| c.stochastic_depth = -1.0,
            "`stochastic-depth` must be between 0 and 0.9, got -1",
        );
        refused(|c| c.ema = 1.0, "`ema` must be between 0 and 0.9999, got 1");
        refused(|c| c.weight_decay = 2.0, "`weight-decay` must be between 0 and 1, got 2");
    }

    #[test]
    fn the_warm_up_counts_epochs() {
        let config = TrainConfig { warmup: 1.5, epochs: 10, ..TrainConfig::default() };
        let schedule = config.schedule(40);
        assert_eq!((schedule.warmup, schedule.steps), (60, 400));
    }
}

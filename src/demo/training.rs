//! `nano` trained here and now, from random weights, on a part of the digits.

use crate::content::demo::{Switch, TrainNano};
use crate::figure::{Chart, Figure, Mark, Part, Scale, Series, Table};
use crate::job::CancelToken;
use crate::text::Lang;
use crate::text::number::{count, percent, short};
use crate::train::optimizer::SgdNesterov;
use crate::train::{OptimizerKind, ScheduleKind, Score, TrainConfig, TrainError, Trainer};

use super::bench::not_cancelled;
use super::digits::{Digits, digits};
use super::{Bench, DemoError};

/// Images that it learns from. All of them would take longer than one likes to wait.
const IMAGES: usize = 512;

/// Images in a step. A smaller batch gives more steps in the same time, and it is steps that a network at
/// its beginning lacks.
const BATCH: usize = 16;

/// The learning rate: so large that without a warm-up the first steps show it.
const LR: f64 = 0.05;

/// Switched on, these are the paper's, but for the decay of the average: 0.9999 would take more steps than
/// there are here.
const MOMENTUM: f32 = 0.9;
const EMA: f64 = 0.98;
const STOCHASTIC_DEPTH: f64 = 0.2;
const LABEL_SMOOTHING: f64 = 0.1;

/// What came of a training.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Training {
    /// Images learned from.
    images: usize,
    /// Steps in an epoch.
    steps: usize,
    /// The loss of each batch.
    losses: Vec<f32>,
    /// On all test digits.
    plain: Score,
    /// The same with the averaged weights.
    averaged: Option<Score>,
    /// Whether the loss ran away.
    diverged: bool,
}

pub(super) fn figure(
    demo: &TrainNano,
    lang: Lang,
    bench: &Bench,
    cancel: &CancelToken,
) -> Result<Figure, DemoError> {
    let training = bench.training(demo, || Training::of(demo, IMAGES, cancel))?;
    Ok(training.figure(demo, lang))
}

fn config(demo: &TrainNano) -> TrainConfig {
    let amount = |switch: Switch, amount: f64| if switch == Switch::On { amount } else { 0.0 };
    TrainConfig {
        epochs: demo.epochs,
        batch: BATCH,
        lr: LR,
        optimizer: OptimizerKind::Sgd,
        weight_decay: 0.0,
        schedule: ScheduleKind::Constant,
        warmup: amount(demo.warmup, 1.0),
        label_smoothing: amount(demo.label_smoothing, LABEL_SMOOTHING),
        dropout: 0.0,
        stochastic_depth: amount(demo.stochastic_depth, STOCHASTIC_DEPTH),
        ema: amount(demo.ema, EMA),
        augment: false,
        ..TrainConfig::default()
    }
}

impl Training {
    /// Trains from the same first weights as every time.
    fn of(demo: &TrainNano, images: usize, cancel: &CancelToken) -> Result<Self, DemoError> {
        let Digits { dataset, spec, .. } = digits();
        let momentum = if demo.momentum == Switch::On { MOMENTUM } else { 0.0 };
        let mut trainer = Trainer::new(spec, config(demo), dataset.clone())
            .map_err(|error| DemoError::Asset(error.to_string()))?
            .on_part(images)
            .with_optimizer(Box::new(SgdNesterov::new(momentum, 0.0)));
        let (mut losses, mut steps, mut diverged) = (Vec::new(), 0, false);
        while !trainer.is_done() && !diverged {
            not_cancelled(cancel)?;
            match trainer.step() {
                Ok(report) => {
                    steps = report.steps_per_epoch;
                    losses.push(report.batch_loss);
                }
                Err(TrainError::Diverged { .. }) => diverged = true,
                Err(error) => return Err(DemoError::Asset(error.to_string())),
            }
        }
        not_cancelled(cancel)?;
        Ok(Self {
            images: trainer.split().train.len(),
            steps,
            losses,
            plain: digits().examine(trainer.net()),
            averaged: trainer.average().map(|average| digits().examine(average)),
            diverged,
        })
    }

    fn figure(&self, demo: &TrainNano, lang: Lang) -> Figure {
        let counted = self.averaged.unwrap_or(self.plain);
        let [first, last] = [self.losses.first(), self.losses.last()]
            .map(|loss| loss.map_or(0.0, |loss| f64::from(*loss)));
        let title = lang
            .fill("engine.train.title", &[("epochs", &demo.epochs), ("steps", &self.losses.len())]);
        let mut parts = vec![
            Part::Note(self.recipe(lang)),
            Part::Chart(self.chart(lang)),
            Part::Table(self.table(lang)),
        ];
        if self.diverged {
            parts.push(Part::Note(lang.text("engine.train.diverged").to_owned()));
        }
        Figure {
            title,
            parts,
            values: vec![
                ("accuracy", f64::from(counted.accuracy()) * 100.0),
                ("loss-first", first),
                ("loss-last", last),
            ],
        }
    }

    /// What is the same wherever the knobs stand.
    fn recipe(&self, lang: Lang) -> String {
        let images = count(self.images as u64);
        lang.fill(
            "engine.train.recipe",
            &[
                ("images", &images),
                ("batch", &BATCH),
                ("lr", &short(LR, 3)),
                ("steps", &self.steps),
            ],
        )
    }

    fn chart(&self, lang: Lang) -> Chart {
        let mark = |(step, loss): (usize, &f32)| Mark {
            x: (step + 1) as f64,
            y: f64::from(*loss),
            label: String::new(),
        };
        Chart {
            x_label: lang.text("engine.train.step").to_owned(),
            y_label: lang.text("engine.train.loss").to_owned(),
            x_scale: Scale::Linear,
            y_scale: Scale::Linear,
            series: vec![Series {
                name: lang.text("engine.train.loss").to_owned(),
                own: true,
                line: true,
                marks: self.losses.iter().enumerate().map(mark).collect(),
            }],
        }
    }

    fn table(&self, lang: Lang) -> Table {
        let share = |score: Score| percent(f64::from(score.accuracy()), 1);
        let right = |score: Score| format!("{}/{}", score.hits, score.images);
        let mut table = Table::new(["", lang.text("engine.train.right"), ""]);
        let name = lang.text("engine.train.weights").to_owned();
        table.push([name, right(self.plain), share(self.plain)]);
        let name = lang.text("engine.train.averaged").to_owned();
        match self.averaged {
            Some(score) => table.push_own([name, right(score), share(score)]),
            None => table.push([name, "-".to_owned(), "-".to_owned()]),
        }
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A few images are enough to see whether a switch is heard.
    fn short_training(edit: impl FnOnce(&mut TrainNano)) -> Training {
        let mut demo = TrainNano {
            epochs: 1,
            momentum: Switch::On,
            warmup: Switch::On,
            ema: Switch::On,
            stochastic_depth: Switch::Off,
            label_smoothing: Switch::Off,
        };
        edit(&mut demo);
        Training::of(&demo, 5 * BATCH, &CancelToken::new()).unwrap()
    }

    #[test]
    fn the_same_settings_give_the_same_training() {
        assert_eq!(short_training(|_| {}), short_training(|_| {}));
    }

    #[test]
    fn every_switch_is_heard() {
        let usual = short_training(|_| {});
        let momentum = short_training(|demo| demo.momentum = Switch::Off);
        let warmup = short_training(|demo| demo.warmup = Switch::Off);
        let depth = short_training(|demo| demo.stochastic_depth = Switch::On);
        let smoothing = short_training(|demo| demo.label_smoothing = Switch::On);
        for other in [&momentum, &warmup, &depth, &smoothing] {
            assert_ne!(other.losses, usual.losses);
        }
        // An average only looks on.
        let ema = short_training(|demo| demo.ema = Switch::Off);
        assert_eq!(ema.losses, usual.losses);
        assert!(ema.averaged.is_none() && usual.averaged.is_some());
        // The first batch is answered by weights that none of these has touched yet.
        let first = |training: &Training| training.losses[0].to_bits();
        assert_eq!(first(&momentum), first(&usual));
        assert_eq!(first(&warmup), first(&usual));
        assert_eq!(usual.losses.len(), 5);
    }

    #[test]
    fn a_cancelled_training_stops() {
        let cancelled = CancelToken::new();
        cancelled.cancel();
        let demo = TrainNano {
            epochs: 5,
            momentum: Switch::On,
            warmup: Switch::On,
            ema: Switch::On,
            stochastic_depth: Switch::On,
            label_smoothing: Switch::On,
        };
        let bench = Bench::default();
        assert_eq!(figure(&demo, Lang::En, &bench, &cancelled), Err(DemoError::Cancelled));
    }
}

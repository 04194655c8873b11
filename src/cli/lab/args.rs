//! The options of `lab train`, and what they ask for.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, ValueEnum};

use crate::arch::{ArchSpec, Overrides};
use crate::cli::inspect::{Refused, Source};
use crate::cli::shared::Format;
use crate::text::Lang;
use crate::train::dataset::CLASSES;
use crate::train::{Dataset, OptimizerKind, ScheduleKind, TrainConfig};

/// Most bytes of a file of images: enough for a quarter of a million.
const MAX_BYTES: u64 = 64 << 20;

/// Options of `lab train`.
#[derive(Debug, Clone, Args)]
pub struct TrainArgs {
    /// What to learn: `digits`, or a file of one's own: 64 values from 0 to 16 and the digit, with
    /// commas, in each line.
    #[arg(long, value_name = "NAME or FILE", default_value = "digits")]
    pub dataset: String,
    /// The network: `nano`, or one of one's own in a TOML file; it gets ten outputs.
    #[arg(long, value_name = "NAME or FILE", default_value = "nano")]
    pub model: String,
    /// Keep the best weights in FILE, as safetensors with torchvision's names.
    #[arg(long, value_name = "FILE")]
    pub save: Option<PathBuf>,
    /// How often each image is seen.
    #[arg(long, value_name = "N", default_value_t = TrainConfig::default().epochs, allow_negative_numbers = true)]
    pub epochs: usize,
    /// Images in a step.
    #[arg(long, value_name = "N", default_value_t = TrainConfig::default().batch, allow_negative_numbers = true)]
    pub batch: usize,
    /// The learning rate at its highest.
    #[arg(long, value_name = "X", default_value_t = TrainConfig::default().lr, allow_negative_numbers = true)]
    pub lr: f64,
    /// How a gradient becomes a step.
    #[arg(long, value_enum, value_name = "RULE", default_value_t = OptimizerArg::Adamw)]
    pub optimizer: OptimizerArg,
    /// How strongly weights are pulled towards zero.
    #[arg(long, value_name = "X", default_value_t = TrainConfig::default().weight_decay, allow_negative_numbers = true)]
    pub weight_decay: f64,
    /// How the learning rate falls.
    #[arg(long, value_enum, value_name = "FORM", default_value_t = ScheduleArg::Cosine)]
    pub schedule: ScheduleArg,
    /// Epochs in which the learning rate rises first; two, or half of a training of less than four.
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub warmup: Option<f64>,
    /// Share of the answer that is spread over all classes.
    #[arg(long, value_name = "S", default_value_t = TrainConfig::default().label_smoothing, allow_negative_numbers = true)]
    pub label_smoothing: f64,
    /// Share of the features dropped before the classifier.
    #[arg(long, value_name = "P", default_value_t = TrainConfig::default().dropout, allow_negative_numbers = true)]
    pub dropout: f64,
    /// Chance that the last block is passed over; earlier ones less.
    #[arg(long, value_name = "P", default_value_t = TrainConfig::default().stochastic_depth, allow_negative_numbers = true)]
    pub stochastic_depth: f64,
    /// Decay of the averaged weights, which are what is kept; 0 for none.
    #[arg(long, value_name = "D", default_value_t = TrainConfig::default().ema, allow_negative_numbers = true)]
    pub ema: f64,
    /// Repeat the training of this seed: the same weights, order and moves.
    #[arg(long, value_name = "S", default_value_t = TrainConfig::default().seed)]
    pub seed: u64,
    /// Whether the images are moved, turned and leant a little each time.
    #[arg(long, value_enum, value_name = "ON or OFF", default_value_t)]
    pub augment: Switch,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// An optimiser on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OptimizerArg {
    /// Stochastic gradient descent with Nesterov's momentum.
    Sgd,
    /// Adam with decoupled weight decay.
    Adamw,
    /// RMSProp as in TensorFlow, the paper's.
    Rmsprop,
}

/// A schedule on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ScheduleArg {
    /// Not at all.
    Constant,
    /// Times 0.97 every 2.4 epochs, the paper's.
    Exponential,
    /// Along a cosine, to nothing at the end.
    Cosine,
}

/// Yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Switch {
    /// Yes.
    #[default]
    On,
    /// No.
    Off,
}

impl TrainArgs {
    /// The settings, unchecked.
    pub(super) fn config(&self) -> TrainConfig {
        TrainConfig {
            epochs: self.epochs,
            batch: self.batch,
            lr: self.lr,
            optimizer: match self.optimizer {
                OptimizerArg::Sgd => OptimizerKind::Sgd,
                OptimizerArg::Adamw => OptimizerKind::AdamW,
                OptimizerArg::Rmsprop => OptimizerKind::RmsProp,
            },
            weight_decay: self.weight_decay,
            schedule: match self.schedule {
                ScheduleArg::Constant => ScheduleKind::Constant,
                ScheduleArg::Exponential => ScheduleKind::Exponential,
                ScheduleArg::Cosine => ScheduleKind::Cosine,
            },
            warmup: self
                .warmup
                .unwrap_or_else(|| TrainConfig::default().warmup.min(self.epochs as f64 / 2.0)),
            label_smoothing: self.label_smoothing,
            dropout: self.dropout,
            stochastic_depth: self.stochastic_depth,
            ema: self.ema,
            seed: self.seed,
            augment: self.augment == Switch::On,
            ..TrainConfig::default()
        }
    }

    /// The network with ten outputs.
    pub(super) fn spec(&self, lang: Lang) -> anyhow::Result<ArchSpec> {
        let Some(design) = Source::open(&self.model)?.design() else {
            return Err(Refused(lang.fill("lab.only-counted", &[("name", &self.model)])).into());
        };
        let changes = Overrides { classes: Some(CLASSES), ..Overrides::default() };
        Ok(design.with(changes).spec()?)
    }

    /// The images.
    pub(super) fn dataset(&self, lang: Lang) -> anyhow::Result<Dataset> {
        if self.dataset == "digits" {
            return Ok(Dataset::digits());
        }
        if !Path::new(&self.dataset).exists() {
            return Err(Refused(lang.fill("lab.no-dataset", &[("name", &self.dataset)])).into());
        }
        self.read().with_context(|| format!("`{}`", self.dataset))
    }

    fn read(&self) -> anyhow::Result<Dataset> {
        let mut bytes = Vec::new();
        // Some files have no end.
        File::open(&self.dataset)?.take(MAX_BYTES).read_to_end(&mut bytes)?;
        Ok(Dataset::read(&bytes)?)
    }

    /// The command that repeats this training: what differs from the defaults.
    pub(super) fn command(&self) -> String {
        let (ours, usual) = (options(&self.config()), options(&TrainConfig::default()));
        let changed = ours.into_iter().zip(usual).filter(|(ours, usual)| ours != usual);
        let options = changed.map(|((name, value), _)| format!(" --{name} {value}"));
        let options: String = options.collect();
        format!("effnet-tutor lab train --dataset {} --model {}{options}", self.dataset, self.model)
    }
}

/// Every setting by its option.
fn options(config: &TrainConfig) -> Vec<(&'static str, String)> {
    vec![
        ("epochs", config.epochs.to_string()),
        ("batch", config.batch.to_string()),
        ("lr", config.lr.to_string()),
        ("optimizer", config.optimizer.name().to_owned()),
        ("weight-decay", config.weight_decay.to_string()),
        ("schedule", config.schedule.name().to_owned()),
        ("warmup", config.warmup.to_string()),
        ("label-smoothing", config.label_smoothing.to_string()),
        ("dropout", config.dropout.to_string()),
        ("stochastic-depth", config.stochastic_depth.to_string()),
        ("ema", config.ema.to_string()),
        ("seed", config.seed.to_string()),
        ("augment", if config.augment { "on" } else { "off" }.to_owned()),
    ]
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::cli::{Cli, Command, lab::LabCommand};

    fn parsed(options: &str) -> TrainArgs {
        let words = ["effnet-tutor", "lab", "train"].into_iter().chain(options.split_whitespace());
        let Some(Command::Lab(args)) = Cli::parse_from(words).command else { panic!("lab") };
        let LabCommand::Train(args) = args.command;
        args
    }

    #[test]
    fn without_options_it_is_the_default_training() {
        let args = parsed("");
        assert_eq!(args.config(), TrainConfig::default());
        assert_eq!(args.command(), "effnet-tutor lab train --dataset digits --model nano");
    }

    #[test]
    fn the_command_says_what_differs() {
        let args = parsed("--seed 3 --optimizer rmsprop --augment off --lr=0.01 --ema 0");
        let command = args.command();
        let (start, options) = command.split_at("effnet-tutor lab train ".len());
        assert_eq!(start, "effnet-tutor lab train ");
        assert_eq!(
            options,
            "--dataset digits --model nano --lr 0.01 --optimizer rmsprop --ema 0 --seed 3 --augment off"
        );
        assert_eq!(parsed(options).config(), args.config());
    }
}

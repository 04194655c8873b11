//! Demos of the training recipe.

use serde::Deserialize;

use super::super::knob::Centi;
use super::setting::{knobs, names};
use super::{Published, Switch};

names! {
    /// How the learning rate falls.
    Decay {
        /// ×0.97 every 2.4 epochs.
        Exponential = "exponential",
        /// A half cosine.
        Cosine = "cosine",
    }
}

/// Trains `nano` for some epochs here and now, with parts of the recipe switched.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainNano {
    /// Epochs.
    pub epochs: usize,
    /// Momentum of SGD: on is 0.9, off is 0.
    pub momentum: Switch,
    /// Learning rate rises from 0 over the first epoch.
    pub warmup: Switch,
    /// Averaged weights.
    pub ema: Switch,
    /// Branches dropped at random.
    pub stochastic_depth: Switch,
    /// A share of the answer spread over all classes.
    pub label_smoothing: Switch,
}

knobs!(TrainNano {
    "momentum" => momentum,
    "warmup" => warmup,
    "ema" => ema,
    "stochastic-depth" => stochastic_depth,
    "label-smoothing" => label_smoothing,
    "epochs" => epochs in (1, 5, 1),
});

/// The learning rate over the paper's 350 epochs.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LrSchedule {
    /// How it falls.
    pub decay: Decay,
    /// Epochs of linear warm-up.
    pub warmup: usize,
    /// Where the cursor stands.
    pub epoch: usize,
}

knobs!(LrSchedule {
    "epoch" => epoch in (0, 350, 5),
    "warmup" => warmup in (0, 20, 1),
    "decay" => decay,
});

/// How often each block survives stochastic depth.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Survival {
    /// Which model.
    pub model: Published,
    /// Drop rate that the last block approaches.
    pub rate: Centi,
}

knobs!(Survival {
    "rate" => rate in (Centi(0), Centi(50), 5),
    "model" => model,
});

//! The exponential moving average of a network: a second set of weights that follows the first.
//!
//! ```text
//! average += (1 − d) · (weights − average)      d = decay, or min(decay, (1 + n) / (10 + n))
//! ```
//!
//! Training jumps around a valley; the average lies at its bottom and is what gets evaluated and saved.
//! It covers batch norm's running statistics too: weights of one moment beside statistics of another
//! would not fit together. The second form is TensorFlow's `num_updates`: n counts the updates before
//! this one, so that early on the average is not stuck at the random start.

use crate::nn::EfficientNet;

/// A network that follows another.
#[derive(Debug, Clone)]
pub struct Ema {
    decay: f64,
    has_warmup: bool,
    updates: u64,
    average: EfficientNet,
}

impl Ema {
    /// Starts where `net` is, with a fixed decay.
    pub fn new(net: &EfficientNet, decay: f64) -> Self {
        Self { decay, has_warmup: false, updates: 0, average: net.clone() }
    }

    /// With TensorFlow's smaller decay for the first updates.
    #[must_use]
    pub fn with_warmup(self) -> Self {
        Self { has_warmup: true, ..self }
    }

    /// The average so far.
    pub const fn average(&self) -> &EfficientNet {
        &self.average
    }

    /// The decay of the next update.
    pub fn next_decay(&self) -> f64 {
        let n = self.updates as f64;
        if self.has_warmup { self.decay.min((1.0 + n) / (10.0 + n)) } else { self.decay }
    }

    /// Moves towards `net`.
    ///
    /// # Panics
    /// When it is not of the architecture that this average began with.
    pub fn update(&mut self, net: &EfficientNet) {
        let share = (1.0 - self.next_decay()) as f32;
        self.updates += 1;
        let mut values = Vec::new();
        net.visit(&mut |_, param| values.push(param.value));
        let mut values = values.into_iter();
        self.average.visit_mut(&mut |path, mut param| {
            let value =
                values.next().expect("an average follows a network of its own architecture");
            assert_eq!(param.value.shape(), value.shape(), "the average of {path}");
            param
                .value
                .zip_mut_with(&value, |average, &value| *average += share * (value - *average));
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arch::{Scaling, families};

    fn constant(value: f32) -> EfficientNet {
        let scaling = Scaling { width: 0.25, depth: 0.5, resolution: 32 };
        let mut net = EfficientNet::build(&families::efficientnet().scale(scaling, 2).unwrap());
        net.visit_mut(&mut |_, mut param| param.value.fill(value));
        net
    }

    #[track_caller]
    fn check(ema: &Ema, wanted: f32) {
        ema.average().visit(&mut |path, param| {
            let worst = param.value.iter().map(|v| (v - wanted).abs()).fold(0.0, f32::max);
            assert!(worst < 1e-6, "{path} is off by {worst}");
        });
    }

    #[test]
    fn every_tensor_moves_by_its_share_running_statistics_too() {
        let mut ema = Ema::new(&constant(1.0), 0.9);
        ema.update(&constant(2.0));
        check(&ema, 1.1);
        ema.update(&constant(2.0));
        check(&ema, 1.19);
    }

    /// (1 + 0) / (10 + 0) first; 0.9 is reached where (1 + n) / (10 + n) is, at n = 80.
    #[test]
    fn early_updates_move_further() {
        let mut ema = Ema::new(&constant(0.0), 0.9).with_warmup();
        ema.update(&constant(1.0));
        check(&ema, 0.9);
        assert!((ema.next_decay() - 2.0 / 11.0).abs() < 1e-12);
        let late = Ema { updates: 80, ..ema };
        assert!((late.next_decay() - 0.9).abs() < 1e-12);
    }
}

//! How the learning rate changes: up in a line, then down in stairs or along a cosine.
//!
//! ```text
//! warm-up       η = base · (t + ½) / T₀               t < T₀, in steps
//! exponential   η = base · 0.97^⌊epoch / 2.4⌋         the paper's
//! cosine        η = base · ½(1 + cos(π · t / T))      from the end of the warm-up to the last step
//! ```
//!
//! Without a warm-up the first steps are the largest, taken when batch norm's statistics and the
//! optimiser's means know least. The stairs count epochs from the start of training, warm-up included,
//! as TensorFlow's `exponential_decay` with `staircase=True` does.

use std::f64::consts::PI;

/// The fall after the warm-up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Decay {
    /// None.
    Constant,
    /// Times `factor` at the end of every `every` epochs.
    Exponential {
        /// 0.97 in the paper.
        factor: f64,
        /// 2.4 in the paper.
        every: f64,
    },
    /// To nothing at the last step.
    Cosine,
}

impl Decay {
    /// As EfficientNet was trained: 350 epochs, after which 0.97^145 of the rate is left, 1.2 %.
    pub const PAPER: Self = Self::Exponential { factor: 0.97, every: 2.4 };
}

/// The learning rate of every step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Schedule {
    /// The rate at the top.
    pub base: f64,
    /// Steps of the warm-up.
    pub warmup: usize,
    /// What follows it.
    pub decay: Decay,
    /// Steps in an epoch.
    pub steps_per_epoch: usize,
    /// Steps in all.
    pub steps: usize,
}

impl Schedule {
    /// The rate of a step, counted from 0.
    pub fn lr(&self, step: usize) -> f64 {
        if step < self.warmup {
            return self.base * (step as f64 + 0.5) / self.warmup as f64;
        }
        self.base
            * match self.decay {
                Decay::Constant => 1.0,
                Decay::Exponential { factor, every } => {
                    let epoch = step as f64 / self.steps_per_epoch as f64;
                    factor.powf((epoch / every).floor())
                }
                Decay::Cosine => {
                    let whole = self.steps.saturating_sub(self.warmup).max(1);
                    let done = (step - self.warmup) as f64 / whole as f64;
                    0.5 * (1.0 + (PI * done.min(1.0)).cos())
                }
            }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn schedule(warmup: usize, decay: Decay) -> Schedule {
        Schedule { base: 0.1, warmup, decay, steps_per_epoch: 10, steps: 110 }
    }

    #[track_caller]
    fn check(schedule: Schedule, step: usize, lr: f64) {
        assert!((schedule.lr(step) - lr).abs() < 1e-9, "{} at {step}", schedule.lr(step));
    }

    #[test]
    fn the_warm_up_is_a_line() {
        let schedule = schedule(4, Decay::Constant);
        check(schedule, 0, 0.012_5);
        check(schedule, 3, 0.087_5);
        check(schedule, 4, 0.1);
    }

    #[test]
    fn the_papers_stairs_are_every_24_steps_here() {
        let schedule = schedule(0, Decay::PAPER);
        check(schedule, 23, 0.1);
        check(schedule, 24, 0.097);
        check(schedule, 47, 0.097);
        check(schedule, 48, 0.094_09);
        let long = Schedule { steps_per_epoch: 10, steps: 3500, ..schedule };
        check(long, 3499, 0.1 * 0.97_f64.powi(145));
    }

    #[test]
    fn the_cosine_is_half_way_down_in_the_middle() {
        let schedule = schedule(10, Decay::Cosine);
        check(schedule, 10, 0.1);
        check(schedule, 60, 0.05);
        check(schedule, 110, 0.0);
        check(schedule, 500, 0.0);
    }

    proptest! {
        #[test]
        fn no_rate_is_negative_or_above_the_base(
            warmup in 0_usize..200,
            step in 0_usize..300,
            which in 0_usize..3,
        ) {
            let decay = [Decay::Constant, Decay::PAPER, Decay::Cosine][which];
            let lr = schedule(warmup, decay).lr(step);
            prop_assert!((0.0..=0.1).contains(&lr), "{lr}");
        }
    }
}

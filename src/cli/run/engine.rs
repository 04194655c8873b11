//! The computation of `run`, behind one seam: a plan and the clock.

use std::num::NonZero;
use std::sync::OnceLock;
use std::thread;
use std::time::Instant;

use crate::nn::{EfficientNet, Plan, Tensor4, shipped};

/// A network that is ready to compute.
pub(super) struct Engine {
    threads: usize,
    /// Made when it is first needed: of the model inside, a wrong path is answered before.
    plan: OnceLock<Plan>,
}

impl Engine {
    /// The Lite0 inside the program, on `threads` threads; as many as the machine has, if none is named.
    pub(super) fn shipped(threads: Option<usize>) -> Self {
        let all = || thread::available_parallelism().map_or(1, NonZero::get);
        Self { threads: threads.unwrap_or_else(all), plan: OnceLock::new() }
    }

    /// A network out of a file, which may be dropped: the plan has its own copy of the weights.
    pub(super) fn loaded(net: &EfficientNet, threads: Option<usize>) -> Self {
        let engine = Self::shipped(threads);
        engine.plan.get_or_init(|| Plan::new(net, engine.threads));
        engine
    }

    fn plan(&self) -> &Plan {
        self.plan.get_or_init(|| Plan::new(shipped::lite0(), self.threads))
    }

    /// The logits of an image, and the milliseconds that they took: of `repeat` computations after a
    /// warm-up the median, of a single one its own.
    pub(super) fn timed(&self, x: &Tensor4, repeat: u32) -> (Vec<f32>, f64) {
        let plan = self.plan(); // Making it is not computing.
        if repeat > 1 {
            plan.run(x);
        }
        let mut logits = Vec::new();
        let mut times = Vec::new();
        for _ in 0..repeat {
            let start = Instant::now();
            let y = plan.run(x);
            times.push(start.elapsed().as_secs_f64() * 1e3);
            logits = y.into_iter().collect();
        }
        (logits, median(&mut times))
    }
}

/// The middle value; between two, their mean.
fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    let half = values.len() / 2;
    let upper = values.get(half).copied().unwrap_or(0.0);
    let lower = if values.len().is_multiple_of(2) { half.saturating_sub(1) } else { half };
    f64::midpoint(values.get(lower).copied().unwrap_or(0.0), upper)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_stands_in_the_middle() {
        for (mut values, middle) in [
            (vec![3.0], 3.0),
            (vec![9.0, 1.0, 2.0], 2.0),
            (vec![4.0, 1.0, 2.0, 90.0], 3.0),
            (Vec::new(), 0.0),
        ] {
            assert!((median(&mut values) - middle).abs() < 1e-12);
        }
    }
}

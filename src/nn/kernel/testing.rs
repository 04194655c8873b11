//! What the kernels' tests share: noise in lanes, and a comparison.

use super::{LANES, Lane};
use crate::nn::testing::noise;

/// Lanes of noise, the same for the same seed.
pub(super) fn lanes(count: usize, seed: u64) -> Vec<Lane> {
    let values = noise(count * LANES, seed).to_vec();
    values.as_chunks().0.iter().map(|&values| Lane(values)).collect()
}

/// Panics unless all values agree to five digits.
#[track_caller]
pub(super) fn assert_close(got: &[Lane], want: &[Lane], what: &str) {
    assert_eq!(got.len(), want.len(), "{what}");
    for (got, want) in got.iter().zip(want) {
        for (got, want) in got.0.iter().zip(want.0) {
            assert!((got - want).abs() <= 1e-5 * want.abs().max(1.0), "{what}: {got}, not {want}");
        }
    }
}

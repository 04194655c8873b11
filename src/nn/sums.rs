//! Sums over long rows: fast, and as exact as the numbers deserve.
//!
//! ```text
//! sum = Σᵢ aᵢ      dot = Σᵢ aᵢ · bᵢ      spread = Σᵢ (aᵢ − centre)²
//! ```
//!
//! One running sum would be slow, since each addition waits for the one before, and inexact, since a
//! large sum swallows small terms. Sixteen running sums are vector registers, and every thousand terms
//! they go into an f64. The order is fixed, so the same row always gives the same sum.

/// Running sums at the same time.
const LANES: usize = 16;

/// Terms that are added in f32 before they go into the f64.
const CHUNK: usize = 64 * LANES;

/// Σ a.
pub(super) fn sum(a: &[f32]) -> f64 {
    total([(a, a)], |a, _| a)
}

/// Σ a · b.
pub(super) fn dot(a: &[f32], b: &[f32]) -> f64 {
    dot_pieces([(a, b)])
}

/// Σ a · b over many short pieces, as if they lay end to end.
pub(super) fn dot_pieces<'a>(pieces: impl IntoIterator<Item = (&'a [f32], &'a [f32])>) -> f64 {
    total(pieces, |a, b| a * b)
}

/// Σ (a − centre)². The mean must be known before: E[a²] − E[a]² would lose the digits they share.
pub(super) fn spread(a: &[f32], centre: f32) -> f64 {
    total([(a, a)], |a, _| (a - centre) * (a - centre))
}

#[inline]
fn total<'a>(
    pieces: impl IntoIterator<Item = (&'a [f32], &'a [f32])>,
    term: impl Fn(f32, f32) -> f32,
) -> f64 {
    let (mut total, mut lanes, mut terms) = (0.0, [0.0; LANES], 0);
    for (a, b) in pieces {
        for (a, b) in a.chunks(CHUNK).zip(b.chunks(CHUNK)) {
            add(&mut lanes, a, b, &term);
            terms += a.len();
            if terms >= CHUNK {
                total += f64::from(lanes.iter().sum::<f32>());
                (lanes, terms) = ([0.0; LANES], 0);
            }
        }
    }
    total + f64::from(lanes.iter().sum::<f32>())
}

/// Deals the terms out to the lanes.
#[inline]
fn add(lanes: &mut [f32; LANES], a: &[f32], b: &[f32], term: impl Fn(f32, f32) -> f32) {
    let (a, a_rest) = a.as_chunks::<LANES>();
    let (b, b_rest) = b.as_chunks::<LANES>();
    // A copy on the stack stays in registers.
    let mut sums = *lanes;
    for (a, b) in a.iter().zip(b) {
        for lane in 0..LANES {
            sums[lane] += term(a[lane], b[lane]);
        }
    }
    *lanes = sums;
    for (lane, (&a, &b)) in lanes.iter_mut().zip(a_rest.iter().zip(b_rest)) {
        *lane += term(a, b);
    }
}

#[cfg(test)]
mod tests {
    use ndarray::Array1;

    use super::*;
    use crate::nn::testing::noise;

    #[track_caller]
    fn near(got: f64, want: f64) {
        assert!((got - want).abs() < 1e-5 * want.abs().max(1.0), "{got} is not {want}");
    }

    #[test]
    fn every_length_equals_the_plain_sum() {
        for length in [0, 1, 15, 16, 17, 1023, 1024, 1025, 5000] {
            let (a, b): (Array1<f32>, Array1<f32>) = (noise(length, 1), noise(length, 2));
            let exact = |term: &dyn Fn(f64, f64) -> f64| -> f64 {
                a.iter().zip(&b).map(|(&a, &b)| term(a.into(), b.into())).sum()
            };
            let (x, y) = (a.as_slice().unwrap(), b.as_slice().unwrap());
            near(sum(x), exact(&|a, _| a));
            near(dot(x, y), exact(&|a, b| a * b));
            near(spread(x, 0.25), exact(&|a, _| (a - 0.25).powi(2)));
        }
    }

    #[test]
    fn pieces_are_one_row() {
        let (a, b): (Array1<f32>, Array1<f32>) = (noise(4000, 1), noise(4000, 2));
        let (x, y) = (a.as_slice().unwrap(), b.as_slice().unwrap());
        for length in [1, 7, 32, 1500] {
            near(dot_pieces(x.chunks(length).zip(y.chunks(length))), dot(x, y));
        }
    }

    /// A running f32 sum of a million ones and a half would stop counting at 2²⁴.
    #[test]
    fn a_long_row_loses_no_terms() {
        near(sum(&vec![1.5; 20_000_000]), 3e7);
    }
}

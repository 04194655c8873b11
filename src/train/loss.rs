//! Cross-entropy: how surprised the network is by the right answer.
//!
//! ```text
//! p = softmax(z)          q = (1 − s) · onehot(label) + s / K
//! L = −mean_n Σ_k q · ln p
//! ∂L/∂z = (p − q) / N     (N, K, 1, 1), as the logits
//! ```
//!
//! With label smoothing s > 0 the loss never reaches zero: even the right answer should not be certain
//! of itself. EfficientNet is trained with s = 0.1.

use crate::nn::Tensor4;

/// The mean loss of a batch and its gradient by the logits.
///
/// The largest logit is taken off before the exponential: no logit overflows.
///
/// # Panics
/// When there is not one label below K for each row of logits.
pub fn cross_entropy(logits: &Tensor4, labels: &[usize], smoothing: f32) -> (f32, Tensor4) {
    let (n, classes, h, w) = logits.dim();
    assert_eq!(
        (n, h, w),
        (labels.len(), 1, 1),
        "cross_entropy reads ({}, K, 1, 1), got {:?}",
        labels.len(),
        logits.shape()
    );
    let mut gradient = logits.clone();
    let mut loss = 0.0;
    for (mut row, &label) in gradient.outer_iter_mut().zip(labels) {
        assert!(label < classes, "label {label} of {classes} classes");
        let largest = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let sum: f64 = row.iter().map(|&z| f64::from(z - largest).exp()).sum();
        let log_sum = f64::from(largest) + sum.ln();
        for (class, z) in row.iter_mut().enumerate() {
            let target = target(class == label, classes, smoothing);
            let log_p = f64::from(*z) - log_sum;
            loss -= f64::from(target) * log_p;
            *z = (log_p.exp() as f32 - target) / n as f32;
        }
    }
    ((loss / n as f64) as f32, gradient)
}

/// How much of the answer belongs to a class.
fn target(is_label: bool, classes: usize, smoothing: f32) -> f32 {
    smoothing / classes as f32 + if is_label { 1.0 - smoothing } else { 0.0 }
}

/// How many rows have their largest logit at the label.
pub fn hits(logits: &Tensor4, labels: &[usize]) -> usize {
    let best = |row: ndarray::ArrayView3<'_, f32>| {
        let values = row.iter().copied().enumerate();
        values.max_by(|(_, a), (_, b)| a.total_cmp(b)).map(|(class, _)| class)
    };
    logits.outer_iter().zip(labels).filter(|(row, label)| best(*row) == Some(**label)).count()
}

#[cfg(test)]
mod tests {
    use ndarray::Array2;
    use proptest::prelude::*;

    use super::*;

    fn logits(rows: &[&[f32]]) -> Tensor4 {
        let classes = rows[0].len();
        let values = rows.iter().flat_map(|row| row.iter().copied()).collect();
        let matrix = Array2::from_shape_vec((rows.len(), classes), values).unwrap();
        matrix.into_shape_with_order((rows.len(), classes, 1, 1)).unwrap()
    }

    #[track_caller]
    fn near(got: f32, want: f32) {
        assert!((got - want).abs() < 1e-5, "{got} is not {want}");
    }

    /// `torch.nn.functional.cross_entropy`, torch 2.15.0.
    #[test]
    fn values_equal_pytorch() {
        let z = logits(&[&[1.0, 2.0, 3.0], &[-1.0, 0.5, 0.0]]);
        let (loss, gradient) = cross_entropy(&z, &[2, 0], 0.0);
        near(loss, 1.255_868_3);
        near(gradient[(0, 0, 0, 0)], 0.045_015_29);
        near(gradient[(1, 0, 0, 0)], -0.439_024_18);
        let (loss, gradient) = cross_entropy(&z, &[2, 0], 0.1);
        near(loss, 1.264_201_6);
        near(gradient[(0, 0, 0, 0)], 0.028_348_62);
    }

    #[test]
    fn huge_logits_stay_finite() {
        let (loss, gradient) =
            cross_entropy(&logits(&[&[1e30, -1e30], &[-1e4, 1e4]]), &[0, 1], 0.0);
        near(loss, 0.0);
        assert!(gradient.iter().all(|g| g.abs() < 1e-6));
    }

    #[test]
    fn the_largest_logit_is_the_answer() {
        let z = logits(&[&[1.0, 2.0], &[4.0, 3.0], &[0.0, 1.0]]);
        assert_eq!(hits(&z, &[1, 1, 1]), 2);
    }

    #[test]
    #[should_panic(expected = "cross_entropy reads (2, K, 1, 1), got [1, 2, 1, 1]")]
    fn another_number_of_labels_is_a_bug() {
        cross_entropy(&logits(&[&[0.0, 1.0]]), &[0, 1], 0.0);
    }

    proptest! {
        /// Moving all logits together changes nothing: the gradients of a row cancel.
        #[test]
        fn gradients_of_a_row_sum_to_zero(
            row in prop::collection::vec(-20.0_f32..20.0, 5),
            label in 0_usize..5,
            smoothing in 0.0_f32..0.9,
        ) {
            let (loss, gradient) = cross_entropy(&logits(&[&row]), &[label], smoothing);
            prop_assert!(loss >= 0.0 && gradient.sum().abs() < 1e-5);
        }

        /// The gradient is the slope of the loss.
        #[test]
        fn gradients_match_finite_differences(
            row in prop::collection::vec(-3.0_f32..3.0, 4),
            at in 0_usize..4,
        ) {
            let (_, gradient) = cross_entropy(&logits(&[&row]), &[1], 0.1);
            let loss_at = |shift: f32| {
                let mut moved = row.clone();
                moved[at] += shift;
                cross_entropy(&logits(&[&moved]), &[1], 0.1).0
            };
            let slope = (loss_at(1e-2) - loss_at(-1e-2)) / 2e-2;
            prop_assert!((slope - gradient[(0, at, 0, 0)]).abs() < 1e-3);
        }
    }
}

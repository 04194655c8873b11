//! The judge of every `backward`: does it agree with what the layer does when a value moves a little?
//!
//! ```text
//! L = Σ r · y      r: fixed noise, so that no error can hide in a sum
//! analytic: backward(r)      numeric: dL/dv ≈ (8·(L(v + h) − L(v − h)) − (L(v + 2h) − L(v − 2h))) / 12h
//! error = ‖a − n‖ / √(‖a‖² + ‖n‖²) < 1e-3, for x and for every parameter
//! ```
//!
//! The second difference takes the curvature out of the first, so that h may be large enough to stand
//! out from the rounding of f32; L itself is summed in f64. Right backward passes come out near 1e-5, wrong ones
//! above 1e-2, so the limit stands well apart from both. What is random must fall alike each time: every
//! evaluation starts the same generator.

use ndarray::ArrayD;

use crate::random::SplitMix64;

use super::testing::noise;
use super::{Layer, Role, Tensor4};

/// The h of the differences. Smaller ones drown in rounding, larger ones see more than the slope.
const STEP: f32 = 2e-2;

/// Panics if a gradient differs from the differences.
#[track_caller]
pub(crate) fn assert_gradients<L: Layer + Clone>(layer: &L, x: &Tensor4) {
    for (name, error) in errors(layer, x) {
        assert!(error < 1e-3, "the gradient of {name} is off by {error}, relative to its size");
    }
}

/// The relative error of ∂L/∂x and of each trained tensor's gradient.
fn errors<L: Layer + Clone>(layer: &L, x: &Tensor4) -> Vec<(String, f64)> {
    let (y, cache) = layer.clone().forward(x, &mut SplitMix64::new(1));
    let r: Tensor4 = noise(y.dim(), 99);
    let mut grad = layer.clone();
    grad.visit_mut("", &mut |_, mut param| param.value.fill(0.0));
    let dx = layer.backward(&r, cache, &mut grad);
    assert_eq!(dx.shape(), x.shape(), "the gradient of x has the shape of x");

    let numeric = differences(x.len(), |index, step| {
        let mut moved = x.as_standard_layout().into_owned();
        moved.as_slice_mut().expect("made standard")[index] += step;
        loss(layer, &moved, &r)
    });
    let mut errors = vec![("x".to_owned(), relative(&dx.into_dyn(), &numeric))];
    let mut analytic = Vec::new();
    grad.visit("", &mut |path, param| {
        if param.role == Role::Trained {
            analytic.push((path.to_owned(), param.value.to_owned()));
        }
    });
    for (path, analytic) in analytic {
        let numeric = differences(analytic.len(), |index, step| {
            let mut moved = layer.clone();
            moved.visit_mut("", &mut |name, mut param| {
                if name == path {
                    *param.value.iter_mut().nth(index).expect("index below the length") += step;
                }
            });
            loss(&moved, x, &r)
        });
        errors.push((path, relative(&analytic, &numeric)));
    }
    errors
}

fn differences(count: usize, loss: impl Fn(usize, f32) -> f64) -> Vec<f64> {
    let between = |index, step| loss(index, step) - loss(index, -step);
    let slope = |index| {
        (8.0 * between(index, STEP) - between(index, 2.0 * STEP)) / (12.0 * f64::from(STEP))
    };
    (0..count).map(slope).collect()
}

fn loss<L: Layer + Clone>(layer: &L, x: &Tensor4, r: &Tensor4) -> f64 {
    let (y, _) = layer.clone().forward(x, &mut SplitMix64::new(1));
    y.iter().zip(r).map(|(&y, &r)| f64::from(y) * f64::from(r)).sum()
}

/// ‖a − n‖ / √(‖a‖² + ‖n‖²).
fn relative(analytic: &ArrayD<f32>, numeric: &[f64]) -> f64 {
    let pairs = || analytic.iter().map(|&a| f64::from(a)).zip(numeric.iter().copied());
    let apart: f64 = pairs().map(|(a, n)| (a - n).powi(2)).sum();
    let size: f64 = pairs().map(|(a, n)| a * a + n * n).sum();
    (apart / size.max(1e-12)).sqrt()
}

mod tests {
    use super::*;
    use crate::nn::{BatchNorm2d, Param, ParamMut};

    /// A layer whose backward pass is spoiled afterwards.
    #[derive(Clone)]
    struct Wrong<L> {
        layer: L,
        spoil_dx: fn(&mut Tensor4),
        spoil_grad: fn(&mut L),
    }

    impl<L: Layer> Layer for Wrong<L> {
        type Cache = L::Cache;

        fn infer(&self, x: &Tensor4) -> Tensor4 {
            self.layer.infer(x)
        }

        fn forward(&mut self, x: &Tensor4, rng: &mut SplitMix64) -> (Tensor4, Self::Cache) {
            self.layer.forward(x, rng)
        }

        fn backward(&self, dy: &Tensor4, cache: Self::Cache, grad: &mut Self) -> Tensor4 {
            let mut dx = self.layer.backward(dy, cache, &mut grad.layer);
            (self.spoil_dx)(&mut dx);
            (self.spoil_grad)(&mut grad.layer);
            dx
        }

        fn visit<'a>(&'a self, path: &str, f: &mut dyn FnMut(&str, Param<'a>)) {
            self.layer.visit(path, f);
        }

        fn visit_mut<'a>(&'a mut self, path: &str, f: &mut dyn FnMut(&str, ParamMut<'a>)) {
            self.layer.visit_mut(path, f);
        }
    }

    fn norm() -> Wrong<BatchNorm2d> {
        let layer = BatchNorm2d::new(3, 1e-3);
        Wrong { layer, spoil_dx: |_| {}, spoil_grad: |_| {} }
    }

    fn x() -> Tensor4 {
        noise((4, 3, 3, 3), 1)
    }

    #[test]
    fn a_right_backward_passes_by_a_wide_margin() {
        assert!(errors(&norm(), &x()).iter().all(|(_, error)| *error < 2e-4));
    }

    #[test]
    #[should_panic(expected = "the gradient of x is off by")]
    fn a_wrong_dx_is_found() {
        // As if the normalisation did not centre: the mean's own gradient is missing.
        assert_gradients(&Wrong { spoil_dx: |dx| *dx += 0.02, ..norm() }, &x());
    }

    #[test]
    #[should_panic(expected = "the gradient of weight is off by")]
    fn a_wrong_dgamma_is_found() {
        assert_gradients(
            &Wrong { spoil_grad: |grad: &mut BatchNorm2d| grad.gamma *= 1.01, ..norm() },
            &x(),
        );
    }

    #[test]
    #[should_panic(expected = "the gradient of bias is off by")]
    fn one_wrong_value_of_dbeta_is_found() {
        assert_gradients(
            &Wrong { spoil_grad: |grad: &mut BatchNorm2d| grad.beta[2] *= 1.05, ..norm() },
            &x(),
        );
    }
}

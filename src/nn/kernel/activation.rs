//! Nonlinearities on vectors. Twin: [`activation`](crate::nn::activation).
//!
//! ```text
//! eˣ = 2ⁿ · 2ᶠ      n = round(x · log₂ e)      f = x · log₂ e − n, within ±½
//! ```
//!
//! 2ᶠ is a polynomial of degree 5, and 2ⁿ is added to the exponent: no table and no branch. Its relative
//! error is below 3 · 10⁻⁷, about what f32 can hold.

use super::{Kernel, Lane, Simd, dispatch};

/// The nonlinearity at the end of a kernel, if any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// The linear projection.
    None,
    /// x · σ(x).
    Silu,
    /// min(max(x, 0), 6).
    Relu6,
    /// max(x, 0).
    Relu,
    /// The gate of squeeze-excite.
    Sigmoid,
}

impl Act {
    /// Applies it to a tile of vectors.
    #[inline(always)]
    pub fn apply<S: Simd, const N: usize>(self, s: S, mut tile: [S::Vector; N]) -> [S::Vector; N] {
        // One decision for the tile, not one for each of its vectors.
        match self {
            Self::None => {}
            Self::Silu => {
                for x in &mut tile {
                    *x = silu(s, *x);
                }
            }
            Self::Relu6 => {
                for x in &mut tile {
                    *x = s.min(s.splat(6.0), s.max(s.splat(0.0), *x));
                }
            }
            Self::Relu => {
                for x in &mut tile {
                    *x = s.max(s.splat(0.0), *x);
                }
            }
            Self::Sigmoid => {
                for x in &mut tile {
                    *x = sigmoid(s, *x);
                }
            }
        }
        tile
    }
}

/// Applies a nonlinearity to many lanes in place.
pub fn apply_all(act: Act, lanes: &mut [Lane]) {
    struct All<'a>(Act, &'a mut [Lane]);
    impl Kernel for All<'_> {
        type Output = ();

        #[inline(always)]
        fn run<S: Simd>(self, s: S) {
            for lane in self.1 {
                let [value] = self.0.apply(s, [s.load(lane)]);
                s.store(value, lane);
            }
        }
    }
    dispatch(All(act, lanes));
}

/// x · σ(x).
#[inline(always)]
pub fn silu<S: Simd>(s: S, x: S::Vector) -> S::Vector {
    // Below −87 the result is smaller than f32 can tell from zero.
    let x = s.max(s.splat(-87.0), x);
    s.div(x, one_plus_exp_of_minus(s, x))
}

/// 1 / (1 + e⁻ˣ).
#[inline(always)]
pub fn sigmoid<S: Simd>(s: S, x: S::Vector) -> S::Vector {
    s.div(s.splat(1.0), one_plus_exp_of_minus(s, x))
}

/// 1 + e⁻ˣ; beyond ±87, where eˣ leaves f32, the value at ±87.
#[inline(always)]
fn one_plus_exp_of_minus<S: Simd>(s: S, x: S::Vector) -> S::Vector {
    // 1.5 · 2²³: adding it rounds to a whole number, which then stands in the lowest bits.
    const ROUND: f32 = 12_582_912.0;
    const MINUS_LOG2_E: f32 = -std::f32::consts::LOG2_E;
    // Smallest relative error for 2ᶠ on ±½ (Lawson's iteration in f64): 1.5 · 10⁻⁷ after rounding.
    const POLYNOMIAL: [f32; 6] =
        [1.0, 0.693_146_94, 0.240_221_2, 0.055_507_13, 0.009_675_541, 0.001_327_647_2];

    let x = s.min(s.splat(87.0), s.max(s.splat(-87.0), x));
    let rounded = s.mul_add(x, s.splat(MINUS_LOG2_E), s.splat(ROUND));
    let minus_n = s.sub(s.splat(ROUND), rounded);
    let f = s.mul_add(x, s.splat(MINUS_LOG2_E), minus_n);
    let mut power = s.splat(POLYNOMIAL[5]);
    for degree in (0..5).rev() {
        power = s.mul_add(power, f, s.splat(POLYNOMIAL[degree]));
    }
    s.add(s.splat(1.0), s.scale_by_power(power, rounded))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::kernel::ZERO;
    use crate::nn::kernel::simd::Portable;

    /// An activation of many lanes.
    struct Apply<'a>(Act, &'a [Lane]);

    impl Kernel for Apply<'_> {
        type Output = Vec<f32>;

        #[inline(always)]
        fn run<S: Simd>(self, s: S) -> Vec<f32> {
            let mut values = Vec::new();
            for lane in self.1 {
                let mut out = ZERO;
                let [value] = self.0.apply(s, [s.load(lane)]);
                s.store(value, &mut out);
                values.extend(out.0);
            }
            values
        }
    }

    /// From −100 to 100 in uneven steps, with the extremes.
    fn inputs() -> Vec<f32> {
        let mut inputs: Vec<f32> = (-30_000..30_000_i16).map(|i| f32::from(i) * 0.003_3).collect();
        inputs.extend([0.0, -0.0, 1e-30, -1e-30, 87.5, -87.5, 1e4, -1e4, 1e30, -1e30, f32::MAX]);
        inputs.resize(inputs.len().next_multiple_of(16), f32::MIN);
        inputs
    }

    fn check(act: Act, tolerance: f64, exact: fn(f64) -> f64) {
        let inputs = inputs();
        let lanes: Vec<Lane> = inputs.as_chunks().0.iter().map(|&values| Lane(values)).collect();
        for outputs in [Apply(act, &lanes).run(Portable), dispatch(Apply(act, &lanes))] {
            for (&x, y) in inputs.iter().zip(outputs) {
                let want = exact(f64::from(x));
                let error = (f64::from(y) - want).abs();
                // Below 10⁻³⁰ only smallness counts: f32 ends at 10⁻³⁸.
                assert!(error <= tolerance * want.abs() + 1e-30, "{act:?}({x}) = {y}, not {want}");
            }
        }
    }

    #[test]
    fn values_equal_the_definitions_in_f64() {
        let sigmoid = |x: f64| 1.0 / (1.0 + (-x).exp());
        assert!((sigmoid(0.0) - 0.5).abs() < 1e-12);
        // The product with log₂ e is rounded where there is no fused multiply-add: up to 6 · 10⁻⁶.
        check(Act::Silu, 1e-5, |x| x / (1.0 + (-x).exp()));
        check(Act::Sigmoid, 1e-5, |x| 1.0 / (1.0 + (-x).exp()));
        check(Act::Relu6, 0.0, |x| x.clamp(0.0, 6.0));
        check(Act::Relu, 0.0, |x| x.max(0.0));
        check(Act::None, 0.0, |x| x);
    }

    #[test]
    fn many_lanes_are_changed_in_place() {
        let mut lanes = [Lane([-2.0; 16]), Lane([7.0; 16])];
        apply_all(Act::Relu6, &mut lanes);
        let want = [0.0, 6.0];
        for (lane, want) in lanes.iter().zip(want) {
            assert!(lane.0.iter().all(|x: &f32| (x - want).abs() < 1e-9));
        }
    }

    #[test]
    fn near_zero_six_digits_are_right() {
        let inputs: Vec<f32> = (-1000..1000_i16).map(|i| f32::from(i) * 0.008).collect();
        let lanes: Vec<Lane> = inputs.as_chunks().0.iter().map(|&values| Lane(values)).collect();
        for outputs in [Apply(Act::Silu, &lanes).run(Portable), dispatch(Apply(Act::Silu, &lanes))]
        {
            for (&x, y) in inputs.iter().zip(outputs) {
                let want = f64::from(x) / (1.0 + (-f64::from(x)).exp());
                assert!((f64::from(y) - want).abs() <= 1e-6 * want.abs(), "silu({x}) = {y}");
            }
        }
    }

    #[test]
    fn what_is_not_a_number_stays_so() {
        let lane = [Lane([f32::NAN; 16])];
        for act in [Act::None, Act::Silu, Act::Sigmoid, Act::Relu, Act::Relu6] {
            for outputs in [Apply(act, &lane).run(Portable), dispatch(Apply(act, &lane))] {
                assert!(outputs.iter().all(|y| y.is_nan()), "{act:?}");
            }
        }
    }
}

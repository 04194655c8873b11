//! eˣ without a branch and without a table, so that loops over it become vector instructions.
//!
//! ```text
//! eˣ = 2ⁿ · eʳ      n = round(x / ln 2)      r = x − n · ln 2, |r| ≤ ln 2 / 2
//! eʳ ≈ 1 + r + r²/2 + r³/6 + … + r⁷/5040
//! ```
//!
//! 2ⁿ costs nothing: n goes straight into the exponent bits of a float. The C library's `expf` is a
//! call for each value, and a SiLU network calls it for every activation, forwards and backwards.

/// 1.5 · 2²³: adding it rounds to an integer, which then stands in the lowest bits.
const ROUND: f32 = 12_582_912.0;

/// ln 2 in two parts. The first has few digits, so that n times it is exact.
const LN_2_HIGH: f32 = 0.693_359_4;
const LN_2_LOW: f32 = -2.121_944_4e-4;

/// eˣ to a few units in the last place; beyond ±87 it stays where it is: 2⁻¹²⁶ and 2¹²⁶ lie there.
#[inline]
pub fn exp(x: f32) -> f32 {
    let x = x.clamp(-87.0, 87.0);
    let rounded = x * std::f32::consts::LOG2_E + ROUND;
    let n = rounded - ROUND;
    let r = x - n * LN_2_HIGH - n * LN_2_LOW;
    // Horner's rule on the series; the first term left out is below 5e-9.
    let mut series = 1.0 / 5040.0;
    for coefficient in [1.0 / 720.0, 1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0] {
        series = series * r + coefficient;
    }
    // The shift throws away what ROUND has set above n.
    let power = f32::from_bits((rounded.to_bits().wrapping_add(127)) << 23);
    series * power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_range_is_within_a_millionth_of_the_exact_value() {
        for step in -870_000..=870_000 {
            let x = step as f32 / 10_000.0;
            let exact = f64::from(x).exp();
            let error = (f64::from(exp(x)) - exact).abs() / exact;
            assert!(error < 5e-7, "exp({x}) is off by {error}");
        }
    }

    #[test]
    fn far_outside_it_stays_finite_and_positive() {
        for x in [-1e30, -1000.0, -88.0, f32::NEG_INFINITY] {
            assert!(exp(x) > 0.0 && exp(x) < 2e-38, "{x}");
        }
        for x in [88.0, 1000.0, 1e30, f32::INFINITY] {
            assert!(exp(x).is_finite() && exp(x) > 5e37, "{x}");
        }
    }

    #[test]
    fn what_is_no_number_stays_none() {
        assert!(exp(f32::NAN).is_nan());
    }
}

//! Compound scaling: one exponent φ for depth, width and resolution (the paper's equation 3).
//!
//! ```text
//! depth = α^φ    width = β^φ    resolution = γ^φ · 224    with α·β²·γ² ≈ 2
//! ```
//!
//! Three things are kept apart. The *formula* gives real numbers. A *built* network rounds them:
//! channels to multiples of 8, repeats up, pixels to whole ones. The *published* models B1–B7 use
//! coefficients that their authors set by hand; φ of a published model is never stated, and
//! [`CompoundScaling::implied_phi`] gives a different answer for each dimension.

use super::error::{Expected, Field, SpecError};
use super::plan::Plan;
use super::scaling::Scaling;
use super::spec::ArchSpec;

/// Largest φ that is computed.
pub const MAX_PHI: f64 = 10.0;

/// Largest factor by which the formula may multiply the cost: B7 is below 100, φ = 10 with the
/// paper's triple 682.
pub const MAX_GROWTH: f64 = 1_000_000.0;

/// How much each step of φ multiplies depth, width and resolution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CompoundScaling {
    /// Depth, for each step of φ.
    pub alpha: f64,
    /// Width, for each step of φ.
    pub beta: f64,
    /// Resolution, for each step of φ.
    pub gamma: f64,
}

impl Default for CompoundScaling {
    /// The triple of the paper, section 4, step 1.
    fn default() -> Self {
        Self { alpha: 1.2, beta: 1.1, gamma: 1.15 }
    }
}

/// The formula's answer: real numbers, nothing rounded.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Formula {
    /// α^φ, times the base's depth.
    pub depth: f64,
    /// β^φ, times the base's width.
    pub width: f64,
    /// γ^φ times the side of the base's input (224 for B0), in pixels.
    pub resolution: f64,
}

/// The φ that each dimension of a network would need; they rarely agree.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ImpliedPhi {
    /// log_α of depth.
    pub depth: f64,
    /// log_β of width.
    pub width: f64,
    /// log_γ of resolution over 224.
    pub resolution: f64,
}

impl CompoundScaling {
    /// α·β²·γ²: by how much the formula multiplies the cost for each step of φ. 1.92 for the paper's
    /// triple, not 2.
    pub fn constraint(self) -> f64 {
        self.alpha * self.beta.powi(2) * self.gamma.powi(2)
    }

    /// Depth, width and resolution at φ.
    ///
    /// # Errors
    /// When φ is not between 0 and 10, a coefficient not between 1 and 4, or the cost explodes.
    pub fn formula(self, phi: f64) -> Result<Formula, SpecError> {
        Plan::compound(self, phi).formula()
    }

    /// The network that the formula builds, on B0's table, with ImageNet's classes.
    ///
    /// # Errors
    /// As [`Self::formula`].
    pub fn build(self, phi: f64) -> Result<ArchSpec, SpecError> {
        Plan::compound(self, phi).build()
    }

    /// The φ that would give `scaling`, dimension by dimension; NaN where the coefficient is 1.
    pub fn implied_phi(self, scaling: Scaling) -> ImpliedPhi {
        self.implied_from(Scaling::default(), scaling)
    }

    /// The φ that would lead from `start` to `scaling`, dimension by dimension; NaN where the
    /// coefficient is 1.
    pub fn implied_from(self, start: Scaling, scaling: Scaling) -> ImpliedPhi {
        let log =
            |ratio: f64, base: f64| if base > 1.0 { ratio.ln() / base.ln() } else { f64::NAN };
        let side = |scaling: Scaling| scaling.resolution as f64;
        ImpliedPhi {
            depth: log(scaling.depth / start.depth, self.alpha),
            width: log(scaling.width / start.width, self.beta),
            resolution: log(side(scaling) / side(start), self.gamma),
        }
    }

    pub(super) fn validate(self, phi: f64) -> Result<(), SpecError> {
        let refuse = |field, got: f64, expected| {
            Err(SpecError::Network { field, got: got.to_string(), expected })
        };
        if !(0.0..=MAX_PHI).contains(&phi) {
            return refuse(Field::Phi, phi, Expected::between(&0, &MAX_PHI));
        }
        let coefficients =
            [(Field::Alpha, self.alpha), (Field::Beta, self.beta), (Field::Gamma, self.gamma)];
        for (field, value) in coefficients {
            if !(1.0..=4.0).contains(&value) {
                return refuse(field, value, Expected::between(&1, &4));
            }
        }
        let growth = self.constraint().powf(phi);
        if growth > MAX_GROWTH {
            return refuse(Field::Growth, growth.round(), Expected::at_most(&MAX_GROWTH));
        }
        Ok(())
    }
}

impl ImpliedPhi {
    /// The three, in the order depth, width, resolution.
    pub const fn all(self) -> [f64; 3] {
        [self.depth, self.width, self.resolution]
    }

    /// Largest minus smallest of those that a coefficient implies: 0 in the direction of compound
    /// scaling. `None` where no coefficient implies any.
    pub fn spread(self) -> Option<f64> {
        let finite = || self.all().into_iter().filter(|phi| phi.is_finite());
        let (low, high) = (finite().reduce(f64::min)?, finite().reduce(f64::max)?);
        Some(high - low)
    }
}

impl Formula {
    /// Pixels rounded to whole ones; depth and width stay real, since they are rounded for each stage.
    pub fn rounded(self) -> Scaling {
        Scaling {
            width: self.width,
            depth: self.depth,
            resolution: self.resolution.round() as usize,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Variant;
    use super::*;

    #[test]
    fn the_constraint_of_the_paper_is_not_two() {
        assert!((CompoundScaling::default().constraint() - 1.92027).abs() < 1e-9);
    }

    /// Recomputed outside with the official rounding; see `facts.json`, scaling.what_if.
    #[test]
    fn whole_steps_build_what_the_official_rounding_gives() {
        let cases = [
            (0.0, 5_288_548, 385_814_752, 16),
            (1.0, 9_109_994, 992_629_472, 23),
            (2.0, 12_255_408, 1_810_522_464, 26),
            (3.0, 16_350_296, 3_250_916_456, 31),
            (4.0, 25_916_448, 6_319_727_088, 39),
            (7.0, 68_741_810, 39_663_901_696, 61),
        ];
        for (phi, params, macs, blocks) in cases {
            let spec = CompoundScaling::default().build(phi).unwrap();
            let cost = spec.cost();
            assert_eq!((cost.params, cost.macs), (params, macs), "φ = {phi}");
            assert_eq!(spec.blocks.len(), blocks, "φ = {phi}");
        }
    }

    #[test]
    fn no_single_phi_gives_b7() {
        let phi = CompoundScaling::default().implied_phi(Variant::B7.scaling());
        let near = |a: f64, b: f64| (a - b).abs() < 1e-3;
        assert!(near(phi.depth, 6.206) && near(phi.width, 7.273) && near(phi.resolution, 7.050));
    }

    #[track_caller]
    fn refused(scaling: CompoundScaling, phi: f64, message: &str) {
        assert_eq!(scaling.formula(phi).unwrap_err().to_string(), message);
    }

    #[test]
    fn out_of_range_is_refused_with_a_sentence() {
        let paper = CompoundScaling::default();
        refused(paper, -1.0, "phi must be between 0 and 10, got -1");
        refused(paper, 10.5, "phi must be between 0 and 10, got 10.5");
        refused(paper, f64::NAN, "phi must be between 0 and 10, got NaN");
        refused(
            CompoundScaling { alpha: 0.9, ..paper },
            1.0,
            "alpha must be between 1 and 4, got 0.9",
        );
        refused(
            CompoundScaling { alpha: 4.0, beta: 2.0, ..paper },
            5.0,
            "(alpha·beta²·gamma²)^phi must be at most 1000000, got 4242075",
        );
        assert!(paper.formula(10.0).is_ok());
    }
}

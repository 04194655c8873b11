//! The triples (α, β, γ) that keep the paper's constraint: α·β²·γ² ≈ 2, with α, β, γ ≥ 1.
//!
//! The paper says neither the step of its search nor what "≈" allows. Here the step is 0.05 and a tenth
//! is allowed, as the paper's own triple needs: 1.2·1.1²·1.15² = 1.92. The authors trained the
//! candidates and took the most accurate: by the formula all cost nearly the same, and what rounding
//! makes of their costs says nothing about accuracy.

use super::compound::CompoundScaling;
use super::cost::Cost;
use super::error::SpecError;
use super::plan::Plan;
use super::variant::Variant;

/// Hundredths between neighbours.
pub const STEP: u32 = 5;

/// What the product ought to be near.
pub const TARGET: f64 = 2.0;

/// The target in units of 10⁻¹⁰: the product of five numbers in hundredths.
const TARGET_UNITS: u64 = 20_000_000_000;

/// How far from the target is allowed, both ends included: 0.1.
const ALLOWED_UNITS: u64 = 1_000_000_000;

/// Coefficients in hundredths, so that the constraint is exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Triple {
    /// 100·α.
    pub alpha: u32,
    /// 100·β.
    pub beta: u32,
    /// 100·γ.
    pub gamma: u32,
}

/// A triple, and the network that one step of φ really builds with it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SurfacePoint {
    /// The triple.
    pub triple: Triple,
    /// Side of the built network's input, in pixels.
    pub resolution: usize,
    /// Its blocks.
    pub blocks: usize,
    /// Its cost.
    pub cost: Cost,
    /// Its MACs over the base's: the formula says α·β²·γ².
    pub macs_ratio: f64,
    /// Its parameters over the base's.
    pub params_ratio: f64,
}

impl Triple {
    /// The paper's: 1.2, 1.1, 1.15 (section 4, step 1).
    pub const PAPER: Self = Self { alpha: 120, beta: 110, gamma: 115 };

    /// α·β²·γ² in units of 10⁻¹⁰.
    const fn units(self) -> u64 {
        let (beta, gamma) = (self.beta as u64, self.gamma as u64);
        self.alpha as u64 * beta * beta * gamma * gamma
    }

    /// α·β²·γ².
    pub fn constraint(self) -> f64 {
        self.units() as f64 / 1e10
    }

    /// Whether α, β, γ ≥ 1 and |α·β²·γ² − 2| ≤ 0.1.
    pub const fn is_on_surface(self) -> bool {
        self.alpha >= 100
            && self.beta >= 100
            && self.gamma >= 100
            && self.units().abs_diff(TARGET_UNITS) <= ALLOWED_UNITS
    }

    /// Whether it is the paper's.
    pub fn is_paper(self) -> bool {
        self == Self::PAPER
    }

    /// As coefficients.
    pub fn compound(self) -> CompoundScaling {
        let real = |hundredths: u32| f64::from(hundredths) / 100.0;
        CompoundScaling { alpha: real(self.alpha), beta: real(self.beta), gamma: real(self.gamma) }
    }
}

/// Every triple on the surface, in the order of α, β and γ.
pub fn triples() -> Vec<Triple> {
    // The largest α that the constraint allows, with β = γ = 1.
    let most = ((TARGET_UNITS + ALLOWED_UNITS) / 100_000_000) as u32;
    let steps = || (100..=most).step_by(STEP as usize);
    let mut found = Vec::new();
    for alpha in steps() {
        for beta in steps() {
            let row = steps().map(|gamma| Triple { alpha, beta, gamma });
            found.extend(row.filter(|triple| triple.is_on_surface()));
        }
    }
    found
}

/// Every triple on the surface with the network that it builds from `base` at φ = 1.
///
/// # Errors
/// When `base` is no model of one table.
pub fn surface(base: Variant) -> Result<Vec<SurfacePoint>, SpecError> {
    let start = base.imagenet().cost();
    let share = |value: u64, of: u64| value as f64 / of as f64;
    let point = |triple: Triple| {
        let spec = Plan { base, ..Plan::compound(triple.compound(), 1.0) }.build()?;
        let cost = spec.cost();
        Ok(SurfacePoint {
            triple,
            resolution: spec.resolution,
            blocks: spec.blocks.len(),
            cost,
            macs_ratio: share(cost.macs, start.macs),
            params_ratio: share(cost.params, start.params),
        })
    };
    triples().into_iter().map(point).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_paper_s_triple_is_on_the_surface() {
        assert!(triples().contains(&Triple::PAPER));
        assert_eq!(Triple::PAPER.compound(), CompoundScaling::default());
        assert!((Triple::PAPER.constraint() - 1.920_27).abs() < 1e-12);
    }

    /// Looks at far more than the search does, and decides with reals.
    #[test]
    fn nothing_is_missing_and_nothing_is_too_much() {
        let found = triples();
        let mut counted = 0;
        for alpha in (50..=400).step_by(STEP as usize) {
            for beta in (50..=250).step_by(STEP as usize) {
                for gamma in (50..=250).step_by(STEP as usize) {
                    let triple = Triple { alpha, beta, gamma };
                    let real = triple.compound();
                    let near = (real.constraint() - 2.0).abs() < 0.1 + 1e-12;
                    let wanted = near && real.alpha >= 1.0 && real.beta >= 1.0 && real.gamma >= 1.0;
                    assert_eq!(found.contains(&triple), wanted, "{triple:?}");
                    counted += usize::from(wanted);
                }
            }
        }
        assert_eq!(found.len(), counted);
        // Both ends belong to it: α = 1.9 and 2.1 alone.
        for alpha in [190, 210] {
            assert!(found.contains(&Triple { alpha, beta: 100, gamma: 100 }));
        }
    }

    /// facts.json, scaling.what_if: "ideal phi=1".
    #[test]
    fn the_paper_s_triple_builds_more_than_the_formula_says() {
        let points = surface(Variant::B0).unwrap();
        let paper = points.iter().find(|point| point.triple.is_paper()).unwrap();
        assert_eq!((paper.cost.params, paper.cost.macs), (9_109_994, 992_629_472));
        assert_eq!((paper.blocks, paper.resolution), (23, 258));
        assert!((paper.macs_ratio - 2.573).abs() < 1e-3);
        assert!((paper.params_ratio - 1.7226).abs() < 1e-3);
    }

    #[test]
    fn only_bases_have_a_surface() {
        assert!(surface(Variant::MobileNetV2).is_err());
        assert_eq!(surface(Variant::Lite0).unwrap().len(), triples().len());
    }
}

//! Formula, built network and published models side by side, at one φ.

use super::compound::{CompoundScaling, Formula, ImpliedPhi};
use super::cost::Cost;
use super::error::SpecError;
use super::scaling::Scaling;
use super::spec::ArchSpec;
use super::variant::Variant;

/// What compound scaling says, what it builds, and what was published.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The exponent.
    pub phi: f64,
    /// The coefficients.
    pub compound: CompoundScaling,
    /// The formula's real numbers.
    pub formula: Formula,
    /// The network that the formula builds.
    pub built: ArchSpec,
    /// Its cost.
    pub cost: Cost,
    /// B0–B7.
    pub published: Vec<Published>,
}

/// A published model, seen from the formula.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Published {
    /// Which.
    pub variant: Variant,
    /// Its released coefficients.
    pub scaling: Scaling,
    /// MBConv blocks.
    pub blocks: usize,
    /// Its cost.
    pub cost: Cost,
    /// MACs over B0's.
    pub macs_ratio: f64,
    /// The φ that each dimension would need.
    pub implied: ImpliedPhi,
}

impl Comparison {
    /// Compares at φ.
    ///
    /// # Errors
    /// When φ or a coefficient is out of range.
    pub fn at(compound: CompoundScaling, phi: f64) -> Result<Self, SpecError> {
        let formula = compound.formula(phi)?;
        let built = compound.build(phi)?;
        let cost = built.cost();
        let published = Variant::B.map(|variant| Published::new(variant, compound)).to_vec();
        Ok(Self { phi, compound, formula, built, cost, published })
    }

    /// MACs of the built network over B0's.
    pub fn macs_ratio(&self) -> f64 {
        ratio_to_b0(self.cost)
    }

    /// The published models that cost just less (or the same) and just more than the built network.
    pub fn nearest(&self) -> Vec<&Published> {
        let below = self.published.iter().rfind(|model| model.cost.macs <= self.cost.macs);
        let above = self.published.iter().find(|model| model.cost.macs > self.cost.macs);
        below.into_iter().chain(above).collect()
    }

    /// The published models worth showing: the neighbours, and the one that is mistaken for φ.
    pub fn shown(&self) -> Vec<&Published> {
        let mut models = self.nearest();
        models.extend(self.namesake());
        models.sort_by_key(|model| model.variant);
        models.dedup_by_key(|model| model.variant);
        models
    }

    /// The published model whose digit is φ, if φ is one of 1 … 7: the one that is mistaken for it.
    pub fn namesake(&self) -> Option<&Published> {
        let digit = self.phi.round();
        let whole = (self.phi - digit).abs() < 1e-9 && digit >= 1.0;
        self.published.get(digit as usize).filter(|_| whole)
    }
}

impl Published {
    fn new(variant: Variant, compound: CompoundScaling) -> Self {
        let spec = variant.imagenet();
        let cost = spec.cost();
        Self {
            variant,
            scaling: variant.scaling(),
            blocks: spec.blocks.len(),
            cost,
            macs_ratio: ratio_to_b0(cost),
            implied: compound.implied_phi(variant.scaling()),
        }
    }
}

fn ratio_to_b0(cost: Cost) -> f64 {
    cost.macs as f64 / Variant::B0.imagenet().cost().macs as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(phi: f64) -> Comparison {
        Comparison::at(CompoundScaling::default(), phi).unwrap()
    }

    #[test]
    fn the_network_of_phi_three_lies_between_b3_and_b4() {
        let names: Vec<_> = at(3.0).nearest().iter().map(|model| model.variant).collect();
        assert_eq!(names, [Variant::B3, Variant::B4]);
        assert!((at(3.0).macs_ratio() - 8.426).abs() < 1e-3);
    }

    #[test]
    fn the_ends_have_one_neighbour() {
        let names = |phi| at(phi).nearest().iter().map(|m| m.variant).collect::<Vec<_>>();
        assert_eq!(names(0.0), [Variant::B0, Variant::B1]);
        assert_eq!(names(10.0), [Variant::B7]);
    }

    #[test]
    fn what_is_mistaken_for_phi_is_shown_too() {
        let names: Vec<_> = at(2.0).shown().iter().map(|model| model.variant).collect();
        assert_eq!(names, [Variant::B2, Variant::B3]);
        let names: Vec<_> = at(5.0).shown().iter().map(|model| model.variant).collect();
        assert_eq!(names, [Variant::B5, Variant::B6]);
    }

    #[test]
    fn only_whole_steps_have_a_namesake() {
        assert_eq!(at(3.0).namesake().map(|m| m.variant), Some(Variant::B3));
        assert!(at(0.0).namesake().is_none());
        assert!(at(2.5).namesake().is_none());
        assert!(at(8.0).namesake().is_none());
    }
}

//! Formula, built network and published models side by side.

use super::compound::{Formula, ImpliedPhi};
use super::cost::Cost;
use super::error::SpecError;
use super::plan::Plan;
use super::scaling::Scaling;
use super::spec::ArchSpec;
use super::variant::Variant;

/// What scaling says, what it builds, and what was published.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// What is scaled, and by how much.
    pub plan: Plan,
    /// The formula's real numbers.
    pub formula: Formula,
    /// The network that the formula builds.
    pub built: ArchSpec,
    /// Its cost.
    pub cost: Cost,
    /// The base's cost, which ratios are to.
    pub base_cost: Cost,
    /// B0–B7, whatever the base is.
    pub published: Vec<Published>,
    /// The models to compare with: B0–B7, or those of the base's own family.
    pub family: Vec<Published>,
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
    /// MACs over the base's.
    pub macs_ratio: f64,
    /// The φ that each dimension would need, from the base.
    pub implied: ImpliedPhi,
}

impl Comparison {
    /// Compares with what the plan builds.
    ///
    /// # Errors
    /// When the plan is out of range.
    pub fn of(plan: Plan) -> Result<Self, SpecError> {
        let formula = plan.formula()?;
        let built = plan.build()?;
        let base_cost = plan.base.imagenet().cost();
        let seen = |variants: &[Variant]| {
            variants.iter().map(|variant| Published::new(*variant, &plan, base_cost)).collect()
        };
        let published: Vec<Published> = seen(&Variant::B);
        let family = if Variant::B.contains(&plan.base) {
            published.clone()
        } else {
            let own = |variant: &Variant| variant.family() == plan.base.family();
            seen(&Variant::ALL.into_iter().filter(own).collect::<Vec<_>>())
        };
        Ok(Self { plan, formula, cost: built.cost(), built, base_cost, published, family })
    }

    /// MACs of the built network over the base's.
    pub fn macs_ratio(&self) -> f64 {
        ratio(self.cost, self.base_cost)
    }

    /// The models of the family that cost just less (or the same) and just more than the built network.
    pub fn nearest(&self) -> Vec<&Published> {
        let below = self.family.iter().rfind(|model| model.cost.macs <= self.cost.macs);
        let above = self.family.iter().find(|model| model.cost.macs > self.cost.macs);
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

    /// The published model whose digit is φ, if φ is one of 1 … 7: the one that is mistaken for it. Only
    /// where the smallest of a family is scaled by φ alone.
    pub fn namesake(&self) -> Option<&Published> {
        let digit = self.plan.phi.round();
        let whole = (self.plan.phi - digit).abs() < 1e-9 && digit >= 1.0;
        let from_first = self.family.first().is_some_and(|first| first.variant == self.plan.base);
        let alone = from_first && !self.plan.has_factors();
        self.family.get(digit as usize).filter(|_| whole && alone)
    }
}

impl Published {
    fn new(variant: Variant, plan: &Plan, base_cost: Cost) -> Self {
        let spec = variant.imagenet();
        let cost = spec.cost();
        Self {
            variant,
            scaling: variant.scaling(),
            blocks: spec.blocks.len(),
            cost,
            macs_ratio: ratio(cost, base_cost),
            implied: plan.implied_phi(variant.scaling()),
        }
    }
}

/// MACs over the base's.
fn ratio(cost: Cost, base: Cost) -> f64 {
    cost.macs as f64 / base.macs as f64
}

#[cfg(test)]
mod tests {
    use super::super::CompoundScaling;
    use super::*;

    fn at(phi: f64) -> Comparison {
        Comparison::of(Plan::compound(CompoundScaling::default(), phi)).unwrap()
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

    #[test]
    fn another_family_is_compared_with_its_own_models() {
        let plan = Plan { base: Variant::Lite0, ..Plan::compound(CompoundScaling::default(), 3.0) };
        let comparison = Comparison::of(plan).unwrap();
        let names: Vec<_> = comparison.family.iter().map(|model| model.variant).collect();
        let lite = [Variant::Lite0, Variant::Lite1, Variant::Lite2, Variant::Lite3, Variant::Lite4];
        assert_eq!(names, lite);
        assert_eq!(comparison.namesake().map(|m| m.variant), Some(Variant::Lite3));
        assert_eq!(comparison.published.len(), 8, "the contract's eight stay");
        assert!((comparison.family[0].macs_ratio - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_model_is_the_namesake_of_phi_alone() {
        let mut plan = Plan::compound(CompoundScaling::default(), 3.0);
        plan.factors.width = 2.0;
        assert!(Comparison::of(plan).unwrap().namesake().is_none());
        let from_b1 = Plan { base: Variant::B1, ..Plan::compound(plan.compound, 3.0) };
        assert!(Comparison::of(from_b1).unwrap().namesake().is_none());
    }
}

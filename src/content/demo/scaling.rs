//! What the scale room computes, as data: a plan of scaling, a place on the constraint surface, a budget.

use std::sync::OnceLock;

use crate::arch::surface::Triple;
use crate::arch::{CompoundScaling, Factors, Plan, Variant, plan};

use super::super::knob::{Centi, Knob, Milli, hundredths, names, thousandths};
use super::setting::Turnable;

/// A plan with all its knobs, and which chart stands below it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ScalePlan {
    /// The model it starts from.
    pub base: Variant,
    /// φ.
    pub phi: Centi,
    /// α.
    pub alpha: Centi,
    /// β.
    pub beta: Centi,
    /// γ.
    pub gamma: Centi,
    /// Factor on depth.
    pub depth: Centi,
    /// Factor on width.
    pub width: Centi,
    /// Factor on the input's side: in thousandths, so that every side can be named.
    pub resolution: Milli,
    /// What the chart shows.
    pub chart: ScaleChart,
}

/// A chart of published models with one's own network among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ScaleChart {
    /// Parameters and MACs.
    Costs,
    /// MACs and reported top-1.
    Accuracy,
}

/// A triple on the constraint surface.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SurfacePlace {
    /// The model it starts from.
    pub base: Variant,
    /// Which of the triples.
    pub at: usize,
    /// What the chart shows.
    pub chart: SurfaceChart,
}

/// A chart of the constraint surface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SurfaceChart {
    /// The triples themselves: α and β; γ follows from them.
    Triples,
    /// α·β²·γ² against the MACs really built.
    Costs,
}

/// A budget, and the network of its frontier that is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BudgetQuery {
    /// The model whose table is searched.
    pub base: Variant,
    /// α, β and γ: the direction that counts as balanced.
    pub direction: [Centi; 3],
    /// As typed: `macs<=1G`.
    pub text: String,
    /// Which network; `None` for the balanced one.
    pub chosen: Option<usize>,
}

impl ScalePlan {
    /// The paper's triple on B0, and the φ that the first screen shows.
    pub const PAPER: Self = Self {
        base: Variant::B0,
        phi: Centi(300),
        alpha: Centi(120),
        beta: Centi(110),
        gamma: Centi(115),
        depth: Centi(100),
        width: Centi(100),
        resolution: Milli(1000),
        chart: ScaleChart::Costs,
    };

    /// As real numbers.
    pub fn plan(&self) -> Plan {
        Plan {
            base: self.base,
            compound: compound([self.alpha, self.beta, self.gamma]),
            phi: self.phi.get(),
            factors: Factors {
                depth: self.depth.get(),
                width: self.width.get(),
                resolution: self.resolution.get(),
            },
        }
    }

    /// The same base and chart with a triple of the surface, at the φ = 1 that the surface shows.
    #[must_use]
    pub fn with_triple(&self, triple: Triple) -> Self {
        let centi = |hundredths: u32| Centi(hundredths as i32);
        Self {
            base: self.base,
            phi: Centi(100),
            alpha: centi(triple.alpha),
            beta: centi(triple.beta),
            gamma: centi(triple.gamma),
            chart: self.chart,
            ..Self::PAPER
        }
    }

    /// The same coefficients, and factors that lead from the smallest model of the family to these:
    /// there depth and width are 1, so that the factors are exact.
    #[must_use]
    pub fn with_network(&self, depth: f64, width: f64, side: f64) -> Self {
        let family = self.base.family();
        let base = plan::bases().find(|variant| variant.family() == family).unwrap_or(self.base);
        let start = base.scaling();
        Self {
            base,
            phi: Centi(0),
            depth: Centi::nearest(depth / start.depth),
            width: Centi::nearest(width / start.width),
            resolution: Milli::nearest(side / start.resolution as f64),
            ..self.clone()
        }
    }

    /// The next base, round and round.
    #[must_use]
    pub fn with_next_base(&self) -> Self {
        let next = plan::bases().skip_while(|base| *base != self.base).nth(1);
        Self { base: next.unwrap_or(Variant::B0), ..self.clone() }
    }
}

impl Turnable for ScalePlan {
    fn knobs(&self) -> Vec<Knob> {
        let place = bases().iter().position(|name| *name == self.base.name()).unwrap_or(0);
        vec![
            hundredths("phi", self.phi, 0, 700, 25),
            hundredths("alpha", self.alpha, 100, 210, 5),
            hundredths("beta", self.beta, 100, 145, 5),
            hundredths("gamma", self.gamma, 100, 145, 5),
            names("base", place as i32, bases()),
            hundredths("depth", self.depth, 25, 400, 10),
            hundredths("width", self.width, 25, 300, 5),
            thousandths("resolution", self.resolution, 100, 6000, 50),
            names("chart", self.chart as i32, ScaleChart::NAMES),
        ]
    }

    fn write(&mut self, key: &str, value: i32) {
        match key {
            "phi" => self.phi = Centi(value),
            "alpha" => self.alpha = Centi(value),
            "beta" => self.beta = Centi(value),
            "gamma" => self.gamma = Centi(value),
            "base" => self.base = plan::bases().nth(value as usize).unwrap_or(self.base),
            "depth" => self.depth = Centi(value),
            "width" => self.width = Centi(value),
            "resolution" => self.resolution = Milli(value),
            "chart" => self.chart = ScaleChart::ALL[value as usize],
            _ => {}
        }
    }
}

impl ScaleChart {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Costs, Self::Accuracy];
    /// Their names.
    pub const NAMES: &[&str] = &["params", "top-1"];
}

impl BudgetQuery {
    /// The direction as coefficients.
    pub fn compound(&self) -> CompoundScaling {
        compound(self.direction)
    }
}

fn compound([alpha, beta, gamma]: [Centi; 3]) -> CompoundScaling {
    CompoundScaling { alpha: alpha.get(), beta: beta.get(), gamma: gamma.get() }
}

/// Names of the models that a plan may start from.
fn bases() -> &'static [&'static str] {
    static BASES: OnceLock<Vec<&'static str>> = OnceLock::new();
    BASES.get_or_init(|| plan::bases().map(Variant::name).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arch::budget::Budget;
    use crate::arch::frontier::Grid;

    #[test]
    fn the_paper_s_plan_is_the_paper_s() {
        let plan = ScalePlan::PAPER.plan();
        assert_eq!(plan, Plan::compound(CompoundScaling::default(), 3.0));
    }

    #[test]
    fn bases_go_round() {
        let mut plan = ScalePlan::PAPER;
        for _ in 0..bases().len() {
            plan = plan.with_next_base();
        }
        assert_eq!(plan, ScalePlan::PAPER);
    }

    #[test]
    fn a_network_of_a_frontier_is_built_again_from_its_factors() {
        for base in [Variant::B0, Variant::B3, Variant::Lite2, Variant::V2B1] {
            let budget = Budget::parse("macs<=1G,params<=12M").unwrap();
            let grid = Grid::on(base).unwrap();
            let start = ScalePlan { base, ..ScalePlan::PAPER };
            for built in grid.frontier(&budget, CompoundScaling::default()).networks {
                let wanted = built.measures;
                let scaling = wanted.scaling;
                let side = scaling.resolution as f64;
                let taken = start.with_network(scaling.depth, scaling.width, side);
                let spec = taken.plan().build().unwrap();
                assert_eq!(spec.cost(), wanted.cost, "{base:?} {scaling:?}");
                for knob in taken.knobs() {
                    assert!(knob.allows(knob.value), "{} {}", knob.key, knob.shown());
                }
            }
        }
    }
}

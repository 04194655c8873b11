//! What a network may cost: `macs<=1G,params<=10M,res%32==0`.
//!
//! Constraints are separated by commas. Each compares a quantity with a number (`<=`, `<`, `>=`, `>`,
//! `==`), or says what a division leaves: `res%32==0`. Numbers are written as `1G`, `10M`, `5.3e6`,
//! `1_000_000` or `224`; `k`, `M`, `G` and `T` stand for 10³, 10⁶, 10⁹ and 10¹².

mod parse;

use std::fmt;

use super::cost::Cost;
use super::model::Model;
use super::scaling::Scaling;

pub use parse::{BudgetError, Mistake};

/// What a constraint is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Quantity {
    /// Multiply-accumulates for one image.
    Macs,
    /// Trainable parameters.
    Params,
    /// Values that convolutions write.
    Activations,
    /// Bytes of the parameters as f32: four each.
    Bytes,
    /// Side of the input, in pixels.
    Resolution,
    /// Width coefficient.
    Width,
    /// Depth coefficient.
    Depth,
    /// Number of blocks.
    Blocks,
}

impl Quantity {
    /// All, in the order of messages.
    pub const ALL: [Self; 8] = [
        Self::Macs,
        Self::Params,
        Self::Activations,
        Self::Bytes,
        Self::Resolution,
        Self::Width,
        Self::Depth,
        Self::Blocks,
    ];

    /// As it is typed.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Macs => "macs",
            Self::Params => "params",
            Self::Activations => "activations",
            Self::Bytes => "bytes",
            Self::Resolution => "res",
            Self::Width => "width",
            Self::Depth => "depth",
            Self::Blocks => "blocks",
        }
    }

    /// Whether it is a factor and no count: it has no remainder.
    pub const fn is_factor(self) -> bool {
        matches!(self, Self::Width | Self::Depth)
    }
}

/// How a quantity is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relation {
    /// `<=`
    AtMost,
    /// `<`
    Below,
    /// `>=`
    AtLeast,
    /// `>`
    Above,
    /// `==`
    Equal,
}

impl Relation {
    /// As it is typed.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::AtMost => "<=",
            Self::Below => "<",
            Self::AtLeast => ">=",
            Self::Above => ">",
            Self::Equal => "==",
        }
    }

    fn holds(self, value: f64, wanted: f64) -> bool {
        match self {
            Self::AtMost => value <= wanted,
            Self::Below => value < wanted,
            Self::AtLeast => value >= wanted,
            Self::Above => value > wanted,
            // Both are counts below 2⁵³ or hundredths read from text: no rounding lies between them.
            Self::Equal => (value - wanted).abs() < 1e-9,
        }
    }
}

/// What a constraint asks of its quantity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Test {
    /// A comparison with a number.
    Compare(Relation, f64),
    /// `%divisor==remainder`.
    Leaves {
        /// What it is divided by, at least 1.
        divisor: u64,
        /// What must be left, below the divisor.
        remainder: u64,
    },
}

/// One condition.
#[derive(Debug, Clone, PartialEq)]
pub struct Constraint {
    /// What it is about.
    pub quantity: Quantity,
    /// What it asks.
    pub test: Test,
    /// As it was typed, without spaces around it.
    pub text: String,
}

impl Constraint {
    /// Whether these measures satisfy it.
    pub fn holds(&self, measures: &Measures) -> bool {
        let value = measures.value(self.quantity);
        match self.test {
            Test::Compare(relation, wanted) => relation.holds(value, wanted),
            Test::Leaves { divisor, remainder } => value as u64 % divisor.max(1) == remainder,
        }
    }

    /// Whether a smaller value always satisfies it, if a larger one does.
    pub const fn is_upper(&self) -> bool {
        matches!(self.test, Test::Compare(Relation::AtMost | Relation::Below, _))
    }

    /// How far a value is from what is asked, for "what would be needed"; `None` for a remainder.
    pub(super) fn distance(&self, value: f64) -> Option<f64> {
        match self.test {
            Test::Compare(_, wanted) => Some((value - wanted).abs()),
            Test::Leaves { .. } => None,
        }
    }
}

impl fmt::Display for Constraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// All that constraints can be about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measures {
    /// Width, depth, and the side of the input.
    pub scaling: Scaling,
    /// Number of blocks.
    pub blocks: usize,
    /// Parameters, MACs and activations.
    pub cost: Cost,
}

impl Measures {
    /// One of them.
    pub fn value(&self, quantity: Quantity) -> f64 {
        match quantity {
            Quantity::Macs => self.cost.macs as f64,
            Quantity::Params => self.cost.params as f64,
            Quantity::Activations => self.cost.activations as f64,
            Quantity::Bytes => 4.0 * self.cost.params as f64,
            Quantity::Resolution => self.scaling.resolution as f64,
            Quantity::Width => self.scaling.width,
            Quantity::Depth => self.scaling.depth,
            Quantity::Blocks => self.blocks as f64,
        }
    }
}

/// Several conditions that must all hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Budget {
    /// The conditions, at least one, in the order typed.
    pub constraints: Vec<Constraint>,
}

impl Budget {
    /// Reads a budget.
    ///
    /// # Errors
    /// Says what is wrong and where.
    pub fn parse(text: &str) -> Result<Self, BudgetError> {
        parse::budget(text).map(|constraints| Self { constraints })
    }

    /// Whether all conditions hold.
    pub fn holds(&self, measures: &Measures) -> bool {
        self.constraints.iter().all(|constraint| constraint.holds(measures))
    }

    /// The published models that satisfy all of it, the cheapest first. Which is the best is not known
    /// here: accuracies are data.
    pub fn published(&self) -> Vec<Fitting> {
        let mut fitting: Vec<Fitting> = Model::all()
            .map(|model| {
                let network = model.imagenet();
                let (scaling, blocks) = (network.scaling, network.blocks());
                let measures = Measures { scaling, blocks, cost: network.cost() };
                Fitting { model, measures }
            })
            .filter(|fitting| self.holds(&fitting.measures))
            .collect();
        fitting.sort_by_key(|fitting| fitting.measures.cost.macs);
        fitting
    }
}

/// A published model that satisfies a budget.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fitting {
    /// Which.
    pub model: Model,
    /// What it measures, as published.
    pub measures: Measures,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arch::Variant;

    fn names(text: &str) -> Vec<&'static str> {
        let fitting = Budget::parse(text).unwrap().published();
        fitting.iter().map(|fitting| fitting.model.name()).collect()
    }

    #[test]
    fn published_models_are_filtered_and_sorted() {
        let small = names("macs<=1G,params<=10M");
        assert!(small.contains(&"b2") && !small.contains(&"b3"), "{small:?}");
        assert_eq!(
            names("macs<=1G, params <= 10M, res%32==0"),
            ["mobilenet-v2", "lite0", "b0", "v2-b0"]
        );
        assert_eq!(names("params==5_288_548"), ["b0"]);
        assert_eq!(names("blocks>=50,res>600"), ["b8", "l2"]);
        assert!(names("macs<1").is_empty());
    }

    #[test]
    fn bytes_are_four_a_parameter() {
        assert!(names("bytes<=22M,params>5M").contains(&"b0"));
        assert!(!names("bytes<=21M").contains(&"b0"));
    }

    #[test]
    fn every_quantity_is_measured() {
        let network = Variant::B3.imagenet();
        let measures = Measures {
            scaling: Variant::B3.scaling(),
            blocks: network.blocks.len(),
            cost: network.cost(),
        };
        let values = Quantity::ALL.map(|quantity| measures.value(quantity));
        let wanted =
            [1_827_141_392.0, 12_233_232.0, 23_830_296.0, 48_932_928.0, 300.0, 1.2, 1.4, 26.0];
        assert!(values.iter().zip(wanted).all(|(a, b): (&f64, f64)| (a - b).abs() < 1e-9));
        for (quantity, value) in Quantity::ALL.iter().zip(wanted) {
            let exact = Budget::parse(&format!("{}=={value}", quantity.name())).unwrap();
            assert!(exact.holds(&measures), "{quantity:?}");
            let more = Budget::parse(&format!("{}>{value}", quantity.name())).unwrap();
            assert!(!more.holds(&measures), "{quantity:?}");
        }
    }
}

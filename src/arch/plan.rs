//! A plan of scaling: from which model, by which φ, and by which factors on top.

use super::compound::{CompoundScaling, Formula, ImpliedPhi};
use super::error::{Expected, Field, SpecError};
use super::model::Model;
use super::names::ranges;
use super::scaling::Scaling;
use super::spec::ArchSpec;
use super::variant::{Family, IMAGENET_CLASSES, Variant, unknown};

/// Largest factor on one dimension.
pub const MAX_FACTOR: f64 = 100.0;

/// Factors on single dimensions, on top of what φ gives. 1 changes nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Factors {
    /// On depth, above 0 and at most 100.
    pub depth: f64,
    /// On width, above 0 and at most 100.
    pub width: f64,
    /// On the side of the input, above 0 and at most 100: 2 doubles the side, four times the pixels.
    pub resolution: f64,
}

impl Default for Factors {
    fn default() -> Self {
        Self { depth: 1.0, width: 1.0, resolution: 1.0 }
    }
}

/// What is scaled, and by how much.
///
/// ```text
/// depth      = d_base · α^φ · factor
/// width      = w_base · β^φ · factor
/// resolution = r_base · γ^φ · factor
/// ```
///
/// d, w and r of the base are its published values; B0's are 1, 1 and 224.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// The model it starts from: a B, Lite or V2-B.
    pub base: Variant,
    /// The coefficients.
    pub compound: CompoundScaling,
    /// The exponent.
    pub phi: f64,
    /// Factors on top.
    pub factors: Factors,
}

impl Plan {
    /// From B0, without further factors: the paper's.
    pub fn compound(compound: CompoundScaling, phi: f64) -> Self {
        Self { base: Variant::B0, compound, phi, factors: Factors::default() }
    }

    /// The real numbers; nothing is rounded.
    ///
    /// # Errors
    /// When the base is no model of one table, or φ, a coefficient, a factor or the growth of the cost
    /// is out of range.
    pub fn formula(&self) -> Result<Formula, SpecError> {
        self.validate()?;
        let (start, factors) = (self.base.scaling(), self.factors);
        let CompoundScaling { alpha, beta, gamma } = self.compound;
        Ok(Formula {
            depth: start.depth * alpha.powf(self.phi) * factors.depth,
            width: start.width * beta.powf(self.phi) * factors.width,
            resolution: start.resolution as f64 * gamma.powf(self.phi) * factors.resolution,
        })
    }

    /// The network that the formula builds, on the base's table and by its family's rounding, with
    /// ImageNet's classes.
    ///
    /// # Errors
    /// As [`Self::formula`], and when what comes of it is no network.
    pub fn build(&self) -> Result<ArchSpec, SpecError> {
        self.base.base().scale(self.formula()?.rounded(), IMAGENET_CLASSES)
    }

    /// By how much the formula multiplies the base's MACs: (α·β²·γ²)^φ and d·w²·r² of the factors.
    pub fn growth(&self) -> f64 {
        let Factors { depth, width, resolution } = self.factors;
        self.compound.constraint().powf(self.phi) * depth * width.powi(2) * resolution.powi(2)
    }

    /// The φ that would lead from the base to `scaling`, dimension by dimension; NaN where the
    /// coefficient is 1.
    pub fn implied_phi(&self, scaling: Scaling) -> ImpliedPhi {
        self.compound.implied_from(self.base.scaling(), scaling)
    }

    /// Whether single dimensions are scaled as well.
    pub fn has_factors(&self) -> bool {
        self.factors != Factors::default()
    }

    fn validate(&self) -> Result<(), SpecError> {
        if !is_base(self.base) {
            return Err(no_base(self.base.name()));
        }
        self.compound.validate(self.phi)?;
        let Factors { depth, width, resolution } = self.factors;
        let factors = [
            (Field::DepthFactor, depth),
            (Field::WidthFactor, width),
            (Field::ResolutionFactor, resolution),
        ];
        for (field, value) in factors {
            if !(value > 0.0 && value <= MAX_FACTOR) {
                let expected = Expected::Positive(MAX_FACTOR.to_string());
                return Err(SpecError::Network { field, got: value.to_string(), expected });
            }
        }
        Ok(())
    }
}

/// The models that a plan may start from.
pub fn bases() -> impl Iterator<Item = Variant> {
    Variant::ALL.into_iter().filter(|variant| is_base(*variant))
}

/// A model that a plan may start from, by name.
///
/// # Errors
/// When there is no such model, or it is none of a scaled table.
pub fn parse_base(name: &str) -> Result<Variant, SpecError> {
    let names: Vec<&str> = bases().map(Variant::name).collect();
    match Model::parse(name) {
        Ok(Model::Built(variant)) if is_base(variant) => Ok(variant),
        Ok(model) => Err(no_base(model.name())),
        Err(_) => Err(unknown(name, &names)),
    }
}

/// A table that its family scales; V2-S to V2-XL have a table each.
fn is_base(variant: Variant) -> bool {
    matches!(variant.family(), Family::B | Family::Lite | Family::V2B)
}

fn no_base(name: &str) -> SpecError {
    let names: Vec<&str> = bases().map(Variant::name).collect();
    let expected = Expected::OneOf(ranges(&names));
    SpecError::Network { field: Field::Base, got: name.to_owned(), expected }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alone(base: Variant, factors: Factors) -> Plan {
        Plan { base, factors, ..Plan::compound(CompoundScaling::default(), 0.0) }
    }

    /// Recomputed outside with the official rounding; see `facts.json`, scaling.what_if.
    #[test]
    fn single_dimensions_build_what_the_official_rounding_gives() {
        let one = Factors::default();
        let cases = [
            (Factors { depth: 4.0, ..one }, 20_091_856, 1_575_132_640, 64),
            (Factors { width: 2.0, ..one }, 18_122_720, 1_449_958_848, 16),
            (Factors { resolution: 2.0, ..one }, 5_288_548, 1_537_537_408, 16),
            (Factors { depth: 2.0, ..one }, 10_222_984, 782_254_048, 32),
            (Factors { width: 1.4, ..one }, 9_670_210, 743_811_776, 16),
            (Factors { resolution: 1.4, ..one }, 5_288_548, 779_990_512, 16),
            (Factors { depth: 1.4, width: 1.2, resolution: 1.3 }, 12_233_232, 1_800_091_280, 26),
        ];
        for (factors, params, macs, blocks) in cases {
            let spec = alone(Variant::B0, factors).build().unwrap();
            let cost = spec.cost();
            assert_eq!((cost.params, cost.macs), (params, macs), "{factors:?}");
            assert_eq!(spec.blocks.len(), blocks, "{factors:?}");
        }
    }

    #[test]
    fn zero_steps_build_the_base_itself() {
        for base in bases() {
            let plan = alone(base, Factors::default());
            assert_eq!(plan.build().unwrap(), base.imagenet(), "{base:?}");
            assert!((plan.growth() - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn another_base_keeps_its_own_coefficients_and_rounding() {
        let plan = Plan { base: Variant::Lite2, ..Plan::compound(CompoundScaling::default(), 1.0) };
        let formula = plan.formula().unwrap();
        let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
        assert!(near(formula.depth, 1.44) && near(formula.width, 1.21));
        assert!(near(formula.resolution, 299.0));
        let built = plan.build().unwrap();
        assert_eq!((built.stem, built.head), (32, 1280), "Lite keeps its ends");
    }

    #[track_caller]
    fn refused(plan: Plan, message: &str) {
        assert_eq!(plan.build().unwrap_err().to_string(), message);
    }

    #[test]
    fn what_is_out_of_range_is_refused_with_a_sentence() {
        let one = Factors::default();
        let bases = "b0…b8, l2, lite0…lite4, v2-b0…v2-b3";
        refused(alone(Variant::V2S, one), &format!("base must be one of {bases}, got v2-s"));
        refused(
            alone(Variant::B0, Factors { depth: 0.0, ..one }),
            "depth factor must be above 0 and at most 100, got 0",
        );
        refused(
            alone(Variant::B0, Factors { resolution: 448.0, ..one }),
            "resolution factor must be above 0 and at most 100, got 448",
        );
        refused(
            alone(Variant::B0, Factors { width: f64::NAN, ..one }),
            "width factor must be above 0 and at most 100, got NaN",
        );
        refused(
            alone(Variant::B0, Factors { resolution: 0.001, ..one }),
            "resolution must be between 1 and 100000, got 0",
        );
        let most = Factors { depth: MAX_FACTOR, width: MAX_FACTOR, resolution: MAX_FACTOR };
        let huge = Plan { phi: 10.0, ..alone(Variant::L2, most) };
        assert!(huge.build().is_err());
    }

    #[test]
    fn bases_are_found_by_name() {
        assert_eq!(parse_base("EfficientNet-B3"), Ok(Variant::B3));
        assert_eq!(parse_base("tf_efficientnet_lite2"), Ok(Variant::Lite2));
        let error = parse_base("mobilenet-v2").unwrap_err().to_string();
        assert!(error.starts_with("base must be one of b0…b8"), "{error}");
        let error = parse_base("resnet-50").unwrap_err().to_string();
        assert!(error.ends_with("got resnet-50"), "{error}");
        let error = parse_base("lite9").unwrap_err().to_string();
        assert!(error.ends_with("did you mean `lite0`?"), "{error}");
    }
}

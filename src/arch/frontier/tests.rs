//! The frontier keeps what it promises.

use std::sync::OnceLock;

use proptest::prelude::*;

use super::*;

fn b0() -> &'static Grid {
    static GRID: OnceLock<Grid> = OnceLock::new();
    GRID.get_or_init(|| Grid::on(Variant::B0).unwrap())
}

fn budget(text: &str) -> Budget {
    Budget::parse(text).unwrap()
}

fn frontier(text: &str) -> Frontier {
    b0().frontier(&budget(text), CompoundScaling::default())
}

/// The profile's sums are the cost model's, at any side.
#[test]
fn a_profile_costs_what_the_network_costs() {
    for variant in [Variant::B0, Variant::B3, Variant::Lite0, Variant::V2B0] {
        let table = variant.base();
        let whole = Scaling { resolution: MOST_SIDE, ..variant.scaling() };
        let profile = Profile::of(&table.scale(whole, IMAGENET_CLASSES).unwrap());
        for side in [32, 33, 47, 224, 291, 300, 1023, 1024] {
            let scaling = Scaling { resolution: side, ..whole };
            let spec = table.scale(scaling, IMAGENET_CLASSES).unwrap();
            let measures = profile.at(scaling.depth, scaling.width, side);
            assert_eq!(measures.cost, spec.cost(), "{variant:?} at {side}");
            assert_eq!(measures.blocks, spec.blocks.len());
        }
    }
}

#[test]
fn the_example_has_a_frontier_with_one_in_the_middle() {
    let found = frontier("macs<=1G,params<=10M,res%32==0");
    assert!(found.networks.len() > 5 && found.networks.len() < found.feasible, "{found:?}");
    let balanced = found.networks[found.balanced.unwrap()];
    for network in &found.networks {
        assert!(network.spread >= balanced.spread);
        assert_eq!(network.measures.scaling.resolution % 32, 0);
    }
}

#[test]
fn coefficients_that_build_the_same_are_one() {
    // Depth 1.1 and 1.2 both build 23 blocks.
    assert!(b0().depths.contains(&vec![110, 120]), "{:?}", b0().depths);
    let found = frontier("depth>=1.1,depth<=1.2,width==1,res<=240");
    assert_eq!(found.networks.len(), 1);
    assert_eq!((found.networks[0].measures.blocks, found.feasible), (23, 1));
    // The coefficient that is named satisfies the budget.
    let found = frontier("depth==1.2,width==1,res==240");
    assert!((found.networks[0].measures.scaling.depth - 1.2).abs() < 1e-9);
}

#[test]
fn of_the_same_networks_the_one_nearest_to_the_direction_is_named() {
    // Depths 0.8, 0.9 and 1 build B0's blocks.
    let found = frontier("macs==385814752");
    assert_eq!((found.networks.len(), found.balanced), (1, Some(0)));
    let built = found.networks[0];
    let scaling = built.measures.scaling;
    assert!((scaling.depth - 1.0).abs() < 1e-9 && (scaling.width - 1.0).abs() < 1e-9);
    assert!(built.spread.unwrap() < 1e-9);
    // Depth 1.2 lies nearer than 1.1, which builds the same.
    let found = frontier("macs<=1G");
    let balanced = found.networks[found.balanced.unwrap()];
    let scaling = balanced.measures.scaling;
    assert!((scaling.depth - 1.2).abs() < 1e-9 && (scaling.width - 1.1).abs() < 1e-9);
    assert!((balanced.spread.unwrap() - 0.18).abs() < 0.005, "{balanced:?}");
    // No other coefficients of the grid that build one of the networks lie nearer.
    let compound = CompoundScaling::default();
    for built in &found.networks {
        let scaling = built.measures.scaling;
        let table = Variant::B0.base();
        for hundredths in (DEPTHS.0..=DEPTHS.1).step_by(DEPTHS.2) {
            let other = Scaling { depth: real(hundredths), ..scaling };
            if repeats(&table, other.depth) == repeats(&table, scaling.depth) {
                let spread = compound.implied_from(Scaling::default(), other).spread();
                assert!(spread >= built.spread, "{other:?} {built:?}");
            }
        }
    }
    let order = |built: &Built| (built.measures.scaling.depth, built.measures.scaling.width);
    assert!(found.networks.windows(2).all(|pair| order(&pair[0]) < order(&pair[1])));
}

#[test]
fn what_leaves_nothing_is_named_with_what_would_do() {
    let empty = budget("macs<=1M,params<=10M");
    assert!(b0().frontier(&empty, CompoundScaling::default()).networks.is_empty());
    let obstacles = b0().obstacles(&empty);
    assert_eq!(obstacles.len(), 1);
    assert_eq!(obstacles[0].constraint.text, "macs<=1M");
    let least = obstacles[0].nearest.unwrap();
    let enough = frontier(&format!("macs<={least},params<=10M"));
    assert_eq!(enough.feasible, 1, "the smallest of all");
    let less = frontier(&format!("macs<{least},params<=10M"));
    assert_eq!(less.feasible, 0);
    let twice = b0().obstacles(&budget("macs<=1M,params<=1k"));
    assert!(twice.is_empty(), "neither is to blame alone");
    let rest = b0().obstacles(&budget("res==100,res%32==0"));
    let found: Vec<(&str, Option<f64>)> =
        rest.iter().map(|o| (o.constraint.text.as_str(), o.nearest)).collect();
    assert_eq!(found, [("res==100", Some(96.0)), ("res%32==0", None)]);
}

#[test]
fn other_bases_have_grids_and_other_models_have_none() {
    assert!(Grid::on(Variant::MobileNetV2).is_err());
    let lite = Grid::on(Variant::Lite0).unwrap();
    let found = lite.frontier(&budget("macs<=500M"), CompoundScaling::default());
    assert!(!found.networks.is_empty());
}

fn condition() -> impl Strategy<Value = String> {
    prop_oneof![
        (20_u64..5000).prop_map(|m| format!("macs<={m}M")),
        (20_u64..5000).prop_map(|m| format!("macs>{m}M")),
        (2_u64..60).prop_map(|m| format!("params<{m}M")),
        (2_u64..60).prop_map(|m| format!("activations<={m}M")),
        (1_u64..65).prop_map(|d| format!("res%{d}==0")),
        (32_u64..900).prop_map(|r| format!("res>={r}")),
        (50_u64..250).prop_map(|w| format!("width<={}", w as f64 / 100.0)),
        (50_u64..400).prop_map(|d| format!("depth>={}", d as f64 / 100.0)),
        (16_u64..60).prop_map(|b| format!("blocks<={b}")),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Each fits when it is really built, at no larger side, and none is exceeded by another that fits.
    #[test]
    fn networks_of_the_frontier_fit_and_are_not_exceeded(
        conditions in proptest::collection::vec(condition(), 1..4),
    ) {
        let text = conditions.join(",");
        let budget = budget(&text);
        let found = frontier(&text);
        let table = Variant::B0.base();
        // By the blocks, which coefficients of one group share.
        let first = |groups: &[Vec<u32>], value: f64| {
            let hundredths = (value * 100.0).round() as u32;
            real(groups.iter().find(|group| group.contains(&hundredths)).unwrap()[0])
        };
        let least = |built: &Built| {
            let Scaling { depth, width, resolution } = built.measures.scaling;
            let (depth, width) = (first(&b0().depths, depth), first(&b0().widths, width));
            Scaling { width, depth, resolution }
        };
        let built = |measures: &Measures, side| {
            let scaling = Scaling { resolution: side, ..measures.scaling };
            let spec = table.scale(scaling, IMAGENET_CLASSES).unwrap();
            Measures { scaling, blocks: spec.blocks.len(), cost: spec.cost() }
        };
        for (index, own) in found.networks.iter().enumerate() {
            prop_assert!(budget.holds(&own.measures), "{} {:?}", text, own);
            if index % 16 == 0 {
                let side = own.measures.scaling.resolution;
                prop_assert_eq!(built(&own.measures, side), own.measures);
                if side < MOST_SIDE {
                    prop_assert!(!budget.holds(&built(&own.measures, side + 1)));
                }
            }
            for other in &found.networks {
                prop_assert!(!exceeds(least(other), least(own)), "{} {:?}", text, own);
            }
        }
    }
}

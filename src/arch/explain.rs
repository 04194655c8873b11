//! From a number back to what was counted: which network, which mistake, which reading.

use super::bug::Bug;
use super::convention::{Convention, Implementation};
use super::memory::F32;
use super::model::Model;
use super::network::{Design, Network};

/// Which number of a network it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reading {
    /// Trained parameters.
    Params,
    /// Batch-norm statistics.
    Stats,
    /// Parameters and batch-norm statistics.
    ParamsAndStats,
    /// What Keras prints: those, and seven values of its Normalization layer.
    Keras,
    /// Parameters without the classifier.
    WithoutClassifier,
    /// What Keras prints with `include_top=False`.
    KerasWithoutTop,
    /// MACs.
    Macs,
    /// What a tool prints.
    Tool(Convention, Implementation),
    /// Values that convolutions write.
    Activations,
    /// Bytes of the parameters as f32.
    Bytes,
}

/// One way to arrive at the number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The model's name.
    pub model: String,
    /// Mistakes, at most two.
    pub bugs: Vec<Bug>,
    /// Outputs of the classifier.
    pub classes: usize,
    /// Which number it is.
    pub reading: Reading,
}

/// Values in Keras's Normalization layer: three means, three variances, a counter.
pub const KERAS_NORMALIZATION: u64 = 7;

/// Class counts that people use: CIFAR, ImageNet, with background.
const CLASSES: [usize; 4] = [1000, 10, 100, 1001];

/// Everything that gives `count`: first the network as it is, then one mistake, then two; if nothing
/// does, the other published models without a mistake.
pub fn explain(design: &Design, count: u64) -> Vec<Explanation> {
    let mut classes = vec![design.classes];
    classes.extend(CLASSES.into_iter().filter(|known| *known != design.classes));
    let one = Bug::ALL.map(|bug| vec![bug]).to_vec();
    let two = pairs();
    for sets in [vec![Vec::new()], one, two] {
        let found: Vec<Explanation> =
            sets.into_iter().flat_map(|bugs| with_bugs(design, &bugs, &classes, count)).collect();
        if !found.is_empty() {
            return simplest(found, design.classes);
        }
    }
    Model::all().flat_map(|model| named(model, count)).collect()
}

fn pairs() -> Vec<Vec<Bug>> {
    let all = Bug::ALL.into_iter();
    all.flat_map(|first| {
        let later = Bug::ALL.into_iter().filter(move |second| *second > first);
        later.map(move |second| vec![first, second])
    })
    .collect()
}

fn with_bugs(design: &Design, bugs: &[Bug], classes: &[usize], count: u64) -> Vec<Explanation> {
    let network = |classes| Bug::build(bugs, &Design { classes, ..design.clone() }).ok();
    // A mistake that changes nothing explains nothing.
    let usual = design.network().map(|network| network.layers).ok();
    let makes_a_difference = |network: &Network| {
        bugs.is_empty() || usual.as_ref().is_none_or(|usual| *usual != network.layers)
    };
    if !network(design.classes).is_some_and(|network| makes_a_difference(&network)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for &classes in classes {
        let Some(network) = network(classes) else { continue };
        let hits = readings(&network).into_iter().filter(|(_, value)| *value == count);
        found.extend(hits.map(|(reading, _)| Explanation {
            model: design.name.clone(),
            bugs: bugs.to_vec(),
            classes,
            reading,
        }));
    }
    found
}

fn named(model: Model, count: u64) -> Vec<Explanation> {
    let network = model.imagenet();
    let hits = readings(&network).into_iter().filter(|(_, value)| *value == count);
    hits.map(|(reading, _)| Explanation {
        model: model.name().to_owned(),
        bugs: Vec::new(),
        classes: network.classes,
        reading,
    })
    .collect()
}

/// Among explanations with equally many mistakes, those with the `usual` number of classes; and of
/// readings that agree, the plainest.
fn simplest(mut found: Vec<Explanation>, usual: usize) -> Vec<Explanation> {
    if found.iter().any(|explanation| explanation.classes == usual) {
        found.retain(|explanation| explanation.classes == usual);
    }
    let mut kept: Vec<Explanation> = Vec::new();
    for explanation in found {
        if !kept.iter().any(|k| k.bugs == explanation.bugs && k.classes == explanation.classes) {
            kept.push(explanation);
        }
    }
    kept
}

/// Every number that people quote for a network.
fn readings(network: &Network) -> Vec<(Reading, u64)> {
    let cost = network.cost();
    let classifier = network.cost_where(|layer| layer.path == "classifier").params;
    let stored = cost.params + cost.buffers;
    let mut list = vec![
        (Reading::Params, cost.params),
        (Reading::Stats, cost.buffers),
        (Reading::ParamsAndStats, stored),
        (Reading::Keras, stored + KERAS_NORMALIZATION),
        (Reading::WithoutClassifier, cost.params - classifier),
        (Reading::KerasWithoutTop, stored + KERAS_NORMALIZATION - classifier),
        (Reading::Macs, cost.macs),
        (Reading::Activations, cost.activations),
        (Reading::Bytes, cost.params.saturating_mul(F32)),
    ];
    for code in [Implementation::Torchvision, Implementation::Timm, Implementation::TimmTf] {
        let tools = Convention::ALL.into_iter().skip(1);
        list.extend(
            tools.map(|tool| (Reading::Tool(tool, code), tool.ledger(network, code).total())),
        );
    }
    list
}

#[cfg(test)]
mod tests {
    use super::super::Variant;
    use super::*;

    fn of_b0(count: u64) -> Vec<Explanation> {
        explain(&Design::of(Variant::B0), count)
    }

    #[track_caller]
    fn is(count: u64, bugs: &[Bug], classes: usize, reading: Reading) {
        let found = of_b0(count);
        let wanted = Explanation { model: "b0".to_owned(), bugs: bugs.to_vec(), classes, reading };
        assert!(found.contains(&wanted), "{count}: {found:?}");
    }

    #[test]
    fn a_fingerprint_names_its_mistake() {
        is(8_423_848, &[Bug::SeFromExpanded], 1000, Reading::Params);
        is(14_047_366, &[Bug::Expand3x3], 10, Reading::Params);
        is(163_114_852, &[Bug::DenseDepthwise], 1000, Reading::Params);
        is(4_652_008, &[Bug::NoSe], 1000, Reading::Params);
    }

    #[test]
    fn a_right_network_read_another_way_is_no_mistake() {
        is(5_288_548, &[], 1000, Reading::Params);
        is(42_016, &[], 1000, Reading::Stats);
        is(5_330_564, &[], 1000, Reading::ParamsAndStats);
        is(5_330_571, &[], 1000, Reading::Keras);
        is(4_007_548, &[], 1000, Reading::WithoutClassifier);
        is(4_049_571, &[], 1000, Reading::KerasWithoutTop);
        is(385_814_752, &[], 1000, Reading::Macs);
        is(4_020_358, &[], 10, Reading::Params);
        let fvcore = Reading::Tool(Convention::Fvcore, Implementation::Torchvision);
        is(401_659_392, &[], 1000, fvcore);
    }

    #[test]
    fn another_model_is_recognised() {
        let found = of_b0(12_233_232);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].model.as_str(), found[0].reading), ("b3", Reading::Params));
    }

    #[test]
    fn the_usual_number_of_classes_is_the_designs_own() {
        let of = |bug, classes| Explanation {
            model: "b0".to_owned(),
            bugs: vec![bug],
            classes,
            reading: Reading::Params,
        };
        let (other, own) = (of(Bug::NoSe, 10), of(Bug::Kernel3, 1000));
        assert_eq!(simplest(vec![other.clone(), own.clone()], 1000), [own]);
        assert_eq!(simplest(vec![other.clone()], 1000), [other]);
    }

    #[test]
    fn a_number_that_nothing_gives_stays_unexplained() {
        assert!(of_b0(12_345_679).is_empty());
    }
}

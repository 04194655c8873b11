//! Two networks side by side: only what differs.

use std::collections::BTreeMap;

use super::cost::Cost;
use super::layer::LayerSpec;
use super::network::Network;

/// One operation that differs, is new, or is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its path in the first network, else in the second.
    pub path: String,
    /// What it is in the first network.
    pub before: Option<LayerSpec>,
    /// What it is in the second.
    pub after: Option<LayerSpec>,
}

impl Change {
    /// Parameters of the first less those of the second.
    pub fn params(&self) -> i64 {
        self.difference(|cost| cost.params)
    }

    /// MACs of the first less those of the second.
    pub fn macs(&self) -> i64 {
        self.difference(|cost| cost.macs)
    }

    fn difference(&self, of: impl Fn(Cost) -> u64) -> i64 {
        let value = |layer: &Option<LayerSpec>| {
            layer.as_ref().map_or(0, |layer| i64::try_from(of(layer.cost())).unwrap_or(i64::MAX))
        };
        value(&self.before).saturating_sub(value(&self.after))
    }
}

/// Stage, block within the stage, and part: blocks are compared within their stage, since a deeper
/// network numbers them differently.
type Key = (usize, usize, String);

/// The operations in which `first` and `second` differ, in the order of execution.
pub fn diff(first: &Network, second: &Network) -> Vec<Change> {
    let (before, after) = (keyed(first), keyed(second));
    let found: BTreeMap<&Key, &LayerSpec> =
        after.iter().map(|(key, layer)| (key, *layer)).collect();
    let known: BTreeMap<&Key, &LayerSpec> =
        before.iter().map(|(key, layer)| (key, *layer)).collect();
    let mut changes: Vec<(Key, usize, Change)> = Vec::new();
    for (order, (key, layer)) in before.iter().enumerate() {
        let other = found.get(key).copied();
        if !other.is_some_and(|other| same(layer, other)) {
            let change = Change {
                path: layer.path.clone(),
                before: Some((*layer).clone()),
                after: other.cloned(),
            };
            changes.push((key.clone(), order, change));
        }
    }
    for (order, (key, layer)) in after.iter().enumerate() {
        if !known.contains_key(key) {
            let after = Some((*layer).clone());
            let change = Change { path: layer.path.clone(), before: None, after };
            changes.push((key.clone(), order, change));
        }
    }
    changes.sort_by(|(a, i, _), (b, j, _)| (a.0, a.1, i).cmp(&(b.0, b.1, j)));
    changes.into_iter().map(|(.., change)| change).collect()
}

fn keyed(network: &Network) -> Vec<(Key, &LayerSpec)> {
    let (mut stage, mut first) = (0, 0);
    let mut list = Vec::with_capacity(network.layers.len());
    for layer in &network.layers {
        if layer.stage != stage {
            (stage, first) = (layer.stage, layer.block.unwrap_or(0));
        }
        let within = layer.block.map_or(0, |block| block - first);
        let part = match layer.block {
            Some(block) => layer.path.trim_start_matches(&format!("blocks.{block}.")).to_owned(),
            None => layer.path.clone(),
        };
        // The last stage has another number where there are fewer stages; its parts have names.
        let stage = if layer.block.is_none() && stage > 1 { usize::MAX } else { stage };
        list.push(((stage, within, part), layer));
    }
    list
}

/// Whether two operations are the same but for their place.
fn same(a: &LayerSpec, b: &LayerSpec) -> bool {
    let of = |l: &LayerSpec| (l.op, l.input, l.output, l.kernel, l.stride, l.groups, l.bias);
    of(a) == of(b)
}

#[cfg(test)]
mod tests {
    use super::super::Model;
    use super::*;

    fn between(a: &str, b: &str) -> Vec<Change> {
        let network = |name| Model::parse(name).unwrap().imagenet();
        diff(&network(a), &network(b))
    }

    #[test]
    fn b0_less_lite0_is_exactly_squeeze_excite() {
        let changes = between("b0", "lite0");
        let params: i64 = changes.iter().map(Change::params).sum();
        assert_eq!(params, 636_540);
        let counted = changes.iter().filter(|change| change.params() != 0);
        assert!(counted.clone().all(|change| change.path.contains(".se.")));
        assert_eq!(counted.count(), 32);
    }

    #[test]
    fn a_network_differs_from_itself_in_nothing() {
        assert!(between("b3", "b3").is_empty());
    }

    #[test]
    fn the_differences_add_up() {
        for (a, b) in [("b0", "b1"), ("b0", "v2-b0"), ("v2-s", "b4"), ("b0", "resnet-50")] {
            let cost = |name| Model::parse(name).unwrap().imagenet().cost();
            let changes = between(a, b);
            let params: i64 = changes.iter().map(Change::params).sum();
            let macs: i64 = changes.iter().map(Change::macs).sum();
            assert_eq!(params, cost(a).params as i64 - cost(b).params as i64, "{a} {b}");
            assert_eq!(macs, cost(a).macs as i64 - cost(b).macs as i64, "{a} {b}");
        }
    }
}

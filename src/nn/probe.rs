//! Looking into a running network, and changing it while it runs.
//!
//! ```text
//! net.probe(x, Switches::default(), &["blocks.3.se.gate"])     any value between input and logits
//! net.infer_switched(x, Switches { no_skip: true, .. })        the same weights, without the skips
//! ```
//!
//! Paths are those of [`ArchSpec::layers`](crate::arch::ArchSpec::layers), and behind them the parts of a
//! layer: `blocks.3.expand` is the convolution, `blocks.3.expand.norm` what its norm gives,
//! `blocks.3.expand.act` what goes on; `blocks.3.se.scale` is the image after the gate, `blocks.3.skip`
//! the sum at the end.
//!
//! Switches touch no weight: the layers ask for them as they run. [`Switches::apply`] makes the same
//! changes in a network for good, so that a [`Plan`](super::Plan) of it can be built; it is the second
//! witness of what the layers do.

use std::collections::BTreeMap;

use crate::arch::Activation;
use crate::arch::nearest;

use super::{Block, EfficientNet, GlobalAvgPool, Layer, Tensor4};

/// What is changed in a network while it runs. The default changes nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Switches {
    /// Squeeze-excite lets every channel pass at full strength.
    pub no_squeeze_excite: bool,
    /// Another nonlinearity in the place of each: ReLU for Swish, say. The gate's sigmoid stays.
    pub activation: Option<Activation>,
    /// Blocks do not add their input.
    pub no_skip: bool,
    /// Every depthwise filter passes its centre on: no pixel sees a neighbour.
    pub depthwise_identity: bool,
    /// The only block that is changed; `None` is the whole network, stem and head included.
    pub block: Option<usize>,
}

/// What goes along with an image through the layers: who is shown each value, and what is switched.
pub struct Probe<'a> {
    switches: Switches,
    /// The block that is running; `None` in stem and head.
    block: Option<usize>,
    show: &'a mut dyn FnMut(&str, &Tensor4),
}

/// There is no value of this name in the network.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no value `{path}` in this network{}", nearest.as_ref().map_or(String::new(), |n| format!(", did you mean `{n}`")))]
pub struct UnknownPath {
    /// What was asked for.
    pub path: String,
    /// What resembles it.
    pub nearest: Option<String>,
}

impl<'a> Probe<'a> {
    /// Shows every value to `show` and switches as told.
    pub fn new(switches: Switches, show: &'a mut dyn FnMut(&str, &Tensor4)) -> Self {
        Self { switches, block: None, show }
    }

    /// Shows a value under its path.
    pub(super) fn show(&mut self, path: &str, value: &Tensor4) {
        (self.show)(path, value);
    }

    /// The switches that count in the running block.
    pub(super) fn switches(&self) -> Switches {
        match self.switches.block {
            Some(only) if self.block != Some(only) => Switches::default(),
            _ => self.switches,
        }
    }

    /// The nonlinearity to use in the place of a layer's own.
    pub(super) fn activation(&self, own: Activation) -> Activation {
        self.switches().activation.unwrap_or(own)
    }
}

impl EfficientNet {
    /// As [`Self::infer`], and shows every value on the way to `watch`, in the order of execution.
    pub fn infer_watched(&self, x: &Tensor4, watch: &mut dyn FnMut(&str, &Tensor4)) -> Tensor4 {
        self.infer_probed(x, &mut Probe::new(Switches::default(), watch))
    }

    /// As [`Self::infer`], with something switched.
    pub fn infer_switched(&self, x: &Tensor4, switches: Switches) -> Tensor4 {
        self.infer_probed(x, &mut Probe::new(switches, &mut |_, _| {}))
    }

    /// The values at `paths`, in their order. The network runs no further than the last block that
    /// holds one.
    ///
    /// # Errors
    /// When the network has no value of such a name.
    pub fn probe(
        &self,
        x: &Tensor4,
        switches: Switches,
        paths: &[&str],
    ) -> Result<Vec<Tensor4>, UnknownPath> {
        let mut found = BTreeMap::new();
        let mut seen = Vec::new();
        let mut show = |path: &str, value: &Tensor4| {
            seen.push(path.to_owned());
            if paths.contains(&path) {
                found.insert(path.to_owned(), value.clone());
            }
        };
        self.run(x, &mut Probe::new(switches, &mut show), last_block(paths));
        let value = |&path: &&str| {
            found.get(path).cloned().ok_or_else(|| {
                let seen: Vec<&str> = seen.iter().map(String::as_str).collect();
                UnknownPath { path: path.to_owned(), nearest: nearest(path, &seen) }
            })
        };
        paths.iter().map(value).collect()
    }

    fn infer_probed(&self, x: &Tensor4, probe: &mut Probe<'_>) -> Tensor4 {
        self.run(x, probe, None)
    }

    /// Runs to the end, or to the end of a block.
    fn run(&self, x: &Tensor4, probe: &mut Probe<'_>, last_block: Option<usize>) -> Tensor4 {
        let mut x = self.stem.infer_probed("stem", x, probe);
        for (index, block) in self.blocks.iter().enumerate() {
            probe.block = Some(index);
            x = block.infer_probed(&format!("blocks.{index}"), &x, probe);
            if last_block == Some(index) {
                return x;
            }
        }
        probe.block = None;
        let x = self.head.infer_probed("head", &x, probe);
        let x = GlobalAvgPool.infer_probed("pool", &x, probe);
        self.classifier.infer_probed("classifier", &x, probe)
    }
}

/// The last block that has one of the paths; `None` if one lies behind all blocks.
fn last_block(paths: &[&str]) -> Option<usize> {
    let block = |path: &&str| path.strip_prefix("blocks.")?.split('.').next()?.parse().ok();
    let blocks: Option<Vec<usize>> = paths.iter().map(block).collect();
    blocks?.into_iter().max()
}

impl Switches {
    /// Makes the changes in a network for good.
    pub fn apply(&self, net: &mut EfficientNet) {
        if self.block.is_none() {
            for act in [&mut net.stem.act, &mut net.head.act] {
                self.replace(act);
            }
        }
        for (index, block) in net.blocks.iter_mut().enumerate() {
            if self.block.is_none_or(|only| only == index) {
                self.apply_to(block);
            }
        }
    }

    fn apply_to(&self, block: &mut Block) {
        let (squeeze_excite, has_skip) = match block {
            Block::MBConv(block) => {
                if let Some(expand) = &mut block.expand {
                    self.replace(&mut expand.act);
                }
                self.replace(&mut block.depthwise.act);
                if self.depthwise_identity {
                    block.depthwise.conv = block.depthwise.conv.centre();
                }
                (&mut block.squeeze_excite, &mut block.has_skip)
            }
            Block::Fused(block) => {
                if let Some(expand) = &mut block.expand {
                    self.replace(&mut expand.act);
                }
                self.replace(&mut block.project.act);
                (&mut block.squeeze_excite, &mut block.has_skip)
            }
        };
        if self.no_squeeze_excite {
            *squeeze_excite = None;
        } else if let Some(layer) = squeeze_excite {
            layer.act = self.activation.unwrap_or(layer.act);
        }
        *has_skip &= !self.no_skip;
    }

    /// Replaces a nonlinearity where there is one.
    fn replace(&self, act: &mut Option<Activation>) {
        *act = act.map(|own| self.activation.unwrap_or(own));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arch::{ArchSpec, Scaling, families};
    use crate::nn::Plan;
    use crate::nn::testing::{assert_close, noise, random_network};

    fn specs() -> [ArchSpec; 2] {
        let scaling = Scaling { width: 0.25, depth: 0.5, resolution: 32 };
        let v2 = families::efficientnet_v2(families::V2::S);
        [families::efficientnet(), v2].map(|base| base.scale(scaling, 5).unwrap())
    }

    fn switches() -> Vec<Switches> {
        let off = Switches::default();
        vec![
            off,
            Switches { no_squeeze_excite: true, ..off },
            Switches { activation: Some(Activation::Relu), ..off },
            Switches { no_skip: true, ..off },
            Switches { depthwise_identity: true, ..off },
            Switches { no_squeeze_excite: true, block: Some(9), ..off },
            Switches {
                activation: Some(Activation::Relu6),
                no_squeeze_excite: true,
                block: Some(8),
                ..off
            },
        ]
    }

    #[test]
    fn a_switched_run_equals_a_changed_network() {
        let x = noise((2, 3, 32, 32), 1);
        for spec in specs() {
            let net = random_network(&spec);
            for switches in switches() {
                let mut changed = net.clone();
                switches.apply(&mut changed);
                let y = net.infer_switched(&x, switches);
                assert_close(&y, &changed.infer(&x), 0.0);
                let scale = y.iter().fold(1.0, |most: f32, y| most.max(y.abs()));
                assert_close(&y, &Plan::new(&changed, 1).run(&x), 1e-4 * scale);
            }
        }
    }

    #[test]
    fn every_switch_changes_the_logits() {
        let x = noise((1, 3, 32, 32), 1);
        let [spec, _] = specs();
        let net = random_network(&spec);
        let plain = net.infer(&x);
        for switches in &switches()[1..] {
            let change = (&net.infer_switched(&x, *switches) - &plain).mapv(f32::abs);
            assert!(change.iter().any(|&change| change > 1e-4), "{switches:?}");
        }
    }

    #[test]
    fn a_value_is_found_by_its_path() {
        let x = noise((2, 3, 32, 32), 1);
        let [spec, _] = specs();
        let net = random_network(&spec);
        let mut all = BTreeMap::new();
        let logits = net.infer_watched(&x, &mut |path, value| {
            all.insert(path.to_owned(), value.clone());
        });
        let paths = ["blocks.3.se.gate", "blocks.1.depthwise", "stem.act"];
        let values = net.probe(&x, Switches::default(), &paths).unwrap();
        for (path, value) in paths.iter().zip(&values) {
            assert_close(value, &all[*path], 0.0);
        }
        assert!(values[0].iter().all(|gate| (0.0..=1.0).contains(gate)));
        let [value] = &net.probe(&x, Switches::default(), &["classifier"]).unwrap()[..] else {
            panic!("one path, one value")
        };
        assert_close(value, &logits, 0.0);
        // All that the cost model lists can be asked for.
        assert!(spec.layers().iter().all(|layer| all.contains_key(&layer.path)));
    }

    #[test]
    fn a_switched_off_part_has_no_value() {
        let [spec, _] = specs();
        let net = EfficientNet::build(&spec);
        let off = Switches { no_squeeze_excite: true, ..Switches::default() };
        let x = Tensor4::zeros((1, 3, 32, 32));
        assert!(net.probe(&x, off, &["blocks.3.se.gate"]).is_err());
    }

    #[test]
    fn an_unknown_path_names_what_resembles_it() {
        let [spec, _] = specs();
        let net = EfficientNet::build(&spec);
        let error = |path| {
            let x = Tensor4::zeros((1, 3, 32, 32));
            net.probe(&x, Switches::default(), &[path]).unwrap_err().to_string()
        };
        let want = "no value `blocks.3.se.gat` in this network, did you mean `blocks.3.se.gate`";
        assert_eq!(error("blocks.3.se.gat"), want);
        assert_eq!(error("weather"), "no value `weather` in this network");
    }
}

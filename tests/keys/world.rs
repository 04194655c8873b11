//! A value for every name of an expression, without the program's cost model and quantities: the engine's
//! tensors for what can be counted, and formulas written out here as the paper and the released code
//! have them.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use effnet_tutor::arch::{Scaling, families};

use crate::engine::{BlockFacts, Layer, Net};
use crate::expression::Need;

/// Width, depth, side: the released `efficientnet_params`, B0 to B7.
const COEFFICIENTS: [(f64, f64, usize); 8] = [
    (1.0, 1.0, 224),
    (1.0, 1.1, 240),
    (1.1, 1.2, 260),
    (1.2, 1.4, 300),
    (1.4, 1.8, 380),
    (1.6, 2.2, 456),
    (1.8, 2.6, 528),
    (2.0, 3.1, 600),
];

/// Repeats of Table 1, stages 2 to 8.
const REPEATS: [f64; 7] = [1.0, 2.0, 2.0, 3.0, 3.0, 4.0, 1.0];

/// The paper's triple, section 4, step 1.
const ALPHA: f64 = 1.2;
const BETA: f64 = 1.1;
const GAMMA: f64 = 1.15;

/// Networks are built once, products are counted once.
#[derive(Default)]
pub(crate) struct Facts {
    nets: HashMap<String, Net>,
    products: HashMap<[usize; 4], u64>,
}

impl Facts {
    /// What an expression needs; `None` if this path does not lead there.
    pub(crate) fn get(&mut self, need: &Need<'_>) -> Option<f64> {
        match need {
            Need::Function(name, values) => self.function(name, values),
            Need::Quantity(name, argument) => self.quantity(name, argument),
        }
    }

    fn quantity(&mut self, name: &str, argument: &str) -> Option<f64> {
        if let Some(what) = name.strip_prefix("built.") {
            return self.built(what, argument);
        }
        let (model, part) = argument.split_once('.').unwrap_or((argument, ""));
        match name {
            "params" | "macs" | "buffers" | "activations" => self.cost(name, model, part),
            "blocks" => Some(self.net(model)?.blocks.len() as f64),
            "skips" => Some(self.net(model)?.skips() as f64),
            "head-channels" => Some(self.net(model)?.layers["head"].shape[0] as f64),
            "channels" => self.channels(model, part),
            "layers" => self.layers(model, part),
            "recomputed" => self.recomputed(argument),
            "repeats" => {
                let (first, end) = stage(model, part.strip_prefix("stage.")?)?;
                Some((end - first) as f64)
            }
            "paper" => paper(argument),
            _ => plain(name, argument),
        }
    }

    fn function(&mut self, name: &str, values: &[f64]) -> Option<f64> {
        Some(match (name, values) {
            ("conv-macs", &[k, c_in, c_out, groups, side]) => {
                // The same products at each place of the output.
                let places = (0..side as usize).flat_map(|_| 0..side as usize).count() as f64;
                self.products([k, c_in, c_out, groups])? * places
            }
            ("conv-params", &[k, c_in, c_out, groups]) => {
                self.products([k, c_in, c_out, groups])?
            }
            ("round-channels", &[channels, width]) => {
                // `round_filters`: int(x + 4) // 8 * 8, at least 8, and never a tenth too small.
                let wanted = channels * width;
                let rounded = f64::max(8.0, ((wanted + 4.0).trunc() / 8.0).floor() * 8.0);
                if rounded < 0.9 * wanted { rounded + 8.0 } else { rounded }
            }
            ("round-repeats", &[repeats, depth]) => (repeats * depth).ceil(),
            ("sqrt", &[x]) => x.powf(0.5),
            ("ln", &[x]) => x.log2() * std::f64::consts::LN_2,
            ("exp", &[x]) => std::f64::consts::E.powf(x),
            ("round", &[x]) => x.signum() * (x.abs() + 0.5).floor(),
            ("floor", &[x]) => x - x.rem_euclid(1.0),
            ("ceil", &[x]) => x + (-x).rem_euclid(1.0),
            ("abs", &[x]) => x.max(-x),
            ("sigmoid", &[x]) => f64::midpoint(1.0, (x / 2.0).tanh()),
            ("swish", &[x]) => x * f64::midpoint(1.0, (x / 2.0).tanh()),
            ("min", &[x, y]) => {
                if x < y {
                    x
                } else {
                    y
                }
            }
            ("max", &[x, y]) => {
                if x < y {
                    y
                } else {
                    x
                }
            }
            _ => return None,
        })
    }

    /// Products for one place of the output, one by one: every output channel with every input channel of
    /// its group, times the taps of the kernel.
    fn products(&mut self, sizes: [f64; 4]) -> Option<f64> {
        let [kernel, c_in, c_out, groups] = sizes.map(|size| size as usize);
        if c_in % groups != 0 || c_out % groups != 0 {
            return None;
        }
        let count = self.products.entry([kernel, c_in, c_out, groups]).or_insert_with(|| {
            let taps = (0..kernel).flat_map(|_| 0..kernel).count() as u64;
            let mut pairs = 0;
            for o in 0..c_out {
                pairs += (0..c_in).filter(|i| i * groups / c_in == o * groups / c_out).count();
            }
            pairs as u64 * taps
        });
        Some(*count as f64)
    }

    /// The network of a name, built by the engine.
    fn net(&mut self, model: &str) -> Option<&Net> {
        let (base, scaling) = match model {
            "lite0" => (families::efficientnet_lite(), Scaling::default()),
            "mobilenet-v2" => (families::mobilenet_v2(), Scaling::default()),
            model => {
                let (width, depth, resolution) = coefficients(model)?;
                (families::efficientnet(), Scaling { width, depth, resolution })
            }
        };
        self.counted(model, &base, scaling)
    }

    fn counted(
        &mut self,
        name: &str,
        base: &effnet_tutor::arch::BaseSpec,
        scaling: Scaling,
    ) -> Option<&Net> {
        match self.nets.entry(name.to_owned()) {
            Entry::Occupied(net) => Some(net.into_mut()),
            Entry::Vacant(place) => {
                let spec = base.scale(scaling, 1000).ok()?;
                Some(place.insert(Net::count(&spec, scaling.resolution)))
            }
        }
    }

    fn cost(&mut self, what: &str, model: &str, part: &str) -> Option<f64> {
        let stage = match part.strip_prefix("stage.") {
            Some(number @ ("1" | "9")) => Some(if number == "1" { (0, 0) } else { (1, 0) }),
            Some(number) => Some(stage(model, number)?),
            None => None,
        };
        let net = self.net(model)?;
        let keep = |path: &str| belongs(path, part, stage);
        let value = measure(what)?;
        net.layers.keys().any(|path| keep(path)).then(|| net.sum(value, keep) as f64)
    }

    fn channels(&mut self, model: &str, part: &str) -> Option<f64> {
        let range = part.strip_prefix("stage.").map(|number| stage(model, number));
        let net = self.net(model)?;
        let of = |block: &BlockFacts, what: &str| match what {
            "in" => Some(block.channels_in),
            "mid" => Some(block.channels_mid),
            "squeeze" => block.squeeze,
            "out" => Some(block.channels_out),
            _ => None,
        };
        let count = match part.split('.').collect::<Vec<_>>()[..] {
            ["stem"] => net.layers["stem"].shape[0],
            ["stage", _] => net.blocks.get(range??.0)?.channels_out,
            ["block", index, what] => of(net.blocks.get(index.parse::<usize>().ok()?)?, what)?,
            _ => return None,
        };
        Some(count as f64)
    }

    /// Each convention, said of tensors.
    fn layers(&mut self, model: &str, convention: &str) -> Option<f64> {
        let net = self.net(model)?;
        let count = |keep: &dyn Fn(&str, &Layer) -> bool| {
            net.layers.iter().filter(|(path, layer)| keep(path, layer)).count()
        };
        let count = match convention {
            "blocks" => net.blocks.len(),
            "paper" => 1 + net.blocks.len() + 1,
            "resnet-style" => count(&|path, l| l.shape.len() > 1 && !path.contains(".se.")),
            "weighted" => count(&|_, layer| layer.shape.len() > 1),
            "norm" => count(&|_, layer| layer.buffers > 0),
            _ => return None,
        };
        Some(count as f64)
    }

    /// The network that φ gives: only the side is rounded before the table is scaled.
    fn built(&mut self, what: &str, phi: &str) -> Option<f64> {
        let value: f64 = phi.parse().ok()?;
        let resolution = (224.0 * GAMMA.powf(value) + 0.5).floor();
        let scaling = Scaling {
            width: BETA.powf(value),
            depth: ALPHA.powf(value),
            resolution: resolution as usize,
        };
        let net = self.counted(&format!("φ = {phi}"), &families::efficientnet(), scaling)?;
        Some(match what {
            "blocks" => net.blocks.len() as f64,
            "resolution" => resolution,
            _ => net.sum(measure(what)?, |_| true) as f64,
        })
    }

    /// Rows of the paper's Table 7.
    fn recomputed(&mut self, row: &str) -> Option<f64> {
        let scaling = match row {
            "table7.baseline" => Scaling::default(),
            "table7.depth" => Scaling { depth: 4.0, ..Scaling::default() },
            "table7.width" => Scaling { width: 2.0, ..Scaling::default() },
            "table7.resolution" => Scaling { resolution: 2 * 224, ..Scaling::default() },
            "table7.compound" => Scaling { width: 1.2, depth: 1.4, resolution: 291 },
            _ => return None,
        };
        let net = self.counted(row, &families::efficientnet(), scaling)?;
        Some(net.sum(Layer::macs, |_| true) as f64)
    }

    /// Names and totals of the published networks that were built.
    pub(crate) fn published(&self) -> impl Iterator<Item = (&str, &Net)> {
        let all = self.nets.iter().map(|(name, net)| (name.as_str(), net));
        all.filter(|(name, _)| !name.contains(['φ', '.']))
    }
}

pub(crate) fn measure(what: &str) -> Option<fn(&Layer) -> u64> {
    Some(match what {
        "params" => |layer| layer.params,
        "buffers" => |layer| layer.buffers,
        "macs" => Layer::macs,
        "activations" => Layer::activations,
        _ => return None,
    })
}

fn coefficients(model: &str) -> Option<(f64, f64, usize)> {
    COEFFICIENTS.get(model.strip_prefix('b')?.parse::<usize>().ok()?).copied()
}

/// The blocks of a stage of Table 1, first and behind the last: repeats times depth, rounded up.
fn stage(model: &str, number: &str) -> Option<(usize, usize)> {
    let number: usize = number.parse().ok().filter(|number| (2..=8).contains(number))?;
    let (_, depth, _) = coefficients(model)?;
    let ends = |stages: usize| {
        REPEATS[..stages].iter().map(|repeats| (repeats * depth).ceil() as usize).sum::<usize>()
    };
    Some((ends(number - 2), ends(number - 1)))
}

/// Whether a layer is in a part; `stage` is its range of blocks, (0, 0) for the first, (1, 0) for the last.
fn belongs(path: &str, part: &str, stage: Option<(usize, usize)>) -> bool {
    let mut segments = path.splitn(3, '.');
    let (root, index, inside) = (segments.next(), segments.next(), segments.next());
    let block = index.and_then(|index| index.parse::<usize>().ok());
    let plays = |role: &str| match role {
        "se" => inside.is_some_and(|inside| inside.starts_with("se.")),
        "pointwise" => matches!(inside, Some("expand" | "project")),
        "norm" => path.rsplit('.').next() == Some("norm"),
        role => inside == Some(role),
    };
    match part.split('.').collect::<Vec<_>>()[..] {
        [""] => true,
        ["stem" | "head" | "classifier"] => root == Some(part),
        ["no-classifier"] => root != Some("classifier"),
        ["stage", _] => match stage {
            Some((0, 0)) => root == Some("stem"),
            Some((1, 0)) => matches!(root, Some("head" | "classifier")),
            Some((first, end)) => block.is_some_and(|block| (first..end).contains(&block)),
            None => false,
        },
        ["block", number] => block == number.parse().ok(),
        ["block", number, role] => block.is_some() && block == number.parse().ok() && plays(role),
        [role] => plays(role),
        _ => false,
    }
}

/// What needs no network.
fn plain(name: &str, argument: &str) -> Option<f64> {
    let phi = || argument.parse::<f64>().ok();
    let of = |pick: fn((f64, f64, usize)) -> f64| coefficients(argument).map(pick);
    Some(match name {
        "alpha" => ALPHA,
        "beta" => BETA,
        "gamma" => GAMMA,
        "constraint" => ALPHA * BETA * BETA * GAMMA * GAMMA,
        "formula.depth" => ALPHA.powf(phi()?),
        "formula.width" => BETA.powf(phi()?),
        "formula.resolution" => 224.0 * GAMMA.powf(phi()?),
        // α^φ = d, solved for φ.
        "phi.depth" => of(|(_, depth, _)| depth.ln() / ALPHA.ln())?,
        "phi.width" => of(|(width, ..)| width.ln() / BETA.ln())?,
        "phi.resolution" => of(|(.., side)| (side as f64 / 224.0).ln() / GAMMA.ln())?,
        "width" => of(|(width, ..)| width)?,
        "depth" => of(|(_, depth, _)| depth)?,
        "resolution" => of(|(.., side)| side as f64)?,
        _ => return None,
    })
}

/// A printed number.
fn paper(path: &str) -> Option<f64> {
    let data: toml::Table = include_str!("../../assets/data/paper.toml").parse().ok()?;
    let mut segments: Vec<&str> = path.split('.').collect();
    let last = segments.pop()?;
    let table = segments.iter().try_fold(&data, |table, segment| table.get(*segment)?.as_table());
    match table?.get(last)? {
        toml::Value::Float(number) => Some(*number),
        toml::Value::Integer(number) => Some(*number as f64),
        _ => None,
    }
}

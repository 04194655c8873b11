//! The quantities: `params:b0.se`, `layers:b0.paper`, `formula.depth:3`, `paper:b0.top1`.

use crate::arch::nearest;
use crate::arch::paper_tables::{self, Recomputed};
use crate::arch::{ArchSpec, BlockSpec, CompoundScaling, Cost, LayerSpec, Operator};

use super::error::Problem;
use super::models::Models;
use super::paper;

/// Every name, with an example of how it is written.
const NAMES: &[(&str, &str)] = &[
    ("params", "params:b0"),
    ("macs", "macs:b0"),
    ("buffers", "buffers:b0"),
    ("activations", "activations:b0"),
    ("blocks", "blocks:b0"),
    ("skips", "skips:b0"),
    ("resolution", "resolution:b0"),
    ("width", "width:b0"),
    ("depth", "depth:b0"),
    ("head-channels", "head-channels:b0"),
    ("channels", "channels:b0.block.1.mid"),
    ("repeats", "repeats:b0.stage.3"),
    ("layers", "layers:b0.paper"),
    ("formula.depth", "formula.depth:3"),
    ("formula.width", "formula.width:3"),
    ("formula.resolution", "formula.resolution:3"),
    ("built.macs", "built.macs:3"),
    ("built.params", "built.params:3"),
    ("built.blocks", "built.blocks:3"),
    ("built.resolution", "built.resolution:3"),
    ("phi.depth", "phi.depth:b7"),
    ("phi.width", "phi.width:b7"),
    ("phi.resolution", "phi.resolution:b7"),
    ("paper", "paper:b0.top1"),
    ("recomputed", "recomputed:table7.depth"),
    ("alpha", "alpha"),
    ("beta", "beta"),
    ("gamma", "gamma"),
    ("constraint", "constraint"),
];

/// The value of one quantity; `argument` is empty if none stands there.
pub(super) fn quantity(name: &str, argument: &str, models: &Models) -> Result<f64, Problem> {
    let Some((_, example)) = NAMES.iter().find(|(known, _)| *known == name) else {
        let names: Vec<&str> = NAMES.iter().map(|(known, _)| *known).collect();
        return Err(Problem::Unknown {
            place: "unknown quantity",
            name: name.to_owned(),
            expected: Vec::new(),
            nearest: nearest(name, &names),
        });
    };
    if example.contains(':') && argument.is_empty() {
        return Err(Problem::NoArgument { name: name.to_owned(), example: (*example).to_owned() });
    }
    if !example.contains(':') && !argument.is_empty() {
        let expected = format!("no argument: write `{name}`");
        return Err(Problem::Argument {
            name: name.to_owned(),
            expected,
            got: argument.to_owned(),
        });
    }
    let triple = CompoundScaling::default();
    let (model, part) =
        argument.split_once('.').map_or((argument, None), |(model, part)| (model, Some(part)));
    match name {
        "params" => cost(model, part, models).map(|cost| cost.params as f64),
        "macs" => cost(model, part, models).map(|cost| cost.macs as f64),
        "buffers" => cost(model, part, models).map(|cost| cost.buffers as f64),
        "activations" => cost(model, part, models).map(|cost| cost.activations as f64),
        "channels" => channels(&models.spec(model)?, part.unwrap_or_default()),
        "repeats" => repeats(&models.spec(model)?, part.unwrap_or_default()),
        "layers" => layers(&models.spec(model)?, part.unwrap_or_default()),
        "paper" => paper::value(argument),
        "recomputed" => recomputed(argument),
        "alpha" => Ok(triple.alpha),
        "beta" => Ok(triple.beta),
        "gamma" => Ok(triple.gamma),
        "constraint" => Ok(triple.constraint()),
        _ => match name.split_once('.') {
            Some(("formula", dimension)) => formula(dimension, number(name, example, argument)?),
            Some(("built", what)) => built(what, number(name, example, argument)?, models),
            Some((_, dimension)) => implied(dimension, argument, models),
            None => of_model(name, argument, models),
        },
    }
}

fn of_model(name: &str, model: &str, models: &Models) -> Result<f64, Problem> {
    let spec = models.spec(model)?;
    let scaling = models.scaling(model)?;
    Ok(match name {
        "blocks" => spec.blocks.len() as f64,
        "skips" => spec.blocks.iter().filter(|block| block.has_skip()).count() as f64,
        "resolution" => spec.resolution as f64,
        "width" => scaling.width,
        "depth" => scaling.depth,
        _ => spec.head as f64,
    })
}

fn formula(dimension: &str, phi: f64) -> Result<f64, Problem> {
    let formula = CompoundScaling::default().formula(phi)?;
    Ok(match dimension {
        "depth" => formula.depth,
        "width" => formula.width,
        _ => formula.resolution,
    })
}

fn built(what: &str, phi: f64, models: &Models) -> Result<f64, Problem> {
    let spec = models.build(CompoundScaling::default().formula(phi)?.rounded())?;
    Ok(match what {
        "macs" => spec.cost().macs as f64,
        "params" => spec.cost().params as f64,
        "blocks" => spec.blocks.len() as f64,
        _ => spec.resolution as f64,
    })
}

/// MACs of a row of the paper's Tables 3 and 7, as the released rounding builds it.
fn recomputed(path: &str) -> Result<f64, Problem> {
    let rows = paper_tables::rows();
    let found = rows.iter().find(|row| row.path() == path);
    found.map(|row| row.cost.macs as f64).ok_or_else(|| {
        let paths: Vec<String> = rows.iter().map(Recomputed::path).collect();
        let names: Vec<&str> = paths.iter().map(String::as_str).collect();
        Problem::Unknown {
            place: "the paper's tables have no row",
            name: path.to_owned(),
            nearest: nearest(path, &names),
            expected: paths,
        }
    })
}

fn implied(dimension: &str, model: &str, models: &Models) -> Result<f64, Problem> {
    let phi = CompoundScaling::default().implied_phi(models.scaling(model)?);
    Ok(match dimension {
        "depth" => phi.depth,
        "width" => phi.width,
        _ => phi.resolution,
    })
}

fn number(name: &str, example: &str, argument: &str) -> Result<f64, Problem> {
    argument.parse().ok().filter(|value: &f64| value.is_finite()).ok_or_else(|| Problem::Argument {
        name: name.to_owned(),
        expected: format!("a number, such as `{example}`"),
        got: argument.to_owned(),
    })
}

/// A part of a network, as an argument names it.
enum Part {
    Stem,
    Head,
    Classifier,
    NoClassifier,
    Role(Role),
    Stage(usize),
    Block(usize, Option<Role>),
}

/// What a layer does inside a block, or anywhere for batch norm.
#[derive(Clone, Copy)]
enum Role {
    Se,
    Expand,
    Depthwise,
    Project,
    Pointwise,
    Norm,
}

const ROLES: [(&str, Role); 6] = [
    ("se", Role::Se),
    ("expand", Role::Expand),
    ("depthwise", Role::Depthwise),
    ("project", Role::Project),
    ("pointwise", Role::Pointwise),
    ("norm", Role::Norm),
];

impl Role {
    fn parse(name: &str) -> Option<Self> {
        ROLES.into_iter().find(|(known, _)| *known == name).map(|(_, role)| role)
    }

    fn holds(self, layer: &LayerSpec) -> bool {
        // Behind `blocks.N.`; batch norm is a layer of its own, `expand.norm`.
        let inside = layer.path.splitn(3, '.').nth(2).unwrap_or_default();
        match self {
            Self::Se => inside.starts_with("se."),
            Self::Expand => inside == "expand",
            Self::Depthwise => inside == "depthwise",
            Self::Project => inside == "project",
            Self::Pointwise => inside == "expand" || inside == "project",
            Self::Norm => layer.op == Operator::BatchNorm,
        }
    }
}

impl Part {
    fn parse(text: &str, spec: &ArchSpec) -> Result<Self, Problem> {
        let (first, rest) = text.split_once('.').map_or((text, None), |(a, b)| (a, Some(b)));
        let part = match (first, rest) {
            ("stem", None) => Some(Self::Stem),
            ("head", None) => Some(Self::Head),
            ("classifier", None) => Some(Self::Classifier),
            ("no-classifier", None) => Some(Self::NoClassifier),
            ("stage", Some(number)) => return stage_number(number, spec, 1).map(Self::Stage),
            ("block", Some(rest)) => {
                let (index, role) =
                    rest.split_once('.').map_or((rest, None), |(a, b)| (a, Some(b)));
                let index = block_index(index, spec)?;
                match role.map(|name| Role::parse(name).ok_or_else(|| unknown_part(name))) {
                    None => return Ok(Self::Block(index, None)),
                    Some(role) => return Ok(Self::Block(index, Some(role?))),
                }
            }
            (role, None) => Role::parse(role).map(Self::Role),
            _ => None,
        };
        part.ok_or_else(|| unknown_part(text))
    }

    fn holds(&self, layer: &LayerSpec) -> bool {
        let within = |root: &str| layer.path.split('.').next() == Some(root);
        match self {
            Self::Stem => within("stem"),
            Self::Head => within("head"),
            Self::Classifier => within("classifier"),
            Self::NoClassifier => !within("classifier"),
            Self::Role(role) => role.holds(layer),
            Self::Stage(number) => layer.stage == *number,
            Self::Block(index, role) => {
                layer.block == Some(*index) && role.is_none_or(|role| role.holds(layer))
            }
        }
    }
}

fn unknown_part(name: &str) -> Problem {
    let mut names = vec!["stem", "head", "classifier", "no-classifier"];
    names.extend(ROLES.map(|(name, _)| name));
    names.extend(["stage.N", "block.N"]);
    Problem::Unknown {
        place: "unknown part",
        name: name.to_owned(),
        nearest: nearest(name, &names),
        expected: names.into_iter().map(str::to_owned).collect(),
    }
}

fn cost(model: &str, part: Option<&str>, models: &Models) -> Result<Cost, Problem> {
    let spec = models.spec(model)?;
    let Some(part) = part else { return Ok(spec.cost()) };
    let part = Part::parse(part, &spec)?;
    Ok(spec.cost_where(|layer| part.holds(layer)))
}

/// Numbers of stages as in the paper's Table 1; `first` is 1 with the stem, 2 without.
fn stage_number(text: &str, spec: &ArchSpec, first: usize) -> Result<usize, Problem> {
    let last = spec.blocks.last().map_or(1, |block| block.stage) + 2 - first;
    text.parse().ok().filter(|number| (first..=last).contains(number)).ok_or_else(|| {
        let expected = format!("between {first} and {last}");
        Problem::Range { field: "stage", expected, got: text.to_owned() }
    })
}

fn block_index(text: &str, spec: &ArchSpec) -> Result<usize, Problem> {
    text.parse().ok().filter(|index| *index < spec.blocks.len()).ok_or_else(|| {
        let expected = format!("between 0 and {}", spec.blocks.len() - 1);
        Problem::Range { field: "block", expected, got: text.to_owned() }
    })
}

/// `stage.3` is what a stage puts out; `block.1.in`, `.mid`, `.squeeze`, `.out` look into a block.
fn channels(spec: &ArchSpec, part: &str) -> Result<f64, Problem> {
    let wrong = || Problem::Argument {
        name: "channels".to_owned(),
        expected: "`MODEL.stage.N` or `MODEL.block.N.in`, `.mid`, `.squeeze`, `.out`".to_owned(),
        got: part.to_owned(),
    };
    let of = |block: &BlockSpec, what: &str| match what {
        "in" => Some(block.channels_in),
        "mid" => Some(block.channels_mid()),
        "squeeze" => block.squeeze,
        "out" => Some(block.channels_out),
        _ => None,
    };
    let segments: Vec<&str> = part.split('.').collect();
    let count = match segments[..] {
        ["stem"] => Some(spec.stem),
        ["stage", number] => {
            let number = stage_number(number, spec, 2)?;
            spec.blocks.iter().find(|block| block.stage == number).map(|block| block.channels_out)
        }
        ["block", index, what] => of(&spec.blocks[block_index(index, spec)?], what),
        _ => None,
    };
    count.map(|count| count as f64).ok_or_else(wrong)
}

/// How many blocks a stage has.
fn repeats(spec: &ArchSpec, part: &str) -> Result<f64, Problem> {
    let Some(number) = part.strip_prefix("stage.") else {
        return Err(Problem::Argument {
            name: "repeats".to_owned(),
            expected: "`MODEL.stage.N`".to_owned(),
            got: part.to_owned(),
        });
    };
    let number = stage_number(number, spec, 2)?;
    Ok(spec.blocks.iter().filter(|block| block.stage == number).count() as f64)
}

/// "How many layers" has five answers; each convention has its name.
fn layers(spec: &ArchSpec, convention: &str) -> Result<f64, Problem> {
    const CONVENTIONS: [&str; 5] = ["blocks", "paper", "resnet-style", "weighted", "norm"];
    let layers = spec.layers();
    let count = |keep: &dyn Fn(&LayerSpec) -> bool| layers.iter().filter(|l| keep(l)).count();
    let is_conv = |l: &LayerSpec| matches!(l.op, Operator::Conv | Operator::DepthwiseConv);
    let total = match convention {
        "blocks" => spec.blocks.len(),
        // The rows of Table 1: stem, blocks, head.
        "paper" => spec.blocks.len() + 2,
        // Convolutions on the main path and the classifier, as ResNet-50 is named.
        "resnet-style" => count(&|l| is_conv(l) && !Role::Se.holds(l)) + 1,
        "weighted" => count(&|l| l.op.is_weighted()),
        "norm" => count(&|l| l.op == Operator::BatchNorm),
        _ => {
            return Err(Problem::Unknown {
                place: "unknown way to count layers",
                name: convention.to_owned(),
                expected: CONVENTIONS.map(str::to_owned).to_vec(),
                nearest: nearest(convention, &CONVENTIONS),
            });
        }
    };
    Ok(total as f64)
}

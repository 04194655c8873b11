//! Which code a demo runs, cut out of the very files that this program was built from.

use crate::content::demo::Demo;

/// A part of a source file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The file, from the root of the repository.
    pub file: String,
    /// Its first line there, from 1.
    pub line: usize,
    /// The `impl` that a function stands in.
    pub within: Option<&'static str>,
    /// The code, moved to the left margin.
    pub code: String,
}

/// A file below `src`, and an item in it: `impl Layer for Conv2d > fn infer`.
type Place = (&'static str, &'static str);

/// The code that computes what a demo shows, what it stands on last.
pub fn source(demo: &Demo) -> Vec<Excerpt> {
    places(demo.name()).iter().filter_map(|place| excerpt(*place)).collect()
}

const CONV_COST: Place = ("arch/cost.rs", "impl Cost > fn conv");
const LAYER_COST: Place = ("arch/cost.rs", "impl LayerSpec > fn cost");
const ROUND_CHANNELS: Place = ("arch/scaling.rs", "fn round_channels");
const ROUND_REPEATS: Place = ("arch/scaling.rs", "fn round_repeats");
const CONV: Place = ("nn/conv.rs", "impl Layer for Conv2d > fn infer");
const DEPTHWISE: Place = ("nn/depthwise.rs", "impl Layer for DepthwiseConv2d > fn infer");
const SQUEEZE_EXCITE: Place =
    ("nn/squeeze_excite.rs", "impl Layer for SqueezeExcite > fn infer_probed");
const SWITCHES: Place = ("nn/probe.rs", "impl Switches > fn apply");
const MBCONV_LAYERS: Place = ("arch/layer.rs", "impl Unroll > fn mbconv");

#[rustfmt::skip]
fn places(demo: &str) -> &'static [Place] {
    match demo {
        "depthwise-microscope" =>
            &[DEPTHWISE, ("nn/depthwise.rs", "impl PaddedPlane > fn convolve")],
        "conv-cost" => &[CONV_COST, ("arch/shape.rs", "fn conv_output")],
        "separable-cost" => &[CONV_COST],
        "conv-pixel" => &[CONV, ("nn/im2col.rs", "fn im2col")],
        "separable-time" => &[CONV, DEPTHWISE],
        "relu-manifold" => &[("nn/activation.rs", "fn relu")],
        "activation-curve" =>
            &[("nn/activation.rs", "fn silu"), ("nn/activation.rs", "fn silu_slope")],
        "activation-swap" => &[("nn/activation.rs", "fn apply"), SWITCHES],
        "se-gates" => &[SQUEEZE_EXCITE, SWITCHES],
        "se-cost" => &[("arch/layer.rs", "impl Unroll > fn squeeze_excite"), LAYER_COST],
        "block-cost" => &[MBCONV_LAYERS, LAYER_COST],
        "fused-cost" => &[("arch/layer.rs", "impl Unroll > fn fused_mbconv"), LAYER_COST],
        "mbconv-microscope" => &[("nn/mbconv.rs", "impl Layer for MBConv > fn infer_probed")],
        "feature-maps" => &[("nn/probe.rs", "impl EfficientNet > fn run")],
        "network-walk" =>
            &[("arch/layer.rs", "impl ArchSpec > fn layers"), MBCONV_LAYERS],
        "layer-ledger" => &[("arch/layer.rs", "impl ArchSpec > fn layers")],
        "bug-fingerprint" => &[("arch/bug.rs", "impl Bug > fn build"), LAYER_COST],
        "convention-ledger" =>
            &[("arch/convention.rs", "impl Convention > fn ledger"), ("arch/convention.rs", "fn pieces")],
        "memory-ledger" =>
            &[("arch/memory.rs", "impl Network > fn memory"), ("arch/memory.rs", "impl Flow > fn peak")],
        "compound-scaling" | "scaling" => &[
            ("arch/compound.rs", "impl CompoundScaling > fn formula"), ROUND_CHANNELS, ROUND_REPEATS,
        ],
        "single-dimension" => &[ROUND_CHANNELS, ROUND_REPEATS],
        "constraint-surface" | "surface" =>
            &[("arch/surface.rs", "impl Triple > fn constraint"), ("arch/surface.rs", "fn surface")],
        "budget" => &[("arch/budget.rs", "impl Constraint > fn holds")],
        "family-chart" | "model-landscape" | "model-card" =>
            &[("arch/cost.rs", "impl ArchSpec > fn cost_where"), LAYER_COST],
        "train-nano" => &[
            ("train/trainer.rs", "impl Trainer > fn step"),
            ("train/optimizer.rs", "impl Optimizer for SgdNesterov > fn step"),
        ],
        "lr-schedule" => &[("train/schedule.rs", "impl Schedule > fn lr")],
        "survival" => &[
            ("nn/efficientnet.rs", "impl EfficientNet > fn set_stochastic_depth"),
            ("nn/stochastic_depth.rs", "impl Layer for StochasticDepth > fn forward"),
        ],
        "errata" => &[("content/quantity.rs", "fn evaluate_with")],
        _ => &[],
    }
}

macro_rules! files {
    ($($path:literal),* $(,)?) => {
        /// The files that [`places`] names, as they were when this program was built.
        const FILES: &[(&str, &str)] = &[$(($path, include_str!(concat!("../", $path)))),*];
    };
}

files![
    "arch/budget.rs",
    "arch/bug.rs",
    "arch/compound.rs",
    "arch/convention.rs",
    "arch/cost.rs",
    "arch/layer.rs",
    "arch/memory.rs",
    "arch/scaling.rs",
    "arch/shape.rs",
    "arch/surface.rs",
    "content/quantity.rs",
    "nn/activation.rs",
    "nn/conv.rs",
    "nn/depthwise.rs",
    "nn/efficientnet.rs",
    "nn/im2col.rs",
    "nn/mbconv.rs",
    "nn/probe.rs",
    "nn/squeeze_excite.rs",
    "nn/stochastic_depth.rs",
    "train/optimizer.rs",
    "train/schedule.rs",
    "train/trainer.rs",
];

fn excerpt((path, item): Place) -> Option<Excerpt> {
    let (_, text) = FILES.iter().find(|(known, _)| *known == path)?;
    let lines: Vec<&str> = text.lines().collect();
    let mut range = (0, lines.len());
    let mut parts = item.split(" > ").peekable();
    let mut within = None;
    while let Some(part) = parts.next() {
        let (start, end) = find(&lines[range.0..range.1], part)?;
        range = (range.0 + start, range.0 + end);
        if parts.peek().is_some() {
            within = Some(part);
        }
    }
    let indent = lines[range.0].len() - lines[range.0].trim_start().len();
    let start = above(&lines, range.0);
    let moved: Vec<&str> = lines[start..range.1]
        .iter()
        .map(|line| line.get(indent..).unwrap_or("").trim_end())
        .collect();
    Some(Excerpt { file: format!("src/{path}"), line: start + 1, within, code: moved.join("\n") })
}

/// First line of an item, and the one behind its last: the brace at the same indentation closes it.
fn find(lines: &[&str], item: &str) -> Option<(usize, usize)> {
    let is_head = |line: &&str| {
        let mut line = line.trim_start();
        for word in ["pub(super) ", "pub(crate) ", "pub ", "const "] {
            line = line.strip_prefix(word).unwrap_or(line);
        }
        let rest = line.strip_prefix(item);
        rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
    };
    let start = lines.iter().position(is_head)?;
    let head = lines[start];
    let closing = format!("{}}}", &head[..head.len() - head.trim_start().len()]);
    let end = lines[start..].iter().position(|line| *line == closing)?;
    Some((start, start + end + 1))
}

/// Up over the comments and attributes that belong to an item.
fn above(lines: &[&str], item: usize) -> usize {
    let belongs = |line: &&&str| {
        let line = line.trim_start();
        line.starts_with("///") || line.starts_with("#[")
    };
    item - lines[..item].iter().rev().take_while(belongs).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_demo_has_a_source_and_every_item_is_found_whole() {
        for demo in Demo::NAMES.iter().chain(&["scaling", "surface", "budget"]) {
            let places = places(demo);
            assert!(!places.is_empty(), "{demo}");
            for place in places {
                let found = excerpt(*place).unwrap_or_else(|| panic!("{place:?} is not there"));
                assert!(found.code.ends_with('}'), "{place:?}: {}", found.code);
                assert_eq!(found.code.matches('{').count(), found.code.matches('}').count());
                let name = place.1.rsplit("fn ").next().unwrap();
                assert!(found.code.contains(&format!("fn {name}")), "{place:?}: {}", found.code);
            }
        }
    }

    #[test]
    fn an_excerpt_says_where_it_stands() {
        let found = excerpt(CONV_COST).unwrap();
        assert_eq!((found.file.as_str(), found.within), ("src/arch/cost.rs", Some("impl Cost")));
        let (_, text) = FILES.iter().find(|(path, _)| *path == "arch/cost.rs").unwrap();
        let line = text.lines().nth(found.line - 1).unwrap();
        assert_eq!(line.trim_start(), found.code.lines().next().unwrap(), "the line is right");
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        let lines = ["fn convolve() {", "}", "pub fn conv() {", "    if x {", "    }", "}"];
        assert_eq!(
            find(&lines, "fn conv"),
            Some((2, 6)),
            "not the longer name, and to its own brace"
        );
        assert_eq!(find(&lines, "fn con"), None);
    }
}

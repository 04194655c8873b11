//! Squeeze-excite, step by step: what it costs, and how small that is within a block.

use crate::arch::{BlockKind, BlockSpec, Cost, LayerSpec, Operator};
use crate::content::demo::{SeCost, SqueezeOf};
use crate::figure::{Bar, Figure, Part, Table};
use crate::text::Lang;
use crate::text::number::{compact, count, percent};

use super::block::layers;
use super::shape;

/// One squeeze channel for so many of the channels that it is taken of (se_ratio 0.25).
const QUARTER: usize = 4;

/// Channels of the squeeze layer, taken of `channels`.
pub(super) fn width(channels: usize) -> usize {
    (channels / QUARTER).max(1)
}

pub(in crate::demo) fn cost(demo: &SeCost, lang: Lang) -> Figure {
    let block = spec(demo, demo.squeeze_of);
    let layers = layers(block, demo.side);
    let of_se = of_se(&layers);
    let whole: Cost = layers.iter().map(LayerSpec::cost).sum();
    let mid = block.channels_mid();
    let share = |part: u64, whole: u64| percent(part as f64 / whole.max(1) as f64, 2);
    let multiplied = mid * demo.side * demo.side;
    Figure {
        title: lang.fill(
            "operations.se.title",
            &[("cin", &demo.channels_in), ("mid", &mid), ("side", &demo.side)],
        ),
        parts: vec![
            Part::Table(table(&layers, of_se, lang)),
            Part::Bars(both(demo, lang)),
            Part::Note(lang.fill(
                "operations.se.share",
                &[
                    ("params", &share(of_se.params, whole.params)),
                    ("macs", &share(of_se.macs, whole.macs)),
                    ("cin", &demo.channels_in),
                ],
            )),
            Part::Note(
                lang.fill("operations.se.uncounted", &[("values", &compact(multiplied as f64))]),
            ),
        ],
        values: vec![
            ("squeeze", block.squeeze.unwrap_or(0) as f64),
            ("params", of_se.params as f64),
            ("macs", of_se.macs as f64),
        ],
    }
}

/// A 3×3 block with a skip around the squeeze-excite.
fn spec(demo: &SeCost, of: SqueezeOf) -> BlockSpec {
    let squeezed = match of {
        SqueezeOf::Input => demo.channels_in,
        SqueezeOf::Expanded => demo.channels_in * demo.expand,
    };
    BlockSpec {
        kind: BlockKind::MBConv,
        stage: 2,
        kernel: 3,
        stride: 1,
        expand_ratio: demo.expand,
        channels_in: demo.channels_in,
        channels_out: demo.channels_in,
        squeeze: Some(width(squeezed)),
    }
}

fn is_se(layer: &LayerSpec) -> bool {
    layer.path.contains(".se.")
}

fn of_se(layers: &[LayerSpec]) -> Cost {
    layers.iter().filter(|layer| is_se(layer)).map(LayerSpec::cost).sum()
}

fn table(layers: &[LayerSpec], whole: Cost, lang: Lang) -> Table {
    let mut table = Table::new([
        "",
        lang.text("operations.block.writes"),
        lang.text("scale.params"),
        lang.text("scale.macs"),
    ]);
    for layer in layers.iter().filter(|layer| is_se(layer)) {
        let Some(name) = name(layer, lang) else { continue };
        let cost = layer.cost();
        table.push([name.to_owned(), shape(layer.output), count(cost.params), count(cost.macs)]);
    }
    let sum = lang.text("operations.block.sum").to_owned();
    table.push_own([sum, String::new(), count(whole.params), count(whole.macs)]);
    table
}

/// The name of a step; the activations between them have none.
fn name(layer: &LayerSpec, lang: Lang) -> Option<&'static str> {
    Some(match layer.op {
        Operator::GlobalPool => lang.text("operations.se.squeeze"),
        Operator::Conv if layer.path.ends_with(".reduce") => lang.text("operations.se.reduce"),
        Operator::Conv => lang.text("operations.se.expand"),
        Operator::Scale => lang.text("operations.se.scale"),
        _ => return None,
    })
}

/// The parameters with the width taken of the input, and of the expanded channels.
fn both(demo: &SeCost, lang: Lang) -> Vec<Bar> {
    let names = [
        (SqueezeOf::Input, lang.text("operations.se.of-input")),
        (SqueezeOf::Expanded, lang.text("operations.se.of-expanded")),
    ];
    let bar = |(of, name): (SqueezeOf, &str)| {
        let params = of_se(&layers(spec(demo, of), demo.side)).params;
        Bar { label: name.to_owned(), value: params as f64, shown: count(params) }
    };
    names.map(bar).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(of: SqueezeOf) -> Figure {
        cost(&SeCost { channels_in: 16, expand: 6, squeeze_of: of, side: 56 }, Lang::En)
    }

    /// Two matrices between 96 channels and 4, each with its bias.
    #[test]
    fn squeeze_excite_is_two_small_matrices_with_biases() {
        let figure = run(SqueezeOf::Input);
        assert_eq!(figure.value("squeeze"), Some(4.0));
        assert_eq!(figure.value("params"), Some(f64::from(2 * 96 * 4 + 4 + 96)));
        assert_eq!(figure.value("macs"), Some(f64::from(2 * 96 * 4)));
    }

    #[test]
    fn of_the_expanded_channels_it_is_as_many_times_wider() {
        assert_eq!(run(SqueezeOf::Expanded).value("squeeze"), Some(24.0));
        let one = SeCost { channels_in: 32, expand: 1, squeeze_of: SqueezeOf::Input, side: 7 };
        let other = SeCost { squeeze_of: SqueezeOf::Expanded, ..one.clone() };
        assert_eq!(cost(&one, Lang::En).values, cost(&other, Lang::En).values);
    }

    #[test]
    fn the_width_is_the_one_that_the_networks_have() {
        for block in crate::arch::Variant::B7.imagenet().blocks {
            assert_eq!(block.squeeze, Some(width(block.channels_in)));
        }
    }
}

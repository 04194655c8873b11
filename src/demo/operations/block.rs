//! One block, counted step by step.

use std::fmt::Display;

use crate::arch::memory::F32;
use crate::arch::{ArchSpec, BlockKind, BlockSpec, Cost, LayerSpec, Shape, Variant};
use crate::content::demo::{BlockCost, Switch};
use crate::figure::{Bar, Figure, Part, Table};
use crate::text::number::{compact, count, percent, ratio};
use crate::text::{Lang, pad_start};

use super::shape;

/// A convolution of a block with what follows it, or its squeeze-excite.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Step {
    /// Name in the paths of layers: `expand`, `depthwise`, `se`, `project`.
    pub(super) part: String,
    /// Side of its kernel.
    pub(super) kernel: usize,
    /// What its last convolution writes.
    pub(super) output: Shape,
    /// What it costs, batch norm included.
    pub(super) cost: Cost,
}

/// The layers of a block alone, on an input with this side.
pub(super) fn layers(block: BlockSpec, side: usize) -> Vec<LayerSpec> {
    // The stem before it halves the image.
    let net = ArchSpec {
        resolution: 2 * side,
        stem: block.channels_in,
        blocks: vec![block],
        ..Variant::B0.imagenet()
    };
    net.layers().into_iter().filter(|layer| layer.block.is_some()).collect()
}

/// The steps of a block, in order. The skip connection costs nothing and is none.
pub(super) fn steps(block: BlockSpec, side: usize) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for layer in layers(block, side) {
        let part = layer.path.split('.').nth(2).unwrap_or_default();
        match steps.last_mut() {
            Some(step) if step.part == part => {
                if layer.cost().macs > 0 {
                    step.output = layer.output;
                }
                step.cost = step.cost + layer.cost();
            }
            _ if part == "skip" => {}
            _ => steps.push(Step {
                part: part.to_owned(),
                kernel: layer.kernel,
                output: layer.output,
                cost: layer.cost(),
            }),
        }
    }
    steps
}

/// Bytes of what the convolutions of a step write, in f32.
pub(super) const fn bytes(cost: Cost) -> u64 {
    cost.activations * F32
}

/// The name of a step.
pub(super) fn step_name(step: &Step, lang: Lang) -> &'static str {
    match (step.part.as_str(), step.kernel) {
        ("se", _) => "SE",
        ("depthwise", _) => lang.text("operations.block.depthwise"),
        ("expand", 1) => lang.text("operations.block.expand"),
        (_, 1) => lang.text("operations.block.project"),
        _ => lang.text("operations.block.convolution"),
    }
}

fn spec(demo: &BlockCost) -> BlockSpec {
    BlockSpec {
        kind: BlockKind::MBConv,
        stage: 2,
        kernel: demo.kernel,
        stride: demo.stride,
        expand_ratio: demo.expand,
        channels_in: demo.channels_in,
        channels_out: demo.channels_out,
        squeeze: (demo.se == Switch::On).then(|| super::squeeze::width(demo.channels_in)),
    }
}

pub(in crate::demo) fn cost(demo: &BlockCost, lang: Lang) -> Figure {
    let block = spec(demo);
    let steps = steps(block, demo.side);
    let whole: Cost = steps.iter().map(|step| step.cost).sum();
    let [plain, dense] = others(block, &steps);
    Figure {
        title: lang.fill(
            "operations.block.title",
            &[
                ("expand", &demo.expand),
                ("k", &demo.kernel),
                ("cin", &demo.channels_in),
                ("cout", &demo.channels_out),
                ("stride", &demo.stride),
            ],
        ),
        parts: vec![
            Part::Table(table(&steps, whole, lang)),
            Part::Bars(steps.iter().map(|step| share(step, whole, lang)).collect()),
            Part::Note(lang.text(skip(block)).to_owned()),
            Part::Note(compared(demo.kernel, whole, plain, dense, lang)),
        ],
        values: vec![
            ("params", whole.params as f64),
            ("macs", whole.macs as f64),
            ("skip", if block.has_skip() { 1.0 } else { 0.0 }),
            ("plain", plain.macs as f64),
            ("dense", dense.macs as f64),
        ],
    }
}

/// What else would do: one plain k×k convolution from input to output; and the same block with a
/// plain k×k convolution where the depthwise one is.
fn others(block: BlockSpec, steps: &[Step]) -> [Cost; 2] {
    let side = steps.last().map_or(0, |step| step.output.h);
    let conv = |c_in, c_out| Cost::conv(c_in, c_out, block.kernel, 1, side * side);
    let mid = block.channels_mid();
    let kept = steps.iter().filter(|step| step.part != "depthwise").map(|step| step.cost);
    [conv(block.channels_in, block.channels_out), kept.sum::<Cost>() + conv(mid, mid)]
}

fn table(steps: &[Step], whole: Cost, lang: Lang) -> Table {
    let mut table = Table::new([
        "",
        lang.text("operations.block.writes"),
        lang.text("scale.params"),
        lang.text("scale.macs"),
        lang.text("operations.block.bytes"),
    ]);
    let cells = |name: &str, shape: String, cost: Cost| {
        let numbers = [cost.params, cost.macs, bytes(cost)].map(|value| compact(value as f64));
        let [params, macs, bytes] = numbers;
        [name.to_owned(), shape, params, macs, bytes]
    };
    for step in steps {
        let name = step_name(step, lang);
        table.push(cells(name, shape(step.output), step.cost));
    }
    table.push_own(cells(lang.text("operations.block.sum"), String::new(), whole));
    table
}

/// A step's exact MACs, and its share of the block.
fn share(step: &Step, whole: Cost, lang: Lang) -> Bar {
    let macs = step.cost.macs;
    let part = percent(macs as f64 / whole.macs.max(1) as f64, 1);
    Bar {
        label: step_name(step, lang).to_owned(),
        value: macs as f64,
        // Below each other, whatever the percent.
        shown: format!("{}  {}", count(macs), pad_start(&part, 6)),
    }
}

const fn skip(block: BlockSpec) -> &'static str {
    match (block.stride, block.has_skip()) {
        (_, true) => "operations.block.skip",
        (1, false) => "operations.block.no-skip-channels",
        (_, false) => "operations.block.no-skip-stride",
    }
}

fn compared(kernel: usize, whole: Cost, plain: Cost, dense: Cost, lang: Lang) -> String {
    let times = |cost: Cost| ratio(cost.macs as f64 / whole.macs.max(1) as f64, 2);
    let (plain, dense) = ((compact(plain.macs as f64), times(plain)), times(dense));
    let values: [(&str, &dyn Display); 4] =
        [("k", &kernel), ("plain", &plain.0), ("times", &plain.1), ("dense", &dense)];
    lang.fill("operations.block.compared", &values)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// B0's block 1: 16 → 24, expanded 6 times, 3×3, stride 2, on 112×112.
    const SECOND: BlockCost = BlockCost {
        channels_in: 16,
        channels_out: 24,
        expand: 6,
        kernel: 3,
        stride: 2,
        se: Switch::On,
        side: 112,
    };

    #[test]
    fn the_second_block_of_b0_costs_what_others_count() {
        let steps = steps(spec(&SECOND), SECOND.side);
        let macs: Vec<u64> = steps.iter().map(|step| step.cost.macs).collect();
        assert_eq!(macs, [19_267_584, 2_709_504, 768, 7_225_344]);
        assert_eq!(cost(&SECOND, Lang::En).value("macs"), Some(29_203_200.0));
    }

    /// A block alone costs what it costs inside the network.
    #[test]
    fn every_block_of_b0_costs_what_it_does_in_the_network() {
        let net = Variant::B0.imagenet();
        for (index, block) in net.blocks.iter().enumerate() {
            let within = net.cost_where(|layer| layer.block == Some(index));
            let side = net.layers().iter().find(|l| l.block == Some(index)).unwrap().input.h;
            let demo = BlockCost {
                channels_in: block.channels_in,
                channels_out: block.channels_out,
                expand: block.expand_ratio,
                kernel: block.kernel,
                stride: block.stride,
                se: Switch::On,
                side,
            };
            let figure = cost(&demo, Lang::En);
            assert_eq!(figure.value("macs"), Some(within.macs as f64), "block {index}");
            assert_eq!(figure.value("params"), Some(within.params as f64), "block {index}");
            assert_eq!(figure.value("skip"), Some(f64::from(u8::from(block.has_skip()))));
        }
    }

    #[test]
    fn without_expansion_and_se_two_steps_are_left() {
        let demo = BlockCost { expand: 1, se: Switch::Off, ..SECOND };
        let parts: Vec<String> =
            steps(spec(&demo), demo.side).into_iter().map(|step| step.part).collect();
        assert_eq!(parts, ["depthwise", "project"]);
    }

    #[test]
    fn a_dense_block_pays_for_every_pair_of_channels() {
        let figure = cost(&SECOND, Lang::En);
        let extra = 2_709_504.0 * 95.0;
        assert_eq!(figure.value("dense"), Some(29_203_200.0 + extra));
        assert_eq!(figure.value("plain"), Some(f64::from(9 * 16 * 24 * 56 * 56)));
    }
}

//! MBConv against Fused-MBConv: EfficientNetV2 puts one plain 3×3 convolution in the place of the
//! expand and the depthwise convolution.

use crate::arch::{BlockKind, BlockSpec, Cost};
use crate::content::demo::FusedCost;
use crate::figure::{Bar, Figure, Part, Table};
use crate::text::Lang;
use crate::text::number::{compact, count, factor};

use super::block::{Step, bytes, step_name, steps};

/// The two kinds, and their names in the field.
const KINDS: [(BlockKind, &str); 2] =
    [(BlockKind::MBConv, "MBConv"), (BlockKind::FusedMBConv, "Fused-MBConv")];

pub(in crate::demo) fn cost(demo: &FusedCost, lang: Lang) -> Figure {
    let both = KINDS.map(|(kind, name)| (name, steps(spec(demo, kind), demo.side)));
    let [mbconv, fused] = [&both[0].1, &both[1].1].map(|steps| whole(steps));
    let times = |value: fn(Cost) -> u64| factor(value(fused) as f64 / value(mbconv).max(1) as f64);
    let mut table = Table::new([
        "",
        lang.text("scale.params"),
        lang.text("scale.macs"),
        lang.text("operations.block.bytes"),
    ]);
    for (name, steps) in &both {
        for step in steps {
            table.push(cells(step_name(step, lang), step.cost));
        }
        table.push_own(cells(name, whole(steps)));
    }
    let bar = |name: &str, cost: Cost| Bar {
        label: name.to_owned(),
        value: cost.macs as f64,
        shown: count(cost.macs),
    };
    Figure {
        title: lang.fill(
            "operations.fused.title",
            &[("channels", &demo.channels), ("expand", &demo.expand), ("side", &demo.side)],
        ),
        parts: vec![
            Part::Table(table),
            Part::Bars(vec![bar(KINDS[0].1, mbconv), bar(KINDS[1].1, fused)]),
            Part::Note(lang.fill(
                "operations.fused.times",
                &[
                    ("params", &times(|cost| cost.params)),
                    ("macs", &times(|cost| cost.macs)),
                    ("bytes", &times(bytes)),
                ],
            )),
            Part::Note(lang.text("operations.fused.why").to_owned()),
        ],
        values: vec![
            ("mbconv", mbconv.macs as f64),
            ("fused", fused.macs as f64),
            ("ratio", fused.macs as f64 / mbconv.macs.max(1) as f64),
        ],
    }
}

/// A 3×3 block without squeeze-excite, as both kinds stand in EfficientNetV2's comparison.
const fn spec(demo: &FusedCost, kind: BlockKind) -> BlockSpec {
    BlockSpec {
        kind,
        stage: 2,
        kernel: 3,
        stride: 1,
        expand_ratio: demo.expand,
        channels_in: demo.channels,
        channels_out: demo.channels,
        squeeze: None,
    }
}

fn whole(steps: &[Step]) -> Cost {
    steps.iter().map(|step| step.cost).sum()
}

fn cells(name: &str, cost: Cost) -> [String; 4] {
    let [params, macs, bytes] =
        [cost.params, cost.macs, bytes(cost)].map(|value| compact(value as f64));
    [name.to_owned(), params, macs, bytes]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Per output position: c·ec + 9·ec + ec·c against 9·c·ec + ec·c; unexpanded 9·c + c·c against 9·c·c.
    #[test]
    fn the_macs_are_those_of_the_formula() {
        for channels in [8_usize, 24, 256] {
            for expand in 1..=6 {
                let mid = channels * expand;
                let pairs = channels * mid;
                let (mbconv, fused) = match expand {
                    1 => (9 * mid + pairs, 9 * pairs),
                    _ => (2 * pairs + 9 * mid, 10 * pairs),
                };
                let figure = cost(&FusedCost { channels, expand, side: 14 }, Lang::En);
                assert_eq!(figure.value("mbconv"), Some((mbconv * 196) as f64));
                assert_eq!(figure.value("fused"), Some((fused * 196) as f64));
            }
        }
    }
}

//! The MBConv microscope: one block of a trained network on a real image, step by step, and the way to
//! one value of its output.
//!
//! ```text
//! out[o, y, x] = norm(Σ_c weight[o, c] · gate[c] · depthwise[c, y, x]) + input[o, y, x]
//! ```
//!
//! Of the sum over all expanded channels the largest term is followed back to the image.

mod trace;

use std::fmt::Display;

use crate::arch::{ArchSpec, Cost, LayerSpec, Shape, Variant};
use crate::content::demo::{MbconvMicroscope, Shipped};
use crate::figure::{Figure, Part, Table};
use crate::job::CancelToken;
use crate::nn::MBConv;
use crate::text::Lang;
use crate::text::number::compact;

use super::bench::{Opened, Source};
use super::digits::digits;
use super::{Bench, DemoError};
use trace::Trace;

/// Largest terms of the projection that are listed.
const LISTED: usize = 3;

/// Bytes of a value: f32.
const BYTES: u64 = 4;

/// The steps of a block: the part of the path, and the key of the name.
const STEPS: [(&str, &str); 5] = [
    ("expand", "engine.block.expand"),
    ("depthwise", "engine.block.depthwise"),
    ("se", "engine.block.se"),
    ("project", "engine.block.project"),
    ("skip", "engine.block.skip"),
];

pub(super) fn figure(
    demo: &MbconvMicroscope,
    lang: Lang,
    bench: &Bench,
    cancel: &CancelToken,
) -> Result<Figure, DemoError> {
    let source = match demo.model {
        Shipped::Lite0 => Source::Photo(demo.image),
        Shipped::Nano => Source::Digit(demo.digit),
    };
    let opened = bench.open(source, demo.block, cancel)?;
    let block = source.network().mbconv(demo.block);
    let trace = Trace::of(block, &opened, [demo.channel, demo.row, demo.column]);
    let image = match demo.model {
        Shipped::Lite0 => bench.photo_name(demo.image).to_owned(),
        Shipped::Nano => {
            let values: [(&str, &dyn Display); 2] =
                [("digit", &demo.digit), ("label", &digits().label(demo.digit))];
            lang.fill("engine.digit", &values)
        }
    };
    let title = lang.fill(
        "engine.block.title",
        &[("image", &image), ("model", &demo.model.name()), ("block", &demo.block)],
    );
    Ok(Figure {
        title,
        parts: vec![
            Part::Table(steps(demo, lang)),
            Part::Table(followed(&trace, block, &opened, lang)),
            Part::Note(largest(&trace, lang)),
        ],
        values: vec![
            ("expand", trace.expand.into()),
            ("depthwise", trace.depthwise.into()),
            ("gate", trace.gate.unwrap_or(1.0).into()),
            ("project", trace.sum.into()),
            ("out", trace.out.into()),
        ],
    })
}

/// Shape, parameters, MACs and bytes of what each step of the block writes.
fn steps(demo: &MbconvMicroscope, lang: Lang) -> Table {
    let lite0;
    let spec: &ArchSpec = match demo.model {
        Shipped::Lite0 => {
            lite0 = Variant::Lite0.imagenet();
            &lite0
        }
        Shipped::Nano => &digits().spec,
    };
    let layers = spec.layers();
    let mut table = Table::new([
        "",
        lang.text("engine.block.shape"),
        lang.text("engine.block.params"),
        "MACs",
        lang.text("engine.block.bytes"),
    ]);
    for (part, key) in STEPS {
        if let Some((cost, shape)) = step(&layers, demo.block, part) {
            // The skip connection writes its sum over the projection.
            let values = match cost.activations {
                0 => (shape.c * shape.h * shape.w) as u64,
                written => written,
            };
            table.push([
                lang.text(key).to_owned(),
                format!("{}×{}×{}", shape.c, shape.h, shape.w),
                compact(cost.params as f64),
                compact(cost.macs as f64),
                compact((values * BYTES) as f64),
            ]);
        }
    }
    table
}

/// Cost of all layers of one step, and what its last convolution writes: of squeeze-excite the gates,
/// not the map that they scale. None if the block has no such step.
fn step(layers: &[LayerSpec], block: usize, part: &str) -> Option<(Cost, Shape)> {
    let path = format!("blocks.{block}.{part}");
    let is_of_it = |layer: &&LayerSpec| {
        layer.path.strip_prefix(&path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let own: Vec<&LayerSpec> = layers.iter().filter(is_of_it).collect();
    let convolution = own.iter().rfind(|layer| layer.cost().macs > 0);
    let shape = convolution.or(own.last())?.output;
    Some((own.iter().map(|layer| layer.cost()).sum(), shape))
}

/// The way to the value, from the followed channel's expansion to the sum with the input.
fn followed(trace: &Trace, block: &MBConv, opened: &Opened, lang: Lang) -> Table {
    let mut table = Table::new(["", ""]);
    let mut line = |name: String, value: f32| table.push([name, format!("{value:.4}")]);
    let begin = match block.expand {
        Some(_) => "engine.block.expanded",
        None => "engine.block.unexpanded",
    };
    let (row, column) = trace.centre;
    let place: [(&str, &dyn Display); 3] =
        [("channel", &trace.channel), ("row", &row), ("column", &column)];
    line(lang.fill(begin, &place), trace.expand);
    let kernel = block.depthwise.conv.window.kernel;
    line(lang.fill("engine.block.around", &[("k", &kernel)]), trace.depthwise);
    let weight = format!("{:.3}", trace.weight);
    line(
        match trace.gate {
            Some(gate) => {
                let gate = format!("{gate:.3}");
                lang.fill("engine.block.gated", &[("gate", &gate), ("weight", &weight)])
            }
            None => lang.fill("engine.block.weighted", &[("weight", &weight)]),
        },
        trace.terms[trace.channel],
    );
    line(lang.fill("engine.block.sum", &[("all", &trace.terms.len())]), trace.sum);
    let (scale, shift) = (format!("{:.2}", trace.scale), format!("{:+.2}", trace.shift));
    line(lang.fill("engine.block.norm", &[("scale", &scale), ("shift", &shift)]), trace.norm);
    match trace.skip {
        Some(input) => line(lang.text("engine.block.added").to_owned(), input),
        None => table.push([no_skip(block, opened, lang), "-".to_owned()]),
    }
    table.push_own([lang.text("engine.block.out").to_owned(), format!("{:.4}", trace.out)]);
    table
}

/// Why the input is not added.
fn no_skip(block: &MBConv, opened: &Opened, lang: Lang) -> String {
    match block.depthwise.conv.window.stride {
        1 => {
            let (before, after) = (opened.input().dim().1, opened.output().dim().1);
            lang.fill("engine.block.channels-change", &[("from", &before), ("to", &after)])
        }
        stride => lang.fill("engine.block.size-changes", &[("stride", &stride)]),
    }
}

/// The largest terms of the sum, whatever their sign.
fn largest(trace: &Trace, lang: Lang) -> String {
    let mut order: Vec<usize> = (0..trace.terms.len()).collect();
    order.sort_by(|a, b| trace.terms[*b].abs().total_cmp(&trace.terms[*a].abs()));
    order.truncate(LISTED);
    let terms: Vec<String> =
        order.iter().map(|&channel| format!("#{channel} {:+.2}", trace.terms[channel])).collect();
    let count = trace.terms.len();
    lang.fill("engine.block.largest", &[("count", &count), ("terms", &terms.join(", "))])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::bench::shared;

    /// Every step of every block is in the table, and nothing is counted twice.
    #[test]
    fn the_steps_add_up_to_the_block() {
        for spec in [Variant::Lite0.imagenet(), digits().spec.clone()] {
            let layers = spec.layers();
            for block in 0..spec.blocks.len() {
                let steps = STEPS.iter().filter_map(|(part, _)| step(&layers, block, part));
                let sum: Cost = steps.map(|(cost, _)| cost).sum();
                let own = layers.iter().filter(|layer| layer.block == Some(block));
                assert_eq!(sum, own.map(LayerSpec::cost).sum(), "block {block}");
            }
        }
    }

    #[test]
    fn a_block_without_skip_says_why() {
        let text = |block| {
            let demo = MbconvMicroscope {
                model: Shipped::Nano,
                image: <_>::default(),
                digit: 3,
                block,
                channel: 1,
                row: 2,
                column: 3,
            };
            let figure = figure(&demo, Lang::En, shared(), &CancelToken::new()).unwrap();
            let lines = figure.lines(72, crate::figure::Glyphs::Ascii);
            lines.iter().map(|line| line.text() + "\n").collect::<String>()
        };
        assert!(text(1).contains("stride 2"), "{}", text(1));
        assert!(text(3).contains("24 → 32"), "{}", text(3));
        assert!(text(2).contains(Lang::En.text("engine.block.added")), "{}", text(2));
    }
}

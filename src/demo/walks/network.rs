//! A network stage by stage, as the paper's Table 1 lists it, and one of the stages opened.

use crate::arch::{Cost, LayerSpec, Model, Network, Operator};
use crate::content::demo::NetworkWalk;
use crate::figure::{Figure, Part, Row, Table};
use crate::text::Lang;
use crate::text::number::{compact, count, grouped, percent};

use super::variant;

pub(crate) fn network(demo: &NetworkWalk, lang: Lang) -> Figure {
    let variant = variant(demo.model);
    let network = Model::Built(variant).imagenet();
    let whole = network.cost();
    let own = network.cost_where(|layer| layer.stage == demo.stage);
    let share = own.macs as f64 / whole.macs as f64;
    let values: [(&str, &dyn std::fmt::Display); 2] =
        [("model", &variant.title()), ("resolution", &network.scaling.resolution)];
    Figure {
        title: lang.fill("walks.network.title", &values),
        parts: vec![
            Part::Table(stages(&network, demo.stage, lang)),
            Part::Note(lang.fill(
                "walks.network.open",
                &[
                    ("stage", &demo.stage),
                    ("params", &count(own.params)),
                    ("macs", &count(own.macs)),
                    ("share", &percent(share, 2)),
                ],
            )),
            Part::Table(opened(&network, demo.stage, lang)),
        ],
        values: vec![
            ("params", own.params as f64),
            ("macs", own.macs as f64),
            ("share", 100.0 * share),
        ],
    }
}

/// A row for each stage; sides and channels are those that it writes.
fn stages(network: &Network, open: usize, lang: Lang) -> Table {
    let mut table =
        Table::new(["", "H=W", "C", "L", lang.text("inspect.params"), lang.text("inspect.share")]);
    let whole = network.cost().macs.max(1) as f64;
    for run in network.layers.chunk_by(|a, b| a.stage == b.stage) {
        let Some(first) = run.first() else { continue };
        // Pooling and classifier leave no image: the head's is the last.
        let output = run.iter().rfind(|layer| layer.output.h > 1 && layer.op != Operator::Scale);
        let output = output.map_or(first.output, |layer| layer.output);
        let blocks = run.iter().filter_map(|layer| layer.block);
        let repeats = blocks.clone().max().zip(blocks.min()).map_or(1, |(max, min)| max + 1 - min);
        let cost: Cost = run.iter().map(LayerSpec::cost).sum();
        table.rows.push(Row {
            cells: vec![
                format!("{} {}", first.stage, stage_kind(run, lang)),
                output.h.to_string(),
                output.c.to_string(),
                repeats.to_string(),
                compact(cost.params as f64),
                grouped(100.0 * cost.macs as f64 / whole, 1),
            ],
            own: first.stage == open,
        });
    }
    table
}

/// `MBConv6 k5`, or what the ends are.
fn stage_kind(run: &[LayerSpec], lang: Lang) -> String {
    match run.first() {
        Some(LayerSpec { block: Some(block), .. }) => {
            let own: Vec<&LayerSpec> = run.iter().filter(|l| l.block == Some(*block)).collect();
            blocks_kind(&own)
        }
        Some(LayerSpec { stage: 1, .. }) => lang.text("walks.network.stem").to_owned(),
        _ => lang.text("walks.network.end").to_owned(),
    }
}

/// A piece of an open stage: a block, or a part of the network's ends.
#[derive(PartialEq)]
struct Piece {
    name: String,
    /// Index of the first and of the last block, if it is a run of blocks.
    blocks: Option<(usize, usize)>,
    what: String,
    cost: Cost,
}

/// The blocks of a stage; equal neighbours stand in one row, with the cost of each.
fn opened(network: &Network, stage: usize, lang: Lang) -> Table {
    let mut pieces: Vec<Piece> = Vec::new();
    let layers: Vec<&LayerSpec> = network.layers.iter().filter(|l| l.stage == stage).collect();
    for run in layers.chunk_by(|a, b| root(a) == root(b)) {
        let piece = piece(run, lang);
        match (pieces.last_mut(), piece.blocks) {
            (Some(Piece { blocks: Some((_, last)), what, cost, .. }), Some((index, _)))
                if *what == piece.what && *cost == piece.cost =>
            {
                *last = index;
            }
            _ => pieces.push(piece),
        }
    }
    let mut table = Table::new([
        lang.text("walks.network.blocks"),
        "",
        lang.text("inspect.params"),
        lang.text("inspect.macs"),
    ]);
    table.left = vec![1];
    for Piece { name, blocks, what, cost } in pieces {
        let name = match blocks {
            Some((first, last)) if last > first => {
                lang.fill("walks.network.each", &[("first", &first), ("last", &last)])
            }
            Some((first, _)) => first.to_string(),
            None => name,
        };
        table.push([name, what, compact(cost.params as f64), compact(cost.macs as f64)]);
    }
    table
}

/// What belongs together: a block, or `stem`, `head`, `pool`, `classifier`.
fn root(layer: &LayerSpec) -> (Option<usize>, &str) {
    (layer.block, layer.path.split('.').next().unwrap_or_default())
}

fn piece(run: &[&LayerSpec], lang: Lang) -> Piece {
    let cost = run.iter().map(|layer| layer.cost()).sum();
    let (Some(first), Some(last)) = (run.first(), run.last()) else {
        return Piece { name: String::new(), blocks: None, what: String::new(), cost };
    };
    let windows = || run.iter().filter(|layer| layer.kernel > 1);
    let kernel = windows().map(|layer| format!(" k{}", layer.kernel)).next();
    let stride = windows().find(|layer| layer.stride > 1).map(|l| format!(" /{}", l.stride));
    let skip = run.iter().any(|layer| layer.op == Operator::Add);
    let what = format!(
        "{}→{}{}{}{}",
        first.input.c,
        last.output.c,
        kernel.unwrap_or_default(),
        stride.unwrap_or_default(),
        if skip { lang.text("walks.network.skip") } else { "" },
    );
    let name = root(first).1.to_owned();
    Piece { name, blocks: first.block.map(|block| (block, block)), what, cost }
}

/// The kind of a block, read off its layers: `MBConv6 k5`.
pub fn blocks_kind(layers: &[&LayerSpec]) -> String {
    let find = |part: &str| layers.iter().find(|layer| layer.path.ends_with(part));
    let input = layers.first().map_or(1, |layer| layer.input.c).max(1);
    if let Some(depthwise) = find(".depthwise") {
        return format!("MBConv{} k{}", depthwise.output.c / input, depthwise.kernel);
    }
    if find(".reduce").is_some() && find(".conv").is_some() {
        return "Bottleneck".to_owned();
    }
    let expand = find(".expand").or_else(|| find(".project"));
    expand.map_or_else(String::new, |conv| {
        let ratio = if find(".expand").is_some() { conv.output.c / input } else { 1 };
        format!("Fused-MBConv{ratio} k{}", conv.kernel)
    })
}

//! How many layers a network has: five conventions, five numbers, all of them right.

use crate::content::demo::LayerLedger;
use crate::content::quantity;
use crate::figure::{Figure, Part, Table};
use crate::text::Lang;

use super::variant;

pub(crate) fn layers(demo: &LayerLedger, lang: Lang) -> Figure {
    let name = demo.model.name();
    let of = |convention: &str| count(&format!("layers:{name}.{convention}"));
    let [blocks, paper, resnet, weighted, norm] =
        ["blocks", "paper", "resnet-style", "weighted", "norm"].map(of);
    let mut table = Table::new([
        lang.text("walks.layers.convention"),
        lang.text("walks.layers.layers"),
        lang.text("walks.layers.counts"),
    ]);
    table.left = vec![2];
    let rows = [
        ("walks.layers.blocks", blocks, "walks.layers.what.blocks"),
        ("walks.layers.paper", paper, "walks.layers.what.paper"),
        ("walks.layers.resnet-style", resnet, "walks.layers.what.resnet-style"),
        ("walks.layers.weighted", weighted, "walks.layers.what.weighted"),
        ("walks.layers.norm", norm, "walks.layers.what.norm"),
    ];
    for (name, layers, what) in rows {
        table.push([lang.text(name).to_owned(), layers.to_string(), lang.text(what).to_owned()]);
    }
    let note = |key, values: &[(&str, &dyn std::fmt::Display)]| Part::Note(lang.fill(key, values));
    Figure {
        title: lang.fill("walks.layers.title", &[("model", &variant(demo.model).title())]),
        parts: vec![
            Part::Table(table),
            note("walks.layers.sum-paper", &[("blocks", &blocks), ("paper", &paper)]),
            note(
                "walks.layers.sum-weighted",
                &[("weighted", &weighted), ("resnet", &resnet), ("blocks", &blocks)],
            ),
            note(
                "walks.layers.sum-keras",
                &[("sum", &(weighted + norm + 1)), ("weighted", &weighted), ("norm", &norm)],
            ),
            note("walks.layers.say", &[]),
        ],
        values: vec![
            ("blocks", blocks as f64),
            ("paper", paper as f64),
            ("resnet-style", resnet as f64),
            ("weighted", weighted as f64),
            ("norm", norm as f64),
        ],
    }
}

/// A whole number that a text can ask for by the same name.
fn count(expression: &str) -> usize {
    quantity::evaluate(expression).map_or(0, |value| value as usize)
}

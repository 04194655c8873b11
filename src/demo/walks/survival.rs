//! Stochastic depth: how often each block of a network survives, and where that means nothing.

use crate::content::demo::Survival;
use crate::figure::{Chart, Figure, Mark, Part, Scale, Series, Table};
use crate::nn::drop_rate;
use crate::text::Lang;
use crate::text::number::percent;

use super::variant;

pub(crate) fn survival(demo: &Survival, lang: Lang) -> Figure {
    let variant = variant(demo.model);
    let blocks = variant.imagenet().blocks;
    let drops: Vec<(f64, bool)> = blocks
        .iter()
        .enumerate()
        .map(|(index, block)| (drop_rate(demo.rate.get(), index, blocks.len()), block.has_skip()))
        .collect();
    let last = drops.last().map_or(0.0, |(drop, _)| *drop);
    let used = drops.iter().filter(|(_, skip)| *skip).map(|(drop, _)| *drop).fold(0.0, f64::max);
    let skips = drops.iter().filter(|(_, skip)| *skip).count();
    let kept: f64 = drops.iter().map(|(drop, skip)| if *skip { 1.0 - drop } else { 1.0 }).sum();
    let mut table = Table::new(["", ""]);
    let mut row = |key, value: String| table.push([lang.text(key).to_owned(), value]);
    row("walks.survival.lowest", percent(1.0 - last, 2));
    row("walks.survival.used", percent(used, 2));
    row("walks.survival.skips", format!("{skips} / {}", blocks.len()));
    row("walks.survival.mean", format!("{kept:.2}"));
    Figure {
        title: lang
            .fill("walks.survival.title", &[("model", &variant.title()), ("rate", &demo.rate)]),
        parts: vec![
            Part::Table(table),
            Part::Chart(chart(&drops, lang)),
            Part::Note(lang.text("walks.survival.marks").to_owned()),
            Part::Note(lang.text("walks.survival.rule").to_owned()),
        ],
        values: vec![("lowest", 100.0 * (1.0 - last)), ("dropped", 100.0 * used)],
    }
}

/// Survival over the index of the block: those with a skip, and those without, which always stay.
fn chart(drops: &[(f64, bool)], lang: Lang) -> Chart {
    let marks = |wanted: bool| {
        let own = drops.iter().enumerate().filter(move |(_, (_, skip))| *skip == wanted);
        let mark = move |(index, (drop, _)): (usize, &(f64, bool))| {
            let survival = if wanted { 1.0 - drop } else { 1.0 };
            Mark { x: index as f64, y: 100.0 * survival, label: String::new() }
        };
        own.map(mark).collect()
    };
    let series =
        |key, own, marks| Series { name: lang.text(key).to_owned(), own, line: false, marks };
    Chart {
        x_label: lang.text("walks.survival.block").to_owned(),
        y_label: lang.text("walks.survival.y").to_owned(),
        x_scale: Scale::Linear,
        y_scale: Scale::Linear,
        series: vec![
            series("walks.survival.no-skip", false, marks(false)),
            series("walks.survival.skip", true, marks(true)),
        ],
    }
}

//! Bytes of weights and activations, at inference and in training.

use crate::arch::SpecError;
use crate::arch::memory::{F16, F32, INT8, Memory};
use crate::content::demo::MemoryLedger;
use crate::figure::{Bar, Figure, Part, Table};
use crate::text::Lang;
use crate::text::number::grouped;

use super::carded;

/// Weights, their gradients, and the two averages of RMSProp with momentum.
const TRAINED_COPIES: u64 = 4;

pub(crate) fn memory(demo: &MemoryLedger, lang: Lang) -> Result<Figure, SpecError> {
    let model = carded(demo.model)?;
    let network = model.imagenet();
    let memory = network.memory();
    let batch = demo.batch as u64;
    let whole = memory.training * batch + memory.params * TRAINED_COPIES;
    Ok(Figure {
        title: lang.fill(
            "walks.memory.title",
            &[
                ("model", &model.title()),
                ("resolution", &network.scaling.resolution),
                ("batch", &demo.batch),
            ],
        ),
        parts: vec![
            Part::Table(table(&memory, batch, lang)),
            Part::Note(lang.fill(
                "walks.memory.weights",
                &[
                    ("f16", &stored(memory.params, F16)),
                    ("int8", &stored(memory.params, INT8)),
                    ("buffers", &stored(memory.buffers, F32)),
                ],
            )),
            Part::Bars(bars(&memory, batch, lang)),
            Part::Note(lang.fill(
                "walks.memory.where",
                &[("peak", &memory.peak_at), ("largest", &memory.largest_at)],
            )),
            Part::Note(lang.fill("walks.memory.whole", &[("size", &stored(whole, F32))])),
        ],
        values: vec![
            ("weights", megabytes(memory.params)),
            ("peak", megabytes(memory.peak * batch)),
            ("training", megabytes(memory.training * batch)),
        ],
    })
}

/// What there is for one image, and for the batch; weights are there once.
fn table(memory: &Memory, batch: u64, lang: Lang) -> Table {
    let each = lang.text("walks.memory.each");
    let together = lang.fill("walks.memory.together", &[("batch", &batch)]);
    let mut table = Table::new([lang.text("walks.memory.unit"), each, &together]);
    let mut row = |key, values: u64, times: u64| {
        table.push([lang.text(key).to_owned(), shown(values), shown(values * times)]);
    };
    row("walks.memory.params", memory.params, 1);
    row("inspect.largest", memory.largest, batch);
    row("inspect.peak", memory.peak, batch);
    row("inspect.training", memory.training, batch);
    if batch == 1 {
        // The batch is the one image.
        table.head.pop();
        table.rows.iter_mut().for_each(|row| drop(row.cells.pop()));
    }
    table
}

fn bars(memory: &Memory, batch: u64, lang: Lang) -> Vec<Bar> {
    let bar = |key, values: u64| Bar {
        label: lang.text(key).to_owned(),
        value: megabytes(values),
        shown: stored(values, F32),
    };
    vec![
        bar("walks.memory.params", memory.params),
        bar("inspect.peak", memory.peak * batch),
        bar("inspect.training", memory.training * batch),
    ]
}

/// Megabytes of f32.
fn megabytes(values: u64) -> f64 {
    values.saturating_mul(F32) as f64 / 1e6
}

fn shown(values: u64) -> String {
    grouped(megabytes(values), 1)
}

/// Bytes in a unit that people read: `21.15 MB`, `89.57 GB`.
pub fn stored(values: u64, bytes: u64) -> String {
    let bytes = values.saturating_mul(bytes) as f64;
    let units = [(1e12, "TB"), (1e9, "GB"), (1e6, "MB")];
    // A unit is left where rounding would show a thousand of it.
    let fits = |(size, _): &(f64, &str)| bytes >= 0.999_995 * size;
    let (size, unit) = units.into_iter().find(fits).unwrap_or((1e6, "MB"));
    let shown = bytes / size;
    format!("{} {unit}", grouped(shown, if shown < 100.0 { 2 } else { 1 }))
}

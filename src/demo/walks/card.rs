//! One model's numbers beside another's.

use crate::arch::memory::F32;
use crate::arch::{Model, Network, SpecError};
use crate::content::demo::ModelCard;
use crate::content::quantity;
use crate::figure::{Figure, Part, Table};
use crate::text::Lang;
use crate::text::number::{compact, factor, grouped};

use super::{carded, stored, unbroken};

pub(crate) fn card(demo: &ModelCard, lang: Lang) -> Result<Figure, SpecError> {
    let models = [carded(demo.model)?, carded(demo.against)?];
    let networks = models.map(Model::imagenet);
    let costs = [networks[0].cost(), networks[1].cost()];
    let ratio = costs[1].macs as f64 / costs[0].macs as f64;
    let mut notes = vec![lang.text("walks.card.counted").to_owned()];
    notes.extend(sources(models, lang));
    let parts = vec![Part::Table(table(models, &networks, lang)), Part::Note(notes.join("\n"))];
    Ok(Figure {
        title: lang.fill(
            "walks.card.title",
            &[("model", &models[0].title()), ("against", &models[1].title())],
        ),
        parts,
        values: vec![
            ("params", costs[0].params as f64),
            ("macs", costs[0].macs as f64),
            ("activations", costs[0].activations as f64),
            ("ratio", ratio),
        ],
    })
}

fn table(models: [Model; 2], networks: &[Network; 2], lang: Lang) -> Table {
    let [a, b] = models.map(Model::title);
    let mut table = Table::new(["", a, b, lang.text("walks.card.ratio")]);
    table.own_column = Some(1);
    let mut row = |key, of: &dyn Fn(&Network) -> u64, shown: &dyn Fn(u64) -> String| {
        let [a, b] = [of(&networks[0]), of(&networks[1])];
        let ratio = format!("×{}", factor(b as f64 / a as f64));
        table.push([lang.text(key).to_owned(), shown(a), shown(b), ratio]);
    };
    let short: &dyn Fn(u64) -> String = &|value| compact(value as f64);
    row("walks.card.resolution", &|n| n.scaling.resolution as u64, short);
    row("inspect.params", &|n| n.cost().params, short);
    row("walks.card.bytes", &|n| n.cost().params, &|params| stored(params, F32));
    row("inspect.macs", &|n| n.cost().macs, short);
    row("inspect.activations", &|n| n.cost().activations, short);
    row("walks.card.peak", &|n| n.memory().peak, &|values| stored(values, F32));
    row("scale.blocks", &|n| n.blocks() as u64, short);
    row("walks.card.layers", &|n| weighted(n) as u64, short);
    let [a, b] = models.map(top1);
    table.push([lang.text("demo.family.top1").to_owned(), a, b, String::new()]);
    table
}

/// Convolutions and the classifier, as `layers:b0.weighted` counts them.
fn weighted(network: &Network) -> usize {
    network.layers.iter().filter(|layer| layer.op.is_weighted()).count()
}

fn top1(model: Model) -> String {
    quantity::accuracy(model.name()).map_or_else(|| "–".to_owned(), |(top1, _)| grouped(top1, 1))
}

/// Where the accuracies are printed: once if it is the same place, else for each model.
fn sources(models: [Model; 2], lang: Lang) -> Vec<String> {
    let source =
        |model: &Model| quantity::accuracy(model.name()).map(|(_, source)| unbroken(source));
    let [a, b] = [&models[0], &models[1]].map(source);
    if let (Some(a), Some(b)) = (&a, &b)
        && a == b
    {
        return vec![lang.fill("walks.card.source", &[("source", a)])];
    }
    let from = |(model, source): (Model, Option<String>)| {
        Some(lang.fill("walks.card.from", &[("model", &model.title()), ("source", &source?)]))
    };
    models.into_iter().zip([a, b]).filter_map(from).collect()
}

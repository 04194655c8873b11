//! The learning rate over the paper's training, with a cursor.

use crate::content::demo::{Decay as Fall, LrSchedule};
use crate::content::quantity;
use crate::figure::{Chart, Figure, Mark, Part, Scale, Series, Table};
use crate::text::Lang;
use crate::text::number::{grouped, percent};
use crate::train::schedule::{Decay, Schedule};

/// Epochs between two points of the curve.
const STEP: usize = 2;

pub(crate) fn schedule(demo: &LrSchedule, lang: Lang) -> Figure {
    let epochs = recipe("epochs") as usize;
    let schedule = paper(demo, epochs);
    let at = |epoch: usize| schedule.lr(epoch * schedule.steps_per_epoch);
    let now = at(demo.epoch);
    let peak = (0..=schedule.steps).map(|step| schedule.lr(step)).fold(0.0, f64::max);
    let mut table =
        Table::new(["", lang.text("walks.schedule.lr"), lang.text("walks.schedule.share")]);
    let row =
        |key, lr: f64| [lang.text(key).to_owned(), grouped(lr, 5), percent(lr / schedule.base, 2)];
    table.push_own(row("walks.schedule.now", now));
    table.push(row("walks.schedule.peak", peak));
    table.push(row("walks.schedule.last", schedule.lr(schedule.steps.saturating_sub(1))));
    Figure {
        title: lang
            .fill("walks.schedule.title", &[("epoch", &demo.epoch), ("lr", &grouped(now, 5))]),
        parts: vec![
            Part::Table(table),
            Part::Chart(chart(demo, epochs, peak, at, lang)),
            Part::Note(formula(demo, &schedule, lang)),
            Part::Note(quantity::paper_source("recipe").unwrap_or_default().to_owned()),
        ],
        values: vec![("lr", now), ("peak", peak)],
    }
}

/// A number of the paper's recipe.
fn recipe(key: &str) -> f64 {
    quantity::evaluate(&format!("paper:recipe.{key}")).unwrap_or_default()
}

fn paper(demo: &LrSchedule, epochs: usize) -> Schedule {
    let steps_per_epoch = (recipe("images") / recipe("batch")).round().max(1.0) as usize;
    let decay = match demo.decay {
        Fall::Exponential => Decay::PAPER,
        Fall::Cosine => Decay::Cosine,
    };
    Schedule {
        base: recipe("lr"),
        warmup: demo.warmup * steps_per_epoch,
        decay,
        steps_per_epoch,
        steps: epochs * steps_per_epoch,
    }
}

/// Where the cursor stands in the formula.
fn formula(demo: &LrSchedule, schedule: &Schedule, lang: Lang) -> String {
    let base = grouped(schedule.base, 3);
    if demo.epoch < demo.warmup {
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("base", &base), ("warmup", &demo.warmup)];
        return lang.fill("walks.schedule.rising", &values);
    }
    match schedule.decay {
        Decay::Exponential { factor, every } => {
            let stairs = (demo.epoch as f64 / every).floor();
            lang.fill(
                "walks.schedule.stairs",
                &[("base", &base), ("factor", &factor), ("every", &every), ("stairs", &stairs)],
            )
        }
        _ => lang.fill("walks.schedule.cosine", &[("base", &base)]),
    }
}

fn chart(
    demo: &LrSchedule,
    epochs: usize,
    peak: f64,
    at: impl Fn(usize) -> f64,
    lang: Lang,
) -> Chart {
    let mark = |epoch: usize, y: f64| Mark { x: epoch as f64, y, label: String::new() };
    let curve = (0..=epochs).step_by(STEP).map(|epoch| mark(epoch, at(epoch)));
    let series = |name: &str, own, line, marks| Series { name: name.to_owned(), own, line, marks };
    let cursor = vec![mark(demo.epoch, 0.0), mark(demo.epoch, peak)];
    Chart {
        x_label: lang.text("walks.schedule.epoch").to_owned(),
        y_label: lang.text("walks.schedule.lr").to_owned(),
        x_scale: Scale::Linear,
        y_scale: Scale::Linear,
        series: vec![
            series(lang.text("walks.schedule.now"), true, true, cursor),
            series(lang.text("walks.schedule.lr"), false, true, curve.collect()),
        ],
    }
}

//! What a budget leaves, with one network of the frontier in sight.

use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use crate::arch::budget::{Budget, Measures};
use crate::arch::frontier::{Built, Grid};
use crate::content::demo::BudgetQuery;
use crate::demo::DemoError;
use crate::demo::solve::Solved;
use crate::figure::{Chart, Figure, Mark, Part, Scale, Series, Table};
use crate::text::Lang;
use crate::text::number::{compact, count, grouped};

/// Rows of the frontier around the chosen network.
const ROWS: usize = 5;

/// The last answer: walking along its frontier asks nothing anew.
#[derive(Debug, Default)]
pub(in crate::demo) struct Memory(Mutex<Option<(BudgetQuery, Arc<Solved>)>>);

impl Memory {
    fn solved(&self, query: &BudgetQuery) -> Result<Arc<Solved>, DemoError> {
        let asked = BudgetQuery { chosen: None, ..query.clone() };
        let mut memory = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, solved)) = &*memory
            && *known == asked
        {
            return Ok(Arc::clone(solved));
        }
        let budget = Budget::parse(&query.text)?;
        let solved = Arc::new(Solved::of(&Grid::on(query.base)?, budget, query.compound()));
        *memory = Some((asked, Arc::clone(&solved)));
        Ok(solved)
    }
}

/// The best published model, and the frontier around the chosen network.
pub(crate) fn budget(
    query: &BudgetQuery,
    lang: Lang,
    memory: &Memory,
) -> Result<Figure, DemoError> {
    let solved = memory.solved(query)?;
    let networks = &solved.frontier.networks;
    let last = networks.len().saturating_sub(1);
    let chosen = query.chosen.or(solved.frontier.balanced).unwrap_or(0).min(last);
    let mut parts = vec![Part::Note(best(&solved, lang))];
    let mut values =
        vec![("feasible", solved.frontier.feasible as f64), ("count", networks.len() as f64)];
    if let Some(built) = networks.get(chosen) {
        let scaling = built.measures.scaling;
        values.extend([
            ("chosen", chosen as f64),
            ("depth", scaling.depth),
            ("width", scaling.width),
            ("resolution", scaling.resolution as f64),
        ]);
        parts.push(Part::Note(lang.fill(
            "demo.scale.frontier",
            &[
                ("model", &solved.base.title()),
                ("feasible", &count(solved.frontier.feasible as u64)),
                ("count", &count(networks.len() as u64)),
            ],
        )));
        parts.push(Part::Table(table(&solved, chosen, lang)));
        parts.push(Part::Chart(chart(&solved, chosen, lang)));
    } else {
        parts.push(Part::Note(solved.frontier_line(lang)));
        parts.extend(solved.obstacle_lines(lang).into_iter().map(Part::Note));
    }
    let title = lang.fill("demo.solve.title", &[("text", &solved.text())]);
    Ok(Figure { title, parts, values })
}

/// The best published model that fits, in one sentence.
fn best(solved: &Solved, lang: Lang) -> String {
    let reported = solved.best.map(|index| solved.published[index]);
    let Some((best, accuracy)) = reported.and_then(|best| Some((best, best.accuracy?))) else {
        let none = solved.published.is_empty();
        return lang
            .text(if none { "demo.solve.no-model" } else { "demo.solve.no-report" })
            .to_owned();
    };
    lang.fill(
        "demo.scale.best",
        &[
            ("count", &solved.published.len()),
            ("model", &best.fitting.model.title()),
            ("top1", &grouped(accuracy.top1, 1)),
            ("source", &accuracy.source),
        ],
    )
}

/// Parameters against the side of the input. Their MACs are all near the limit, since each network
/// has the largest input that fits.
fn chart(solved: &Solved, chosen: usize, lang: Lang) -> Chart {
    let mark = |measures: &Measures, label: &str| Mark {
        x: measures.cost.params as f64 / 1e6,
        y: measures.scaling.resolution as f64,
        label: label.to_owned(),
    };
    let networks = &solved.frontier.networks;
    let built = networks.iter().enumerate().map(|(index, built)| {
        let is_balanced = solved.frontier.balanced == Some(index);
        mark(&built.measures, if is_balanced { "*" } else { "" })
    });
    let models = solved
        .published
        .iter()
        .map(|published| mark(&published.fitting.measures, published.fitting.model.title()));
    let own = networks.get(chosen).map(|built| mark(&built.measures, ""));
    let series = |key: &'static str, own, marks| Series {
        name: lang.text(key).to_owned(),
        own,
        line: false,
        marks,
    };
    Chart {
        x_label: lang.text("demo.axis.params").into(),
        y_label: lang.text("scale.resolution").into(),
        x_scale: Scale::Log,
        y_scale: Scale::Log,
        series: vec![
            series("scale.built", false, built.collect()),
            series("demo.solve.published", false, models.collect()),
            series("demo.scale.chosen", true, own.into_iter().collect()),
        ],
    }
}

/// The chosen network and its neighbours.
fn table(solved: &Solved, chosen: usize, lang: Lang) -> Table {
    let mut table = Table::new([
        "",
        lang.text("scale.depth"),
        lang.text("scale.width"),
        lang.text("scale.resolution"),
        lang.text("scale.blocks"),
        lang.text("scale.params"),
        lang.text("scale.macs"),
        lang.text("demo.solve.spread"),
    ]);
    let networks = &solved.frontier.networks;
    for index in shown(chosen, solved.frontier.balanced, networks.len()) {
        let Built { measures, spread } = networks[index];
        let balanced = if solved.frontier.balanced == Some(index) { " *" } else { "" };
        let cells = [
            format!("{} / {}{balanced}", index + 1, networks.len()),
            grouped(measures.scaling.depth, 1),
            grouped(measures.scaling.width, 2),
            measures.scaling.resolution.to_string(),
            measures.blocks.to_string(),
            compact(measures.cost.params as f64),
            compact(measures.cost.macs as f64),
            spread.map_or("-".into(), |spread| grouped(spread, 2)),
        ];
        if index == chosen { table.push_own(cells) } else { table.push(cells) }
    }
    table
}

/// The balanced one is always among them.
fn shown(chosen: usize, balanced: Option<usize>, count: usize) -> Vec<usize> {
    let mut window: Vec<usize> = around(chosen, count).collect();
    if let Some(balanced) = balanced.filter(|index| !window.contains(index)) {
        // The chosen one stands in the middle, or the window at an end of the list.
        if balanced < chosen {
            window[0] = balanced;
        } else if let Some(last) = window.last_mut() {
            *last = balanced;
        }
    }
    window
}

/// As many as are shown, with the chosen one in the middle where that is possible.
fn around(chosen: usize, count: usize) -> Range<usize> {
    let start = chosen.saturating_sub(ROWS / 2).min(count.saturating_sub(ROWS));
    start..(start + ROWS).min(count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arch::Variant;
    use crate::content::demo::Centi;

    fn query(text: &str, chosen: Option<usize>) -> BudgetQuery {
        let direction = [Centi(120), Centi(110), Centi(115)];
        BudgetQuery { base: Variant::B0, direction, text: text.to_owned(), chosen }
    }

    #[test]
    fn the_balanced_network_comes_first_and_others_can_be_chosen() {
        let memory = Memory::default();
        let at = |chosen| budget(&query("macs<=1G", chosen), Lang::En, &memory).unwrap();
        let first = at(None).value("chosen").unwrap();
        let count = at(None).value("count").unwrap();
        assert!(first < count);
        assert_eq!(at(Some(0)).value("chosen"), Some(0.0));
        assert_eq!(at(Some(usize::MAX)).value("chosen"), Some(count - 1.0));
    }

    #[test]
    fn a_budget_that_leaves_nothing_offers_no_network() {
        let figure = budget(&query("macs<=1k", None), Lang::En, &Memory::default()).unwrap();
        assert_eq!(figure.value("chosen"), None);
        assert!(figure.parts.iter().all(|part| matches!(part, Part::Note(_))));
    }

    #[test]
    fn the_chosen_one_stays_in_the_window() {
        for count in 1..12 {
            for chosen in 0..count {
                let window = around(chosen, count);
                assert!(window.contains(&chosen) && window.len() == count.min(ROWS));
                for balanced in 0..count {
                    let rows = shown(chosen, Some(balanced), count);
                    assert!(rows.contains(&chosen) && rows.contains(&balanced) && rows.is_sorted());
                }
            }
        }
    }
}

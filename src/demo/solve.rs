//! What a budget leaves: the best published model, and the frontier of networks that could be built.

use crate::arch::budget::{Budget, Fitting, Quantity};
use crate::arch::frontier::{
    Built, DEPTHS, Frontier, Grid, LEAST_SIDE, MOST_SIDE, Obstacle, WIDTHS,
};
use crate::arch::{CompoundScaling, Model, Variant};
use crate::content::quantity;
use crate::figure::{Chart, Figure, Mark, Part, Scale, Series, Table};
use crate::text::Lang;
use crate::text::number::{compact, count, grouped, plain, short};

/// Rows of the frontier that people are shown: the ones nearest to the direction of compound scaling.
const SHOWN: usize = 12;

/// What a source says about a model's accuracy.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Accuracy {
    /// ImageNet top-1 in percent.
    pub top1: f64,
    /// Who says so.
    pub source: &'static str,
}

/// A published model that fits, with what is reported of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Published {
    /// The model and its measures.
    pub fitting: Fitting,
    /// `None` where the shipped data have no report.
    pub accuracy: Option<Accuracy>,
}

/// The answer to a budget.
#[derive(Debug, Clone, PartialEq)]
pub struct Solved {
    /// The budget.
    pub budget: Budget,
    /// The model whose table was searched.
    pub base: Variant,
    /// Published models that fit, the cheapest first.
    pub published: Vec<Published>,
    /// Index of the one with the highest reported top-1.
    pub best: Option<usize>,
    /// Built networks.
    pub frontier: Frontier,
    /// Why there are none.
    pub obstacles: Vec<Obstacle>,
}

impl Solved {
    /// Asks the grid and the published models. `compound` is the direction that counts as balanced.
    pub fn of(grid: &Grid, budget: Budget, compound: CompoundScaling) -> Self {
        let published: Vec<Published> = budget
            .published()
            .into_iter()
            .map(|fitting| Published { fitting, accuracy: accuracy(fitting.model) })
            .collect();
        let top1 = |index: &usize| published[*index].accuracy.map_or(0.0, |a| a.top1);
        let best = (0..published.len())
            .filter(|index| published[*index].accuracy.is_some())
            // Of equals the first, which is the cheapest.
            .min_by(|a, b| top1(b).total_cmp(&top1(a)));
        let frontier = grid.frontier(&budget, compound);
        let obstacles =
            if frontier.networks.is_empty() { grid.obstacles(&budget) } else { Vec::new() };
        Self { budget, base: grid.base(), published, best, frontier, obstacles }
    }

    /// The budget as typed, its spaces made even.
    pub fn text(&self) -> String {
        let texts: Vec<&str> = self.budget.constraints.iter().map(|c| c.text.as_str()).collect();
        texts.join(", ")
    }

    /// A sentence about the networks that were tried.
    fn tried(&self, key: &str, feasible: &str, lang: Lang) -> String {
        let range = |(low, high, _): (u32, u32, usize)| {
            let shown = |hundredths: u32| short(f64::from(hundredths) / 100.0, 2);
            format!("{}–{}", shown(low), shown(high))
        };
        lang.fill(
            key,
            &[
                ("model", &self.base.title()),
                ("depths", &range(DEPTHS)),
                ("widths", &range(WIDTHS)),
                ("sides", &format!("{LEAST_SIDE}–{MOST_SIDE}")),
                ("feasible", &feasible),
            ],
        )
    }

    /// As tables, sentences and a chart.
    pub fn figure(&self, lang: Lang) -> Figure {
        let mut parts = vec![Part::Note(self.best_line(lang))];
        if !self.published.is_empty() {
            parts.push(Part::Table(self.published_table(lang)));
        }
        parts.push(Part::Note(self.frontier_line(lang)));
        if !self.frontier.networks.is_empty() {
            parts.push(Part::Table(self.frontier_table(lang)));
            parts.push(Part::Note(lang.text("demo.solve.no-accuracy").to_owned()));
            parts.push(Part::Chart(self.chart(lang)));
        }
        parts.extend(self.obstacle_lines(lang).into_iter().map(Part::Note));
        Figure {
            title: lang.fill("demo.solve.title", &[("text", &self.text())]),
            parts,
            values: vec![("feasible", self.frontier.feasible as f64)],
        }
    }

    fn best_line(&self, lang: Lang) -> String {
        let Some(best) = self.best.map(|index| self.published[index]) else {
            return lang
                .text(match self.published.len() {
                    0 => "demo.solve.no-model",
                    1 => "demo.solve.no-report-one",
                    _ => "demo.solve.no-report",
                })
                .to_owned();
        };
        let accuracy = best.accuracy.map_or((0.0, ""), |a| (a.top1, a.source));
        let alone = self.published.len() == 1;
        lang.fill(
            if alone { "demo.solve.best-one" } else { "demo.solve.best" },
            &[
                ("count", &self.published.len()),
                ("model", &best.fitting.model.title()),
                ("top1", &grouped(accuracy.0, 1)),
                ("source", &accuracy.1),
            ],
        )
    }

    pub(super) fn frontier_line(&self, lang: Lang) -> String {
        if self.frontier.networks.is_empty() {
            let alone =
                if self.obstacles.is_empty() { "demo.solve.nothing" } else { "demo.solve.none" };
            return self.tried(alone, "", lang);
        }
        let (feasible, networks) = (self.frontier.feasible, self.frontier.networks.len());
        let fit = if feasible == 1 { "demo.solve.fit-one" } else { "demo.solve.fit" };
        let mut sentences = vec![self.tried(fit, &count(feasible as u64), lang)];
        if feasible > 1 {
            let key = if networks == 1 { "demo.solve.frontier-one" } else { "demo.solve.frontier" };
            sentences.push(lang.fill(key, &[("count", &count(networks as u64))]));
        }
        if networks > SHOWN {
            sentences.push(lang.fill("demo.solve.nearest", &[("shown", &SHOWN)]));
        }
        sentences.push(lang.text("demo.solve.spread-means").to_owned());
        sentences.join(" ")
    }

    fn published_table(&self, lang: Lang) -> Table {
        let mut table = Table::new([
            "",
            lang.text("scale.depth"),
            lang.text("scale.width"),
            lang.text("scale.resolution"),
            lang.text("scale.blocks"),
            lang.text("scale.params"),
            lang.text("scale.macs"),
            lang.text("demo.family.top1"),
        ]);
        for (index, published) in self.published.iter().enumerate() {
            let is_best = self.best == Some(index);
            let measures = published.fitting.measures;
            let cells = [
                marked(published.fitting.model.title(), is_best),
                short(measures.scaling.depth, 2),
                short(measures.scaling.width, 2),
                measures.scaling.resolution.to_string(),
                measures.blocks.to_string(),
                count(measures.cost.params),
                count(measures.cost.macs),
                published.accuracy.map_or("-".into(), |a| grouped(a.top1, 1)),
            ];
            if is_best { table.push_own(cells) } else { table.push(cells) }
        }
        table
    }

    /// Indices of the networks nearest to the direction, in the order of the frontier.
    fn shown(&self) -> Vec<usize> {
        let spread = |index: usize| self.frontier.networks[index].spread.unwrap_or(f64::INFINITY);
        let mut order: Vec<usize> = (0..self.frontier.networks.len()).collect();
        order.sort_by(|a, b| spread(*a).total_cmp(&spread(*b)));
        order.truncate(SHOWN);
        order.sort_unstable();
        order
    }

    fn frontier_table(&self, lang: Lang) -> Table {
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
        for index in self.shown() {
            let Built { measures, spread } = self.frontier.networks[index];
            let is_balanced = self.frontier.balanced == Some(index);
            let cells = [
                marked("", is_balanced),
                grouped(measures.scaling.depth, 1),
                grouped(measures.scaling.width, 2),
                measures.scaling.resolution.to_string(),
                measures.blocks.to_string(),
                count(measures.cost.params),
                count(measures.cost.macs),
                spread.map_or("-".into(), |spread| grouped(spread, 2)),
            ];
            if is_balanced { table.push_own(cells) } else { table.push(cells) }
        }
        table
    }

    /// What stands in the way, a sentence each.
    pub(super) fn obstacle_lines(&self, lang: Lang) -> Vec<String> {
        self.obstacles.iter().map(|found| obstacle(found, lang)).collect()
    }

    /// Parameters against MACs.
    fn chart(&self, lang: Lang) -> Chart {
        let mark = |cost: crate::arch::Cost, label: &str| Mark {
            x: cost.params as f64 / 1e6,
            y: cost.macs as f64 / 1e9,
            label: label.to_owned(),
        };
        // The balanced one has a mark of its own.
        let others = self.frontier.networks.iter().enumerate();
        let built = others
            .filter(|(index, _)| self.frontier.balanced != Some(*index))
            .map(|(_, built)| mark(built.measures.cost, ""));
        let models = self.published.iter().map(|published| {
            mark(published.fitting.measures.cost, published.fitting.model.title())
        });
        let balanced = self.frontier.balanced.map(|index| self.frontier.networks[index]);
        let word = lang.text("demo.solve.balanced");
        let own = balanced.into_iter().map(|built| mark(built.measures.cost, word));
        let series =
            |name: &str, own, marks| Series { name: name.to_owned(), own, line: false, marks };
        Chart {
            x_label: lang.text("demo.axis.params").into(),
            y_label: lang.text("demo.axis.macs").into(),
            x_scale: Scale::Log,
            y_scale: Scale::Log,
            series: vec![
                series(lang.text("scale.built"), false, built.collect()),
                series(lang.text("demo.solve.published"), false, models.collect()),
                series(word, true, own.collect()),
            ],
        }
    }
}

/// `B2 *`.
fn marked(name: &str, marked: bool) -> String {
    match (name, marked) {
        ("", true) => "*".to_owned(),
        (_, true) => format!("{name} *"),
        _ => name.to_owned(),
    }
}

/// What leaves nothing, and what would have to be allowed.
fn obstacle(obstacle: &Obstacle, lang: Lang) -> String {
    let constraint = &obstacle.constraint.text;
    let Some(nearest) = obstacle.nearest else {
        return lang.fill("demo.solve.remainder", &[("constraint", constraint)]);
    };
    let quantity = obstacle.constraint.quantity;
    let shown = match quantity {
        Quantity::Width | Quantity::Depth => short(nearest, 2),
        _ if nearest >= 1e6 => format!("{} ({})", count(nearest as u64), compact(nearest)),
        _ => plain(nearest),
    };
    lang.fill(
        "demo.solve.obstacle",
        &[("constraint", constraint), ("quantity", &quantity.name()), ("nearest", &shown)],
    )
}

/// What a source reports of a model, if the shipped data have it.
fn accuracy(model: Model) -> Option<Accuracy> {
    let (top1, source) = quantity::accuracy(model.name())?;
    Some(Accuracy { top1, source })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::OnceLock;

    fn solved(text: &str) -> Solved {
        static GRID: OnceLock<Grid> = OnceLock::new();
        let grid = GRID.get_or_init(|| Grid::on(Variant::B0).unwrap());
        Solved::of(grid, Budget::parse(text).unwrap(), CompoundScaling::default())
    }

    fn text(solved: &Solved, lang: Lang) -> String {
        let lines = solved.figure(lang).lines(80, crate::figure::Glyphs::Ascii);
        lines.iter().map(|line| line.text() + "\n").collect()
    }

    #[test]
    fn the_best_model_is_the_one_with_the_best_report() {
        let found = solved("macs<=1G,params<=10M,res%32==0");
        let best = found.published[found.best.unwrap()];
        assert_eq!(best.fitting.model.name(), "v2-b0");
        let said = text(&found, Lang::En);
        assert!(said.contains("78.7") && said.contains("google/automl"), "{said}");
    }

    #[test]
    fn what_nothing_satisfies_is_named() {
        let said = text(&solved("macs<=1M"), Lang::En);
        assert!(said.contains("`macs<=1M`"), "{said}");
        let said = text(&solved("macs<=1M,params<=1k"), Lang::Ko);
        assert!(said.contains("하나"), "{said}");
    }

    #[test]
    fn published_models_are_ranked_by_a_report_with_its_source() {
        for model in Model::all() {
            let reported = accuracy(model).unwrap_or_else(|| panic!("none for {model:?}"));
            assert!((50.0..100.0).contains(&reported.top1) && !reported.source.is_empty());
        }
    }
}

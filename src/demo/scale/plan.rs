//! A plan of scaling, the network that it builds, and the published models around it.

use crate::arch::comparison::Published;
use crate::arch::{Comparison, Cost, SpecError, Variant};
use crate::content::demo::{ScaleChart, ScalePlan};
use crate::content::quantity;
use crate::demo::compound;
use crate::figure::{Chart, Figure, Mark, Part, Scale, Series, Table};
use crate::text::Lang;
use crate::text::number::{compact, grouped, short};

/// Formula, built network and neighbours, with the chart that was asked for.
pub(crate) fn plan(knobs: &ScalePlan, lang: Lang) -> Result<Figure, SpecError> {
    let plan = knobs.plan();
    let comparison = Comparison::of(plan)?;
    let mut parts = vec![
        Part::Meter(compound::meter(plan.compound, lang)),
        Part::Table(networks(&comparison, lang)),
        Part::Note(verdict(&comparison, lang)),
    ];
    match knobs.chart {
        ScaleChart::Costs => parts.push(Part::Chart(costs(&comparison, lang))),
        ScaleChart::Accuracy => {
            let source = quantity::paper_source("b0").unwrap_or_default();
            parts.push(Part::Chart(accuracy(&comparison, lang)));
            parts.push(Part::Note(lang.fill("demo.scale.untrained", &[("source", &source)])));
        }
    }
    Ok(Figure {
        title: lang.fill("demo.compound.title", &[("phi", &short(plan.phi, 2))]),
        parts,
        values: vec![
            ("macs", comparison.cost.macs as f64),
            ("ratio", comparison.macs_ratio()),
            ("constraint", plan.compound.constraint()),
        ],
    })
}

/// Formula, built network and neighbours; beside each coefficient of a published model the φ that it
/// would need.
fn networks(comparison: &Comparison, lang: Lang) -> Table {
    let mut table = compound::networks(comparison, lang, |count| compact(count as f64));
    let shown = comparison.shown();
    let models = table.rows.len() - shown.len();
    for (place, dimension) in (0..3).enumerate() {
        // Behind depth, width and resolution, which move to the right as columns are added.
        let column = 2 + place + dimension;
        table.head.insert(column, "(φ)".to_owned());
        for (index, row) in table.rows.iter_mut().enumerate() {
            let model = index.checked_sub(models).and_then(|index| shown.get(index));
            let cell = model.map_or_else(String::new, |model| implied(model, dimension));
            row.cells.insert(column, cell);
        }
    }
    table
}

fn implied(model: &Published, dimension: usize) -> String {
    let phi = model.implied.all()[dimension];
    // No negative zero; a coefficient of 1 implies no φ.
    if phi.is_finite() { format!("({:.2})", phi + 0.0) } else { "(-)".to_owned() }
}

/// What the numbers mean. Factors have a sentence of their own, which is short enough for a screen.
fn verdict(comparison: &Comparison, lang: Lang) -> String {
    if !comparison.plan.has_factors() {
        return compound::verdict(comparison, lang);
    }
    lang.fill(
        "demo.scale.factors",
        &[
            ("formula", &grouped(comparison.plan.growth(), 2)),
            ("built", &grouped(comparison.macs_ratio(), 2)),
        ],
    )
}

/// B0–B7, and the base's own family if it is another.
fn families(comparison: &Comparison) -> Vec<&[Published]> {
    let mut families = vec![comparison.published.as_slice()];
    if comparison.family != comparison.published {
        families.push(&comparison.family);
    }
    families
}

/// Parameters and MACs.
fn costs(comparison: &Comparison, lang: Lang) -> Chart {
    let mark =
        |cost: Cost, label: &str| Mark { x: params(cost), y: macs(cost), label: label.to_owned() };
    let published = families(comparison).into_iter().map(|models| {
        let marks = models.iter().map(|model| mark(model.cost, model.variant.title()));
        line(compound::family_name(models), marks.collect())
    });
    let mut series: Vec<Series> = published.collect();
    let marks = vec![mark(comparison.cost, lang.text("demo.scale.you"))];
    let name = lang.text("demo.scale.you").to_owned();
    series.push(Series { name, own: true, line: false, marks });
    Chart {
        x_label: lang.text("demo.axis.params").into(),
        y_label: lang.text("demo.axis.macs").into(),
        x_scale: Scale::Log,
        y_scale: Scale::Log,
        series,
    }
}

/// MACs and reported top-1. One's own network has none: it is a line at its MACs.
fn accuracy(comparison: &Comparison, lang: Lang) -> Chart {
    let mark = |model: &Published| {
        let y = top1(model.variant)?;
        Some(Mark { x: macs(model.cost), y, label: model.variant.title().to_owned() })
    };
    let reported: Vec<Series> = families(comparison)
        .into_iter()
        .map(|models| line(compound::family_name(models), models.iter().filter_map(mark).collect()))
        .collect();
    let heights = || reported.iter().flat_map(|series| &series.marks).map(|mark| mark.y);
    let ends = [heights().fold(f64::INFINITY, f64::min), heights().fold(0.0, f64::max)];
    let x = macs(comparison.cost);
    let name = lang.text("demo.scale.you");
    // One name at the top of the line.
    let cursor =
        [(ends[0], ""), (ends[1], name)].map(|(y, label)| Mark { x, y, label: label.into() });
    let mut series = reported;
    series.push(Series { name: name.to_owned(), own: true, line: true, marks: cursor.into() });
    Chart {
        x_label: lang.text("demo.axis.macs").into(),
        y_label: lang.text("demo.family.y").to_owned(),
        x_scale: Scale::Log,
        y_scale: Scale::Linear,
        series,
    }
}

const fn line(name: String, marks: Vec<Mark>) -> Series {
    Series { name, own: false, line: true, marks }
}

/// What is reported, in percent.
fn top1(variant: Variant) -> Option<f64> {
    quantity::evaluate(&format!("paper:{}.top1", variant.name())).ok()
}

fn params(cost: Cost) -> f64 {
    cost.params as f64 / 1e6
}

fn macs(cost: Cost) -> f64 {
    cost.macs as f64 / 1e9
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arch::plan::bases;
    use crate::content::demo::{Centi, Demo};
    use crate::figure::Glyphs;

    fn text(knobs: &ScalePlan, lang: Lang) -> String {
        let lines = plan(knobs, lang).unwrap().lines(78, Glyphs::Full);
        lines.iter().map(|line| line.text() + "\n").collect()
    }

    #[test]
    fn each_published_coefficient_stands_beside_the_phi_that_it_needs() {
        let said = text(&ScalePlan::PAPER, Lang::En);
        let row = said.lines().find(|line| line.starts_with("B3")).unwrap();
        let cells: Vec<&str> = row.split_whitespace().collect();
        assert_eq!(cells[..7], ["B3", "1.4", "(1.85)", "1.2", "(1.91)", "300", "(2.09)"], "{said}");
        assert!(said.contains("B3 is not φ = 3"), "{said}");
    }

    #[test]
    fn every_base_has_both_charts_in_both_languages() {
        for base in bases() {
            for chart in ScaleChart::ALL {
                for lang in Lang::ALL {
                    let knobs = ScalePlan { base, chart, ..ScalePlan::PAPER };
                    assert!(text(&knobs, lang).contains(base.title()), "{base:?}");
                }
            }
        }
    }

    #[test]
    fn a_network_of_one_s_own_has_no_accuracy() {
        let knobs = ScalePlan { chart: ScaleChart::Accuracy, ..ScalePlan::PAPER };
        let figure = plan(&knobs, Lang::En).unwrap();
        let chart = figure.parts.iter().find_map(|part| match part {
            Part::Chart(chart) => Some(chart),
            _ => None,
        });
        let own = chart.unwrap().series.iter().find(|series| series.own).unwrap();
        assert!(own.marks[0].x.to_bits() == own.marks[1].x.to_bits(), "a line, and no point");
        assert!(text(&knobs, Lang::En).contains("never trained"));
    }

    #[test]
    fn most_ends_of_the_knobs_have_a_figure_and_others_a_sentence() {
        let start = Demo::Scaling(ScalePlan::PAPER);
        for ends in 0..1_u32 << 8 {
            let knobs = start.knobs().into_iter().enumerate();
            let turned = knobs.fold(start.clone(), |demo, (index, knob)| {
                demo.turned(knob.key, if ends >> (index % 8) & 1 == 1 { 1000 } else { -1000 })
            });
            let Demo::Scaling(knobs) = turned else { unreachable!() };
            // φ = 7 with the largest coefficients grows beyond what may be built.
            let figure = plan(&knobs, Lang::Ko);
            assert!(figure.is_ok() || knobs.phi == Centi(700), "{knobs:?}");
        }
    }
}

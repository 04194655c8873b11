//! B0 scaled in one dimension, or along all three: what it costs, and what the paper reached.

use crate::arch::paper_tables::{Change, Recomputed, Subject};
use crate::arch::{ArchSpec, CompoundScaling, Factors, Plan, SpecError, Variant};
use crate::content::demo::{Centi, Dimension, SingleDimension};
use crate::demo::printed_rows;
use crate::figure::{Chart, Figure, Mark, Part, Scale, Series, Table};
use crate::text::Lang;
use crate::text::number::{factor, grouped, short};

/// Hundredths between neighbours on the curve.
const STEP: i32 = 10;

pub(crate) fn single(demo: &SingleDimension, lang: Lang) -> Result<Figure, SpecError> {
    let start = Variant::B0.imagenet().cost();
    let plan = plan(demo.dimension, demo.factor.get());
    let built = plan.build()?;
    let cost = built.cost();
    let ratio = cost.macs as f64 / start.macs as f64;
    let name = lang.text(dimension_key(demo.dimension));
    let change: [(&str, &dyn std::fmt::Display); 2] =
        [("dimension", &name), ("factor", &demo.factor)];
    Ok(Figure {
        title: lang.fill("walks.single.title", &change),
        parts: vec![
            Part::Note(lang.fill(
                "walks.single.now",
                &[
                    ("ratio", &factor(ratio)),
                    ("rule", &rule(demo.dimension)),
                    ("ideal", &factor(plan.growth())),
                    ("times", &factor(cost.params as f64 / start.params as f64)),
                ],
            )),
            Part::Note(what(demo, &plan, &built, lang)),
            Part::Chart(chart(demo, ratio, lang)?),
            Part::Table(printed(demo, lang)),
        ],
        values: vec![("macs", cost.macs as f64), ("params", cost.params as f64), ("ratio", ratio)],
    })
}

const fn dimension_key(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Depth => "scale.depth",
        Dimension::Width => "scale.width",
        Dimension::Resolution => "scale.resolution",
        Dimension::Compound => "walks.single.compound",
    }
}

/// How the formula lets the MACs grow.
const fn rule(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Depth => "d",
        Dimension::Width => "w²",
        Dimension::Resolution => "r²",
        Dimension::Compound => "d·w²·r²",
    }
}

/// One dimension times the factor; along all three, the φ at which the formula costs the factor.
fn plan(dimension: Dimension, factor: f64) -> Plan {
    let compound = CompoundScaling::default();
    let base = Plan::compound(compound, 0.0);
    let one = Factors::default();
    let with = |factors| Plan { factors, ..base };
    match dimension {
        Dimension::Depth => with(Factors { depth: factor, ..one }),
        Dimension::Width => with(Factors { width: factor, ..one }),
        Dimension::Resolution => with(Factors { resolution: factor, ..one }),
        Dimension::Compound => Plan { phi: phi(factor), ..base },
    }
}

/// log of the factor to the base α·β²·γ².
fn phi(factor: f64) -> f64 {
    // A logarithm of one is nothing, not less.
    (factor.ln() / CompoundScaling::default().constraint().ln()).max(0.0)
}

/// What was built; along all three also which φ it is.
fn what(demo: &SingleDimension, plan: &Plan, built: &ArchSpec, lang: Lang) -> String {
    let spec: [(&str, &dyn std::fmt::Display); 5] = [
        ("blocks", &built.blocks.len()),
        ("stem", &built.stem),
        ("resolution", &built.resolution),
        ("phi", &short(plan.phi, 2)),
        ("constraint", &grouped(plan.compound.constraint(), 2)),
    ];
    let key = match demo.dimension {
        Dimension::Compound => "walks.single.built-compound",
        _ => "walks.single.built",
    };
    lang.fill(key, &spec)
}

/// What is built, everywhere; what the formula says, at whole factors; and the cursor.
fn chart(demo: &SingleDimension, now: f64, lang: Lang) -> Result<Chart, SpecError> {
    let start = Variant::B0.imagenet().cost().macs as f64;
    let mark = |factor: Centi, y: f64, label: String| Mark { x: factor.get(), y, label };
    let mut built = Vec::new();
    for hundredths in (100..=400).step_by(STEP as usize) {
        let factor = Centi(hundredths);
        let macs = plan(demo.dimension, factor.get()).build()?.cost().macs as f64;
        built.push(mark(factor, macs / start, String::new()));
    }
    let ideal = [200, 300, 400].map(Centi).map(|factor| {
        let growth = plan(demo.dimension, factor.get()).growth();
        mark(factor, growth, format!("{}={}", rule(demo.dimension), short(growth, 0)))
    });
    let cursor = vec![mark(demo.factor, now, format!("×{}", grouped(now, 2)))];
    let series = |name: &str, own, line, marks| Series { name: name.to_owned(), own, line, marks };
    Ok(Chart {
        x_label: lang.text("walks.single.x").to_owned(),
        y_label: lang.text("walks.single.y").to_owned(),
        x_scale: Scale::Log,
        y_scale: Scale::Log,
        series: vec![
            series(lang.text("scale.built"), false, true, built),
            series(lang.text("scale.formula"), false, false, ideal.into()),
            series(lang.text("walks.single.cursor"), true, false, cursor),
        ],
    })
}

/// The paper's Table 7: its accuracies, its MACs and those that the released rounding gives.
fn printed(demo: &SingleDimension, lang: Lang) -> Table {
    let mut table = Table::new([
        lang.text("walks.single.source"),
        lang.text("demo.family.top1"),
        lang.text("walks.single.printed"),
        lang.text("walks.single.counted"),
    ]);
    for row in printed_rows().into_iter().filter(|row| row.row.subject == Subject::B0) {
        let name = match row.row.change.factors() {
            "" => Variant::B0.title(),
            factors => factors,
        };
        let cells = [
            name.to_owned(),
            grouped(row.top1, 1),
            format!("{} G", grouped(row.printed / 1e9, 1)),
            format!("{} G", grouped(row.row.cost.macs as f64 / 1e9, 2)),
        ];
        if is_of(&row.row, demo) { table.push_own(cells) } else { table.push(cells) }
    }
    table
}

/// Whether a row is what the knobs stand at. The compound row has factors of its own, not powers of
/// the paper's α, β, γ.
fn is_of(row: &Recomputed, demo: &SingleDimension) -> bool {
    let factor = demo.factor.get();
    let is = |value: f64| (value - factor).abs() < 1e-9;
    match (row.change, demo.dimension) {
        (Change::Baseline, _) => is(1.0),
        (Change::Depth, Dimension::Depth) => is(row.scaling.depth),
        (Change::Width, Dimension::Width) => is(row.scaling.width),
        (Change::Resolution, Dimension::Resolution) => {
            let base = Variant::B0.scaling().resolution as f64;
            is(row.scaling.resolution as f64 / base)
        }
        _ => false,
    }
}

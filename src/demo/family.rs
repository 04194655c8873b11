//! B0–B7 on one chart: what the paper reports against what each model costs.

use crate::arch::Variant;
use crate::content::demo::FamilyAxis;
use crate::content::quantity;
use crate::figure::{Chart, Figure, Mark, Part, Scale, Series, Table};
use crate::text::Lang;
use crate::text::number::{compact, count};

pub(super) fn chart(x: FamilyAxis, lang: Lang) -> Figure {
    let models = Variant::B.map(|variant| (variant, variant.imagenet().cost()));
    let x_of = |cost: crate::arch::Cost| match x {
        FamilyAxis::Macs => cost.macs as f64 / 1e9,
        FamilyAxis::Params => cost.params as f64 / 1e6,
    };
    let marks = models.iter().filter_map(|&(variant, cost)| {
        let top1 = top1(variant)?;
        Some(Mark { x: x_of(cost), y: top1, label: variant.title().to_owned() })
    });
    let mut table = Table::new([
        "",
        lang.text("scale.params"),
        lang.text("scale.macs"),
        lang.text("demo.family.top1"),
    ]);
    for (variant, cost) in models {
        let top1 = top1(variant).map_or("–".into(), |v| format!("{v:.1}"));
        table.push([variant.title().into(), count(cost.params), compact(cost.macs as f64), top1]);
    }
    let x_label = match x {
        FamilyAxis::Macs => lang.text("demo.axis.macs"),
        FamilyAxis::Params => lang.text("demo.axis.params"),
    };
    Figure {
        title: lang.text("demo.family.title").to_owned(),
        parts: vec![
            Part::Chart(Chart {
                x_label: x_label.into(),
                y_label: lang.text("demo.family.y").to_owned(),
                x_scale: Scale::Log,
                y_scale: Scale::Linear,
                series: vec![Series {
                    name: "B0–B7".into(),
                    own: false,
                    line: true,
                    marks: marks.collect(),
                }],
            }),
            Part::Table(table),
            Part::Note(lang.fill(
                "demo.family.source",
                &[("source", &quantity::paper_source("b0").unwrap_or_default())],
            )),
        ],
        values: Vec::new(),
    }
}

/// What the paper reports, in percent.
fn top1(variant: Variant) -> Option<f64> {
    quantity::evaluate(&format!("paper:{}.top1", variant.name())).ok()
}

//! The surface α·β²·γ² ≈ 2, and what each of its triples really builds.

use crate::arch::surface::{self, SurfacePoint};
use crate::arch::{SpecError, Variant};
use crate::figure::{Chart, Figure, Mark, Part, Scale, Series, Table};
use crate::text::Lang;
use crate::text::number::{compact, grouped};

/// Every triple on the surface as a point and as a row, the paper's own among them.
///
/// # Errors
/// When `base` is no model of one table.
pub fn surface(base: Variant, lang: Lang) -> Result<Figure, SpecError> {
    let points = surface::surface(base)?;
    Ok(Figure {
        title: lang
            .fill("demo.surface.title", &[("count", &points.len()), ("model", &base.title())]),
        parts: vec![
            Part::Chart(chart(&points, base, lang)),
            Part::Note(spread(&points, lang)),
            Part::Note(lang.text("demo.surface.choice").to_owned()),
            Part::Table(table(&points, base, lang)),
        ],
        values: vec![("count", points.len() as f64)],
    })
}

/// By how much the formula and by how much the built networks differ.
fn spread(points: &[SurfacePoint], lang: Lang) -> String {
    let ends = |value: fn(&SurfacePoint) -> f64| {
        let all = || points.iter().map(value);
        (all().fold(f64::INFINITY, f64::min), all().fold(0.0, f64::max))
    };
    let (formula_low, formula_high) = ends(|point| point.triple.constraint());
    let (low, high) = ends(|point| point.macs_ratio);
    let paper = points.iter().find(|point| point.triple.is_paper());
    lang.fill(
        "demo.surface.spread",
        &[
            ("formula-low", &grouped(formula_low, 2)),
            ("formula-high", &grouped(formula_high, 2)),
            ("low", &grouped(low, 2)),
            ("high", &grouped(high, 2)),
            ("paper", &grouped(paper.map_or(0.0, |point| point.macs_ratio), 2)),
        ],
    )
}

fn table(points: &[SurfacePoint], base: Variant, lang: Lang) -> Table {
    let ratio = format!("×{}", base.title());
    let mut table = Table::new([
        "",
        "α",
        "β",
        "γ",
        "α·β²·γ²",
        lang.text("scale.resolution"),
        lang.text("scale.blocks"),
        lang.text("scale.params"),
        lang.text("scale.macs"),
        &ratio,
    ]);
    for point in points {
        let triple = point.triple.compound();
        let name = if point.triple.is_paper() { lang.text("demo.surface.paper") } else { "" };
        let cells = [
            name.to_owned(),
            grouped(triple.alpha, 2),
            grouped(triple.beta, 2),
            grouped(triple.gamma, 2),
            grouped(point.triple.constraint(), 3),
            point.resolution.to_string(),
            point.blocks.to_string(),
            compact(point.cost.params as f64),
            compact(point.cost.macs as f64),
            grouped(point.macs_ratio, 2),
        ];
        if point.triple.is_paper() { table.push_own(cells) } else { table.push(cells) }
    }
    table
}

fn chart(points: &[SurfacePoint], base: Variant, lang: Lang) -> Chart {
    let marks = |paper: bool| {
        let label = if paper { lang.text("demo.surface.paper") } else { "" };
        let own = points.iter().filter(move |point| point.triple.is_paper() == paper);
        let mark = |point: &SurfacePoint| Mark {
            x: point.triple.constraint(),
            y: point.macs_ratio,
            label: label.to_owned(),
        };
        own.map(mark).collect()
    };
    Chart {
        x_label: "α·β²·γ²".into(),
        y_label: format!("{} ×{}", lang.text("scale.macs"), base.title()),
        x_scale: Scale::Linear,
        y_scale: Scale::Linear,
        series: vec![
            Series {
                name: "α·β²·γ² ≈ 2".into(), own: false, line: false, marks: marks(false)
            },
            Series {
                name: lang.text("demo.surface.paper").into(),
                own: true,
                line: false,
                marks: marks(true),
            },
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_paper_s_triple_is_marked_once() {
        for lang in Lang::ALL {
            let figure = surface(Variant::B0, lang).unwrap();
            let own = figure.parts.iter().find_map(|part| match part {
                Part::Table(table) => Some(table.rows.iter().filter(|row| row.own).count()),
                _ => None,
            });
            assert_eq!(own, Some(1));
            let text: String = figure
                .lines(80, crate::figure::Glyphs::Ascii)
                .iter()
                .map(|l| l.text() + "\n")
                .collect();
            assert!(text.contains("1.920") && text.contains("2.57"), "{text}");
        }
    }
}

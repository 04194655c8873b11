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
    let paper = points.iter().find(|point| point.triple.is_paper());
    let [formula_low, formula_high, low, high] = ends(points);
    lang.fill(
        "demo.surface.spread",
        &[
            ("formula-low", &formula_low),
            ("formula-high", &formula_high),
            ("low", &low),
            ("high", &high),
            ("paper", &grouped(paper.map_or(0.0, |point| point.macs_ratio), 2)),
        ],
    )
}

/// Smallest and largest ratio of MACs, by the formula and as built.
pub(super) fn ends(points: &[SurfacePoint]) -> [String; 4] {
    let end = |value: fn(&SurfacePoint) -> f64, pick: fn(f64, f64) -> f64| {
        grouped(points.iter().map(value).reduce(pick).unwrap_or(0.0), 2)
    };
    let formula: fn(&SurfacePoint) -> f64 = |point| point.triple.constraint();
    let built: fn(&SurfacePoint) -> f64 = |point| point.macs_ratio;
    [end(formula, f64::min), end(formula, f64::max), end(built, f64::min), end(built, f64::max)]
}

fn table(points: &[SurfacePoint], base: Variant, lang: Lang) -> Table {
    let mut table = head(base, lang);
    for point in points {
        if point.triple.is_paper() {
            table.push_own(cells(lang.text("demo.surface.paper").to_owned(), point));
        } else {
            table.push(cells(String::new(), point));
        }
    }
    table
}

/// A table of triples without rows.
pub(super) fn head(base: Variant, lang: Lang) -> Table {
    let ratio = format!("×{}", base.title());
    Table::new([
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
    ])
}

/// A row of it.
pub(super) fn cells(name: String, point: &SurfacePoint) -> [String; 10] {
    let triple = point.triple.compound();
    [
        name,
        grouped(triple.alpha, 2),
        grouped(triple.beta, 2),
        grouped(triple.gamma, 2),
        grouped(point.triple.constraint(), 3),
        point.resolution.to_string(),
        point.blocks.to_string(),
        compact(point.cost.params as f64),
        compact(point.cost.macs as f64),
        grouped(point.macs_ratio, 2),
    ]
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

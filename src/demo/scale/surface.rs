//! The constraint surface with one of its triples in sight.

use crate::arch::surface::{self, SurfacePoint};
use crate::arch::{SpecError, Variant};
use crate::content::demo::{SurfaceChart, SurfacePlace};
use crate::demo::surface::{cells, ends, head};
use crate::figure::{Chart, Figure, Mark, Part, Scale, Series, Table};
use crate::text::Lang;

/// The chosen triple beside the paper's, and all of them on a chart.
pub(crate) fn surface(place: &SurfacePlace, lang: Lang) -> Result<Figure, SpecError> {
    let points = surface::surface(place.base)?;
    let at = place.at.min(points.len().saturating_sub(1));
    let chart = match place.chart {
        SurfaceChart::Triples => triples(&points, at, lang),
        SurfaceChart::Costs => costs(&points, at, place.base, lang),
    };
    Ok(Figure {
        title: lang.fill(
            "demo.surface.title",
            &[("count", &points.len()), ("model", &place.base.title())],
        ),
        parts: vec![
            Part::Table(table(&points, at, place.base, lang)),
            Part::Chart(chart),
            Part::Note(choice(&points, lang)),
        ],
        values: vec![("at", at as f64), ("count", points.len() as f64)],
    })
}

/// That costs cannot choose.
fn choice(points: &[SurfacePoint], lang: Lang) -> String {
    let [formula_low, formula_high, low, high] = ends(points);
    lang.fill(
        "demo.scale.choice",
        &[
            ("formula-low", &formula_low),
            ("formula-high", &formula_high),
            ("low", &low),
            ("high", &high),
        ],
    )
}

/// The chosen triple, and the paper's to compare with.
fn table(points: &[SurfacePoint], at: usize, base: Variant, lang: Lang) -> Table {
    let mut table = head(base, lang);
    if let Some(point) = points.get(at) {
        table.push_own(cells(format!("{} / {}", at + 1, points.len()), point));
    }
    if let Some(paper) = points.iter().find(|point| point.triple.is_paper()) {
        table.push(cells(format!("{} *", lang.text("demo.surface.paper")), paper));
    }
    table
}

/// α and β of every triple; γ is what remains of the constraint.
fn triples(points: &[SurfacePoint], at: usize, lang: Lang) -> Chart {
    let mark = |point: &SurfacePoint, label: String| {
        let triple = point.triple.compound();
        Mark { x: triple.alpha, y: triple.beta, label }
    };
    let chosen = |point: &SurfacePoint| mark(point, String::new());
    Chart {
        x_label: "α".into(),
        y_label: "β".into(),
        x_scale: Scale::Linear,
        y_scale: Scale::Linear,
        series: series(points, at, lang, mark, chosen),
    }
}

/// What the formula says of a triple, and what it really builds.
fn costs(points: &[SurfacePoint], at: usize, base: Variant, lang: Lang) -> Chart {
    let mark = |point: &SurfacePoint, label: String| Mark {
        x: point.triple.constraint(),
        y: point.macs_ratio,
        label,
    };
    let chosen = |point: &SurfacePoint| mark(point, String::new());
    Chart {
        x_label: "α·β²·γ²".into(),
        y_label: format!("{} ×{}", lang.text("scale.macs"), base.title()),
        x_scale: Scale::Linear,
        y_scale: Scale::Linear,
        series: series(points, at, lang, mark, chosen),
    }
}

/// All triples, the paper's with its sign in the table, and the chosen one on top.
fn series(
    points: &[SurfacePoint],
    at: usize,
    lang: Lang,
    mark: impl Fn(&SurfacePoint, String) -> Mark,
    chosen: impl Fn(&SurfacePoint) -> Mark,
) -> Vec<Series> {
    let paper = |point: &SurfacePoint| if point.triple.is_paper() { "*" } else { "" };
    let all = points.iter().map(|point| mark(point, paper(point).to_owned())).collect();
    let own = points.get(at).map(chosen).into_iter().collect();
    vec![
        Series { name: "α·β²·γ² ≈ 2".into(), own: false, line: false, marks: all },
        Series { name: lang.text("demo.scale.chosen").into(), own: true, line: false, marks: own },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::Glyphs;

    #[test]
    fn every_triple_can_be_looked_at() {
        let count = surface::triples().len();
        for chart in [SurfaceChart::Triples, SurfaceChart::Costs] {
            // One beyond the last shows the last.
            for at in [0, count / 2, count - 1, count] {
                let place = SurfacePlace { base: Variant::B0, at, chart };
                let figure = surface(&place, Lang::Ko).unwrap();
                let shown = at.min(count - 1) + 1;
                let lines = figure.lines(78, Glyphs::Ascii);
                let said: String = lines.iter().map(|line| line.text() + "\n").collect();
                assert!(said.contains(&format!("{shown} / {count}")), "{said}");
                assert!(said.contains("2.57"), "{said}");
            }
        }
    }
}

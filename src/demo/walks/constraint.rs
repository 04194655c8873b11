//! α and β on the constraint surface: γ is what remains.

use crate::arch::surface::{STEP, TARGET, Triple};
use crate::arch::{CompoundScaling, Plan, SpecError, Variant};
use crate::content::demo::{Centi, ConstraintSurface};
use crate::demo::compound;
use crate::figure::{Chart, Figure, Mark, Part, Scale, Series};
use crate::text::Lang;
use crate::text::number::{factor, grouped};

/// The range of α, in hundredths.
const ALPHAS: std::ops::RangeInclusive<u32> = 100..=200;

pub(crate) fn constraint(demo: &ConstraintSurface, lang: Lang) -> Result<Figure, SpecError> {
    let triple = on_grid(demo);
    let gamma = gamma(demo.alpha, demo.beta);
    let growth = growth(triple)?;
    let choice = match growth {
        _ if triple.is_paper() => "walks.constraint.paper",
        None => "walks.constraint.outside",
        Some(_) if triple.is_on_surface() => "walks.constraint.on",
        Some(_) => "walks.constraint.off",
    };
    let built = growth.map_or_else(String::new, factor);
    Ok(Figure {
        title: lang.fill("walks.constraint.title", &[("alpha", &demo.alpha), ("beta", &demo.beta)]),
        parts: vec![
            Part::Note(lang.fill("walks.constraint.gamma", &[("gamma", &grouped(gamma, 4))])),
            Part::Note(
                lang.fill(
                    "walks.constraint.grid",
                    &[("gamma", &grouped(triple.compound().gamma, 2))],
                ),
            ),
            Part::Meter(compound::meter(triple.compound(), lang)),
            Part::Chart(chart(demo, gamma, lang)),
            Part::Note(lang.fill(choice, &[("built", &built)])),
        ],
        values: vec![("gamma", gamma), ("constraint", triple.constraint())],
    })
}

/// γ for which α·β²·γ² is exactly 2.
fn gamma(alpha: Centi, beta: Centi) -> f64 {
    (TARGET / (alpha.get() * beta.get().powi(2))).sqrt()
}

/// The nearest triple whose γ stands on the grid of the search.
fn on_grid(demo: &ConstraintSurface) -> Triple {
    let step = f64::from(STEP);
    let gamma = (100.0 * gamma(demo.alpha, demo.beta) / step).round() * step;
    let hundredths = |value: Centi| u32::try_from(value.0).unwrap_or(100);
    Triple { alpha: hundredths(demo.alpha), beta: hundredths(demo.beta), gamma: gamma as u32 }
}

/// By how much the MACs of B0 grow if one step of φ is taken with it; `None` where γ is below 1.
fn growth(triple: Triple) -> Result<Option<f64>, SpecError> {
    if triple.gamma < 100 {
        return Ok(None);
    }
    let start = Variant::B0.imagenet().cost().macs as f64;
    let built = Plan::compound(triple.compound(), 1.0).build()?;
    Ok(Some(built.cost().macs as f64 / start))
}

/// γ over α for this β, and the paper's triple.
fn chart(demo: &ConstraintSurface, now: f64, lang: Lang) -> Chart {
    let curve = ALPHAS.step_by(STEP as usize).map(|alpha| {
        let alpha = Centi(i32::try_from(alpha).unwrap_or(0));
        Mark { x: alpha.get(), y: gamma(alpha, demo.beta), label: String::new() }
    });
    let CompoundScaling { alpha, gamma, .. } = Triple::PAPER.compound();
    let paper = Mark { x: alpha, y: gamma, label: lang.text("demo.surface.paper").to_owned() };
    let own = Mark { x: demo.alpha.get(), y: now, label: grouped(now, 3) };
    let series = |name: String, own, line, marks| Series { name, own, line, marks };
    Chart {
        x_label: "α".to_owned(),
        y_label: format!("γ (β = {})", demo.beta),
        x_scale: Scale::Linear,
        y_scale: Scale::Linear,
        series: vec![
            series("α·β²·γ² = 2".to_owned(), false, true, curve.collect()),
            series(lang.text("demo.surface.paper").to_owned(), false, false, vec![paper]),
            series(lang.text("demo.scale.chosen").to_owned(), true, false, vec![own]),
        ],
    }
}

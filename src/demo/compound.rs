//! Formula, built network and published models at one φ.

use crate::arch::comparison::Published;
use crate::arch::compound::ImpliedPhi;
use crate::arch::{Comparison, CompoundScaling, Family, Plan, SpecError};
use crate::content::demo::CompoundExplorer;
use crate::figure::{Chart, Figure, Mark, Meter, Part, Scale, Series, Table};
use crate::text::Lang;
use crate::text::number::{compact, factor, short};

/// What α·β²·γ² ought to be near: each step of φ doubles the cost.
const TARGET: f64 = 2.0;

/// Formula, built network and published models for a plan.
///
/// # Errors
/// When the plan is out of range.
pub fn comparison(plan: Plan, lang: Lang) -> Result<Figure, SpecError> {
    let comparison = Comparison::of(plan)?;
    Ok(Figure {
        title: lang.fill("demo.compound.title", &[("phi", &short(plan.phi, 2))]),
        parts: vec![
            Part::Meter(meter(plan.compound, lang)),
            Part::Table(networks(&comparison, lang, |n| compact(n as f64))),
            Part::Note(implied_line(&comparison, lang)),
            Part::Note(verdict(&comparison, lang)),
            Part::Chart(chart(&comparison, lang)),
        ],
        values: vec![
            ("macs", comparison.cost.macs as f64),
            ("ratio", comparison.macs_ratio()),
            ("constraint", plan.compound.constraint()),
        ],
    })
}

pub(super) fn explorer(demo: &CompoundExplorer, lang: Lang) -> Result<Figure, SpecError> {
    let (alpha, beta, gamma) = (demo.alpha.get(), demo.beta.get(), demo.gamma.get());
    comparison(Plan::compound(CompoundScaling { alpha, beta, gamma }, demo.phi.get()), lang)
}

pub(super) fn meter(compound: CompoundScaling, lang: Lang) -> Meter {
    let value = compound.constraint();
    // The paper asks for "≈ 2" and takes 1.92: within a tenth counts as near.
    let near = (value - TARGET).abs() <= 0.1;
    let verdict =
        if near { lang.text("demo.compound.near") } else { lang.text("demo.compound.far") };
    Meter { label: "α·β²·γ²".into(), value, target: TARGET, verdict: verdict.to_owned() }
}

/// The formula, the network built from it, and the published models worth showing. `show` writes
/// params and MACs: in full, or short where columns are few.
pub fn networks(comparison: &Comparison, lang: Lang, show: fn(u64) -> String) -> Table {
    let empty = String::new;
    let (formula, cost) = (comparison.formula, comparison.cost);
    let mut table = Table::new([
        "",
        lang.text("scale.depth"),
        lang.text("scale.width"),
        lang.text("scale.resolution"),
        lang.text("scale.blocks"),
        lang.text("scale.params"),
        lang.text("scale.macs"),
        &format!("×{}", comparison.plan.base.title()),
    ]);
    table.push([
        lang.text("scale.formula").to_owned(),
        format!("{:.3}", formula.depth),
        format!("{:.3}", formula.width),
        format!("{:.1}", formula.resolution),
        empty(),
        empty(),
        empty(),
        factor(comparison.plan.growth()),
    ]);
    table.push_own([
        lang.text("scale.built").to_owned(),
        empty(),
        empty(),
        comparison.built.resolution.to_string(),
        comparison.built.blocks.len().to_string(),
        show(cost.params),
        show(cost.macs),
        factor(comparison.macs_ratio()),
    ]);
    for model in comparison.shown() {
        table.push([
            model.variant.title().to_owned(),
            format!("{:.1}", model.scaling.depth),
            format!("{:.1}", model.scaling.width),
            model.scaling.resolution.to_string(),
            model.blocks.to_string(),
            show(model.cost.params),
            show(model.cost.macs),
            factor(model.macs_ratio),
        ]);
    }
    table
}

/// The φ that each dimension of the published models would need.
pub fn implied(comparison: &Comparison, lang: Lang) -> Table {
    let mut table = Table::new([
        lang.text("scale.implied"),
        lang.text("scale.depth"),
        lang.text("scale.width"),
        lang.text("scale.resolution"),
    ]);
    for model in comparison.shown() {
        let [depth, width, resolution] = phis(model);
        table.push([model.variant.title().to_owned(), depth, width, resolution]);
    }
    table
}

/// The same on one line, for a figure.
fn implied_line(comparison: &Comparison, lang: Lang) -> String {
    let names = ["scale.depth", "scale.width", "scale.resolution"].map(|key| lang.text(key));
    let models = comparison
        .shown()
        .into_iter()
        // Three numbers and their model stay on one line.
        .map(|model| format!("   {}\u{a0}{}", model.variant.title(), phis(model).join(",\u{a0}")));
    let head = format!("{} ({})", lang.text("scale.implied"), names.join(", "));
    head + &models.collect::<String>()
}

/// For depth, width and resolution; a coefficient of 1 implies none.
fn phis(model: &Published) -> [String; 3] {
    let ImpliedPhi { depth, width, resolution } = model.implied;
    [depth, width, resolution]
        .map(|phi| if phi.is_finite() { format!("{:.2}", phi + 0.0) } else { "-".to_owned() })
}

/// The sentence that says what the numbers mean: Bn is not φ = n.
pub fn verdict(comparison: &Comparison, lang: Lang) -> String {
    let plan = &comparison.plan;
    let is_paper = plan.compound == CompoundScaling::default();
    let is_b = plan.base.family() == Family::B;
    let model = match comparison.namesake() {
        _ if plan.has_factors() => return factors(comparison, lang),
        _ if plan.phi < 1e-9 => {
            return lang.fill("demo.compound.base", &[("model", &plan.base.title())]);
        }
        _ if !is_paper => return lang.text("demo.compound.own").to_owned(),
        None if is_b => return lang.text("demo.compound.between").to_owned(),
        None => return lang.text("demo.compound.other").to_owned(),
        Some(model) => model,
    };
    let phi = model.implied;
    let show = |value: f64| format!("{:.2}", value + 0.0);
    lang.fill(
        "demo.compound.namesake",
        &[
            ("model", &model.variant.title()),
            ("phi", &short(plan.phi, 2)),
            ("depth", &show(phi.depth)),
            ("width", &show(phi.width)),
            ("resolution", &show(phi.resolution)),
        ],
    )
}

/// What the formula says about factors, and what rounding makes of it.
fn factors(comparison: &Comparison, lang: Lang) -> String {
    lang.fill(
        "demo.compound.factors",
        &[
            ("formula", &factor(comparison.plan.growth())),
            ("built", &factor(comparison.macs_ratio())),
        ],
    )
}

fn chart(comparison: &Comparison, lang: Lang) -> Chart {
    let mark = |x: u64, y: u64, label: &str| Mark {
        x: x as f64 / 1e6,
        y: y as f64 / 1e9,
        label: label.to_owned(),
    };
    let published = comparison
        .family
        .iter()
        .map(|model| mark(model.cost.params, model.cost.macs, model.variant.title()));
    let own = mark(comparison.cost.params, comparison.cost.macs, lang.text("demo.compound.you"));
    Chart {
        x_label: lang.text("demo.axis.params").into(),
        y_label: lang.text("demo.axis.macs").into(),
        x_scale: Scale::Log,
        y_scale: Scale::Log,
        series: vec![
            Series {
                name: family_name(&comparison.family),
                own: false,
                line: true,
                marks: published.collect(),
            },
            Series { name: "φ".into(), own: true, line: false, marks: vec![own] },
        ],
    }
}

/// `B0–B7`.
pub(super) fn family_name(models: &[Published]) -> String {
    let title = |model: Option<&Published>| model.map_or("", |model| model.variant.title());
    format!("{}–{}", title(models.first()), title(models.last()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::demo::{Centi, Demo};
    use crate::content::knob::Knob;

    const PAPER: CompoundExplorer = CompoundExplorer {
        phi: Centi(300),
        alpha: Centi(120),
        beta: Centi(110),
        gamma: Centi(115),
    };

    fn at(phi: i32) -> Figure {
        explorer(&CompoundExplorer { phi: Centi(100 * phi), ..PAPER }, Lang::En).unwrap()
    }

    #[test]
    fn the_figure_says_that_b3_is_not_phi_three() {
        let lines = at(3).lines(80, crate::figure::Glyphs::Full);
        let text: String = lines.iter().map(|line| line.text() + "\n").collect();
        assert!(text.contains("B3 is not φ = 3"), "{text}");
        assert!(text.contains("8.43"), "{text}");
        assert!(text.contains(&compact(3_250_916_456.0)), "{text}");
        assert!(text.contains("1.85"), "{text}");
    }

    #[test]
    fn every_end_of_the_knobs_has_a_figure() {
        let start = Demo::CompoundExplorer(PAPER);
        for ends in 0..16_u32 {
            let turn = |demo: Demo, (index, knob): (usize, Knob)| {
                demo.turned(knob.key, if ends >> index & 1 == 1 { 1000 } else { -1000 })
            };
            let demo = start.knobs().into_iter().enumerate().fold(start.clone(), turn);
            let Demo::CompoundExplorer(own) = demo else { unreachable!() };
            assert!(explorer(&own, Lang::En).is_ok(), "{own:?}");
        }
    }

    #[test]
    fn every_whole_step_names_its_namesake() {
        for phi in 1..=7 {
            let namesake = format!("B{phi} is not φ = {phi}");
            let plan = Plan::compound(CompoundScaling::default(), f64::from(phi));
            let comparison = Comparison::of(plan).unwrap();
            assert!(verdict(&comparison, Lang::En).contains(&namesake));
        }
    }

    #[test]
    fn other_coefficients_than_the_paper_s_have_no_namesake() {
        let own = CompoundScaling { alpha: 1.0, ..CompoundScaling::default() };
        let comparison = Comparison::of(Plan::compound(own, 2.0)).unwrap();
        assert!(!verdict(&comparison, Lang::En).contains("NaN"));
        assert!(verdict(&comparison, Lang::En).contains("not the paper"));
    }

    #[test]
    fn single_dimensions_are_said_to_round() {
        let mut plan = Plan::compound(CompoundScaling::default(), 0.0);
        plan.factors.width = 2.0;
        let said = verdict(&Comparison::of(plan).unwrap(), Lang::En);
        assert!(said.contains("×4.00") && said.contains("×3.76"), "{said}");
    }

    #[test]
    fn a_coefficient_of_one_implies_no_phi() {
        let figure = explorer(&CompoundExplorer { beta: Centi(100), ..PAPER }, Lang::Ko).unwrap();
        assert!(
            figure
                .lines(80, crate::figure::Glyphs::Full)
                .iter()
                .any(|l| l.text().contains("\u{a0}-"))
        );
    }
}

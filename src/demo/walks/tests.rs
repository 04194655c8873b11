//! Every figure at every end of its knobs, and numbers that are reached in two ways.

use crate::arch::explain::explain;
use crate::arch::{Bug, Design, Variant};
use crate::content::demo::*;
use crate::content::quantity::evaluate;
use crate::demo::{Bench, run};
use crate::figure::{Figure, Glyphs, Part, Row};
use crate::job::CancelToken;
use crate::text::line::Line;
use crate::text::{Lang, width};

/// The room beside the text at 80×24.
const COLUMNS: usize = 41;
const ROWS: usize = 19;
/// What a chart needs to be shown at all.
const CHART: usize = 7;

fn figure(demo: &Demo, lang: Lang) -> Figure {
    run(demo, lang, &Bench::default(), &CancelToken::new())
        .unwrap_or_else(|error| panic!("{demo:?}: {error}"))
}

fn value(demo: &Demo, name: &str) -> f64 {
    figure(demo, Lang::En).value(name).unwrap()
}

#[track_caller]
fn near(a: f64, b: f64) {
    assert!((a - b).abs() <= 1e-9 * b.abs().max(1.0), "{a} is not {b}");
}

/// As lessons begin with them.
fn defaults() -> Vec<Demo> {
    let x = FamilyAxis::Macs;
    let mut all = vec![
        Demo::NetworkWalk(NetworkWalk { model: Published::B0, stage: 3 }),
        Demo::LayerLedger(LayerLedger { model: Published::B0 }),
        Demo::ConventionLedger(ConventionLedger { model: Published::B0 }),
        Demo::MemoryLedger(MemoryLedger { model: Carded::B0, batch: 32 }),
        Demo::SingleDimension(SingleDimension { dimension: Dimension::Width, factor: Centi(200) }),
        Demo::ConstraintSurface(ConstraintSurface { alpha: Centi(120), beta: Centi(110) }),
        Demo::LrSchedule(LrSchedule { decay: Decay::Exponential, warmup: 5, epoch: 100 }),
        Demo::Survival(Survival { model: Published::B0, rate: Centi(20) }),
        Demo::ModelCard(ModelCard { model: Carded::B0, against: Carded::ResNet50 }),
    ];
    all.extend(Mistake::ALL.iter().map(|&bug| Demo::BugFingerprint(BugFingerprint { bug })));
    all.extend(ErrataTopic::ALL.iter().map(|&topic| Demo::Errata(Errata { topic })));
    let charts = Landscape::ALL.iter();
    all.extend(charts.map(|&models| Demo::ModelLandscape(ModelLandscape { models, x })));
    all
}

/// The demo with every knob at one of its ends, in all combinations.
fn ends(demo: &Demo) -> Vec<Demo> {
    let knobs = demo.knobs();
    let turned = |ends: u32| {
        knobs.iter().enumerate().fold(demo.clone(), |demo, (index, knob)| {
            demo.turned(knob.key, if ends >> index & 1 == 1 { 100_000 } else { -100_000 })
        })
    };
    (0..1 << knobs.len()).map(turned).collect()
}

/// Lines that the knobs take: side by side where they fit.
fn knob_rows(demo: &Demo) -> usize {
    let (mut rows, mut used) = (1, 0);
    for knob in demo.knobs() {
        // Name, arrows and spaces.
        let wide = width(knob.key) + width(&knob.shown()) + 5;
        if used > 0 && used + 2 + wide > COLUMNS {
            (rows, used) = (rows + 1, wide);
        } else {
            used += wide + if used > 0 { 2 } else { 0 };
        }
    }
    rows
}

fn rows(figure: &Figure) -> usize {
    let part = |part: &Part| match part {
        Part::Chart(_) => CHART,
        other => other.lines(COLUMNS, Glyphs::Full).len(),
    };
    1 + figure.parts.iter().map(part).sum::<usize>()
}

#[test]
fn every_figure_fits_beside_the_text() {
    for demo in defaults() {
        for lang in Lang::ALL {
            let figure = figure(&demo, lang);
            let needed = rows(&figure) + knob_rows(&demo);
            let lines = figure.lines(COLUMNS, Glyphs::Full);
            let text: String = lines.iter().map(|line| line.text() + "\n").collect();
            assert!(needed <= ROWS, "{demo:?} {lang:?}: {needed} rows\n{text}");
        }
    }
}

#[test]
fn every_end_of_every_knob_has_a_finite_figure_in_the_columns() {
    let mut complaints = Vec::new();
    for demo in defaults().iter().flat_map(ends) {
        let [ko, en] = Lang::ALL.map(|lang| figure(&demo, lang));
        assert_eq!(ko.values, en.values, "{demo:?}");
        assert!(en.values.iter().all(|(_, value)| value.is_finite()), "{demo:?}: {:?}", en.values);
        for shown in [ko, en] {
            let lines = shown.lines(COLUMNS, Glyphs::Full);
            let texts = lines.iter().map(Line::text).chain([shown.title.clone()]);
            complaints
                .extend(texts.filter(|text| is_wrong(text)).map(|t| format!("{demo:?}: {t}")));
        }
    }
    assert!(complaints.is_empty(), "{complaints:#?}");
}

/// Too wide, a key without its text, a value without its number.
fn is_wrong(text: &str) -> bool {
    width(text) > COLUMNS || ["walks.", "NaN", "{"].iter().any(|sign| text.contains(sign))
}

fn table(figure: &Figure, index: usize) -> &[Row] {
    let mut tables = figure.parts.iter().filter_map(|part| match part {
        Part::Table(table) => Some(&table.rows),
        _ => None,
    });
    tables.nth(index).unwrap()
}

#[test]
fn stages_add_up_to_the_network() {
    for &model in Published::ALL {
        let of = |stage, name| value(&Demo::NetworkWalk(NetworkWalk { model, stage }), name);
        for what in ["params", "macs"] {
            let whole = evaluate(&format!("{what}:{}", model.name())).unwrap();
            near((1..=9).map(|stage| of(stage, what)).sum(), whole);
        }
        near((1..=9).map(|stage| of(stage, "share")).sum(), 100.0);
    }
}

/// The paper's Table 1, one stage later: what a stage writes is what the next reads.
#[test]
fn the_walk_is_the_paper_s_table_1() {
    let demo = Demo::NetworkWalk(NetworkWalk { model: Published::B0, stage: 7 });
    let figure = figure(&demo, Lang::En);
    let shown: Vec<String> = table(&figure, 0).iter().map(|row| row.cells[..4].join(" ")).collect();
    assert_eq!(
        shown,
        [
            "1 stem k3 112 32 1",
            "2 MBConv1 k3 112 16 1",
            "3 MBConv6 k3 56 24 2",
            "4 MBConv6 k5 28 40 2",
            "5 MBConv6 k3 14 80 3",
            "6 MBConv6 k5 14 112 3",
            "7 MBConv6 k5 7 192 4",
            "8 MBConv6 k3 7 320 1",
            "9 head, FC 7 1280 1",
        ]
    );
    let open: Vec<String> = table(&figure, 1).iter().map(|row| row.cells[..2].join(" ")).collect();
    assert_eq!(open, ["11 112→192 k5 /2", "12–14 each 192→192 k5, skip"]);
}

/// facts of real runs of Keras: 132, 186 and 438 layers with parameters.
#[test]
fn layers_follow_from_each_other() {
    for (model, keras) in [(Published::B0, 132.0), (Published::B1, 186.0), (Published::B7, 438.0)] {
        let figure = figure(&Demo::LayerLedger(LayerLedger { model }), Lang::En);
        let of = |name| figure.value(name).unwrap();
        near(of("weighted"), of("resnet-style") + 2.0 * of("blocks"));
        near(of("paper"), of("blocks") + 2.0);
        near(of("weighted") + of("norm") + 1.0, keras);
    }
}

#[test]
fn the_count_that_is_shown_leads_back_to_the_mistake() {
    let design = Design::of(Variant::B0);
    for &bug in Mistake::ALL {
        let figure = figure(&Demo::BugFingerprint(BugFingerprint { bug }), Lang::En);
        let of = |name| figure.value(name).unwrap();
        near(of("params") - of("dparams"), evaluate("params:b0").unwrap());
        near(of("macs") - of("dmacs"), evaluate("macs:b0").unwrap());
        let telling = if of("dparams").abs() < 0.5 { of("macs") } else { of("params") };
        let found = explain(&design, telling as u64);
        let wanted = [Bug::parse(bug.name()).unwrap()];
        assert!(found.iter().any(|e| e.bugs == wanted), "{}: {found:?}", bug.name());
    }
}

/// facts of real runs: fvcore 0.1.5, ptflops 0.7.5, torch 2.15.
#[test]
fn tools_print_what_they_printed() {
    let demo = |model| Demo::ConventionLedger(ConventionLedger { model });
    near(value(&demo(Published::B0), "fvcore"), 401_659_392.0);
    near(value(&demo(Published::B0), "ptflops"), 411_476_896.0);
    near(value(&demo(Published::B7), "ptflops"), 38_835_261_672.0);
    for &model in Published::ALL {
        near(value(&demo(model), "torch"), 2.0 * value(&demo(model), "paper"));
    }
}

#[test]
fn memory_grows_with_the_batch_and_weights_do_not() {
    let of =
        |batch, name| value(&Demo::MemoryLedger(MemoryLedger { model: Carded::B0, batch }), name);
    near(of(1, "weights"), 4.0 * evaluate("params:b0").unwrap() / 1e6);
    near(of(256, "weights"), of(1, "weights"));
    near(of(256, "peak"), 256.0 * of(1, "peak"));
    near(of(7, "training"), 7.0 * of(1, "training"));
    near(of(1, "training"), 22_047_224.0 * 4.0 / 1e6);
}

#[test]
fn single_dimensions_are_the_rows_of_table_7() {
    let of = |dimension, factor, name| {
        let settings = SingleDimension { dimension, factor: Centi(factor) };
        value(&Demo::SingleDimension(settings), name)
    };
    for (dimension, factor, row) in [
        (Dimension::Depth, 400, "depth"),
        (Dimension::Width, 200, "width"),
        (Dimension::Resolution, 200, "resolution"),
    ] {
        let wanted = evaluate(&format!("recomputed:table7.{row}")).unwrap();
        near(of(dimension, factor, "macs"), wanted);
    }
    for &dimension in Dimension::ALL {
        near(of(dimension, 100, "ratio"), 1.0);
    }
    // Just above α·β²·γ²: one step of φ. Just below, channels half way would round down.
    near(of(Dimension::Compound, 193, "macs"), evaluate("built.macs:1").unwrap());
}

#[test]
fn the_paper_s_gamma_is_the_nearest_on_the_grid() {
    let of = |alpha, beta, name| {
        let settings = ConstraintSurface { alpha: Centi(alpha), beta: Centi(beta) };
        value(&Demo::ConstraintSurface(settings), name)
    };
    near(of(120, 110, "constraint"), evaluate("constraint").unwrap());
    for (alpha, beta) in [(100, 100), (120, 110), (200, 140)] {
        let [a, b] = [alpha, beta].map(|hundredths| f64::from(hundredths) / 100.0);
        near(a * (b * of(alpha, beta, "gamma")).powi(2), 2.0);
    }
}

#[test]
fn the_learning_rate_starts_rises_and_falls() {
    let of = |decay, warmup, epoch, name| {
        value(&Demo::LrSchedule(LrSchedule { decay, warmup, epoch }), name)
    };
    near(of(Decay::Exponential, 0, 0, "lr"), 0.256);
    near(of(Decay::Exponential, 0, 350, "lr"), 0.256 * 0.97_f64.powi(145));
    near(of(Decay::Cosine, 0, 175, "lr"), 0.128);
    near(of(Decay::Cosine, 0, 350, "lr"), 0.0);
    let peak = of(Decay::Exponential, 5, 100, "peak");
    assert!(peak < 0.256 && peak > 0.255, "{peak}");
}

/// facts: B0's last block 0.8125, the largest rate used 0.175.
#[test]
fn survival_is_what_the_official_code_gives() {
    let of =
        |model, rate, name| value(&Demo::Survival(Survival { model, rate: Centi(rate) }), name);
    near(of(Published::B0, 20, "lowest"), 81.25);
    near(of(Published::B0, 20, "dropped"), 17.5);
    near(of(Published::B7, 0, "lowest"), 100.0);
    near(of(Published::B7, 0, "dropped"), 0.0);
}

#[test]
fn a_card_counts_what_quantities_count() {
    let demo = Demo::ModelCard(ModelCard { model: Carded::B0, against: Carded::ResNet50 });
    let figure = figure(&demo, Lang::En);
    for what in ["params", "macs", "activations"] {
        near(figure.value(what).unwrap(), evaluate(&format!("{what}:b0")).unwrap());
    }
    // torchvision counts 4,089,184,256 for ResNet-50.
    near(figure.value("ratio").unwrap(), 4_089_184_256.0 / 385_814_752.0);
    let layers = table(&figure, 0).iter().find(|row| row.cells[0] == "convs + FC").unwrap();
    assert_eq!(layers.cells[1..3], ["82", "54"]);
}

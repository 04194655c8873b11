//! What holds for all of them: every end of every knob gives a figure that fits beside a page.

use crate::content::demo::{
    ActivationCurve, BlockCost, Centi, Colour, ConvCost, ConvPixel, Demo, Function, FusedCost,
    Photo, ReluManifold, SeCost, SeparableTime, SqueezeOf, Switch,
};
use crate::demo::{Bench, run};
use crate::figure::{Figure, Glyphs, Part};
use crate::job::CancelToken;
use crate::text::line::Line;
use crate::text::{Lang, width};

/// Columns of a figure beside a page on the smallest screen, and its rows with title and knobs.
const COLUMNS: usize = 41;
const ROWS: usize = 19;

fn demos() -> [Demo; 8] {
    let (kernel, side) = (3, 56);
    let (channels_in, channels_out) = (16, 24);
    [
        Demo::ConvCost(ConvCost { kernel, channels_in, channels_out, stride: 1, side }),
        Demo::ConvPixel(ConvPixel {
            image: Photo::Chelsea,
            channel: 3,
            row: 40,
            column: 63,
            colour: Colour::Red,
        }),
        Demo::ReluManifold(ReluManifold { dimensions: 3, relu: Switch::On, seed: 1 }),
        Demo::ActivationCurve(ActivationCurve { function: Function::Swish, x: Centi(-130) }),
        Demo::SeCost(SeCost { channels_in, expand: 6, squeeze_of: SqueezeOf::Input, side }),
        Demo::BlockCost(BlockCost {
            channels_in,
            channels_out,
            expand: 6,
            kernel,
            stride: 2,
            se: Switch::On,
            side,
        }),
        Demo::FusedCost(FusedCost { channels: 24, expand: 4, side }),
        Demo::SeparableTime(SeparableTime { kernel, channels_in, channels_out, side: 14 }),
    ]
}

/// The demo, and with each knob at both ends; the last one with all knobs at their upper ends.
fn ends(demo: &Demo) -> Vec<Demo> {
    let knobs = demo.knobs();
    let steps = |knob: &crate::content::knob::Knob| (knob.high - knob.low) / knob.step;
    let mut ends = vec![demo.clone()];
    let mut highest = demo.clone();
    for knob in &knobs {
        ends.extend([-steps(knob), steps(knob)].map(|steps| demo.turned(knob.key, steps)));
        highest = highest.turned(knob.key, steps(knob));
    }
    ends.push(highest);
    ends
}

#[test]
fn every_end_of_every_knob_gives_a_figure_that_fits() {
    let bench = Bench::default();
    let mut complaints: Vec<String> = Vec::new();
    for demo in demos() {
        for end in ends(&demo) {
            for lang in Lang::ALL {
                let figure = run(&end, lang, &bench, &CancelToken::new()).unwrap();
                complaints.extend(too_large(&end, &figure));
                for (name, value) in &figure.values {
                    assert!(value.is_finite(), "{end:?}: {name} is {value}");
                }
            }
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// What of a figure does not fit beside a page, if anything.
fn too_large(demo: &Demo, figure: &Figure) -> Vec<String> {
    let mut rows = 1 + knob_rows(demo);
    let mut lines = vec![figure.title.clone()];
    for part in &figure.parts {
        let own: Vec<String> = part.lines(COLUMNS, Glyphs::Full).iter().map(Line::text).collect();
        rows += match part {
            // What may shrink, and does so before the rest is cut off.
            Part::Chart(_) => 7,
            Part::Maps(_) if matches!(demo, Demo::ReluManifold(_)) => 7,
            Part::Maps(_) => 0,
            _ => own.len(),
        };
        lines.extend(own);
    }
    let mut found: Vec<String> =
        lines.iter().filter(|line| width(line) > COLUMNS).cloned().collect();
    if rows > ROWS {
        found.push(format!("{rows} rows:\n{}", lines.join("\n")));
    }
    found
}

/// Lines that the knobs take under the figure, by the usual width of a knob.
fn knob_rows(demo: &Demo) -> usize {
    demo.knobs().len().div_ceil(3)
}

/// The names that a page may ask for are the figure's.
#[test]
fn the_values_have_the_names_that_pages_use() {
    let names: [&[&str]; 8] = [
        &["macs", "params", "outputs", "products"],
        &["sum", "out"],
        &["lost", "dead"],
        &["y", "slope", "minimum", "argmin"],
        &["squeeze", "params", "macs"],
        &["params", "macs", "skip", "plain", "dense"],
        &["mbconv", "fused", "ratio"],
        &["plain", "separable", "mac-ratio", "time-ratio"],
    ];
    for (demo, names) in demos().iter().zip(names) {
        let figure = run(demo, Lang::En, &Bench::default(), &CancelToken::new()).unwrap();
        let found: Vec<&str> = figure.values.iter().map(|(name, _)| *name).collect();
        assert_eq!(found, names, "{}", demo.name());
    }
}

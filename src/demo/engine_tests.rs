//! What the demos on running networks have in common: every setting gives a figure that fits its place.

use super::bench::shared;
use super::run;
use crate::content::demo::{
    ActivationSwap, Demo, FeatureMaps, MbconvMicroscope, Photo, SeGates, Shipped, Swap, Switch,
};
use crate::content::layout::PAGE_ROWS;
use crate::figure::{Figure, Glyphs, Part};
use crate::job::CancelToken;
use crate::text::{Lang, width};

/// Columns beside the text of a lesson on a screen of 80 columns.
const COLUMNS: usize = 41;

fn figure(demo: &Demo, lang: Lang) -> Figure {
    run(demo, lang, shared(), &CancelToken::new()).unwrap()
}

fn microscope(model: Shipped) -> Demo {
    Demo::MbconvMicroscope(MbconvMicroscope {
        model,
        image: Photo::Chelsea,
        digit: 7,
        block: 2,
        channel: 3,
        row: 1,
        column: 1,
    })
}

fn demos() -> Vec<Demo> {
    vec![
        Demo::ActivationSwap(ActivationSwap { digit: 7, activation: Swap::Relu }),
        Demo::SeGates(SeGates { digit: 7, block: 2, se: Switch::On }),
        microscope(Shipped::Lite0),
        microscope(Shipped::Nano),
        Demo::FeatureMaps(FeatureMaps { image: Photo::Chelsea, block: 3, channel: 0 }),
    ]
}

/// Every demo with one knob after the other at both ends. Other photos would take another run of Lite0
/// each; one of them is enough.
fn ends() -> Vec<Demo> {
    let turned = |demo: &Demo| {
        let knobs = demo.knobs().into_iter().filter(|knob| !matches!(knob.key, "model"));
        let both = knobs.flat_map(|knob| [demo.turned(knob.key, -999), demo.turned(knob.key, 999)]);
        both.collect::<Vec<_>>()
    };
    demos().iter().flat_map(turned).collect()
}

/// Rows that a part needs at least, pictures as small as they may be.
fn rows(part: &Part) -> usize {
    match part {
        Part::Maps(_) => 5,
        Part::Chart(_) => 7,
        other => other.lines(COLUMNS, Glyphs::Full).len(),
    }
}

/// Rows of a figure beside the text, its knobs not counted: the same number whatever part of a line they
/// take, two to a line.
fn needed(demo: &Demo, figure: &Figure) -> usize {
    1 + figure.parts.iter().map(rows).sum::<usize>() + demo.knobs().len().div_ceil(2)
}

#[test]
fn every_end_of_every_knob_gives_a_figure() {
    for demo in ends() {
        let figure = figure(&demo, Lang::En);
        for (name, value) in &figure.values {
            assert!(value.is_finite(), "{demo:?}: {name} is {value}");
        }
        assert!(!figure.values.is_empty() && !figure.title.is_empty());
    }
}

#[test]
fn figures_fit_beside_the_text() {
    for lang in Lang::ALL {
        for demo in ends() {
            let figure = figure(&demo, lang);
            assert!(width(&figure.title) <= COLUMNS, "{}", figure.title);
            let needed = needed(&demo, &figure);
            let text: String =
                figure.lines(COLUMNS, Glyphs::Full).iter().map(|line| line.text() + "\n").collect();
            assert!(needed <= PAGE_ROWS, "{demo:?} takes {needed} rows:\n{text}");
            for part in figure.parts.iter().filter(|part| !matches!(part, Part::Maps(_))) {
                for line in part.lines(COLUMNS, Glyphs::Full) {
                    assert!(width(&line.text()) <= COLUMNS, "{}\n{text}", line.text());
                }
            }
        }
    }
}

//! Trained `nano` with its Swish replaced: what becomes of one digit, and of all test digits.

use crate::arch::Activation;
use crate::content::demo::{ActivationSwap, Swap};
use crate::figure::{Bar, Figure, Part, Row, Table};
use crate::job::CancelToken;
use crate::nn::Switches;
use crate::text::Lang;
use crate::text::number::percent;

use super::digits::{Answer, digits};
use super::{Bench, DemoError};

pub(super) fn figure(
    demo: &ActivationSwap,
    lang: Lang,
    bench: &Bench,
    cancel: &CancelToken,
) -> Result<Figure, DemoError> {
    let none = Switches::default();
    let swapped = Switches { activation: replacement(demo.activation), ..none };
    let [before, after] = [none, swapped].map(|switches| digits().answer(demo.digit, switches));
    let all = [bench.right(none, cancel)?, bench.right(swapped, cancel)?];
    let name = written(demo.activation);
    let title = lang.fill(
        "engine.swap.title",
        &[("digit", &demo.digit), ("label", &after.label), ("name", &name)],
    );
    let note = if demo.activation == Swap::Swish {
        lang.text("engine.swap.unchanged")
    } else {
        lang.text("engine.swap.caveat")
    };
    Ok(Figure {
        title,
        parts: vec![
            Part::Table(table([&before, &after], all, name, lang)),
            Part::Bars(bars(&after, lang)),
            Part::Note(note.to_owned()),
        ],
        values: vec![
            ("right-before", all[0] * 100.0),
            ("right-after", all[1] * 100.0),
            ("before", before.right() * 100.0),
            ("after", after.right() * 100.0),
        ],
    })
}

/// What the switch puts in the place of Swish.
const fn replacement(swap: Swap) -> Option<Activation> {
    match swap {
        Swap::Swish => None,
        Swap::Relu => Some(Activation::Relu),
        Swap::Relu6 => Some(Activation::Relu6),
    }
}

/// The name as papers write it.
const fn written(swap: Swap) -> &'static str {
    match swap {
        Swap::Swish => "Swish",
        Swap::Relu => "ReLU",
        Swap::Relu6 => "ReLU6",
    }
}

/// As trained and as switched, side by side.
fn table([before, after]: [&Answer; 2], all: [f64; 2], name: &str, lang: Lang) -> Table {
    let mut table = Table::new(["", written(Swap::Swish), name]);
    table.own_column = Some(2);
    let rows = after.heads(lang).into_iter().zip(before.cells(all[0])).zip(after.cells(all[1]));
    for ((head, before), after) in rows {
        table.rows.push(Row { cells: vec![head, before, after], own: false });
    }
    table
}

/// The probability of each digit as switched.
fn bars(answer: &Answer, lang: Lang) -> Vec<Bar> {
    let bar = |(digit, probability): (usize, &f32)| Bar {
        label: if digit == answer.label {
            lang.fill("engine.true", &[("digit", &digit)])
        } else {
            digit.to_string()
        },
        value: f64::from(*probability),
        shown: percent(f64::from(*probability), 1),
    };
    answer.probabilities.iter().enumerate().map(bar).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure_of(digit: usize, activation: Swap) -> Figure {
        let demo = ActivationSwap { digit, activation };
        figure(&demo, Lang::En, &Bench::default(), &CancelToken::new()).unwrap()
    }

    #[test]
    fn swish_for_swish_changes_nothing() {
        let figure = figure_of(5, Swap::Swish);
        let value = |name| figure.value(name).unwrap().to_bits();
        assert_eq!(value("before"), value("after"));
        assert_eq!(value("right-before"), value("right-after"));
    }

    /// Of ten digits guessing finds one; a network whose activations are gone is nearer to that than to
    /// what it was trained to.
    #[test]
    fn the_network_misses_what_it_was_trained_with() {
        let figure = figure_of(5, Swap::Relu);
        let [before, after] = ["right-before", "right-after"].map(|key| figure.value(key).unwrap());
        assert!(before > 95.0 && after < before - 5.0, "{before} {after}");
    }
}

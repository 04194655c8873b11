//! Squeeze-excite at work in `nano`: from the mean of a channel to its gate, and what the network would
//! answer without.

use crate::content::demo::{SeGates, Switch};
use crate::figure::{Bar, Figure, Grid, Map, Part, Row, Table};
use crate::job::CancelToken;
use crate::nn::{Switches, Tensor4, shipped};
use crate::text::Lang;
use crate::text::number::grouped;

use super::digits::{Answer, digits};
use super::{Bench, DemoError};

/// Channels shown at each end: the most muted and the least.
const EACH_END: usize = 3;

/// Without any squeeze-excite.
const WITHOUT: Switches = Switches {
    no_squeeze_excite: true,
    activation: None,
    no_skip: false,
    depthwise_identity: false,
    block: None,
};

/// What squeeze-excite sees and does in one block.
#[expect(clippy::struct_field_names, reason = "the field's own word")]
struct Gates {
    /// What the depthwise convolution gives, (1, C, H, W).
    seen: Tensor4,
    /// The mean of each channel.
    means: Vec<f32>,
    /// By how much each channel is multiplied.
    gates: Vec<f32>,
}

pub(super) fn figure(
    demo: &SeGates,
    lang: Lang,
    bench: &Bench,
    cancel: &CancelToken,
) -> Result<Figure, DemoError> {
    let gates = Gates::of(demo)?;
    let answers =
        [Switches::default(), WITHOUT].map(|switches| digits().answer(demo.digit, switches));
    let all = [bench.right(Switches::default(), cancel)?, bench.right(WITHOUT, cancel)?];
    let order = gates.order();
    let (lowest, highest) = (order[0], order[order.len() - 1]);
    let values: [(&str, &dyn std::fmt::Display); 3] =
        [("digit", &demo.digit), ("label", &answers[0].label), ("block", &demo.block)];
    Ok(Figure {
        title: lang.fill("engine.gates.title", &values),
        parts: vec![
            Part::Maps(vec![
                digits().map(demo.digit, lang.text("engine.input").to_owned()),
                gates.map(lowest),
                gates.map(highest),
            ]),
            Part::Note(gates.note(demo.se, &order, lang)),
            Part::Bars(gates.bars(&order)),
            Part::Table(table(&answers, all, demo.se, lang)),
        ],
        values: vec![
            ("lowest", gates.gates[lowest].into()),
            ("highest", gates.gates[highest].into()),
            ("before", answers[0].right() * 100.0),
            ("after", answers[1].right() * 100.0),
        ],
    })
}

impl Gates {
    fn of(demo: &SeGates) -> Result<Self, DemoError> {
        let image = digits().image(demo.digit);
        let path = |part: &str| format!("blocks.{}.{part}", demo.block);
        let probe = |switches, paths: &[&str]| {
            let found = shipped::nano().probe(&image, switches, paths);
            found.map_err(|error| DemoError::Asset(error.to_string()))
        };
        let (seen, gate) = (path("depthwise.act"), path("se.gate"));
        let (seen, gates) = match demo.se {
            Switch::On => {
                let [seen, gate] = all_of(probe(Switches::default(), &[&seen, &gate])?)?;
                (seen, gate.into_iter().collect())
            }
            Switch::Off => {
                let [seen] = all_of(probe(WITHOUT, &[&seen])?)?;
                let channels = seen.dim().1;
                (seen, vec![1.0; channels])
            }
        };
        let means = seen.outer_iter().next().map_or_else(Vec::new, |image| {
            image.outer_iter().map(|plane| plane.mean().unwrap_or(0.0)).collect()
        });
        Ok(Self { seen, means, gates })
    }

    /// The channels by their gates, the most muted first.
    fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.gates.len()).collect();
        order.sort_by(|a, b| self.gates[*a].total_cmp(&self.gates[*b]));
        order
    }

    /// A channel as squeeze-excite sees it.
    fn map(&self, channel: usize) -> Map {
        let plane = self.seen.slice(ndarray::s![0, channel, .., ..]);
        let grid = Grid { columns: plane.ncols(), values: plane.iter().copied().collect() };
        Map { label: format!("#{channel} ×{}", gate(self.gates[channel])), grid, cursor: None }
    }

    /// `#17  mean 0.42` and its gate, for both ends.
    fn bars(&self, order: &[usize]) -> Vec<Bar> {
        let bar = |channel: &usize| Bar {
            label: format!("#{channel:<2} {:>6} →", grouped(self.means[*channel].into(), 2)),
            value: self.gates[*channel].into(),
            shown: format!("×{}", gate(self.gates[*channel])),
        };
        let ends = order[..EACH_END].iter().chain(&order[order.len() - EACH_END..]);
        ends.map(bar).collect()
    }

    fn note(&self, se: Switch, order: &[usize], lang: Lang) -> String {
        let channels = order.len();
        if se == Switch::Off {
            return lang.fill("engine.gates.off", &[("channels", &channels)]);
        }
        let mean = self.gates.iter().sum::<f32>() / channels.max(1) as f32;
        lang.fill(
            "engine.gates.note",
            &[("shown", &(2 * EACH_END)), ("channels", &channels), ("mean", &gate(mean))],
        )
    }
}

/// A gate with as many digits as show that it is no 0.
fn gate(value: f32) -> String {
    format!("{value:.2}")
}

/// The values asked for, as many as there are names.
fn all_of<const N: usize>(values: Vec<Tensor4>) -> Result<[Tensor4; N], DemoError> {
    values.try_into().map_err(|values: Vec<_>| DemoError::Asset(format!("{} values", values.len())))
}

fn table(answers: &[Answer; 2], all: [f64; 2], se: Switch, lang: Lang) -> Table {
    let [answer, probability, right] = answers[0].heads(lang);
    let mut table = Table::new(["", &answer, &probability, &right]);
    let rows = [
        (Switch::On, lang.text("engine.gates.with"), answers[0].cells(all[0])),
        (Switch::Off, lang.text("engine.gates.without"), answers[1].cells(all[1])),
    ];
    for (at, name, cells) in rows {
        let cells = std::iter::once(name.to_owned()).chain(cells).collect();
        table.rows.push(Row { cells, own: at == se });
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::{Layer, activation};

    fn demo(block: usize, se: Switch) -> SeGates {
        SeGates { digit: 12, block, se }
    }

    /// The gate by its formula, from the means and the weights alone.
    #[test]
    fn the_gate_follows_from_the_means() {
        for block in 0..shipped::nano().blocks.len() {
            let gates = Gates::of(&demo(block, Switch::On)).unwrap();
            let layer = shipped::nano().mbconv(block).squeeze_excite.as_ref().unwrap();
            let means = Tensor4::from_shape_vec((1, gates.means.len(), 1, 1), gates.means.clone());
            let squeezed = layer.reduce.infer(&means.unwrap()).mapv(activation::silu);
            let want = layer.expand.infer(&squeezed).mapv(activation::sigmoid);
            for (got, want) in gates.gates.iter().zip(&want) {
                assert!((got - want).abs() < 1e-5, "block {block}: {got} {want}");
            }
        }
    }

    #[test]
    fn without_squeeze_excite_every_channel_passes() {
        let bench = Bench::default();
        for (se, passes) in [(Switch::On, false), (Switch::Off, true)] {
            let figure = figure(&demo(2, se), Lang::En, &bench, &CancelToken::new()).unwrap();
            let gates = ["lowest", "highest"].map(|key| figure.value(key).unwrap());
            assert_eq!(gates.iter().all(|gate| (gate - 1.0).abs() < 1e-9), passes, "{gates:?}");
            assert!(gates[0] <= gates[1]);
        }
    }
}

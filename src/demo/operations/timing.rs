//! A plain convolution against depthwise + pointwise, counted and timed on this machine.
//!
//! The engine's own layers run in turn on one thread, so that what else the machine does meets all
//! of them alike. The shortest time of each counts: whatever else runs can only add to it.

use std::fmt::Display;
use std::hint::black_box;
use std::time::{Duration, Instant};

use crate::arch::{Cost, Padding};
use crate::content::demo::SeparableTime;
use crate::demo::DemoError;
use crate::figure::{Bar, Figure, Part, Table};
use crate::job::CancelToken;
use crate::nn::im2col::Window;
use crate::nn::{Conv2d, DepthwiseConv2d, Layer, Tensor4};
use crate::random::SplitMix64;
use crate::text::Lang;
use crate::text::number::{compact, factor};

/// How long the runs may take together: with what comes before them, a turned knob answers within 100 ms.
const BUDGET: Duration = Duration::from_millis(60);
/// Most and fewest runs.
const RUNS: (usize, usize) = (25, 3);
/// How often the short layers run for each run of the plain convolution: what takes a fraction of its
/// time is disturbed more by the same interruption.
const PAIRS: usize = 4;
/// The ratio is steady while every other run gives nearly the same as the rest: within this.
const STEADY: f64 = 1.15;
/// Most MACs of one run of the plain convolution: it must answer a cancellation soon, there must be
/// time for several, and its windows laid out must fit in memory. A larger layer runs on its first
/// rows.
const MOST_MACS: u64 = 40_000_000;
/// Seed of weights and input: time does not depend on them.
const SEED: u64 = 1;

/// The layers and their input.
struct Setup {
    plain: Conv2d,
    depthwise: DepthwiseConv2d,
    pointwise: Conv2d,
    /// (1, C, rows, side).
    x: Tensor4,
}

/// Seconds of one run: the plain convolution, then depthwise and pointwise a few times.
#[derive(Debug, Clone, Copy)]
struct Times {
    plain: f64,
    pairs: [[f64; 2]; PAIRS],
}

/// MACs of the whole layers: plain, depthwise, pointwise.
fn counted(demo: &SeparableTime) -> [u64; 3] {
    let SeparableTime { kernel, channels_in, channels_out, side } = *demo;
    let outputs = side * side;
    [
        Cost::conv(channels_in, channels_out, kernel, 1, outputs),
        Cost::conv(channels_in, channels_in, kernel, channels_in, outputs),
        Cost::conv(channels_in, channels_out, 1, 1, outputs),
    ]
    .map(|cost| cost.macs)
}

/// How many rows of the input a run takes.
fn rows(demo: &SeparableTime) -> usize {
    let row = counted(demo)[0] / demo.side.max(1) as u64;
    ((MOST_MACS / row.max(1)) as usize).clamp(1, demo.side)
}

pub(in crate::demo) fn time(
    demo: &SeparableTime,
    lang: Lang,
    cancel: &CancelToken,
) -> Result<Figure, DemoError> {
    let setup = Setup::new(demo);
    let runs = setup.runs(cancel)?;
    Ok(figure(demo, setup.x.dim().2, &runs, lang))
}

impl Setup {
    fn new(demo: &SeparableTime) -> Self {
        let SeparableTime { kernel, channels_in, channels_out, side } = *demo;
        let mut rng = SplitMix64::new(SEED);
        let mut fill = |value: &mut f32| *value = rng.normal();
        let window = Window { kernel, stride: 1, padding: Padding::Symmetric };
        let mut setup = Self {
            plain: Conv2d::new(channels_in, channels_out, window),
            depthwise: DepthwiseConv2d::new(channels_in, window),
            pointwise: Conv2d::pointwise(channels_in, channels_out),
            x: Tensor4::zeros((1, channels_in, rows(demo), side)),
        };
        setup.plain.weight.iter_mut().for_each(&mut fill);
        setup.depthwise.weight.iter_mut().for_each(&mut fill);
        setup.pointwise.weight.iter_mut().for_each(&mut fill);
        setup.x.iter_mut().for_each(&mut fill);
        setup
    }

    fn runs(&self, cancel: &CancelToken) -> Result<Vec<Times>, DemoError> {
        // The first run warms up and does not count.
        self.run();
        let start = Instant::now();
        let mut runs = Vec::new();
        while runs.len() < RUNS.1 || (runs.len() < RUNS.0 && start.elapsed() < BUDGET) {
            if cancel.is_cancelled() {
                return Err(DemoError::Cancelled);
            }
            runs.push(self.run());
        }
        Ok(runs)
    }

    /// The layers in turn, the pointwise one on what the depthwise one wrote.
    fn run(&self) -> Times {
        let (plain, _) = timed(|| self.plain.infer(&self.x));
        let pairs = [(); PAIRS].map(|()| {
            let (depthwise, between) = timed(|| self.depthwise.infer(&self.x));
            let (pointwise, _) = timed(|| self.pointwise.infer(&between));
            [depthwise, pointwise]
        });
        Times { plain, pairs }
    }
}

/// Seconds of a call, and what it gave.
fn timed(call: impl FnOnce() -> Tensor4) -> (f64, Tensor4) {
    let start = Instant::now();
    let value = black_box(call());
    (start.elapsed().as_secs_f64(), value)
}

impl Times {
    /// The shortest depthwise and pointwise together.
    fn pair(&self) -> f64 {
        least(self.pairs.iter().map(|[depthwise, pointwise]| depthwise + pointwise))
    }
}

/// The smallest value; 0 of none.
fn least(values: impl Iterator<Item = f64>) -> f64 {
    values.min_by(f64::total_cmp).unwrap_or(0.0)
}

/// What the runs with even and those with odd numbers would have given by themselves, in words.
fn steadiness(runs: &[Times], lang: Lang) -> String {
    let half = |first: usize| {
        let runs = || runs.iter().skip(first).step_by(2);
        times(least(runs().map(|run| run.plain)), least(runs().map(Times::pair)))
    };
    let (a, b) = (half(0), half(1));
    let (low, high) = (a.min(b), a.max(b));
    let key =
        if high <= STEADY * low { "operations.time.steady" } else { "operations.time.unsteady" };
    lang.fill(key, &[("low", &factor(low)), ("high", &factor(high))])
}

fn figure(demo: &SeparableTime, rows: usize, runs: &[Times], lang: Lang) -> Figure {
    let [plain, depthwise, pointwise] = counted(demo);
    let separable = depthwise + pointwise;
    let whole = least(runs.iter().map(|run| run.plain));
    let part = |layer: usize| least(runs.iter().flat_map(|run| run.pairs).map(|pair| pair[layer]));
    let pair = least(runs.iter().map(Times::pair));
    let names = [
        lang.text("demo.separable.plain"),
        lang.text("demo.separable.depthwise"),
        lang.text("demo.separable.pointwise"),
        lang.text("demo.separable.separable"),
    ];
    let lines = [
        (names[0], plain, whole),
        (names[1], depthwise, part(0)),
        (names[2], pointwise, part(1)),
        (names[3], separable, pair),
    ];
    let ratios = (plain as f64 / separable.max(1) as f64, times(whole, pair));
    let mut parts = vec![
        Part::Table(table(&lines, ratios, lang)),
        Part::Bars([lines[0], lines[3]].map(bar).into()),
        Part::Note(lang.text(verdict(ratios)).to_owned()),
        Part::Note(
            lang.fill("operations.time.how", &[("runs", &runs.len())])
                + " "
                + &steadiness(runs, lang),
        ),
    ];
    if rows < demo.side {
        let values: [(&str, &dyn Display); 2] = [("rows", &rows), ("side", &demo.side)];
        parts.push(Part::Note(lang.fill("operations.time.strip", &values)));
    }
    let SeparableTime { kernel, channels_in, channels_out, side } = demo;
    Figure {
        title: lang.fill(
            "operations.time.title",
            &[("k", kernel), ("cin", channels_in), ("cout", channels_out), ("side", side)],
        ),
        parts,
        values: vec![
            ("plain", plain as f64),
            ("separable", separable as f64),
            ("mac-ratio", ratios.0),
            ("time-ratio", ratios.1),
        ],
    }
}

/// How many times longer; a clock too coarse to say gives 1.
fn times(long: f64, short: f64) -> f64 {
    if short > 0.0 && long > 0.0 { long / short } else { 1.0 }
}

fn table(lines: &[(&str, u64, f64); 4], ratios: (f64, f64), lang: Lang) -> Table {
    let mut table = Table::new(["", lang.text("scale.macs"), lang.text("operations.time.ms")]);
    for &(name, macs, seconds) in lines {
        table.push([name.to_owned(), compact(macs as f64), milliseconds(seconds)]);
    }
    let name = lang.text("operations.time.ratio").to_owned();
    table.push_own([name, format!("×{}", factor(ratios.0)), format!("×{}", factor(ratios.1))]);
    table
}

fn bar((name, _, seconds): (&str, u64, f64)) -> Bar {
    let shown = format!("{} ms", milliseconds(seconds));
    Bar { label: name.to_owned(), value: seconds, shown }
}

fn milliseconds(seconds: f64) -> String {
    let value = seconds * 1e3;
    if value < 1.0 { format!("{value:.3}") } else { format!("{value:.2}") }
}

/// Whether the time saved is as large as the MACs saved; within a tenth it is.
fn verdict((macs, time): (f64, f64)) -> &'static str {
    match time / macs {
        less if less < 0.9 => "operations.time.less",
        more if more > 1.1 => "operations.time.more",
        _ => "operations.time.same",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: SeparableTime =
        SeparableTime { kernel: 3, channels_in: 16, channels_out: 24, side: 14 };
    const LARGE: SeparableTime =
        SeparableTime { kernel: 7, channels_in: 64, channels_out: 64, side: 112 };

    #[test]
    fn the_shortest_time_counts() {
        assert!((least([3.0, 1.0, 2.0].into_iter()) - 1.0).abs() < 1e-12);
        assert!(least(std::iter::empty()).abs() < 1e-12);
    }

    #[test]
    fn a_ratio_that_swings_is_said_to() {
        let run = |plain| Times { plain, pairs: [[0.5, 0.5]; PAIRS] };
        let said = |plain: [f64; 2]| steadiness(&plain.map(run), Lang::En);
        assert!(said([9.0, 9.5]).contains(", steady"), "{}", said([9.0, 9.5]));
        assert!(said([9.0, 49.0]).contains(", unsteady"), "{}", said([9.0, 49.0]));
    }

    #[test]
    fn a_large_layer_runs_on_as_many_rows_as_one_run_may_cost() {
        assert_eq!(rows(&SMALL), 14);
        let rows = rows(&LARGE) as u64;
        let row = counted(&LARGE)[0] / 112;
        assert!(rows >= 1 && rows * row <= MOST_MACS && (rows + 1) * row > MOST_MACS);
    }

    #[test]
    fn the_timed_layers_are_the_counted_ones() {
        let setup = Setup::new(&SMALL);
        let outputs = setup.plain.infer(&setup.x).len() / 24;
        let macs = [
            setup.plain.weight.len() * outputs,
            setup.depthwise.weight.len() * outputs,
            setup.pointwise.weight.len() * outputs,
        ];
        assert_eq!(macs.map(|macs| macs as u64), counted(&SMALL));
    }

    #[test]
    fn a_cancelled_run_gives_nothing() {
        let cancel = CancelToken::new();
        cancel.cancel();
        assert_eq!(time(&SMALL, Lang::En, &cancel), Err(DemoError::Cancelled));
    }

    #[test]
    fn the_table_s_ratio_is_the_one_of_the_times() {
        let run = |plain, pair| Times { plain, pairs: [pair; PAIRS] };
        let runs = [run(4.0, [1.0, 1.0]), run(8.0, [2.0, 2.0]), run(6.0, [1.0, 2.0])];
        let figure = figure(&SMALL, 14, &runs, Lang::En);
        assert_eq!(figure.value("time-ratio"), Some(2.0));
        assert_eq!(verdict((8.0, 2.0)), "operations.time.less");
        assert_eq!(verdict((2.0, 2.1)), "operations.time.same");
    }
}

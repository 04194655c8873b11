//! A nonlinearity with a cursor: its value, its slope, and where it is smallest.

use crate::content::demo::{ActivationCurve, Function};
use crate::figure::{Chart, Figure, Mark, Part, Scale, Series, Table};
use crate::text::Lang;

/// Ends of the horizontal axis.
const ENDS: (f64, f64) = (-6.0, 6.0);
/// Points of a curve; neighbours are a tenth apart.
const POINTS: usize = 121;
/// Highest value drawn of a function that only goes on rising: what happens near zero is small. The
/// cursor's own value is always inside.
const CEILING: f64 = 1.5;

/// Where a function is smallest between [`ENDS`].
#[derive(Debug, Clone, Copy, PartialEq)]
enum Minimum {
    /// At one place.
    At(f64),
    /// Everywhere up to here.
    UpTo(f64),
    /// Nowhere: it still falls towards the left.
    Falling,
}

pub(in crate::demo) fn curve(demo: &ActivationCurve, lang: Lang) -> Figure {
    let (function, x) = (demo.function, demo.x.get());
    let minimum = minimum(function);
    let (y, slope) = (value(function, x), slope(function, x));
    let least = minimum.place();
    Figure {
        title: formula(function).to_owned(),
        parts: vec![
            Part::Chart(chart(function, x, lang)),
            Part::Table(table(demo, y, slope, minimum, lang)),
            Part::Note(lang.text(note(function)).to_owned()),
        ],
        values: vec![
            ("y", y),
            ("slope", slope),
            ("minimum", value(function, least)),
            ("argmin", least),
        ],
    }
}

/// The function itself.
fn value(function: Function, x: f64) -> f64 {
    match function {
        Function::Swish => x * sigmoid(x),
        Function::Relu => x.max(0.0),
        Function::Relu6 => x.clamp(0.0, 6.0),
        Function::HardSwish => x * (x + 3.0).clamp(0.0, 6.0) / 6.0,
        Function::Sigmoid => sigmoid(x),
    }
}

/// Its derivative; at a kink that of the flat or straight side, as the engine has it.
fn slope(function: Function, x: f64) -> f64 {
    let s = sigmoid(x);
    match function {
        Function::Swish => s * (1.0 + x * (1.0 - s)),
        Function::Relu => f64::from(u8::from(x > 0.0)),
        Function::Relu6 => f64::from(u8::from(x > 0.0 && x < 6.0)),
        Function::HardSwish if x <= -3.0 => 0.0,
        Function::HardSwish if x >= 3.0 => 1.0,
        Function::HardSwish => (2.0 * x + 3.0) / 6.0,
        Function::Sigmoid => s * (1.0 - s),
    }
}

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// The places where a curve is drawn, from left to right. Zero is one of them exactly.
fn places() -> impl Iterator<Item = f64> {
    let steps = (POINTS - 1) as f64;
    (0..POINTS).map(move |index| (index as f64 - steps / 2.0) * (ENDS.1 - ENDS.0) / steps)
}

/// Looks along the drawn places, then closer by thirds.
fn minimum(function: Function) -> Minimum {
    let points: Vec<(f64, f64)> = places().map(|x| (x, value(function, x))).collect();
    let least = points.iter().map(|point| point.1).fold(f64::INFINITY, f64::min);
    let is_least = |index: &usize| points[*index].1 <= least;
    let first = (0..POINTS).find(is_least).unwrap_or(0);
    let last = (0..POINTS).rev().find(is_least).unwrap_or(0);
    match (first, last) {
        (0, 0) => Minimum::Falling,
        (0, last) => Minimum::UpTo(points[last].0),
        _ => {
            let right = points[(last + 1).min(POINTS - 1)].0;
            Minimum::At(closer(function, points[first - 1].0, right))
        }
    }
}

/// The lowest place between two, where the function first falls and then rises.
fn closer(function: Function, mut low: f64, mut high: f64) -> f64 {
    while high - low > 1e-9 {
        let third = (high - low) / 3.0;
        if value(function, low + third) < value(function, high - third) {
            high -= third;
        } else {
            low += third;
        }
    }
    f64::midpoint(low, high)
}

impl Minimum {
    const fn place(self) -> f64 {
        match self {
            Self::At(x) | Self::UpTo(x) => x,
            Self::Falling => ENDS.0,
        }
    }
}

fn table(demo: &ActivationCurve, y: f64, slope: f64, minimum: Minimum, lang: Lang) -> Table {
    let at = format!("{:.2}", demo.x.get());
    let line = |value: f64| format!("{:.4}", value + 0.0);
    let mut table = Table::new(["", ""]);
    table.push_own([format!("f({at})"), line(y)]);
    table.push_own([format!("f′({at})"), line(slope)]);
    let place = line(minimum.place());
    let (name, shown) = match minimum {
        Minimum::At(_) => ("operations.curve.minimum-at", true),
        Minimum::UpTo(_) => ("operations.curve.minimum-up-to", true),
        Minimum::Falling => ("operations.curve.no-minimum", false),
    };
    let least = if shown { line(value(demo.function, minimum.place())) } else { "–".to_owned() };
    table.push([lang.fill(name, &[("x", &place)]), least]);
    table
}

fn chart(function: Function, x: f64, lang: Lang) -> Chart {
    let ceiling = ceiling(function).max(value(function, x));
    let curve = |name: &str, own: bool, f: fn(Function, f64) -> f64| {
        let marks = places().map(|x| Mark { x, y: f(function, x), label: String::new() });
        let mut marks: Vec<Mark> = marks.filter(|mark| mark.y <= ceiling).collect();
        if let Some(last) = marks.last_mut() {
            name.clone_into(&mut last.label);
        }
        Series { name: name.to_owned(), own, line: true, marks }
    };
    // The slope first: where both meet, the function is seen.
    let mut series = vec![curve("f′", false, slope), curve("f", true, value)];
    let heights = || series.iter().flat_map(|series| &series.marks).map(|mark| mark.y);
    let ends = [heights().fold(f64::INFINITY, f64::min), heights().fold(0.0, f64::max)];
    let marks = ends.map(|y| Mark { x, y, label: String::new() }).into();
    let name = lang.text("operations.curve.cursor").to_owned();
    series.push(Series { name, own: true, line: true, marks });
    Chart {
        x_label: "x".into(),
        y_label: lang.text("operations.curve.series").to_owned(),
        x_scale: Scale::Linear,
        y_scale: Scale::Linear,
        series,
    }
}

/// How high a curve is drawn.
const fn ceiling(function: Function) -> f64 {
    match function {
        Function::Swish | Function::Relu | Function::HardSwish => CEILING,
        // What is interesting of these is where they stop.
        Function::Relu6 | Function::Sigmoid => f64::INFINITY,
    }
}

const fn formula(function: Function) -> &'static str {
    match function {
        Function::Swish => "swish(x) = x·σ(x)",
        Function::Relu => "ReLU(x) = max(x, 0)",
        Function::Relu6 => "ReLU6(x) = min(max(x, 0), 6)",
        Function::HardSwish => "h-swish(x) = x·ReLU6(x + 3)/6",
        Function::Sigmoid => "σ(x) = 1/(1 + e⁻ˣ)",
    }
}

const fn note(function: Function) -> &'static str {
    match function {
        Function::Swish => "operations.curve.swish",
        Function::Relu => "operations.curve.relu",
        Function::Relu6 => "operations.curve.relu6",
        Function::HardSwish => "operations.curve.hard-swish",
        Function::Sigmoid => "operations.curve.sigmoid",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::demo::Centi;
    use crate::nn::activation::{relu, relu6, sigmoid as engine_sigmoid, silu};

    fn at(function: Function, x: i32) -> Figure {
        curve(&ActivationCurve { function, x: Centi(x) }, Lang::En)
    }

    #[track_caller]
    fn near(value: f64, wanted: f64, tolerance: f64) {
        assert!((value - wanted).abs() < tolerance, "{value} is not {wanted}");
    }

    /// With Lambert's W: x = −(1 + W(1/e)), f = −W(1/e) = x + 1 (30 digits, mpmath).
    #[test]
    fn the_minimum_of_swish_is_the_closed_form_s() {
        let figure = at(Function::Swish, 0);
        near(figure.value("argmin").unwrap(), -1.278_464_542_761_074, 1e-6);
        near(figure.value("minimum").unwrap(), -0.278_464_542_761_073_8, 1e-12);
        near(figure.value("slope").unwrap(), 0.5, 1e-12);
        near(slope(Function::Swish, 2.399_357_280_515_467_5), 1.099_839_320_128_867, 1e-12);
        near(slope(Function::Swish, -2.399_357_280_515_467_5), -0.099_839_320_128_866_9, 1e-12);
    }

    #[test]
    fn the_other_minima_are_where_they_can_be_read_off() {
        assert_eq!(minimum(Function::Relu), Minimum::UpTo(0.0));
        assert_eq!(minimum(Function::Relu6), Minimum::UpTo(0.0));
        assert_eq!(minimum(Function::Sigmoid), Minimum::Falling);
        near(minimum(Function::HardSwish).place(), -1.5, 1e-6);
        near(value(Function::HardSwish, -1.5), -0.375, 1e-12);
    }

    #[test]
    fn the_engine_computes_the_same_functions() {
        type Engine = fn(f32) -> f32;
        let engine: [(Function, Engine); 4] = [
            (Function::Swish, silu),
            (Function::Relu, relu),
            (Function::Relu6, relu6),
            (Function::Sigmoid, engine_sigmoid),
        ];
        for (function, engine) in engine {
            for x in places() {
                near(value(function, x), engine(x as f32).into(), 2e-6);
            }
        }
    }

    /// The slope against a difference quotient, away from kinks.
    #[test]
    fn the_slope_is_that_of_the_function() {
        for &function in Function::ALL {
            for x in places().map(|x| x + 0.03) {
                let step = 1e-6;
                let rise = value(function, x + step) - value(function, x - step);
                near(slope(function, x), rise / (2.0 * step), 1e-6);
            }
        }
    }
}

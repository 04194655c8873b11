//! One output value of Lite0's first convolution on a photo: 27 products, their sum, what follows it.

use ndarray::{Array2, Axis, s};

use crate::arch::Variant;
use crate::content::demo::ConvPixel;
use crate::demo::Bench;
use crate::demo::window::{self, Value};
use crate::figure::{Cursor, Figure, Grid, Matrix, Part};
use crate::nn::{Conv2d, Layer, Tensor4, shipped};
use crate::text::Lang;
use crate::vision;

/// The colours of an image, in the order of its channels.
const COLOURS: [&str; 3] = ["R", "G", "B"];

/// One value, from its inputs to the activation.
#[derive(Debug, Clone, PartialEq)]
struct Trace {
    /// Inputs, weights and products of each colour, k×k each.
    colours: [[Grid; 3]; 3],
    value: Value,
    /// What is read of the photo.
    window: Cursor,
    /// The photo as the network reads it, its colours averaged; and the whole output channel.
    input: Grid,
    output: Grid,
}

pub(in crate::demo) fn pixel(demo: &ConvPixel, lang: Lang, bench: &Bench) -> Figure {
    let photo = bench.pixels(demo.image);
    let x = vision::preprocess(&photo, Variant::Lite0.scaling().resolution);
    figure(&trace(&x, demo), demo, bench.photo_name(demo.image), lang)
}

/// Computes the channel with the engine and lays out the one value.
fn trace(x: &Tensor4, cell: &ConvPixel) -> Trace {
    let stem = &shipped::lite0().stem;
    let weight = stem.conv.weight.slice(s![cell.channel..=cell.channel, .., .., ..]).to_owned();
    let conv = Conv2d { weight, bias: None, window: stem.conv.window };
    let output = conv.infer(x);
    let (_, _, height, width) = x.dim();
    let window = window::at(conv.window, (height, width), (cell.row, cell.column));
    let (scale, shift) = stem.norm.scale_shift();
    let colour = |colour: usize| {
        let (plane, weights) =
            (x.slice(s![0, colour, .., ..]), conv.weight.slice(s![0, colour, .., ..]));
        window::products(&plane, &weights, window)
    };
    Trace {
        colours: [0, 1, 2].map(colour),
        value: Value {
            sum: output[(0, 0, cell.row, cell.column)],
            scale: scale[cell.channel],
            shift: shift[cell.channel],
        },
        window,
        input: grey(x),
        output: window::grid(&output),
    }
}

/// The three colours averaged.
fn grey(x: &Tensor4) -> Grid {
    let sum: Array2<f32> = x.slice(s![0, .., .., ..]).sum_axis(Axis(0));
    let mean = sum / COLOURS.len() as f32;
    Grid { columns: mean.dim().1, values: mean.iter().copied().collect() }
}

fn figure(trace: &Trace, cell: &ConvPixel, photo: &str, lang: Lang) -> Figure {
    let here = Cursor { row: cell.row as i32, column: cell.column as i32, side: 1 };
    let mut parts = vec![Part::Maps(vec![
        window::map(lang.text("demo.depthwise.input"), &trace.input, trace.window),
        window::map(lang.text("demo.depthwise.output"), &trace.output, here),
    ])];
    let colour = cell.colour as usize;
    let input = lang.fill("operations.pixel.input", &[("colour", &COLOURS[colour])]);
    let labels = [&*input, lang.text("demo.depthwise.weight"), lang.text("demo.depthwise.product")];
    let matrix =
        |(label, grid): (&str, &Grid)| Matrix { label: label.to_owned(), grid: grid.clone() };
    let matrices = labels.into_iter().zip(&trace.colours[colour]).map(matrix);
    parts.push(Part::Matrices(matrices.collect()));
    let [r, g, b] = trace.sums().map(|sum| format!("{sum:+.2}"));
    let sum = lang.fill("operations.pixel.sum", &[("r", &r), ("g", &g), ("b", &b)]);
    parts.push(Part::Table(trace.value.table(sum, lang)));
    if window::leaves(trace.window, &trace.input) {
        parts.push(Part::Note(lang.text("operations.pixel.padding").to_owned()));
    }
    Figure {
        title: lang
            .fill("operations.pixel.title", &[("image", &photo), ("channel", &cell.channel)]),
        parts,
        values: vec![("sum", trace.value.sum.into()), ("out", trace.value.out().into())],
    }
}

impl Trace {
    /// The products of each colour, added.
    fn sums(&self) -> [f32; 3] {
        [0, 1, 2].map(|colour: usize| self.colours[colour][2].values.iter().sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::demo::{Colour, Photo};

    fn photo() -> Tensor4 {
        vision::preprocess(&vision::Photo::Coffee.pixels(), 224)
    }

    fn at(channel: usize, row: usize, column: usize) -> Trace {
        trace(
            &photo(),
            &ConvPixel { image: Photo::Coffee, channel, row, column, colour: Colour::Red },
        )
    }

    #[test]
    fn the_27_products_add_up_to_what_the_engine_computed() {
        for (channel, row, column) in [(0, 0, 0), (7, 40, 63), (31, 111, 111), (12, 0, 111)] {
            let trace = at(channel, row, column);
            let products = trace.colours.iter().flat_map(|grids| &grids[2].values);
            assert_eq!(products.clone().count(), 27);
            let sum: f32 = products.sum();
            assert!(
                (sum - trace.value.sum).abs() < 1e-4,
                "{channel}: {sum} is not {}",
                trace.value.sum
            );
        }
    }

    /// The whole network, by its own path.
    #[test]
    fn the_network_goes_on_from_the_same_value() {
        let mut seen = None;
        shipped::lite0().infer_watched(&photo(), &mut |path, value| {
            if path == "stem.act" {
                seen = Some(value[(0, 7, 40, 63)]);
            }
        });
        assert!((seen.unwrap() - at(7, 40, 63).value.out()).abs() < 1e-4);
    }

    /// At stride 2 an even photo is padded only below and on the right.
    #[test]
    fn only_the_last_row_and_column_read_padding() {
        let leaves = |row, column| {
            let trace = at(0, row, column);
            window::leaves(trace.window, &trace.input)
        };
        assert!(!leaves(0, 0));
        assert!(leaves(111, 5) && leaves(5, 111));
        assert!(at(3, 111, 5).colours.iter().all(|grids| grids[0].values[6..] == [0.0; 3]));
    }
}

//! One output value of Lite0's first convolution on a photo: 27 products, their sum, what follows it.

use ndarray::{Array2, Axis, s};

use crate::arch::Variant;
use crate::content::demo::ConvPixel;
use crate::demo::Bench;
use crate::figure::{Cursor, Figure, Grid, Map, Matrix, Part, Table};
use crate::nn::activation::relu6;
use crate::nn::{Conv2d, Layer, Tensor4, shipped};
use crate::text::Lang;
use crate::vision;

/// The colours of an image, in the order of its channels.
const COLOURS: [&str; 3] = ["R", "G", "B"];

/// One value, from its inputs to the activation.
#[derive(Debug, Clone, PartialEq)]
struct Trace {
    /// Inputs, weights and products of each colour, k×k each; zeros outside the photo.
    colours: [[Grid; 3]; 3],
    /// What the engine's convolution gives.
    sum: f32,
    /// Batch norm's scale and shift for the channel.
    scale: f32,
    shift: f32,
    /// Top row and left column of the window on the photo; negative inside the padding.
    corner: (i32, i32),
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
    let (above, left) = conv.window.before(height, width);
    let corner = |at: usize, before: usize| (at * conv.window.stride) as i32 - before as i32;
    let corner = (corner(cell.row, above), corner(cell.column, left));
    let (scale, shift) = stem.norm.scale_shift();
    Trace {
        colours: [0, 1, 2].map(|colour| products(x, &conv, colour, corner)),
        sum: output[(0, 0, cell.row, cell.column)],
        scale: scale[cell.channel],
        shift: shift[cell.channel],
        corner,
        input: grey(x),
        output: Grid { columns: output.dim().3, values: output.iter().copied().collect() },
    }
}

/// What the window reads of one colour, the weights that meet it, and their products.
fn products(x: &Tensor4, conv: &Conv2d, colour: usize, corner: (i32, i32)) -> [Grid; 3] {
    let kernel = conv.window.kernel;
    let places = (0..kernel * kernel).map(|tap| (tap / kernel, tap % kernel));
    let read = |(row, column): (usize, usize)| {
        let y = usize::try_from(corner.0 + row as i32).ok()?;
        let at = usize::try_from(corner.1 + column as i32).ok()?;
        x.get((0, colour, y, at)).copied()
    };
    let inputs: Vec<f32> = places.clone().map(|place| read(place).unwrap_or(0.0)).collect();
    let weights: Vec<f32> = places.map(|(ky, kx)| conv.weight[(0, colour, ky, kx)]).collect();
    let products = inputs.iter().zip(&weights).map(|(input, weight)| input * weight).collect();
    [inputs, weights, products].map(|values| Grid { columns: kernel, values })
}

/// The three colours averaged.
fn grey(x: &Tensor4) -> Grid {
    let sum: Array2<f32> = x.slice(s![0, .., .., ..]).sum_axis(Axis(0));
    let mean = sum / COLOURS.len() as f32;
    Grid { columns: mean.dim().1, values: mean.iter().copied().collect() }
}

fn figure(trace: &Trace, cell: &ConvPixel, photo: &str, lang: Lang) -> Figure {
    let norm = trace.scale * trace.sum + trace.shift;
    let out = relu6(norm);
    let mut parts = vec![Part::Maps(maps(trace, cell, lang))];
    for (name, grids) in COLOURS.into_iter().zip(&trace.colours) {
        let labels =
            [name, lang.text("demo.depthwise.weight"), lang.text("demo.depthwise.product")];
        let matrices = labels.into_iter().zip(grids);
        let matrix =
            |(label, grid): (&str, &Grid)| Matrix { label: label.to_owned(), grid: grid.clone() };
        parts.push(Part::Matrices(matrices.map(matrix).collect()));
    }
    parts.push(Part::Table(results(trace, norm, out, lang)));
    if trace.reads_padding() {
        parts.push(Part::Note(lang.text("operations.pixel.padding").to_owned()));
    }
    Figure {
        title: lang
            .fill("operations.pixel.title", &[("image", &photo), ("channel", &cell.channel)]),
        parts,
        values: vec![("sum", trace.sum.into()), ("out", out.into())],
    }
}

fn maps(trace: &Trace, cell: &ConvPixel, lang: Lang) -> Vec<Map> {
    let map = |label: &str, grid: &Grid, row: i32, column: i32, side: usize| Map {
        label: label.to_owned(),
        grid: grid.clone(),
        cursor: Some(Cursor { row, column, side }),
    };
    let (input, output) = (lang.text("demo.depthwise.input"), lang.text("demo.depthwise.output"));
    let side = trace.colours[0][0].columns;
    vec![
        map(input, &trace.input, trace.corner.0, trace.corner.1, side),
        map(output, &trace.output, cell.row as i32, cell.column as i32, 1),
    ]
}

fn results(trace: &Trace, norm: f32, out: f32, lang: Lang) -> Table {
    let line = |value: f32| format!("{value:.4}");
    let [r, g, b] = trace.sums().map(|sum| format!("{sum:+.2}"));
    let (scale, shift) = (format!("{:.2}", trace.scale), format!("{:+.2}", trace.shift));
    let sum = lang.fill("operations.pixel.sum", &[("r", &r), ("g", &g), ("b", &b)]);
    let norm_name = lang.fill("demo.depthwise.norm", &[("scale", &scale), ("shift", &shift)]);
    let mut table = Table::new(["", ""]);
    table.push([sum, line(trace.sum)]);
    table.push([norm_name, line(norm)]);
    table.push([lang.text("demo.depthwise.relu6").to_owned(), line(out)]);
    table
}

impl Trace {
    /// The products of each colour, added.
    fn sums(&self) -> [f32; 3] {
        [0, 1, 2].map(|colour: usize| self.colours[colour][2].values.iter().sum())
    }

    /// Whether the window reaches over the edge.
    fn reads_padding(&self) -> bool {
        let side = self.colours[0][0].columns as i32;
        let over = |start: i32, size: usize| start < 0 || start + side > size as i32;
        over(self.corner.0, self.input.rows()) || over(self.corner.1, self.input.columns)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::demo::Photo;

    fn photo() -> Tensor4 {
        vision::preprocess(&vision::Photo::Coffee.pixels(), 224)
    }

    fn at(channel: usize, row: usize, column: usize) -> Trace {
        trace(&photo(), &ConvPixel { image: Photo::Coffee, channel, row, column })
    }

    #[test]
    fn the_27_products_add_up_to_what_the_engine_computed() {
        for (channel, row, column) in [(0, 0, 0), (7, 40, 63), (31, 111, 111), (12, 0, 111)] {
            let trace = at(channel, row, column);
            let products = trace.colours.iter().flat_map(|grids| &grids[2].values);
            assert_eq!(products.clone().count(), 27);
            let sum: f32 = products.sum();
            assert!((sum - trace.sum).abs() < 1e-4, "{channel}: {sum} is not {}", trace.sum);
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
        let trace = at(7, 40, 63);
        let out = relu6(trace.scale * trace.sum + trace.shift);
        assert!((seen.unwrap() - out).abs() < 1e-4);
    }

    /// At stride 2 an even photo is padded only below and on the right.
    #[test]
    fn only_the_last_row_and_column_read_padding() {
        assert!(!at(0, 0, 0).reads_padding());
        assert!(at(0, 111, 5).reads_padding() && at(0, 5, 111).reads_padding());
        assert!(at(3, 111, 5).colours.iter().all(|grids| grids[0].values[6..] == [0.0; 3]));
    }
}

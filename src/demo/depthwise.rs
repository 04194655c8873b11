//! The depthwise microscope: one output value of a depthwise convolution of Lite0 on a real photo.
//!
//! The engine convolves the one channel that is looked at, and the k·k products behind the one
//! cell are laid out beside its result.

use ndarray::s;

use crate::content::demo::DepthwiseMicroscope;
use crate::figure::{Cursor, Figure, Grid, Map, Matrix, Part, Table};
use crate::job::CancelToken;
use crate::nn::activation::relu6;
use crate::nn::{DepthwiseConv2d, EfficientNet, Layer, Tensor4, shipped};
use crate::text::Lang;

use super::bench::Source;
use super::{Bench, DemoError};

/// One value, from its inputs to the activation.
#[derive(Debug, Clone, PartialEq)]
struct Trace {
    /// The k·k inputs, zeros where the window leaves the picture.
    inputs: Grid,
    weights: Grid,
    products: Grid,
    /// What the engine's convolution gives.
    sum: f32,
    /// Batch norm's scale and shift for the channel.
    scale: f32,
    shift: f32,
    /// Top row and left column of the window on the input; negative inside the padding.
    corner: (i32, i32),
    /// The whole channel before and after.
    input: Grid,
    output: Grid,
}

pub(super) fn microscope(
    demo: &DepthwiseMicroscope,
    lang: Lang,
    bench: &Bench,
    cancel: &CancelToken,
) -> Result<Figure, DemoError> {
    let opened = bench.open(Source::Photo(demo.image), demo.block, cancel)?;
    let net = shipped::lite0();
    let trace = trace(net, opened.expanded(), demo);
    Ok(figure(&trace, demo, net.depthwise(demo.block), bench.photo_name(demo.image), lang))
}

/// Computes the channel with the engine and lays out the one value.
fn trace(net: &EfficientNet, inputs: &Tensor4, cell: &DepthwiseMicroscope) -> Trace {
    let full = net.depthwise(cell.block);
    let weight = full.weight.slice(s![cell.channel..=cell.channel, .., ..]).to_owned();
    let conv = DepthwiseConv2d { weight, window: full.window };
    let plane = inputs.slice(s![0..1, cell.channel..=cell.channel, .., ..]).to_owned();
    let output = conv.infer(&plane);
    let (_, _, height, width) = plane.dim();
    let kernel = full.window.kernel;
    let (above, left) = full.window.before(height, width);
    let corner = (
        (cell.row * full.window.stride) as i32 - above as i32,
        (cell.column * full.window.stride) as i32 - left as i32,
    );
    let at = |row: usize, column: usize| {
        let y = usize::try_from(corner.0 + row as i32).ok()?;
        let x = usize::try_from(corner.1 + column as i32).ok()?;
        plane.get((0, 0, y, x)).copied()
    };
    let window = |value: &dyn Fn(usize, usize) -> f32| {
        let places = (0..kernel).flat_map(|row| (0..kernel).map(move |column| (row, column)));
        Grid { columns: kernel, values: places.map(|(row, column)| value(row, column)).collect() }
    };
    let input = |row, column| at(row, column).unwrap_or(0.0);
    let weight = |row, column| conv.weight[(0, row, column)];
    let (scale, shift) = net.mbconv(cell.block).depthwise.norm.scale_shift();
    Trace {
        inputs: window(&input),
        weights: window(&weight),
        products: window(&|row, column| input(row, column) * weight(row, column)),
        sum: output[(0, 0, cell.row, cell.column)],
        scale: scale[cell.channel],
        shift: shift[cell.channel],
        corner,
        input: grid(&plane),
        output: grid(&output),
    }
}

fn grid(plane: &Tensor4) -> Grid {
    Grid { columns: plane.dim().3, values: plane.iter().copied().collect() }
}

fn figure(
    trace: &Trace,
    cell: &DepthwiseMicroscope,
    conv: &DepthwiseConv2d,
    image: &str,
    lang: Lang,
) -> Figure {
    let path = format!("blocks.{}.depthwise", cell.block);
    let kernel = conv.window.kernel;
    let output = match conv.window.stride {
        1 => lang.text("demo.depthwise.output").to_owned(),
        stride => lang.fill("demo.depthwise.output-strided", &[("stride", &stride)]),
    };
    let norm = trace.scale * trace.sum + trace.shift;
    let out = relu6(norm);
    let label = |key: &'static str| lang.text(key).to_owned();
    let map = |label: String, grid: &Grid, (row, column): (i32, i32), side: usize| Map {
        label,
        grid: grid.clone(),
        cursor: Some(Cursor { row, column, side }),
    };
    let matrix = |label: String, grid: &Grid| Matrix { label, grid: grid.clone() };
    let mut results = Table::new(["", ""]);
    let line = |value: f32| format!("{value:.4}");
    results.push([label("demo.depthwise.sum"), line(trace.sum)]);
    let scale = format!("{:.2}", trace.scale);
    let shift = format!("{:+.2}", trace.shift);
    results.push([
        lang.fill("demo.depthwise.norm", &[("scale", &scale), ("shift", &shift)]),
        line(norm),
    ]);
    results.push([label("demo.depthwise.relu6"), line(out)]);
    let mut parts = vec![
        Part::Maps(vec![
            map(label("demo.depthwise.input"), &trace.input, trace.corner, kernel),
            map(output, &trace.output, (cell.row as i32, cell.column as i32), 1),
        ]),
        Part::Matrices(vec![
            matrix(label("demo.depthwise.input"), &trace.inputs),
            matrix(label("demo.depthwise.weight"), &trace.weights),
            matrix(label("demo.depthwise.product"), &trace.products),
        ]),
        Part::Table(results),
    ];
    if trace.input.bounds() == (0.0, 0.0) {
        parts.push(Part::Note(label("demo.depthwise.silent")));
    }
    if trace.reads_padding(kernel) {
        parts.push(Part::Note(label("demo.depthwise.padding")));
    }
    Figure {
        title: lang
            .fill("demo.depthwise.title", &[("image", &image), ("path", &path), ("k", &kernel)]),
        parts,
        values: vec![("sum", trace.sum.into()), ("norm", norm.into()), ("out", out.into())],
    }
}

impl Trace {
    /// Whether the window reaches over the edge.
    fn reads_padding(&self, kernel: usize) -> bool {
        let over = |start: i32, size: usize| start < 0 || start + kernel as i32 > size as i32;
        over(self.corner.0, self.input.rows()) || over(self.corner.1, self.input.columns)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::demo::Photo;
    use crate::demo::bench::shared;
    use crate::vision;

    fn at(block: usize, channel: usize, row: usize, column: usize) -> Trace {
        let image = Photo::Chelsea;
        let cell = DepthwiseMicroscope { image, block, channel, row, column };
        let opened = shared().open(Source::Photo(image), block, &CancelToken::new()).unwrap();
        trace(shipped::lite0(), opened.expanded(), &cell)
    }

    #[test]
    fn the_products_add_up_to_what_the_engine_computed() {
        let cells =
            [(0, 27, 40, 63), (0, 27, 0, 0), (3, 5, 27, 27), (1, 60, 55, 0), (11, 600, 6, 6)];
        for (block, channel, row, column) in cells {
            let trace = at(block, channel, row, column);
            let sum: f32 = trace.products.values.iter().sum();
            assert!((sum - trace.sum).abs() < 1e-4, "block {block}: {sum} is not {}", trace.sum);
        }
    }

    #[test]
    fn the_network_goes_on_from_the_same_value() {
        // What the whole network computes for this cell, by its own path.
        let image = vision::Photo::Chelsea.pixels();
        let x = vision::preprocess(&image, 224);
        let mut seen = None;
        shipped::lite0().infer_watched(&x, &mut |path, value| {
            if path == "blocks.3.depthwise.act" {
                seen = Some(value[(0, 5, 13, 9)]);
            }
        });
        let trace = at(3, 5, 13, 9);
        let out = relu6(trace.scale * trace.sum + trace.shift);
        assert!((seen.unwrap() - out).abs() < 1e-4);
    }

    #[test]
    fn the_corner_cell_reads_padding_and_says_so() {
        assert!(at(0, 27, 0, 0).reads_padding(3));
        assert!(!at(0, 27, 40, 63).reads_padding(3));
        assert_eq!(at(0, 27, 0, 0).inputs.values[0].to_bits(), 0);
    }
}

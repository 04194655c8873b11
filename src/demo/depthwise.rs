//! The depthwise microscope: one output value of a depthwise convolution of Lite0 on a real photo.
//!
//! The engine convolves the one channel that is looked at, and the k·k products behind the one
//! cell are laid out beside its result.

use ndarray::s;

use crate::content::demo::DepthwiseMicroscope;
use crate::figure::{Cursor, Figure, Grid, Matrix, Part};
use crate::job::CancelToken;
use crate::nn::{DepthwiseConv2d, EfficientNet, Layer, Tensor4, shipped};
use crate::text::Lang;

use super::bench::Source;
use super::window::{self, Value};
use super::{Bench, DemoError};

/// One value, from its inputs to the activation.
#[derive(Debug, Clone, PartialEq)]
struct Trace {
    /// The k·k inputs, weights and products.
    products: [Grid; 3],
    value: Value,
    /// What is read of the input.
    window: Cursor,
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
    let window = window::at(full.window, (height, width), (cell.row, cell.column));
    let (scale, shift) = net.mbconv(cell.block).depthwise.norm.scale_shift();
    Trace {
        products: window::products(
            &plane.slice(s![0, 0, .., ..]),
            &conv.weight.slice(s![0, .., ..]),
            window,
        ),
        value: Value {
            sum: output[(0, 0, cell.row, cell.column)],
            scale: scale[cell.channel],
            shift: shift[cell.channel],
        },
        window,
        input: window::grid(&plane),
        output: window::grid(&output),
    }
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
    let input = lang.text("demo.depthwise.input");
    let output = match conv.window.stride {
        1 => lang.text("demo.depthwise.output").to_owned(),
        stride => lang.fill("demo.depthwise.output-strided", &[("stride", &stride)]),
    };
    let here = Cursor { row: cell.row as i32, column: cell.column as i32, side: 1 };
    let labels = [input, lang.text("demo.depthwise.weight"), lang.text("demo.depthwise.product")];
    let matrix =
        |(label, grid): (&str, &Grid)| Matrix { label: label.to_owned(), grid: grid.clone() };
    let mut parts = vec![
        Part::Maps(vec![
            window::map(input, &trace.input, trace.window),
            window::map(&output, &trace.output, here),
        ]),
        Part::Matrices(labels.into_iter().zip(&trace.products).map(matrix).collect()),
        Part::Table(trace.value.table(lang.text("demo.depthwise.sum").to_owned(), lang)),
    ];
    if trace.input.bounds() == (0.0, 0.0) {
        parts.push(Part::Note(lang.text("demo.depthwise.silent").to_owned()));
    }
    if window::leaves(trace.window, &trace.input) {
        parts.push(Part::Note(lang.text("demo.depthwise.padding").to_owned()));
    }
    let Value { sum, .. } = trace.value;
    Figure {
        title: lang
            .fill("demo.depthwise.title", &[("image", &image), ("path", &path), ("k", &kernel)]),
        parts,
        values: vec![
            ("sum", sum.into()),
            ("norm", trace.value.norm().into()),
            ("out", trace.value.out().into()),
        ],
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
            let sum: f32 = trace.products[2].values.iter().sum();
            assert!(
                (sum - trace.value.sum).abs() < 1e-4,
                "block {block}: {sum} is not {}",
                trace.value.sum
            );
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
        assert!((seen.unwrap() - at(3, 5, 13, 9).value.out()).abs() < 1e-4);
    }

    #[test]
    fn the_corner_cell_reads_padding_and_says_so() {
        let leaves = |trace: &Trace| window::leaves(trace.window, &trace.input);
        assert!(leaves(&at(0, 27, 0, 0)));
        assert!(!leaves(&at(0, 27, 40, 63)));
        assert_eq!(at(0, 27, 0, 0).products[0].values[0].to_bits(), 0);
    }
}

//! The depthwise microscope: one output value of a depthwise convolution of Lite0 on a real photo.
//!
//! The photo runs through the trained network once; what each depthwise convolution reads is kept.
//! Then the engine convolves the one channel that is looked at, and the k·k products behind the one
//! cell are laid out beside its result.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use ndarray::s;

use crate::arch::Variant;
use crate::content::demo::{DepthwiseMicroscope, Photo};
use crate::figure::{Cursor, Figure, Grid, Map, Matrix, Part, Table};
use crate::job::CancelToken;
use crate::nn::activation::relu6;
use crate::nn::{DepthwiseConv2d, EfficientNet, Layer, Tensor4, shipped};
use crate::text::Lang;
use crate::vision;

use super::DemoError;

/// What each depthwise convolution of the network reads, in the order of the blocks.
type Inputs = Arc<Vec<Tensor4>>;

/// Remembers what was computed, so that a turned knob is answered at once.
#[derive(Debug, Default)]
pub struct Bench {
    inputs: Mutex<HashMap<Photo, Inputs>>,
    pub(super) solved: super::scale::Memory,
}

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

impl Bench {
    /// Runs a photo through Lite0, unless that was done before.
    fn inputs(&self, photo: Photo, cancel: &CancelToken) -> Result<Inputs, DemoError> {
        let mut known = self.inputs.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(inputs) = known.get(&photo) {
            return Ok(Arc::clone(inputs));
        }
        if cancel.is_cancelled() {
            return Err(DemoError::Cancelled);
        }
        let image = photo_of(photo).pixels();
        let x = vision::preprocess(&image, Variant::Lite0.scaling().resolution);
        // Kept also if it was cancelled meanwhile: the next one asks for the same.
        let inputs = Arc::new(depthwise_inputs(shipped::lite0(), &x));
        known.insert(photo, Arc::clone(&inputs));
        Ok(inputs)
    }
}

pub(super) const fn photo_of(photo: Photo) -> vision::Photo {
    match photo {
        Photo::Chelsea => vision::Photo::Chelsea,
        Photo::Coffee => vision::Photo::Coffee,
        Photo::Rocket => vision::Photo::Rocket,
    }
}

/// What the depthwise convolutions read. Only that is copied, of all that the network computes.
fn depthwise_inputs(net: &EfficientNet, x: &Tensor4) -> Vec<Tensor4> {
    let wanted: Vec<String> = (0..net.blocks.len()).map(|block| input_path(net, block)).collect();
    let mut inputs = Vec::with_capacity(wanted.len());
    net.infer_watched(x, &mut |path, value| {
        if wanted.get(inputs.len()).is_some_and(|wanted| wanted == path) {
            inputs.push(value.clone());
        }
    });
    inputs
}

/// The value that a block's depthwise convolution reads: its expansion, or the block's input where
/// there is none.
fn input_path(net: &EfficientNet, block: usize) -> String {
    if net.mbconv(block).expand.is_some() {
        return format!("blocks.{block}.expand.act");
    }
    match block.checked_sub(1) {
        None => "stem.act".to_owned(),
        Some(before) if net.mbconv(before).has_skip => format!("blocks.{before}.skip"),
        Some(before) => format!("blocks.{before}.project.norm"),
    }
}

pub(super) fn microscope(
    demo: &DepthwiseMicroscope,
    lang: Lang,
    bench: &Bench,
    cancel: &CancelToken,
) -> Result<Figure, DemoError> {
    let inputs = bench.inputs(demo.image, cancel)?;
    let net = shipped::lite0();
    let trace = trace(net, &inputs[demo.block], demo);
    Ok(figure(&trace, demo, net.depthwise(demo.block), lang))
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

fn figure(trace: &Trace, cell: &DepthwiseMicroscope, conv: &DepthwiseConv2d, lang: Lang) -> Figure {
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
        title: lang.fill(
            "demo.depthwise.title",
            &[("image", &cell.image.name()), ("path", &path), ("k", &kernel)],
        ),
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

    fn inputs() -> Inputs {
        static BENCH: std::sync::OnceLock<Bench> = std::sync::OnceLock::new();
        let bench = BENCH.get_or_init(Bench::default);
        bench.inputs(Photo::Chelsea, &CancelToken::new()).unwrap()
    }

    fn at(block: usize, channel: usize, row: usize, column: usize) -> Trace {
        let image = Photo::Chelsea;
        let cell = DepthwiseMicroscope { image, block, channel, row, column };
        trace(shipped::lite0(), &inputs()[block], &cell)
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
    fn there_is_an_input_for_every_block() {
        let net = shipped::lite0();
        let inputs = inputs();
        assert_eq!(inputs.len(), net.blocks.len());
        for (index, input) in inputs.iter().enumerate() {
            assert_eq!(input.dim().1, net.depthwise(index).weight.dim().0, "block {index}");
        }
    }

    #[test]
    fn a_cancelled_job_begins_no_inference_but_gets_what_is_known() {
        let (bench, cancelled) = (Bench::default(), CancelToken::new());
        cancelled.cancel();
        assert_eq!(bench.inputs(Photo::Chelsea, &cancelled).unwrap_err(), DemoError::Cancelled);
        bench.inputs.lock().unwrap().insert(Photo::Chelsea, Arc::new(Vec::new()));
        assert!(bench.inputs(Photo::Chelsea, &cancelled).is_ok());
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

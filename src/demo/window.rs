//! One value of a convolution, taken apart: what its window reads, the weights that meet it, and what
//! follows the sum.

use ndarray::ArrayView2;

use crate::figure::{Cursor, Grid, Map, Table};
use crate::nn::Tensor4;
use crate::nn::activation::relu6;
use crate::nn::im2col::Window;
use crate::text::Lang;

/// The window of the output value at (`row`, `column`) on an input of `height`×`width`; its corner is
/// negative inside the padding.
pub(super) fn at(
    window: Window,
    (height, width): (usize, usize),
    (row, column): (usize, usize),
) -> Cursor {
    let (above, left) = window.before(height, width);
    let corner = |at: usize, before: usize| (at * window.stride) as i32 - before as i32;
    Cursor { row: corner(row, above), column: corner(column, left), side: window.kernel }
}

/// What the window reads of a plane (zeros outside it), the k×k weights, and their products.
pub(super) fn products(
    plane: &ArrayView2<'_, f32>,
    weights: &ArrayView2<'_, f32>,
    window: Cursor,
) -> [Grid; 3] {
    let read = |(row, column): (usize, usize)| {
        let y = usize::try_from(window.row + row as i32).ok()?;
        let x = usize::try_from(window.column + column as i32).ok()?;
        plane.get((y, x)).copied()
    };
    let inputs: Vec<f32> =
        weights.indexed_iter().map(|(place, _)| read(place).unwrap_or(0.0)).collect();
    let weights: Vec<f32> = weights.iter().copied().collect();
    let products = inputs.iter().zip(&weights).map(|(input, weight)| input * weight).collect();
    [inputs, weights, products].map(|values| Grid { columns: window.side, values })
}

/// Whether the window reaches over the edge of a plane.
pub(super) fn leaves(window: Cursor, plane: &Grid) -> bool {
    let over = |start: i32, size: usize| start < 0 || start + window.side as i32 > size as i32;
    over(window.row, plane.rows()) || over(window.column, plane.columns)
}

/// A plane with a window on it.
pub(super) fn map(label: &str, plane: &Grid, window: Cursor) -> Map {
    Map { label: label.to_owned(), grid: plane.clone(), cursor: Some(window) }
}

/// The only plane of an activation (1, 1, H, W).
pub(super) fn grid(plane: &Tensor4) -> Grid {
    Grid { columns: plane.dim().3, values: plane.iter().copied().collect() }
}

/// What the convolution gives, and what batch norm and ReLU6 make of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Value {
    /// As the engine's convolution gives it.
    pub(super) sum: f32,
    /// Batch norm's scale for the channel.
    pub(super) scale: f32,
    /// And its shift.
    pub(super) shift: f32,
}

impl Value {
    pub(super) fn norm(self) -> f32 {
        self.scale * self.sum + self.shift
    }

    pub(super) fn out(self) -> f32 {
        relu6(self.norm())
    }

    /// Sum, norm, activation, one below the other.
    pub(super) fn table(self, sum_name: String, lang: Lang) -> Table {
        let (scale, shift) = (format!("{:.2}", self.scale), format!("{:+.2}", self.shift));
        let norm = lang.fill("demo.depthwise.norm", &[("scale", &scale), ("shift", &shift)]);
        let line = |value: f32| format!("{value:.4}");
        let mut table = Table::new(["", ""]);
        table.push([sum_name, line(self.sum)]);
        table.push([norm, line(self.norm())]);
        table.push([lang.text("demo.depthwise.relu6").to_owned(), line(self.out())]);
        table
    }
}

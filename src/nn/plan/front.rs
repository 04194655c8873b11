//! The front of an MBConv: expansion and depthwise convolution, plane by plane.
//!
//! ```text
//! x ──expand──► a strip of one plane, with border ──depthwise──► the same strip of `mid`
//! ```
//!
//! A depthwise convolution reads only its own plane, so that one plane at a time goes through both
//! layers, and of it only a strip of rows that fits in the first-level cache's neighbour. The expanded
//! image, the largest of the network, is never written to memory.

use std::cell::RefCell;

use crate::nn::im2col::Window;
use crate::nn::kernel::{Act, Crew, Depthwise, Lane, PointwiseRows, ZERO, dispatch};
use crate::nn::{Conv2d, ConvBnAct, DepthwiseConv2d};

use super::buffers::{Image, padded, share};
use super::pack::{Packed, PackedDepthwise};

/// Lanes of a strip: 96 KB, which leave room in a second-level cache of 256 KB.
const STRIP: usize = 1536;

thread_local! {
    /// The strip that this thread works on.
    static STRIP_OF_THREAD: RefCell<Vec<Lane>> = const { RefCell::new(Vec::new()) };
}

/// Expansion (if any) and depthwise convolution, with norms and activations.
#[derive(Debug)]
pub(super) struct Front {
    expand: Option<Packed>,
    expand_act: Act,
    depthwise: PackedDepthwise,
    depthwise_act: Act,
    window: Window,
}

impl Front {
    pub(super) fn new(
        expand: Option<&ConvBnAct<Conv2d>>,
        depthwise: &ConvBnAct<DepthwiseConv2d>,
    ) -> Self {
        Self {
            expand: expand.map(Packed::conv_bn),
            expand_act: expand.and_then(|expand| expand.act).into(),
            depthwise: PackedDepthwise::new(depthwise),
            depthwise_act: depthwise.act.into(),
            window: depthwise.conv.window,
        }
    }

    /// Fills `mid`, and `sums` with the sum of each of its planes.
    pub(super) fn run(&self, x: &Image, mid: &mut Image, sums: &mut Vec<Lane>, crew: &Crew) {
        let (h, w) = self.window.output(x.h, x.w);
        mid.reshape(self.depthwise.planes(), h, w);
        sums.clear();
        sums.resize(mid.planes, ZERO);
        let macs = self.expand.as_ref().map_or(0, |expand| expand.macs() * x.pixels())
            + self.depthwise.macs() * mid.pixels();
        let pieces = mid.planes_mut().zip(sums).enumerate().collect();
        share(crew, macs, pieces, |(plane, (y, sum))| {
            STRIP_OF_THREAD.with_borrow_mut(|strip| self.plane(x, plane, strip, y, sum));
        });
    }

    /// One plane, strip by strip.
    fn plane(
        &self,
        x: &Image,
        plane: usize,
        lanes: &mut Vec<Lane>,
        y: &mut [Lane],
        sum: &mut Lane,
    ) {
        let Window { kernel, stride, .. } = self.window;
        let width = self.window.output(x.h, x.w).1;
        let row = padded(x.h, x.w, self.window).1;
        let rows_out = (STRIP / row).saturating_sub(kernel) / stride + 1;
        let rows_in = (rows_out - 1) * stride + kernel;
        lanes.resize(rows_in * row, ZERO);
        let filter = self.depthwise.filter(plane);
        // Rows of the padded plane: the strip holds `held`, from its first row on.
        let mut held = 0..0_usize;
        for (index, y) in y.chunks_mut(rows_out * width).enumerate() {
            let first = index * rows_out * stride;
            let wanted = first..first + (y.len() / width - 1) * stride + kernel;
            let kept = held.end.saturating_sub(first);
            let from = (held.len() - kept) * row;
            lanes.copy_within(from..from + kept * row, 0);
            let new = &mut lanes[kept * row..wanted.len() * row];
            self.fill(x, plane, wanted.start + kept, row, new);
            held = wanted;
            dispatch(Depthwise {
                x: lanes,
                row,
                kernel,
                stride,
                weights: filter.weights,
                bias: filter.bias,
                act: self.depthwise_act,
                y,
                width,
                sum,
            });
        }
    }

    /// Computes rows of the padded, expanded plane, from row `start` on.
    fn fill(&self, x: &Image, plane: usize, start: usize, row: usize, rows: &mut [Lane]) {
        let (top, left) = self.window.before(x.h, x.w);
        let above = top.saturating_sub(start).min(rows.len() / row);
        let (outside, rest) = rows.split_at_mut(above * row);
        outside.fill(ZERO);
        let first = (start + above).saturating_sub(top).min(x.h);
        let inside = (rest.len() / row).min(x.h - first);
        let (inside, outside) = rest.split_at_mut(inside * row);
        outside.fill(ZERO);
        for row in inside.chunks_exact_mut(row) {
            row[..left].fill(ZERO);
            row[left + x.w..].fill(ZERO);
        }
        if let Some(expand) = &self.expand {
            dispatch(PointwiseRows {
                x: x.planes(),
                filter: expand.filter(plane),
                act: self.expand_act,
                start: first * x.w,
                rows: inside,
                row,
                left,
                width: x.w,
            });
        } else {
            let from = x.plane(plane)[first * x.w..].chunks_exact(x.w);
            for (to, from) in inside.chunks_exact_mut(row).zip(from) {
                to[left..left + x.w].copy_from_slice(from);
            }
        }
    }
}

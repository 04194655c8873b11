//! Buffers of planes, and who works on them.

use ndarray::{ArrayView3, s};

use crate::nn::im2col::Window;
use crate::nn::kernel::{Crew, LANES, Lane, Planes, ZERO};

/// Multiply-adds below which a step stays on one thread: waking another takes some microseconds, in
/// which one does as many.
const WORTH_SHARING: usize = 300_000;

/// Does `work` on every piece, on many threads if it is worth it; `macs` multiply-adds in all.
pub(super) fn share<T: Send>(crew: &Crew, macs: usize, pieces: Vec<T>, work: impl Fn(T) + Sync) {
    if crew.is_alone() || macs < WORTH_SHARING {
        pieces.into_iter().for_each(work);
    } else {
        crew.each(pieces, work);
    }
}

/// One image in planes, to be reused for the next layer's.
#[derive(Debug, Default)]
pub(super) struct Image {
    lanes: Vec<Lane>,
    pub(super) planes: usize,
    pub(super) h: usize,
    pub(super) w: usize,
}

impl Image {
    /// Takes on a shape. Its values are those of earlier layers until they are written.
    pub(super) fn reshape(&mut self, planes: usize, h: usize, w: usize) {
        (self.planes, self.h, self.w) = (planes, h, w);
        let lanes = planes * self.stride();
        if self.lanes.len() < lanes {
            self.lanes.resize(lanes, ZERO);
        }
    }

    pub(super) fn pixels(&self) -> usize {
        self.h * self.w
    }

    /// Lanes from plane to plane. Odd, or the planes of an image of 56×56 would all fall on the same
    /// sets of the cache.
    fn stride(&self) -> usize {
        self.pixels() | 1
    }

    pub(super) fn planes(&self) -> Planes<'_> {
        Planes { lanes: &self.lanes, stride: self.stride() }
    }

    pub(super) fn plane(&self, index: usize) -> &[Lane] {
        &self.lanes[index * self.stride()..][..self.pixels()]
    }

    pub(super) fn planes_mut(&mut self) -> impl Iterator<Item = &mut [Lane]> {
        let (stride, pixels) = (self.stride(), self.pixels());
        self.lanes.chunks_exact_mut(stride).take(self.planes).map(move |plane| &mut plane[..pixels])
    }

    /// Every plane in pieces of at most `size` lanes: (plane, first lane, piece), all planes of the
    /// first piece before the second.
    pub(super) fn pieces_mut(&mut self, size: usize) -> Vec<(usize, usize, &mut [Lane])> {
        let mut pieces: Vec<_> = self
            .planes_mut()
            .enumerate()
            .flat_map(|(index, plane)| {
                let pieces = plane.chunks_mut(size).enumerate();
                pieces.map(move |(piece, lanes)| (index, piece * size, lanes))
            })
            .collect();
        pieces.sort_by_key(|&(plane, start, _)| (start, plane));
        pieces
    }

    /// Becomes a copy.
    pub(super) fn copy(&mut self, from: &Self) {
        self.reshape(from.planes, from.h, from.w);
        for (index, plane) in self.planes_mut().enumerate() {
            plane.copy_from_slice(from.plane(index));
        }
    }

    /// Multiplies every channel by its factor.
    pub(super) fn scale(&mut self, by: &[Lane]) {
        for (plane, by) in self.planes_mut().zip(by) {
            for lane in plane {
                lane.0.iter_mut().zip(by.0).for_each(|(value, by)| *value *= by);
            }
        }
    }

    /// Sums every channel.
    pub(super) fn sum(&self, sums: &mut Vec<Lane>) {
        sums.clear();
        sums.extend((0..self.planes).map(|plane| {
            self.plane(plane).iter().fold(ZERO, |mut sum, lane| {
                sum.0.iter_mut().zip(lane.0).for_each(|(sum, value)| *sum += value);
                sum
            })
        }));
    }

    /// Reads a (C, H, W) image of at most sixteen channels, with the border that `window` needs.
    pub(super) fn read(&mut self, x: &ArrayView3<'_, f32>, window: Window) {
        let (channels, h, w) = x.dim();
        assert!(channels <= LANES, "one plane holds {LANES} channels, got {channels}");
        let (top, left) = self.put_border(1, (h, w), window);
        let row = self.w;
        for y in 0..h {
            let lanes = &mut self.lanes[(top + y) * row + left..][..w];
            for c in 0..channels {
                let values = x.slice(s![c, y, ..]);
                lanes.iter_mut().zip(values).for_each(|(lane, &value)| lane.0[c] = value);
            }
        }
    }

    /// Copies an image and puts the border around it that `window` needs.
    pub(super) fn pad(&mut self, x: &Self, window: Window) {
        let (top, left) = self.put_border(x.planes, (x.h, x.w), window);
        let row = self.w;
        for (index, plane) in self.planes_mut().enumerate() {
            let rows = plane.chunks_exact_mut(row).skip(top);
            for (to, from) in rows.zip(x.plane(index).chunks_exact(x.w)) {
                to[left..left + from.len()].copy_from_slice(from);
            }
        }
    }

    /// Takes on the shape of an image and its border, and makes the border zero. Gives the rows above
    /// the image and the columns left of it.
    fn put_border(
        &mut self,
        planes: usize,
        size: (usize, usize),
        window: Window,
    ) -> (usize, usize) {
        let (h, w) = size;
        let (padded_h, padded_w) = padded(h, w, window);
        let (top, left) = window.before(h, w);
        self.reshape(planes, padded_h, padded_w);
        for plane in self.planes_mut() {
            for (y, row) in plane.chunks_exact_mut(padded_w).enumerate() {
                if (top..top + h).contains(&y) {
                    row[..left].fill(ZERO);
                    row[left + w..].fill(ZERO);
                } else {
                    row.fill(ZERO);
                }
            }
        }
        (top, left)
    }
}

/// Height and width with the border that a window reads, and at least the image's own.
pub(super) fn padded(h: usize, w: usize, window: Window) -> (usize, usize) {
    let (out_h, out_w) = window.output(h, w);
    let (top, left) = window.before(h, w);
    let covered = |outputs: usize| (outputs - 1) * window.stride + window.kernel;
    (covered(out_h).max(top + h), covered(out_w).max(left + w))
}

/// What is needed between a network's input and its output, reused from block to block.
#[derive(Debug, Default)]
pub(super) struct Workspace {
    /// The network's input, with the border that the stem needs.
    pub(super) input: Image,
    /// The block's input.
    pub(super) x: Image,
    /// The block's output.
    pub(super) y: Image,
    /// Between expansion and projection.
    pub(super) mid: Image,
    /// An input with its border, for a k×k convolution.
    pub(super) padded: Image,
    /// Sum of each plane of `mid`.
    pub(super) sums: Vec<Lane>,
}

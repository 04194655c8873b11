//! From pictures of 8×8 pixels to a batch, moved a little at random.
//!
//! ```text
//! x = 2 · ink − 1 at (row, column) · M + shift, bilinear      (8, 8) → (N, 3, S, S)
//! ```
//!
//! Each output pixel looks up where it comes from, so that enlarging, turning, scaling, leaning and
//! moving are one step and blur once. All three channels are the same grey: the network's stem reads
//! three.
//!
//! A digit that is moved, turned by ten degrees or leant over is the same digit. A mirrored one is not
//! (2 and 5 change places, 3 and 7 mean nothing), so nothing is flipped: augmentation may only do what
//! keeps the label.

use ndarray::{ArrayView2, s};

use crate::nn::Tensor4;
use crate::random::SplitMix64;

/// Largest turn, in radians: ten degrees.
const TURN: f32 = 0.175;

/// Largest change of size.
const SCALE: f32 = 0.1;

/// Largest lean: columns for each row.
const LEAN: f32 = 0.15;

/// Largest move, in pixels of the picture.
const MOVE: f32 = 1.0;

/// Where each pixel of the output comes from, seen from the middle of the picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Warp {
    /// Rows and columns of the source for a step down and a step to the right.
    matrix: [[f32; 2]; 2],
    /// Rows and columns.
    shift: [f32; 2],
}

impl Warp {
    /// Nothing moves.
    pub const NONE: Self = Self { matrix: [[1.0, 0.0], [0.0, 1.0]], shift: [0.0, 0.0] };

    /// A turn, a scale, a lean and a move, each even within its range.
    pub fn random(rng: &mut SplitMix64) -> Self {
        let mut within = |range: f32| range * (2.0 * rng.unit() - 1.0);
        let (turn, scale, lean) = (within(TURN), 1.0 + within(SCALE), within(LEAN));
        let (sin, cos) = (turn.sin() * scale, turn.cos() * scale);
        Self { matrix: [[cos, lean - sin], [sin, cos]], shift: [within(MOVE), within(MOVE)] }
    }

    /// Where a point comes from, both from the middle.
    fn source(&self, row: f32, column: f32) -> [f32; 2] {
        let [down, right] = self.matrix;
        [
            down[0] * row + right[0] * column + self.shift[0],
            down[1] * row + right[1] * column + self.shift[1],
        ]
    }
}

/// Puts a picture into image `n` of a batch, at the batch's size.
pub fn draw(picture: ArrayView2<'_, f32>, warp: Warp, batch: &mut Tensor4, n: usize) {
    let (_, channels, height, width) = batch.dim();
    let (rows, columns) = picture.dim();
    // The middle of a pixel lies half a pixel behind its edge.
    let from_middle = |at: usize, side: usize, pixels: usize| {
        (at as f32 + 0.5) * pixels as f32 / side as f32 - pixels as f32 / 2.0
    };
    for y in 0..height {
        let row = from_middle(y, height, rows);
        for x in 0..width {
            let [row, column] = warp.source(row, from_middle(x, width, columns));
            let (row, column) =
                (row + rows as f32 / 2.0 - 0.5, column + columns as f32 / 2.0 - 0.5);
            batch.slice_mut(s![n, .., y, x]).fill(2.0 * bilinear(picture, row, column) - 1.0);
        }
    }
    debug_assert!(channels > 0);
}

/// The value between four pixels; beyond the edge lies blank paper.
fn bilinear(picture: ArrayView2<'_, f32>, row: f32, column: f32) -> f32 {
    let (top, left) = (row.floor(), column.floor());
    let (down, right) = (row - top, column - left);
    let at = |row: f32, column: f32| {
        let is_inside = row >= 0.0 && column >= 0.0;
        let place = [row as usize, column as usize];
        if is_inside { picture.get(place).copied().unwrap_or(0.0) } else { 0.0 }
    };
    (1.0 - down) * ((1.0 - right) * at(top, left) + right * at(top, left + 1.0))
        + down * ((1.0 - right) * at(top + 1.0, left) + right * at(top + 1.0, left + 1.0))
}

#[cfg(test)]
mod tests {
    use ndarray::{Array2, array};
    use proptest::prelude::*;

    use super::*;

    fn drawn(picture: &Array2<f32>, warp: Warp, side: usize) -> Tensor4 {
        let mut batch = Tensor4::zeros((1, 3, side, side));
        draw(picture.view(), warp, &mut batch, 0);
        batch
    }

    /// Sum of the ink in one channel.
    fn ink(batch: &Tensor4) -> f32 {
        batch.slice(s![0, 0, .., ..]).iter().map(|x| (x + 1.0) / 2.0).sum()
    }

    #[test]
    fn at_its_own_size_a_picture_is_itself() {
        let picture = array![[0.0, 1.0], [0.25, 0.5]];
        let batch = drawn(&picture, Warp::NONE, 2);
        for channel in 0..3 {
            let back = (&batch.slice(s![0, channel, .., ..]) + 1.0) / 2.0;
            assert!((&back - &picture).iter().all(|d| d.abs() < 1e-6), "{back}");
        }
    }

    /// By hand: one inked pixel of four by four, twice as large, is the square of (¼, ¾, ¾, ¼).
    #[test]
    fn twice_the_side_is_bilinear() {
        let mut picture = Array2::zeros((4, 4));
        picture[(1, 2)] = 1.0;
        let batch = drawn(&picture, Warp::NONE, 8);
        let got = batch.slice(s![0, 1, 1..5, 3..7]).mapv(|x| (x + 1.0) / 2.0);
        let line = array![0.25, 0.75, 0.75, 0.25];
        let want = Array2::from_shape_fn((4, 4), |(y, x)| line[y] * line[x]);
        assert!((&got - &want).iter().all(|d| d.abs() < 1e-6), "{got}");
    }

    #[test]
    fn a_quarter_turn_turns() {
        let warp = Warp { matrix: [[0.0, -1.0], [1.0, 0.0]], shift: [0.0, 0.0] };
        let batch = drawn(&array![[1.0, 0.0], [0.0, 0.0]], warp, 2);
        assert!(batch[(0, 0, 0, 1)] + batch[(0, 0, 1, 0)] > -0.1, "{batch}");
        assert!((ink(&batch) - 1.0).abs() < 1e-5);
    }

    #[test]
    fn a_move_moves() {
        let warp = Warp { shift: [0.0, 1.0], ..Warp::NONE };
        let batch = drawn(&array![[0.0, 1.0], [0.0, 0.5]], warp, 2);
        let back = (&batch.slice(s![0, 0, .., ..]) + 1.0) / 2.0;
        assert!((&back - &array![[1.0, 0.0], [0.5, 0.0]]).iter().all(|d| d.abs() < 1e-6));
    }

    proptest! {
        /// A picture in the middle of much paper keeps most of its ink, wherever it goes; no value
        /// leaves −1..1.
        #[test]
        fn ink_is_neither_made_nor_lost(seed: u64) {
            let mut picture = Array2::zeros((12, 12));
            picture.slice_mut(s![4..8, 4..8]).fill(1.0);
            let batch = drawn(&picture, Warp::random(&mut SplitMix64::new(seed)), 12);
            prop_assert!(batch.iter().all(|x| (-1.0 - 1e-5..=1.0 + 1e-5).contains(x)));
            let ratio = ink(&batch) / 16.0;
            // The area changes by the square of the scale, 0.81 to 1.21, and a little by the lean.
            prop_assert!((0.7..=1.4).contains(&ratio), "{ratio}");
        }
    }
}

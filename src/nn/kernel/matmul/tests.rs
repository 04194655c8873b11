//! The matrix product against the obvious sums.

use super::*;
use crate::nn::kernel::simd::Portable;
use crate::nn::kernel::testing::{assert_close, lanes};
use crate::nn::kernel::{ZERO, dispatch};

/// An input of `channels` channels and what a plane is computed from.
struct Case {
    x: Vec<Lane>,
    weights: Vec<Lane>,
    bias: Lane,
    pixels: usize,
}

impl Case {
    fn new(channels: usize, pixels: usize) -> Self {
        Self {
            x: lanes(channels.div_ceil(LANES) * (pixels + 1), 1),
            weights: lanes(channels, 2),
            bias: lanes(1, 3)[0],
            pixels,
        }
    }

    /// Planes one lane longer than the image.
    fn planes(&self) -> Planes<'_> {
        Planes { lanes: &self.x, stride: self.pixels + 1 }
    }

    fn filter(&self) -> Filter<'_> {
        Filter { weights: &self.weights, bias: &self.bias }
    }

    /// A third of the pixels, then the others, to see that a piece begins where it should.
    fn in_two_pieces(&self, skip: Option<&[Lane]>, portable: bool) -> Vec<Lane> {
        let mut y = vec![ZERO; self.pixels];
        let (first, second) = y.split_at_mut(self.pixels / 3);
        for (start, y) in [(0, first), (self.pixels / 3, second)] {
            let piece = Pointwise {
                x: self.planes(),
                filter: self.filter(),
                act: Act::Relu,
                skip: skip.map(|skip| &skip[start..start + y.len()]),
                start,
                y,
            };
            if portable { piece.run(Portable) } else { dispatch(piece) }
        }
        y
    }

    /// The definition, term by term, before the activation.
    fn obvious(&self) -> Vec<Lane> {
        let pixel = |p: usize| {
            Lane(std::array::from_fn(|o| {
                let product = |(c, weight): (usize, &Lane)| {
                    self.x[c / LANES * (self.pixels + 1) + p].0[c % LANES] * weight.0[o]
                };
                self.bias.0[o] + self.weights.iter().enumerate().map(product).sum::<f32>()
            }))
        };
        (0..self.pixels).map(pixel).collect()
    }
}

fn cases() -> impl Iterator<Item = Case> {
    [1, 3, 15, 16, 17, 40].into_iter().flat_map(|channels| {
        [1, 2, 5, 6, 7, 13, 49].into_iter().map(move |pixels| Case::new(channels, pixels))
    })
}

fn relu(lane: &Lane) -> Lane {
    Lane(lane.0.map(|x| x.max(0.0)))
}

#[test]
fn tiles_cover_everything_and_are_nearly_equal() {
    for pixels in 0..200 {
        let tiles: Vec<_> = Tiles::of(pixels, TILE).collect();
        let ends = tiles.iter().map(|(start, size)| start + size);
        let starts = tiles.iter().map(|&(start, _)| start).chain([pixels]);
        assert!(std::iter::once(0).chain(ends).eq(starts), "{pixels}: {tiles:?}");
        let sizes = || tiles.iter().map(|&(_, size)| size);
        let (least, most) = (sizes().min().unwrap_or(0), sizes().max().unwrap_or(0));
        assert!(most <= TILE && most - least <= 1, "{pixels}: {tiles:?}");
    }
}

#[test]
fn a_piece_equals_the_obvious_sums() {
    for case in cases() {
        let skip = lanes(case.pixels, 4);
        let want: Vec<Lane> = case.obvious().iter().map(relu).collect();
        let with_skip: Vec<Lane> = want
            .iter()
            .zip(&skip)
            .map(|(y, skip)| Lane(std::array::from_fn(|i| y.0[i] + skip.0[i])))
            .collect();
        let what = format!("{} channels, {} pixels", case.weights.len(), case.pixels);
        for (skip, want) in [(None, &want), (Some(&skip[..]), &with_skip)] {
            for portable in [true, false] {
                assert_close(&case.in_two_pieces(skip, portable), want, &what);
            }
        }
    }
}

#[test]
fn rows_with_a_border_hold_the_same_pixels() {
    for (width, height) in [(1, 1), (2, 5), (7, 7), (13, 3)] {
        let case = Case::new(17, width * height);
        let (left, row) = (2, width + 3);
        let mut rows = vec![Lane([f32::NAN; LANES]); height * row];
        dispatch(PointwiseRows {
            x: case.planes(),
            filter: case.filter(),
            act: Act::None,
            start: 0,
            rows: &mut rows,
            row,
            left,
            width,
        });
        let inside: Vec<Lane> =
            rows.chunks(row).flat_map(|row| &row[left..left + width]).copied().collect();
        assert_close(&inside, &case.obvious(), "rows");
        let untouched = rows.iter().filter(|lane| lane.0[0].is_nan()).count();
        assert_eq!(untouched, height * (row - width), "the border is not its business");
    }
}

#[test]
fn the_mean_is_that_of_all_pixels() {
    for case in cases() {
        let mut want = ZERO;
        for value in case.obvious().iter().map(relu) {
            for (sum, value) in want.0.iter_mut().zip(value.0) {
                *sum += value / case.pixels as f32;
            }
        }
        let mean = dispatch(PointwiseMean {
            x: case.planes(),
            filter: case.filter(),
            act: Act::Relu,
            pixels: case.pixels,
        });
        assert_close(&[mean], &[want], "mean");
    }
}

//! From a photograph of one digit to the 8×8 pixels that `nano` learned from.
//!
//! ```text
//! RgbImage → grey → ink (0 paper, 1 pen) → the digit alone, in a square → (8, 8)
//! ```
//!
//! The training set was made the same way: a box around the digit, and the ink in each of 8×8 fields. The
//! paper is what most of the edge shows, so that dark on light and light on dark are both read. An
//! image that is 8×8 already is taken as it is.

use image::RgbImage;
use ndarray::{Array2, ArrayView2, s};

/// Side of the result.
const SIDE: usize = 8;

/// Share of the darkest ink above which a pixel belongs to the digit.
const PEN: f32 = 0.3;

/// The ink of a digit: (8, 8), from 0 to 1. A blank image has none.
pub fn digit(image: &RgbImage) -> Array2<f32> {
    let ink = ink(image);
    if ink.dim() == (SIDE, SIDE) {
        return ink;
    }
    match bounds(&ink) {
        Some([top, bottom, left, right]) => shrink(&ink.slice(s![top..=bottom, left..=right])),
        None => Array2::zeros((SIDE, SIDE)),
    }
}

/// How far each pixel is from the paper, as a share of the farthest.
fn ink(image: &RgbImage) -> Array2<f32> {
    let (width, height) = image.dimensions();
    let grey = Array2::from_shape_fn((height as usize, width as usize), |(row, column)| {
        let [red, green, blue] = image.get_pixel(column as u32, row as u32).0.map(f32::from);
        (0.299 * red + 0.587 * green + 0.114 * blue) / 255.0
    });
    let mut edge: Vec<f32> = [grey.row(0), grey.row(grey.nrows() - 1)]
        .into_iter()
        .chain([grey.column(0), grey.column(grey.ncols() - 1)])
        .flat_map(|line| line.to_vec())
        .collect();
    edge.sort_by(f32::total_cmp);
    // Of 8×8 pixels the digit may fill much of the edge, but not half of it.
    let paper = edge[edge.len() / 2];
    let is_light = paper > 0.5;
    let ink = grey.mapv(|grey| if is_light { paper - grey } else { grey - paper }.max(0.0));
    let most = ink.iter().copied().fold(0.0, f32::max);
    if most > 0.0 { ink / most } else { ink }
}

/// First and last row, first and last column that the pen touched.
fn bounds(ink: &Array2<f32>) -> Option<[usize; 4]> {
    let touched = ink.indexed_iter().filter(|(_, ink)| **ink > PEN).map(|(place, _)| place);
    touched.fold(None, |bounds, (row, column)| {
        let [top, bottom, left, right] = bounds.unwrap_or([row, row, column, column]);
        Some([top.min(row), bottom.max(row), left.min(column), right.max(column)])
    })
}

/// The mean ink of each of 8×8 fields of the square around a box, with the box in its middle.
fn shrink(digit: &ArrayView2<'_, f32>) -> Array2<f32> {
    let (height, width) = digit.dim();
    let side = height.max(width) as f32;
    let rows = overlaps(height, side);
    let columns = overlaps(width, side);
    // (8, height) · (height, width) · (width, 8)
    let fields = rows.dot(digit).dot(&columns.t());
    let most = fields.iter().copied().fold(0.0, f32::max);
    if most > 0.0 { fields / most } else { fields }
}

/// How much of each pixel of a line lies in each of 8 fields of a longer one around it.
fn overlaps(pixels: usize, side: f32) -> Array2<f32> {
    let (before, field) = ((side - pixels as f32) / 2.0, side / SIDE as f32);
    Array2::from_shape_fn((SIDE, pixels), |(index, pixel)| {
        let (from, start) = (before + pixel as f32, index as f32 * field);
        ((from + 1.0).min(start + field) - from.max(start)).max(0.0) / field
    })
}

#[cfg(test)]
mod tests {
    use image::{Rgb, imageops};

    use super::*;

    /// A seven: a bar above, a stroke down its right side.
    fn seven(paper: u8, pen: u8) -> RgbImage {
        RgbImage::from_fn(60, 80, |x, y| {
            let is_pen = (10..50).contains(&x) && (10..70).contains(&y) && (y < 20 || x >= 40);
            Rgb([if is_pen { pen } else { paper }; 3])
        })
    }

    #[test]
    fn paper_and_pen_may_change_places() {
        let (dark, light) = (digit(&seven(255, 0)), digit(&seven(20, 240)));
        assert!((&dark - &light).iter().all(|d| d.abs() < 1e-5));
    }

    /// By hand: the box is 40×60, the square 60, a field 7.5: the bar fills the first row from column
    /// 10 / 7.5 = 1⅓ to 50 / 7.5 = 6⅔.
    #[test]
    fn the_digit_fills_the_square_from_top_to_bottom() {
        let ink = digit(&seven(255, 0));
        let row: Vec<f32> = ink.row(0).to_vec();
        let want = [0.0, 2.0 / 3.0, 1.0, 1.0, 1.0, 1.0, 2.0 / 3.0, 0.0];
        assert!(row.iter().zip(want).all(|(a, b)| (a - b).abs() < 1e-4), "{row:?}");
        assert!(ink[(7, 6)] > 0.6 && ink[(7, 2)] < 1e-6, "{ink}");
    }

    #[test]
    fn where_and_how_large_it_is_changes_little() {
        let image = seven(255, 0);
        let large = imageops::resize(&image, 180, 240, imageops::FilterType::Nearest);
        let mut moved = RgbImage::from_pixel(300, 300, Rgb([255; 3]));
        imageops::replace(&mut moved, &large, 100, 30);
        let difference = &digit(&image) - &digit(&moved);
        assert!(difference.iter().all(|d| d.abs() < 1e-4));
    }

    #[test]
    fn a_blank_image_and_one_pixel_are_survived() {
        let blank = RgbImage::from_pixel(30, 20, Rgb([200; 3]));
        assert!(digit(&blank).iter().all(|ink| ink.abs() < 1e-6));
        assert_eq!(digit(&RgbImage::from_pixel(1, 1, Rgb([0; 3]))).dim(), (8, 8));
    }
}

//! From an image to what a network expects: a square of some size, values around −1 to 1.
//!
//! ```text
//! crop      resize to side × side      (x − mean) / std
//! RgbImage → (1, 3, side, side)
//! ```
//!
//! A filter is widened when it shrinks the image, so that no pixel is skipped, and the square may begin
//! within a pixel. The numbers are a [`Preparation`]'s.

use image::{Rgb, RgbImage};

use super::preparation::{Crop, Filter, Preparation};
use crate::nn::Tensor4;

/// Prepares an image for the shipped Lite0: crop, resize to `side`, normalise.
pub fn preprocess(image: &RgbImage, side: usize) -> Tensor4 {
    Preparation::shipped(side).apply(image)
}

impl Preparation {
    /// Crops, resizes and normalises: (1, 3, side, side).
    pub fn apply(&self, image: &RgbImage) -> Tensor4 {
        self.normalise(&self.resize(image))
    }

    /// Keeps what the crop keeps, and resizes it to `side`×`side`.
    pub fn resize(&self, image: &RgbImage) -> RgbImage {
        let (w, h) = image.dimensions();
        let (wide, high) = match self.crop {
            Crop::Middle(share) => {
                let crop = f64::from(w.min(h)) * share;
                (crop, crop)
            }
            Crop::Whole => (f64::from(w), f64::from(h)),
        };
        let across = self.taps(w, wide);
        let down = self.taps(h, high);
        let side = self.side as u32;
        let narrow = RgbImage::from_fn(side, h, |x, y| {
            blend(&across[x as usize], |x| image.get_pixel(x, y))
        });
        RgbImage::from_fn(side, side, |x, y| blend(&down[y as usize], |y| narrow.get_pixel(x, y)))
    }

    /// (x − mean) / std, and rows of RGB pixels become three planes.
    pub fn normalise(&self, image: &RgbImage) -> Tensor4 {
        let (w, h) = image.dimensions();
        Tensor4::from_shape_fn((1, 3, h as usize, w as usize), |(_, c, y, x)| {
            (f32::from(image.get_pixel(x as u32, y as u32)[c]) - self.mean[c]) / self.std[c]
        })
    }

    /// One [`Tap`] for each of `side` new pixels that divide the middle `crop` of an axis of `size`.
    fn taps(&self, size: u32, crop: f64) -> Vec<Tap> {
        let (filter, reach): (fn(f64) -> f64, f64) = match self.filter {
            Filter::Bicubic => (cubic, 2.0),
            Filter::Bilinear => (linear, 1.0),
        };
        let start = (f64::from(size) - crop) / 2.0;
        let scale = crop / self.side as f64;
        let widening = scale.max(1.0);
        let tap = |index: usize| {
            let centre = start + (index as f64 + 0.5) * scale;
            let first = (centre - reach * widening).floor().max(0.0) as u32;
            let end = ((centre + reach * widening).ceil() as u32).min(size);
            let weight = |at: u32| filter((f64::from(at) + 0.5 - centre) / widening);
            let sum: f64 = (first..end).map(weight).sum();
            Tap { first, weights: (first..end).map(|at| (weight(at) / sum) as f32).collect() }
        };
        (0..self.side).map(tap).collect()
    }
}

/// The neighbours along one axis that make one new pixel, and their shares.
struct Tap {
    first: u32,
    weights: Vec<f32>,
}

/// The cubic of Catmull and Rom, 1 at 0 and 0 at the other whole numbers and beyond 2.
fn cubic(x: f64) -> f64 {
    match x.abs() {
        x if x < 1.0 => (1.5 * x - 2.5) * x * x + 1.0,
        x if x < 2.0 => ((-0.5 * x + 2.5) * x - 4.0) * x + 2.0,
        _ => 0.0,
    }
}

/// Sums neighbours by their shares.
fn blend<'a>(tap: &Tap, pixel: impl Fn(u32) -> &'a Rgb<u8>) -> Rgb<u8> {
    let mut sum = [0.0; 3];
    for (at, weight) in (tap.first..).zip(&tap.weights) {
        for (sum, &value) in sum.iter_mut().zip(&pixel(at).0) {
            *sum += weight * f32::from(value);
        }
    }
    Rgb(sum.map(|value| value.round().clamp(0.0, 255.0) as u8))
}

/// A triangle: 1 at 0, falling to 0 at 1.
fn linear(x: f64) -> f64 {
    (1.0 - x.abs()).max(0.0)
}

#[cfg(test)]
mod tests {
    use safetensors::SafeTensors;

    use super::*;
    use crate::vision::Photo;

    /// Pixels recorded with Pillow, whose JPEG decoder differs from ours in the last bit here and there.
    #[test]
    fn pixels_are_those_that_the_network_was_tested_with() {
        let bytes = std::fs::read("tests/golden/lite0_imagenet.forward.safetensors").unwrap();
        let recorded = SafeTensors::deserialize(&bytes).unwrap();
        for photo in Photo::ALL {
            let ours = Preparation::shipped(224).resize(&photo.pixels());
            let theirs = recorded.tensor(&format!("{}.pixels", photo.name())).unwrap();
            let differences = ours.iter().zip(theirs.data()).map(|(a, b)| a.abs_diff(*b));
            let (sum, worst) =
                differences.fold((0.0, 0), |(sum, worst), d| (sum + f64::from(d), worst.max(d)));
            let mean = sum / theirs.data().len() as f64;
            assert!(mean < 0.5 && worst <= 4, "{}: mean {mean}, worst {worst}", photo.name());
        }
    }

    #[test]
    fn any_size_gives_the_side_asked_for() {
        for (w, h) in [(1, 1), (1, 300), (8, 5), (224, 224)] {
            let image = RgbImage::from_pixel(w, h, Rgb([127, 255, 0]));
            let x = preprocess(&image, 32);
            assert_eq!(x.shape(), [1, 3, 32, 32]);
            let middle = [0, 1, 2].map(|c| x[[0, c, 16, 16]]);
            assert!(middle.iter().zip([0.0, 1.0, -0.992_187_5]).all(|(a, b)| (a - b).abs() < 1e-6));
        }
    }
}

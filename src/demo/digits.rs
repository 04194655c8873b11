//! The test digits that `nano` is shown: a picture, its true digit, and what a network answers.

use std::sync::OnceLock;

use crate::arch::{ArchSpec, Design};
use crate::figure::{Grid, Map};
use crate::nn::{EfficientNet, Switches, Tensor4, shipped};
use crate::text::Lang;
use crate::text::number::percent;
use crate::train::augment::{Warp, draw};
use crate::train::{Dataset, Score, evaluate};
use crate::vision::{self, Prediction};

/// The digits, read once.
pub(super) struct Digits {
    pub(super) dataset: Dataset,
    /// The images of the fixed examination in the order of the file, where the ten digits take turns; the
    /// split itself has all zeros first.
    test: Vec<usize>,
    /// `nano`.
    pub(super) spec: ArchSpec,
}

/// What a network says of one image.
pub(super) struct Answer {
    /// The probabilities of the ten digits.
    pub(super) probabilities: Vec<f32>,
    /// The most probable digit.
    pub(super) digit: usize,
    /// The digit that it really is.
    pub(super) label: usize,
}

pub(super) fn digits() -> &'static Digits {
    static DIGITS: OnceLock<Digits> = OnceLock::new();
    DIGITS.get_or_init(|| {
        let dataset = Dataset::digits();
        let mut test = dataset.split().test;
        test.sort_unstable();
        Digits { dataset, test, spec: Design::nano().spec().expect("a test builds it") }
    })
}

impl Digits {
    /// How many images the examination has.
    pub(super) fn count(&self) -> usize {
        self.test.len()
    }

    /// What image `n` of the examination shows.
    pub(super) fn label(&self, n: usize) -> usize {
        self.dataset.labels(&[self.test[n]])[0]
    }

    /// Image `n` as `nano` reads it: (1, 3, S, S).
    pub(super) fn image(&self, n: usize) -> Tensor4 {
        let side = self.spec.resolution;
        let mut x = Tensor4::zeros((1, 3, side, side));
        draw(&self.dataset.image(self.test[n]), Warp::NONE, &mut x, 0);
        x
    }

    /// Image `n` to look at, as it was written: 8×8.
    pub(super) fn map(&self, n: usize, label: String) -> Map {
        let picture = self.dataset.image(self.test[n]);
        let grid = Grid { columns: picture.ncols(), values: picture.iter().copied().collect() };
        Map { label, grid, cursor: None }
    }

    /// What `nano` says of image `n`, with something switched.
    pub(super) fn answer(&self, n: usize, switches: Switches) -> Answer {
        let logits: Vec<f32> =
            shipped::nano().infer_switched(&self.image(n), switches).into_iter().collect();
        let digit = vision::top_k(&logits, 1).first().map_or(0, |Prediction { index, .. }| *index);
        Answer { probabilities: vision::softmax(&logits), digit, label: self.label(n) }
    }

    /// How well a network does on all test digits.
    pub(super) fn examine(&self, net: &EfficientNet) -> Score {
        evaluate(net, &self.dataset, &self.test, self.spec.resolution)
    }
}

impl Answer {
    /// The probability of the true digit.
    pub(super) fn right(&self) -> f64 {
        f64::from(self.probabilities[self.label])
    }

    /// The cells of a table: the answer, the probability of the true digit, and `all`, the share of all
    /// test digits that are read right.
    pub(super) fn cells(&self, all: f64) -> [String; 3] {
        [self.digit.to_string(), percent(self.right(), 1), percent(all, 1)]
    }

    /// The heads of those cells.
    pub(super) fn heads(&self, lang: Lang) -> [String; 3] {
        [
            lang.text("engine.answer").to_owned(),
            lang.fill("engine.probability", &[("label", &self.label)]),
            lang.fill("engine.all", &[("count", &digits().count())]),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_knob_reaches_every_digit() {
        let mut labels: Vec<usize> = (0..100).map(|n| digits().label(n)).collect();
        labels.sort_unstable();
        labels.dedup();
        assert_eq!(labels, (0..10).collect::<Vec<_>>());
    }

    #[test]
    fn they_are_those_of_the_examination() {
        let mut test = digits().dataset.split().test;
        test.sort_unstable();
        assert_eq!(digits().test, test);
    }

    #[test]
    fn the_answers_one_by_one_are_those_of_the_examination() {
        let right = (0..digits().count()).filter(|&n| {
            let answer = digits().answer(n, Switches::default());
            answer.digit == answer.label
        });
        assert_eq!(right.count(), digits().examine(shipped::nano()).hits);
    }
}

//! Handwritten digits to train on: 1,797 pictures of 8×8 pixels, and a fixed split of them.
//!
//! ```text
//! a line of the file: 64 values from 0 (paper) to 16 (ink), row by row, then the digit
//! 1,797 = 1,259 to learn from + 179 to choose the best epoch by + 359 for the examination
//! ```
//!
//! The third part is looked at once, when training is over. A best epoch chosen *on* the examination
//! would be reported better than it is; that is what the second part is for. The split is stratified:
//! each digit is divided by itself, so that all parts hold all digits in the same shares.

use std::io::Read as _;

use ndarray::{Array3, ArrayView2, Axis};

use crate::arch::Expected;
use crate::random::SplitMix64;

use super::TrainError;

/// The UCI digits as they ship: CC BY 4.0, see `assets/README.md`.
const DIGITS: &[u8] = include_bytes!("../../assets/data/digits.csv.gz");

/// The seed of the split. Fixed: whatever seed a training has, its examination is the same.
pub const SPLIT_SEED: u64 = 1797;

/// Share of each class kept for the examination.
const TEST: f64 = 0.2;

/// Share of each class by which the best epoch is chosen.
const VALIDATION: f64 = 0.1;

/// Side of a picture in pixels.
pub const SIDE: usize = 8;

/// Digits.
pub const CLASSES: usize = 10;

/// The value of full ink in the file.
const INK: u32 = 16;

/// Fewer images are no training. With so many, one of the ten classes has five, and every part of the
/// split has an image.
const LEAST: usize = 50;

/// Most bytes of a text: the shipped one has a quarter of a megabyte.
const MAX_BYTES: u64 = 64 << 20;

/// Pictures and what they show.
#[derive(Debug, Clone, PartialEq)]
pub struct Dataset {
    /// (N, 8, 8), from 0 (paper) to 1 (ink).
    images: Array3<f32>,
    /// The digit of each.
    labels: Vec<usize>,
}

/// Indices of the images of each part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// To learn from.
    pub train: Vec<usize>,
    /// To choose the best epoch by.
    pub validation: Vec<usize>,
    /// For the examination at the end.
    pub test: Vec<usize>,
}

impl Dataset {
    /// The digits that ship with the program.
    pub fn digits() -> Self {
        Self::read(DIGITS).expect("a test reads the shipped digits")
    }

    /// Reads a file of the same form, plain or compressed with gzip.
    ///
    /// # Errors
    /// Names the line that does not fit, or says what the set lacks.
    pub fn read(bytes: &[u8]) -> Result<Self, TrainError> {
        let not_text = |_| TrainError::NotText;
        let mut text = String::new();
        let read = if bytes.starts_with(&[0x1F, 0x8B]) {
            flate2::read::GzDecoder::new(bytes).take(MAX_BYTES).read_to_string(&mut text)
        } else {
            bytes.take(MAX_BYTES).read_to_string(&mut text)
        };
        read.map_err(not_text)?;
        Self::parse(&text)
    }

    /// Reads the text of such a file. Empty lines do not count.
    fn parse(text: &str) -> Result<Self, TrainError> {
        let (mut pixels, mut labels) = (Vec::new(), Vec::new());
        let lines = text.trim_start_matches('\u{feff}').lines().enumerate();
        for (index, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
            let line = Line { number: index + 1, text: line };
            pixels.extend(line.pixels()?);
            labels.push(line.label()?);
        }
        let shape = (labels.len(), SIDE, SIDE);
        let images = Array3::from_shape_vec(shape, pixels).expect("each line has its pixels");
        Self { images, labels }.checked()
    }

    /// Refuses what nothing can be learned from.
    fn checked(self) -> Result<Self, TrainError> {
        let images = self.len();
        let Some(&class) = self.labels.first() else { return Err(TrainError::NoImages) };
        if self.labels.iter().all(|&label| label == class) {
            return Err(TrainError::OneClass { class, images });
        }
        if images < LEAST {
            return Err(TrainError::TooFew { images, least: LEAST });
        }
        Ok(self)
    }

    /// How many images there are.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether there is none; a set that was read has some.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// One picture, 8×8, from 0 to 1.
    pub fn image(&self, index: usize) -> ArrayView2<'_, f32> {
        self.images.index_axis(Axis(0), index)
    }

    /// The digits of some pictures.
    pub fn labels(&self, indices: &[usize]) -> Vec<usize> {
        indices.iter().map(|&index| self.labels[index]).collect()
    }

    /// The split, always the same: see the module.
    pub fn split(&self) -> Split {
        let mut rng = SplitMix64::new(SPLIT_SEED);
        let mut split = Split { train: Vec::new(), validation: Vec::new(), test: Vec::new() };
        for class in 0..CLASSES {
            let mut members: Vec<usize> =
                (0..self.len()).filter(|&index| self.labels[index] == class).collect();
            rng.shuffle(&mut members);
            let share = |part: f64| (members.len() as f64 * part).round() as usize;
            let (test, validation) = (share(TEST), share(VALIDATION));
            split.test.extend(&members[..test]);
            split.validation.extend(&members[test..test + validation]);
            split.train.extend(&members[test + validation..]);
        }
        split
    }
}

/// A line of the file.
struct Line<'a> {
    number: usize,
    text: &'a str,
}

impl Line<'_> {
    fn pixels(&self) -> Result<Vec<f32>, TrainError> {
        let found = self.text.split(',').count();
        let expected = SIDE * SIDE + 1;
        if found != expected {
            return Err(TrainError::Values { line: self.number, found, expected });
        }
        let values = self.text.split(',').take(SIDE * SIDE).enumerate();
        values.map(|(at, text)| Ok(self.value(at, text, INK)? as f32 / INK as f32)).collect()
    }

    fn label(&self) -> Result<usize, TrainError> {
        let last = self.text.rsplit(',').next().unwrap_or_default();
        Ok(self.value(SIDE * SIDE, last, CLASSES as u32 - 1)? as usize)
    }

    /// A whole number up to `most`. The UCI's own file and some copies write `5.0`.
    fn value(&self, at: usize, text: &str, most: u32) -> Result<u32, TrainError> {
        let text = text.trim();
        let whole = text.trim_end_matches('0').strip_suffix('.').unwrap_or(text);
        whole.parse().ok().filter(|value| *value <= most).ok_or_else(|| TrainError::Value {
            line: self.number,
            column: at + 1,
            got: text.chars().take(20).collect(),
            expected: Expected::between(&0, &most),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    /// `count` lines whose labels go round through `classes`.
    fn lines(count: usize, classes: usize) -> String {
        (0..count).map(|index| format!("{}{}\n", "3,".repeat(64), index % classes)).collect()
    }

    #[track_caller]
    fn refused(text: &str, message: &str) {
        assert_eq!(Dataset::read(text.as_bytes()).unwrap_err().to_string(), message);
    }

    /// Counted apart from this program: scikit-learn's `load_digits` holds the same file.
    #[test]
    fn the_shipped_digits_are_all_there() {
        let digits = Dataset::digits();
        assert_eq!(digits.len(), 1797);
        let count = |class| digits.labels.iter().filter(|&&label| label == class).count();
        let counts: Vec<usize> = (0..CLASSES).map(count).collect();
        assert_eq!(counts, [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
        let ink: f32 = digits.images.iter().map(|value| value * 16.0).sum();
        assert!((ink - 561_718.0).abs() < 1.0, "{ink}");
    }

    #[test]
    fn the_parts_are_disjoint_whole_and_stratified() {
        let digits = Dataset::digits();
        let Split { train, validation, test } = digits.split();
        assert_eq!((train.len(), validation.len(), test.len()), (1259, 179, 359));
        let all: BTreeSet<usize> = train.iter().chain(&validation).chain(&test).copied().collect();
        assert_eq!(all, (0..1797).collect());
        for class in 0..CLASSES {
            let share = |part: &[usize]| {
                digits.labels(part).iter().filter(|&&label| label == class).count()
            };
            assert!((34..=37).contains(&share(&test)) && (17..=18).contains(&share(&validation)));
        }
        assert_eq!(digits.split().test, test);
    }

    #[test]
    fn a_set_that_teaches_nothing_is_refused() {
        refused("", "the training set holds no image");
        refused("\n \n", "the training set holds no image");
        refused(
            &lines(60, 1),
            "all 60 images of the training set are of class 0, expected two classes or more",
        );
        refused(&lines(12, 2), "the training set holds 12 images, expected at least 50");
        for classes in 2..=10 {
            let split = Dataset::read(lines(50, classes).as_bytes()).unwrap().split();
            assert!(!split.validation.is_empty() && !split.test.is_empty(), "{classes}");
        }
    }

    #[test]
    fn a_wrong_line_is_named() {
        let good = lines(1, 1);
        let line = |edit: &dyn Fn(&str) -> String| format!("{good}\n{}", edit(good.trim_end()));
        refused(
            &line(&|line| format!("{line},1")),
            "line 3 holds 66 values, expected 65: the pixels and the label",
        );
        refused(
            &line(&|line| line.replacen('3', "17", 1)),
            "line 3, value 1: expected a whole number between 0 and 16, got `17`",
        );
        refused(
            &line(&|line| line.replacen("3,0", "3,ten", 1)),
            "line 3, value 65: expected a whole number between 0 and 9, got `ten`",
        );
    }

    #[test]
    fn other_spellings_of_whole_numbers_are_read() {
        let text = lines(60, 4).replace("3,", " 3.0,").replace('\n', "\r\n");
        let same = Dataset::read(lines(60, 4).as_bytes()).unwrap();
        assert_eq!(Dataset::read(format!("\u{feff}{text}").as_bytes()).unwrap(), same);
        let tens = lines(60, 4).replace("3,", "10,");
        assert!((Dataset::read(tens.as_bytes()).unwrap().images[(0, 0, 0)] - 0.625).abs() < 1e-6);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let error = |bytes: &[u8]| Dataset::read(bytes).unwrap_err();
        assert_eq!(error(&[0xFF, 0xFE, 0]), TrainError::NotText);
        assert_eq!(error(&[0x1F, 0x8B, 1, 2]), TrainError::NotText);
        assert_eq!(error(&DIGITS[..2000]), TrainError::NotText);
    }

    proptest! {
        #[test]
        fn any_text_is_survived(text in "[0-9,.\\n -]{0,300}") {
            prop_assert!(Dataset::parse(&text).is_err());
        }
    }
}

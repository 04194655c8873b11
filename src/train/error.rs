//! Why there is no training, or no more of it.

use crate::arch::Expected;

/// Why there is no training, or no more of it. Each names the thing and what would be right.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum TrainError {
    /// A setting is out of range.
    #[error("`{setting}` must be {expected}, got {got}")]
    Setting {
        /// Its name in [`TrainConfig`](super::TrainConfig) and on the command line.
        setting: &'static str,
        /// The value found.
        got: String,
        /// What would be right.
        expected: Expected,
    },
    /// The set holds nothing.
    #[error("the training set holds no image")]
    NoImages,
    /// Too few to learn from some and to be examined on others.
    #[error("the training set holds {images} images, expected at least {least}")]
    TooFew {
        /// How many there are.
        images: usize,
        /// How many there must be.
        least: usize,
    },
    /// There is nothing to tell apart.
    #[error(
        "all {images} images of the training set are of class {class}, expected two classes or more"
    )]
    OneClass {
        /// The class.
        class: usize,
        /// How many there are.
        images: usize,
    },
    /// A line has more or fewer values.
    #[error("line {line} holds {found} values, expected {expected}: the pixels and the label")]
    Values {
        /// From 1.
        line: usize,
        /// How many there are.
        found: usize,
        /// How many there must be.
        expected: usize,
    },
    /// A value is no number, or not one that can stand there.
    #[error("line {line}, value {column}: expected a whole number {expected}, got `{got}`")]
    Value {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// What stands there.
        got: String,
        /// What would be right.
        expected: Expected,
    },
    /// The bytes are neither a text nor a compressed one.
    #[error("not a table of digits, expected lines of numbers, plain or compressed with gzip")]
    NotText,
    /// More than a training in a terminal is for.
    #[error(
        "the network has {got} parameters, expected at most {most}: it would train for days here"
    )]
    TooManyParams {
        /// How many it has.
        got: u64,
        /// How many it may have.
        most: u64,
    },
    /// As [`Self::TooManyParams`], for the work of one image.
    #[error(
        "the network takes {got} MACs for an image, expected at most {most}: it would train for days here"
    )]
    TooManyMacs {
        /// How many it takes.
        got: u64,
        /// How many it may take.
        most: u64,
    },
    /// The steps were too large, and the loss left for infinity.
    #[error(
        "training diverged in epoch {epoch}, step {step}: the loss is {loss}; a smaller `lr` helps"
    )]
    Diverged {
        /// From 1.
        epoch: usize,
        /// In that epoch, from 1.
        step: usize,
        /// The loss found.
        loss: f32,
    },
}

//! What is wrong with a stage's notation, and where.

use std::fmt;
use std::ops::Range;

use super::super::error::{Expected, Field};

/// A part of a notation and what is wrong with it.
#[derive(Debug, Clone, PartialEq)]
pub struct NotationError {
    /// Bytes of the text.
    pub span: Range<usize>,
    /// What is wrong.
    pub problem: NotationProblem,
}

impl fmt::Display for NotationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.problem.fmt(f)
    }
}

impl std::error::Error for NotationError {}

/// What can be wrong with a stage's notation.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum NotationProblem {
    /// Nothing stands there.
    #[error("a stage is empty, expected something like `{example}`")]
    Empty {
        /// A stage that is right.
        example: &'static str,
    },
    /// The first token is no operator.
    #[error("unknown operator `{got}`, expected one of {expected}")]
    Operator {
        /// What stands there.
        got: String,
        /// The operators.
        expected: String,
    },
    /// A token begins with no known letter.
    #[error("unknown token `{got}`, expected one of {expected}")]
    Token {
        /// What stands there.
        got: String,
        /// The letters.
        expected: &'static str,
    },
    /// A token stands there a second time.
    #[error("`{letter}` is given twice, the second time as `{got}`")]
    Twice {
        /// Its letter.
        letter: &'static str,
        /// The second one.
        got: String,
    },
    /// A token is not there.
    #[error("`{letter}` is missing, expected something like `{example}`")]
    Missing {
        /// Its letter.
        letter: &'static str,
        /// A token that is right.
        example: &'static str,
    },
    /// There is no number behind the letter.
    #[error("`{letter}` takes a number, got `{got}`")]
    Number {
        /// The letter.
        letter: &'static str,
        /// The whole token.
        got: String,
    },
    /// A number is out of range.
    #[error("{field} must be {expected}, got `{got}`")]
    Range {
        /// What it stands for.
        field: Field,
        /// The whole token.
        got: String,
        /// What would be right.
        expected: Expected,
    },
    /// TensorFlow's strides differ.
    #[error("the strides of both axes must be equal, got `{got}`")]
    Strides {
        /// The whole token.
        got: String,
    },
    /// An operator that expands does not, or the other way round.
    #[error("`{name}` does not fit this expansion, expected `{instead}`")]
    Expansion {
        /// The operator that stands there.
        name: &'static str,
        /// The one for this expansion.
        instead: &'static str,
    },
    /// The notation asks for blocks that do not add their input.
    #[error("blocks add their input wherever the shapes agree, expected `skip`")]
    NoSkip,
}

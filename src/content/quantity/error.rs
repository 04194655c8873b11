//! Why an expression has no value.

use std::fmt;
use std::ops::Range;

use crate::arch::SpecError;

/// What is wrong with an expression, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct QuantityError {
    /// Bytes of the expression.
    pub span: Range<usize>,
    /// What is wrong.
    pub problem: Problem,
}

impl fmt::Display for QuantityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.problem.fmt(f)
    }
}

impl std::error::Error for QuantityError {}

/// What can be wrong with an expression.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Problem {
    /// It is not an expression.
    #[error("expected {expected}, got {got}")]
    Syntax {
        /// What would be right.
        expected: &'static str,
        /// What stands there.
        got: String,
    },
    /// Parentheses within parentheses without end.
    #[error("nested deeper than {limit}")]
    Nesting {
        /// The limit.
        limit: usize,
    },
    /// No quantity, function, part or entry has this name.
    #[error("{place} `{name}`{}{}", list(.expected), hint(.nearest.as_deref()))]
    Unknown {
        /// What was looked for and where: "unknown quantity".
        place: &'static str,
        /// The name.
        name: String,
        /// The names that exist; empty if they are too many to list.
        expected: Vec<String>,
        /// The most similar one.
        nearest: Option<String>,
    },
    /// A quantity stands without its argument.
    #[error("`{name}` needs an argument, such as `{example}`")]
    NoArgument {
        /// The quantity.
        name: String,
        /// How it is written.
        example: String,
    },
    /// An argument is not what the quantity takes.
    #[error("`{name}` takes {expected}, got `{got}`")]
    Argument {
        /// The quantity.
        name: String,
        /// What would be right.
        expected: String,
        /// The argument.
        got: String,
    },
    /// A number is out of range.
    #[error("{field} must be {expected}, got `{got}`")]
    Range {
        /// What it stands for.
        field: &'static str,
        /// What would be right.
        expected: String,
        /// The number.
        got: String,
    },
    /// A function has too few or too many values.
    #[error("`{name}` takes {parameters}: {expected} values, got {got}")]
    Arity {
        /// The function.
        name: String,
        /// Its parameters.
        parameters: &'static str,
        /// How many.
        expected: usize,
        /// How many were given.
        got: usize,
    },
    /// A division by zero, or a number too large.
    #[error("`{expression}` is not a finite number")]
    NotFinite {
        /// The whole expression.
        expression: String,
    },
    /// The format behind `|` is none.
    #[error("unknown format `{format}`, expected one of .2, %1, k1, M1, G2, x2")]
    Format {
        /// What stands there.
        format: String,
    },
    /// The network cannot be built.
    #[error(transparent)]
    Spec(#[from] SpecError),
}

fn list(expected: &[String]) -> String {
    if expected.is_empty() {
        return String::new();
    }
    format!(", expected one of {}", expected.join(", "))
}

fn hint(nearest: Option<&str>) -> String {
    nearest.map_or(String::new(), |name| format!("; did you mean `{name}`?"))
}

//! What is wrong with a network's file, as data: it is said in two languages.

use std::fmt;
use std::ops::Range;
use std::path::PathBuf;

use super::super::diagnostic::Diagnostic;
use crate::arch::notation::NotationProblem;
use crate::arch::{Expected, SpecError};

/// A part of a file and what is wrong with it.
#[derive(Debug, Clone, PartialEq)]
pub struct NetworkFlaw {
    /// Bytes of the text.
    pub span: Range<usize>,
    /// What is wrong.
    pub problem: NetworkProblem,
}

/// A file with problems.
#[derive(Debug, Clone, PartialEq)]
pub struct Flawed {
    /// The file.
    pub path: PathBuf,
    /// What it says.
    pub text: String,
    /// What is wrong, from top to bottom; at least one.
    pub flaws: Vec<NetworkFlaw>,
}

impl Flawed {
    /// The problems with their places, each said by `say`.
    pub fn diagnostics(&self, say: impl Fn(&NetworkProblem) -> String) -> Vec<Diagnostic> {
        let point = |flaw: &NetworkFlaw| {
            Diagnostic::at(&self.path, &self.text, flaw.span.clone(), say(&flaw.problem))
        };
        self.flaws.iter().map(point).collect()
    }
}

impl fmt::Display for Flawed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.flaws.len() {
            1 => f.write_str("it has 1 problem"),
            n => write!(f, "it has {n} problems"),
        }
    }
}

impl std::error::Error for Flawed {}

/// What kind of value a key takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// 3.
    Whole,
    /// 0.25, or 1.
    Number,
    /// "silu".
    Text,
    /// The list of stages.
    Stages,
    /// One of them.
    Stage,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Whole => "a whole number",
            Self::Number => "a number",
            Self::Text => "a string",
            Self::Stages => "an array of stages",
            Self::Stage => "a string or a table",
        })
    }
}

/// What can be wrong with a network's file.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum NetworkProblem {
    /// The text is not TOML; what the parser says.
    #[error("this is not TOML: {0}")]
    Syntax(String),
    /// No key has this name.
    #[error("unknown key `{key}`, expected one of {expected}{}", hint(.nearest.as_deref()))]
    Key {
        /// The name.
        key: String,
        /// The keys that there are.
        expected: String,
        /// The one that is probably meant.
        nearest: Option<&'static str>,
    },
    /// A value of another kind.
    #[error("`{key}` takes {kind}, got `{got}`")]
    Kind {
        /// Its key.
        key: &'static str,
        /// What would be right.
        kind: Kind,
        /// The value, as it is written.
        got: String,
    },
    /// A number that is out of range.
    #[error("`{key}` must be {expected}, got `{got}`")]
    Range {
        /// Its key.
        key: &'static str,
        /// The value, as it is written.
        got: String,
        /// What would be right.
        expected: Expected,
    },
    /// A word that is not among those known.
    #[error("`{key}` must be {expected}, got `{got}`{}", hint(.nearest.as_deref()))]
    Word {
        /// Its key.
        key: &'static str,
        /// The value, as it is written.
        got: String,
        /// The words that there are.
        expected: Expected,
        /// The one that is probably meant.
        nearest: Option<&'static str>,
    },
    /// A key is not there.
    #[error("this stage has no `{0}`")]
    Missing(&'static str),
    /// There is no network at all.
    #[error("no stages: give `stages`, or `base` with the name of a published model")]
    NoStages,
    /// A name that cannot be shown.
    #[error("`name` takes 1 to {most} characters without control characters, got `{got}`")]
    Name {
        /// The value, as it is written.
        got: String,
        /// Most characters.
        most: usize,
    },
    /// A model that is only counted cannot be changed block by block.
    #[error("`{0}` cannot be a base: it has no table of MBConv stages")]
    NoTable(&'static str),
    /// TensorFlow's `i` is not what the stage before gives.
    #[error("this stage receives {expected} channels, got `i{got}`")]
    ChannelsIn {
        /// What the text says.
        got: usize,
        /// What the stage before gives.
        expected: usize,
    },
    /// A stage's notation.
    #[error(transparent)]
    Notation(NotationProblem),
    /// The parts are fine and the whole is not.
    #[error(transparent)]
    Spec(SpecError),
    /// More problems than anyone would read.
    #[error("{0} more problems from here on")]
    More(usize),
}

fn hint(nearest: Option<&str>) -> String {
    nearest.map_or(String::new(), |name| format!("; did you mean `{name}`?"))
}

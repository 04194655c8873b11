//! Why a network description cannot be built.
//!
//! The messages are English. What they are made of is data, so that they can be said in another
//! language.

use std::fmt;

/// Why an [`ArchSpec`](super::ArchSpec) cannot be built.
///
/// Raised by [`BaseSpec::scale`](super::BaseSpec::scale) and
/// [`ArchSpec::validate`](super::ArchSpec::validate); nothing downstream of a valid spec can fail.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum SpecError {
    /// A field of one stage (1 is the stem, as in the paper's Table 1) is out of range.
    #[error("stage {stage}: {field} must be {expected}, got {got}")]
    Stage {
        /// Number of the stage, as in the paper's Table 1.
        stage: usize,
        /// Which field.
        field: Field,
        /// The value found.
        got: String,
        /// What would be right.
        expected: Expected,
    },
    /// A field of the whole network is out of range.
    #[error("{field} must be {expected}, got {got}")]
    Network {
        /// Which field.
        field: Field,
        /// The value found.
        got: String,
        /// What would be right.
        expected: Expected,
    },
    /// No model has this name.
    #[error("unknown model `{name}`, expected one of {expected}{}", hint(.nearest.as_deref()))]
    UnknownModel {
        /// What was asked for.
        name: String,
        /// The names that exist.
        expected: String,
        /// The most similar name, if one is similar enough.
        nearest: Option<String>,
    },
    /// No mistake has this name.
    #[error("unknown mistake `{name}`, expected one of {expected}{}", hint(.nearest.as_deref()))]
    UnknownBug {
        /// What was asked for.
        name: String,
        /// The names that exist.
        expected: String,
        /// The most similar name, if one is similar enough.
        nearest: Option<String>,
    },
}

fn hint(nearest: Option<&str>) -> String {
    nearest.map_or(String::new(), |name| format!("; did you mean `{name}`?"))
}

/// What can be out of range in a network description.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "`name` says what each is")]
pub enum Field {
    Width,
    Depth,
    Resolution,
    Stem,
    Head,
    Classes,
    Blocks,
    Macs,
    Kernel,
    Stride,
    ExpandRatio,
    Channels,
    ChannelsIn,
    Repeats,
    SeRatio,
    Phi,
    Alpha,
    Beta,
    Gamma,
    Growth,
    Base,
    DepthFactor,
    WidthFactor,
    ResolutionFactor,
}

impl Field {
    /// The name in messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Width => "width",
            Self::Depth => "depth",
            Self::Resolution => "resolution",
            Self::Stem => "stem channels",
            Self::Head => "head channels",
            Self::Classes => "classes",
            Self::Blocks => "number of blocks",
            Self::Macs => "MACs of the whole network",
            Self::Kernel => "kernel",
            Self::Stride => "stride",
            Self::ExpandRatio => "expand_ratio",
            Self::Channels => "channels",
            Self::ChannelsIn => "channels_in",
            Self::Repeats => "repeats",
            Self::SeRatio => "se_ratio",
            Self::Phi => "phi",
            Self::Alpha => "alpha",
            Self::Beta => "beta",
            Self::Gamma => "gamma",
            Self::Growth => "(alpha·beta²·gamma²)^phi",
            Self::Base => "base",
            Self::DepthFactor => "depth factor",
            Self::WidthFactor => "width factor",
            Self::ResolutionFactor => "resolution factor",
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What would be right in place of a wrong value. Edges belong to what is right, if not said otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// A value from `low` to `high`.
    Between {
        /// Lowest value.
        low: String,
        /// Highest value.
        high: String,
    },
    /// A value up to this one.
    AtMost(String),
    /// A value above 0 and up to this one.
    Positive(String),
    /// An odd value up to this one.
    Odd(String),
    /// One of two values.
    Either(usize, usize),
    /// One of these names.
    OneOf(String),
    /// One of these values, in equal steps: `1, 3, … 7`.
    Steps(String),
    /// As many channels as the layer before gives.
    ChannelsBefore,
    /// Nothing: a fused block that does not expand has no place for it.
    Absent,
}

impl Expected {
    pub(crate) fn between(low: &impl ToString, high: &impl ToString) -> Self {
        Self::Between { low: low.to_string(), high: high.to_string() }
    }

    pub(crate) fn at_most(high: &impl ToString) -> Self {
        Self::AtMost(high.to_string())
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Between { low, high } => write!(f, "between {low} and {high}"),
            Self::AtMost(high) => write!(f, "at most {high}"),
            Self::Positive(high) => write!(f, "above 0 and at most {high}"),
            Self::Odd(high) => write!(f, "odd and at most {high}"),
            Self::Either(first, second) => write!(f, "{first} or {second}"),
            Self::OneOf(names) => write!(f, "one of {names}"),
            Self::Steps(values) => f.write_str(values),
            Self::ChannelsBefore => f.write_str("the channels of the layer before it"),
            Self::Absent => f.write_str("left out of a fused block that does not expand"),
        }
    }
}

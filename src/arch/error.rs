//! Why a network description cannot be built.

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
        /// Name of the field.
        field: &'static str,
        /// The value found.
        got: String,
        /// What would be right.
        expected: &'static str,
    },
    /// A field of the whole network is out of range.
    #[error("{field} must be {expected}, got {got}")]
    Network {
        /// Name of the field.
        field: &'static str,
        /// The value found.
        got: String,
        /// What would be right.
        expected: &'static str,
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
}

fn hint(nearest: Option<&str>) -> String {
    nearest.map_or(String::new(), |name| format!("; did you mean `{name}`?"))
}

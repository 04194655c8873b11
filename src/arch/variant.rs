//! The published models: which base, which coefficients, which input size.

use super::error::SpecError;
use super::families::{efficientnet, efficientnet_lite};
use super::scaling::Scaling;
use super::spec::ArchSpec;

/// Classes of ImageNet, which the published models were trained on.
pub const IMAGENET_CLASSES: usize = 1000;

/// A published model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names are the models' own")]
pub enum Variant {
    B0,
    B1,
    B2,
    B3,
    B4,
    B5,
    B6,
    B7,
    Lite0,
}

impl Variant {
    /// EfficientNet-B0 to B7, in order of size.
    pub const B: [Self; 8] =
        [Self::B0, Self::B1, Self::B2, Self::B3, Self::B4, Self::B5, Self::B6, Self::B7];

    /// Every model, in the order of the tables.
    pub const ALL: [Self; 9] = [
        Self::B0,
        Self::B1,
        Self::B2,
        Self::B3,
        Self::B4,
        Self::B5,
        Self::B6,
        Self::B7,
        Self::Lite0,
    ];

    /// Width, depth and resolution as published.
    ///
    /// These are the authors' released values, not powers of α, β and γ.
    /// Source: tensorflow/tpu, `efficientnet_builder.py`, `efficientnet_params`.
    #[rustfmt::skip]
    pub const fn scaling(self) -> Scaling {
        let (width, depth, resolution) = match self {
            Self::B0 | Self::Lite0 => (1.0, 1.0, 224),
            Self::B1 => (1.0, 1.1, 240),
            Self::B2 => (1.1, 1.2, 260),
            Self::B3 => (1.2, 1.4, 300),
            Self::B4 => (1.4, 1.8, 380),
            Self::B5 => (1.6, 2.2, 456),
            Self::B6 => (1.8, 2.6, 528),
            Self::B7 => (2.0, 3.1, 600),
        };
        Scaling { width, depth, resolution }
    }

    /// The network as built, with `classes` outputs.
    ///
    /// # Errors
    /// When `classes` is out of range.
    pub fn spec(self, classes: usize) -> Result<ArchSpec, SpecError> {
        let base = match self {
            Self::Lite0 => efficientnet_lite(),
            _ => efficientnet(),
        };
        base.scale(self.scaling(), classes)
    }

    /// The network as built, with ImageNet's outputs.
    pub fn imagenet(self) -> ArchSpec {
        self.spec(IMAGENET_CLASSES).expect("a published model is valid")
    }

    /// The name typed on the command line: `b0`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::B0 => "b0",
            Self::B1 => "b1",
            Self::B2 => "b2",
            Self::B3 => "b3",
            Self::B4 => "b4",
            Self::B5 => "b5",
            Self::B6 => "b6",
            Self::B7 => "b7",
            Self::Lite0 => "lite0",
        }
    }

    /// The name shown to people: `B0`.
    pub const fn title(self) -> &'static str {
        match self {
            Self::B0 => "B0",
            Self::B1 => "B1",
            Self::B2 => "B2",
            Self::B3 => "B3",
            Self::B4 => "B4",
            Self::B5 => "B5",
            Self::B6 => "B6",
            Self::B7 => "B7",
            Self::Lite0 => "Lite0",
        }
    }

    /// Finds a model by name: `b0`, `EfficientNet-B0`, `tf_efficientnet_lite0`.
    ///
    /// # Errors
    /// When there is no such model; the message lists the names and the nearest one.
    pub fn parse(name: &str) -> Result<Self, SpecError> {
        let plain = name.to_lowercase().replace(['_', ' '], "-");
        let plain = plain.trim_start_matches("tf-").trim_start_matches("efficientnet");
        let plain = plain.trim_start_matches('-');
        Self::ALL.into_iter().find(|variant| variant.name() == plain).ok_or_else(|| {
            let names = Self::ALL.map(Self::name);
            SpecError::UnknownModel {
                name: name.to_owned(),
                expected: names.join(", "),
                nearest: nearest(plain, &names),
            }
        })
    }
}

/// The candidate at edit distance 1 or 2, or one that begins like it: for "did you mean".
pub fn nearest(typed: &str, candidates: &[&str]) -> Option<String> {
    candidates
        .iter()
        .map(|candidate| (edit_distance(typed, candidate), candidate))
        .filter(|&(distance, candidate)| distance <= 2 && distance < candidate.len())
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
        // Or what was typed is the beginning of a name.
        .or_else(|| candidates.iter().find(|c| typed.len() >= 3 && c.starts_with(typed)))
        .map(|candidate| (*candidate).to_owned())
}

/// Levenshtein's distance: insertions, deletions and replacements.
pub fn edit_distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &right) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(left != right);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_other_libraries_are_understood() {
        for name in ["b3", "B3", "efficientnet_b3", "EfficientNet-B3", "tf_efficientnet_b3"] {
            assert_eq!(Variant::parse(name), Ok(Variant::B3), "{name}");
        }
        assert_eq!(Variant::parse("efficientnet_lite0"), Ok(Variant::Lite0));
    }

    #[test]
    fn a_wrong_name_gets_the_nearest_one() {
        let message = Variant::parse("b33").unwrap_err().to_string();
        assert!(message.starts_with("unknown model `b33`, expected one of b0, b1"), "{message}");
        assert!(message.ends_with("did you mean `b3`?"), "{message}");
        assert!(!Variant::parse("resnet").unwrap_err().to_string().contains("did you mean"));
    }

    #[test]
    fn edit_distance_counts_single_changes() {
        assert_eq!(edit_distance("lite0", "lite0"), 0);
        assert_eq!(edit_distance("lit0", "lite0"), 1);
        assert_eq!(edit_distance("", "b0"), 2);
    }
}

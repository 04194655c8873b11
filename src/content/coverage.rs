//! Where each line of the study note, and each misconception, is taught: `assets/data/coverage.toml`.

use std::fmt;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::text::Localized;

/// Where it lies, for messages about it.
pub(super) const FILE: &str = "assets/data/coverage.toml";

/// The file.
pub(super) const TEXT: &str = include_str!("../../assets/data/coverage.toml");

/// How many misconceptions the course answers; their ids run from 1.
pub const MISCONCEPTIONS: usize = 51;

/// The whole map.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Coverage {
    /// The study note's statements, in its order.
    #[serde(rename = "statement")]
    pub statements: Vec<Statement>,
    /// What people believe, by id.
    #[serde(rename = "misconception")]
    pub misconceptions: Vec<Misconception>,
}

/// A line of the study note.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Stable name.
    pub id: String,
    /// What the note says.
    pub line: Localized,
    /// How true it is.
    pub verdict: Verdict,
    /// What makes it so; where the line is loose, how and why.
    pub why: Localized,
    /// What shows it, with its quantities.
    pub value: Localized,
    /// The pages that teach it, the best place first.
    pub lesson: Vec<PageName>,
    /// The line for a shell that shows it.
    pub command: String,
}

/// How true a statement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Right as it stands.
    Exact,
    /// True in part.
    Loose,
    /// Right once a convention is named.
    Convention,
}

impl Verdict {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Exact, Self::Loose, Self::Convention];

    /// Its name in the file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Loose => "loose",
            Self::Convention => "convention",
        }
    }

    /// One sign for it; the name stands beside it, so nobody has to know the sign.
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Exact => "=",
            Self::Loose => "~",
            Self::Convention => "≈",
        }
    }
}

/// What people believe about EfficientNet.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Misconception {
    /// From 1.
    pub id: usize,
    /// The belief, in one line.
    pub title: Localized,
    /// The pages that answer it, the best place first.
    pub lesson: Vec<PageName>,
}

/// A page of a lesson, as `learn` takes it: `swish/2`, pages from 1.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct PageName {
    /// The lesson.
    pub slug: String,
    /// The page, from 1.
    pub page: usize,
}

impl TryFrom<String> for PageName {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.split_once('/')
            .and_then(|(slug, page)| Some((slug, page.parse().ok().filter(|page| *page > 0)?)))
            .map(|(slug, page)| Self { slug: slug.to_owned(), page })
            .ok_or_else(|| format!("a page is written `swish/2`, pages from 1, got `{text}`"))
    }
}

impl fmt::Display for PageName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.slug, self.page)
    }
}

/// The map that ships with the program.
pub fn coverage() -> &'static Coverage {
    static MAP: OnceLock<Coverage> = OnceLock::new();
    MAP.get_or_init(|| toml::from_str(TEXT).expect("the shipped map can be read"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_map_has_the_whole_note_and_all_misconceptions() {
        let map = coverage();
        for question in 1..=7 {
            let id = format!("question-{question}");
            assert!(map.statements.iter().any(|statement| statement.id == id), "{id}");
        }
        for verdict in Verdict::ALL {
            assert!(map.statements.iter().any(|s| s.verdict == verdict), "{}", verdict.name());
        }
        let ids: Vec<usize> = map.misconceptions.iter().map(|m| m.id).collect();
        assert_eq!(ids, (1..=MISCONCEPTIONS).collect::<Vec<_>>());
    }

    #[test]
    fn a_page_has_a_slug_and_a_number_from_1() {
        let read = |text: &str| PageName::try_from(text.to_owned());
        assert_eq!(read("swish/2").unwrap().to_string(), "swish/2");
        for wrong in ["swish", "swish/", "swish/0", "swish/two"] {
            assert!(read(wrong).unwrap_err().contains("a page is written"), "{wrong}");
        }
    }
}

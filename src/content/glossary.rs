//! The terms of the course, each explained in a sentence or three: `assets/data/glossary.toml`.
//!
//! A lesson links to one as `[depthwise convolution](term:depthwise)`.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::text::{Lang, Localized};

/// Where it lies, for messages about it.
pub(super) const FILE: &str = "assets/data/glossary.toml";

/// The file.
pub(super) const TEXT: &str = include_str!("../../assets/data/glossary.toml");

/// A term.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// What a link names: `depthwise`.
    pub id: String,
    /// The term in Korean.
    pub ko: String,
    /// The term in English.
    pub en: String,
    /// Other names, in either language.
    #[serde(default)]
    pub also: Vec<String>,
    /// What it is, in Markdown.
    pub text: Localized,
    /// Slugs of the lessons that teach it, the main one first.
    pub lessons: Vec<String>,
}

impl Term {
    /// The term in one language.
    pub fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ko => &self.ko,
            Lang::En => &self.en,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Glossary {
    term: Vec<Term>,
}

/// All terms, in the order of the course.
pub fn terms() -> &'static [Term] {
    static TERMS: OnceLock<Vec<Term>> = OnceLock::new();
    TERMS.get_or_init(|| {
        let glossary: Glossary = toml::from_str(TEXT).expect("a test reads the shipped glossary");
        glossary.term
    })
}

/// A term by its id.
pub fn term(id: &str) -> Option<&'static Term> {
    terms().iter().find(|term| term.id == id)
}

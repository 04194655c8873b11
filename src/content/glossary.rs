//! The terms of the course, each explained in a sentence or three: `assets/data/glossary.toml`.
//!
//! A lesson links to one as `[depthwise convolution](term:depthwise)`.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::text::{Lang, Localized};

const FILE: &str = include_str!("../../assets/data/glossary.toml");

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
        let glossary: Glossary = toml::from_str(FILE).expect("a test reads the shipped glossary");
        glossary.term
    })
}

/// A term by its id.
pub fn term(id: &str) -> Option<&'static Term> {
    terms().iter().find(|term| term.id == id)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::content::check::flaws_of_text;
    use crate::content::layout::{Column, markdown};
    use crate::content::lesson::{SYLLABUS, is_key};

    #[test]
    fn terms_are_told_apart_and_lead_to_lessons() {
        let mut ids = HashSet::new();
        let mut names = HashSet::new();
        for term in terms() {
            assert!(is_key(&term.id) && ids.insert(&term.id), "{}", term.id);
            for name in [&term.ko, &term.en] {
                assert!(!name.is_empty(), "{}", term.id);
            }
            // Of two terms with one name a reader could not choose.
            assert!(
                Lang::ALL.into_iter().all(|lang| names.insert((lang, term.name(lang)))),
                "{}",
                term.id
            );
            assert!(!term.lessons.is_empty(), "{}", term.id);
            for lesson in &term.lessons {
                assert!(SYLLABUS.contains(&lesson.as_str()), "{}: {lesson}", term.id);
            }
        }
        assert!(terms().len() >= 45, "{}", terms().len());
    }

    #[test]
    fn every_text_keeps_the_rules_of_the_lessons() {
        for term in terms() {
            for lang in Lang::ALL {
                let flaws = flaws_of_text(term.text.get(lang));
                assert!(flaws.is_empty(), "{}: {flaws:?}", term.id);
            }
        }
    }

    #[test]
    fn a_text_fits_below_the_list() {
        for term in terms() {
            for lang in Lang::ALL {
                let rows = markdown(term.text.get(lang), Column::new(56, lang)).len();
                assert!((1..=5).contains(&rows), "{} ({}): {rows} rows", term.id, lang.code());
            }
        }
    }
}

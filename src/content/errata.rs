//! Where the paper and the code differ, kept once with its source: `assets/data/errata.toml`.
//!
//! Texts may hold `{{quantities}}`: what can be computed is not typed.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::text::{Lang, Localized};

use super::demo::ErrataTopic;
use super::quantity::{self, QuantityError};

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The part of the table that it stands in.
    pub topic: ErrataTopic,
    /// What it is about.
    pub what: Localized,
    /// What is printed.
    pub paper: Localized,
    /// What the code does, or what is right.
    pub code: Localized,
    /// Where this is known from.
    pub source: Localized,
}

/// An entry in one language, its numbers computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// What it is about.
    pub what: String,
    /// What is printed.
    pub paper: String,
    /// What the code does.
    pub code: String,
}

impl Entry {
    /// The texts in one language, numbers filled in.
    ///
    /// # Errors
    /// When a quantity is unknown; a test tries all.
    pub fn shown(&self, lang: Lang) -> Result<Shown, QuantityError> {
        let of = |text: &Localized| filled(text.get(lang));
        Ok(Shown { what: of(&self.what)?, paper: of(&self.paper)?, code: of(&self.code)? })
    }
}

/// The entries of a topic, most important first.
pub fn entries(topic: ErrataTopic) -> impl Iterator<Item = &'static Entry> {
    all().iter().filter(move |entry| entry.topic == topic)
}

/// Every entry.
pub fn all() -> &'static [Entry] {
    #[derive(Deserialize)]
    struct File {
        entries: Vec<Entry>,
    }
    static ENTRIES: OnceLock<Vec<Entry>> = OnceLock::new();
    ENTRIES.get_or_init(|| {
        let file: File = toml::from_str(include_str!("../../assets/data/errata.toml"))
            .expect("a test reads the shipped data");
        file.entries
    })
}

/// The text with every `{{expression | format}}` replaced by its value.
fn filled(text: &str) -> Result<String, QuantityError> {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("{{") {
        let Some((expression, after)) = behind.split_once("}}") else { break };
        filled.push_str(before);
        filled.push_str(&quantity::render(expression.trim())?);
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_topic_has_entries_and_every_entry_can_be_shown() {
        assert!(all().len() >= 22, "{}", all().len());
        for &topic in ErrataTopic::ALL {
            let count = entries(topic).count();
            assert!((1..=4).contains(&count), "{}: {count}", topic.name());
        }
        for entry in all() {
            assert!(
                !entry.source.ko.is_empty() && !entry.source.en.is_empty(),
                "{}",
                entry.what.en
            );
            for lang in Lang::ALL {
                let shown = entry.shown(lang).unwrap_or_else(|e| panic!("{}: {e}", entry.what.en));
                for text in [&shown.what, &shown.paper, &shown.code] {
                    assert!(!text.is_empty() && !text.contains("{{"), "{text}");
                }
            }
        }
    }

    #[test]
    fn both_languages_ask_for_the_same_numbers() {
        let asked = |text: &str| {
            let mut found: Vec<String> = text
                .split("{{")
                .skip(1)
                .filter_map(|t| t.split_once("}}"))
                .map(|(e, _)| e.into())
                .collect();
            found.sort();
            found
        };
        for entry in all() {
            for text in [&entry.what, &entry.paper, &entry.code] {
                assert_eq!(asked(&text.ko), asked(&text.en), "{}", entry.what.en);
            }
        }
    }

    #[test]
    fn numbers_are_computed() {
        assert_eq!(filled("{{params:b0}}, {{ macs:b0 | G2 }}").unwrap(), "5,288,548, 0.39 G");
        assert!(filled("{{nonsense:b0}}").is_err());
    }
}

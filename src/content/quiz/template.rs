//! Parametric items: a template with names for its numbers, and a draw that makes an ordinary item of it.
//!
//! ```text
//! vary = { c = [24, 40], side = [14, 28] }      "<c> channels, {{conv-macs(3, <c>, <c>, <c>, <side>)}}"
//!    └─ a draw, c = 40 and side = 14 ─►         "40 channels, {{conv-macs(3, 40, 40, 40, 14)}}"
//! ```
//!
//! A name is replaced wherever it stands, in texts and keys alike. Nothing behind this module knows
//! that an item was drawn: grading, sheets and screens see an item as if it had been written so.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

use super::{Ask, Choice, Distractor, Forms, NumberAsk, Pair, Question, WrongNumber, WrongText};
use crate::text::Localized;

/// A value that a name may take.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// A whole number.
    Whole(i64),
    /// A number.
    Number(f64),
    /// A word, such as part of a model's name.
    Word(String),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(value) => value.fmt(f),
            Self::Number(value) => value.fmt(f),
            Self::Word(word) => word.fmt(f),
        }
    }
}

/// The values of a template's names; empty for an item that is always the same.
pub type Vary = BTreeMap<String, Vec<Value>>;

impl Question {
    /// How many different items it stands for: 1 if nothing varies.
    pub fn draws(&self) -> usize {
        self.vary.values().map(Vec::len).product()
    }

    /// The item of one draw, `index` below [`Self::draws`]; `drawn` says which.
    #[must_use]
    pub fn draw(&self, index: usize) -> Self {
        let mut rest = index;
        let values: Vec<(&str, String)> = self
            .vary
            .iter()
            .filter_map(|(name, values)| {
                let value = values.get(rest % values.len().max(1))?;
                rest /= values.len();
                Some((name.as_str(), value.to_string()))
            })
            .collect();
        let mut question = self.with_texts(&|text| filled(text, &values));
        if !values.is_empty() {
            let shown: Vec<String> =
                values.iter().map(|(name, value)| format!("{name}={value}")).collect();
            question.drawn = Some(shown.join(" "));
            question.vary.clear();
        }
        question
    }

    /// Every text and every key, where a name can stand.
    pub fn visit_texts(&self, visit: &mut dyn FnMut(&str)) {
        let visit = RefCell::new(visit);
        _ = self.with_texts(&|text| {
            visit.borrow_mut()(text);
            String::new()
        });
    }

    /// The item with every text and every key changed alike.
    fn with_texts(&self, change: &dyn Fn(&str) -> String) -> Self {
        let both = |text: &Localized| in_both(text, change);
        Self {
            prompt: both(&self.prompt),
            ask: self.ask.with_texts(change),
            hints: self.hints.iter().map(both).collect(),
            explain: both(&self.explain),
            ..self.clone()
        }
    }
}

impl Ask {
    fn with_texts(&self, change: &dyn Fn(&str) -> String) -> Self {
        let both = |text: &Localized| in_both(text, change);
        let choice = |choice: &Choice| Choice { text: both(&choice.text) };
        let wrong = |wrong: &Distractor| Distractor {
            text: both(&wrong.text),
            feedback: both(&wrong.feedback),
        };
        match self {
            Self::Choice { answer, distractors } => Self::Choice {
                answer: choice(answer),
                distractors: distractors.iter().map(wrong).collect(),
            },
            Self::Bug { answer, distractors } => Self::Bug {
                answer: choice(answer),
                distractors: distractors.iter().map(wrong).collect(),
            },
            Self::Choices { answers, distractors } => Self::Choices {
                answers: answers.iter().map(choice).collect(),
                distractors: distractors.iter().map(wrong).collect(),
            },
            Self::Number(ask) => Self::Number(ask.with_texts(change)),
            Self::Predict(ask) => Self::Predict(ask.with_texts(change)),
            Self::Text { accepted, wrong } => Self::Text {
                accepted: accepted.with_texts(change),
                wrong: wrong
                    .iter()
                    .map(|wrong| WrongText {
                        forms: wrong.forms.with_texts(change),
                        feedback: both(&wrong.feedback),
                    })
                    .collect(),
            },
            Self::Order { items } => Self::Order { items: items.iter().map(both).collect() },
            Self::Match { pairs } => Self::Match {
                pairs: pairs
                    .iter()
                    .map(|pair| Pair { left: both(&pair.left), right: both(&pair.right) })
                    .collect(),
            },
            Self::Recall { points } => Self::Recall { points: points.iter().map(both).collect() },
        }
    }
}

impl NumberAsk {
    fn with_texts(&self, change: &dyn Fn(&str) -> String) -> Self {
        let wrong = |wrong: &WrongNumber| WrongNumber {
            key: change(&wrong.key),
            feedback: in_both(&wrong.feedback, change),
        };
        Self {
            key: change(&self.key),
            wrong: self.wrong.iter().map(wrong).collect(),
            ..self.clone()
        }
    }
}

impl Forms {
    fn with_texts(&self, change: &dyn Fn(&str) -> String) -> Self {
        let all = |forms: &[String]| forms.iter().map(|form| change(form)).collect();
        Self { ko: all(&self.ko), en: all(&self.en) }
    }
}

fn in_both(text: &Localized, change: &dyn Fn(&str) -> String) -> Localized {
    Localized { ko: change(&text.ko), en: change(&text.en) }
}

/// A text with the values in place of their names.
fn filled(text: &str, values: &[(&str, String)]) -> String {
    values
        .iter()
        .fold(text.to_owned(), |text, (name, value)| text.replace(&format!("<{name}>"), value))
}

/// The names that a text uses, each as often as it does: `<c>` and `<side>` in `<c>·<side>·<side>`.
pub fn names(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for (at, _) in text.match_indices('<') {
        let rest = &text[at + 1..];
        if let Some(end) = rest.find('>')
            && is_name(&rest[..end])
        {
            names.push(&rest[..end]);
        }
    }
    names
}

/// Whether a word can be a name: lower-case letters.
pub fn is_name(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::super::QuizFile;
    use super::*;

    const TEMPLATE: &str = r#"
format = 1
[[question]]
id = "mbconv-drawn"
rev = 1
lesson = "mbconv"
concepts = ["mac"]
level = 1
vary = { c = [24, 40], side = [14, 28, 56] }
prompt = { ko = "<c>채널, <side>×<side>?", en = "<c> channels, <side>×<side>?" }
explain = { ko = "{{9 * <c>}}", en = "{{9 * <c>}}, a < b" }
source = "computed"
[question.ask.number]
key = "conv-macs(3, <c>, <c>, <c>, <side>)"
tolerance = 0.01
wrong = [{ key = "<c>", feedback = { ko = "채널 <c>", en = "channels: <c>" } }]
"#;

    fn template() -> Question {
        let file: QuizFile = toml::from_str(TEMPLATE).unwrap();
        file.questions.into_iter().next().unwrap()
    }

    #[test]
    fn a_draw_fills_every_text_and_key() {
        let drawn = template().draw(3);
        assert_eq!(drawn.drawn.as_deref(), Some("c=40 side=28"));
        assert_eq!(drawn.prompt.ko, "40채널, 28×28?");
        assert_eq!(drawn.explain.en, "{{9 * 40}}, a < b");
        let Ask::Number(ask) = &drawn.ask else { panic!("a number") };
        assert_eq!(ask.key, "conv-macs(3, 40, 40, 40, 28)");
        assert_eq!(ask.wrong[0].key, "40");
        assert_eq!(ask.wrong[0].feedback.en, "channels: 40");
        assert_eq!(drawn.draws(), 1);
    }

    #[test]
    fn the_draws_are_all_different() {
        let template = template();
        let all: std::collections::BTreeSet<String> =
            (0..template.draws()).filter_map(|index| template.draw(index).drawn).collect();
        assert_eq!((template.draws(), all.len()), (6, 6));
    }

    #[test]
    fn names_are_found_where_they_stand() {
        assert_eq!(names("<c>·<side> and a < b > c, <C>, <>"), ["c", "side"]);
    }
}

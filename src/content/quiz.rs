//! The question bank: `quizzes/NN-slug.toml`, both languages in each item.
//!
//! Enums are tagged from outside (`ask.choice = …`) on purpose: `toml` loses the position of an error
//! inside an internally tagged enum.

pub mod template;

use serde::{Deserialize, Deserializer};

use crate::text::Localized;

/// One file of the bank, for tests and tools: [`super::library`] reads item by item, to say where one is
/// wrong.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuizFile {
    /// Version of the format; 1.
    pub format: u32,
    /// The items.
    #[serde(default, rename = "question")]
    pub questions: Vec<Question>,
}

/// One item of the bank.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Stable for ever: what a learner knows is stored by it. Starts with the file's slug.
    pub id: String,
    /// Raised when the meaning changes.
    pub rev: u32,
    /// Slug of the lesson that teaches it.
    pub lesson: String,
    /// What it is about; keys of the glossary.
    pub concepts: Vec<String>,
    /// 1 to 3.
    pub level: u8,
    /// Number of the study note's question that it asks, if it does: `quiz note` asks these in order.
    #[serde(default)]
    pub note: Option<u8>,
    /// Names that stand for numbers drawn anew at each review, with the values they may take; see [`template`].
    #[serde(default)]
    pub vary: template::Vary,
    /// The values that were drawn, `c=40 side=14`; only of an item that was drawn.
    #[serde(skip)]
    pub drawn: Option<String>,
    /// The question, as Markdown with quantities.
    pub prompt: Localized,
    /// What kind of answer, and the key.
    pub ask: Ask,
    /// Up to three, each saying more than the one before.
    #[serde(default)]
    pub hints: Vec<Localized>,
    /// Shown after every answer, right or wrong. Markdown with quantities.
    pub explain: Localized,
    /// Where the key comes from: a paper's section, a file, `computed`. One string where both
    /// languages name it alike.
    #[serde(deserialize_with = "source")]
    pub source: Localized,
}

/// Reads a text in both languages, or one string for both.
fn source<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Localized, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Source {
        Same(String),
        Each(Localized),
    }
    Source::deserialize(deserializer).map(|source| match source {
        Source::Same(text) => Localized { ko: text.clone(), en: text },
        Source::Each(texts) => texts,
    })
}

/// The kinds of question.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Ask {
    /// One of several.
    Choice {
        /// The right one.
        answer: Choice,
        /// The others, each with its own feedback.
        distractors: Vec<Distractor>,
    },
    /// All that are right, and no other.
    Choices {
        /// The right ones.
        answers: Vec<Choice>,
        /// The others.
        distractors: Vec<Distractor>,
    },
    /// A number.
    Number(NumberAsk),
    /// A word or a phrase, compared after normalisation, never by distance.
    Text {
        /// Accepted forms; the first is shown as the answer.
        accepted: Forms,
        /// Typical wrong answers with their feedback.
        #[serde(default)]
        wrong: Vec<WrongText>,
    },
    /// Put in order; listed in the right one.
    Order {
        /// The items in the right order.
        items: Vec<Localized>,
    },
    /// Join each left to its right.
    Match {
        /// The pairs.
        pairs: Vec<Pair>,
    },
    /// Predict what the engine or cost model will compute: a number, and no known wrong values.
    Predict(NumberAsk),
    /// Which mistake gives this count? A choice whose options are mistakes.
    Bug {
        /// The mistake that was made.
        answer: Choice,
        /// Others.
        distractors: Vec<Distractor>,
    },
    /// Answer freely, then tick what you said among the key points.
    Recall {
        /// Two to four key points of a model answer.
        points: Vec<Localized>,
    },
}

/// A right option.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What it says.
    pub text: Localized,
}

/// A wrong option.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Distractor {
    /// What it says.
    pub text: Localized,
    /// Why it is wrong.
    pub feedback: Localized,
}

/// A numeric key.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberAsk {
    /// An expression for [`crate::content::quantity`]: the bank holds no copy of the number.
    pub key: String,
    /// Unit shown and accepted after the number, such as `M`, `G`, `%`, `px`.
    #[serde(default)]
    pub unit: Option<String>,
    /// Relative tolerance; 0 wants the exact number.
    pub tolerance: f64,
    /// Known wrong values with their feedback.
    #[serde(default)]
    pub wrong: Vec<WrongNumber>,
}

/// A typical wrong number.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrongNumber {
    /// An expression, like the key.
    pub key: String,
    /// What the learner probably did.
    pub feedback: Localized,
}

/// A typical wrong answer to a text question.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrongText {
    /// The forms it takes.
    pub forms: Forms,
    /// Why it is wrong.
    pub feedback: Localized,
}

/// Accepted forms. Both lists are accepted in both languages.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forms {
    /// Korean forms.
    pub ko: Vec<String>,
    /// English forms.
    pub en: Vec<String>,
}

/// Two things that belong together.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    /// The left side.
    pub left: Localized,
    /// Its partner.
    pub right: Localized,
}

impl Question {
    /// The page of its lesson that teaches it, from 0, if its source names one: `lesson page 3`.
    pub fn page(&self) -> Option<usize> {
        let (_, rest) = self.source.en.split_once("page")?;
        let digits = rest.trim_start_matches('s').trim_start();
        let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        digits[..end].parse::<usize>().ok()?.checked_sub(1)
    }
}

impl Ask {
    /// The kind's name, as in the file and in JSON.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Choice { .. } => "choice",
            Self::Choices { .. } => "choices",
            Self::Number(_) => "number",
            Self::Text { .. } => "text",
            Self::Order { .. } => "order",
            Self::Match { .. } => "match",
            Self::Predict(_) => "predict",
            Self::Bug { .. } => "bug",
            Self::Recall { .. } => "recall",
        }
    }
}

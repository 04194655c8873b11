//! What a person has done and knows: answers, their grades, rounds of questions, and the store.
//!
//! ```text
//! typed line ──read──► Answer ──grade──► Verdict ──Round──► Outcome ──► Store (one transaction)
//!                                                                        │ Schedule
//!                                                     due, weak, kept ◄──┘
//! ```
//!
//! **Invariant:** [`mod@grade`], [`round`] and [`schedule`] are pure: no clock, no file, no chance but the seed.
//! **Invariant:** nothing in [`store`] is fatal; a tutor that cannot save says so and goes on.

pub mod again;
pub mod answer;
pub mod grade;
pub mod number;
pub mod prediction;
pub mod report;
pub mod round;
pub mod schedule;
pub mod sheet;
pub mod shown;
pub mod store;
pub mod tally;

pub use answer::{Answer, Form};
pub use grade::{Feedback, Verdict, grade};
pub use report::Report;
pub use round::{Held, Order, Outcome, Round, RoundOptions};
pub use schedule::Card;
pub use sheet::Sheet;
pub use store::{Home, Notice, Review, Store};
pub use tally::Tally;

use std::fmt::Display;

use crate::text::Lang;

/// Evaluates a numeric key of the bank; `None` for an expression that has no value.
pub type Keys<'a> = &'a dyn Fn(&str) -> Option<f64>;

/// A text of `assets/i18n` with its blanks filled: what to say, in no language yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The key, such as `quiz.right`.
    pub key: &'static str,
    /// Names of the blanks and what stands in them.
    pub fills: Vec<(&'static str, String)>,
}

impl Message {
    /// A message without blanks.
    pub const fn plain(key: &'static str) -> Self {
        Self { key, fills: Vec::new() }
    }

    /// Fills one blank.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: &dyn Display) -> Self {
        self.fills.push((name, value.to_string()));
        self
    }

    /// The sentence in one language.
    pub fn say(&self, lang: Lang) -> String {
        let blanks: Vec<(&str, &dyn Display)> =
            self.fills.iter().map(|(name, value)| (*name, value as &dyn Display)).collect();
        lang.fill(self.key, &blanks)
    }
}

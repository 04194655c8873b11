//! In which order the options of an item stand before the learner.
//!
//! Answers always name options by their place in the file, so that a shuffle changes nothing that is
//! graded or stored.

use crate::content::quiz::Ask;
use crate::random::SplitMix64;
use crate::text::Localized;

/// The options as shown: `shown()[0]` is the place in the file of the first one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    shown: Vec<usize>,
}

impl Sheet {
    /// The order of the file. The right answer stands first in it: for tests and tools.
    pub fn of_file(ask: &Ask) -> Self {
        Self { shown: (0..options(ask).len()).collect() }
    }

    /// A shuffled order. What is to be ordered or matched never stands right by chance; key points of
    /// a recall keep their order.
    pub fn shuffled(ask: &Ask, rng: &mut SplitMix64) -> Self {
        let mut sheet = Self::of_file(ask);
        match ask {
            Ask::Choice { .. } | Ask::Choices { .. } | Ask::Bug { .. } => {
                rng.shuffle(&mut sheet.shown);
            }
            Ask::Order { .. } | Ask::Match { .. } => {
                rng.shuffle(&mut sheet.shown);
                if sheet.shown.is_sorted() && sheet.shown.len() > 1 {
                    sheet.shown.rotate_left(1);
                }
            }
            Ask::Recall { .. } | Ask::Number(_) | Ask::Predict(_) | Ask::Text { .. } => {}
        }
        sheet
    }

    /// The order of an item on paper: its id decides, so that it is the same for everyone and on every
    /// day, and no answer always stands first.
    pub fn of_id(ask: &Ask, id: &str) -> Self {
        let seed = id.bytes().fold(0, |sum: u64, byte| sum * 31 % 1_000_003 + u64::from(byte));
        Self::shuffled(ask, &mut SplitMix64::new(seed))
    }

    /// Places in the file, in the order shown.
    pub fn shown(&self) -> &[usize] {
        &self.shown
    }

    /// The place in the file of what stands at a place on screen.
    pub fn at(&self, place: usize) -> Option<usize> {
        self.shown.get(place).copied()
    }

    /// Where on screen an option stands.
    pub fn place_of(&self, option: usize) -> Option<usize> {
        self.shown.iter().position(|shown| *shown == option)
    }

    /// The options in the order shown.
    pub fn texts<'a>(&self, ask: &'a Ask) -> Vec<&'a Localized> {
        let options = options(ask);
        self.shown.iter().filter_map(|index| options.get(*index).copied()).collect()
    }
}

/// What can be picked, in the order of the file: right options first, the right order, the right
/// sides of the pairs, the key points. Nothing for numbers and texts.
pub fn options(ask: &Ask) -> Vec<&Localized> {
    match ask {
        Ask::Choice { answer, distractors } | Ask::Bug { answer, distractors } => {
            std::iter::once(&answer.text).chain(distractors.iter().map(|d| &d.text)).collect()
        }
        Ask::Choices { answers, distractors } => {
            answers.iter().map(|c| &c.text).chain(distractors.iter().map(|d| &d.text)).collect()
        }
        Ask::Order { items } => items.iter().collect(),
        Ask::Match { pairs } => pairs.iter().map(|pair| &pair.right).collect(),
        Ask::Recall { points } => points.iter().collect(),
        Ask::Number(_) | Ask::Predict(_) | Ask::Text { .. } => Vec::new(),
    }
}

/// The sides that stay where they are: what the options of a matching item are joined to.
pub fn lefts(ask: &Ask) -> Vec<&Localized> {
    match ask {
        Ask::Match { pairs } => pairs.iter().map(|pair| &pair.left).collect(),
        _ => Vec::new(),
    }
}

//! The right answer of an item, as a screen needs it: by place, where options are on display.

use super::Keys;
use super::number;
use super::sheet::{Sheet, options};
use crate::content::quiz::Ask;
use crate::text::Lang;

/// What is right. Places count from 0 in the order shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Solution {
    /// These options and no other.
    Places(Vec<usize>),
    /// The places in the right order.
    Order(Vec<usize>),
    /// For each left side the place of its partner.
    Partners(Vec<usize>),
    /// The number in the item's unit.
    Number(String),
    /// An accepted form, in the learner's language if there is one.
    Text(String),
    /// The key points are the answer.
    Points,
    /// The key has no value.
    Unknown,
}

/// The right answer to a question whose options stand as on this sheet.
pub fn solution(ask: &Ask, sheet: &Sheet, lang: Lang, keys: Keys<'_>) -> Solution {
    let places = |wanted: usize| (0..wanted).filter_map(|option| sheet.place_of(option));
    match ask {
        Ask::Choice { .. } | Ask::Bug { .. } => Solution::Places(places(1).collect()),
        Ask::Choices { answers, .. } => {
            let mut places: Vec<usize> = places(answers.len()).collect();
            places.sort_unstable();
            Solution::Places(places)
        }
        Ask::Order { .. } => Solution::Order(places(options(ask).len()).collect()),
        Ask::Match { .. } => Solution::Partners(places(options(ask).len()).collect()),
        Ask::Number(number) | Ask::Predict(number) => keys(&number.key)
            .map_or(Solution::Unknown, |value| {
                Solution::Number(number::shown(value, number.unit.as_deref()))
            }),
        Ask::Text { accepted, .. } => {
            let (own, other) = match lang {
                Lang::Ko => (&accepted.ko, &accepted.en),
                Lang::En => (&accepted.en, &accepted.ko),
            };
            let form = own.iter().chain(other).next();
            form.map_or(Solution::Unknown, |form| Solution::Text(form.clone()))
        }
        Ask::Recall { .. } => Solution::Points,
    }
}

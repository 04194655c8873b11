//! What a learner answers, and how a typed line becomes an answer.
//!
//! A line that does not fit the kind of question is an answer too, [`Answer::Misfit`]: it is wrong, and
//! the learner is told the [`Form`] that was expected. Only a blank line is none.

use std::collections::BTreeSet;

use super::number::{self, Typed};
use super::sheet::{Sheet, options};
use crate::content::layout::one_line;
use crate::content::quiz::Ask;
use crate::text::Lang;
use crate::text::fold::{fold, struck};
use crate::text::normal::nfc;

/// An answer. Options are named by their place in the file, whatever order was shown.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// One option.
    Choice(usize),
    /// Every option that was ticked.
    Choices(BTreeSet<usize>),
    /// A number.
    Number(Typed),
    /// A word or a phrase.
    Text(String),
    /// All items, the first one first.
    Order(Vec<usize>),
    /// For each left side its right side.
    Match(Vec<usize>),
    /// What was said freely, and the key points that it contained.
    Recall {
        /// The learner's own words; may be empty when they were spoken.
        said: String,
        /// The points ticked.
        ticks: BTreeSet<usize>,
    },
    /// A line that does not fit the kind of question.
    Misfit(String),
}

/// The log keeps so many characters of an answer.
const LONGEST: usize = 2000;

/// What a line must look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// One of so many options.
    Option(usize),
    /// Any of so many options, or none.
    Options(usize),
    /// A number.
    Number,
    /// Words.
    Text,
    /// So many options, each once.
    Order(usize),
    /// A partner for each of so many.
    Match(usize),
    /// Which of so many points were said.
    Points(usize),
}

impl Form {
    /// What this kind of question wants.
    pub fn of(ask: &Ask) -> Self {
        let count = options(ask).len();
        match ask {
            Ask::Choice { .. } | Ask::Bug { .. } => Self::Option(count),
            Ask::Choices { .. } => Self::Options(count),
            Ask::Number(_) | Ask::Predict(_) => Self::Number,
            Ask::Text { .. } => Self::Text,
            Ask::Order { .. } => Self::Order(count),
            Ask::Match { .. } => Self::Match(count),
            Ask::Recall { .. } => Self::Points(count),
        }
    }

    /// The key of the sentence that states it, and the number of options.
    pub const fn parts(self) -> (&'static str, usize) {
        match self {
            Self::Option(count) => ("quiz.form.option", count),
            Self::Options(count) => ("quiz.form.options", count),
            Self::Number => ("quiz.form.number", 0),
            Self::Text => ("quiz.form.text", 0),
            Self::Order(count) => ("quiz.form.order", count),
            Self::Match(count) => ("quiz.form.match", count),
            Self::Points(count) => ("quiz.form.points", count),
        }
    }
}

impl Answer {
    /// Reads a typed line; `None` only for a blank one.
    ///
    /// A recall gives the words with no point ticked; [`Answer::ticked`] adds the second line. Bare
    /// numbers tick at once: the answer was spoken.
    pub fn read(line: &str, ask: &Ask, sheet: &Sheet) -> Option<Self> {
        let line = nfc(line.trim());
        let line = line.as_ref();
        if line.is_empty() {
            return None;
        }
        let fitting = match ask {
            Ask::Choice { .. } | Ask::Bug { .. } => one(line, ask, sheet).map(Self::Choice),
            Ask::Choices { .. } => many(line, sheet.shown().len())
                .and_then(|places| at(sheet, &places))
                .map(|picked| Self::Choices(picked.into_iter().collect())),
            Ask::Number(ask) | Ask::Predict(ask) => {
                number::read(line, ask.unit.as_deref()).map(Self::Number)
            }
            Ask::Text { .. } => (!fold(line).is_empty()).then(|| Self::Text(line.to_owned())),
            Ask::Order { .. } => permutation(line, sheet).map(Self::Order),
            Ask::Match { .. } => matching(line, sheet).map(Self::Match),
            Ask::Recall { .. } => recalled(line, sheet.shown().len()),
        };
        Some(fitting.unwrap_or_else(|| Self::Misfit(line.to_owned())))
    }

    /// Adds the line that ticks the points of a recall: `1 3`, `13`, `all`, `none`, `0`.
    #[must_use]
    pub fn ticked(self, line: &str, points: usize) -> Self {
        match self {
            Self::Recall { said, .. } => match many(line, points) {
                Some(places) => Self::Recall { said, ticks: places.into_iter().collect() },
                None => Self::Misfit(line.trim().to_owned()),
            },
            other => other,
        }
    }

    /// What the log keeps: texts of the options picked, in one language, so that it stays readable
    /// when the bank changes.
    pub fn record(&self, ask: &Ask, lang: Lang) -> String {
        let options = options(ask);
        let text = |index: &usize| {
            options.get(*index).map(|option| one_line(option.get(lang), lang)).unwrap_or_default()
        };
        let join = |picked: Vec<String>| picked.join(" | ");
        let whole = match self {
            Self::Choice(index) => text(index),
            Self::Choices(picked) => join(picked.iter().map(text).collect()),
            Self::Order(picked) | Self::Match(picked) => join(picked.iter().map(text).collect()),
            Self::Number(typed) => typed.value.to_string(),
            Self::Text(said) | Self::Misfit(said) => said.clone(),
            Self::Recall { said, ticks } => {
                let ticks: Vec<String> = ticks.iter().map(|tick| (tick + 1).to_string()).collect();
                format!("{said} [{}]", ticks.join(" ")).trim_start().to_owned()
            }
        };
        whole.chars().take(LONGEST).collect()
    }
}

/// The one option meant: `2`, `2)`, `(b)`, `b.`, `2번`, ㅠ, or its text in either language.
fn one(line: &str, ask: &Ask, sheet: &Sheet) -> Option<usize> {
    let bare = line.trim_matches(|c: char| c.is_whitespace() || "().[]<>（）．".contains(c));
    let bare = bare.strip_suffix('번').unwrap_or(bare).trim_end();
    if let Some([place]) = places(bare, sheet.shown().len(), "").as_deref() {
        return sheet.at(*place);
    }
    let wanted = fold(line);
    let mut named = options(ask).into_iter().enumerate().filter(|(_, option)| {
        Lang::ALL.iter().any(|lang| fold(&one_line(option.get(*lang), *lang)) == wanted)
    });
    let (index, _) = named.next()?;
    named.next().is_none().then_some(index)
}

/// Any number of options, by place: `1 3`, `13`, `a, c`, `1번과 3번`, `all`, `none`.
fn many(line: &str, count: usize) -> Option<Vec<usize>> {
    match fold(line).as_str() {
        "all" | "모두" | "전부" | "다" => return Some((0..count).collect()),
        "none" | "없음" | "없다" | "없습니다" | "nothing" | "0" => return Some(Vec::new()),
        "" => return (line.trim() == "-").then(Vec::new),
        _ => {}
    }
    places(line, count, " ,;/.()[]&+·、，와과및").filter(|places| !places.is_empty())
}

/// Words, or the numbers of the points alone.
fn recalled(line: &str, points: usize) -> Option<Answer> {
    let is_numbers = struck(line).chars().all(|c| c.is_ascii_digit() || " ,".contains(c));
    if !is_numbers {
        return Some(Answer::Recall { said: line.to_owned(), ticks: BTreeSet::new() });
    }
    let ticks = many(line, points)?.into_iter().collect();
    Some(Answer::Recall { said: String::new(), ticks })
}

/// Every option once: `3 1 2`, `312`, `c > a > b`, `3→1→2`.
fn permutation(line: &str, sheet: &Sheet) -> Option<Vec<usize>> {
    let places = places(line, sheet.shown().len(), PAIRING)?;
    is_permutation(&places, sheet.shown().len()).then(|| at(sheet, &places))?
}

/// A partner for each: the partners in order of the left sides (`b a c`), or pairs (`1b 2a 3c`,
/// `b1 a2 c3`).
fn matching(line: &str, sheet: &Sheet) -> Option<Vec<usize>> {
    let count = sheet.shown().len();
    let labels = labels(line, count, PAIRING)?;
    let partners = if labels.len() == 2 * count {
        let mut partners = vec![usize::MAX; count];
        for pair in labels.chunks_exact(2) {
            // On the sheet the left sides have digits and the partners letters: `b1` is `1b`.
            let is_turned = pair[0].is_letter && !pair[1].is_letter;
            let [left, right] = if is_turned { [1, 0] } else { [0, 1] };
            partners[pair[left].place] = pair[right].place;
        }
        partners
    } else {
        labels.into_iter().map(|label| label.place).collect()
    };
    is_permutation(&partners, count).then(|| at(sheet, &partners))?
}

/// Marks between places that are ordered or joined.
const PAIRING: &str = " ,;/.()[]<>&+·、，-–—=:→⇒와과및";

fn at(sheet: &Sheet, places: &[usize]) -> Option<Vec<usize>> {
    places.iter().map(|place| sheet.at(*place)).collect()
}

fn is_permutation(places: &[usize], count: usize) -> bool {
    let distinct: BTreeSet<usize> = places.iter().copied().collect();
    places.len() == count && distinct.len() == count && distinct.iter().all(|place| *place < count)
}

/// The places on screen that a line names, as [`labels`] reads it.
fn places(line: &str, count: usize, between: &str) -> Option<Vec<usize>> {
    Some(labels(line, count, between)?.into_iter().map(|label| label.place).collect())
}

/// A digit or a letter that stands before something on screen.
struct Label {
    place: usize,
    is_letter: bool,
}

/// The labels in a line: digits (from 1) or letters (from a), also when the Hangul input method was on.
/// `None` if anything else stands in it, or a place that does not exist.
fn labels(line: &str, count: usize, between: &str) -> Option<Vec<Label>> {
    let mut spaced = line.to_lowercase();
    for word in ["그리고", "번째", "번", " and ", "->", "=>"] {
        if !between.is_empty() {
            spaced = spaced.replace(word, " ");
        }
    }
    let spaced: String = spaced
        .chars()
        .map(|c| {
            if between.contains(c) || (c.is_whitespace() && !between.is_empty()) { ' ' } else { c }
        })
        .collect();
    let mut labels = Vec::new();
    for token in struck(&spaced).split_whitespace() {
        match token.parse::<usize>() {
            Ok(number) if (1..=count).contains(&number) => {
                labels.push(Label { place: number - 1, is_letter: false });
            }
            _ => labels.extend(token.chars().map(label).collect::<Option<Vec<_>>>()?),
        }
    }
    labels.iter().all(|label| label.place < count).then_some(labels)
}

/// What one digit or letter names.
fn label(c: char) -> Option<Label> {
    let (first, is_letter) = match c {
        '1'..='9' => ('1', false),
        'a'..='z' => ('a', true),
        _ => return None,
    };
    Some(Label { place: c as usize - first as usize, is_letter })
}

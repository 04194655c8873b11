//! What a learner knows and what is due, as data: the room and the command say the same.
//!
//! Only what can be asked counts: items of the bank, and among what is due also predictions.

use std::collections::HashMap;

use jiff::ZonedDateTime;

use super::again;
use super::schedule::{Card, is_full};
use super::store::{
    Band, ItemRecord, Misjudged, Store, StoreError, day_begins, hardest, study_day,
};
use crate::content::library::Library;
use crate::text::Lang;

/// Days of the calendar.
const DAYS: usize = 14;
/// How many of the hardest items are named.
const HARDEST: usize = 10;

/// The report.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The study day it was made on.
    pub day: i64,
    /// Counted answers.
    pub answers: usize,
    /// Counted answers that were right.
    pub right: usize,
    /// Items of the bank.
    pub items: usize,
    /// Items that are due.
    pub due: usize,
    /// Items that were recalled days after they were last asked.
    pub kept: usize,
    /// When the next item falls due that is not due yet.
    pub next_due: Option<ZonedDateTime>,
    /// What is known of each lesson, in the order of the course.
    pub lessons: Vec<Mastery>,
    /// How many items fall due on each of the next days; what is overdue is due today.
    pub calendar: Vec<usize>,
    /// How right the learner was at each degree of confidence.
    pub calibration: Vec<Band>,
    /// The items that gave the most trouble.
    pub hardest: Vec<Hard>,
    /// Predictions that were off by more than a factor of two, the farthest first.
    pub misjudged: Vec<Misjudged>,
}

/// What is known of a lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mastery {
    /// Its slug.
    pub lesson: String,
    /// Its items in the bank.
    pub items: usize,
    /// Items that were asked.
    pub asked: usize,
    /// Items whose last answer was right, without a hint.
    pub right: usize,
    /// Items that were recalled days after they were last asked.
    pub kept: usize,
    /// Whether the lesson is kept: all of the questions that end it are.
    pub is_kept: bool,
}

/// An item that gave trouble.
#[derive(Debug, Clone, PartialEq)]
pub struct Hard {
    /// The lesson that teaches it.
    pub lesson: String,
    /// What was done with it.
    pub record: ItemRecord,
}

impl Report {
    /// Reads the store.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn new(store: &Store, library: &Library, now: &ZonedDateTime) -> Result<Self, StoreError> {
        let day = study_day(now);
        let lesson_of: HashMap<&str, &str> =
            library.questions().map(|q| (q.id.as_str(), q.lesson.as_str())).collect();
        let is_asked = |item: &str| lesson_of.contains_key(item);
        let made = store.last_predictions()?;
        let due = again::due(store, library, &made, day).len();
        let next_due = again::next_due(store, library, &made, day);
        let mut cards = store.cards()?;
        let calendar =
            calendar(&cards, due, day, &|id| again::question(library, &made, id).is_some());
        cards.retain(|card| is_asked(&card.item));
        let mut records = store.records()?;
        records.retain(|record| is_asked(&record.item));
        let hard = |record: ItemRecord| Hard {
            lesson: lesson_of.get(record.item.as_str()).copied().unwrap_or_default().to_owned(),
            record,
        };
        Ok(Self {
            day,
            answers: records.iter().map(|record| record.answers).sum(),
            right: records.iter().map(|record| record.right).sum(),
            items: lesson_of.len(),
            due,
            kept: cards.iter().filter(|card| card.is_kept()).count(),
            next_due: next_due.and_then(|next| day_begins(next, now)),
            lessons: mastery(&cards, library, &lesson_of),
            calendar,
            calibration: store.calibration()?,
            hardest: hardest(records, HARDEST).into_iter().map(hard).collect(),
            misjudged: store.misjudged()?,
        })
    }
}

/// A row for each lesson of the course, then one for each that only the bank names.
fn mastery(cards: &[Card], library: &Library, lesson_of: &HashMap<&str, &str>) -> Vec<Mastery> {
    let mut rows: Vec<Mastery> = Vec::new();
    let mut at: HashMap<&str, usize> = HashMap::new();
    let of_course = library.slugs(Lang::En);
    let of_bank = library.questions().map(|question| question.lesson.as_str());
    for lesson in of_course.chain(of_bank) {
        at.entry(lesson).or_insert_with(|| {
            let lesson = lesson.to_owned();
            rows.push(Mastery { lesson, items: 0, asked: 0, right: 0, kept: 0, is_kept: false });
            rows.len() - 1
        });
    }
    for lesson in lesson_of.values() {
        if let Some(index) = at.get(lesson) {
            rows[*index].items += 1;
        }
    }
    for card in cards {
        let lesson = lesson_of.get(card.item.as_str());
        let Some(index) = lesson.and_then(|lesson| at.get(lesson)) else { continue };
        rows[*index].asked += 1;
        rows[*index].right += usize::from(is_full(card.credit));
        rows[*index].kept += usize::from(card.is_kept());
    }
    let is_kept = |id: &String| cards.iter().any(|card| card.item == *id && card.is_kept());
    for row in &mut rows {
        let recall = library.lesson(Lang::En, &row.lesson).map(|lesson| &lesson.recall);
        row.is_kept = recall.is_some_and(|ids| !ids.is_empty() && ids.iter().all(is_kept));
    }
    rows
}

/// What is due today, and what falls due on the days after it.
fn calendar(
    cards: &[Card],
    due: usize,
    day: i64,
    can_be_asked: &dyn Fn(&str) -> bool,
) -> Vec<usize> {
    let mut calendar = vec![0; DAYS];
    calendar[0] = due;
    for card in cards.iter().filter(|card| card.due_day > day && can_be_asked(&card.item)) {
        let later = usize::try_from(card.due_day - day).ok();
        if let Some(count) = later.and_then(|later| calendar.get_mut(later)) {
            *count += 1;
        }
    }
    calendar
}

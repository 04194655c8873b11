//! What comes back: items whose review is due, and predictions of the lessons that were far off, as
//! questions.
//!
//! A prediction that was off by more than a factor of two is due on the next study day, with its lesson's
//! own words and key. From its first answer on it has a card like any item of the bank.

use std::collections::HashSet;

use super::Store;
use super::store::Prediction;
use crate::content::layout::text_of;
use crate::content::lesson::{Block, Lesson, Predict, PredictKind};
use crate::content::library::Library;
use crate::content::quiz::{Ask, NumberAsk, Question};
use crate::text::{Lang, Localized};

/// How the ids of predictions begin: no item of the bank does so.
const PREFIX: &str = "prediction:";
/// A guess this near counts: what is asked for is a feeling for the size.
const TOLERANCE: f64 = 0.15;

/// Ids of what is due on a study day: items that are most likely forgotten first, then predictions.
/// What the store cannot read is not due.
pub fn due(store: &Store, library: &Library, made: &[Prediction], day: i64) -> Vec<String> {
    let mut due = store.due(day).unwrap_or_default();
    let cards = store.cards().unwrap_or_default();
    for misjudged in store.misjudged().unwrap_or_default() {
        let id = id(&misjudged.prediction);
        if misjudged.study_day < day && cards.iter().all(|card| card.item != id) {
            due.push(id);
        }
    }
    due.retain(|id| question(library, made, id).is_some());
    due
}

/// Ids of what is weak, as far as the bank still has it.
pub fn weak(store: &Store, library: &Library, made: &[Prediction]) -> Vec<String> {
    let mut weak = store.weak().unwrap_or_default();
    weak.retain(|id| question(library, made, id).is_some());
    weak
}

/// How many items of the bank were recalled days after they were last asked.
pub fn kept(store: &Store, library: &Library) -> usize {
    let kept = store.kept().unwrap_or_default();
    kept.iter().filter(|id| library.question(id).is_some()).count()
}

/// The study day on which the next item falls due that can be asked and is not due yet.
pub fn next_due(store: &Store, library: &Library, made: &[Prediction], day: i64) -> Option<i64> {
    let cards = store.cards().unwrap_or_default();
    let later = cards.iter().filter(|card| card.due_day > day);
    later
        .filter(|card| question(library, made, &card.item).is_some())
        .map(|card| card.due_day)
        .min()
}

/// Keeps what a choice of items means: those items, and predictions of the lessons that teach them.
pub fn among(ids: &mut Vec<String>, items: &[String], library: &Library) {
    let lessons: HashSet<&str> = items
        .iter()
        .filter_map(|id| library.question(id))
        .map(|question| question.lesson.as_str())
        .collect();
    ids.retain(|id| match id.strip_prefix(PREFIX).and_then(|place| place.split_once('/')) {
        Some((lesson, _)) => lessons.contains(lesson),
        None => items.contains(id),
    });
}

/// An item by its id: one of the bank, or a prediction that was made.
pub fn question(library: &Library, made: &[Prediction], id: &str) -> Option<Question> {
    let Some(place) = id.strip_prefix(PREFIX) else { return library.question(id).cloned() };
    let (lesson, item) = place.split_once('/')?;
    let made = made.iter().find(|made| made.lesson == lesson && made.item == item);
    of_prediction(library, lesson, item, made)
}

fn id(made: &Prediction) -> String {
    format!("{PREFIX}{}/{}", made.lesson, made.item)
}

fn of_prediction(
    library: &Library,
    slug: &str,
    item: &str,
    made: Option<&Prediction>,
) -> Option<Question> {
    let [ko, en] = Lang::ALL.map(|lang| library.lesson(lang, slug));
    let (ko, en) = (ko?, en?);
    let ((page, predict), (_, in_korean)) = (prompt(en, item)?, prompt(ko, item)?);
    let ask = match &predict.kind {
        PredictKind::Number { key, unit } => NumberAsk {
            key: key.clone(),
            unit: unit.clone(),
            tolerance: TOLERANCE,
            wrong: Vec::new(),
        },
        // What was measured then: the figure is not computed again for a question.
        PredictKind::Measured { unit, .. } => {
            let real: f64 = made?.real.parse().ok()?;
            NumberAsk {
                key: real.to_string(),
                unit: unit.clone(),
                tolerance: TOLERANCE,
                wrong: Vec::new(),
            }
        }
        PredictKind::Choice { .. } => return None,
    };
    let page = page + 1;
    let explain = |lang: Lang, lesson: &Lesson| {
        lang.fill("quiz.prediction.explain", &[("title", &lesson.title), ("page", &page)])
    };
    let source = |lang: Lang| lang.fill("quiz.prediction.source", &[("page", &page)]);
    Some(Question {
        id: format!("{PREFIX}{slug}/{item}"),
        rev: 1,
        lesson: slug.to_owned(),
        concepts: Vec::new(),
        level: 1,
        note: None,
        vary: std::collections::BTreeMap::new(),
        drawn: None,
        prompt: Localized {
            ko: text_of(&in_korean.question, Lang::Ko),
            en: text_of(&predict.question, Lang::En),
        },
        ask: Ask::Predict(ask),
        hints: Vec::new(),
        explain: Localized { ko: explain(Lang::Ko, ko), en: explain(Lang::En, en) },
        source: Localized { ko: source(Lang::Ko), en: source(Lang::En) },
    })
}

/// The prompt of a lesson with this id, and its page, from 0.
fn prompt<'a>(lesson: &'a Lesson, id: &str) -> Option<(usize, &'a Predict)> {
    lesson.pages.iter().enumerate().find_map(|(index, page)| {
        page.blocks.iter().find_map(|block| match block {
            Block::Predict(predict) if predict.id == id => Some((index, predict)),
            _ => None,
        })
    })
}

#[cfg(test)]
mod tests {
    use jiff::ZonedDateTime;

    use super::*;
    use crate::learner::store::study_day;

    #[test]
    fn a_prediction_that_was_far_off_is_due_the_next_day() {
        let library = Library::open(None);
        let now: ZonedDateTime = "2026-11-29T12:00[Asia/Seoul]".parse().unwrap();
        let day = study_day(&now);
        let (lesson, predict) = library
            .lessons(Lang::En)
            .flat_map(|lesson| lesson.pages.iter().map(move |page| (lesson, page)))
            .flat_map(|(lesson, page)| page.blocks.iter().map(move |block| (lesson, block)))
            .find_map(|(lesson, block)| match block {
                Block::Predict(predict) if matches!(predict.kind, PredictKind::Number { .. }) => {
                    Some((lesson, predict))
                }
                _ => None,
            })
            .expect("a lesson asks for a number");
        let made = |ratio: f64| Prediction {
            lesson: lesson.slug.clone(),
            item: predict.id.clone(),
            predicted: "1".into(),
            real: "2".into(),
            ratio: Some(ratio),
        };
        let due_after = |ratio: f64, days: i64| {
            let mut store = Store::in_memory();
            store.append_prediction(&made(ratio), &now).unwrap();
            due(&store, &library, &[made(ratio)], day + days)
        };
        assert!(due_after(3.0, 0).is_empty(), "not on the day when the answer was seen");
        assert!(due_after(1.5, 1).is_empty(), "near enough");
        let due = due_after(0.4, 1);
        let question = question(&library, &[], &due[0]).expect("it can be asked");
        assert_eq!((question.ask.kind(), &question.lesson), ("predict", &lesson.slug));
        let page = question.page().expect("it leads back");
        assert!(page < lesson.pages.len());
        assert_ne!(question.prompt.ko, question.prompt.en);
    }

    #[test]
    fn only_what_can_be_asked_is_due_or_kept() {
        let library = Library::open(None);
        let now: ZonedDateTime = "2026-11-29T12:00[Asia/Seoul]".parse().unwrap();
        let day = study_day(&now);
        let mut store = Store::in_memory();
        let item = library.questions().next().unwrap().clone();
        for id in [item.id.as_str(), "gone-from-the-bank"] {
            let review = crate::learner::Review {
                item: id.to_owned(),
                rev: 1,
                kind: "choice".to_owned(),
                answer: String::new(),
                right: false,
                credit: 0.0,
                confidence: None,
                hints: 0,
                ms: 0,
                lang: Lang::En,
                round: String::new(),
                practice: false,
                draw: None,
                cram: false,
            };
            store.append_review(&review, &now).unwrap();
        }
        assert_eq!(next_due(&store, &library, &[], day), Some(day + 1));
        assert_eq!(next_due(&store, &library, &[], day + 1), None);
        assert_eq!(due(&store, &library, &[], day + 1), [item.id.as_str()]);
        assert_eq!(kept(&store, &library), 0);
        let report = crate::learner::Report::new(&store, &library, &now).unwrap();
        assert_eq!((report.due, report.calendar[0], report.calendar[1]), (0, 0, 1));
    }

    #[test]
    fn a_choice_of_items_takes_the_predictions_of_their_lessons_along() {
        let library = Library::open(None);
        let item = library.questions().find(|item| item.lesson == "swish").unwrap();
        let mut ids =
            ["prediction:swish/x", "prediction:mbconv/y", item.id.as_str(), "b0-baseline-layers"]
                .map(str::to_owned)
                .to_vec();
        among(&mut ids, std::slice::from_ref(&item.id), &library);
        assert_eq!(ids, ["prediction:swish/x", item.id.as_str()]);
    }
}

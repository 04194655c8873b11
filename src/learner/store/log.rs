//! The log: answers and predictions, as they are written down.

use jiff::ZonedDateTime;
use rusqlite::{ToSql, params};

use super::{Saved, Store, StoreError, cards, study_day};
use crate::content::quiz::Question;
use crate::learner::Outcome;
use crate::learner::schedule::Counted;
use crate::text::Lang;

/// Adds a row to the log.
const APPEND: &str = r#"INSERT INTO review (item, rev, at_utc_ms, study_day, kind, answer, "right", credit,
        confidence, hints, ms, lang, round, practice, draw, cram)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)"#;

/// One answer, as the log keeps it.
#[derive(Debug, Clone, PartialEq)]
pub struct Review {
    /// The item.
    pub item: String,
    /// Its revision.
    pub rev: u32,
    /// Its kind.
    pub kind: String,
    /// What was answered, readable; see [`super::super::Answer::record`].
    pub answer: String,
    /// Whether it was right.
    pub right: bool,
    /// 0 to 1, hints deducted.
    pub credit: f64,
    /// Percent, if stated.
    pub confidence: Option<u8>,
    /// Hints shown, 0 to 3.
    pub hints: usize,
    /// Time to answer in milliseconds.
    pub ms: u64,
    /// The language in which it was asked.
    pub lang: Lang,
    /// The round.
    pub round: String,
    /// Whether it was a repeat that does not count.
    pub practice: bool,
    /// What was drawn for an item with parameters, such as `c=32 side=28`.
    pub draw: Option<String>,
    /// Whether the round was held before an exam, to be left alone by the schedule.
    pub cram: bool,
}

/// A prediction on a page, beside what was computed.
#[derive(Debug, Clone, PartialEq)]
pub struct Prediction {
    /// Slug of the lesson.
    pub lesson: String,
    /// Id of the prompt.
    pub item: String,
    /// What the learner expected: a number, or words.
    pub predicted: String,
    /// What came out.
    pub real: String,
    /// Predicted over real, for numbers.
    pub ratio: Option<f64>,
}

impl Review {
    /// The row of an outcome; the time and the round are the caller's to add.
    pub fn of(question: &Question, answer: String, outcome: &Outcome, lang: Lang) -> Self {
        Self {
            item: question.id.clone(),
            rev: question.rev,
            kind: question.ask.kind().to_owned(),
            answer,
            right: outcome.verdict.right,
            credit: outcome.credit,
            confidence: outcome.confidence,
            hints: outcome.hints,
            ms: 0,
            lang,
            round: String::new(),
            practice: outcome.practice,
            draw: question.drawn.clone(),
            cram: false,
        }
    }
}

impl Store {
    /// Adds one answer and moves its card, in one transaction. After `Ok(Saved::OnDisk)` it survives a power
    /// cut.
    pub fn append_review(
        &mut self,
        review: &Review,
        now: &ZonedDateTime,
    ) -> Result<Saved, StoreError> {
        let (at, day) = (now.timestamp().as_millisecond(), study_day(now));
        let credit = review.credit.clamp(0.0, 1.0);
        let confidence = review.confidence.map(|percent| percent.min(100));
        let hints = review.hints.min(3);
        self.transact(|transaction| {
            transaction.prepare_cached(APPEND)?.execute(params![
                review.item,
                review.rev,
                at,
                day,
                review.kind,
                review.answer,
                review.right,
                credit,
                confidence,
                hints as i64,
                i64::try_from(review.ms).unwrap_or(i64::MAX),
                review.lang.code(),
                review.round,
                review.practice,
                review.draw,
                review.cram,
            ])?;
            if review.practice || review.cram {
                return Ok(());
            }
            let counted = Counted { rev: review.rev, day, credit, hints, confidence };
            let id = transaction.last_insert_rowid();
            Ok(cards::take_in(transaction, id, &review.item, at, &counted)?)
        })
    }

    /// Adds one prediction.
    pub fn append_prediction(
        &mut self,
        prediction: &Prediction,
        now: &ZonedDateTime,
    ) -> Result<Saved, StoreError> {
        self.write(
            "INSERT INTO prediction (lesson, item, at_utc_ms, study_day, predicted, real, ratio)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                prediction.lesson,
                prediction.item,
                now.timestamp().as_millisecond(),
                study_day(now),
                prediction.predicted,
                prediction.real,
                prediction.ratio.filter(|ratio| ratio.is_finite()),
            ],
        )
    }

    /// The last prediction at each prompt.
    pub fn last_predictions(&self) -> Result<Vec<Prediction>, StoreError> {
        let predictions = self.last_with_days()?.into_iter();
        Ok(predictions.map(|(prediction, _)| prediction).collect())
    }

    /// The last prediction at each prompt, with its study day.
    pub(super) fn last_with_days(&self) -> Result<Vec<(Prediction, i64)>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT lesson, item, predicted, real, ratio, study_day FROM prediction
             WHERE id IN (SELECT id FROM (
                 SELECT id, row_number() OVER (
                     PARTITION BY lesson, item ORDER BY at_utc_ms DESC, id DESC) AS place
                 FROM prediction) WHERE place = 1)
             ORDER BY lesson, item",
        )?;
        let predictions = statement.query_map([], |row| {
            let prediction = Prediction {
                lesson: row.get(0)?,
                item: row.get(1)?,
                predicted: row.get(2)?,
                real: row.get(3)?,
                ratio: row.get(4)?,
            };
            Ok((prediction, row.get(5)?))
        })?;
        Ok(predictions.collect::<Result<_, _>>()?)
    }

    /// One statement in a transaction.
    pub(super) fn write(&mut self, sql: &str, values: &[&dyn ToSql]) -> Result<Saved, StoreError> {
        self.transact(|transaction| {
            transaction.prepare_cached(sql)?.execute(values)?;
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learner::Home;

    #[test]
    fn a_full_disk_loses_one_answer_and_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let now: ZonedDateTime = "2026-11-24T21:00[Asia/Seoul]".parse().unwrap();
        let (mut store, _) = Store::open(&Home::at(dir.path()));
        store.set_lesson("swish", Lang::Ko, 1, &now).unwrap();
        store.connection.pragma_update(None, "max_page_count", 1).unwrap();
        let long = "a".repeat(100_000);
        let error = store.set_lesson(&long, Lang::Ko, 1, &now).unwrap_err();
        assert!(error.to_string().contains("full"), "{error}");
        assert!(!store.is_saving(), "it is known");
        assert_eq!(store.lesson_positions().unwrap().len(), 1);
        store.connection.pragma_update(None, "max_page_count", 1_000_000).unwrap();
        store.set_lesson(&long, Lang::Ko, 1, &now).unwrap();
        assert!(store.is_saving(), "and that it is over");
    }

    #[test]
    fn a_full_disk_leaves_no_answer_without_its_card() {
        let dir = tempfile::tempdir().unwrap();
        let now: ZonedDateTime = "2026-11-24T21:00[Asia/Seoul]".parse().unwrap();
        let (mut store, _) = Store::open(&Home::at(dir.path()));
        let review = |answer: String| Review {
            item: "a".into(),
            rev: 1,
            kind: "text".into(),
            answer,
            right: true,
            credit: 1.0,
            confidence: None,
            hints: 0,
            ms: 0,
            lang: Lang::Ko,
            round: String::new(),
            practice: false,
            draw: None,
            cram: false,
        };
        store.append_review(&review(String::new()), &now).unwrap();
        let before = (store.summary().unwrap(), store.cards().unwrap());
        store.connection.pragma_update(None, "max_page_count", 1).unwrap();
        store.append_review(&review("a".repeat(100_000)), &now).unwrap_err();
        assert_eq!((store.summary().unwrap(), store.cards().unwrap()), before);
        store.connection.pragma_update(None, "max_page_count", 1_000_000).unwrap();
        assert_eq!(store.append_review(&review(String::new()), &now).unwrap(), Saved::OnDisk);
        assert_eq!(store.cards().unwrap()[0].reviews, 2);
    }
}

//! What is written and read: answers, predictions, places in lessons, and the sums of them.

use jiff::ZonedDateTime;
use rusqlite::{OptionalExtension, Row, ToSql, params};

use super::{Mode, Saved, Store, StoreError, study_day};
use crate::content::quiz::Question;
use crate::learner::Outcome;
use crate::text::Lang;

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

/// How far a learner is in a lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LessonPlace {
    /// Slug of the lesson.
    pub slug: String,
    /// The language it was read in.
    pub lang: Lang,
    /// The page, from 0.
    pub page: usize,
    /// When it was there, milliseconds since 1970 in UTC. Set by the store.
    pub at_utc_ms: i64,
    /// When the lesson was first finished, if it was.
    pub done_at_utc_ms: Option<i64>,
}

/// What the home screen says about a learner. Practice does not count.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// Answers.
    pub answers: usize,
    /// Answers that were right.
    pub right: usize,
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
        }
    }
}

impl Store {
    /// Adds one answer, in one transaction. After `Ok(Saved::OnDisk)` it survives a power cut.
    pub fn append_review(
        &mut self,
        review: &Review,
        now: &ZonedDateTime,
    ) -> Result<Saved, StoreError> {
        self.write(
            r#"INSERT INTO review (item, rev, at_utc_ms, study_day, kind, answer, "right", credit,
                confidence, hints, ms, lang, round, practice)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)"#,
            params![
                review.item,
                review.rev,
                now.timestamp().as_millisecond(),
                study_day(now),
                review.kind,
                review.answer,
                review.right,
                review.credit.clamp(0.0, 1.0),
                review.confidence.map(|percent| percent.min(100)),
                review.hints.min(3) as i64,
                i64::try_from(review.ms).unwrap_or(i64::MAX),
                review.lang.code(),
                review.round,
                review.practice,
            ],
        )
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

    /// Remembers the page of a lesson.
    pub fn set_lesson(
        &mut self,
        slug: &str,
        lang: Lang,
        page: usize,
        now: &ZonedDateTime,
    ) -> Result<Saved, StoreError> {
        self.write_place(slug, lang, page, [now.timestamp().as_millisecond().into(), None])
    }

    /// Remembers that a lesson was read to its last page. Once done, it stays done.
    pub fn finish_lesson(
        &mut self,
        slug: &str,
        lang: Lang,
        page: usize,
        now: &ZonedDateTime,
    ) -> Result<Saved, StoreError> {
        let at = Some(now.timestamp().as_millisecond());
        self.write_place(slug, lang, page, [at, at])
    }

    fn write_place(
        &mut self,
        slug: &str,
        lang: Lang,
        page: usize,
        [at, done_at]: [Option<i64>; 2],
    ) -> Result<Saved, StoreError> {
        self.write(
            "INSERT INTO page (slug, page) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            params![slug, page as i64],
        )?;
        self.write(
            "INSERT INTO lesson (slug, lang, page, at_utc_ms, done_at) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (slug) DO UPDATE SET lang = excluded.lang, page = excluded.page,
                at_utc_ms = excluded.at_utc_ms, done_at = coalesce(done_at, excluded.done_at)",
            params![slug, lang.code(), page as i64, at, done_at],
        )
    }

    /// The place in one lesson: for tests and tools.
    pub fn lesson_position(&self, slug: &str) -> Result<Option<LessonPlace>, StoreError> {
        let sql = format!("{PLACES} WHERE slug = ?1");
        Ok(self.connection.query_row(&sql, [slug], place).optional()?)
    }

    /// The places in all lessons that were opened, the last one first.
    pub fn lesson_positions(&self) -> Result<Vec<LessonPlace>, StoreError> {
        let sql = format!("{PLACES} ORDER BY at_utc_ms DESC, rowid DESC");
        let mut statement = self.connection.prepare(&sql)?;
        let places = statement.query_map([], place)?.collect::<Result<_, _>>()?;
        Ok(places)
    }

    /// The pages that were opened, with the slugs of their lessons.
    pub fn pages_opened(&self) -> Result<Vec<(String, usize)>, StoreError> {
        let mut statement = self.connection.prepare("SELECT slug, page FROM page")?;
        let pages = statement.query_map([], |row| Ok((row.get(0)?, count(row, 1)?)))?;
        Ok(pages.collect::<Result<_, _>>()?)
    }

    /// The last prediction at each prompt.
    pub fn last_predictions(&self) -> Result<Vec<Prediction>, StoreError> {
        let mut statement = self.connection.prepare(
            "SELECT lesson, item, predicted, real, ratio FROM prediction
             WHERE id IN (SELECT max(id) FROM prediction GROUP BY lesson, item)",
        )?;
        let predictions = statement.query_map([], |row| {
            Ok(Prediction {
                lesson: row.get(0)?,
                item: row.get(1)?,
                predicted: row.get(2)?,
                real: row.get(3)?,
                ratio: row.get(4)?,
            })
        })?;
        Ok(predictions.collect::<Result<_, _>>()?)
    }

    /// Remembers the language that was chosen.
    pub fn set_language(&mut self, lang: Lang) -> Result<Saved, StoreError> {
        self.set_meta("lang", lang.code())
    }

    /// The language that was chosen, if one was.
    pub fn language(&self) -> Result<Option<Lang>, StoreError> {
        let code = self.meta("lang")?;
        Ok(Lang::ALL.into_iter().find(|lang| Some(lang.code()) == code.as_deref()))
    }

    /// Remembers the look that was chosen, by its name.
    pub fn set_look(&mut self, name: &str) -> Result<Saved, StoreError> {
        self.set_meta("look", name)
    }

    /// The name of the look that was chosen, if one was.
    pub fn look(&self) -> Result<Option<String>, StoreError> {
        self.meta("look")
    }

    fn set_meta(&mut self, key: &str, value: &str) -> Result<Saved, StoreError> {
        self.write(
            "INSERT INTO meta (key, value) VALUES (?1, ?2)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            params![key, value],
        )
    }

    fn meta(&self, key: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT value FROM meta WHERE key = ?1";
        Ok(self.connection.query_row(sql, [key], |row| row.get(0)).optional()?)
    }

    /// What the home screen says.
    pub fn summary(&self) -> Result<Summary, StoreError> {
        Ok(self.connection.query_row(
            r#"SELECT count(*), coalesce(sum("right"), 0) FROM review WHERE practice = 0"#,
            [],
            |row| Ok(Summary { answers: count(row, 0)?, right: count(row, 1)? }),
        )?)
    }

    /// One statement in a transaction of its own, which SQLite makes by itself.
    fn write(&mut self, sql: &str, values: &[&dyn ToSql]) -> Result<Saved, StoreError> {
        if self.mode == Mode::ReadOnly {
            return Ok(Saved::NotSaved);
        }
        let written = self.connection.prepare_cached(sql).and_then(|mut row| row.execute(values));
        self.has_failed = written.is_err();
        written?;
        Ok(if self.mode == Mode::Disk { Saved::OnDisk } else { Saved::NotSaved })
    }
}

const PLACES: &str = "SELECT slug, lang, page, at_utc_ms, done_at FROM lesson";

fn place(row: &Row<'_>) -> rusqlite::Result<LessonPlace> {
    let lang: String = row.get(1)?;
    Ok(LessonPlace {
        slug: row.get(0)?,
        lang: if lang == Lang::Ko.code() { Lang::Ko } else { Lang::En },
        page: count(row, 2)?,
        at_utc_ms: row.get(3)?,
        done_at_utc_ms: row.get(4)?,
    })
}

/// A count, which is never negative.
fn count(row: &Row<'_>, column: usize) -> rusqlite::Result<usize> {
    let value: i64 = row.get(column)?;
    Ok(usize::try_from(value).unwrap_or(0))
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
}

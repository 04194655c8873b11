//! The rows of the tables as they are exported. Field for field the columns of `schema`, without ids.

use rusqlite::{Connection, ToSql, params};
use serde::{Deserialize, Serialize};

use super::super::StoreError;
use crate::learner::schedule::DAYS;

/// What is said of a table's own keeping, such as the version of the cards: not a learner's.
const OWN: &str = "store.";

/// A row and its table.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub(super) enum Row {
    Review(Review),
    Prediction(Prediction),
    Lesson(Lesson),
    Page(Page),
    Meta(Meta),
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Review {
    item: String,
    rev: u32,
    at_utc_ms: i64,
    study_day: i64,
    kind: String,
    answer: String,
    right: bool,
    credit: f64,
    confidence: Option<u8>,
    hints: u8,
    ms: i64,
    lang: String,
    round: String,
    practice: bool,
    draw: Option<String>,
    cram: bool,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Prediction {
    lesson: String,
    item: String,
    at_utc_ms: i64,
    study_day: i64,
    predicted: String,
    real: String,
    ratio: Option<f64>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Lesson {
    slug: String,
    lang: String,
    page: i64,
    at_utc_ms: i64,
    done_at: Option<i64>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Page {
    slug: String,
    page: i64,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Meta {
    key: String,
    value: String,
}

impl Row {
    /// What the tables' own checks do not see: moments and days outside of any calendar.
    pub(super) fn checked(mut self) -> Result<Self, String> {
        let (at, day) = match &mut self {
            Self::Review(row) => {
                // A zero without its sign, as the table keeps it.
                row.credit += 0.0;
                (row.at_utc_ms, row.study_day)
            }
            Self::Prediction(row) => {
                row.ratio = row.ratio.map(|ratio| ratio + 0.0);
                (row.at_utc_ms, row.study_day)
            }
            Self::Lesson(row) => (row.at_utc_ms, 0),
            Self::Page(_) | Self::Meta(_) => (0, 0),
        };
        if jiff::Timestamp::from_millisecond(at).is_err() {
            return Err(format!("at_utc_ms {at} is in no calendar"));
        }
        if !(-DAYS..=DAYS).contains(&day) {
            return Err(format!("study_day {day} is in no calendar"));
        }
        Ok(self)
    }

    /// Puts it into its table; false if what stands there stays.
    pub(super) fn put(&self, connection: &Connection) -> rusqlite::Result<bool> {
        let put = |sql: &str, values: &[&dyn ToSql]| {
            Ok(connection.prepare_cached(sql)?.execute(values)? > 0)
        };
        match self {
            Self::Review(row) => put(
                r#"INSERT INTO review (item, rev, at_utc_ms, study_day, kind, answer, "right", credit,
                    confidence, hints, ms, lang, round, practice, draw, cram)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)"#,
                params![
                    row.item, row.rev, row.at_utc_ms, row.study_day, row.kind, row.answer, row.right,
                    row.credit, row.confidence, row.hints, row.ms, row.lang, row.round, row.practice,
                    row.draw, row.cram
                ],
            ),
            Self::Prediction(row) => put(
                "INSERT INTO prediction (lesson, item, at_utc_ms, study_day, predicted, real, ratio)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![
                    row.lesson, row.item, row.at_utc_ms, row.study_day, row.predicted, row.real,
                    row.ratio
                ],
            ),
            Self::Lesson(row) => put(
                "INSERT INTO lesson (slug, lang, page, at_utc_ms, done_at) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (slug) DO UPDATE SET
                    lang = iif(excluded.at_utc_ms > at_utc_ms, excluded.lang, lang),
                    page = iif(excluded.at_utc_ms > at_utc_ms, excluded.page, page),
                    at_utc_ms = max(excluded.at_utc_ms, at_utc_ms),
                    done_at = coalesce(min(excluded.done_at, done_at), excluded.done_at, done_at)
                 WHERE excluded.at_utc_ms > at_utc_ms
                    OR (excluded.done_at IS NOT NULL AND (done_at IS NULL OR excluded.done_at < done_at))",
                params![row.slug, row.lang, row.page, row.at_utc_ms, row.done_at],
            ),
            Self::Page(row) => put(
                "INSERT INTO page (slug, page) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                params![row.slug, row.page],
            ),
            Self::Meta(row) if row.key.starts_with(OWN) => Ok(false),
            Self::Meta(row) => put(
                "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                params![row.key, row.value],
            ),
        }
    }
}

/// Every row in a stable order: table by table, the log as it was written, the rest by its keys.
pub(super) fn each(
    connection: &Connection,
    give: &mut dyn FnMut(Row) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut read = |sql: &str, make: &dyn Fn(&rusqlite::Row<'_>) -> rusqlite::Result<Row>| {
        let mut statement = connection.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            give(make(row)?)?;
        }
        Ok::<(), StoreError>(())
    };
    read(
        r#"SELECT item, rev, at_utc_ms, study_day, kind, answer, "right", credit, confidence, hints, ms,
            lang, round, practice, draw, cram FROM review ORDER BY id"#,
        &review,
    )?;
    read(
        "SELECT lesson, item, at_utc_ms, study_day, predicted, real, ratio FROM prediction ORDER BY id",
        &|row| {
            Ok(Row::Prediction(Prediction {
                lesson: row.get(0)?,
                item: row.get(1)?,
                at_utc_ms: row.get(2)?,
                study_day: row.get(3)?,
                predicted: row.get(4)?,
                real: row.get(5)?,
                ratio: row.get(6)?,
            }))
        },
    )?;
    read("SELECT slug, lang, page, at_utc_ms, done_at FROM lesson ORDER BY rowid", &|row| {
        Ok(Row::Lesson(Lesson {
            slug: row.get(0)?,
            lang: row.get(1)?,
            page: row.get(2)?,
            at_utc_ms: row.get(3)?,
            done_at: row.get(4)?,
        }))
    })?;
    read("SELECT slug, page FROM page ORDER BY slug, page", &|row| {
        Ok(Row::Page(Page { slug: row.get(0)?, page: row.get(1)? }))
    })?;
    let meta = "SELECT key, value FROM meta WHERE key NOT LIKE 'store.%' ORDER BY key";
    read(meta, &|row| Ok(Row::Meta(Meta { key: row.get(0)?, value: row.get(1)? })))
}

fn review(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    Ok(Row::Review(Review {
        item: row.get(0)?,
        rev: row.get(1)?,
        at_utc_ms: row.get(2)?,
        study_day: row.get(3)?,
        kind: row.get(4)?,
        answer: row.get(5)?,
        right: row.get(6)?,
        credit: row.get(7)?,
        confidence: row.get(8)?,
        hints: row.get(9)?,
        ms: row.get(10)?,
        lang: row.get(11)?,
        round: row.get(12)?,
        practice: row.get(13)?,
        draw: row.get(14)?,
        cram: row.get(15)?,
    }))
}

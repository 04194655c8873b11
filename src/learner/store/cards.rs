//! The cards: what the log says about each item's memory, kept beside it so that nothing is folded anew
//! when a round begins. Derived and never trusted further than that: [`ensure`] rebuilds them whenever
//! they are not those of the log.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::stats::count;
use super::{Store, StoreError};
use crate::learner::schedule::{Card, Counted, Schedule, VERSION};

/// Where the table `meta` says which schedule the cards are of.
const MADE_BY: &str = "store.cards";

const COLUMNS: &str =
    "item, rev, stability, difficulty, last_day, due_day, reviews, lapses, gap, credit";

/// What is folded, in the order of time.
const ANSWERS: &str = "SELECT item, rev, study_day, credit, hints, confidence FROM review
     WHERE practice = 0 AND cram = 0";

/// The items that have a counted answer: by skipping through the index, not by reading all of it.
const ITEMS: &str = "WITH RECURSIVE items (item) AS (
         SELECT min(item) FROM review WHERE practice = 0 AND cram = 0
         UNION ALL
         SELECT (SELECT min(item) FROM review WHERE practice = 0 AND cram = 0 AND item > items.item)
         FROM items WHERE item IS NOT NULL
     )";

impl Store {
    /// What is known of every item that was asked, in the order of their ids.
    pub fn cards(&self) -> Result<Vec<Card>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM card ORDER BY item");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let cards = statement.query_map([], card)?;
        Ok(cards.collect::<Result<_, _>>()?)
    }

    /// The items due on or before a study day, those that are most likely forgotten first.
    pub fn due(&self, day: i64) -> Result<Vec<String>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM card WHERE due_day <= ?1 ORDER BY due_day, item");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut due: Vec<Card> = statement.query_map([day], card)?.collect::<Result<_, _>>()?;
        due.sort_by(|a, b| a.retrievability(day).total_cmp(&b.retrievability(day)));
        Ok(due.into_iter().map(|card| card.item).collect())
    }

    /// The items that went wrong, the worst first: the last answer left something to wish for, or the item
    /// was forgotten and not kept since.
    pub fn weak(&self) -> Result<Vec<String>, StoreError> {
        let mut weak = self.cards()?;
        weak.retain(Card::is_weak);
        weak.sort_by(|a, b| {
            let by_credit = a.credit.total_cmp(&b.credit);
            let by_lapses = || b.lapses.cmp(&a.lapses);
            by_credit.then_with(by_lapses).then_with(|| a.stability.total_cmp(&b.stability))
        });
        Ok(weak.into_iter().map(|card| card.item).collect())
    }

    /// The items that were recalled days after they were last asked.
    pub fn kept(&self) -> Result<HashSet<String>, StoreError> {
        let kept = self.cards()?.into_iter().filter(Card::is_kept);
        Ok(kept.map(|card| card.item).collect())
    }
}

/// Takes in the answer that was just added to the log as row `id`.
///
/// One that is not the last in time, because the clock went back, changes what came after it: then the
/// item's card is folded anew.
pub(super) fn take_in(
    connection: &Connection,
    id: i64,
    item: &str,
    at_utc_ms: i64,
    answer: &Counted,
) -> rusqlite::Result<()> {
    let is_last: bool = connection
        .prepare_cached(
            "SELECT NOT EXISTS (SELECT 1 FROM review
             WHERE item = ?1 AND at_utc_ms >= ?2 AND practice = 0 AND cram = 0 AND id <> ?3)",
        )?
        .query_row(params![item, at_utc_ms, id], |row| row.get(0))?;
    let sql = format!("SELECT {COLUMNS} FROM card WHERE item = ?1");
    let old = connection.prepare_cached(&sql)?.query_row([item], card).optional()?;
    match old {
        Some(old) if is_last => put(connection, &Schedule::default().next(Some(old), item, answer)),
        _ => refold(connection, item),
    }
}

/// Folds the card of one item from the log.
fn refold(connection: &Connection, item: &str) -> rusqlite::Result<()> {
    let sql = format!("{ANSWERS} AND item = ?1 ORDER BY at_utc_ms, id");
    let mut statement = connection.prepare_cached(&sql)?;
    let answers: Vec<Counted> = statement.query_map([item], counted)?.collect::<Result<_, _>>()?;
    match Schedule::default().fold(item, answers) {
        Some(card) => put(connection, &card),
        None => Ok(()),
    }
}

/// Rebuilds all cards from the log if they are not the log's: after a migration or an import, with
/// another version of the schedule, when one is missing or cannot be right.
pub(super) fn ensure(connection: &mut Connection) -> rusqlite::Result<()> {
    if are_current(connection)? {
        return Ok(());
    }
    let transaction = connection.transaction()?;
    rebuild(&transaction)?;
    transaction.commit()
}

fn are_current(connection: &Connection) -> rusqlite::Result<bool> {
    let made_by: Option<String> = connection
        .query_row("SELECT value FROM meta WHERE key = ?1", [MADE_BY], |row| row.get(0))
        .optional()?;
    if made_by.as_deref() != Some(VERSION) {
        return Ok(false);
    }
    // What the CHECKs forbid can still stand in a file that something else wrote.
    let sql = format!(
        "{ITEMS} SELECT (SELECT count(*) FROM card) = (SELECT count(item) FROM items)
             AND NOT EXISTS (SELECT 1 FROM items LEFT JOIN card USING (item)
                 WHERE items.item IS NOT NULL AND card.rev IS NULL)
             AND NOT EXISTS (SELECT 1 FROM card WHERE NOT (stability > 0 AND stability <= 36500
                 AND difficulty BETWEEN 1 AND 10 AND due_day > last_day AND reviews > 0
                 AND lapses BETWEEN 0 AND reviews AND gap >= 0 AND credit BETWEEN 0 AND 1))"
    );
    connection.query_row(&sql, [], |row| row.get(0))
}

/// Folds every card from the log, in the transaction of the caller.
pub(super) fn rebuild(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM card", [])?;
    let schedule = Schedule::default();
    let mut statement = connection.prepare(&format!("{ANSWERS} ORDER BY item, at_utc_ms, id"))?;
    let mut rows = statement.query([])?;
    let mut card: Option<Card> = None;
    while let Some(row) = rows.next()? {
        let item: String = row.get(0)?;
        if let Some(done) = card.take_if(|card| card.item != item) {
            put(connection, &done)?;
        }
        card = Some(schedule.next(card, &item, &counted(row)?));
    }
    if let Some(last) = card {
        put(connection, &last)?;
    }
    connection.execute(
        "INSERT INTO meta (key, value) VALUES (?1, ?2)
         ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        [MADE_BY, VERSION],
    )?;
    Ok(())
}

fn put(connection: &Connection, card: &Card) -> rusqlite::Result<()> {
    let sql =
        format!("INSERT OR REPLACE INTO card ({COLUMNS}) VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10)");
    connection.prepare_cached(&sql)?.execute(params![
        card.item,
        card.rev,
        card.stability,
        card.difficulty,
        card.last_day,
        card.due_day,
        card.reviews,
        card.lapses,
        card.gap,
        card.credit,
    ])?;
    Ok(())
}

fn card(row: &Row<'_>) -> rusqlite::Result<Card> {
    Ok(Card {
        item: row.get(0)?,
        rev: row.get(1)?,
        // Written from an f32, so nothing is lost.
        stability: row.get::<_, f64>(2)? as f32,
        difficulty: row.get::<_, f64>(3)? as f32,
        last_day: row.get(4)?,
        due_day: row.get(5)?,
        reviews: row.get(6)?,
        lapses: row.get(7)?,
        gap: row.get(8)?,
        credit: row.get(9)?,
    })
}

fn counted(row: &Row<'_>) -> rusqlite::Result<Counted> {
    Ok(Counted {
        rev: row.get(1)?,
        day: row.get(2)?,
        credit: row.get(3)?,
        hints: count(row, 4)?,
        confidence: row.get(5)?,
    })
}

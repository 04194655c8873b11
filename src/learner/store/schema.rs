//! The tables, as migrations that only ever grow. `review` is the log from which all else can be
//! rebuilt: rows are added, never changed.

use rusqlite_migration::{M, Migrations};

/// One step per version of the schema; a released step is never edited.
const STEPS: &[M<'_>] = &[
    M::up(
        r#"
CREATE TABLE review (
    id         INTEGER PRIMARY KEY,
    item       TEXT    NOT NULL,
    rev        INTEGER NOT NULL,
    at_utc_ms  INTEGER NOT NULL,
    study_day  INTEGER NOT NULL,
    kind       TEXT    NOT NULL,
    answer     TEXT    NOT NULL,
    "right"    INTEGER NOT NULL CHECK ("right" IN (0, 1)),
    credit     REAL    NOT NULL CHECK (credit BETWEEN 0 AND 1),
    confidence INTEGER          CHECK (confidence BETWEEN 0 AND 100),
    hints      INTEGER NOT NULL CHECK (hints BETWEEN 0 AND 3),
    ms         INTEGER NOT NULL CHECK (ms >= 0),
    lang       TEXT    NOT NULL CHECK (lang IN ('ko', 'en')),
    round      TEXT    NOT NULL,
    practice   INTEGER NOT NULL CHECK (practice IN (0, 1))
) STRICT;
CREATE INDEX review_by_item ON review (item, at_utc_ms);

CREATE TABLE prediction (
    id        INTEGER PRIMARY KEY,
    lesson    TEXT    NOT NULL,
    item      TEXT    NOT NULL,
    at_utc_ms INTEGER NOT NULL,
    study_day INTEGER NOT NULL,
    predicted TEXT    NOT NULL,
    real      TEXT    NOT NULL,
    ratio     REAL
) STRICT;

CREATE TABLE lesson (
    slug      TEXT    PRIMARY KEY,
    lang      TEXT    NOT NULL CHECK (lang IN ('ko', 'en')),
    page      INTEGER NOT NULL CHECK (page >= 0),
    at_utc_ms INTEGER NOT NULL,
    done_at   INTEGER
) STRICT;

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
"#,
    ),
    M::up(
        r"
-- The pages of a lesson that were opened; those before a known place were.
CREATE TABLE page (
    slug TEXT    NOT NULL,
    page INTEGER NOT NULL CHECK (page >= 0),
    PRIMARY KEY (slug, page)
) STRICT, WITHOUT ROWID;
WITH RECURSIVE opened (slug, page) AS (
    SELECT slug, page FROM lesson
    UNION
    SELECT slug, page - 1 FROM opened WHERE page > 0
)
INSERT INTO page SELECT slug, page FROM opened;
",
    ),
    M::up(
        r#"
-- What was drawn for an item with parameters, and rounds that the schedule does not see.
ALTER TABLE review ADD COLUMN draw TEXT;
ALTER TABLE review ADD COLUMN cram INTEGER NOT NULL DEFAULT 0 CHECK (cram IN (0, 1));
-- One index answers what is counted without the table itself, and finds an item's answers in order.
DROP INDEX review_by_item;
CREATE INDEX review_scored ON review (item, at_utc_ms, cram, "right", credit, confidence)
    WHERE practice = 0;
CREATE INDEX prediction_by_prompt ON prediction (lesson, item, at_utc_ms);

-- Derived from the log: it may be emptied at any time and is rebuilt.
CREATE TABLE card (
    item       TEXT    PRIMARY KEY,
    rev        INTEGER NOT NULL CHECK (rev >= 0),
    stability  REAL    NOT NULL CHECK (stability > 0 AND stability <= 36500),
    difficulty REAL    NOT NULL CHECK (difficulty BETWEEN 1 AND 10),
    last_day   INTEGER NOT NULL,
    due_day    INTEGER NOT NULL CHECK (due_day > last_day),
    reviews    INTEGER NOT NULL CHECK (reviews > 0),
    lapses     INTEGER NOT NULL CHECK (lapses BETWEEN 0 AND reviews),
    gap        INTEGER NOT NULL CHECK (gap >= 0),
    credit     REAL    NOT NULL CHECK (credit BETWEEN 0 AND 1)
) STRICT, WITHOUT ROWID;
CREATE INDEX card_by_due ON card (due_day);
"#,
    ),
];

/// The migrations.
pub(super) const MIGRATIONS: Migrations<'static> = Migrations::from_slice(STEPS);

/// The newest schema that this program knows.
pub(super) const NEWEST: i64 = STEPS.len() as i64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_migrations_are_valid() {
        MIGRATIONS.validate().unwrap();
    }

    #[test]
    fn sqlite_is_past_the_wal_reset_bug() {
        assert!(rusqlite::version_number() >= 3_051_003, "{}", rusqlite::version());
    }
}

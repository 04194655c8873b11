//! Places in lessons, and what was chosen: the language and the look.

use jiff::ZonedDateTime;
use rusqlite::{OptionalExtension, Row, params};

use super::stats::count;
use super::{Saved, Store, StoreError};
use crate::text::Lang;

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

impl Store {
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
        self.transact(|transaction| {
            transaction
                .prepare_cached(
                    "INSERT INTO page (slug, page) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                )?
                .execute(params![slug, page as i64])?;
            transaction
                .prepare_cached(
                    "INSERT INTO lesson (slug, lang, page, at_utc_ms, done_at)
                     VALUES (?1, ?2, ?3, ?4, ?5)
                     ON CONFLICT (slug) DO UPDATE SET lang = excluded.lang, page = excluded.page,
                        at_utc_ms = excluded.at_utc_ms, done_at = coalesce(done_at, excluded.done_at)",
                )?
                .execute(params![slug, lang.code(), page as i64, at, done_at])?;
            Ok(())
        })
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

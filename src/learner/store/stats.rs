//! What the answers amount to: the sums on home, the record of each item, the calibration of confidence,
//! and predictions that were far off.

use std::collections::HashMap;

use rusqlite::Row;

use super::{Prediction, Store, StoreError};
use crate::learner::schedule::is_full;

/// What the home screen says about a learner. Practice and cramming do not count.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// Answers.
    pub answers: usize,
    /// Answers that were right.
    pub right: usize,
}

/// What a learner did with one item. Only counted answers are in it.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemRecord {
    /// The item.
    pub item: String,
    /// Answers.
    pub answers: usize,
    /// Answers that were right.
    pub right: usize,
    /// The mean of their credit.
    pub mean_credit: f64,
    /// Credit of the last one.
    pub last_credit: f64,
    /// How often it was known one time and not the next.
    pub lapses: usize,
    /// Whether it was recalled days after it was last asked.
    pub kept: bool,
}

/// Answers given with about the same confidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Band {
    /// The least confidence of the band, in percent.
    pub from: u8,
    /// The highest.
    pub to: u8,
    /// Answers.
    pub answers: usize,
    /// Answers that were right.
    pub right: usize,
}

/// A prediction that was off by more than a factor of two.
#[derive(Debug, Clone, PartialEq)]
pub struct Misjudged {
    /// The last one at its prompt.
    pub prediction: Prediction,
    /// The study day.
    pub study_day: i64,
}

/// The bands of confidence: the least and the highest percentage.
const BANDS: [(u8, u8); 5] = [(0, 29), (30, 59), (60, 79), (80, 94), (95, 100)];

impl Band {
    /// The share that was right; none of no answers.
    pub fn share(&self) -> Option<f64> {
        (self.answers > 0).then(|| self.right as f64 / self.answers as f64)
    }
}

impl Store {
    /// What the home screen says.
    pub fn summary(&self) -> Result<Summary, StoreError> {
        let sql = r#"SELECT count(*), coalesce(sum("right"), 0) FROM review
             WHERE practice = 0 AND cram = 0"#;
        Ok(self.connection.query_row(sql, [], |row| {
            Ok(Summary { answers: count(row, 0)?, right: count(row, 1)? })
        })?)
    }

    /// What was done with each item that was asked, in the order of their ids.
    pub fn records(&self) -> Result<Vec<ItemRecord>, StoreError> {
        let cards = self.cards()?;
        let mut cards =
            cards.iter().map(|card| (card.item.as_str(), card)).collect::<HashMap<_, _>>();
        // In the order of the index, so that nothing is sorted.
        let mut statement = self.connection.prepare_cached(
            r#"SELECT item, count(*), sum("right"), avg(credit) FROM review
             WHERE practice = 0 AND cram = 0 GROUP BY item ORDER BY item"#,
        )?;
        let mut rows = statement.query([])?;
        let mut records = Vec::new();
        while let Some(row) = rows.next()? {
            let item: String = row.get(0)?;
            let Some(card) = cards.remove(item.as_str()) else { continue };
            records.push(ItemRecord {
                item,
                answers: count(row, 1)?,
                right: count(row, 2)?,
                mean_credit: row.get(3)?,
                last_credit: card.credit,
                lapses: card.lapses as usize,
                kept: card.is_kept(),
            });
        }
        Ok(records)
    }

    /// How right the learner was at each degree of confidence.
    pub fn calibration(&self) -> Result<Vec<Band>, StoreError> {
        let mut bands = BANDS.map(|(from, to)| Band { from, to, answers: 0, right: 0 }).to_vec();
        // Read row by row: grouping would sort all of them first.
        let mut statement = self.connection.prepare_cached(
            r#"SELECT confidence, "right" FROM review
             WHERE practice = 0 AND cram = 0 AND confidence IS NOT NULL"#,
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let percent: u8 = row.get(0)?;
            if let Some(band) = bands.iter_mut().find(|band| percent <= band.to) {
                band.answers += 1;
                band.right += usize::from(row.get::<_, bool>(1)?);
            }
        }
        Ok(bands)
    }

    /// The last prediction at each prompt where it was off by more than a factor of two, the farthest
    /// first.
    pub fn misjudged(&self) -> Result<Vec<Misjudged>, StoreError> {
        let far = |ratio: f64| if ratio > 0.0 { ratio.max(ratio.recip()) } else { f64::INFINITY };
        let mut found: Vec<(f64, Misjudged)> = Vec::new();
        for (prediction, study_day) in self.last_with_days()? {
            let Some(off) = prediction.ratio.map(far).filter(|off| *off > 2.0) else { continue };
            found.push((off, Misjudged { prediction, study_day }));
        }
        found.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        Ok(found.into_iter().map(|(_, misjudged)| misjudged).collect())
    }
}

/// The `n` items that gave the most trouble: by lapses, then by the mean of their credit. What was always
/// answered in full is not hard.
pub(in crate::learner) fn hardest(mut all: Vec<ItemRecord>, n: usize) -> Vec<ItemRecord> {
    all.retain(|item| item.lapses > 0 || !is_full(item.mean_credit));
    all.sort_by(|a, b| {
        let by_lapses = b.lapses.cmp(&a.lapses);
        by_lapses.then_with(|| a.mean_credit.total_cmp(&b.mean_credit))
    });
    all.truncate(n);
    all
}

/// A count, which is never negative.
pub(super) fn count(row: &Row<'_>, column: usize) -> rusqlite::Result<usize> {
    let value: i64 = row.get(column)?;
    Ok(usize::try_from(value).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hardest_items_are_those_forgotten_most_often() {
        let record = |item: &str, mean_credit, lapses| ItemRecord {
            item: item.to_owned(),
            answers: 2,
            right: 1,
            mean_credit,
            last_credit: 0.0,
            lapses,
            kept: false,
        };
        let all = || {
            [("fine", 1.0, 0), ("slow", 0.5, 0), ("lost", 0.5, 1), ("worse", 0.0, 0)]
                .map(|(item, credit, lapses)| record(item, credit, lapses))
                .to_vec()
        };
        let names = |n| hardest(all(), n).into_iter().map(|hard| hard.item).collect::<Vec<_>>();
        assert_eq!(names(9), ["lost", "worse", "slow"]);
        assert_eq!(names(1), ["lost"]);
    }
}

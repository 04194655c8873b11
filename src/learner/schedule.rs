//! When an item is asked again: FSRS-6 (the crate `fsrs`), folded over the answers that count.
//!
//! ```text
//! counted answer ──rating──► Rating ──Schedule::next──► Card: stability, difficulty, the day it is due
//! ```
//!
//! An item is due on the day on which its recall is expected to have fallen to nine in ten. A card is
//! never more than what its answers say: folding them again, in the order of time, gives it back bit
//! for bit.

use fsrs::{FSRS, FSRS6_DEFAULT_DECAY, MemoryState, current_retrievability};

/// The recall at which an item is asked again.
const RECALL: f32 = 0.9;
/// Credit that counts as full: sums of thirds may miss 1 by a rounding.
const FULL: f64 = 1.0 - 1e-9;
/// Below this much credit an item was not known.
const KNOWN: f64 = 0.5;
/// From this confidence on, in percent, a faultless answer was easy.
const SURE: u8 = 90;
/// The longest time between two reviews, in days.
const LONGEST: i64 = 365 * 10;
/// Days between two right answers from which on an item counts as kept.
const KEPT: i64 = 2;
/// Days before and after 1970 that a calendar has: what lies outside is a broken clock.
pub(super) const DAYS: i64 = 4_000_000;

/// Changes whenever the same answers would give other cards: then stored ones are rebuilt.
pub(super) const VERSION: &str = "fsrs-6.6/1";

/// How well an item was known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rating {
    /// It was not.
    Again,
    /// In part, or with hints.
    Hard,
    /// Without a fault.
    Good,
    /// Without a fault or a hint, and surely.
    Easy,
}

/// An answer that counts, as far as the schedule cares. Practice and cramming do not count.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Counted {
    /// The revision of the item that was asked.
    pub rev: u32,
    /// The study day.
    pub day: i64,
    /// 0 to 1, hints deducted.
    pub credit: f64,
    /// Hints shown.
    pub hints: usize,
    /// The confidence stated, in percent.
    pub confidence: Option<u8>,
}

impl Counted {
    /// How well the item was known.
    pub fn rating(&self) -> Rating {
        let is_sure = self.confidence.is_some_and(|percent| percent >= SURE);
        match self.credit {
            credit if !is_known(credit) => Rating::Again,
            credit if !is_full(credit) => Rating::Hard,
            _ if self.hints == 0 && is_sure => Rating::Easy,
            _ => Rating::Good,
        }
    }
}

/// Whether this is all the credit there is.
pub(super) fn is_full(credit: f64) -> bool {
    credit >= FULL
}

fn is_known(credit: f64) -> bool {
    credit >= KNOWN
}

/// What is known of a learner's memory of one item.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// The item.
    pub item: String,
    /// The revision that was asked; a newer one starts the card anew.
    pub rev: u32,
    /// Days after which recall has fallen to nine in ten.
    pub stability: f32,
    /// 1 to 10.
    pub difficulty: f32,
    /// The study day of the last answer.
    pub last_day: i64,
    /// The study day on which it is due.
    pub due_day: i64,
    /// Answers that count.
    pub reviews: u32,
    /// How often it was known one time and not the next.
    pub lapses: u32,
    /// Days between the last two answers, if the last one was right, else 0.
    pub gap: i64,
    /// Credit of the last answer.
    pub credit: f64,
}

impl Card {
    /// Whether the item was recalled days after it was last asked.
    pub const fn is_kept(&self) -> bool {
        self.gap >= KEPT
    }

    /// Whether the last answer left something to wish for, or the item was forgotten and not kept since.
    pub fn is_weak(&self) -> bool {
        !is_full(self.credit) || (self.lapses > 0 && !self.is_kept())
    }

    /// How likely the item is recalled on a study day, 0 to 1.
    pub fn retrievability(&self, day: i64) -> f32 {
        let days = day.saturating_sub(self.last_day).max(0);
        current_retrievability(self.memory(), days as f32, FSRS6_DEFAULT_DECAY)
    }

    const fn memory(&self) -> MemoryState {
        MemoryState { stability: self.stability, difficulty: self.difficulty }
    }
}

/// The scheduler, with the parameters of an average learner.
#[derive(Debug, Default)]
pub struct Schedule {
    fsrs: FSRS,
}

impl Schedule {
    /// The card of an item after all its counted answers, given in the order of time; none for none.
    pub fn fold(&self, item: &str, answers: impl IntoIterator<Item = Counted>) -> Option<Card> {
        answers.into_iter().fold(None, |card, answer| Some(self.next(card, item, &answer)))
    }

    /// The card after one more answer.
    ///
    /// An answer to an older revision says nothing about the newer one and changes nothing. A clock
    /// that went back does not make time run backwards: then no day has passed.
    pub fn next(&self, card: Option<Card>, item: &str, answer: &Counted) -> Card {
        let rating = answer.rating();
        let day = answer.day.clamp(-DAYS, DAYS);
        let old = match card {
            Some(card) if answer.rev < card.rev => return card,
            Some(card) if answer.rev == card.rev => Some(card),
            _ => None,
        };
        let (mut last_day, mut elapsed) = (day, 0);
        if let Some(old) = &old {
            last_day = day.max(old.last_day);
            elapsed = last_day - old.last_day;
        }
        let (memory, interval) = self.step(old.as_ref().map(Card::memory), elapsed, rating);
        let interval = match rating {
            Rating::Again => 1,
            _ => (interval.round() as i64).clamp(1, LONGEST),
        };
        let is_lapse =
            rating == Rating::Again && old.as_ref().is_some_and(|old| is_known(old.credit));
        let (reviews, lapses) = old.map_or((0, 0), |old| (old.reviews, old.lapses));
        Card {
            item: item.to_owned(),
            rev: answer.rev,
            stability: memory.stability,
            difficulty: memory.difficulty,
            last_day,
            due_day: last_day + interval,
            reviews: reviews.saturating_add(1),
            lapses: lapses + u32::from(is_lapse),
            gap: if rating == Rating::Again { 0 } else { elapsed },
            credit: answer.credit,
        }
    }

    fn step(
        &self,
        memory: Option<MemoryState>,
        elapsed: i64,
        rating: Rating,
    ) -> (MemoryState, f32) {
        let days = u32::try_from(elapsed).unwrap_or(0);
        // Only a memory that is no number is refused, and no card has one: it would begin anew.
        let anew = |_| self.fsrs.next_states(None, RECALL, 0);
        let Ok(states) = self.fsrs.next_states(memory, RECALL, days).or_else(anew) else {
            return (MemoryState { stability: 1.0, difficulty: 5.0 }, 1.0);
        };
        let state = match rating {
            Rating::Again => states.again,
            Rating::Hard => states.hard,
            Rating::Good => states.good,
            Rating::Easy => states.easy,
        };
        (state.memory, state.interval)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const GOOD: Counted = Counted { rev: 1, day: 100, credit: 1.0, hints: 0, confidence: None };

    #[track_caller]
    fn fold(answers: &[Counted]) -> Card {
        Schedule::default().fold("a", answers.iter().copied()).unwrap()
    }

    #[test]
    fn credit_hints_and_confidence_make_the_rating() {
        let rating =
            |credit, hints, confidence| Counted { credit, hints, confidence, ..GOOD }.rating();
        assert_eq!(rating(0.0, 0, Some(100)), Rating::Again);
        assert_eq!(rating(0.49, 0, None), Rating::Again);
        assert_eq!(rating(0.5, 0, None), Rating::Hard);
        assert_eq!(rating(0.75, 1, Some(95)), Rating::Hard);
        assert_eq!(rating(1.0, 0, None), Rating::Good);
        assert_eq!(rating(1.0 / 3.0 + 1.0 / 3.0 + 1.0 / 3.0, 0, Some(89)), Rating::Good);
        assert_eq!(rating(1.0, 1, Some(95)), Rating::Good);
        assert_eq!(rating(1.0, 0, Some(90)), Rating::Easy);
    }

    #[test]
    fn what_is_known_is_asked_later_and_what_is_not_tomorrow() {
        let first = fold(&[GOOD]);
        assert_eq!(
            (first.due_day, first.reviews, first.gap),
            (102, 1, 0),
            "two days, as FSRS has it"
        );
        let second = fold(&[GOOD, Counted { day: 102, ..GOOD }]);
        assert!(second.due_day - second.last_day > 2, "{second:?}");
        assert!(second.is_kept() && !second.is_weak());
        let lapsed = fold(&[GOOD, Counted { day: 102, credit: 0.0, ..GOOD }]);
        assert_eq!((lapsed.due_day, lapsed.lapses, lapsed.gap), (103, 1, 0));
        let never = fold(&[Counted { credit: 0.0, ..GOOD }, Counted { credit: 0.2, ..GOOD }]);
        assert_eq!(
            (never.lapses, never.due_day),
            (0, 101),
            "what was never known cannot be forgotten"
        );
    }

    #[test]
    fn what_was_always_known_is_asked_again_after_ten_years_at_the_latest() {
        let mut answers = vec![GOOD];
        for _ in 0..60 {
            let day = fold(&answers).due_day;
            answers.push(Counted { day, ..GOOD });
        }
        let card = fold(&answers);
        assert_eq!(card.due_day - card.last_day, 3650, "{card:?}");
        // What is forgotten then is asked on the next day all the same.
        let forgotten = Counted { day: card.due_day, credit: 0.0, ..GOOD };
        answers.push(forgotten);
        assert_eq!(fold(&answers).due_day, card.due_day + 1);
    }

    #[test]
    fn a_lapse_is_weak_until_the_item_is_kept_again() {
        let lapse = [GOOD, Counted { day: 101, credit: 0.0, ..GOOD }];
        let at = |day| fold(&[&lapse[..], &[Counted { day, ..GOOD }]].concat());
        assert!(fold(&lapse).is_weak() && at(102).is_weak() && !at(103).is_weak());
    }

    #[test]
    fn a_newer_revision_starts_anew_and_an_older_one_is_not_asked() {
        let newer = Counted { rev: 2, day: 105, ..GOOD };
        let anew = fold(&[GOOD, newer]);
        assert_eq!(anew, fold(&[newer]));
        assert_eq!(anew, fold(&[newer, Counted { day: 200, ..GOOD }]));
    }

    #[test]
    fn recall_fades_to_nine_in_ten_on_the_day_it_is_due() {
        let card = fold(&[GOOD, Counted { day: 102, ..GOOD }]);
        assert!((card.retrievability(card.last_day) - 1.0).abs() < 1e-6);
        assert!((card.retrievability(card.due_day) - RECALL).abs() < 0.02, "{card:?}");
        assert!(card.retrievability(i64::MIN) <= 1.0 && card.retrievability(i64::MAX) >= 0.0);
    }

    proptest! {
        #[test]
        fn whatever_the_clock_does_a_card_is_sound(
            answers in prop::collection::vec(
                (1..4u32, prop_oneof![0..800i64, any::<i64>()], 0.0..=1.0f64, 0..4usize,
                    prop::option::of(0..=100u8)),
                1..40,
            ),
        ) {
            let schedule = Schedule::default();
            let mut card: Option<Card> = None;
            for (rev, day, credit, hints, confidence) in answers {
                let before = card.as_ref().map(|card| (card.rev, card.last_day));
                let answer = Counted { rev, day, credit, hints, confidence };
                let next = schedule.next(card, "a", &answer);
                let interval = next.due_day - next.last_day;
                prop_assert!((1..=LONGEST).contains(&interval), "{next:?}");
                prop_assert!(next.stability > 0.0 && next.stability <= 36_500.0);
                prop_assert!((1.0..=10.0).contains(&next.difficulty));
                prop_assert!(next.gap >= 0 && next.lapses <= next.reviews);
                if let Some((rev, last_day)) = before && rev == next.rev {
                    prop_assert!(next.last_day >= last_day, "days do not run backwards");
                }
                card = Some(next);
            }
        }
    }
}

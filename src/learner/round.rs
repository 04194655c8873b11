//! A round of questions: a pure state machine. Events go in by method, state comes out; there is no
//! clock, no file and no chance but the seed.
//!
//! ```text
//! asking ──hint──► asking (worth less)
//! asking ──answer──► answered ──advance──► asking the next, or over
//! ```
//!
//! Each item is scored once. A missed one returns after three to five others, as practice that counts
//! for nothing but learning; the credit is 1, 0.75, 0.5, 0.25 of the grade after 0 to 3 hints. A parametric
//! item is drawn from the seed, and anew when it returns.

use std::collections::{HashSet, VecDeque};

use super::Keys;
use super::answer::Answer;
use super::grade::{Verdict, grade};
use super::sheet::Sheet;
use super::tally::Tally;
use crate::content::quiz::Question;
use crate::random::SplitMix64;
use crate::text::Localized;

/// In which order a round asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// By the seed.
    #[default]
    Shuffled,
    /// As given, such as the study note's seven.
    Given,
}

/// What a round is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Held {
    /// To learn: feedback after each answer, and the answers move the schedule of reviews.
    #[default]
    Review,
    /// The evening before: the same, but the schedule stays where it is.
    Cram,
    /// To be judged: no hint, no feedback and no return before the end.
    Exam,
}

/// How a round is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RoundOptions {
    /// What it is for.
    pub held: Held,
    /// The order of the items.
    pub order: Order,
    /// At most so many distinct items.
    pub limit: Option<usize>,
    /// Whether a missed item returns as practice.
    pub practice: bool,
}

/// Items of an exam for which no number was asked.
pub const EXAM_ITEMS: usize = 20;
/// Most hints an item gives.
pub const MAX_HINTS: usize = 3;
/// How often a missed item returns within a round.
const MAX_RETURNS: usize = 2;

/// One asking of an item.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    /// Index among the round's questions.
    pub item: usize,
    /// The item, with the numbers drawn this time.
    pub question: Question,
    /// The order of its options this time.
    pub sheet: Sheet,
    /// Whether it is a repeat that does not count.
    pub practice: bool,
    /// Hints shown so far.
    pub hints: usize,
    /// How often it came back before.
    returns: usize,
}

/// What an answer did.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The grade.
    pub verdict: Verdict,
    /// Credit with hints deducted.
    pub credit: f64,
    /// Hints that were shown.
    pub hints: usize,
    /// The learner's confidence in percent, if stated.
    pub confidence: Option<u8>,
    /// Whether it was practice, which leaves the score alone.
    pub practice: bool,
    /// After how many others the item returns, if it does.
    pub returns_after: Option<usize>,
}

/// A hint, and what the item is worth after it.
#[derive(Debug, Clone, PartialEq)]
pub struct Hint<'a> {
    /// What it says, as Markdown.
    pub text: &'a Localized,
    /// Its number, from 1.
    pub number: usize,
    /// How many the item has.
    pub of: usize,
    /// The share of the credit that is left.
    pub worth: f64,
}

/// A scored answer of the round, in the order given.
#[derive(Debug, Clone, PartialEq)]
pub struct Scored {
    /// Index among the round's questions.
    pub item: usize,
    /// The answer.
    pub answer: Answer,
    /// What it did.
    pub outcome: Outcome,
}

/// A round in progress.
#[derive(Debug, Clone)]
pub struct Round {
    /// As in the bank.
    templates: Vec<Question>,
    /// As asked first, in the same order.
    questions: Vec<Question>,
    options: RoundOptions,
    seed: u64,
    rng: SplitMix64,
    queue: VecDeque<Turn>,
    /// Whether the turn at the front of the queue is answered and on display.
    outcome: Option<Outcome>,
    scored: Vec<Scored>,
    streak: usize,
    best_streak: usize,
}

impl Turn {
    /// One asking of an item that came back `returns` times before.
    fn new(item: usize, template: &Question, returns: usize, rng: &mut SplitMix64) -> Self {
        let question = match template.draws() {
            1 => template.clone(),
            draws => template.draw(rng.below(draws)),
        };
        let sheet = Sheet::shuffled(&question.ask, rng);
        Self { item, question, sheet, practice: returns > 0, hints: 0, returns }
    }
}

impl Round {
    /// Prepares a round. Items with the same id are one item; the same seed and items give the same
    /// round for ever.
    pub fn new(mut templates: Vec<Question>, seed: u64, options: RoundOptions) -> Self {
        let mut seen = HashSet::new();
        templates.retain(|question| seen.insert(question.id.clone()));
        let mut rng = SplitMix64::new(seed);
        if options.order == Order::Shuffled {
            rng.shuffle(&mut templates);
        }
        templates.truncate(options.limit.unwrap_or(usize::MAX));
        let queue: VecDeque<Turn> = templates
            .iter()
            .enumerate()
            .map(|(item, template)| Turn::new(item, template, 0, &mut rng))
            .collect();
        Self {
            questions: queue.iter().map(|turn| turn.question.clone()).collect(),
            templates,
            options,
            seed,
            rng,
            queue,
            outcome: None,
            scored: Vec::new(),
            streak: 0,
            best_streak: 0,
        }
    }

    /// What is asked now, or was just answered; `None` when the round is over.
    pub fn current(&self) -> Option<&Turn> {
        self.queue.front()
    }

    /// The question of the current turn.
    pub fn question(&self) -> Option<&Question> {
        self.current().map(|turn| &turn.question)
    }

    /// What the answer to the current turn did; `None` while it is still asked.
    pub fn outcome(&self) -> Option<&Outcome> {
        self.outcome.as_ref()
    }

    /// The distinct items of the round, in the order asked and with the numbers that were drawn first.
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// What it is for.
    pub const fn held(&self) -> Held {
        self.options.held
    }

    /// The seed that repeats this round.
    pub const fn seed(&self) -> u64 {
        self.seed
    }

    /// Shows one more hint; `None` when there is none left or the turn is answered.
    pub fn hint(&mut self) -> Option<Hint<'_>> {
        if self.outcome.is_some() || self.held() == Held::Exam {
            return None;
        }
        let Turn { question, hints: shown, .. } = self.queue.front_mut()?;
        let of = question.hints.len().min(MAX_HINTS);
        if *shown >= of {
            return None;
        }
        *shown += 1;
        Some(Hint { text: &question.hints[*shown - 1], number: *shown, of, worth: worth(*shown) })
    }

    /// Grades an answer to the current turn; `None` if there is none to answer.
    pub fn answer(
        &mut self,
        answer: Answer,
        confidence: Option<u8>,
        keys: Keys<'_>,
    ) -> Option<&Outcome> {
        if self.outcome.is_some() {
            return None;
        }
        let turn = self.queue.front()?.clone();
        let verdict = grade(&turn.question.ask, &answer, keys);
        let is_right = verdict.right;
        let outcome = Outcome {
            credit: verdict.credit * worth(turn.hints),
            verdict,
            hints: turn.hints,
            confidence,
            practice: turn.practice,
            returns_after: if is_right { None } else { self.plan_return(&turn) },
        };
        if !turn.practice {
            self.streak = if is_right { self.streak + 1 } else { 0 };
            self.best_streak = self.best_streak.max(self.streak);
            self.scored.push(Scored { item: turn.item, answer, outcome: outcome.clone() });
        }
        Some(self.outcome.insert(outcome))
    }

    /// Puts a missed item back behind three to five others, or as many as are left. With nothing in
    /// between it would only be copied from the screen, so it does not return.
    fn plan_return(&mut self, turn: &Turn) -> Option<usize> {
        let others = self.queue.len() - 1;
        let gap = (3 + self.rng.below(3)).min(others);
        let returns = self.options.practice && self.held() != Held::Exam;
        if !returns || gap == 0 || turn.returns == MAX_RETURNS {
            return None;
        }
        let template = &self.templates[turn.item];
        let again = Turn::new(turn.item, template, turn.returns + 1, &mut self.rng);
        self.queue.insert(1 + gap, again);
        Some(gap)
    }

    /// Goes on after an answer; nothing happens while a turn is still asked.
    pub fn advance(&mut self) {
        if self.outcome.take().is_some() {
            self.queue.pop_front();
        }
    }

    /// Ends the round with what was answered.
    pub fn end(&mut self) {
        self.outcome = None;
        self.queue.clear();
    }

    /// Whether nothing is left to ask.
    pub fn is_over(&self) -> bool {
        self.queue.is_empty()
    }

    /// The number of the current item, from 1, practice apart, and how many there are.
    pub fn number(&self) -> (usize, usize) {
        let of = self.questions.len();
        let is_scored = self.outcome.as_ref().is_some_and(|outcome| !outcome.practice);
        ((self.scored.len() + usize::from(!is_scored)).min(of), of)
    }

    /// Right answers in a row, and the longest such row.
    pub const fn streaks(&self) -> (usize, usize) {
        (self.streak, self.best_streak)
    }

    /// The scored answers, in the order given.
    pub fn scored(&self) -> &[Scored] {
        &self.scored
    }

    /// The items that were not answered right, in the order asked.
    pub fn missed(&self) -> impl Iterator<Item = &Question> {
        let missed = self.scored.iter().filter(|scored| !scored.outcome.verdict.right);
        missed.map(|scored| &self.questions[scored.item])
    }

    /// The score of the whole round.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for scored in &self.scored {
            tally.add(scored.outcome.verdict.right, scored.outcome.credit);
        }
        tally
    }

    /// How many items the score is of: those that were answered; in an exam all that were planned.
    pub fn out_of(&self) -> usize {
        match self.held() {
            Held::Exam => self.questions.len(),
            Held::Review | Held::Cram => self.scored.len(),
        }
    }

    /// The score by any property of the items, in the order of first appearance: lesson, topic, kind.
    pub fn tally_by<'a>(
        &'a self,
        group: impl Fn(&'a Question) -> &'a str,
    ) -> Vec<(&'a str, Tally)> {
        let mut groups: Vec<(&str, Tally)> = Vec::new();
        for scored in &self.scored {
            let name = group(&self.questions[scored.item]);
            let at = groups.iter().position(|(known, _)| *known == name).unwrap_or_else(|| {
                groups.push((name, Tally::default()));
                groups.len() - 1
            });
            groups[at].1.add(scored.outcome.verdict.right, scored.outcome.credit);
        }
        groups
    }
}

/// The name of a round in the log, by when it began, in milliseconds since 1970: two rounds of one seed
/// are two rounds.
pub fn id(began_utc_ms: i64, seed: u64) -> String {
    format!("{began_utc_ms}/{seed}")
}

/// The share of the credit that is left after so many hints: 1, 0.75, 0.5, 0.25.
pub fn worth(hints: usize) -> f64 {
    1.0 - 0.25 * hints.min(MAX_HINTS) as f64
}

#[cfg(test)]
mod tests;

//! What a round leaves for a teacher to file: every answer beside the right one, as JSON or Markdown.

use std::fmt::Write as _;
use std::io;
use std::path::Path;

use jiff::Timestamp;
use serde::Serialize;

use crate::content::layout::one_line;
use crate::content::quiz::{Ask, Question};
use crate::file;
use crate::learner::round::Scored;
use crate::learner::shown::{credit, number_in_unit};
use crate::learner::{Answer, Held, Keys, Round, Tally};
use crate::text::Lang;

/// A round that is over, in one language.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Transcript {
    /// The language that it was asked in.
    pub lang: &'static str,
    /// Whether it was an exam.
    pub exam: bool,
    /// When it began.
    pub begun: String,
    /// The seed that asks the same again.
    pub seed: u64,
    /// Seconds that the scored answers took together.
    pub seconds: u64,
    /// Items of the round, and those that were answered.
    pub items_planned: usize,
    /// Items that were answered.
    pub asked: usize,
    /// Of these, without a fault.
    pub right: usize,
    /// Sum of credit.
    pub credit: f64,
    /// Every answer, in the order given.
    pub items: Vec<Entry>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    /// The item.
    pub id: String,
    /// Its lesson.
    pub lesson: String,
    /// Its kind, as in JSON elsewhere.
    pub kind: &'static str,
    /// 1 to 3.
    pub level: u8,
    /// What was asked.
    pub prompt: String,
    /// What was answered.
    pub answer: String,
    /// What is right.
    pub key: String,
    /// `right`, `partial` or `wrong`.
    pub verdict: &'static str,
    /// 0 to 1.
    pub credit: f64,
    /// Percent, if stated.
    pub confidence: Option<u8>,
    /// Milliseconds from question to answer.
    pub ms: u64,
}

impl Transcript {
    /// The transcript of a round that began at a moment (milliseconds since 1970, UTC), with the
    /// milliseconds that each scored answer took.
    pub fn of(round: &Round, times: &[u64], begun: i64, lang: Lang, keys: Keys<'_>) -> Self {
        let begun = Timestamp::from_millisecond(begun).unwrap_or_default();
        let Tally { asked, right, credit } = round.tally();
        let entry = |(index, scored): (usize, &Scored)| {
            let question = &round.questions()[scored.item];
            Entry {
                id: question.id.clone(),
                lesson: question.lesson.clone(),
                kind: question.ask.kind(),
                level: question.level,
                prompt: one_line(question.prompt.get(lang), lang),
                answer: scored.answer.record(&question.ask, lang),
                key: right_answer(question, lang, keys),
                verdict: scored.outcome.verdict.name(),
                credit: scored.outcome.credit,
                confidence: scored.outcome.confidence,
                ms: times.get(index).copied().unwrap_or(0),
            }
        };
        Self {
            lang: lang.code(),
            exam: round.held() == Held::Exam,
            begun: begun.strftime("%Y-%m-%d %H:%M UTC").to_string(),
            seed: round.seed(),
            seconds: times.iter().sum::<u64>() / 1000,
            items_planned: round.questions().len(),
            asked,
            right,
            credit,
            items: round.scored().iter().enumerate().map(entry).collect(),
        }
    }

    /// Writes it into a file, whole or not at all: JSON if its name ends so, else Markdown.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        let is_json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
        let text = if is_json {
            serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
        } else {
            self.markdown()
        };
        file::replace(path, text.as_bytes())
    }

    /// As Markdown, in the language of the round: a head, a row for each lesson, then answer by answer.
    pub fn markdown(&self) -> String {
        let lang = if self.lang == Lang::Ko.code() { Lang::Ko } else { Lang::En };
        let title = if self.exam { "transcript.title-exam" } else { "transcript.title" };
        let of = if self.exam { self.items_planned } else { self.asked };
        let share = if of == 0 { 0.0 } else { self.credit / of as f64 * 100.0 };
        let mut text = format!("# {}\n\n", lang.text(title));
        text += &lang.fill(
            "transcript.head",
            &[
                ("begun", &self.begun),
                ("time", &minutes(self.seconds)),
                ("asked", &self.asked),
                ("of", &self.items_planned),
                ("right", &self.right),
                ("credit", &credit(self.credit)),
                ("percent", &share.round()),
                ("seed", &self.seed),
            ],
        );
        text += "\n\n";
        self.lessons(&mut text, lang);
        for (index, entry) in self.items.iter().enumerate() {
            entry.markdown(index + 1, &mut text, lang);
        }
        text
    }

    /// A table of the lessons.
    fn lessons(&self, text: &mut String, lang: Lang) {
        let [lesson, right, score] =
            ["quiz.end.topic", "quiz.end.right", "quiz.end.credit"].map(|key| lang.text(key));
        _ = writeln!(text, "| {lesson} | {right} | {score} |\n|---|---:|---:|");
        let mut slugs: Vec<&str> = Vec::new();
        for entry in &self.items {
            if !slugs.contains(&entry.lesson.as_str()) {
                slugs.push(&entry.lesson);
            }
        }
        for slug in slugs {
            let mut tally = Tally::default();
            for entry in self.items.iter().filter(|entry| entry.lesson == slug) {
                tally.add(entry.verdict == "right", entry.credit);
            }
            let Tally { asked, right, credit: sum } = tally;
            _ = writeln!(text, "| {slug} | {right}/{asked} | {} |", credit(sum));
        }
    }
}

impl Entry {
    fn markdown(&self, number: usize, text: &mut String, lang: Lang) {
        let mark = match self.verdict {
            "right" => "✓",
            "partial" => "~",
            _ => "✗",
        };
        let Self { id, level, prompt, answer, key, .. } = self;
        _ = writeln!(text, "\n## {number}. {mark} {}\n\n{prompt}\n", credit(self.credit));
        let said = if answer.is_empty() { lang.text("transcript.no-answer") } else { answer };
        _ = writeln!(text, "- {}: {said}", lang.text("transcript.answer"));
        if self.verdict != "right" {
            _ = writeln!(text, "- {}: {key}", lang.text("transcript.key"));
        }
        if let Some(confidence) = self.confidence {
            _ = writeln!(text, "- {}: {confidence} %", lang.text("transcript.confidence"));
        }
        let seconds = minutes(self.ms / 1000);
        _ = writeln!(
            text,
            "- {}",
            lang.fill("transcript.item", &[("id", id), ("level", level), ("time", &seconds),])
        );
    }
}

/// What is right, without the numbers that options had on the screen.
pub fn right_answer(question: &Question, lang: Lang, keys: Keys<'_>) -> String {
    let ask = &question.ask;
    let right = match ask {
        Ask::Choice { .. } | Ask::Bug { .. } => Answer::Choice(0),
        Ask::Choices { answers, .. } => Answer::Choices((0..answers.len()).collect()),
        Ask::Order { items } => Answer::Order((0..items.len()).collect()),
        Ask::Match { pairs } => Answer::Match((0..pairs.len()).collect()),
        Ask::Number(number) | Ask::Predict(number) => {
            return keys(&number.key)
                .map(|key| number_in_unit(key, number.unit.as_deref()))
                .unwrap_or_default();
        }
        Ask::Text { accepted, .. } => {
            let own = match lang {
                Lang::Ko => &accepted.ko,
                Lang::En => &accepted.en,
            };
            return own.first().cloned().unwrap_or_default();
        }
        Ask::Recall { points } => {
            let points = points.iter().map(|point| one_line(point.get(lang), lang));
            return points.collect::<Vec<_>>().join(" | ");
        }
    };
    right.record(ask, lang)
}

/// `3:05`.
pub fn minutes(seconds: u64) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::quiz::QuizFile;
    use crate::learner::{Order, RoundOptions};

    fn transcript(lang: Lang) -> Transcript {
        let file: QuizFile = toml::from_str(include_str!("../tests/fixtures/bank.toml")).unwrap();
        let keys = |_: &str| Some(5_288_548.0);
        let options =
            RoundOptions { held: Held::Exam, order: Order::Given, ..RoundOptions::default() };
        let mut round = Round::new(file.questions, 9, options);
        round.answer(Answer::Choice(0), Some(75), &keys);
        round.advance();
        round.answer(Answer::Misfit(String::new()), None, &keys);
        round.advance();
        Transcript::of(&round, &[61_000, 4_000], 1_780_000_000_000, lang, &keys)
    }

    #[test]
    fn it_holds_what_was_said_and_what_is_right() {
        let said = transcript(Lang::En);
        assert_eq!((said.asked, said.right, said.items_planned, said.seconds), (2, 1, 9, 65));
        assert_eq!(said.items[0].answer, said.items[0].key);
        assert_eq!((said.items[1].verdict, said.items[1].answer.as_str()), ("wrong", ""));
        let json = serde_json::to_value(&said).unwrap();
        assert_eq!(json["items"][0]["confidence"], 75);
        assert_eq!(json["items"][1]["key"], "depth | width | resolution");
    }

    #[test]
    fn it_reads_as_a_page_in_either_language() {
        for lang in Lang::ALL {
            let text = transcript(lang).markdown();
            assert!(text.starts_with(&format!("# {}", lang.text("transcript.title-exam"))));
            assert!(text.contains("1:05") && text.contains("| compound-scaling | 1/2 | 1 |"));
            assert!(text.contains("## 1. ✓ 1") && text.contains("## 2. ✗ 0"), "{text}");
            assert!(text.contains(lang.text("transcript.no-answer")), "{text}");
        }
    }
}

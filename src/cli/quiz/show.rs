//! What a round prints: the question, the options, the grade, the end page.

use std::io::{self, Write};

use super::QuizContext;
use crate::cli::shared::COLUMNS;
use crate::content::quiz::{Ask, NumberAsk, Question};
use crate::learner::sheet::lefts;
use crate::learner::shown::{credit, key_text, option_label};
use crate::learner::{Feedback, Form, Keys, Message, Outcome, Round, Sheet};
use crate::text::{Lang, Localized, pad_end, pad_start, width, wrap};
use crate::transcript::right_answer;

/// Writes texts of the bank and the program, in one language.
#[derive(Clone, Copy)]
pub(super) struct Printer<'a> {
    pub(super) lang: Lang,
    is_ascii: bool,
    render: &'a dyn Fn(&str, Lang) -> Vec<String>,
    keys: Keys<'a>,
}

impl<'a> Printer<'a> {
    pub(super) fn new(context: &QuizContext<'a>) -> Self {
        let QuizContext { lang, is_ascii, render, keys, .. } = *context;
        Self { lang, is_ascii, render, keys }
    }

    /// Prompt, options, and the form of the answer where it is not obvious.
    pub(super) fn question(
        self,
        out: &mut dyn Write,
        question: &Question,
        sheet: &Sheet,
    ) -> io::Result<()> {
        self.text(out, &question.prompt)?;
        for (index, left) in lefts(&question.ask).into_iter().enumerate() {
            self.item(out, &format!("{})", index + 1), left)?;
        }
        if !matches!(question.ask, Ask::Recall { .. }) {
            self.options(out, &question.ask, sheet)?;
        }
        match &question.ask {
            Ask::Choice { .. } | Ask::Bug { .. } | Ask::Text { .. } => Ok(()),
            Ask::Number(NumberAsk { unit: Some(unit), .. })
            | Ask::Predict(NumberAsk { unit: Some(unit), .. }) => {
                writeln!(out, "{}", self.lang.fill("quiz.form.number-in", &[("unit", unit)]))
            }
            Ask::Recall { .. } => writeln!(out, "{}", self.lang.text("quiz.form.recall")),
            ask => writeln!(out, "{}", self.form(Form::of(ask))),
        }
    }

    /// The options as shown: `1) …`; `a) …` for what is joined to numbered left sides.
    pub(super) fn options(self, out: &mut dyn Write, ask: &Ask, sheet: &Sheet) -> io::Result<()> {
        for (place, text) in sheet.texts(ask).into_iter().enumerate() {
            self.item(out, &format!("{})", option_label(ask, place)), text)?;
        }
        Ok(())
    }

    /// The grade, feedback for that answer, the right one, and why.
    pub(super) fn outcome(
        self,
        out: &mut dyn Write,
        question: &Question,
        sheet: &Sheet,
        outcome: &Outcome,
        skipped: bool,
    ) -> io::Result<()> {
        let name = outcome.verdict.name();
        let (mark, ascii, said) = match name {
            _ if skipped => ("✗", "x", self.lang.text("quiz.skipped-one")),
            "right" => ("✓", "+", self.lang.text("quiz.right")),
            "wrong" => ("✗", "x", self.lang.text("quiz.wrong")),
            _ => ("~", "~", self.lang.text("quiz.partial")),
        };
        write!(out, "{} {said}", if self.is_ascii { ascii } else { mark })?;
        let credit = credit(outcome.credit);
        if outcome.hints > 0 && outcome.credit > 0.0 {
            let blanks: &[(&str, &dyn std::fmt::Display)] =
                &[("n", &outcome.hints), ("credit", &credit)];
            write!(out, " ({})", self.lang.fill("quiz.deducted", blanks))?;
        } else if name == "partial" {
            write!(out, " ({})", self.lang.fill("quiz.half", &[("credit", &credit)]))?;
        }
        writeln!(out)?;
        // Who passed has no need to hear what form an answer takes.
        for feedback in outcome.verdict.feedback.iter().filter(|_| !skipped) {
            match feedback {
                Feedback::Said(text) => self.text(out, text)?,
                Feedback::Note(message) => self.say(out, message)?,
            }
        }
        if !outcome.verdict.right {
            self.answer(out, &question.ask, sheet)?;
        }
        self.text(out, &question.explain)?;
        if let Some(confidence) = outcome.confidence {
            writeln!(out, "{}", self.lang.fill("quiz.sure", &[("n", &confidence)]))?;
        }
        match outcome.returns_after {
            Some(n) => writeln!(out, "{}", self.lang.fill("quiz.returns", &[("n", &n)])),
            None => Ok(()),
        }
    }

    /// The right answer.
    fn answer(self, out: &mut dyn Write, ask: &Ask, sheet: &Sheet) -> io::Result<()> {
        let line = |text: &Localized| self.line(text);
        let Some(text) = key_text(ask, sheet, self.lang, self.keys, &line) else { return Ok(()) };
        hanging(out, &self.lang.fill("quiz.answer", &[("text", &text)]))
    }

    /// The score, the longest run, the score by lesson, what was missed.
    pub(super) fn end(self, out: &mut dyn Write, round: &Round) -> io::Result<()> {
        let (lang, tally) = (self.lang, round.tally());
        writeln!(out, "\n{}", lang.text("quiz.end.title"))?;
        if tally.asked == 0 {
            return writeln!(out, "  {}", lang.text("quiz.end.nothing"));
        }
        let total = credit(tally.credit);
        let blanks: [(&str, &dyn std::fmt::Display); 3] =
            [("asked", &round.out_of()), ("right", &tally.right), ("credit", &total)];
        writeln!(out, "  {}", lang.fill("quiz.end.score", &blanks))?;
        writeln!(out, "  {}", lang.fill("quiz.end.streak", &[("n", &round.streaks().1)]))?;
        let groups = round.tally_by(|question| &question.lesson);
        let (topic, right, score) = (
            lang.text("quiz.end.topic"),
            lang.text("quiz.end.right"),
            lang.text("quiz.end.credit"),
        );
        let wide =
            groups.iter().map(|(name, _)| width(name)).chain([width(topic)]).max().unwrap_or(0);
        let row = |name: &str, right: &str, score: &str| {
            format!("  {}  {}  {}", pad_end(name, wide), pad_start(right, 7), pad_start(score, 7))
        };
        writeln!(out, "\n{}", row(topic, right, score))?;
        for (name, tally) in &groups {
            let right = format!("{}/{}", tally.right, tally.asked);
            writeln!(out, "{}", row(name, &right, &credit(tally.credit)))?;
        }
        let missed: Vec<&str> = round.missed().map(|question| question.id.as_str()).collect();
        if missed.is_empty() {
            return Ok(());
        }
        writeln!(out, "\n  {}", lang.fill("quiz.missed", &[("ids", &missed.join(", "))]))
    }

    /// After an exam: each answer that was not right, beside the right one, and why.
    pub(super) fn corrected(self, out: &mut dyn Write, round: &Round) -> io::Result<()> {
        for scored in round.scored().iter().filter(|scored| !scored.outcome.verdict.right) {
            let question = &round.questions()[scored.item];
            writeln!(out)?;
            self.text(out, &question.prompt)?;
            let said = scored.answer.record(&question.ask, self.lang);
            let right = right_answer(question, self.lang, self.keys);
            hanging(out, &self.lang.fill("quiz.said", &[("text", &said)]))?;
            hanging(out, &self.lang.fill("quiz.answer", &[("text", &right)]))?;
            self.text(out, &question.explain)?;
        }
        Ok(())
    }

    /// Words of the program.
    pub(super) fn say(self, out: &mut dyn Write, message: &Message) -> io::Result<()> {
        writeln!(out, "{}", message.say(self.lang))
    }

    /// The sentence that states a form.
    fn form(self, form: Form) -> String {
        let (key, count) = form.parts();
        self.lang.fill(key, &[("n", &count)])
    }

    /// A text of the bank, line by line.
    pub(super) fn text(self, out: &mut dyn Write, text: &Localized) -> io::Result<()> {
        for line in (self.render)(text.get(self.lang), self.lang) {
            writeln!(out, "{line}")?;
        }
        Ok(())
    }

    /// A text of the bank on one line.
    pub(super) fn line(self, text: &Localized) -> String {
        (self.render)(text.get(self.lang), self.lang).join(" ")
    }

    /// A labelled text; further lines hang below the first.
    fn item(self, out: &mut dyn Write, label: &str, text: &Localized) -> io::Result<()> {
        let mut lead = format!("  {label} ");
        for line in (self.render)(text.get(self.lang), self.lang) {
            writeln!(out, "{lead}{line}")?;
            lead = " ".repeat(lead.len());
        }
        Ok(())
    }
}

/// A line that is wrapped with the rest a little to the right.
fn hanging(out: &mut dyn Write, text: &str) -> io::Result<()> {
    for (row, line) in wrap(text, COLUMNS - 2).into_iter().enumerate() {
        writeln!(out, "{}{line}", if row == 0 { "" } else { "  " })?;
    }
    Ok(())
}

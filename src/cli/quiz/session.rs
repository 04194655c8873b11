//! One round on plain lines: read, grade, save, say, go on.

use std::fmt::Display;
use std::io::{self, BufRead, Write};
use std::path::Path;

use jiff::ZonedDateTime;
use serde::Serialize;

use super::line::Line;
use super::show::Printer;
use super::{Format, QuizArgs, QuizContext, Streams};
use crate::cli::shared::read_line;
use crate::content::quiz::{Ask, Question};
use crate::learner::round::Turn;
use crate::learner::shown::{credit, kind_name};
use crate::learner::store::Saved;
use crate::learner::{Answer, Form, Held, Outcome, Review, Round, Store, round};
use crate::transcript::{self, Transcript};

/// A round, its store, and the lines in and out.
pub(super) struct Session<'a, 'io> {
    context: &'a QuizContext<'a>,
    printer: Printer<'a>,
    round: Round,
    store: Store,
    round_id: String,
    /// Answers that are on disk, and answers that are not.
    kept: usize,
    lost: usize,
    /// The scored answers as typed, for JSON, and the milliseconds that they took.
    typed: Vec<String>,
    times: Vec<u64>,
    begun: ZonedDateTime,
    input: &'io mut dyn BufRead,
    out: &'io mut dyn Write,
    err: &'io mut dyn Write,
}

/// An answer as it came in.
struct Given {
    answer: Answer,
    typed: String,
    confidence: Option<u8>,
    /// Whether the input ended with it.
    is_last: bool,
}

/// The object on the last line of `--format json`.
#[derive(Default, Serialize)]
struct Report<'a> {
    asked: usize,
    right: usize,
    credit: f64,
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    kind: &'static str,
    answer: &'a str,
    verdict: &'static str,
    credit: f64,
}

impl<'a, 'io> Session<'a, 'io> {
    pub(super) fn new(
        context: &'a QuizContext<'a>,
        round: Round,
        store: Store,
        streams: Streams<'io>,
    ) -> Self {
        let Streams { input, out, err } = streams;
        let begun = (context.now)();
        let round_id = round::id(begun.timestamp().as_millisecond(), round.seed());
        let printer = Printer::new(context);
        Self {
            context,
            printer,
            round,
            store,
            round_id,
            kept: 0,
            lost: 0,
            typed: Vec::new(),
            times: Vec::new(),
            begun,
            input,
            out,
            err,
        }
    }

    /// Asks until the round or the input ends, then prints the end page.
    pub(super) fn play(mut self, args: &QuizArgs) -> io::Result<()> {
        let lang = self.context.lang;
        let count = self.round.questions().len();
        let is_exam = self.round.held() == Held::Exam;
        if count == 0 {
            writeln!(self.out, "{}", lang.text("quiz.empty"))?;
        } else {
            let seed = self.round.seed();
            let blanks: [(&str, &dyn Display); 2] = [("n", &count), ("seed", &seed)];
            let (title, commands) = match self.round.held() {
                Held::Review => ("quiz.title", "quiz.commands"),
                Held::Cram => ("quiz.title-cram", "quiz.commands"),
                Held::Exam => ("quiz.title-exam", "quiz.commands-exam"),
            };
            writeln!(self.out, "{}", lang.fill(title, &blanks))?;
            writeln!(self.out, "{}", lang.text(commands))?;
        }
        while let (Some(turn), Some(question)) = (self.round.current(), self.round.question()) {
            let (turn, question) = (turn.clone(), question.clone());
            if !self.turn(&turn, &question)? {
                self.round.end();
            }
            self.round.advance();
        }
        if count > 0 {
            self.printer.end(self.out, &self.round)?;
        }
        if is_exam && !self.times.is_empty() {
            let time = transcript::minutes(self.times.iter().sum::<u64>() / 1000);
            writeln!(self.out, "  {}", lang.fill("quiz.end.time", &[("time", &time)]))?;
            self.printer.corrected(self.out, &self.round)?;
        }
        let (kept, all) = (self.kept, self.kept + self.lost);
        let saved = match (kept, self.lost) {
            (0, 0) => None,
            (_, 0) => Some(lang.text("quiz.end.saved").to_owned()),
            (0, _) => Some(lang.text("quiz.end.not-saved").to_owned()),
            _ => Some(lang.fill("quiz.end.some-saved", &[("n", &kept), ("of", &all)])),
        };
        if let Some(saved) = saved {
            writeln!(self.out, "  {saved}")?;
        }
        if let Some(path) = &args.report {
            self.write_report(path)?;
        }
        if args.format == Format::Json {
            let report = serde_json::to_string(&self.report())?;
            writeln!(self.out, "{report}")?;
        }
        self.out.flush()
    }

    /// Asks one item; whether to go on.
    fn turn(&mut self, turn: &Turn, question: &Question) -> io::Result<bool> {
        self.header(turn, question)?;
        self.printer.question(self.out, question, &turn.sheet)?;
        let asked_at = (self.context.now)();
        let given = loop {
            match self.read()? {
                Line::Again => self.printer.question(self.out, question, &turn.sheet)?,
                Line::Hint => self.hint()?,
                Line::Quit | Line::End => return Ok(false),
                Line::Skip => {
                    let answer = Answer::Misfit(String::new());
                    break Given { answer, typed: String::new(), confidence: None, is_last: false };
                }
                Line::Said { text, confidence } => {
                    let answer = Answer::read(&text, &question.ask, &turn.sheet);
                    let answer = answer.unwrap_or(Answer::Misfit(String::new()));
                    // A person can be asked again; from a pipe it is an answer like any other.
                    if self.context.is_interactive && matches!(answer, Answer::Misfit(_)) {
                        self.form(&question.ask)?;
                        continue;
                    }
                    break Given { answer, typed: text, confidence, is_last: false };
                }
            }
        };
        let given = match given.answer {
            Answer::Recall { ref said, .. } if !said.is_empty() => {
                self.ticks(turn, question, given)?
            }
            _ => {
                if let Ask::Recall { .. } = question.ask {
                    writeln!(self.out, "{}", self.context.lang.text("quiz.points"))?;
                    self.printer.options(self.out, &question.ask, &turn.sheet)?;
                }
                Some(given)
            }
        };
        let Some(Given { answer, typed, confidence, is_last }) = given else { return Ok(false) };
        let skipped = typed.is_empty();
        let record = answer.record(&question.ask, self.context.lang);
        let Some(outcome) = self.round.answer(answer, confidence, self.context.keys).cloned()
        else {
            return Ok(false);
        };
        let ms = self.save(question, record, &outcome, &asked_at)?;
        if !outcome.practice {
            self.typed.push(typed);
            self.times.push(ms);
        }
        if self.round.held() == Held::Exam {
            writeln!(self.out, "{}", self.context.lang.text("quiz.taken"))?;
        } else {
            self.printer.outcome(self.out, question, &turn.sheet, &outcome, skipped)?;
        }
        Ok(!is_last)
    }

    /// Writes the record for a teacher; where that fails it is said, and the round is over all the same.
    fn write_report(&mut self, path: &Path) -> io::Result<()> {
        let (lang, keys) = (self.context.lang, self.context.keys);
        let begun = self.begun.timestamp().as_millisecond();
        let transcript = Transcript::of(&self.round, &self.times, begun, lang, keys);
        let said = match transcript.write(path) {
            Ok(()) => lang.fill("transcript.written", &[("file", &path.display())]),
            Err(reason) => {
                let blanks: [(&str, &dyn Display); 2] =
                    [("file", &path.display()), ("reason", &reason)];
                lang.fill("transcript.not-written", &blanks)
            }
        };
        writeln!(self.err, "{said}")
    }

    /// The second line of a recall; `None` if the learner quit instead.
    fn ticks(
        &mut self,
        turn: &Turn,
        question: &Question,
        said: Given,
    ) -> io::Result<Option<Given>> {
        let lang = self.context.lang;
        let points = turn.sheet.shown().len();
        loop {
            writeln!(self.out, "{}", lang.text("quiz.tick"))?;
            self.printer.options(self.out, &question.ask, &turn.sheet)?;
            writeln!(self.out, "{}", lang.fill("quiz.form.points", &[("n", &points)]))?;
            match self.read()? {
                Line::Again | Line::Skip => {}
                Line::Hint => self.no_hint()?,
                Line::Quit => return Ok(None),
                Line::End => return Ok(Some(Given { is_last: true, ..said })),
                Line::Said { text, confidence } => {
                    return Ok(Some(Given {
                        answer: said.answer.ticked(&text, points),
                        typed: format!("{} [{text}]", said.typed),
                        confidence: confidence.or(said.confidence),
                        is_last: false,
                    }));
                }
            }
        }
    }

    fn header(&mut self, turn: &Turn, question: &Question) -> io::Result<()> {
        let lang = self.context.lang;
        let kind = kind_name(&question.ask, lang);
        let (n, of) = self.round.number();
        let key = if turn.practice { "quiz.again" } else { "quiz.question" };
        let line = lang.fill(
            key,
            &[
                ("n", &n),
                ("of", &of),
                ("lesson", &question.lesson),
                ("level", &question.level),
                ("kind", &kind),
            ],
        );
        writeln!(self.out, "\n{line}")
    }

    /// Says what form an answer has.
    fn form(&mut self, ask: &Ask) -> io::Result<()> {
        let (form, count) = Form::of(ask).parts();
        writeln!(self.out, "{}", self.context.lang.fill(form, &[("n", &count)]))
    }

    fn no_hint(&mut self) -> io::Result<()> {
        let is_exam = self.round.held() == Held::Exam;
        let key = if is_exam { "quiz.hint.exam" } else { "quiz.hint.none" };
        writeln!(self.out, "{}", self.context.lang.text(key))
    }

    fn hint(&mut self) -> io::Result<()> {
        let lang = self.context.lang;
        let Some(hint) = self.round.hint() else {
            return self.no_hint();
        };
        let text = self.printer.line(hint.text);
        let (number, of, worth) = (hint.number, hint.of, credit(hint.worth));
        let shown = lang.fill("quiz.hint.text", &[("n", &number), ("of", &of), ("text", &text)]);
        writeln!(self.out, "{shown}")?;
        writeln!(self.out, "{}", lang.fill("quiz.hint.worth", &[("credit", &worth)]))
    }

    /// Keeps the answer before anything else is shown; a failure is said and the round goes on. The
    /// milliseconds that it took.
    fn save(
        &mut self,
        question: &Question,
        answer: String,
        outcome: &Outcome,
        asked_at: &ZonedDateTime,
    ) -> io::Result<u64> {
        let now = (self.context.now)();
        let ms = now.timestamp().as_millisecond() - asked_at.timestamp().as_millisecond();
        let ms = u64::try_from(ms).unwrap_or(0);
        let review = Review {
            ms,
            round: self.round_id.clone(),
            cram: self.round.held() == Held::Cram,
            ..Review::of(question, answer, outcome, self.context.lang)
        };
        match self.store.append_review(&review, &now) {
            Ok(Saved::OnDisk) => self.kept += 1,
            Ok(Saved::NotSaved) => self.lost += 1,
            Err(error) => {
                self.lost += 1;
                let text = self.context.lang.fill("quiz.unsaved", &[("reason", &error)]);
                writeln!(self.err, "{text}")?;
            }
        }
        Ok(ms)
    }

    fn report(&self) -> Report<'_> {
        let tally = self.round.tally();
        let items = self.round.scored().iter().zip(&self.typed).map(|(scored, typed)| {
            let question = &self.round.questions()[scored.item];
            Item {
                id: &question.id,
                kind: question.ask.kind(),
                answer: typed,
                verdict: scored.outcome.verdict.name(),
                credit: scored.outcome.credit,
            }
        });
        Report {
            asked: tally.asked,
            right: tally.right,
            credit: tally.credit,
            items: items.collect(),
        }
    }

    /// What the next line asks for.
    fn read(&mut self) -> io::Result<Line> {
        if self.context.is_interactive {
            write!(self.out, "> ")?;
        }
        self.out.flush()?;
        let Some(text) = read_line(self.input)? else { return Ok(Line::End) };
        Ok(Line::of(&text))
    }
}

/// The report of a round in which nothing was asked.
pub(super) fn report_nothing(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", serde_json::to_string(&Report::default())?)
}

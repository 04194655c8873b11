//! `quiz`: a scored round on plain lines, and `quiz --list`.
//!
//! | line | means |
//! |---|---|
//! | empty | the question again |
//! | `?` | a hint, which lowers what the item is worth |
//! | `q` (ㅂ with the Hangul input method on) | the end |
//! | anything else | an answer; ` @90` behind it is a confidence in percent |
//!
//! A recall takes two answer lines: one in the learner's own words, then, below the key points, the
//! numbers of those that were said (`1 3`, `13`, `all`, `none`). If the input ends between the two, no
//! point was claimed; `q` there takes the item back. A first line of numbers alone ticks at once, for
//! an answer that was spoken.

mod line;
mod list;
mod select;
mod session;
mod show;

use std::io::{self, BufRead, Write};
use std::num::ParseIntError;
use std::path::PathBuf;

use jiff::ZonedDateTime;

use crate::content::quiz::Question;
use crate::file;
use crate::learner::store::{day_begins, study_day};
use crate::learner::{Held, Keys, Notice, Order, Round, RoundOptions, Store, grade, round};
use crate::request::RoundOf;
use crate::text::Lang;
use select::Selection;

pub use super::shared::Format;
pub use select::UnknownTopic;

/// `quiz`: a scored round of questions.
#[derive(Debug, Clone, Default, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "flags of a command line")]
pub struct QuizArgs {
    /// Lessons, topics, concepts or items to ask; `note` asks the study note's questions in their order
    #[arg(value_name = "TOPIC")]
    pub topics: Vec<String>,
    /// Ask at most N distinct items
    #[arg(short = 'n', value_name = "N", value_parser = positive)]
    pub number: Option<u32>,
    /// Repeat the round of this seed: the same items, order, options and numbers
    #[arg(long, value_name = "S")]
    pub seed: Option<u64>,
    /// Ask what is due for review today, the most overdue first
    #[arg(long, conflicts_with_all = ["weak", "exam"])]
    pub due: bool,
    /// Ask what was last answered wrong or was forgotten, the worst first
    #[arg(long, conflicts_with = "exam")]
    pub weak: bool,
    /// Answers are kept, but the schedule of reviews stays as it is
    #[arg(long, conflicts_with_all = ["due", "exam"])]
    pub cram: bool,
    /// No hints and no feedback until the end; 20 items unless -n says otherwise
    #[arg(long)]
    pub exam: bool,
    /// Write what was asked and answered into FILE at the end (.md or .json)
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// List the items instead of asking them
    #[arg(long, conflicts_with_all = ["due", "weak", "cram", "exam", "report"])]
    pub list: bool,
    /// How results are printed
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: Format,
}

/// A record whose name does not say its form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct UnknownForm {
    /// The sentence, in the learner's language.
    message: String,
}

/// An item and the file it stands in.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// Number of the file.
    pub number: usize,
    /// Name of the file without its number.
    pub topic: &'a str,
    /// The item.
    pub question: &'a Question,
}

/// The items of a review on a study day, kept to those of the given ids.
pub type Returning<'a> = dyn Fn(&Store, RoundOf, i64, &[String]) -> Vec<Question> + 'a;

/// What the command needs from the rest of the program.
#[derive(Clone, Copy)]
pub struct QuizContext<'a> {
    /// The language to ask in.
    pub lang: Lang,
    /// Whether a person types: prompts, and missed items return.
    pub is_interactive: bool,
    /// Only ASCII marks.
    pub is_ascii: bool,
    /// The whole bank, in the order of its files.
    pub bank: &'a [Entry<'a>],
    /// Evaluates numeric keys.
    pub keys: Keys<'a>,
    /// Makes lines of Markdown with quantities.
    pub render: &'a dyn Fn(&str, Lang) -> Vec<String>,
    /// What the store has for a review of these items: what is due on a study day, or weak.
    pub returning: &'a Returning<'a>,
    /// When something falls due after a study day.
    pub next_due: &'a dyn Fn(&Store, i64) -> Option<i64>,
    /// Opens the store; called once, when the round begins.
    pub open_store: &'a dyn Fn() -> (Store, Vec<Notice>),
    /// The clock.
    pub now: &'a dyn Fn() -> ZonedDateTime,
    /// The seed of a round for which none was given.
    pub fresh_seed: u64,
}

impl QuizArgs {
    /// Whether the answer is meant for another program, or is a list.
    pub fn is_for_pipes(&self) -> bool {
        self.list || self.format == Format::Json
    }

    /// What the round is for.
    pub fn held(&self) -> Held {
        match () {
            () if self.exam => Held::Exam,
            () if self.cram => Held::Cram,
            () => Held::Review,
        }
    }

    /// Where the items come from.
    pub fn from(&self) -> RoundOf {
        match () {
            () if self.due => RoundOf::Due,
            () if self.weak => RoundOf::Weak,
            () => RoundOf::Topics,
        }
    }

    /// Whether the menu is wanted: no round was described.
    pub fn asks_for_nothing(&self) -> bool {
        let Self { topics, number, seed, due, weak, cram, exam, report, .. } = self;
        topics.is_empty()
            && number.is_none()
            && seed.is_none()
            && report.is_none()
            && !(*due || *weak || *cram || *exam)
    }

    /// Whether the record can be written, before anybody answers anything.
    ///
    /// # Errors
    /// [`UnknownForm`] for a name that ends otherwise; what the system says.
    pub fn check_report(&self, lang: Lang) -> anyhow::Result<()> {
        let Some(path) = &self.report else { return Ok(()) };
        let ending = path.extension().map(std::ffi::OsStr::to_ascii_lowercase);
        if !ending.is_some_and(|ending| ending == "md" || ending == "json") {
            let message = lang.fill("transcript.ending", &[("file", &path.display())]);
            return Err(UnknownForm { message }.into());
        }
        Ok(file::check(path)?)
    }

    /// At most so many items: what was asked for, else what an exam has.
    pub fn limit(&self) -> Option<usize> {
        let asked = self.number.map(|number| number as usize);
        asked.or(self.exam.then_some(round::EXAM_ITEMS))
    }
}

/// A whole number from 1.
fn positive(text: &str) -> Result<u32, String> {
    match text.parse() {
        Ok(0) => Err(Lang::En.text("usage.because.positive").to_owned()),
        number => number.map_err(|error: ParseIntError| error.to_string()),
    }
}

/// Ids of the items that the topics mean, and whether they are to be asked in this order.
///
/// # Errors
/// [`UnknownTopic`] for a name that is nothing in the bank.
pub fn selected(
    bank: &[Entry<'_>],
    args: &QuizArgs,
    lang: Lang,
) -> Result<(Vec<String>, bool), UnknownTopic> {
    let Selection { entries, in_order } = select::select(bank, &args.topics, lang)?;
    let ids = entries.iter().map(|entry| entry.question.id.clone()).collect();
    Ok((ids, in_order))
}

/// Where lines come from and go to.
struct Streams<'a> {
    input: &'a mut dyn BufRead,
    out: &'a mut dyn Write,
    err: &'a mut dyn Write,
}

/// Runs the command. `out` is stdout, `err` stderr, for what is not part of the round.
///
/// # Errors
/// [`UnknownTopic`] for a name that is nothing in the bank; I/O errors, except a broken pipe, which
/// ends the command quietly.
pub fn run(
    args: &QuizArgs,
    context: &QuizContext<'_>,
    input: &mut dyn BufRead,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> anyhow::Result<()> {
    let mut selection = select::select(context.bank, &args.topics, context.lang)?;
    let done = if args.list {
        let entries = &mut selection.entries;
        entries.truncate(args.number.map_or(usize::MAX, |number| number as usize));
        list::print(entries, args.format, context, out)
    } else {
        ask(args, context, &selection, Streams { input, out, err })
    };
    match done {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => Ok(result?),
    }
}

fn ask(
    args: &QuizArgs,
    context: &QuizContext<'_>,
    Selection { entries, in_order }: &Selection<'_>,
    streams: Streams<'_>,
) -> io::Result<()> {
    let (store, notices) = (context.open_store)();
    for notice in notices {
        writeln!(streams.err, "{}", notice.message().say(context.lang))?;
    }
    let wanted: Vec<Question> = match args.from() {
        RoundOf::Topics => entries.iter().map(|entry| entry.question.clone()).collect(),
        from => {
            let ids: Vec<String> = entries.iter().map(|entry| entry.question.id.clone()).collect();
            (context.returning)(&store, from, study_day(&(context.now)()), &ids)
        }
    };
    if wanted.is_empty() {
        return nothing(args, context, &store, streams.out);
    }
    let (askable, lost): (Vec<Question>, Vec<Question>) =
        wanted.into_iter().partition(|question| grade::is_answerable(question, context.keys));
    if !lost.is_empty() {
        let ids: Vec<&str> = lost.iter().map(|question| question.id.as_str()).collect();
        writeln!(
            streams.err,
            "{}",
            context.lang.fill("quiz.skipped", &[("ids", &ids.join(", "))])
        )?;
    }
    let keeps_order = *in_order || args.from() != RoundOf::Topics;
    let options = RoundOptions {
        held: args.held(),
        order: if keeps_order { Order::Given } else { Order::Shuffled },
        limit: args.limit(),
        practice: context.is_interactive,
    };
    let round = Round::new(askable, args.seed.unwrap_or(context.fresh_seed), options);
    session::Session::new(context, round, store, streams).play(args)
}

/// Says why nothing is asked, and when something will be.
fn nothing(
    args: &QuizArgs,
    context: &QuizContext<'_>,
    store: &Store,
    out: &mut dyn Write,
) -> io::Result<()> {
    let lang = context.lang;
    writeln!(
        out,
        "{}",
        lang.text(match args.from() {
            RoundOf::Topics => "quiz.empty",
            RoundOf::Due => "quiz.nothing-due",
            RoundOf::Weak => "quiz.nothing-weak",
        })
    )?;
    let now = (context.now)();
    let next = (context.next_due)(store, study_day(&now)).and_then(|day| day_begins(day, &now));
    if let (RoundOf::Due, Some(next)) = (args.from(), next) {
        let time = next.strftime("%Y-%m-%d %H:%M");
        writeln!(out, "{}", lang.fill("quiz.next-due", &[("time", &time)]))?;
    }
    if args.format == Format::Json {
        session::report_nothing(out)?;
    }
    Ok(())
}

//! The quiz room: choose a topic, answer, hear why, see how it went.

mod draw;
mod feedback;
mod menu;
mod parts;
mod results;
mod sure;
mod update;
mod view;

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::content::quiz::Ask;
use crate::keymap::{Action, Scope};
use crate::learner::{Answer, Held, Message, Round};
use crate::text::field::{Edit, Field};

use super::{About, Cmd, Plan, Room, World};

pub use menu::TopicRow;
pub use view::QuizView;

/// Lines that a page key scrolls: less than the smallest screen shows.
const PAGE: i32 = 8;

/// The state of the quiz room.
#[derive(Debug, Default)]
pub struct QuizRoom {
    /// Row of the menu that is chosen.
    cursor: usize,
    /// The round in progress, or its results; below it a round that waits, when a lesson that was
    /// opened from it ends with questions of its own.
    plays: Vec<Play>,
    /// Rounds begun since the program started: each has a seed of its own.
    rounds: u64,
}

/// A round and what is on screen of it.
#[derive(Debug)]
struct Play {
    /// What it asks about.
    about: About,
    /// At most so many items, as asked for.
    limit: Option<usize>,
    /// Tells it from other rounds in the log.
    id: String,
    round: Round,
    field: Field,
    /// The option under the cursor.
    option: usize,
    /// Options or points that are ticked, by their place on screen.
    ticks: BTreeSet<usize>,
    /// What was said to a recall, while its points are being ticked.
    said: Option<String>,
    /// The answer that waits for how sure the learner is of it.
    pending: Option<Pending>,
    /// Whether the question on screen was passed.
    skipped: bool,
    /// Milliseconds that each scored answer took.
    times: Vec<u64>,
    /// Why the last answer was not taken.
    complaint: Option<Message>,
    /// Whether the last key was told that it would end the exam.
    is_warned: bool,
    /// First line shown, if one scrolled.
    scroll: Option<usize>,
    /// Whether the newest hint is kept in sight, rather than what is chosen.
    hint_in_sight: bool,
    /// Where its record goes at the end.
    report: Option<PathBuf>,
    /// When the round began, when it was over, and when the question appeared, on [`World::clock_ms`].
    began_at: u64,
    ended_at: Option<u64>,
    asked_at: u64,
}

/// An answer that is given but not graded.
#[derive(Debug)]
struct Pending {
    given: Answer,
    /// Milliseconds that it took.
    ms: u64,
    /// Row of [`SURE`] that is chosen, if one is.
    row: Option<usize>,
}

/// What can happen in the quiz room.
#[derive(Debug)]
pub enum QuizMsg {
    /// Moves the cursor in the menu or among options.
    Move(i32),
    /// Chooses one of the first nine.
    Pick(usize),
    /// Ticks or unticks the option under the cursor.
    Toggle,
    /// Begins a round, answers, or goes on.
    Submit,
    /// Passes the question: it counts as not known.
    Skip,
    /// Shows a hint.
    Hint,
    /// A key for the field.
    Edit(Edit),
    /// Scrolls.
    Scroll(i32),
    /// Opens the lesson of the question.
    OpenLesson,
    /// Ends the round, or closes its results.
    Leave,
    /// Begins a round.
    Begin(Plan),
    /// Ends every round: the program is left.
    Close,
}

/// How a question is answered now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Menu,
    /// One option.
    Choose,
    /// Options or points to tick.
    Tick,
    Type,
    /// How sure, before the verdict.
    Sure,
    Feedback,
    Results,
}

/// What the learner can say about an answer: percent.
const SURE: [u8; 4] = [25, 50, 75, 95];

impl Mode {
    /// Whether a question waits for its answer.
    const fn asks(self) -> bool {
        matches!(self, Self::Choose | Self::Tick | Self::Type)
    }
}

impl Room for QuizRoom {
    type Msg = QuizMsg;
    type View<'a> = QuizView;

    fn scope(&self, _world: &World) -> Scope {
        match self.mode() {
            Mode::Menu => Scope::List,
            Mode::Choose | Mode::Tick => Scope::Choose,
            Mode::Sure => Scope::Sure,
            Mode::Type => Scope::Field,
            Mode::Feedback | Mode::Results => Scope::Feedback,
        }
    }

    fn on_action(&self, action: Action, world: &World) -> Option<QuizMsg> {
        let mode = self.mode();
        if mode == Mode::Type
            && let Some(edit) = action.edit()
        {
            return Some(QuizMsg::Edit(edit));
        }
        let moves = matches!(mode, Mode::Menu | Mode::Choose | Mode::Tick | Mode::Sure);
        Some(match action {
            Action::Up if moves => QuizMsg::Move(-1),
            Action::Down if moves => QuizMsg::Move(1),
            Action::First if mode == Mode::Menu => QuizMsg::Move(i32::MIN),
            Action::Last if mode == Mode::Menu => QuizMsg::Move(i32::MAX),
            Action::Up if self.scrolls(world) => QuizMsg::Scroll(-1),
            Action::Down if self.scrolls(world) => QuizMsg::Scroll(1),
            // Where the arrows choose, the page keys scroll.
            Action::Next if mode != Mode::Menu => QuizMsg::Scroll(PAGE),
            Action::Previous if mode != Mode::Menu => QuizMsg::Scroll(-PAGE),
            Action::Pick(index) if moves => QuizMsg::Pick(usize::from(index)),
            Action::Toggle if mode == Mode::Tick => QuizMsg::Toggle,
            Action::Submit => QuizMsg::Submit,
            Action::Skip if mode.asks() => QuizMsg::Skip,
            Action::Hint if mode.asks() && !self.is_exam() => QuizMsg::Hint,
            Action::OpenPage if mode == Mode::Feedback && self.has_lesson(world) => {
                QuizMsg::OpenLesson
            }
            Action::Back if mode != Mode::Menu => QuizMsg::Leave,
            _ => return None,
        })
    }

    fn update(&mut self, msg: QuizMsg, world: &World) -> Vec<Cmd> {
        update::update(self, msg, world)
    }

    fn view<'a>(&'a self, world: &'a World) -> QuizView {
        view::view(self, world)
    }
}

impl QuizRoom {
    /// Whether the lesson of the question can be opened.
    fn has_lesson(&self, world: &World) -> bool {
        let question = self.plays.last().and_then(|play| play.round.question());
        question.is_some_and(|q| world.library.lesson(world.lang, &q.lesson).is_some())
    }

    /// Whether there is more to read than the screen shows.
    fn scrolls(&self, world: &World) -> bool {
        view::text(self, world).is_some_and(|text| text.lines.len() > world.body_rows())
    }

    fn mode(&self) -> Mode {
        self.plays.last().map_or(Mode::Menu, Play::mode)
    }

    /// Whether time is shown that runs by itself.
    pub fn has_clock(&self) -> bool {
        self.is_exam() && self.mode() != Mode::Results
    }

    fn is_exam(&self) -> bool {
        self.plays.last().is_some_and(|play| play.round.held() == Held::Exam)
    }
}

impl Play {
    fn mode(&self) -> Mode {
        let Some(question) = self.round.question() else { return Mode::Results };
        match &question.ask {
            _ if self.round.outcome().is_some() => Mode::Feedback,
            _ if self.pending.is_some() => Mode::Sure,
            Ask::Choice { .. } | Ask::Bug { .. } => Mode::Choose,
            Ask::Choices { .. } => Mode::Tick,
            Ask::Recall { .. } if self.said.is_some() => Mode::Tick,
            _ => Mode::Type,
        }
    }
}

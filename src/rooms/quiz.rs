//! The quiz room: choose a topic, answer, hear why, see how it went.

mod draw;
mod feedback;
mod parts;
mod results;
mod update;
mod view;

use std::collections::BTreeSet;

use crate::content::quiz::{Ask, Question};
use crate::keymap::{Action, Scope};
use crate::learner::{Message, Round};
use crate::text::field::{Edit, Field};

use super::{Cmd, Room, World};

pub use view::{QuizView, TopicRow};

/// The state of the quiz room.
#[derive(Debug, Default)]
pub struct QuizRoom {
    /// Row of the menu that is chosen.
    cursor: usize,
    /// The round in progress, or its results.
    play: Option<Box<Play>>,
    /// Rounds begun since the program started: each has a seed of its own.
    rounds: u64,
}

/// A round and what is on screen of it.
#[derive(Debug)]
struct Play {
    /// What the round is called.
    title: String,
    /// The topic as typed in the shell; none for a lesson's recall.
    topic: Option<String>,
    round: Round,
    field: Field,
    /// The option under the cursor.
    option: usize,
    /// Options or points that are ticked, by their place on screen.
    ticks: BTreeSet<usize>,
    /// What was said to a recall, while its points are being ticked.
    said: Option<String>,
    /// Whether the question on screen was passed.
    skipped: bool,
    /// Why the last answer was not taken.
    complaint: Option<Message>,
    /// First line shown.
    scroll: usize,
    /// When the question appeared, on [`World::clock_ms`].
    asked_at: u64,
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
}

/// A round to begin.
#[derive(Debug)]
pub struct Plan {
    /// What it is called.
    pub title: String,
    /// The topic as typed in the shell, if it is one.
    pub topic: Option<String>,
    /// Ids of the items.
    pub items: Vec<String>,
    /// Whether they are asked in this order.
    pub in_order: bool,
    /// At most so many.
    pub limit: Option<usize>,
    /// For the order; none takes a new one.
    pub seed: Option<u64>,
}

/// How a question is answered now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Menu,
    /// One option, taken at once.
    Choose,
    /// Options or points to tick.
    Tick,
    Type,
    Feedback,
    Results,
}

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
            Mode::Type => Scope::Field,
            Mode::Feedback | Mode::Results => Scope::Feedback,
        }
    }

    fn on_action(&self, action: Action, _world: &World) -> Option<QuizMsg> {
        let mode = self.mode();
        if mode == Mode::Type
            && let Some(edit) = action.edit()
        {
            return Some(QuizMsg::Edit(edit));
        }
        let moves = matches!(mode, Mode::Menu | Mode::Choose | Mode::Tick);
        Some(match action {
            Action::Up if moves => QuizMsg::Move(-1),
            Action::Down if moves => QuizMsg::Move(1),
            Action::First if moves => QuizMsg::Move(i32::MIN),
            Action::Last if moves => QuizMsg::Move(i32::MAX),
            Action::Up => QuizMsg::Scroll(-1),
            Action::Down => QuizMsg::Scroll(1),
            Action::Pick(index) if moves => QuizMsg::Pick(usize::from(index)),
            Action::Toggle if mode == Mode::Tick => QuizMsg::Toggle,
            Action::Submit => QuizMsg::Submit,
            Action::Skip if mode.asks() => QuizMsg::Skip,
            Action::Hint if mode.asks() => QuizMsg::Hint,
            Action::OpenPage if mode == Mode::Feedback => QuizMsg::OpenLesson,
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
    fn mode(&self) -> Mode {
        self.play.as_ref().map_or(Mode::Menu, |play| play.mode())
    }
}

impl Play {
    fn mode(&self) -> Mode {
        let Some(question) = self.round.question() else { return Mode::Results };
        match &question.ask {
            _ if self.round.outcome().is_some() => Mode::Feedback,
            Ask::Choice { .. } | Ask::Bug { .. } => Mode::Choose,
            Ask::Choices { .. } => Mode::Tick,
            Ask::Recall { .. } if self.said.is_some() => Mode::Tick,
            _ => Mode::Type,
        }
    }
}

/// A row of the menu: what to ask, and how many items that is.
struct Topic {
    /// As typed in the shell; empty for everything.
    name: String,
    /// Ids of the items, in the order of the bank.
    items: Vec<String>,
    /// Whether the order is part of the topic.
    in_order: bool,
}

/// The topics: the note's questions, everything, and each lesson with items.
fn topics(world: &World) -> Vec<Topic> {
    let ids = |keep: &dyn Fn(&Question) -> bool| {
        world.library.questions().filter(|q| keep(q)).map(|q| q.id.clone()).collect::<Vec<_>>()
    };
    let note = crate::learner::round::of_note(world.library.questions());
    let note = note.into_iter().map(|question| question.id.clone()).collect();
    let mut topics = vec![
        Topic { name: "note".to_owned(), items: note, in_order: true },
        Topic { name: String::new(), items: ids(&|_| true), in_order: false },
    ];
    for lesson in world.library.lessons(world.lang) {
        let items = ids(&|question| question.lesson == lesson.slug);
        topics.push(Topic { name: lesson.slug.clone(), items, in_order: false });
    }
    topics.retain(|topic| !topic.items.is_empty());
    topics
}

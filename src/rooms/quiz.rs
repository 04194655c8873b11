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

use super::{About, Cmd, Plan, Room, World};

pub use view::{QuizView, TopicRow};

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
    /// Whether the question on screen was passed.
    skipped: bool,
    /// Why the last answer was not taken.
    complaint: Option<Message>,
    /// First line shown, if one scrolled.
    scroll: Option<usize>,
    /// Whether the newest hint is kept in sight, rather than what is chosen.
    hint_in_sight: bool,
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

/// How a question is answered now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Menu,
    /// One option.
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

    fn on_action(&self, action: Action, world: &World) -> Option<QuizMsg> {
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
            Action::Hint if mode.asks() => QuizMsg::Hint,
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

/// The topics of the menu with the number of their items: the note's questions, everything, and each
/// lesson with items.
fn topics(world: &World) -> Vec<(Vec<String>, usize)> {
    let count = |keep: &dyn Fn(&Question) -> bool| {
        world.library.questions().filter(|question| keep(question)).count()
    };
    let mut topics = vec![
        (vec![NOTE.to_owned()], count(&|question| question.note.is_some())),
        (Vec::new(), count(&|_| true)),
    ];
    for slug in world.library.slugs(world.lang) {
        topics.push((vec![slug.to_owned()], count(&|question| question.lesson == slug)));
    }
    topics.retain(|(_, items)| *items > 0);
    topics
}

/// A round of one topic of the menu.
fn plan(topics: Vec<String>, world: &World) -> Plan {
    let in_order = topics == [NOTE];
    let wanted = |question: &&Question| match topics.first() {
        _ if in_order => question.note.is_some(),
        Some(slug) => question.lesson == *slug,
        None => true,
    };
    let mut questions: Vec<&Question> = world.library.questions().filter(wanted).collect();
    if in_order {
        questions.sort_by_key(|question| question.note);
    }
    let items = questions.into_iter().map(|question| question.id.clone()).collect();
    Plan { about: About::Topics(topics), items, in_order, limit: None, seed: None }
}

/// The topic that asks the study note's questions in their order.
const NOTE: &str = "note";

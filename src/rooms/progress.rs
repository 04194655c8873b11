//! The progress room: what is known and kept, what is due, and how well the learner judges.

mod draw;
mod lines;
mod update;
mod view;

use crate::keymap::{Action, Scope};
use crate::learner::Report;

use super::{Cmd, Room, World};

pub use view::ProgressView;

/// The state of the progress room.
#[derive(Debug, Default)]
pub struct ProgressRoom {
    /// What the store said when the room was entered.
    report: Option<Report>,
    tab: Tab,
    /// First line shown.
    scroll: usize,
}

/// What the room can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Tab {
    /// Mastery by lesson.
    #[default]
    Lessons,
    /// What is due when.
    Calendar,
    /// Confidence against truth.
    Confidence,
    /// Items that gave trouble.
    Hardest,
    /// Predictions that were off.
    Predictions,
}

impl Tab {
    const ALL: [Self; 5] =
        [Self::Lessons, Self::Calendar, Self::Confidence, Self::Hardest, Self::Predictions];
}

/// What can happen in the progress room.
#[derive(Debug)]
pub enum ProgressMsg {
    /// It was entered: what it shows may be old.
    Enter,
    /// The store was read.
    Known(Box<Report>),
    /// Shows what comes after, or before.
    Turn(i32),
    /// Scrolls.
    Scroll(i32),
    /// Begins a review of what is due.
    Review,
    /// Copies the command.
    Copy,
}

impl Room for ProgressRoom {
    type Msg = ProgressMsg;
    type View<'a> = ProgressView;

    fn scope(&self, _world: &World) -> Scope {
        Scope::Progress
    }

    fn on_action(&self, action: Action, world: &World) -> Option<ProgressMsg> {
        Some(match action {
            Action::Right | Action::Tab => ProgressMsg::Turn(1),
            Action::Left | Action::BackTab => ProgressMsg::Turn(-1),
            Action::Down if self.scrolls(world) => ProgressMsg::Scroll(1),
            Action::Up if self.scrolls(world) => ProgressMsg::Scroll(-1),
            Action::Next if self.scrolls(world) => ProgressMsg::Scroll(8),
            Action::Previous if self.scrolls(world) => ProgressMsg::Scroll(-8),
            Action::Submit if !world.standing.due.is_empty() => ProgressMsg::Review,
            Action::Copy => ProgressMsg::Copy,
            _ => return None,
        })
    }

    fn update(&mut self, msg: ProgressMsg, world: &World) -> Vec<Cmd> {
        update::update(self, msg, world)
    }

    fn view<'a>(&'a self, world: &'a World) -> ProgressView {
        view::view(self, world)
    }
}

impl ProgressRoom {
    /// Whether there is more to read than the screen shows.
    fn scrolls(&self, world: &World) -> bool {
        view::text(self, world).lines.len() > world.body_rows()
    }
}

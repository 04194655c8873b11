//! What lies over the outline or a page until Esc: the source of a figure, or terms and pages to find.

use crate::keymap::{Action, Scope};
use crate::rooms::{Cmd, World};
use crate::view::{Frame, Text};

use super::find::Find;
use super::{LearnMsg, LearnRoom, find, source};

/// A sheet over the room.
#[derive(Debug)]
pub(super) enum Sheet {
    /// The code behind the figure, with the first line shown.
    Source(Option<usize>),
    /// The glossary, or a search.
    Find(Find),
}

/// What follows a message.
pub(super) enum Next {
    /// The sheet stays.
    Stay,
    /// It goes.
    Close,
    /// It stays, and something is to be done.
    Do(Vec<Cmd>),
    /// A page is opened.
    Open(String, usize),
}

impl Sheet {
    pub(super) const fn scope(&self) -> Scope {
        match self {
            Self::Source(_) => Scope::Source,
            Self::Find(_) => Scope::Find,
        }
    }

    pub(super) fn on_action(&self, action: Action, world: &World) -> Option<LearnMsg> {
        let rows = world.body_rows().saturating_sub(2).max(1) as i32;
        if let (Self::Find(_), Some(edit)) = (self, action.edit()) {
            return Some(LearnMsg::Edit(edit));
        }
        Some(match (self, action) {
            (_, Action::Back) | (Self::Source(_), Action::Source) => LearnMsg::Leave,
            (Self::Source(_), Action::Up) => LearnMsg::Scroll(-1),
            (Self::Source(_), Action::Down) => LearnMsg::Scroll(1),
            (Self::Source(_), Action::Previous) => LearnMsg::Scroll(-rows),
            (Self::Source(_), Action::Next) => LearnMsg::Scroll(rows),
            (Self::Source(_), Action::First) => LearnMsg::Scroll(i32::MIN),
            (Self::Source(_), Action::Last) => LearnMsg::Scroll(i32::MAX),
            (Self::Source(_), Action::Copy) => LearnMsg::Copy,
            (Self::Find(_), Action::Up) => LearnMsg::Move(-1),
            (Self::Find(_), Action::Down) => LearnMsg::Move(1),
            (Self::Find(_), Action::Previous) => LearnMsg::Move(-PAGE),
            (Self::Find(_), Action::Next) => LearnMsg::Move(PAGE),
            (Self::Find(_), Action::Submit) => LearnMsg::Submit,
            _ => return None,
        })
    }
}

/// Rows that a page key moves in a list.
const PAGE: i32 = 4;

/// Text and frame of the sheet, if one is open.
pub(super) fn view(room: &LearnRoom, world: &World) -> Option<(Frame, Text)> {
    match room.sheet.as_ref()? {
        Sheet::Source(scroll) => {
            Some((source::frame(room, world), source::text(room, *scroll, world)?))
        }
        Sheet::Find(find) => Some((find.frame(world), find.text(world))),
    }
}

/// A message for the open sheet.
pub(super) fn update(room: &mut LearnRoom, msg: LearnMsg, world: &World) -> Next {
    if let LearnMsg::Copy = msg {
        let command = view(room, world).map(|(frame, _)| frame.command);
        return Next::Do(command.map(Cmd::Copy).into_iter().collect());
    }
    let text = view(room, world).map(|(_, text)| text);
    match (room.sheet.as_mut(), msg) {
        (_, LearnMsg::Leave) => Next::Close,
        (Some(Sheet::Source(scroll)), LearnMsg::Scroll(steps)) => {
            *scroll = text.map(|text| text.scrolled(steps, world.body_rows()));
            Next::Stay
        }
        (Some(Sheet::Find(find)), msg) => find::update(find, msg, world),
        _ => Next::Stay,
    }
}

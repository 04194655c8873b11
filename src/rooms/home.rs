//! The home room: the rooms, where one left off, and one number to wonder about.

mod draw;
mod update;
mod view;

use crate::keymap::{Action, Scope};

use super::{Cmd, Room, World};

pub use view::{HomeRow, HomeView, RoomsView, WelcomeView};

use view::offers_route;

/// The state of the home room.
#[derive(Debug, Default)]
pub struct HomeRoom {
    /// Row that is chosen; 0 continues where the learner left off.
    cursor: usize,
    /// Whether the learner is asked for the language, at the first run.
    is_welcome: bool,
}

/// What can happen at home.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HomeMsg {
    /// Moves the cursor.
    Move(i32),
    /// Opens what is chosen.
    Submit,
    /// Opens a room by its number, from 0.
    Pick(usize),
    /// Opens the page that explains the number.
    Number,
    /// Opens the next page of the route.
    Route,
    /// Leaves the welcome.
    Skip,
}

impl Room for HomeRoom {
    type Msg = HomeMsg;
    type View<'a> = HomeView;

    fn scope(&self, _world: &World) -> Scope {
        if self.is_welcome { Scope::Welcome } else { Scope::Home }
    }

    fn on_action(&self, action: Action, world: &World) -> Option<HomeMsg> {
        Some(match action {
            Action::Up => HomeMsg::Move(-1),
            Action::Down => HomeMsg::Move(1),
            Action::Submit => HomeMsg::Submit,
            Action::Pick(index) => HomeMsg::Pick(usize::from(index)),
            Action::OpenPage if !self.is_welcome => HomeMsg::Number,
            Action::Route if !self.is_welcome && offers_route(world) => HomeMsg::Route,
            Action::Back if self.is_welcome => HomeMsg::Skip,
            _ => return None,
        })
    }

    fn update(&mut self, msg: HomeMsg, world: &World) -> Vec<Cmd> {
        update::update(self, msg, world)
    }

    fn view<'a>(&'a self, world: &'a World) -> HomeView {
        view::view(self, world)
    }
}

impl HomeRoom {
    /// Asks for the language first.
    pub const fn welcome(&mut self) {
        self.is_welcome = true;
    }
}

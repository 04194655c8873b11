//! The scale room: φ, α, β and γ as knobs; formula, built network and published models beside them.

mod draw;
mod update;
mod view;

use crate::content::demo::{Centi, Demo};
use crate::demo::DemoError;
use crate::figure::Figure;
use crate::keymap::{Action, Scope};

use super::live::LiveFigure;
use super::{Cmd, Room, World};

pub use view::ScaleView;

/// The paper's triple, and the φ that the first screen shows.
pub const PAPER: Demo = Demo::CompoundScaling {
    phi: Centi(300),
    alpha: Centi(120),
    beta: Centi(110),
    gamma: Centi(115),
};

/// The state of the scale room.
#[derive(Debug)]
pub struct ScaleRoom {
    live: LiveFigure,
}

impl Default for ScaleRoom {
    fn default() -> Self {
        Self { live: LiveFigure::new(PAPER, PAPER) }
    }
}

/// What can happen in the scale room.
#[derive(Debug)]
pub enum ScaleMsg {
    /// The room is entered.
    Enter,
    /// The language changed: the figure needs new labels.
    Relabel,
    /// Turns the active knob.
    Turn(i32),
    /// Chooses another knob.
    Knob(i32),
    /// Back to the paper's values.
    Reset,
    /// Copies the command.
    Copy,
    /// A figure came.
    Figure(Result<Figure, DemoError>),
}

impl Room for ScaleRoom {
    type Msg = ScaleMsg;
    type View<'a> = ScaleView;

    fn scope(&self, _world: &World) -> Scope {
        Scope::Scale
    }

    fn on_action(&self, action: Action, _world: &World) -> Option<ScaleMsg> {
        Some(match action {
            Action::Left => ScaleMsg::Turn(-1),
            Action::Right => ScaleMsg::Turn(1),
            Action::FarLeft => ScaleMsg::Turn(-4),
            Action::FarRight => ScaleMsg::Turn(4),
            Action::Tab => ScaleMsg::Knob(1),
            Action::BackTab => ScaleMsg::Knob(-1),
            Action::First => ScaleMsg::Reset,
            Action::Copy => ScaleMsg::Copy,
            _ => return None,
        })
    }

    fn update(&mut self, msg: ScaleMsg, _world: &World) -> Vec<Cmd> {
        update::update(self, msg)
    }

    fn view<'a>(&'a self, world: &'a World) -> ScaleView {
        view::view(self, world)
    }
}

//! What happens in the progress room: the only place where its state changes.

use crate::rooms::{About, Cmd, Place, Plan, World};

use super::view::COMMAND;
use super::{ProgressMsg, ProgressRoom, Tab, view};

pub(super) fn update(room: &mut ProgressRoom, msg: ProgressMsg, world: &World) -> Vec<Cmd> {
    match msg {
        ProgressMsg::Enter => return vec![Cmd::Cancel, Cmd::Recall, Cmd::Report],
        ProgressMsg::Known(report) => room.report = Some(*report),
        ProgressMsg::Turn(steps) => {
            let at = Tab::ALL.iter().position(|tab| *tab == room.tab).unwrap_or(0);
            let count = Tab::ALL.len() as i32;
            room.tab = Tab::ALL[(at as i32 + steps).rem_euclid(count) as usize];
            room.scroll = 0;
        }
        ProgressMsg::Scroll(steps) => {
            room.scroll = view::text(room, world).scrolled(steps, world.body_rows());
        }
        ProgressMsg::Review => {
            let due = Plan::new(About::Due(Vec::new()), world.standing.due.clone());
            return vec![Cmd::Go(Place::Round(Plan { in_order: true, ..due }))];
        }
        ProgressMsg::Copy => return vec![Cmd::Copy(COMMAND.to_owned())],
    }
    Vec::new()
}

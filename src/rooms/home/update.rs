//! What happens at home.

use crate::content::route::route;
use crate::rooms::{About, Cmd, Place, Plan, Record, RoomId, World};
use crate::text::Lang;

use super::view::{ROOMS, begin, next_stop, number_page, offers_route};
use super::{HomeMsg, HomeRoom};

pub(super) fn update(room: &mut HomeRoom, msg: HomeMsg, world: &World) -> Vec<Cmd> {
    if room.is_welcome {
        return welcome(room, msg, world);
    }
    match msg {
        HomeMsg::Move(steps) => {
            let rows = ROOMS.len() as i32 + 1 + i32::from(offers_route(world));
            room.cursor = (room.cursor as i32 + steps).rem_euclid(rows) as usize;
            Vec::new()
        }
        HomeMsg::Submit => match room.cursor {
            0 => begin(world).map(go).into_iter().collect(),
            row if row > ROOMS.len() => next_stop(world).map(go).into_iter().collect(),
            row => pick(row - 1),
        },
        HomeMsg::Pick(index) => pick(index),
        HomeMsg::Number => number_page(world).map(go).into_iter().collect(),
        HomeMsg::Route => next_stop(world).map(go).into_iter().collect(),
        HomeMsg::Skip => Vec::new(),
    }
}

/// The first run: the language, and then three short questions.
fn welcome(room: &mut HomeRoom, msg: HomeMsg, world: &World) -> Vec<Cmd> {
    match msg {
        HomeMsg::Move(_) => vec![Cmd::Speak(world.lang.other())],
        HomeMsg::Pick(index) => {
            Lang::ALL.get(index).map(|lang| Cmd::Speak(*lang)).into_iter().collect()
        }
        HomeMsg::Submit => {
            room.is_welcome = false;
            let questions = route().questions.clone();
            let questions = Plan { in_order: true, ..Plan::new(About::Start, questions) };
            vec![Cmd::Save(Record::Language(world.lang)), go(Place::Round(questions))]
        }
        HomeMsg::Skip => {
            room.is_welcome = false;
            Vec::new()
        }
        HomeMsg::Number | HomeMsg::Route => Vec::new(),
    }
}

fn pick(index: usize) -> Vec<Cmd> {
    ROOMS.get(index).map(|room: &RoomId| go(Place::Room(*room))).into_iter().collect()
}

const fn go(place: Place) -> Cmd {
    Cmd::Go(place)
}

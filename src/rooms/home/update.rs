//! What happens at home.

use crate::rooms::{Cmd, Place, RoomId, World};

use super::view::{ROOMS, continuation, number_page};
use super::{HomeMsg, HomeRoom};

pub(super) fn update(room: &mut HomeRoom, msg: HomeMsg, world: &World) -> Vec<Cmd> {
    match msg {
        HomeMsg::Move(steps) => {
            let rows = ROOMS.len() as i32 + 1;
            room.cursor = (room.cursor as i32 + steps).rem_euclid(rows) as usize;
            Vec::new()
        }
        HomeMsg::Submit => match room.cursor.checked_sub(1) {
            None => continuation(world).map(|place| go(Place::from(place))).into_iter().collect(),
            Some(index) => pick(index),
        },
        HomeMsg::Pick(index) => pick(index),
        HomeMsg::Number => number_page(world).map(go).into_iter().collect(),
    }
}

fn pick(index: usize) -> Vec<Cmd> {
    ROOMS.get(index).map(|room: &RoomId| go(Place::Room(*room))).into_iter().collect()
}

const fn go(place: Place) -> Cmd {
    Cmd::Go(place)
}

//! What happens in the scale room.

use crate::content::demo::Demo;
use crate::rooms::{Cmd, Progress};

use super::{PAPER, ScaleMsg, ScaleRoom};

pub(super) fn update(room: &mut ScaleRoom, msg: ScaleMsg) -> Vec<Cmd> {
    match msg {
        ScaleMsg::Enter => return show(room, room.demo.clone()),
        ScaleMsg::Relabel => {
            room.figure = Progress::Idle;
            return show(room, room.demo.clone());
        }
        ScaleMsg::Turn(steps) => {
            if let Some(knob) = room.demo.knobs().get(room.knob) {
                let turned = room.demo.turned(knob.key, steps);
                return show(room, turned);
            }
        }
        ScaleMsg::Knob(steps) => {
            let knobs = room.demo.knobs().len() as i32;
            room.knob = (room.knob as i32 + steps).rem_euclid(knobs) as usize;
        }
        ScaleMsg::Reset => return show(room, PAPER),
        ScaleMsg::Copy => return vec![Cmd::Copy(super::view::command(&room.demo))],
        ScaleMsg::Figure(result) => room.figure.finish(result),
    }
    Vec::new()
}

/// Computes a figure unless it is there already.
fn show(room: &mut ScaleRoom, demo: Demo) -> Vec<Cmd> {
    if demo == room.demo && matches!(room.figure, Progress::Ready(_)) {
        return Vec::new();
    }
    room.demo = demo.clone();
    room.figure.start();
    vec![Cmd::Run(demo)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::demo::Centi;

    #[test]
    fn a_turned_knob_asks_for_a_figure_and_its_command_follows() {
        let mut room = ScaleRoom::default();
        let cmds = update(&mut room, ScaleMsg::Turn(2));
        let Demo::CompoundScaling { phi, .. } = room.demo else { unreachable!() };
        assert_eq!(phi, Centi(350));
        assert_eq!(cmds, [Cmd::Run(room.demo.clone())]);
        assert_eq!(super::super::view::command(&room.demo), "effnet-tutor scale --phi 3.5");
    }

    #[test]
    fn knobs_go_round() {
        let mut room = ScaleRoom::default();
        update(&mut room, ScaleMsg::Knob(-1));
        update(&mut room, ScaleMsg::Turn(1));
        assert_eq!(
            super::super::view::command(&room.demo),
            "effnet-tutor scale --phi 3 --gamma 1.2"
        );
    }
}

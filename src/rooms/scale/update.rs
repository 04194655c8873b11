//! What happens in the scale room.

use crate::rooms::Cmd;

use super::{PAPER, ScaleMsg, ScaleRoom};

pub(super) fn update(room: &mut ScaleRoom, msg: ScaleMsg) -> Vec<Cmd> {
    let live = &mut room.live;
    match msg {
        ScaleMsg::Enter => return live.show(),
        ScaleMsg::Relabel => {
            live.forget();
            return live.show();
        }
        ScaleMsg::Turn(steps) => return live.turn(steps),
        ScaleMsg::Knob(steps) => live.choose(steps),
        ScaleMsg::Reset => return live.become_demo(PAPER),
        ScaleMsg::Copy => return vec![Cmd::Copy(super::view::command(live.demo()))],
        ScaleMsg::Figure(result) => live.finish(result),
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arch::CompoundScaling;
    use crate::content::demo::{Centi, Demo};

    #[test]
    fn a_turned_knob_asks_for_a_figure_and_its_command_follows() {
        let mut room = ScaleRoom::default();
        let cmds = update(&mut room, ScaleMsg::Turn(2));
        let Demo::CompoundScaling { phi, .. } = *room.live.demo() else { unreachable!() };
        assert_eq!(phi, Centi(350));
        assert_eq!(cmds, [Cmd::Run(room.live.demo().clone())]);
        assert_eq!(super::super::view::command(room.live.demo()), "effnet-tutor scale --phi 3.5");
    }

    #[test]
    fn knobs_go_round() {
        let mut room = ScaleRoom::default();
        update(&mut room, ScaleMsg::Knob(-1));
        update(&mut room, ScaleMsg::Turn(1));
        assert_eq!(
            super::super::view::command(room.live.demo()),
            "effnet-tutor scale --phi 3 --gamma 1.2"
        );
    }

    #[test]
    fn the_room_starts_with_the_paper_s_triple() {
        let Demo::CompoundScaling { alpha, beta, gamma, .. } = PAPER else { unreachable!() };
        let paper = CompoundScaling::default();
        assert_eq!(
            [alpha, beta, gamma],
            [paper.alpha, paper.beta, paper.gamma].map(Centi::nearest)
        );
    }
}

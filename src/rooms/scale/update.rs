//! What happens in the scale room.

use crate::arch::budget::Budget;
use crate::arch::surface;
use crate::content::demo::{Demo, ScalePlan, SurfaceChart, SurfacePlace};
use crate::rooms::{Cmd, World, stepped};
use crate::text::normal::clean;

use super::{Face, ScaleMsg, ScaleRoom, command, filled, query, view};

pub(super) fn update(room: &mut ScaleRoom, msg: ScaleMsg, world: &World) -> Vec<Cmd> {
    match msg {
        ScaleMsg::Enter => return room.live_mut().show(),
        ScaleMsg::Relabel => {
            room.compare.forget();
            room.surface.forget();
            room.solver.live.forget();
            return room.live_mut().show();
        }
        ScaleMsg::Turn(steps) => return room.compare.turn(steps),
        ScaleMsg::Knob(steps) => room.compare.choose(steps),
        ScaleMsg::Base => return next_base(room),
        ScaleMsg::Reset => {
            let live = room.live_mut();
            let original = live.original().clone();
            return match (original, live.demo().clone()) {
                // The triple, and nothing else.
                (Demo::Surface(paper), Demo::Surface(place)) => {
                    live.become_demo(Demo::Surface(SurfacePlace { at: paper.at, ..place }))
                }
                (original, _) => live.become_demo(original),
            };
        }
        ScaleMsg::Open(face) => return open(room, face),
        ScaleMsg::Walk(steps) => return walk(room, steps),
        ScaleMsg::Chart => return other_chart(room),
        ScaleMsg::Take => return take(room),
        ScaleMsg::Edit(edit) => {
            room.solver.error = None;
            room.solver.field.edit(&edit);
        }
        ScaleMsg::Solve => return solve(room),
        ScaleMsg::Focus => room.solver.writing = !room.solver.writing,
        ScaleMsg::Scroll(steps) => room.scroll = view::view(room, world).scrolled(steps),
        ScaleMsg::Copy => return vec![Cmd::Copy(command::command(room))],
        ScaleMsg::Figure(result) => {
            room.live_mut().finish(result);
            if room.face == Face::Solver && !room.has_network() {
                // There is nothing to choose: the budget is what can be changed.
                room.solver.writing = true;
            }
        }
    }
    Vec::new()
}

/// Shows a face, with the base and the coefficients as the knobs stand.
fn open(room: &mut ScaleRoom, face: Face) -> Vec<Cmd> {
    room.face = face;
    room.scroll = None;
    let plan = room.plan().clone();
    match (face, room.live().demo().clone()) {
        (Face::Surface, Demo::Surface(place)) => {
            let place = SurfacePlace { base: plan.base, ..place };
            room.surface.show_demo(Demo::Surface(place))
        }
        (Face::Solver, Demo::Budget(before)) => {
            room.solver.writing = true;
            let mut now = query(&plan, before.text.clone());
            if (now.base, now.direction) == (before.base, before.direction) {
                now.chosen = before.chosen;
            }
            room.solver.live.show_demo(Demo::Budget(now))
        }
        _ => room.compare.show(),
    }
}

/// The knobs and the surface stand on the same base.
fn next_base(room: &mut ScaleRoom) -> Vec<Cmd> {
    let plan = room.plan().with_next_base();
    let base = plan.base;
    let cmds = room.compare.become_demo(Demo::Scaling(plan));
    match (room.face, room.surface.demo().clone()) {
        (Face::Surface, Demo::Surface(place)) => {
            room.surface.become_demo(Demo::Surface(SurfacePlace { base, ..place }))
        }
        _ => cmds,
    }
}

fn walk(room: &mut ScaleRoom, steps: i32) -> Vec<Cmd> {
    room.scroll = None;
    let live = room.live_mut();
    match live.demo().clone() {
        Demo::Surface(place) => {
            let at = stepped(place.at, steps, surface::triples().len());
            live.become_demo(Demo::Surface(SurfacePlace { at, ..place }))
        }
        Demo::Budget(mut before) => {
            let value = |name| live.figure().and_then(|figure| figure.value(name));
            let (Some(chosen), Some(count)) = (value("chosen"), value("count")) else {
                return Vec::new();
            };
            let now = before.chosen.unwrap_or(chosen as usize);
            before.chosen = Some(stepped(now, steps, count as usize));
            live.become_demo(Demo::Budget(before))
        }
        _ => Vec::new(),
    }
}

fn other_chart(room: &mut ScaleRoom) -> Vec<Cmd> {
    let Demo::Surface(place) = room.surface.demo().clone() else { return Vec::new() };
    let chart = match place.chart {
        SurfaceChart::Triples => SurfaceChart::Costs,
        SurfaceChart::Costs => SurfaceChart::Triples,
    };
    room.surface.become_demo(Demo::Surface(SurfacePlace { chart, ..place }))
}

/// The chosen triple or network becomes the knobs' own.
fn take(room: &mut ScaleRoom) -> Vec<Cmd> {
    let Some(taken) = taken(room) else { return Vec::new() };
    room.face = Face::Compare;
    room.scroll = None;
    room.compare.show_demo(Demo::Scaling(taken))
}

fn taken(room: &ScaleRoom) -> Option<ScalePlan> {
    let plan = room.plan();
    match room.live().demo() {
        Demo::Surface(place) => {
            surface::triples().get(place.at).map(|triple| plan.with_triple(*triple))
        }
        // What is not on the screen is not taken.
        Demo::Budget(_) if room.solver.error.is_some() => None,
        Demo::Budget(_) => {
            let figure = room.live().figure()?;
            let [depth, width, side] = ["depth", "width", "resolution"].map(|n| figure.value(n));
            Some(plan.with_network(depth?, width?, side?))
        }
        _ => None,
    }
}

fn solve(room: &mut ScaleRoom) -> Vec<Cmd> {
    let text = clean(room.solver.field.text()).trim().to_owned();
    room.solver.field = filled(&text);
    room.scroll = None;
    if let Err(error) = Budget::parse(&text) {
        room.solver.error = Some(error);
        return Vec::new();
    }
    room.solver.error = None;
    room.solver.writing = false;
    let asked = query(room.plan(), text);
    room.solver.live.show_demo(Demo::Budget(asked))
}

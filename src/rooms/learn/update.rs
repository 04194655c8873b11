//! What happens in the learn room: the only place where its state changes.

use crate::content::lesson::{Lesson, Page, Predict, PredictKind};
use crate::learner::prediction::{Given, read_number, real_value, record};
use crate::rooms::{Cmd, Place, Progress, Record, World};

use super::{LearnMsg, LearnRoom, LearnView, PageState, live};

pub(super) fn update(room: &mut LearnRoom, msg: LearnMsg, world: &World) -> Vec<Cmd> {
    match msg {
        LearnMsg::Open { slug, page, knobs } => {
            return open(room, slug, page, &knobs, world);
        }
        LearnMsg::Enter => return enter(room),
        LearnMsg::Relabel => {
            for state in room.pages.values_mut() {
                state.figure = Progress::Idle;
            }
            return enter(room);
        }
        _ => {}
    }
    let Some((lesson, page)) = room.lesson(world) else { return outline(room, &msg, world) };
    match msg {
        LearnMsg::Leave => leave(room),
        LearnMsg::Leaf(steps) => leaf(room, lesson, steps, world),
        LearnMsg::Submit => match room.pending(page, &lesson.slug) {
            Some(predict) => submit(room, lesson, predict),
            None => leaf(room, lesson, 1, world),
        },
        LearnMsg::Skip => {
            let pending = room.pending(page, &lesson.slug);
            pending.map_or_else(Vec::new, |predict| commit(room, lesson, predict, Given::Skipped))
        }
        LearnMsg::Scroll(steps) => {
            if let LearnView::Page(view) = super::view::view(room, world)
                && let Some(state) = room.open.as_ref().and_then(|at| room.pages.get_mut(at))
            {
                state.scroll = view.text.scrolled(steps, world.body_rows());
            }
            Vec::new()
        }
        LearnMsg::Copy => super::view::command(room, world).map(Cmd::Copy).into_iter().collect(),
        other => on_page(room, other, lesson, page),
    }
}

/// Messages that touch only the state of the open page.
fn on_page(room: &mut LearnRoom, msg: LearnMsg, lesson: &Lesson, page: &Page) -> Vec<Cmd> {
    let pending = room.pending(page, &lesson.slug).cloned();
    let Some(state) = room.open.as_ref().and_then(|at| room.pages.get_mut(at)) else {
        return Vec::new();
    };
    match msg {
        LearnMsg::Move(steps) => {
            state.option = stepped(state.option, steps, options(pending.as_ref()));
        }
        LearnMsg::Pick(index) if index < options(pending.as_ref()) => {
            state.option = index;
            if let Some(predict) = pending {
                return commit(room, lesson, &predict, Given::Option(index));
            }
        }
        LearnMsg::Edit(edit) => {
            state.complaint = None;
            state.field.edit(&edit);
        }
        LearnMsg::Turn(steps) => return turn(state, steps),
        LearnMsg::Knob(steps) => {
            let knobs = state.demo.as_ref().map_or(0, |demo| demo.knobs().len());
            if knobs > 0 {
                state.knob = (state.knob as i32 + steps).rem_euclid(knobs as i32) as usize;
            }
        }
        LearnMsg::Figure(result) => state.figure.finish(result),
        LearnMsg::Pick(_)
        | LearnMsg::Open { .. }
        | LearnMsg::Enter
        | LearnMsg::Relabel
        | LearnMsg::Leave
        | LearnMsg::Scroll(_)
        | LearnMsg::Leaf(_)
        | LearnMsg::Submit
        | LearnMsg::Skip
        | LearnMsg::Copy => {}
    }
    Vec::new()
}

fn outline(room: &mut LearnRoom, msg: &LearnMsg, world: &World) -> Vec<Cmd> {
    let lessons: Vec<&Lesson> = world.library.lessons(world.lang).collect();
    match msg {
        LearnMsg::Move(steps) => room.cursor = stepped(room.cursor, *steps, lessons.len()),
        LearnMsg::Submit => {
            if let Some(lesson) = lessons.get(room.cursor) {
                let page = world.standing.place(&lesson.slug).map_or(0, |place| place.page);
                return open(room, lesson.slug.clone(), page, &[], world);
            }
        }
        _ => {}
    }
    Vec::new()
}

/// Opens a page; a page that does not exist opens the last one.
fn open(
    room: &mut LearnRoom,
    slug: String,
    page: usize,
    knobs: &[(String, String)],
    world: &World,
) -> Vec<Cmd> {
    let Some(lesson) = world.library.lesson(world.lang, &slug) else { return Vec::new() };
    let page = page.min(lesson.pages.len().saturating_sub(1));
    if let Some(row) = world.library.lessons(world.lang).position(|l| l.slug == slug) {
        room.cursor = row;
    }
    let state = room.pages.entry((slug.clone(), page)).or_default();
    state.scroll = 0;
    if state.demo.is_none() {
        state.demo = lesson.pages.get(page).and_then(live).cloned();
    }
    for (key, value) in knobs {
        if let Some(Ok(set)) = state.demo.as_ref().map(|demo| demo.set(key, value)) {
            state.demo = Some(set);
            state.figure = Progress::Idle;
        }
    }
    room.open = Some((slug.clone(), page));
    let mut cmds = vec![Cmd::Save(Record::Position { slug, page, finished: false })];
    cmds.extend(enter(room));
    cmds
}

/// Computes the open page's figure if it is not there.
fn enter(room: &mut LearnRoom) -> Vec<Cmd> {
    let state = room.open.as_ref().and_then(|at| room.pages.get_mut(at));
    match state {
        Some(PageState { demo: Some(demo), figure, .. })
            if !matches!(figure, Progress::Ready(_)) =>
        {
            figure.start();
            vec![Cmd::Run(demo.clone())]
        }
        _ => vec![Cmd::Cancel],
    }
}

fn leave(room: &mut LearnRoom) -> Vec<Cmd> {
    room.open = None;
    vec![Cmd::Cancel]
}

/// Leafs; past the last page come the lesson's recall questions.
fn leaf(room: &mut LearnRoom, lesson: &Lesson, steps: i32, world: &World) -> Vec<Cmd> {
    let Some((slug, page)) = room.open.clone() else { return Vec::new() };
    let target = page as i64 + i64::from(steps);
    if target < 0 {
        return Vec::new();
    }
    if target as usize >= lesson.pages.len() {
        if steps != 1 {
            return Vec::new();
        }
        let round = Place::Round {
            title: lesson.title.clone(),
            topic: None,
            items: lesson.recall.clone(),
            in_order: true,
            limit: None,
            seed: None,
        };
        return vec![
            Cmd::Save(Record::Position { slug, page, finished: true }),
            Cmd::Cancel,
            Cmd::Go(round),
        ];
    }
    open(room, slug, target as usize, &[], world)
}

/// Takes the answer to a prediction, or says what is missing.
fn submit(room: &mut LearnRoom, lesson: &Lesson, predict: &Predict) -> Vec<Cmd> {
    let Some(state) = room.open.as_ref().and_then(|at| room.pages.get_mut(at)) else {
        return Vec::new();
    };
    let real = real_value(&predict.kind, state.figure.figure().map(AsRef::as_ref));
    let given = match &predict.kind {
        PredictKind::Choice { .. } => Some(Given::Option(state.option)),
        kind => read_number(state.field.text(), kind, real),
    };
    if let Some(given) = given {
        commit(room, lesson, predict, given)
    } else {
        let blank = state.field.is_blank();
        state.complaint = Some(if blank { "learn.empty" } else { "learn.not-a-number" });
        Vec::new()
    }
}

/// Keeps a prediction and stores it with what is really so.
fn commit(room: &mut LearnRoom, lesson: &Lesson, predict: &Predict, given: Given) -> Vec<Cmd> {
    let Some(state) = room.open.as_ref().and_then(|at| room.pages.get_mut(at)) else {
        return Vec::new();
    };
    let real = real_value(&predict.kind, state.figure.figure().map(AsRef::as_ref));
    let kept = record(&lesson.slug, predict, &given, real, lesson.lang);
    state.predictions.insert(predict.id.clone(), given);
    state.field.clear();
    state.option = 0;
    state.complaint = None;
    kept.map(|prediction| Cmd::Save(Record::Prediction(prediction))).into_iter().collect()
}

fn turn(state: &mut PageState, steps: i32) -> Vec<Cmd> {
    let Some(demo) = &state.demo else { return Vec::new() };
    let knobs = demo.knobs();
    let Some(knob) = knobs.get(state.knob) else { return Vec::new() };
    let turned = demo.turned(knob.key, steps);
    if turned == *demo {
        return Vec::new();
    }
    state.demo = Some(turned.clone());
    state.figure.start();
    vec![Cmd::Run(turned)]
}

fn options(pending: Option<&Predict>) -> usize {
    match pending.map(|predict| &predict.kind) {
        Some(PredictKind::Choice { options, .. }) => options.len(),
        _ => 0,
    }
}

/// An index moved by `steps`, kept below `count`.
fn stepped(index: usize, steps: i32, count: usize) -> usize {
    let moved = (index as i64).saturating_add(i64::from(steps)).max(0) as usize;
    moved.min(count.saturating_sub(1))
}

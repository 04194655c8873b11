//! What happens in the learn room: the only place where its state changes.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::content::lesson::{Block, Lesson, Page, Predict, PredictKind};
use crate::content::route::{Stop, route};
use crate::content::search::Index;
use crate::learner::prediction::{Given, difference, read_number, real_value, record};
use crate::rooms::live::LiveFigure;
use crate::rooms::{About, Cmd, Place, Plan, Record, RoomId, World, stepped};

use super::find::Find;
use super::sheet::{self, Next, Sheet};
use super::{Before, LearnMsg, LearnRoom, LearnView, Made, PageState, live, predict};

pub(super) fn update(room: &mut LearnRoom, msg: LearnMsg, world: &World) -> Vec<Cmd> {
    match msg {
        LearnMsg::Open { slug, page, knobs } => {
            return open(room, slug, page, &knobs, world);
        }
        LearnMsg::Follow(stop) => return follow(room, stop, world),
        LearnMsg::Enter => return enter(room),
        LearnMsg::Relabel => {
            room.pages
                .values_mut()
                .filter_map(|state| state.live.as_mut())
                .for_each(LiveFigure::forget);
            return enter(room);
        }
        LearnMsg::Terms | LearnMsg::Search => return find(room, &msg, world),
        LearnMsg::Figure(_) => {}
        msg if room.sheet.is_some() => return on_sheet(room, msg, world),
        _ => {}
    }
    let Some((lesson, page)) = room.lesson(world) else { return outline(room, &msg, world) };
    match msg {
        LearnMsg::Leave => leave(room, world),
        LearnMsg::Leaf(steps) => leaf(room, lesson, steps, world),
        LearnMsg::Submit => match room.pending(page, &lesson.slug) {
            Some(predict) => submit(room, lesson, predict, world),
            None => onward(room, lesson, world),
        },
        LearnMsg::Skip => {
            let pending = room.pending(page, &lesson.slug);
            pending.map_or_else(Vec::new, |predict| {
                commit(room, lesson, predict, Given::Skipped, world)
            })
        }
        LearnMsg::Scroll(steps) => {
            if let LearnView::Page(view) = super::view::view(room, world)
                && let Some(state) = room.open.as_ref().and_then(|at| room.pages.get_mut(at))
            {
                state.scroll = Some(view.text.scrolled(steps, world.body_rows()));
            }
            Vec::new()
        }
        LearnMsg::Copy => super::view::command(room, world).map(Cmd::Copy).into_iter().collect(),
        LearnMsg::Source => {
            room.sheet = Some(Sheet::Source(None));
            Vec::new()
        }
        other => on_page(room, other, lesson, page, world),
    }
}

/// Opens the glossary on the page's first linked term, or the search.
fn find(room: &mut LearnRoom, msg: &LearnMsg, world: &World) -> Vec<Cmd> {
    let index = Arc::clone(room.index.get_or_insert_with(|| Arc::new(Index::new(&world.library))));
    room.sheet = Some(Sheet::Find(match msg {
        LearnMsg::Terms => {
            let page = room.lesson(world).map(|(_, page)| page);
            let first = page.and_then(|page| page.terms().first().copied());
            Find::glossary(index, first, world)
        }
        _ => Find::search(index),
    }));
    Vec::new()
}

/// What lies on top has its turn.
fn on_sheet(room: &mut LearnRoom, msg: LearnMsg, world: &World) -> Vec<Cmd> {
    match sheet::update(room, msg, world) {
        Next::Stay => Vec::new(),
        Next::Do(cmds) => cmds,
        Next::Close => {
            room.sheet = None;
            Vec::new()
        }
        Next::Open(slug, page) => look_up(room, slug, page, world),
    }
}

/// Messages that touch only the state of the open page.
fn on_page(
    room: &mut LearnRoom,
    msg: LearnMsg,
    lesson: &Lesson,
    page: &Page,
    world: &World,
) -> Vec<Cmd> {
    let options = options(room.pending(page, &lesson.slug));
    let Some(state) = room.open.as_ref().and_then(|at| room.pages.get_mut(at)) else {
        return Vec::new();
    };
    match msg {
        LearnMsg::Move(steps) => {
            state.scroll = None;
            state.option = stepped(state.option, steps, options);
        }
        LearnMsg::Pick(index) if index < options => {
            state.scroll = None;
            state.option = index;
        }
        LearnMsg::Edit(edit) => {
            state.scroll = None;
            state.complaint = None;
            state.field.edit(&edit);
        }
        LearnMsg::Turn(steps) => {
            (state.scroll, state.is_turned) = (None, true);
            return state.live.as_mut().map_or_else(Vec::new, |live| live.turn(steps));
        }
        LearnMsg::Knob(steps) => {
            (state.scroll, state.is_turned) = (None, true);
            if let Some(live) = &mut state.live {
                live.choose(steps);
            }
        }
        LearnMsg::Reset => {
            (state.scroll, state.is_turned) = (None, true);
            return state.live.as_mut().map_or_else(Vec::new, LiveFigure::reset);
        }
        LearnMsg::Figure(result) => {
            if let Some(live) = &mut state.live {
                live.finish(result);
            }
            return settle(state, lesson, page, world);
        }
        LearnMsg::Pick(_)
        | LearnMsg::Open { .. }
        | LearnMsg::Follow(_)
        | LearnMsg::Enter
        | LearnMsg::Relabel
        | LearnMsg::Leave
        | LearnMsg::Scroll(_)
        | LearnMsg::Leaf(_)
        | LearnMsg::Submit
        | LearnMsg::Skip
        | LearnMsg::Copy
        | LearnMsg::Source
        | LearnMsg::Terms
        | LearnMsg::Search => {}
    }
    Vec::new()
}

/// Settles predictions that were made before their figure came, and stores them.
fn settle(state: &mut PageState, lesson: &Lesson, page: &Page, world: &World) -> Vec<Cmd> {
    let mut cmds = Vec::new();
    for block in &page.blocks {
        let Block::Predict(predict) = block else { continue };
        let figure = state.live.as_ref().and_then(LiveFigure::asked);
        let Some(made) = state.predictions.get_mut(&predict.id) else { continue };
        if made.real.is_none() {
            made.real = real_value(&predict.kind, figure);
            if made.real.is_some() {
                cmds.extend(save(lesson, predict, made));
                cmds.extend(meaning(predict, made, world));
            }
        }
    }
    cmds
}

/// Says where the difference comes from, if that is known, until the next key.
fn meaning(predict: &Predict, made: &Made, world: &World) -> Option<Cmd> {
    let (Given::Number(said), Some(real)) = (&made.given, made.real) else { return None };
    let message = difference(&predict.kind, *said, real)?;
    Some(Cmd::Notify(message.say(world.lang)))
}

fn save(lesson: &Lesson, predict: &Predict, made: &Made) -> Option<Cmd> {
    let kept = record(&lesson.slug, predict, &made.given, made.real, lesson.lang)?;
    Some(Cmd::Save(Record::Prediction(kept)))
}

fn outline(room: &mut LearnRoom, msg: &LearnMsg, world: &World) -> Vec<Cmd> {
    let lessons: Vec<&Lesson> = world.library.lessons(world.lang).collect();
    match msg {
        LearnMsg::Move(steps) => room.cursor = stepped(room.cursor, *steps, lessons.len()),
        LearnMsg::Submit => {
            if let Some(lesson) = lessons.get(room.cursor) {
                let page = world.standing.page_to_resume(&lesson.slug);
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
    let state = room.pages.entry((slug.clone(), page)).or_insert_with(|| PageState {
        predictions: lesson
            .pages
            .get(page)
            .map_or_else(BTreeMap::new, |shown| predict::remembered(shown, &slug, world)),
        ..PageState::default()
    });
    (state.scroll, state.is_turned) = (None, false);
    if state.live.is_none() {
        let original = lesson.pages.get(page).and_then(live).cloned();
        state.live = original.map(|demo| LiveFigure::new(demo.clone(), demo));
    }
    // The command line has checked them; a page without such knobs has nothing to set.
    state.waiting = state
        .live
        .as_ref()
        .filter(|_| !knobs.is_empty())
        .and_then(|live| live.original().with_settings(knobs).ok());
    room.open = Some((slug.clone(), page));
    room.route = None;
    room.back = None;
    room.sheet = None;
    let mut cmds = vec![Cmd::Save(Record::Position { slug, page, finished: false })];
    cmds.extend(enter(room));
    cmds.extend(set_waiting(room, world));
    cmds
}

/// Sets the knobs that were asked for, once no prediction is open.
fn set_waiting(room: &mut LearnRoom, world: &World) -> Vec<Cmd> {
    let Some((lesson, page)) = room.lesson(world) else { return Vec::new() };
    if room.pending(page, &lesson.slug).is_some() {
        return Vec::new();
    }
    let state = room.open.as_ref().and_then(|at| room.pages.get_mut(at));
    match state {
        Some(PageState { live: Some(live), waiting, .. }) => {
            waiting.take().map_or_else(Vec::new, |demo| live.become_demo(demo))
        }
        _ => Vec::new(),
    }
}

/// Computes the open page's figure if it is not there.
fn enter(room: &mut LearnRoom) -> Vec<Cmd> {
    let state = room.open.as_ref().and_then(|at| room.pages.get_mut(at));
    state.and_then(|state| state.live.as_mut()).map_or_else(|| vec![Cmd::Cancel], LiveFigure::show)
}

/// Back to where a word was looked up from, else to the outline.
fn leave(room: &mut LearnRoom, world: &World) -> Vec<Cmd> {
    if let Some(Before { at: (slug, page), route }) = room.back.take() {
        let cmds = open(room, slug, page, &[], world);
        room.route = route;
        return cmds;
    }
    room.open = None;
    vec![Cmd::Cancel]
}

/// Opens a page that glossary or search led to. Esc leads back.
fn look_up(room: &mut LearnRoom, slug: String, page: usize, world: &World) -> Vec<Cmd> {
    let (from, route) = (room.open.clone(), room.route);
    if from.as_ref().is_some_and(|(open, at)| *open == slug && *at == page) {
        room.sheet = None;
        return Vec::new();
    }
    let mut cmds = open(room, slug, page, &[], world);
    room.back = from.map(|at| Before { at, route });
    if room.back.is_some() {
        cmds.push(Cmd::Notify(world.lang.text("learn.back-to-page").to_owned()));
    }
    cmds
}

/// Opens a stop of the recommended route.
fn follow(room: &mut LearnRoom, stop: usize, world: &World) -> Vec<Cmd> {
    let stops = route().stops(&world.library, world.lang);
    let Some(Stop { slug, page }) = stops.into_iter().nth(stop) else { return Vec::new() };
    let cmds = open(room, slug, page, &[], world);
    room.route = Some(stop);
    cmds
}

/// Goes on from a page that is done: along the route where it is followed, else to the next page.
fn onward(room: &mut LearnRoom, lesson: &Lesson, world: &World) -> Vec<Cmd> {
    let Some(stop) = room.route else { return leaf(room, lesson, 1, world) };
    if stop + 1 < route().stops(&world.library, world.lang).len() {
        return vec![Cmd::Go(Place::Stop(stop + 1))];
    }
    let done = Cmd::Notify(world.lang.text("learn.route-done").to_owned());
    vec![Cmd::Go(Place::Room(RoomId::Home)), done]
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
        let about = About::Recall(lesson.slug.clone());
        let recall = Plan { in_order: true, ..Plan::new(about, lesson.recall.clone()) };
        let round = Place::Round(recall);
        return vec![
            Cmd::Save(Record::Position { slug, page, finished: true }),
            Cmd::Cancel,
            Cmd::Go(round),
        ];
    }
    let back = room.back.take();
    let cmds = open(room, slug, target as usize, &[], world);
    room.back = back;
    cmds
}

/// Takes the answer to a prediction, or says what is missing.
fn submit(room: &mut LearnRoom, lesson: &Lesson, predict: &Predict, world: &World) -> Vec<Cmd> {
    let Some(state) = room.open.as_ref().and_then(|at| room.pages.get_mut(at)) else {
        return Vec::new();
    };
    let real = real_value(&predict.kind, state.live.as_ref().and_then(LiveFigure::asked));
    let given = match &predict.kind {
        PredictKind::Choice { .. } => Some(Given::Option(state.option)),
        kind => read_number(state.field.text(), kind, real),
    };
    if let Some(given) = given {
        commit(room, lesson, predict, given, world)
    } else {
        let blank = state.field.is_blank();
        state.complaint = Some(if blank { "learn.empty" } else { "learn.not-a-number" });
        Vec::new()
    }
}

/// Keeps a prediction and stores it with what is really so.
fn commit(
    room: &mut LearnRoom,
    lesson: &Lesson,
    predict: &Predict,
    given: Given,
    world: &World,
) -> Vec<Cmd> {
    let Some(state) = room.open.as_ref().and_then(|at| room.pages.get_mut(at)) else {
        return Vec::new();
    };
    let real = real_value(&predict.kind, state.live.as_ref().and_then(LiveFigure::asked));
    let made = Made { given, real };
    let mut cmds: Vec<Cmd> = save(lesson, predict, &made).into_iter().collect();
    cmds.extend(meaning(predict, &made, world));
    state.predictions.insert(predict.id.clone(), made);
    state.field.clear();
    state.option = 0;
    state.complaint = None;
    state.scroll = None;
    cmds.extend(set_waiting(room, world));
    cmds
}

fn options(pending: Option<&Predict>) -> usize {
    match pending.map(|predict| &predict.kind) {
        Some(PredictKind::Choice { options, .. }) => options.len(),
        _ => 0,
    }
}

//! What happens in the quiz room: the only place where its state changes.

use std::collections::BTreeSet;

use crate::content::quantity;
use crate::content::quiz::{Ask, Question};
use crate::learner::grade::is_answerable;
use crate::learner::round::{Order, RoundOptions};
use crate::learner::sheet::options;
use crate::learner::store::Review;
use crate::learner::{Answer, Form, Message, Round};
use crate::rooms::{About, Cmd, Place, Plan, Record, RoomId, World, stepped};
use crate::text::field::Field;

use super::{Mode, Play, QuizMsg, QuizRoom, plan, topics};

pub(super) fn update(room: &mut QuizRoom, msg: QuizMsg, world: &World) -> Vec<Cmd> {
    if let QuizMsg::Begin(plan) = msg {
        return begin(room, plan, world);
    }
    if let QuizMsg::Scroll(steps) = msg {
        let scroll =
            super::view::text(room, world).map(|text| text.scrolled(steps, world.body_rows()));
        if let Some(play) = room.plays.last_mut() {
            play.scroll = scroll;
        }
        return Vec::new();
    }
    let mode = room.mode();
    let Some(play) = room.plays.last_mut() else { return menu(room, &msg, world) };
    // Whatever else happens, what is chosen comes back into sight.
    play.scroll = None;
    play.hint_in_sight = false;
    play.complaint = None;
    match (mode, msg) {
        (Mode::Results, QuizMsg::Submit | QuizMsg::Leave) => {
            let over = room.plays.pop();
            // A newcomer goes on where the route is offered.
            if over.is_some_and(|play| play.about == About::Start) {
                return vec![Cmd::Go(Place::Room(RoomId::Home))];
            }
        }
        (Mode::Feedback, QuizMsg::Submit) => play.advance(world),
        (_, QuizMsg::Leave) => play.round.end(),
        (Mode::Feedback, QuizMsg::OpenLesson) => return open_lesson(play),
        (Mode::Choose | Mode::Tick, QuizMsg::Move(steps)) => {
            play.option = stepped(play.option, steps, play.shown());
        }
        (Mode::Choose, QuizMsg::Pick(place)) if place < play.shown() => play.option = place,
        (Mode::Tick, QuizMsg::Pick(place)) if place < play.shown() => {
            play.option = place;
            play.toggle();
        }
        (Mode::Tick, QuizMsg::Toggle) => play.toggle(),
        (Mode::Type, QuizMsg::Edit(edit)) => play.field.edit(&edit),
        (_, QuizMsg::Hint) if mode.asks() => {
            play.hint_in_sight = true;
            if play.round.hint().is_none() {
                play.complaint = Some(Message::plain("quizroom.no-hint"));
            }
        }
        (_, QuizMsg::Submit) if mode.asks() => return submit(play, world),
        (_, QuizMsg::Skip) if mode.asks() => {
            play.skipped = true;
            return answer(play, &Answer::Misfit(String::new()), world);
        }
        _ => {}
    }
    Vec::new()
}

fn menu(room: &mut QuizRoom, msg: &QuizMsg, world: &World) -> Vec<Cmd> {
    let topics = topics(world);
    match msg {
        QuizMsg::Move(steps) => room.cursor = stepped(room.cursor, *steps, topics.len()),
        QuizMsg::Submit => {
            if let Some((topic, _)) = topics.into_iter().nth(room.cursor) {
                return begin(room, plan(topic, world), world);
            }
        }
        _ => {}
    }
    Vec::new()
}

/// Begins a round of the items that exist and have a key. A round in progress waits.
fn begin(room: &mut QuizRoom, plan: Plan, world: &World) -> Vec<Cmd> {
    let askable = |question: &&Question| is_answerable(question, &key);
    let found = plan.items.iter().filter_map(|id| world.library.question(id));
    let questions: Vec<Question> = found.filter(askable).cloned().collect();
    if questions.is_empty() {
        return vec![Cmd::Notify(world.lang.text("quizroom.no-items").to_owned())];
    }
    room.plays.retain(|play| !play.round.is_over());
    room.rounds += 1;
    let order = if plan.in_order { Order::Given } else { Order::Shuffled };
    let options = RoundOptions { order, limit: plan.limit, practice: true };
    let seed = plan.seed.unwrap_or(world.seed + room.rounds);
    let began = world.begun_utc_ms.saturating_add_unsigned(world.clock_ms);
    room.plays.push(Play {
        about: plan.about,
        limit: plan.limit,
        id: format!("{began}/{seed}"),
        round: Round::new(questions, seed, options),
        field: Field::default(),
        option: 0,
        ticks: BTreeSet::new(),
        said: None,
        skipped: false,
        complaint: None,
        scroll: None,
        hint_in_sight: false,
        asked_at: world.clock_ms,
    });
    Vec::new()
}

/// The value of a numeric key.
fn key(expression: &str) -> Option<f64> {
    quantity::evaluate(expression).ok()
}

/// Takes what is chosen, ticked or typed.
fn submit(play: &mut Play, world: &World) -> Vec<Cmd> {
    let (Some(turn), Some(question)) = (play.round.current(), play.round.question()) else {
        return Vec::new();
    };
    let given = match (&question.ask, play.said.take()) {
        (Ask::Choice { .. } | Ask::Bug { .. }, _) => turn.sheet.at(play.option).map(Answer::Choice),
        (Ask::Choices { .. }, _) => {
            let picked = play.ticks.iter().filter_map(|place| turn.sheet.at(*place));
            Some(Answer::Choices(picked.collect())).filter(|_| !play.ticks.is_empty())
        }
        (Ask::Recall { .. }, Some(said)) => {
            Some(Answer::Recall { said, ticks: play.ticks.clone() })
        }
        (Ask::Recall { .. }, None) => {
            if play.field.is_blank() {
                play.complaint = Some(Message::plain("quizroom.say-it"));
            } else {
                play.said = Some(play.field.text().to_owned());
                play.option = 0;
            }
            return Vec::new();
        }
        (ask, _) => Answer::read(play.field.text(), ask, &turn.sheet),
    };
    match given {
        // On a screen there is time to say what form is wanted.
        Some(Answer::Misfit(_)) => {
            let (form, count) = Form::of(&question.ask).parts();
            play.complaint = Some(Message::plain(form).with("n", &count));
            Vec::new()
        }
        Some(given) => answer(play, &given, world),
        None => {
            play.complaint = Some(Message::plain("quizroom.empty"));
            Vec::new()
        }
    }
}

/// Grades an answer and writes it down, before anything else can happen.
fn answer(play: &mut Play, given: &Answer, world: &World) -> Vec<Cmd> {
    let Some(outcome) = play.round.answer(given.clone(), None, &key).cloned() else {
        return Vec::new();
    };
    let Some(question) = play.round.question() else { return Vec::new() };
    let review = Review {
        ms: world.clock_ms.saturating_sub(play.asked_at),
        round: play.id.clone(),
        ..Review::of(question, given.record(&question.ask, world.lang), &outcome, world.lang)
    };
    vec![Cmd::Save(Record::Review(review))]
}

fn open_lesson(play: &Play) -> Vec<Cmd> {
    let Some(question) = play.round.question() else { return Vec::new() };
    let slug = question.lesson.clone();
    vec![Cmd::Go(Place::Page { slug, page: 0, knobs: Vec::new() })]
}

impl Play {
    /// Goes on to the next question, with nothing left of the last one.
    fn advance(&mut self, world: &World) {
        self.round.advance();
        self.field.clear();
        self.option = 0;
        self.ticks.clear();
        self.said = None;
        self.skipped = false;
        self.asked_at = world.clock_ms;
    }

    /// How many options or points are on screen.
    fn shown(&self) -> usize {
        self.round.question().map_or(0, |question| options(&question.ask).len())
    }

    fn toggle(&mut self) {
        if !self.ticks.remove(&self.option) {
            self.ticks.insert(self.option);
        }
    }
}

//! What happens in the quiz room: the only place where its state changes.

use std::collections::BTreeSet;

use crate::content::quantity;
use crate::content::quiz::{Ask, Question};
use crate::learner::round::{Order, RoundOptions};
use crate::learner::sheet::options;
use crate::learner::store::Review;
use crate::learner::{Answer, Form, Message, Round};
use crate::rooms::{Cmd, Place, Record, World};
use crate::text::field::Field;

use super::{Mode, Plan, Play, QuizMsg, QuizRoom, topics};

pub(super) fn update(room: &mut QuizRoom, msg: QuizMsg, world: &World) -> Vec<Cmd> {
    if let QuizMsg::Begin(plan) = msg {
        begin(room, plan, world);
        return Vec::new();
    }
    if let QuizMsg::Scroll(steps) = msg {
        let scroll =
            super::view::text(room, world).map(|text| text.scrolled(steps, world.body_rows()));
        if let (Some(play), Some(scroll)) = (&mut room.play, scroll) {
            play.scroll = scroll;
        }
        return Vec::new();
    }
    let mode = room.mode();
    let Some(play) = &mut room.play else {
        menu(room, &msg, world);
        return Vec::new();
    };
    match (mode, msg) {
        (Mode::Results, QuizMsg::Submit | QuizMsg::Leave) => room.play = None,
        (Mode::Feedback, QuizMsg::Submit) => play.advance(world),
        (_, QuizMsg::Leave) => play.round.end(),
        (Mode::Feedback, QuizMsg::OpenLesson) => return open_lesson(play, world),
        (Mode::Choose | Mode::Tick, QuizMsg::Move(steps)) => {
            let last = play.shown().saturating_sub(1) as i64;
            play.option = (play.option as i64 + i64::from(steps)).clamp(0, last) as usize;
        }
        (Mode::Choose, QuizMsg::Pick(place)) if place < play.shown() => {
            play.option = place;
        }
        (Mode::Tick, QuizMsg::Pick(place)) if place < play.shown() => {
            play.option = place;
            play.toggle();
        }
        (Mode::Tick, QuizMsg::Toggle) => play.toggle(),
        (Mode::Type, QuizMsg::Edit(edit)) => {
            play.complaint = None;
            play.field.edit(&edit);
        }
        (Mode::Choose | Mode::Tick | Mode::Type, QuizMsg::Hint) => {
            let none = play.round.hint().is_none();
            play.complaint = none.then_some(Message::plain("quizroom.no-hint"));
        }
        (Mode::Choose | Mode::Tick | Mode::Type, QuizMsg::Submit) => return submit(play, world),
        (Mode::Choose | Mode::Tick | Mode::Type, QuizMsg::Skip) => {
            play.skipped = true;
            return answer(play, &Answer::Misfit(String::new()), world);
        }
        _ => {}
    }
    Vec::new()
}

fn menu(room: &mut QuizRoom, msg: &QuizMsg, world: &World) {
    let topics = topics(world);
    match msg {
        QuizMsg::Move(steps) => {
            let last = topics.len().saturating_sub(1) as i64;
            room.cursor = (room.cursor as i64 + i64::from(*steps)).clamp(0, last) as usize;
        }
        QuizMsg::Submit => {
            if let Some(topic) = topics.into_iter().nth(room.cursor) {
                let plan = Plan {
                    title: super::parts::topic_title(&topic.name, world),
                    topic: Some(topic.name),
                    items: topic.items,
                    in_order: topic.in_order,
                    limit: None,
                    seed: None,
                };
                begin(room, plan, world);
            }
        }
        _ => {}
    }
}

/// Begins a round of the items that exist.
fn begin(room: &mut QuizRoom, plan: Plan, world: &World) {
    let find = |id: &String| world.library.question(id).cloned();
    let questions: Vec<Question> = plan.items.iter().filter_map(find).collect();
    if questions.is_empty() {
        return;
    }
    room.rounds += 1;
    let order = if plan.in_order { Order::Given } else { Order::Shuffled };
    let options = RoundOptions { order, limit: plan.limit, practice: true };
    let seed = plan.seed.unwrap_or(world.seed + room.rounds);
    let round = Round::new(questions, seed, options);
    room.play = Some(Box::new(Play {
        title: plan.title,
        topic: plan.topic,
        round,
        field: Field::default(),
        option: 0,
        ticks: BTreeSet::new(),
        said: None,
        skipped: false,
        complaint: None,
        scroll: 0,
        asked_at: world.clock_ms,
    }));
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
    let keys = |expression: &str| quantity::evaluate(expression).ok();
    let Some(outcome) = play.round.answer(given.clone(), None, &keys).cloned() else {
        return Vec::new();
    };
    let Some(question) = play.round.question() else { return Vec::new() };
    let review = Review {
        item: question.id.clone(),
        rev: question.rev,
        kind: question.ask.kind().to_owned(),
        answer: given.record(&question.ask, world.lang),
        right: outcome.verdict.right,
        credit: outcome.credit,
        confidence: None,
        hints: outcome.hints,
        ms: world.clock_ms.saturating_sub(play.asked_at),
        lang: world.lang,
        round: format!("{:x}", play.round.seed()),
        practice: outcome.practice,
    };
    play.complaint = None;
    play.scroll = 0;
    vec![Cmd::Save(Record::Review(review))]
}

fn open_lesson(play: &Play, world: &World) -> Vec<Cmd> {
    let Some(question) = play.round.question() else { return Vec::new() };
    let slug = question.lesson.clone();
    if world.library.lesson(world.lang, &slug).is_none() {
        return vec![Cmd::Notify(world.lang.text("quizroom.no-lesson").to_owned())];
    }
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
        self.complaint = None;
        self.scroll = 0;
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

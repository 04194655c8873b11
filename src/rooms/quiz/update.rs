//! What happens in the quiz room: the only place where its state changes.

use std::collections::BTreeSet;
use std::mem;

use crate::content::quantity;
use crate::content::quiz::{Ask, Question};
use crate::learner::grade::is_answerable;
use crate::learner::round::{self, Order, RoundOptions};
use crate::learner::sheet::options;
use crate::learner::store::Review;
use crate::learner::{Answer, Form, Held, Message, Round, again};
use crate::rooms::{About, Cmd, Place, Plan, Record, RoomId, World, stepped};
use crate::text::field::Field;
use crate::transcript::Transcript;

use super::{Mode, Pending, Play, QuizMsg, QuizRoom, SURE, menu, sure};

pub(super) fn update(room: &mut QuizRoom, msg: QuizMsg, world: &World) -> Vec<Cmd> {
    if let QuizMsg::Begin(plan) = msg {
        return begin(room, plan, world);
    }
    if let QuizMsg::Close = msg {
        let unfinished = room.plays.iter_mut().filter(|play| !play.round.is_over());
        return unfinished.flat_map(|play| play.end(world)).collect();
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
    let Some(play) = room.plays.last_mut() else { return choose(room, &msg, world) };
    // Whatever else happens, what is chosen comes back into sight.
    play.scroll = None;
    play.hint_in_sight = false;
    play.complaint = None;
    let was_warned = mem::take(&mut play.is_warned);
    match (mode, msg) {
        (Mode::Results, QuizMsg::Submit | QuizMsg::Leave) => {
            let over = room.plays.pop();
            // A newcomer goes on where the route is offered.
            if over.is_some_and(|play| play.about == About::Start) {
                return vec![Cmd::Go(Place::Room(RoomId::Home))];
            }
        }
        (Mode::Feedback, QuizMsg::Submit) => return play.advance(world),
        (Mode::Sure, QuizMsg::Leave) => play.pending = None,
        // An exam cannot be gone on with, so one slip of a finger does not end it.
        (_, QuizMsg::Leave) if play.round.held() == Held::Exam && !was_warned => {
            let (number, of) = play.round.number();
            let left = of + 1 - number;
            play.is_warned = true;
            play.complaint = Some(Message::plain("quizroom.leave-exam").with("n", &left));
        }
        (_, QuizMsg::Leave) => return play.end(world),
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
        (Mode::Sure, QuizMsg::Move(steps)) => play.lean(steps),
        (Mode::Sure, QuizMsg::Pick(row)) if row < SURE.len() => {
            if let Some(pending) = &mut play.pending {
                pending.row = Some(row);
            }
            return judged(play, world);
        }
        (Mode::Sure, QuizMsg::Submit) => return judged(play, world),
        (_, QuizMsg::Hint) if mode.asks() => {
            play.hint_in_sight = true;
            if play.round.hint().is_none() {
                play.complaint = Some(Message::plain("quizroom.no-hint"));
            }
        }
        (_, QuizMsg::Submit) if mode.asks() => return submit(play, world),
        (_, QuizMsg::Skip) if mode.asks() => {
            play.skipped = true;
            return answer(play, &Answer::Misfit(String::new()), None, world);
        }
        _ => {}
    }
    Vec::new()
}

fn choose(room: &mut QuizRoom, msg: &QuizMsg, world: &World) -> Vec<Cmd> {
    let rounds = menu::rounds(world);
    match msg {
        QuizMsg::Move(steps) => room.cursor = stepped(room.cursor, *steps, rounds.len()),
        QuizMsg::Submit => {
            if let Some(plan) = rounds.into_iter().nth(room.cursor) {
                return begin(room, plan, world);
            }
        }
        _ => {}
    }
    Vec::new()
}

/// Begins a round of the items that exist and have a key. A round in progress waits.
fn begin(room: &mut QuizRoom, plan: Plan, world: &World) -> Vec<Cmd> {
    let made = &world.standing.predictions;
    let found = plan.items.iter().filter_map(|id| again::question(&world.library, made, id));
    let questions: Vec<Question> = found.filter(|item| is_answerable(item, &key)).collect();
    if questions.is_empty() {
        return vec![Cmd::Notify(world.lang.text("quizroom.no-items").to_owned())];
    }
    room.plays.retain(|play| !play.round.is_over());
    room.rounds += 1;
    let order = if plan.in_order { Order::Given } else { Order::Shuffled };
    // A newcomer was promised a few questions, so many and no more.
    let practice = plan.about != About::Start;
    let options = RoundOptions { held: plan.held, order, limit: plan.limit, practice };
    let seed = plan.seed.unwrap_or(world.seed + room.rounds);
    let began = world.begun_utc_ms.saturating_add_unsigned(world.clock_ms);
    room.plays.push(Play {
        about: plan.about,
        limit: plan.limit,
        id: round::id(began, seed),
        round: Round::new(questions, seed, options),
        field: Field::default(),
        option: 0,
        ticks: BTreeSet::new(),
        said: None,
        pending: None,
        skipped: false,
        times: Vec::new(),
        complaint: None,
        is_warned: false,
        scroll: None,
        hint_in_sight: false,
        report: plan.report,
        began_at: world.clock_ms,
        ended_at: None,
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
        Some(given) if sure::is_asked(play, &given) => {
            let ms = world.clock_ms.saturating_sub(play.asked_at);
            play.pending = Some(Pending { given, ms, row: None });
            Vec::new()
        }
        Some(given) => answer(play, &given, None, world),
        None => {
            play.complaint = Some(Message::plain("quizroom.empty"));
            Vec::new()
        }
    }
}

/// The answer that waited, with what was said of it.
fn judged(play: &mut Play, world: &World) -> Vec<Cmd> {
    let Some(Pending { given, ms, row }) = play.pending.take() else { return Vec::new() };
    // Time to say how sure one is is no time to answer.
    play.asked_at = world.clock_ms.saturating_sub(ms);
    answer(play, &given, row.map(|row| SURE[row]), world)
}

/// Grades an answer and writes it down, before anything else can happen.
fn answer(play: &mut Play, given: &Answer, confidence: Option<u8>, world: &World) -> Vec<Cmd> {
    let Some(outcome) = play.round.answer(given.clone(), confidence, &key).cloned() else {
        return Vec::new();
    };
    let Some(question) = play.round.question() else { return Vec::new() };
    let ms = world.clock_ms.saturating_sub(play.asked_at);
    let review = Review {
        ms,
        round: play.id.clone(),
        cram: play.round.held() == Held::Cram,
        ..Review::of(question, given.record(&question.ask, world.lang), &outcome, world.lang)
    };
    if !outcome.practice {
        play.times.push(ms);
    }
    let mut cmds = vec![Cmd::Save(Record::Review(review))];
    if play.round.held() == Held::Exam {
        cmds.extend(play.advance(world));
    }
    cmds
}

/// The page that the item's source names, else the lesson's first.
fn open_lesson(play: &Play) -> Vec<Cmd> {
    let Some(question) = play.round.question() else { return Vec::new() };
    let (slug, page) = (question.lesson.clone(), question.page().unwrap_or(0));
    vec![Cmd::Go(Place::Page { slug, page, knobs: Vec::new() })]
}

impl Play {
    /// Seconds from the beginning of the round to its end, or to now.
    pub(super) fn seconds(&self, world: &World) -> u64 {
        self.ended_at.unwrap_or(world.clock_ms).saturating_sub(self.began_at) / 1000
    }

    /// Moves among what can be said about an answer; the first step chooses an end.
    fn lean(&mut self, steps: i32) {
        if let Some(pending) = &mut self.pending {
            pending.row = Some(match pending.row {
                Some(row) => stepped(row, steps, SURE.len()),
                None if steps > 0 => 0,
                None => SURE.len() - 1,
            });
        }
    }

    /// Ends the round with what was answered.
    fn end(&mut self, world: &World) -> Vec<Cmd> {
        self.round.end();
        self.over(world)
    }

    /// What follows the last answer: the record is filed, if it was asked for.
    fn over(&mut self, world: &World) -> Vec<Cmd> {
        self.ended_at = Some(world.clock_ms);
        let Some(path) = self.report.take() else { return Vec::new() };
        let began = world.begun_utc_ms.saturating_add_unsigned(self.began_at);
        let transcript = Transcript::of(&self.round, &self.times, began, world.lang, &key);
        vec![Cmd::File(path, Box::new(transcript))]
    }

    /// Goes on to the next question, with nothing left of the last one.
    fn advance(&mut self, world: &World) -> Vec<Cmd> {
        self.round.advance();
        self.field.clear();
        self.option = 0;
        self.ticks.clear();
        self.said = None;
        self.skipped = false;
        self.asked_at = world.clock_ms;
        if self.round.is_over() { self.over(world) } else { Vec::new() }
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

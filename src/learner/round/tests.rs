//! Rounds step by step, and by any sequence of events.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::content::quiz::{Ask, QuizFile};

fn bank() -> Vec<Question> {
    static BANK: LazyLock<Vec<Question>> = LazyLock::new(|| {
        let text = include_str!("../../../tests/fixtures/bank.toml");
        toml::from_str::<QuizFile>(text).unwrap().questions
    });
    BANK.clone()
}

fn keys(expression: &str) -> Option<f64> {
    (!expression.is_empty()).then_some(1e6)
}

const PRACTICE: RoundOptions =
    RoundOptions { held: Held::Review, order: Order::Given, limit: None, practice: true };

fn right_answer(question: &Question) -> Answer {
    match &question.ask {
        Ask::Choice { .. } | Ask::Bug { .. } => Answer::Choice(0),
        Ask::Choices { answers, .. } => Answer::Choices((0..answers.len()).collect()),
        Ask::Number(_) | Ask::Predict(_) => {
            Answer::Number(crate::learner::number::Typed { value: 1e6, bare: false })
        }
        Ask::Text { accepted, .. } => Answer::Text(accepted.en[0].clone()),
        Ask::Order { items } => Answer::Order((0..items.len()).collect()),
        Ask::Match { pairs } => Answer::Match((0..pairs.len()).collect()),
        Ask::Recall { points } => {
            Answer::Recall { said: String::new(), ticks: (0..points.len()).collect() }
        }
    }
}

fn wrong() -> Answer {
    Answer::Misfit("nonsense".into())
}

fn ids(round: &Round) -> Vec<&str> {
    round.questions().iter().map(|question| question.id.as_str()).collect()
}

#[test]
fn a_round_answered_right_ends_with_full_credit() {
    let mut round = Round::new(bank(), 7, RoundOptions::default());
    while let Some(question) = round.question() {
        let answer = right_answer(question);
        assert!(round.answer(answer, None, &keys).unwrap().verdict.right);
        round.advance();
    }
    let tally = round.tally();
    assert_eq!((tally.asked, tally.right), (9, 9));
    assert_eq!(round.missed().count(), 0);
    assert!((tally.credit - 9.0).abs() < 1e-12);
    assert_eq!(round.streaks(), (9, 9));
}

#[test]
fn the_same_seed_gives_the_same_round() {
    let round = |seed| Round::new(bank(), seed, RoundOptions::default());
    assert_eq!(ids(&round(3)), ids(&round(3)));
    assert_eq!(round(3).queue, round(3).queue);
    assert_ne!(ids(&round(3)), ids(&round(4)));
}

#[test]
fn this_seed_gives_this_order_in_every_version() {
    let round = Round::new(bank(), 1, RoundOptions { limit: Some(4), ..RoundOptions::default() });
    insta::assert_snapshot!(ids(&round).join(" "), @"fix-choice fix-choices fix-order fix-text");
}

#[test]
fn a_missed_item_returns_as_practice_and_scores_once() {
    let mut round = Round::new(bank(), 5, PRACTICE);
    let missed = round.question().unwrap().id.clone();
    let gap = round.answer(wrong(), Some(90), &keys).unwrap().returns_after.unwrap();
    assert!((3..=5).contains(&gap));
    round.advance();
    for _ in 0..gap {
        assert_ne!(round.question().unwrap().id, missed);
        let answer = right_answer(round.question().unwrap());
        round.answer(answer, None, &keys);
        round.advance();
    }
    assert_eq!(round.question().unwrap().id, missed);
    assert!(round.current().unwrap().practice);
    let before = (round.tally(), round.streaks());
    let answer = right_answer(round.question().unwrap());
    assert!(round.answer(answer, None, &keys).unwrap().practice);
    assert_eq!((round.tally(), round.streaks()), before);
}

#[test]
fn three_to_five_others_come_before_a_missed_item_returns() {
    let gap = |seed| {
        let mut round = Round::new(bank(), seed, PRACTICE);
        round.answer(wrong(), None, &keys).unwrap().returns_after.unwrap()
    };
    assert_eq!((0..60).map(gap).collect::<BTreeSet<_>>(), [3, 4, 5].into());
}

#[test]
fn a_round_shows_what_its_answer_did_until_one_goes_on_and_ends_when_told() {
    let mut round = Round::new(bank(), 7, PRACTICE);
    assert_eq!((round.seed(), round.outcome()), (7, None));
    let outcome = round.answer(wrong(), None, &keys).cloned();
    assert!(outcome.is_some() && round.outcome() == outcome.as_ref());
    round.advance();
    assert_eq!(round.outcome(), None);
    round.end();
    assert!(round.is_over() && round.question().is_none());
    assert_eq!((round.scored().len(), round.missed().count(), round.out_of()), (1, 1, 1));
    let exam = RoundOptions { held: Held::Exam, ..PRACTICE };
    assert_eq!(Round::new(bank(), 7, exam).out_of(), 9);
}

#[test]
fn the_number_of_an_item_stays_while_its_answer_is_read() {
    let mut round = Round::new(bank(), 7, PRACTICE);
    for number in 1..=9 {
        // What returns in between has no number of its own.
        while round.current().is_some_and(|turn| turn.practice) {
            round.answer(wrong(), None, &keys);
            round.advance();
        }
        assert_eq!(round.number(), (number, 9));
        let answer = if number == 2 { wrong() } else { right_answer(round.question().unwrap()) };
        round.answer(answer, None, &keys);
        assert_eq!(round.number(), (number, 9), "while it is read");
        round.advance();
    }
    assert_eq!(round.number(), (9, 9));
}

#[test]
fn nothing_returns_without_practice_or_with_nothing_between() {
    let mut round = Round::new(bank(), 5, RoundOptions::default());
    assert_eq!(round.answer(wrong(), None, &keys).unwrap().returns_after, None);
    let mut single = Round::new(bank(), 5, RoundOptions { limit: Some(1), ..PRACTICE });
    assert_eq!(single.answer(wrong(), None, &keys).unwrap().returns_after, None);
    single.advance();
    assert!(single.is_over());
}

#[test]
fn hints_lower_the_credit_and_stop_at_three() {
    let mut round = Round::new(bank(), 0, PRACTICE);
    let left: Vec<f64> = std::iter::from_fn(|| round.hint().map(|hint| hint.worth)).collect();
    assert_eq!(left, [0.75, 0.5, 0.25]);
    let answer = right_answer(round.question().unwrap());
    let outcome = round.answer(answer, None, &keys).unwrap();
    assert!(outcome.verdict.right && (outcome.credit - 0.25).abs() < 1e-12);
    assert!(round.hint().is_none(), "no hint after the answer");
}

#[test]
fn one_item_is_asked_once_however_often_it_is_given() {
    let twice: Vec<Question> = bank().into_iter().chain(bank()).collect();
    assert_eq!(Round::new(twice, 2, RoundOptions::default()).questions().len(), 9);
}

#[test]
fn a_seed_gives_the_same_items_order_and_options_for_ever() {
    let round = Round::new(bank(), 42, RoundOptions { limit: Some(4), ..RoundOptions::default() });
    let asked: Vec<(&str, &[usize])> = round
        .queue
        .iter()
        .map(|turn| (round.questions[turn.item].id.as_str(), turn.sheet.shown()))
        .collect();
    let wanted: [(&str, &[usize]); 4] = [
        ("fix-match", &[0, 2, 1]),
        ("fix-recall", &[0, 1, 2]),
        ("fix-order", &[3, 2, 1, 0]),
        ("fix-text", &[]),
    ];
    assert_eq!(asked, wanted);
}

#[test]
fn two_rounds_of_one_seed_have_two_names() {
    assert_eq!(id(1_795_521_600_000, 7), "1795521600000/7");
    assert_ne!(id(0, 7), id(1, 7));
}

#[test]
fn a_given_order_stays_at_every_seed() {
    let mut given = bank();
    given.reverse();
    let wanted: Vec<String> = given.iter().map(|question| question.id.clone()).collect();
    for seed in 0..9 {
        let options = RoundOptions { order: Order::Given, ..PRACTICE };
        assert_eq!(ids(&Round::new(given.clone(), seed, options)), wanted);
    }
}

#[test]
fn groups_sum_to_the_whole() {
    let mut round = Round::new(bank(), 7, RoundOptions::default());
    while !round.is_over() {
        round.answer(wrong(), None, &keys);
        round.advance();
    }
    let by_lesson = round.tally_by(|question| &question.lesson);
    assert_eq!(by_lesson.iter().map(|(_, tally)| tally.asked).sum::<usize>(), 9);
    assert_eq!(by_lesson.len(), 5);
}

#[derive(Debug, Clone)]
enum Event {
    Hint,
    Right,
    Wrong,
    Ticks(BTreeSet<usize>),
    Pick(usize),
    Advance,
    End,
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        3 => Just(Event::Hint),
        6 => Just(Event::Right),
        6 => Just(Event::Wrong),
        3 => prop::collection::btree_set(0..9usize, 0..5).prop_map(Event::Ticks),
        3 => (0..9usize).prop_map(Event::Pick),
        12 => Just(Event::Advance),
        1 => Just(Event::End),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]
    #[test]
    fn the_score_is_never_wrong(
        seed: u64,
        practice: bool,
        limit in prop::option::of(0..12usize),
        events in prop::collection::vec(event(), 0..120),
    ) {
        let options = RoundOptions { limit, practice, ..RoundOptions::default() };
        let mut round = Round::new(bank(), seed, options);
        let total = round.questions().len();
        prop_assert_eq!(total, limit.unwrap_or(9).min(9));
        let (mut asked, mut right, mut credit, mut ended) = (BTreeSet::new(), 0, 0.0, false);
        for event in events {
            let turn = round.current().cloned();
            let answer = match (&event, round.question()) {
                (Event::Right, Some(question)) => Some(right_answer(question)),
                (Event::Wrong, _) => Some(wrong()),
                (Event::Ticks(ticks), _) => Some(Answer::Choices(ticks.clone())),
                (Event::Pick(index), _) => Some(Answer::Choice(*index)),
                _ => None,
            };
            match event {
                Event::Hint => drop(round.hint()),
                Event::Advance => round.advance(),
                Event::End => { round.end(); ended = true; }
                _ => {}
            }
            let Some(answer) = answer else { continue };
            let Some(outcome) = round.answer(answer, None, &keys).cloned() else { continue };
            let turn = turn.unwrap();
            prop_assert!((0.0..=1.0).contains(&outcome.credit));
            prop_assert!(practice || outcome.returns_after.is_none());
            if !turn.practice {
                prop_assert!(asked.insert(turn.item), "an item is scored once");
                right += usize::from(outcome.verdict.right);
                credit += outcome.credit;
            }
        }
        let tally = round.tally();
        prop_assert_eq!((tally.asked, tally.right), (asked.len(), right));
        prop_assert!((tally.credit - credit).abs() < 1e-9 && tally.credit <= tally.asked as f64);
        prop_assert!(ended || !round.is_over() || tally.asked == total);
        prop_assert!(round.streaks().0 <= round.streaks().1 && round.streaks().1 <= tally.right);
    }
}

#[test]
fn an_exam_gives_no_hint_and_asks_each_item_once() {
    let options = RoundOptions { held: Held::Exam, ..PRACTICE };
    let mut round = Round::new(bank(), 3, options);
    let mut asked = 0;
    while !round.is_over() {
        assert!(round.hint().is_none());
        assert_eq!(round.answer(wrong(), None, &keys).unwrap().returns_after, None);
        round.advance();
        asked += 1;
    }
    assert_eq!((asked, round.tally().asked), (9, 9));
}

#[test]
fn a_parametric_item_is_drawn_from_the_seed_and_anew_when_it_returns() {
    let template = || {
        let mut question = bank().into_iter().find(|q| q.id == "fix-number").unwrap();
        let values = (1..=50).map(crate::content::quiz::template::Value::Whole).collect();
        question.vary.insert("n".into(), values);
        question.prompt.en = "<n> channels".into();
        question
    };
    let questions = || [vec![template()], bank()].concat();
    let begin = |seed| Round::new(questions(), seed, PRACTICE);
    let first = |seed| begin(seed).question().unwrap().prompt.en.clone();
    assert_eq!(first(1), first(1), "a seed means the same for ever");
    let drawn: std::collections::BTreeSet<String> = (0..40).map(first).collect();
    assert!(drawn.len() > 10 && !drawn.contains("<n> channels"), "{drawn:?}");
    let again = |seed| {
        let mut round = begin(seed);
        let before = round.question().unwrap().prompt.en.clone();
        round.answer(wrong(), None, &keys);
        round.advance();
        while !round.current().is_some_and(|turn| turn.practice) {
            round.answer(right_answer(round.question().unwrap()), None, &keys);
            round.advance();
        }
        (before == round.question().unwrap().prompt.en, round.questions()[0].prompt.en == before)
    };
    let turns: Vec<(bool, bool)> = (0..20).map(again).collect();
    assert!(turns.iter().filter(|(same, _)| *same).count() < 5, "with new numbers");
    assert!(turns.iter().all(|(_, kept)| *kept), "the scored one stays as it was asked");
}

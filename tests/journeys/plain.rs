//! A round on plain lines and the same round in the room: the same answers, the same score.

use effnet_tutor::cli::quiz::{Entry, Format, QuizArgs, QuizContext, run};
use effnet_tutor::content::layout::one_line;
use effnet_tutor::content::quantity;
use effnet_tutor::content::quiz::{Ask, Question};
use effnet_tutor::learner::round::Turn;
use effnet_tutor::learner::shown::option_label;
use effnet_tutor::learner::{Order, Round, RoundOptions, Store};
use effnet_tutor::rooms::{About, Place, Plan};
use effnet_tutor::text::Lang;
use serde_json::Value;

use crate::in_both;
use crate::journey::{Journey, LIBRARY};

const SEED: u64 = 11;

/// What is typed for a turn, right or wrong: lines for a pipe.
fn lines(turn: &Turn, right: bool) -> Vec<String> {
    let ask = &turn.question.ask;
    let place = |option: usize| {
        let place = turn.sheet.place_of(option).unwrap();
        option_label(ask, place)
    };
    let several = |count: usize| (0..count).map(place).collect::<Vec<_>>().join(" ");
    match ask {
        Ask::Choice { .. } | Ask::Bug { .. } => vec![place(usize::from(!right))],
        Ask::Choices { answers, .. } if right => vec![several(answers.len())],
        Ask::Choices { .. } => vec![place(0)],
        Ask::Number(number) | Ask::Predict(number) => {
            let key = quantity::evaluate(&number.key).unwrap();
            vec![if right { format!("{key:?}") } else { "987654321".to_owned() }]
        }
        Ask::Text { accepted, .. } if right => vec![accepted.en[0].clone()],
        Ask::Text { .. } => vec!["zzz".to_owned()],
        Ask::Order { items } if right => vec![several(items.len())],
        Ask::Match { pairs } if right => vec![several(pairs.len())],
        // All where they stand on the screen, which is never the right order.
        Ask::Order { items } => vec![(1..=items.len()).map(|n| n.to_string()).collect()],
        Ask::Match { pairs } => vec![(0..pairs.len()).map(|n| option_label(ask, n)).collect()],
        Ask::Recall { points } if right => {
            let all: Vec<String> = (1..=points.len()).map(|n| n.to_string()).collect();
            vec!["words".to_owned(), all.join(" ")]
        }
        Ask::Recall { .. } => vec!["words".to_owned(), "1".to_owned()],
    }
}

/// The questions of the shipped bank that are asked, of every kind.
fn questions() -> Vec<Question> {
    let lessons = ["note", "mbconv", "swish", "counting"];
    let wanted = |q: &&Question| q.note.is_some() || lessons.contains(&q.lesson.as_str());
    LIBRARY.questions().filter(wanted).cloned().collect()
}

/// The turns of the round, in order.
fn turns() -> Vec<Turn> {
    let options = RoundOptions { order: Order::Shuffled, ..RoundOptions::default() };
    let mut round = Round::new(questions(), SEED, options);
    let mut turns = Vec::new();
    while let Some(turn) = round.current().cloned() {
        turns.push(turn);
        round.answer(effnet_tutor::learner::Answer::Misfit(String::new()), None, &|_| None);
        round.advance();
    }
    turns
}

/// Every third answer is wrong.
fn is_right(index: usize) -> bool {
    index % 3 != 1
}

fn on_plain_lines(lang: Lang) -> (usize, usize, f64) {
    let questions = questions();
    let bank: Vec<Entry<'_>> =
        questions.iter().map(|question| Entry { number: 1, topic: "all", question }).collect();
    let context = QuizContext {
        lang,
        is_interactive: false,
        is_ascii: false,
        bank: &bank,
        keys: &|expression| quantity::evaluate(expression).ok(),
        render: &|text, lang| vec![one_line(text, lang)],
        returning: &|_, _, _, _| Vec::new(),
        next_due: &|_, _| None,
        open_store: &|| (Store::in_memory(), Vec::new()),
        now: &jiff::ZonedDateTime::now,
        fresh_seed: SEED,
    };
    let input: Vec<String> =
        turns().iter().enumerate().flat_map(|(index, turn)| lines(turn, is_right(index))).collect();
    let args = QuizArgs { seed: Some(SEED), format: Format::Json, ..QuizArgs::default() };
    let (mut out, mut err) = (Vec::new(), Vec::new());
    run(&args, &context, &mut input.join("\n").as_bytes(), &mut out, &mut err).unwrap();
    let out = String::from_utf8(out).unwrap();
    let report: Value = serde_json::from_str(out.lines().last().unwrap()).unwrap();
    let count = |key: &str| report[key].as_u64().unwrap() as usize;
    (count("asked"), count("right"), report["credit"].as_f64().unwrap())
}

fn in_the_room(lang: Lang) -> (usize, usize, f64) {
    let items = questions().into_iter().map(|question| question.id).collect();
    let plan = Plan { seed: Some(SEED), ..Plan::new(About::Topics(Vec::new()), items) };
    let mut journey = Journey::at(Place::Round(plan), lang);
    let practice = lang.text("quizroom.practice");
    for (index, turn) in turns().iter().enumerate() {
        while journey.screen().contains(practice) {
            journey.press("<tab><enter>");
        }
        let before = journey.reviews().len();
        let typed = lines(turn, is_right(index));
        match &turn.question.ask {
            Ask::Choice { .. } | Ask::Bug { .. } => _ = journey.press(&typed[0]),
            Ask::Choices { .. } => _ = journey.press(&typed[0].replace(' ', "")),
            Ask::Recall { .. } => {
                journey.types(&typed[0]).press("<enter>");
                journey.press(&typed[1].replace(' ', ""));
            }
            _ => _ = journey.types(&typed[0]),
        }
        journey.press("<enter>");
        if journey.reviews().len() == before {
            journey.sees(lang.text("quizroom.sure")).press("<enter>");
        }
        assert_eq!(journey.reviews()[before].item, turn.question.id);
        journey.press("<enter>");
    }
    let scored: Vec<_> = journey.reviews().into_iter().filter(|review| !review.practice).collect();
    let right = scored.iter().filter(|review| review.right).count();
    (scored.len(), right, scored.iter().map(|review| review.credit).sum())
}

#[test]
fn plain_lines_and_the_room_give_the_same_score() {
    in_both(|lang| {
        let (plain, room) = (on_plain_lines(lang), in_the_room(lang));
        assert_eq!((plain.0, plain.1), (room.0, room.1));
        assert!((plain.2 - room.2).abs() < 1e-9, "{plain:?} {room:?}");
        assert!(plain.0 > 40 && plain.1 > 20 && plain.1 < plain.0, "{plain:?}");
    });
}

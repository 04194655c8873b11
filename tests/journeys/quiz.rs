//! Rounds of questions: answers, hints, misses that return, and what is written down when.

use effnet_tutor::app::Setup;
use effnet_tutor::content::layout::{Column, markdown};
use effnet_tutor::content::quantity;
use effnet_tutor::content::quiz::{Ask, Question};
use effnet_tutor::learner::sheet::options;
use effnet_tutor::rooms::{About, Place, Plan, RoomId};
use effnet_tutor::text::{Lang, Localized};

use crate::in_both;
use crate::journey::{Journey, LIBRARY, setup};

/// A round of these items in this order.
pub(crate) fn round(items: &[&str]) -> Place {
    let items: Vec<String> = items.iter().map(|item| (*item).to_owned()).collect();
    let about = About::Topics(items.clone());
    Place::Round(Plan { in_order: true, seed: Some(3), ..Plan::new(about, items) })
}

fn note() -> Vec<Question> {
    let mut asked: Vec<Question> =
        LIBRARY.questions().filter(|question| question.note.is_some()).cloned().collect();
    asked.sort_by_key(|question| question.note);
    asked
}

/// A text of the bank on one line, as the screen has it when line ends count as blanks.
pub(crate) fn plain(text: &Localized, lang: Lang) -> String {
    let lines = markdown(text.get(lang), Column::new(100_000, lang));
    let text: Vec<String> = lines.iter().map(effnet_tutor::text::line::Line::text).collect();
    text.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The screen on one line.
fn one_line(journey: &Journey) -> String {
    journey.screen().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The question on the screen: the one whose prompt is there.
#[track_caller]
pub(crate) fn asked(journey: &Journey) -> Question {
    let (screen, lang) = (one_line(journey), journey.app.lang());
    let mut draws = LIBRARY
        .questions()
        .flat_map(|question| (0..question.draws()).map(|index| question.draw(index)));
    let found = draws.find(|question| screen.contains(&plain(&question.prompt, lang)));
    found.unwrap_or_else(|| panic!("no question on the screen:\n{}", journey.screen()))
}

/// The digit before an option, by its place in the file; right options come first there.
#[track_caller]
pub(crate) fn digit(journey: &Journey, ask: &Ask, option: usize) -> String {
    let (screen, lang) = (one_line(journey), journey.app.lang());
    let text = plain(options(ask)[option], lang);
    let shows = |n: &usize| {
        ["", "[ ] ", "[x] "].iter().any(|tick| screen.contains(&format!(" {n} {tick}{text}")))
    };
    let place = (1..=9).find(shows);
    place.unwrap_or_else(|| panic!("`{text}` is no option:\n{}", journey.screen())).to_string()
}

/// Answers what is asked, wholly right or wholly wrong.
#[track_caller]
pub(crate) fn answer(journey: &mut Journey, right: bool) -> Question {
    let question = asked(journey);
    let ask = &question.ask;
    match ask {
        Ask::Choice { .. } => {
            let digit = digit(journey, ask, usize::from(!right));
            journey.press(&digit);
        }
        Ask::Number(number) => {
            let value =
                if right { quantity::evaluate(&number.key).unwrap() } else { 123_456_789.0 };
            journey.types(&value.to_string());
        }
        Ask::Text { accepted, .. } => {
            let form = if right { accepted.en[0].as_str() } else { "zzz" };
            journey.types(form);
        }
        Ask::Recall { points } => {
            journey.types("in my own words").press("<enter>");
            if right {
                (1..=points.len()).for_each(|point| _ = journey.press(&point.to_string()));
            }
        }
        other => panic!("teach this test to answer a `{}`", other.kind()),
    }
    let before = journey.reviews().len();
    journey.press("<enter>");
    if journey.reviews().len() == before {
        journey.sees(journey.app.lang().text("quizroom.sure")).press("<enter>");
    }
    let reviews = journey.reviews();
    assert_eq!(reviews.len(), before + 1, "written down with the answer, not with the next key");
    assert_eq!((&reviews[before].item, reviews[before].right), (&question.id, right));
    question
}

/// The number of answers that count, as the store has it.
fn stored(journey: &Journey) -> (usize, usize) {
    let summary = journey.store.summary().unwrap();
    (summary.answers, summary.right)
}

pub(crate) fn score(lang: Lang, credit: &str, asked: usize, percent: usize) -> String {
    let values: [(&str, &dyn std::fmt::Display); 3] =
        [("credit", &credit), ("asked", &asked), ("percent", &percent)];
    lang.fill("quizroom.score", &values)
}

/// Whether the results are on the screen.
pub(crate) fn is_over(journey: &Journey) -> bool {
    let template = journey.app.lang().text("quizroom.score-more");
    let words = template.split(['{', '}']).max_by_key(|piece| piece.len()).unwrap();
    one_line(journey).contains(words.trim())
}

#[test]
fn the_place_in_a_round_is_not_cut_by_the_score() {
    in_both(|lang| {
        let mut journey = Journey::at(Place::Room(RoomId::Quiz), lang);
        journey.press("<enter>").sees("1 / 7");
        answer(&mut journey, false);
        journey.sees("1 / 7").press("<enter>").sees("2 / 7");
        while !journey.reviews().last().unwrap().practice {
            answer(&mut journey, false);
            if !journey.reviews().last().unwrap().practice {
                journey.press("<enter>");
            }
        }
        journey.sees(lang.text("quizroom.practice"));
        journey.press("<esc>").sees(lang.text("quizroom.results"));
        let slug = "depthwise-separable";
        let lesson = LIBRARY.lesson(lang, slug).unwrap();
        let recall: Vec<&str> = lesson.recall.iter().map(String::as_str).collect();
        let Place::Round(plan) = round(&recall) else { panic!() };
        let place = Place::Round(Plan { about: About::Recall(slug.to_owned()), ..plan });
        Journey::at(place, lang).sees("1 / 3");
    });
}

#[test]
fn the_notes_seven_answered_right() {
    in_both(|lang| {
        assert_eq!(note().len(), 7, "the study note has seven questions");
        let mut journey = Journey::new(80, 24, lang);
        journey.press("3").sees(lang.text("quizroom.menu")).sees(lang.text("quizroom.note"));
        journey.press("<enter>").sees("$ effnet-tutor quiz note");
        for (index, question) in note().iter().enumerate() {
            assert_eq!(answer(&mut journey, true).id, question.id, "the note's own order");
            assert_eq!(stored(&journey), (index + 1, index + 1), "stored before the next question");
            journey.sees("✓").sees(&lang.fill("quizroom.right", &[("credit", &1)]));
            journey.press("<enter>");
        }
        journey.sees(&score(lang, "7", 7, 100));
        journey.sees_not(lang.text("quizroom.missed"));
        journey.press("<enter>").sees(lang.text("quizroom.menu"));
        journey.press("<esc>").sees(&lang.fill(
            "home.about-quiz-score",
            &[("n", &LIBRARY.questions().count()), ("asked", &7), ("right", &7)],
        ));
    });
}

#[test]
fn the_notes_seven_answered_wrong_come_back_and_count_once() {
    in_both(|lang| {
        let mut journey = Journey::at(Place::Room(RoomId::Quiz), lang);
        journey.press("<enter>");
        let mut answers = 0;
        while !is_over(&journey) {
            answer(&mut journey, false);
            answers += 1;
            assert!(answers < 40, "a round ends");
            journey.sees(lang.text("quizroom.wrong")).press("<enter>");
        }
        journey.sees(&score(lang, "0", 7, 0)).sees(lang.text("quizroom.missed"));
        let practice = journey.reviews().iter().filter(|review| review.practice).count();
        assert_eq!((answers - practice, stored(&journey)), (7, (7, 0)));
        assert!(practice > 0, "missed items come back");
        for question in note() {
            assert!(journey.reviews().iter().any(|review| review.item == question.id));
        }
    });
}

#[test]
fn a_missed_item_comes_back_unscored() {
    in_both(|lang| {
        let mut journey = Journey::at(Place::Room(RoomId::Quiz), lang);
        journey.press("<enter>");
        let missed = answer(&mut journey, false);
        journey.sees(lang.text("quizroom.returns")).press("<enter>");
        let mut returned = 0;
        while !is_over(&journey) {
            let question = answer(&mut journey, true);
            returned += usize::from(question.id == missed.id);
            assert_eq!(journey.reviews().last().unwrap().practice, question.id == missed.id);
            journey.press("<enter>");
        }
        assert_eq!(returned, 1);
        journey.sees(&score(lang, "6", 7, 86)).sees(&plain(&missed.prompt, lang));
    });
}

#[test]
fn a_wrong_answer_gets_its_own_feedback_and_the_reason() {
    in_both(|lang| {
        let mut journey = Journey::at(round(&["note-se-role"]), lang);
        let question = answer(&mut journey, false);
        let Ask::Choice { distractors, .. } = &question.ask else { panic!("a choice") };
        journey.sees("✗").sees("✓");
        let shown = one_line(&journey);
        let start = |text: &Localized| plain(text, lang).chars().take(30).collect::<String>();
        assert!(shown.contains(&start(&distractors[0].feedback)), "{}", journey.screen());
        assert!(!shown.contains(&start(&distractors[1].feedback)), "{}", journey.screen());
        assert!(shown.contains(&start(&question.explain)), "{}", journey.screen());
    });
}

#[test]
fn hints_lower_the_credit() {
    in_both(|lang| {
        let mut journey = Journey::at(round(&["note-three-dimensions"]), lang);
        let hints = &asked(&journey).hints;
        assert_eq!(hints.len(), 2);
        journey.sees_not(&plain(&hints[0], lang));
        journey.press("i").sees(&plain(&hints[0], lang)).sees_not(&plain(&hints[1], lang));
        journey.sees(&lang.fill("quizroom.hint", &[("n", &1), ("worth", &"0.75")]));
        journey.press("i").sees(&plain(&hints[1], lang));
        journey.press("i").sees(lang.text("quizroom.no-hint"));
        answer(&mut journey, true);
        journey.sees(&lang.fill("quizroom.right", &[("credit", &"0.5")]));
        let reviews = journey.reviews();
        assert_eq!((reviews[0].hints, reviews[0].credit), (2, 0.5));
        journey.press("<enter>").sees(&score(lang, "0.5", 1, 50));
    });
}

#[test]
fn a_hint_in_a_field_leaves_the_text_alone() {
    in_both(|lang| {
        let mut journey = Journey::at(round(&["note-base-origin"]), lang);
        let hints = asked(&journey).hints;
        journey.types("mobi").press("<c-t>").sees(&plain(&hints[0], lang)).sees("› mobi");
        journey.types("le").sees("› mobile");
    });
}

#[test]
fn what_is_passed_counts_as_not_known() {
    in_both(|lang| {
        for item in ["note-three-dimensions", "note-base-origin", "note-why-efficient"] {
            let mut journey = Journey::at(round(&[item]), lang);
            journey.press("<tab>").sees(lang.text("quizroom.skipped"));
            assert_eq!(stored(&journey), (1, 0));
            journey.press("<enter>").sees(&score(lang, "0", 1, 0));
        }
    });
}

#[test]
fn an_empty_answer_is_none() {
    in_both(|lang| {
        let mut journey = Journey::at(round(&["note-base-origin"]), lang);
        journey.press("<enter>").sees(lang.text("quizroom.empty"));
        journey.press("<space><enter>").sees(lang.text("quizroom.empty"));
        assert_eq!(stored(&journey), (0, 0));
        let mut journey = Journey::at(round(&["note-why-efficient"]), lang);
        journey.press("<enter>").sees(lang.text("quizroom.say-it"));
    });
}

#[test]
fn an_answer_of_the_wrong_form_may_be_tried_again() {
    in_both(|lang| {
        let mut journey = Journey::at(round(&["note-how-many-layers"]), lang);
        journey.types("many").press("<enter>").sees(lang.text("quiz.form.number")).sees("› many");
        assert_eq!(journey.reviews().len(), 0);
        journey.press("<bs><bs><bs><bs>").sees_not(lang.text("quiz.form.number"));
        answer(&mut journey, true);
    });
}

#[test]
fn a_recall_is_credited_by_the_points_ticked() {
    in_both(|lang| {
        let mut journey = Journey::at(round(&["note-why-efficient"]), lang);
        let Ask::Recall { points } = asked(&journey).ask else { panic!("a recall") };
        let says = "한글 and English";
        journey.sees_not(&plain(&points[0], lang)).types(says).press("<enter>");
        journey.sees(says).sees(lang.text("quizroom.tick")).sees(&plain(&points[0], lang));
        journey.press("1<space>").sees_not("[x]").press("<down><space>").sees("[x]");
        journey.press("<f2>").sees(says).sees("[x]").press("<f2><enter>");
        let credit = journey.reviews()[0].credit;
        assert!((credit - 1.0 / points.len() as f64).abs() < 1e-9, "{credit}");
        assert!(journey.reviews()[0].answer.contains(says));
        journey.sees(says).sees(&plain(&points[0], lang)).sees("+0.");
    });
}

#[test]
fn the_other_language_loses_nothing_of_a_question() {
    in_both(|lang| {
        let other = lang.other();
        let mut journey = Journey::at(round(&["note-base-origin"]), lang);
        let question = asked(&journey);
        journey.types("모바일 mob").press("<f2>").sees("› 모바일 mob");
        journey.sees(&plain(&question.prompt, other)).sees_not(&plain(&question.prompt, lang));
        journey.types("ile").sees("› 모바일 mobile").press("<f2>").sees("› 모바일 mobile");
        let mut journey = Journey::at(round(&["note-three-dimensions"]), lang);
        let right = digit(&journey, &asked(&journey).ask, 0);
        journey.press(&right).press("iL").sees(&format!("▸ {right}"));
        journey.sees(&plain(&asked(&journey).hints[0], other)).press("<enter><enter>");
        journey.sees(&other.fill("quizroom.right", &[("credit", &"0.75")]));
        assert_eq!(journey.reviews()[0].lang, other, "stored as it was asked at the end");
    });
}

#[test]
fn escape_ends_a_round_with_what_was_answered() {
    in_both(|lang| {
        let mut journey = Journey::at(Place::Room(RoomId::Quiz), lang);
        journey.press("<enter>");
        answer(&mut journey, true);
        journey.press("<enter><esc>").sees(&score(lang, "1", 1, 100));
        journey.press("<esc>").sees(lang.text("quizroom.menu"));
        journey.press("<esc>").sees(lang.text("home.motto"));
        let mut journey = Journey::at(round(&["note-se-role"]), lang);
        journey.press("<esc>").sees(lang.text("quizroom.nothing"));
        assert_eq!(stored(&journey), (0, 0));
    });
}

#[test]
fn a_question_leads_to_its_lesson_and_back() {
    in_both(|lang| {
        let mut journey = Journey::at(round(&["note-separable-parts", "note-se-role"]), lang);
        let question = answer(&mut journey, true);
        let title = &LIBRARY.lesson(lang, &question.lesson).unwrap().title;
        let page = question.page().unwrap_or(0) + 1;
        journey.press("o").sees(title).sees(&format!("{page} / 8"));
        journey.sees(lang.text("app.back-to-round")).press("<pgdn>");
        journey.sees(&format!("{} / 8", page + 1));
        journey.press("<esc>").sees(&lang.fill("quizroom.right", &[("credit", &1)]));
        journey.press("<enter>");
        answer(&mut journey, true);
        let title = &LIBRARY.lesson(lang, "squeeze-excite").unwrap().title;
        journey.press("o").sees(title).sees("/ 7");
    });
}

#[test]
fn a_round_waits_while_another_room_is_open() {
    in_both(|lang| {
        let mut journey = Journey::at(round(&["note-base-origin"]), lang);
        journey.types("mobile").press("<c-pgup>").sees("scale --phi 3");
        journey.press("<c-pgdn>").sees("› mobile");
    });
}

#[test]
fn the_time_of_an_answer_runs_from_its_question() {
    let mut journey = Journey::at(round(&["note-se-role", "note-three-dimensions"]), Lang::En);
    // What it takes to say how sure one is does not count.
    journey.press("<down><down><enter><down><enter>");
    journey.press("<enter>").press("<enter><enter>");
    let times: Vec<u64> = journey.reviews().iter().map(|review| review.ms).collect();
    assert_eq!(times, [3000, 1000]);
}

#[test]
fn each_seed_has_its_order_and_the_next_round_another() {
    let first = |seed: u64, rounds: usize| {
        let start = Place::Room(RoomId::Quiz);
        let mut journey = Journey::begin(Setup { seed, start, ..setup(Lang::En) }, (80, 24));
        journey.press("<down>");
        (0..rounds).for_each(|_| _ = journey.press("<enter><esc><esc>"));
        journey.press("<enter>");
        asked(&journey).id
    };
    assert_eq!(first(5, 0), first(5, 0));
    let others: Vec<String> = (1..6).map(|rounds| first(5, rounds)).collect();
    assert!(others.iter().any(|other| *other != first(5, 0)), "{others:?}");
}

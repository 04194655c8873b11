//! What comes back, and the progress room.

use effnet_tutor::app::Setup;
use effnet_tutor::learner::Held;
use effnet_tutor::learner::store::{Prediction, study_day};
use effnet_tutor::rooms::{Place, Plan, RoomId, Standing};
use jiff::ToSpan;

use crate::in_both;
use crate::journey::{Journey, LIBRARY, setup};
use crate::quiz::{answer, asked, round};

/// What the store of a journey knows so many days later.
pub(crate) fn standing(journey: &Journey, days: i64) -> Standing {
    Standing::of(&journey.store, &LIBRARY, study_day(&journey.now) + days)
}

/// Another session so many days later, with what the first one kept.
fn later(before: Journey, days: i64, start: Place) -> Journey {
    let lang = before.app.lang();
    let standing = standing(&before, days);
    let now = before.now.checked_add(days.days()).unwrap();
    Journey::on(Setup { standing, start, ..setup(lang) }, (80, 24), before.store, now)
}

#[test]
fn what_was_missed_is_due_the_next_day_and_not_before() {
    in_both(|lang| {
        let mut journey = Journey::at(round(&["note-se-role"]), lang);
        let missed = answer(&mut journey, false);
        assert!(standing(&journey, 0).due.is_empty());
        let mut journey = later(journey, 1, Place::Room(RoomId::Home));
        let items = LIBRARY.questions().count();
        let waits = [("due", &1 as &dyn std::fmt::Display), ("kept", &0), ("n", &items)];
        journey.sees(&lang.fill("home.about-quiz-due", &waits));
        journey.press("3").sees(lang.text("quizroom.due")).press("<enter>");
        assert_eq!(asked(&journey).id, missed.id);
        journey.sees("effnet-tutor quiz --due");
        answer(&mut journey, true);
        journey.press("<enter><enter>").sees_not(lang.text("quizroom.due"));
    });
}

#[test]
fn a_prediction_that_was_far_off_comes_back_as_a_question() {
    in_both(|lang| {
        let mut journey = Journey::new(80, 24, lang);
        let made = Prediction {
            lesson: "depthwise-separable".into(),
            item: "channel-macs".into(),
            predicted: "1".into(),
            real: "3612672".into(),
            ratio: Some(2.8e-7),
        };
        let now = journey.now.clone();
        journey.store.append_prediction(&made, &now).unwrap();
        let mut journey = later(journey, 1, Place::Room(RoomId::Quiz));
        journey.sees(lang.text("quizroom.due")).press("<enter>").sees("112×112");
        journey.types("3.6M").press("<enter><enter>").sees("✓");
        assert_eq!(journey.reviews()[0].item, "prediction:depthwise-separable/channel-macs");
        journey.press("o").sees("2 / 8");
    });
}

#[test]
fn the_progress_room_shows_what_is_known_and_begins_a_review() {
    in_both(|lang| {
        let mut journey = Journey::at(Place::Room(RoomId::Progress), lang);
        journey.sees(lang.text("progress.nothing-yet").split_whitespace().next().unwrap());
        let mut journey = Journey::at(round(&["note-se-role", "note-base-origin"]), lang);
        answer(&mut journey, false);
        journey.press("<enter>");
        answer(&mut journey, true);
        let mut journey = later(journey, 1, Place::Room(RoomId::Home));
        journey.press("4").sees(lang.text("progress.head.kept")).sees("effnet-tutor progress");
        for tab in ["calendar", "confidence", "hardest", "predictions", "lessons"] {
            let name = lang.text(match tab {
                "calendar" => "progress.tab.calendar",
                "confidence" => "progress.tab.confidence",
                "hardest" => "progress.tab.hardest",
                "predictions" => "progress.tab.predictions",
                _ => "progress.tab.lessons",
            });
            journey.press("<right>").sees(name);
        }
        journey.press("<right>").sees(lang.text("progress.today"));
        journey.press("<enter>").sees("effnet-tutor quiz --due");
        assert_eq!(asked(&journey).id, "note-se-role");
    });
}

#[test]
fn it_fits_small_screens_and_both_languages() {
    in_both(|lang| {
        let mut journey = Journey::at(round(&["note-se-role"]), lang);
        answer(&mut journey, false);
        let mut journey = later(journey, 1, Place::Room(RoomId::Home));
        journey
            .resize(60, 18)
            .press("4")
            .sees(lang.text("progress.head.kept"))
            .press("<down><down>");
        journey.press("<f2>").sees(lang.other().text("progress.tab.lessons"));
    });
}

#[test]
fn every_view_of_the_progress_survives_every_size() {
    in_both(|lang| {
        let mut journey = Journey::at(round(&["note-se-role"]), lang);
        journey.press("1<enter>4");
        let mut journey = later(journey, 1, Place::Room(RoomId::Home));
        journey.press("4");
        for _ in 0..5 {
            for (columns, rows) in
                (0..70).step_by(3).flat_map(|c| (0..26).step_by(5).map(move |r| (c, r)))
            {
                journey.resize(columns, rows).screen();
            }
            journey.press("<right>");
        }
    });
}

#[test]
fn cramming_leaves_what_is_due() {
    in_both(|lang| {
        let mut journey = Journey::at(round(&["note-se-role"]), lang);
        answer(&mut journey, false);
        let Place::Round(plan) = round(&["note-se-role"]) else { panic!() };
        let cram = Place::Round(Plan { held: Held::Cram, ..plan });
        let mut journey = later(journey, 1, cram);
        answer(&mut journey, true);
        journey.press("<enter><enter>").sees(lang.text("quizroom.due"));
        assert_eq!(standing(&journey, 0).due.len(), 1);
    });
}

//! What was done yesterday is there today: pages, predictions, the end of a lesson.

use effnet_tutor::app::Setup;
use effnet_tutor::rooms::{Place, RoomId};

use crate::in_both;
use crate::journey::{Journey, LIBRARY, page, setup};
use crate::lesson::predictions;
use crate::progress::standing;

const DEPTHWISE: &str = "depthwise-separable";

/// The program begun anew with the store of another.
fn next_day(before: &Journey, start: Place, lang: effnet_tutor::text::Lang) -> Journey {
    let standing = standing(before, 0);
    Journey::begin(Setup { standing, start, ..setup(lang) }, (80, 24))
}

#[test]
fn a_number_that_was_predicted_is_there_the_next_day() {
    in_both(|lang| {
        let mut journey = Journey::at(page(DEPTHWISE, 1), lang);
        journey.press("3.6M<enter>");
        let mut today = next_day(&journey, page(DEPTHWISE, 1), lang);
        today.sees_not(lang.text("learn.predict-first")).sees("chelsea");
        today.sees("3,600,000").sees("-0.4 %").sees("3,612,672");
        assert_eq!(predictions(&today).len(), 0, "it is not stored again");
    });
}

#[test]
fn the_last_of_several_answers_counts() {
    in_both(|lang| {
        let mut journey = Journey::at(page(DEPTHWISE, 1), lang);
        journey.press("1M<enter>");
        let first = predictions(&journey)[0].clone();
        let now = jiff::ZonedDateTime::now();
        let last =
            effnet_tutor::learner::store::Prediction { predicted: "2000000".into(), ..first };
        journey.store.append_prediction(&last, &now).unwrap();
        next_day(&journey, page(DEPTHWISE, 1), lang).sees("2,000,000").sees_not("1,000,000");
    });
}

#[test]
fn a_choice_is_there_the_next_day_in_either_language() {
    in_both(|lang| {
        let mut journey = Journey::at(page(DEPTHWISE, 2), lang);
        journey.press("<down><enter>").sees("✗");
        let wrong = journey.screen().lines().find(|line| line.contains('✗')).unwrap().to_owned();
        next_day(&journey, page(DEPTHWISE, 2), lang).sees(wrong.trim());
        let mut other = next_day(&journey, page(DEPTHWISE, 2), lang.other());
        other.sees("✗").sees_not(lang.other().text("learn.predict-first"));
    });
}

#[test]
fn a_measured_prediction_keeps_what_was_measured() {
    in_both(|lang| {
        let mut journey = Journey::at(page(DEPTHWISE, 4), lang);
        journey.press("3M<enter>");
        let kept = predictions(&journey)[0].clone();
        let mut today = next_day(&journey, page(DEPTHWISE, 4), lang);
        today.sees("3,000,000");
        let real: f64 = kept.real.parse().unwrap();
        today.sees(&effnet_tutor::text::number::plain(real));
        assert_eq!(predictions(&today).len(), 0, "nor is it stored when its figure comes");
    });
}

#[test]
fn the_outline_shows_how_much_of_a_lesson_was_opened() {
    in_both(|lang| {
        let lesson = LIBRARY.lesson(lang, DEPTHWISE).unwrap();
        let count = lesson.pages.len();
        let bar = |journey: &Journey| {
            let screen = journey.screen();
            let line = screen.lines().find(|line| line.contains(&lesson.title)).unwrap();
            (line.matches('━').count(), line.matches('─').count())
        };
        let journey = Journey::at(Place::Room(RoomId::Learn), lang);
        assert_eq!(bar(&journey), (0, 8), "nothing yet");
        // Two pages, out of order; coming back to one adds nothing.
        let mut journey = Journey::at(page(DEPTHWISE, 5), lang);
        journey.press("<pgup><pgdn><esc>").sees(&format!("2 / {count}"));
        assert_eq!(bar(&journey), (2 * 8 / count, 8 - 2 * 8 / count));
        let mut today = next_day(&journey, Place::Room(RoomId::Learn), lang);
        assert_eq!(bar(&today), bar(&journey));
        today.press("<down><down><enter>").sees(&format!("6 / {count}"));
        let mut today = Journey::at(page(DEPTHWISE, 0), lang);
        today.press(&"<pgdn>".repeat(count - 1));
        today.press("<esc>");
        assert_eq!(bar(&today), (8, 0), "all of it");
    });
}

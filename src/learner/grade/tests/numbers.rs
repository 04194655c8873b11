//! What is said of a wrong number: how near it is, which mistake it shows, by what factor it is off.

use super::super::*;
use crate::content::quiz::{NumberAsk, WrongNumber};
use crate::learner::Sheet;
use crate::text::Localized;

/// A question whose answer is 100.
fn hundred(tolerance: f64, wrong: &[&str]) -> Ask {
    let wrong = wrong.iter().map(|key| WrongNumber {
        key: (*key).to_owned(),
        feedback: Localized { ko: (*key).to_owned(), en: (*key).to_owned() },
    });
    Ask::Number(NumberAsk { key: "100".to_owned(), unit: None, tolerance, wrong: wrong.collect() })
}

fn feedback_to(ask: &Ask, line: &str) -> Vec<Feedback> {
    let answer = Answer::read(line, ask, &Sheet::of_file(ask)).unwrap();
    grade(ask, &answer, &|key| key.parse().ok()).feedback
}

/// Close is what lies within five times the tolerance, between one and ten percent; of a guess, twice.
#[test]
fn what_is_close_depends_on_the_tolerance() {
    let cases =
        [(0.005, "0.5", "102", "104"), (0.02, "2", "109", "111"), (0.2, "20", "135", "145")];
    for (tolerance, percent, near, far) in cases {
        let ask = hundred(tolerance, &[]);
        let close = Message::plain("quiz.note.close").with("percent", &percent);
        assert_eq!(feedback_to(&ask, near), [Feedback::Note(close.clone())], "{near}");
        assert_ne!(feedback_to(&ask, far), [Feedback::Note(close)], "{far}");
    }
}

/// By what factor, up to ten thousand; a factor beyond says nothing.
#[test]
fn what_is_far_is_said_by_its_factor() {
    let ask = hundred(0.01, &[]);
    let factors = [
        ("50", "quiz.note.small", "2"),
        ("40", "quiz.note.small", "2.5"),
        ("250", "quiz.note.large", "2.5"),
        ("50000", "quiz.note.large", "500"),
        ("123500", "quiz.note.large", "1,235"),
        ("1000000", "quiz.note.large", "10,000"),
    ];
    for (line, key, ratio) in factors {
        let note = Message::plain(key).with("ratio", &ratio);
        assert_eq!(feedback_to(&ask, line), [Feedback::Note(note)], "{line}");
    }
    let [wrong, sign] = ["quiz.note.wrong", "quiz.note.sign"];
    for (line, key) in [("0", wrong), ("1000001", wrong), ("-100", sign)] {
        assert_eq!(feedback_to(&ask, line), [Feedback::Note(Message::plain(key))], "{line}");
    }
}

#[test]
fn of_several_known_mistakes_the_nearest_is_named() {
    let ask = hundred(0.05, &["150", "156"]);
    for (line, key) in [("151", "150"), ("155", "156")] {
        let said = Localized { ko: key.to_owned(), en: key.to_owned() };
        assert_eq!(feedback_to(&ask, line), [Feedback::Said(said)], "{line}");
    }
}

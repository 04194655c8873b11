//! Tables of lines that must be right, partly right and wrong, for each kind.

mod numbers;

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::*;
use crate::content::quiz::{Question, QuizFile};
use crate::learner::Sheet;
use crate::random::SplitMix64;
use crate::text::Lang;

fn bank() -> Vec<Question> {
    let file: QuizFile = toml::from_str(include_str!("../../../tests/fixtures/bank.toml")).unwrap();
    file.questions
}

fn keys(expression: &str) -> Option<f64> {
    match expression {
        "params:b0" => Some(5_288_548.0),
        "params:b0.no-classifier" => Some(4_007_548.0),
        "macs:b0" => Some(385_814_752.0),
        _ => None,
    }
}

fn ask(id: &str) -> Ask {
    bank().into_iter().find(|question| question.id == id).unwrap().ask
}

/// Grades a typed line, options in the order of the file.
fn verdict(ask: &Ask, line: &str) -> Verdict {
    let sheet = Sheet::of_file(ask);
    grade(ask, &Answer::read(line, ask, &sheet).unwrap(), &keys)
}

#[track_caller]
fn check(id: &str, right: &[&str], partial: &[(&str, f64)], wrong: &[&str]) {
    let ask = ask(id);
    for line in right {
        let verdict = verdict(&ask, line);
        assert!(verdict.right, "`{line}` must be right: {verdict:?}");
        assert!((verdict.credit - 1.0).abs() < 1e-12 && verdict.feedback.is_empty());
    }
    for (line, credit) in partial {
        let verdict = verdict(&ask, line);
        assert!(!verdict.right && (verdict.credit - credit).abs() < 1e-12, "`{line}`: {verdict:?}");
        assert_eq!(verdict.name(), "partial");
        assert!(!verdict.feedback.is_empty(), "`{line}` deserves feedback");
    }
    for line in wrong {
        let verdict = verdict(&ask, line);
        assert_eq!(verdict.name(), "wrong", "`{line}`: {verdict:?}");
    }
}

fn notes(id: &str, line: &str) -> Vec<String> {
    let say = |feedback: &Feedback| match feedback {
        Feedback::Said(text) => text.get(Lang::En).to_owned(),
        Feedback::Note(message) => message.key.to_owned(),
    };
    verdict(&ask(id), line).feedback.iter().map(say).collect()
}

#[test]
fn one_option_by_digit_letter_jamo_or_text() {
    let right = [
        "1",
        "1)",
        "(1)",
        "1.",
        "１",
        "①",
        "1번",
        " 1 ",
        "a",
        "A",
        "a)",
        "ㅁ",
        "four times",
        "FOUR times.",
        "네 배",
        "네배",
    ];
    check(
        "fix-choice",
        &right,
        &[],
        &["2", "b", "ㅠ", "3)", "4", "0", "12", "1 2", "z", "배", "four", "-1", "1.5", "?1"],
    );
    check("fix-bug", &["1", "a"], &[], &["2", "b", "3", "SE"]);
}

#[test]
fn several_options_with_right_minus_wrong() {
    let right = [
        "1 2 3",
        "123",
        "1,2,3",
        "a b c",
        "abc",
        "a, b, c",
        "3 2 1",
        "1번, 2번, 3번",
        "1번과 2번과 3번",
        "ㅁ ㅠ ㅊ",
        "뮻",
        "1/2/3",
        "1 and 2 and 3",
        "１２３",
        "1 1 2 3",
        "1.2.3",
        "[1] [2] [3]",
    ];
    let third = 1.0 / 3.0;
    let partial = [
        ("1 2", 2.0 * third),
        ("1", third),
        ("1 2 3 4", 2.0 * third),
        ("1 2 4", third),
        ("all", 2.0 * third),
    ];
    check(
        "fix-choices",
        &right,
        &partial,
        &["4", "1 4", "none", "없음", "0", "-", "5", "1 2 3 9", "depth"],
    );
}

#[test]
fn numbers_within_the_tolerance() {
    let right =
        ["5.3", "5.3M", "5 300 000", "5,288,548", "5.29e6", "530만", "5.2", "５．３Ｍ", "5.3백만"];
    check(
        "fix-number",
        &right,
        &[],
        &["5.1", "5.5M", "53", "5.3G", "4.0M", "many", "1", "-5.3", "5,3"],
    );
    check(
        "fix-predict",
        &["0.39", "390M", "3.9억", "0.4G", "385,814,752"],
        &[],
        &["0.5", "0.3", "780M"],
    );
}

#[test]
fn words_in_both_languages() {
    let right = [
        "swish",
        "Swish",
        "SiLU",
        "silu.",
        "스위시",
        "스위시를",
        "스위시입니다",
        "ｓｗｉｓｈ",
        "swish를",
        "Si-LU",
    ];
    check(
        "fix-text",
        &right,
        &[],
        &["relu", "렐루", "swis", "스위치", "h-swish", "swish silu", "sigmoid", "ㅅ", "."],
    );
}

#[test]
fn an_order_is_right_or_counted_by_pairs() {
    let right = [
        "1 2 3 4",
        "1234",
        "a b c d",
        "1>2>3>4",
        "1→2→3→4",
        "1-2-3-4",
        "1, 2, 3, 4",
        "1->2->3->4",
        "ㅁ ㅠ ㅊ ㅇ",
    ];
    let partial = [("2 1 3 4", 4.0 / 6.0), ("1 3 2 4", 4.0 / 6.0), ("2 1 4 3", 2.0 / 6.0)];
    check(
        "fix-order",
        &right,
        &partial,
        &["4 3 2 1", "1", "1 2 3", "1 2 3 3", "1 2 3 5", "expand", "4 1 3 2", "1 2 3 4 1"],
    );
}

#[test]
fn pairs_are_right_or_counted() {
    let right = [
        "1a 2b 3c",
        "abc",
        "a b c",
        "1 2 3",
        "1-a, 2-b, 3-c",
        "1=1 2=2 3=3",
        "3c 1a 2b",
        "1a2b3c",
        "1:a 2:b 3:c",
        "ㅁㅠㅊ",
    ];
    check(
        "fix-match",
        &right,
        &[("1a 2c 3b", 1.0 / 3.0), ("acb", 1.0 / 3.0)],
        &["b c a", "1a", "1a 2b", "aab", "1a 1b 1c", "depth", "abd"],
    );
}

/// From the screen no such answer comes; from a file it may.
#[test]
fn an_answer_of_another_length_is_no_answer() {
    let misfit = |ask: &Ask| grade(ask, &Answer::Misfit(String::new()), &keys);
    let (order, pairs) = (ask("fix-order"), ask("fix-match"));
    assert_eq!(grade(&order, &Answer::Order(vec![0, 1]), &keys), misfit(&order));
    assert_eq!(grade(&pairs, &Answer::Match(vec![0, 1]), &keys), misfit(&pairs));
    let recall = ask("fix-recall");
    let Ask::Recall { points } = &recall else { panic!("{recall:?}") };
    let beyond = Answer::Recall { said: String::new(), ticks: [points.len()].into() };
    assert_eq!(grade(&recall, &beyond, &keys).credit.to_bits(), 0.0f64.to_bits());
}

/// The left sides have digits and the partners letters, so either may come first.
#[test]
fn a_pair_may_be_typed_from_either_side() {
    let ask = ask("fix-match");
    for seed in 0..20 {
        let sheet = Sheet::shuffled(&ask, &mut SplitMix64::new(seed));
        for partners in ["bca", "cab", "acb"] {
            let pairs = |form: fn(usize, char) -> String| {
                let pairs = partners.chars().enumerate().map(|(left, right)| form(left + 1, right));
                Answer::read(&pairs.collect::<Vec<_>>().join(" "), &ask, &sheet)
            };
            let usual = pairs(|left, right| format!("{left}{right}"));
            assert!(matches!(usual, Some(Answer::Match(_))), "{usual:?}");
            assert_eq!(pairs(|left, right| format!("{right}{left}")), usual);
            assert_eq!(pairs(|left, right| format!("{right}-{left},")), usual);
        }
    }
}

#[test]
fn a_recall_is_the_share_of_the_points_ticked() {
    let ask = ask("fix-recall");
    let credit = |ticks: &str| {
        let answer = Answer::read("평균을 내고 곱합니다", &ask, &Sheet::of_file(&ask))
            .unwrap()
            .ticked(ticks, 3);
        let verdict = grade(&ask, &answer, &keys);
        (verdict.right, (verdict.credit * 3.0).round() as usize)
    };
    for (ticks, hits) in
        [("1 3", 2), ("13", 2), ("2", 1), ("a c", 2), ("none", 0), ("0", 0), ("-", 0), ("없음", 0)]
    {
        assert_eq!(credit(ticks), (false, hits), "{ticks}");
    }
    for ticks in ["1 2 3", "all", "모두", "cab", "전부"] {
        assert_eq!(credit(ticks), (true, 3), "{ticks}");
    }
    for ticks in ["4", "everything I said", "1 4"] {
        assert_eq!(credit(ticks), (false, 0), "{ticks}");
    }
}

#[test]
fn a_wrong_answer_gets_its_own_feedback() {
    assert_eq!(notes("fix-choice", "2"), ["The input channels double as well."]);
    assert_eq!(notes("fix-choice", "3"), ["The kernel keeps its size."]);
    assert_eq!(
        notes("fix-choices", "1 4"),
        ["quiz.note.choices", "The batch size is a training setting."]
    );
    assert_eq!(notes("fix-number", "4.0M"), ["The classifier is missing."]);
    assert_eq!(notes("fix-number", "400만"), ["The classifier is missing."]);
    assert_eq!(notes("fix-number", "5.5"), ["quiz.note.close"]);
    assert_eq!(notes("fix-number", "10"), ["quiz.note.large"]);
    assert_eq!(notes("fix-number", "2"), ["quiz.note.small"]);
    assert_eq!(notes("fix-number", "-5.3"), ["quiz.note.sign"]);
    assert_eq!(notes("fix-text", "ReLU를"), ["ReLU is MobileNetV2's."]);
    assert_eq!(notes("fix-text", "tanh"), [""; 0]);
}

#[test]
fn a_line_that_does_not_fit_is_wrong_with_the_form() {
    let forms = [
        ("fix-choice", "x", "quiz.form.option"),
        ("fix-choices", "x", "quiz.form.options"),
        ("fix-number", "five", "quiz.form.number"),
        ("fix-text", "...", "quiz.form.text"),
        ("fix-order", "1", "quiz.form.order"),
        ("fix-match", "1", "quiz.form.match"),
        ("fix-predict", "?", "quiz.form.number"),
        ("fix-bug", "9", "quiz.form.option"),
    ];
    for (id, line, form) in forms {
        assert_eq!(notes(id, line), [form], "{id}");
    }
}

#[test]
fn a_blank_line_is_no_answer() {
    for question in bank() {
        assert_eq!(Answer::read(" \t　", &question.ask, &Sheet::of_file(&question.ask)), None);
    }
}

#[test]
fn every_place_in_the_file_is_found_through_the_sheet() {
    let ask = ask("fix-order");
    for seed in 0..20 {
        let sheet = Sheet::shuffled(&ask, &mut SplitMix64::new(seed));
        assert_ne!(sheet.shown(), [0, 1, 2, 3], "an order never stands right by chance");
        let line: Vec<String> =
            (0..4).map(|i| (sheet.place_of(i).unwrap() + 1).to_string()).collect();
        let answer = Answer::read(&line.join(" "), &ask, &sheet).unwrap();
        assert!(grade(&ask, &answer, &keys).right);
    }
}

#[test]
fn a_key_without_a_value_is_nobodys_fault() {
    let whole = || bank().into_iter().find(|question| question.id == "fix-number").unwrap();
    assert!(is_answerable(&whole(), &keys));
    let mut item = whole();
    if let Ask::Number(number) = &mut item.ask {
        "nothing:b0".clone_into(&mut number.key);
    }
    assert!(!is_answerable(&item, &keys));
    let lost = item.ask;
    let verdict = verdict(&lost, "5.3");
    assert!(matches!(&verdict.feedback[0], Feedback::Note(note) if note.key == "quiz.note.no-key"));
}

#[test]
fn a_tolerance_of_zero_wants_the_exact_number() {
    let exact = Ask::Number(NumberAsk {
        key: "params:b0".into(),
        unit: None,
        tolerance: 0.0,
        wrong: vec![],
    });
    for line in ["5,288,548", "5.288548M", "5288.548k", "528만 8548", "528.8548만"] {
        assert!(verdict(&exact, line).right, "{line}");
    }
    for line in ["5,288,549", "5.29M", "5.3e6"] {
        assert!(!verdict(&exact, line).right, "{line}");
    }
}

proptest! {
    #[test]
    fn any_line_is_graded(line in "\\PC{0,24}|[0-9a-f ,.→ㅁㅠ뮤번과@×^/eM만억%-]{0,16}") {
        for question in bank() {
            let sheet = Sheet::shuffled(&question.ask, &mut SplitMix64::new(line.len() as u64));
            let Some(answer) = Answer::read(&line, &question.ask, &sheet) else {
                prop_assert!(line.trim().is_empty());
                continue;
            };
            let verdict = grade(&question.ask, &answer, &keys);
            prop_assert!((0.0..=1.0).contains(&verdict.credit));
            prop_assert_eq!(verdict.right, verdict.credit >= 1.0);
            let apart: String = line.nfd().collect();
            prop_assert_eq!(Answer::read(&apart, &question.ask, &sheet).map(|a| grade(&question.ask, &a, &keys)), Some(verdict));
        }
    }
}

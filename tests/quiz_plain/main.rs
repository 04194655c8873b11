//! `quiz --plain`, line by line, in both languages, with a bank of all nine kinds.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod around;
mod modes;

use std::io::Write;
use std::path::Path;

use clap::Parser;
use effnet_tutor::cli::quiz::{Entry, QuizArgs, QuizContext, run};
use effnet_tutor::content::quiz::{Question, QuizFile};
use effnet_tutor::learner::{Home, Store};
use effnet_tutor::request::RoundOf;
use effnet_tutor::text::Lang;
use serde_json::Value;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    quiz: QuizArgs,
}

struct Ran {
    out: String,
    err: String,
}

impl Ran {
    #[track_caller]
    fn sees(&self, text: &str) -> &Self {
        assert!(self.out.contains(text), "no `{text}` in:\n{}\n{}", self.out, self.err);
        self
    }

    #[track_caller]
    fn lacks(&self, text: &str) -> &Self {
        assert!(!self.out.contains(text), "`{text}` in:\n{}", self.out);
        self
    }

    #[track_caller]
    fn json(&self) -> Value {
        serde_json::from_str(self.out.lines().last().unwrap()).unwrap()
    }
}

fn bank() -> Vec<Question> {
    toml::from_str::<QuizFile>(include_str!("../fixtures/bank.toml")).unwrap().questions
}

fn keys(expression: &str) -> Option<f64> {
    match expression {
        "params:b0" => Some(5_288_548.0),
        "params:b0.no-classifier" => Some(4_007_548.0),
        "macs:b0" => Some(385_814_752.0),
        _ => None,
    }
}

/// A terminal, or a pipe.
#[derive(Clone, Copy, PartialEq)]
enum Stdin {
    Terminal,
    Pipe,
}

fn quiz_at(home: &Home, lang: Lang, stdin: Stdin, args: &str, input: &str) -> anyhow::Result<Ran> {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    quiz_into(home, lang, stdin, args, input, &mut out, &mut err)?;
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ok(Ran { out: text(out), err: text(err) })
}

fn quiz_into(
    home: &Home,
    lang: Lang,
    stdin: Stdin,
    args: &str,
    input: &str,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> anyhow::Result<()> {
    quiz_when("2026-11-24T21:00[Asia/Seoul]", home, lang, stdin, args, input, (out, err))
}

/// A round at a moment.
fn quiz_when(
    now: &str,
    home: &Home,
    lang: Lang,
    stdin: Stdin,
    args: &str,
    input: &str,
    (out, err): (&mut dyn Write, &mut dyn Write),
) -> anyhow::Result<()> {
    let args = Line::try_parse_from(["quiz"].into_iter().chain(args.split_whitespace()))?.quiz;
    let questions = bank();
    let bank: Vec<Entry<'_>> =
        questions.iter().map(|question| Entry { number: 7, topic: "fixture", question }).collect();
    let context = QuizContext {
        lang,
        is_interactive: stdin == Stdin::Terminal,
        is_ascii: false,
        bank: &bank,
        keys: &keys,
        render: &|text, _| text.lines().map(str::to_owned).collect(),
        next_due: &|store, day| {
            store.cards().unwrap().iter().map(|card| card.due_day).filter(|due| *due > day).min()
        },
        returning: &|store, from, day, _| {
            let ids = if from == RoundOf::Due { store.due(day) } else { store.weak() }.unwrap();
            let find = |id: &String| questions.iter().find(|question| question.id == *id).cloned();
            ids.iter().filter_map(find).collect()
        },
        open_store: &|| Store::open(home),
        now: &|| now.parse().unwrap(),
        fresh_seed: 11,
    };
    run(&args, &context, &mut input.as_bytes(), out, err)
}

#[track_caller]
fn quiz(lang: Lang, args: &str, input: &str) -> Ran {
    let dir = tempfile::tempdir().unwrap();
    quiz_at(&Home::at(dir.path()), lang, Stdin::Pipe, args, input).unwrap()
}

fn answers(home: &Path) -> Vec<(String, i64, f64, Option<i64>, i64)> {
    let db = rusqlite::Connection::open(home.join("progress.db")).unwrap();
    let mut rows = db
        .prepare(r#"SELECT item, "right", credit, confidence, practice FROM review ORDER BY id"#)
        .unwrap();
    let rows = rows
        .query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?)))
        .unwrap();
    rows.map(Result::unwrap).collect()
}

#[test]
fn a_right_answer_in_both_languages() {
    quiz(Lang::En, "fix-text", "swish\n")
        .sees("Which activation does EfficientNet use?")
        .sees("✓ Right.")
        .sees("x·σ(x).")
        .sees("1 of 1 right, score 1 of 1")
        .sees("swish")
        .sees("Every answer is saved.");
    quiz(Lang::Ko, "fix-text", "스위시입니다\n")
        .sees("EfficientNet의 활성화 함수는 무엇입니까?")
        .sees("✓ 맞았습니다.")
        .sees("1문항 중 1개를 맞혔습니다. 점수 1 / 1")
        .sees("답은 모두 저장되었습니다.");
}

#[test]
fn a_wrong_answer_gets_its_feedback_the_answer_and_why() {
    quiz(Lang::Ko, "fix-text", "렐루\n")
        .sees("✗ 틀렸습니다.\nReLU는 MobileNetV2의 것입니다.\n정답: 스위시\nx·σ(x)입니다.")
        .sees("다시 볼 문항: fix-text");
    quiz(Lang::En, "fix-number", "4.0M\n")
        .sees("The classifier is missing.\nAnswer: 5.2885 M (5,288,548)\nWith the classifier.");
}

#[test]
fn options_are_numbered_and_letters_count_too() {
    let listed = quiz(Lang::En, "fix-choice --seed 3", "");
    let place = listed.out.lines().find(|line| line.contains("four times")).unwrap().trim();
    let digit = place.split(')').next().unwrap();
    let letter = char::from(b'a' + digit.parse::<u8>().unwrap() - 1);
    for answer in [
        digit.to_owned(),
        format!("{digit})"),
        letter.to_string(),
        letter.to_uppercase().to_string(),
    ] {
        quiz(Lang::En, "fix-choice --seed 3", &answer).sees("✓ Right.");
    }
    let json = quiz(Lang::En, "fix-choice --seed 3 --format json", digit).json();
    assert_eq!(json["items"][0]["answer"], digit);
    assert_eq!(json["items"][0]["verdict"], "right");
}

#[test]
fn the_same_seed_asks_the_same_in_the_same_order() {
    for lang in Lang::ALL {
        assert_eq!(
            quiz(lang, "--seed 5", &"1\n".repeat(20)).out,
            quiz(lang, "--seed 5", &"1\n".repeat(20)).out
        );
    }
    let order = |lang, seed: &str| {
        let json = quiz(lang, &format!("--format json --seed {seed}"), &"1\n".repeat(20)).json();
        json["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["id"].to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(order(Lang::Ko, "5"), order(Lang::En, "5"));
    assert_ne!(order(Lang::Ko, "5"), order(Lang::Ko, "6"));
}

#[test]
fn every_line_is_an_answer_and_a_misfit_is_wrong_with_its_form() {
    for (id, form) in [
        ("fix-choice", "expected: one number from 1 to 3"),
        ("fix-choices", "expected: numbers from 1 to 4"),
        ("fix-number", "expected: a number, such as 5.3M"),
        ("fix-order", "expected: all 4 numbers in order"),
        ("fix-match", "expected: a partner for each of the 3"),
        ("fix-predict", "expected: a number, such as 5.3M"),
        ("fix-bug", "expected: one number from 1 to 2"),
    ] {
        let ran = quiz(Lang::En, &format!("{id} --format json"), "zz 99\n");
        ran.sees(&format!("✗ Wrong.\n{form}"));
        assert_eq!(ran.json()["asked"], 1, "{id}");
        assert_eq!(ran.json()["items"][0]["verdict"], "wrong");
        assert_eq!(ran.json()["items"][0]["answer"], "zz 99");
    }
}

#[test]
fn an_empty_line_repeats_and_a_question_mark_hints() {
    let ran = quiz(Lang::En, "fix-choice --format json", "\n?\n?\n?\n?\nfour times\n");
    assert_eq!(ran.out.matches("Width is doubled").count(), 2);
    ran.sees("Hint 1/3: Count the weights")
        .sees("This item is now worth at most 0.75.")
        .sees("Hint 3/3: It is 2 × 2.")
        .sees("There are no more hints.")
        .sees("✓ Right. (hints used 3, credit 0.25)");
    let json = ran.json();
    assert_eq!((json["right"].as_u64(), json["credit"].as_f64()), (Some(1), Some(0.25)));
    quiz(Lang::Ko, "fix-number", "?\n")
        .sees("힌트 1/1: 분류기도 셉니다.")
        .sees("이제 이 문항은 최대 0.75점입니다.");
}

#[test]
fn q_ends_and_so_does_the_end_of_input() {
    for input in ["1\nq\n1\n1\n", "1\nㅂ\n", "1\n", "1"] {
        let json = quiz(Lang::En, "fix-choice fix-bug fix-order --format json", input).json();
        assert_eq!(json["asked"], 1, "{input:?}");
        assert_eq!(json["items"].as_array().unwrap().len(), 1);
    }
    let json = quiz(Lang::Ko, "--format json", "").sees("답한 문항이 없습니다.").json();
    assert_eq!(json, serde_json::json!({"asked": 0, "right": 0, "credit": 0.0, "items": []}));
}

#[test]
fn confidence_may_stand_on_the_line() {
    let dir = tempfile::tempdir().unwrap();
    let ran =
        quiz_at(&Home::at(dir.path()), Lang::Ko, Stdin::Pipe, "fix-text", "스위시 @90\n").unwrap();
    ran.sees("✓ 맞았습니다.").sees("확신도 90 %였습니다.");
    assert_eq!(answers(dir.path()), [("fix-text".into(), 1, 1.0, Some(90), 0)]);
}

#[test]
fn a_recall_takes_a_line_and_then_the_points() {
    let ran = quiz(Lang::En, "fix-recall --format json", "it squeezes and multiplies\n\n1 3\n");
    assert_eq!(
        ran.out.matches("Which of these points did you say?").count(),
        2,
        "the points again"
    );
    ran.sees("~ Partly right. (partial credit 0.67)").sees("2 of 3 points said.");
    assert_eq!(ran.json()["items"][0]["answer"], "it squeezes and multiplies [1 3]");
    assert_eq!(ran.json()["items"][0]["verdict"], "partial");
    quiz(Lang::Ko, "fix-recall", "채널을 곱합니다\n모두\n").sees("✓ 맞았습니다.");
    let untick = quiz(Lang::En, "fix-recall --format json", "something\n").json();
    assert_eq!((untick["asked"].as_u64(), untick["credit"].as_f64()), (Some(1), Some(0.0)));
    assert_eq!(quiz(Lang::En, "fix-recall --format json", "something\nq\n").json()["asked"], 0);
    let spoken = quiz(Lang::En, "fix-recall --format json", "1 2\n");
    let spoken = spoken.sees("The key points:\n  1) averages space").json();
    assert_eq!((&spoken["asked"], &spoken["items"][0]["answer"]), (&1.into(), &"1 2".into()));
    assert_eq!(
        quiz(Lang::En, "fix-recall --format json", "99\n").json()["items"][0]["verdict"],
        "wrong"
    );
    let misfit = quiz(Lang::En, "fix-recall --format json", "something\nmost of it\n");
    assert_eq!(misfit.sees("expected: the points you said, from 1 to 3").json()["asked"], 1);
}

#[test]
fn n_counts_distinct_items_and_a_pipe_repeats_none() {
    for n in 1..=9 {
        let json =
            quiz(Lang::En, &format!("-n {n} --seed 2 --format json"), &"1\n".repeat(40)).json();
        assert_eq!(json["asked"], n);
    }
    let nine = quiz(Lang::En, "--seed 2 --format json", &"1\n".repeat(9)).json();
    assert_eq!(nine["asked"], 9, "a line for each item");
    assert_eq!(quiz(Lang::En, "-n 50 --format json", &"1\n".repeat(40)).json()["asked"], 9);
    quiz(Lang::En, "-n 9 --seed 2", &"1\n".repeat(40)).lacks("practice, not scored");
}

/// Who mistypes is asked again; only a pipe, which nobody can ask, is taken at its word.
#[test]
fn on_a_terminal_what_is_no_answer_is_not_graded() {
    let dir = tempfile::tempdir().unwrap();
    let home = Home::at(dir.path());
    let mistyped = "anything\n99\n.\n";
    let ran = quiz_at(&home, Lang::En, Stdin::Terminal, "fix-choice", mistyped).unwrap();
    assert_eq!(ran.out.matches("expected: one number from 1 to").count(), 2, "{}", ran.out);
    ran.sees("Skipped.");
    let rows = answers(dir.path());
    assert_eq!(rows.len(), 1, "only what was skipped is kept: {rows:?}");
    quiz(Lang::En, "fix-choice", "anything\n").sees("✗ Wrong.");
}

#[test]
fn on_a_terminal_a_missed_item_returns_unscored() {
    let dir = tempfile::tempdir().unwrap();
    let home = Home::at(dir.path());
    let args = "-n 5 --seed 2 --format json";
    let ran = quiz_at(&home, Lang::En, Stdin::Terminal, args, &".\n".repeat(60)).unwrap();
    ran.sees("> ").sees("[again] ").sees("practice, not scored").sees("Comes back after");
    assert_eq!(ran.json()["asked"], 5);
    let rows = answers(dir.path());
    assert_eq!(rows.iter().filter(|row| row.4 == 0).count(), 5);
    assert!(rows.iter().any(|row| row.4 == 1), "practice is in the log, marked");
}

#[test]
fn the_note_is_asked_in_its_order() {
    let json = quiz(Lang::Ko, "note --format json", "1\n1\n1\n1\n").json();
    let ids: Vec<&str> =
        json["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["fix-choices", "fix-recall", "fix-text"]);
}

#[test]
fn topics_are_lessons_concepts_files_and_items() {
    let count = |topics: &str| {
        quiz(Lang::En, &format!("{topics} --format json"), &"1\n".repeat(40)).json()["asked"]
            .as_u64()
    };
    assert_eq!(count("mbconv"), Some(2));
    assert_eq!((count("fixture"), count("7"), count("07")), (Some(9), Some(9), Some(9)));
    assert_eq!(count("params"), Some(2));
    assert_eq!(count("swish mbconv"), Some(3));
    let dir = tempfile::tempdir().unwrap();
    for (lang, says) in [(Lang::En, "did you mean `swish`?"), (Lang::Ko, "혹시 `swish`입니까?")]
    {
        let error = quiz_at(&Home::at(dir.path()), lang, Stdin::Pipe, "swihs", "").err().unwrap();
        assert!(error.to_string().contains(says), "{error}");
    }
    assert!(!dir.path().join("progress.db").exists(), "no store for a wrong name");
}

#[test]
fn the_list_makes_no_store_and_has_its_keys() {
    let dir = tempfile::tempdir().unwrap();
    let home = Home::at(dir.path().join("none"));
    let ran = quiz_at(&home, Lang::En, Stdin::Pipe, "--list --format json", "").unwrap();
    let rows: Vec<Value> = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(rows.len(), 9);
    for row in &rows {
        let keys: Vec<&String> = row.as_object().unwrap().keys().collect();
        let wanted =
            ["id", "topic", "lesson", "kind", "level", "prompt", "key", "computed", "draws"];
        assert_eq!(keys.len(), wanted.len(), "{keys:?}");
        for key in wanted {
            assert!(row.get(key).is_some(), "{key}");
        }
        assert!(row["prompt"]["ko"].is_string() && row["prompt"]["en"].is_string());
    }
    let number = rows.iter().find(|row| row["id"] == "fix-number").unwrap();
    assert_eq!(
        (&number["key"], &number["computed"]),
        (&Value::from("params:b0"), &Value::from(true))
    );
    quiz_at(&home, Lang::Ko, Stdin::Pipe, "--list swish", "")
        .unwrap()
        .sees("fix-text")
        .sees("낱말")
        .sees("문항 1개");
    assert!(!dir.path().join("none").exists());
}

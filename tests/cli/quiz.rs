//! `quiz` with answers from a pipe.

use std::fmt::Write as _;

use effnet_tutor::content::library::Library;
use effnet_tutor::content::quantity;
use effnet_tutor::content::quiz::{Ask, Question};
use effnet_tutor::text::Lang;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{finish, program, run, run_with};

/// Lines that answer the study note's questions right, in a language.
fn right_answers(lang: Lang) -> String {
    let library = Library::open(None);
    let mut questions: Vec<&Question> =
        library.questions().filter(|question| question.note.is_some()).collect();
    questions.sort_by_key(|question| question.note);
    let mut lines = String::new();
    for question in questions {
        let line = match &question.ask {
            Ask::Choice { answer, .. } => answer.text.get(lang).to_owned(),
            Ask::Number(number) => quantity::evaluate(&number.key).unwrap().to_string(),
            Ask::Text { accepted, .. } if lang == Lang::Ko => accepted.ko[0].clone(),
            Ask::Text { accepted, .. } => accepted.en[0].clone(),
            Ask::Recall { .. } if lang == Lang::Ko => "내 말로\n모두".to_owned(),
            Ask::Recall { .. } => "in my own words\nall".to_owned(),
            other => panic!("teach this test to answer a `{}`", other.kind()),
        };
        writeln!(lines, "{line}").unwrap();
    }
    lines
}

/// Answers in a home's store: how many, and how many were right.
fn stored(home: &TempDir) -> (i64, i64) {
    let store = rusqlite::Connection::open(home.path().join("kept/progress.db")).unwrap();
    let sql = r#"SELECT count(*), coalesce(sum("right"), 0) FROM review"#;
    store.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap()
}

#[test]
fn the_notes_seven_are_answered_from_a_pipe() {
    for lang in Lang::ALL {
        let home = tempfile::tempdir().unwrap();
        let kept = home.path().join("kept");
        let args =
            format!("quiz note --format json --lang {} --home {}", lang.code(), kept.display());
        let ran = finish(program(&args, home.path()), &args, &right_answers(lang)).succeeds();
        let report = ran.json();
        let score = json!([report["asked"], report["right"], report["credit"]]);
        assert_eq!(score, json!([7, 7, 7.0]), "{}", ran.out);
        assert_eq!(report["items"].as_array().unwrap().len(), 7);
        assert_eq!(stored(&home), (7, 7));
        let ran = finish(program(&args, home.path()), &args, &"zzz\n".repeat(9)).succeeds();
        assert_eq!(ran.json()["right"], 0, "wrong answers are no failure of the command");
        assert_eq!(stored(&home), (14, 7));
    }
}

#[test]
fn items_named_one_by_one_are_asked_in_that_order() {
    let ids = ["swish-slope-zero", "note-se-role", "mbconv-order"];
    for seed in 0..5 {
        let args = format!("quiz {} --seed {seed} --format json", ids.join(" "));
        let report = run_with(&args, &"zzz\n".repeat(9)).succeeds().json();
        let asked: Vec<&str> = report["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["id"].as_str().unwrap())
            .collect();
        assert_eq!(asked, ids);
    }
}

#[test]
fn a_seed_gives_the_same_round_again() {
    let out =
        |seed: u64| run_with(&format!("quiz --seed {seed}"), &"1\n".repeat(60)).succeeds().out;
    assert_eq!(out(5), out(5));
    assert_ne!(out(5), out(6));
}

#[test]
fn a_list_is_as_long_as_asked_for() {
    let ran = run("quiz --list -n 3 --format json").succeeds();
    let list: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(list.as_array().unwrap().len(), 3);
}

#[test]
fn an_exam_says_that_it_gives_no_hints() {
    let ran = run_with("quiz note-se-role --exam --lang en", "?\n1\n").succeeds();
    ran.sees("An exam gives no hints.");
}

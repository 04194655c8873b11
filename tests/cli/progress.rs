//! `progress`: the report, export and import between homes, and reset.

use std::path::Path;

use serde_json::Value;

use crate::{Ran, finish, program, run};

fn at(home: &Path, args: &str, input: &str) -> Ran {
    finish(program(args, home), args, input)
}

/// A home in which a round was answered, right and wrong.
fn home() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    at(home.path(), "quiz note --lang en", "1 @90\n2 @95\n3\n1\n2\n1\n4\n1\n2\n").succeeds();
    home
}

#[test]
fn the_report_says_what_is_known_and_what_is_due() {
    let home = home();
    let ran = at(home.path(), "progress --lang en", "").succeeds();
    let ran = ran.sees("By lesson").sees("Items due in the next 14 days").sees("How sure you were");
    let calendar =
        ran.out.lines().skip_while(|line| !line.starts_with("Items due")).skip(1).take(14);
    let due = calendar.map(|line| line.split_whitespace().last().unwrap().parse::<u32>().unwrap());
    assert_eq!(due.sum::<u32>(), 7, "each of the note's items once\n{}", ran.out);
    at(home.path(), "progress --lang ko", "").succeeds().sees("앞으로 14일 동안 복습할 문항의 수");
    run("progress --lang en").succeeds().sees("Nothing was answered yet");
}

#[test]
fn programs_get_the_documented_keys() {
    let home = home();
    let report = at(home.path(), "progress --format json", "").succeeds().json();
    let keys = |value: &Value| {
        let mut keys: Vec<String> = value.as_object().unwrap().keys().cloned().collect();
        keys.sort();
        keys.join(" ")
    };
    assert_eq!(
        keys(&report),
        "answers calendar calibration day due hardest items kept lessons misjudged next_due right"
    );
    let asked = report["answers"].as_u64().unwrap();
    assert!(asked >= 3, "{report}");
    assert_eq!(report["calendar"].as_array().unwrap().len(), 14);
    assert_eq!(keys(&report["calendar"][0]), "day due");
    assert_eq!(keys(&report["lessons"][0]), "asked items kept lesson right");
    assert_eq!(keys(&report["calibration"][0]), "answers from right to");
    assert_eq!(
        keys(&report["hardest"][0]),
        "answers item kept lapses last_credit lesson mean_credit right"
    );
    let items: u64 =
        report["lessons"].as_array().unwrap().iter().map(|l| l["items"].as_u64().unwrap()).sum();
    assert_eq!(report["items"], items);
}

#[test]
fn what_is_exported_is_imported_into_an_empty_home() {
    let (from, to) = (home(), tempfile::tempdir().unwrap());
    let export = at(from.path(), "progress export", "").succeeds().out;
    assert!(export.starts_with("{\"format\":1,\"program\":\"effnet-tutor\""), "{export}");
    let rows = export.lines().count() - 1;
    at(to.path(), "progress import - --lang en", &export)
        .succeeds()
        .sees(&format!("Rows added: {rows}. Already there and skipped: 0."));
    assert_eq!(at(to.path(), "progress export", "").succeeds().out, export);
    let file = to.path().join("mine.jsonl");
    std::fs::write(&file, &export).unwrap();
    let again = format!("progress import {} --lang en", file.display());
    at(to.path(), &again, "")
        .succeeds()
        .sees(&format!("Rows added: 0. Already there and skipped: {rows}."));
    let reports = [&from, &to].map(|home| at(home.path(), "progress --format json", "").out);
    assert_eq!(reports[0], reports[1]);
}

#[track_caller]
fn fails(ran: &Ran, sentence: &str) {
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""), "{}: {}", ran.command, ran.err);
    assert!(ran.err.contains(sentence), "{} does not say `{sentence}`:\n{}", ran.command, ran.err);
}

#[test]
fn a_bad_line_is_named_in_the_learner_s_language() {
    let home = home();
    let export = at(home.path(), "progress export", "").succeeds().out;
    let bad = format!("{export}{{\"review\":{{\"item\":1}}}}\n");
    let line = bad.lines().count();
    fails(&at(home.path(), "progress import -", &bad), &format!("line {line} cannot be read"));
    fails(&at(home.path(), "progress import - --lang ko", &bad), &format!("{line}번째 줄"));
    fails(&at(home.path(), "progress import none.jsonl", ""), "`none.jsonl` cannot be read");
    fails(
        &at(home.path(), "progress import -", "{\"format\":9,\"program\":\"effnet-tutor\"}"),
        "newer",
    );
    fails(&at(home.path(), "progress import -", "nonsense"), "not what");
    assert_eq!(at(home.path(), "progress export", "").succeeds().out, export, "nothing changed");
}

#[test]
fn a_reset_needs_a_yes_and_leaves_a_copy() {
    let home = home();
    let export = at(home.path(), "progress export", "").succeeds().out;
    at(home.path(), "progress reset", "y\n").fails("`--yes` is needed");
    assert_eq!(at(home.path(), "progress export", "").succeeds().out, export);
    let ran = at(home.path(), "progress reset --yes --lang en", "").succeeds().sees("-reset.db");
    let (_, copy) = ran.out.trim_end().trim_end_matches('.').split_once("before is ").unwrap();
    let report = at(home.path(), "progress --format json", "").succeeds().json();
    assert_eq!(report["answers"], 0);
    let database = Path::new(copy).parent().unwrap().with_file_name("progress.db");
    std::fs::copy(copy, &database).unwrap();
    assert_eq!(at(home.path(), "progress export", "").succeeds().out, export);
}

#[test]
fn what_cannot_be_read_is_not_exported_as_nothing() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("file");
    std::fs::write(&file, "").unwrap();
    fails(
        &at(home.path(), &format!("progress export --home {}", file.display()), ""),
        "no progress",
    );
}

//! `doctor`, `completions`, `man`.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::{finish, program, run};

/// Exit code and report for a home.
fn report(home: &Path, more: &str) -> (Option<i32>, Value) {
    let args = format!("doctor --format json --lang en --home {}{more}", home.display());
    let ran = finish(program(&args, home), &args, "");
    (ran.code, serde_json::from_str(&ran.out).unwrap())
}

fn state<'a>(report: &'a Value, id: &str) -> &'a str {
    let checks = report["checks"].as_array().unwrap();
    checks.iter().find(|check| check["id"] == id).unwrap()["state"].as_str().unwrap()
}

#[test]
fn a_new_home_is_fine_and_stays_untouched() {
    let folder = tempfile::tempdir().unwrap();
    let (code, report) = report(folder.path(), "");
    assert_eq!((code, &report["broken"]), (Some(0), &0.into()));
    for id in ["store", "home", "texts", "pictures", "digits", "photo"] {
        assert_eq!(state(&report, id), "ok", "{report:#}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_damaged_store_is_named_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("progress.db");
    fs::write(&path, "what a sync tool left of it ".repeat(40)).unwrap();
    let before = fs::read(&path).unwrap();
    let (code, report) = report(folder.path(), "");
    assert_eq!((code, state(&report, "store")), (Some(1), "broken"));
    assert_eq!(fs::read(&path).unwrap(), before);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_home_that_cannot_be_made_is_named() {
    let (code, report) = report(Path::new("/proc/nothing"), "");
    assert_eq!((code, state(&report, "home")), (Some(1), "broken"), "{report:#}");
}

#[test]
fn answers_and_copies_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    let args = format!("quiz note-se-role --lang en --home {}", folder.path().display());
    for _ in 0..2 {
        finish(program(&args, folder.path()), &args, "1\n").succeeds();
    }
    let (code, report) = report(folder.path(), "");
    let checks = report["checks"].as_array().unwrap();
    let text = |id: &str| checks.iter().find(|check| check["id"] == id).unwrap()["text"].clone();
    assert_eq!((code, state(&report, "store")), (Some(0), "ok"));
    assert!(text("store").as_str().unwrap().contains("answers: 2"), "{report:#}");
    assert!(text("backups").as_str().unwrap().starts_with("1,"), "{report:#}");
}

#[test]
fn faulty_content_is_counted_and_the_command_that_shows_it_named() {
    let folder = tempfile::tempdir().unwrap();
    let quizzes = folder.path().join("quizzes");
    fs::create_dir(&quizzes).unwrap();
    fs::write(quizzes.join("01-why-efficiency.toml"), "[[item]]\nid = 3\n").unwrap();
    let content = folder.path().display();
    let (code, report) = report(folder.path(), &format!(" --content {content}"));
    assert_eq!((code, state(&report, "texts")), (Some(1), "broken"));
    assert!(report.to_string().contains(&format!("effnet-tutor check {content}")), "{report:#}");
}

#[test]
fn every_asset_has_its_credit_in_both_languages() {
    let english = run("doctor --credits --lang en").succeeds().out;
    let korean = run("doctor --credits --lang ko").succeeds().out;
    for (text, licence) in [(&english, "Licence:"), (&korean, "라이선스:")] {
        for word in ["lite0.int8.safetensors", "Stéfan van der Walt", "CC BY 4.0", "OFL", licence]
        {
            assert!(text.contains(word), "`{word}` in\n{text}");
        }
    }
    // Each file that ships is in the list, or the folder that it is in.
    for folder in ["models", "images", "datasets", "fonts", "data"] {
        for entry in fs::read_dir(format!("assets/{folder}")).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            assert!(english.contains(&name) || english.contains(&format!("{folder}/\n")), "{name}");
        }
    }
}

#[test]
fn completions_and_pages_go_to_stdout() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        run(&format!("completions {shell}")).succeeds().sees("effnet-tutor");
    }
    run("man --lang ko").succeeds().sees(".SH 이름");
    run("man quizz --lang en").fails("`quizz`");
}

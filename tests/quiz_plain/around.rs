//! What surrounds a round: no home, answers on disk in time, readers that go away, strange bytes, and
//! that no string is missing.

use std::io::{self, Write};
use std::path::Path;

use effnet_tutor::learner::Home;
use effnet_tutor::text::{Lang, i18n};

use crate::{Stdin, answers, quiz, quiz_at, quiz_into};

#[test]
fn without_a_home_the_round_goes_on_and_says_so() {
    let ran = quiz_at(&Home::nowhere(), Lang::Ko, Stdin::Pipe, "fix-text", "swish\n").unwrap();
    ran.sees("✓ 맞았습니다.")
        .sees("이번 답은 저장되지 않았습니다.")
        .lacks("답은 모두 저장되었습니다.");
    assert!(ran.err.contains("--home DIR"), "{}", ran.err);
}

#[test]
fn each_answer_is_on_disk_before_the_next_question_is_shown() {
    struct Watch<'a> {
        home: &'a Path,
        shown: usize,
    }
    impl Write for Watch<'_> {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if String::from_utf8_lossy(bytes).contains("level ") {
                assert_eq!(answers(self.home).len(), self.shown);
                self.shown += 1;
            }
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let dir = tempfile::tempdir().unwrap();
    let mut out = Watch { home: dir.path(), shown: 0 };
    let home = Home::at(dir.path());
    quiz_into(
        &home,
        Lang::En,
        Stdin::Pipe,
        "--seed 1",
        &"1\n".repeat(40),
        &mut out,
        &mut Vec::new(),
    )
    .unwrap();
    assert_eq!(out.shown, 9);
}

#[test]
fn a_broken_pipe_is_a_quiet_end() {
    struct Broken;
    impl Write for Broken {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
    }
    for args in ["", "--list", "--list --format json", "--format json"] {
        let dir = tempfile::tempdir().unwrap();
        let home = Home::at(dir.path());
        quiz_into(&home, Lang::En, Stdin::Pipe, args, "1\n", &mut Broken, &mut Vec::new()).unwrap();
    }
}

#[test]
fn strange_bytes_are_answers_like_any_other() {
    quiz(Lang::En, "fix-text", "\u{feff}swish\r\n").sees("✓ Right.");
    quiz(Lang::En, "fix-text", "\u{1b}[31mswish\n").lacks("\u{1b}").sees("✗ Wrong.");
    let long = "가".repeat(100_000);
    quiz(Lang::Ko, "fix-choice fix-text", &format!("{long}\n{long}\n")).sees("2문항 중 0개");
}

#[test]
fn every_key_in_the_code_is_in_the_table() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let code = std::fs::read_to_string(&path).unwrap();
            for piece in code.split("\"quiz.").skip(1) {
                let key = format!("quiz.{}", piece.split('"').next().unwrap());
                if !key.contains('{') && !key.ends_with('.') {
                    assert!(i18n::find(&key).is_some(), "{key} in {}", path.display());
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 40, "{seen}");
}

#[test]
fn no_string_is_missing_in_either_language() {
    let all = "1\n?\n?\nzz\n1 2\n\nswish\n4.0\n1\n2 1 3 4\n1\n1\n1\n1\n";
    for lang in Lang::ALL {
        for seed in 0..6 {
            let ran = quiz(lang, &format!("--seed {seed}"), all);
            ran.lacks("quiz.").lacks("{");
        }
    }
}

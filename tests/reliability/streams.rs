//! Streams that are closed, full, cut or no terminal; environments that hold little (R11, R12, R15).

use crate::{finish, said, shell};

/// One of every kind; each is done in well under a second.
const COMMANDS: [&str; 9] = [
    "",
    "learn swish",
    "quiz note-se-role",
    "scale --phi 3",
    "models b0 b3",
    "inspect b0",
    "note",
    "progress",
    "doctor",
];

/// Nothing that a terminal would obey, and nothing drawn with lines, blocks or Braille.
fn is_plain(text: &str) -> bool {
    let is_drawn = |c: char| matches!(c, '\u{2500}'..='\u{259f}' | '\u{2800}'..='\u{28ff}');
    // `doctor` shows what must be seen, unless it is asked to be plain.
    text.lines()
        .filter(|line| !line.contains("한글"))
        .all(|line| !line.contains(is_drawn) && line.chars().all(|c| !c.is_control()))
}

#[track_caller]
fn check(line: &str, input: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let output = finish(shell(line, folder.path()), input);
    let (code, text) = said(&output);
    assert_eq!(code, Some(0), "`{line}`:\n{text}");
    assert!(!text.contains("panicked"), "`{line}`:\n{text}");
    assert!(is_plain(&text), "`{line}`:\n{text}");
    text
}

#[test]
fn a_cut_a_file_an_empty_input_and_two_streams_in_one_are_all_fine() {
    for command in COMMANDS {
        check(&format!("effnet-tutor {command} | head -n 1"), "");
        check(&format!("effnet-tutor {command} > out.txt; test -s out.txt"), "1\n");
        check(&format!("effnet-tutor {command} < /dev/null"), "");
        check(&format!("effnet-tutor {command} 2>&1 | cat"), "?\n1\n");
    }
}

/// What cannot be written is an error in one sentence, or nothing where nobody reads; never a panic.
#[test]
fn a_closed_or_full_output_is_no_panic() {
    for command in COMMANDS {
        for target in [">&-", ">/dev/full", "2>&-", "<&-"] {
            let folder = tempfile::tempdir().unwrap();
            let line = format!("effnet-tutor {command} {target}");
            let (code, text) = said(&finish(shell(&line, folder.path()), ""));
            assert!(matches!(code, Some(0 | 1)), "`{line}` ends with {code:?}:\n{text}");
            assert!(!text.contains("panicked"), "`{line}`:\n{text}");
            if target == ">/dev/full" {
                assert_eq!(text.lines().count(), 1, "`{line}`:\n{text}");
            }
        }
    }
}

/// Where nobody can be told of a failure, its code still says it.
#[test]
fn a_failure_that_cannot_be_told_keeps_its_code() {
    for (command, expected) in [("run nope.jpg", 1), ("scale --phi 99", 2), ("learn nope/1", 2)] {
        for target in ["2>/dev/full", "2>&-"] {
            let folder = tempfile::tempdir().unwrap();
            let line = format!("effnet-tutor {command} {target}");
            let (code, _) = said(&finish(shell(&line, folder.path()), ""));
            assert_eq!(code, Some(expected), "`{line}`");
        }
    }
}

/// An input without an end is refused, in bounded memory.
#[test]
fn an_endless_line_is_not_kept() {
    let limited = "ulimit -v 2000000; effnet-tutor";
    for command in ["progress import /dev/zero", "quiz note -n 1 --plain < /dev/zero"] {
        let folder = tempfile::tempdir().unwrap();
        let line = format!("{limited} {command}");
        let (code, text) = said(&finish(shell(&line, folder.path()), ""));
        assert!(code == Some(1) && !text.contains("panicked"), "`{line}`: {code:?}\n{text}");
    }
}

/// A dumb terminal, none, and colours that are forced or refused: lines stay lines.
#[test]
fn no_environment_puts_escapes_into_a_pipe() {
    let environments = [
        "TERM=dumb",
        "TERM=",
        "TERM=xterm-256color",
        "NO_COLOR=1",
        "NO_COLOR=",
        "CLICOLOR_FORCE=1",
    ];
    for command in COMMANDS {
        let texts: Vec<String> = environments
            .iter()
            .map(|environment| check(&format!("{environment} effnet-tutor {command}"), "1\n"))
            .collect();
        assert!(texts.iter().all(|text| !text.is_empty()));
    }
}

/// `--plain` and `--ascii` draw nothing with lines, blocks and Braille, on any page of any lesson.
#[test]
fn every_lesson_is_plain_where_plain_is_asked() {
    for (lang, look) in [("ko", "--plain"), ("en", "--ascii")] {
        for number in 1..=15 {
            check(&format!("effnet-tutor learn {number} {look} --lang {lang}"), "");
        }
    }
}

//! `learn` in a pipe, also with lessons of one's own.

use std::fs;

use crate::run;

#[test]
fn the_lessons_are_listed_and_printed() {
    let list =
        run("learn --list").succeeds().sees(" 3  depthwise-separable").sees("10  compound-scaling");
    assert_eq!(list.out, run("learn").succeeds().out, "in a pipe there is nothing to open");
    let lesson = run("learn depthwise-separable --plain").succeeds();
    for page in 1..=8 {
        assert!(lesson.out.contains(&format!("\n{page} / 8  ")), "page {page} of 8");
    }
    let real = lesson.sees("real: 3,612,672").sees("$ effnet-tutor learn depthwise-separable/2\n");
    real.sees("effnet-tutor quiz depthwise-separable-why-pointwise");
    assert_eq!(run("learn 03/2").out, run("learn depthwise-separable/2").out);
}

#[test]
fn a_set_knob_changes_the_figure_and_the_command() {
    let before = run("learn 3/2").succeeds();
    let after = run("learn 3/2 --set channel=5")
        .succeeds()
        .sees("learn depthwise-separable/2 --set channel=5");
    assert_ne!(before.out, after.out);
    run("learn 10/2 --set phi=3 --set alpha=1.25").succeeds().sees("--set phi=3.00,alpha=1.25");
}

#[test]
fn a_broken_file_of_ones_own_falls_back_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let lessons = folder.path().join("lessons/en");
    fs::create_dir_all(&lessons).unwrap();
    fs::write(lessons.join("03-depthwise-separable.md"), "no head").unwrap();
    let args = format!("learn --list --content {}", folder.path().display());
    let ran = run(&args).succeeds().sees("depthwise-separable").sees("compound-scaling");
    assert!(ran.err.contains("03-depthwise-separable.md"), "{}", ran.err);
    let args = format!("learn 3/2 --content {}", folder.path().display());
    run(&args).succeeds().sees("real: 3,612,672");
    let missing = folder.path().join("nowhere");
    let ran = run(&format!("learn --list --content {}", missing.display())).succeeds();
    assert!(ran.err.contains("nowhere"), "{}", ran.err);
}

#[test]
fn a_knob_must_be_one_of_the_pages_shown() {
    for page in ["depthwise-separable", "3/2", "10/2"] {
        run(&format!("learn {page} --set bogus=1")).fails("no knob `bogus` here, expected one of ");
    }
    run("learn 3/1 --set channel=1").fails("there is no figure here, so no knob `channel`");
    run("learn 3/1 --set channel=1 --lang ko").fails("`channel` 조절기도 없습니다");
    // Several pages have figures: each takes the knobs that it has.
    run("learn 3 --set kernel=5,channel=1").succeeds().sees("--set kernel=5").sees("channel=1");
    // The ranges of other knobs follow the block.
    run("learn 3/2 --set channel=60,block=1").succeeds().sees("channel=60").sees("block=1");
}

#[test]
fn a_name_is_repeated_as_it_was_typed() {
    run("learn 0").fails("there is no lesson `0`");
    run("learn 00x").fails("there is no lesson `00x`");
    run("learn 003/2").succeeds();
}

#[test]
fn words_are_found_in_lessons_and_glossary_in_both_languages() {
    let found = run("learn --search pointwise --lang ko").succeeds();
    assert!(found.out.starts_with("용어  점별 합성곱 (pointwise convolution): "), "{}", found.out);
    let found = found.sees("\ndepthwise-separable/4  점별 합성곱이 채널을 섞는다: ");
    let line = found.out.lines().find(|line| line.starts_with("depthwise-separable/4")).unwrap();
    assert!(line.contains("pointwise convolution"), "{line}");
    run("learn --search 점별 --lang en").succeeds().sees("\ndepthwise-separable/4  The pointwise");
    let none = run("learn --search zebra");
    assert_eq!((none.code, none.out.as_str()), (Some(1), ""), "as grep does");
    assert_eq!(none.err.trim(), "error: `zebra` is in no lesson and no term");
    assert_eq!(run("learn 3 --search x").code, Some(2), "a lesson or a search");
}

#[test]
fn the_source_of_a_figure_is_the_file_s_own() {
    let printed = run("learn depthwise-separable/2 --source").succeeds();
    let (head, code) = printed.out.split_once('\n').unwrap();
    let place = head.strip_prefix("// src/nn/depthwise.rs:").unwrap();
    let line: usize = place.split_whitespace().next().unwrap().parse().unwrap();
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/nn/depthwise.rs");
    let file = fs::read_to_string(file).unwrap();
    let first = file.lines().nth(line - 1).unwrap();
    assert_eq!(first.trim_start(), code.lines().next().unwrap());
    run("learn 3/1 --source").fails("no live figure, so no source");
    let whole = run("learn 3 --source").succeeds();
    assert_eq!(whole.out.matches("// src/nn/depthwise.rs").count(), 2, "each place once");
}

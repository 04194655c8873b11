//! The program itself in a real terminal: it opens, works, and leaves nothing behind.

use std::path::Path;

use termlens::{Key, Screen};

use crate::guest::Guest;

const MOTTO: &str = "Understand EfficientNet by running it.";

fn start(args: &[&str]) -> Guest {
    Guest::start(Path::new(env!("CARGO_BIN_EXE_effnet-tutor")), args, &[("TERM", "xterm-256color")])
}

#[test]
fn it_opens_home_then_a_lesson_and_leaves() {
    let mut guest = start(&[]);
    // The first run asks for the language.
    assert!(guest.sees("Which language?").alternate_screen());
    guest.press(Key::Esc);
    guest.sees("Begin");
    guest.sees(MOTTO);
    guest.types("1");
    guest.sees("Why efficiency");
    guest.press(Key::Enter);
    guest.sees("$ effnet-tutor learn why-efficiency/1");
    guest.types("q");
    assert!(!guest.ends_with(0).contains("Why efficiency"));
}

#[test]
fn a_prediction_is_typed_and_the_engine_answers() {
    let mut guest = start(&["learn", "3/2"]);
    guest.sees("Predict first");
    guest.terminal.wait_until(Screen::cursor_visible).expect("a field has the focus");
    guest.types("3.6M");
    guest.press(Key::Enter);
    guest.sees("3,612,672");
    guest.sees("Lite0 blocks.0.depthwise");
    guest.terminal.wait_until(|screen| !screen.cursor_visible()).expect("no field any more");
    guest.types("q");
    guest.ends_with(0);
}

#[test]
fn korean_is_typed_and_ctrl_c_leaves_a_field() {
    let mut guest = start(&["--lang", "ko", "quiz", "note-activation"]);
    guest.sees("답을 적고 Enter");
    guest.types("스위시q");
    guest.sees("스위시q");
    guest.press(Key::Ctrl('c'));
    guest.ends_with(0);
}

#[test]
fn the_place_is_there_the_next_time() {
    let home = tempfile::tempdir().unwrap();
    let home = ["--home", home.path().to_str().unwrap()];
    let mut guest = start(&[&home[..], &["learn", "10/3"]].concat());
    guest.sees("3 / 8");
    guest.types("5");
    guest.press(Key::Esc);
    // One by one: two at once are another key.
    guest.sees("effnet-tutor learn --list");
    guest.press(Key::Esc);
    guest.sees("Compound scaling, page 3");
    guest.types("q");
    guest.ends_with(0);
    let mut guest = start(&home);
    guest.sees("Compound scaling, page 3");
    guest.press(Key::Enter);
    guest.sees("3 / 8");
    guest.press(Key::Ctrl('c'));
    guest.ends_with(0);
}

#[test]
fn the_language_chosen_at_the_first_run_is_there_the_next_time() {
    let home = tempfile::tempdir().unwrap();
    let home = ["--home", home.path().to_str().unwrap()];
    let mut guest = start(&home);
    guest.sees("Which language?");
    guest.types("1");
    guest.sees("EfficientNet을 직접 돌려 보며 이해합니다.");
    guest.press(Key::Enter);
    guest.sees("1 / 3");
    guest.press(Key::Enter);
    guest.sees("얼마나 확신합니까?");
    guest.press(Key::Enter);
    guest.press(Key::Ctrl('c'));
    guest.ends_with(0);
    let mut guest = start(&home);
    guest.sees("시작하기");
    guest.press(Key::Ctrl('c'));
    guest.ends_with(0);
    // What is asked for by name counts more.
    let mut guest = start(&[&home[..], &["--lang", "en"]].concat());
    guest.sees("Begin");
    guest.press(Key::Ctrl('c'));
    guest.ends_with(0);
}

#[test]
fn inside_tmux_the_command_is_handed_to_tmux() {
    let folder = tempfile::tempdir().unwrap();
    let (tmux, taken) = (folder.path().join("tmux"), folder.path().join("taken"));
    let script = format!("#!/bin/sh\n{{ echo \"$@\"; cat; }} > {}\n", taken.display());
    std::fs::write(&tmux, script).unwrap();
    std::fs::set_permissions(&tmux, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap());
    let envs = [("TERM", "tmux-256color"), ("TMUX", "/nowhere,1,0"), ("PATH", path.as_str())];
    let program = Path::new(env!("CARGO_BIN_EXE_effnet-tutor"));
    let mut guest = Guest::start(program, &["learn", "3/1"], &envs);
    guest.sees("$ effnet-tutor learn depthwise-separable/1");
    guest.types("c");
    guest.sees("copied:");
    let taken = crate::guest::eventually("tmux gets the text", || {
        std::fs::read_to_string(&taken).ok().filter(|text| text.contains("effnet-tutor"))
    });
    assert_eq!(taken, "load-buffer -w -\neffnet-tutor learn depthwise-separable/1");
    guest.types("q");
    guest.ends_with(0);
}

#[test]
fn a_signal_restores_the_terminal() {
    let mut guest = start(&[]);
    guest.sees(MOTTO);
    guest.signal("TERM");
    guest.ends_with(143);
}

#[test]
fn a_small_window_says_so_in_one_line_and_a_large_one_has_it_all_again() {
    let mut guest = start(&[]);
    guest.sees(MOTTO);
    guest.terminal.resize(40, 10).unwrap();
    let one_line = |text: &str| text.trim_end().lines().count() == 1;
    let small = |text: &str| text.contains("The window is too small") && one_line(text);
    guest.terminal.wait_until(|screen| small(&screen.text())).expect("one line says so");
    guest.terminal.resize(80, 24).unwrap();
    guest.sees(MOTTO);
    guest.terminal.resize(50, 30).unwrap();
    guest.sees("The window is too small");
    guest.types("q");
    guest.ends_with(0);
}

#[test]
fn a_training_shows_one_line_and_esc_keeps_the_best() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("w.safetensors");
    let save = ["--save", file.to_str().unwrap()];
    let mut guest = start(&[&["lab", "train", "--epochs", "5000"][..], &save].concat());
    guest.sees("Esc stops and keeps the best so far.");
    guest.sees("epoch 2/5000  step ");
    guest.press(Key::Esc);
    guest.sees("Saved in ");
    assert!(!guest.ends_with(0).contains(" left"));
    assert!(file.metadata().unwrap().len() > 100_000);
}

#[test]
fn ctrl_c_ends_a_training_as_a_shell_expects() {
    let mut guest = start(&["lab", "train", "--epochs", "5000"]);
    guest.sees("epoch 1/5000  step ");
    guest.press(Key::Ctrl('c'));
    assert!(guest.ends_with(130).contains("Stopped."));
}

//! The session in a real terminal: however it ends, the terminal is as it was before.

use std::{
    env,
    ffi::OsStr,
    path::PathBuf,
    process::Command,
    time::{Duration, Instant},
};

use termlens::{Color, Key, MouseMode};

use crate::guest::{Guest, Line, bytes_written, cpu_time, eventually, state};

/// `examples/terminal_session.rs`, built by `cargo test` next to this test.
fn example() -> PathBuf {
    let test = env::current_exe().unwrap();
    test.parent().unwrap().with_file_name("examples").join("terminal_session")
}

fn start() -> Guest {
    start_with(&[], &[])
}

fn start_with(args: &[&str], envs: &[(&str, &str)]) -> Guest {
    let mut guest = Guest::start(&example(), args, envs);
    let screen = guest.sees("count 0");
    assert!(screen.alternate_screen());
    assert!(!screen.cursor_visible());
    assert!(screen.bracketed_paste());
    guest
}

#[test]
fn a_quit_leaves_the_terminal_as_it_was() {
    let mut guest = start();
    guest.types("+");
    guest.sees("count 1");
    guest.types("q");
    guest.ends_with(0);
}

#[test]
fn an_error_is_said_on_the_main_screen() {
    let mut guest = start();
    guest.types("e");
    assert!(guest.ends_with(1).contains("error: an error"));
}

#[test]
fn a_panic_is_said_on_the_main_screen() {
    let mut guest = start();
    guest.types("p");
    assert!(guest.ends_with(101).contains("a panic on a key"));
}

#[test]
fn a_panic_in_the_middle_of_a_frame_is_one_too() {
    let mut guest = start();
    guest.types("d");
    assert!(guest.ends_with(101).contains("a panic while drawing"));
}

#[track_caller]
fn check_signal(name: &str, code: u32) {
    let guest = start();
    guest.signal(name);
    guest.ends_with(code);
}

#[test]
fn signals_end_with_their_number() {
    check_signal("TERM", 143);
    check_signal("INT", 130);
    check_signal("HUP", 129);
    check_signal("QUIT", 131);
}

#[test]
fn a_signal_ends_a_program_that_hangs() {
    let mut guest = start();
    guest.types("s");
    guest.signal("TERM");
    guest.ends_with(143);
}

#[test]
fn a_signal_gives_the_keys_back_where_work_hangs_while_it_writes() {
    let mut guest = Guest::start(&example(), &["work"], &[]);
    guest.sees("working");
    guest.signal("TERM");
    guest.ends_with(143);
}

#[test]
fn a_panic_in_a_job_is_an_event_and_the_program_goes_on() {
    let mut guest = start();
    guest.types("j");
    let screen = guest.sees("a panic in a job (examples/terminal_session.rs:");
    assert!(screen.alternate_screen());
    assert!(!screen.contains("panicked at"), "{screen}");
    guest.types("+");
    guest.sees("count 1");
    guest.types("q");
    assert!(!guest.ends_with(0).contains("a panic in a job"));
}

#[test]
fn a_job_reports_and_is_cancelled() {
    let mut guest = start();
    guest.types("w");
    guest.sees("job Progress(3)");
    guest.types("c");
    guest.sees("job Cancelled");
    guest.types("q");
    guest.ends_with(0);
}

const BRIEF: Duration = Duration::from_millis(200);

/// The terminal closes: the program is gone within two seconds and has not spun for long.
#[track_caller]
fn check_hang_up(wrap: &[&str], keys: &str, limit: Duration) {
    let example = example();
    let command: Vec<&OsStr> = wrap.iter().map(OsStr::new).chain([example.as_os_str()]).collect();
    let mut line = Line::start(&command);
    line.sees("selected");
    line.types(keys);
    let (took, spent, status) = line.hangs_up();
    assert_eq!(status.code(), Some(129), "{status:?}");
    assert!(took < Duration::from_secs(2), "{took:?}");
    assert!(spent < limit, "{spent:?}");
}

#[test]
fn a_closed_terminal_ends_the_program() {
    check_hang_up(&["setsid", "--ctty"], "", BRIEF);
}

#[test]
fn a_closed_terminal_ends_the_program_although_sighup_was_ignored() {
    let ignoring = "trap '' HUP; exec \"$@\"";
    check_hang_up(&["setsid", "--ctty", "sh", "-c", ignoring, "sh"], "", BRIEF);
}

#[test]
fn a_closed_terminal_ends_the_program_without_sighup() {
    // It is not the session's own terminal, so that no signal comes: the watchdog has to see it.
    check_hang_up(&["setsid"], "", BRIEF);
}

#[test]
fn a_closed_terminal_ends_a_program_that_draws() {
    check_hang_up(&["setsid"], "t", BRIEF);
}

#[test]
fn a_closed_terminal_ends_a_program_that_hangs() {
    // The loop does not answer, so that crossterm spins until patience ends.
    check_hang_up(&["setsid"], "s", Duration::from_secs(1));
}

#[test]
fn every_size_is_survived() {
    let mut guest = start();
    guest.set_size(1, 1);
    guest.terminal.wait_until(|screen| screen.text().trim() == "c").unwrap();
    guest.set_size(0, 0);
    guest.terminal.wait_until(|screen| screen.text().trim().is_empty()).unwrap();
    guest.set_size(80, 24);
    guest.sees("size 80x24");
    guest.types("q");
    guest.ends_with(0);
}

#[test]
fn a_thousand_resizes_are_a_few_frames() {
    let mut guest = start();
    let start = Instant::now();
    for n in 0..1000 {
        guest.terminal.resize(40 + n % 50, 10 + n % 20).unwrap();
    }
    guest.terminal.resize(77, 22).unwrap();
    let screen = guest.sees("size 77x22");
    let frames = count(&screen.text(), "frames ");
    let limit = start.elapsed().as_secs_f64() * 60.0 + 3.0;
    assert!(f64::from(frames) <= limit, "{frames} frames, at most {limit}");
    assert!(cpu_time(guest.pid()) < Duration::from_secs(1));
    guest.types("q");
    guest.ends_with(0);
}

fn count(text: &str, label: &str) -> u32 {
    let rest = text.split_once(label).unwrap().1;
    rest.split_whitespace().next().unwrap().parse().unwrap()
}

#[test]
fn idle_means_silent() {
    let mut guest = start();
    let quiet = Duration::from_secs(3);
    guest.terminal.wait_idle(Duration::from_millis(300)).unwrap();
    let pid = guest.pid();
    let (bytes, spent) = (bytes_written(pid), cpu_time(pid));
    guest.terminal.wait_idle(quiet).unwrap();
    assert_eq!(bytes_written(pid), bytes);
    assert!(cpu_time(pid).saturating_sub(spent) <= Duration::from_millis(10));
    guest.types("q");
    guest.ends_with(0);
}

#[test]
fn ticks_come_only_while_they_are_wanted() {
    let mut guest = start();
    guest.types("t");
    guest.sees("ticks 3");
    guest.types("t");
    let quiet = Duration::from_millis(500);
    guest.terminal.wait_idle(quiet).unwrap();
    guest.types("q");
    guest.ends_with(0);
}

#[test]
fn ctrl_z_gives_the_terminal_back_and_takes_it_again() {
    let mut guest = start();
    guest.types("++");
    let before = guest.sees("count 2").text();
    guest.press(Key::Ctrl('z'));
    let pid = guest.pid();
    eventually("stopped", || (state(pid) == Some('T')).then_some(()));
    guest.terminal.wait_until(|screen| !screen.alternate_screen()).unwrap();
    assert!(guest.terminal.screen().cursor_visible());
    let line = Command::new("stty").arg("-a").arg("-F").arg(guest.device()).output().unwrap();
    assert!(String::from_utf8_lossy(&line.stdout).contains(" icanon"), "not cooked");
    guest.signal_group("CONT");
    let after = guest.sees("resumed");
    assert!(after.alternate_screen() && !after.cursor_visible());
    let (first, second) = (before.lines().take(2), after.text());
    assert!(first.eq(second.lines().take(2)), "{before}\n{second}");
    guest.types("q");
    guest.ends_with(0);
}

#[test]
fn the_signal_for_stopping_is_ctrl_z() {
    let mut guest = start();
    let pid = guest.pid();
    guest.signal("TSTP");
    eventually("stopped", || (state(pid) == Some('T')).then_some(()));
    guest.terminal.wait_until(|screen| !screen.alternate_screen()).unwrap();
    guest.signal_group("CONT");
    guest.sees("resumed");
    guest.types("q");
    guest.ends_with(0);
}

#[test]
fn a_stop_from_elsewhere_is_survived() {
    let mut guest = start();
    let pid = guest.pid();
    guest.signal("STOP");
    eventually("stopped", || (state(pid) == Some('T')).then_some(()));
    guest.signal("CONT");
    guest.sees("resumed");
    guest.types("q");
    guest.ends_with(0);
}

#[test]
fn every_frame_is_one_update() {
    let mut guest = start();
    guest.types("+");
    let frame = guest.terminal.wait_frame(|screen| screen.contains("count 1")).unwrap();
    assert!(frame.contains("frames "));
    guest.types("q");
    guest.ends_with(0);
}

#[test]
fn an_update_ends_also_when_its_frame_does_not() {
    let mut line = Line::start(&[OsStr::new("setsid"), example().as_os_str()]);
    line.sees("selected");
    line.types("d");
    let seen = line.sees("panicked");
    let begin_and_end = (seen.matches("[?2026h").count(), seen.matches("[?2026l").count());
    assert_eq!(begin_and_end, (2, 2), "{seen:?}");
}

#[test]
fn the_background_is_asked_for() {
    let mut guest = start();
    guest.sees("background Dark");
    guest.types("q");
    guest.ends_with(0);
}

#[test]
fn a_terminal_that_answers_late_types_nothing() {
    let mut line = Line::start(&[OsStr::new("setsid"), example().as_os_str()]);
    assert!(line.sees("selected").contains("Unknown"));
    // As typing, the first `e` would end the program before it counts to 1.
    line.types("\x1b]11;rgb:eeee/eeee/eeee\x07+");
    line.sees("[1;7H1");
}

#[test]
fn without_a_screen_nothing_is_set() {
    let mut guest = Guest::start(&example(), &[], &[("TERM", "dumb")]);
    guest.sees("plain");
    guest.ends_with(0);
    let output = Command::new(example()).env("TERM", "xterm").output().unwrap();
    assert_eq!((output.stdout, output.stderr), (b"plain\n".to_vec(), Vec::new()));
}

#[test]
fn ctrl_l_and_a_new_page_draw_everything_again() {
    let mut guest = start();
    guest.terminal.wait_idle(Duration::from_millis(300)).unwrap();
    let written = bytes_written(guest.pid());
    guest.types("+");
    guest.sees("count 1");
    let changed = bytes_written(guest.pid()) - written;
    guest.press(Key::Ctrl('l'));
    guest.sees("frames 3");
    let whole = bytes_written(guest.pid()) - written - changed;
    assert!(whole > changed, "{whole} bytes for all, {changed} for a change");
    guest.types("mq");
    guest.ends_with(0);
}

#[test]
fn a_paste_is_one_event() {
    let mut guest = start();
    guest.terminal.paste("가나 q").unwrap();
    guest.sees("pasted 가나 q");
    guest.types("q");
    guest.ends_with(0);
}

#[test]
fn the_mouse_is_taken_only_on_request() {
    let guest = start();
    assert_eq!(guest.terminal.screen().mouse_mode(), MouseMode::None);
    let mut guest = start_with(&["mouse"], &[]);
    assert_ne!(guest.terminal.screen().mouse_mode(), MouseMode::None);
    guest.types("q");
    guest.ends_with(0);
}

#[test]
fn no_color_takes_the_colours_and_spares_the_attributes() {
    for (no_color, is_coloured) in [("1", false), ("", true)] {
        let mut guest = start_with(&[], &[("NO_COLOR", no_color)]);
        let screen = guest.sees("selected");
        let (row, col) = screen.find("selected").unwrap();
        let style = screen.cell(row, col).unwrap().style();
        assert!(style.reverse, "{style:?}");
        assert_eq!(style.fg != Color::Default, is_coloured, "{style:?}");
        guest.types("q");
        guest.ends_with(0);
    }
}

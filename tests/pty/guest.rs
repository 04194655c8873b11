//! A program in a real terminal, under a shell that compares the terminal before and after.
//!
//! [`Guest::ends_with`] is the promise: however the program ended, nothing is left of it.

use std::{
    ffi::OsStr,
    fs::{self, File},
    io::{Read, Write},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus},
    time::{Duration, Instant},
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt},
    termios::{Winsize, tcsetwinsize},
};
use tempfile::TempDir;
use termlens::{Key, Screen, Terminal};

/// How long anything may take on a busy machine before the test gives up.
pub(crate) const DEADLINE: Duration = Duration::from_secs(30);

/// What the shell prints first: it must be there again at the end.
const MAIN_SCREEN: &str = "the main screen";

/// `$1` is the folder for the findings; the rest is the program.
const HOST: &str = r#"
notes=$1; shift
line() { stty -a | sed "s/rows [0-9]*; columns [0-9]*;//"; }
line > "$notes/before"
echo "the main screen"
"$@"
code=$?
line > "$notes/after"
exit $code
"#;

/// A program in a terminal. Dropped, it is hung up on and killed.
pub(crate) struct Guest {
    /// The terminal, for all that is not below.
    pub(crate) terminal: Terminal,
    notes: TempDir,
}

impl Guest {
    /// Starts the program at 80×24 with an empty environment but for `PATH`, `HOME` (an empty
    /// folder), and `envs`.
    pub(crate) fn start(program: &Path, args: &[&str], envs: &[(&str, &str)]) -> Self {
        assert!(program.exists(), "{} is not built: run all of `cargo test`", program.display());
        let notes = tempfile::tempdir().unwrap();
        let terminal = Terminal::builder()
            .size(80, 24)
            .timeout(DEADLINE)
            .env_clear()
            .env("PATH", std::env::var("PATH").unwrap())
            .env("HOME", notes.path())
            .envs(envs.iter().copied())
            .args(["-c", HOST, "host"])
            .arg(notes.path())
            .arg(program)
            .args(args)
            .spawn("/bin/sh")
            .unwrap();
        Self { terminal, notes }
    }

    /// Waits for the text, and for the frame around it to be complete.
    #[track_caller]
    pub(crate) fn sees(&mut self, text: &str) -> Screen {
        self.terminal.wait_until(|screen| screen.contains(text)).unwrap();
        self.terminal.screen()
    }

    /// Presses one key.
    #[track_caller]
    pub(crate) fn press(&mut self, key: Key) {
        self.terminal.send(key).unwrap();
    }

    /// Presses one key after the other.
    #[track_caller]
    pub(crate) fn types(&mut self, text: &str) {
        text.chars().for_each(|c| self.press(Key::Char(c)));
    }

    /// The program's process, which is the shell's only child.
    #[track_caller]
    pub(crate) fn pid(&self) -> u32 {
        let host = self.terminal.pid().unwrap();
        children(host).into_iter().next().expect("the program runs")
    }

    /// Sends a signal by its short name to the program alone.
    pub(crate) fn signal(&self, name: &str) {
        kill(name, &self.pid().to_string());
    }

    /// Sends a signal to the program and the shell around it, as a shell's `fg` does.
    pub(crate) fn signal_group(&self, name: &str) {
        kill(name, &format!("-{}", self.terminal.pid().unwrap()));
    }

    /// The terminal's device, for `stty -F`.
    pub(crate) fn device(&self) -> PathBuf {
        fs::read_link(format!("/proc/{}/fd/0", self.pid())).unwrap()
    }

    /// Changes the size as the kernel has it, also to sizes that no emulator draws.
    pub(crate) fn set_size(&self, width: u16, height: u16) {
        let size = ["cols", &width.to_string(), "rows", &height.to_string()];
        let status = Command::new("stty").arg("-F").arg(self.device()).args(size).status();
        assert!(status.unwrap().success());
    }

    /// A file that the shell left.
    fn note(&self, name: &str) -> String {
        fs::read_to_string(self.notes.path().join(name)).unwrap()
    }

    /// Waits for the end and checks that the terminal is as it was: main screen, cursor, modes,
    /// and every setting of the line. Gives the last screen.
    #[track_caller]
    pub(crate) fn ends_with(mut self, code: u32) -> Screen {
        let status = self.terminal.wait_exit().unwrap();
        let screen = self.terminal.screen();
        assert_eq!(status.code(), Some(code), "{status:?}\n{screen}");
        assert!(!screen.alternate_screen(), "still on the alternate screen\n{screen}");
        assert!(screen.contains(MAIN_SCREEN), "the main screen is lost\n{screen}");
        assert!(screen.cursor_visible(), "the cursor is hidden\n{screen}");
        assert!(!screen.bracketed_paste(), "pastes are still bracketed\n{screen}");
        assert!(!screen.focus_events(), "focus is still reported\n{screen}");
        assert!(screen.mouse_modes().is_empty(), "the mouse is still taken\n{screen}");
        assert_eq!(self.note("after"), self.note("before"));
        screen
    }
}

/// A terminal without an emulator, for what [`Terminal`] cannot do: be closed while the program
/// still has it open.
pub(crate) struct Line {
    master: File,
    program: Child,
    output: String,
}

impl Line {
    /// Starts the command on a terminal of its own.
    pub(crate) fn start(command: &[&OsStr]) -> Self {
        let master =
            openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let size = Winsize { ws_col: 80, ws_row: 24, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&master, size).unwrap();
        let name = ptsname(&master, Vec::new()).unwrap().into_string().unwrap();
        let slave = File::options().read(true).write(true).open(name).unwrap();
        let program = Command::new(command[0])
            .args(&command[1..])
            .env("TERM", "xterm-256color")
            .stdin(slave.try_clone().unwrap())
            .stdout(slave.try_clone().unwrap())
            .stderr(slave)
            .spawn()
            .unwrap();
        Self { master: master.into(), program, output: String::new() }
    }

    /// Waits for a text in the output, one without blanks: the program jumps over them. Gives all
    /// the output so far.
    #[track_caller]
    pub(crate) fn sees(&mut self, text: &str) -> &str {
        while !self.output.contains(text) {
            let mut fds = [PollFd::new(&self.master, PollFlags::IN)];
            let timeout = Timespec { tv_sec: DEADLINE.as_secs() as i64, tv_nsec: 0 };
            let ready = poll(&mut fds, Some(&timeout)).unwrap();
            assert_ne!(ready, 0, "never: {text}\n{:?}", self.output);
            let mut chunk = [0; 4096];
            let length = self.master.read(&mut chunk).unwrap();
            self.output.push_str(&String::from_utf8_lossy(&chunk[..length]));
        }
        &self.output
    }

    /// Types.
    pub(crate) fn types(&mut self, text: &str) {
        self.master.write_all(text.as_bytes()).unwrap();
    }

    /// Closes the terminal and waits for the program's end: how long it took, what it computed in
    /// all, and how it ended.
    #[track_caller]
    pub(crate) fn hangs_up(self) -> (Duration, Duration, ExitStatus) {
        let Self { master, mut program, .. } = self;
        let start = Instant::now();
        drop(master);
        let pid = program.id();
        eventually("the program ends", || (state(pid) == Some('Z')).then_some(()));
        let took = start.elapsed();
        (took, cpu_time(pid), program.wait().unwrap())
    }
}

/// User and system time of a process so far.
pub(crate) fn cpu_time(pid: u32) -> Duration {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    let fields: Vec<&str> = stat.rsplit_once(')').unwrap().1.split_whitespace().collect();
    // Fields 14 and 15 of proc(5), in hundredths of a second.
    let ticks: u64 = fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap();
    Duration::from_millis(ticks * 10)
}

/// Bytes that a process has written so far, to whatever.
pub(crate) fn bytes_written(pid: u32) -> u64 {
    let io = fs::read_to_string(format!("/proc/{pid}/io")).unwrap();
    let line = io.lines().find_map(|line| line.strip_prefix("wchar: ")).unwrap();
    line.parse().unwrap()
}

/// The letter of a process's state: `T` is stopped.
pub(crate) fn state(pid: u32) -> Option<char> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    stat.rsplit_once(") ")?.1.chars().next()
}

/// Asks again and again, until there is an answer or it takes too long.
#[track_caller]
pub(crate) fn eventually<T>(what: &str, mut answer: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + DEADLINE;
    loop {
        if let Some(answer) = answer() {
            return answer;
        }
        assert!(Instant::now() < deadline, "never: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn kill(name: &str, whom: &str) {
    let status = Command::new("kill").args(["-s", name, "--", whom]).status().unwrap();
    assert!(status.success(), "kill -s {name} -- {whom}");
}

fn children(parent: u32) -> Vec<u32> {
    let processes = fs::read_dir("/proc").unwrap();
    let pids = processes.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    pids.filter(|&pid| parent_of(pid) == Some(parent)).collect()
}

fn parent_of(pid: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    stat.rsplit_once(") ")?.1.split_whitespace().nth(1)?.parse().ok()
}

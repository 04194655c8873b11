//! The smallest program on top of `term` and `job`, for the tests in `tests/pty`.
//!
//! Keys: `+` counts, `q` quits, `e` ends with an error, `p` panics, `d` panics while drawing,
//! `w` works in a job, `j` lets a job panic, `c` cancels the job, `s` hangs, `t` ticks, `m` turns
//! the page. With the argument `mouse` it takes the mouse; with `work` there is no screen, only work that
//! hangs while it writes.

use std::{
    env,
    io::{self, Write},
    process::ExitCode,
    thread,
    time::Duration,
};

use crossterm::event::KeyCode;
use effnet_tutor::{
    job::{self, CancelToken, Job, JobEvent},
    term::{
        self, ColorChoice, ColorLevel, Event, Flow, Options, Outbox, Program, Session, StopWatch,
    },
};
use ratatui::{Frame, style::Style, text::Line, widgets::Paragraph};

type Told = JobEvent<u32, u32>;

struct Counter {
    outbox: Outbox<Told>,
    job: Option<Job>,
    count: u32,
    frames: u32,
    ticks: u32,
    is_ticking: bool,
    is_drawing_broken: bool,
    has_failed: bool,
    said: String,
    selected: Style,
}

impl Counter {
    fn new(outbox: Outbox<Told>) -> Self {
        let selected = match term::color_level(ColorChoice::Auto) {
            ColorLevel::None => Style::new().reversed(),
            _ => Style::new().reversed().green(),
        };
        Self {
            selected,
            outbox,
            job: None,
            count: 0,
            frames: 0,
            ticks: 0,
            is_ticking: false,
            is_drawing_broken: false,
            has_failed: false,
            said: format!("background {:?}", term::background()),
        }
    }

    fn start(&mut self, work: fn(&CancelToken, &dyn Fn(u32)) -> u32) {
        let outbox = self.outbox.clone();
        self.job = Some(job::spawn("count", move |told| outbox.send(told), work));
    }

    fn key(&mut self, key: KeyCode) -> Flow {
        match key {
            KeyCode::Char('+') => self.count += 1,
            KeyCode::Char('q') => return Flow::Quit,
            KeyCode::Char('e') => {
                self.has_failed = true;
                return Flow::Quit;
            }
            KeyCode::Char('p') => panic!("a panic on a key"),
            KeyCode::Char('d') => self.is_drawing_broken = true,
            KeyCode::Char('w') => self.start(count_until_cancelled),
            KeyCode::Char('j') => self.start(|_, _| panic!("a panic in a job")),
            KeyCode::Char('c') => self.job = None,
            KeyCode::Char('s') => loop {
                thread::park();
            },
            KeyCode::Char('t') => self.is_ticking = !self.is_ticking,
            KeyCode::Char('m') => return Flow::Repaint,
            _ => {}
        }
        Flow::Continue
    }
}

impl Program for Counter {
    type Job = Told;

    fn event(&mut self, event: Event<Told>) -> Flow {
        match event {
            Event::Key(key) if key.modifiers.is_empty() => return self.key(key.code),
            Event::Paste(text) => self.said = format!("pasted {text}"),
            Event::Resize(width, height) => self.said = format!("size {width}x{height}"),
            Event::Job(told) => self.said = format!("job {told:?}"),
            Event::Tick => self.ticks += 1,
            Event::Resumed => self.said = "resumed".into(),
            Event::Key(_) | Event::Mouse(_) => {}
        }
        Flow::Continue
    }

    fn draw(&mut self, frame: &mut Frame<'_>) {
        assert!(!self.is_drawing_broken, "a panic while drawing");
        self.frames += 1;
        let lines = [
            format!("count {} .", self.count),
            format!("ticks {} .", self.ticks),
            format!("frames {} .", self.frames),
            format!("{} .", self.said),
        ];
        let mut lines = lines.map(Line::from).to_vec();
        lines.push(Line::styled("selected", self.selected));
        frame.render_widget(Paragraph::new(lines), frame.area());
    }

    fn wants_ticks(&self) -> bool {
        self.is_ticking
    }
}

fn count_until_cancelled(token: &CancelToken, progress: &dyn Fn(u32)) -> u32 {
    let mut n = 0;
    while !token.is_cancelled() {
        progress(n);
        n += 1;
        thread::sleep(Duration::from_millis(20));
    }
    n
}

fn run() -> io::Result<ExitCode> {
    let options = Options { mouse: env::args().any(|arg| arg == "mouse") };
    if !term::is_interactive() {
        writeln!(io::stdout(), "plain")?;
        return Ok(ExitCode::SUCCESS);
    }
    if env::args().any(|arg| arg == "work") {
        let _watch = StopWatch::start(true)?;
        let mut out = io::stdout().lock();
        writeln!(out, "working")?;
        out.flush()?;
        loop {
            thread::park();
        }
    }
    let (outbox, inbox) = term::channel();
    let mut counter = Counter::new(outbox);
    let mut session = Session::enter(options)?;
    let end = term::run(&mut counter, &mut session, inbox)?;
    if counter.has_failed {
        return Err(io::Error::other("an error"));
    }
    session.leave();
    Ok(ExitCode::from(end.code()))
}

fn main() -> ExitCode {
    run().unwrap_or_else(|error| {
        _ = writeln!(io::stderr(), "error: {error}");
        ExitCode::FAILURE
    })
}

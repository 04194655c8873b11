//! How long a turned knob takes until its figure is drawn, inside a session: the key, the program's
//! answer, the figure's computation, the frame. Every page with a figure, every knob, some turns each.
//!
//! `cargo bench --bench knobs` prints a row per live figure, the slowest first. The first figure of a
//! page is computed before the clock starts, as it was on screen when the learner turned the knob.

#![expect(clippy::print_stdout, reason = "the table is the result")]

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossterm::event::{KeyCode, KeyEvent};
use effnet_tutor::app::{App, Effect, Setup};
use effnet_tutor::content::lesson::Block;
use effnet_tutor::content::library::Library;
use effnet_tutor::demo::{self, Bench};
use effnet_tutor::figure::Glyphs;
use effnet_tutor::job::CancelToken;
use effnet_tutor::rooms::{Place, Standing};
use effnet_tutor::text::Lang;
use effnet_tutor::ui::Theme;
use effnet_tutor::ui::theme::{Depth, Palette};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

const COLUMNS: u16 = 120;
const ROWS: u16 = 40;

/// How often each knob is turned: up, up, down, up …, so that it moves even at the end of its range.
const TURNS: [KeyCode; 6] =
    [KeyCode::Right, KeyCode::Right, KeyCode::Left, KeyCode::Right, KeyCode::Left, KeyCode::Left];

fn main() {
    // The harness of `cargo bench` passes flags of its own; a word is a part of a figure's name.
    let wanted = std::env::args().skip(1).find(|arg| !arg.starts_with('-')).unwrap_or_default();
    let mut times: BTreeMap<&str, Vec<(Duration, String)>> = BTreeMap::new();
    let library = Arc::new(Library::open(None));
    let bench = Bench::default();
    for lesson in library.lessons(Lang::En) {
        for (page, content) in lesson.pages.iter().enumerate() {
            let Some(live) = content.live() else { continue };
            if !live.name().contains(&wanted) {
                continue;
            }
            let mut session = Session::open(&library, &bench, &lesson.slug, page);
            if content.blocks.iter().any(|block| matches!(block, Block::Predict(_))) {
                session.press(KeyCode::Tab); // skips the prediction
            }
            for knob in live.knobs() {
                for turn in TURNS {
                    let place = format!("{}/{} {}", lesson.slug, page + 1, knob.key);
                    times.entry(live.name()).or_default().push((session.press(turn), place));
                }
                session.press(KeyCode::Tab);
            }
        }
    }
    report(times);
}

fn report(times: BTreeMap<&str, Vec<(Duration, String)>>) {
    let mut rows: Vec<_> = times.into_iter().collect();
    for (_, times) in &mut rows {
        times.sort();
    }
    rows.sort_by_key(|(_, times)| std::cmp::Reverse(times[times.len() / 2].0));
    println!("{:<22} {:>6} {:>10} {:>10}  slowest at", "figure", "turns", "median ms", "worst ms");
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    for (name, times) in rows {
        let (worst, place) = &times[times.len() - 1];
        let median = times[times.len() / 2].0;
        println!(
            "{name:<22} {:>6} {:>10.2} {:>10.2}  {place}",
            times.len(),
            ms(median),
            ms(*worst)
        );
    }
}

/// The program at a page, without a terminal.
struct Session<'a> {
    app: App,
    bench: &'a Bench,
    terminal: Terminal<TestBackend>,
}

impl<'a> Session<'a> {
    /// Opens a page and draws its figure, unless a prediction holds that back.
    fn open(library: &Arc<Library>, bench: &'a Bench, slug: &str, page: usize) -> Self {
        let (app, effects) = App::new(Setup {
            lang: Lang::En,
            theme: Theme { palette: Palette::Dark, depth: Depth::True },
            glyphs: Glyphs::Full,
            library: Arc::clone(library),
            standing: Standing::default(),
            photo: None,
            seed: 7,
            begun_utc_ms: 0,
            saving: true,
            start: Place::Page { slug: slug.to_owned(), page, knobs: Vec::new() },
            is_first_run: false,
        });
        let terminal = Terminal::new(TestBackend::new(COLUMNS, ROWS)).expect("it cannot fail");
        let mut session = Self { app, bench, terminal };
        session.app.resize(COLUMNS, ROWS);
        session.perform(effects);
        session
    }

    /// The time from a key to the frame that shows what it did.
    fn press(&mut self, key: KeyCode) -> Duration {
        let begun = Instant::now();
        let effects = self.app.press(KeyEvent::from(key));
        self.perform(effects);
        self.terminal.draw(|frame| self.app.draw(frame)).expect("it cannot fail");
        begun.elapsed()
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            if let Effect::Run(ticket, demo) = effect {
                let figure = demo::run(&demo, Lang::En, self.bench, &CancelToken::new());
                let effects = self.app.figure(ticket, figure);
                self.perform(effects);
            }
        }
    }
}

//! A learner at the program without a terminal: keys go in, effects are done at once, and the screen
//! is read as text.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, LazyLock, Mutex};

use crossterm::event::KeyEvent;
use effnet_tutor::app::{App, Effect, Setup};
use effnet_tutor::content::demo::Demo;
use effnet_tutor::content::library::Library;
use effnet_tutor::demo::{self, Bench, DemoError};
use effnet_tutor::figure::{Figure, Glyphs};
use effnet_tutor::job::CancelToken;
use effnet_tutor::learner::store::{Review, study_day};
use effnet_tutor::learner::{Report, Store};
use effnet_tutor::rooms::{Place, Record, RoomId, Standing};
use effnet_tutor::text::{Lang, width};
use effnet_tutor::transcript::Transcript;
use effnet_tutor::ui::Theme;
use effnet_tutor::ui::theme::{Depth, Palette};
use jiff::ZonedDateTime;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::keys::keys;

/// What ships: read once for all tests.
pub(crate) static LIBRARY: LazyLock<Arc<Library>> = LazyLock::new(|| Arc::new(Library::open(None)));

/// Networks and photos, computed once for all tests.
static BENCH: LazyLock<Bench> = LazyLock::new(Bench::default);

/// What a demo gives in a language.
type Drawn = HashMap<(Demo, Lang), Result<Figure, DemoError>>;

/// Figures that were drawn: each page stands in many journeys, and timing or training takes a second.
static FIGURES: LazyLock<Mutex<Drawn>> = LazyLock::new(Mutex::default);

fn figure(demo: &Demo, lang: Lang) -> Result<Figure, DemoError> {
    let key = (demo.clone(), lang);
    if let Some(known) = FIGURES.lock().unwrap().get(&key) {
        return known.clone();
    }
    let result = demo::run(demo, lang, &BENCH, &CancelToken::new());
    FIGURES.lock().unwrap().insert(key, result.clone());
    result
}

/// A program under way.
pub(crate) struct Journey {
    pub(crate) app: App,
    pub(crate) store: Store,
    /// What was written down, in order; the store has it too.
    pub(crate) saved: Vec<Record>,
    /// What was put on the clipboard.
    pub(crate) copied: Vec<String>,
    /// The records of rounds that are over.
    pub(crate) filed: Vec<Transcript>,
    /// Whether the program asked to be ended.
    pub(crate) has_quit: bool,
    /// Figures that wait, if they are held back.
    pub(crate) held: Option<VecDeque<(u64, Demo)>>,
    /// The moment that the store is told.
    pub(crate) now: ZonedDateTime,
    size: (u16, u16),
    clock_ms: u64,
}

/// How the program starts if nothing else is said: at home, in colour, nothing done yet.
pub(crate) fn setup(lang: Lang) -> Setup {
    Setup {
        lang,
        theme: Theme { palette: Palette::Dark, depth: Depth::True },
        glyphs: Glyphs::Full,
        library: Arc::clone(&LIBRARY),
        standing: Standing::default(),
        photo: None,
        seed: 7,
        begun_utc_ms: 0,
        saving: true,
        start: Place::Room(RoomId::Home),
        is_first_run: false,
    }
}

/// A page of a lesson, from 0.
pub(crate) fn page(slug: &str, page: usize) -> Place {
    Place::Page { slug: slug.to_owned(), page, knobs: Vec::new() }
}

impl Journey {
    /// Starts at home.
    pub(crate) fn new(columns: u16, rows: u16, lang: Lang) -> Self {
        Self::begin(setup(lang), (columns, rows))
    }

    pub(crate) fn begin(setup: Setup, size: (u16, u16)) -> Self {
        Self::on(setup, size, Store::in_memory(), ZonedDateTime::now())
    }

    /// With what an earlier session kept, on a day of its own.
    pub(crate) fn on(setup: Setup, size: (u16, u16), store: Store, now: ZonedDateTime) -> Self {
        let (mut app, effects) = App::new(setup);
        app.resize(size.0, size.1);
        let mut journey = Self {
            app,
            store,
            saved: Vec::new(),
            copied: Vec::new(),
            filed: Vec::new(),
            has_quit: false,
            held: None,
            now,
            size,
            clock_ms: 0,
        };
        journey.perform(effects);
        journey
    }

    /// Presses keys, one second each.
    pub(crate) fn press(&mut self, text: &str) -> &mut Self {
        for key in keys(text) {
            self.press_key(key);
        }
        self
    }

    pub(crate) fn press_key(&mut self, key: KeyEvent) {
        self.clock_ms += 1000;
        self.app.set_clock(self.clock_ms);
        let effects = self.app.press(key);
        self.perform(effects);
    }

    /// Does what the program wants done, as `app::run` does.
    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Run(ticket, demo) => match &mut self.held {
                    Some(held) => held.push_back((ticket, demo)),
                    None => self.draw_figure(ticket, &demo),
                },
                // What is held back counts as computed already: the answer is on its way.
                Effect::Cancel => {}
                Effect::Save(record) => self.save(record),
                Effect::Copy(text) => self.copied.push(text),
                Effect::Report => {
                    let report = Report::new(&self.store, &LIBRARY, &self.now).unwrap();
                    let effects = self.app.report(report);
                    self.perform(effects);
                }
                Effect::File(_, transcript) => self.filed.push(*transcript),
                Effect::Recall => self.recall(),
                Effect::KeepLook(palette) => _ = self.store.set_look(palette.name()).unwrap(),
                Effect::Quit => self.has_quit = true,
            }
        }
    }

    pub(crate) fn draw_figure(&mut self, ticket: u64, demo: &Demo) {
        let result = figure(demo, self.app.lang());
        let effects = self.app.figure(ticket, result);
        self.perform(effects);
    }

    fn save(&mut self, record: Record) {
        let now = self.now.clone();
        let lang = self.app.lang();
        record.write(&mut self.store, lang, &now).unwrap();
        if matches!(record, Record::Review(_) | Record::Prediction(_)) {
            self.recall();
        }
        self.saved.push(record);
    }

    fn recall(&mut self) {
        self.app.recall(&self.store, study_day(&self.now));
    }

    /// Another size of the screen.
    pub(crate) fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.size = (columns, rows);
        self.app.resize(columns, rows);
        self
    }

    /// One frame.
    pub(crate) fn frame(&self) -> Frame {
        let mut terminal = Terminal::new(TestBackend::new(self.size.0, self.size.1)).unwrap();
        terminal.draw(|frame| self.app.draw(frame)).unwrap();
        let backend = terminal.backend();
        let cursor = backend.cursor_visible().then(|| backend.cursor_position());
        Frame { buffer: backend.buffer().clone(), cursor }
    }

    /// The screen as text, without blanks at the ends of lines.
    pub(crate) fn screen(&self) -> String {
        self.frame().text()
    }

    /// Answers that were written down.
    pub(crate) fn reviews(&self) -> Vec<&Review> {
        let reviews = self.saved.iter().filter_map(|record| match record {
            Record::Review(review) => Some(review),
            _ => None,
        });
        reviews.collect()
    }
}

/// What was drawn.
pub(crate) struct Frame {
    pub(crate) buffer: Buffer,
    /// Where the cursor stands, if it is shown.
    pub(crate) cursor: Option<Position>,
}

impl Frame {
    /// Its text. A wide letter takes two cells and is written once.
    pub(crate) fn text(&self) -> String {
        let Rect { width: columns, height: rows, .. } = self.buffer.area;
        let mut text = String::new();
        for y in 0..rows {
            let mut line = String::new();
            let mut x = 0;
            while x < columns {
                let symbol = self.buffer[(x, y)].symbol();
                line.push_str(symbol);
                x += (width(symbol) as u16).max(1);
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }
}

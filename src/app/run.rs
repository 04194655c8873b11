//! The program in a terminal: executes the effects of [`App`] and answers the terminal's events.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use jiff::ZonedDateTime;
use ratatui::Frame;

use crate::demo::{Bench, DemoError};
use crate::figure::Figure;
use crate::job::{self, Job, JobEvent};
use crate::learner::store::{Saved, StoreError, study_day};
use crate::learner::{Report, Store};
use crate::rooms::Record;
use crate::term::{Event, Flow, Outbox, Program, clipboard};
use crate::text::Lang;
use crate::transcript::Transcript;

use super::{App, Effect, Setup, crash};

/// A figure from a job, with its ticket.
#[derive(Debug)]
pub struct Drawn {
    ticket: u64,
    result: Result<Figure, DemoError>,
    /// What the panic said, if the work panicked.
    panic: Option<String>,
}

/// The program with everything outside of it.
#[derive(Debug)]
pub struct Tutor {
    app: App,
    store: Store,
    bench: Arc<Bench>,
    outbox: Outbox<Drawn>,
    /// The figure under way; replacing it cancels it.
    job: Option<Job>,
    begun: Instant,
    /// Whether saving failed and that was said.
    warned: bool,
    /// Where a panic is noted.
    home: Option<PathBuf>,
}

impl Tutor {
    /// Sets up the program and starts what its first screen needs.
    pub fn new(
        setup: Setup,
        store: Store,
        bench: Bench,
        outbox: Outbox<Drawn>,
        home: Option<PathBuf>,
        notices: &[String],
    ) -> Self {
        let (app, effects) = App::new(setup);
        let mut tutor = Self {
            app,
            store,
            bench: Arc::new(bench),
            outbox,
            job: None,
            begun: Instant::now(),
            warned: false,
            home,
        };
        if !notices.is_empty() {
            tutor.app.notify(notices.join("  "));
        }
        tutor.perform(effects);
        tutor
    }

    /// Reads what is known; what cannot be read is said.
    fn report(&mut self) -> Flow {
        match Report::new(&self.store, self.app.library(), &ZonedDateTime::now()) {
            Ok(report) => {
                let effects = self.app.report(report);
                return self.perform(effects);
            }
            Err(error) => {
                let text = self.app.lang().fill("app.not-read", &[("reason", &error)]);
                self.app.notify(text);
            }
        }
        Flow::Continue
    }

    fn recall(&mut self) {
        self.app.recall(&self.store, study_day(&ZonedDateTime::now()));
    }

    fn file(&mut self, path: &Path, transcript: &Transcript) {
        let lang = self.app.lang();
        let file = path.display();
        let said = match transcript.write(path) {
            Ok(()) => lang.fill("transcript.written", &[("file", &file)]),
            Err(reason) => {
                lang.fill("transcript.not-written", &[("file", &file), ("reason", &reason)])
            }
        };
        self.app.notify(said);
    }

    fn perform(&mut self, effects: Vec<Effect>) -> Flow {
        let mut flow = Flow::Continue;
        for effect in effects {
            match effect {
                Effect::Run(ticket, demo) => {
                    let (bench, lang) = (Arc::clone(&self.bench), self.app.lang());
                    let outbox = self.outbox.clone();
                    let answer = move |event: JobEvent<(), Result<Figure, DemoError>>| {
                        let (result, panic) = match event {
                            JobEvent::Finished(result) => (result, None),
                            JobEvent::Failed(what) => {
                                (Err(DemoError::Asset(what.clone())), Some(what))
                            }
                            JobEvent::Cancelled => (Err(DemoError::Cancelled), None),
                            JobEvent::Progress(()) => return,
                        };
                        outbox.send(Drawn { ticket, result, panic });
                    };
                    let work = move |cancel: &job::CancelToken, _: &dyn Fn(())| {
                        crate::demo::run(&demo, lang, &bench, cancel)
                    };
                    self.job = Some(job::spawn("figure", answer, work));
                }
                Effect::Cancel => self.job = None,
                Effect::Save(record) => self.save(&record),
                // Where it fails there is no clipboard.
                Effect::Copy(text) => _ = clipboard::copy(&text),
                Effect::File(path, transcript) => self.file(&path, &transcript),
                Effect::Recall => self.recall(),
                Effect::Report => flow = self.report(),
                Effect::KeepLook(palette) => {
                    let written = self.store.set_look(palette.name());
                    self.saved(written);
                }
                Effect::Quit => flow = Flow::Quit,
            }
        }
        flow
    }

    /// A panic is a mistake of ours: noted, and said where.
    fn note_crash(&mut self, what: &str) {
        let Some(home) = &self.home else { return };
        if let Ok(path) = crash::note(home, what, jiff::Timestamp::now()) {
            let text = self.app.lang().fill("app.crashed", &[("file", &path.display())]);
            self.app.notify(text);
        }
    }

    fn save(&mut self, record: &Record) {
        let written = record.write(&mut self.store, self.app.lang(), &ZonedDateTime::now());
        self.saved(written);
        if matches!(record, Record::Review(_) | Record::Prediction(_)) {
            self.recall();
        }
    }

    /// What came of writing; if it failed, says so once and goes on.
    fn saved(&mut self, written: Result<Saved, StoreError>) {
        match written {
            Ok(Saved::OnDisk) => {}
            Ok(Saved::NotSaved) => self.app.stop_saving(),
            Err(error) => {
                self.app.stop_saving();
                if !self.warned {
                    self.warned = true;
                    let text = self.app.lang().fill("app.not-saved", &[("reason", &error)]);
                    self.app.notify(text);
                }
            }
        }
    }
}

impl Record {
    /// Puts it into the store.
    ///
    /// # Errors
    ///
    /// If the store cannot write.
    pub fn write(
        &self,
        store: &mut Store,
        lang: Lang,
        now: &ZonedDateTime,
    ) -> Result<Saved, StoreError> {
        match self {
            Self::Review(review) => store.append_review(review, now),
            Self::Prediction(prediction) => store.append_prediction(prediction, now),
            Self::Language(lang) => store.set_language(*lang),
            Self::Position { slug, page, finished: false } => {
                store.set_lesson(slug, lang, *page, now)
            }
            Self::Position { slug, page, finished: true } => {
                store.finish_lesson(slug, lang, *page, now)
            }
        }
    }
}

impl Program for Tutor {
    type Job = Drawn;

    fn event(&mut self, event: Event<Drawn>) -> Flow {
        self.app.set_clock(u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX));
        let before = self.app.scene();
        let effects = match event {
            Event::Key(key) => self.app.press(key),
            Event::Paste(text) => self.app.paste(&text),
            Event::Job(Drawn { ticket, result, panic }) => {
                if let Some(what) = panic {
                    self.note_crash(&what);
                }
                self.app.figure(ticket, result)
            }
            Event::Resize(columns, rows) => {
                self.app.resize(columns, rows);
                Vec::new()
            }
            Event::Mouse(_) | Event::Tick | Event::Resumed => Vec::new(),
        };
        match self.perform(effects) {
            Flow::Continue if self.app.scene() != before => Flow::Repaint,
            flow => flow,
        }
    }

    fn wants_ticks(&self) -> bool {
        self.app.has_clock()
    }

    fn draw(&mut self, frame: &mut Frame<'_>) {
        let area = frame.area();
        self.app.resize(area.width, area.height);
        self.app.draw(frame);
    }
}

//! The program behind the screen: rooms, help, language and theme. It draws and decides; what must
//! be done outside (compute, store, copy) it hands out as [`Effect`]s.

mod crash;
mod draw;
mod effect;
mod help;
pub mod run;
mod start;

use std::sync::Arc;

use crossterm::event::KeyEvent;

use crate::content::library::Library;
use crate::demo::DemoError;
use crate::figure::{Figure, Glyphs};
use crate::keymap::{self, Action, Scope};
use crate::learner::{Report, Store};
use crate::rooms::home::HomeRoom;
use crate::rooms::learn::{LearnMsg, LearnRoom};
use crate::rooms::progress::{ProgressMsg, ProgressRoom};
use crate::rooms::quiz::{QuizMsg, QuizRoom};
use crate::rooms::scale::{ScaleMsg, ScaleRoom};
use crate::rooms::{Cmd, Place, Record, Room, RoomId, Standing, World};
use crate::text::Lang;
use crate::text::field::Edit;
use crate::ui::Theme;

pub use effect::Effect;
pub use start::start;

use help::Help;

/// How the program starts.
#[derive(Debug)]
pub struct Setup {
    /// Language.
    pub lang: Lang,
    /// Look.
    pub theme: Theme,
    /// Characters.
    pub glyphs: Glyphs,
    /// Lessons and questions.
    pub library: Arc<Library>,
    /// What the learner has done.
    pub standing: Standing,
    /// The file of the learner's own photo for the live figures.
    pub photo: Option<String>,
    /// For the order of questions.
    pub seed: u64,
    /// When the program begins, in milliseconds since 1970 (UTC).
    pub begun_utc_ms: i64,
    /// Whether what is done will be there tomorrow.
    pub saving: bool,
    /// Where to start.
    pub start: Place,
    /// Whether home asks for the language first, as nothing was done yet.
    pub is_first_run: bool,
}

/// The state of the whole program.
#[derive(Debug)]
pub struct App {
    world: World,
    theme: Theme,
    room: RoomId,
    home: HomeRoom,
    learn: LearnRoom,
    scale: ScaleRoom,
    quiz: QuizRoom,
    progress: ProgressRoom,
    help: Option<Help>,
    notice: Option<String>,
    /// Whether what is done is kept; if not, the corner says so.
    saving: bool,
    /// Whether Esc leads from the open lesson back to the round it was opened from.
    back_to_round: bool,
    /// The figure under way: its number, and the room that waits for it.
    ticket: (u64, RoomId),
}

impl App {
    /// A program at its starting place, and what is to be done first.
    pub fn new(setup: Setup) -> (Self, Vec<Effect>) {
        let world = World {
            lang: setup.lang,
            columns: 80,
            rows: 24,
            glyphs: setup.glyphs,
            library: setup.library,
            standing: setup.standing,
            photo: setup.photo,
            seed: setup.seed,
            begun_utc_ms: setup.begun_utc_ms,
            clock_ms: 0,
        };
        let mut app = Self {
            world,
            theme: setup.theme,
            room: RoomId::Home,
            home: HomeRoom::default(),
            learn: LearnRoom::default(),
            scale: ScaleRoom::default(),
            quiz: QuizRoom::default(),
            progress: ProgressRoom::default(),
            help: None,
            notice: None,
            saving: setup.saving,
            back_to_round: false,
            ticket: (0, RoomId::Home),
        };
        if setup.is_first_run {
            app.home.welcome();
        }
        let effects = app.go(setup.start);
        (app, effects)
    }

    /// The language shown.
    pub const fn lang(&self) -> Lang {
        self.world.lang
    }

    /// A new size of the screen.
    pub const fn resize(&mut self, columns: u16, rows: u16) {
        self.world.columns = columns;
        self.world.rows = rows;
    }

    /// Time since the start in milliseconds.
    pub const fn set_clock(&mut self, clock_ms: u64) {
        self.world.clock_ms = clock_ms;
    }

    /// From now on nothing is kept.
    pub const fn stop_saving(&mut self) {
        self.saving = false;
    }

    /// What the screen is about. Where it changes, everything is drawn anew: wide letters can leave
    /// traces behind.
    pub fn scene(&self) -> (RoomId, Option<(String, usize)>, bool) {
        (self.room, self.learn.at().cloned(), self.learn.has_sheet())
    }

    /// Whether a time is on screen that runs by itself.
    pub fn has_clock(&self) -> bool {
        self.room == RoomId::Quiz && self.quiz.has_clock()
    }

    /// Says something until the next key.
    pub fn notify(&mut self, text: String) {
        self.notice = Some(text);
    }

    /// A key.
    pub fn press(&mut self, key: KeyEvent) -> Vec<Effect> {
        self.notice = None;
        let scope = self.scope();
        keymap::lookup(scope, key).map_or_else(Vec::new, |action| self.act(action))
    }

    /// Pasted text: for the field that has the focus.
    pub fn paste(&mut self, text: &str) -> Vec<Effect> {
        let edit = Edit::Insert(text.to_owned());
        if let Some(help) = &mut self.help {
            help.edit(&edit);
            return Vec::new();
        }
        if !self.scope().takes_text() {
            return Vec::new();
        }
        let cmds = match self.room {
            RoomId::Learn => self.learn.update(LearnMsg::Edit(edit), &self.world),
            RoomId::Quiz => self.quiz.update(QuizMsg::Edit(edit), &self.world),
            RoomId::Scale => self.scale.update(ScaleMsg::Edit(edit), &self.world),
            RoomId::Home | RoomId::Progress => Vec::new(),
        };
        self.perform(cmds)
    }

    /// A figure came; one that nobody waits for any more is dropped.
    pub fn figure(&mut self, ticket: u64, result: Result<Figure, DemoError>) -> Vec<Effect> {
        if ticket != self.ticket.0 {
            return Vec::new();
        }
        let cmds = match self.ticket.1 {
            RoomId::Learn => self.learn.update(LearnMsg::Figure(result), &self.world),
            RoomId::Scale => self.scale.update(ScaleMsg::Figure(result), &self.world),
            RoomId::Home | RoomId::Quiz | RoomId::Progress => Vec::new(),
        };
        self.perform(cmds)
    }

    /// Lessons and questions.
    pub fn library(&self) -> &Library {
        &self.world.library
    }

    /// Reads anew what is due and weak on a study day.
    pub fn recall(&mut self, store: &Store, day: i64) {
        self.world.standing.recall(store, &self.world.library, day);
    }

    /// What the store knows, for the progress room.
    pub fn report(&mut self, report: Report) -> Vec<Effect> {
        let known = ProgressMsg::Known(Box::new(report));
        let cmds = self.progress.update(known, &self.world);
        self.perform(cmds)
    }

    /// Which keys count now.
    pub fn scope(&self) -> Scope {
        match self.room {
            _ if self.help.is_some() => Scope::Help,
            RoomId::Home => self.home.scope(&self.world),
            RoomId::Learn => self.learn.scope(&self.world),
            RoomId::Scale => self.scale.scope(&self.world),
            RoomId::Quiz => self.quiz.scope(&self.world),
            RoomId::Progress => self.progress.scope(&self.world),
        }
    }

    /// An action: the help on top has its turn first, then the room, then the program.
    pub fn act(&mut self, action: Action) -> Vec<Effect> {
        if let Some(help) = &mut self.help
            && !matches!(action, Action::Language | Action::Theme | Action::Quit)
        {
            let chosen = help.act(action, self.world.lang);
            return match chosen {
                help::Next::Stay => Vec::new(),
                help::Next::Close => {
                    self.help = None;
                    Vec::new()
                }
                help::Next::Run(action) => {
                    self.help = None;
                    self.act(action)
                }
            };
        }
        if self.back_to_round
            && self.room == RoomId::Learn
            && !self.learn.has_sheet()
            && action == Action::Back
        {
            return self.go(Place::Room(RoomId::Quiz));
        }
        let cmds = match self.room {
            RoomId::Home => update(&mut self.home, action, &self.world),
            RoomId::Learn => update(&mut self.learn, action, &self.world),
            RoomId::Scale => update(&mut self.scale, action, &self.world),
            RoomId::Quiz => update(&mut self.quiz, action, &self.world),
            RoomId::Progress => update(&mut self.progress, action, &self.world),
        };
        match cmds {
            Some(cmds) => self.perform(cmds),
            None => self.global(action),
        }
    }

    fn global(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Back => self.go(Place::Room(RoomId::Home)),
            Action::NextRoom => self.go(Place::Room(self.room.next(1))),
            Action::PreviousRoom => self.go(Place::Room(self.room.next(RoomId::ALL.len() - 1))),
            Action::Language => {
                let record = Record::Language(self.world.lang.other());
                let mut effects = self.flip_language();
                effects.push(Effect::Save(record));
                effects
            }
            Action::Theme => {
                self.theme.palette = self.theme.palette.next();
                let name = draw::palette_name(self.theme.palette, self.world.lang);
                self.notify(self.world.lang.fill("app.theme", &[("name", &name)]));
                vec![Effect::KeepLook(self.theme.palette)]
            }
            // Home has no list of its own to search.
            Action::Search | Action::Terms if self.room == RoomId::Home => {
                let mut effects = self.go(Place::Room(RoomId::Learn));
                effects.extend(self.act(action));
                effects
            }
            Action::Help => {
                self.help = Some(Help::new(self.offered()));
                Vec::new()
            }
            Action::Quit => {
                let cmds = self.quiz.update(QuizMsg::Close, &self.world);
                let mut effects = self.perform(cmds);
                effects.push(Effect::Quit);
                effects
            }
            _ => Vec::new(),
        }
    }

    /// The other language, in place: every text is drawn anew, and figures are labelled anew.
    fn flip_language(&mut self) -> Vec<Effect> {
        self.world.lang = self.world.lang.other();
        let mut cmds = self.learn.update(LearnMsg::Relabel, &self.world);
        let scale = self.scale.update(ScaleMsg::Relabel, &self.world);
        match self.room {
            RoomId::Scale => cmds = scale,
            RoomId::Learn => {}
            RoomId::Home | RoomId::Quiz | RoomId::Progress => cmds.clear(),
        }
        self.perform(cmds)
    }

    fn go(&mut self, place: Place) -> Vec<Effect> {
        let from = self.room;
        let cmds = match place {
            Place::Room(room) => {
                self.room = room;
                self.back_to_round &= room == RoomId::Learn;
                match room {
                    RoomId::Scale => self.scale.update(ScaleMsg::Enter, &self.world),
                    RoomId::Learn => self.learn.update(LearnMsg::Enter, &self.world),
                    RoomId::Progress => self.progress.update(ProgressMsg::Enter, &self.world),
                    RoomId::Home | RoomId::Quiz => vec![Cmd::Cancel, Cmd::Recall],
                }
            }
            Place::Page { slug, page, knobs } => {
                self.room = RoomId::Learn;
                self.back_to_round = from == RoomId::Quiz;
                if self.back_to_round {
                    self.notify(self.world.lang.text("app.back-to-round").to_owned());
                }
                self.learn.update(LearnMsg::Open { slug, page, knobs }, &self.world)
            }
            Place::Stop(stop) => {
                self.room = RoomId::Learn;
                self.back_to_round = false;
                self.learn.update(LearnMsg::Follow(stop), &self.world)
            }
            Place::Round(plan) => {
                self.room = RoomId::Quiz;
                self.quiz.update(QuizMsg::Begin(plan), &self.world)
            }
        };
        self.perform(cmds)
    }

    fn perform(&mut self, cmds: Vec<Cmd>) -> Vec<Effect> {
        let mut effects = Vec::new();
        for cmd in cmds {
            match cmd {
                Cmd::Run(demo) => {
                    self.ticket = (self.ticket.0 + 1, self.room);
                    effects.push(Effect::Run(self.ticket.0, demo));
                }
                Cmd::Cancel => {
                    // A result that is on its way already is not waited for either.
                    self.ticket.0 += 1;
                    effects.push(Effect::Cancel);
                }
                Cmd::Save(record) => {
                    self.world.standing.note(&record, self.world.lang);
                    effects.push(Effect::Save(record));
                }
                Cmd::Report => effects.push(Effect::Report),
                Cmd::Recall => effects.push(Effect::Recall),
                Cmd::File(path, transcript) => effects.push(Effect::File(path, transcript)),
                Cmd::Go(place) => effects.extend(self.go(place)),
                Cmd::Notify(text) => self.notify(text),
                Cmd::Speak(lang) if lang == self.world.lang => {}
                Cmd::Speak(_) => effects.extend(self.flip_language()),
                Cmd::Copy(text) => {
                    self.notify(self.world.lang.fill("app.copied", &[("text", &text)]));
                    effects.push(Effect::Copy(text));
                }
            }
        }
        effects
    }
}

/// What a room makes of an action; `None` if it is not for the room.
fn update<R: Room>(room: &mut R, action: Action, world: &World) -> Option<Vec<Cmd>> {
    let msg = room.on_action(action, world)?;
    Some(room.update(msg, world))
}

//! The rooms: a screenful of the program each, with its own state; all have update, view and draw.
//!
//! ```text
//! key → Action → on_action → Msg → update (the only mutation) → Cmd (effects as data)
//!                                  state → view (plain data) → draw
//! ```
//!
//! A room never names another room. `update` reads no clock, no file and no random source: what it
//! needs comes in the message or in [`World`]; what it wants done goes out as [`Cmd`].

pub mod home;
pub mod learn;
pub mod live;
pub mod progress;
pub mod quiz;
pub mod scale;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use crate::content::demo::Demo;
use crate::content::layout::WIDE_COLUMNS;
use crate::content::library::Library;
use crate::figure::Glyphs;
use crate::keymap::{Action, Scope};
use crate::learner::store::{LessonPlace, Prediction, Review, Summary};
use crate::learner::{Held, Store, again};
use crate::text::Lang;
use crate::transcript::Transcript;
use crate::view::CHROME_ROWS;

/// What the rooms have in common. Never boxed: the set is closed.
pub trait Room {
    /// What can happen in it.
    type Msg;
    /// Plain data for one frame.
    type View<'a>
    where
        Self: 'a;

    /// Which keys count now.
    fn scope(&self, world: &World) -> Scope;
    /// What an action means here; `None` lets the program handle it.
    fn on_action(&self, action: Action, world: &World) -> Option<Self::Msg>;
    /// Changes the state: the only place that does.
    fn update(&mut self, msg: Self::Msg, world: &World) -> Vec<Cmd>;
    /// What is to be seen.
    fn view<'a>(&'a self, world: &'a World) -> Self::View<'a>;
}

/// Which room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RoomId {
    /// Where one starts.
    Home,
    /// Lessons.
    Learn,
    /// Compound scaling.
    Scale,
    /// Questions.
    Quiz,
    /// What is known and what is due.
    Progress,
}

impl RoomId {
    /// All rooms, in the order of the Ctrl-PageDown ring.
    pub const ALL: [Self; 5] = [Self::Home, Self::Learn, Self::Scale, Self::Quiz, Self::Progress];

    /// The room after this one.
    #[must_use]
    pub fn next(self, steps: usize) -> Self {
        let place = Self::ALL.iter().position(|room| *room == self).unwrap_or(0);
        Self::ALL[(place + steps) % Self::ALL.len()]
    }
}

/// What every room may read.
#[derive(Debug, Clone)]
pub struct World {
    /// The language shown.
    pub lang: Lang,
    /// Columns of the screen.
    pub columns: u16,
    /// Rows of the screen.
    pub rows: u16,
    /// Which characters may be drawn.
    pub glyphs: Glyphs,
    /// Lessons and questions.
    pub library: Arc<Library>,
    /// What the learner has done so far.
    pub standing: Standing,
    /// The file of the learner's own photo for the live figures.
    pub photo: Option<String>,
    /// For the order of questions.
    pub seed: u64,
    /// When the program began, in milliseconds since 1970 (UTC): rounds are told apart by it.
    pub begun_utc_ms: i64,
    /// Milliseconds since then.
    pub clock_ms: u64,
}

/// What the learner has done, kept up to date while the program runs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Standing {
    /// Counts of answers.
    pub summary: Summary,
    /// Places in lessons, the last one first.
    pub places: Vec<LessonPlace>,
    /// Pages that were opened, from 0.
    pub pages: BTreeSet<(String, usize)>,
    /// The last prediction at each prompt.
    pub predictions: Vec<Prediction>,
    /// Items that are due for review, the most overdue first.
    pub due: Vec<String>,
    /// Items last answered wrong, or forgotten, the worst first.
    pub weak: Vec<String>,
    /// How many items of the bank were recalled days after they were last asked.
    pub kept: usize,
}

impl Standing {
    /// What a store knows on a study day; what it cannot read counts as not done.
    pub fn of(store: &Store, library: &Library, day: i64) -> Self {
        let mut standing = Self {
            places: store.lesson_positions().unwrap_or_default(),
            pages: store.pages_opened().unwrap_or_default().into_iter().collect(),
            predictions: store.last_predictions().unwrap_or_default(),
            ..Self::default()
        };
        standing.recall(store, library, day);
        standing
    }

    /// Reads anew what the schedule makes of the answers: after each of them, and where a day may have
    /// begun since.
    pub fn recall(&mut self, store: &Store, library: &Library, day: i64) {
        self.summary = store.summary().unwrap_or_default();
        self.due = again::due(store, library, &self.predictions, day);
        self.weak = again::weak(store, library, &self.predictions);
        self.kept = again::kept(store, library);
    }

    /// Whether nothing was done yet.
    pub fn is_new(&self) -> bool {
        self.summary.answers == 0 && self.places.is_empty() && self.predictions.is_empty()
    }

    /// How many of a lesson's pages were opened.
    pub fn pages_read(&self, slug: &str, pages: usize) -> usize {
        (0..pages).filter(|page| self.pages.contains(&(slug.to_owned(), *page))).count()
    }

    /// The last prediction at a prompt.
    pub fn prediction(&self, slug: &str, id: &str) -> Option<&Prediction> {
        self.predictions.iter().find(|made| made.lesson == slug && made.item == id)
    }

    /// The place in a lesson that was opened before.
    pub fn place(&self, slug: &str) -> Option<&LessonPlace> {
        self.places.iter().find(|place| place.slug == slug)
    }

    /// The page at which to go on: a lesson that was read to its end begins anew.
    pub fn page_to_resume(&self, slug: &str) -> usize {
        let place = self.place(slug).filter(|place| place.done_at_utc_ms.is_none());
        place.map_or(0, |place| place.page)
    }

    /// Takes in what just happened; what an answer changes is the schedule's to say, see [`Self::recall`].
    pub fn note(&mut self, record: &Record, lang: Lang) {
        match record {
            Record::Review(_) | Record::Language(_) => {}
            Record::Prediction(made) => {
                self.predictions
                    .retain(|old| (&old.lesson, &old.item) != (&made.lesson, &made.item));
                self.predictions.push(made.clone());
            }
            Record::Position { slug, page, finished } => {
                self.pages.insert((slug.clone(), *page));
                let old = self.places.iter().position(|place| place.slug == *slug);
                let done = old.and_then(|index| self.places.remove(index).done_at_utc_ms);
                self.places.insert(
                    0,
                    LessonPlace {
                        slug: slug.clone(),
                        lang,
                        page: *page,
                        // The store stamps it; here only the order counts.
                        at_utc_ms: 0,
                        done_at_utc_ms: done.or(finished.then_some(0)),
                    },
                );
            }
        }
    }
}

impl World {
    /// Rows between the two rules.
    pub const fn body_rows(&self) -> usize {
        self.rows.saturating_sub(CHROME_ROWS) as usize
    }

    /// Whether a figure fits beside the text.
    pub const fn figure_beside(&self) -> bool {
        self.columns >= 78
    }

    /// Columns for text that stands alone, with a margin on both sides.
    pub fn text_columns(&self) -> usize {
        usize::from(self.columns).saturating_sub(4).clamp(10, WIDE_COLUMNS)
    }
}

/// An index moved by `steps`, kept below `count`.
fn stepped(index: usize, steps: i32, count: usize) -> usize {
    let moved = (index as i64).saturating_add(i64::from(steps)).max(0) as usize;
    moved.min(count.saturating_sub(1))
}

/// What a room wants done.
#[derive(Debug, Clone, PartialEq)]
pub enum Cmd {
    /// Compute a figure, instead of the one under way.
    Run(Demo),
    /// Stop computing.
    Cancel,
    /// Write down what just happened.
    Save(Record),
    /// Open a room at a place.
    Go(Place),
    /// Say something in one line.
    Notify(String),
    /// Put a text on the clipboard.
    Copy(String),
    /// Speak this language from now on.
    Speak(Lang),
    /// A round is over whose record was asked for: write it into the file.
    File(PathBuf, Box<Transcript>),
    /// Read anew what is due and weak.
    Recall,
    /// Read what is known from the store, for the progress room.
    Report,
}

/// Where to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A room as it was left.
    Room(RoomId),
    /// A page of a lesson, from 0.
    Page {
        /// The lesson.
        slug: String,
        /// The page.
        page: usize,
        /// Knobs to set: names and values.
        knobs: Vec<(String, String)>,
    },
    /// A page of the recommended route, by its place in it, from 0: Enter goes on to the next.
    Stop(usize),
    /// A round of these items.
    Round(Plan),
}

/// A round to begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What it asks about.
    pub about: About,
    /// What it is for.
    pub held: Held,
    /// Ids of the items.
    pub items: Vec<String>,
    /// Whether they are asked in this order.
    pub in_order: bool,
    /// At most so many.
    pub limit: Option<usize>,
    /// For the order; none takes a new one.
    pub seed: Option<u64>,
    /// Where its record goes at the end.
    pub report: Option<PathBuf>,
}

impl Plan {
    /// A round of items in a new order, as many as there are.
    pub const fn new(about: About, items: Vec<String>) -> Self {
        Self {
            about,
            held: Held::Review,
            items,
            in_order: false,
            limit: None,
            seed: None,
            report: None,
        }
    }
}

/// What a round asks about: its title in either language, and its command, follow from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// Topics as typed in the shell; none is everything.
    Topics(Vec<String>),
    /// What is due for review of these topics; none is everything.
    Due(Vec<String>),
    /// What was last answered wrong of them, or was forgotten.
    Weak(Vec<String>),
    /// The questions at the end of a lesson.
    Recall(String),
    /// The first questions of a newcomer.
    Start,
}

/// Something worth keeping.
#[derive(Debug, Clone, PartialEq)]
pub enum Record {
    /// An answered question.
    Review(Review),
    /// A prediction and what came of it.
    Prediction(Prediction),
    /// Where the learner reads.
    Position {
        /// The lesson.
        slug: String,
        /// The page, from 0.
        page: usize,
        /// Whether the lesson was read to its end.
        finished: bool,
    },
    /// The language that the learner chose.
    Language(Lang),
}

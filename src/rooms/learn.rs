//! The learn room: an outline of the lessons, and a page with its predictions and live figure.

mod draw;
mod find;
mod predict;
mod sheet;
mod source;
mod update;
mod view;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::content::demo::Demo;
use crate::content::lesson::{Block, Lesson, Page, Predict, PredictKind};
use crate::content::search::Index;
use crate::demo::DemoError;
use crate::figure::Figure;
use crate::keymap::{Action, Scope};
use crate::learner::prediction::Given;
use crate::text::field::{Edit, Field};

use super::live::LiveFigure;
use super::{Cmd, Room, World};
use sheet::Sheet;

pub use view::{LearnView, OutlineRow, PageView};

/// The state of the learn room.
#[derive(Debug, Default)]
pub struct LearnRoom {
    /// The page that is open; none shows the outline.
    open: Option<(String, usize)>,
    /// Row of the outline that is chosen.
    cursor: usize,
    /// What was done on each page, by lesson and page: it is there again when one leafs back.
    pages: HashMap<(String, usize), PageState>,
    /// The stop of the recommended route that is open, if it is followed.
    route: Option<usize>,
    /// Where one was before a word was looked up.
    back: Option<Before>,
    /// What lies over outline or page.
    sheet: Option<Sheet>,
    /// All words of lessons and glossary, read when first searched.
    index: Option<Arc<Index>>,
}

/// A page that was left to look something up.
#[derive(Debug)]
struct Before {
    at: (String, usize),
    route: Option<usize>,
}

/// What was done on one page.
#[derive(Debug, Clone, Default)]
struct PageState {
    /// Predictions by id.
    predictions: BTreeMap<String, Made>,
    /// What is being typed.
    field: Field,
    /// The option under the cursor.
    option: usize,
    /// Why the last answer was not taken: key of a text.
    complaint: Option<&'static str>,
    /// The live figure, if the page has one.
    live: Option<LiveFigure>,
    /// Knobs to be set once the page's predictions are made: they are about the lesson's own figure.
    waiting: Option<Demo>,
    /// First line shown, if one scrolled.
    scroll: Option<usize>,
    /// Whether knobs were turned since: then they and the figure are kept in sight.
    is_turned: bool,
}

/// A prediction that was made.
#[derive(Debug, Clone, PartialEq)]
struct Made {
    given: Given,
    /// What is really so; none for a choice, and while the figure is computed. Settled once: a knob
    /// turned later asks another question.
    real: Option<f64>,
}

/// What can happen in the learn room.
#[derive(Debug)]
pub enum LearnMsg {
    /// Moves the cursor in the outline or among options.
    Move(i32),
    /// Chooses one of the first nine options.
    Pick(usize),
    /// Opens the lesson under the cursor, answers, or goes on.
    Submit,
    /// Shows the figure without a prediction.
    Skip,
    /// Leafs by this many pages.
    Leaf(i32),
    /// Back to the outline.
    Leave,
    /// Turns the active knob.
    Turn(i32),
    /// Chooses another knob.
    Knob(i32),
    /// Sets all knobs as the lesson has them.
    Reset,
    /// Scrolls the text.
    Scroll(i32),
    /// A key for the field.
    Edit(Edit),
    /// Copies the page's command.
    Copy,
    /// Opens the source of the figure.
    Source,
    /// Opens the glossary.
    Terms,
    /// Opens the search.
    Search,
    /// Opens a page.
    Open {
        /// The lesson.
        slug: String,
        /// The page, from 0.
        page: usize,
        /// Knobs to set.
        knobs: Vec<(String, String)>,
    },
    /// Opens a stop of the recommended route.
    Follow(usize),
    /// The room is entered.
    Enter,
    /// The language changed: figures need new labels.
    Relabel,
    /// A figure came.
    Figure(Result<Figure, DemoError>),
}

impl Room for LearnRoom {
    type Msg = LearnMsg;
    type View<'a> = LearnView;

    fn scope(&self, world: &World) -> Scope {
        if let Some(sheet) = &self.sheet {
            return sheet.scope();
        }
        let Some((lesson, page)) = self.lesson(world) else { return Scope::List };
        match self.pending(page, &lesson.slug).map(|predict| &predict.kind) {
            Some(PredictKind::Choice { .. }) => Scope::Choose,
            Some(_) => Scope::Field,
            None if live(page).is_some() => Scope::Page,
            None => Scope::Reading,
        }
    }

    fn on_action(&self, action: Action, world: &World) -> Option<LearnMsg> {
        if let Some(sheet) = &self.sheet {
            return sheet.on_action(action, world);
        }
        let scope = self.scope(world);
        if scope == Scope::Field
            && let Some(edit) = action.edit()
        {
            return Some(LearnMsg::Edit(edit));
        }
        Some(match action {
            Action::Up if matches!(scope, Scope::List | Scope::Choose) => LearnMsg::Move(-1),
            Action::Down if matches!(scope, Scope::List | Scope::Choose) => LearnMsg::Move(1),
            Action::First if scope == Scope::List => LearnMsg::Move(i32::MIN),
            Action::Last if scope == Scope::List => LearnMsg::Move(i32::MAX),
            Action::First if scope == Scope::Page => LearnMsg::Reset,
            Action::Up if self.scrolls(world) => LearnMsg::Scroll(-1),
            Action::Down if self.scrolls(world) => LearnMsg::Scroll(1),
            Action::Submit => LearnMsg::Submit,
            Action::Skip => LearnMsg::Skip,
            Action::Pick(index) => LearnMsg::Pick(usize::from(index)),
            Action::Next if scope != Scope::List => LearnMsg::Leaf(1),
            Action::Previous if scope != Scope::List => LearnMsg::Leaf(-1),
            Action::Back if scope != Scope::List => LearnMsg::Leave,
            Action::Copy => LearnMsg::Copy,
            Action::Source if scope == Scope::Page => LearnMsg::Source,
            Action::Terms => LearnMsg::Terms,
            Action::Search => LearnMsg::Search,
            Action::Left => LearnMsg::Turn(-1),
            Action::Right => LearnMsg::Turn(1),
            Action::FarLeft => LearnMsg::Turn(-10),
            Action::FarRight => LearnMsg::Turn(10),
            Action::Tab => LearnMsg::Knob(1),
            Action::BackTab => LearnMsg::Knob(-1),
            _ => return None,
        })
    }

    fn update(&mut self, msg: LearnMsg, world: &World) -> Vec<Cmd> {
        update::update(self, msg, world)
    }

    fn view<'a>(&'a self, world: &'a World) -> LearnView {
        view::view(self, world)
    }
}

impl LearnRoom {
    /// The open page, if one is.
    pub const fn at(&self) -> Option<&(String, usize)> {
        self.open.as_ref()
    }

    /// Whether something lies over the outline or the page.
    pub const fn has_sheet(&self) -> bool {
        self.sheet.is_some()
    }

    /// The open lesson and page in the language of the moment.
    fn lesson<'w>(&self, world: &'w World) -> Option<(&'w Lesson, &'w Page)> {
        let (slug, page) = self.open.as_ref()?;
        let lesson = world.library.lesson(world.lang, slug)?;
        Some((lesson, lesson.pages.get(*page)?))
    }

    /// Whether there is more to read than the screen shows.
    fn scrolls(&self, world: &World) -> bool {
        match view::view(self, world) {
            LearnView::Page(page) => page.text.lines.len() > world.body_rows(),
            LearnView::Outline { .. } | LearnView::Sheet { .. } => false,
        }
    }

    fn page_state(&self) -> Option<&PageState> {
        self.pages.get(self.open.as_ref()?)
    }

    /// The first prediction of a page that was not made yet: what follows it is hidden.
    fn pending<'p>(&self, page: &'p Page, slug: &str) -> Option<&'p Predict> {
        let state = self.open.as_ref().filter(|(open, _)| open == slug).and(self.page_state());
        page.blocks.iter().find_map(|block| match block {
            Block::Predict(predict)
                if !state.is_some_and(|state| state.predictions.contains_key(&predict.id)) =>
            {
                Some(predict)
            }
            _ => None,
        })
    }
}

/// The live figure that a page names.
fn live(page: &Page) -> Option<&Demo> {
    page.blocks.iter().find_map(|block| match block {
        Block::Live(demo) => Some(demo),
        _ => None,
    })
}

//! The scale room. Three faces: a plan with all its knobs beside the published models, the constraint
//! surface, and what a budget leaves.

mod command;
mod draw;
mod update;
mod view;

use crate::arch::{BudgetError, surface};
use crate::content::demo::{BudgetQuery, Demo, ScalePlan, SurfaceChart, SurfacePlace};
use crate::demo::DemoError;
use crate::figure::Figure;
use crate::keymap::{Action, Scope};
use crate::text::field::{Edit, Field};

use super::live::LiveFigure;
use super::{Cmd, Room, World};

pub use view::ScaleView;

/// Triples or networks that a big step passes over.
const FAR: i32 = 10;

/// What the solver is asked first.
const BUDGET: &str = "macs<=1G,params<=10M";

/// What the room shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// Formula, built and published.
    Compare,
    /// All triples with α·β²·γ² ≈ 2.
    Surface,
    /// What a budget leaves.
    Solver,
}

/// The state of the scale room.
#[derive(Debug)]
pub struct ScaleRoom {
    face: Face,
    compare: LiveFigure,
    surface: LiveFigure,
    solver: Solver,
    /// First line shown where the figure is longer than the screen.
    scroll: Option<usize>,
}

/// The solver's own state.
#[derive(Debug)]
struct Solver {
    live: LiveFigure,
    field: Field,
    /// Whether keys are text for the field; otherwise they walk along the frontier.
    writing: bool,
    /// Why the text is no budget.
    error: Option<BudgetError>,
}

impl Default for ScaleRoom {
    fn default() -> Self {
        let at = surface::triples().iter().position(|triple| triple.is_paper()).unwrap_or(0);
        let chart = SurfaceChart::Triples;
        let place = Demo::Surface(SurfacePlace { base: ScalePlan::PAPER.base, at, chart });
        let plan = Demo::Scaling(ScalePlan::PAPER);
        let query = Demo::Budget(query(&ScalePlan::PAPER, BUDGET.to_owned()));
        Self {
            face: Face::Compare,
            compare: LiveFigure::new(plan.clone(), plan),
            surface: LiveFigure::new(place.clone(), place),
            solver: Solver {
                live: LiveFigure::new(query.clone(), query),
                field: filled(BUDGET),
                writing: true,
                error: None,
            },
            scroll: None,
        }
    }
}

/// A budget on the table that the knobs stand on, in their direction.
fn query(plan: &ScalePlan, text: String) -> BudgetQuery {
    let direction = [plan.alpha, plan.beta, plan.gamma];
    BudgetQuery { base: plan.base, direction, text, chosen: None }
}

/// A field that holds a text, the caret at its end.
fn filled(text: &str) -> Field {
    let mut field = Field::default();
    field.edit(&Edit::Insert(text.to_owned()));
    field
}

impl ScaleRoom {
    /// The figure of the face that is shown.
    const fn live(&self) -> &LiveFigure {
        match self.face {
            Face::Compare => &self.compare,
            Face::Surface => &self.surface,
            Face::Solver => &self.solver.live,
        }
    }

    const fn live_mut(&mut self) -> &mut LiveFigure {
        match self.face {
            Face::Compare => &mut self.compare,
            Face::Surface => &mut self.surface,
            Face::Solver => &mut self.solver.live,
        }
    }

    /// As the knobs stand.
    fn plan(&self) -> &ScalePlan {
        match self.compare.demo() {
            Demo::Scaling(plan) => plan,
            _ => &ScalePlan::PAPER,
        }
    }

    /// Whether there is a network to choose.
    fn has_network(&self) -> bool {
        self.solver.live.figure().is_some_and(|figure| figure.value("chosen").is_some())
    }
}

/// What can happen in the scale room.
#[derive(Debug)]
pub enum ScaleMsg {
    /// The room is entered.
    Enter,
    /// The language changed: the figure needs new labels.
    Relabel,
    /// Turns the active knob.
    Turn(i32),
    /// Chooses another knob.
    Knob(i32),
    /// The next base.
    Base,
    /// Back to the paper's values.
    Reset,
    /// Shows another face.
    Open(Face),
    /// Walks along the surface or the frontier.
    Walk(i32),
    /// The other chart of the surface.
    Chart,
    /// Takes the chosen triple or network to the knobs.
    Take,
    /// Changes the budget.
    Edit(Edit),
    /// Solves for the budget as it is typed.
    Solve,
    /// To the field, or from it to the frontier.
    Focus,
    /// Scrolls.
    Scroll(i32),
    /// Copies the command.
    Copy,
    /// A figure came.
    Figure(Result<Figure, DemoError>),
}

impl Room for ScaleRoom {
    type Msg = ScaleMsg;
    type View<'a> = ScaleView;

    fn scope(&self, _world: &World) -> Scope {
        match self.face {
            Face::Compare => Scope::Scale,
            Face::Surface => Scope::Surface,
            Face::Solver if self.solver.writing => Scope::Budget,
            Face::Solver => Scope::Frontier,
        }
    }

    fn on_action(&self, action: Action, world: &World) -> Option<ScaleMsg> {
        let own = match self.scope(world) {
            Scope::Surface => on_surface(action),
            Scope::Budget => self.in_field(action),
            Scope::Frontier => self.on_frontier(action),
            _ => on_knobs(action),
        };
        own.or_else(|| self.anywhere(action, world))
    }

    fn update(&mut self, msg: ScaleMsg, world: &World) -> Vec<Cmd> {
        update::update(self, msg, world)
    }

    fn view<'a>(&'a self, world: &'a World) -> ScaleView {
        view::view(self, world)
    }
}

const fn on_knobs(action: Action) -> Option<ScaleMsg> {
    Some(match action {
        Action::Left => ScaleMsg::Turn(-1),
        Action::Right => ScaleMsg::Turn(1),
        Action::FarLeft => ScaleMsg::Turn(-4),
        Action::FarRight => ScaleMsg::Turn(4),
        Action::Tab => ScaleMsg::Knob(1),
        Action::BackTab => ScaleMsg::Knob(-1),
        Action::First => ScaleMsg::Reset,
        Action::Base => ScaleMsg::Base,
        _ => return None,
    })
}

const fn on_surface(action: Action) -> Option<ScaleMsg> {
    Some(match action {
        Action::Left => ScaleMsg::Walk(-1),
        Action::Right => ScaleMsg::Walk(1),
        Action::FarLeft => ScaleMsg::Walk(-FAR),
        Action::FarRight => ScaleMsg::Walk(FAR),
        Action::Tab | Action::BackTab => ScaleMsg::Chart,
        Action::First => ScaleMsg::Reset,
        Action::Base => ScaleMsg::Base,
        Action::Submit => ScaleMsg::Take,
        Action::Surface => ScaleMsg::Open(Face::Compare),
        _ => return None,
    })
}

impl ScaleRoom {
    fn in_field(&self, action: Action) -> Option<ScaleMsg> {
        match action {
            Action::Submit => Some(ScaleMsg::Solve),
            Action::Tab | Action::Down if self.has_network() => Some(ScaleMsg::Focus),
            _ => action.edit().map(ScaleMsg::Edit),
        }
    }

    fn on_frontier(&self, action: Action) -> Option<ScaleMsg> {
        Some(match action {
            Action::Tab | Action::BackTab => ScaleMsg::Focus,
            Action::Solver => ScaleMsg::Open(Face::Compare),
            _ if !self.has_network() => return None,
            Action::Up => ScaleMsg::Walk(-1),
            Action::Down => ScaleMsg::Walk(1),
            Action::Left => ScaleMsg::Walk(-FAR),
            Action::Right => ScaleMsg::Walk(FAR),
            Action::Submit => ScaleMsg::Take,
            _ => return None,
        })
    }

    /// What every face does in the same way.
    fn anywhere(&self, action: Action, world: &World) -> Option<ScaleMsg> {
        let page = world.body_rows().saturating_sub(2).max(1) as i32;
        Some(match action {
            Action::Copy => ScaleMsg::Copy,
            Action::Solver => ScaleMsg::Open(Face::Solver),
            Action::Surface => ScaleMsg::Open(Face::Surface),
            Action::Back if self.face != Face::Compare => ScaleMsg::Open(Face::Compare),
            Action::Up | Action::Down | Action::Next | Action::Previous
                if view::view(self, world).scrolls() =>
            {
                ScaleMsg::Scroll(match action {
                    Action::Up => -1,
                    Action::Down => 1,
                    Action::Previous => -page,
                    _ => page,
                })
            }
            _ => return None,
        })
    }
}

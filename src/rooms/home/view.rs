//! What home shows, as plain data.

use crate::content::lesson::{Block, Predict, PredictKind};
use crate::content::quantity;
use crate::content::route::{Stop, route};
use crate::learner::store::LessonPlace;
use crate::rooms::{Place, RoomId, World};
use crate::text::line::{Line, Role};
use crate::text::{Lang, wrap};
use crate::view::Frame;

use super::HomeRoom;

/// The rooms that home lists, in the order of their keys.
pub(super) const ROOMS: [RoomId; 4] =
    [RoomId::Learn, RoomId::Scale, RoomId::Quiz, RoomId::Progress];

/// One frame of home.
#[derive(Debug, Clone, PartialEq)]
pub enum HomeView {
    /// The first run.
    Welcome(WelcomeView),
    /// The rooms.
    Rooms(RoomsView),
}

/// What a newcomer sees first.
#[derive(Debug, Clone, PartialEq)]
pub struct WelcomeView {
    /// Title and language.
    pub frame: Frame,
    /// What the program is for, in one sentence.
    pub motto: String,
    /// What is to be chosen.
    pub title: String,
    /// The languages, each by its own name.
    pub rows: Vec<HomeRow>,
    /// What comes next.
    pub next: Vec<Line>,
}

/// Where the learner can go.
#[derive(Debug, Clone, PartialEq)]
pub struct RoomsView {
    /// Title and language.
    pub frame: Frame,
    /// What the program is for, in one sentence.
    pub motto: String,
    /// What Enter does first: continue where one left off.
    pub resume: HomeRow,
    /// The rooms.
    pub rows: Vec<HomeRow>,
    /// The next page of the route, until all were opened.
    pub route: Option<HomeRow>,
    /// One computed number and a question about it.
    pub number: Vec<Line>,
}

/// A row of home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HomeRow {
    /// The key that opens it.
    pub key: String,
    /// Its name.
    pub name: String,
    /// What waits there.
    pub about: String,
    /// Whether the cursor is on it.
    pub selected: bool,
}

/// Where the learner left off: a lesson's page, or the first lesson for a newcomer.
pub(super) struct Continuation {
    slug: String,
    page: usize,
}

impl From<Continuation> for Place {
    fn from(place: Continuation) -> Self {
        Self::Page { slug: place.slug, page: place.page, knobs: Vec::new() }
    }
}

pub(super) fn continuation(world: &World) -> Option<Continuation> {
    let lessons: Vec<_> = world.library.lessons(world.lang).collect();
    let standing = &world.standing;
    let pages = |slug: &str| Some(lessons.iter().find(|lesson| lesson.slug == slug)?.pages.len());
    // Whoever has just read a lesson to its end goes on with another; whoever looked something up in one
    // goes back to what is unfinished.
    let ended = |place: &LessonPlace| {
        place.done_at_utc_ms.is_some() && Some(place.page + 1) == pages(&place.slug)
    };
    let unfinished = standing
        .places
        .iter()
        .find(|place| place.done_at_utc_ms.is_none() && pages(&place.slug).is_some());
    if let Some(place) = unfinished.filter(|_| !standing.places.first().is_some_and(ended)) {
        return Some(Continuation { slug: place.slug.clone(), page: place.page });
    }
    let unread =
        |slug: &str| standing.place(slug).is_none_or(|place| place.done_at_utc_ms.is_none());
    let next = lessons.iter().find(|lesson| unread(&lesson.slug)).or_else(|| lessons.first())?;
    Some(Continuation { slug: next.slug.clone(), page: standing.page_to_resume(&next.slug) })
}

/// Where Enter leads: for a newcomer to the route, otherwise to where one left off.
pub(super) fn begin(world: &World) -> Option<Place> {
    let first = next_stop(world).filter(|_| world.standing.places.is_empty());
    first.or_else(|| continuation(world).map(Place::from))
}

/// The first page of the route that was not opened yet, by its place in it.
pub(super) fn next_stop(world: &World) -> Option<Place> {
    let stops = route().stops(&world.library, world.lang);
    let is_new = |stop: &Stop| !world.standing.pages.contains(&(stop.slug.clone(), stop.page));
    stops.iter().position(is_new).map(Place::Stop)
}

/// Whether the route has a row of its own: for a newcomer Enter leads there.
pub(super) fn offers_route(world: &World) -> bool {
    !world.standing.places.is_empty() && next_stop(world).is_some()
}

/// The page that asks about the number on home, if there is one.
pub(super) fn number_page(world: &World) -> Option<Place> {
    let lessons: Vec<_> = world.library.lessons(world.lang).collect();
    lessons.into_iter().find_map(|lesson| {
        let asks = |block: &Block| match block {
            Block::Predict(Predict { kind: PredictKind::Number { key, .. }, .. }) => key == NUMBER,
            _ => false,
        };
        let page = lesson.pages.iter().position(|page| page.blocks.iter().any(asks))?;
        Some(Place::Page { slug: lesson.slug.clone(), page, knobs: Vec::new() })
    })
}

/// What the number on home is.
const NUMBER: &str = "blocks:b1";

pub(super) fn view(room: &HomeRoom, world: &World) -> HomeView {
    if room.is_welcome {
        return HomeView::Welcome(welcome(world));
    }
    let lang = world.lang;
    HomeView::Rooms(RoomsView {
        frame: Frame { path: "effnet-tutor".to_owned(), ..Frame::default() },
        motto: lang.text("home.motto").to_owned(),
        resume: resume(room, world),
        rows: ROOMS
            .iter()
            .enumerate()
            .map(|(index, id)| HomeRow {
                key: (index + 1).to_string(),
                name: room_name(*id, world).to_owned(),
                about: about(*id, world),
                selected: room.cursor == index + 1,
            })
            .collect(),
        route: offers_route(world).then(|| HomeRow {
            key: "r".to_owned(),
            name: lang.text("home.route").to_owned(),
            about: route_about(world),
            selected: room.cursor > ROOMS.len(),
        }),
        number: number(world),
    })
}

fn welcome(world: &World) -> WelcomeView {
    let lang = world.lang;
    let row = |(index, of): (usize, Lang)| HomeRow {
        key: (index + 1).to_string(),
        name: of.text("app.language").to_owned(),
        about: String::new(),
        selected: of == lang,
    };
    let next = lang.fill(
        "home.welcome-next",
        &[
            ("questions", &route().questions.len()),
            ("pages", &route().stops(&world.library, lang).len()),
            ("minutes", &route().minutes),
        ],
    );
    let columns = world.text_columns().min(70);
    WelcomeView {
        frame: Frame { path: "effnet-tutor".to_owned(), ..Frame::default() },
        motto: lang.text("home.motto").to_owned(),
        title: lang.text("home.welcome").to_owned(),
        rows: Lang::ALL.into_iter().enumerate().map(row).collect(),
        next: wrap(&next, columns).into_iter().map(Line::body).collect(),
    }
}

/// How much of the route is left, and its next page.
fn route_about(world: &World) -> String {
    let stops = route().stops(&world.library, world.lang);
    let opened = |stop: &&Stop| world.standing.pages.contains(&(stop.slug.clone(), stop.page));
    let done = stops.iter().filter(opened).count();
    let next = stops.iter().find(|stop| !opened(stop));
    let title = next.map(|stop| page_title(stop, world)).unwrap_or_default();
    let values: [(&str, &dyn std::fmt::Display); 3] =
        [("n", &(done + 1)), ("of", &stops.len()), ("title", &title)];
    world.lang.fill("home.route-next", &values)
}

fn page_title(stop: &Stop, world: &World) -> String {
    let lesson = world.library.lesson(world.lang, &stop.slug);
    let page = lesson.and_then(|lesson| lesson.pages.get(stop.page));
    page.map_or_else(String::new, |page| page.title.clone())
}

fn resume(room: &HomeRoom, world: &World) -> HomeRow {
    let lang = world.lang;
    let about = continuation(world).and_then(|place| {
        let lesson = world.library.lesson(lang, &place.slug)?;
        Some(lang.fill("home.page", &[("title", &lesson.title), ("n", &(place.page + 1))]))
    });
    let begun = !world.standing.places.is_empty();
    if !begun && next_stop(world).is_some() {
        return HomeRow {
            key: "enter".to_owned(),
            name: lang.text("home.begin").to_owned(),
            about: lang.fill(
                "home.route-first",
                &[("route", &route_about(world)), ("minutes", &route().minutes)],
            ),
            selected: room.cursor == 0,
        };
    }
    HomeRow {
        key: "enter".to_owned(),
        name: if begun { lang.text("home.resume") } else { lang.text("home.begin") }.to_owned(),
        about: about.unwrap_or_default(),
        selected: room.cursor == 0,
    }
}

fn room_name(id: RoomId, world: &World) -> &'static str {
    match id {
        RoomId::Home => world.lang.text("rooms.home"),
        RoomId::Learn => world.lang.text("rooms.learn"),
        RoomId::Scale => world.lang.text("rooms.scale"),
        RoomId::Quiz => world.lang.text("rooms.quiz"),
        RoomId::Progress => world.lang.text("rooms.progress"),
    }
}

fn about(id: RoomId, world: &World) -> String {
    let lang = world.lang;
    let standing = &world.standing;
    match id {
        RoomId::Home => String::new(),
        RoomId::Learn => {
            let lessons = world.library.lessons(lang).count();
            let read = standing.places.iter().filter(|p| p.done_at_utc_ms.is_some()).count();
            lang.fill("home.about-learn", &[("n", &lessons), ("read", &read)])
        }
        RoomId::Scale => lang.text("home.about-scale").to_owned(),
        RoomId::Quiz => {
            let items = world.library.questions().count();
            match standing.summary.answers {
                _ if !standing.due.is_empty() => lang.fill(
                    "home.about-quiz-due",
                    &[("due", &standing.due.len()), ("kept", &standing.kept), ("n", &items)],
                ),
                0 => lang.fill("home.about-quiz", &[("n", &items)]),
                asked => lang.fill(
                    "home.about-quiz-score",
                    &[("n", &items), ("asked", &asked), ("right", &standing.summary.right)],
                ),
            }
        }
        RoomId::Progress => lang.text("home.about-progress").to_owned(),
    }
}

/// Computed, like every number: B1's published depth is 1.1, and its blocks are 23 instead of 16.
fn number(world: &World) -> Vec<Line> {
    let lang = world.lang;
    let value = |expression: &str| quantity::render(expression).unwrap_or_default();
    let text = lang.fill(
        "home.number",
        &[("depth", &value("depth:b1|.1")), ("b0", &value("blocks:b0")), ("b1", &value(NUMBER))],
    );
    let mut lines = vec![Line::new(lang.text("home.number-title"), Role::Strong)];
    lines.extend(wrap(&text, world.text_columns().min(70)).into_iter().map(Line::body));
    lines
}

//! What home shows, as plain data.

use crate::content::lesson::{Block, Predict, PredictKind};
use crate::content::quantity;
use crate::rooms::{Place, RoomId, World};
use crate::text::line::{Line, Role};
use crate::text::wrap;
use crate::view::Frame;

use super::HomeRoom;

/// The rooms that home lists, in the order of their keys.
pub(super) const ROOMS: [RoomId; 3] = [RoomId::Learn, RoomId::Scale, RoomId::Quiz];

/// One frame of home.
#[derive(Debug, Clone, PartialEq)]
pub struct HomeView {
    /// Title and language.
    pub frame: Frame,
    /// What the program is for, in one sentence.
    pub motto: String,
    /// What Enter does first: continue where one left off.
    pub resume: HomeRow,
    /// The rooms.
    pub rows: Vec<HomeRow>,
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
    let last = standing.places.first().filter(|place| place.done_at_utc_ms.is_none());
    let known = last.filter(|place| lessons.iter().any(|lesson| lesson.slug == place.slug));
    if let Some(place) = known {
        return Some(Continuation { slug: place.slug.clone(), page: place.page });
    }
    let unread =
        |slug: &str| standing.place(slug).is_none_or(|place| place.done_at_utc_ms.is_none());
    let next = lessons.iter().find(|lesson| unread(&lesson.slug)).or_else(|| lessons.first())?;
    Some(Continuation { slug: next.slug.clone(), page: 0 })
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
    let lang = world.lang;
    HomeView {
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
        number: number(world),
    }
}

fn resume(room: &HomeRoom, world: &World) -> HomeRow {
    let lang = world.lang;
    let about = continuation(world).and_then(|place| {
        let lesson = world.library.lesson(lang, &place.slug)?;
        Some(lang.fill("home.page", &[("title", &lesson.title), ("n", &(place.page + 1))]))
    });
    let begun = !world.standing.places.is_empty();
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
                0 => lang.fill("home.about-quiz", &[("n", &items)]),
                asked => lang.fill(
                    "home.about-quiz-score",
                    &[("n", &items), ("asked", &asked), ("right", &standing.summary.right)],
                ),
            }
        }
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

//! What the learn room shows, as plain data.

use std::sync::Arc;

use crate::content::diagnostic::Diagnostic;
use crate::content::layout::{self, Column, TEXT_COLUMNS};
use crate::content::lesson::{Block, Lesson, Page};
use crate::content::route::route;
use crate::figure::Figure;
use crate::rooms::World;
use crate::rooms::live::LiveFigure;
use crate::text::line::{Line, Role};
use crate::text::normal::visible;
use crate::text::shell;
use crate::view::{Frame, KnobView, Text};

use super::{LearnRoom, PageState, predict, sheet};

/// One frame of the learn room.
#[derive(Debug, Clone, PartialEq)]
pub enum LearnView {
    /// The lessons.
    Outline {
        /// Where we are.
        frame: Frame,
        /// The lessons.
        rows: Vec<OutlineRow>,
        /// What could not be read, if anything.
        problems: usize,
        /// Label of what could not be read.
        problems_text: String,
        /// The first problem of each lesson that has any: `slug: file:line: message`.
        broken: Vec<String>,
    },
    /// A page.
    Page(Box<PageView>),
    /// Source, glossary or search.
    Sheet {
        /// Where we are.
        frame: Frame,
        /// What is to be read.
        text: Text,
    },
}

/// A row of the outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutlineRow {
    /// Number in the course.
    pub number: usize,
    /// Title.
    pub title: String,
    /// What one can do afterwards.
    pub summary: String,
    /// How many pages were opened.
    pub read: usize,
    /// Of how many.
    pub pages: usize,
    /// `3 / 7`, or that it was read to the end.
    pub state: String,
    /// Whether the cursor is on it.
    pub selected: bool,
}

/// A page with its figure.
#[derive(Debug, Clone, PartialEq)]
pub struct PageView {
    /// Where we are, and the command that shows the same.
    pub frame: Frame,
    /// The page's text; on a narrow screen with the figure below it.
    pub text: Text,
    /// The figure, where there is room beside the text and it may be seen.
    pub figure: Option<Arc<Figure>>,
    /// What stands in its place otherwise.
    pub notice: Option<String>,
    /// Its knobs.
    pub knobs: Vec<KnobView>,
}

pub(super) fn view(room: &LearnRoom, world: &World) -> LearnView {
    if let Some((frame, text)) = sheet::view(room, world) {
        return LearnView::Sheet { frame, text };
    }
    match (room.lesson(world), room.page_state()) {
        (Some((lesson, page)), Some(state)) => {
            LearnView::Page(Box::new(page_view(room, lesson, page, state, world)))
        }
        _ => outline(room, world),
    }
}

fn outline(room: &LearnRoom, world: &World) -> LearnView {
    let lang = world.lang;
    let rows = world.library.lessons(lang).enumerate().map(|(index, lesson)| {
        let pages = lesson.pages.len();
        let read = world.standing.pages_read(&lesson.slug, pages);
        let state = match world.standing.place(&lesson.slug) {
            Some(place) if place.done_at_utc_ms.is_some() => lang.text("learn.finished").to_owned(),
            _ if read > 0 => format!("{read} / {pages}"),
            _ => lang.fill("learn.pages", &[("n", &pages)]),
        };
        OutlineRow {
            number: lesson.number,
            title: lesson.title.clone(),
            summary: lesson.summary.clone(),
            read,
            pages,
            state,
            selected: index == room.cursor,
        }
    });
    let problems = world.library.problem_count();
    LearnView::Outline {
        frame: Frame {
            path: lang.text("rooms.learn").to_owned(),
            command: "effnet-tutor learn --list".to_owned(),
            ..Frame::default()
        },
        rows: rows.collect(),
        problems,
        problems_text: lang.fill("learn.problems", &[("n", &problems)]),
        broken: world.library.broken(lang).map(first_problem).collect(),
    }
}

fn first_problem((slug, problem): (&str, &Diagnostic)) -> String {
    let Diagnostic { path, line, message, .. } = problem;
    visible(&format!("{slug}: {}:{line}: {message}", path.display())).into_owned()
}

fn page_view(
    room: &LearnRoom,
    lesson: &Lesson,
    page: &Page,
    state: &PageState,
    world: &World,
) -> PageView {
    let lang = world.lang;
    let number = room.open.as_ref().map_or(1, |(_, page)| page + 1);
    let hidden = figure_is_hidden(room, lesson, page);
    let beside = world.figure_beside() && state.live.is_some();
    let width = if beside { TEXT_COLUMNS } else { world.text_columns() };
    let mut text = page_text(room, lesson, page, state, world, width);
    let shown = state.live.as_ref().filter(|_| !hidden);
    let knobs = shown.map_or_else(Vec::new, |live| live.knobs(lang));
    let figure = shown.and_then(LiveFigure::figure).cloned();
    let notice = match &state.live {
        Some(_) if hidden => Some(lang.text("learn.predict-first").to_owned()),
        live => live.as_ref().and_then(|live| live.notice(lang)),
    };
    if !beside {
        let knobs_at = text.lines.len() + 1;
        text.scroll = text.scroll.or((state.is_turned && shown.is_some()).then_some(knobs_at));
        text.lines.extend(below(figure.as_deref(), notice.as_ref(), &knobs, width, world));
    }
    PageView {
        frame: Frame {
            path: format!("{} › {} {}", lang.text("rooms.learn"), lesson.number, lesson.title),
            place: format!("{number} / {}", lesson.pages.len()),
            status: room.route.map_or_else(String::new, |stop| on_route(stop, world)),
            command: command(room, world).unwrap_or_default(),
        },
        text,
        figure: figure.filter(|_| beside),
        notice: notice.filter(|_| beside),
        knobs: if beside { knobs } else { Vec::new() },
    }
}

/// Where on the recommended route one is.
fn on_route(stop: usize, world: &World) -> String {
    let of = route().stops(&world.library, world.lang).len();
    world.lang.fill("learn.on-route", &[("n", &(stop + 1)), ("of", &of)])
}

/// Title, text and predictions, up to the first prediction that is still open.
fn page_text(
    room: &LearnRoom,
    lesson: &Lesson,
    page: &Page,
    state: &PageState,
    world: &World,
    width: usize,
) -> Text {
    let lang = world.lang;
    let pending = room.pending(page, &lesson.slug).map(|predict| predict.id.as_str());
    let mut lines = layout::layout_heading(&page.title, Column::new(width, lang));
    let (mut caret, mut focus) = (None, None);
    for block in &page.blocks {
        match block {
            Block::Prose(_) | Block::Formula(_) => {
                lines.push(Line::empty());
                lines.extend(layout::layout_block(block, Column::new(width, lang)));
            }
            Block::Predict(predict) => {
                lines.push(Line::empty());
                let prompt = predict::lines(predict, state, lang, width);
                let asked = pending == Some(predict.id.as_str());
                if asked {
                    caret = prompt.caret.map(|(line, column)| (lines.len() + line, column));
                    focus = prompt.focus.map(|line| lines.len() + line);
                }
                lines.extend(prompt.lines);
                if asked {
                    break;
                }
            }
            Block::Live(_) => {}
        }
    }
    // An empty line at the end is nothing to scroll to.
    while caret.is_none() && lines.last().is_some_and(|line| line.width() == 0) {
        lines.pop();
    }
    Text { lines, scroll: state.scroll, focus, caret }
}

/// Whether a prediction before the live figure is still open.
fn figure_is_hidden(room: &LearnRoom, lesson: &Lesson, page: &Page) -> bool {
    let Some(pending) = room.pending(page, &lesson.slug) else { return false };
    let place = |wanted: &dyn Fn(&Block) -> bool| page.blocks.iter().position(wanted);
    let prompt = place(&|block| matches!(block, Block::Predict(p) if p.id == pending.id));
    let figure = place(&|block| matches!(block, Block::Live(_)));
    prompt < figure
}

/// The figure as text, for screens without room beside the page.
fn below(
    figure: Option<&Figure>,
    notice: Option<&String>,
    knobs: &[KnobView],
    width: usize,
    world: &World,
) -> Vec<Line> {
    let mut lines: Vec<Line> = knobs.iter().map(KnobView::line).collect();
    if let Some(notice) = notice {
        lines.push(Line::new(notice.clone(), Role::Quiet));
    } else if let Some(figure) = figure {
        lines.extend(figure.lines(width, world.glyphs));
    }
    if !lines.is_empty() {
        lines.insert(0, Line::empty());
    }
    lines
}

/// The shell line that shows this page with the lesson's knobs.
pub(super) fn address(room: &LearnRoom, world: &World) -> Option<String> {
    let (lesson, _) = room.lesson(world)?;
    let number = room.open.as_ref().map_or(1, |(_, page)| page + 1);
    Some(format!("effnet-tutor learn {}/{number}", lesson.slug))
}

/// The shell line that shows this page with the knobs as they stand.
pub(super) fn command(room: &LearnRoom, world: &World) -> Option<String> {
    let state = room.page_state()?;
    let Some(live) = &state.live else { return address(room, world) };
    let settings = state.waiting.as_ref().unwrap_or(live.demo()).settings(live.original());
    let photo = world
        .photo
        .as_ref()
        .map_or_else(String::new, |path| format!(" --photo {}", shell::word(path)));
    Some(address(room, world)? + &settings + &photo)
}

//! Opens the screen: from what was asked for to a running program, and back to the shell.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;

use crate::content::library::Library;
use crate::demo::Bench;
use crate::figure::Glyphs;
use crate::learner::store::study_day;
use crate::learner::{Home, Store, again};
use crate::request::{Request, RoundOf, Start, ThemeChoice, fresh_seed};
use crate::rooms::{About, Place, Plan, RoomId, Standing};
use crate::term::{self, Background, ColorLevel, Options, Session};
use crate::ui::Theme;
use crate::ui::theme::{Depth, Palette};

use super::Setup;
use super::run::Tutor;

/// Opens the screen and runs until the learner leaves; the exit code.
///
/// # Errors
/// When the terminal cannot be used, or the learner's photo.
pub fn start(request: &Request) -> anyhow::Result<u8> {
    let bench = bench(request)?;
    let home = Home::choose(request.home.as_deref());
    let (store, notices) = Store::open(&home);
    let notices: Vec<String> =
        notices.iter().map(|notice| notice.message().say(request.lang)).collect();
    let library = Arc::new(Library::open(request.content.as_deref()));
    let now = jiff::ZonedDateTime::now();
    let standing = Standing::of(&store, &library, study_day(&now));
    let place = place(&request.start, &standing, &library);
    let chosen = store.language().ok().flatten().filter(|_| !request.is_lang_asked);
    let setup = Setup {
        lang: chosen.unwrap_or(request.lang),
        theme: theme(request, store.look().ok().flatten().as_deref()),
        photo: request.photo.as_ref().map(|path| path.to_string_lossy().into_owned()),
        glyphs: if request.ascii { Glyphs::Ascii } else { Glyphs::Full },
        library,
        is_first_run: request.start == Start::Home && standing.is_new(),
        standing,
        begun_utc_ms: now.timestamp().as_millisecond(),
        saving: store.is_saving(),
        seed: fresh_seed(),
        start: place,
    };
    let (outbox, inbox) = term::channel();
    let mut session = Session::enter(Options::default())?;
    let mut tutor =
        Tutor::new(setup, store, bench, outbox, home.dir().map(Path::to_path_buf), &notices);
    let end = term::run(&mut tutor, &mut session, inbox)?;
    session.leave();
    Ok(end.code())
}

/// A bench with the learner's own photo, if there is one.
fn bench(request: &Request) -> anyhow::Result<Bench> {
    let Some(path) = &request.photo else { return Ok(Bench::default()) };
    let file = format!("`{}`", path.display());
    let cannot = || request.lang.fill("engine.cannot-read", &[("file", &file)]);
    Bench::with_photo(path).with_context(cannot)
}

/// The look that was asked for; else the one `kept` from the last time, else by the terminal's ground.
fn theme(request: &Request, kept: Option<&str>) -> Theme {
    let kept = Palette::ALL.into_iter().find(|palette| Some(palette.name()) == kept);
    let palette = match request.theme {
        ThemeChoice::Dark => Palette::Dark,
        ThemeChoice::Light => Palette::Light,
        ThemeChoice::Mono => Palette::Mono,
        ThemeChoice::Colorblind => Palette::Colorblind,
        ThemeChoice::Auto => kept.unwrap_or_else(by_background),
    };
    let depth = match term::color_level(request.color) {
        ColorLevel::None => Depth::None,
        ColorLevel::Sixteen => Depth::Sixteen,
        ColorLevel::Indexed => Depth::Indexed,
        ColorLevel::True => Depth::True,
    };
    Theme { palette, depth }
}

fn by_background() -> Palette {
    match term::background() {
        Background::Light => Palette::Light,
        Background::Dark | Background::Unknown => Palette::Dark,
    }
}

fn place(start: &Start, standing: &Standing, library: &Library) -> Place {
    match start {
        Start::Home => Place::Room(RoomId::Home),
        Start::Lessons => Place::Room(RoomId::Learn),
        Start::Topics => Place::Room(RoomId::Quiz),
        Start::Page { slug, page, knobs } => Place::Page {
            slug: slug.clone(),
            page: page.unwrap_or_else(|| standing.page_to_resume(slug)),
            knobs: knobs.clone(),
        },
        Start::Round { topics, from, held, items, in_order, limit, seed, report } => {
            let returning = |ids: &[String]| {
                let mut ids = ids.to_vec();
                again::among(&mut ids, items, library);
                ids
            };
            let topics = topics.clone();
            let plan = match from {
                RoundOf::Topics => {
                    Plan { in_order: *in_order, ..Plan::new(About::Topics(topics), items.clone()) }
                }
                RoundOf::Due => Plan {
                    in_order: true,
                    ..Plan::new(About::Due(topics), returning(&standing.due))
                },
                RoundOf::Weak => Plan {
                    in_order: true,
                    ..Plan::new(About::Weak(topics), returning(&standing.weak))
                },
            };
            let (held, limit, seed, report) = (*held, *limit, *seed, report.clone());
            Place::Round(Plan { held, limit, seed, report, ..plan })
        }
    }
}

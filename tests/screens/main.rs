//! Every screen at every size, in both languages, in colour and without.
#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

#[path = "../support/journey.rs"]
mod journey;
#[path = "../support/keys.rs"]
mod keys;
#[path = "../support/svg.rs"]
mod svg;

mod any_keys;
mod captures;
mod fits;
mod looks;
mod sizes;

use effnet_tutor::app::Setup;
use effnet_tutor::content::lesson::{Block, PredictKind};
use effnet_tutor::figure::Glyphs;
use effnet_tutor::rooms::{About, Place, Plan, RoomId};
use effnet_tutor::text::Lang;
use effnet_tutor::ui::Theme;
use effnet_tutor::ui::theme::{Depth, Palette};
use journey::{Frame, Journey, LIBRARY, page, setup};

/// A look: theme and characters.
#[derive(Debug, Clone, Copy)]
struct Look {
    theme: Theme,
    glyphs: Glyphs,
}

const COLOUR: Look =
    Look { theme: Theme { palette: Palette::Dark, depth: Depth::True }, glyphs: Glyphs::Full };
const MONO: Look =
    Look { theme: Theme { palette: Palette::Mono, depth: Depth::None }, glyphs: Glyphs::Full };
const ASCII: Look = Look { glyphs: Glyphs::Ascii, ..MONO };

/// A screen with its name.
struct Shown {
    name: String,
    journey: Journey,
}

impl Journey {
    /// One frame at another size; the next one is at 80×24 again.
    fn frame_at(&mut self, size: (u16, u16)) -> Frame {
        self.resize(size.0, size.1);
        let frame = self.frame();
        self.resize(80, 24);
        frame
    }
}

/// A screen and the keys that lead there.
fn screen(name: &str, start: Place, keys: &str, lang: Lang, look: Look) -> Shown {
    let setup = Setup { start, theme: look.theme, glyphs: look.glyphs, ..setup(lang) };
    let mut journey = Journey::begin(setup, (80, 24));
    journey.press(keys);
    Shown { name: format!("{name} ({})", lang.code()), journey }
}

/// A round of one item, in English and Korean the same.
fn round(item: &str) -> Place {
    let items = vec![item.to_owned()];
    let plan = Plan::new(About::Topics(items.clone()), items);
    Place::Round(Plan { in_order: true, seed: Some(3), ..plan })
}

/// Every page of every lesson: as it is asked, and with every prediction made.
fn pages(lang: Lang, look: Look) -> Vec<Shown> {
    let mut screens = Vec::new();
    for lesson in LIBRARY.lessons(lang) {
        for (index, shown) in lesson.pages.iter().enumerate() {
            let keys = shown.blocks.iter().map(|block| match block {
                Block::Predict(predict) => match predict.kind {
                    PredictKind::Choice { .. } => "<down><enter>",
                    _ => "123456789<enter>",
                },
                _ => "",
            });
            let made: String = keys.collect();
            for (state, keys) in [("asked", ""), ("answered", made.as_str())] {
                let name = format!("{}/{} {state}", lesson.slug, index + 1);
                screens.push(screen(&name, page(&lesson.slug, index), keys, lang, look));
            }
        }
    }
    screens
}

/// Every kind of screen that is no page.
fn others(lang: Lang, look: Look) -> Vec<Shown> {
    let room = Place::Room;
    let kinds = [
        ("home", room(RoomId::Home), ""),
        ("lessons", room(RoomId::Learn), ""),
        ("scale", room(RoomId::Scale), ""),
        ("scale against accuracy", room(RoomId::Scale), "<backtab><right>"),
        ("scale with factors", room(RoomId::Scale), "<tab><tab><tab><tab><tab><right>"),
        (
            "scale on another base",
            room(RoomId::Scale),
            "<tab><tab><tab><tab><c-right><c-right><c-right>",
        ),
        ("surface", room(RoomId::Scale), "x"),
        ("surface by cost", room(RoomId::Scale), "x<right><tab>"),
        ("solver", room(RoomId::Scale), "v"),
        ("frontier", room(RoomId::Scale), "v<enter><down>"),
        ("a budget that nothing fits", room(RoomId::Scale), "v,blocks==1<enter>"),
        ("a wrong budget", room(RoomId::Scale), "v,depht<enter>"),
        ("topics", room(RoomId::Quiz), ""),
        ("a choice", round("note-three-dimensions"), ""),
        ("a choice with hints", round("note-three-dimensions"), "ii"),
        ("a choice missed", round("note-three-dimensions"), "<tab>"),
        ("a recall", round("note-why-efficient"), ""),
        ("a recall to tick", round("note-why-efficient"), "because<enter>"),
        ("a recall ticked", round("note-why-efficient"), "because<enter>1<enter>"),
        ("a word", round("note-activation"), ""),
        ("a word missed", round("note-activation"), "relu<enter><enter>"),
        ("a number", round("note-how-many-layers"), ""),
        ("a number missed", round("note-how-many-layers"), "237<enter><enter>"),
        ("how sure", round("note-how-many-layers"), "237<enter><down>"),
        ("progress", room(RoomId::Progress), ""),
        ("results", round("note-activation"), "relu<enter><enter><enter>"),
        ("source", page("depthwise-separable", 1), "<tab>s"),
        ("glossary", room(RoomId::Learn), "g"),
        ("a term", room(RoomId::Learn), "gstochastic depth"),
        ("search", room(RoomId::Learn), "/channel"),
        ("a search for nothing", room(RoomId::Learn), "/zzz"),
        ("home with a route", page("depthwise-separable", 0), "<esc><esc>"),
        ("help", room(RoomId::Home), "?"),
        ("help of a page", page("depthwise-separable", 1), "<tab>?"),
        ("help without a match", room(RoomId::Scale), "?zzz"),
    ];
    kinds.map(|(name, start, keys)| screen(name, start, keys, lang, look)).into()
}

fn all(lang: Lang, look: Look) -> Vec<Shown> {
    let mut screens = pages(lang, look);
    screens.extend(others(lang, look));
    screens
}

//! Every screen as a picture, and what a program can see in all of them.

use std::fs;
use std::path::Path;

use effnet_tutor::figure::Glyphs;
use effnet_tutor::rooms::{Place, RoomId};
use effnet_tutor::text::{Lang, width};
use effnet_tutor::ui::Theme;
use effnet_tutor::ui::theme::{Depth, Palette};

use crate::journey::{Frame, page};
use crate::svg::{Ground, colours, svg};
use crate::{COLOUR, Look, MONO, Shown, all, round, screen};

const LIGHT: Look =
    Look { theme: Theme { palette: Palette::Light, depth: Depth::True }, glyphs: Glyphs::Full };
const SIZES: [(u16, u16); 3] = [(60, 18), (80, 24), (120, 40)];

/// WCAG 2.1: relative luminance.
fn luminance((r, g, b): (u8, u8, u8)) -> f64 {
    let part = |level: u8| {
        let level = f64::from(level) / 255.0;
        if level <= 0.04045 { level / 12.92 } else { ((level + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b)
}

/// Letters on their ground, by WCAG 2.1.
fn contrast(a: (u8, u8, u8), b: (u8, u8, u8)) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Pictures and bars are no letters.
fn is_letter(symbol: &str) -> bool {
    symbol.chars().any(|c| {
        !c.is_whitespace() && !matches!(c, '\u{2500}'..='\u{25ff}' | '\u{2800}'..='\u{28ff}')
    })
}

/// What is wrong with a frame, in words.
fn flaws(frame: &Frame, ground: Ground) -> Vec<String> {
    let area = frame.buffer.area;
    let mut found = Vec::new();
    for y in 0..area.height {
        let mut x = 0;
        while x < area.width {
            let cell = &frame.buffer[(x, y)];
            let columns = (width(cell.symbol()) as u16).max(1);
            if x + columns > area.width {
                found.push(format!("{x},{y}: a wide letter is cut at the border"));
            }
            let (ink, paper) = colours(cell, ground);
            if is_letter(cell.symbol()) && contrast(ink, paper) < 4.5 {
                found.push(format!("{x},{y}: `{}` is {ink:?} on {paper:?}", cell.symbol()));
            }
            x += columns;
        }
    }
    found
}

/// The longest run of empty lines of the body, and how many lines the body has.
fn blank(frame: &Frame) -> (usize, usize) {
    let text = frame.text();
    let lines: Vec<&str> = text.lines().collect();
    let body = &lines[2..lines.len().saturating_sub(3)];
    let longest = body.split(|line| !line.trim().is_empty()).map(<[_]>::len).max();
    (longest.unwrap_or(0), body.len())
}

/// Looks at every screen of every language and theme at a size, and hands each frame on.
fn look_at_all(size: (u16, u16), mut each: impl FnMut(&str, &str, &Frame, Ground)) -> Vec<String> {
    let mut found = Vec::new();
    for (name, look, ground) in [
        ("dark", COLOUR, Ground::Dark),
        ("light", LIGHT, Ground::Light),
        ("mono", MONO, Ground::Dark),
    ] {
        for lang in Lang::ALL {
            for Shown { name: title, mut journey } in all(lang, look) {
                journey.resize(size.0, size.1);
                let frame = journey.frame();
                let place = format!("{title} {}x{} {name}", size.0, size.1);
                found.extend(
                    flaws(&frame, ground).into_iter().map(|flaw| format!("{place} {flaw}")),
                );
                each(&title, name, &frame, ground);
            }
        }
    }
    found
}

#[test]
fn every_letter_of_every_screen_can_be_read() {
    let found = look_at_all((80, 24), |_, _, _, _| ());
    assert!(
        found.is_empty(),
        "{} flaws:\n{}",
        found.len(),
        found[..found.len().min(40)].join("\n")
    );
}

/// `target/captures/SIZE/THEME/NAME.svg`, and a list of those that stand mostly empty.
#[test]
#[ignore = "heavy: draws every screen in every look and size into target/captures"]
fn every_screen_is_captured() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().join("captures");
    let mut empty = Vec::new();
    for size in SIZES {
        let found = look_at_all(size, |title, theme, frame, ground| {
            let folder = root.join(format!("{}x{}", size.0, size.1)).join(theme);
            fs::create_dir_all(&folder).unwrap();
            let name = title.replace(['/', ' '], "-").replace(['(', ')'], "");
            fs::write(folder.join(format!("{name}.svg")), svg(&frame.buffer, ground, title))
                .unwrap();
            let (longest, of) = blank(frame);
            if 2 * longest > of && theme == "dark" {
                empty.push(format!(
                    "{}x{} {title}: {longest} of {of} lines in one piece",
                    size.0, size.1
                ));
            }
        });
        assert!(
            found.is_empty(),
            "{} flaws:\n{}",
            found.len(),
            found[..found.len().min(40)].join("\n")
        );
    }
    fs::write(root.join("empty.txt"), empty.join("\n")).unwrap();
}

/// The pictures of the READMEs: name, place, keys.
fn pictures() -> [(&'static str, Place, &'static str); 3] {
    [
        ("lesson", page("depthwise-separable", 3), "25000000<enter>"),
        ("scale", Place::Room(RoomId::Scale), ""),
        ("quiz", round("note-three-dimensions"), "<down><enter>3"),
    ]
}

/// They are drawn by the program, so they are never out of date: with `UPDATE_PICTURES=1` they are
/// written, without it they must be what the program draws.
#[test]
fn the_pictures_of_the_readmes_are_these_screens() {
    for lang in Lang::ALL {
        for (name, place, keys) in pictures() {
            let shown = screen(name, place, keys, lang, COLOUR);
            let picture = svg(&shown.journey.frame().buffer, Ground::Dark, &shown.name);
            let path = format!("assets/pictures/{name}.{}.svg", lang.code());
            if std::env::var_os("UPDATE_PICTURES").is_some() {
                fs::write(&path, &picture).unwrap();
            }
            let kept = fs::read_to_string(&path).unwrap_or_default();
            assert!(kept == picture, "{path} is out of date: UPDATE_PICTURES=1 draws it anew");
        }
    }
}

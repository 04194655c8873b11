//! Any size: nothing panics, below 60×18 one line says so, and nothing leaves its place.

use effnet_tutor::text::{Lang, width};
use effnet_tutor::view::{MIN_COLUMNS, MIN_ROWS};

use crate::{ASCII, COLOUR, Look, MONO, Shown, all};

fn sizes() -> Vec<(u16, u16)> {
    let small = (0..=12).flat_map(|columns| (0..=6).map(move |rows| (columns, rows)));
    let others = [(1, 200), (59, 17), (59, 24), (80, 17), (60, 18), (80, 24), (120, 40), (200, 60)];
    small.chain(others).collect()
}

fn check_every_size(look: Look) {
    for lang in Lang::ALL {
        for mut shown in all(lang, look) {
            for size in sizes() {
                check(&mut shown, size, lang);
            }
        }
    }
}

/// Draws, which must not panic, and checks what holds at any size.
fn check(shown: &mut Shown, size: (u16, u16), lang: Lang) {
    let Shown { name, journey } = shown;
    let frame = journey.frame_at(size);
    if let Some(at) = frame.cursor {
        assert!(frame.buffer.area.contains(at), "{name} {size:?}: the cursor is at {at}");
    }
    let screen = frame.text();
    let lines: Vec<&str> = screen.lines().filter(|line| !line.is_empty()).collect();
    if size.0 < MIN_COLUMNS || size.1 < MIN_ROWS {
        assert!(frame.cursor.is_none(), "{name} {size:?}: a cursor, and nothing to type in");
        let all = lang.text("app.too-small");
        let wanted = effnet_tutor::text::fitting(all, usize::from(size.0)).trim_end();
        let wanted: Vec<&str> =
            [wanted].into_iter().filter(|w| size.1 > 0 && !w.is_empty()).collect();
        // In ASCII the sign of multiplication is a letter.
        let plain = |lines: &[&str]| lines.join("\n").replace('×', "x");
        assert_eq!(plain(&lines), plain(&wanted), "{name} {size:?}");
    } else {
        assert!(lines.len() > 4, "{name} {size:?}:\n{screen}");
        for line in lines {
            assert!(width(line) <= usize::from(size.0), "{name} {size:?}: {line}");
        }
    }
}

#[test]
fn every_screen_survives_every_size_in_colour() {
    check_every_size(COLOUR);
}

#[test]
fn every_screen_survives_every_size_without_colour() {
    check_every_size(MONO);
}

#[test]
fn every_screen_survives_every_size_in_ascii() {
    check_every_size(ASCII);
}

/// The largest terminal that anybody will have.
#[test]
fn every_screen_survives_a_wall() {
    for mut shown in all(Lang::Ko, COLOUR) {
        check(&mut shown, (500, 200), Lang::Ko);
    }
}

#[test]
fn a_screen_comes_back_as_it_was() {
    for lang in Lang::ALL {
        for mut shown in all(lang, COLOUR) {
            let before = shown.journey.screen();
            shown.journey.resize(40, 10);
            assert_ne!(shown.journey.screen(), before);
            shown.journey.resize(80, 24);
            assert!(shown.journey.screen() == before, "{}:\n{before}", shown.name);
        }
    }
}

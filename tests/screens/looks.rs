//! How it looks: meaning without colour, nothing but ASCII lines where that is asked for, and a few
//! screens as pictures.

use effnet_tutor::text::Lang;
use ratatui::style::{Color, Modifier};

use crate::{ASCII, COLOUR, MONO, all, others};

/// Lines, blocks, arrows, marks and Braille.
fn is_drawn(c: char) -> bool {
    let arrows_and_marks = "↑↓←→◂▸›✓✗●◆⌫";
    matches!(c, '\u{2500}'..='\u{259f}' | '\u{2800}'..='\u{28ff}') || arrows_and_marks.contains(c)
}

#[test]
fn ascii_screens_draw_no_lines_and_blocks() {
    let mut found = Vec::new();
    for lang in Lang::ALL {
        for shown in all(lang, ASCII) {
            let screen = shown.journey.screen();
            for line in screen.lines().filter(|line| line.contains(is_drawn)) {
                found.push(format!("{}: {line}", shown.name));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn without_colour_no_cell_has_one() {
    for lang in Lang::ALL {
        for shown in all(lang, MONO) {
            let buffer = shown.journey.frame().buffer;
            let coloured = buffer
                .content()
                .iter()
                .find(|cell| cell.fg != Color::Reset || cell.bg != Color::Reset);
            assert_eq!(coloured, None, "{}", shown.name);
        }
    }
}

/// The first place where a text stands, as attributes of its first cell.
fn modifier_of(shown: &crate::Shown, text: &str) -> Modifier {
    let frame = shown.journey.frame();
    let screen = frame.text();
    let (y, line) = screen.lines().enumerate().find(|(_, line)| line.contains(text)).unwrap();
    let x = effnet_tutor::text::width(&line[..line.find(text).unwrap()]);
    frame.buffer[(x as u16, y as u16)].modifier
}

#[test]
fn what_is_chosen_differs_without_colour() {
    for lang in Lang::ALL {
        let screens = others(lang, MONO);
        let at = |name: &str| {
            screens.iter().find(|shown| shown.name.starts_with(&format!("{name} ("))).unwrap()
        };
        let chosen = modifier_of(at("home"), lang.text("home.begin"));
        assert_ne!(chosen, modifier_of(at("home"), lang.text("rooms.quiz")));
        let scale = at("scale");
        assert_ne!(modifier_of(scale, "◂ 3.00"), modifier_of(scale, "◂ 1.20"), "the active knob");
        let topics = at("topics");
        let (first, second) = (lang.text("quizroom.note"), lang.text("quizroom.all"));
        assert_ne!(modifier_of(topics, first), modifier_of(topics, second));
        let missed = at("a choice missed");
        assert!(missed.journey.screen().contains('✓'), "right and wrong by sign and word");
        assert!(missed.journey.screen().contains(lang.text("quizroom.skipped")));
    }
}

#[test]
fn the_same_words_stand_there_in_every_look() {
    for lang in Lang::ALL {
        let coloured = others(lang, COLOUR);
        for (colour, mono) in coloured.iter().zip(others(lang, MONO)) {
            let words = |screen: &str, theme: &'static str| -> Vec<String> {
                let screen = screen.replace(lang.text(theme), "");
                let words = screen.split_whitespace();
                words.filter(|w| w.contains(char::is_alphanumeric)).map(str::to_owned).collect()
            };
            let (a, b) = (colour.journey.screen(), mono.journey.screen());
            assert!(words(&a, "app.dark") == words(&b, "app.mono"), "{}:\n{a}\n{b}", colour.name);
        }
    }
}

/// Six screens to look at: what a change of the layout does to them is seen in the diff.
#[test]
fn what_the_screens_look_like() {
    let named = |name: &str, lang: Lang| {
        let mut screens = all(lang, COLOUR).into_iter();
        let found = screens.find(|shown| shown.name == format!("{name} ({})", lang.code()));
        found.unwrap_or_else(|| panic!("no screen `{name}`")).journey.screen()
    };
    let pictures = [
        ("home", "home", Lang::En),
        ("prediction", "depthwise-separable/2 asked", Lang::En),
        ("microscope", "depthwise-separable/2 answered", Lang::Ko),
        ("scale", "scale", Lang::En),
        ("scale-accuracy", "scale against accuracy", Lang::Ko),
        ("surface", "surface", Lang::En),
        ("frontier", "frontier", Lang::Ko),
        ("feedback", "a number missed", Lang::Ko),
        ("results", "results", Lang::En),
    ];
    for (picture, name, lang) in pictures {
        insta::assert_snapshot!(picture, named(name, lang));
    }
}

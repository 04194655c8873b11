//! Fields with the focus: every printable key is text, and the cursor stands where it is typed.

use effnet_tutor::text::{Lang, width};
use ratatui::layout::Position;

use crate::in_both;
use crate::journey::{Journey, page};
use crate::quiz::round;

/// A prediction, a typed answer, and a recall.
fn fields(lang: Lang) -> Vec<Journey> {
    vec![
        Journey::at(page("depthwise-separable", 1), lang),
        Journey::at(round(&["note-base-origin"]), lang),
        Journey::at(round(&["note-why-efficient"]), lang),
    ]
}

#[test]
fn every_printable_key_is_text() {
    in_both(|lang| {
        for mut journey in fields(lang) {
            journey.types("qL?1 ㅂhj").sees("› qL?1 ㅂhj");
            assert!(!journey.has_quit);
            assert_eq!(journey.app.lang(), lang);
        }
    });
}

#[test]
fn the_cursor_stands_where_the_next_letter_goes() {
    in_both(|lang| {
        for mut journey in fields(lang) {
            let start = journey.behind("› ");
            assert_eq!(journey.cursor(), Some(start), "in the empty field");
            for text in ["3", "백만", "a글b", "  "] {
                let before = journey.cursor().unwrap();
                journey.types(text);
                let moved = Position::new(before.x + width(text) as u16, before.y);
                assert_eq!(journey.cursor(), Some(moved), "after `{text}`");
            }
            assert_eq!(journey.cursor(), Some(journey.behind("› 3백만a글b  ")));
            journey.press("<left><left><left><left>");
            assert_eq!(journey.cursor(), Some(journey.behind("› 3백만a")));
            journey.press("<bs><del>").sees("› 3백만b  ");
            assert_eq!(journey.cursor(), Some(journey.behind("› 3백만")));
            journey.press("<home>");
            assert_eq!(journey.cursor(), Some(start));
            journey.press("<end>");
            assert_eq!(journey.cursor(), Some(journey.behind("› 3백만b  ")));
        }
    });
}

#[test]
fn a_long_text_is_scrolled_to_its_caret() {
    in_both(|lang| {
        for mut journey in fields(lang) {
            journey.types(&"가".repeat(60)).types("나다라");
            journey.sees("가나다라");
            assert_eq!(journey.cursor(), Some(journey.behind("가나다라")));
        }
    });
}

#[test]
fn jamo_typed_one_by_one_become_a_syllable() {
    in_both(|lang| {
        for mut journey in fields(lang) {
            journey.types("\u{1112}\u{1161}\u{11ab}").sees("› 한");
            assert_eq!(journey.cursor(), Some(journey.behind("› 한")));
        }
    });
}

#[test]
fn a_field_fills_up_with_dashes_by_columns() {
    in_both(|lang| {
        for mut journey in fields(lang) {
            let columns = |journey: &Journey| {
                let screen = journey.screen();
                width(
                    screen.lines().find(|line| line.contains("› ") && line.contains('_')).unwrap(),
                )
            };
            let empty = columns(&journey);
            journey.types("가나");
            assert_eq!(columns(&journey), empty, "typing does not move what stands behind");
        }
    });
}

#[test]
fn pasted_text_goes_into_the_field_on_one_line() {
    in_both(|lang| {
        for mut journey in fields(lang) {
            assert_eq!(journey.app.paste("3.6\r\n\u{1b}[31mM 한"), []);
            journey.sees("› 3.6 [31mM 한");
        }
    });
}

#[test]
fn without_a_field_a_paste_does_nothing() {
    in_both(|lang| {
        let mut home = Journey::new(80, 24, lang);
        let choice = Journey::at(round(&["note-se-role"]), lang);
        for journey in [&mut home, &mut { choice }] {
            let before = journey.screen();
            assert_eq!(journey.app.paste("q1\n"), []);
            assert_eq!(journey.screen(), before);
            assert_eq!(journey.cursor(), None, "no field, no cursor");
        }
    });
}

#[test]
fn the_help_is_a_field_too() {
    in_both(|lang| {
        let mut journey = Journey::new(80, 24, lang);
        journey.press("?").types("q한");
        assert!(!journey.has_quit);
        assert_eq!(journey.cursor(), Some(journey.behind("/ q한")));
        assert_eq!(journey.app.paste("글"), []);
        assert_eq!(journey.cursor(), Some(journey.behind("/ q한글")));
        journey.press("<left><bs>").sees("/ q글");
        assert_eq!(journey.cursor(), Some(journey.behind("/ q")));
    });
}

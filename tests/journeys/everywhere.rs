//! What works in every room: help, language, theme, leaving, and hotkeys with the Hangul input
//! method on.

use effnet_tutor::rooms::{Place, RoomId};
use effnet_tutor::text::Lang;

use crate::in_both;
use crate::journey::{Journey, page};
use crate::quiz::round;

/// Every kind of screen: home, lists, pages asked and answered, questions, feedback, results, help.
fn everywhere(lang: Lang) -> Vec<(&'static str, Journey)> {
    let at = |place: Place, keys: &str| {
        let mut journey = Journey::at(place, lang);
        journey.press(keys);
        journey
    };
    let room = Place::Room;
    vec![
        ("home", at(room(RoomId::Home), "")),
        ("lessons", at(room(RoomId::Learn), "")),
        ("reading", at(page("depthwise-separable", 0), "")),
        ("a number to predict", at(page("depthwise-separable", 1), "")),
        ("a figure", at(page("depthwise-separable", 1), "<tab>")),
        ("a choice to predict", at(page("depthwise-separable", 2), "")),
        ("scale", at(room(RoomId::Scale), "")),
        ("topics", at(room(RoomId::Quiz), "")),
        ("options", at(round(&["note-se-role"]), "")),
        ("feedback", at(round(&["note-se-role"]), "<enter>")),
        ("results", at(round(&["note-se-role"]), "<enter><enter>")),
        ("a field", at(round(&["note-activation"]), "")),
        ("points to tick", at(round(&["note-why-efficient"]), "a<enter>")),
        ("help", at(room(RoomId::Home), "?")),
        ("help over a field", at(round(&["note-activation"]), "<f1>")),
    ]
}

#[test]
fn ctrl_c_quits_everywhere() {
    in_both(|lang| {
        for (place, mut journey) in everywhere(lang) {
            assert!(!journey.has_quit, "{place}");
            assert!(journey.press("<c-c>").has_quit, "{place}");
        }
        let mut journey = Journey::new(80, 24, lang);
        assert!(journey.press("<c-ㅊ>").has_quit, "with the Hangul input method on");
    });
}

#[test]
fn q_quits_where_it_is_no_text() {
    in_both(|lang| {
        for (place, mut journey) in everywhere(lang) {
            let field = journey.app.scope().takes_text();
            assert_eq!(journey.press("q").has_quit, !field, "{place}");
        }
        assert!(Journey::new(80, 24, lang).press("ㅂ").has_quit);
    });
}

#[test]
fn escape_goes_up_to_home_from_everywhere() {
    in_both(|lang| {
        for (place, mut journey) in everywhere(lang) {
            journey.press("<esc><esc><esc><esc>");
            assert!(!journey.has_quit, "{place}");
            journey.sees(lang.text("home.motto"));
        }
    });
}

#[test]
fn f2_flips_the_language_in_place() {
    in_both(|lang| {
        for (place, mut journey) in everywhere(lang) {
            let before = journey.screen();
            journey.press("<f2>");
            assert_eq!(journey.app.lang(), lang.other(), "{place}");
            journey.sees(lang.other().text("app.language"));
            journey.press("<f2>");
            assert_eq!(journey.screen(), before, "{place}: there and back");
        }
    });
}

#[test]
fn language_and_look_are_kept_for_the_next_time() {
    in_both(|lang| {
        let mut journey = Journey::new(80, 24, lang);
        assert_eq!(journey.store.look().unwrap(), None);
        journey.press("<f2><f3>");
        assert_eq!(journey.store.language().unwrap(), Some(lang.other()));
        assert_eq!(journey.store.look().unwrap().as_deref(), Some("colorblind"));
    });
}

#[test]
fn f3_goes_through_the_themes_and_says_which() {
    in_both(|lang| {
        for (place, mut journey) in everywhere(lang) {
            let help = place.starts_with("help");
            for theme in ["app.colorblind", "app.mono", "app.light", "app.dark"] {
                let name = lang.text(theme);
                journey.press("<f3>").sees(&format!("· {name}"));
                if !help {
                    journey.sees(&lang.fill("app.theme", &[("name", &name)]));
                }
            }
        }
    });
}

#[test]
fn the_rooms_form_a_ring() {
    in_both(|lang| {
        let mut journey = Journey::new(80, 24, lang);
        let signs = [
            "effnet-tutor learn --list",
            "effnet-tutor scale --phi 3",
            "effnet-tutor quiz --list",
            "effnet-tutor progress",
            lang.text("home.motto"),
        ];
        for sign in signs {
            journey.press("<c-pgdn>").sees(sign);
        }
        for sign in signs.iter().rev().skip(1) {
            journey.press("<c-pgup>").sees(sign);
        }
    });
}

#[test]
fn hotkeys_work_with_the_hangul_input_method_on() {
    in_both(|lang| {
        let mut journey = Journey::new(80, 24, lang);
        // ㅓ is j, ㅏ is k.
        journey.press("ㅓㅓ<enter>").sees("scale --phi 3");
        journey.press("ㅣ").sees("3.25").press("ㅗ").sees("3.00").press("ㅊ");
        assert_eq!(journey.copied, ["effnet-tutor scale --phi 3"]);
        let mut journey = Journey::at(round(&["note-se-role"]), lang);
        journey.press("ㅑ").sees(&lang.fill("quizroom.hint", &[("n", &1), ("worth", &"0.75")]));
        let mut journey = Journey::at(round(&["note-separable-parts"]), lang);
        journey.press("<enter><enter>ㅐ").sees("/ 8");
    });
}

#[test]
fn the_help_finds_a_key_and_does_what_it_says() {
    in_both(|lang| {
        let mut journey = Journey::at(Place::Room(RoomId::Scale), lang);
        journey.press("?");
        journey.sees(lang.text("keys.copy")).sees(lang.text("keys.quit"));
        // In either language.
        for words in [lang.text("keys.copy"), lang.other().text("keys.copy")] {
            journey.press("<esc>?").types(words);
            journey.sees(lang.text("keys.copy")).sees_not(lang.text("app.no-match"));
        }
        journey.press("<enter>").sees_not("/ ");
        assert_eq!(journey.copied, ["effnet-tutor scale --phi 3"]);
        journey.press("?").types("zzz").sees(lang.text("app.no-match")).press("<enter>");
        journey.sees(lang.text("app.no-match")).press("<esc>").sees_not(lang.text("app.no-match"));
    });
}

#[test]
fn the_help_is_wide_enough_for_what_it_says() {
    in_both(|lang| {
        for (place, mut journey) in everywhere(lang) {
            if !place.starts_with("help") {
                journey.press("<f1>").sees(lang.text("app.help"));
            }
        }
    });
}

#[test]
fn the_helps_frame_is_whole() {
    in_both(|lang| {
        let mut journey = Journey::at(page("depthwise-separable", 1), lang);
        let screen = journey.press("<tab>?").screen();
        let lines = screen.lines().skip_while(|line| !line.contains('┌')).skip(1);
        for line in lines.take_while(|line| !line.contains('└')) {
            assert_eq!(line.matches('│').count(), 2, "{line}\n{screen}");
        }
    });
}

#[test]
fn the_help_chooses_with_the_arrows() {
    in_both(|lang| {
        let mut journey = Journey::new(80, 24, lang);
        journey.press("?").types(lang.text("keys.theme")).press("<enter>");
        journey.sees(&format!("· {}", lang.text("app.colorblind")));
        let mut journey = Journey::at(Place::Room(RoomId::Scale), lang);
        // Up stops at the first row, which turns the knob.
        journey.press("?<down><up><up><enter>").sees("3.25");
    });
}

#[test]
fn the_help_scrolls_to_its_cursor() {
    in_both(|lang| {
        let mut journey = Journey::at(page("depthwise-separable", 1), lang);
        journey.press("<tab>").resize(60, 18);
        let last = format!("q {}", lang.text("keys.quit"));
        journey.press("?").sees_not(&last).press(&"<down>".repeat(40)).sees(&last);
        assert!(journey.press("<enter>").has_quit, "the last row quits");
    });
}

#[test]
fn the_help_tells_the_keys_of_where_it_was_opened() {
    in_both(|lang| {
        let mut journey = Journey::at(round(&["note-activation"]), lang);
        journey.press("<f1>").sees(lang.text("keys.hint")).sees("ctrl-t");
        let mut journey = Journey::at(Place::Room(RoomId::Scale), lang);
        journey.press("?").sees(lang.text("keys.paper")).sees_not(lang.text("keys.hint"));
    });
}

#[test]
fn a_notice_stands_until_the_next_key() {
    in_both(|lang| {
        let mut journey = Journey::new(80, 24, lang);
        journey.app.notify("something happened".to_owned());
        journey.sees("something happened").press("j").sees_not("something happened");
    });
}

#[test]
fn where_the_window_is_too_small_keys_still_work() {
    in_both(|lang| {
        let mut journey = Journey::new(59, 17, lang);
        journey.sees(lang.text("app.too-small")).press("2<right>").resize(80, 24).sees("3.25");
        assert!(journey.resize(10, 3).press("q").has_quit);
    });
}

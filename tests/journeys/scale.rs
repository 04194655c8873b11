//! The scale room: knobs, meter, and the sentence about B3.

use effnet_tutor::rooms::{Place, RoomId};

use crate::in_both;
use crate::journey::Journey;

fn scale(lang: effnet_tutor::text::Lang) -> Journey {
    Journey::at(Place::Room(RoomId::Scale), lang)
}

#[test]
fn the_first_screen_says_that_b3_is_not_phi_three() {
    in_both(|lang| {
        let mut journey = Journey::new(80, 24, lang);
        journey.press("2").sees("$ effnet-tutor scale --phi 3").sees("α·β²·γ²").sees("1.92");
        let text = lang.fill(
            "demo.compound.namesake",
            &[
                ("model", &"B3"),
                ("phi", &"3"),
                ("depth", &"1.85"),
                ("width", &"1.91"),
                ("resolution", &"2.09"),
            ],
        );
        journey.sees(&text).sees("8.43").sees("16.4 M");
    });
}

#[test]
fn knobs_turn_the_figure_and_the_command() {
    in_both(|lang| {
        let mut journey = scale(lang);
        journey.press("<right>").sees("φ ◂ 3.25 ▸").sees("scale --phi 3.25").sees_not("8.43");
        journey.press("<left><left>").sees("φ ◂ 2.75 ▸");
        journey.press("<tab><tab><right>").sees("β ◂ 1.15 ▸").sees("--phi 2.75 --beta 1.15");
        let meter = 1.2 * 1.15 * 1.15 * 1.15 * 1.15;
        journey.sees(&format!("{meter:.3}"));
        journey.press("<backtab><left>").sees("α ◂ 1.15 ▸").sees("--alpha 1.15 --beta 1.15");
        journey
            .press("<home>")
            .sees("$ effnet-tutor scale --phi 3")
            .sees_not("--beta")
            .sees("8.43");
    });
}

#[test]
fn knobs_stop_at_their_ends() {
    in_both(|lang| {
        let mut journey = scale(lang);
        journey.press("<c-right><c-right><c-right><c-right><c-right>").sees("φ ◂ 7.00 ▸");
        journey.press(&"<c-left>".repeat(9)).sees("φ ◂ 0.00 ▸").sees("scale --phi 0");
        journey.sees(&lang.fill("demo.compound.base", &[("model", &"B0")]));
        journey.press("<left>").sees("φ ◂ 0.00 ▸");
    });
}

#[test]
fn between_whole_steps_no_model_is_named() {
    in_both(|lang| {
        scale(lang).press("<right>").sees(lang.text("demo.compound.between"));
    });
}

#[test]
fn the_command_is_copied_with_every_knob_that_moved() {
    in_both(|lang| {
        let mut journey = scale(lang);
        journey.press("l<tab>hc");
        assert_eq!(journey.copied, ["effnet-tutor scale --phi 3.25 --alpha 1.15"]);
    });
}

#[test]
fn the_figure_speaks_the_language_of_the_moment() {
    in_both(|lang| {
        let other = lang.other();
        let mut journey = scale(lang);
        journey.press("<right>").sees(lang.text("demo.compound.between"));
        journey.press("L").sees(other.text("demo.compound.between")).sees("3.25");
        journey.press("<esc>L2").sees(lang.text("demo.compound.between")).sees("3.25");
    });
}

#[test]
fn a_late_figure_is_not_shown_after_the_room_was_left() {
    in_both(|lang| {
        let mut journey = scale(lang);
        journey.hold_figures().press("<right><right><esc>").sees(lang.text("home.motto"));
        journey.deliver().deliver().sees(lang.text("home.motto")).press("2").sees("φ ◂ 3.50 ▸");
    });
}

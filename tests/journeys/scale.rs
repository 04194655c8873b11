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

#[test]
fn every_knob_changes_the_figure_and_the_command() {
    let knobs = [
        ("--alpha 1.25", "<tab>"),
        ("--beta 1.15", "<tab>"),
        ("--gamma 1.2", "<tab>"),
        ("--base b1", "<tab>"),
        ("--depth 1.1", "<tab>"),
        ("--width 1.05", "<tab>"),
        ("--resolution 1.05", "<tab>"),
    ];
    in_both(|lang| {
        let mut journey = scale(lang);
        let mut command = "effnet-tutor scale --phi 3".to_owned();
        for (option, next) in knobs {
            let before = journey.screen();
            command = format!("{command} {option}");
            // Copied, since the row cuts what is long.
            journey.press(next).press("<right>c");
            assert_eq!(journey.copied.last(), Some(&command));
            let table = |screen: &str| screen.lines().skip(4).take(8).collect::<String>();
            assert_ne!(table(&before), table(&journey.screen()), "{option}");
        }
        // What the chart shows is no matter of the command.
        journey.sees(lang.text("demo.axis.macs")).press("<tab><right>c");
        assert_eq!(journey.copied.last(), Some(&command));
        journey.sees(lang.text("demo.family.y")).sees("1905.11946").sees("┊");
        journey.press("<home>").sees("8.43").sees("◂ 1.00 ▸").sees("◂ b0 ▸");
    });
}

#[test]
fn a_key_changes_the_base_under_either_input_method() {
    in_both(|lang| {
        let mut journey = scale(lang);
        journey.press("b").sees("◂ b1 ▸").sees("--base b1").sees("×B1");
        journey.press("ㅠ").sees("◂ b2 ▸").sees("--base b2");
        // The surface stands on the same base.
        journey.press("ㅌ").sees("$ effnet-tutor scale --surface --base b2").sees("×B2");
        journey.press("b").sees("--surface --base b3").sees("×B3");
        journey.press("<esc>").sees("◂ b3 ▸").sees("×B3");
    });
}

#[test]
fn the_surface_is_walked_and_a_triple_taken_over() {
    in_both(|lang| {
        let mut journey = scale(lang);
        journey.press("x").sees("$ effnet-tutor scale --surface").sees("45 / 111").sees("993 M");
        journey.sees("◆").sees_not("◂").sees_not("1.93 ┤");
        journey.press("<tab>").sees("1.93 ┤").press("<tab>").sees_not("1.93 ┤");
        journey.press("<c-left><c-left><c-left><c-left><c-left>").sees("1 / 111").press("<left>");
        journey.sees("1 / 111").press("<home>").sees("45 / 111");
        // 1.05·1.15²·1.2² ≈ 2 and so on: whatever it is, the knobs build the same.
        journey.press("<right><right>").sees("47 / 111");
        let row = journey.screen().lines().find(|l| l.contains("47 / 111")).unwrap().to_owned();
        let cells: Vec<&str> = row.split_whitespace().skip(3).collect();
        journey.press("<enter>").sees("φ ◂ 1.00 ▸");
        let knobs = [("α", cells[0]), ("β", cells[1]), ("γ", cells[2])];
        for (name, value) in knobs {
            journey.sees(&format!("{name} ◂ {value} ▸"));
        }
        journey.sees(&format!("{} {}", cells[8], cells[9])).sees(cells[10]);
        journey.sees(lang.text("demo.compound.own"));
    });
}

#[test]
fn escape_leads_back_to_the_knobs_and_then_out() {
    in_both(|lang| {
        for face in ["x", "v", "v<enter>"] {
            let mut journey = scale(lang);
            journey.press(face).sees_not("φ ◂").press("<esc>").sees("φ ◂ 3.00 ▸");
            journey.press("<esc>").sees(lang.text("home.motto"));
        }
        let mut journey = scale(lang);
        journey.press("xx").sees("φ ◂ 3.00 ▸").press("v<enter>v").sees("φ ◂ 3.00 ▸");
    });
}

#[test]
fn a_budget_is_solved_and_a_network_taken_over() {
    in_both(|lang| {
        let mut journey = scale(lang);
        journey.press("v").sees("› macs<=1G,params<=10M").sees("B2").sees("80.1 %");
        journey.sees("$ effnet-tutor scale --solve \"macs<=1G,params<=10M\"").sees("80 / 166 *");
        journey.press("<bs>").press("<bs><bs>6M").sees("› macs<=1G,params<=6M").sees("80 / 166 *");
        journey.press("<enter>").sees("--solve \"macs<=1G,params<=6M\"").sees_not("/ 166");
        journey.press("c");
        assert_eq!(journey.copied, ["effnet-tutor scale --solve \"macs<=1G,params<=6M\""]);
        journey.press("<tab>").press("<enter>").press("<left><left><up>");
        let chosen = own_row(&journey);
        journey.press("<down>");
        let next = own_row(&journey);
        assert_ne!(chosen, next);
        let [depth, width, side, _, params, ..] = &next[..] else { panic!("{next:?}") };
        journey.press("<enter>").sees("φ ◂ 0.00 ▸").sees("scale --phi 0");
        journey.sees(&format!("{} ◂ {depth}0 ▸", lang.text("scale.depth")));
        journey.sees(&format!("{} ◂ {width} ▸", lang.text("scale.width")));
        // The very network: its side and its parameters.
        journey.sees(&format!(" {side} ")).sees(&format!("{params} M"));
    });
}

/// Depth, width, side, blocks and parameters of the network that is looked at: the third of five.
fn own_row(journey: &Journey) -> Vec<String> {
    let screen = journey.screen();
    let rows: Vec<&str> = screen.lines().filter(|line| line.contains(" / ")).collect();
    let cells = rows[2].split_whitespace().skip(3).filter(|cell| *cell != "*");
    cells.map(str::to_owned).collect()
}

#[test]
fn a_wrong_budget_is_explained_at_its_place() {
    in_both(|lang| {
        let mut journey = scale(lang);
        journey.press("v,depht<lt>2<enter>").sees("✗ ").sees("`depht`").sees("`depth`");
        let screen = journey.screen();
        let place = |of: &str| screen.lines().find_map(|line| line.find(of));
        // `›` is three bytes and one column.
        assert_eq!(place("^^^^^").unwrap() + 2, place("depht<").unwrap(), "{screen}");
        journey.sees("--solve \"macs<=1G,params<=10M,depht<2\"").sees_not(" / 166");
        // The next key takes the sentence away.
        journey.press("<bs>").sees_not("✗").sees("80 / 166 *");
    });
}

#[test]
fn a_budget_that_nothing_fits_says_what_stands_in_the_way() {
    in_both(|lang| {
        let mut journey = scale(lang);
        journey.press("v,blocks==1<enter>").sees(lang.text("demo.solve.no-model"));
        journey.sees("`blocks==1`").sees_not("◆");
        // Keys go on into the field.
        journey.press("7<enter>").sees("blocks==17\"");
    });
}

#[test]
fn keys_of_the_faces_are_text_in_the_field() {
    in_both(|lang| {
        let mut journey = scale(lang);
        journey.press("v,xvbc").sees("› macs<=1G,params<=10M,xvbc");
        journey.app.paste("?q");
        journey.sees("xvbc?q").press("<up>").sees("xvbc?q");
    });
}

#[test]
fn a_small_screen_scrolls_and_says_so() {
    in_both(|lang| {
        let mut journey = Journey::new(60, 18, lang);
        // The footer has both arrows, as keys.
        let marks = |journey: &Journey, arrow: char| {
            let screen = journey.screen();
            screen.lines().take(15).any(|line| line.ends_with(arrow))
        };
        journey.press("2").sees("φ ◂ 3.00 ▸");
        assert!(marks(&journey, '↓'));
        journey.press(&"<down>".repeat(40)).sees("└");
        assert!(marks(&journey, '↑') && !marks(&journey, '↓'));
        journey.press("v<enter>").sees("*");
    });
}

#[test]
fn a_budget_is_written_anew_and_a_wrong_one_takes_no_network() {
    in_both(|lang| {
        let mut journey = Journey::new(80, 24, lang);
        journey.press("2v").sees("› macs<=1G,params<=10M");
        journey.press("<c-u>x<enter>").sees("› x").sees_not("macs<=1G");
        journey.press("<tab><enter>").sees("› x");
        journey.press("<esc>").sees("φ ◂ 3.00 ▸").sees_not("× 1.20");
    });
}

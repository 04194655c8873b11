//! What lies over a page: the source of its figure, the glossary, the search.

use effnet_tutor::content::glossary;
use effnet_tutor::rooms::{Place, RoomId};

use crate::in_both;
use crate::journey::{Journey, LIBRARY, page};
use crate::quiz::round;

const DEPTHWISE: &str = "depthwise-separable";

#[test]
fn the_source_of_a_figure_opens_scrolls_and_closes() {
    in_both(|lang| {
        let mut journey = Journey::at(page(DEPTHWISE, 1), lang);
        journey.press("s").sees("› s_").press("<bs><tab>");
        journey.press("s").sees("src/nn/depthwise.rs:").sees("impl Layer for DepthwiseConv2d");
        journey.sees("fn infer(&self, x: &Tensor4) -> Tensor4 {");
        journey.sees("$ effnet-tutor learn depthwise-separable/2 --source");
        journey.sees_not("fn convolve(").press("<end>").sees("fn convolve(").sees_not("fn infer(");
        journey.press("<home>").sees("fn infer(").press("c");
        assert_eq!(journey.copied, ["effnet-tutor learn depthwise-separable/2 --source"]);
        journey.press("<esc>").sees("chelsea").sees_not("fn infer(");
        // The same key closes it, also with the Hangul input method on.
        journey.press("ㄴ").sees("fn infer(").press("s").sees("chelsea");
        assert!(!journey.app.press(crate::keys::letter('h')).is_empty(), "knobs turn again");
    });
}

#[test]
fn a_page_without_a_figure_has_no_source() {
    in_both(|lang| {
        let lesson = LIBRARY.lesson(lang, DEPTHWISE).unwrap();
        assert!(lesson.pages[0].live().is_none());
        let mut journey = Journey::at(page(DEPTHWISE, 0), lang);
        let before = journey.screen();
        journey.sees_not(lang.text("keys.source")).press("s");
        assert_eq!(journey.screen(), before);
    });
}

#[test]
fn the_glossary_is_searched_in_both_languages_and_leads_to_the_lesson() {
    in_both(|lang| {
        let term = glossary::term("pointwise").unwrap();
        for (typed, lang_of_name) in [("pointw", lang), ("점별 합", lang)] {
            let mut journey = Journey::at(Place::Room(RoomId::Learn), lang);
            journey.press("g").sees(lang.text("learn.glossary")).sees("1 / ");
            journey.types(typed).sees(term.name(lang_of_name)).sees(term.name(lang.other()));
            journey.sees(&lang.fill("learn.taught-in", &[("place", &place(lang, DEPTHWISE, 3))]));
            journey.press("<enter>").sees("$ effnet-tutor learn depthwise-separable/4");
        }
    });
}

/// Whoever looks a word up reads on where the word stood.
#[test]
fn esc_leads_back_from_where_the_glossary_led_to() {
    in_both(|lang| {
        let mut journey = Journey::at(page("mbconv", 0), lang);
        journey.press("<tab>");
        let before = journey.screen();
        journey.press("g<enter>");
        assert_eq!(journey.screen(), before, "the word is taught on this very page");
        journey.press("g").types("pointwise").press("<enter>");
        journey.sees("› 4 / 8").sees(lang.text("learn.back-to-page"));
        journey.press("<pgdn>").sees("$ effnet-tutor learn depthwise-separable/5");
        journey.press("<esc>").sees("$ effnet-tutor learn mbconv/1");
        journey.press("<esc>").sees("$ effnet-tutor learn --list");
    });
}

fn place(lang: effnet_tutor::text::Lang, slug: &str, page: usize) -> String {
    let lesson = LIBRARY.lesson(lang, slug).unwrap();
    format!("{} {} › {}", lesson.number, lesson.title, page + 1)
}

#[test]
fn every_term_can_be_reached_and_read() {
    in_both(|lang| {
        let mut journey = Journey::at(Place::Room(RoomId::Learn), lang);
        journey.press("g");
        let mut seen: Vec<&str> = Vec::new();
        for _ in glossary::terms() {
            let screen = journey.screen();
            let shown = glossary::terms().iter().find(|term| {
                let (name, other) = (term.name(lang), term.name(lang.other()));
                let head =
                    if name == other { name.to_owned() } else { format!("{name}   {other}") };
                screen.lines().skip(12).any(|line| line.trim() == head)
            });
            seen.push(&shown.unwrap_or_else(|| panic!("no term is explained:\n{screen}")).id);
            journey.press("<down>");
        }
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), glossary::terms().len());
    });
}

#[test]
fn the_glossary_is_there_while_a_number_is_typed() {
    in_both(|lang| {
        let mut journey = Journey::at(page(DEPTHWISE, 1), lang);
        journey.types("3.6").press("<c-g>").sees(lang.text("learn.glossary")).types("q?L");
        journey.sees("q?L").press("<esc>").sees("› 3.6").sees(lang.text("learn.predict-first"));
    });
}

#[test]
fn a_search_opens_the_page_that_has_the_word() {
    in_both(|lang| {
        let room = Place::Room;
        for start in
            [room(RoomId::Home), room(RoomId::Learn), page(DEPTHWISE, 0), page(DEPTHWISE, 2)]
        {
            let mut journey = Journey::at(start, lang);
            journey.press("/").sees(lang.text("learn.search"));
            journey.sees(lang.text("learn.type-a-word"));
            // A word of one page.
            journey.types("GPipe").sees("1 / 1").sees("GPipe");
            journey.sees("$ effnet-tutor learn --search GPipe");
            journey.press("<enter>").sees("› 5 / 7").press("<f2><f2>");
            journey.sees("$ effnet-tutor learn why-efficiency/5");
        }
    });
}

#[test]
fn a_search_for_nothing_says_so_and_esc_leads_back() {
    in_both(|lang| {
        let mut journey = Journey::at(page(DEPTHWISE, 2), lang);
        let before = journey.screen();
        journey
            .press("/")
            .types("zebra")
            .sees(&lang.fill("learn.no-hit-here", &[("word", &"zebra")]));
        journey.press("<enter><down>").sees("zebra").press("<esc>");
        assert_eq!(journey.screen(), before);
    });
}

#[test]
fn a_sheet_follows_the_language() {
    in_both(|lang| {
        let mut journey = Journey::at(Place::Room(RoomId::Learn), lang);
        journey.press("g").types("stride").press("<f2>").sees(lang.other().text("learn.glossary"));
        journey.sees(glossary::term("stride").unwrap().name(lang.other())).sees("stride");
    });
}

#[test]
fn esc_closes_a_sheet_before_it_leads_back_to_the_round() {
    in_both(|lang| {
        let mut journey = Journey::at(round(&["depthwise-separable-blank-channel"]), lang);
        journey.press("<tab>o").sees(lang.text("rooms.learn"));
        journey.press("g").sees(lang.text("learn.glossary")).press("<esc>");
        journey.sees("$ effnet-tutor learn ").press("<esc>").sees(lang.text("rooms.quiz"));
    });
}

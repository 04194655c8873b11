//! The first run: language, three questions, and a route that is offered until it is done.

use effnet_tutor::app::Setup;
use effnet_tutor::content::lesson::Block;
use effnet_tutor::content::route::route;
use effnet_tutor::rooms::{Place, Record, RoomId};
use effnet_tutor::text::Lang;

use crate::in_both;
use crate::journey::{Journey, LIBRARY, page, setup};
use crate::progress::standing;

fn first_run(lang: Lang) -> Journey {
    Journey::begin(Setup { is_first_run: true, ..setup(lang) }, (80, 24))
}

#[test]
fn a_newcomer_chooses_a_language_answers_and_is_led_to_the_route() {
    in_both(|lang| {
        let mut journey = first_run(lang);
        journey.sees(Lang::Ko.text("app.language")).sees(Lang::En.text("app.language"));
        // The choice is shown at once, in its own language.
        journey.press("<down>").sees(lang.other().text("home.motto"));
        assert_eq!(journey.app.lang(), lang.other());
        journey.press(if lang == Lang::Ko { "1" } else { "2" });
        assert_eq!(journey.app.lang(), lang);
        journey.press("<enter>").sees(lang.text("home.first-questions")).sees("1 / 3");
        assert_eq!(journey.store.language().unwrap(), Some(lang));
        // A question missed is repeated; the round ends with its results, and they lead home.
        let mut keys = 0;
        while !journey.screen().contains(lang.text("quizroom.results")) {
            journey.press("<enter>");
            keys += 1;
            assert!(keys < 40, "{}", journey.screen());
        }
        assert!(journey.reviews().len() >= 3);
        journey.press("<enter>").sees(lang.text("home.begin"));
        let stops = route().stops(&LIBRARY, lang);
        let first = LIBRARY.lesson(lang, &stops[0].slug).unwrap();
        journey.sees(&first.pages[stops[0].page].title).press("<enter>");
        journey.sees(&format!("$ effnet-tutor learn {}/{}", stops[0].slug, stops[0].page + 1));
    });
}

#[test]
fn the_first_run_can_be_skipped_and_locks_nothing() {
    in_both(|lang| {
        let mut journey = first_run(lang);
        journey.press("<esc>").sees(lang.text("home.begin")).press("1").sees("learn --list");
        assert_eq!(journey.saved, [], "nothing was answered");
        let mut journey = first_run(lang);
        journey.press("<c-pgdn>").sees("learn --list");
        assert!(first_run(lang).press("q").has_quit);
    });
}

#[test]
fn the_route_is_offered_until_its_last_page_was_opened() {
    in_both(|lang| {
        let stops = route().stops(&LIBRARY, lang);
        let mut journey = Journey::new(80, 24, lang);
        journey.press("<enter>");
        for (index, stop) in stops.iter().enumerate() {
            let number = stop.page + 1;
            journey.sees(&format!("$ effnet-tutor learn {}/{number}", stop.slug));
            journey.press("<esc><esc>");
            if index + 1 < stops.len() {
                let title = &LIBRARY.lesson(lang, &stops[index + 1].slug).unwrap().pages
                    [stops[index + 1].page]
                    .title;
                let n = index + 2;
                let of = stops.len();
                let offer =
                    lang.fill("home.route-next", &[("n", &n), ("of", &of), ("title", title)]);
                journey.sees(&offer).press("r");
            }
        }
        journey.sees_not(lang.text("home.route")).sees_not(lang.text("keys.route"));
        let before = journey.screen();
        journey.press("r");
        assert_eq!(journey.screen(), before, "there is no route any more");
        // Nor the next day.
        let standing = standing(&journey, 0);
        let mut journey = Journey::begin(Setup { standing, ..setup(lang) }, (80, 24));
        journey.sees_not(lang.text("home.route"));
    });
}

#[test]
fn enter_follows_the_route_to_its_end() {
    in_both(|lang| {
        let stops = route().stops(&LIBRARY, lang);
        let mut journey = Journey::new(80, 24, lang);
        journey.press("<enter>");
        for (index, stop) in stops.iter().enumerate() {
            journey.sees(&format!("$ effnet-tutor learn {}/{}", stop.slug, stop.page + 1));
            journey
                .sees(&lang.fill("learn.on-route", &[("n", &(index + 1)), ("of", &stops.len())]));
            let page = &LIBRARY.lesson(lang, &stop.slug).unwrap().pages[stop.page];
            for _ in page.blocks.iter().filter(|block| matches!(block, Block::Predict(_))) {
                journey.press("<tab>");
            }
            journey.press("<enter>");
        }
        journey.sees(lang.text("learn.route-done")).sees(lang.text("home.resume"));
        // Whoever leafs has left it.
        let mut journey = Journey::new(80, 24, lang);
        journey.press("<enter><pgdn>");
        journey.sees_not(&lang.fill("learn.on-route", &[("n", &1), ("of", &stops.len())]));
    });
}

#[test]
fn the_route_has_a_row_of_its_own() {
    in_both(|lang| {
        let mut journey = Journey::at(page("compound-scaling", 0), lang);
        journey.press("<esc><esc><up>").sees(lang.text("home.route")).press("<enter>");
        let stop = &route().stops(&LIBRARY, lang)[0];
        journey.sees(&format!("$ effnet-tutor learn {}/{}", stop.slug, stop.page + 1));
    });
}

#[test]
fn who_has_done_something_is_no_newcomer() {
    let mut journey = Journey::at(Place::Room(RoomId::Home), Lang::En);
    assert!(standing(&journey, 0).is_new());
    journey.press("1<enter>");
    assert!(matches!(journey.saved[0], Record::Position { .. }));
    assert!(!standing(&journey, 0).is_new());
}

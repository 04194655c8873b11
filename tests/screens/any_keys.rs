//! Any keys in any order: no panic, no lost score, and the way out is always open.

use effnet_tutor::keymap::Scope;
use effnet_tutor::text::Lang;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::journey::Journey;
use crate::keys::letter as letter_key;

/// Something that happens.
#[derive(Debug, Clone)]
enum Event {
    Keys(&'static str),
    Letter(char),
    Paste(String),
    Size(u16, u16),
}

/// Keys that lead somewhere, often, and anything else, sometimes.
fn event() -> impl Strategy<Value = Event> {
    const KEYS: &[&str] = &[
        "<enter>",
        "<enter>",
        "<enter>",
        "<tab>",
        "<tab>",
        "<backtab>",
        "<esc>",
        "<up>",
        "<down>",
        "<left>",
        "<right>",
        "<c-left>",
        "<c-right>",
        "<home>",
        "<end>",
        "<pgup>",
        "<pgdn>",
        "<bs>",
        "<del>",
        "<f1>",
        "<f2>",
        "<f3>",
        "<c-pgdn>",
        "<c-pgup>",
        "<c-t>",
        "<space>",
        "1",
        "2",
        "3",
        "4",
        "5",
        "i",
        "o",
        "c",
        "x",
        "v",
        "b",
        "?",
        "j",
        "ㅓ",
        "ㅐ",
    ];
    prop_oneof![
        12 => select(KEYS).prop_map(Event::Keys),
        2 => any::<char>().prop_map(Event::Letter),
        1 => ".{0,12}".prop_map(Event::Paste),
        1 => (0..200_u16, 0..70_u16).prop_map(|(columns, rows)| Event::Size(columns, rows)),
    ]
}

/// Credit and number of scored answers in the title of a round.
fn score(journey: &mut Journey) -> Option<(f64, usize)> {
    let screen = journey.frame_at((80, 24)).text();
    let title = screen.lines().next()?.to_owned();
    let label = journey.app.lang().text("quizroom.status").split('{').next()?;
    let (credit, rest) = title.split(label).nth(1)?.split_once('/')?;
    Some((credit.parse().ok()?, rest.split(' ').next()?.parse().ok()?))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_keys_break_the_program(
        korean in any::<bool>(),
        start in select(&["", "1<enter>", "1<down><enter>", "2", "3<enter>", "3<enter>", "3<enter>", "3<down><enter>"][..]),
        events in vec(event(), 0..120),
    ) {
        let lang = if korean { Lang::Ko } else { Lang::En };
        let mut journey = Journey::new(80, 24, lang);
        journey.press(start);
        let mut last = score(&mut journey);
        for event in &events {
            let in_help = journey.app.scope() == Scope::Help;
            match event {
                Event::Keys(keys) => _ = journey.press(keys),
                Event::Letter('q' | 'ㅂ') => {}
                Event::Letter(letter) => journey.press_key(letter_key(*letter)),
                Event::Paste(text) => _ = journey.app.paste(text),
                Event::Size(columns, rows) => _ = journey.resize(*columns, *rows),
            }
            // The help does what it lists, and leaving is on the list.
            if journey.has_quit && in_help {
                return Ok(());
            }
            prop_assert!(!journey.has_quit, "only q and Ctrl-C quit: {event:?}");
            if journey.frame().cursor.is_some() {
                prop_assert!(journey.app.scope().takes_text(), "a cursor without a field");
            }
            let now = score(&mut journey);
            if let (Some((was, asked)), Some((is, asked_now))) = (last, now) {
                // A new round begins at 0.
                prop_assert!(asked_now < asked || is >= was, "{was}/{asked} became {is}/{asked_now}");
            }
            last = now.or(last);
        }
        let scored: Vec<_> = journey.reviews().into_iter().filter(|review| !review.practice).collect();
        prop_assert_eq!(scored.len(), journey.store.summary().unwrap().answers);
        prop_assert!(scored.iter().all(|review| (0.0..=1.0).contains(&review.credit)));
        let way_out = if events.len() % 2 == 0 { "<c-c>" } else { "<esc><esc><esc><esc><esc>q" };
        prop_assert!(journey.press(way_out).has_quit, "{way_out} quits");
    }
}

//! Cards against the log from which they are derived, whatever the clock does; and what they say.

use std::collections::HashSet;

use effnet_tutor::learner::store::{DATABASE, Saved, study_day};
use effnet_tutor::learner::{Card, Home, Review, Store};
use effnet_tutor::random::SplitMix64;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, ZonedDateTime};
use rusqlite::Connection;

use crate::{now, open_quietly, review};

/// Where learners travel; in some of these the clocks change.
const ZONES: [&str; 5] =
    ["Asia/Seoul", "Europe/Berlin", "America/New_York", "Pacific/Auckland", "UTC"];

/// A clock that goes on, crosses zones, stands on days when clocks change, and sometimes goes back.
fn next_moment(now: &ZonedDateTime, rng: &mut SplitMix64) -> ZonedDateTime {
    let zone = TimeZone::get(ZONES[rng.below(ZONES.len())]).unwrap();
    let later = match rng.below(12) {
        0 => now - 1.years(),
        1 => now - 2.hours(),
        2 => now.clone(),
        3 => "2026-10-25T02:30[Europe/Berlin]".parse().unwrap(),
        4 => "2027-03-14T03:30[America/New_York]".parse().unwrap(),
        5..8 => now + 3.minutes(),
        _ => now + i64::try_from(rng.below(40 * 24)).unwrap().hours(),
    };
    later.with_time_zone(zone)
}

fn random_review(rng: &mut SplitMix64) -> Review {
    let credit = [0.0, 0.25, 0.5, 0.75, 1.0, 1.0, 1.0, 1.0 / 3.0][rng.below(8)];
    Review {
        rev: [1, 1, 1, 1, 2, 3][rng.below(6)],
        credit,
        right: credit > 0.9,
        hints: rng.below(4),
        confidence: [None, Some(50), Some(90), Some(100)][rng.below(4)],
        practice: rng.below(8) == 0,
        cram: rng.below(8) == 0,
        ..review(["a", "b", "c"][rng.below(3)], true)
    }
}

/// Everything of a card, its floats by their bits.
fn bits(cards: &[Card]) -> Vec<String> {
    let bits = |card: &Card| {
        format!("{card:?} {:08x} {:08x}", card.stability.to_bits(), card.difficulty.to_bits())
    };
    cards.iter().map(bits).collect()
}

/// In memory, so that a thousand logs take a second; what is rebuilt is exported and imported, which
/// rebuilds from the log.
#[test]
fn cards_rebuilt_from_a_thousand_logs_equal_the_stored_ones() {
    for seed in 0..1000 {
        let mut rng = SplitMix64::new(seed);
        let mut store = Store::in_memory();
        let mut time = now();
        for _ in 0..rng.below(30) {
            time = next_moment(&time, &mut rng);
            assert_eq!(
                store.append_review(&random_review(&mut rng), &time).unwrap(),
                Saved::NotSaved
            );
        }
        let cards = store.cards().unwrap();
        for card in &cards {
            assert!(card.due_day > card.last_day && card.gap >= 0, "seed {seed}: {card:?}");
        }
        let mut rebuilt = Store::in_memory();
        rebuilt.import(&mut store.export().unwrap().as_slice()).unwrap();
        assert_eq!(bits(&rebuilt.cards().unwrap()), bits(&cards), "seed {seed}");
        let due = store.due(study_day(&time)).unwrap();
        let distinct: HashSet<&String> = due.iter().collect();
        assert_eq!(distinct.len(), due.len(), "no item is due twice");
    }
}

/// The same through the file: cards go through SQLite and are rebuilt as it is opened.
#[test]
fn cards_come_back_from_the_file_bit_for_bit() {
    let dir = tempfile::tempdir().unwrap();
    let mut rng = SplitMix64::new(7);
    let mut store = open_quietly(dir.path());
    let mut time = now();
    for _ in 0..150 {
        time = next_moment(&time, &mut rng);
        store.append_review(&random_review(&mut rng), &time).unwrap();
    }
    let cards = bits(&store.cards().unwrap());
    drop(store);
    assert_eq!(bits(&open_quietly(dir.path()).cards().unwrap()), cards);
    let db = Connection::open(dir.path().join(DATABASE)).unwrap();
    db.execute("DELETE FROM card", []).unwrap();
    drop(db);
    assert_eq!(bits(&open_quietly(dir.path()).cards().unwrap()), cards);
}

#[test]
fn practice_and_cramming_move_no_card() {
    let mut store = Store::in_memory();
    store.append_review(&Review { practice: true, ..review("a", true) }, &now()).unwrap();
    store.append_review(&Review { cram: true, ..review("a", true) }, &now()).unwrap();
    assert_eq!(store.cards().unwrap(), []);
    store.append_review(&review("a", true), &now()).unwrap();
    let card = store.cards().unwrap();
    store.append_review(&Review { cram: true, ..review("a", false) }, &now()).unwrap();
    assert_eq!(store.cards().unwrap(), card);
    assert_eq!(store.summary().unwrap().answers, 1, "neither counts");
}

#[test]
fn the_draw_of_an_item_is_kept() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open_quietly(dir.path());
    let drawn = Review { draw: Some("c=32 side=28".into()), ..review("a", true) };
    store.append_review(&drawn, &now()).unwrap();
    drop(store);
    let db = Connection::open(dir.path().join(DATABASE)).unwrap();
    let draw: String = db.query_row("SELECT draw FROM review", [], |row| row.get(0)).unwrap();
    assert_eq!(draw, "c=32 side=28");
}

fn store_of(answers: &[(&str, f64, i64)]) -> Store {
    let mut store = Store::in_memory();
    for (item, credit, day) in answers {
        let review = Review {
            credit: *credit,
            right: *credit > 0.9,
            confidence: None,
            ..review(item, true)
        };
        store.append_review(&review, &(&now() + day.days())).unwrap();
    }
    store
}

#[test]
fn what_is_due_is_asked_in_the_order_in_which_it_fades() {
    let today = study_day(&now());
    // By the days since they fell due it would be b, d, a: what is hardly known fades faster.
    let store = store_of(&[("b", 1.0, -6), ("a", 0.0, -1), ("c", 1.0, 0), ("d", 0.6, -3)]);
    assert_eq!(store.due(today).unwrap(), ["a", "b", "d"]);
    assert_eq!(store.due(today - 30).unwrap(), [""; 0]);
}

#[test]
fn weak_items_come_the_worst_first_and_kept_ones_are_kept() {
    let store = store_of(&[
        ("half", 0.5, 0),
        ("wrong", 0.0, 0),
        ("lapsed", 1.0, -3),
        ("lapsed", 0.0, -1),
        ("lapsed", 1.0, 0),
        ("kept", 1.0, -2),
        ("kept", 1.0, 0),
        ("new", 1.0, 0),
    ]);
    assert_eq!(store.weak().unwrap(), ["wrong", "half", "lapsed"]);
    assert_eq!(store.kept().unwrap(), HashSet::from(["kept".to_owned()]));
}

/// Two answers at 03:59 and 04:00 are of two days, also where an hour is missing or comes twice.
#[test]
fn a_day_that_changes_its_clock_is_one_day() {
    for day in ["2026-03-29", "2026-10-25"] {
        let at =
            |time: &str| format!("{day}T{time}[Europe/Berlin]").parse::<ZonedDateTime>().unwrap();
        let mut store = Store::in_memory();
        store.append_review(&review("a", true), &at("04:00")).unwrap();
        store.append_review(&review("a", true), &at("23:00")).unwrap();
        assert_eq!(store.cards().unwrap()[0].gap, 0, "{day}");
        let later = &at("04:00") + 2.days();
        store.append_review(&review("a", true), &later).unwrap();
        assert_eq!(store.cards().unwrap()[0].gap, 2, "{day}");
    }
}

#[test]
fn a_second_instance_sees_what_is_due() {
    let dir = tempfile::tempdir().unwrap();
    let mut first = open_quietly(dir.path());
    first.append_review(&review("a", false), &now()).unwrap();
    let (second, _) = Store::open(&Home::at(dir.path()));
    assert_eq!(second.due(study_day(&now()) + 1).unwrap(), ["a"]);
}

/// A moment before 1970 is a moment.
#[test]
fn an_old_clock_is_no_trouble() {
    let mut store = Store::in_memory();
    let old = Timestamp::UNIX_EPOCH.to_zoned_datetime(TimeZone::UTC) - 30.years();
    store.append_review(&review("a", true), &old).unwrap();
    store.append_review(&review("a", true), &now()).unwrap();
    assert!(store.cards().unwrap()[0].gap > 20_000);
}

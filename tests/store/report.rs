//! What the answers amount to, and how long it takes after years of them.

use std::fmt::Write as _;
use std::time::Instant;

use effnet_tutor::content::library::Library;
use effnet_tutor::learner::store::{Band, Prediction, study_day};
use effnet_tutor::learner::{Report, Review, Store};
use effnet_tutor::random::SplitMix64;
use jiff::ToSpan;

use crate::{now, open_quietly, review};

#[test]
fn confidence_is_held_against_what_was_right() {
    let mut store = Store::in_memory();
    for (confidence, right) in
        [(None, true), (Some(0), false), (Some(29), true), (Some(94), true), (Some(95), false)]
    {
        store.append_review(&Review { confidence, ..review("a", right) }, &now()).unwrap();
    }
    store.append_review(&Review { practice: true, ..review("a", true) }, &now()).unwrap();
    store.append_review(&Review { cram: true, ..review("a", true) }, &now()).unwrap();
    let band = |from, to, answers, right| Band { from, to, answers, right };
    let bands = store.calibration().unwrap();
    assert_eq!(
        bands,
        [
            band(0, 29, 2, 1),
            band(30, 59, 0, 0),
            band(60, 79, 0, 0),
            band(80, 94, 1, 1),
            band(95, 100, 1, 0)
        ]
    );
    assert_eq!((bands[0].share(), bands[1].share()), (Some(0.5), None));
}

#[test]
fn predictions_count_as_wrong_from_a_factor_of_two_on() {
    let mut store = Store::in_memory();
    let ratios = [("a", 1.9), ("b", 2.1), ("c", 0.4), ("d", -3.0), ("e", 9.0), ("e", 1.0)];
    for (item, ratio) in ratios {
        let made = Prediction {
            lesson: "swish".into(),
            item: item.into(),
            predicted: "1".into(),
            real: "2".into(),
            ratio: Some(ratio),
        };
        store.append_prediction(&made, &now()).unwrap();
    }
    let found = store.misjudged().unwrap();
    let names: Vec<&str> = found.iter().map(|made| made.prediction.item.as_str()).collect();
    assert_eq!(names, ["d", "c", "b"], "the farthest first, the last at each prompt");
    assert_eq!(found[0].study_day, study_day(&now()));
}

#[test]
fn the_report_counts_the_bank_s_items_by_lesson() {
    let library = Library::open(None);
    let items: Vec<(String, String)> =
        library.questions().map(|q| (q.id.clone(), q.lesson.clone())).take(2).collect();
    let mut store = Store::in_memory();
    for days in [-4, -1] {
        store.append_review(&review(&items[0].0, true), &(&now() + days.days())).unwrap();
    }
    store.append_review(&review(&items[1].0, false), &(&now() - 1.days())).unwrap();
    store.append_review(&review("gone", false), &now()).unwrap();
    let report = Report::new(&store, &library, &now()).unwrap();
    assert_eq!((report.answers, report.right, report.kept), (3, 2, 1), "without what is gone");
    assert_eq!((report.due, report.calendar[0], report.calendar.len()), (1, 1, 14));
    assert_eq!(report.items, library.questions().count());
    let of_lesson = report.lessons.iter().find(|row| row.lesson == items[0].1).unwrap();
    assert_eq!((of_lesson.asked, of_lesson.right, of_lesson.kept), (2, 1, 1));
    let all: usize = report.lessons.iter().map(|row| row.items).sum();
    assert_eq!(all, report.items);
    assert_eq!(report.lessons.len(), 15);
    assert_eq!(report.hardest.len(), 1);
}

/// The figures for a store of years; run with `--release -- --ignored --nocapture`.
#[test]
#[ignore = "measures; its figures are for people"]
#[expect(clippy::print_stdout, reason = "it prints what it measures")]
fn a_hundred_thousand_answers() {
    let dir = tempfile::tempdir().unwrap();
    let mut rng = SplitMix64::new(1);
    let mut lines = String::from("{\"format\":1,\"program\":\"effnet-tutor\"}\n");
    for index in 0..100_000_i64 {
        let (at, day) = (1_700_000_000_000 + index * 600_000, 19_675 + index / 144);
        let (item, right) = (rng.below(250), rng.below(4) > 0);
        writeln!(lines,
            "{{\"review\":{{\"item\":\"item-{item:03}\",\"rev\":1,\"at_utc_ms\":{at},\"study_day\":{day},\
             \"kind\":\"choice\",\"answer\":\"네 배로 늘어납니다\",\"right\":{right},\"credit\":{},\
             \"confidence\":{},\"hints\":0,\"ms\":9000,\"lang\":\"ko\",\
             \"round\":\"2026-11-24T12:00:00Z/123456789\",\"practice\":{},\"draw\":null,\"cram\":false}}}}",
            u8::from(right),
            rng.below(101),
            rng.below(5) == 0,
        ).unwrap();
    }
    let time = |what: &str, work: &mut dyn FnMut()| {
        let begun = Instant::now();
        work();
        println!("{what}: {:.1} ms", begun.elapsed().as_secs_f64() * 1e3);
    };
    let mut store = open_quietly(dir.path());
    time("import of 100,000", &mut || {
        store.import(&mut lines.as_bytes()).unwrap();
    });
    drop(store);
    time("opening, first of the day, with check and copy", &mut || drop(open_quietly(dir.path())));
    time("opening after a clean end", &mut || drop(open_quietly(dir.path())));
    std::fs::write(dir.path().join("progress.lock"), "").unwrap();
    time("opening after a kill, with check", &mut || drop(open_quietly(dir.path())));
    let mut store = open_quietly(dir.path());
    let day = study_day(&now());
    time("summary", &mut || {
        store.summary().unwrap();
    });
    time("due", &mut || drop(store.due(day).unwrap()));
    time("weak", &mut || drop(store.weak().unwrap()));
    time("records", &mut || drop(store.records().unwrap()));
    time("calibration", &mut || drop(store.calibration().unwrap()));
    time("export", &mut || drop(store.export().unwrap()));
    let mut worst = 0.0_f64;
    let begun = Instant::now();
    for index in 0..100 {
        let one = Instant::now();
        store.append_review(&review(&format!("item-{index:03}"), true), &now()).unwrap();
        worst = worst.max(one.elapsed().as_secs_f64() * 1e3);
    }
    let mean = begun.elapsed().as_secs_f64() * 10.0;
    println!("a durable answer: mean {mean:.2} ms, worst of 100 {worst:.2} ms");
    let early = &now() - 900.days();
    time("an answer of an earlier time", &mut || {
        store.append_review(&review("item-000", true), &early).unwrap();
    });
}

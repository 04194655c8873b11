//! Export and import: what goes out comes back, and what is wrong changes nothing.

use effnet_tutor::learner::store::{ImportError, Prediction};
use effnet_tutor::learner::{Home, Notice, Review, Store};
use effnet_tutor::text::Lang;
use jiff::ToSpan;
use proptest::prelude::*;

use crate::{now, open_quietly, review};

fn text(store: &Store) -> String {
    String::from_utf8(store.export().unwrap()).unwrap()
}

fn import(store: &mut Store, text: &str) -> (usize, usize) {
    let done = store.import(&mut text.as_bytes()).unwrap();
    (done.added, done.skipped)
}

const WORDS: &str = r#"[\PC\t\n"\\]{0,12}"#;

prop_compose! {
    fn any_review()(
        (item, answer, round) in (WORDS, any::<String>(), WORDS),
        (rev, right, credit) in (any::<u32>(), any::<bool>(), 0.0..=1.0f64),
        confidence in prop::option::of(0..=100u8),
        (hints, ms, practice, cram) in (0..4usize, any::<u32>(), any::<bool>(), any::<bool>()),
        draw in prop::option::of(WORDS),
        is_ko in any::<bool>(),
    ) -> Review {
        Review {
            item, rev, kind: "choice".into(), answer, right, credit, confidence, hints, ms: ms.into(),
            lang: if is_ko { Lang::Ko } else { Lang::En }, round, practice, draw, cram,
        }
    }
}

prop_compose! {
    fn any_prediction()(
        (lesson, item, predicted, real) in (WORDS, WORDS, WORDS, WORDS),
        ratio in prop::option::of(any::<f64>()),
    ) -> Prediction {
        Prediction { lesson, item, predicted, real, ratio }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn what_goes_out_comes_back_byte_for_byte(
        reviews in prop::collection::vec((any_review(), -9000..9000i64), 0..12),
        predictions in prop::collection::vec(any_prediction(), 0..4),
        places in prop::collection::vec((WORDS, 0..4usize, any::<bool>()), 0..4),
    ) {
        let mut store = Store::in_memory();
        for (review, hours) in &reviews {
            store.append_review(review, &(&now() + hours.hours())).unwrap();
        }
        for prediction in &predictions {
            store.append_prediction(prediction, &now()).unwrap();
        }
        for (slug, page, is_done) in &places {
            if *is_done {
                store.finish_lesson(slug, Lang::Ko, *page, &now()).unwrap();
            } else {
                store.set_lesson(slug, Lang::En, *page, &now()).unwrap();
            }
        }
        store.set_language(Lang::Ko).unwrap();
        let out = text(&store);
        let mut other = Store::in_memory();
        let rows = out.lines().count() - 1;
        prop_assert_eq!(import(&mut other, &out), (rows, 0));
        prop_assert_eq!(&text(&other), &out);
        prop_assert_eq!(other.cards().unwrap(), store.cards().unwrap());
        prop_assert_eq!(import(&mut other, &out), (0, rows), "all of it is there");
        prop_assert_eq!(&text(&other), &out);
    }
}

#[test]
fn it_goes_through_files_as_well() {
    let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut store = open_quietly(from.path());
    for credit in [0.1, 1.0 / 3.0, 0.1 + 0.2, f64::MIN_POSITIVE, 1.0] {
        store.append_review(&Review { credit, ..review("a", true) }, &now()).unwrap();
    }
    let out = text(&store);
    assert!(out.starts_with("{\"format\":1,\"program\":\"effnet-tutor\""), "{out}");
    let mut other = open_quietly(to.path());
    assert_eq!(import(&mut other, &out), (5, 0));
    drop(other);
    assert_eq!(text(&open_quietly(to.path())), out);
}

#[test]
fn two_homes_become_one() {
    let (mut here, mut there) = (Store::in_memory(), Store::in_memory());
    let later = &now() + 3.days();
    here.append_review(&review("a", true), &now()).unwrap();
    there.append_review(&review("a", true), &later).unwrap();
    here.set_lesson("swish", Lang::Ko, 4, &later).unwrap();
    there.finish_lesson("swish", Lang::En, 2, &now()).unwrap();
    here.set_language(Lang::Ko).unwrap();
    there.set_language(Lang::En).unwrap();
    let (from_here, from_there) = (text(&here), text(&there));
    import(&mut here, &from_there);
    import(&mut there, &from_here);
    assert_eq!(here.cards().unwrap(), there.cards().unwrap(), "in whatever order they came");
    assert_eq!(here.cards().unwrap()[0].gap, 3);
    let place = here.lesson_position("swish").unwrap().unwrap();
    assert_eq!(place.page, 4, "the later place");
    assert_eq!(place.done_at_utc_ms, Some(now().timestamp().as_millisecond()), "done stays done");
    assert_eq!(there.lesson_position("swish").unwrap().unwrap(), place);
    assert_eq!(here.language().unwrap(), Some(Lang::Ko), "what was chosen here stays");
}

/// Two equal answers are two, and an import that holds them adds them once.
#[test]
fn equal_answers_are_counted() {
    let mut store = Store::in_memory();
    store.append_review(&review("a", true), &now()).unwrap();
    store.append_review(&review("a", true), &now()).unwrap();
    let out = text(&store);
    let mut other = Store::in_memory();
    other.append_review(&review("a", true), &now()).unwrap();
    assert_eq!(import(&mut other, &out), (1, 1));
    assert_eq!(text(&other), out);
}

fn lines(store: &Store) -> Vec<String> {
    text(store).lines().map(str::to_owned).collect()
}

#[test]
fn a_bad_line_is_named_and_nothing_is_changed() {
    let mut full = Store::in_memory();
    full.append_review(&review("a", true), &now()).unwrap();
    full.append_review(&review("b", true), &now()).unwrap();
    let good = lines(&full);
    let mut store = Store::in_memory();
    store.append_review(&review("c", true), &now()).unwrap();
    let before = text(&store);
    for bad in [
        "",
        "nonsense",
        "{\"review\":{}}",
        "{\"card\":{\"item\":\"a\"}}",
        &good[1].replace("\"hints\":0", "\"hints\":9"),
        &good[1].replace("\"hints\":0", "\"hints\":-1"),
        &good[1].replace("\"credit\":1.0", "\"credit\":1.5"),
        &good[1].replace("\"credit\":1.0", "\"credit\":1e999"),
        &good[1].replace("\"ko\"", "\"fr\""),
        &good[1].replace("\"study_day\":20781", "\"study_day\":9223372036854775807"),
        &good[1].replace("\"at_utc_ms\":1795521600000", "\"at_utc_ms\":9223372036854775807"),
        &good[1].replace("\"cram\":false", "\"cram\":false,\"more\":1"),
        &good[1][..40],
        "{\"page\":{\"slug\":\"a\",\"page\":-1}}",
    ] {
        let input = format!("{}\n{}\n{bad}\n", good[0], good[2]);
        match store.import(&mut input.as_bytes()) {
            Err(ImportError::Line { line: 3, reason }) => {
                assert!(!reason.is_empty() && !reason.contains(" at line "), "{reason}");
            }
            Ok(done) if bad.is_empty() => {
                assert_eq!((done.added, done.skipped), (1, 0), "an empty line is none");
                store = Store::in_memory();
                store.append_review(&review("c", true), &now()).unwrap();
            }
            other => panic!("{bad}: {other:?}"),
        }
        assert_eq!(text(&store), before, "{bad}");
        assert_eq!(store.cards().unwrap().len(), 1);
    }
}

#[test]
fn what_is_no_export_or_a_newer_one_is_refused() {
    let mut store = Store::in_memory();
    for input in [
        "",
        "\n\n",
        "{}",
        "{\"review\":{}}",
        "SQLite format 3\0",
        "{\"format\":1,\"program\":\"anki\"}",
    ] {
        let refused = store.import(&mut input.as_bytes());
        assert!(matches!(refused, Err(ImportError::NotAnExport)), "{input}: {refused:?}");
    }
    let newer = "{\"format\":2,\"program\":\"effnet-tutor\",\"more\":1}\n{\"new\":1}";
    let refused = store.import(&mut newer.as_bytes());
    assert!(matches!(refused, Err(ImportError::Newer { found: 2 })), "{refused:?}");
    // A line end or a mark of an editor is no trouble.
    let edited = "\u{feff}{\"format\":1,\"program\":\"effnet-tutor\"}\r\n\r\n{\"page\":{\"slug\":\"a\",\"page\":0}}\r\n";
    assert_eq!(import(&mut store, edited), (1, 0));
}

#[test]
fn a_second_instance_imports_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let first = open_quietly(dir.path());
    let (mut second, notices) = Store::open(&Home::at(dir.path()));
    assert!(matches!(notices.as_slice(), [Notice::SecondInstance { .. }]));
    let refused = second.import(&mut text(&first).as_bytes());
    assert!(matches!(refused, Err(ImportError::NotSaving)));
    for lang in Lang::ALL {
        let said = ImportError::NotSaving.message().say(lang);
        assert!(!said.starts_with("progress."), "{said}");
    }
}

//! Every live figure of the shipped lessons is computed, and has the values that predictions may ask about.

use std::collections::BTreeSet;

use effnet_tutor::content::demo::Demo;
use effnet_tutor::content::lesson::{Block, PredictKind};
use effnet_tutor::content::library::Library;
use effnet_tutor::demo::{self, Bench};
use effnet_tutor::job::CancelToken;
use effnet_tutor::text::Lang;

/// Seconds each: one training stands for all of them.
fn is_training(demo: &Demo) -> bool {
    demo.name() == "train-nano"
}

#[test]
fn every_figure_of_a_lesson_has_its_values() {
    let library = Library::open(None);
    let bench = Bench::default();
    let mut trained = false;
    let mut names = BTreeSet::new();
    for lesson in library.lessons(Lang::En) {
        for (index, page) in lesson.pages.iter().enumerate() {
            let Some(live) = page.live() else { continue };
            let place = format!("{}/{}", lesson.slug, index + 1);
            names.insert(live.name());
            for block in &page.blocks {
                if let Block::Predict(predict) = block
                    && let PredictKind::Measured { key, .. } = &predict.kind
                {
                    assert!(live.values().contains(&key.as_str()), "{place} measures {key}");
                }
            }
            if is_training(live) && std::mem::replace(&mut trained, true) {
                continue;
            }
            let figure = demo::run(live, Lang::En, &bench, &CancelToken::new()).unwrap();
            let given: BTreeSet<&str> = figure.values.iter().map(|(name, _)| *name).collect();
            let promised: BTreeSet<&str> = live.values().iter().copied().collect();
            assert!(given.is_superset(&promised), "{place}: {given:?} lacks some of {promised:?}");
            assert!(figure.values.iter().all(|(_, value)| value.is_finite()), "{place}");
        }
    }
    assert!(trained);
    let unused: Vec<_> = Demo::NAMES.iter().filter(|name| !names.contains(**name)).collect();
    assert!(unused.is_empty(), "on no page: {unused:?}");
}

//! The shipped lessons with the demos they name: what a page promises, the figure computes.

use effnet_tutor::content::demo::Demo;
use effnet_tutor::content::lesson::{Block, Lesson, PredictKind};
use effnet_tutor::content::library::Library;
use effnet_tutor::demo::{self, Bench};
use effnet_tutor::figure::{Figure, Glyphs};
use effnet_tutor::job::CancelToken;
use effnet_tutor::learner::prediction::real_value;
use effnet_tutor::text::Lang;

fn run(demo: &Demo, lang: Lang, bench: &Bench) -> Figure {
    demo::run(demo, lang, bench, &CancelToken::new())
        .unwrap_or_else(|error| panic!("{}: {error}", demo.name()))
}

fn live(page: &[Block]) -> Option<&Demo> {
    page.iter().find_map(|block| match block {
        Block::Live(demo) => Some(demo),
        _ => None,
    })
}

fn lessons(library: &Library) -> Vec<&Lesson> {
    Lang::ALL.into_iter().flat_map(|lang| library.lessons(lang)).collect()
}

#[test]
fn every_prediction_has_something_to_be_compared_with() {
    let library = Library::open(None);
    let bench = Bench::default();
    for lesson in lessons(&library) {
        for (index, page) in lesson.pages.iter().enumerate() {
            let figure = live(&page.blocks).map(|demo| run(demo, lesson.lang, &bench));
            for block in &page.blocks {
                let Block::Predict(predict) = block else { continue };
                let real = real_value(&predict.kind, figure.as_ref());
                let choice = matches!(predict.kind, PredictKind::Choice { .. });
                let at = format!("{} page {}: `{}`", lesson.slug, index + 1, predict.id);
                assert_ne!(real.is_some(), choice, "{at}");
                assert!(real.is_none_or(f64::is_finite), "{at}");
            }
        }
    }
}

/// The room beside the text at 80×24.
const FIGURE_COLUMNS: usize = 41;

#[test]
fn no_figure_is_wider_than_its_column() {
    let library = Library::open(None);
    let bench = Bench::default();
    for lesson in lessons(&library) {
        for demo in lesson.pages.iter().filter_map(|page| live(&page.blocks)) {
            for line in run(demo, lesson.lang, &bench).lines(FIGURE_COLUMNS, Glyphs::Full) {
                let text = line.text();
                assert!(line.width() <= FIGURE_COLUMNS, "{} {}: {text}", lesson.slug, demo.name());
            }
        }
    }
}

#[test]
fn both_languages_compute_the_same() {
    let library = Library::open(None);
    let bench = Bench::default();
    for lesson in library.lessons(Lang::Ko) {
        for demo in lesson.pages.iter().filter_map(|page| live(&page.blocks)) {
            // What is timed is never the same twice.
            if matches!(demo, Demo::SeparableTime(_)) {
                continue;
            }
            let [ko, en] = Lang::ALL.map(|lang| run(demo, lang, &bench));
            assert_eq!(ko.values, en.values, "{} {}", lesson.slug, demo.name());
        }
    }
}

#[test]
fn every_lesson_predicts_three_times_and_shows_two_figures() {
    let library = Library::open(None);
    for lesson in lessons(&library) {
        let blocks = || lesson.pages.iter().flat_map(|page| &page.blocks);
        let predictions = blocks().filter(|block| matches!(block, Block::Predict(_))).count();
        let figures = blocks().filter(|block| matches!(block, Block::Live(_))).count();
        assert!(predictions >= 3, "{}: {predictions} predictions", lesson.slug);
        assert!(figures >= 2, "{}: {figures} figures", lesson.slug);
    }
}

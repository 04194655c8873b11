//! The shipped lessons with the demos they name: what a page promises, the figure computes.

use effnet_tutor::content::demo::Demo;
use effnet_tutor::content::lesson::{Block, Lesson, PredictKind};
use effnet_tutor::content::library::Library;
use effnet_tutor::demo::{self, Bench};
use effnet_tutor::figure::{Figure, Glyphs, Part};
use effnet_tutor::job::CancelToken;
use effnet_tutor::learner::prediction::real_value;
use effnet_tutor::text::line::Line;
use effnet_tutor::text::{Lang, width};

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

/// The column behind each cell of a row as it was drawn; none where the row does not hold the cells in order.
fn ends(line: &str, cells: &[String]) -> Option<Vec<usize>> {
    let mut from = 0;
    let ends = cells.iter().map(|cell| {
        let at = from + line[from..].find(cell.as_str())?;
        from = at + cell.len();
        Some(width(&line[..from]))
    });
    ends.collect()
}

/// In every table of every figure the cells of a column end in one column, below their head.
#[test]
fn numbers_stand_in_columns() {
    let (library, bench) = (Library::open(None), Bench::default());
    let mut tables = 0;
    for lesson in lessons(&library) {
        for demo in lesson.pages.iter().filter_map(|page| live(&page.blocks)) {
            let figure = run(demo, lesson.lang, &bench);
            for part in figure.parts.iter().filter(|part| matches!(part, Part::Table(_))) {
                let Part::Table(table) = part else { continue };
                let alone = Figure { parts: vec![part.clone()], ..figure.clone() };
                // As wide as it likes: no row changes places with a column.
                let lines: Vec<String> =
                    alone.lines(200, Glyphs::Full).iter().map(Line::text).collect();
                let rows: Vec<_> = table
                    .rows
                    .iter()
                    .filter(|row| row.cells.iter().skip(1).all(|cell| !cell.is_empty()))
                    .filter_map(|row| lines.iter().find_map(|line| ends(line, &row.cells)))
                    .collect();
                let is_number = |column: &usize| {
                    let mut cells = table.rows.iter().map(|row| row.cells[*column].as_str());
                    cells.all(|cell| {
                        cell.chars().all(|c| c.is_ascii_digit() || " ,.%+-×kMG".contains(c))
                    })
                };
                let numbers: Vec<usize> = (1..table.head.len()).filter(is_number).collect();
                tables += usize::from(rows.len() > 1);
                let at = format!("{} {}:\n{}", lesson.slug, demo.name(), lines.join("\n"));
                for column in numbers {
                    let same = rows.windows(2).all(|two| two[0][column] == two[1][column]);
                    assert!(same, "column {column}: {rows:?}\n{at}");
                }
            }
        }
    }
    assert!(tables > 60, "only {tables} tables were seen");
}

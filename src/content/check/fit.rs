//! Does a page fit 80×24? Laid out here exactly as on the screen, in both columns.

use super::super::layout::{Column, PAGE_ROWS, layout_heading, page_columns, page_rows};
use super::super::lesson::{Block, Page};
use super::{Sink, Subject, lesson};

pub(super) fn check(subject: &Subject, sink: &mut Sink<'_>) {
    let Some(lesson) = &subject.lesson else { return };
    for (index, page) in lesson.pages.iter().enumerate() {
        let columns = page_columns(page);
        let rows = page_rows(page, Column::new(columns, lesson.lang));
        let heading = lesson::heading(&subject.marks, index);
        if rows > PAGE_ROWS {
            let message = format!(
                "page `{}` takes {rows} rows of {columns} columns, {} more than fit 80x24: shorten it or split it",
                page.title,
                rows - PAGE_ROWS
            );
            sink.say(heading.clone(), message);
        }
        if let Some(rows) = figure_rows(page).filter(|rows| *rows > PAGE_ROWS) {
            let message = format!("the figure takes {rows} rows, at most {PAGE_ROWS} fit 80x24");
            sink.say(heading.clone(), message);
        }
        if layout_heading(&page.title, Column::new(columns, lesson.lang)).len() > 2 {
            sink.say(heading, format!("heading `{}` is too long, two rows at most", page.title));
        }
    }
}

fn figure_rows(page: &Page) -> Option<usize> {
    page.blocks.iter().find_map(|block| match block {
        Block::Live(demo) => Some(demo.rows()),
        _ => None,
    })
}

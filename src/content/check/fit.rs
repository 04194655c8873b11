//! Does a page fit 80×24? Laid out here with the screen's own functions, in the columns it has there.

use super::super::layout::{Column, PAGE_ROWS, layout_heading, page_columns, page_rows};
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
        if layout_heading(&page.title, Column::new(columns, lesson.lang)).len() > 2 {
            sink.say(heading, format!("heading `{}` is too long, two rows at most", page.title));
        }
    }
}

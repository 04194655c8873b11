//! A question of the bank: options in an order that does not give the answer away, and what opens below.

#![expect(clippy::format_collect, reason = "a page is written once, and reads as it will look")]

use crate::content::layout::{self, Column};
use crate::content::markdown::prose_markdown;
use crate::content::quantity;
use crate::content::quiz::{Ask, Question};
use crate::learner::sheet::{Sheet, lefts};
use crate::learner::shown::{key_text, option_label};
use crate::text::escape::xml;
use crate::text::line::Line;
use crate::text::{Lang, Localized};

pub(super) fn question(question: &Question, lang: Lang) -> String {
    let ask = &question.ask;
    let sheet = Sheet::of_id(ask, &question.id);
    let keys = |expression: &str| quantity::evaluate(expression).ok();
    let line = |text: &Localized| one_line(text.get(lang), lang);
    let answer = match ask {
        Ask::Recall { points } => {
            let points = points.iter().map(|point| format!("<li>{}</li>", inline(point, lang)));
            format!("<ul>{}</ul>", points.collect::<String>())
        }
        ask => {
            let key = key_text(ask, &sheet, lang, &keys, &line).unwrap_or_default();
            format!("<p><strong>{}</strong></p>", xml(&key))
        }
    };
    format!(
        "<div class=\"ask\">\n{}{}<details><summary>{}</summary>\n{answer}\n{}</details>\n</div>\n",
        markdown(question.prompt.get(lang), lang),
        options(ask, &sheet, lang),
        xml(lang.text("html.answer")),
        markdown(question.explain.get(lang), lang),
    )
}

fn options(ask: &Ask, sheet: &Sheet, lang: Lang) -> String {
    // The points of a recall are its answer.
    if matches!(ask, Ask::Recall { .. }) {
        return String::new();
    }
    let lefts = lefts(ask).into_iter().enumerate();
    let mut out: String = lefts
        .map(|(index, left)| format!("<p>{}. {}</p>\n", index + 1, inline(left, lang)))
        .collect();
    for (place, option) in sheet.texts(ask).into_iter().enumerate() {
        out += &format!("<p>{}) {}</p>\n", option_label(ask, place), inline(option, lang));
    }
    out
}

/// A text of the bank on one line, its numbers filled in.
fn one_line(source: &str, lang: Lang) -> String {
    let column = Column { plain: true, ..Column::new(usize::MAX, lang) };
    layout::markdown(source, column).iter().map(Line::text).collect::<Vec<_>>().join(" ")
}

fn inline(text: &Localized, lang: Lang) -> String {
    xml(&one_line(text.get(lang), lang))
}

fn markdown(source: &str, lang: Lang) -> String {
    match prose_markdown(source) {
        Ok(blocks) => super::prose(&blocks, lang),
        Err(_) => format!("<p>{}</p>\n", xml(source)),
    }
}

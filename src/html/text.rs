//! Running text, lists and tables.

use super::Links;
use crate::content::formula;
use crate::content::layout::filled;
use crate::content::lesson::{Inline, Prose};
use crate::text::Lang;
use crate::text::escape::xml;

pub(super) fn prose(prose: &Prose, links: Links<'_>, lang: Lang) -> String {
    match prose {
        Prose::Paragraph(text) => format!("<p>{}</p>\n", inlines(text, links, lang)),
        Prose::List { ordered, items } => {
            let name = if *ordered { "ol" } else { "ul" };
            let item = |item: &Vec<Prose>| format!("<li>{}</li>\n", item_text(item, links, lang));
            format!("<{name}>\n{}</{name}>\n", items.iter().map(item).collect::<String>())
        }
        Prose::Quote(inner) => format!("<blockquote>\n{}</blockquote>\n", all(inner, links, lang)),
        Prose::Code(code) => format!("<pre>{}</pre>\n", xml(code.trim_end())),
        Prose::Table(rows) => table(rows, links, lang),
    }
}

fn all(prose_blocks: &[Prose], links: Links<'_>, lang: Lang) -> String {
    prose_blocks.iter().map(|block| prose(block, links, lang)).collect()
}

/// A single paragraph stands in its item without a frame of its own.
fn item_text(item: &[Prose], links: Links<'_>, lang: Lang) -> String {
    match item {
        [Prose::Paragraph(text), rest @ ..] => inlines(text, links, lang) + &all(rest, links, lang),
        item => all(item, links, lang),
    }
}

fn table(rows: &[Vec<Vec<Inline>>], links: Links<'_>, lang: Lang) -> String {
    let row = |(index, cells): (usize, &Vec<Vec<Inline>>)| {
        let name = if index == 0 { "th" } else { "td" };
        let cell = |cell: &Vec<Inline>| format!("<{name}>{}</{name}>", inlines(cell, links, lang));
        format!("<tr>{}</tr>\n", cells.iter().map(cell).collect::<String>())
    };
    let rows: String = rows.iter().enumerate().map(row).collect();
    format!("<div class=\"scroll\"><table>\n{rows}</table></div>\n")
}

/// Options with their numbers.
pub(super) fn ordered(options: &[Vec<Inline>], links: Links<'_>, lang: Lang) -> String {
    let item = |option: &Vec<Inline>| format!("<li>{}</li>\n", inlines(option, links, lang));
    format!("<ol>\n{}</ol>\n", options.iter().map(item).collect::<String>())
}

pub(super) fn inlines(text: &[Inline], links: Links<'_>, lang: Lang) -> String {
    let one = |inline: Inline| match inline {
        Inline::Text(text) => xml(&text),
        Inline::Emphasis(text) => format!("<em>{}</em>", xml(&text)),
        Inline::Strong(text) => format!("<strong>{}</strong>", xml(&text)),
        Inline::Code(text) => format!("<code>{}</code>", xml(&text)),
        Inline::Formula(tex) => formula::mathml(&tex, false),
        Inline::Quantity(number) => format!("<span class=\"number\">{}</span>", xml(&number)),
        Inline::Link { text, target } => link(&text, &target, links),
    };
    filled(text, lang).into_iter().map(one).collect()
}

/// A link to a lesson that is there; anything else is plain text.
fn link(text: &str, target: &str, links: Links<'_>) -> String {
    match target.strip_prefix("lesson:").and_then(links.lesson) {
        Some(file) => format!("<a href=\"{}\">{}</a>", xml(&file), xml(text)),
        None => xml(text),
    }
}

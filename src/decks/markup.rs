//! Texts of the bank as HTML that any tool shows: no MathML, no classes, one line.

use crate::content::layout::filled;
use crate::content::lesson::{Inline, Prose};
use crate::content::markdown::prose_markdown;
use crate::content::{formula, layout};
use crate::html;
use crate::text::escape::xml;
use crate::text::{Lang, Localized};

/// A text with its paragraphs, lists and tables.
pub(super) fn blocks(text: &Localized, lang: Lang) -> String {
    let source = text.get(lang);
    match prose_markdown(source) {
        Ok(prose) => one_row(&html::prose(&plain(prose, lang), lang)),
        Err(_) => format!("<p>{}</p>", words(source)),
    }
}

/// A text that stands inside a line, such as an option.
pub(super) fn run(text: &Localized, lang: Lang) -> String {
    let source = text.get(lang);
    match prose_markdown(source).map(|prose| plain(prose, lang)).as_deref() {
        Ok([Prose::Paragraph(run)]) => one_row(&html::inlines(run, lang)),
        Ok(prose) => one_row(&html::prose(prose, lang)),
        Err(_) => words(source),
    }
}

/// Words without any markup, on one line.
pub(super) fn words(text: &str) -> String {
    one_row(&xml(text))
}

/// The same, of a text of the bank.
pub(super) fn line(text: &Localized, lang: Lang) -> String {
    layout::one_line(text.get(lang), lang)
}

/// Numbers as words, formulas as one slanted line: not every reader draws MathML, and some take it out.
fn plain(prose: Vec<Prose>, lang: Lang) -> Vec<Prose> {
    let all = |prose: Vec<Prose>| plain(prose, lang);
    let one = |prose: Prose| match prose {
        Prose::Paragraph(text) => Prose::Paragraph(plain_run(&text, lang)),
        Prose::List { ordered, items } => {
            Prose::List { ordered, items: items.into_iter().map(all).collect() }
        }
        Prose::Quote(inner) => Prose::Quote(all(inner)),
        Prose::Code(code) => Prose::Code(code),
        Prose::Table(rows) => {
            let row =
                |row: Vec<Vec<Inline>>| row.iter().map(|cell| plain_run(cell, lang)).collect();
            Prose::Table(rows.into_iter().map(row).collect())
        }
    };
    prose.into_iter().map(one).collect()
}

fn plain_run(run: &[Inline], lang: Lang) -> Vec<Inline> {
    let one = |inline: Inline| match inline {
        Inline::Quantity(number) => Inline::Text(number),
        Inline::Formula(tex) => Inline::Emphasis(formula::one_line(&tex)),
        other => other,
    };
    filled(run, lang).into_iter().map(one).collect()
}

/// On one line: an empty line ends a question of GIFT. Where a line break is shown, it becomes a tag. An
/// apostrophe need not be escaped, as no attribute of ours stands between two.
fn one_row(html: &str) -> String {
    let mut row = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, code)) = rest.split_once("<pre>") {
        let (code, after) = code.split_once("</pre>").unwrap_or((code, ""));
        row += &before.replace('\n', " ");
        row += "<pre>";
        row += &code.replace('\n', "<br/>");
        row += "</pre>";
        rest = after;
    }
    row += &rest.replace('\n', " ");
    row.replace("&#39;", "'").trim().to_owned()
}

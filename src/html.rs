//! A lesson as a page for the browser: one file, nothing to load, no script.
//!
//! What the terminal shows is all there: numbers filled in, figures as inline SVG with their text
//! beside, predictions and questions that open on request, formulas as MathML. What is computed comes in
//! as [`Drawn`]; this module only writes it down.

#![expect(clippy::format_push_string, reason = "a page is written once, and reads as it will look")]

mod question;
mod text;

use crate::content::formula;
use crate::content::lesson::{Block, Inline, Lesson, Page, Predict, PredictKind, Prose};
use crate::content::quiz::Question;
use crate::export::{self, ExportError, Tone};
use crate::figure::{Figure, Glyphs};
use crate::learner::prediction::{real_value, unit};
use crate::learner::shown::number_in_unit;
use crate::text::Lang;
use crate::text::escape::xml;

const STYLE: &str = include_str!("../assets/html/lesson.css");

/// Columns of a figure's text form.
const COLUMNS: usize = 72;

/// A page's figure, computed, and the shell line that computes it.
#[derive(Debug, Clone)]
pub struct Drawn {
    /// The figure.
    pub figure: Figure,
    /// `effnet-tutor learn mbconv/2`.
    pub command: String,
}

/// Where links lead.
#[derive(Clone, Copy)]
#[expect(missing_debug_implementations, reason = "it holds a closure")]
pub struct Links<'a> {
    /// The file of a lesson by its slug; `None` if it is not among those written.
    pub lesson: &'a dyn Fn(&str) -> Option<String>,
    /// The same lesson in the other language.
    pub twin: Option<&'a str>,
}

impl Links<'_> {
    /// A text that stands alone: its links are plain words.
    const NOWHERE: Self = Self { lesson: &|_| None, twin: None };
}

/// Blocks of a text that stands alone.
pub fn prose(blocks: &[Prose], lang: Lang) -> String {
    blocks.iter().map(|block| text::prose(block, Links::NOWHERE, lang)).collect()
}

/// A run of such a text, without a paragraph around it.
pub fn inlines(run: &[Inline], lang: Lang) -> String {
    text::inlines(run, Links::NOWHERE, lang)
}

/// The whole page of a lesson. `figures` has one entry for each page of the lesson.
///
/// # Errors
/// When a figure cannot be drawn.
pub fn lesson(
    lesson: &Lesson,
    figures: &[Option<Drawn>],
    recall: &[&Question],
    links: Links<'_>,
) -> Result<String, ExportError> {
    let lang = lesson.lang;
    let mut body = format!(
        "<header><p class=\"about\">{} {} / {}{}</p>\n<h1>{}</h1>\n<p>{}</p></header>\n",
        xml(lang.text("html.lesson")),
        lesson.number,
        crate::content::lesson::SYLLABUS.len(),
        twin(links, lang),
        xml(&lesson.title),
        xml(&lesson.summary),
    );
    body += &contents(lesson);
    for (index, page) in lesson.pages.iter().enumerate() {
        body += &section(page, index, figures.get(index).and_then(Option::as_ref), links, lang)?;
    }
    if !recall.is_empty() {
        body += &format!("<section>\n<h2>{}</h2>\n", xml(lang.text("html.recall")));
        for question in recall {
            body += &question::question(question, lang);
        }
        body += "</section>\n";
    }
    Ok(document(&lesson.title, lang, &body))
}

/// A language's lessons with their files.
#[derive(Debug)]
pub struct Shelf<'a> {
    /// The language.
    pub lang: Lang,
    /// What stands above the list.
    pub title: String,
    /// The lessons, and the file of each.
    pub lessons: Vec<(&'a Lesson, String)>,
}

/// The list of lessons, one shelf for each language.
pub fn index(shelves: &[Shelf<'_>]) -> String {
    let lang = shelves.first().map_or(Lang::En, |shelf| shelf.lang);
    let mut body = "<h1>EfficientNet</h1>\n".to_owned();
    for Shelf { lang, title, lessons } in shelves {
        body += &format!(
            "<section lang=\"{}\">\n<h2>{}</h2>\n<ol class=\"lessons\">\n",
            lang.code(),
            xml(title)
        );
        for (lesson, file) in lessons {
            body += &format!(
                "<li value=\"{}\"><a href=\"{}\">{}</a><br/>{}</li>\n",
                lesson.number,
                xml(file),
                xml(&lesson.title),
                xml(&lesson.summary)
            );
        }
        body += "</ol>\n</section>\n";
    }
    document("EfficientNet", lang, &body)
}

fn document(title: &str, lang: Lang, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\"/>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n{body}\
         <footer><p>{}</p></footer>\n</body>\n</html>\n",
        lang.code(),
        xml(title),
        xml(lang.text("html.made")),
    )
}

fn twin(links: Links<'_>, lang: Lang) -> String {
    let Some(file) = links.twin else { return String::new() };
    let other = lang.other();
    let name = other.text("html.language");
    format!(" · <a href=\"{}\" lang=\"{}\">{}</a>", xml(file), other.code(), xml(name))
}

fn contents(lesson: &Lesson) -> String {
    let item = |(index, page): (usize, &Page)| {
        format!("<li><a href=\"#p{}\">{}</a></li>\n", index + 1, xml(&page.title))
    };
    let items: String = lesson.pages.iter().enumerate().map(item).collect();
    format!("<nav><ol>\n{items}</ol></nav>\n")
}

fn section(
    page: &Page,
    index: usize,
    drawn: Option<&Drawn>,
    links: Links<'_>,
    lang: Lang,
) -> Result<String, ExportError> {
    let mut out = format!("<section id=\"p{}\">\n<h2>{}</h2>\n", index + 1, xml(&page.title));
    for block in &page.blocks {
        match block {
            Block::Prose(prose) => out += &text::prose(prose, links, lang),
            Block::Formula(tex) => {
                out += &format!("<div class=\"scroll\">{}</div>\n", formula::mathml(tex, true));
            }
            Block::Predict(predict) => {
                out += &prediction(predict, drawn.map(|drawn| &drawn.figure), links, lang);
            }
            Block::Live(_) => {
                if let Some(drawn) = drawn {
                    out += &figure(drawn, lang)?;
                }
            }
        }
    }
    Ok(out + "</section>\n")
}

/// The question; what is really so opens on request.
fn prediction(predict: &Predict, figure: Option<&Figure>, links: Links<'_>, lang: Lang) -> String {
    let options = match &predict.kind {
        PredictKind::Choice { options, .. } => text::ordered(options, links, lang),
        _ => String::new(),
    };
    let real = match &predict.kind {
        PredictKind::Choice { options, answer } => {
            options.get(*answer).map(|option| text::inlines(option, links, lang))
        }
        kind => real_value(kind, figure).map(|real| xml(&number_in_unit(real, unit(kind)))),
    };
    format!(
        "<div class=\"ask\">\n<p class=\"label\">{}</p>\n<p>{}</p>\n{options}<details><summary>{}</summary>\n<p>{}</p></details>\n</div>\n",
        xml(lang.text("learn.predict")),
        text::inlines(&predict.question, links, lang),
        xml(lang.text("html.show")),
        real.unwrap_or_default(),
    )
}

fn figure(drawn: &Drawn, lang: Lang) -> Result<String, ExportError> {
    let svg = export::narrow_svg(&drawn.figure, Tone::Light)?;
    let lines = drawn.figure.lines(COLUMNS, Glyphs::Full);
    let rows: Vec<String> = lines.iter().map(|line| line.text().trim_end().to_owned()).collect();
    Ok(format!(
        "<figure>\n<div class=\"scroll\">{}</div>\n<figcaption>{}<br/><code class=\"command\">$ {}</code>\n<details><summary>{}</summary>\n<pre>{}</pre></details></figcaption>\n</figure>\n",
        responsive(&svg, &drawn.figure.title),
        xml(&drawn.figure.title),
        xml(&drawn.command),
        xml(lang.text("html.as-text")),
        xml(&rows.join("\n")),
    ))
}

/// An SVG that takes the width it gets, with a name for those who cannot see it.
fn responsive(svg: &str, title: &str) -> String {
    match svg.split_once('>') {
        Some((head, rest)) => {
            format!("{head} role=\"img\" aria-label=\"{}\">{}", xml(title), rest.trim_end())
        }
        None => svg.to_owned(),
    }
}

#[cfg(test)]
mod tests;

//! Anki: a text file with tabs, to be opened by File → Import.
//!
//! ```text
//! #separator:tab   #html:true   #notetype:Basic   #guid column:1   #deck column:2   #tags column:5
//! "effnet-tutor:ID:LANG" ⇥ "effnet-tutor en::06 Swish" ⇥ "front" ⇥ "back" ⇥ "effnet-tutor::lesson::swish …"
//! ```
//!
//! The note type is Anki's own with two fields, called as Anki calls it in the language of the deck;
//! where it has another name, the import dialog offers the one in use. Anki finds a note again by its
//! guid, so a second import updates it and keeps its reviews.

#![expect(clippy::format_collect, reason = "a note is written once, and reads as it will look")]

use std::io::{self, Write};

use super::{Shelf, key, labels, markup, root, shelves};
use crate::content::library::Library;
use crate::content::quiz::{Ask, Distractor, Forms, Question};
use crate::learner::Sheet;
use crate::learner::sheet::lefts;
use crate::learner::shown::{key_text, number_in_unit};
use crate::text::{Lang, Localized};

/// Writes a note for each item of the library that has an answer.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(library: &Library, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "#separator:tab")?;
    writeln!(out, "#html:true")?;
    writeln!(out, "#notetype:{}", lang.text("decks.note-type"))?;
    writeln!(out, "#guid column:1")?;
    writeln!(out, "#deck column:2")?;
    writeln!(out, "#tags column:5")?;
    for shelf in shelves(library, lang) {
        for item in &shelf.items {
            writeln!(out, "{}", row(item, &shelf, lang))?;
        }
    }
    Ok(())
}

/// What Anki knows a note by. The two languages are two notes.
pub fn guid(id: &str, lang: Lang) -> String {
    format!("effnet-tutor:{id}:{}", lang.code())
}

fn row(item: &Question, shelf: &Shelf, lang: Lang) -> String {
    let sheet = Sheet::of_id(&item.ask, &item.id);
    let tags: Vec<String> = std::iter::once(format!("lesson::{}", item.lesson))
        .chain(labels(item))
        .map(|label| format!("effnet-tutor::{label}"))
        .collect();
    let fields = [
        guid(&item.id, lang),
        format!("{}::{}", root(lang), shelf.title),
        front(item, &sheet, lang),
        back(item, &sheet, lang),
        tags.join(" "),
    ];
    fields.map(|text| field(&text)).join("\t")
}

/// Quoted always: then tabs, line ends and quotes inside it are the text's own.
pub(super) fn field(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

fn front(item: &Question, sheet: &Sheet, lang: Lang) -> String {
    let ask = &item.ask;
    let mut html = markup::blocks(&item.prompt, lang);
    // The points of a recall are its answer.
    if matches!(ask, Ask::Recall { .. }) {
        return html;
    }
    html += &list("<ol>", "</ol>", lefts(ask).into_iter().map(|left| markup::run(left, lang)));
    let open = if matches!(ask, Ask::Match { .. }) { "<ol type=\"a\">" } else { "<ol>" };
    html + &list(open, "</ol>", sheet.texts(ask).into_iter().map(|text| markup::run(text, lang)))
}

fn back(item: &Question, sheet: &Sheet, lang: Lang) -> String {
    let answer = match &item.ask {
        Ask::Recall { points } => {
            list("<ul>", "</ul>", points.iter().map(|point| markup::run(point, lang)))
        }
        ask => {
            let line = |text: &Localized| markup::line(text, lang);
            let key = key_text(ask, sheet, lang, &key, &line).unwrap_or_default();
            format!("<p><b>{}</b></p>", markup::words(&key))
        }
    };
    let mut html = answer + &markup::blocks(&item.explain, lang);
    let wrong = wrong_answers(&item.ask, lang);
    if !wrong.is_empty() {
        html = format!("{html}<p>{}</p>", lang.text("decks.wrong"));
        let one = |(said, why): (String, &Localized)| {
            format!("<b>{said}</b>: {}", markup::run(why, lang))
        };
        html += &list("<ul>", "</ul>", wrong.into_iter().map(one));
    }
    html + &source(item, lang)
}

/// Where the key comes from, in small print.
pub(super) fn source(item: &Question, lang: Lang) -> String {
    let source = lang.fill("decks.source", &[("text", &item.source.get(lang))]);
    format!("<p><small>{}</small></p>", markup::words(&source))
}

/// Known wrong answers, each with what there is to say about it.
fn wrong_answers(ask: &Ask, lang: Lang) -> Vec<(String, &Localized)> {
    match ask {
        Ask::Choice { distractors, .. }
        | Ask::Choices { distractors, .. }
        | Ask::Bug { distractors, .. } => {
            let one = |wrong: &Distractor| markup::run(&wrong.text, lang);
            distractors.iter().map(|wrong| (one(wrong), &wrong.feedback)).collect()
        }
        Ask::Number(number) | Ask::Predict(number) => {
            let shown = |value| markup::words(&number_in_unit(value, number.unit.as_deref()));
            let wrong = number.wrong.iter();
            wrong.filter_map(|wrong| Some((shown(key(&wrong.key)?), &wrong.feedback))).collect()
        }
        Ask::Text { wrong, .. } => {
            wrong.iter().map(|wrong| (form(&wrong.forms, lang), &wrong.feedback)).collect()
        }
        Ask::Order { .. } | Ask::Match { .. } | Ask::Recall { .. } => Vec::new(),
    }
}

/// The form that stands for the others.
fn form(forms: &Forms, lang: Lang) -> String {
    let (first, second) = match lang {
        Lang::Ko => (&forms.ko, &forms.en),
        Lang::En => (&forms.en, &forms.ko),
    };
    markup::words(first.iter().chain(second).next().map_or("", String::as_str))
}

/// A list; nothing if it has no items.
fn list(open: &str, close: &str, items: impl Iterator<Item = String>) -> String {
    let items: String = items.map(|item| format!("<li>{item}</li>")).collect();
    if items.is_empty() { items } else { format!("{open}{items}{close}") }
}

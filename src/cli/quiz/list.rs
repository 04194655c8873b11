//! `quiz --list`: the items, for people and for programs.

use std::io::{self, Write};

use serde::Serialize;

use super::{Entry, Format, QuizContext};
use crate::content::quiz::{Ask, Forms};
use crate::learner::shown::kind_name;
use crate::text::{Lang, Localized, pad_end, width};

/// One item, with the keys that other programs rely on.
#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    topic: &'a str,
    lesson: &'a str,
    kind: &'static str,
    level: u8,
    prompt: Localized,
    key: Key<'a>,
    computed: bool,
    /// How many different items it stands for; the prompt is that of the first.
    draws: usize,
}

/// The right answer: an expression, a text, a list of texts in order, pairs, or accepted forms.
#[derive(Serialize)]
#[serde(untagged)]
enum Key<'a> {
    Expression(&'a str),
    Text(&'a Localized),
    Texts(Vec<&'a Localized>),
    Pairs(Vec<[&'a Localized; 2]>),
    Forms { ko: &'a [String], en: &'a [String] },
}

pub(super) fn print(
    entries: &[Entry<'_>],
    format: Format,
    context: &QuizContext<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        Format::Json => {
            let rows: Vec<Row<'_>> = entries.iter().map(|entry| row(entry, context)).collect();
            serde_json::to_writer_pretty(&mut *out, &rows)?;
            writeln!(out)
        }
        Format::Table => table(entries, context, out),
    }
}

fn row<'a>(entry: &Entry<'a>, context: &QuizContext<'_>) -> Row<'a> {
    let Entry { topic, question, .. } = *entry;
    let example = question.draw(0);
    let prompt = |lang| (context.render)(example.prompt.get(lang), lang).join("\n");
    Row {
        id: &question.id,
        topic,
        lesson: &question.lesson,
        kind: question.ask.kind(),
        level: question.level,
        prompt: Localized { ko: prompt(Lang::Ko), en: prompt(Lang::En) },
        key: key(&question.ask),
        computed: is_computed(&question.ask),
        draws: question.draws(),
    }
}

fn key(ask: &Ask) -> Key<'_> {
    match ask {
        Ask::Choice { answer, .. } | Ask::Bug { answer, .. } => Key::Text(&answer.text),
        Ask::Choices { answers, .. } => Key::Texts(answers.iter().map(|a| &a.text).collect()),
        Ask::Number(number) | Ask::Predict(number) => Key::Expression(&number.key),
        Ask::Text { accepted: Forms { ko, en }, .. } => Key::Forms { ko, en },
        Ask::Order { items } => Key::Texts(items.iter().collect()),
        Ask::Match { pairs } => Key::Pairs(pairs.iter().map(|p| [&p.left, &p.right]).collect()),
        Ask::Recall { points } => Key::Texts(points.iter().collect()),
    }
}

/// Whether the program computes what is right: a numeric key that is no literal, or quantities in the
/// right answer.
fn is_computed(ask: &Ask) -> bool {
    let has_quantity = |text: &Localized| text.ko.contains("{{") || text.en.contains("{{");
    match ask {
        Ask::Number(number) | Ask::Predict(number) => number.key.trim().parse::<f64>().is_err(),
        _ => match key(ask) {
            Key::Text(text) => has_quantity(text),
            Key::Texts(texts) => texts.into_iter().any(has_quantity),
            Key::Pairs(pairs) => pairs.into_iter().flatten().any(has_quantity),
            Key::Expression(_) | Key::Forms { .. } => false,
        },
    }
}

fn table(entries: &[Entry<'_>], context: &QuizContext<'_>, out: &mut dyn Write) -> io::Result<()> {
    let lang = context.lang;
    let mut rows = vec![
        ["quiz.list.id", "quiz.list.kind", "quiz.list.level", "quiz.list.prompt"]
            .map(|column| lang.text(column).to_owned()),
    ];
    for Entry { question, .. } in entries {
        rows.push([
            question.id.clone(),
            kind_name(&question.ask, lang).to_owned(),
            question.level.to_string(),
            (context.render)(question.draw(0).prompt.get(lang), lang).join(" "),
        ]);
    }
    let column = |index: usize| rows.iter().map(|row| width(&row[index])).max().unwrap_or(0);
    let widths = [column(0), column(1), column(2)];
    for row in &rows {
        for (cell, width) in row.iter().zip(widths) {
            write!(out, "{}  ", pad_end(cell, width))?;
        }
        writeln!(out, "{}", row[3])?;
    }
    writeln!(out, "{}", lang.fill("quiz.list.count", &[("n", &entries.len())]))
}

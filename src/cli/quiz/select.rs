//! Which items a TOPIC means: a file (by name or number), a lesson, a concept, an item, or the study note.

use super::Entry;
use crate::arch::edit_distance;
use crate::text::Lang;

/// The topic whose items are asked in the study note's order.
const NOTE: &str = "note";

/// A topic that names nothing in the bank.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct UnknownTopic {
    /// The sentence, in the learner's language.
    message: String,
}

/// What the topics name.
pub(super) struct Selection<'a> {
    /// The items, each once.
    pub(super) entries: Vec<Entry<'a>>,
    /// Whether they are to be asked in this order: the study note's, or that in which they were named one
    /// by one. Otherwise it is the bank's.
    pub(super) in_order: bool,
}

/// The items that any of the topics names; all for no topic.
pub(super) fn select<'a>(
    bank: &[Entry<'a>],
    topics: &[String],
    lang: Lang,
) -> Result<Selection<'a>, UnknownTopic> {
    for topic in topics {
        if !bank.iter().any(|entry| is_named(entry, topic)) {
            return Err(unknown(bank, topic, lang));
        }
    }
    let wanted =
        |entry: &Entry<'_>| topics.is_empty() || topics.iter().any(|topic| is_named(entry, topic));
    let mut entries: Vec<Entry<'_>> = bank.iter().copied().filter(wanted).collect();
    let place = |entry: &Entry<'_>| topics.iter().position(|topic| is_item(entry, topic));
    let is_note = !topics.is_empty() && topics.iter().all(|topic| topic == NOTE);
    let is_list = !topics.is_empty() && entries.iter().all(|entry| place(entry).is_some());
    if is_note {
        entries.sort_by_key(|entry| entry.question.note);
    } else if is_list {
        entries.sort_by_key(place);
    }
    Ok(Selection { entries, in_order: is_note || is_list })
}

fn is_item(entry: &Entry<'_>, topic: &str) -> bool {
    entry.question.id.eq_ignore_ascii_case(topic)
}

fn is_named(entry: &Entry<'_>, topic: &str) -> bool {
    if topic == NOTE {
        return entry.question.note.is_some();
    }
    topic.parse() == Ok(entry.number) || names(entry).any(|name| name.eq_ignore_ascii_case(topic))
}

fn names<'a>(entry: &Entry<'a>) -> impl Iterator<Item = &'a str> {
    let Entry { topic, question, .. } = *entry;
    let concepts = question.concepts.iter().map(String::as_str);
    [topic, &question.lesson, &question.id].into_iter().chain(concepts)
}

fn unknown(bank: &[Entry<'_>], name: &str, lang: Lang) -> UnknownTopic {
    let lower = name.to_lowercase();
    let nearest = bank
        .iter()
        .flat_map(names)
        .chain([NOTE])
        .map(|known| (edit_distance(&lower, known), known))
        .min()
        .filter(|(distance, known)| *distance <= 2.max(known.chars().count() / 3));
    let message = match nearest {
        Some((_, nearest)) => {
            lang.fill("quiz.topic.nearest", &[("name", &name), ("nearest", &nearest)])
        }
        None => lang.fill("quiz.topic.unknown", &[("name", &name)]),
    };
    UnknownTopic { message }
}

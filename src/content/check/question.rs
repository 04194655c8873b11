//! Rules for one item of the bank, whatever it asks.

use std::collections::HashSet;
use std::ops::Range;

use super::super::layout::one_line;
use super::super::lesson::{SYLLABUS, is_key};
use super::super::markdown::{self, What};
use super::super::quiz::Question;
use super::super::spans::Spans;
use super::{Items, Sink, ask, drawn, fair, parity, words};
use crate::text::normal::folded;
use crate::text::{Lang, Localized};

/// An item with the places of its parts.
pub(super) struct Item<'a, 's> {
    spans: &'a Spans<'a>,
    /// `question.3`.
    prefix: String,
    /// Whether its texts are those of a draw: what is wrong with one is shown at the whole of it.
    is_drawn: bool,
    sink: &'a mut Sink<'s>,
}

pub(super) fn check(bank: &Items, sink: &mut Sink<'_>) {
    let ids = &sink.course.ids;
    let Ok(spans) = Spans::parse(&bank.text) else { return };
    let mut seen = HashSet::new();
    for (index, question) in &bank.questions {
        let mut item = Item::at(&spans, format!("question.{index}"), &mut *sink);
        item.identity(question, &bank.slug);
        item.concepts(question);
        let is_new = seen.insert(question.id.as_str());
        if !is_new || ids.get(question.id.as_str()).is_some_and(|count| *count > 1) {
            item.say(
                "id",
                format!("id `{}` is used twice, ids are unique over all files", question.id),
            );
        }
        if question.vary.is_empty() {
            rules(question, &mut item);
        } else {
            drawn::check(question, &mut item);
        }
    }
}

/// The rules for what a learner reads, of an item as it is asked.
pub(super) fn rules(question: &Question, item: &mut Item<'_, '_>) {
    item.localized("prompt", &question.prompt);
    item.localized("explain", &question.explain);
    for (index, hint) in question.hints.iter().enumerate() {
        item.localized(&format!("hints.{index}"), hint);
    }
    ask::check(&question.ask, item);
    fair::check(question, item);
}

impl<'a, 's> Item<'a, 's> {
    /// The table at `prefix`, such as `statement.3`.
    pub(super) const fn at(spans: &'a Spans<'a>, prefix: String, sink: &'a mut Sink<'s>) -> Self {
        Self { spans, prefix, is_drawn: false, sink }
    }
}

impl Item<'_, '_> {
    /// Checks one draw of the item; whether nothing was found. What is found says which draw it was.
    pub(super) fn passes(&mut self, drawn: &Question) -> bool {
        let before = self.sink.problems.len();
        self.is_drawn = true;
        rules(drawn, self);
        self.is_drawn = false;
        let found = &mut self.sink.problems[before..];
        for problem in &mut *found {
            let values = drawn.drawn.as_deref().unwrap_or_default();
            problem.message = format!("with {values}: {}", problem.message);
        }
        found.is_empty()
    }

    /// Reports at a part of the item.
    pub(super) fn say(&mut self, path: &str, message: impl Into<String>) {
        let span = self.spans.span(&format!("{}.{path}", self.prefix));
        self.sink.say(span, message);
    }

    /// Reports at bytes of a string of the item.
    pub(super) fn say_inside(
        &mut self,
        path: &str,
        part: Range<usize>,
        message: impl Into<String>,
    ) {
        if self.is_drawn {
            return self.say(path, message);
        }
        let span = self.spans.inside(&format!("{}.{path}", self.prefix), part);
        self.sink.say(span, message);
    }

    fn identity(&mut self, question: &Question, slug: &str) {
        if !is_key(&question.id) {
            let message = format!("id must be lower case with hyphens, got `{}`", question.id);
            self.say("id", message);
        } else if !question.id.strip_prefix(slug).is_some_and(|rest| rest.starts_with('-')) {
            self.say("id", format!("id must start with `{slug}-`, got `{}`", question.id));
        }
        if question.rev == 0 {
            self.say("rev", "rev starts at 1, got 0");
        }
        if !SYLLABUS.contains(&question.lesson.as_str()) {
            self.say("lesson", words::no_lesson(&question.lesson));
        } else if question.lesson != slug && SYLLABUS.contains(&slug) {
            let lesson = &question.lesson;
            self.say("lesson", format!("an item of `{lesson}` stands in the file of `{slug}`"));
        }
        if !(1..=3).contains(&question.level) {
            self.say("level", format!("level must be 1, 2 or 3, got {}", question.level));
        }
        if let Some(note) = question.note.filter(|note| !(1..=7).contains(note)) {
            self.say("note", format!("the study note has questions 1 to 7, got {note}"));
        }
        if question.hints.len() > 3 {
            let count = question.hints.len();
            self.say("hints", format!("an item has at most three hints, got {count}"));
        }
        if Lang::ALL.into_iter().any(|lang| question.source.get(lang).trim().is_empty()) {
            self.say("source", "source is blank: name a paper's section, a file, or `computed`");
        }
    }

    /// What it is about stands in the glossary, and a lesson up to its own teaches it.
    fn concepts(&mut self, question: &Question) {
        if question.concepts.is_empty() {
            self.say("concepts", "an item needs a concept or more");
        }
        let number = |slug: &str| SYLLABUS.iter().position(|known| *known == slug);
        for (index, concept) in question.concepts.iter().enumerate() {
            let path = format!("concepts.{index}");
            let course = self.sink.course;
            if !course.terms.contains(concept) {
                self.say(&path, words::no_term(concept, &course.terms));
            } else if let (Some(&first), Some(own)) =
                (course.taught.get(concept), number(&question.lesson))
                && first > own
            {
                let message = format!(
                    "`{concept}` is first taught in lesson {}, `{}`, after this item's lesson {}",
                    first + 1,
                    SYLLABUS[first],
                    own + 1
                );
                self.say(&path, message);
            }
        }
    }

    /// A text in both languages: not blank, readable, the same quantities.
    pub(super) fn localized(&mut self, path: &str, text: &Localized) {
        let mut quantities = Vec::new();
        for lang in Lang::ALL {
            let path = format!("{path}.{}", lang.code());
            let text = text.get(lang);
            if text.trim().is_empty() {
                self.say(&path, "this text is blank");
            }
            quantities.push(self.markdown(&path, text));
        }
        let [ko, en] = Lang::ALL.map(|lang| fair::numbers(text.get(lang)));
        if ko != en {
            let message = format!("the numbers differ: ko has {ko:?}, en has {en:?}");
            self.say(path, message);
        }
        for (index, lang) in Lang::ALL.into_iter().enumerate() {
            for missing in parity::difference(&quantities[1 - index], &quantities[index]) {
                let other = lang.other().code();
                let path = format!("{path}.{}", lang.code());
                self.say(
                    &path,
                    format!("lacks the quantity `{missing}`, which the {other} text has"),
                );
            }
        }
    }

    /// Checks Markdown, and gives its quantities.
    fn markdown(&mut self, path: &str, text: &str) -> Vec<String> {
        let (marks, flaws) = markdown::examine(text);
        for flaw in flaws {
            self.say_inside(path, flaw.span, flaw.message);
        }
        let path = format!("{}.{path}", self.prefix);
        let spans = self.spans;
        let is_drawn = self.is_drawn;
        let place = |span| if is_drawn { spans.span(&path) } else { spans.inside(&path, span) };
        words::marks(&marks, &place, self.sink);
        let quantity = |what| match what {
            What::Quantity(text) => Some(text.split_whitespace().collect()),
            _ => None,
        };
        marks.into_iter().filter_map(|mark| quantity(mark.what)).collect()
    }
}

/// A text as the learner reads it, folded: what looks the same is the same.
pub(super) fn as_read(text: &str, lang: Lang) -> String {
    folded(&one_line(text, lang))
}

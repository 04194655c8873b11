//! The sheet that finds: the glossary, and words in all lessons.

use std::sync::Arc;

use crate::content::glossary::{self, Term};
use crate::content::layout::{self, Column};
use crate::content::lesson::Lesson;
use crate::content::search::{Hit, Index, Target};
use crate::rooms::{World, stepped};
use crate::text::field::Field;
use crate::text::line::{Line, Role};
use crate::text::{fitting, pad_end, shell, width};
use crate::view::{Frame, Text, field_line};

use super::LearnMsg;
use super::sheet::Next;

/// A list that what is typed narrows down.
#[derive(Debug)]
pub(super) struct Find {
    /// Whether only terms are listed; with nothing typed then all of them are.
    terms: bool,
    field: Field,
    cursor: usize,
    index: Arc<Index>,
}

/// A row of the list.
struct Row {
    target: Target,
    name: String,
    /// What stands behind the name: the term in the other language, or where a page is.
    beside: String,
    excerpt: String,
}

impl Find {
    /// All terms, on `first` if it is one.
    pub(super) fn glossary(index: Arc<Index>, first: Option<&str>, world: &World) -> Self {
        let mut find = Self { terms: true, field: Field::default(), cursor: 0, index };
        let is_first = |row: &Row| matches!(&row.target, Target::Term(term) if Some(term.id.as_str()) == first);
        find.cursor = find.rows(world).iter().position(is_first).unwrap_or(0);
        find
    }

    /// A search with nothing typed yet.
    pub(super) fn search(index: Arc<Index>) -> Self {
        Self { terms: false, field: Field::default(), cursor: 0, index }
    }

    fn rows(&self, world: &World) -> Vec<Row> {
        let lang = world.lang;
        if self.terms && self.field.is_blank() {
            let mut terms: Vec<&'static Term> = glossary::terms().iter().collect();
            terms.sort_by_key(|term| term.name(lang).to_lowercase());
            return terms.into_iter().map(|term| Row::term(term, world)).collect();
        }
        let hits = self.index.find(self.field.text(), lang);
        let wanted = |hit: &Hit<'_>| !self.terms || matches!(hit.target, Target::Term(_));
        hits.into_iter().filter(wanted).map(|hit| Row::of(&hit, world)).collect()
    }

    pub(super) fn frame(&self, world: &World) -> Frame {
        let lang = world.lang;
        let title = if self.terms { "learn.glossary" } else { "learn.search" };
        let word = self.field.text().trim();
        let command = if word.is_empty() {
            String::new()
        } else {
            format!("effnet-tutor learn --search {}", shell::word(word))
        };
        Frame {
            path: format!("{} › {}", lang.text("rooms.learn"), lang.text(title)),
            command,
            ..Frame::default()
        }
    }

    /// The field, the list around the cursor, and the text of what is chosen.
    pub(super) fn text(&self, world: &World) -> Text {
        let lang = world.lang;
        let columns = world.text_columns();
        let rows = self.rows(world);
        let (mut query, column) = field_line(&self.field, 24, "", columns);
        if !rows.is_empty() {
            let place = format!("{} / {}", self.cursor + 1, rows.len());
            query = query.and(place, Role::Quiet);
        }
        let mut lines = vec![query, Line::empty()];
        let shown = world.body_rows().saturating_sub(11).max(3);
        let first = (self.cursor + 1)
            .saturating_sub(shown.div_ceil(2))
            .min(rows.len().saturating_sub(shown));
        let name =
            rows.iter().skip(first).take(shown).map(|row| width(&row.name)).max().unwrap_or(0);
        let name = name.min(columns * 2 / 3);
        for (index, row) in rows.iter().enumerate().skip(first).take(shown) {
            let role = if index == self.cursor { Role::Selected } else { Role::Body };
            let room = columns.saturating_sub(name + 3);
            lines.push(
                Line::new(pad_end(fitting(&row.name, name), name), role)
                    .and(format!("   {}", fitting(&row.beside, room)), Role::Quiet),
            );
        }
        lines.push(Line::empty());
        if let Some(row) = rows.get(self.cursor) {
            lines.extend(row.detail(world));
        } else {
            let typed = self.field.text().trim();
            let key = if typed.is_empty() { "learn.type-a-word" } else { "learn.no-hit-here" };
            let text = lang.fill(key, &[("word", &typed)]);
            let wrapped = crate::text::wrap(&text, columns);
            lines.extend(wrapped.into_iter().map(|line| Line::new(line, Role::Quiet)));
        }
        Text { lines, scroll: Some(0), focus: None, caret: Some((0, column)) }
    }
}

impl Row {
    fn term(term: &'static Term, world: &World) -> Self {
        Self {
            target: Target::Term(term),
            name: term.name(world.lang).to_owned(),
            beside: other_name(term, world).to_owned(),
            excerpt: String::new(),
        }
    }

    fn of(hit: &Hit<'_>, world: &World) -> Self {
        match hit.target {
            Target::Term(term) => Self::term(term, world),
            Target::Page { slug, page } => {
                let lesson = world.library.lesson(world.lang, slug);
                let number = lesson.map_or(0, |lesson| lesson.number);
                let title = lesson.map_or("", |lesson| lesson.title.as_str());
                Self {
                    target: hit.target.clone(),
                    name: hit.title.to_owned(),
                    beside: format!("{number} {title} › {}", page + 1),
                    excerpt: hit.excerpt.clone(),
                }
            }
        }
    }

    /// What the chosen row is about.
    fn detail(&self, world: &World) -> Vec<Line> {
        let lang = world.lang;
        let columns = world.text_columns().min(72);
        let Target::Term(term) = &self.target else {
            let wrapped = crate::text::wrap(&self.excerpt, columns);
            return wrapped.into_iter().map(Line::body).collect();
        };
        let mut lines = vec![
            Line::new(term.name(lang), Role::Heading)
                .and(format!("   {}", other_name(term, world)), Role::Quiet),
        ];
        lines.extend(layout::markdown(term.text.get(lang), Column::new(columns, lang)));
        if let Some((lesson, page)) = page_of(term, world) {
            let place = format!("{} {} › {}", lesson.number, lesson.title, page + 1);
            lines.push(Line::new(lang.fill("learn.taught-in", &[("place", &place)]), Role::Quiet));
        }
        lines
    }
}

/// The term in the other language; nothing if both call it the same.
fn other_name(term: &'static Term, world: &World) -> &'static str {
    let (name, other) = (term.name(world.lang), term.name(world.lang.other()));
    if name == other { "" } else { other }
}

/// The page that teaches a term: of its first lesson that is there, the first page that links to it.
fn page_of<'w>(term: &Term, world: &'w World) -> Option<(&'w Lesson, usize)> {
    let lesson = term.lessons.iter().find_map(|slug| world.library.lesson(world.lang, slug))?;
    let page = lesson.pages.iter().position(|page| page.terms().contains(&term.id.as_str()));
    Some((lesson, page.unwrap_or(0)))
}

pub(super) fn update(find: &mut Find, msg: LearnMsg, world: &World) -> Next {
    match msg {
        LearnMsg::Move(steps) => {
            find.cursor = stepped(find.cursor, steps, find.rows(world).len());
            Next::Stay
        }
        LearnMsg::Edit(edit) => {
            let before = find.field.text().to_owned();
            find.field.edit(&edit);
            if find.field.text() != before {
                find.cursor = 0;
            }
            Next::Stay
        }
        LearnMsg::Submit => {
            match find.rows(world).into_iter().nth(find.cursor).map(|row| row.target) {
                Some(Target::Page { slug, page }) => Next::Open(slug, page),
                Some(Target::Term(term)) => match page_of(term, world) {
                    Some((lesson, page)) => Next::Open(lesson.slug.clone(), page),
                    None => Next::Stay,
                },
                None => Next::Stay,
            }
        }
        _ => Next::Stay,
    }
}

//! What is printed about lessons without reading them: where a word stands, and the source of a figure.

use std::io::Write;

use crate::content::demo::Demo;
use crate::content::lesson::{Lesson, Page};
use crate::content::library::Library;
use crate::content::search::{Hit, Index, Target};
use crate::demo;
use crate::text::Lang;

use super::UnknownPage;

/// Words that stand nowhere.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(super) struct NothingFound(String);

/// A line for each page and term that has all the words: `depthwise-separable/2  Title: excerpt`.
pub(super) fn search(
    library: &Library,
    words: &str,
    lang: Lang,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let index = Index::new(library);
    let hits = index.find(words, lang);
    if hits.is_empty() {
        return Err(NothingFound(lang.fill("learn.no-hit", &[("word", &words.trim())])).into());
    }
    for Hit { target, title, excerpt } in hits {
        match target {
            Target::Page { slug, page } => {
                writeln!(out, "{slug}/{}  {title}: {excerpt}", page + 1)?;
            }
            Target::Term(term) => {
                let other = Some(term.name(lang.other())).filter(|other| *other != title);
                let other = other.map_or_else(String::new, |other| format!(" ({other})"));
                writeln!(out, "{}  {title}{other}: {excerpt}", lang.text("learn.term"))?;
            }
        }
    }
    Ok(())
}

/// The code behind each live figure of the pages; figures of one kind run the same code.
pub(super) fn source(
    lesson: &Lesson,
    pages: &[Page],
    lang: Lang,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let demos: Vec<&Demo> = pages.iter().filter_map(Page::live).collect();
    if demos.is_empty() {
        let text = lang.fill("learn.no-source", &[("lesson", &lesson.slug)]);
        return Err(UnknownPage(text).into());
    }
    let mut shown = Vec::new();
    for excerpt in demos.into_iter().flat_map(demo::source) {
        if shown.contains(&excerpt) {
            continue;
        }
        if !shown.is_empty() {
            writeln!(out)?;
        }
        let within = excerpt.within.map_or_else(String::new, |within| format!("  {within}"));
        writeln!(out, "// {}:{}{within}", excerpt.file, excerpt.line)?;
        writeln!(out, "{}", excerpt.code)?;
        shown.push(excerpt);
    }
    Ok(())
}

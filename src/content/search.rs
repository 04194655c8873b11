//! Finding words in lessons and glossary, in both languages at once.

use super::glossary::{self, Term};
use super::layout::{self, Column};
use super::lesson::{Lesson, Page};
use super::library::Library;
use crate::text::Lang;
use crate::text::line::Line;

/// Letters of an excerpt, about.
const EXCERPT: usize = 72;

/// Everything that can be found, its numbers filled in.
#[derive(Debug, Default)]
pub struct Index {
    entries: Vec<Entry>,
}

/// Where a hit leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A page of a lesson.
    Page {
        /// The lesson.
        slug: String,
        /// The page, from 0.
        page: usize,
    },
    /// A term of the glossary.
    Term(&'static Term),
}

/// Something found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit<'a> {
    /// Where it leads.
    pub target: &'a Target,
    /// Its title in the language asked for.
    pub title: &'a str,
    /// The text around the first word found.
    pub excerpt: String,
}

#[derive(Debug)]
struct Entry {
    target: Target,
    /// In both languages, as [`Lang::ALL`]; a lesson may be there in one only.
    faces: [Option<Face>; 2],
}

/// An entry in one language.
#[derive(Debug)]
struct Face {
    title: String,
    text: String,
    /// Both in lower case, the title apart: a hit there counts more.
    folded: [String; 2],
}

/// How good a hit is; less is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// The very name: "SE" before the terms that merely have these letters in them.
    Exact,
    TermName,
    Title,
    Text,
}

impl Index {
    /// Reads every lesson there is, and the glossary.
    pub fn new(library: &Library) -> Self {
        let mut entries: Vec<Entry> = glossary::terms().iter().map(Entry::term).collect();
        let mut slugs: Vec<&str> = Vec::new();
        for slug in Lang::ALL.into_iter().flat_map(|lang| library.slugs(lang)) {
            if !slugs.contains(&slug) {
                slugs.push(slug);
            }
        }
        for slug in slugs {
            let both = Lang::ALL.map(|lang| library.lesson(lang, slug));
            let pages = both.iter().flatten().map(|lesson| lesson.pages.len()).max().unwrap_or(0);
            entries.extend((0..pages).map(|page| Entry::page(slug, page, both)));
        }
        Self { entries }
    }

    /// What has every word of `query` in one language, best first; nothing for no words.
    pub fn find(&self, query: &str, lang: Lang) -> Vec<Hit<'_>> {
        let query = query.to_lowercase();
        let words: Vec<&str> = query.split_whitespace().collect();
        if words.is_empty() {
            return Vec::new();
        }
        let mut hits: Vec<(Rank, Hit<'_>)> =
            self.entries.iter().filter_map(|entry| entry.hit(&words, lang)).collect();
        // Stable: equals stay in the order of the course.
        hits.sort_by_key(|(rank, _)| *rank);
        hits.into_iter().map(|(_, hit)| hit).collect()
    }
}

impl Entry {
    fn term(term: &'static Term) -> Self {
        let faces = Lang::ALL.map(|lang| {
            let (name, other) = (term.name(lang), term.name(lang.other()));
            let lines = layout::markdown(term.text.get(lang), Column::new(usize::MAX, lang));
            let text: Vec<String> = lines.iter().map(Line::text).collect();
            let mut face = Face::new(name.to_owned(), &text.join(" "));
            // All its names find it.
            face.folded[0] = [&[name, other], &names(term)[..]].concat().join("\n").to_lowercase();
            Some(face)
        });
        Self { target: Target::Term(term), faces }
    }

    fn page(slug: &str, page: usize, both: [Option<&Lesson>; 2]) -> Self {
        let faces = both.map(|lesson| {
            let lesson = lesson?;
            let shown = lesson.pages.get(page)?;
            let mut face = Face::new(shown.title.clone(), &page_text(shown, lesson.lang));
            // The lesson's title finds its first page.
            if page == 0 {
                face.folded[0] = format!("{}\n{}", face.folded[0], lesson.title.to_lowercase());
            }
            Some(face)
        });
        Self { target: Target::Page { slug: slug.to_owned(), page }, faces }
    }

    /// The better of the two languages; the one asked for if they are equal.
    fn hit(&self, words: &[&str], lang: Lang) -> Option<(Rank, Hit<'_>)> {
        let own = usize::from(Lang::ALL[0] != lang);
        let [asked, other] = [own, 1 - own].map(|index| self.faces[index].as_ref());
        let rank = |face: Option<&Face>| self.rank(face?, words);
        let (face, rank) = match (rank(asked), rank(other)) {
            (Some(mine), Some(theirs)) if mine <= theirs => (asked, mine),
            (Some(mine), None) => (asked, mine),
            (_, Some(theirs)) => (other, theirs),
            (None, None) => return None,
        };
        let title = &asked.or(other)?.title;
        Some((rank, Hit { target: &self.target, title, excerpt: face?.excerpt(words) }))
    }

    fn rank(&self, face: &Face, words: &[&str]) -> Option<Rank> {
        let [title, text] = &face.folded;
        let whole = words.join(" ");
        if title.lines().any(|name| name == whole) {
            return Some(Rank::Exact);
        }
        if words.iter().all(|word| title.contains(word)) {
            let is_term = matches!(self.target, Target::Term(_));
            return Some(if is_term { Rank::TermName } else { Rank::Title });
        }
        words.iter().all(|word| title.contains(word) || text.contains(word)).then_some(Rank::Text)
    }
}

fn names(term: &'static Term) -> Vec<&'static str> {
    term.also.iter().map(String::as_str).chain([term.id.as_str()]).collect()
}

fn page_text(page: &Page, lang: Lang) -> String {
    let column = Column { plain: true, ..Column::new(10_000, lang) };
    let blocks = page.blocks.iter().flat_map(|block| layout::layout_block(block, column));
    blocks.map(|line| Line::text(&line)).collect::<Vec<_>>().join(" ")
}

impl Face {
    fn new(title: String, text: &str) -> Self {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let folded = [title.to_lowercase(), text.to_lowercase()];
        Self { title, text, folded }
    }

    /// The words around the first that was found, or the beginning.
    fn excerpt(&self, words: &[&str]) -> String {
        let [_, folded] = &self.folded;
        let found = words.iter().filter_map(|word| folded.find(word)).min();
        // Letters, not bytes: the lower case of a letter may be longer.
        let at = found.map_or(0, |byte| folded[..byte].chars().count());
        let letters: Vec<char> = self.text.chars().collect();
        let start = at.min(letters.len()).saturating_sub(EXCERPT / 3);
        // Begins and ends between words.
        let start = match start {
            0 => 0,
            start => letters[..start].iter().rposition(|c| *c == ' ').map_or(0, |space| space + 1),
        };
        let end = (start + EXCERPT).min(letters.len());
        let end = match letters[end..].iter().position(|c| *c == ' ') {
            Some(more) if more < 12 => end + more,
            Some(_) => end,
            None => letters.len().min(end + 12),
        };
        let mut text: String = letters[start..end].iter().collect();
        if start > 0 {
            text.insert_str(0, "… ");
        }
        if end < letters.len() {
            text.push_str(" …");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index() -> Index {
        Index::new(&Library::open(None))
    }

    fn addresses(hits: &[Hit<'_>]) -> Vec<String> {
        let address = |hit: &Hit<'_>| match hit.target {
            Target::Page { slug, page } => format!("{slug}/{}", page + 1),
            Target::Term(term) => term.id.clone(),
        };
        hits.iter().map(address).collect()
    }

    #[test]
    fn either_language_finds_the_same_page_and_shows_it_in_ones_own() {
        let index = index();
        for (query, lang) in [("pointwise", Lang::Ko), ("점별", Lang::En), ("POINTWISE", Lang::En)]
        {
            let hits = index.find(query, lang);
            let found = addresses(&hits);
            assert_eq!(found[0], "pointwise", "the term itself comes first: {found:?}");
            assert!(found.contains(&"depthwise-separable/4".to_owned()), "{query}: {found:?}");
            let library = Library::open(None);
            let title = &library.lesson(lang, "depthwise-separable").unwrap().pages[3].title;
            assert!(hits.iter().any(|hit| hit.title == title), "{query}");
        }
    }

    #[test]
    fn the_very_name_comes_before_words_that_hold_its_letters() {
        let index = index();
        for (query, id) in [("SE", "squeeze-excite"), ("relu", "relu"), ("패딩", "padding")] {
            assert_eq!(addresses(&index.find(query, Lang::En))[0], id, "{query}");
        }
    }

    #[test]
    fn all_words_must_be_there_and_numbers_are_filled_in() {
        let index = index();
        assert!(
            addresses(&index.find("3,612,672", Lang::En)).contains(&"depthwise-separable/4".into())
        );
        assert_eq!(index.find("pointwise zebra", Lang::En), []);
        assert_eq!(index.find("   ", Lang::En), []);
    }

    #[test]
    fn an_excerpt_shows_the_word_between_whole_words() {
        let index = index();
        let hits = index.find("channel", Lang::En);
        assert!(hits.len() > 3);
        for hit in hits {
            assert!(!hit.excerpt.contains("{{"), "{}", hit.excerpt);
            let letters = hit.excerpt.chars().count();
            assert!(letters <= EXCERPT + 40, "{letters}: {}", hit.excerpt);
            let is_there = |text: &str| text.to_lowercase().contains("channel");
            assert!(is_there(&hit.excerpt) || is_there(hit.title), "{hit:?}");
        }
    }
}

//! What a newcomer is offered: three short questions and a few pages, `assets/data/route.toml`.

use std::sync::OnceLock;

use serde::Deserialize;

use super::library::Library;
use crate::text::Lang;

const FILE: &str = include_str!("../../assets/data/route.toml");

/// The route as its file has it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Route {
    /// About how long it takes.
    pub minutes: u32,
    /// Ids of the questions.
    pub questions: Vec<String>,
    /// Pages as typed in the shell: `swish/1`.
    pages: Vec<String>,
}

/// A page on the route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// The lesson.
    pub slug: String,
    /// The page, from 0.
    pub page: usize,
}

/// The route that ships.
pub fn route() -> &'static Route {
    static ROUTE: OnceLock<Route> = OnceLock::new();
    ROUTE.get_or_init(|| toml::from_str(FILE).expect("a test reads the shipped route"))
}

impl Route {
    /// The pages that are there, in order.
    pub fn stops(&self, library: &Library, lang: Lang) -> Vec<Stop> {
        let exists = |stop: &Stop| {
            library.lesson(lang, &stop.slug).is_some_and(|lesson| stop.page < lesson.pages.len())
        };
        self.pages.iter().filter_map(|page| stop(page)).filter(exists).collect()
    }
}

fn stop(page: &str) -> Option<Stop> {
    let (slug, number) = page.split_once('/')?;
    Some(Stop { slug: slug.to_owned(), page: number.parse::<usize>().ok()?.checked_sub(1)? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::lesson::SYLLABUS;
    use crate::content::quiz::Ask;

    #[test]
    fn every_stop_is_a_page_and_exists_once_its_lesson_does() {
        let library = Library::open(None);
        let stops: Vec<Stop> = route().pages.iter().map(|page| stop(page).unwrap()).collect();
        assert_eq!(stops.len(), 6);
        for stop in &stops {
            assert!(SYLLABUS.contains(&stop.slug.as_str()), "{stop:?}");
            for lang in Lang::ALL {
                if let Some(lesson) = library.lesson(lang, &stop.slug) {
                    assert!(stop.page < lesson.pages.len(), "{stop:?}");
                    assert!(route().stops(&library, lang).contains(stop));
                }
            }
        }
    }

    #[test]
    fn the_questions_are_short_and_of_the_first_level() {
        let library = Library::open(None);
        assert_eq!(route().questions.len(), 3);
        for id in &route().questions {
            let question = library.question(id).unwrap_or_else(|| panic!("{id}"));
            assert_eq!(question.level, 1, "{id}");
            assert!(matches!(question.ask, Ask::Choice { .. }), "{id}: one key answers it");
        }
    }
}

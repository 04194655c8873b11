//! `learn --export html DIR`: lessons as pages for the browser.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::anyhow;

use super::UnknownPage;
use crate::content::lesson::{Lesson, Page};
use crate::content::library::Library;
use crate::content::quiz::Question;
use crate::demo::{self, Bench};
use crate::file::{self, FileError};
use crate::html::{self, Drawn, Links, Shelf};
use crate::job::CancelToken;
use crate::text::Lang;

/// In what form, and where to.
pub(super) struct To<'a> {
    pub(super) format: &'a str,
    pub(super) dir: &'a Path,
}

/// Writes one lesson, or all with a list of them, each in both languages.
pub(super) fn run(
    library: &Library,
    slug: Option<&str>,
    To { format, dir }: &To<'_>,
    bench: &Bench,
    lang: Lang,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    if *format != "html" {
        return Err(UnknownPage(lang.fill("html.format", &[("got", &format)])).into());
    }
    let name = dir.display();
    fs::create_dir_all(dir).map_err(|reason| {
        anyhow!(lang.fill("html.no-directory", &[("dir", &name), ("reason", &reason)]))
    })?;
    let mut written = 0;
    for own in Lang::ALL {
        for lesson in library.lessons(own).filter(|l| slug.is_none_or(|slug| l.slug == slug)) {
            let page = page(library, lesson, slug, bench)?;
            save(&dir.join(file_name(lesson)), &page)?;
            written += 1;
        }
    }
    if slug.is_none() {
        save(&dir.join("index.html"), &index(library, lang))?;
        written += 1;
    }
    let key = if written == 1 { "html.written-one" } else { "html.written" };
    writeln!(out, "{}", lang.fill(key, &[("dir", &name), ("n", &written)]))?;
    Ok(())
}

fn page(
    library: &Library,
    lesson: &Lesson,
    only: Option<&str>,
    bench: &Bench,
) -> anyhow::Result<String> {
    let lang = lesson.lang;
    let figures: Vec<Option<Drawn>> = lesson
        .pages
        .iter()
        .enumerate()
        .map(|(index, page)| drawn(lesson, index, page, bench))
        .collect::<anyhow::Result<_>>()?;
    let recall: Vec<&Question> =
        lesson.recall.iter().filter_map(|id| library.question(id)).collect();
    let file_of = |lang, slug: &str| {
        let written = only.is_none_or(|only| only == slug);
        library.lesson(lang, slug).filter(|_| written).map(file_name)
    };
    let twin = file_of(lang.other(), &lesson.slug);
    let links = Links { lesson: &|slug| file_of(lang, slug), twin: twin.as_deref() };
    Ok(html::lesson(lesson, &figures, &recall, links)?)
}

fn drawn(
    lesson: &Lesson,
    index: usize,
    page: &Page,
    bench: &Bench,
) -> anyhow::Result<Option<Drawn>> {
    let Some(demo) = page.live() else { return Ok(None) };
    let figure = demo::run(demo, lesson.lang, bench, &CancelToken::new())?;
    let command = format!("effnet-tutor learn {}/{}", lesson.slug, index + 1);
    Ok(Some(Drawn { figure, command }))
}

fn index(library: &Library, lang: Lang) -> String {
    let lessons = |lang: Lang| {
        let files = library.lessons(lang).map(|lesson| (lesson, file_name(lesson)));
        Shelf { lang, title: lang.text("html.course").to_owned(), lessons: files.collect() }
    };
    html::index(&[lessons(lang), lessons(lang.other())])
}

/// `03-depthwise-separable.ko.html`.
fn file_name(lesson: &Lesson) -> String {
    format!("{:02}-{}.{}.html", lesson.number, lesson.slug, lesson.lang.code())
}

fn save(path: &Path, text: &str) -> Result<(), FileError> {
    file::check(path)?;
    file::replace(path, text.as_bytes())
        .map_err(|reason| FileError::Write { path: path.to_owned(), reason })
}

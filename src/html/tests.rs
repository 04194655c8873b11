//! Every shipped lesson becomes a page that is well formed and needs nothing from outside.

use super::*;
use crate::content::library::Library;
use crate::figure::{Part, Table};

/// Tags opened and not closed; what is wrong otherwise.
fn open_tags(html: &str) -> Result<Vec<String>, String> {
    const VOID: [&str; 1] = ["!DOCTYPE"];
    let mut open: Vec<String> = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let end = rest[start..].find('>').ok_or("a tag without an end")? + start;
        let tag = &rest[start + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            match open.pop() {
                Some(last) if last == name => {}
                last => return Err(format!("</{name}> closes {last:?}")),
            }
            continue;
        }
        let name = tag.split([' ', '\n', '/']).next().unwrap_or_default();
        if tag.contains('<') {
            return Err(format!("a sign is not escaped: <{tag}>"));
        }
        if !tag.ends_with('/') && !VOID.contains(&name) {
            open.push(name.to_owned());
        }
    }
    Ok(open)
}

fn figure() -> Figure {
    let mut table = Table::new(["a <b>", "\"c\""]);
    table.push(["x & y".to_owned(), "1".to_owned()]);
    Figure { title: "T <t>".to_owned(), parts: vec![Part::Table(table)], values: Vec::new() }
}

#[test]
fn every_lesson_is_well_formed_in_both_languages() {
    let library = Library::open(None);
    for lang in Lang::ALL {
        for one in library.lessons(lang) {
            let drawn = Drawn { figure: figure(), command: "effnet-tutor learn x/1".to_owned() };
            let figures: Vec<_> =
                one.pages.iter().map(|page| page.live().map(|_| drawn.clone())).collect();
            let recall: Vec<&Question> =
                one.recall.iter().filter_map(|id| library.question(id)).collect();
            assert_eq!(recall.len(), one.recall.len(), "{}", one.slug);
            let links =
                Links { lesson: &|slug| Some(format!("{slug}.html")), twin: Some("x.html") };
            let html = lesson(one, &figures, &recall, links).unwrap();
            assert_eq!(open_tags(&html), Ok(Vec::new()), "{} {}", one.slug, lang.code());
            assert!(!html.contains("{{"), "{}: a quantity is not filled in", one.slug);
            for outside in ["<script", "<link", "src=", "href=\"http", "@import"] {
                assert!(!html.contains(outside), "{}: {outside}", one.slug);
            }
            assert_eq!(html.matches("<figure>").count(), figures.iter().flatten().count());
            assert_eq!(html.matches("<svg").count(), figures.iter().flatten().count());
            assert_eq!(html.matches("<section").count(), one.pages.len() + 1);
        }
    }
}

#[test]
fn broken_tags_are_noticed() {
    assert!(open_tags("<p><b></p></b>").is_err());
    assert!(open_tags("<p").is_err());
    assert_eq!(open_tags("<p>").unwrap(), ["p"]);
}

#[test]
fn a_link_to_what_is_not_written_is_plain_text() {
    let library = Library::open(None);
    let one = library.lesson(Lang::En, "depthwise-separable").unwrap();
    let figures = vec![None; one.pages.len()];
    let linked = |file: Option<&'static str>| {
        let find = |_: &str| file.map(str::to_owned);
        lesson(one, &figures, &[], Links { lesson: &find, twin: None }).unwrap()
    };
    assert!(linked(Some("11.html")).contains("<a href=\"11.html\">"));
    assert!(!linked(None).contains("<a href=\"1"));
}

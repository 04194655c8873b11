//! Rules for words: typed numbers, glyphs of uncertain width, unfinished Hangul, links, quantities.

use std::ops::Range;

use super::super::glossary;
use super::super::lesson::SYLLABUS;
use super::super::markdown::{Mark, What};
use super::super::quantity;
use super::Sink;
use crate::arch::nearest;
use crate::text::josa;
use crate::text::normal::{first_decomposed, is_dangerous};

/// An integer from here on is one that the program should compute.
const LARGE: u64 = 10_000;

/// Rules for a whole file.
pub(super) fn file(sink: &mut Sink<'_>) {
    let text = sink.text;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if let Some(part) = first_decomposed(line) {
            let message = "this is not NFC: save the file with composed characters";
            sink.say(at + part.start..at + part.end, message);
        }
        for (i, c) in
            line.char_indices().filter(|(_, c)| is_dangerous(*c) && !matches!(c, '\n' | '\t'))
        {
            let message = format!("control character U+{:04X}, remove it", c as u32);
            sink.say(at + i..at + i + c.len_utf8(), message);
        }
        at += line.len();
    }
}

/// Rules for the places of a text; `place` turns its bytes into bytes of the file.
pub(super) fn marks(
    marks: &[Mark],
    place: &dyn Fn(Range<usize>) -> Range<usize>,
    sink: &mut Sink<'_>,
) {
    for mark in marks {
        match &mark.what {
            What::Text(text) => words(text, &mark.span, place, sink),
            What::Quantity(text) => match quantity::render(text) {
                Ok(shown) => particle(&shown, place(mark.span.clone()).end, sink),
                Err(error) => {
                    let message = error.to_string();
                    sink.say(place(inside(&mark.span, &error.span)), message);
                }
            },
            What::Key(key) => {
                if let Err(error) = quantity::evaluate(key) {
                    let message = error.to_string();
                    sink.say(place(inside(&mark.span, &error.span)), message);
                }
            }
            What::Link(target) => link(target, place(mark.span.clone()), sink),
            What::Live(_) | What::Predict(_) | What::Needs(_) | What::Recall(_) | What::Page => {}
        }
    }
}

/// A Korean particle behind a quantity must fit how the number is read: 16은, not 16는.
fn particle(shown: &str, end: usize, sink: &mut Sink<'_>) {
    let Some(after) = sink.text.get(end..).and_then(|rest| rest.strip_prefix("}}")) else { return };
    let markup = after.len() - after.trim_start_matches('*').len();
    let word: String = after[markup..].chars().take_while(|c| c.is_alphabetic()).collect();
    // The pair itself, or another word.
    if after[markup + word.len()..].starts_with('/') {
        return;
    }
    let Some(pair) = josa::PAIRS.iter().find(|pair| pair.split('/').any(|form| form == word))
    else {
        return;
    };
    let right = josa::particle(shown, pair);
    // Behind a vowel the full 이고 is right as well.
    if right != word && word.strip_prefix('이') != Some(right) {
        let start = end + 2 + markup;
        let message =
            format!("`{shown}` takes `{right}`, got `{word}`: write `{pair}` and it is chosen");
        sink.say(start..start + word.len(), message);
    }
}

fn inside(outer: &Range<usize>, inner: &Range<usize>) -> Range<usize> {
    outer.start + inner.start..outer.start + inner.end
}

fn words(
    text: &str,
    span: &Range<usize>,
    place: &dyn Fn(Range<usize>) -> Range<usize>,
    sink: &mut Sink<'_>,
) {
    for (range, message) in typed_numbers(text) {
        sink.say(place(inside(span, &range)), message);
    }
    // A decomposed syllable is reported once for the file, not jamo by jamo.
    let composed = first_decomposed(text).is_none();
    for (at, c) in text.char_indices() {
        let message = if let Some(instead) = uncertain_width(c) {
            format!("`{c}` takes one column or two, depending on the terminal: write {instead}")
        } else if composed && matches!(c, '\u{3131}'..='\u{318e}' | '\u{1100}'..='\u{11ff}') {
            format!("`{c}` is a lone jamo: write a whole syllable")
        } else {
            continue;
        };
        sink.say(place(inside(span, &(at..at + c.len_utf8()))), message);
    }
}

/// Numbers that the program should compute: with a unit of size, or large.
fn typed_numbers(text: &str) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit()).map(|i| at + i) {
        let rest = &text[start..];
        let length = rest.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ','));
        let number = rest[..length.unwrap_or(rest.len())].trim_end_matches(['.', ',']);
        let end = start + number.len();
        at = end;
        let within_word = text[..start].ends_with(|c: char| c.is_ascii_alphanumeric());
        if let Some(unit) = unit_of_size(&text[end..]) {
            let span = start..end + unit.len();
            let shown = &text[span.clone()];
            let message = format!(
                "`{shown}` is typed: use a quantity, such as `{{{{macs:b0|M1}}}}` or `{{{{paper:b0.top1}}}}`"
            );
            found.push((span, message));
        } else if !within_word
            && !number.contains('.')
            && number.replace(',', "").parse().is_ok_and(|value: u64| value >= LARGE)
        {
            let message =
                format!("`{number}` is typed: use a quantity, such as `{{{{params:b0}}}}`");
            found.push((start..end, message));
        }
    }
    found
}

/// The unit behind a number, with the space before it.
fn unit_of_size(rest: &str) -> Option<&str> {
    let unit = rest.trim_start_matches([' ', '\u{a0}']);
    let space = rest.len() - unit.len();
    if space > 2 {
        return None;
    }
    let letters = unit.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(unit.len());
    let length = match &unit[..letters] {
        "" if unit.starts_with('%') => 1,
        "M" | "G" | "B" | "MACs" | "GMACs" | "MMACs" | "FLOPs" | "GFLOPs" => letters,
        _ => return None,
    };
    Some(&rest[..space + length])
}

/// What to write instead of a glyph that some terminals draw two columns wide. Those that text cannot
/// do without (×, ·, →, …, ≈, Greek letters) stay allowed.
fn uncertain_width(c: char) -> Option<&'static str> {
    match c {
        '\u{2460}'..='\u{24ff}' | '\u{2776}'..='\u{2793}' => Some("`1.` or `(1)`"),
        '\u{2160}'..='\u{217f}' => Some("Latin letters"),
        '\u{25a0}'..='\u{25ff}' | '\u{2605}' | '\u{2606}' => Some("a list with `-`"),
        '\u{2713}' | '\u{2714}' | '\u{2717}' | '\u{2718}' => None,
        '\u{2600}'..='\u{27bf}' | '\u{1f000}'..='\u{1ffff}' => Some("words"),
        '\u{203b}' => Some("`주:` or `note:`"),
        '\u{3380}'..='\u{33ff}' | '\u{2103}' | '\u{2109}' => Some("the unit in letters"),
        '\u{ff01}'..='\u{ff60}' => Some("the ASCII character"),
        '\u{3000}' => Some("a plain space"),
        _ => None,
    }
}

fn link(target: &str, span: Range<usize>, sink: &mut Sink<'_>) {
    match target.split_once(':') {
        Some(("lesson", slug)) if sink.course.slugs.contains(&slug) => {}
        Some(("lesson", slug)) if SYLLABUS.contains(&slug) => sink.say(span, no_file(slug)),
        Some(("lesson", slug)) => sink.say(span, no_lesson(slug)),
        Some(("term", key)) if sink.course.terms.iter().any(|known| known == key) => {}
        Some(("term", key)) => sink.say(span, no_term(key, &sink.course.terms)),
        _ => {
            let message = format!("a link leads to `lesson:SLUG` or `term:KEY`, got `{target}`");
            sink.say(span, message);
        }
    }
}

/// What to say about a lesson of the course that nobody has written.
pub(super) fn no_file(slug: &str) -> String {
    format!("lesson `{slug}` is of the course, but there is no file of it")
}

/// What to say about a term that the glossary does not have.
pub(super) fn no_term(key: &str, terms: &[String]) -> String {
    let known: Vec<&str> = terms.iter().map(String::as_str).collect();
    match nearest(key, &known) {
        Some(near) => format!("no term is called `{key}`; did you mean `{near}`?"),
        None => format!("no term is called `{key}`: the glossary is {}", glossary::FILE),
    }
}

/// What to say about a lesson that does not exist.
pub(super) fn no_lesson(slug: &str) -> String {
    match nearest(slug, &SYLLABUS) {
        Some(near) => format!("no lesson is called `{slug}`; did you mean `{near}`?"),
        None => format!("no lesson is called `{slug}`, expected one of {}", SYLLABUS.join(", ")),
    }
}

//! What is taken away is missed: every page, figure, prediction and number of the shipped lessons, in
//! one language at a time, and every entry of the glossary.

use std::borrow::Cow;
use std::ops::Range;

use super::*;

/// Something to take away from a text, and how the rules must miss it.
struct Cut {
    span: Range<usize>,
    what: &'static str,
    message: String,
}

/// Everything that can be taken away from a lesson. Found by searching the text, not by its parser:
/// what the parser overlooks must be missed as well.
fn cuts(text: &str, other: Lang) -> Vec<Cut> {
    let code = other.code();
    let body = text.match_indices("\n+++\n").next().map_or(0, |(at, _)| at + 4);
    let headings: Vec<usize> =
        text[body..].match_indices("\n## ").map(|(at, _)| body + at + 1).collect();
    let page = |at: usize| headings.iter().filter(|start| **start <= at).count();
    let count = headings.len();
    let mut cuts = Vec::new();
    for (index, start) in headings.iter().enumerate() {
        let end = headings.get(index + 1).copied().unwrap_or(text.len());
        let message =
            format!("this is the last of {} pages, the {code} version has {count}", count - 1);
        cuts.push(Cut { span: *start..end, what: "page", message });
    }
    for (what, lacks) in [("live", "the figure `"), ("predict", "the prediction `")] {
        let fence = format!("\n```{what}\n");
        for (at, _) in text.match_indices(&fence) {
            let inside = at + fence.len();
            let end = inside + text[inside..].find("\n```\n").map_or(0, |end| end + 5);
            let first = &text[inside..end];
            let name = if what == "live" {
                first.split(' ').next().unwrap_or_default()
            } else {
                first.split('"').nth(1).unwrap_or_default()
            };
            let message = format!("page {} lacks {lacks}{name}`", page(at + 1));
            cuts.push(Cut { span: at + 1..end, what, message });
        }
    }
    for (at, _) in text.match_indices("{{") {
        let end = at + text[at..].find("}}").map_or(2, |end| end + 2);
        let inner: String = text[at + 2..end - 2].split_whitespace().collect();
        let message = format!("page {} lacks the quantity `{inner}`", page(at));
        cuts.push(Cut { span: at..end, what: "quantity", message });
    }
    cuts
}

/// Content with something taken away.
struct Mutation<'a> {
    /// Where it was, and what.
    place: String,
    what: &'static str,
    /// How the first of the pair must miss it.
    message: String,
    pair: [(&'a Path, Cow<'a, str>); 2],
    terms: Cow<'a, str>,
}

impl Mutation<'_> {
    /// A mutation that nothing missed, as a sentence.
    fn unmissed(&self, library: &Library) -> Option<String> {
        let pair = [0, 1].map(|index| (self.pair[index].0, self.pair[index].1.as_ref()));
        let problems = check_pair(library, &self.terms, pair);
        let path = pair[0].0;
        if problems.iter().any(|p| p.path == path && p.message.starts_with(&self.message)) {
            return None;
        }
        let said: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
        let Self { place, what, message, .. } = self;
        Some(format!("{place}: no {what}, but not `{message}`: {said:?}"))
    }
}

/// A text without a part of it, and the place of that part.
fn without<'a>(path: &Path, text: &str, span: &Range<usize>) -> (String, Cow<'a, str>) {
    let line = text[..span.start].matches('\n').count() + 1;
    let rest = format!("{}{}", &text[..span.start], &text[span.end..]);
    (format!("{}:{line}", path.display()), rest.into())
}

/// Everything that can be taken away from the shipped lessons and the glossary.
fn mutations(library: &Library) -> Vec<Mutation<'_>> {
    let files: Vec<(&Path, &str)> =
        library.lesson_files().map(|file| (file.path.as_path(), file.text.as_ref())).collect();
    let find = |slug: &str, lang: Lang| {
        let is_it = |path: &Path| {
            markdown::file_place(path).is_ok_and(|place| place.slug == slug && place.lang == lang)
        };
        files.iter().copied().find(|(path, _)| is_it(path)).expect("both languages have the lesson")
    };
    let mut all = Vec::new();
    for (path, text) in &files {
        let place = markdown::file_place(path).unwrap();
        let other = place.lang.other();
        let (twin, twin_text) = find(&place.slug, other);
        all.extend(cuts(text, other).into_iter().map(|Cut { span, what, message }| {
            let (place, rest) = without(path, text, &span);
            let pair = [(*path, rest), (twin, twin_text.into())];
            Mutation { place, what, message, pair, terms: glossary::TEXT.into() }
        }));
    }
    let starts: Vec<usize> = glossary::TEXT.match_indices("[[term]]").map(|(at, _)| at).collect();
    for (index, (term, start)) in glossary::terms().iter().zip(&starts).enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(glossary::TEXT.len());
        let (place, rest) = without(Path::new(glossary::FILE), glossary::TEXT, &(*start..end));
        for lang in Lang::ALL {
            let pair = [lang, lang.other()].map(|lang| find(&term.lessons[0], lang));
            all.push(Mutation {
                place: place.clone(),
                what: "term",
                message: format!("no term is called `{}`", term.id),
                pair: pair.map(|(path, text)| (path, text.into())),
                terms: rest.clone(),
            });
        }
    }
    all
}

/// Takes away everything whose turn it is.
fn take_away(turn: &dyn Fn(usize, usize) -> bool) -> usize {
    let library = Library::open(None);
    let all = mutations(&library);
    let total = all.len();
    let picked = || (0..total).filter(|number| turn(*number, total)).map(|number| &all[number]);
    let complaints: Vec<String> =
        picked().filter_map(|mutation| mutation.unmissed(&library)).collect();
    let done = picked().count();
    assert!(complaints.is_empty(), "{} of {done}:\n{}", complaints.len(), complaints.join("\n"));
    done
}

/// How many mutations every test run tries.
const SAMPLE: usize = 60;

#[test]
fn a_part_that_is_taken_away_is_missed() {
    // A linear congruential generator with a fixed seed: the same sample until a lesson changes.
    let mut state = 20_260_507_u64;
    let mut next = move || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize
    };
    let picks: Vec<usize> = (0..SAMPLE).map(|_| next()).collect();
    let done = take_away(&|number, total| picks.iter().any(|pick| pick % total == number));
    assert!(done > SAMPLE / 2, "{done}");
}

#[test]
#[ignore = "heavy: every part of every lesson, one check each"]
fn every_part_that_is_taken_away_is_missed() {
    take_away(&|_, _| true);
}

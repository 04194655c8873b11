//! What is taken away is missed: every page, figure, prediction and number of the shipped lessons, in
//! one language at a time.

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

/// A cut of one lesson that nothing missed, as a sentence.
fn unmissed(
    library: &Library,
    pair: [(&Path, &str); 2],
    which: usize,
    cut: &Cut,
) -> Option<String> {
    let (path, text) = pair[which];
    let without = format!("{}{}", &text[..cut.span.start], &text[cut.span.end..]);
    let mut mutated = pair;
    mutated[which] = (path, &without);
    let problems = check_pair(library, mutated);
    if problems.iter().any(|p| p.path == path && p.message.starts_with(&cut.message)) {
        return None;
    }
    let said: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
    let line = text[..cut.span.start].matches('\n').count() + 1;
    let (path, what, message) = (path.display(), cut.what, &cut.message);
    Some(format!("{path}:{line}: no {what}, but not `{message}`: {said:?}"))
}

/// Takes away every cut whose turn it is, over all lessons; the cuts are numbered.
fn take_away(turn: &dyn Fn(usize, usize) -> bool) -> usize {
    let library = Library::open(None);
    let files: Vec<(&Path, &str)> =
        library.lesson_files().map(|file| (file.path.as_path(), file.text.as_ref())).collect();
    let mut all = Vec::new();
    for (index, (path, text)) in files.iter().enumerate() {
        let place = markdown::file_place(path).unwrap();
        let twin = files.iter().find(|(other, _)| {
            let other = markdown::file_place(other).unwrap();
            (other.number, other.lang) == (place.number, place.lang.other())
        });
        let Some(twin) = twin else { continue };
        all.extend(cuts(text, place.lang.other()).into_iter().map(|cut| (index, *twin, cut)));
    }
    let total = all.len();
    let mut done = 0;
    let mut complaints = Vec::new();
    for (number, (index, twin, cut)) in all.into_iter().enumerate() {
        if turn(number, total) {
            complaints.extend(unmissed(&library, [files[index], twin], 0, &cut));
            done += 1;
        }
    }
    assert!(complaints.is_empty(), "{} of {done}:\n{}", complaints.len(), complaints.join("\n"));
    done
}

/// How many cuts every test run tries.
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

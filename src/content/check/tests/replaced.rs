//! Another table in the place of B0's: every number that comes from it follows, on every page.

use std::collections::BTreeSet;

use super::super::super::quantity::{Models, evaluate, evaluate_with, render, render_with};
use super::*;
use crate::arch::BaseSpec;
use crate::arch::families::efficientnet;
use crate::content::markdown::What;

/// Numbers from here on are exact counts; a smaller one may be anything.
const LARGE: u64 = 10_000;

/// Another base, different in every row, with one stage more. No block has as many channels as the
/// same block of B0.
fn other_base() -> BaseSpec {
    let mut base = efficientnet();
    base.stem = 48;
    base.head = 1536;
    let channels = [40, 56, 72, 104, 152, 232, 360];
    for (index, (row, channels)) in base.stages.iter_mut().zip(channels).enumerate() {
        row.kernel = 8 - row.kernel;
        row.expand_ratio = if index == 0 { 2 } else { 4 };
        row.channels = channels;
        row.repeats += 1;
    }
    let last = base.stages[base.stages.len() - 1];
    base.stages.push(last);
    base
}

/// Whether an expression asks for something that follows from the table of B0.
fn is_of_the_table(expression: &str) -> bool {
    const COUNTED: [&str; 10] = [
        "params",
        "macs",
        "buffers",
        "activations",
        "blocks",
        "skips",
        "channels",
        "repeats",
        "layers",
        "head-channels",
    ];
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '.' | '-');
    expression.split(|c| !is_name(c)).filter_map(|token| token.split_once(':')).any(|(name, of)| {
        let model = of.split('.').next().unwrap_or_default();
        let is_b = model.strip_prefix('b').is_some_and(|size| size.len() == 1);
        is_b && COUNTED.contains(&name)
            || matches!(name, "built.macs" | "built.params" | "built.blocks")
    })
}

/// The large whole numbers of a text, grouped or not.
fn large(text: &str) -> BTreeSet<u64> {
    text.split(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.')))
        .map(|word| word.trim_matches([',', '.']).replace(',', ""))
        .filter_map(|word| word.parse().ok())
        .filter(|value| *value >= LARGE)
        .collect()
}

/// What stands on a page: its words, and what it asks the program for.
#[derive(Default)]
struct Page {
    words: String,
    asked: Vec<String>,
}

fn pages(subject: &Subject) -> Vec<Page> {
    let count = subject.lesson.as_ref().map_or(0, |lesson| lesson.pages.len());
    let mut pages: Vec<Page> = std::iter::repeat_with(Page::default).take(count).collect();
    for mark in &subject.marks {
        let Some(page) = mark.page.and_then(|page| pages.get_mut(page)) else { continue };
        match &mark.what {
            What::Text(text) => page.words.extend([text.as_str(), "\n"]),
            What::Quantity(text) | What::Key(text) => page.asked.push(text.clone()),
            _ => {}
        }
    }
    pages
}

#[test]
fn every_number_of_b0_follows_another_table() {
    let models = Models::with_base(other_base());
    let library = Library::open(None);
    let mut followed = 0;
    for subject in library.lesson_files().map(Subject::read) {
        for (index, page) in pages(&subject).into_iter().enumerate() {
            let at = |text: &str| format!("{} page {}: {text}", subject.path.display(), index + 1);
            let (mut old, mut new) = (BTreeSet::new(), large(&page.words));
            for text in &page.asked {
                let expression = text.rsplit_once('|').map_or(text.as_str(), |(e, _)| e);
                if !is_of_the_table(expression) {
                    let before = evaluate(expression);
                    assert_eq!(before, evaluate_with(expression, &models), "{}", at(text));
                    continue;
                }
                let before = evaluate(expression).unwrap_or(f64::NAN);
                let after = evaluate_with(expression, &models).unwrap_or(f64::NAN);
                let message = || at(&format!("{text}: {before}, then {after}"));
                assert!(before.is_finite() && after.is_finite(), "{}", message());
                assert!((before - after).abs() > 1e-9 * before.abs(), "{}", message());
                old.extend(large(&render(text).unwrap()));
                new.extend(large(&render_with(text, &models).unwrap()));
                followed += 1;
            }
            let left: Vec<&u64> = old.intersection(&new).collect();
            assert!(left.is_empty(), "{}", at(&format!("{left:?} of the old table remain")));
        }
    }
    assert!(followed > 30, "{followed}");
}

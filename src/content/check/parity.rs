//! Both languages have the same pages, figures, predictions, quantities and recall questions.

use std::path::Path;

use super::super::lesson::{Block, Lesson, Page, PredictKind};
use super::super::markdown::{Mark, What};
use super::{Sink, Subject, lesson};
use crate::text::Lang;

/// Compares a lesson with its twin and reports what is missing in *this* one; the twin's turn comes.
pub(super) fn check(subject: &Subject, all: &[Subject], sink: &mut Sink<'_>) {
    let Some(mine) = &subject.lesson else { return };
    let is_twin = |other: &&Subject| file_of(&other.path, mine.lang.other(), mine.number);
    let Some(twin) = all.iter().find(is_twin) else {
        let language = match mine.lang {
            Lang::Ko => "English",
            Lang::En => "Korean",
        };
        let missing = format!("{}/{:02}-{}.md", mine.lang.other().code(), mine.number, mine.slug);
        return sink.say(0..0, format!("no {language} version: `lessons/{missing}` is missing"));
    };
    let Some(theirs) = &twin.lesson else { return };
    // What could not be read is missing for its own reason; comparing would only add noise.
    if !(subject.problems.is_empty() && twin.problems.is_empty()) {
        return;
    }
    head(mine, theirs, sink);
    let (own, other) = (mine.pages.len(), theirs.pages.len());
    if own != other {
        if own < other {
            let code = theirs.lang.code();
            let at = lesson::heading(&subject.marks, own - 1);
            sink.say(
                at,
                format!("this is the last of {own} pages, the {code} version has {other}"),
            );
        }
        return;
    }
    for (index, (page, twin_page)) in mine.pages.iter().zip(&theirs.pages).enumerate() {
        let code = theirs.lang.code();
        let at = lesson::heading(&subject.marks, index);
        let number = index + 1;
        let mut missing = difference(&parts(twin_page), &parts(page));
        let quantities = |marks| quantities(marks, index);
        missing.extend(difference(&quantities(&twin.marks), &quantities(&subject.marks)));
        for part in missing {
            let message = format!("page {number} lacks {part}, which the {code} version has");
            sink.say(at.clone(), message);
        }
    }
}

fn head(mine: &Lesson, theirs: &Lesson, sink: &mut Sink<'_>) {
    let code = theirs.lang.code();
    let lists = [("recall", &mine.recall, &theirs.recall), ("needs", &mine.needs, &theirs.needs)];
    for (key, mine, theirs) in lists {
        // Said once, at the English file.
        if mine != theirs && code == Lang::Ko.code() {
            let at = sink.text.find(&format!("\n{key}")).map_or(0, |at| at + 1);
            let message = format!("{key} must be as in the {code} version: {}", theirs.join(", "));
            sink.say(at..at + key.len(), message);
        }
    }
}

fn file_of(path: &Path, lang: Lang, number: usize) -> bool {
    super::markdown::file_place(path)
        .is_ok_and(|place| (place.lang, place.number) == (lang, number))
}

/// Figures and predictions of a page, as they are named in a message.
fn parts(page: &Page) -> Vec<String> {
    let part = |block: &Block| match block {
        Block::Live(demo) => {
            let knobs: Vec<String> =
                demo.knobs().iter().map(|knob| format!("{}={}", knob.key, knob.shown())).collect();
            Some(format!("the figure `{}` with {}", demo.name(), knobs.join(", ")))
        }
        Block::Predict(predict) => {
            let in_unit = |unit: &Option<String>| {
                unit.as_ref().map_or(String::new(), |unit| format!(" in {unit}"))
            };
            let asks = match &predict.kind {
                PredictKind::Number { key, unit } => {
                    format!("the number `{}`{}", squeezed(key), in_unit(unit))
                }
                PredictKind::Measured { key, unit } => {
                    format!("the measured `{key}`{}", in_unit(unit))
                }
                PredictKind::Choice { options, answer } => {
                    format!("option {answer} of {}", options.len())
                }
            };
            Some(format!("the prediction `{}` asking for {asks}", predict.id))
        }
        Block::Formula(tex) => {
            // Words inside a formula may differ.
            (!tex.contains("\\text")).then(|| format!("the formula `{}`", squeezed(tex)))
        }
        Block::Prose(_) => None,
    };
    page.blocks.iter().filter_map(part).collect()
}

fn quantities(marks: &[Mark], page: usize) -> Vec<String> {
    let quantity = |mark: &Mark| match &mark.what {
        What::Quantity(text) if mark.page == Some(page) => {
            Some(format!("the quantity `{}`", squeezed(text)))
        }
        _ => None,
    };
    marks.iter().filter_map(quantity).collect()
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// What `whole` has and `part` lacks, counting repeats.
pub(super) fn difference(whole: &[String], part: &[String]) -> Vec<String> {
    let mut rest = part.to_vec();
    let mut missing = Vec::new();
    for item in whole {
        match rest.iter().position(|other| other == item) {
            Some(index) => {
                rest.swap_remove(index);
            }
            None => missing.push(item.clone()),
        }
    }
    missing
}

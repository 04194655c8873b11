//! Rules for each kind of question.

use super::super::quantity;
use super::super::quiz::{Ask, Choice, Distractor, Forms, NumberAsk, Pair, WrongText};
use super::question::{Item, as_read};
use crate::text::fold::same;
use crate::text::number::plain;
use crate::text::{Lang, Localized};

/// A wider tolerance would accept a guess.
const MAX_TOLERANCE: f64 = 0.5;

pub(super) fn check(ask: &Ask, item: &mut Item<'_, '_>) {
    let kind = ask.kind();
    let at = format!("ask.{kind}");
    match ask {
        Ask::Choice { answer, distractors } | Ask::Bug { answer, distractors } => {
            options(&at, &[("answer".to_owned(), answer)], distractors, item);
        }
        Ask::Choices { answers, distractors } => several(&at, answers, distractors, item),
        Ask::Number(ask) => number(&at, ask, item),
        Ask::Predict(ask) => {
            if !ask.wrong.is_empty() {
                item.say(
                    &format!("{at}.wrong"),
                    "a prediction has no known wrong values, ask a number",
                );
            }
            number(&at, ask, item);
        }
        Ask::Text { accepted, wrong } => words(&at, accepted, wrong, item),
        Ask::Order { items } => {
            if !(3..=8).contains(&items.len()) {
                item.say(
                    &format!("{at}.items"),
                    format!("an order has 3 to 8 items, got {}", items.len()),
                );
            }
            let named: Vec<_> = items
                .iter()
                .enumerate()
                .map(|(i, text)| (format!("{at}.items.{i}"), text))
                .collect();
            distinct(&named, "item", item);
        }
        Ask::Match { pairs } => join(&at, pairs, item),
        Ask::Recall { points } => {
            if !(2..=4).contains(&points.len()) {
                let count = points.len();
                item.say(
                    &format!("{at}.points"),
                    format!("recall has 2 to 4 key points, got {count}"),
                );
            }
            let named: Vec<_> = points
                .iter()
                .enumerate()
                .map(|(i, text)| (format!("{at}.points.{i}"), text))
                .collect();
            distinct(&named, "key point", item);
        }
    }
}

fn several(at: &str, answers: &[Choice], distractors: &[Distractor], item: &mut Item<'_, '_>) {
    if answers.len() < 2 {
        let count = answers.len();
        let message = format!("choices needs two right options or more, got {count}: ask a choice");
        item.say(&format!("{at}.answers"), message);
    }
    let answers: Vec<_> =
        answers.iter().enumerate().map(|(i, c)| (format!("answers.{i}"), c)).collect();
    options(at, &answers, distractors, item);
}

fn options(
    at: &str,
    answers: &[(String, &Choice)],
    distractors: &[Distractor],
    item: &mut Item<'_, '_>,
) {
    if distractors.is_empty() {
        item.say(&format!("{at}.distractors"), "a choice needs a wrong option or more");
    }
    let mut read: Vec<[String; 2]> = Vec::new();
    for (name, choice) in answers {
        item.localized(&format!("{at}.{name}.text"), &choice.text);
        read.push(both(&choice.text));
    }
    for (index, distractor) in distractors.iter().enumerate() {
        let path = format!("{at}.distractors.{index}");
        item.localized(&format!("{path}.text"), &distractor.text);
        item.localized(&format!("{path}.feedback"), &distractor.feedback);
        let own = both(&distractor.text);
        for (which, lang) in Lang::ALL.into_iter().enumerate() {
            let Some(same) = read.iter().position(|other| other[which] == own[which]) else {
                continue;
            };
            let other = if same < answers.len() { "the answer" } else { "another distractor" };
            let place = format!("{path}.text.{}", lang.code());
            let message = format!("distractor equals {other}, `{}`", distractor.text.get(lang));
            item.say(&place, message);
        }
        read.push(own);
    }
}

fn both(text: &Localized) -> [String; 2] {
    Lang::ALL.map(|lang| as_read(text.get(lang), lang))
}

/// Texts that must differ, in each language.
fn distinct(texts: &[(String, &Localized)], what: &str, item: &mut Item<'_, '_>) {
    let mut read: Vec<[String; 2]> = Vec::new();
    for (path, text) in texts {
        item.localized(path, text);
        let own = both(text);
        for (which, lang) in Lang::ALL.into_iter().enumerate() {
            if read.iter().any(|other| other[which] == own[which]) {
                let message = format!("{what} `{}` is there already", text.get(lang));
                item.say(&format!("{path}.{}", lang.code()), message);
            }
        }
        read.push(own);
    }
}

fn number(at: &str, ask: &NumberAsk, item: &mut Item<'_, '_>) {
    let key = value(&format!("{at}.key"), &ask.key, item);
    let tolerance = ask.tolerance;
    if !(0.0..=MAX_TOLERANCE).contains(&tolerance) {
        let message =
            format!("tolerance is relative: between 0 and {MAX_TOLERANCE}, got {tolerance}");
        item.say(&format!("{at}.tolerance"), message);
    } else if let Some(key) = key.filter(|key| tolerance == 0.0 && key.fract() != 0.0) {
        let message =
            format!("a tolerance of 0 wants the exact number, but the key is {}", plain(key));
        item.say(&format!("{at}.tolerance"), message);
    }
    if ask.unit.as_ref().is_some_and(|unit| unit.trim().is_empty()) {
        item.say(&format!("{at}.unit"), "unit is blank, leave it out");
    }
    for (index, wrong) in ask.wrong.iter().enumerate() {
        let path = format!("{at}.wrong.{index}");
        item.localized(&format!("{path}.feedback"), &wrong.feedback);
        let Some(wrong_value) = value(&format!("{path}.key"), &wrong.key, item) else { continue };
        if key.is_some_and(|key| (wrong_value - key).abs() <= tolerance * key.abs()) {
            let message = format!(
                "this wrong value, {}, counts as right within the tolerance",
                plain(wrong_value)
            );
            item.say(&format!("{path}.key"), message);
        }
    }
}

fn value(path: &str, key: &str, item: &mut Item<'_, '_>) -> Option<f64> {
    match quantity::evaluate(key) {
        Ok(value) => Some(value),
        Err(error) => {
            let message = error.to_string();
            item.say_inside(path, error.span, message);
            None
        }
    }
}

fn words(at: &str, accepted: &Forms, wrong: &[WrongText], item: &mut Item<'_, '_>) {
    let accepted_forms = forms(&format!("{at}.accepted"), accepted, item);
    for (index, wrong) in wrong.iter().enumerate() {
        let path = format!("{at}.wrong.{index}");
        item.localized(&format!("{path}.feedback"), &wrong.feedback);
        for (place, form) in forms(&format!("{path}.forms"), &wrong.forms, item) {
            if accepted_forms.iter().any(|(_, accepted)| same(&form, accepted)) {
                item.say(&place, format!("wrong form `{form}` is accepted as well"));
            }
        }
    }
}

/// All forms, each with its place; both languages need one.
fn forms(at: &str, forms: &Forms, item: &mut Item<'_, '_>) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (lang, list) in [(Lang::Ko, &forms.ko), (Lang::En, &forms.en)] {
        let at = format!("{at}.{}", lang.code());
        if list.is_empty() {
            item.say(&at, format!("a form in `{}` is needed", lang.code()));
        }
        for (index, form) in list.iter().enumerate() {
            let place = format!("{at}.{index}");
            if form.trim().is_empty() {
                item.say(&place, "this form is blank");
            }
            all.push((place, form.clone()));
        }
    }
    all
}

fn join(at: &str, pairs: &[Pair], item: &mut Item<'_, '_>) {
    if !(2..=8).contains(&pairs.len()) {
        item.say(&format!("{at}.pairs"), format!("a match has 2 to 8 pairs, got {}", pairs.len()));
    }
    let side = |name: &str, of: fn(&Pair) -> &Localized| -> Vec<(String, &Localized)> {
        let named = |(index, pair)| (format!("{at}.pairs.{index}.{name}"), of(pair));
        pairs.iter().enumerate().map(named).collect()
    };
    distinct(&side("left", |pair| &pair.left), "left side", item);
    distinct(&side("right", |pair| &pair.right), "right side", item);
}

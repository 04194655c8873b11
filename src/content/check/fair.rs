//! Rules for fairness: nothing but knowledge leads to the answer, and a wrong one is answered.

use super::super::layout::one_line;
use super::super::quiz::{Ask, Question};
use super::question::Item;
use crate::text::{Lang, Localized, width};

/// A right option this much longer than every other gives itself away: columns, and share.
const LONGER: (usize, f64) = (2, 1.1);

pub(super) fn check(question: &Question, item: &mut Item<'_, '_>) {
    match &question.ask {
        Ask::Choice { answer, distractors } | Ask::Bug { answer, distractors } => {
            let wrong: Vec<&Localized> = distractors.iter().map(|wrong| &wrong.text).collect();
            longest(question.ask.kind(), &[&answer.text], &wrong, item);
            negated(question, item);
        }
        Ask::Choices { answers, distractors } => {
            let right: Vec<&Localized> = answers.iter().map(|right| &right.text).collect();
            let wrong: Vec<&Localized> = distractors.iter().map(|wrong| &wrong.text).collect();
            longest(question.ask.kind(), &right, &wrong, item);
            negated(question, item);
        }
        Ask::Number(ask) if ask.wrong.is_empty() => unanswered("number", item),
        Ask::Text { wrong, .. } if wrong.is_empty() => unanswered("text", item),
        _ => {}
    }
}

fn unanswered(kind: &str, item: &mut Item<'_, '_>) {
    let message = "no typical wrong answer has feedback: add one to `wrong`";
    item.say(&format!("ask.{kind}"), message);
}

/// Who knows nothing picks the longest option.
fn longest(kind: &str, right: &[&Localized], wrong: &[&Localized], item: &mut Item<'_, '_>) {
    for lang in Lang::ALL {
        let columns = |texts: &[&Localized]| {
            let widths = texts.iter().map(|text| width(&one_line(text.get(lang), lang)));
            widths.max().unwrap_or(0)
        };
        let (own, others) = (columns(right), columns(wrong));
        if own > others + LONGER.0 && own as f64 > others as f64 * LONGER.1 {
            let message = format!(
                "the right option gives itself away by its length ({}): {own} columns, the longest \
                 wrong one has {others}",
                lang.code()
            );
            item.say(&format!("ask.{kind}"), message);
        }
    }
}

/// "Which is not …" is read as "Which is …" unless it is emphasised.
fn negated(question: &Question, item: &mut Item<'_, '_>) {
    for lang in Lang::ALL {
        let text = question.prompt.get(lang);
        let last = last_sentence(text);
        if is_negated(&without_emphasis(last), lang) {
            let message = "this asks for what is not so: emphasise the word, `**not**`, `**아닌**`";
            item.say(&format!("prompt.{}", lang.code()), message);
        }
    }
}

fn last_sentence(text: &str) -> &str {
    let body = text.trim_end().trim_end_matches(['.', '?', '!', ')']);
    let start = [". ", "? ", "! ", "\n"].iter().filter_map(|end| body.rfind(end)).max();
    start.map_or(body, |start| &body[start + 1..])
}

/// A text without what stands between stars.
fn without_emphasis(text: &str) -> String {
    text.replace("**", "*").split('*').step_by(2).collect::<Vec<_>>().join(" ")
}

/// Whether a sentence asks to pick what is not so.
fn is_negated(sentence: &str, lang: Lang) -> bool {
    let words: Vec<String> =
        sentence.split(|c: char| c.is_whitespace() || c == ',').map(str::to_lowercase).collect();
    match lang {
        Lang::En => {
            let asks = words.iter().position(|word| word == "which" || word == "what");
            asks.is_some_and(|at| {
                words[at..].iter().any(|word| {
                    ["not", "except", "never", "false", "wrong", "no"].contains(&word.as_str())
                        || word.ends_with("n't")
                        || word.ends_with("n’t")
                })
            })
        }
        Lang::Ko => words.windows(2).any(|pair| {
            let denies = ["않은", "않는", "아닌", "틀린", "잘못된", "없는"];
            denies.iter().any(|word| pair[0].ends_with(word))
                && PICKED.iter().any(|noun| pair[1].starts_with(noun))
        }),
    }
}

/// What a Korean stem asks to pick.
const PICKED: [&str; 6] = ["것", "말", "설명", "문장", "값", "보기"];

/// The numbers of a text outside its quantities that both languages must have: above twelve, below which
/// either may write a word, or with a fraction.
pub(super) fn numbers(text: &str) -> Vec<String> {
    let mut outside = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        outside.push_str(before);
        outside.push(' ');
        rest = after.split_once("}}").map_or("", |(_, after)| after);
    }
    outside.push_str(rest);
    let mut found = Vec::new();
    for word in outside.split(|c: char| !(c.is_ascii_digit() || c == '.')) {
        let number = word.trim_matches('.');
        let counts = number.contains('.') || number.parse().is_ok_and(|value: u64| value > 12);
        if counts {
            found.push(number.to_owned());
        }
    }
    found.sort();
    found
}

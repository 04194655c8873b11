//! How keys, numbers and credit are written: the same on plain lines and on the screen.

use super::Keys;
use super::number::unit_scale;
use super::sheet::Sheet;
use crate::content::quiz::Ask;
use crate::text::{Lang, Localized, number};

/// Makes one line of a text of the bank.
pub type OneLine<'a> = &'a dyn Fn(&Localized) -> String;

/// The right answer on one line; `None` for a recall, whose points stand for themselves.
pub fn key_text(
    ask: &Ask,
    sheet: &Sheet,
    lang: Lang,
    keys: Keys<'_>,
    line: OneLine<'_>,
) -> Option<String> {
    let place = |option: usize| option_label(ask, sheet.place_of(option).unwrap_or(option));
    let joined = |items: Vec<(String, &Localized)>, after: &str, between: &str| {
        let items = items.iter().map(|(label, text)| format!("{label}{after}{}", line(text)));
        items.collect::<Vec<_>>().join(between)
    };
    Some(match ask {
        Ask::Choice { answer, .. } | Ask::Bug { answer, .. } => {
            format!("{}) {}", place(0), line(&answer.text))
        }
        Ask::Choices { answers, .. } => {
            let mut right: Vec<_> =
                answers.iter().enumerate().map(|(i, answer)| (place(i), &answer.text)).collect();
            right.sort_by(|(a, _), (b, _)| a.cmp(b));
            joined(right, ") ", ", ")
        }
        Ask::Number(number) | Ask::Predict(number) => {
            number_in_unit(keys(&number.key)?, number.unit.as_deref())
        }
        Ask::Text { accepted, .. } => {
            let (first, second) = match lang {
                Lang::Ko => (&accepted.ko, &accepted.en),
                Lang::En => (&accepted.en, &accepted.ko),
            };
            first.iter().chain(second).next()?.clone()
        }
        Ask::Order { items } => {
            let order = items.iter().enumerate().map(|(i, item)| (place(i), item)).collect();
            joined(order, ") ", " → ")
        }
        Ask::Match { pairs } => {
            let pairs = pairs.iter().enumerate();
            let pairs = pairs.map(|(i, pair)| (format!("{}{}", i + 1, place(i)), &pair.right));
            joined(pairs.collect(), " ", ", ")
        }
        Ask::Recall { .. } => return None,
    })
}

/// The kind of a question, in words.
pub fn kind_name(ask: &Ask, lang: Lang) -> &'static str {
    lang.text(match ask {
        Ask::Choice { .. } => "quiz.kind.choice",
        Ask::Choices { .. } => "quiz.kind.choices",
        Ask::Number(_) => "quiz.kind.number",
        Ask::Text { .. } => "quiz.kind.text",
        Ask::Order { .. } => "quiz.kind.order",
        Ask::Match { .. } => "quiz.kind.match",
        Ask::Predict(_) => "quiz.kind.predict",
        Ask::Bug { .. } => "quiz.kind.bug",
        Ask::Recall { .. } => "quiz.kind.recall",
    })
}

/// What stands before an option: a number, or a letter where numbers name the left sides.
pub fn option_label(ask: &Ask, place: usize) -> String {
    match ask {
        Ask::Match { .. } => char::from(b'a' + (place % 26) as u8).to_string(),
        _ => (place + 1).to_string(),
    }
}

/// The number in a unit, and the whole number itself where the unit hides digits.
pub fn number_in_unit(value: f64, unit: Option<&str>) -> String {
    let Some(unit) = unit else { return number::plain(value) };
    let scale = unit_scale(unit);
    let scaled = format!("{} {unit}", number::plain(value / scale));
    if scale > 1.0 && value.fract() == 0.0 {
        format!("{scaled} ({})", number::plain(value))
    } else {
        scaled
    }
}

/// Credit with at most two decimals: 5, 5.5, 5.75.
pub fn credit(value: f64) -> String {
    number::short(value, 2)
}

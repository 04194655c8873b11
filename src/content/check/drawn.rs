//! Rules for parametric items: the names of a template, and what its draws make of it.

use std::collections::BTreeSet;

use super::super::quiz::Question;
use super::super::quiz::template::{is_name, names};
use super::question::Item;
use crate::text::{Lang, Localized, josa};

/// How many draws of a template are looked at, spread over all. A test looks at every one.
const SAMPLE: usize = 8;
/// More would mean that numbers were not chosen.
const MAX_DRAWS: usize = 10_000;

pub(super) fn check(template: &Question, item: &mut Item<'_, '_>) {
    let mut is_sound = values(template, item);
    is_sound &= texts(template, item);
    if !is_sound {
        return;
    }
    let draws = template.draws();
    let picked: BTreeSet<usize> =
        (0..SAMPLE).map(|turn| turn * (draws - 1) / (SAMPLE - 1)).collect();
    // The first that is wrong stands for all.
    _ = picked.into_iter().all(|index| item.passes(&template.draw(index)));
}

/// The names are names, and each has values to choose from; whether they are.
fn values(template: &Question, item: &mut Item<'_, '_>) -> bool {
    let mut is_sound = true;
    for (name, values) in &template.vary {
        let path = format!("vary.{name}");
        let distinct: BTreeSet<String> = values.iter().map(ToString::to_string).collect();
        let message = if !is_name(name) {
            format!("a name is made of lower-case letters, got `{name}`")
        } else if distinct.len() < 2 {
            format!("`{name}` needs two values or more, or it does not vary")
        } else if distinct.len() < values.len() {
            format!("`{name}` has a value twice")
        } else {
            continue;
        };
        item.say(&path, message);
        is_sound = false;
    }
    let draws = template.draws();
    if draws > MAX_DRAWS {
        item.say("vary", format!("{draws} draws, at most {MAX_DRAWS}: choose fewer values"));
        is_sound = false;
    }
    is_sound
}

/// Every name that is used has values, every one that has values is used, and both languages use the same.
fn texts(template: &Question, item: &mut Item<'_, '_>) -> bool {
    let mut is_sound = true;
    let mut used = BTreeSet::new();
    template.visit_texts(&mut |text| used.extend(names(text).into_iter().map(str::to_owned)));
    for name in &used {
        if !template.vary.contains_key(name) {
            item.say("vary", format!("`<{name}>` is used, but `{name}` has no values"));
            is_sound = false;
        }
    }
    for name in template.vary.keys().filter(|name| !used.contains(*name)) {
        item.say(&format!("vary.{name}"), format!("`{name}` is not used, write `<{name}>`"));
        is_sound = false;
    }
    let hints = template.hints.iter().enumerate();
    let hints = hints.map(|(index, hint)| (format!("hints.{index}"), hint));
    let named =
        [("prompt".to_owned(), &template.prompt), ("explain".to_owned(), &template.explain)];
    for (path, text) in named.into_iter().chain(hints) {
        is_sound &= same_names(&path, text, item);
    }
    let mut lone = BTreeSet::new();
    template.visit_texts(&mut |text| lone.extend(lone_particle(text)));
    for form in lone {
        let message = format!(
            "`{form}` follows a number that is drawn: write the pair, such as `{{{{<c>}}}}은/는`"
        );
        item.say("vary", message);
        is_sound = false;
    }
    is_sound
}

fn same_names(path: &str, text: &Localized, item: &mut Item<'_, '_>) -> bool {
    let [ko, en] = Lang::ALL.map(|lang| {
        let mut names = names(text.get(lang));
        names.sort_unstable();
        names.dedup();
        names
    });
    for (lang, own, other) in [(Lang::Ko, &ko, &en), (Lang::En, &en, &ko)] {
        if let Some(name) = other.iter().find(|name| !own.contains(name)) {
            let message = format!("lacks `<{name}>`, which the {} text has", lang.other().code());
            item.say(&format!("{path}.{}", lang.code()), message);
            return false;
        }
    }
    true
}

/// A particle whose form depends on how the drawn number before it is read.
fn lone_particle(text: &str) -> Option<String> {
    let ends = text.match_indices("}}").map(|(at, end)| {
        let opened = text[..at].rfind("{{").unwrap_or(0);
        (at + end.len(), !names(&text[opened..at]).is_empty())
    });
    let bare = text.match_indices('>').map(|(at, _)| {
        let is_drawn = text[..at].rfind('<').is_some_and(|start| is_name(&text[start + 1..at]));
        (at + 1, is_drawn)
    });
    ends.chain(bare).filter(|(_, is_drawn)| *is_drawn).find_map(|(end, _)| {
        let word: String = text[end..].chars().take_while(|c| c.is_alphabetic()).collect();
        let is_pair = text[end + word.len()..].starts_with('/');
        let is_form = josa::PAIRS.iter().any(|pair| pair.split('/').any(|form| form == word));
        (is_form && !is_pair).then_some(word)
    })
}

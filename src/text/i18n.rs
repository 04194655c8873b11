//! The program's own words, in both languages: `assets/i18n/AREA.toml`.
//!
//! ```toml
//! next = { ko = "다음", en = "next" }
//! [score]
//! right = { ko = "{n}개 중 {right|을/를} 맞혔습니다", en = "{right} of {n} right" }
//! ```
//!
//! A key is the file's stem and the path inside: `quiz.next`, `quiz.score.right`. Both languages stand
//! in one entry, so their keys cannot differ. An area is parsed when its first key is asked for.

use std::collections::HashMap;
use std::fmt::{Display, Write};
use std::sync::OnceLock;

use include_dir::{Dir, include_dir};

use super::{Lang, Localized, josa};

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/assets/i18n");

/// The strings of one file, by the path inside it.
type Area = HashMap<String, Localized>;

impl Lang {
    /// A string of the program; the key itself if there is none (a test finds those).
    pub fn text(self, key: &'static str) -> &'static str {
        find(key).map_or(key, |text| text.get(self))
    }

    /// A string with its `{placeholders}` filled in; `{n|은/는}` adds the particle that fits the value.
    pub fn fill(self, key: &str, values: &[(&str, &dyn Display)]) -> String {
        find(key).map_or_else(|| key.to_owned(), |text| fill(text.get(self), values))
    }
}

/// Every key of every area, sorted; for tests and tools.
pub fn keys() -> Vec<String> {
    let mut keys: Vec<String> = areas()
        .iter()
        .flat_map(|(name, area)| area.strings().keys().map(move |path| format!("{name}.{path}")))
        .collect();
    keys.sort();
    keys
}

/// An entry by its key.
pub fn find(key: &str) -> Option<&'static Localized> {
    let (area, path) = key.split_once('.')?;
    areas().get(area)?.strings().get(path)
}

/// The names of the placeholders in a string, sorted, and the particle pairs that it asks for.
pub fn placeholders(text: &str) -> (Vec<&str>, Vec<&str>) {
    let mut names = Vec::new();
    let mut pairs = Vec::new();
    for piece in pieces(text) {
        if let Piece::Hole { name, pair } = piece {
            names.push(name);
            pairs.extend(pair);
        }
    }
    names.sort_unstable();
    names.dedup();
    (names, pairs)
}

/// One embedded file, parsed on first use.
struct Source {
    text: &'static str,
    strings: OnceLock<Area>,
}

impl Source {
    fn strings(&self) -> &Area {
        self.strings.get_or_init(|| parse(self.text))
    }
}

fn areas() -> &'static HashMap<&'static str, Source> {
    static AREAS: OnceLock<HashMap<&'static str, Source>> = OnceLock::new();
    AREAS.get_or_init(|| {
        FILES
            .files()
            .filter_map(|file| {
                let name = file.path().to_str()?.strip_suffix(".toml")?;
                Some((name, Source { text: file.contents_utf8()?, strings: OnceLock::new() }))
            })
            .collect()
    })
}

/// A file that is not TOML gives no strings: the program shows keys, and a test fails.
fn parse(text: &str) -> Area {
    let mut area = Area::new();
    if let Ok(table) = text.parse::<toml::Table>() {
        collect(table, "", &mut area);
    }
    area
}

fn collect(table: toml::Table, path: &str, area: &mut Area) {
    for (key, value) in table {
        let path = if path.is_empty() { key } else { format!("{path}.{key}") };
        match value.clone().try_into::<Localized>() {
            Ok(text) => {
                area.insert(path, text);
            }
            Err(_) => {
                if let toml::Value::Table(inner) = value {
                    collect(inner, &path, area);
                }
            }
        }
    }
}

fn fill(text: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut filled = String::with_capacity(text.len() + 16);
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => filled.push_str(text),
            Piece::Hole { name, pair } => {
                let Some((_, value)) = values.iter().find(|(key, _)| *key == name) else {
                    // A missing value stays visible.
                    let _ = write!(filled, "{{{name}}}");
                    continue;
                };
                let value = value.to_string();
                filled.push_str(&value);
                filled.push_str(pair.map_or("", |pair| josa::particle(&value, pair)));
            }
        }
    }
    filled
}

enum Piece<'a> {
    Text(&'a str),
    Hole { name: &'a str, pair: Option<&'a str> },
}

/// Splits at `{…}`. A brace without its partner is text.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let Some(length) = rest[open..].find('}') else { break };
        let hole = &rest[open + 1..open + length];
        let (name, pair) =
            hole.split_once('|').map_or((hole, None), |(name, pair)| (name, Some(pair)));
        pieces.push(Piece::Text(&rest[..open]));
        pieces.push(Piece::Hole { name, pair });
        rest = &rest[open + length + 1..];
    }
    pieces.push(Piece::Text(rest));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_particle_follows_the_value() {
        let text = "{name|은/는} {n}개입니다";
        assert_eq!(fill(text, &[("name", &"B0"), ("n", &3)]), "B0는 3개입니다");
        assert_eq!(fill(text, &[("name", &"SE"), ("n", &3)]), "SE는 3개입니다");
    }

    #[test]
    fn what_is_missing_stays_visible() {
        assert_eq!(fill("{a} and {b}", &[("a", &1)]), "1 and {b}");
        assert_eq!(fill("a { b", &[]), "a { b");
        assert_eq!(Lang::Ko.text("nowhere.nothing"), "nowhere.nothing");
        assert_eq!(Lang::Ko.fill("nothing", &[]), "nothing");
    }

    #[test]
    fn tables_nest() {
        let area = parse("a = { ko = '가', en = 'A' }\n[b.c]\nd = { ko = '나', en = 'B' }");
        assert_eq!(area["a"].get(Lang::Ko), "가");
        assert_eq!(area["b.c.d"].get(Lang::En), "B");
        assert_eq!(area.len(), 2);
    }
}

//! The program's own words: every key that the code asks for exists, every key is asked for, and both
//! languages fill in the same things.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use effnet_tutor::text::{Lang, i18n, josa};

/// All Rust files under `src/`.
fn sources() -> Vec<(String, String)> {
    let mut files = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    files
}

fn walk(folder: &Path, files: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push((
                path.display().to_string(),
                program_part(&fs::read_to_string(path).expect("a file")),
            ));
        }
    }
}

/// The file without its unit tests and comments.
fn program_part(text: &str) -> String {
    let program = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let lines = program.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The string literals that stand right behind `call`.
fn literals<'a>(text: &'a str, call: &str) -> Vec<&'a str> {
    text.match_indices(call)
        .filter_map(|(at, _)| {
            let argument = text[at + call.len()..].trim_start().strip_prefix('"')?;
            argument.split('"').next()
        })
        .collect()
}

#[test]
fn every_key_that_the_code_asks_for_exists() {
    let mut missing = BTreeSet::new();
    for (file, text) in sources() {
        for key in literals(&text, ".text(").into_iter().chain(literals(&text, ".fill(")) {
            if i18n::find(key).is_none() {
                missing.insert(format!("{file}: {key}"));
            }
        }
    }
    assert!(missing.is_empty(), "not in assets/i18n: {missing:#?}");
}

#[test]
fn every_key_is_asked_for() {
    let code: String = sources().into_iter().map(|(_, text)| text).collect();
    // A key is written out, or its last parts are filled in: `"cli.about.{name}"`.
    let is_asked_for = |key: &String| {
        let heads = key.match_indices('.').skip(1).map(|(at, _)| format!("\"{}.{{", &key[..at]));
        heads.chain([format!("\"{key}\"")]).any(|literal| code.contains(&literal))
    };
    let unused: Vec<String> = i18n::keys().into_iter().filter(|key| !is_asked_for(key)).collect();
    assert!(unused.is_empty(), "in assets/i18n, but in no string of src/: {unused:#?}");
}

#[test]
fn both_languages_say_it_with_the_same_values() {
    for key in i18n::keys() {
        let text = i18n::find(&key).unwrap();
        let (ko, pairs) = i18n::placeholders(text.get(Lang::Ko));
        let (en, none) = i18n::placeholders(text.get(Lang::En));
        assert_eq!(ko, en, "{key}: placeholders differ");
        assert!(none.is_empty(), "{key}: English has no particles");
        for pair in pairs {
            assert!(josa::PAIRS.contains(&pair), "{key}: unknown particle pair {pair}");
        }
        for lang in Lang::ALL {
            assert!(!text.get(lang).trim().is_empty(), "{key} is blank in {}", lang.code());
        }
    }
}

#[test]
fn every_file_of_strings_can_be_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/i18n");
    let keys = i18n::keys();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        let area = path.file_stem().unwrap().to_str().unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let entries = text.lines().filter(|line| line.contains("ko = ")).count();
        let found = keys.iter().filter(|key| key.split('.').next() == Some(area)).count();
        assert_eq!(found, entries, "{}: some entries cannot be read", path.display());
    }
}

//! The list itself: every row is there, and names tests that exist and run.

use std::collections::BTreeSet;
use std::fs;

use serde::Deserialize;

#[derive(Debug, Deserialize)]
struct List {
    row: Vec<Row>,
}

#[derive(Debug, Deserialize)]
struct Row {
    id: String,
    /// What holds, in a sentence.
    holds: String,
    /// `file::test`.
    tests: Vec<String>,
    /// Those that `cargo test` leaves out.
    #[serde(default)]
    heavy: Vec<String>,
    /// What is not tested, and why.
    untested: Option<String>,
}

fn list() -> List {
    toml::from_str(include_str!("rows.toml")).unwrap()
}

#[test]
fn every_row_is_there_and_kept_by_tests_that_exist() {
    let rows = list().row;
    let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
    assert_eq!(ids, (1..=46).map(|number| format!("R{number}")).collect::<Vec<_>>());
    for row in &rows {
        assert!(row.holds.len() > 20, "{row:?}");
        assert!(!row.tests.is_empty() || row.untested.is_some(), "{} is kept by nothing", row.id);
        for (names, is_heavy) in [(&row.tests, false), (&row.heavy, true)] {
            for name in names {
                let (file, test) = name.split_once("::").unwrap_or_else(|| panic!("{name}"));
                let source =
                    fs::read_to_string(file).unwrap_or_else(|_| panic!("{}: {file}", row.id));
                let place = source
                    .find(&format!("fn {test}("))
                    .unwrap_or_else(|| panic!("{}: there is no test `{test}` in {file}", row.id));
                let start = source[..place].rfind('\n').unwrap_or(0);
                let before: Vec<&str> = source[..start].lines().rev().take(6).collect();
                let end = before.iter().position(|line| line.trim().is_empty()).unwrap_or(6);
                let head = before[..end.min(before.len())].join("\n");
                assert!(head.contains("#[test]"), "{name} is no test:\n{head}");
                assert_eq!(head.contains("#[ignore"), is_heavy, "{name}");
            }
        }
    }
}

/// Each promise of the READMEs names the rows that it rests on, and they exist.
#[test]
fn the_promises_of_the_readme_name_rows() {
    let known: BTreeSet<String> = list().row.into_iter().map(|row| row.id).collect();
    for name in ["README.md", "README.ko.md"] {
        let text = fs::read_to_string(name).unwrap();
        let words = text.split(|c: char| !c.is_ascii_alphanumeric());
        let named: BTreeSet<&str> = words
            .filter(|word| {
                word.strip_prefix('R').is_some_and(|n| !n.is_empty() && n.parse::<u8>().is_ok())
            })
            .collect();
        assert!(named.len() >= 12, "{name}: {named:?}");
        for row in named {
            assert!(known.contains(row), "{name}: {row}");
        }
    }
}

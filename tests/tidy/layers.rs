//! Who may name whom. Everything points one way; what is not in the table is forbidden.

use crate::code::{Named, paths, tokens};
use crate::{none, sources};

/// What the files at a place may name.
struct Rule {
    /// Where, below `src`; `*` is any one folder. The first rule that fits counts.
    at: &'static str,
    /// Our own modules, or single items of them.
    own: &'static [&'static str],
    /// Crates.
    crates: &'static [&'static str],
}

const fn rule(
    at: &'static str,
    own: &'static [&'static str],
    crates: &'static [&'static str],
) -> Rule {
    Rule { at, own, crates }
}

#[rustfmt::skip]
const RULES: &[Rule] = &[
    // Integers and formulas.
    rule("arch", &[], &["thiserror"]),
    // A network for other programs to read.
    rule("emit", &["arch"], &[]),
    // Words, widths and languages; no screen.
    rule("text", &[], &["include_dir", "serde", "sys_locale", "textwrap", "toml",
        "unicode_normalization", "unicode_segmentation", "unicode_width"]),
    // Generic: they know no demo.
    rule("job", &[], &[]),
    rule("file", &[], &["thiserror"]),
    rule("random", &[], &[]),
    rule("figure", &["text"], &[]),
    rule("export", &["figure", "file", "text"], &["ab_glyph", "image", "plotters", "plotters_backend",
        "thiserror"]),
    rule("view", &["text"], &[]),
    rule("keymap", &["text"], &["crossterm"]),
    // The engine.
    rule("nn", &["arch", "random"], &["half", "ndarray", "safetensors", "thiserror"]),
    rule("train", &["arch", "nn", "random", "text"], &["flate2", "ndarray", "thiserror"]),
    rule("vision", &["arch", "nn"], &["image", "ndarray", "safetensors", "serde_json", "thiserror"]),
    // Lessons and questions as data, and the learner.
    rule("content", &["arch", "text"], &["include_dir", "pulldown_cmark", "rust_latex_parser", "serde",
        "term_maths", "thiserror", "toml"]),
    rule("learner", &["content", "figure", "random", "text"], &["etcetera", "fsrs", "jiff",
        "rusqlite", "rusqlite_migration", "serde", "serde_json", "thiserror", "toml", "unicode_normalization"]),
    // A lesson for the browser: what is computed comes in.
    rule("html", &["content", "export", "figure", "learner", "random", "text"], &[]),
    // A round for a teacher to file.
    rule("transcript", &["content", "file", "learner", "text"], &["jiff", "serde", "serde_json",
        "toml"]),
    // The bank for other tools.
    rule("decks", &["content", "html", "learner", "text"], &[]),
    // The name of a demo is content; running it is `demo`.
    rule("demo", &["arch", "content", "figure", "job", "nn", "random", "text", "train", "vision"],
        &["image", "ndarray", "thiserror"]),
    // Errors in the learner's language.
    rule("say", &["arch", "content", "demo", "export", "file", "nn", "text", "train", "vision"],
        &["anyhow", "safetensors"]),
    // The terminal.
    rule("request", &["learner", "text"], &["clap"]),
    rule("term", &["job", "request"], &["anstyle_query", "crossterm", "ratatui", "rustix",
        "signal_hook", "terminal_colorsaurus"]),
    // Only `draw.rs` draws: state, update and view are tested without a screen.
    rule("rooms/*/draw", &["content::layout::TEXT_COLUMNS", "figure", "text", "ui", "view"],
        &["ratatui"]),
    rule("rooms", &["arch", "content", "demo", "figure", "job", "keymap", "learner", "say", "text",
        "transcript", "view"], &[]),
    rule("ui", &["figure", "text", "view"], &["ratatui"]),
    // At the top: two that know nothing of each other.
    rule("app", &["arch", "content", "demo", "figure", "job", "keymap", "learner", "request", "rooms",
        "term", "text", "transcript", "ui"], &["anyhow", "crossterm", "jiff", "ratatui"]),
    rule("cli", &["arch", "content", "decks", "demo", "emit", "export", "figure", "file", "html", "job", "learner", "nn",
        "request", "term", "text", "train", "transcript", "view", "vision"], &["anyhow", "clap", "clap_complete", "clap_mangen", "image", "jiff", "ndarray", "serde", "serde_json", "thiserror"]),
    rule("main", &["app", "cli", "say"], &["anyhow", "clap"]),
    rule("lib", &[], &[]),
];

/// Only tests can name these: the compiler sees to it.
const FOR_TESTS: &[&str] = &["insta", "proptest", "tempfile"];

/// The module that a file is: `src/rooms/learn/draw.rs` is `rooms/learn/draw`.
fn module(path: &str) -> &str {
    path.strip_prefix("src/").and_then(|path| path.strip_suffix(".rs")).unwrap_or(path)
}

fn rule_for(module: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| {
        let mut parts = module.split('/');
        rule.at
            .split('/')
            .all(|wanted| parts.next().is_some_and(|part| wanted == "*" || wanted == part))
    })
}

/// What a file names and must not, one sentence each. `modules` are the top-level modules, `crates` the
/// dependencies, `rooms` the modules below `rooms`.
fn violations(path: &str, text: &str, tree: &Tree) -> Vec<String> {
    let module = module(path);
    let Some(rule) = rule_for(module) else {
        return vec![format!("{path}: no rule in tests/tidy/layers.rs says what it may name")];
    };
    let own_module = module.split('/').next().unwrap_or_default();
    let mut found = Vec::new();
    for named in paths(&tokens(text)) {
        let Named { line, path: written } = &named;
        if let Some(absolute) = absolute(module, written, tree) {
            let first = absolute.first().map_or("", String::as_str);
            let allowed = first == own_module
                || !tree.modules.iter().any(|known| known == first)
                || rule.own.iter().any(|own| starts(&absolute, own));
            if !allowed {
                let list = rule.own.join(", ");
                found.push(format!(
                    "{path}:{line}: `{}` must not name `{}`; of our own it may name: {list}",
                    rule.at,
                    absolute.join("::"),
                ));
            }
            if let Some(rival) = rival(module, &absolute, tree) {
                found.push(format!("{path}:{line}: a room must not name the room `{rival}`"));
            }
        } else if let Some(name) = tree.crates.iter().find(|name| **name == written[0])
            && !rule.crates.contains(&name.as_str())
            && !FOR_TESTS.contains(&name.as_str())
        {
            let list = rule.crates.join(", ");
            found.push(format!(
                "{path}:{line}: `{}` must not name the crate `{name}`; it may name: {list}",
                rule.at
            ));
        }
    }
    found
}

/// A path from the root of the crate; `None` if it does not say that it is ours.
fn absolute(module: &str, written: &[String], tree: &Tree) -> Option<Vec<String>> {
    let rest = |skip: usize| written[skip..].iter().cloned();
    match written[0].as_str() {
        "crate" | "effnet_tutor" => Some(rest(1).collect()),
        "super" => {
            let steps = written.iter().take_while(|part| *part == "super").count();
            let here: Vec<String> = module.split('/').map(str::to_owned).collect();
            // In a test module one step more is meant; then the name is no module of ours.
            let above = here.len().checked_sub(steps)?;
            Some(here[..above].iter().cloned().chain(rest(steps)).collect())
        }
        // In `lib.rs` a module's bare name is a path.
        first if module == "lib" && tree.modules.iter().any(|known| known == first) => {
            Some(written.to_vec())
        }
        _ => None,
    }
}

fn starts(path: &[String], own: &str) -> bool {
    let mut parts = path.iter();
    own.split("::").all(|wanted| parts.next().is_some_and(|part| part == wanted))
}

/// Another room that a room's file names.
fn rival<'a>(module: &str, absolute: &'a [String], tree: &Tree) -> Option<&'a str> {
    let mut parts = module.split('/');
    let (Some("rooms"), Some(home)) = (parts.next(), parts.next()) else { return None };
    match absolute {
        [first, room, ..] if first == "rooms" && room != home && tree.rooms.contains(room) => {
            Some(room)
        }
        _ => None,
    }
}

/// The names that the scan looks for.
struct Tree {
    modules: Vec<String>,
    rooms: Vec<String>,
    crates: Vec<String>,
}

impl Tree {
    fn read() -> Self {
        let files = sources("src");
        let below = |folder: &str| {
            let names = files.iter().filter_map(|file| module(&file.path).strip_prefix(folder));
            names.filter(|name| !name.contains('/')).map(str::to_owned).collect()
        };
        // A room has a folder of its own; what lies beside the rooms is shared by them.
        let rooms: std::collections::BTreeSet<String> = files
            .iter()
            .filter_map(|file| module(&file.path).strip_prefix("rooms/")?.split_once('/'))
            .map(|(room, _)| room.to_owned())
            .collect();
        let rooms = rooms.into_iter().collect();
        let manifest = include_str!("../../Cargo.toml");
        Self { modules: below(""), rooms, crates: dependencies(manifest) }
    }
}

/// The crates that a manifest names, as code writes them.
fn dependencies(manifest: &str) -> Vec<String> {
    let manifest: toml::Table = manifest.parse().unwrap();
    let mut names = Vec::new();
    let mut tables = vec![&manifest];
    while let Some(table) = tables.pop() {
        for (key, value) in table {
            let Some(inner) = value.as_table() else { continue };
            if key.ends_with("dependencies") {
                names.extend(inner.keys().map(|name| name.replace('-', "_")));
            } else if table.contains_key("package") && key == "target" {
                tables.extend(inner.values().filter_map(toml::Value::as_table));
            }
        }
    }
    names.sort();
    names.dedup();
    names
}

#[test]
fn every_module_names_only_what_it_may() {
    let tree = Tree::read();
    let files = sources("src");
    let complaints: Vec<String> =
        files.iter().flat_map(|file| violations(&file.path, &file.text, &tree)).collect();
    none(&complaints);
}

#[test]
fn every_rule_is_about_something_that_exists() {
    let tree = Tree::read();
    let stale = RULES.iter().flat_map(|rule| {
        let modules = rule.own.iter().chain([&rule.at]).filter_map(|name| {
            let first = name.split(['/', ':']).next().unwrap_or_default();
            (!tree.modules.iter().any(|known| known == first)).then_some(*name)
        });
        modules.chain(rule.crates.iter().copied().filter(|c| !tree.crates.iter().any(|k| k == c)))
    });
    none(&stale.map(|name| format!("the table names `{name}`, which is gone")).collect::<Vec<_>>());
    assert!(tree.rooms.len() >= 4, "rooms found: {:?}", tree.rooms);
}

/// A tree for the tests of the scan itself.
fn small_tree() -> Tree {
    let words = |text: &str| text.split(' ').map(str::to_owned).collect();
    Tree {
        modules: words("app arch cli figure rooms text ui"),
        rooms: words("home quiz"),
        crates: words("ratatui ndarray proptest"),
    }
}

#[track_caller]
fn check(path: &str, text: &str, wanted: &[&str]) {
    let found = violations(path, text, &small_tree());
    assert_eq!(found.len(), wanted.len(), "{found:?}");
    for (found, wanted) in found.iter().zip(wanted) {
        assert!(found.contains(wanted), "no `{wanted}` in {found}");
    }
}

#[test]
fn the_scan_finds_what_is_forbidden() {
    let both = ["src/arch/cost.rs:2: `arch` must not name `text::Lang`", "crate `ndarray`"];
    check("src/arch/cost.rs", "//! x\nuse crate::text::Lang;\nfn f(x: ndarray::Ix2) {}", &both);
    check("src/figure.rs", "use crate::{text::Lang, ui::Theme};", &["`ui::Theme`"]);
    check("src/cli/scale.rs", "fn f() { crate::app::start() }", &["`app::start`; of our own"]);
    check(
        "src/ui/shell.rs",
        "use crate::rooms::World;
use crate::view::Frame;",
        &["`rooms::World`"],
    );
    check("src/rooms/quiz/view.rs", "use ratatui::Frame;", &["src/rooms/quiz/view.rs:1:"]);
    check("src/rooms/quiz.rs", "use crate::rooms::home::HomeRoom;", &["the room `home`"]);
    check("src/rooms/quiz/view.rs", "use super::super::home::X;", &["the room `home`"]);
    check("src/arch.rs", "use super::text::Lang;", &["`text::Lang`"]);
    check("src/nowhere.rs", "", &["no rule"]);
}

#[test]
fn the_scan_lets_pass_what_is_allowed() {
    check("src/figure/lines.rs", "use super::Figure;\nuse crate::text::line::Line;", &[]);
    check("src/rooms/quiz/draw.rs", "use ratatui::Frame;\nuse crate::view::KnobView;", &[]);
    check("src/rooms/quiz/update.rs", "use crate::rooms::quiz::Play;\nuse super::home;", &[]);
    check("src/main.rs", "use effnet_tutor::{app, cli::Cli};", &[]);
    check("src/arch/cost.rs", "mod tests { use proptest::prelude::*; use super::*; }", &[]);
    check("src/arch/cost.rs", "// crate::ui\nconst S: &str = \"ratatui::Frame\";", &[]);
}

#[test]
fn the_manifest_is_read_with_its_targets() {
    let names = dependencies(
        "[package]\nname='x'\n[dependencies]\na-b='1'\n[target.'cfg(unix)'.dependencies]\nc='1'",
    );
    assert_eq!(names, ["a_b", "c"]);
}

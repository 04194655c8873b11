//! The shape of a file: short, introduced, finished; and what never stands in one.

use crate::code::{Token, tokens};
use crate::{Source, none, sources};

/// The only place with `unsafe`.
const KERNELS: &str = "src/nn/kernel";

/// Most lines of a file.
const MAX_LINES: usize = 400;

fn everywhere() -> Vec<Source> {
    ["src", "tests", "examples"].into_iter().flat_map(sources).collect()
}

/// What is wrong with a file, one sentence each.
fn flaws(path: &str, text: &str) -> Vec<String> {
    let mut flaws = Vec::new();
    let lines = text.lines().count();
    if lines > MAX_LINES {
        flaws.push(format!("{path}: {lines} lines, at most {MAX_LINES}: split it"));
    }
    if !text.starts_with("//! ") {
        flaws.push(format!("{path}:1: a file starts with `//! ` and what it is"));
    }
    if path.ends_with("/mod.rs") {
        flaws.push(format!("{path}: a module is `name.rs`, never `mod.rs`"));
    }
    // Written so that this line is not one of its own findings.
    let note = ["TO", "DO"].concat();
    for (index, _) in text.lines().enumerate().filter(|(_, line)| line.contains(&note)) {
        flaws.push(format!("{path}:{}: open questions go to the issues, not here", index + 1));
    }
    for line in unexplained(path, text) {
        flaws.push(format!("{path}:{line}: say in a `// SAFETY:` above why this is sound"));
    }
    let code = tokens(text);
    for (at, token) in code.iter().enumerate() {
        if token.text == "unsafe" && path.starts_with(KERNELS) {
            continue;
        }
        if let Some(flaw) = forbidden(&code[at..]) {
            flaws.push(format!("{path}:{}: {flaw}", token.line));
        }
    }
    flaws
}

/// The lines of `unsafe` blocks without a word above.
fn unexplained(path: &str, text: &str) -> Vec<usize> {
    if !path.starts_with(KERNELS) {
        return Vec::new();
    }
    let lines: Vec<&str> = text.lines().collect();
    let explained = |line: usize| {
        lines[line.saturating_sub(5)..line].iter().any(|line| line.contains("// SAFETY: "))
    };
    let code = tokens(text);
    let blocks = code.windows(2).filter(|two| two[0].text == "unsafe" && two[1].text == "{");
    blocks.map(|two| two[0].line).filter(|&line| !explained(line)).collect()
}

/// What must not begin here.
fn forbidden(code: &[Token]) -> Option<&'static str> {
    let is = |wanted: &[&str]| {
        code.len() >= wanted.len() && code.iter().zip(wanted).all(|(token, w)| token.text == *w)
    };
    Some(match code {
        _ if is(&["todo", "!"]) || is(&["unimplemented", "!"]) => "finish it",
        _ if is(&["[", "allow", "("]) => "`#[expect(…, reason = …)]` instead of `allow`",
        _ if is(&["unsafe"]) => "no `unsafe` but in the kernels",
        _ => return None,
    })
}

/// Ends of the expressions whose `len` counts things, not columns: rows, parts, palettes.
const COUNTS: &[&str] = &["ALL", "knobs", "lines", "maps", "rows", "parts", "keys", "glyphs)"];

/// Lengths in bytes or letters that stand where columns are counted.
fn byte_widths(path: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let code = line.split("//").next().unwrap_or_default();
        let lens = code.match_indices(".len()").map(|(at, _)| &code[..at]);
        let bad = lens.filter(|before| !COUNTS.iter().any(|count| before.ends_with(count)));
        let letters = code.matches(".chars().count()");
        for _ in bad.chain(letters) {
            found.push(format!(
                "{path}:{}: widths are columns: use `text::width`, or name what is counted in \
                 tests/tidy/style.rs: {}",
                index + 1,
                line.trim()
            ));
        }
    }
    found
}

#[test]
fn every_file_is_short_introduced_and_finished() {
    none(&everywhere().iter().flat_map(|file| flaws(&file.path, &file.text)).collect::<Vec<_>>());
}

#[test]
fn what_is_drawn_is_measured_in_columns() {
    let drawing =
        |file: &&Source| file.path.starts_with("src/ui/") || file.path.ends_with("/draw.rs");
    let files = sources("src");
    let complaints: Vec<String> =
        files.iter().filter(drawing).flat_map(|f| byte_widths(&f.path, &f.text)).collect();
    none(&complaints);
}

#[test]
fn typed_text_is_measured_in_columns_in_the_rooms_too() {
    let mut complaints = Vec::new();
    for file in sources("src").iter().filter(|file| file.path.starts_with("src/rooms/")) {
        for (index, line) in file.text.lines().enumerate() {
            if line.contains(".text().len()") || line.contains(".chars().count()") {
                complaints.push(format!("{}:{}: {}", file.path, index + 1, line.trim()));
            }
        }
    }
    none(&complaints);
}

#[test]
fn the_map_in_lib_rs_names_every_module() {
    let files = sources("src");
    let lib = &files.iter().find(|file| file.path == "src/lib.rs").unwrap().text;
    let docs: String = lib.lines().filter(|line| line.starts_with("//!")).collect();
    let modules = lib
        .lines()
        .filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';'));
    let missing = modules.filter(|module| !docs.contains(&format!("[`{module}`]")));
    none(&missing.map(|m| format!("src/lib.rs: the docs do not name [`{m}`]")).collect::<Vec<_>>());
}

#[track_caller]
fn check(path: &str, text: &str, wanted: &[&str]) {
    let found = flaws(path, text);
    assert_eq!(found.len(), wanted.len(), "{found:?}");
    for (found, wanted) in found.iter().zip(wanted) {
        assert!(found.contains(wanted), "no `{wanted}` in {found}");
    }
}

#[test]
fn the_scan_finds_flaws() {
    let long = format!("//! x\n{}", "\n".repeat(MAX_LINES));
    check("src/a.rs", &long, &["401 lines, at most 400"]);
    check("src/a.rs", "use x;", &["src/a.rs:1: a file starts"]);
    check("src/a/mod.rs", "//! x", &["never `mod.rs`"]);
    check("src/a.rs", "//! x\nfn f() { todo!() }", &["src/a.rs:2: finish it"]);
    check("src/a.rs", "//! x\n#![allow(dead_code)]", &["instead of `allow`"]);
    check("src/a.rs", "//! x\nunsafe { f() }", &["no `unsafe`"]);
    check("src/a.rs", &format!("//! x\n// {}DO: y", "TO"), &["src/a.rs:2: open questions"]);
    check("src/nn/kernel/a.rs", "//! x\nfn f() {\n    unsafe { g() }\n}", &["a.rs:3: say in"]);
    check("src/nn/kernel/a.rs", "//! x\n// SAFETY: it is.\nunsafe { g() }", &[]);
    let fine = "//! unsafe\n#[expect(unused, reason = \"todo!\")]\nfn f() { allow(x) }";
    check("src/a.rs", fine, &[]);
}

#[test]
fn the_scan_finds_bytes_where_columns_are_meant() {
    let count = |line: &str| byte_widths("src/ui/x.rs", line).len();
    assert_eq!(count("let w = title.len() + name.chars().count();"), 2);
    assert_eq!(count("let h = lines.len(); // text.len()"), 0);
    assert_eq!(count("let w = width(&title);"), 0);
}

//! A source text without comments and literals, as words and signs, and the paths in it.

/// A piece of code and its line, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) line: usize,
    pub(crate) text: String,
}

/// A path as written: `["crate", "text", "Lang"]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) line: usize,
    pub(crate) path: Vec<String>,
}

/// The words and signs of a source text; `::` is one sign. Comments, strings and character literals
/// are left out, lifetimes too.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let (mut at, mut line) = (0, 1);
    while at < chars.len() {
        let start = at;
        let rest = &chars[at..];
        if rest.starts_with(&['/', '/']) {
            at += until(rest, |rest| rest[0] == '\n');
        } else if rest.starts_with(&['/', '*']) {
            at += block_comment(rest);
        } else if let Some(length) = string(rest) {
            at += length;
        } else if rest[0] == '\'' {
            at += quote(rest);
        } else if is_word(rest[0]) {
            at += until(rest, |rest| !is_word(rest[0]));
            tokens.push(Token { line, text: chars[start..at].iter().collect() });
        } else {
            at += if rest.starts_with(&[':', ':']) { 2 } else { 1 };
            if !rest[0].is_whitespace() {
                tokens.push(Token { line, text: chars[start..at].iter().collect() });
            }
        }
        line += chars[start..at].iter().filter(|c| **c == '\n').count();
    }
    tokens
}

fn is_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

/// Characters before the first place where `end` holds, or all.
fn until(rest: &[char], end: impl Fn(&[char]) -> bool) -> usize {
    (0..rest.len()).find(|at| end(&rest[*at..])).unwrap_or(rest.len())
}

fn block_comment(rest: &[char]) -> usize {
    let (mut at, mut depth) = (0, 0);
    while at < rest.len() {
        if rest[at..].starts_with(&['/', '*']) {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with(&['*', '/']) {
            depth -= 1;
            at += 2;
            if depth == 0 {
                break;
            }
        } else {
            at += 1;
        }
    }
    at
}

/// The length of a string literal that starts here: `"…"`, `b"…"`, `r"…"`, `br#"…"#`.
fn string(rest: &[char]) -> Option<usize> {
    let mut head = 0;
    while head < 2 && matches!(rest.get(head), Some('b' | 'c' | 'r')) {
        head += 1;
    }
    let raw = rest[..head].contains(&'r');
    let hashes = rest[head..].iter().take_while(|c| **c == '#').count();
    if rest.get(head + hashes) != Some(&'"') || (hashes > 0 && !raw) {
        return None;
    }
    let mut at = head + hashes + 1;
    while at < rest.len() {
        match rest[at] {
            '\\' if !raw => at += 2,
            '"' if rest[at + 1..].iter().take(hashes).filter(|c| **c == '#').count() == hashes => {
                return Some(at + 1 + hashes);
            }
            _ => at += 1,
        }
    }
    Some(rest.len())
}

/// The length of what a quote starts: `'x'`, `'\n'`, `'\u{1b}'`, or the lifetime `'a`.
fn quote(rest: &[char]) -> usize {
    match rest.get(1) {
        Some('\\') => 3 + until(rest.get(3..).unwrap_or_default(), |rest| rest[0] == '\'') + 1,
        Some(_) if rest.get(2) == Some(&'\'') => 3,
        _ => 1 + until(&rest[1..], |rest| !is_word(rest[0])),
    }
    .min(rest.len())
}

/// Every path with `::`, and every name after `use`; groups in braces are taken apart.
pub(crate) fn paths(tokens: &[Token]) -> Vec<Named> {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    let mut named = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let begins = text(at).chars().next().is_some_and(is_word)
            && (at == 0 || text(at - 1) != "::")
            && (text(at + 1) == "::" || (at > 0 && text(at - 1) == "use"));
        if begins {
            at = path(tokens, at, &[], &mut named);
        } else {
            at += 1;
        }
    }
    named
}

/// Reads one path, or a group of them, behind `prefix`; gives the place after it.
fn path(tokens: &[Token], start: usize, prefix: &[String], named: &mut Vec<Named>) -> usize {
    let mut path_so_far = prefix.to_vec();
    let mut at = start;
    while let Some(token) = tokens.get(at) {
        if token.text == "{" {
            return group(tokens, at + 1, &path_so_far, named);
        }
        if !token.text.starts_with(is_word) {
            break;
        }
        path_so_far.push(token.text.clone());
        at += 1;
        if tokens.get(at).is_none_or(|token| token.text != "::") {
            break;
        }
        at += 1;
    }
    let line = tokens.get(start).map_or(0, |token| token.line);
    named.push(Named { line, path: path_so_far });
    at.max(start + 1)
}

fn group(tokens: &[Token], start: usize, prefix: &[String], named: &mut Vec<Named>) -> usize {
    let mut at = start;
    while let Some(token) = tokens.get(at) {
        match token.text.as_str() {
            "}" => return at + 1,
            "," => at += 1,
            // `a as b`: the second name is ours.
            "as" => at += 2,
            _ => at = path(tokens, at, prefix, named),
        }
    }
    at
}

#[test]
fn comments_and_literals_are_no_code() {
    let text = r##"
        //! names crate::ui
        /* crate::a /* crate::b */ crate::c */
        let s = "crate::d // \" crate::e"; let r = r#"crate::f " "#;
        let c = ['"', '\'', '\u{1b}', 'x']; fn g<'a>(x: &'a str) {} crate::h::i
    "##;
    let named = paths(&tokens(text));
    assert_eq!(named, [Named { line: 5, path: words("crate h i") }]);
}

#[test]
fn groups_are_taken_apart_and_lines_are_counted() {
    let text = "use crate::{\n    arch::{Cost, shape},\n    text::Lang as L,\n};\nuse anyhow;\n";
    let named: Vec<(usize, Vec<String>)> =
        paths(&tokens(text)).into_iter().map(|named| (named.line, named.path)).collect();
    let wanted = [
        (2, words("crate arch Cost")),
        (2, words("crate arch shape")),
        (3, words("crate text Lang")),
        (5, words("anyhow")),
    ];
    assert_eq!(named, wanted);
}

#[test]
fn a_path_in_a_body_counts_once() {
    let named = paths(&tokens("fn f() -> crate::a::B { x::<Y>(std::mem::take(y)) }"));
    let firsts: Vec<&str> = named.iter().map(|named| named.path[0].as_str()).collect();
    assert_eq!(firsts, ["crate", "x", "std"]);
}

fn words(text: &str) -> Vec<String> {
    text.split(' ').map(str::to_owned).collect()
}

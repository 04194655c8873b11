//! Rust with its words told apart, so that a theme can show it: enough to read a function, no more.

use super::line::{Line, Role, Span};
use super::width::width;

/// Lines of Rust with roles: comments are quiet, keywords strong, literals stand out.
pub fn highlight(code: &str) -> Vec<Line> {
    let mut lines = vec![Line::empty()];
    let mut rest = code;
    while !rest.is_empty() {
        let (length, role) = token(rest);
        let (now, after) = rest.split_at(length);
        for (index, part) in now.split('\n').enumerate() {
            if index > 0 {
                lines.push(Line::empty());
            }
            if let (Some(line), false) = (lines.last_mut(), part.is_empty()) {
                push(line, part, role);
            }
        }
        rest = after;
    }
    lines
}

/// A line in several that are no wider than `columns`: broken between words, hanging below its start.
/// Only a word that is wider than that alone sticks out.
pub fn fold(line: &Line, columns: usize) -> Vec<Line> {
    if line.width() <= columns {
        return vec![line.clone()];
    }
    let text = line.text();
    let indent = (text.len() - text.trim_start().len() + 4).min(columns / 2);
    let breaks = breaks(&text, indent, columns);
    let mut lines = vec![Line::empty()];
    let mut at = 0;
    for span in &line.spans {
        for letter in span.text.chars() {
            if breaks.contains(&at) {
                lines.push(Line::new(" ".repeat(indent), Role::Code));
            }
            if let Some(line) = lines.last_mut() {
                push(line, letter.encode_utf8(&mut [0; 4]), span.role);
            }
            at += letter.len_utf8();
        }
    }
    lines
}

/// Bytes at which a new line begins; the lines after the first are indented.
fn breaks(text: &str, indent: usize, columns: usize) -> Vec<usize> {
    let mut breaks = Vec::new();
    let (mut at, mut used, mut is_begun) = (0, 0, false);
    for word in text.split_inclusive(' ') {
        if is_begun && used + width(word.trim_end()) > columns {
            breaks.push(at);
            used = indent;
        }
        used += width(word);
        at += word.len();
        is_begun |= !word.trim().is_empty();
    }
    breaks
}

/// Adds to the last span if it means the same.
fn push(line: &mut Line, text: &str, role: Role) {
    match line.spans.last_mut() {
        Some(last) if last.role == role => last.text.push_str(text),
        _ => line.spans.push(Span { text: text.to_owned(), role }),
    }
}

const KEYWORDS: &[&str] = &[
    "as", "break", "const", "continue", "dyn", "else", "enum", "false", "fn", "for", "if", "impl",
    "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref", "return", "self", "Self",
    "static", "struct", "trait", "true", "type", "unsafe", "use", "where", "while",
];

/// Bytes of the next token, and what it is.
fn token(rest: &str) -> (usize, Role) {
    let first = rest.chars().next().unwrap_or(' ');
    if rest.starts_with("//") {
        return (rest.find('\n').unwrap_or(rest.len()), Role::Quiet);
    }
    if first == '"' {
        return (quoted(rest), Role::Quantity);
    }
    if first == '\'' {
        return quote(rest);
    }
    if first.is_ascii_digit() {
        return (number(rest), Role::Quantity);
    }
    if is_word(first) {
        let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        let is_keyword = KEYWORDS.contains(&&rest[..end]);
        return (end, if is_keyword { Role::Strong } else { Role::Code });
    }
    (first.len_utf8(), Role::Code)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// A string with its quotes.
fn quoted(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '"' if !escaped => return at + 1,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    rest.len()
}

/// A character, or the start of a lifetime.
fn quote(rest: &str) -> (usize, Role) {
    let mut inner = rest[1..].char_indices();
    let body = match inner.next() {
        Some((_, '\\')) => {
            rest[2..].char_indices().skip(1).find(|(_, c)| *c == '\'').map(|(at, _)| at + 2)
        }
        Some(_) => inner.next().filter(|(_, c)| *c == '\'').map(|(at, _)| at + 1),
        None => None,
    };
    body.map_or((1, Role::Code), |end| (end + 1, Role::Quantity))
}

/// A number with its suffix; the two dots of a range are not part of it.
fn number(rest: &str) -> usize {
    let mut end = 0;
    for (at, c) in rest.char_indices() {
        let is_point = c == '.' && rest[at + 1..].starts_with(|c: char| c.is_ascii_digit());
        let is_sign =
            matches!(c, '-' | '+') && rest[..at].ends_with(['e', 'E']) && !rest.starts_with("0x");
        if !(is_word(c) || is_point || is_sign) {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(code: &str) -> Vec<(String, Role)> {
        let lines = highlight(code);
        let spans = lines.into_iter().flat_map(|line| line.spans);
        spans.map(|span| (span.text, span.role)).filter(|(t, _)| !t.trim().is_empty()).collect()
    }

    #[test]
    fn words_are_told_apart() {
        let found = roles("let x = f(\"a \\\" b\", 'c', 1e-3, 0..9); // done");
        let want = [
            ("let", Role::Strong),
            (" x = f(", Role::Code),
            ("\"a \\\" b\"", Role::Quantity),
            (", ", Role::Code),
            ("'c'", Role::Quantity),
            (", ", Role::Code),
            ("1e-3", Role::Quantity),
            (", ", Role::Code),
            ("0", Role::Quantity),
            ("..", Role::Code),
            ("9", Role::Quantity),
            ("); ", Role::Code),
            ("// done", Role::Quiet),
        ];
        let want: Vec<_> = want.map(|(text, role)| (text.to_owned(), role)).into();
        assert_eq!(found, want);
    }

    #[test]
    fn lifetimes_are_no_characters_and_names_no_keywords() {
        assert!(roles("fn f<'a>(format: &'a str)").iter().all(|(_, role)| *role != Role::Quantity));
        assert_eq!(roles("selfish")[0].1, Role::Code);
        assert_eq!(roles("'\\n'"), [("'\\n'".to_owned(), Role::Quantity)]);
        assert_eq!(roles("'\\''"), [("'\\''".to_owned(), Role::Quantity)]);
    }

    #[test]
    fn a_long_line_hangs_and_loses_nothing() {
        let line = &highlight("    let outputs = self.output.h * self.output.w * batch;")[0];
        let folded = fold(line, 30);
        assert!(folded.len() > 1 && folded.iter().all(|line| line.text().trim_end().len() <= 30));
        assert!(folded[1].text().starts_with("        "), "{folded:?}");
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let all: String = folded.iter().map(|line| line.text() + " ").collect();
        assert_eq!(words(&all), words(&line.text()), "`self.output` stays one word");
    }

    proptest::proptest! {
        #[test]
        fn no_letter_is_lost(code in "\\PC{0,60}|[a-z'\"\\\\/ \n0-9.]{0,60}") {
            let lines: Vec<String> = highlight(&code).iter().map(Line::text).collect();
            proptest::prop_assert_eq!(lines.join("\n"), code);
        }
    }
}

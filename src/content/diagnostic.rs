//! What is wrong with a file of content, and exactly where.
//!
//! ```text
//! error: distractor equals the answer
//!  --> quizzes/07-mbconv.toml:6:66
//! 6 | ask.choice = { … }
//!   |                ^^^
//! ```

use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::text::normal::visible;
use crate::text::width::{fitting, width};

/// Columns of the quoted line; a longer one is cut around the caret.
const EXCERPT: usize = 96;

/// One problem. Ordered by file, line and column.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// The file.
    pub path: PathBuf,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Lower case, no full stop; names the value and says what would be right.
    pub message: String,
    /// The line, or the part around the caret if it is long.
    excerpt: String,
    /// Columns of the terminal before the caret.
    indent: usize,
    /// Columns of the terminal under the caret.
    length: usize,
}

impl Diagnostic {
    /// A problem with the bytes `span` of `text`.
    pub fn at(path: &Path, text: &str, span: Range<usize>, message: impl Into<String>) -> Self {
        let start = floor(text, span.start);
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let end = floor(text, span.end).clamp(start, line_end);
        let before = shown(&text[line_start..start]);
        let under = shown(&text[start..end]);
        let (excerpt, indent) = excerpt(&before, &shown(&text[start..line_end]));
        Self {
            path: path.to_owned(),
            line: text[..start].matches('\n').count() + 1,
            column: text[line_start..start].chars().count() + 1,
            message: message.into(),
            length: width(&under).clamp(1, (EXCERPT - indent).max(1)),
            excerpt,
            indent,
        }
    }

    /// A problem with a file as a whole.
    pub fn whole(path: &Path, message: impl Into<String>) -> Self {
        Self::at(path, "", 0..0, message)
    }

    /// The text with another first line, such as one in another language.
    pub fn headed(&self, headline: &str) -> String {
        let number = self.line.to_string();
        let margin = " ".repeat(number.len());
        let (path, line, column) = (self.path.display(), self.line, self.column);
        let place = format!("{}\n{margin}--> {path}:{line}:{column}", visible(headline));
        if self.excerpt.is_empty() {
            return place;
        }
        let (excerpt, indent) = (&self.excerpt, " ".repeat(self.indent));
        let caret = "^".repeat(self.length);
        format!("{place}\n{number} | {excerpt}\n{margin} | {indent}{caret}")
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.headed(&format!("error: {}", self.message)))
    }
}

/// One line as the terminal shows it: tabs as spaces, control characters visible.
fn shown(line: &str) -> String {
    visible(line.trim_end_matches('\r')).into_owned()
}

/// The line to quote and the columns before the caret.
fn excerpt(before: &str, rest: &str) -> (String, usize) {
    let indent = width(before);
    if indent + width(rest) <= EXCERPT {
        return (format!("{before}{rest}"), indent);
    }
    if indent <= EXCERPT / 2 {
        let line = format!("{before}{rest}");
        return (format!("{}...", fitting(&line, EXCERPT - 3)), indent);
    }
    // Keep a third of the line before the caret.
    let skipped = fitting(before, indent - EXCERPT / 3).len();
    let kept = &before[skipped..];
    let indent = 3 + width(kept);
    let tail = fitting(rest, EXCERPT - 3 - indent);
    let more = if tail.len() < rest.len() { "..." } else { "" };
    (format!("...{kept}{tail}{more}"), indent)
}

/// The nearest character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, needle: &str) -> String {
        let start = text.find(needle).unwrap();
        Diagnostic::at(Path::new("a.md"), text, start..start + needle.len(), "wrong").to_string()
    }

    #[test]
    fn the_caret_stands_under_korean_text() {
        insta::assert_snapshot!(at("첫 줄\n깊이별 **합성곱** 층", "합성곱"), @r"
        error: wrong
         --> a.md:2:7
        2 | 깊이별 **합성곱** 층
          |          ^^^^^^
        ");
    }

    #[test]
    fn a_long_line_is_cut_around_the_caret() {
        let text = format!("{}needle{}", "가나 ".repeat(60), " x".repeat(60));
        insta::assert_snapshot!(at(&text, "needle"), @r"
        error: wrong
         --> a.md:1:181
        1 | ...나 가나 가나 가나 가나 가나 가나 needle x x x x x x x x x x x x x x x x x x x x x x x x x ...
          |                                     ^^^^^^
        ");
    }

    proptest::proptest! {
        #[test]
        fn any_span_of_any_text_can_be_shown(text in "\\PC{0,200}|[가-힣\t\r\n]{0,200}", a in 0usize..700, b in 0usize..700) {
            let shown = Diagnostic::at(Path::new("a.md"), &text, a..b, "wrong").to_string();
            proptest::prop_assert!(shown.lines().count() <= 4);
        }
    }
}

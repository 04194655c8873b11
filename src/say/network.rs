//! What is wrong with a network's file.

use super::{expected, name, nearest, spec};
use crate::arch::notation::NotationProblem;
use crate::content::network::{Flawed, Kind, NetworkFileError, NetworkProblem};
use crate::text::Lang;

/// Why there is no network: the end of a sentence about the file.
pub fn network_file(error: &NetworkFileError, lang: Lang) -> String {
    let plain = match error {
        NetworkFileError::Unreadable(reason) => {
            return lang.fill("network.file.unreadable", &[("reason", reason)]);
        }
        NetworkFileError::Flawed(Flawed { flaws, .. }) => {
            let n = flaws.len();
            let key = if n == 1 { "network.file.problem" } else { "network.file.problems" };
            return lang.fill(key, &[("n", &n)]);
        }
        NetworkFileError::Missing => "network.file.missing",
        NetworkFileError::Directory => "network.file.directory",
        NetworkFileError::Empty => "network.file.empty",
        NetworkFileError::TooLong => "network.file.too-long",
        NetworkFileError::NotText => "network.file.not-text",
    };
    lang.text(plain).to_owned()
}

/// Every problem of a file with its place and a caret, ready to be printed.
pub fn network_problems(flawed: &Flawed, lang: Lang) -> Vec<String> {
    let diagnostics = flawed.diagnostics(|problem| network(problem, lang));
    diagnostics
        .iter()
        .map(|problem| problem.headed(&lang.fill("errors.line", &[("reason", &problem.message)])))
        .collect()
}

/// One problem of a file.
pub fn network(problem: &NetworkProblem, lang: Lang) -> String {
    // The particle stands behind the backtick.
    let quoted = |key: &str| format!("`{key}`");
    match problem {
        NetworkProblem::Syntax(reason) => lang.fill("network.syntax", &[("reason", reason)]),
        NetworkProblem::Key { key, expected, nearest: near } => {
            let text = lang.fill("network.key", &[("key", &quoted(key)), ("expected", expected)]);
            text + &nearest(*near, lang)
        }
        NetworkProblem::Kind { key, kind, got } => {
            let (key, kind) = (quoted(key), lang.text(kind_key(*kind)));
            lang.fill("network.takes", &[("key", &key), ("kind", &kind), ("got", got)])
        }
        NetworkProblem::Range { key, got, expected } => {
            let (key, expected) = (quoted(key), super::expected(expected, lang));
            lang.fill("network.range", &[("key", &key), ("expected", &expected), ("got", got)])
        }
        NetworkProblem::Word { key, got, expected, nearest: near } => {
            let (key, expected) = (quoted(key), super::expected(expected, lang));
            let values: [(&str, &dyn std::fmt::Display); 3] =
                [("key", &key), ("expected", &expected), ("got", got)];
            lang.fill("network.range", &values) + &nearest(*near, lang)
        }
        NetworkProblem::Missing(key) => lang.fill("network.missing", &[("key", &quoted(key))]),
        NetworkProblem::NoStages => lang.text("network.no-stages").to_owned(),
        NetworkProblem::Name { got, most } => {
            lang.fill("network.name", &[("most", most), ("got", got)])
        }
        NetworkProblem::NoTable(model) => lang.fill("network.no-table", &[("model", model)]),
        NetworkProblem::ChannelsIn { got, expected } => {
            lang.fill("network.channels-in", &[("expected", expected), ("got", got)])
        }
        NetworkProblem::Notation(problem) => notation(problem, lang),
        NetworkProblem::Spec(error) => spec(error, lang),
        NetworkProblem::More(n) => lang.fill("network.more", &[("n", n)]),
    }
}

/// One problem of a stage's notation.
pub fn notation(problem: &NotationProblem, lang: Lang) -> String {
    let quoted = |letter: &str| format!("`{letter}`");
    match problem {
        NotationProblem::Empty { example } => {
            lang.fill("network.notation.empty", &[("example", example)])
        }
        NotationProblem::Operator { got, expected } => {
            lang.fill("network.notation.operator", &[("got", got), ("expected", expected)])
        }
        NotationProblem::Token { got, expected } => {
            lang.fill("network.notation.token", &[("got", got), ("expected", expected)])
        }
        NotationProblem::Twice { letter, got } => {
            lang.fill("network.notation.twice", &[("letter", &quoted(letter)), ("got", got)])
        }
        NotationProblem::Missing { letter, example } => {
            let letter = quoted(letter);
            lang.fill("network.notation.missing", &[("letter", &letter), ("example", example)])
        }
        NotationProblem::Number { letter, got } => {
            lang.fill("network.notation.number", &[("letter", letter), ("got", got)])
        }
        NotationProblem::Range { field, got, expected: right } => {
            let (key, right) = (name(*field, lang), expected(right, lang));
            lang.fill("network.range", &[("key", &key), ("expected", &right), ("got", got)])
        }
        NotationProblem::Strides { got } => lang.fill("network.notation.strides", &[("got", got)]),
        NotationProblem::Expansion { name, instead } => {
            lang.fill("network.notation.expansion", &[("name", name), ("instead", instead)])
        }
        NotationProblem::NoSkip => lang.text("network.notation.no-skip").to_owned(),
    }
}

const fn kind_key(kind: Kind) -> &'static str {
    match kind {
        Kind::Whole => "network.kind.whole",
        Kind::Number => "network.kind.number",
        Kind::Text => "network.kind.text",
        Kind::Stages => "network.kind.stages",
        Kind::Stage => "network.kind.stage",
    }
}

#[cfg(test)]
mod tests;

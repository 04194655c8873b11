//! Wrong usage, such as an unknown option, in the learner's language.
//!
//! Clap says it in English only. Its error knows what it is made of, so the same can be said with the
//! entries of `assets/i18n/usage.toml`; a test holds the English ones equal to what clap prints, but for
//! the reason why a number was refused.

use std::error::Error as _;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::text::Lang;

/// The whole text that clap prints for an error; none for a kind that this program's arguments never
/// cause.
pub(super) fn say(error: &clap::Error, lang: Lang) -> Option<String> {
    let mut text = lang.fill("errors.line", &[("reason", &reason(error, lang)?)]);
    let tips = [
        (ContextKind::SuggestedSubcommand, "usage.tip.command"),
        (ContextKind::SuggestedArg, "usage.tip.argument"),
        (ContextKind::SuggestedValue, "usage.tip.value"),
    ];
    for (kind, key) in tips {
        if let Some(name) = string(error, kind) {
            text = format!("{text}\n\n  {}", lang.fill(key, &[("name", &name)]));
        }
    }
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        let usage = usage.to_string();
        let usage = usage.strip_prefix("Usage:").unwrap_or(&usage);
        text = format!("{text}\n\n{}:{usage}", lang.text("cli.heading.usage"));
    }
    Some(format!("{text}\n\n{}\n", lang.fill("usage.more", &[("flag", &"--help")])))
}

fn reason(error: &clap::Error, lang: Lang) -> Option<String> {
    let argument = string(error, ContextKind::InvalidArg).unwrap_or_default();
    let value = string(error, ContextKind::InvalidValue).unwrap_or_default();
    let both: [(&str, &dyn std::fmt::Display); 2] = [("argument", &argument), ("value", &value)];
    Some(match error.kind() {
        ErrorKind::UnknownArgument => lang.fill("usage.unknown", &both),
        ErrorKind::InvalidSubcommand => {
            let argument = string(error, ContextKind::InvalidSubcommand)?;
            lang.fill("usage.command", &[("argument", &argument)])
        }
        ErrorKind::InvalidValue => {
            let key = if value.is_empty() { "usage.no-value" } else { "usage.value" };
            let mut text = lang.fill(key, &both);
            if let Some(values) = strings(error, ContextKind::ValidValue) {
                let values = lang.fill("cli.note.values", &[("values", &values.join(", "))]);
                text = format!("{text}\n  {values}");
            }
            text
        }
        ErrorKind::ValueValidation => {
            let text = lang.fill("usage.value", &both);
            error.source().map_or_else(
                || text.clone(),
                |source| format!("{text}: {}", because(&source.to_string(), lang)),
            )
        }
        ErrorKind::TooManyValues => lang.fill("usage.more-value", &both),
        ErrorKind::MissingRequiredArgument => {
            let missing = strings(error, ContextKind::InvalidArg)?.join("\n  ");
            format!("{}\n  {missing}", lang.text("usage.missing"))
        }
        ErrorKind::ArgumentConflict
            if error.get(ContextKind::PriorArg) == error.get(ContextKind::InvalidArg) =>
        {
            lang.fill("usage.twice", &both)
        }
        ErrorKind::ArgumentConflict => {
            let others = match error.get(ContextKind::PriorArg)? {
                ContextValue::String(other) => vec![other.clone()],
                ContextValue::Strings(others) => others.clone(),
                _ => return None,
            };
            if let [other] = others.as_slice() {
                lang.fill("usage.conflict", &[("argument", &argument), ("other", other)])
            } else {
                let head = lang.fill("usage.conflicts", &[("argument", &argument)]);
                format!("{head}\n  {}", others.join("\n  "))
            }
        }
        _ => return None,
    })
}

/// Why a value was refused, from the English reason; one that is not known keeps its words.
fn because(reason: &str, lang: Lang) -> String {
    if let Some(names) = reason.strip_prefix("expected one of ") {
        return lang.fill("usage.because.one-of", &[("names", &names)]);
    }
    if let Some((value, range)) = reason.split_once(" is not in ") {
        return lang.fill("usage.because.range", &[("value", &value), ("range", &range)]);
    }
    // What Rust's own parsers say of a number is not said to a learner.
    let known = match reason {
        "invalid float literal" | "cannot parse float from empty string" => "usage.because.real",
        "invalid digit found in string" | "cannot parse integer from empty string" => {
            "usage.because.whole"
        }
        "number too large to fit in target type" => "usage.because.large",
        _ if Lang::En.text("usage.because.setting") == reason => "usage.because.setting",
        _ if Lang::En.text("usage.because.count") == reason => "usage.because.count",
        _ if Lang::En.text("usage.because.positive") == reason => "usage.because.positive",
        _ if Lang::En.text("usage.because.eps") == reason => "usage.because.eps",
        _ if Lang::En.text("usage.because.code") == reason => "usage.because.code",
        _ => return reason.to_owned(),
    };
    lang.text(known).to_owned()
}

fn string(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => Some(texts.join("', '")),
        _ => None,
    }
}

fn strings(error: &clap::Error, kind: ContextKind) -> Option<Vec<String>> {
    match error.get(kind)? {
        ContextValue::Strings(texts) if !texts.is_empty() => Some(texts.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::cli::Cli;

    /// One line for every kind of mistake, and what Korean says about it.
    const MISTAKES: [(&str, &str); 17] = [
        (
            "scale --phy 3",
            "오류: `--phy` 인자는 없습니다\n\n  비슷한 인자가 있습니다: '--phi'\n\n사용법: ",
        ),
        ("learn a b", "`b` 인자는 없습니다"),
        ("scal", "`scal` 명령은 없습니다\n\n  비슷한 명령이 있습니다: 'scale'"),
        ("--theme drak", "값은 쓸 수 없습니다\n  [가능한 값: auto, dark"),
        ("--theme drak", "비슷한 값이 있습니다: 'dark'"),
        ("scale --phi x", "`--phi <X>`에 'x' 값은 쓸 수 없습니다: 수가 아닙니다"),
        ("scale --phi", "`--phi <X>`에는 값이 필요합니다"),
        ("--lang", "값이 필요합니다\n  [가능한 값: ko, en]"),
        ("quiz -n x", "0 이상의 정수가 아닙니다"),
        ("quiz --seed 99999999999999999999", "너무 큰 수입니다"),
        ("run a --top 0", "0은 1..=1000 안에 있지 않습니다"),
        ("run", "다음 인자가 필요합니다:\n  <IMAGE>..."),
        ("quiz --seed 1 --seed 2", "`--seed <S>` 인자는 한 번만 쓸 수 있습니다"),
        ("learn x --set channel", "'이름=값'으로 쓰십시오"),
        ("scale --surface --phi 3", "`--surface` 인자는 `--phi <X>` 인자와 함께 쓸 수 없습니다"),
        ("scale --surface --phi 3 --depth 2", "함께 쓸 수 없습니다:\n  --phi <X>\n  --depth <D>"),
        ("--plain=3", "'3' 값은 쓸 수 없습니다. 값을 더 받지 않습니다"),
    ];

    fn mistake(line: &str) -> clap::Error {
        let words = line.split(' ').filter(|word| !word.is_empty());
        Cli::try_parse_from(["effnet-tutor"].into_iter().chain(words)).unwrap_err()
    }

    #[test]
    fn english_is_what_clap_prints() {
        for (line, _) in MISTAKES {
            let error = mistake(line);
            let said = say(&error, Lang::En).unwrap();
            if error.kind() == ErrorKind::ValueValidation {
                // All but the reason, which clap takes from Rust's own parsers.
                let text = error.to_string();
                let head = text.split("': ").next().unwrap();
                assert!(said.starts_with(head), "{line}: {said}");
            } else {
                assert_eq!(said, error.to_string(), "{line}");
            }
        }
    }

    #[test]
    fn numbers_that_are_none_get_a_sentence() {
        let said = |line| say(&mistake(line), Lang::En).unwrap();
        assert!(said("scale --phi x").contains("for '--phi <X>': not a number\n"));
        assert!(said("scale --depth=").contains("for '--depth <D>': not a number\n"));
        assert!(said("quiz -n x").contains(": not a whole number\n"));
        assert!(said("quiz --seed 99999999999999999999").contains(": too large a number\n"));
    }

    #[test]
    fn korean_says_the_same() {
        for (line, korean) in MISTAKES {
            let text = say(&mistake(line), Lang::Ko).unwrap();
            assert!(text.contains(korean), "`{line}` does not say `{korean}`:\n{text}");
            assert!(text.ends_with("\n\n자세한 내용은 '--help'로 볼 수 있습니다.\n"), "{text}");
        }
    }

    #[test]
    fn what_is_no_mistake_is_left_to_clap() {
        assert_eq!(say(&mistake("--version"), Lang::Ko), None);
    }
}

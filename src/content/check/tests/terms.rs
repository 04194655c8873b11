//! Mistakes of the glossary.

use super::*;

/// What the rules say about a glossary, beside a lesson `swish` that leads to `term:swish`.
fn said(text: &str) -> String {
    let body = format!("{HEAD}## One\n\n[Swish](term:swish)\n");
    let lessons = [Subject::of(Path::new("lessons/en/06-swish.md"), &body, true)];
    let mut problems = Vec::new();
    let course = Course { terms: super::super::terms::ids(text), ..Course::default() };
    let mut sink = Sink::new(Path::new("glossary.toml"), text, &course, &mut problems);
    super::super::terms::check(&lessons, &mut sink);
    problems.iter().map(|problem| problem.message.as_str()).collect::<Vec<_>>().join("\n")
}

fn term(change: &[(&str, &str)]) -> String {
    let text = "[[term]]\nid = \"swish\"\nko = \"스위시\"\nen = \"Swish\"\ntext = { ko = \"함수\", en = \"a function\" }\nlessons = [\"swish\"]\n";
    change.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

#[test]
fn a_term_is_reached_from_its_lesson() {
    assert_eq!(said(&term(&[])), "");
    assert_eq!(
        said(&term(&[("\"swish\"\nko", "\"silu\"\nko")])),
        "no page of lessons/en/06-swish.md leads to `term:silu`"
    );
    assert_eq!(said(&term(&[("[\"swish\"]", "[]")])), "no lesson teaches `swish`");
    assert_eq!(
        said(&term(&[("[\"swish\"]", "[\"swosh\"]")])),
        "no lesson is called `swosh`; did you mean `swish`?"
    );
}

#[test]
fn terms_are_told_apart() {
    let twice = format!("{}{}", term(&[]), term(&[("스위시", "실루")]));
    assert_eq!(said(&twice), "id `swish` is used twice\nanother term is called `Swish`");
    assert!(said(&term(&[("id = \"swish\"", "id = \"Swish x\"")])).contains("lower case"));
}

#[test]
fn a_text_keeps_the_rules_of_the_lessons_and_fits() {
    assert!(said(&term(&[("a function", "5,288,548 of them")])).contains("is typed"));
    assert!(said(&term(&[("a function", "{{macs:b0}}")])).contains("lacks the quantity `macs:b0`"));
    assert!(said(&term(&[("a function", "[x](term:gate)")])).contains("no term is called `gate`"));
    let long = "word ".repeat(60);
    assert_eq!(
        said(&term(&[("a function", &long)])),
        "this text takes 6 rows of 56 columns, at most 5"
    );
    assert!(said("[[term]]\nid = 3\n").contains("invalid type"));
}

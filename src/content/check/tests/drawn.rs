//! Mistakes of parametric items, and every draw of the shipped ones.

use super::super::question::Item;
use super::*;
use crate::content::bank;
use crate::content::spans::Spans;

const GOOD: &str = "vary = { c = [8, 16], k = [3, 5] }
ask.number = { key = \"<c> * <k>\", tolerance = 0.01, wrong = [{ key = \"2 * <c> * <k>\", feedback = { ko = \"<c>의 두 배\", en = \"twice <c>\" } }] }";

fn drawn(change: &[(&str, &str)]) -> String {
    let good = ask(GOOD).replace("물음", "<c>채널").replace("question\"", "<c> channels\"");
    let text = change.iter().fold(good, |text, (from, to)| text.replace(from, to));
    let said = bank(&[&text]);
    said.lines().filter(|line| line.starts_with("error")).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_template_is_clean_and_its_names_are_held_to_their_values() {
    assert_eq!(drawn(&[]), "");
    assert_eq!(
        drawn(&[("<c>채널", "<d>채널")]),
        "error: lacks `<c>`, which the en text has\n\
         error: `<d>` is used, but `d` has no values"
    );
    assert_eq!(
        drawn(&[("k = [3, 5]", "k = [3, 5], n = [1, 2]")]),
        "error: `n` is not used, write `<n>`"
    );
    assert_eq!(
        drawn(&[("[3, 5]", "[3]")]),
        "error: `k` needs two values or more, or it does not vary"
    );
    assert_eq!(drawn(&[("[3, 5]", "[3, 5, 3]")]), "error: `k` has a value twice");
    let many: Vec<String> = (1..6000).map(|n| n.to_string()).collect();
    assert!(drawn(&[("[3, 5]", &format!("[{}]", many.join(", ")))]).contains("11998 draws"));
}

#[test]
fn a_draw_that_is_wrong_is_named() {
    assert_eq!(
        drawn(&[("2 * <c> * <k>", "<c> ^ 2 - 8 * <k> + 16")]),
        "error: with c=8 k=5: this wrong value, 40, counts as right within the tolerance"
    );
    assert!(drawn(&[("<c> * <k>\"", "<c> * <kk>\"")]).contains("`<kk>` is used"));
}

#[test]
fn a_particle_behind_a_drawn_number_is_a_pair() {
    let behind = |text: &str| drawn(&[("<c>채널", text)]);
    assert!(behind("<c>은").contains("`은` follows a number that is drawn"));
    assert!(behind("{{2 * <c>}}을 <c>개").contains("`을` follows"));
    assert!(!behind("{{2 * <c>}}을/를").contains("follows"));
}

/// Every draw of every shipped template, not only those that `check` looks at.
#[test]
fn every_draw_of_the_bank_is_well_formed() {
    let library = Library::open(None);
    let mut course = Course::of(&library, library.questions(), glossary::TEXT);
    course.taught = HashMap::new();
    let (mut templates, mut complaints) = (0, Vec::new());
    for (_, file) in library.bank_files() {
        let Ok(spans) = Spans::parse(&file.text) else { panic!("{}", file.path.display()) };
        let (questions, _) = bank::read(&file.path, &file.text);
        for (index, template) in questions.iter().filter(|(_, q)| !q.vary.is_empty()) {
            templates += 1;
            let mut problems = Vec::new();
            let mut sink = Sink::new(&file.path, &file.text, &course, &mut problems);
            let mut item = Item::at(&spans, format!("question.{index}"), &mut sink);
            _ = (0..template.draws()).all(|draw| item.passes(&template.draw(draw)));
            complaints.extend(problems.iter().map(ToString::to_string));
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    assert!(templates >= 40, "{templates} parametric items");
}

//! What gives an answer away, or leaves a wrong one unanswered.

use super::*;

fn choice(right: &str, wrong: &str) -> String {
    format!(
        "ask.choice = {{ answer = {{ text = {{ ko = \"{right}\", en = \"{right}\" }} }}, distractors = [{{ text = {{ ko = \"{wrong}\", en = \"{wrong}\" }}, feedback = {{ ko = \"틀림\", en = \"wrong\" }} }}] }}"
    )
}

#[test]
fn the_longest_option_is_not_the_right_one() {
    let said = |right: &str, wrong: &str| bank(&[&ask(&choice(right, wrong))]);
    let long = said("because it is so in each of the cases", "because it is so");
    assert!(long.contains("gives itself away by its length (ko): 37 columns"), "{long}");
    assert!(long.contains("(en): 37 columns"), "{long}");
    assert_eq!(said("because it is so", "because it is so in each of the cases"), "");
    assert_eq!(said("{{params:b0}}", "four millions"), "", "as it is read, not as it is written");
}

#[test]
fn a_stem_that_asks_for_what_is_not_so_says_so_loudly() {
    let asks = |ko: &str, en: &str| {
        let item = ask(&choice("네", "아니요"));
        bank(&[&item.replace("물음", ko).replace("question\"", &format!("{en}\""))])
    };
    let loud = "emphasise the word";
    assert!(asks("옳지 않은 것은?", "Which **one**?").contains(loud));
    assert!(asks("물음?", "Some are right. Which of them is not?").contains(loud));
    assert_eq!(asks("옳지 **않은** 것은?", "Which is **not** so?"), "");
    assert_eq!(asks("왜 그렇지 않습니까?", "Why is it not so?"), "", "that asks why");
    assert_eq!(asks("이것은 옳지 않은 것입니다. 왜?", "This one is not. Which is?"), "");
}

#[test]
fn a_number_and_a_word_have_typical_mistakes() {
    let number = "ask.number = { key = \"2\", tolerance = 0.0 }";
    assert!(bank(&[&ask(number)]).contains("no typical wrong answer has feedback"));
}

#[test]
fn both_languages_have_the_same_numbers() {
    let item = |ko: &str, en: &str| {
        let recall =
            "ask.recall.points = [{ ko = \"하나\", en = \"one\" }, { ko = \"둘\", en = \"two\" }]";
        bank(&[&ask(recall).replace("풀이", ko).replace("because", en)])
    };
    let differ = item("1.5배, 224픽셀", "1.4 times 224");
    assert!(differ.contains("the numbers differ: ko has [\"1.5\", \"224\"]"), "{differ}");
    assert_eq!(item("9개와 224", "nine of 224"), "", "small ones may be words");
}

#[test]
fn an_item_is_about_what_was_taught() {
    let about = |concept: &str| {
        let recall =
            "ask.recall.points = [{ ko = \"하나\", en = \"one\" }, { ko = \"둘\", en = \"two\" }]";
        bank(&[&ask(recall).replace("[\"gate\"]", &format!("[\"{concept}\"]"))])
    };
    assert_eq!(about("gate"), "");
    assert!(about("gat").contains("no term is called `gat`; did you mean `gate`?"));
    assert!(about("segmentation").contains(
        "`segmentation` is first taught in lesson 13, `family`, after this item's lesson 5"
    ));
}

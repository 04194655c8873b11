//! `note`: every line with its verdict, a computed value, a page and a command.

use effnet_tutor::text::width;

use crate::run;

#[test]
fn the_note_is_printed_line_by_line_in_both_languages() {
    let ko = run("note --lang ko").succeeds();
    assert!(ko.out.contains("EfficientNet-B0는 기본 구조로"), "{}", ko.out);
    for text in ["= 맞음: ", "~ 느슨함: ", "≈ 관례를 밝히면 맞음: ", "수업: b0-baseline/5"]
    {
        assert!(ko.out.contains(text), "{text}: {}", ko.out);
    }
    let en =
        run("note --lang en").succeeds().sees("blocks 16, paper 18, ResNet-style 50, weighted");
    for line in ko.out.lines().chain(en.out.lines()) {
        assert!(width(line) <= 80, "{line}");
        assert!(!line.contains("{{"), "{line}");
    }
    assert_eq!(ko.out.matches("\n      $ effnet-tutor ").count(), 32);
}

#[test]
fn programs_get_the_same_with_the_numbers_filled_in() {
    let list = run("note --lang en --format json").succeeds().json();
    let list = list.as_array().unwrap();
    let baseline = list.iter().find(|entry| entry["id"] == "baseline").unwrap();
    assert_eq!(baseline["verdict"], "exact");
    assert_eq!(baseline["pages"][0], "b0-baseline/2");
    assert!(baseline["value"].as_str().unwrap().contains("5,288,548"), "{baseline}");
    let rows = run("note --format csv").succeeds().out.lines().count();
    assert_eq!(rows, list.len() + 1);
    run("note --format markdown --lang en").succeeds().sees("| ~ loose |");
}

#[test]
fn the_misconceptions_lead_to_their_pages() {
    let all = run("note --misconceptions --lang en").succeeds().sees(" 51   EfficientNet shrinks");
    assert_eq!(all.out.matches("Read: ").count(), 51);
    let list = run("note --misconceptions --format json").succeeds().json();
    let ids: Vec<u64> =
        list.as_array().unwrap().iter().map(|m| m["id"].as_u64().unwrap()).collect();
    assert_eq!(ids, (1..=51).collect::<Vec<u64>>());
    run("note --misconceptions --format markdown").succeeds().sees("| ---: |");
}

//! Every item goes out once, says nothing odd, and can be read back.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::text::Lang;

type Writer = fn(&Library, Lang, &mut dyn std::io::Write) -> std::io::Result<()>;

fn written(write: Writer, lang: Lang) -> String {
    let mut out = Vec::new();
    write(&Library::open(None), lang, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn ids() -> Vec<String> {
    let mut ids: Vec<String> =
        Library::open(None).questions().map(|question| question.id.clone()).collect();
    ids.sort();
    ids
}

/// Reads quoted fields with tabs between them, as any reader of tables does.
fn rows(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut field) = (Vec::new(), Vec::new(), String::new());
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => field.extend(chars.next()),
            '"' => quoted = !quoted,
            '\t' if !quoted => row.push(std::mem::take(&mut field)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut field));
                rows.push(std::mem::take(&mut row));
            }
            c => field.push(c),
        }
    }
    rows
}

/// Takes the backslashes out again; `None` where a sign stands bare.
fn unescaped(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next()? {
                'n' => out.push('\n'),
                sign => out.push(sign),
            },
            '~' | '=' | '#' | '{' | '}' | ':' | '\n' => return None,
            c => out.push(c),
        }
    }
    Some(out)
}

/// What must never reach a reader: our own markup, or a tag that is none of HTML's.
#[track_caller]
fn assert_finished(id: &str, html: &str) {
    for raw in ["{{", "}}", "**", "](", "은/는", "을/를", "이/가", "<math", "class=", "NaN", "inf "]
    {
        assert!(!html.contains(raw), "{id}: `{raw}` in {html}");
    }
    assert_eq!(html.matches('$').count(), 0, "{id}: a formula in {html}");
    let known = ["p", "ol", "ul", "li", "b", "em", "strong", "code", "small", "table", "tr", "td"];
    for (at, _) in html.match_indices('<') {
        let name = html[at + 1..].trim_start_matches('/').split(['>', ' ', '/']).next().unwrap();
        assert!(
            known.contains(&name) || ["th", "div", "pre", "br"].contains(&name),
            "{id}: <{name}>"
        );
    }
}

#[test]
fn every_item_is_one_note_with_a_guid_made_of_its_id() {
    for lang in Lang::ALL {
        let text = written(anki::write, lang);
        let notes: Vec<Vec<String>> =
            rows(&text).into_iter().filter(|row| !row[0].starts_with('#')).collect();
        assert!(notes.iter().all(|note| note.len() == 5));
        let mut guids: Vec<&String> = notes.iter().map(|note| &note[0]).collect();
        guids.sort();
        let mut wanted: Vec<String> =
            ids().iter().map(|id| format!("effnet-tutor:{id}:{}", lang.code())).collect();
        wanted.sort();
        assert_eq!(guids, wanted.iter().collect::<Vec<_>>());
        for note in &notes {
            let [guid, deck, front, back, tags] = &note[..] else { panic!("five fields") };
            assert_finished(guid, front);
            assert_finished(guid, back);
            assert!(!front.is_empty() && back.matches("<p>").count() >= 2, "{guid}: {back}");
            assert!(deck.starts_with(&format!("effnet-tutor {}::", lang.code())), "{deck}");
            for tag in ["lesson", "kind", "level", "concept"] {
                assert!(tags.contains(&format!("effnet-tutor::{tag}::")), "{guid}: {tags}");
            }
        }
    }
}

#[test]
fn the_head_says_what_the_columns_are() {
    let text = written(anki::write, Lang::En);
    let head: Vec<&str> = text.lines().take_while(|line| line.starts_with('#')).collect();
    let wanted = ["separator:tab", "html:true", "notetype:Basic", "guid column:1", "deck column:2"];
    assert_eq!(head[..5], wanted.map(|line| format!("#{line}")));
    assert_eq!(head[5], "#tags column:5");
}

/// The questions of a GIFT file: what stands between two empty lines, comments left out.
fn questions(text: &str) -> Vec<String> {
    let all = text.split("\n\n").map(|part| {
        let lines = part.lines().filter(|line| !line.trim_start().starts_with("//"));
        lines.collect::<Vec<_>>().join("\n").trim().to_owned()
    });
    all.filter(|part| part.starts_with("::")).collect()
}

/// Splits at a sign that no backslash stands before.
fn split(text: &str, sign: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut escape) = (0, false);
    for (at, c) in text.char_indices() {
        if c == sign && !escape {
            parts.push(&text[start..at]);
            start = at + c.len_utf8();
        }
        escape = c == '\\' && !escape;
    }
    parts.push(&text[start..]);
    parts
}

#[test]
fn every_item_is_one_question_of_gift() {
    for lang in Lang::ALL {
        let text = written(gift::write, lang);
        let questions = questions(&text);
        let mut found = Vec::new();
        for question in &questions {
            let (title, rest) = question[2..].split_once("::[html]").unwrap();
            found.push(title.to_owned());
            let [prompt, body] = split(rest, '{')[..] else { panic!("{title}: one brace opens") };
            let [answers, ""] = split(body, '}')[..] else { panic!("{title}: one brace closes") };
            let (answers, general) = answers.split_once("####").unwrap();
            for html in [prompt, general.trim_end()] {
                assert_finished(
                    title,
                    &unescaped(html).unwrap_or_else(|| panic!("{title}: {html}")),
                );
            }
            for line in answers.lines().map(str::trim).filter(|line| !line.is_empty()) {
                assert!(line.starts_with(['=', '~', '#']), "{title}: {line}");
                // A number and its tolerance stand bare; words never do.
                let words = usize::from(answers.contains("\t#\n"));
                for part in split(&line[1..], '#').iter().skip(words) {
                    assert!(unescaped(part).is_some(), "{title}: {part}");
                }
            }
        }
        found.sort();
        assert_eq!(found, ids());
        let categories = text.lines().filter(|line| line.starts_with("$CATEGORY: ")).count();
        assert_eq!(categories, SYLLABUS.len());
    }
}

fn one(id: &str, lang: Lang) -> String {
    let all = questions(&written(gift::write, lang));
    all.into_iter().find(|question| question.starts_with(&format!("::{id}::"))).unwrap()
}

#[test]
fn a_number_has_its_tolerance_and_its_known_wrong_values() {
    let text = one("mbconv-block-macs", Lang::En);
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    assert!(lines[0].ends_with("<p>Unit\\: M</p>{"), "{text}");
    // In the unit and without: 5·5·240·28² and the rest.
    assert_eq!(lines[1..4], ["#", "=19.7616:0.197616", "=19761600:197616"]);
    let wrong: Vec<_> = lines.iter().filter(|line| line.starts_with("=%0%")).collect();
    assert_eq!(wrong.len(), 8);
    assert!(wrong[0].starts_with("=%0%1144.0128:11.440128#You counted"), "{}", wrong[0]);
}

#[test]
fn kinds_become_what_moodle_has_for_them() {
    let choice = one("depthwise-separable-blank-channel", Lang::En);
    let count =
        |text: &str, start: &str| text.lines().filter(|l| l.trim().starts_with(start)).count();
    assert_eq!((count(&choice, "="), count(&choice, "~")), (1, 3));
    let library = Library::open(None);
    for item in library.questions() {
        let text = gift::question(&item.draw(DRAW), Lang::Ko);
        let is = |start: &str| count(&text, start);
        match item.ask.kind() {
            "choice" | "bug" => assert_eq!(is("="), 1, "{text}"),
            "choices" => assert!(is("=") == 0 && is("~%-") > 0 && is("~%") > is("~%-"), "{text}"),
            "number" | "predict" => assert!(text.contains("\t#\n") && is("=") > 0, "{text}"),
            "text" => assert!(is("~") == 0 && is("=%0%") > 0 && is("=") > is("=%0%"), "{text}"),
            "order" | "match" => assert_eq!(is("="), text.matches(" -> ").count(), "{text}"),
            _ => assert_eq!(is("=") + is("~"), 0, "{text}"),
        }
    }
}

#[test]
fn the_shares_of_several_right_answers_are_grades_that_moodle_knows() {
    let shares = [1, 2, 3, 4, 5, 6].map(gift::share);
    assert_eq!(shares, ["100", "50", "33.33333", "25", "20", "16.66667"]);
}

#[test]
fn the_same_bank_gives_the_same_bytes() {
    for lang in Lang::ALL {
        assert_eq!(written(anki::write, lang), written(anki::write, lang));
        assert_eq!(written(gift::write, lang), written(gift::write, lang));
    }
    let all: BTreeSet<String> = Lang::ALL.map(|lang| anki::guid("x", lang)).into();
    assert_eq!(all.len(), 2);
}

#[test]
fn code_keeps_its_lines_and_everything_else_is_one() {
    let text = crate::text::Localized {
        ko: String::new(),
        en: "It's *so*:\n\n```\na < b\n  c\n```\n\n- $x^2$\n- {{blocks:b0}}".to_owned(),
    };
    let html = markup::blocks(&text, Lang::En);
    assert_eq!(
        html,
        "<p>It's <em>so</em>:</p> <pre>a &lt; b<br/>  c</pre> <ul> <li><em>x²</em></li> <li>16</li> </ul>"
    );
}

proptest! {
    #[test]
    fn any_text_survives_the_signs_of_gift(text in "\\PC{0,60}|[~=#{}:\\\\n\\n\\[\\]%a-c ]{0,40}") {
        let escaped = gift::escaped(&text);
        prop_assert!(!escaped.contains('\n'));
        prop_assert_eq!(unescaped(&escaped), Some(text));
    }

    #[test]
    fn any_fields_survive_the_tabs(fields in proptest::collection::vec("[\t\n\"a-c,#&<한 ]{0,20}", 1..5)) {
        let row = fields.iter().map(|text| anki::field(text)).collect::<Vec<_>>().join("\t");
        prop_assert_eq!(rows(&format!("{row}\n")), vec![fields]);
    }

    #[test]
    fn any_words_are_one_line_of_html(text in "\\PC{0,60}|[<>&\"'\n\ta-c]{0,40}") {
        let html = markup::words(&text);
        prop_assert!(!html.contains(['<', '>', '\n']), "{html}");
    }
}

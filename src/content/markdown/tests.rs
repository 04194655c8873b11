//! Lessons read from text, and mistakes shown with their places.

use super::super::layout::{Column, layout_prose};
use super::super::lesson::{Block, PredictKind};
use super::*;

const HEAD: &str = "+++\nformat = 1\ntitle = \"t\"\nsummary = \"s\"\nneeds = []\nrecall = [\"a\", \"b\", \"c\"]\n+++\n\n";

fn lesson(body: &str) -> Result<Lesson, Vec<Diagnostic>> {
    Lesson::parse(Path::new("lessons/ko/07-mbconv.md"), &format!("{HEAD}{body}"))
}

/// Everything that is said about a lesson with this body.
fn said(body: &str) -> String {
    let problems = lesson(body).unwrap_err();
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

fn inlines(text: &str) -> Vec<Inline> {
    inline_markdown(text).unwrap()
}

#[test]
fn a_lesson_has_pages_with_blocks() {
    let body = "## 첫 쪽\n\n본문 {{macs:b0 | M1}}와 $x^2$.\n\n$$ \\alpha $$\n\n```predict\nid = \"p\"\nquestion = '몇 {{macs:b0}}?'\nnumber = { key = \"params:b0\", unit = \"M\" }\n```\n\n- 하나\n- 둘\n\n```live\nfamily-chart = { x = \"macs\" }\n```\n\n## 둘째\n\n끝\n";
    let lesson = lesson(body).unwrap();
    assert_eq!((lesson.number, lesson.slug.as_str(), lesson.lang), (7, "mbconv", Lang::Ko));
    assert_eq!(lesson.pages.len(), 2);
    let blocks = &lesson.pages[0].blocks;
    assert_eq!(lesson.pages[0].title, "첫 쪽");
    assert_eq!(
        blocks[0],
        Block::Prose(Prose::Paragraph(vec![
            Inline::Text("본문 ".into()),
            Inline::Quantity("macs:b0 | M1".into()),
            Inline::Text("와 ".into()),
            Inline::Formula("x^2".into()),
            Inline::Text(".".into()),
        ]))
    );
    assert_eq!(blocks[1], Block::Formula("\\alpha".into()));
    let Block::Predict(predict) = &blocks[2] else { panic!("{:?}", blocks[2]) };
    assert_eq!(
        predict.kind,
        PredictKind::Number { key: "params:b0".into(), unit: Some("M".into()) }
    );
    assert_eq!(predict.question.len(), 3);
    let Block::Prose(Prose::List { ordered: false, items }) = &blocks[3] else { panic!() };
    assert_eq!(items.len(), 2);
    assert!(matches!(blocks[4], Block::Live(_)));
}

#[test]
fn inline_markup_is_flat() {
    assert_eq!(
        inlines("**깊이별**은 *새* `code` [이름](lesson:mbconv)"),
        [
            Inline::Strong("깊이별".into()),
            Inline::Text("은 ".into()),
            Inline::Emphasis("새".into()),
            Inline::Text(" ".into()),
            Inline::Code("code".into()),
            Inline::Text(" ".into()),
            Inline::Link { text: "이름".into(), target: "lesson:mbconv".into() },
        ]
    );
    assert_eq!(
        inlines("**{{2 * 3|.1}}배**와 {{2*3}}*{{4*5}}*"),
        [
            Inline::Quantity("2 * 3|.1".into()),
            Inline::Strong("배".into()),
            Inline::Text("와 ".into()),
            Inline::Quantity("2*3".into()),
            Inline::Quantity("4*5".into()),
        ]
    );
    assert_eq!(
        inlines("a\nb\n\nc"),
        [Inline::Text("a b".into()), Inline::Text("\n".into()), Inline::Text("c".into())]
    );
}

#[test]
fn a_table_keeps_quantities_with_formats_whole() {
    let prose = prose_markdown("| a | b |\n|---|---|\n| {{macs:b0|M1}} | x |\n").unwrap();
    let Prose::Table(rows) = &prose[0] else { panic!() };
    assert_eq!(rows[1][0], [Inline::Quantity("macs:b0|M1".into())]);
    assert_eq!(rows[1][1], [Inline::Text("x".into())]);
}

#[test]
fn every_mistake_is_shown_at_its_place() {
    insta::assert_snapshot!(said("early\n\n## 쪽\n\n### deeper\n\n<b>굵게</b> ![그림](x.png)\n\n열린 {{macs:b0 끝\n"), @r"
    error: this stands before the first page: start one with `## Title`
     --> lessons/ko/07-mbconv.md:9:1
    9 | early
      | ^^^^^
    error: only `##` starts a page; inside a page use **strong** text
      --> lessons/ko/07-mbconv.md:13:1
    13 | ### deeper
       | ^^^^^^^^^^
    error: raw HTML is not shown, write Markdown
      --> lessons/ko/07-mbconv.md:15:1
    15 | <b>굵게</b> ![그림](x.png)
       | ^^^
    error: raw HTML is not shown, write Markdown
      --> lessons/ko/07-mbconv.md:15:6
    15 | <b>굵게</b> ![그림](x.png)
       |        ^^^^
    error: images are not shown, use a live block
      --> lessons/ko/07-mbconv.md:15:11
    15 | <b>굵게</b> ![그림](x.png)
       |             ^^^^^^^^^^^^^^
    error: `{{` has no `}}` on its line
      --> lessons/ko/07-mbconv.md:17:4
    17 | 열린 {{macs:b0 끝
       |      ^^
    ");
    insta::assert_snapshot!(said("## 쪽\n\n**SE(squeeze)**는 깊고 $\\frac{1}{$ 끝\n\n---\n"), @r"
    error: `*` marks up nothing here: it closes only behind a letter or before a space; move the punctuation out of it
      --> lessons/ko/07-mbconv.md:11:1
    11 | **SE(squeeze)**는 깊고 $\frac{1}{$ 끝
       | ^
    error: `*` marks up nothing here: it closes only behind a letter or before a space; move the punctuation out of it
      --> lessons/ko/07-mbconv.md:11:14
    11 | **SE(squeeze)**는 깊고 $\frac{1}{$ 끝
       |              ^
    error: `$` opens no formula here: braces must be balanced, and no space may stand inside the dollars
      --> lessons/ko/07-mbconv.md:11:21
    11 | **SE(squeeze)**는 깊고 $\frac{1}{$ 끝
       |                        ^
    error: `$` opens no formula here: braces must be balanced, and no space may stand inside the dollars
      --> lessons/ko/07-mbconv.md:11:31
    11 | **SE(squeeze)**는 깊고 $\frac{1}{$ 끝
       |                                  ^
    error: a rule has no place on a page, remove it
      --> lessons/ko/07-mbconv.md:13:1
    13 | ---
       | ^^^
    ");
}

#[test]
fn mistakes_inside_fenced_blocks_are_shown_at_their_place() {
    insta::assert_snapshot!(said("## 쪽\n\n```live\ndepthwise-microscop = {}\n```\n\n```live\nseparable-cost = { kernel = \"셋\", channels_in = 1 }\n```\n"), @r#"
    error: no live figure is called `depthwise-microscop`; did you mean `depthwise-microscope`?
      --> lessons/ko/07-mbconv.md:12:1
    12 | depthwise-microscop = {}
       | ^^^^^^^^^^^^^^^^^^^
    error: invalid type: string "셋", expected usize
      --> lessons/ko/07-mbconv.md:16:29
    16 | separable-cost = { kernel = "셋", channels_in = 1 }
       |                             ^^^^
    "#);
    insta::assert_snapshot!(said("## 쪽\n\n```predict\nid = \"P 1\"\nquestion = \"\"\nnumber = { key = \"params:b0\" }\nmeasured = { key = \"sum\" }\n```\n\n```predict\nid = \"q\"\nquestion = \"값은 \\\"{{macs:b0\\\"?\"\nchoice = { options = [\"하나\", \"둘\"], answer = 2 }\n```\n"), @r#"
    error: a prediction needs exactly one of number, measured, choice
      --> lessons/ko/07-mbconv.md:12:6
    12 | id = "P 1"
       |      ^^^^^
    error: id must be lower case with hyphens, got `P 1`
      --> lessons/ko/07-mbconv.md:12:6
    12 | id = "P 1"
       |      ^^^^^
    error: this text is blank
      --> lessons/ko/07-mbconv.md:13:12
    13 | question = ""
       |            ^^
    error: `{{` has no `}}` on its line
      --> lessons/ko/07-mbconv.md:20:18
    20 | question = "값은 \"{{macs:b0\"?"
       |                    ^^
    error: answer is an index: it must be below 2, got 2
      --> lessons/ko/07-mbconv.md:21:44
    21 | choice = { options = ["하나", "둘"], answer = 2 }
       |                                               ^
    "#);
}

#[test]
fn a_broken_head_is_shown_at_its_place() {
    let said = |head: &str| {
        let text = format!("{head}\n## 쪽\n\n글\n");
        let problems = Lesson::parse(Path::new("lessons/en/07-mbconv.md"), &text).unwrap_err();
        problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(said("+++\nformat = 1\ntitle = \"제목\"\nsumary = \"s\"\nrecall = []\n+++"), @r#"
    error: unknown field `sumary`, expected one of `format`, `title`, `summary`, `needs`, `recall`
     --> lessons/en/07-mbconv.md:4:1
    4 | sumary = "s"
      | ^^^^^^
    "#);
    insta::assert_snapshot!(said("+++\nformat = 2\ntitle = \"\"\nsummary = \"s\"\nrecall = [\"a\"]\n+++"), @r#"
    error: format must be 1, got 2
     --> lessons/en/07-mbconv.md:2:10
    2 | format = 2
      |          ^
    error: title is blank
     --> lessons/en/07-mbconv.md:3:9
    3 | title = ""
      |         ^^
    error: recall must name three quiz items, got 1
     --> lessons/en/07-mbconv.md:5:10
    5 | recall = ["a"]
      |          ^^^^^
    "#);
    insta::assert_snapshot!(said("+++\nformat = = 1\n+++"), @r"
    error: extra `=`, expected nothing
     --> lessons/en/07-mbconv.md:2:10
    2 | format = = 1
      |          ^
    error: unexpected key or value, expected newline, `#`
     --> lessons/en/07-mbconv.md:2:12
    2 | format = = 1
      |            ^
    ");
    insta::assert_snapshot!(said("title = 1"), @r"
    error: a lesson starts with TOML between two `+++` lines
     --> lessons/en/07-mbconv.md:1:1
    1 | title = 1
      | ^
    error: this stands before the first page: start one with `## Title`
     --> lessons/en/07-mbconv.md:1:1
    1 | title = 1
      | ^^^^^^^^^
    ");
}

proptest::proptest! {
    #[test]
    fn no_text_panics(text in "\\PC{0,120}|([#*_`$|>+{}\\[\\]()\n -]|\\{\\{|\\}\\}|```live\n|```predict\n|\\+\\+\\+\n|[가-힣a-z]){0,80}") {
        let _ = Lesson::parse(Path::new("lessons/ko/07-mbconv.md"), &text);
        let _ = lesson(&text);
        let _ = prose_markdown(&text);
    }

    #[test]
    fn whatever_can_be_read_can_be_laid_out(
        text in "([#*`|>()\n -]|\\{\\{(macs:b0|1/3|x)\\}\\}|\\$[a-z\\\\{}^_]{1,12}\\$|\\[a\\]\\(b\\)|\u{1b}|[가-힣a-z]){0,60}",
        width in 1usize..90,
        plain in proptest::bool::ANY,
    ) {
        let column = Column { width, lang: Lang::Ko, plain };
        for block in prose_markdown(&text).unwrap_or_default() {
            for line in layout_prose(&[block], column) {
                let is_safe = !line.text().contains(char::is_control);
                proptest::prop_assert!(is_safe, "{:?}", line.text());
            }
        }
    }

    #[test]
    fn no_formula_panics(tex in "(\\\\(frac|sqrt|left\\(|right\\)|alpha|sum|hat|text|begin\\{cases\\}|end\\{cases\\}|mathcal|over|binom)|[a-z0-9{}^_&() ]){0,40}", width in 1usize..60) {
        let block = Block::Formula(tex);
        let _ = super::super::layout::layout_block(&block, Column::new(width, Lang::En));
        let _ = super::super::layout::layout_block(&block, Column { width, lang: Lang::En, plain: true });
    }
}

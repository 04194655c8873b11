//! Every kind of mistake, with its message and place.

use std::fs;

use super::*;

const HEAD: &str = "+++\nformat = 1\ntitle = \"t\"\nsummary = \"s\"\nneeds = []\nrecall = [\"swish-a\", \"swish-b\", \"swish-c\"]\n+++\n\n";

/// A folder with the files given, next to a bank that the recall ids name.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let bank: String = ["a", "b", "c"].map(|id| item(id, "ask.recall.points = [{ ko = \"하나\", en = \"one\" }, { ko = \"둘\", en = \"two\" }]")).concat();
    let bank = format!("format = 1\n{bank}");
    let files =
        std::iter::once(("quizzes/06-swish.toml", bank.as_str())).chain(files.iter().copied());
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// One item of the bank of `swish`; lines of `rest` replace nothing, they follow.
fn item(id: &str, rest: &str) -> String {
    format!(
        "[[question]]\nid = \"swish-{id}\"\nrev = 1\nlesson = \"swish\"\nconcepts = [\"swish\"]\nlevel = 1\nsource = \"paper\"\nprompt = {{ ko = \"물음\", en = \"question\" }}\nexplain = {{ ko = \"풀이\", en = \"because\" }}\n{rest}\n\n"
    )
}

fn said(files: &[(&str, &str)]) -> String {
    let folder = folder(files);
    let report = check(&Library::open(Some(folder.path())));
    let root = format!("{}/", folder.path().display());
    let texts = report.problems.iter().map(|problem| problem.to_string().replace(&root, ""));
    texts.collect::<Vec<_>>().join("\n")
}

/// Problems of a Korean and an English lesson with these bodies.
fn lessons(ko: &str, en: &str) -> String {
    said(&[
        ("lessons/ko/06-swish.md", &format!("{HEAD}{ko}")),
        ("lessons/en/06-swish.md", &format!("{HEAD}{en}")),
    ])
}

/// Problems of a bank with these items.
fn bank(items: &[&str]) -> String {
    said(&[("quizzes/05-squeeze-excite.toml", &format!("format = 1\n{}", items.concat()))])
}

/// The item of another bank with a part replaced.
fn ask(rest: &str) -> String {
    item("x", rest).replace("swish-x", "squeeze-excite-x")
}

#[test]
fn clean_content_has_no_problems() {
    let body = "## One\n\n{{macs:b0|M1}} [x](lesson:mbconv) [y](term:gate)\n";
    assert_eq!(lessons(body, body), "");
    let choice = "ask.choice = { answer = { text = { ko = \"네\", en = \"yes\" } }, distractors = [{ text = { ko = \"아니요\", en = \"no\" }, feedback = { ko = \"틀림\", en = \"wrong\" } }] }";
    assert_eq!(bank(&[&ask(choice)]), "");
}

#[test]
fn quantities_links_and_typed_numbers() {
    insta::assert_snapshot!(lessons(
        "## 하나\n\n합은 {{macs:b0.stemm}}, {{parms:b0 | M1}}, {{macs:b0|Q1}}입니다.\n\n약 5.3 M개, 77.1%이고 5,288,548개이며 3×3, 2019년, 12345입니다.\n\n[여기](lesson:mbcov) [저기](https://example.com)\n",
        "## One\n\n{{macs:b0.stemm}} {{parms:b0 | M1}} {{macs:b0|Q1}}\n"
    ), @r"
    error: unknown part `stemm`, expected one of stem, head, classifier, no-classifier, se, expand, depthwise, project, pointwise, norm, stage.N, block.N; did you mean `stem`?
      --> lessons/en/06-swish.md:11:3
    11 | {{macs:b0.stemm}} {{parms:b0 | M1}} {{macs:b0|Q1}}
       |   ^^^^^^^^^^^^^
    error: unknown quantity `parms`; did you mean `params`?
      --> lessons/en/06-swish.md:11:21
    11 | {{macs:b0.stemm}} {{parms:b0 | M1}} {{macs:b0|Q1}}
       |                     ^^^^^^^^
    error: unknown format `Q1`, expected one of .2, %1, k1, M1, G2, x2
      --> lessons/en/06-swish.md:11:47
    11 | {{macs:b0.stemm}} {{parms:b0 | M1}} {{macs:b0|Q1}}
       |                                               ^^
    error: unknown part `stemm`, expected one of stem, head, classifier, no-classifier, se, expand, depthwise, project, pointwise, norm, stage.N, block.N; did you mean `stem`?
      --> lessons/ko/06-swish.md:11:6
    11 | 합은 {{macs:b0.stemm}}, {{parms:b0 | M1}}, {{macs:b0|Q1}}입니다.
       |        ^^^^^^^^^^^^^
    error: unknown quantity `parms`; did you mean `params`?
      --> lessons/ko/06-swish.md:11:25
    11 | 합은 {{macs:b0.stemm}}, {{parms:b0 | M1}}, {{macs:b0|Q1}}입니다.
       |                           ^^^^^^^^
    error: unknown format `Q1`, expected one of .2, %1, k1, M1, G2, x2
      --> lessons/ko/06-swish.md:11:52
    11 | 합은 {{macs:b0.stemm}}, {{parms:b0 | M1}}, {{macs:b0|Q1}}입니다.
       |                                                      ^^
    error: `5.3 M` is typed: use a quantity, such as `{{macs:b0|M1}}` or `{{paper:b0.top1}}`
      --> lessons/ko/06-swish.md:13:3
    13 | 약 5.3 M개, 77.1%이고 5,288,548개이며 3×3, 2019년, 12345입니다.
       |    ^^^^^
    error: `77.1%` is typed: use a quantity, such as `{{macs:b0|M1}}` or `{{paper:b0.top1}}`
      --> lessons/ko/06-swish.md:13:11
    13 | 약 5.3 M개, 77.1%이고 5,288,548개이며 3×3, 2019년, 12345입니다.
       |             ^^^^^
    error: `5,288,548` is typed: use a quantity, such as `{{params:b0}}`
      --> lessons/ko/06-swish.md:13:19
    13 | 약 5.3 M개, 77.1%이고 5,288,548개이며 3×3, 2019년, 12345입니다.
       |                       ^^^^^^^^^
    error: `12345` is typed: use a quantity, such as `{{params:b0}}`
      --> lessons/ko/06-swish.md:13:44
    13 | 약 5.3 M개, 77.1%이고 5,288,548개이며 3×3, 2019년, 12345입니다.
       |                                                    ^^^^^
    error: no lesson is called `mbcov`; did you mean `mbconv`?
      --> lessons/ko/06-swish.md:15:6
    15 | [여기](lesson:mbcov) [저기](https://example.com)
       |        ^^^^^^^^^^^^
    error: a link leads to `lesson:SLUG` or `term:KEY`, got `https://example.com`
      --> lessons/ko/06-swish.md:15:25
    15 | [여기](lesson:mbcov) [저기](https://example.com)
       |                             ^^^^^^^^^^^^^^^^^^^
    ");
}

#[test]
fn glyphs_jamo_and_composition() {
    let decomposed = "\u{1112}\u{1161}\u{11ab}";
    let body = format!("## 하나\n\n① 순서 ㎡ ㅋ 끝\n\n가 {decomposed}\n");
    let said = lessons(&body, "## One\n\ntext ★\n").replace(decomposed, "<NFD>");
    insta::assert_snapshot!(said, @r"
    error: `★` takes one column or two, depending on the terminal: write a list with `-`
      --> lessons/en/06-swish.md:11:6
    11 | text ★
       |      ^
    error: `①` takes one column or two, depending on the terminal: write `1.` or `(1)`
      --> lessons/ko/06-swish.md:11:1
    11 | ① 순서 ㎡ ㅋ 끝
       | ^
    error: `㎡` takes one column or two, depending on the terminal: write the unit in letters
      --> lessons/ko/06-swish.md:11:6
    11 | ① 순서 ㎡ ㅋ 끝
       |        ^^
    error: `ㅋ` is a lone jamo: write a whole syllable
      --> lessons/ko/06-swish.md:11:8
    11 | ① 순서 ㎡ ㅋ 끝
       |           ^^
    error: this is not NFC: save the file with composed characters
      --> lessons/ko/06-swish.md:13:3
    13 | 가 <NFD>
       |    ^^
    ");
}

#[test]
fn figures_and_predictions() {
    let body = "## 하나\n\n```live\ndepthwise-microscope = { image = \"chelsea\", block = 0, channel = 99, row = 0, column = 0 }\n```\n\n## 둘\n\n```predict\nid = \"a\"\nquestion = \"합?\"\nmeasured = { key = \"sum\" }\n```\n\n```predict\nid = \"a\"\nquestion = \"몇?\"\nnumber = { key = \"params:b9\" }\n```\n";
    insta::assert_snapshot!(lessons(body, body), @r#"
    error: knob `channel` must be between 0 and 31, got `99`
      --> lessons/en/06-swish.md:12:66
    12 | depthwise-microscope = { image = "chelsea", block = 0, channel = 99, row = 0, column = 0 }
       |                                                                  ^^
    error: prediction `a` measures `sum`, but its page has no live figure
      --> lessons/en/06-swish.md:18:6
    18 | id = "a"
       |      ^^^
    error: prediction `a` is there already, ids are unique
      --> lessons/en/06-swish.md:24:6
    24 | id = "a"
       |      ^^^
    error: unknown model `b9`, expected one of b0, b1, b2, b3, b4, b5, b6, b7, lite0; did you mean `b0`?
      --> lessons/en/06-swish.md:26:19
    26 | number = { key = "params:b9" }
       |                   ^^^^^^^^^
    error: knob `channel` must be between 0 and 31, got `99`
      --> lessons/ko/06-swish.md:12:66
    12 | depthwise-microscope = { image = "chelsea", block = 0, channel = 99, row = 0, column = 0 }
       |                                                                  ^^
    error: prediction `a` measures `sum`, but its page has no live figure
      --> lessons/ko/06-swish.md:18:6
    18 | id = "a"
       |      ^^^
    error: prediction `a` is there already, ids are unique
      --> lessons/ko/06-swish.md:24:6
    24 | id = "a"
       |      ^^^
    error: unknown model `b9`, expected one of b0, b1, b2, b3, b4, b5, b6, b7, lite0; did you mean `b0`?
      --> lessons/ko/06-swish.md:26:19
    26 | number = { key = "params:b9" }
       |                   ^^^^^^^^^
    "#);
}

#[test]
fn languages_must_agree() {
    insta::assert_snapshot!(lessons(
        "## 하나\n\n{{macs:b0}} {{macs:b0}}\n\n## 둘\n\n글\n\n```live\nfamily-chart = { x = \"macs\" }\n```\n",
        "## One\n\n{{macs:b0}} {{params:b0}}\n\n## Two\n\ntext\n\n```live\nfamily-chart = { x = \"params\" }\n```\n"
    ), @r"
    error: page 1 lacks the quantity `macs:b0`, which the ko version has
     --> lessons/en/06-swish.md:9:1
    9 | ## One
      | ^^^^^^
    error: page 2 lacks the figure `family-chart` with x=macs, which the ko version has
      --> lessons/en/06-swish.md:13:1
    13 | ## Two
       | ^^^^^^
    error: page 1 lacks the quantity `params:b0`, which the en version has
     --> lessons/ko/06-swish.md:9:1
    9 | ## 하나
      | ^^^^^^^
    error: page 2 lacks the figure `family-chart` with x=params, which the en version has
      --> lessons/ko/06-swish.md:13:1
    13 | ## 둘
       | ^^^^^
    ");
    insta::assert_snapshot!(lessons("## 하나\n\n글\n\n## 둘\n\n글\n", "## One\n\ntext\n"), @r"
    error: this is the last of 1 pages, the ko version has 2
     --> lessons/en/06-swish.md:9:1
    9 | ## One
      | ^^^^^^
    ");
    insta::assert_snapshot!(said(&[("lessons/ko/06-swish.md", &format!("{HEAD}## 하나\n\n글\n"))]), @r"
    error: no English version: `lessons/en/06-swish.md` is missing
     --> lessons/ko/06-swish.md:1:1
    1 | +++
      | ^
    ");
}

#[test]
fn a_page_must_fit() {
    let body = format!(
        "## 하나\n\n{}\n```live\nfamily-chart = {{ x = \"macs\" }}\n```\n",
        "한 문단입니다.\n\n".repeat(12)
    );
    insta::assert_snapshot!(lessons(&body, &body), @r"
    error: page `하나` takes 25 rows of 37 columns, 7 more than fit 80x24: shorten it or split it
     --> lessons/en/06-swish.md:9:1
    9 | ## 하나
      | ^^^^^^^
    error: page `하나` takes 25 rows of 37 columns, 7 more than fit 80x24: shorten it or split it
     --> lessons/ko/06-swish.md:9:1
    9 | ## 하나
      | ^^^^^^^
    ");
}

#[test]
fn the_head_names_what_exists() {
    let text = HEAD
        .replace("needs = []", "needs = [\"mbconv\", \"convolutioncost\"]")
        .replace("swish-b", "swish-bb")
        .replace("swish-c", "swish-a");
    let text = format!("{text}## 하나\n\n글\n");
    insta::assert_snapshot!(said(&[("lessons/ko/06-swish.md", &text), ("lessons/en/06-swish.md", &text), ("lessons/ko/notes.md", "x")]), @r#"
    error: `mbconv` does not come before this lesson
     --> lessons/en/06-swish.md:5:10
    5 | needs = ["mbconv", "convolutioncost"]
      |          ^^^^^^^^
    error: no lesson is called `convolutioncost`; did you mean `convolution-cost`?
     --> lessons/en/06-swish.md:5:20
    5 | needs = ["mbconv", "convolutioncost"]
      |                    ^^^^^^^^^^^^^^^^^
    error: no quiz item is called `swish-bb`; did you mean `swish-b`?
     --> lessons/en/06-swish.md:6:22
    6 | recall = ["swish-a", "swish-bb", "swish-a"]
      |                      ^^^^^^^^^^
    error: recall names `swish-a` twice
     --> lessons/en/06-swish.md:6:34
    6 | recall = ["swish-a", "swish-bb", "swish-a"]
      |                                  ^^^^^^^^^
    error: `mbconv` does not come before this lesson
     --> lessons/ko/06-swish.md:5:10
    5 | needs = ["mbconv", "convolutioncost"]
      |          ^^^^^^^^
    error: no lesson is called `convolutioncost`; did you mean `convolution-cost`?
     --> lessons/ko/06-swish.md:5:20
    5 | needs = ["mbconv", "convolutioncost"]
      |                    ^^^^^^^^^^^^^^^^^
    error: no quiz item is called `swish-bb`; did you mean `swish-b`?
     --> lessons/ko/06-swish.md:6:22
    6 | recall = ["swish-a", "swish-bb", "swish-a"]
      |                      ^^^^^^^^^^
    error: recall names `swish-a` twice
     --> lessons/ko/06-swish.md:6:34
    6 | recall = ["swish-a", "swish-bb", "swish-a"]
      |                                  ^^^^^^^^^
    error: a lesson's path must read `lessons/ko/NN-slug.md` or `lessons/en/NN-slug.md`
     --> lessons/ko/notes.md:1:1
    "#);
}

#[test]
fn items_have_an_identity() {
    let good =
        "ask.recall.points = [{ ko = \"하나\", en = \"one\" }, { ko = \"둘\", en = \"two\" }]";
    let first = item("d", good)
        .replace("level = 1", "level = 4\nnote = 8")
        .replace("rev = 1", "rev = 0")
        .replace("lesson = \"swish\"", "lesson = \"swosh\"")
        .replace("\"because\"", "\" \"")
        .replace("\"paper\"", "\"\"");
    let second = item("a", good).replace("swish-a", "squeeze-excite-a");
    let third = second.replace("prompt", "promt");
    insta::assert_snapshot!(bank(&[&first, &second, &second, &third]), @r#"
    error: id must start with `squeeze-excite-`, got `swish-d`
     --> quizzes/05-squeeze-excite.toml:3:6
    3 | id = "swish-d"
      |      ^^^^^^^^^
    error: rev starts at 1, got 0
     --> quizzes/05-squeeze-excite.toml:4:7
    4 | rev = 0
      |       ^
    error: no lesson is called `swosh`; did you mean `swish`?
     --> quizzes/05-squeeze-excite.toml:5:10
    5 | lesson = "swosh"
      |          ^^^^^^^
    error: level must be 1, 2 or 3, got 4
     --> quizzes/05-squeeze-excite.toml:7:9
    7 | level = 4
      |         ^
    error: the study note has questions 1 to 7, got 8
     --> quizzes/05-squeeze-excite.toml:8:8
    8 | note = 8
      |        ^
    error: source is blank: name a paper's section, a file, or `computed`
     --> quizzes/05-squeeze-excite.toml:9:10
    9 | source = ""
      |          ^^
    error: this text is blank
      --> quizzes/05-squeeze-excite.toml:11:29
    11 | explain = { ko = "풀이", en = " " }
       |                               ^^^
    error: id `squeeze-excite-a` is used twice, ids are unique over all files
      --> quizzes/05-squeeze-excite.toml:15:6
    15 | id = "squeeze-excite-a"
       |      ^^^^^^^^^^^^^^^^^^
    error: id `squeeze-excite-a` is used twice, ids are unique over all files
      --> quizzes/05-squeeze-excite.toml:26:6
    26 | id = "squeeze-excite-a"
       |      ^^^^^^^^^^^^^^^^^^
    error: unknown field `promt`, expected one of `id`, `rev`, `lesson`, `concepts`, `level`, `note`, `prompt`, `ask`, `hints`, `explain`, `source`
      --> quizzes/05-squeeze-excite.toml:43:1
    43 | promt = { ko = "물음", en = "question" }
       | ^^^^^
    "#);
}

#[test]
fn choices_differ_and_explain() {
    insta::assert_snapshot!(bank(&[
        &ask("ask.choice = { answer = { text = { ko = \"{{channels:b0.block.1.squeeze}}\", en = \"four\" } }, distractors = [\n  { text = { ko = \"4\", en = \"Four.\" }, feedback = { ko = \"\", en = \"no\" } },\n  { text = { ko = \"둘\", en = \"two\" }, feedback = { ko = \"x\", en = \"no\" } },\n  { text = { ko = \"둘\", en = \"2\" }, feedback = { ko = \"x\", en = \"no\" } },\n] }"),
        &ask("ask.choices = { answers = [{ text = { ko = \"가\", en = \"a\" } }], distractors = [] }").replace("-x", "-y"),
        &ask("ask.bug = { answer = { text = { ko = \"가\", en = \"a\" } }, distractors = [{ text = { ko = \"나\", en = \"b\" } }] }").replace("-x", "-z"),
    ]), @r#"
    error: lacks the quantity `channels:b0.block.1.squeeze`, which the ko text has
      --> quizzes/05-squeeze-excite.toml:11:81
    11 | ...els:b0.block.1.squeeze}}", en = "four" } }, distractors = [
       |                                    ^^^^^^
    error: distractor equals the answer, `4`
      --> quizzes/05-squeeze-excite.toml:12:19
    12 |   { text = { ko = "4", en = "Four." }, feedback = { ko = "", en = "no" } },
       |                   ^^^
    error: distractor equals the answer, `Four.`
      --> quizzes/05-squeeze-excite.toml:12:29
    12 |   { text = { ko = "4", en = "Four." }, feedback = { ko = "", en = "no" } },
       |                             ^^^^^^^
    error: this text is blank
      --> quizzes/05-squeeze-excite.toml:12:58
    12 |   { text = { ko = "4", en = "Four." }, feedback = { ko = "", en = "no" } },
       |                                                          ^^
    error: distractor equals another distractor, `둘`
      --> quizzes/05-squeeze-excite.toml:14:19
    14 |   { text = { ko = "둘", en = "2" }, feedback = { ko = "x", en = "no" } },
       |                   ^^^^
    error: choices needs two right options or more, got 1: ask a choice
      --> quizzes/05-squeeze-excite.toml:26:27
    26 | ask.choices = { answers = [{ text = { ko = "가", en = "a" } }], distractors = [] }
       |                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    error: a choice needs a wrong option or more
      --> quizzes/05-squeeze-excite.toml:26:78
    26 | ask.choices = { answers = [{ text = { ko = "가", en = "a" } }], distractors = [] }
       |                                                                               ^^
    error: missing field `feedback`
      --> quizzes/05-squeeze-excite.toml:37:72
    37 | ...", en = "a" } }, distractors = [{ text = { ko = "나", en = "b" } }] }
       |                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    "#);
}

#[test]
fn numbers_evaluate_and_tolerances_are_sane() {
    insta::assert_snapshot!(bank(&[
        &ask("ask.number = { key = \"params:b0 +\", tolerance = 0.9, wrong = [{ key = \"parms:b0\", feedback = { ko = \"가\", en = \"a\" } }] }"),
        &ask("ask.number = { key = \"constraint\", tolerance = 0, unit = \"\" }").replace("-x", "-y"),
        &ask("ask.number = { key = \"blocks:b0\", tolerance = 0.2, wrong = [{ key = \"layers:b0.paper\", feedback = { ko = \"가\", en = \"a\" } }] }").replace("-x", "-z"),
        &ask("ask.predict = { key = \"blocks:b0\", tolerance = \"none\" }").replace("-x", "-w"),
    ]), @r#"
    error: expected a number or a quantity, got the end
      --> quizzes/05-squeeze-excite.toml:11:34
    11 | ask.number = { key = "params:b0 +", tolerance = 0.9, wrong = [{ key = "parms:b0", feedback = ...
       |                                  ^
    error: tolerance is relative: between 0 and 0.5, got 0.9
      --> quizzes/05-squeeze-excite.toml:11:49
    11 | ask.number = { key = "params:b0 +", tolerance = 0.9, wrong = [{ key = "parms:b0", feedback = ...
       |                                                 ^^^
    error: unknown quantity `parms`; did you mean `params`?
      --> quizzes/05-squeeze-excite.toml:11:72
    11 | ...erance = 0.9, wrong = [{ key = "parms:b0", feedback = { ko = "가", en = "a" } }] }
       |                                    ^^^^^^^^
    error: a tolerance of 0 wants the exact number, but the key is 1.9203
      --> quizzes/05-squeeze-excite.toml:22:48
    22 | ask.number = { key = "constraint", tolerance = 0, unit = "" }
       |                                                ^
    error: unit is blank, leave it out
      --> quizzes/05-squeeze-excite.toml:22:58
    22 | ask.number = { key = "constraint", tolerance = 0, unit = "" }
       |                                                          ^^
    error: this wrong value, 18, counts as right within the tolerance
      --> quizzes/05-squeeze-excite.toml:33:69
    33 | ...lerance = 0.2, wrong = [{ key = "layers:b0.paper", feedback = { ko = "가", en = "a" } }] }
       |                                    ^^^^^^^^^^^^^^^^^
    error: invalid type: string "none", expected f64
      --> quizzes/05-squeeze-excite.toml:44:48
    44 | ask.predict = { key = "blocks:b0", tolerance = "none" }
       |                                                ^^^^^^
    "#);
}

#[test]
fn other_kinds_of_question() {
    insta::assert_snapshot!(bank(&[
        &ask("ask.text = { accepted = { ko = [\"스위시\"], en = [\"swish\"] }, wrong = [{ forms = { ko = [], en = [\"Swish\"] }, feedback = { ko = \"가\", en = \"a\" } }] }"),
        &ask("ask.order.items = [{ ko = \"가\", en = \"a\" }, { ko = \"나\", en = \"a\" }]").replace("-x", "-y"),
        &ask("ask.match.pairs = [{ left = { ko = \"가\", en = \"a\" }, right = { ko = \"나\", en = \"b\" } }]").replace("-x", "-z"),
        &ask("ask.recall.points = [{ ko = \"{{blocks:b0}}\", en = \"sixteen\" }]\nhints = [{ ko = \"가\", en = \"a\" }, { ko = \"가\", en = \"a\" }, { ko = \"가\", en = \"a\" }, { ko = \"가\", en = \"a\" }]").replace("-x", "-w"),
    ]), @r#"
    error: a form in `ko` is needed
      --> quizzes/05-squeeze-excite.toml:11:85
    11 | ..."] }, wrong = [{ forms = { ko = [], en = ["Swish"] }, feedback = { ko = "가", en = "a" } }...
       |                                    ^^
    error: wrong form `swish` is accepted as well
      --> quizzes/05-squeeze-excite.toml:11:95
    11 | ...g = [{ forms = { ko = [], en = ["Swish"] }, feedback = { ko = "가", en = "a" } }] }
       |                                    ^^^^^^^
    error: an order has 3 to 8 items, got 2
      --> quizzes/05-squeeze-excite.toml:22:19
    22 | ask.order.items = [{ ko = "가", en = "a" }, { ko = "나", en = "a" }]
       |                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    error: item `a` is there already
      --> quizzes/05-squeeze-excite.toml:22:61
    22 | ask.order.items = [{ ko = "가", en = "a" }, { ko = "나", en = "a" }]
       |                                                               ^^^
    error: a match has 2 to 8 pairs, got 1
      --> quizzes/05-squeeze-excite.toml:33:19
    33 | ask.match.pairs = [{ left = { ko = "가", en = "a" }, right = { ko = "나", en = "b" } }]
       |                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    error: recall has 2 to 4 key points, got 1
      --> quizzes/05-squeeze-excite.toml:44:21
    44 | ask.recall.points = [{ ko = "{{blocks:b0}}", en = "sixteen" }]
       |                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    error: lacks the quantity `blocks:b0`, which the ko text has
      --> quizzes/05-squeeze-excite.toml:44:51
    44 | ask.recall.points = [{ ko = "{{blocks:b0}}", en = "sixteen" }]
       |                                                   ^^^^^^^^^
    error: an item has at most three hints, got 4
      --> quizzes/05-squeeze-excite.toml:45:9
    45 | hints = [{ ko = "가", en = "a" }, { ko = "가", en = "a" }, { ko = "가", en = "a" }, { ko = "...
       |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    "#);
}

#[test]
fn a_bank_that_is_no_bank() {
    insta::assert_snapshot!(said(&[("quizzes/07-mbconv.toml", "format = 2\nquestions = []\n"), ("quizzes/8-b0.toml", "")]), @r"
    error: format must be 1, got 2
     --> quizzes/07-mbconv.toml:1:10
    1 | format = 2
      |          ^
    error: unknown field `questions`, expected `format` or `[[question]]`
     --> quizzes/07-mbconv.toml:2:1
    2 | questions = []
      | ^^^^^^^^^
    error: a bank's path must read `quizzes/NN-slug.toml`
     --> quizzes/8-b0.toml:1:1
    ");
    insta::assert_snapshot!(said(&[("quizzes/07-mbconv.toml", "format = 1\n[[question]]\nid = \"가\nrev = 1\n")]), @r#"
    error: invalid basic string, expected `"`
     --> quizzes/07-mbconv.toml:3:8
    3 | id = "가
      |         ^
    "#);
}

#[test]
fn only_the_files_of_the_folder_are_judged() {
    let folder = folder(&[]);
    let report = check(&Library::open(Some(folder.path())));
    assert_eq!((report.problems.len(), report.lessons, report.questions), (0, 0, 3));
}

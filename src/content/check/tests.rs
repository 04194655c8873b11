//! Every kind of mistake, with its message and place.

mod course;
mod drawn;
mod fair;
mod mutations;
mod questions;
mod replaced;
mod terms;

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
    // Most tests need one page; that a lesson has more is a test of its own.
    let texts =
        report.problems.iter().filter(|problem| !problem.message.starts_with("this lesson has"));
    texts.map(|problem| problem.to_string().replace(&root, "")).collect::<Vec<_>>().join("\n")
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
    let item = item("x", rest).replace("swish-x", "squeeze-excite-x");
    item.replace("lesson = \"swish\"", "lesson = \"squeeze-excite\"")
        .replace("concepts = [\"swish\"]", "concepts = [\"gate\"]")
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
fn a_particle_fits_its_number() {
    insta::assert_snapshot!(lessons(
        "## 하나\n\n{{blocks:b0}}는 {{blocks:b0}}은 **{{blocks:b0}}**를 {{blocks:b0}}은/는 {{blocks:b0}}가지\n",
        "## One\n\n{{blocks:b0}} {{blocks:b0}} {{blocks:b0}} {{blocks:b0}} {{blocks:b0}}\n"
    ), @r"
    error: `16` takes `은`, got `는`: write `은/는` and it is chosen
      --> lessons/ko/06-swish.md:11:14
    11 | {{blocks:b0}}는 {{blocks:b0}}은 **{{blocks:b0}}**를 {{blocks:b0}}은/는 {{blocks:b0}}가지
       |              ^^
    error: `16` takes `을`, got `를`: write `을/를` and it is chosen
      --> lessons/ko/06-swish.md:11:48
    11 | {{blocks:b0}}는 {{blocks:b0}}은 **{{blocks:b0}}**를 {{blocks:b0}}은/는 {{blocks:b0}}가지
       |                                                  ^^
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
    error: unknown model `b9`, expected one of b0…b8, l2, lite0…lite4, v2-s, v2-m, v2-l, v2-xl, v2-b0…v2-b3, mobilenet-v2; did you mean `b0`?
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
    error: unknown model `b9`, expected one of b0…b8, l2, lite0…lite4, v2-s, v2-m, v2-l, v2-xl, v2-b0…v2-b3, mobilenet-v2; did you mean `b0`?
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
    // The shipped twin would stand in for a missing one.
    let alone =
        Subject::of(Path::new("lessons/ko/06-swish.md"), &format!("{HEAD}## 하나\n\n글\n"), true);
    let mut problems = Vec::new();
    parity::check(
        &alone,
        &[],
        &mut Sink::new(&alone.path, &alone.text, &Course::default(), &mut problems),
    );
    insta::assert_snapshot!(problems[0].to_string(), @r"
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
    error: page `하나` takes 25 rows of 36 columns, 6 more than fit 80x24: shorten it or split it
     --> lessons/en/06-swish.md:9:1
    9 | ## 하나
      | ^^^^^^^
    error: page `하나` takes 25 rows of 36 columns, 6 more than fit 80x24: shorten it or split it
     --> lessons/ko/06-swish.md:9:1
    9 | ## 하나
      | ^^^^^^^
    ");
}

#[test]
fn a_page_with_another_mistake_is_measured_all_the_same() {
    let body = format!("## 하나\n\n<b>\n\n{}", "한 문단입니다.\n\n".repeat(12));
    let said = lessons(&body, &body);
    assert!(said.contains("raw HTML") && said.contains("takes 25 rows of 76 columns"), "{said}");
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
fn only_the_files_of_the_folder_are_judged() {
    let folder = folder(&[]);
    let report = check(&Library::open(Some(folder.path())));
    assert_eq!((report.problems.len(), report.lessons, report.questions), (0, 0, 3));
}

#[test]
fn a_lesson_in_one_language_is_held_to_its_shipped_twin() {
    let library = Library::open(None);
    let english =
        library.lesson_files().find(|file| file.path.ends_with("en/06-swish.md")).unwrap();
    let longer = format!("{}\n## One page more\n\nText.\n", english.text);
    let folder = folder(&[("lessons/en/06-swish.md", &longer)]);
    let problems = check(&Library::open(Some(folder.path()))).problems;
    let files = problems.iter().map(|problem| problem.path.display().to_string());
    assert!(files.into_iter().any(|path| path.ends_with("ko/06-swish.md")), "{problems:#?}");
}

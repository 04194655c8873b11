//! Mistakes in the bank.

use super::{ask, bank, item, said};

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
    let second = ask(good).replace("excite-x", "excite-a");
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
    error: unknown field `promt`, expected one of `id`, `rev`, `lesson`, `concepts`, `level`, `note`, `vary`, `prompt`, `ask`, `hints`, `explain`, `source`
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
    error: no typical wrong answer has feedback: add one to `wrong`
      --> quizzes/05-squeeze-excite.toml:22:14
    22 | ask.number = { key = "constraint", tolerance = 0, unit = "" }
       |              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
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
        &ask("ask.text = { accepted = { ko = [\"스위시\"], en = [\"swish\"] }, wrong = [{ forms = { ko = [], en = [\"The swish\"] }, feedback = { ko = \"가\", en = \"a\" } }] }"),
        &ask("ask.order.items = [{ ko = \"가\", en = \"a\" }, { ko = \"나\", en = \"a\" }]").replace("-x", "-y"),
        &ask("ask.match.pairs = [{ left = { ko = \"가\", en = \"a\" }, right = { ko = \"나\", en = \"b\" } }]").replace("-x", "-z"),
        &ask("ask.recall.points = [{ ko = \"{{blocks:b0}}\", en = \"sixteen\" }]\nhints = [{ ko = \"가\", en = \"a\" }, { ko = \"가\", en = \"a\" }, { ko = \"가\", en = \"a\" }, { ko = \"가\", en = \"a\" }]").replace("-x", "-w"),
    ]), @r#"
    error: a form in `ko` is needed
      --> quizzes/05-squeeze-excite.toml:11:85
    11 | ..."] }, wrong = [{ forms = { ko = [], en = ["The swish"] }, feedback = { ko = "가", en = "a"...
       |                                    ^^
    error: wrong form `The swish` is accepted as well
      --> quizzes/05-squeeze-excite.toml:11:95
    11 | ...g = [{ forms = { ko = [], en = ["The swish"] }, feedback = { ko = "가", en = "a" } }] }
       |                                    ^^^^^^^^^^^
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

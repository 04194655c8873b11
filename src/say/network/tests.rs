//! Both languages say what the types say.

use std::path::PathBuf;

use super::*;
use crate::arch::{Expected, Field, SpecError};
use crate::content::network;
use crate::text::i18n;

fn notations() -> Vec<NotationProblem> {
    let got = || "x9".to_owned();
    vec![
        NotationProblem::Empty { example: "ds_r1" },
        NotationProblem::Operator { got: got(), expected: "ir, ds".to_owned() },
        NotationProblem::Token { got: got(), expected: "r, k" },
        NotationProblem::Twice { letter: "c", got: got() },
        NotationProblem::Missing { letter: "se", example: "se0.25" },
        NotationProblem::Number { letter: "k", got: got() },
        NotationProblem::Range {
            field: Field::Stride,
            got: got(),
            expected: Expected::Either(1, 2),
        },
        NotationProblem::Strides { got: got() },
        NotationProblem::Expansion { name: "ir", instead: "ds" },
        NotationProblem::NoSkip,
    ]
}

/// Every variant; `each_entry_is_compared` finds one that is missing.
fn problems() -> Vec<NetworkProblem> {
    let got = || "\"x\"".to_owned();
    let mut all: Vec<NetworkProblem> =
        [Kind::Whole, Kind::Number, Kind::Text, Kind::Stages, Kind::Stage]
            .map(|kind| NetworkProblem::Kind { key: "kernel", kind, got: got() })
            .to_vec();
    for nearest in [None, Some("name")] {
        let (key, expected) = ("nmae".to_owned(), "name, base".to_owned());
        all.push(NetworkProblem::Key { key, expected, nearest });
        let expected = Expected::OneOf("silu, relu".to_owned());
        all.push(NetworkProblem::Word { key: "activation", got: got(), expected, nearest });
    }
    all.extend(notations().into_iter().map(NetworkProblem::Notation));
    all.extend([
        NetworkProblem::Syntax("bad luck".to_owned()),
        NetworkProblem::Range {
            key: "kernel",
            got: got(),
            expected: Expected::Odd("31".to_owned()),
        },
        NetworkProblem::Missing("channels"),
        NetworkProblem::NoStages,
        NetworkProblem::Name { got: got(), most: 60 },
        NetworkProblem::NoTable("resnet-50"),
        NetworkProblem::ChannelsIn { got: 24, expected: 16 },
        NetworkProblem::Spec(SpecError::Network {
            field: Field::Macs,
            got: got(),
            expected: Expected::at_most(&"10^18"),
        }),
        NetworkProblem::More(7),
    ]);
    all
}

fn files() -> Vec<NetworkFileError> {
    let flawed = |n| {
        let text = "stages = []".to_owned();
        let flaw = network::NetworkFlaw { span: 9..11, problem: NetworkProblem::NoStages };
        Flawed { path: PathBuf::from("own.toml"), text, flaws: vec![flaw; n] }
    };
    vec![
        NetworkFileError::Missing,
        NetworkFileError::Directory,
        NetworkFileError::Unreadable(std::io::Error::other("no luck")),
        NetworkFileError::Empty,
        NetworkFileError::TooLong,
        NetworkFileError::NotText,
        NetworkFileError::Flawed(flawed(1)),
        NetworkFileError::Flawed(flawed(2)),
    ]
}

#[test]
fn the_english_entries_are_what_the_types_say() {
    for problem in problems() {
        assert_eq!(network(&problem, Lang::En), problem.to_string());
    }
    for error in files() {
        assert_eq!(network_file(&error, Lang::En), error.to_string());
        let text = error.to_string();
        assert_eq!(super::super::sentence(&anyhow::Error::from(error), Lang::En), text);
    }
}

#[test]
fn each_entry_is_compared() {
    let problems = problems();
    let texts = problems.iter().map(|problem| network(problem, Lang::En));
    let said: Vec<String> =
        texts.chain(files().iter().map(|error| network_file(error, Lang::En))).collect();
    for key in i18n::keys().iter().filter(|key| key.starts_with("network.")) {
        let entry = i18n::find(key).unwrap().get(Lang::En);
        for literal in entry.split(['{', '}']).step_by(2) {
            assert!(said.iter().any(|text| text.contains(literal)), "no sample says {key}");
        }
    }
}

#[test]
fn korean_is_korean() {
    let problems = problems();
    let texts: Vec<String> = problems.iter().map(|problem| network(problem, Lang::Ko)).collect();
    for text in
        texts.iter().chain(&files().iter().map(|e| network_file(e, Lang::Ko)).collect::<Vec<_>>())
    {
        assert!(text.chars().any(|c| ('가'..='힣').contains(&c)) && !text.contains('{'), "{text}");
    }
    insta::assert_snapshot!(texts.join("\n"), @r#"
    `kernel`에는 정수가 와야 합니다: `"x"`
    `kernel`에는 수가 와야 합니다: `"x"`
    `kernel`에는 문자열이 와야 합니다: `"x"`
    `kernel`에는 단계의 배열이 와야 합니다: `"x"`
    `kernel`에는 문자열이나 테이블이 와야 합니다: `"x"`
    `nmae`라는 키는 없습니다. 있는 키: name, base
    `activation`은 silu, relu 중 하나여야 합니다: `"x"`
    `nmae`라는 키는 없습니다. 있는 키: name, base. 혹시 `name`?
    `activation`은 silu, relu 중 하나여야 합니다: `"x"`. 혹시 `name`?
    단계가 비어 있습니다. `ds_r1`처럼 적으십시오
    `x9` 연산은 없습니다. 있는 연산: ir, ds
    `x9` 기호는 없습니다. 있는 기호: r, k
    `c`가 두 번 나옵니다. 두 번째는 `x9`
    `se`가 없습니다. `se0.25`처럼 적으십시오
    `k` 뒤에는 수가 와야 합니다: `x9`
    보폭은 1과 2 중 하나여야 합니다: `x9`
    두 축의 보폭은 같아야 합니다: `x9`
    이 확장 비율에 맞는 연산은 `ds`입니다: `ir`
    `_skip`으로 끝나야 합니다. 이 프로그램의 블록은 모양이 같으면 언제나 입력을 더합니다
    TOML로 읽을 수 없습니다: bad luck
    `kernel`은 31 이하의 홀수여야 합니다: `"x"`
    이 단계에는 `channels`가 있어야 합니다
    단계가 없습니다. `stages`를 적거나, 공개된 모델의 이름을 `base`에 적으십시오
    `name`은 제어 문자가 없는 1~60글자여야 합니다: `"x"`
    `resnet-50` 모델은 MBConv 단계의 표가 없어서 `base`로 쓸 수 없습니다
    이 단계가 받는 채널은 16개입니다: `i24`
    신경망 전체의 MAC는 10^18 이하여야 합니다: "x"
    여기서부터 문제가 7개 더 있습니다
    "#);
}

#[test]
fn problems_are_shown_in_place_in_korean() {
    let text = "stages = [\"ir_r1_k4_s1_e6_c8\"]";
    let path = PathBuf::from("own.toml");
    let flaws = network::read(&path, text).unwrap_err();
    let flawed = Flawed { path, text: text.to_owned(), flaws };
    insta::assert_snapshot!(network_problems(&flawed, Lang::Ko).join("\n"), @r#"
    오류: 커널은 31 이하의 홀수여야 합니다: `k4`
     --> own.toml:1:18
    1 | stages = ["ir_r1_k4_s1_e6_c8"]
      |                  ^^
    "#);
}

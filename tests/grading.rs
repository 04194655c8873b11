//! What counts as the answer and what does not: a table of forms and near misses, over the shipped items
//! and a few made for the test. Nothing is fuzzy: in Korean one jamo is another word.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

use effnet_tutor::content::library::Library;
use effnet_tutor::content::quantity;
use effnet_tutor::content::quiz::{Ask, Forms, QuizFile};
use effnet_tutor::learner::{Answer, Sheet, grade};
use unicode_normalization::UnicodeNormalization;

/// Items that the bank does not have: one for each kind of unit, and the words that differ by a jamo.
const MADE: &str = r#"
format = 1
[[question]]
id = "made-depth"
ask.text = { accepted = { ko = ["깊이"], en = ["depth"] } }
[[question]]
id = "made-width"
ask.text = { accepted = { ko = ["너비"], en = ["width"] } }
[[question]]
id = "made-gate"
ask.text = { accepted = { ko = ["스퀴즈 엑사이테이션"], en = ["squeeze-and-excitation", "SE"] } }
[[question]]
id = "made-params"
ask.number = { key = "5300000", unit = "M", tolerance = 0.02 }
[[question]]
id = "made-macs"
ask.number = { key = "390000000", unit = "GMACs", tolerance = 0.02 }
[[question]]
id = "made-share"
ask.number = { key = "0.125", unit = "%", tolerance = 0.01 }
[[question]]
id = "made-side"
ask.number = { key = "224", unit = "px", tolerance = 0.0 }
[[question]]
id = "made-ratio"
ask.number = { key = "4", unit = "배", tolerance = 0.01 }
[[question]]
id = "made-minimum"
ask.number = { key = "0 - 0.278", tolerance = 0.01 }
"#;

/// What every item of the file has beside its id and its key.
const COMMON: &str = r#"
rev = 1
lesson = "mbconv"
concepts = []
level = 1
prompt = { ko = "?", en = "?" }
explain = { ko = "x", en = "x" }
source = "x"
"#;

/// Forms of one item, all right or all wrong.
type Rows = &'static [(&'static str, &'static [&'static str])];

#[rustfmt::skip]
const RIGHT: Rows = &[
    ("note-activation", &[
        "Swish", "swish", "SWISH", " swish ", "swish.", "swish!", "ｓｗｉｓｈ", "`swish`", "\"Swish\"", "Swish를",
        "Swish입니다", "스위시", "스위시는", "스위시를", "스위시입니다", "스위시예요", "스 위 시", "스위시 함수", "스위시함수입니다.",
        "SiLU", "silu", "Si-LU", "실루", "sigmoid linear unit", "Sigmoid-Linear-Unit", "the swish function", "Swish (SiLU)",
        "swish-1", "Swish라고 합니다",
    ]),
    ("note-base-origin", &[
        "MobileNetV2", "mobilenet v2", "MobileNet-V2", "MOBILENET_V2", "모바일넷V2", "모바일넷 v2입니다", "mobilenet version 2",
        "ＭｏｂｉｌｅＮｅｔＶ２", "MobileNetV2의",
    ]),
    ("depthwise-separable-name-mixer", &[
        "점별 합성곱", "점별합성곱", "점별 합성곱입니다", "점별 합성곱을", "pointwise convolution", "Point-Wise Convolution",
        "a pointwise convolution", "포인트와이즈 컨볼루션", "pointwise",
    ]),
    ("compound-scaling-who-found-b0", &["NAS", "nas", "Neural Architecture Search", "신경망 구조 탐색", "구조탐색으로", "NAS입니다"]),
    ("counting-buffer-name", &["버퍼", "buffers", "Buffer", "버퍼라고 합니다", "버퍼요"]),
    ("training-drop-connect-name", &["stochastic depth", "Stochastic-Depth", "확률적 깊이", "확률적깊이입니다", "DropPath", "drop_path"]),
    ("made-depth", &["깊이", "깊이가", "깊이입니다", "깊이예요.", "Depth", "the depth", "「깊이」"]),
    ("made-width", &["너비", "너비는", "너비이다", "width"]),
    ("made-gate", &["SE", "se", "Squeeze and Excitation", "squeeze-and-excitation", "스퀴즈엑사이테이션", "S E"]),
    ("made-params", &[
        "5.3", "5.3M", "5.3 M", "5.3m", "5 300 000", "5,300,000", "5_300_000", "5'300'000", "5300000", "5.3e6", "5.3E+6", "530만",
        "530 만 개", "530만개입니다", "５．３", "５３０만", "５，３００，０００", "5.3 million", "5.3백만", "5.3×10^6", "5.3 * 10**6", "약 530만",
        "530만 정도", "530만 개 정도입니다", "5.3M쯤", "대략 5.3M", "~5.3M", "≈ 5.3M", "5.3M params", "5.3M 파라미터", "0.0053G", "5300k",
        "+5.3", "5.3M.", "(5.3M)", "5.25", "5.4",
    ]),
    ("made-macs", &["0.39", "0.39G", "0.39 GMACs", "390M", "390 M MACs", "3.9억", "3억 9천만", "390 million", "0.39B", "0.385"]),
    ("made-share", &["12.5", "12.5%", "12.5 %", "１２.５％", "12.5퍼센트", "12.5 percent", "0.125", "1/8", ".125", "12.5%입니다"]),
    ("made-side", &["224", "224px", "224 PX", "224 픽셀", "２２４", "224.0", "224 pixels", "224픽셀입니다"]),
    ("made-ratio", &["4", "4배", "4 배입니다", "×4", "x4", "4x", "4 times", "4.0", "약 4배", "4배 정도"]),
    ("made-minimum", &["-0.278", "−0.278", "–0.278", "- 0.278", "-.278", "-0.28", "−２.７８e-1", "마이너스 0.278"]),
    ("counting-file-size-drawn", &["10.6", "10.6 MB", "10.577096", "10,577,096", "10.577M", "10577 kB"]),
    ("b0-baseline-classifier", &["1281000", "1,281,000", "1 281 000", "1.281M", "128만 1000", "1281k", "1281 천"]),
];

#[rustfmt::skip]
const WRONG: Rows = &[
    ("note-activation", &[
        "swich", "swis", "swishh", "swsh", "switch", "hswish", "hard-swish", "relu", "ReLU6", "swish relu", "swish or relu", "sigmoid",
        "스위치", "스의시", "수위시", "스위사", "스위", "시위스", "하드 스위시", "스위시를를", "스위시을", "", " ", ".", "?!", "swish6", "Swish-2",
    ]),
    ("note-base-origin", &["MobileNet", "MobileNetV1", "MobileNetV3", "mobilenet", "v2", "모바일넷", "MnasNet", "MobileNetV2 V3", "MobileNetV22"]),
    ("depthwise-separable-name-mixer", &["깊이별 합성곱", "depthwise", "점별 합성", "합성곱", "정별 합성곱", "점벌 합성곱", "pointwize", "point"]),
    ("compound-scaling-who-found-b0", &["NSA", "AutoML", "grid search", "탐색", "구조", "NASA", "신경망 구조"]),
    ("counting-buffer-name", &["버버", "buffet", "파라미터", "bufer", "비퍼", "버퍼 파라미터"]),
    ("training-drop-connect-name", &["확률적 길이", "dropout", "drop connect", "stochastic", "depth", "확률적", "stochastic width"]),
    ("made-depth", &["길이", "깁이", "깊", "깊이을", "깊이은", "너비", "깊이 너비", "dept", "depths", "width", "기피"]),
    ("made-width", &["높이", "넓이", "나비", "너삐", "너비이며", "깊이", "with", "widht"]),
    ("made-gate", &["squeeze", "excitation", "squeeze excitation", "squeeze and excitations", "ES", "S", "스퀴즈"]),
    ("made-params", &[
        "0.53M", "53M", "5.3G", "5.3k", "53만", "5300만", "530억", "530", "5,3", "5,30,000", "5.300.000", "-5.3", "5.1", "5.5M", "5.407",
        "5.193", "5.3 ms", "5.3 px", "5.3 %", "", "M", "five", "5.3 5.3", "5.3M 6M", "5.3 or 5.4", "NaN", "nan", "inf", "∞", "1e999", "-1e999",
        "5.3.M", "5.3MM", "5..3", "1/0", "0/0", "0", "5.3 million million", "만", "정도", "약",
    ]),
    ("made-macs", &["0.39M", "39G", "390", "390k", "3.9만", "39억", "0.39T", "0.41", "0.37G", "0.39 GB", "0.39 ms"]),
    ("made-share", &["0.125%", "125", "12.5M", "1.25%", "1/9", "12,5 %", "12.7", "-12.5%", "12.5 px"]),
    ("made-side", &["225", "223", "22.4", "224M", "224 %", "224 ms", "224.5", "-224", "224 225", "224 채널", "224 bytes", "224배"]),
    ("made-ratio", &["2", "16", "1/4", "-4", "4%", "4만", "4.1", "네모", "4 px", "4 bytes"]),
    ("made-minimum", &["0.278", "-0.2", "-0.284", "-2.78", "- -0.278", "--0.278", "-"]),
    ("counting-file-size-drawn", &["10.6 GB", "10.6 kB", "5.3", "21.2 MB", "10.8", "10.6 px"]),
    ("b0-baseline-classifier", &["1280000", "1281", "1.28M", "1,281", "1281001", "12.81M", "128만"]),
];

fn asks() -> Vec<(String, Ask)> {
    let made: String = MADE
        .split_inclusive("[[question]]\n")
        .enumerate()
        .map(|(index, part)| if index == 0 { part.to_owned() } else { format!("{COMMON}{part}") })
        .collect();
    let made: QuizFile = toml::from_str(&made).unwrap();
    let library = Library::open(None);
    let shipped = library.questions().map(|question| question.draw(0));
    made.questions.into_iter().chain(shipped).map(|item| (item.id, item.ask)).collect()
}

/// Whether a typed line is right.
fn is_right(ask: &Ask, line: &str) -> bool {
    let keys = |expression: &str| quantity::evaluate(expression).ok();
    let answer = Answer::read(line, ask, &Sheet::of_file(ask));
    answer.is_some_and(|answer| grade(ask, &answer, &keys).right)
}

/// The lines of a table that are not graded so, and how many there are.
fn odd(rows: Rows, right: bool) -> (Vec<String>, usize) {
    let asks = asks();
    let mut odd = Vec::new();
    for (id, lines) in rows {
        let (_, ask) = asks.iter().find(|(known, _)| known == id).expect(id);
        let missed = lines.iter().filter(|line| is_right(ask, line) != right);
        odd.extend(missed.map(|line| format!("{id}: `{line}`")));
    }
    (odd, rows.iter().map(|(_, lines)| lines.len()).sum())
}

#[test]
fn forms_that_mean_the_answer_are_right() {
    let (odd, count) = odd(RIGHT, true);
    assert!(odd.is_empty(), "must be right: {odd:#?}");
    assert!(count >= 60, "{count} forms");
}

#[test]
fn near_misses_are_wrong() {
    let (odd, count) = odd(WRONG, false);
    assert!(odd.is_empty(), "must be wrong: {odd:#?}");
    assert!(count >= 60, "{count} near misses");
}

fn all(forms: &Forms) -> impl Iterator<Item = &String> {
    forms.ko.iter().chain(&forms.en)
}

/// Every listed form of the bank, as it is typed by different hands.
#[test]
fn every_listed_form_is_right_however_it_is_typed() {
    for (id, ask) in asks() {
        let Ask::Text { accepted, wrong } = &ask else { continue };
        for form in all(accepted) {
            let wide: String = form
                .chars()
                .map(|c| match c {
                    '!'..='~' => char::from_u32(c as u32 + 0xfee0).unwrap(),
                    c => c,
                })
                .collect();
            let typed = [
                form.clone(),
                form.nfd().collect(),
                form.to_uppercase(),
                form.to_lowercase(),
                // An article is one only as a word of its own.
                form.strip_prefix("a ").unwrap_or(form).replace(' ', ""),
                format!("  {form}. "),
                format!("{form}입니다"),
                wide,
            ];
            for line in typed {
                assert!(is_right(&ask, &line), "{id}: `{line}`");
            }
        }
        for form in wrong.iter().flat_map(|wrong| all(&wrong.forms)) {
            assert!(!is_right(&ask, form), "{id}: `{form}` is listed as wrong");
        }
    }
}

/// A vowel that is another, and a final consonant lost or won: none of it is the word.
#[test]
fn one_jamo_off_is_another_word() {
    for (id, ask) in asks() {
        let Ask::Text { accepted, .. } = &ask else { continue };
        for form in &accepted.ko {
            for (at, c) in form.char_indices().filter(|(_, c)| ('가'..='힣').contains(c)) {
                let code = c as u32 - 0xac00;
                let (initial, vowel, last) = (code / 588, code % 588 / 28, code % 28);
                let near = [
                    (initial, (vowel + 1) % 21, last),
                    ((initial + 1) % 19, vowel, last),
                    (initial, vowel, (last + 1) % 28),
                ];
                for (initial, vowel, last) in near {
                    let other = char::from_u32(0xac00 + initial * 588 + vowel * 28 + last).unwrap();
                    let line = format!("{}{other}{}", &form[..at], &form[at + c.len_utf8()..]);
                    assert!(!is_right(&ask, &line), "{id}: `{line}` for `{form}`");
                }
            }
        }
    }
}

/// Every number of the bank, just inside and just outside its tolerance.
#[test]
fn the_tolerance_is_the_border() {
    let mut seen = 0;
    for (id, ask) in asks() {
        let (Ask::Number(number) | Ask::Predict(number)) = &ask else { continue };
        let key = quantity::evaluate(&number.key).unwrap();
        if key == 0.0 {
            continue;
        }
        let inside = number.tolerance * 0.999;
        let outside = number.tolerance * 1.001 + 1e-6;
        for (share, right) in
            [(0.0, true), (inside, true), (-inside, true), (outside, false), (-outside, false)]
        {
            let line = format!("{}", key * (1.0 + share));
            assert_eq!(is_right(&ask, &line), right, "{id}: `{line}` for {key}");
        }
        for line in ["", "nan", "inf", "1e999", &format!("{key} {key}"), &format!("{}", -key)] {
            assert!(!is_right(&ask, line), "{id}: `{line}`");
        }
        seen += 1;
    }
    assert!(seen >= 80, "{seen} numbers");
}

//! Both languages say what the types say.

use super::*;
use crate::text::i18n;

const FIELDS: [Field; 24] = [
    Field::Width,
    Field::Depth,
    Field::Resolution,
    Field::Stem,
    Field::Head,
    Field::Classes,
    Field::Blocks,
    Field::Macs,
    Field::Kernel,
    Field::Stride,
    Field::ExpandRatio,
    Field::Channels,
    Field::ChannelsIn,
    Field::Repeats,
    Field::SeRatio,
    Field::Phi,
    Field::Alpha,
    Field::Beta,
    Field::Gamma,
    Field::Growth,
    Field::Base,
    Field::DepthFactor,
    Field::WidthFactor,
    Field::ResolutionFactor,
];

fn every_expected() -> Vec<Expected> {
    vec![
        Expected::between(&0, &10.5),
        Expected::at_most(&"10^18"),
        Expected::Positive("1000".to_owned()),
        Expected::Odd("31".to_owned()),
        Expected::Either(1, 2),
        Expected::OneOf("chelsea, rocket".to_owned()),
        Expected::Steps("1, 3, … 7".to_owned()),
        Expected::ChannelsBefore,
        Expected::Absent,
    ]
}

fn every_vision_error() -> Vec<VisionError> {
    vec![
        VisionError::Missing,
        VisionError::Directory,
        VisionError::Unreadable(std::io::Error::other("no luck")),
        VisionError::Empty,
        VisionError::TooLong,
        VisionError::NotAnImage,
        VisionError::OtherFormat { found: "GIF".to_owned() },
        VisionError::TooLarge { width: 9000, height: 1 },
        VisionError::Truncated,
        VisionError::Damaged { reason: "bad marker".to_owned() },
    ]
}

fn every_train_error() -> Vec<TrainError> {
    vec![
        TrainError::Setting {
            setting: "lr",
            got: "NaN".to_owned(),
            expected: Expected::Positive("10".to_owned()),
        },
        TrainError::NoImages,
        TrainError::TooFew { images: 3, least: 50 },
        TrainError::OneClass { class: 7, images: 60 },
        TrainError::Values { line: 2, found: 64, expected: 65 },
        TrainError::Value {
            line: 2,
            column: 65,
            got: "ten".to_owned(),
            expected: Expected::between(&0, &9),
        },
        TrainError::NotText,
        TrainError::TooManyParams { got: 5_288_548, most: 1_000_000 },
        TrainError::TooManyMacs { got: 385_814_752, most: 50_000_000 },
        TrainError::Diverged { epoch: 3, step: 14, loss: f32::INFINITY },
    ]
}

fn every_file_error() -> Vec<FileError> {
    let path = std::path::PathBuf::from("a.safetensors");
    let reason = std::io::Error::other("no room");
    vec![FileError::Directory { path: path.clone() }, FileError::Write { path, reason }]
}

fn every_tensor_file_error() -> Vec<TensorFileError> {
    vec![
        TensorFileError::Missing,
        TensorFileError::Directory,
        TensorFileError::Irregular,
        TensorFileError::Unreadable(std::io::Error::other("no luck")),
        TensorFileError::Empty,
        TensorFileError::TooLong { found: 5000, limit: 4096 },
        TensorFileError::Checkpoint,
        TensorFileError::HeaderLength { promised: 9, length: 8 },
        TensorFileError::Header { reason: "no JSON".to_owned() },
        TensorFileError::Offsets { tensor: "a".to_owned() },
        TensorFileError::Size,
        TensorFileError::End,
    ]
}

fn every_weights_error() -> Vec<WeightsError> {
    let tensor = || "bn1.bias".to_owned();
    let missing = || WeightsError::Missing { tensor: tensor(), expected: vec![8] };
    let other = |more, fits| WeightsError::OtherModel {
        model: "b0",
        first: Box::new(missing()),
        more,
        fits,
    };
    vec![
        TensorFileError::Empty.into(),
        WeightsError::UnknownNaming { first: None },
        WeightsError::UnknownNaming { first: Some("layer1.weight".to_owned()) },
        missing(),
        WeightsError::Extra { tensor: tensor(), found: vec![8, 1] },
        WeightsError::Shape { tensor: tensor(), expected: vec![8], found: vec![9] },
        other(0, None),
        other(3, Some("b1")),
        WeightsError::Type { tensor: tensor(), expected: "F32", found: safetensors::Dtype::I8 },
        WeightsError::NotFinite { tensor: tensor(), index: 3, value: f32::NAN },
        WeightsError::NegativeVariance { tensor: tensor() },
    ]
}

fn every_input_error() -> Vec<InputError> {
    let names = || vec!["a".to_owned(), "b".to_owned()];
    vec![
        TensorFileError::Empty.into(),
        InputError::Nothing,
        InputError::Missing { names: names(), more: 0 },
        InputError::Missing { names: names(), more: 2 },
        InputError::Type { found: safetensors::Dtype::F64 },
        InputError::Shape { found: vec![3, 224, 224] },
        InputError::TooLarge { height: 9000, width: 9000 },
        InputError::NotFinite { index: 3, value: f32::INFINITY },
    ]
}

/// Every variant of every type; `each_entry_is_compared` finds one that is missing.
fn samples() -> Vec<anyhow::Error> {
    let mut samples: Vec<anyhow::Error> = Vec::new();
    let got = || "9".to_owned();
    for field in FIELDS {
        let expected = Expected::at_most(&3);
        samples.push(SpecError::Network { field, got: got(), expected }.into());
    }
    for expected in every_expected() {
        let field = Field::Kernel;
        let stage = SpecError::Stage { stage: 3, field, got: got(), expected: expected.clone() };
        samples.push(stage.clone().into());
        samples.push(DemoError::Spec(stage).into());
        samples.push(KnobError::Value { key: "row", got: got(), expected }.into());
    }
    for nearest in [None, Some("b3".to_owned())] {
        let (name, expected) = ("b33".to_owned(), "b0, b3".to_owned());
        samples.push(SpecError::UnknownModel { name, expected, nearest }.into());
    }
    let (name, expected) = ("no-sse".to_owned(), "no-se".to_owned());
    samples.push(SpecError::UnknownBug { name, expected, nearest: None }.into());
    let (key, expected) = ("rwo".to_owned(), "row, column".to_owned());
    samples.push(KnobError::Unknown { key, expected }.into());
    for text in [
        "",
        "parms<1",
        "macs",
        "res%3",
        "macs<x",
        "res%0==0",
        "res%3==.5",
        "res%3==3",
        "width%2==0",
    ] {
        samples.push(crate::arch::Budget::parse(text).unwrap_err().into());
    }
    samples.extend(every_vision_error().into_iter().map(anyhow::Error::from));
    samples.extend(every_train_error().into_iter().map(anyhow::Error::from));
    samples.extend(every_file_error().into_iter().map(anyhow::Error::from));
    samples.extend(every_tensor_file_error().into_iter().map(anyhow::Error::from));
    samples.extend(every_weights_error().into_iter().map(anyhow::Error::from));
    samples.extend(every_input_error().into_iter().map(anyhow::Error::from));
    let path = std::path::PathBuf::from("a.pdf");
    samples.push(ExportError::Ending { path: path.clone() }.into());
    let reason = std::io::Error::other("no room");
    samples.push(ExportError::Write { path, reason }.into());
    samples.push(ExportError::TooLarge { width: 9, height: 8 }.into());
    samples.push(ExportError::Draw("no ink".to_owned()).into());
    samples.push(DemoError::Asset("no photo".to_owned()).into());
    samples.push(DemoError::Cancelled.into());
    samples
}

#[test]
fn the_english_entries_are_what_the_types_say() {
    for error in samples() {
        assert_eq!(sentence(&error, Lang::En), error.to_string());
    }
}

#[test]
fn each_entry_is_compared() {
    let said: Vec<String> = samples().iter().map(|error| line(error, Lang::En)).collect();
    for key in i18n::keys().iter().filter(|key| key.starts_with("errors.")) {
        let entry = i18n::find(key).unwrap().get(Lang::En);
        let literals = entry.split(['{', '}']).step_by(2);
        for literal in literals {
            assert!(said.iter().any(|text| text.contains(literal)), "no sample says {key}");
        }
    }
}

#[test]
fn korean_is_korean() {
    let said = |error: anyhow::Error| sentence(&error, Lang::Ko);
    let mut texts = Vec::new();
    for error in samples() {
        let text = said(error);
        let own = text == "no photo" || text.chars().any(|c| ('가'..='힣').contains(&c));
        assert!(own && !text.contains('{'), "{text}");
        texts.push(text);
    }
    assert!(texts.contains(&"3단계: 커널은 31 이하의 홀수여야 합니다: 9".to_owned()));
    assert!(texts.contains(&"조절기 `row`는 1과 2 중 하나여야 합니다: `9`".to_owned()));
    assert!(texts.contains(&"`lr`는 0보다 크고 10 이하여야 합니다: NaN".to_owned()));
    assert!(texts.contains(&"phi는 3 이하여야 합니다: 9".to_owned()));
}

#[test]
fn causes_follow_a_colon_and_strangers_keep_their_words() {
    let error = anyhow::Error::from(VisionError::Empty).context("`a.png`");
    assert_eq!(sentence(&error, Lang::Ko), "`a.png`: 파일이 비어 있습니다");
    assert_eq!(line(&error, Lang::En), format!("error: {error:#}"));
    let error = anyhow::Error::from(std::io::Error::other("disk on fire"));
    assert_eq!(line(&error, Lang::Ko), "오류: disk on fire");
}

#[test]
fn carets_stand_below_the_mistake() {
    let error = crate::arch::Budget::parse("macs<=1G,맥스<=1").unwrap_err();
    let text = line(&error.into(), Lang::Ko);
    assert!(text.ends_with("\n\n  macs<=1G,맥스<=1\n           ^^^^"), "{text}");
}

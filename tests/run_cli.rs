//! `run` from outside: the photographs that ship, and every kind of file that is none.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

use std::path::Path;
use std::process::{Command, Output};

use effnet_tutor::train::Dataset;
use serde_json::Value;

fn run(args: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_effnet-tutor"));
    // In English, wherever the test runs.
    program.env("LC_ALL", "C").arg("run").args(args).output().unwrap()
}

fn json(args: &[&str]) -> Value {
    let output = run(&[args, &["--format", "json"]].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Exit 1, nothing on stdout, one line on stderr.
#[track_caller]
fn refused(args: &[&str], message: &str) {
    let output = run(args);
    assert_eq!(String::from_utf8_lossy(&output.stderr), format!("error: {message}\n"));
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
}

const NAMES: [&str; 3] = ["chelsea", "coffee", "rocket"];

const PHOTOS: [&str; 3] =
    ["assets/images/chelsea.jpg", "assets/images/coffee.jpg", "assets/images/rocket.jpg"];

/// PyTorch's five most probable classes with f32 weights are in `lite0_golden.json`.
#[test]
fn the_photographs_are_seen_as_pytorch_sees_them() {
    let report = json(&PHOTOS);
    assert_eq!(report["model"], "lite0");
    let results = report["results"].as_array().unwrap();
    assert_eq!(results.len(), 3);
    let golden: Value =
        serde_json::from_str(include_str!("../assets/data/lite0_golden.json")).unwrap();
    for (result, (input, name)) in results.iter().zip(PHOTOS.into_iter().zip(NAMES)) {
        assert_eq!(result["input"], input);
        assert!(result["ms"].as_f64().unwrap() > 0.0);
        assert!(result.get("logits").is_none());
        let theirs = golden["top5"][name].as_array().unwrap();
        let ours = result["top"].as_array().unwrap();
        assert_eq!((&ours[0]["index"], &ours[0]["label"]), (&theirs[0][0], &theirs[0][1]));
        for (ours, theirs) in ours.iter().zip(theirs) {
            let difference = ours["probability"].as_f64().unwrap() - theirs[2].as_f64().unwrap();
            assert!(difference.abs() <= 0.05, "{input} differs by {difference}");
        }
    }
}

#[test]
fn logits_and_top_are_options() {
    let report = json(&[PHOTOS[1], "--logits", "--top", "2"]);
    assert_eq!(report["results"][0]["logits"].as_array().unwrap().len(), 1000);
    assert_eq!(report["results"][0]["top"].as_array().unwrap().len(), 2);
}

#[test]
fn the_table_is_aligned() {
    let output = run(&[PHOTOS[1], "--top", "2"]);
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.len(), 3);
    assert!(lines[0].starts_with("assets/images/coffee.jpg (") && lines[0].ends_with(" ms)"));
    assert!(lines[1].ends_with(" %  espresso") && lines[2].ends_with(" %  cup"), "{text}");
    assert_eq!(lines[1].find('%'), lines[2].find('%'));
}

#[test]
fn each_bad_input_gets_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let check = |path: &str, reason: &str| {
        refused(&[path], &format!("cannot classify `{path}`: {reason}"));
    };
    check("no/such.jpg", "there is no such file");
    check("assets", "it is a directory, expected a PNG or JPEG file");
    check(&file("empty.png", b""), "the file is empty");
    check(&file("text.jpg", b"not a photo"), "it is not an image, expected PNG or JPEG");
    let photo = std::fs::read(Path::new(PHOTOS[0])).unwrap();
    check(&file("cut.jpg", &photo[..photo.len() / 2]), "the file ends before the image does");
    let mut huge = photo;
    let frame = huge.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
    huge[frame + 5..frame + 9].copy_from_slice(&[0xEA, 0x60, 0xEA, 0x60]);
    check(
        &file("huge.jpg", &huge),
        "it has 60000×60000 pixels, expected at most 8192 a side and 25 million in all",
    );
}

#[test]
fn a_model_without_weights_is_refused() {
    let photo = PHOTOS[0];
    refused(
        &[photo, "--model", "b0"],
        "`b0` has no weights in this program, only lite0 and nano have; give them with `--weights FILE`",
    );
}

#[test]
fn weights_of_nano_without_its_name_are_recognised() {
    let weights = "assets/models/nano.safetensors";
    refused(
        &[PHOTOS[0], "--weights", weights],
        "`assets/models/nano.safetensors` holds weights of nano; give `--model nano` as well",
    );
}

/// The first digits of the set are 0, 1, 2, 3 and 4; three of them as files, dark on light, larger, with a
/// margin.
#[test]
fn nano_reads_pictures_of_digits() {
    let (folder, digits) = (tempfile::tempdir().unwrap(), Dataset::digits());
    let files: Vec<String> = [0, 2, 3]
        .into_iter()
        .map(|index| {
            let picture = digits.image(index);
            let path = folder.path().join(format!("{index}.png"));
            let image = image::GrayImage::from_fn(120, 120, |x, y| {
                let pixel =
                    |at: u32| usize::try_from(at).unwrap().checked_sub(20).map(|at| at / 10);
                let (row, column) = (pixel(y), pixel(x));
                let ink = row.zip(column).and_then(|place| picture.get(place)).unwrap_or(&0.0);
                image::Luma([(255.0 * (1.0 - ink)) as u8])
            });
            image.save(&path).unwrap();
            path.to_str().unwrap().to_owned()
        })
        .collect();
    let weights = ["--weights", "assets/models/nano.safetensors"];
    for more in [&[][..], &weights] {
        let images: Vec<&str> = files.iter().map(String::as_str).collect();
        let report = json(&[&images[..], &["--model", "nano"], more].concat());
        assert_eq!(report["model"], "nano");
        for (label, result) in ["0", "2", "3"].iter().zip(report["results"].as_array().unwrap()) {
            assert_eq!(result["top"][0]["label"], *label);
        }
    }
}

#[test]
fn korean_refuses_in_korean() {
    let output = run(&["no/such.jpg", "--lang", "ko"]);
    let text = "오류: `no/such.jpg`를 분류할 수 없습니다: 그런 파일이 없습니다\n";
    assert_eq!(String::from_utf8_lossy(&output.stderr), text);
    assert_eq!(output.status.code(), Some(1));
}

//! `run` with weights of one's own, from outside: what the answer says, and every kind of file that is none.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use effnet_tutor::arch::Variant;
use effnet_tutor::nn::weights::{Naming, Needed};
use half::f16;
use safetensors::tensor::{Dtype, TensorView, serialize};
use serde_json::Value;
use tempfile::TempDir;

const LITE0: &str = "tests/golden/efficientnet_lite0_imagenet.f16.safetensors";

const PHOTO: &str = "assets/images/coffee.jpg";

fn run(args: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_effnet-tutor"));
    // In English, wherever the test runs.
    program.env("LC_ALL", "C").arg("run").args(args).output().unwrap()
}

fn json(args: &[&str]) -> Value {
    let output = run(&[args, &["--logits", "--format", "json"]].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn logits(report: &Value, row: usize) -> Vec<f64> {
    let logits = report["results"][row]["logits"].as_array().unwrap();
    logits.iter().map(|logit| logit.as_f64().unwrap()).collect()
}

/// The largest difference as a share of the largest value.
#[track_caller]
fn distance(a: &[f64], b: &[f64]) -> f64 {
    assert_eq!(a.len(), b.len());
    let largest = |values: &mut dyn Iterator<Item = f64>| values.map(f64::abs).fold(0.0, f64::max);
    largest(&mut a.iter().zip(b).map(|(a, b)| a - b)) / largest(&mut a.iter().copied())
}

#[track_caller]
fn refused(args: &[&str], message: &str) {
    let output = run(args);
    assert_eq!(String::from_utf8_lossy(&output.stderr), format!("error: {message}\n"));
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
}

/// Files that are gone after the test.
struct Files(TempDir);

impl Files {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn write(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.0.path().join(name);
        fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// A tensor `input` whose values go up and down.
    fn input(&self, shape: [usize; 4]) -> String {
        let values = (0..shape.iter().product()).map(|i: usize| (i as f32 * 0.37).sin());
        let bytes: Vec<u8> = values.flat_map(f32::to_le_bytes).collect();
        self.tensor("input", Dtype::F32, &shape, &bytes)
    }

    fn tensor(&self, name: &str, dtype: Dtype, shape: &[usize], bytes: &[u8]) -> String {
        let view = TensorView::new(dtype, shape.to_vec(), bytes).unwrap();
        self.write("one.safetensors", &serialize([(name, view)], None).unwrap())
    }
}

/// A file of the model with 10 classes. A tensor's values depend on its place in our network only, so
/// the files of two vocabularies hold the same network.
fn weights(naming: Naming, variant: Variant, edit: impl FnOnce(&mut Vec<Needed>)) -> Vec<u8> {
    let mut needed = naming.needed(&variant.spec(10).unwrap());
    edit(&mut needed);
    let value = |path: &str, index: usize, fan_in: usize| {
        let wave = (index as f32 * 0.7 + path.len() as f32).sin();
        match path.rsplit('.').next() {
            Some("running_var") => 0.5 + 0.1 * wave,
            Some("weight") if path.contains("norm") => 1.0 + 0.2 * wave,
            Some("weight") => wave * (2.0 / fan_in as f32).sqrt(),
            _ => 0.1 * wave,
        }
    };
    let bytes = needed.iter().map(|tensor| {
        let fan_in = tensor.shape.iter().skip(1).product::<usize>().max(1);
        let values = 0..tensor.shape.iter().product();
        let bits = |index| f16::from_f32(value(&tensor.path, index, fan_in)).to_le_bytes();
        values.flat_map(bits).collect::<Vec<u8>>()
    });
    let bytes: Vec<_> = bytes.collect();
    let views = needed.iter().zip(&bytes).map(|(tensor, bytes)| {
        (&tensor.name, TensorView::new(Dtype::F16, tensor.shape.clone(), bytes).unwrap())
    });
    serialize(views, None).unwrap()
}

/// The names differ, and so does what is assumed; told the same, the networks are the same.
#[test]
fn three_vocabularies_give_the_same_network() {
    let files = Files::new();
    let input = files.input([1, 3, 34, 40]);
    let mut seen: Option<Vec<f64>> = None;
    for (naming, padding, eps) in [
        (Naming::Timm, "same", 1e-3),
        (Naming::EfficientnetPytorch, "same", 1e-3),
        (Naming::Torchvision, "symmetric", 1e-5),
    ] {
        let file = files.write(naming.library(), &weights(naming, Variant::B0, |_| {}));
        let args = ["--model", "b0", "--weights", &file, "--input-tensor", &input];
        let assumed = json(&args);
        let taken = &assumed["weights"];
        assert_eq!(assumed["model"], "b0");
        assert_eq!(
            (&taken["naming"], &taken["padding"]),
            (&naming.library().into(), &padding.into())
        );
        assert!((taken["bn_eps"].as_f64().unwrap() - eps).abs() < 1e-9, "{taken}");
        let told = json(&[&args[..], &["--padding", "same", "--bn-eps", "0.001"]].concat());
        let (assumed, told) = (logits(&assumed, 0), logits(&told, 0));
        assert_eq!(told.len(), 10);
        if padding == "symmetric" {
            assert!(distance(&assumed, &told) > 1e-3, "padding and epsilon change nothing");
        }
        let first = seen.get_or_insert_with(|| told.clone());
        assert!(distance(first, &told) < 1e-6, "{}", naming.library());
    }
}

/// The weights in the program are the file's, rounded to 8 bits.
#[test]
fn a_file_of_lite0_sees_what_the_model_inside_sees() {
    let (file, inside) = (json(&["--weights", LITE0, PHOTO]), json(&[PHOTO]));
    assert_eq!((&file["model"], &file["preparation"]["side"]), (&"lite0".into(), &224.into()));
    assert!(inside.get("weights").is_none());
    assert_eq!(file["results"][0]["top"][0]["label"], inside["results"][0]["top"][0]["label"]);
    assert!(distance(&logits(&file, 0), &logits(&inside, 0)) < 0.1);
}

#[test]
fn the_number_of_threads_does_not_change_the_answer() {
    let files = Files::new();
    let input = files.input([2, 3, 64, 49]);
    let report =
        |threads: &str| json(&["--weights", LITE0, "--input-tensor", &input, "--threads", threads]);
    let (one, three) = (report("1"), report("3"));
    assert_eq!(one["results"].as_array().unwrap().len(), 2);
    for row in 0..2 {
        assert_eq!(one["results"][row]["logits"], three["results"][row]["logits"]);
        assert_eq!(one["results"][row]["input"], format!("{input}[{row}]"));
    }
    assert!(distance(&logits(&one, 0), &logits(&one, 1)) > 1e-3, "both images are the same");
}

#[test]
fn the_table_says_what_was_assumed() {
    let text = |args: &[&str]| {
        let output = run(&[&["--weights", LITE0, PHOTO], args].concat());
        String::from_utf8(output.stdout).unwrap()
    };
    let line = "weights: lite0, efficientnet_pytorch names; same padding";
    assert!(text(&[]).contains(&format!("{line} (assumed), batch norm ε 0.001 (assumed)")));
    let given = text(&["--padding", "same"]);
    assert!(given.contains(&format!("{line} (given), batch norm ε 0.001 (assumed)")), "{given}");
}

#[test]
fn weights_that_do_not_fit_get_one_line() {
    let files = Files::new();
    let input = files.input([1, 3, 8, 8]);
    let check = |name: &str, edit: &dyn Fn(&mut Vec<Needed>), reason: &str| {
        let path = files.write(name, &weights(Naming::Timm, Variant::B0, edit));
        let args = ["--model", "b0", "--weights", &path, "--input-tensor", &input];
        refused(&args, &format!("cannot load `{path}`: the weights do not fit b0: {reason}"));
    };
    let at = |tensors: &[Needed], name: &str| tensors.iter().position(|t| t.name == name).unwrap();
    let shape = |tensors: &mut Vec<Needed>| {
        let index = at(tensors, "conv_stem.weight");
        tensors[index].shape = vec![3, 3, 3, 32];
    };
    let expected = "expected [32, 3, 3, 3]";
    check(
        "shape",
        &shape,
        &format!("tensor `conv_stem.weight` has shape [3, 3, 3, 32], {expected}"),
    );
    let missing = |tensors: &mut Vec<Needed>| drop(tensors.remove(at(tensors, "bn2.running_mean")));
    check("missing", &missing, "tensor `bn2.running_mean` is missing, expected shape [1280]");
    let extra = |tensors: &mut Vec<Needed>| {
        let tensor = Needed { path: "x".into(), name: "blocks.9.bias".into(), shape: vec![2] };
        tensors.push(tensor);
    };
    check("extra", &extra, "tensor `blocks.9.bias` of shape [2] has no place in this network");
}

#[test]
fn weights_of_another_model_name_it_in_both_languages() {
    let args = ["--model", "b0", "--weights", LITE0, PHOTO];
    let english = run(&args);
    let english_text = String::from_utf8_lossy(&english.stderr);
    assert!(english_text.starts_with(&format!("error: cannot load `{LITE0}`: ")), "{english_text}");
    assert!(english_text.ends_with("; they are the weights of lite0\n"), "{english_text}");
    let korean = run(&[&args[..], &["--lang", "ko"]].concat());
    let korean_text = String::from_utf8_lossy(&korean.stderr);
    assert!(korean_text.starts_with("오류: ") && korean_text.contains(LITE0), "{korean_text}");
    assert!(korean_text.ends_with("lite0의 가중치입니다\n"), "{korean_text}");
    assert_eq!((english.status.code(), korean.status.code()), (Some(1), Some(1)));
}

#[test]
fn a_value_that_is_no_number_is_refused() {
    let files = Files::new();
    let mut bytes = fs::read(LITE0).unwrap();
    let last = bytes.len() - 2;
    bytes[last..].copy_from_slice(&f16::NAN.to_le_bytes());
    let path = files.write("nan", &bytes);
    let output = run(&["--weights", &path, PHOTO]);
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(text.starts_with(&format!("error: cannot load `{path}`: tensor `_")), "{text}");
    assert!(text.contains(" holds NaN at index "), "{text}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn what_is_no_file_of_tensors_gets_one_line() {
    let files = Files::new();
    let check = |path: &str, reason: &str| {
        for args in [["--weights", path, PHOTO].as_slice(), &["--input-tensor", path]] {
            let cannot = if args.len() == 3 { "cannot load" } else { "cannot classify" };
            refused(args, &format!("{cannot} `{path}`: {reason}"));
        }
    };
    check("no/such", "there is no such file");
    check("assets", "it is a directory, expected a safetensors file");
    check(&files.write("empty", b""), "the file is empty");
    let script = "assets/scripts/pth_to_safetensors.py";
    assert!(Path::new(script).is_file());
    let checkpoint =
        format!("it is a PyTorch checkpoint, expected safetensors; {script} converts it");
    check(&files.write("zip.pth", b"PK\x03\x04 and so on"), &checkpoint);
    check(&files.write("pickle.pth", b"\x80\x02}q\x00."), &checkpoint);
    let promised = "it is not a safetensors file: its first 8 bytes promise a header of";
    let absurd = format!("{promised} 18446744073709551615 bytes, it has 10 bytes in all");
    check(&files.write("absurd", b"\xff\xff\xff\xff\xff\xff\xff\xff{}"), &absurd);
    let lite0 = fs::read(LITE0).unwrap();
    let end = "it does not end where its header says: it may have been cut short";
    check(&files.write("cut", &lite0[..lite0.len() / 2]), end);
    let overlap = r#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}"#;
    let overlap = [&(overlap.len() as u64).to_le_bytes(), overlap.as_bytes(), &[0; 6]].concat();
    let offsets = "the bytes of tensor `b` do not begin where those before it end";
    check(&files.write("overlap", &overlap), offsets);
}

#[cfg(unix)]
#[test]
fn a_pipe_is_refused_before_it_is_opened() {
    let files = Files::new();
    let path = files.0.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
    let path = path.to_str().unwrap();
    let reason = "it is a pipe or a device, expected a regular file";
    refused(&["--weights", path, PHOTO], &format!("cannot load `{path}`: {reason}"));
    refused(&["--input-tensor", path], &format!("cannot classify `{path}`: {reason}"));
}

#[test]
fn what_is_no_batch_of_images_gets_one_line() {
    let files = Files::new();
    let check = |path: &str, reason: &str| {
        refused(&["--input-tensor", path], &format!("cannot classify `{path}`: {reason}"));
    };
    let floats = |name: &str, shape: &[usize], value: f32| {
        let bytes = value.to_le_bytes().repeat(shape.iter().product());
        files.tensor(name, Dtype::F32, shape, &bytes)
    };
    check(&floats("x", &[1, 3, 2, 2], 0.0), "it has no tensor `input`, only `x`");
    for shape in [&[3, 8, 8][..], &[1, 1, 8, 8], &[0, 3, 8, 8], &[1, 8, 8, 3]] {
        let expected = "expected [N, 3, H, W] with at least one of each";
        let reason = format!("tensor `input` has shape {shape:?}, {expected}");
        check(&floats("input", shape, 0.0), &reason);
    }
    let doubles = files.tensor("input", Dtype::F64, &[1, 3, 1, 1], &[0; 24]);
    check(&doubles, "tensor `input` has type F64, expected F32");
    let nan = floats("input", &[1, 3, 2, 2], f32::NAN);
    check(&nan, "tensor `input` holds NaN at index 0, expected finite values");
    let wide = floats("input", &[1, 3, 1, (1 << 22) + 1], 0.0);
    check(&wide, "tensor `input` has images of 1×4194305, expected at most 4194304 pixels");
}

#[test]
fn wrong_usage_is_told_from_a_bad_file() {
    for args in [
        &["--padding", "same", PHOTO][..],
        &["--bn-eps", "0.001", PHOTO],
        &["--weights", LITE0, "--bn-eps", "0", PHOTO],
        &["--weights", LITE0, "--bn-eps", "-1", PHOTO],
        &["--weights", LITE0, "--padding", "valid", PHOTO],
        &["--threads", "0", PHOTO],
        &["--repeat", "0", PHOTO],
        &["--input-tensor", "x", PHOTO],
        &["--weights", LITE0],
    ] {
        let output = run(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty(), "{args:?}");
    }
}

//! Networks of one's own, and what `inspect` writes for other programs.

use std::fs::{self, File};
use std::path::Path;

use crate::{Ran, run};

const POCKET: &str = "tests/fixtures/networks/pocket.toml";

/// Exit 1 and a sentence: the file is the trouble, not the usage.
#[track_caller]
fn fails(ran: &Ran, sentence: &str) {
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""), "{}: {}", ran.command, ran.err);
    assert!(ran.err.contains(sentence), "{} does not say `{sentence}`:\n{}", ran.command, ran.err);
}

fn inspect(path: &Path) -> Ran {
    run(&format!("inspect {}", path.display()))
}

#[test]
fn a_file_is_counted_like_a_model() {
    run(&format!("inspect {POCKET}")).succeeds().sees("415,280").sees("82,072,000");
    let report = run(&format!("inspect {POCKET} --classes 2 --format json")).succeeds().json();
    assert_eq!((&report["model"], &report["classes"]), (&"pocket".into(), &2.into()));
    run(&format!("inspect {POCKET} --like fvcore")).succeeds().sees("Computed by the rule");
    run(&format!("inspect {POCKET} --bug no-se")).succeeds().sees("pocket (no-se)");
    run(&format!("inspect b0 --diff {POCKET}")).succeeds().sees("b0 less pocket");
}

/// The file that the README shows.
#[test]
fn the_readme_s_example_is_a_network() {
    let readme = fs::read_to_string("README.md").unwrap();
    let (_, rest) = readme.split_once("```toml\n").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("readme.toml");
    fs::write(&path, rest.split_once("```").unwrap().0).unwrap();
    inspect(&path).succeeds().sees("pocket").sees("Fused-MBConv4");
}

#[test]
fn every_problem_of_a_file_is_told_in_place() {
    let ran = run("inspect tests/fixtures/networks/broken.toml");
    assert!(ran.err.matches("-->").count() > 20, "{}", ran.err);
    assert!(ran.err.ends_with("problems\n"), "{}", ran.err);
    fails(&ran, "^^^");
    fails(&run("--lang ko inspect tests/fixtures/networks/broken.toml"), "홀수여야 합니다");
}

#[test]
fn what_is_no_network_is_refused_with_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fails(&inspect(&at("none.toml")), "there is no such file");
    fails(&inspect(folder.path()), "it is a directory");
    fs::write(at("empty.toml"), "").unwrap();
    fails(&inspect(&at("empty.toml")), "the file is empty");
    fs::write(at("binary.toml"), [0xff, 0xfe, 0, 1]).unwrap();
    fails(&inspect(&at("binary.toml")), "it is not a text file");
    File::create(at("huge.toml")).unwrap().set_len(100 << 20).unwrap();
    fails(&inspect(&at("huge.toml")), "larger than 1 MiB");
    fs::write(at("wrong.toml"), "stages = [\"ir_r2_k4_s2_e6_c24\"]").unwrap();
    fails(&inspect(&at("wrong.toml")), "kernel must be odd");
}

/// print ∘ parse over the command line: what it writes, it reads back as the same network.
#[test]
fn a_model_written_as_a_file_is_the_same_model() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("again.toml");
    for model in ["b3", "lite2", "v2-s", "v2-b1", "mobilenet-v2"] {
        fs::write(&path, run(&format!("inspect {model} --emit toml")).succeeds().out).unwrap();
        run(&format!("inspect {} --diff {model}", path.display())).succeeds().sees("do not differ");
    }
}

#[test]
fn a_script_names_the_counts_that_it_checks() {
    let script = run("inspect v2-b1 --emit torch").succeeds().out;
    for part in ["import torch", "FlopCountAnalysis", "1196819360", "8141052"] {
        assert!(script.replace(['_', ','], "").contains(part), "{part}\n{script}");
    }
    run("inspect b0 --emit torch").succeeds().sees("torchvision.models.efficientnet_b0");
    run("inspect resnet-50 --emit torch").succeeds().sees("torchvision.models.resnet50");
    run("inspect resnet-50 --emit toml").fails("only counted");
}

/// No font of the system, nothing in HOME: the same picture each time.
#[test]
fn pictures_are_the_same_on_every_run() {
    let folder = tempfile::tempdir().unwrap();
    let lines = ["models", "inspect b0", "scale --phi 3", "scale --surface", "scale --paper"];
    for (line, ending) in lines.into_iter().zip(["svg", "png", "svg", "png", "svg"]) {
        let draw = |name: &str| {
            let path = folder.path().join(format!("{name}.{ending}"));
            run(&format!("--lang ko {line} --plot {}", path.display())).succeeds();
            fs::read(path).unwrap()
        };
        let first = draw("first");
        assert!(first.len() > 1000 && first == draw("second"), "{line}");
    }
    run("models --plot a.pdf").fails("must end in `.svg` or `.png`");
    let nowhere = folder.path().join("none").join("a.svg");
    fails(&run(&format!("models --plot {}", nowhere.display())), "cannot be written");
}

//! `lab train` from outside: what it says, what it keeps, and everything that it refuses.

use std::path::{Path, PathBuf};

use effnet_tutor::arch::Design;
use effnet_tutor::nn::weights::load;

use crate::{Ran, run, run_words};

/// Images in ten patterns that even a short training tells apart, in a file of their own.
struct Patterns {
    folder: tempfile::TempDir,
}

impl Patterns {
    fn new() -> Self {
        let pixel = |at: usize, class: usize| if at / 6 == class { "16," } else { "0," };
        let line = |index: usize| {
            let class = index % 10;
            (0..64).map(|at| pixel(at, class)).collect::<String>() + &class.to_string()
        };
        Self::of(&(0..60).map(line).collect::<Vec<_>>().join("\n"))
    }

    fn of(text: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("set.csv"), text).unwrap();
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A short training on them.
    fn train(&self, options: &str) -> Ran {
        let set = self.path("set.csv");
        let words = ["lab", "train", "--dataset", set.to_str().unwrap(), "--epochs", "2"];
        let options = options.split_whitespace();
        run_words(&words.into_iter().chain(["--batch", "20"]).chain(options).collect::<Vec<_>>())
    }

    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

/// Exit 1, nothing on stdout, and this in the sentence.
#[track_caller]
fn is_refused(ran: &Ran, sentence: &str) {
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""), "`{}`: {}", ran.command, ran.err);
    assert!(ran.err.contains(sentence), "`{}`: {}", ran.command, ran.err);
}

#[test]
fn a_pipe_gets_one_line_an_epoch_and_the_file_loads() {
    let patterns = Patterns::new();
    let file = patterns.path("w.safetensors");
    let ran = patterns.train(&format!("--lang en --save {}", file.display())).succeeds();
    let ran = ran.sees("nano: 25,966 parameters\n").sees("epoch 1/2  loss ").sees("Test accuracy ");
    assert!(ran.out.ends_with(&format!("Saved in {}.\n", file.display())), "{}", ran.out);
    assert!(!ran.out.contains(['\r', '\u{1b}']) && ran.err.is_empty());
    assert_eq!(patterns.names(), ["set.csv", "w.safetensors"]);
    let spec = Design::nano().spec().unwrap();
    assert!(load(&spec, &std::fs::read(file).unwrap()).is_ok());
}

#[test]
fn json_holds_settings_history_and_result() {
    let ran = Patterns::new().train("--format json --seed 5 --optimizer rmsprop").succeeds();
    let report = ran.json();
    assert_eq!(report["config"]["seed"], 5);
    assert_eq!(report["config"]["optimizer"], "rmsprop");
    assert_eq!((&report["split"]["train"], &report["split"]["seed"]), (&40.into(), &1797.into()));
    let history = report["history"].as_array().unwrap();
    assert_eq!(history.len(), 2);
    assert_eq!((&history[1]["epoch"], &history[1]["train"]["images"]), (&2.into(), &40.into()));
    assert!(report["best"]["validation"]["accuracy"].is_number());
    assert_eq!(report["test"]["images"], 10);
    assert!(report["stopped"].is_null() && report["saved"].is_null());
    assert_eq!(ran.err.lines().count(), 2, "{}", ran.err);
}

#[test]
fn the_same_command_gives_the_same_bytes() {
    let patterns = Patterns::new();
    for name in ["a.safetensors", "b.safetensors"] {
        let path = patterns.path(name);
        patterns.train(&format!("--stochastic-depth 0.2 --save {}", path.display())).succeeds();
    }
    let bytes = |name| std::fs::read(patterns.path(name)).unwrap();
    assert!(bytes("a.safetensors") == bytes("b.safetensors"));
}

#[test]
fn a_network_of_ones_own_learns_too() {
    let patterns = Patterns::new();
    let file = patterns.path("own.toml");
    let text = "resolution = 12\nstem = 8\nhead = 16\nstages = [\"ds_r1_k3_s1_e1_c8_se0.25\"]\n";
    std::fs::write(&file, text).unwrap();
    patterns
        .train(&format!("--lang en --model {}", file.display()))
        .succeeds()
        .sees("Best weights");
}

#[test]
fn wrong_settings_are_wrong_usage() {
    run("--lang en lab train --lr 0").fails("`lr` must be above 0 and at most 10, got 0");
    run("--lang en lab train --lr -1").fails("`lr` must be above 0 and at most 10, got -1");
    run("--lang en lab train --lr nan").fails("`lr` must be above 0 and at most 10, got NaN");
    run("--lang ko lab train --batch 1").fails("`batch`는 2 이상 4096 이하여야 합니다: 1");
    run("--lang en lab train --epochs 0").fails("`epochs` must be between 1 and 10000, got 0");
    run("--lang en lab train --model b0").fails("the network has 4,020,358 parameters");
    run("--lang ko lab train --model resnet-50").fails("`resnet-50` 모델은 세기만 합니다");
    run("--lang ko lab train --dataset mnist").fails("`mnist` 데이터셋은 없습니다");
    run("--lang en lab train --model nan0").fails("did you mean `nano`?");
}

#[test]
fn the_place_to_save_is_tried_before_the_training() {
    is_refused(
        &run("--lang en lab train --save ."),
        "`.` is a directory, expected the name of a file",
    );
    is_refused(&run("--lang en lab train --save no/where"), "`no/where` cannot be written: ");
}

#[test]
fn a_set_that_teaches_nothing_is_refused() {
    let line = "0,".repeat(64) + "7\n";
    let one_class = Patterns::of(&line.repeat(60)).train("--lang en");
    is_refused(&one_class, "all 60 images of the training set are of class 7");
    let korean = Patterns::of(&line.repeat(60)).train("--lang ko");
    is_refused(&korean, "이미지 60개가 모두 클래스 7입니다");
    is_refused(&Patterns::of("").train("--lang en"), "the training set holds no image");
    is_refused(&Patterns::of("1,2").train("--lang en"), "line 1: expected 65 values");
}

#[test]
fn without_a_command_the_lab_shows_its_help() {
    let ran = run("--lang ko lab");
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("사용법: effnet-tutor lab"), "{}", ran.err);
}

/// SIGINT after the first epoch: what was best by then is on disk, whole.
#[cfg(unix)]
#[test]
fn ctrl_c_in_a_pipe_keeps_the_best_so_far() {
    use std::io::{BufRead as _, BufReader};
    use std::process::{Command, Stdio};

    let patterns = Patterns::new();
    let file = patterns.path("w.safetensors");
    let mut command =
        crate::program("--lang en lab train --epochs 5000 --batch 20", Path::new("/"));
    command.arg("--dataset").arg(patterns.path("set.csv")).arg("--save").arg(&file);
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut rest = lines.map(Result::unwrap).skip_while(|line| !line.starts_with("epoch"));
    assert!(rest.next().is_some());
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    let rest: Vec<String> = rest.collect();
    assert_eq!(child.wait().unwrap().code(), Some(130), "{rest:?}");
    let spec = Design::nano().spec().unwrap();
    assert!(load(&spec, &std::fs::read(file).unwrap()).is_ok());
}

#[test]
fn a_training_of_one_epoch_has_a_warm_up_that_fits() {
    let patterns = Patterns::new();
    let set = patterns.path("set.csv");
    let args = format!("lab train --dataset {} --batch 20 --epochs 1", set.display());
    run(&args).succeeds();
    run(&format!("{args} --warmup 2 --lang en")).fails("`warmup` must be between 0 and 1, got 2");
}

#[test]
fn weights_are_not_written_over_a_photo() {
    let patterns = Patterns::new();
    let photo = patterns.path("photo.jpg");
    std::fs::write(&photo, "a photo").unwrap();
    let ran = run(&format!("lab train --epochs 1 --lang en --save {}", photo.display()));
    ran.fails("must end in .safetensors");
    assert_eq!(std::fs::read_to_string(&photo).unwrap(), "a photo");
}

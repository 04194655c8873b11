//! Every example of `--help` and every command of the two READMEs is run (R46).

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use clap::CommandFactory as _;
use effnet_tutor::arch::Variant;
use effnet_tutor::cli::Cli;
use effnet_tutor::nn::EfficientNet;
use effnet_tutor::nn::weights::{Naming, write};
use effnet_tutor::train::Dataset;
use image::{GrayImage, Luma};

use crate::{finish, said, shell};

/// What the examples name: a photo, a digit, lessons of one's own, an export.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::copy("assets/images/chelsea.jpg", at("photo.jpg")).unwrap();
    let digits = Dataset::digits();
    let digit = digits.image(3);
    let pixel = |x: u32, y: u32| (255.0 * (1.0 - digit[[y as usize / 8, x as usize / 8]])) as u8;
    GrayImage::from_fn(64, 64, |x, y| Luma([pixel(x, y)])).save(at("digit.png")).unwrap();
    fs::create_dir_all(at("my-content/quizzes")).unwrap();
    fs::copy("quizzes/06-swish.toml", at("my-content/quizzes/06-swish.toml")).unwrap();
    let readme = fs::read_to_string("README.md").unwrap();
    let pocket = readme.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    fs::write(at("pocket.toml"), pocket).unwrap();
    fs::copy("assets/images/chelsea.jpg", at("cat.jpg")).unwrap();
    fs::write(at("efficientnet_b0.safetensors"), b0()).unwrap();
    let (code, text) = said(&finish(
        shell(
            "effnet-tutor quiz note-se-role; effnet-tutor progress export > progress.jsonl",
            folder.path(),
        ),
        "1\n",
    ));
    assert_eq!(code, Some(0), "{text}");
    folder
}

/// A file with weights of B0, from random numbers.
fn b0() -> Vec<u8> {
    let spec = Variant::B0.imagenet();
    let net = EfficientNet::build(&spec);
    write(&net, &spec, Naming::Torchvision, "random").unwrap()
}

#[track_caller]
fn check(line: &str, folder: &Path) {
    // Thirty epochs teach this test nothing that one does not.
    let is_long = line.starts_with("effnet-tutor lab train") && !line.contains("--epochs");
    let run = if is_long { format!("{line} --epochs 1") } else { line.to_owned() };
    let (code, text) = said(&finish(shell(&run, folder), "1\n2\n"));
    assert_eq!(code, Some(0), "`{line}`:\n{text}");
    assert!(!text.contains("panicked"), "`{line}`:\n{text}");
}

/// The examples in the long help of a command and of all below it.
fn examples(command: &clap::Command, found: &mut BTreeSet<String>) {
    let about = command.get_long_about().map(ToString::to_string).unwrap_or_default();
    let lines = about.lines().filter_map(|line| line.strip_prefix("  effnet-tutor"));
    found.extend(lines.map(|line| format!("effnet-tutor{line}")));
    command.get_subcommands().for_each(|below| examples(below, found));
}

#[test]
fn every_example_of_the_help_runs() {
    let mut found = BTreeSet::new();
    examples(&Cli::command(), &mut found);
    assert!(found.len() > 30, "{found:?}");
    let folder = folder();
    for line in found {
        check(&line, folder.path());
    }
}

/// The lines of the fenced `sh` blocks that call our program; comments are cut, `cargo` lines are for a
/// machine that builds.
fn commands(text: &str) -> Vec<String> {
    let blocks = text.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
    let lines = blocks.flat_map(str::lines).map(|line| line.split(" #").next().unwrap().trim_end());
    lines
        .filter(|line| line.contains("effnet-tutor "))
        .filter(|line| !line.starts_with("cargo"))
        .map(str::to_owned)
        .collect()
}

/// What stands in backticks in running text and tables, without what is only a form: capitals, brackets.
fn inline(text: &str) -> Vec<String> {
    let outside: String = text.split("```").step_by(2).collect();
    let code = outside.split('`').skip(1).step_by(2).map(str::to_owned);
    let is_form = |code: &str| {
        code.contains(['[', '…', '<', '|'])
            || code
                .split(' ')
                .any(|word| word.chars().take(3).filter(char::is_ascii_uppercase).count() == 3)
    };
    code.filter(|code| code.starts_with("effnet-tutor ") && !is_form(code)).collect()
}

fn check_readme(name: &str, least: usize) {
    let text = fs::read_to_string(name).unwrap();
    let lines: BTreeSet<String> = commands(&text).into_iter().chain(inline(&text)).collect();
    assert!(lines.len() >= least, "{name}: only {lines:?}");
    let folder = folder();
    for line in lines {
        check(&line, folder.path());
    }
}

#[test]
fn every_command_of_the_readme_runs() {
    check_readme("README.md", 20);
}

#[test]
fn every_command_of_the_korean_readme_runs() {
    check_readme("README.ko.md", 20);
}

/// Both READMEs show the same commands.
#[test]
fn the_readmes_show_the_same_commands() {
    let of = |name: &str| commands(&fs::read_to_string(name).unwrap());
    let bare = |lines: Vec<String>| -> Vec<String> {
        lines
            .into_iter()
            .map(|line| line.replace("--lang ko", "").replace("--lang en", ""))
            .collect()
    };
    assert_eq!(bare(of("README.md")), bare(of("README.ko.md")));
}

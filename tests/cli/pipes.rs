//! What holds for every command: languages, refusals, readers that go away, plain text.

use effnet_tutor::text::{Lang, width};

use crate::{Ran, is_hangul, program, run, run_in, run_with};

/// Every kind of output that a pipe can get.
const COMMANDS: &[&str] = &[
    "",
    "learn",
    "learn --list",
    "learn depthwise-separable",
    "learn compound-scaling",
    "learn 3/2 --set channel=5",
    "scale --phi 3",
    "scale --phi 2.25 --alpha 1.3 --beta 1",
    "scale --phi 3 --format json",
    "quiz note",
    "quiz --seed 5",
    "quiz --list",
    "quiz --list --format json",
    "quiz note --format json",
    "progress",
    "progress --format json",
    "progress export",
    "check",
];

#[test]
fn what_does_not_exist_is_refused_with_what_does() {
    run("learn depthwise-seperable").fails("did you mean `depthwise-separable`?");
    run("learn nothing").fails("expected one of why-efficiency, convolution-cost, ");
    run("learn 3/99").fails("pages of depthwise-separable go from 1 to 8, got `99`");
    run("learn 3/0").fails("from 1 to 8");
    run("learn 3/2 --set chanel=5").fails("no knob `chanel` here, expected one of channel");
    run("learn 3/2 --set channel=99").fails("must be between 0 and 31, got `99`");
    run("learn 3/2 --set channel").fails("expected KEY=VALUE");
    run("learn --set channel=5").fails("--set");
    run("quiz swihs").fails("there is no topic `swihs`");
    run("lern").fails("a similar subcommand exists: 'learn'");
    run("--lang fr").fails("[possible values: ko, en]");
}

#[test]
fn errors_speak_the_learners_language() {
    for args in [
        "learn nothing",
        "learn 3/99",
        "learn 3/2 --set channel=99",
        "quiz nothing",
        "scale --phi 11",
        "scale --phi three",
        "scale --phy 3",
        "scal",
        "run",
    ] {
        let ran = run(&format!("--lang ko {args}")).fails("");
        assert!(ran.err.contains(is_hangul), "`{args}`: {}", ran.err);
    }
}

#[test]
fn help_speaks_the_learners_language() {
    let korean = [("LANG", "ko_KR.UTF-8")];
    for args in ["--help", "-h", "help quiz", "scale --help", "run -h", "progress --help"] {
        let help = run_in(args, &korean).succeeds().sees("\n사용법: effnet-tutor").out;
        let asked = run(&format!("--lang=ko {args}")).succeeds().out;
        assert_eq!(help, asked, "`{args}`");
        run_in(&format!("--lang en {args}"), &korean).succeeds().sees("\nUsage: effnet-tutor");
        run(args).succeeds().sees("\nUsage: effnet-tutor");
    }
}

#[test]
fn a_command_without_name_gives_an_overview() {
    let ran = run("").succeeds().sees("effnet-tutor scale --phi 3").sees("5,288,548");
    assert!(ran.out.contains("Depthwise separable convolution (8 pages)"));
    assert_eq!(
        run("--version").succeeds().out,
        format!("effnet-tutor {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn a_reader_that_went_away_is_no_error() {
    for args in COMMANDS {
        let home = tempfile::tempdir().unwrap();
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = program(args, home.path()).stdout(writer).output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(
            (output.status.code(), err.as_str()),
            (Some(0), ""),
            "effnet-tutor {args} | true"
        );
    }
}

#[test]
fn pipes_get_plain_text_of_eighty_columns() {
    let mut found = Vec::new();
    for lang in Lang::ALL {
        for args in COMMANDS {
            let ran = run_with(&format!("{args} --plain --lang {}", lang.code()), "1\n?\n\nwhat\n")
                .succeeds();
            let is_drawn = |c: char| matches!(c, '\u{2500}'..='\u{259f}' | '\u{2800}'..='\u{28ff}');
            let bad = |c: char| (c.is_control() && c != '\n') || is_drawn(c);
            for text in [&ran.out, &ran.err] {
                assert!(!text.contains(bad), "`{}`:\n{text}", ran.command);
            }
            // Tables of the bank, JSON and commands have lines of their own.
            let is_data = args.contains("json") || args.contains("export");
            if !args.contains("--list") && !is_data {
                let long = |line: &&str| width(line) > 80 && !line.contains("effnet-tutor ");
                let long = ran.out.lines().filter(long);
                found.extend(long.map(|line| format!("{}: {line}", ran.command)));
            }
            if !is_data {
                assert_eq!(ran.out.contains(is_hangul), lang == Lang::Ko, "{}", ran.command);
            }
        }
    }
    assert!(found.is_empty(), "wider than 80 columns:\n{}", found.join("\n"));
}

#[test]
fn the_locale_decides_the_language_unless_it_is_said() {
    let korean = |ran: Ran| ran.succeeds().out.contains(is_hangul);
    assert!(korean(run_in("", &[("LANG", "ko_KR.UTF-8")])));
    assert!(korean(run_in("scale", &[("LC_ALL", "ko_KR.UTF-8"), ("LANG", "en_US.UTF-8")])));
    assert!(!korean(run_in("--lang en", &[("LANG", "ko_KR.UTF-8")])));
    assert!(!korean(run_in("", &[("LANG", "de_DE.UTF-8")])));
    assert!(!korean(run_in("", &[])));
    assert!(korean(run_in("--lang ko", &[("LANG", "en_US.UTF-8")])));
}

#[test]
fn a_classified_photo_is_what_it_is() {
    let report = run("run assets/images/chelsea.jpg --format json --top 1").succeeds().json();
    assert_eq!(report["model"], "lite0");
    let result = &report["results"][0];
    assert_eq!(result["input"], "assets/images/chelsea.jpg");
    assert_eq!(result["top"].as_array().unwrap().len(), 1);
    assert!(result["top"][0]["label"].as_str().unwrap().contains("cat"), "{result}");
}

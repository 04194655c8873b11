//! `scale --surface`, `--solve` and `--paper`, in every form and both languages.

use serde_json::Value;

use crate::{Ran, run, run_words};

const EXAMPLE: &str = "macs<=1G,params<=10M,res%32==0";

const MODES: [&[&str]; 6] = [
    &["scale", "--surface"],
    &["scale", "--surface", "--base", "lite0"],
    &["scale", "--solve", EXAMPLE],
    &["scale", "--solve", "params<=70M", "--base", "v2-b0"],
    &["scale", "--paper"],
    &["scale", "--base", "v2-b3", "--phi", "2", "--depth", "1.5"],
];

fn mode(words: &[&str], more: &[&str]) -> Ran {
    run_words(&[words, more].concat()).succeeds()
}

/// Columns that a text takes: Hangul is two wide.
fn columns(line: &str) -> usize {
    line.chars().map(|c| if ('가'..='힣').contains(&c) { 2 } else { 1 }).sum()
}

#[test]
fn every_mode_fits_eighty_columns() {
    for words in MODES {
        for lang in ["en", "ko"] {
            let out = mode(words, &["--lang", lang]).out;
            for line in out.lines() {
                assert!(columns(line) <= 80, "{words:?} {lang}: {line}");
                assert!(!line.contains('{') && !line.contains('\u{1b}'), "{line}");
            }
        }
    }
}

#[test]
fn every_mode_has_every_form() {
    for words in MODES {
        assert!(mode(words, &["--format", "json"]).json().is_object());
        let csv = mode(words, &["--format", "csv"]).out;
        let fields = csv.lines().next().unwrap().split(',').count();
        assert!(csv.lines().count() > 2, "{csv}");
        assert!(csv.lines().all(|line| line.split(',').count() == fields), "{csv}");
        let markdown = mode(words, &["--format", "markdown"]).out;
        assert!(markdown.lines().all(|line| line.starts_with("| ")), "{markdown}");
        // The keys are the same in both languages.
        let korean = mode(words, &["--format", "csv", "--lang", "ko"]).out;
        assert_eq!(korean.lines().next(), csv.lines().next());
    }
}

#[test]
fn the_surface_marks_the_paper_s_triple_and_says_what_cost_cannot_do() {
    let report = run("scale --surface --format json").succeeds().json();
    let triples = report["triples"].as_array().unwrap();
    let marked: Vec<&Value> = triples.iter().filter(|triple| triple["paper"] == true).collect();
    assert_eq!(marked.len(), 1);
    assert_eq!((&marked[0]["alpha"], &marked[0]["macs"]), (&1.2.into(), &992_629_472.into()));
    for triple in triples {
        let constraint = triple["constraint"].as_f64().unwrap();
        assert!((constraint - 2.0).abs() <= 0.1 + 1e-12, "{triple}");
    }
    run("scale --surface")
        .succeeds()
        .sees("by training the candidates. Cost alone cannot")
        .sees("paper  1.20");
    run("--lang ko scale --surface").succeeds().sees("학습시켜").sees("논문   1.20");
}

#[test]
fn a_budget_finds_models_and_a_frontier() {
    let report = mode(&["scale", "--solve", EXAMPLE, "--format", "json"], &[]).json();
    assert_eq!(report["best"], "v2-b0");
    let frontier = report["frontier"].as_array().unwrap();
    let balanced = &frontier[report["balanced"].as_u64().unwrap() as usize];
    for network in frontier {
        assert!(network["macs"].as_u64().unwrap() <= 1_000_000_000);
        assert!(network["params"].as_u64().unwrap() <= 10_000_000);
        assert_eq!(network["resolution"].as_u64().unwrap() % 32, 0);
        assert!(network["spread"].as_f64() >= balanced["spread"].as_f64());
    }
    mode(&["scale", "--solve", EXAMPLE], &[]).sees("V2-B0 *").sees("never trained");
    mode(&["scale", "--solve", "params == 5_288_548"], &[]).sees("B0 *");
}

#[test]
fn one_is_not_many() {
    let ran = mode(&["scale", "--solve", "macs==385814752"], &[]);
    ran.sees("1 published model fits: B0.").sees(") 1 combination of");
    let report = mode(&["scale", "--solve", "macs==385814752", "--format", "json"], &[]).json();
    let found = &report["frontier"][report["balanced"].as_u64().unwrap() as usize];
    assert_eq!((&found["depth"], &found["spread"]), (&1.0.into(), &0.0.into()));
    mode(&["scale", "--solve", "macs==385814752", "--lang", "ko"], &[])
        .sees("B0가 유일하고")
        .sees("조합 한 가지가");
    mode(&["scale", "--solve", "macs<=100G,res==32"], &[]).sees("1 of them matches");
    mode(&["scale", "--solve", "macs<=1G"], &[]).sees("902 combinations").sees("Below are the 12");
}

#[test]
fn a_budget_that_leaves_nothing_says_why() {
    let ran = mode(&["scale", "--solve", "macs<=1M,params<=10M"], &[]);
    ran.sees("No published model fits.").sees("`macs<=1M`").sees("the nearest macs is");
    mode(&["scale", "--solve", "res==100,res%32==0"], &[]).sees("the nearest res is 96");
    mode(&["scale", "--solve", "macs<1,params<1", "--lang", "ko"], &[]).sees("하나만 빼서는");
}

#[test]
fn a_budget_that_cannot_be_read_shows_where() {
    let ran = run_words(&["scale", "--solve", "macs<=1G,parms<=10M"]);
    let wanted = "\n\n  macs<=1G,parms<=10M\n           ^^^^^\n";
    assert!(ran.err.ends_with(wanted), "{}", ran.err);
    ran.fails("did you mean `params`?");
    run_words(&["scale", "--solve", ""]).fails("got nothing, at character 1");
    run_words(&["scale", "--solve", "macs<=x", "--lang", "ko"]).fails("같은 수가 와야 합니다: `x`");
    run_words(&["scale", "--solve", "macs=1G"]).fails("got `=` (did you mean `==`?)");
    run_words(&["scale", "--solve", "macs=1G", "--lang", "ko"]).fails("혹시 `==`?");
    run_words(&["scale", "--solve", "res%0==0", "--lang", "ko"]).fails("1 이상의 정수가");
    run_words(&["scale", "--solve", "macs<=1G", "--alpha", "0"]).fails("alpha must be");
}

#[test]
fn the_paper_s_tables_state_where_they_disagree() {
    let report = run("scale --paper --format json").succeeds().json();
    let rows = report["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 19);
    let seventh: Vec<&Value> = rows.iter().filter(|row| row["table"] == 7).collect();
    let agrees: Vec<bool> = seventh.iter().map(|row| row["agrees"] == true).collect();
    assert_eq!(agrees, [true, false, false, false, true]);
    let macs: Vec<u64> = seventh.iter().map(|row| row["macs"].as_u64().unwrap()).collect();
    let wanted = [385_814_752, 1_575_132_640, 1_449_958_848, 1_537_537_408, 1_800_091_280];
    assert_eq!(macs, wanted);
    run("scale --paper").succeeds().sees("does not reproduce").sees("-12.5 % *").sees("1.8 G");
    run("--lang ko scale --paper").succeeds().sees("한 차원만 키운 세 값이 나오지 않습니다");
}

#[test]
fn modes_exclude_each_other() {
    run("scale --surface --paper").fails("cannot be used with");
    run("scale --surface --phi 3").fails("cannot be used with");
    run("--lang ko scale --paper --base b1").fails("함께 쓸 수 없습니다");
    run_words(&["scale", "--solve", EXAMPLE, "--depth", "2"]).fails("cannot be used with");
}

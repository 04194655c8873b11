//! `inspect`: one network taken apart, to the unit.

use serde_json::Value;

use crate::run;

#[test]
fn inspect_gives_the_whole_network_to_programs() {
    let report = run("inspect b7 --format json").succeeds().json();
    assert_eq!(report["model"], "b7");
    assert_eq!(report["resolution"], 600);
    assert_eq!(report["params"], 66_347_960);
    assert_eq!(report["buffers"], 310_720);
    assert_eq!(report["macs"], 37_745_884_192_u64);
    assert_eq!(report["flops"], 2 * 37_745_884_192_u64);
    assert_eq!(report["activations"], 289_938_464);
    assert_eq!(report["weight_bytes"], 4 * 66_347_960);
    assert_eq!(report["convention"], "paper");
    let layers = report["layers"].as_array().unwrap();
    let sum = |key: &str| layers.iter().map(|layer| layer[key].as_u64().unwrap()).sum::<u64>();
    assert_eq!(sum("params"), 66_347_960);
    assert_eq!(sum("macs"), 37_745_884_192);
    let stem = &layers[0];
    assert_eq!((&stem["path"], &stem["op"]), (&Value::from("stem"), &Value::from("conv")));
    assert_eq!(stem["in"], serde_json::json!([3, 600, 600]));
    assert_eq!(stem["out"], serde_json::json!([64, 300, 300]));
    let uncounted = report["uncounted"].as_array().unwrap();
    assert!(uncounted.contains(&Value::from("batch-norm")), "{uncounted:?}");
}

#[test]
fn other_tools_numbers_are_met_with_their_ledger() {
    run("inspect b0 --like fvcore")
        .succeeds()
        .sees("401,659,392")
        .sees("13,475,392")
        .sees("no rule: passed over");
    run("inspect b0 --like torch-flops").succeeds().sees("771,629,504").sees("2 each");
    run("inspect b0 --like fvcore:timm").succeeds().sees("399,352,864").sees("timm (tf_)");
    run("inspect b8 --like fvcore").succeeds().sees("Computed by the rule");
    let report = run("inspect b0 --like ptflops --format json").succeeds().json();
    assert_eq!((&report["convention"], &report["count"]), (&"ptflops".into(), &411_476_896.into()));
}

#[test]
fn the_ledger_adds_up() {
    let all = run("inspect b3 --ledger --format json").succeeds().json();
    let all = all.as_array().unwrap();
    assert_eq!(all.len(), 7);
    for entry in all {
        let lines = entry["lines"].as_array().unwrap();
        let sum: u64 = lines.iter().map(|line| line["counted"].as_u64().unwrap()).sum();
        assert_eq!(entry["count"], sum, "{}", entry["convention"]);
    }
    run("inspect b0 --ledger").succeeds().sees("+15,844,640").sees("run on torchvision");
    run("--lang ko inspect b0 --ledger").succeeds().sees("torchvision 구현에서 실행한 값");
}

#[test]
fn a_named_base_can_be_changed() {
    let args = "inspect b0 --width 1.2 --depth 1.4 --res 300 --classes 1000 --format json";
    let report = run(args).succeeds().json();
    assert_eq!(report["params"], 12_233_232);
    assert_eq!(report["macs"], 1_827_141_392);
    let report = run("inspect b0 --classes 10 --format json").succeeds().json();
    assert_eq!(report["params"], 4_020_358);
}

#[test]
fn mistakes_can_be_made_and_recognised() {
    run("inspect b0 --bug dense-depthwise").succeeds().sees("163,114,852").sees("15,3");
    run("inspect --explain-count 8423848").succeeds().sees("--bug se-from-expanded");
    run("inspect --explain-count 14,047,366").succeeds().sees("--bug expand-3x3 --classes 10");
    run("--lang ko inspect --explain-count 8423848").succeeds().sees("1/4로 잡았습니다");
    run("inspect --explain-count 7").succeeds().sees("Nothing gives 7");
    run("inspect b0 --bug repeats-floor").succeeds().sees("It changes nothing in b0");
    run("inspect b0 --bug no-se,no-se").succeeds().sees("b0 (no-se):");
    run("inspect b0 --width 2 --explain-count 18122720")
        .succeeds()
        .sees("b0 (width 2), 1000 classes")
        .sees("$ effnet-tutor inspect b0 --width 2");
    run("inspect --explain-count 5330571").succeeds().sees("5,288,548 + 42,016 + 7");
    let report = run("inspect --explain-count 5330571 --format json").succeeds().json();
    assert_eq!(report["explanations"].as_array().unwrap().len(), 1);
}

/// The command that an explanation prints shows the number it explains.
#[test]
fn an_explanation_s_command_gives_the_number() {
    for (number, shown) in [("8423848", "8,423,848"), ("401659392", "401,659,392")] {
        let out = run(&format!("inspect --explain-count {number}")).succeeds().out;
        let command = out.lines().find_map(|line| line.trim().strip_prefix("$ effnet-tutor "));
        run(command.unwrap()).succeeds().sees(shown);
    }
}

#[test]
fn b0_less_lite0_is_squeeze_excite() {
    let report = run("inspect b0 --diff lite0 --format json").succeeds().json();
    assert_eq!(report["params"], 636_540);
    let changes = report["changes"].as_array().unwrap();
    let counted = changes.iter().filter(|change| change["params"] != 0);
    assert!(counted.into_iter().all(|change| change["path"].as_str().unwrap().contains(".se.")));
    run("inspect b0 --diff b0").succeeds().sees("do not differ");
    run("inspect b0 --bug no-se --diff b0").succeeds().sees("b0 (no-se) less B0: params -636,540");
    // Blocks are numbered over the whole network: what only b1 has bears its name.
    run("inspect b0 --diff b1").succeeds().sees("b1: blocks.1.depthwise").sees("dw 3 16 120²");
    let report = run("inspect b0 --classes 10 --diff b0 --format json").succeeds().json();
    assert_eq!(
        (&report["first"]["classes"], &report["second"]["classes"]),
        (&10.into(), &1000.into())
    );
}

#[test]
fn every_table_fits_eighty_columns_in_both_languages() {
    let lines = [
        "inspect l2",
        "inspect l2 --res 100000",
        "inspect l2 --bug dense-depthwise,expand-3x3",
        "inspect l2 --level block",
        "inspect l2 --level layer",
        "inspect resnet-152 --level layer",
        "inspect v2-xl --level block",
        "inspect l2 --ledger",
        "inspect b7 --like ptflops:timm",
        "inspect v2-b0 --like thop",
        "inspect v2-xl --diff l2",
        "inspect b0 --diff lite0",
        "inspect --explain-count 5330571",
    ];
    for line in lines {
        for lang in ["en", "ko"] {
            let out = run(&format!("--lang {lang} {line}")).succeeds().out;
            for text in out.lines() {
                assert!(effnet_tutor::text::width(text) <= 80, "{line}: {text}");
            }
        }
    }
}

#[test]
fn wrong_values_are_refused_with_a_sentence() {
    run("inspect b9").fails("did you mean");
    run("inspect b0 --width 0").fails("width must be above 0");
    run("inspect b0 --width -1").fails("width must be above 0");
    run("inspect b0 --width NaN").fails("width must be above 0");
    run("inspect b0 --width inf").fails("width must be above 0");
    run("inspect b0 --depth 1e30").fails("depth must be above 0 and at most 1000");
    run("inspect b0 --width 1000 --res 100000").fails("head channels must be between");
    run("inspect b0 --width 75 --depth 900 --res 100000").fails("MACs of the whole network");
    run("inspect b0 --res 0").fails("resolution must be between 1 and");
    run("inspect b0 --classes 0").fails("classes must be between 1 and");
    run("inspect b0 --bug no-sse").fails("did you mean `no-se`?");
    run("inspect b0 --like fvcor").fails("did you mean `fvcore`?");
    run("inspect b0 --like fvcore:keras").fails("behind the colon");
    run("inspect b0 --explain-count 5.3M").fails("a whole number");
    run("inspect b0 --diff b77").fails("unknown model `b77`");
    run("inspect b0 --res -3").fails("not a whole number");
    run("inspect --explain-count -5").fails("a whole number such as");
    run("inspect resnet-50 --bug no-se").fails("no table to make a mistake in");
    run("inspect lite0 --like fvcore:torchvision").fails("torchvision has no lite0");
    run("inspect b0 --ledger --level block").fails("cannot be used with");
    run("--lang ko inspect b0 --like fvcor").fails("다음 중 하나가 와야 합니다");
    run("--lang ko inspect --explain-count 5M").fails("정수가 와야 합니다");
    run("--lang ko inspect b0 --width 0").fails("너비는 0보다 크고");
}

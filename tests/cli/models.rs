//! `models`: every model with its counts, its accuracy and where that is printed.

use serde_json::Value;

use crate::run;

#[test]
fn models_lists_every_model_with_exact_integers() {
    let list = run("models --format json").succeeds().json();
    let list = list.as_array().unwrap();
    let find = |name: &str| list.iter().find(|entry| entry["model"] == name).unwrap();
    let l2 = find("l2");
    assert_eq!(l2["params"], 480_309_308);
    assert_eq!(l2["macs"], 475_703_653_280_u64);
    assert_eq!(l2["activations"], 1_707_389_020);
    assert_eq!(l2["family"], "EfficientNet");
    assert_eq!(find("b0")["top1"]["value"], 77.1);
    assert_eq!(find("b0")["top1"]["source"], "arXiv 1905.11946v5, Table 2");
    // What only the paper prints has no count of ours.
    let rival = find("gpipe");
    assert_eq!(rival["params"], Value::Null);
    assert_eq!(rival["printed"]["params"], 557_000_000);
    let accurate = list.iter().filter(|entry| entry["top1"]["source"].is_string()).count();
    assert_eq!(accurate, list.len(), "an accuracy has a source");
}

#[test]
fn some_models_by_any_of_their_names() {
    let out = run("models tf_efficientnetv2_s ResNet-50 --format csv").succeeds().out;
    let wanted = "model,resolution,params,macs,activations,f32_mb,top1,source,printed_params,\
                  printed_macs\n\
                  v2-s,384,21458488,8365617152,35765624,85.833952,83.9,\
                  \"google/automl, efficientnetv2/README.md\",21500000,8400000000\n\
                  resnet-50,224,25557032,4089184256,11113984,102.228128,76,\
                  \"arXiv 1905.11946v5, Table 2\",26000000,4100000000\n";
    assert_eq!(out, wanted);
    run("models b0 --format markdown").succeeds().sees("| --- | ---: | ---: |");
}

#[test]
fn the_table_fits_eighty_columns_in_both_languages() {
    for lang in ["en", "ko"] {
        let out = run(&format!("--lang {lang} models")).succeeds().out;
        for line in out.lines() {
            assert!(effnet_tutor::text::width(line) <= 80, "{line}");
        }
    }
}

#[test]
fn an_unknown_model_gets_the_nearest_name() {
    run("models b99").fails("unknown model `b99`");
    run("models v2-x").fails("did you mean `v2-s`?");
    run("--lang ko models resnet-51").fails("혹시 `resnet-50`?");
}

#[test]
fn a_competitor_is_shown_with_what_the_paper_prints() {
    run("models xception --lang en").succeeds().sees("8,400,000,000").sees("as printed");
    let ran = run("models b0 Xception --format json").succeeds();
    let names: Vec<_> = ran.json().as_array().unwrap().iter().map(|m| m["model"].clone()).collect();
    assert_eq!(names, ["b0", "xception"]);
}

//! `scale`: its text to the letter, its numbers to the unit.

use serde_json::{Value, json};

use crate::run;

#[test]
fn scale_in_english() {
    let wanted = "\
Compound scaling: φ = 3, α = 1.2, β = 1.1, γ = 1.15. α·β²·γ² = 1.920: by the
formula, each step of φ multiplies the MACs by this.

         depth  width  resolution  blocks      params           MACs    ×B0
formula  1.728  1.331       340.7                                      7.08
built                         341      31  16,350,296  3,250,916,456   8.43
B3         1.4    1.2         300      26  12,233,232  1,827,141,392   4.74
B4         1.8    1.4         380      32  19,341,616  4,393,771,024  11.39

implied φ   depth   width   resolution
B3           1.85    1.91         2.09
B4           3.22    3.53         3.78

B3 is not φ = 3: it implies φ = 1.85 (depth), 1.91 (width), 2.09 (resolution).
";
    assert_eq!(run("scale --phi 3").succeeds().out, wanted);
}

#[test]
fn scale_in_korean() {
    let wanted = "\
복합 스케일링: φ = 3, α = 1.2, β = 1.1, γ = 1.15. α·β²·γ² = 1.920. 수식에 따르면
φ가 1 커질 때마다 MAC에 이 값이 곱해집니다.

               깊이    너비   해상도   블록     파라미터            MACs     ×B0
수식          1.728   1.331    340.7                                        7.08
만든 신경망                      341     31   16,350,296   3,250,916,456    8.43
B3              1.4     1.2      300     26   12,233,232   1,827,141,392    4.74
B4              1.8     1.4      380     32   19,341,616   4,393,771,024   11.39

역산한 φ   깊이   너비   해상도
B3         1.85   1.91     2.09
B4         3.22   3.53     3.78
";
    let out = run("--lang ko scale --phi 3").succeeds().sees("φ = 3이 아닙니다").out;
    assert!(out.starts_with(wanted), "{out}");
}

#[test]
fn scale_gives_exact_integers_to_programs() {
    let report = run("scale --phi 3 --format json").succeeds().json();
    let keys =
        |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ");
    assert_eq!(keys(&report), "alpha beta built constraint formula gamma phi published");
    assert_eq!(keys(&report["formula"]), "depth resolution width");
    assert_eq!(keys(&report["built"]), "blocks macs macs_ratio params resolution");
    let near = |value: &Value, wanted: f64| {
        let value = value.as_f64().unwrap();
        assert!((value - wanted).abs() < 5e-4, "{value} is not {wanted}");
    };
    near(&report["constraint"], 1.92027);
    near(&report["formula"]["depth"], 1.728);
    near(&report["formula"]["width"], 1.331);
    near(&report["formula"]["resolution"], 340.676);
    let built = &report["built"];
    assert_eq!(built["params"], 16_350_296);
    assert_eq!(built["macs"], 3_250_916_456_u64);
    assert_eq!((&built["blocks"], &built["resolution"]), (&json!(31), &json!(341)));
    near(&built["macs_ratio"], 8.4261);
    let wanted: [(&str, u64, u64); 8] = [
        ("b0", 5_288_548, 385_814_752),
        ("b1", 7_794_184, 686_802_832),
        ("b2", 9_109_994, 993_561_872),
        ("b3", 12_233_232, 1_827_141_392),
        ("b4", 19_341_616, 4_393_771_024),
        ("b5", 30_389_784, 10_266_384_752),
        ("b6", 43_040_704, 19_067_593_536),
        ("b7", 66_347_960, 37_745_884_192),
    ];
    let published = report["published"].as_array().unwrap();
    assert_eq!(published.len(), 8);
    for (model, (name, params, macs)) in published.iter().zip(wanted) {
        let all = "depth implied_phi macs macs_ratio model params resolution width";
        assert_eq!(keys(model), all);
        assert_eq!((&model["model"], &model["params"]), (&json!(name), &json!(params)));
        assert_eq!(model["macs"], macs);
    }
    near(&published[3]["implied_phi"]["depth"], 1.8455);
}

#[test]
fn fractions_of_phi_are_welcome() {
    run("scale --phi 2.5").succeeds().sees("φ = 2.5");
    run("scale --phi 0").succeeds().sees("1.00");
    run("scale --phi 10").succeeds().sees("φ = 10");
    let report = run("scale --phi 0 --format json").succeeds().json();
    assert_eq!(report["built"]["macs"], 385_814_752, "φ = 0 is B0");
}

#[test]
fn coefficients_out_of_range_are_refused_in_a_sentence() {
    for phi in ["-1", "11", "NaN", "1e30", "inf"] {
        run(&format!("scale --phi {phi}")).fails("phi must be between 0 and 10, got");
    }
    run("scale --alpha 0").fails("alpha must be between 1 and 4, got 0");
    run("scale --alpha 9 --phi 10").fails("got 9");
    for option in ["phi", "alpha", "beta", "gamma", "depth", "width", "resolution"] {
        run(&format!("scale --{option} three")).fails("'three'").fails(": not a number\n");
        let korean = run(&format!("--lang ko scale --{option} three"));
        korean.fails("'three' 값은 쓸 수 없습니다: 수가 아닙니다");
    }
    run("scale --alpha 4 --beta 4 --gamma 4 --phi 10").fails("");
}

#[test]
fn factors_out_of_range_are_refused_in_a_sentence() {
    for option in ["depth", "width", "resolution"] {
        for value in ["0", "-1", "NaN", "inf", "1e30", "448"] {
            run(&format!("scale --{option} {value}"))
                .fails(&format!("{option} factor must be above 0 and at most 100, got "));
        }
    }
    run("scale --width 100")
        .fails("head channels must be between 1 and 100000, got 128000 (--width 100)");
    run("--lang ko scale --width 100").fails("(--width 100)");
    run("--lang ko scale --width 0").fails("너비 배율은 0보다 크고 100 이하여야 합니다: 0");
    run("scale --resolution 0.001").fails("resolution must be between 1 and 100000, got 0");
    run("scale --depth 100 --width 100 --resolution 100 --phi 10").fails("must be");
}

/// facts.json, scaling.what_if.
#[test]
fn single_dimensions_are_scaled_alone() {
    let built = |options: &str| run(&format!("scale {options} --format json")).succeeds().json();
    for (options, params, macs) in [
        ("--depth 4", 20_091_856_u64, 1_575_132_640_u64),
        ("--width 2", 18_122_720, 1_449_958_848),
        ("--resolution 2", 5_288_548, 1_537_537_408),
        ("--depth 1.4 --width 1.2 --resolution 1.3", 12_233_232, 1_800_091_280),
    ] {
        let report = built(options);
        assert_eq!(report["built"]["params"], params, "{options}");
        assert_eq!(report["built"]["macs"], macs, "{options}");
        assert_eq!(report["phi"], 0.0, "{options}");
        assert!(report["factors"].is_object() && report.get("base").is_none());
    }
    assert_eq!(built("--width 2 --phi 1")["phi"], 1.0);
    run("scale --width 2").succeeds().sees("×4.00, in the built network").sees("×3.76");
    run("scale --depth 4").succeeds().sees("×4.08").sees("a stage’s further blocks");
}

#[test]
fn small_ratios_are_not_nothing() {
    run("scale --resolution 0.01")
        .succeeds()
        .sees("MACs grow ×0.00010, in the built network ×0.01");
    let csv = run("scale --base l2 --phi 0 --format csv").succeeds().out;
    assert!(!csv.contains(",0.00,"), "{csv}");
    run("scale --base lite0 --resolution 0.01 --format markdown").succeeds().sees("0.00010");
}

#[test]
fn another_base_brings_its_family() {
    let report = run("scale --base lite2 --phi 1 --format json").succeeds().json();
    assert_eq!(report["base"], "lite2");
    assert_eq!(report["published"].as_array().unwrap().len(), 8, "b0 to b7, as ever");
    assert_eq!(report["family"].as_array().unwrap().len(), 5);
    assert_eq!(report["family"][2]["macs_ratio"], 1.0);
    run("scale --base lite2 --phi 1").succeeds().sees("×Lite2").sees("Lite3").sees("Lite4");
    run("scale --base efficientnet_b1 --phi 0").succeeds().sees("φ = 0 is B1 itself");
    run("scale --base b0 --phi 1 --format json").succeeds();
    run("scale --base v2-s").fails("base must be one of b0…b8, l2, lite0…lite4, v2-b0…v2-b3");
    run("scale --base b9").fails("did you mean");
    run("--lang ko scale --base resnet-50").fails("기준 모델은 b0…b8");
}

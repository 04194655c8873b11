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

B3 is not φ = 3: its depth implies φ = 1.85, its width 1.91, its resolution
2.09.
";
    assert_eq!(run("scale --phi 3").succeeds().out, wanted);
}

#[test]
fn scale_in_korean() {
    let wanted = "\
복합 스케일링: φ = 3, α = 1.2, β = 1.1, γ = 1.15. α·β²·γ² = 1.920이고,
수식으로는 φ가 1 늘 때마다 MAC이 이만큼 곱해집니다.

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
    run("scale --phi three").fails("three");
    run("scale --alpha 4 --beta 4 --gamma 4 --phi 10").fails("");
}

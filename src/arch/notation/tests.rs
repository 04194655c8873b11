//! Both forms, there and back, and every kind of mistake.

use proptest::prelude::*;

use super::super::variant::Variant;
use super::*;

#[track_caller]
fn refused(text: &str, wanted: &[(&str, &str)]) {
    let errors = parse(text).unwrap_err();
    let found: Vec<(&str, String)> =
        errors.iter().map(|error| (&text[error.span.clone()], error.to_string())).collect();
    let found: Vec<(&str, &str)> = found.iter().map(|(at, said)| (*at, said.as_str())).collect();
    assert_eq!(found, wanted);
}

#[test]
fn every_published_stage_is_read_back_as_it_was() {
    for stage in Variant::ALL.into_iter().flat_map(|variant| variant.base().stages) {
        assert_eq!(parse(&print(&stage)), Ok(stage), "{}", print(&stage));
    }
}

/// timm's `efficientnet.py` holds these strings.
#[test]
fn stages_are_written_as_timm_writes_them() {
    let written = |variant: Variant| variant.base().stages.iter().map(print).collect::<Vec<_>>();
    let b0 = written(Variant::B0);
    assert_eq!(b0[0], "ds_r1_k3_s1_e1_c16_se0.25");
    assert_eq!(b0[1], "ir_r2_k3_s2_e6_c24_se0.25");
    let small = written(Variant::V2S);
    assert_eq!(small[0], "cn_r2_k3_s1_e1_c24_skip");
    assert_eq!(small[1], "er_r4_k3_s2_e4_c48");
}

/// tensorflow/tpu's `efficientnet_builder.py` and google/automl's `effnetv2_configs.py`.
#[test]
fn tensorflow_writes_the_same_stages() {
    let b0 = Variant::B0.base().stages;
    assert_eq!(parse("r1_k3_s11_e1_i32_o16_se0.25"), Ok(b0[0]));
    assert_eq!(parse("r2_k3_s22_e6_i16_o24_se0.25"), Ok(b0[1]));
    let small = Variant::V2S.base().stages;
    assert_eq!(parse("r2_k3_s1_e1_i24_o24_c1"), Ok(small[0]));
    assert_eq!(parse("r4_k3_s2_e4_i24_o48_c1"), Ok(small[1]));
    assert_eq!(parse("r6_k3_s2_e4_i64_o128_se0.25"), Ok(small[3]));
    let written = read("r2_k3_s22_e6_i16_o24_se0.25").unwrap();
    assert_eq!(written.channels_in, Some((16, 13..16)));
}

#[test]
fn each_mistake_is_found_at_its_token() {
    refused("xx_r1", &[("xx", "unknown operator `xx`, expected one of ir, ds, er, cn")]);
    refused(
        "ir_r2_k4_s3_e6_c24",
        &[
            ("k4", "kernel must be odd and at most 31, got `k4`"),
            ("s3", "stride must be 1 or 2, got `s3`"),
        ],
    );
    refused(
        "ir_r2_k3_s2_e6",
        &[("ir_r2_k3_s2_e6", "`c` is missing, expected something like `c24`")],
    );
    refused("ir_r2_k3_k5_s2_e6_c24", &[("k5", "`k` is given twice, the second time as `k5`")]);
    refused(
        "ir_r2_k3_s2_e6_c24_nre",
        &[("nre", "unknown token `nre`, expected one of r, k, s, e, c, se, skip")],
    );
    refused(
        "ir_r99999999999999999999999999999999999999999_k3_s1_e0_c-4_se1.5",
        &[
            (
                "r99999999999999999999999999999999999999999",
                "repeats must be between 1 and 100000, got `r99999999999999999999999999999999999999999`",
            ),
            ("e0", "expand_ratio must be between 1 and 32, got `e0`"),
            ("c-4", "channels must be between 1 and 100000, got `c-4`"),
            ("se1.5", "se_ratio must be above 0 and at most 1, got `se1.5`"),
        ],
    );
    refused(
        "ir_r_k3.5_s1_e6_c24",
        &[("r", "`r` takes a number, got `r`"), ("k3.5", "`k` takes a number, got `k3.5`")],
    );
}

#[test]
fn what_cannot_be_built_is_refused() {
    refused("", &[("", "a stage is empty, expected something like `ir_r2_k3_s2_e6_c24_se0.25`")]);
    refused("ir_r1_k3_s1_e1_c16", &[("e1", "`ir` does not fit this expansion, expected `ds`")]);
    refused(
        "cn_r1_k3_s1_c16",
        &[("cn", "blocks add their input wherever the shapes agree, expected `skip`")],
    );
    refused(
        "cn_r1_k3_s1_e1_c16_se0.25_skip",
        &[(
            "se0.25",
            "se_ratio must be left out of a fused block that does not expand, got `se0.25`",
        )],
    );
    refused(
        "r1_k3_s12_e6_i16_o24",
        &[("s12", "the strides of both axes must be equal, got `s12`")],
    );
    assert_eq!(parse("ds_r1_k3_s1_c16_se0").unwrap().se_ratio, None);
}

fn stage() -> impl Strategy<Value = StageSpec> {
    let kind = prop_oneof![Just(BlockKind::MBConv), Just(BlockKind::FusedMBConv)];
    let se_ratio = prop_oneof![Just(None), (1e-12..=1.0f64).prop_map(Some)];
    let sizes = (0usize..=15, 1usize..=2, 1usize..=32, 1usize..=100_000, 1usize..=100_000);
    (kind, sizes, se_ratio).prop_map(
        |(kind, (half, stride, expand_ratio, channels, repeats), se)| {
            let has_place = kind == BlockKind::MBConv || expand_ratio > 1;
            let se_ratio = se.filter(|_| has_place);
            StageSpec {
                kind,
                kernel: 2 * half + 1,
                stride,
                expand_ratio,
                channels,
                repeats,
                se_ratio,
            }
        },
    )
}

proptest! {
    #[test]
    fn any_valid_stage_is_read_back_as_it_was(stage in stage()) {
        prop_assert_eq!(stage.validate(2), Ok(()));
        prop_assert_eq!(parse(&print(&stage)), Ok(stage));
    }

    #[test]
    fn any_text_is_read_or_refused_in_place(
        text in "\\PC{0,40}|((ir|ds|er|cn|r1|[a-z]{1,2})(_[rkseciop]{1,2}[-+.0-9e]{0,5}){0,8}(_skip)?)"
    ) {
        match read(&text) {
            Ok(written) => prop_assert_eq!(written.stage.validate(2), Ok(())),
            Err(errors) => {
                prop_assert!(!errors.is_empty());
                for error in errors {
                    prop_assert!(text.get(error.span.clone()).is_some(), "{:?}", error);
                }
            }
        }
    }
}

//! Any network, and any text.

use std::path::Path;

use proptest::prelude::*;

use super::super::{parse, to_toml};
use crate::arch::{Activation, BaseSpec, BlockKind, Design, Ends, Padding, Scaling, StageSpec};

fn stage() -> impl Strategy<Value = StageSpec> {
    let kind = prop_oneof![Just(BlockKind::MBConv), Just(BlockKind::FusedMBConv)];
    let se_ratio = prop_oneof![Just(None), (1e-6..=1.0f64).prop_map(Some)];
    let sizes = (0usize..=3, 1usize..=2, 1usize..=8, 1usize..=900, 1usize..=4);
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

fn base() -> impl Strategy<Value = BaseSpec> {
    let words = (0usize..3, 0usize..2, 0usize..3);
    let reals = (1e-12f32..=1.0, prop_oneof![Just(0.9), 0.0..=1.0f64]);
    let stages = prop::collection::vec(stage(), 1..8);
    (1usize..3000, 1usize..3000, words, reals, stages).prop_map(
        |(stem, head, (activation, padding, ends), (bn_eps, round_limit), stages)| BaseSpec {
            stem,
            stages,
            head,
            activation: [Activation::Silu, Activation::Relu6, Activation::Relu][activation],
            ends: [Ends::Scaled, Ends::Fixed, Ends::HeadNeverNarrower][ends],
            round_limit,
            padding: [Padding::Same, Padding::Symmetric][padding],
            bn_eps,
        },
    )
}

proptest! {
    #[test]
    fn any_valid_network_is_read_back_as_it_was(
        base in base(),
        name in "[a-z가-힣'\"\\\\ #=]{0,20}[a-z가]",
        width in 0.01..=4.0f64,
        depth in 0.01..=4.0f64,
        resolution in 1usize..=2000,
        classes in 1usize..=100_000,
    ) {
        let scaling = Scaling { width, depth, resolution };
        let design = Design { name, base, scaling, classes };
        prop_assert_eq!(parse(Path::new("x"), &to_toml(&design)), Ok(design));
    }

    #[test]
    fn any_text_is_read_or_refused(text in "(\\PC|\n){0,200}") {
        let _ = parse(Path::new("x"), &text);
    }

    #[test]
    fn any_values_are_read_or_refused(
        lines in prop::collection::vec((
            0usize..15,
            "-?[0-9]{1,30}|[0-9]e[0-9]{1,3}|nan|-inf|true|\"\\PC{0,9}\"|'(ir|cn|r1)(_[rkseco][0-9.]{1,3}){0,7}'|\\[\\]|\\{\\}|\\[\\{ channels = [0-9]{1,6}, se_ratio = 1 \\}\\]|\\{ a = 1979-05-27 \\}",
        ), 0..8)
    ) {
        let keys = ["name", "base", "resolution", "classes", "width", "depth", "stem", "head",
            "activation", "se_ratio", "padding", "bn_eps", "ends", "stages", "\"a b\""];
        let lines = lines.iter().map(|(key, value)| keys[*key].to_owned() + " = " + value);
        let text = lines.collect::<Vec<_>>().join("
");
        if let Err(problems) = parse(Path::new("x"), &text) {
            prop_assert!(!problems.is_empty());
        }
    }
}

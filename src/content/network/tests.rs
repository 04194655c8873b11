//! Good files, every kind of mistake, and there and back.

mod any;

use std::fs;

use super::*;
use crate::arch::families::efficientnet;
use crate::arch::{Activation, BaseSpec, Scaling, Variant, notation};

const POCKET: &str = include_str!("../../../tests/fixtures/networks/pocket.toml");
const WIDE_B0: &str = include_str!("../../../tests/fixtures/networks/wide_b0.toml");
const BROKEN: &str = include_str!("../../../tests/fixtures/networks/broken.toml");
const NOT_TOML: &str = include_str!("../../../tests/fixtures/networks/not_toml.toml");
const NO_STAGES: &str = include_str!("../../../tests/fixtures/networks/no_stages.toml");
const TOO_LARGE: &str = include_str!("../../../tests/fixtures/networks/too_large.toml");

/// The problems of a text, as they are printed.
fn said(text: &str) -> String {
    let problems = parse(Path::new("own.toml"), text).unwrap_err();
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[track_caller]
fn good(text: &str) -> Design {
    parse(Path::new("nets/own.toml"), text).unwrap_or_else(|_| panic!("{}", said(text)))
}

#[test]
fn a_file_mixes_tables_and_notation() {
    let design = good(POCKET);
    assert_eq!((design.name.as_str(), design.classes), ("pocket", 10));
    assert_eq!(design.scaling, Scaling { resolution: 160, ..Scaling::default() });
    let lines: Vec<String> = design.base.stages.iter().map(notation::print).collect();
    assert_eq!(
        lines,
        [
            "ds_r1_k3_s1_e1_c16_se0.25",
            "ir_r2_k3_s2_e6_c24_se0.25",
            "ir_r2_k5_s2_e4_c40_se0.125",
            "er_r2_k3_s2_e4_c64",
            "ir_r1_k3_s1_e6_c96",
        ]
    );
}

#[test]
fn a_base_is_changed_where_the_file_says_so() {
    let design = good(WIDE_B0);
    let mut wanted = Design::of(Variant::B0);
    wanted.name = "own".to_owned();
    (wanted.scaling.width, wanted.classes) = (1.5, 10);
    wanted.base.activation = Activation::Relu6;
    assert_eq!(design, wanted);
    // Without squeeze-excite and with ReLU6, B0's table is Lite0's.
    let lite =
        good("base = 'b0'\nse_ratio = 0\nactivation = 'ReLU6'\nends = 'fixed'\nname = 'lite0'");
    assert_eq!(lite, Design::of(Variant::Lite0));
    let v2 = good("base = 'v2-s'\nname = 'v2-s'\nse_ratio = 0.25");
    assert_eq!(v2, Design::of(Variant::V2S));
}

#[test]
fn five_lines_are_enough() {
    let design = good("[[stages]]\nchannels = 16\n[[stages]]\nop = 'FusedMBConv'\nchannels = 24\n");
    let base = BaseSpec { stages: Vec::new(), ..efficientnet() };
    let stages = design.base.stages.clone();
    assert_eq!(BaseSpec { stages: Vec::new(), ..design.base }, base);
    assert_eq!((design.name.as_str(), design.classes), ("own", 1000));
    assert_eq!(design.scaling, Scaling::default());
    assert_eq!(notation::print(&stages[0]), "ir_r1_k3_s1_e6_c16_se0.25");
    assert_eq!(notation::print(&stages[1]), "er_r1_k3_s1_e4_c24");
}

#[test]
fn all_problems_of_a_file_are_told_at_once() {
    insta::assert_snapshot!(said(BROKEN), @r#"
    error: unknown key `nmae`, expected one of name, base, resolution, classes, width, depth, stem, head, activation, se_ratio, padding, bn_eps, ends, round_limit, stages; did you mean `name`?
     --> own.toml:1:1
    1 | nmae = "broken"
      | ^^^^
    error: `resolution` must be between 1 and 100000, got `-1`
     --> own.toml:2:14
    2 | resolution = -1
      |              ^^
    error: `classes` takes a whole number, got `10.0`
     --> own.toml:3:11
    3 | classes = 10.0
      |           ^^^^
    error: `width` must be above 0 and at most 1000, got `nan`
     --> own.toml:4:9
    4 | width = nan
      |         ^^^
    error: `depth` must be above 0 and at most 1000, got `1e30`
     --> own.toml:5:9
    5 | depth = 1e30
      |         ^^^^
    error: `stem` must be between 1 and 100000, got `99999999999999999999999999`
     --> own.toml:6:8
    6 | stem = 99999999999999999999999999
      |        ^^^^^^^^^^^^^^^^^^^^^^^^^^
    error: `head` takes a whole number, got `"wide"`
     --> own.toml:7:8
    7 | head = "wide"
      |        ^^^^^^
    error: `activation` must be one of silu, relu6, relu, got `"swish"`; did you mean `silu`?
     --> own.toml:8:14
    8 | activation = "swish"
      |              ^^^^^^^
    error: `padding` takes a string, got `3`
     --> own.toml:9:11
    9 | padding = 3
      |           ^
    error: `bn_eps` must be above 0 and at most 1, got `0`
      --> own.toml:10:10
    10 | bn_eps = 0
       |          ^
    error: `ends` must be one of scaled, fixed, head-never-narrower, got `"scald"`; did you mean `scaled`?
      --> own.toml:11:8
    11 | ends = "scald"
       |        ^^^^^^^
    error: `se_ratio` must be between 0 and 1, got `1.5`
      --> own.toml:12:12
    12 | se_ratio = 1.5
       |            ^^^
    error: kernel must be odd and at most 31, got `k4`
      --> own.toml:14:12
    14 |     "ds_r1_k4_s3_e1_c16",
       |            ^^
    error: stride must be 1 or 2, got `s3`
      --> own.toml:14:15
    14 |     "ds_r1_k4_s3_e1_c16",
       |               ^^
    error: unknown key `kernel_size`, expected one of op, kernel, stride, expand_ratio, channels, repeats, se_ratio; did you mean `kernel`?
      --> own.toml:15:22
    15 |     { op = "mbconv", kernel_size = 3, stride = 3, expand_ratio = 0, channels = 24 },
       |                      ^^^^^^^^^^^
    error: `stride` must be 1 or 2, got `3`
      --> own.toml:15:48
    15 |     { op = "mbconv", kernel_size = 3, stride = 3, expand_ratio = 0, channels = 24 },
       |                                                ^
    error: `expand_ratio` must be between 1 and 32, got `0`
      --> own.toml:15:66
    15 |     { op = "mbconv", kernel_size = 3, stride = 3, expand_ratio = 0, channels = 24 },
       |                                                                  ^
    error: this stage has no `channels`
      --> own.toml:16:5
    16 |     { op = "bottleneck", kernel = 2, repeats = 0 },
       |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    error: `op` must be one of mbconv, fused-mbconv, got `"bottleneck"`
      --> own.toml:16:12
    16 |     { op = "bottleneck", kernel = 2, repeats = 0 },
       |            ^^^^^^^^^^^^
    error: `kernel` must be odd and at most 31, got `2`
      --> own.toml:16:35
    16 |     { op = "bottleneck", kernel = 2, repeats = 0 },
       |                                   ^
    error: `repeats` must be between 1 and 100000, got `0`
      --> own.toml:16:48
    16 |     { op = "bottleneck", kernel = 2, repeats = 0 },
       |                                                ^
    error: unknown operator `xx`, expected one of ir, ds, er, cn
      --> own.toml:17:6
    17 |     "xx_r1",
       |      ^^
    error: `se_ratio` must be left out of a fused block that does not expand, got `0.25`
      --> own.toml:18:71
    18 |     { op = "fused-mbconv", expand_ratio = 1, channels = 8, se_ratio = 0.25 },
       |                                                                       ^^^^
    error: `stages` takes a string or a table, got `7`
      --> own.toml:20:5
    20 |     7,
       |     ^
    "#);
}

#[test]
fn what_is_not_toml_or_no_network_is_told_once() {
    insta::assert_snapshot!(said(NOT_TOML), @r"
    error: this is not TOML: unexpected `=` in array, expected value, `]`
     --> own.toml:4:9
    4 | classes = 10
      |         ^
    ");
    insta::assert_snapshot!(said(NO_STAGES), @r#"
    error: no stages: give `stages`, or `base` with the name of a published model
     --> own.toml:1:1
    1 | name = "nothing"
      | ^
    "#);
    insta::assert_snapshot!(said("stages = []"), @r"
    error: no stages: give `stages`, or `base` with the name of a published model
     --> own.toml:1:10
    1 | stages = []
      |          ^^
    ");
    insta::assert_snapshot!(said("stages = 'ir_r1'"), @r"
    error: `stages` takes an array of stages, got `'ir_r1'`
     --> own.toml:1:10
    1 | stages = 'ir_r1'
      |          ^^^^^^^
    ");
}

#[test]
fn a_network_too_large_to_count_is_refused_in_place() {
    insta::assert_snapshot!(said(TOO_LARGE), @r"
    error: MACs of the whole network must be at most 10^18, got more than 10^19
     --> own.toml:4:14
    4 | resolution = 100_000
      |              ^^^^^^^
    ");
    insta::assert_snapshot!(said("width = 1000\n[[stages]]\nchannels = 16\n[[stages]]\nchannels = 400"), @r"
    error: head channels must be between 1 and 100000, got 1280000
     --> own.toml:1:9
    1 | width = 1000
      |         ^^^^
    ");
}

#[test]
fn bases_names_and_tables_that_cannot_be() {
    insta::assert_snapshot!(said("base = 'b9'\nname = ' '"), @r"
    error: unknown model `b9`, expected one of b0…b8, l2, lite0…lite4, v2-s, v2-m, v2-l, v2-xl, v2-b0…v2-b3, mobilenet-v2; did you mean `b0`?
     --> own.toml:1:8
    1 | base = 'b9'
      |        ^^^^
    error: `name` takes 1 to 60 characters without control characters, got `' '`
     --> own.toml:2:8
    2 | name = ' '
      |        ^^^
    ");
    insta::assert_snapshot!(said("base = 'resnet50'\nname = \"a\\nb\"\nstages = [{}]"), @r#"
    error: `resnet-50` cannot be a base: it has no table of MBConv stages
     --> own.toml:1:8
    1 | base = 'resnet50'
      |        ^^^^^^^^^^
    error: `name` takes 1 to 60 characters without control characters, got `"a\nb"`
     --> own.toml:2:8
    2 | name = "a\nb"
      |        ^^^^^^
    error: this stage has no `channels`
     --> own.toml:3:11
    3 | stages = [{}]
      |           ^^
    "#);
    let line = "stages = ['r1_k3_s11_e1_i32_o16', 'r2_k3_s22_e6_i24_o24']";
    insta::assert_snapshot!(said(line), @r"
    error: this stage receives 16 channels, got `i24`
     --> own.toml:1:49
    1 | stages = ['r1_k3_s11_e1_i32_o16', 'r2_k3_s22_e6_i24_o24']
      |                                                 ^^^
    ");
    insta::assert_snapshot!(said("stages = [\"ir_r1_k3_s1_\\u0065\\u0036_c-8\"]"), @r#"
    error: channels must be between 1 and 100000, got `c-8`
     --> own.toml:1:37
    1 | stages = ["ir_r1_k3_s1_\u0065\u0036_c-8"]
      |                                     ^^^
    "#);
}

#[test]
fn very_many_problems_are_not_all_told() {
    let text = format!("stages = [{}]", "\"xx\", ".repeat(100_000));
    let problems = parse(Path::new("own.toml"), &text).unwrap_err();
    assert_eq!(problems.len(), 101);
    assert_eq!(problems[100].message, "99900 more problems from here on");
}

#[test]
fn every_published_network_is_read_back_as_it_was() {
    for variant in Variant::ALL {
        let design = Design::of(variant);
        assert_eq!(good(&to_toml(&design)), design, "{}", to_toml(&design));
    }
    insta::assert_snapshot!(to_toml(&Design::of(Variant::V2S)), @r#"
    name = "v2-s"
    resolution = 384
    classes = 1000
    width = 1.0
    depth = 1.0
    stem = 24
    head = 1280
    activation = "silu"
    padding = "same"
    bn_eps = 0.001
    ends = "scaled"
    round_limit = 0.0
    stages = [
        "cn_r2_k3_s1_e1_c24_skip",
        "er_r4_k3_s2_e4_c48",
        "er_r4_k3_s2_e4_c64",
        "ir_r6_k3_s2_e4_c128_se0.25",
        "ir_r9_k3_s1_e6_c160_se0.25",
        "ir_r15_k3_s2_e6_c256_se0.25",
    ]
    "#);
}

#[test]
fn files_that_are_none_are_refused_in_one_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let said = |name: &str| load(&at(name)).unwrap_err().to_string();
    assert_eq!(said("nowhere.toml"), "there is no such file");
    assert_eq!(said(""), "it is a directory, expected a TOML file");
    fs::write(at("empty.toml"), " \n\n").unwrap();
    assert_eq!(said("empty.toml"), "the file is empty");
    fs::write(at("binary.toml"), b"\x7fELF\x02\x01\xff").unwrap();
    assert_eq!(said("binary.toml"), "it is not a text file, expected TOML in UTF-8");
    fs::write(at("zeros.toml"), b"name = '\0'").unwrap();
    assert_eq!(said("zeros.toml"), "it is not a text file, expected TOML in UTF-8");
    // Sparse: refused by its length, not read.
    fs::File::create(at("long.toml")).unwrap().set_len(100 << 20).unwrap();
    assert_eq!(said("long.toml"), "the file is larger than 1 MiB");
    fs::write(at("broken.toml"), BROKEN).unwrap();
    assert!(said("broken.toml").ends_with(" problems"));
    fs::write(at("crlf.toml"), format!("\u{feff}{}", POCKET.replace('\n', "\r\n"))).unwrap();
    assert_eq!(load(&at("crlf.toml")).unwrap(), good(POCKET));
}

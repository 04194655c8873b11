//! The plan and the readable layers: two witnesses of every network.

use super::*;
use crate::arch::{ArchSpec, BlockKind, Padding, Scaling, Variant, families};
use crate::nn::testing::{noise, random_network};

/// Families at a quarter of their width and half their depth, to 7 classes.
fn specs() -> Vec<(&'static str, ArchSpec)> {
    let scaling = Scaling { width: 0.25, depth: 0.5, resolution: 64 };
    let small = |base: crate::arch::BaseSpec| base.scale(scaling, 7).unwrap();
    let mut gated = small(families::efficientnet_v2(families::V2::S));
    for block in &mut gated.blocks {
        block.squeeze = Some(3); // A gate in every block, fused ones and e = 1 too.
    }
    vec![
        ("b0", small(families::efficientnet())),
        ("symmetric", ArchSpec { padding: Padding::Symmetric, ..small(families::efficientnet()) }),
        ("lite", small(families::efficientnet_lite())),
        ("v2", small(families::efficientnet_v2(families::V2::S))),
        ("v2 gated", gated),
        ("mobilenet", small(families::mobilenet_v2())),
    ]
}

#[track_caller]
fn assert_agrees(what: &str, net: &EfficientNet, plan: &Plan, x: &Tensor4) {
    let (plain, fast) = (net.infer(x), plan.run(x));
    assert_eq!(plain.shape(), fast.shape());
    let scale = plain.iter().fold(0.0, |most: f32, y| most.max(y.abs()));
    let worst = plain.iter().zip(&fast).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
    assert!(scale > 1e-3, "{what}: logits of zero say nothing");
    assert!(worst <= 1e-4 * scale, "{what}, {:?}: {worst} of {scale}", x.shape());
}

#[test]
fn every_family_agrees_at_odd_sizes() {
    for (what, spec) in specs() {
        let net = random_network(&spec);
        let plan = Plan::new(&net, 1);
        for (h, w) in [(32, 32), (33, 47), (64, 40), (7, 5), (1, 1)] {
            assert_agrees(what, &net, &plan, &noise((2, 3, h, w), 99));
        }
    }
}

#[test]
fn the_small_families_have_both_kinds_of_block() {
    let has = |kind| specs().iter().any(|(_, spec)| spec.blocks.iter().any(|b| b.kind == kind));
    assert!(has(BlockKind::MBConv) && has(BlockKind::FusedMBConv));
}

/// 120 columns make a plane of several strips.
#[test]
fn planes_larger_than_a_strip_agree() {
    let (what, spec) = specs().remove(0);
    let net = random_network(&spec);
    let plan = Plan::new(&net, 1);
    assert_agrees(what, &net, &plan, &noise((1, 3, 250, 241), 5));
}

#[test]
fn the_number_of_threads_never_shows() {
    for (what, spec) in specs() {
        let net = random_network(&spec);
        let x = noise((1, 3, 65, 90), 3);
        let alone = Plan::new(&net, 1).run(&x);
        for threads in [2, 3, 8] {
            // Bit for bit, also when the buffers are those of an earlier run.
            let plan = Plan::new(&net, threads);
            assert!((0..3).all(|_| plan.run(&x) == alone), "{what} on {threads} threads");
        }
    }
}

#[test]
fn a_smaller_image_after_a_larger_one_sees_no_trace_of_it() {
    for (what, spec) in specs() {
        let net = random_network(&spec);
        let plan = Plan::new(&net, 1);
        let small = noise((1, 3, 31, 29), 1);
        let fresh = plan.run(&small);
        plan.run(&noise((1, 3, 96, 80), 2));
        assert!(plan.run(&small) == fresh, "{what}");
    }
}

#[test]
fn two_threads_may_ask_at_once() {
    let (_, spec) = specs().remove(0);
    let plan = Plan::new(&random_network(&spec), 2);
    let x = noise((1, 3, 40, 40), 8);
    let alone = plan.run(&x);
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| assert!((0..5).all(|_| plan.run(&x) == alone)));
        }
    });
}

#[test]
fn a_published_network_agrees() {
    let spec = Variant::Lite0.imagenet();
    let net = random_network(&spec);
    assert_agrees("lite0", &net, &Plan::new(&net, 1), &noise((1, 3, 64, 64), 4));
}

#[test]
#[should_panic(expected = "Plan reads (N, 3, H, W), got [1, 4, 8, 8]")]
fn a_wrong_channel_count_names_both_shapes() {
    let (_, spec) = specs().remove(0);
    Plan::new(&random_network(&spec), 1).run(&Tensor4::zeros((1, 4, 8, 8)));
}

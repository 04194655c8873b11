//! The cost model's closed formulas against the engine's own tensors: parameters, buffers,
//! multiply-accumulates, the names of the layers and their shapes.

use effnet_tutor::arch::families::{self, V2};
use effnet_tutor::arch::{ArchSpec, Scaling, Shape, Variant};
use effnet_tutor::nn::{EfficientNet, Tensor4};
use proptest::prelude::*;

/// Checks everything that both sides can say about one network.
#[track_caller]
fn agree(spec: &ArchSpec) {
    let net = EfficientNet::build(spec);
    let cost = spec.cost();
    assert_eq!(net.num_params(), cost.params);
    assert_eq!(net.num_buffers(), cost.buffers);

    let mut seen = Vec::new();
    let mut macs = 0;
    let mut watch = |path: &str, y: &Tensor4| {
        let (_, c, h, w) = y.dim();
        seen.push((path.to_owned(), Shape { c, h, w }));
        macs += products(&net, path) * (h * w) as u64;
    };
    net.infer_watched(&Tensor4::zeros((1, 3, spec.resolution, spec.resolution)), &mut watch);
    assert_eq!(macs, cost.macs);
    let layers: Vec<_> = spec.layers().into_iter().map(|l| (l.path, l.output)).collect();
    assert_eq!(seen, layers);
}

/// Products for each pixel that the layer at `path` writes: as many as its kernels have weights.
fn products(net: &EfficientNet, path: &str) -> u64 {
    let weight = net.tensor(&format!("{path}.weight")).filter(|weight| weight.ndim() > 1);
    weight.map_or(0, |weight| weight.len() as u64)
}

#[test]
fn tiny_networks_agree() {
    let bases = [
        families::efficientnet(),
        families::efficientnet_lite(),
        families::efficientnet_v2(V2::Base),
        families::mobilenet_v2(),
    ];
    for base in bases {
        for (width, depth, resolution) in [(0.25, 0.5, 33), (0.25, 1.0, 32), (0.5, 1.4, 40)] {
            agree(&base.scale(Scaling { width, depth, resolution }, 10).unwrap());
        }
    }
}

#[test]
fn published_networks_agree() {
    for variant in [Variant::B0, Variant::B3, Variant::Lite0] {
        agree(&variant.imagenet());
    }
}

/// The larger ones would take seconds to run, or do not fit in memory: their tensors are counted.
#[test]
fn the_parameters_of_every_variant_agree() {
    for variant in Variant::ALL {
        let spec = variant.imagenet();
        if spec.cost().params > 70_000_000 {
            continue;
        }
        let net = EfficientNet::build(&spec);
        assert_eq!(net.num_params(), spec.cost().params, "{}", variant.title());
        assert_eq!(net.num_buffers(), spec.cost().buffers, "{}", variant.title());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_multipliers_agree(
        family in 0usize..6,
        width in 0.1f64..0.6,
        depth in 0.2f64..1.4,
        resolution in 20usize..48,
        classes in 1usize..40,
    ) {
        let base = match family {
            0 => families::efficientnet(),
            1 => families::efficientnet_lite(),
            2 => families::efficientnet_v2(V2::Base),
            3 => families::efficientnet_v2(V2::S),
            4 => families::efficientnet_v2(V2::M),
            _ => families::mobilenet_v2(),
        };
        agree(&base.scale(Scaling { width, depth, resolution }, classes).unwrap());
    }
}

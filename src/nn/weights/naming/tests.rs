//! What is needed is what the network holds.

use super::*;
use crate::arch::Variant;
use crate::nn::EfficientNet;

/// The list of layers and the network itself are two witnesses.
#[test]
fn what_is_needed_is_what_the_network_holds() {
    for variant in [Variant::B0, Variant::V2B0, Variant::Lite0, Variant::MobileNetV2] {
        let spec = variant.imagenet();
        let mut held = Vec::new();
        EfficientNet::build(&spec).visit(&mut |path, param| {
            held.push((path.to_owned(), param.value.shape().to_vec()));
        });
        let needed = Naming::Timm.needed(&spec).into_iter();
        let mut needed: Vec<_> = needed.map(|tensor| (tensor.path, tensor.shape)).collect();
        held.sort();
        needed.sort();
        assert_eq!(held, needed, "{}", variant.name());
    }
}

#[test]
fn no_two_tensors_share_a_name() {
    for naming in Naming::ALL {
        for variant in [Variant::B1, Variant::Lite0, Variant::MobileNetV2, Variant::V2S] {
            if naming == Naming::EfficientnetPytorch && variant == Variant::V2S {
                continue; // The library has no EfficientNetV2, but its names serve.
            }
            let needed = naming.needed(&variant.imagenet());
            let names: std::collections::BTreeSet<_> = needed.iter().map(|t| &t.name).collect();
            assert_eq!(names.len(), needed.len(), "{naming:?} {}", variant.name());
        }
    }
}

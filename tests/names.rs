//! Names and shapes of tensors against the state dicts of torchvision, timm and efficientnet_pytorch.

use effnet_tutor::arch::Variant;
use effnet_tutor::nn::weights::{Naming, Needed};
use serde_json::Value;

/// FNV-1a over sorted lines `name 32,3,3,3`.
fn digest(needed: &[Needed]) -> String {
    let line = |tensor: &Needed| {
        let sides: Vec<String> = tensor.shape.iter().map(usize::to_string).collect();
        format!("{} {}\n", tensor.name, sides.join(","))
    };
    let mut lines: Vec<String> = needed.iter().map(line).collect();
    lines.sort();
    let hash = lines.concat().bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    });
    format!("{hash:016x}")
}

#[test]
fn every_model_has_the_names_and_shapes_of_its_library() {
    let recorded: Vec<Value> = serde_json::from_str(include_str!("golden/names.json")).unwrap();
    assert_eq!(recorded.len(), 46);
    for theirs in recorded {
        let text = |key: &str| theirs[key].as_str().unwrap();
        let variant = Variant::parse(text("model")).unwrap();
        let naming = match (text("naming"), variant) {
            ("torchvision", Variant::MobileNetV2) => Naming::TorchvisionMobileNet,
            ("torchvision", _) => Naming::Torchvision,
            ("timm", _) => Naming::Timm,
            _ => Naming::EfficientnetPytorch,
        };
        let what = format!("{} {}", text("naming"), text("source"));
        assert_eq!(naming.library(), text("naming"));
        let needed = naming.needed(&variant.imagenet());
        assert_eq!(needed.len() as u64, theirs["tensors"].as_u64().unwrap(), "{what}");
        assert_eq!(digest(&needed), text("digest"), "{what}");
        let names = needed.iter().map(|tensor| tensor.name.as_str());
        assert_eq!(Naming::recognise(names).unwrap(), naming, "{what}");
    }
}

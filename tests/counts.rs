//! Every stage of every model against counts made outside: torch 2.15, torchvision 0.29.2, timm 1.0.31
//! (`tests/golden/stages.json`; parameters include batch norm's scale and shift).

use effnet_tutor::arch::{Cost, Variant};
use serde_json::Value;

#[test]
fn every_stage_equals_the_public_implementations() {
    let golden: Value = serde_json::from_str(include_str!("golden/stages.json")).unwrap();
    for variant in Variant::ALL {
        let spec = variant.imagenet();
        let model = &golden[format!("efficientnet_{}", variant.name())];
        assert_eq!(model["res"], spec.resolution);
        for (name, stage) in model["stages"].as_object().unwrap() {
            let cost = stage_cost(&spec, name);
            let at = format!("{} {name}", variant.title());
            assert_eq!(Value::from(cost.params), stage["params"], "{at} params");
            assert_eq!(Value::from(cost.macs), stage["macs"], "{at} MACs");
        }
        assert_eq!(Value::from(spec.cost().params), model["params"]);
        assert_eq!(Value::from(spec.cost().macs), model["macs"]);
    }
}

/// The file keeps the classifier (`fc`) apart from stage 9; some models call stages 1 and 9 stem and head.
fn stage_cost(spec: &effnet_tutor::arch::ArchSpec, name: &str) -> Cost {
    spec.cost_where(|layer| match layer.path.as_str() {
        "classifier" => name == "fc",
        _ => match layer.stage {
            1 => name == "stage1" || name == "stem",
            9 => name == "stage9" || name == "head",
            stage => name == format!("stage{stage}"),
        },
    })
}

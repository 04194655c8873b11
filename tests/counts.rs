//! Every model and every stage against counts made outside: torch 2.15, torchvision 0.29.2, timm 1.0.31
//! (`tests/golden/stages.json` and `counts.json`; parameters include batch norm's scale and shift).

use effnet_tutor::arch::convention::{Convention, Evidence, Implementation};
use effnet_tutor::arch::{Cost, LayerSpec, Model, Operator};
use serde_json::Value;

#[test]
fn every_stage_equals_the_public_implementations() {
    let golden: Value = serde_json::from_str(include_str!("golden/stages.json")).unwrap();
    let models = golden.as_object().unwrap();
    assert_eq!(models.len(), 24);
    for (name, model) in models {
        let network = Model::parse(name).unwrap().imagenet();
        assert_eq!(model["res"], network.scaling.resolution, "{name}");
        let last = network.layers.iter().map(|layer| layer.stage).max().unwrap();
        for (stage, wanted) in model["stages"].as_object().unwrap() {
            let cost = network.cost_where(|layer| belongs(layer, stage, last));
            assert_eq!(Value::from(cost.params), wanted["params"], "{name} {stage} params");
            assert_eq!(Value::from(cost.macs), wanted["macs"], "{name} {stage} MACs");
        }
        assert_eq!(Value::from(network.cost().params), model["params"], "{name}");
        assert_eq!(Value::from(network.cost().macs), model["macs"], "{name}");
    }
}

/// Whether a layer belongs to a stage of the file. The classifier stands apart; stem and head are also
/// called by their numbers; MobileNetV2 has one entry for each block.
fn belongs(layer: &LayerSpec, stage: &str, last: usize) -> bool {
    let is_classifier = layer.path == "classifier";
    match stage {
        "fc" | "classifier.1" => is_classifier,
        _ if is_classifier => false,
        "stem" => layer.stage == 1,
        "head" => layer.stage == last,
        _ => match stage.strip_prefix("features.") {
            Some("0") => layer.stage == 1,
            Some("18") => layer.stage == last,
            Some(block) => layer.block == block.parse::<usize>().ok().map(|block| block - 1),
            None => stage == format!("stage{}", layer.stage),
        },
    }
}

#[test]
fn every_total_equals_the_public_implementations() {
    let golden: Vec<Value> = serde_json::from_str(include_str!("golden/counts.json")).unwrap();
    for wanted in &golden {
        let model = Model::parse(wanted["model"].as_str().unwrap()).unwrap();
        let source = &wanted["source"];
        // timm tests B8 and others at other sizes than the authors: the file says which.
        assert_eq!(wanted["res"], model.scaling().resolution, "{source}");
        let network = model.imagenet();
        let Cost { params, buffers, macs, activations } = network.cost();
        let kinds = |op| network.layers.iter().filter(|layer| layer.op == op).count();
        let norm = network.cost_where(|layer| layer.op == Operator::BatchNorm).params;
        let found = [
            ("params", params),
            ("bn_running_stats", buffers),
            ("bn_affine", norm),
            ("macs", macs),
            ("activations", activations),
            ("conv_layers", (kinds(Operator::Conv) + kinds(Operator::DepthwiseConv)) as u64),
            ("dw_convs", kinds(Operator::DepthwiseConv) as u64),
        ];
        for (key, value) in found {
            assert_eq!(Value::from(value), wanted[key], "{source} {key}");
        }
    }
    let with_counts = |model: &Model| golden.iter().any(|entry| entry["model"] == model.name());
    assert!(Model::all().all(|model| with_counts(&model)), "every model has an outside witness");
}

/// Where a tool was really run, its number is met to the last digit; and we say so exactly there.
#[test]
fn every_recorded_run_is_met_to_the_last_digit() {
    let golden: Vec<Value> = serde_json::from_str(include_str!("golden/counts.json")).unwrap();
    let tools = [
        (Convention::TorchFlops, "torch_flops"),
        (Convention::Fvcore, "fvcore"),
        (Convention::Ptflops, "ptflops"),
        (Convention::PtflopsAten, "ptflops_aten"),
        (Convention::Thop, "thop"),
        (Convention::Torchinfo, "torchinfo"),
    ];
    let mut met = 0;
    for entry in &golden {
        let model = Model::parse(entry["model"].as_str().unwrap()).unwrap();
        let code = match entry["source"].as_str().unwrap() {
            source if source.starts_with("torchvision:") => Implementation::of(model),
            source if source.starts_with("timm:tf_") => Implementation::TimmTf,
            _ => Implementation::Timm,
        };
        for (tool, key) in tools {
            let recorded = tool.evidence(code, Some(model)) == Evidence::Recorded;
            assert_eq!(recorded, entry.get(key).is_some(), "{} {key}", entry["source"]);
            if recorded {
                let total = tool.ledger(&model.imagenet(), code).total();
                assert_eq!(Value::from(total), entry[key], "{} {key}", entry["source"]);
                met += 1;
            }
        }
    }
    assert_eq!(met, 116);
}

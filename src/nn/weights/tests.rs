//! Weight files that fit, and every way in which they do not.

use std::collections::BTreeMap;

use proptest::prelude::*;
use safetensors::Dtype;
use safetensors::tensor::{TensorView, serialize};

use super::*;
use crate::arch::{Scaling, Variant, families};
use crate::nn::testing::noise;

/// Type, shape and bytes, by name.
type Tensors = BTreeMap<String, (Dtype, Vec<usize>, Vec<u8>)>;

fn tiny() -> ArchSpec {
    let scaling = Scaling { width: 0.25, depth: 0.5, resolution: 32 };
    families::efficientnet().scale(scaling, 2).unwrap()
}

fn random(spec: &ArchSpec) -> EfficientNet {
    let mut net = EfficientNet::build(spec);
    let mut seed = 0;
    net.visit_mut(&mut |_, mut param| {
        seed += 1;
        let shape = param.value.raw_dim();
        param.value.assign(&noise(shape, seed).mapv(f32::abs));
    });
    net
}

fn tensors(net: &EfficientNet, spec: &ArchSpec, naming: Naming) -> Tensors {
    let names = naming.layer_names(spec);
    let mut tensors = Tensors::new();
    net.visit(&mut |path, param| {
        let (layer, leaf) = path.rsplit_once('.').unwrap();
        let bytes = param.value.iter().flat_map(|value| value.to_le_bytes()).collect();
        let stored = (Dtype::F32, param.value.shape().to_vec(), bytes);
        tensors.insert(format!("{}.{leaf}", names[layer]), stored);
    });
    tensors
}

fn assemble(tensors: &Tensors) -> Vec<u8> {
    let views = tensors.iter().map(|(name, (dtype, shape, bytes))| {
        (name, TensorView::new(*dtype, shape.clone(), bytes).unwrap())
    });
    serialize(views, None).unwrap()
}

/// Loads a timm file after `edit`, and compares the error's sentence.
#[track_caller]
fn refused(edit: impl FnOnce(&mut Tensors), message: &str) {
    let spec = tiny();
    let mut tensors = tensors(&random(&spec), &spec, Naming::Timm);
    edit(&mut tensors);
    assert_eq!(load(&spec, &assemble(&tensors)).unwrap_err().to_string(), message);
}

#[test]
fn each_vocabulary_is_recognised_and_loads_the_same_network() {
    let spec = tiny();
    let net = random(&spec);
    for naming in Naming::ALL {
        let tensors = tensors(&net, &spec, naming);
        assert_eq!(Naming::recognise(tensors.keys().map(String::as_str)).unwrap(), naming);
        assert_eq!(load(&spec, &assemble(&tensors)).unwrap(), net);
    }
}

#[test]
fn every_published_network_has_a_name_for_each_tensor() {
    for variant in Variant::ALL {
        let spec = variant.imagenet();
        for naming in Naming::ALL {
            let names = naming.layer_names(&spec);
            let layers = spec.layers();
            for layer in layers.iter().filter(|layer| layer.cost().params > 0) {
                assert!(names.contains_key(&layer.path), "{naming:?} {}", layer.path);
            }
        }
    }
}

#[test]
fn what_is_written_loads_again_and_is_the_same_every_time() {
    let spec = tiny();
    let net = random(&spec);
    for naming in Naming::ALL {
        let bytes = write(&net, &spec, naming, "a note").unwrap();
        assert_eq!(load(&spec, &bytes).unwrap(), net);
        assert_eq!(write(&net, &spec, naming, "a note").unwrap(), bytes);
    }
}

#[test]
fn half_precision_is_widened() {
    let spec = tiny();
    let mut tensors = tensors(&random(&spec), &spec, Naming::Timm);
    let set = |tensors: &mut Tensors, dtype, bytes: [u8; 2]| {
        tensors.insert("classifier.bias".to_owned(), (dtype, vec![2], bytes.repeat(2)));
    };
    for (dtype, bytes) in [(Dtype::F16, 0x3E00_u16), (Dtype::BF16, 0x3FC0)] {
        set(&mut tensors, dtype, bytes.to_le_bytes());
        let net = load(&spec, &assemble(&tensors)).unwrap();
        assert!(net.classifier.bias.iter().all(|bias| (bias - 1.5).abs() < 1e-6));
    }
}

#[test]
fn counters_of_batches_are_passed_over() {
    let spec = tiny();
    let mut tensors = tensors(&random(&spec), &spec, Naming::Timm);
    let counter = (Dtype::I64, vec![], vec![0; 8]);
    tensors.insert("bn1.num_batches_tracked".to_owned(), counter);
    assert!(load(&spec, &assemble(&tensors)).is_ok());
}

#[test]
fn the_sentence_names_the_tensor_and_both_shapes() {
    refused(
        |tensors| drop(tensors.remove("blocks.0.0.bn1.bias")),
        "tensor `blocks.0.0.bn1.bias` is missing, expected shape [8]",
    );
    refused(
        |tensors| tensors.get_mut("conv_stem.weight").unwrap().1 = vec![3, 8, 3, 3],
        "tensor `conv_stem.weight` has shape [3, 8, 3, 3], expected [8, 3, 3, 3]",
    );
    refused(
        |tensors| {
            tensors.insert("blocks.9.weight".to_owned(), (Dtype::F32, vec![1], vec![0; 4]));
        },
        "tensor `blocks.9.weight` of shape [1] has no place in this network",
    );
    refused(
        |tensors| tensors.get_mut("classifier.bias").unwrap().0 = Dtype::I32,
        "tensor `classifier.bias` has type I32, expected F32, F16 or BF16",
    );
}

#[test]
fn values_that_no_training_gives_are_refused() {
    let set = |tensors: &mut Tensors, name: &str, value: f32| {
        tensors.get_mut(name).unwrap().2[4..8].copy_from_slice(&value.to_le_bytes());
    };
    refused(
        |tensors| set(tensors, "classifier.weight", f32::NAN),
        "tensor `classifier.weight` holds NaN at index 1, expected finite values",
    );
    refused(
        |tensors| set(tensors, "bn1.running_var", -1.0),
        "tensor `bn1.running_var` holds a variance below zero",
    );
}

#[test]
fn other_files_are_refused() {
    let spec = tiny();
    let error = |bytes: &[u8]| load(&spec, bytes).unwrap_err().to_string();
    assert_eq!(error(b""), "the file is empty");
    assert!(error(b"PK\x03\x04 archive").starts_with("it is a PyTorch checkpoint, expected"));
    assert!(error(&u64::MAX.to_le_bytes()).starts_with("it is not a safetensors file: "));
    let resnet = Tensors::from([("layer1.weight".to_owned(), (Dtype::F32, vec![1], vec![0; 4]))]);
    assert!(error(&assemble(&resnet)).ends_with("efficientnet_pytorch, got `layer1.weight`"));
    assert!(error(&assemble(&Tensors::new())).ends_with("the file holds no tensor"));
}

#[test]
fn one_byte_a_weight_is_close() {
    let spec = tiny();
    let net = random(&spec);
    let again = int8::decode(&spec, &int8::encode(&net).unwrap()).unwrap();
    again.visit(&mut |path, param| {
        let (_, leaf) = path.rsplit_once('.').unwrap();
        if path.contains(".norm.") {
            return; // Folded: compared as scale and shift below.
        }
        let original = net.tensor(path).unwrap();
        let worst = original.iter().zip(&param.value).map(|(a, b)| (a - b).abs());
        let steps = match leaf {
            "bias" => 0.0,
            _ if path.contains("depthwise") => 1.0,
            _ => 0.5,
        };
        let limit = steps / 127.0 + 1e-6;
        assert!(worst.fold(0.0, f32::max) <= limit, "{path}");
    });
    let (scale, shift) = net.stem.norm.scale_shift();
    let (scale_again, shift_again) = again.stem.norm.scale_shift();
    crate::nn::testing::assert_close(&scale_again, &scale, 1e-5);
    crate::nn::testing::assert_close(&shift_again, &shift, 1e-5);
}

#[test]
fn depthwise_filters_keep_their_sum() {
    let spec = tiny();
    let net = random(&spec);
    let again = int8::decode(&spec, &int8::encode(&net).unwrap()).unwrap();
    for block in 0..spec.blocks.len() {
        let filters = &net.depthwise(block).weight;
        for (filter, rounded) in
            filters.outer_iter().zip(again.depthwise(block).weight.outer_iter())
        {
            let step = filter.iter().fold(0.0, |largest: f32, w| largest.max(w.abs())) / 127.0;
            assert!((filter.sum() - rounded.sum()).abs() <= 0.51 * step);
        }
    }
}

#[test]
fn a_channel_of_zeros_survives() {
    let spec = tiny();
    let net = EfficientNet::build(&spec);
    let again = int8::decode(&spec, &int8::encode(&net).unwrap()).unwrap();
    assert!(again.stem.conv.weight.iter().all(|weight| weight.abs() < 1e-9));
}

proptest! {
    /// Bytes of strangers end in an error, never in a panic.
    #[test]
    fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(load(&tiny(), &bytes).is_err());
    }

    /// Also where the header's length is right and its text arbitrary.
    #[test]
    fn any_header_is_survived(header in "\\{\"(blocks|features|_blocks).{0,80}\\}") {
        let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
        bytes.extend(header.as_bytes());
        prop_assert!(load(&tiny(), &bytes).is_err());
        prop_assert!(int8::decode(&tiny(), &bytes).is_err());
    }

    /// And where a good file has one wrong byte, which may load if it hits a weight.
    #[test]
    fn a_flipped_byte_is_survived(at in 0_usize..20_000, flip in 1_u8..) {
        let spec = tiny();
        let mut bytes = assemble(&tensors(&EfficientNet::build(&spec), &spec, Naming::Timm));
        bytes[at] ^= flip;
        drop(load(&spec, &bytes));
    }
}

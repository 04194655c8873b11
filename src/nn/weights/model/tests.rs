//! Which model a file holds, and what is said when it is another one.

use safetensors::Dtype;
use safetensors::tensor::{TensorView, serialize};

use super::*;

/// A file of zeros with the tensors of a model, changed by `edit`.
fn file(
    naming: Naming,
    variant: Variant,
    classes: usize,
    edit: impl FnOnce(&mut BTreeMap<String, Vec<usize>>),
) -> Vec<u8> {
    let needed = naming.needed(&variant.spec(classes).unwrap()).into_iter();
    let mut shapes = needed.map(|tensor| (tensor.name, tensor.shape)).collect();
    edit(&mut shapes);
    let largest = shapes.values().map(|shape| shape.iter().product::<usize>()).max().unwrap_or(0);
    let zeros = vec![0; largest * 2];
    let views = shapes.iter().map(|(name, shape)| {
        let bytes = &zeros[..shape.iter().product::<usize>() * 2];
        (name, TensorView::new(Dtype::F16, shape.clone(), bytes).unwrap())
    });
    serialize(views, None).unwrap()
}

fn named(variant: Variant) -> Choice {
    Choice { variant: Some(variant), ..Choice::default() }
}

#[test]
fn the_tensors_tell_the_model() {
    for (naming, variant) in [
        (Naming::Timm, Variant::B0),
        (Naming::EfficientnetPytorch, Variant::Lite1),
        (Naming::TorchvisionMobileNet, Variant::MobileNetV2),
        (Naming::Timm, Variant::V2B0),
    ] {
        let bytes = file(naming, variant, 7, |_| {});
        let loaded = load_model(&Choice::default(), &bytes).unwrap();
        assert_eq!((loaded.variant, loaded.naming), (variant, naming));
        assert_eq!(loaded.net.classifier.bias.len(), 7);
        assert_eq!(loaded.assumed, naming.assumed(variant));
    }
}

#[test]
fn no_two_models_have_the_same_tensors() {
    for naming in [Naming::Timm, Naming::Torchvision] {
        for variant in Variant::ALL {
            let needed = naming.needed(&variant.imagenet()).into_iter();
            let shapes = needed.map(|tensor| (tensor.name, tensor.shape)).collect();
            assert_eq!(Tensors { naming, shapes }.model(), Some(variant));
        }
    }
}

#[test]
fn what_the_caller_knows_overrides_what_is_assumed() {
    let bytes = file(Naming::Timm, Variant::B0, 2, |_| {});
    let (padding, bn_eps) = (Padding::Symmetric, 1e-5);
    let choice = Choice { padding: Some(padding), bn_eps: Some(bn_eps), ..Choice::default() };
    let loaded = load_model(&choice, &bytes).unwrap();
    assert_eq!(loaded.assumed, Assumed { padding, bn_eps });
    assert_eq!(loaded.net.stem.conv.window.padding, padding);
    assert!((loaded.net.stem.norm.eps - bn_eps).abs() < 1e-9);
}

#[track_caller]
fn refused(choice: &Choice, bytes: &[u8], message: &str) {
    assert_eq!(load_model(choice, bytes).unwrap_err().to_string(), message);
}

#[test]
fn weights_of_another_model_are_told_by_name() {
    let bytes = file(Naming::Timm, Variant::B1, 2, |_| {});
    refused(
        &named(Variant::B0),
        &bytes,
        "the weights do not fit b0: tensor `blocks.0.1.bn1.bias` of shape [16] has no place in this \
         network, and 127 more do not fit; they are the weights of b1",
    );
}

#[test]
fn one_tensor_that_does_not_fit_is_told_alone() {
    let edit = |shapes: &mut BTreeMap<String, Vec<usize>>| drop(shapes.remove("bn2.weight"));
    let bytes = file(Naming::Timm, Variant::B0, 2, edit);
    refused(
        &Choice::default(),
        &bytes,
        "the weights do not fit b0: tensor `bn2.weight` is missing, expected shape [1280]",
    );
}

#[test]
fn a_classifier_of_no_class_has_the_wrong_shape() {
    let edit = |shapes: &mut BTreeMap<String, Vec<usize>>| {
        shapes.insert("classifier.weight".to_owned(), vec![0, 1280]);
    };
    let bytes = file(Naming::Timm, Variant::B0, 1000, edit);
    refused(
        &named(Variant::B0),
        &bytes,
        "the weights do not fit b0: tensor `classifier.weight` has shape [0, 1280], expected [1000, 1280]",
    );
}

//! The form of the model that ships inside: weights of one byte, a quarter of f32.
//!
//! ```text
//! scale[o] = max |weight[o, …]| / 127        stored = round(weight / scale)
//! weight ≈ stored · scale                    error at most scale / 2 (depthwise: scale)
//! ```
//!
//! One scale for each output channel, since channels differ in range by orders of magnitude. The filters
//! of depthwise convolutions are rounded so that their sum is kept as well: on the three photographs
//! that ship, it brings the largest change in a probability from 0.09 down to 0.02. Batch norm is folded
//! to the two numbers that inference needs. Computation stays in f32: this saves space, not time
//! ("weight-only quantisation").
//!
//! The container is safetensors with our own paths: `stem.weight` (I8), `stem.weight.scale`,
//! `stem.norm.scale`, `stem.norm.shift`, `classifier.bias` (F32).

use std::collections::{BTreeMap, HashMap};

use ndarray::{Array1, ArrayViewD, Axis, Ix1};
use safetensors::Dtype;
use safetensors::tensor::{TensorView, serialize};

use crate::arch::ArchSpec;
use crate::nn::{BatchNorm2d, EfficientNet};

use super::reader::Reader;
use super::{WeightsError, fill};

/// Largest magnitude of a stored byte: symmetric, so that zero is exact.
const LARGEST: f32 = 127.0;

/// One tensor of the file.
struct Stored {
    dtype: Dtype,
    shape: Vec<usize>,
    bytes: Vec<u8>,
}

/// Writes a network in this form. The same network always gives the same bytes.
///
/// # Errors
/// When the file cannot be assembled, which no network in memory causes.
pub fn encode(net: &EfficientNet) -> Result<Vec<u8>, WeightsError> {
    let mut tensors = BTreeMap::new();
    net.visit(&mut |path, param| {
        tensors.insert(path.to_owned(), param.value);
    });
    let mut stored = BTreeMap::new();
    for (path, value) in &tensors {
        if let Some(norm) = path.strip_suffix(".running_var") {
            // One ε serves the whole network.
            let (scale, shift) = batch_norm(&tensors, norm, net.stem.norm.eps).scale_shift();
            stored.insert(format!("{norm}.scale"), Stored::floats(&scale));
            stored.insert(format!("{norm}.shift"), Stored::floats(&shift));
        } else if value.ndim() > 1 {
            let (bytes, scale) = quantise(value);
            stored.insert(path.clone(), bytes);
            stored.insert(format!("{path}.scale"), Stored::floats(&scale));
        } else if !path.contains(".norm.") {
            stored.insert(path.clone(), Stored::floats(&vector(value)));
        }
    }
    let format = HashMap::from([("format".to_owned(), "effnet-tutor int8 1".to_owned())]);
    let views: Result<Vec<_>, _> = stored
        .iter()
        .map(|(name, s)| Ok((name, TensorView::new(s.dtype, s.shape.clone(), &s.bytes)?)))
        .collect::<Result<_, WeightsError>>();
    Ok(serialize(views?, Some(format))?)
}

/// Builds the network of `spec` from this form.
///
/// The folded batch norm comes back as an ordinary one: γ is the scale, β the shift, the mean 0 and
/// the variance 1 − ε, so that √(var + ε) is 1.
///
/// # Errors
/// As [`load`](super::load).
pub fn decode(spec: &ArchSpec, bytes: &[u8]) -> Result<EfficientNet, WeightsError> {
    let mut reader = Reader::parse(bytes)?;
    let mut net = EfficientNet::build(spec);
    fill(&mut net, |path, shape| {
        if let Some(norm) = path.strip_suffix(".norm.weight") {
            reader.floats(&format!("{norm}.norm.scale"), shape)
        } else if let Some(norm) = path.strip_suffix(".norm.bias") {
            reader.floats(&format!("{norm}.norm.shift"), shape)
        } else if path.ends_with(".running_mean") {
            Ok(vec![0.0; shape[0]])
        } else if path.ends_with(".running_var") {
            Ok(vec![1.0 - spec.bn_eps; shape[0]])
        } else if shape.len() > 1 {
            let bytes = reader.bytes(path, shape)?;
            let scales = reader.floats(&format!("{path}.scale"), &shape[..1])?;
            let row = bytes.len() / scales.len();
            Ok(bytes.iter().enumerate().map(|(i, &b)| f32::from(b) * scales[i / row]).collect())
        } else {
            reader.floats(path, shape)
        }
    })?;
    reader.finish()?;
    Ok(net)
}

/// Rounds a weight to bytes, with one scale for each output channel.
fn quantise(weight: &ArrayViewD<'_, f32>) -> (Stored, Array1<f32>) {
    let depthwise = weight.shape()[1] == 1;
    let mut bytes = Vec::with_capacity(weight.len());
    let mut scales = Vec::with_capacity(weight.shape()[0]);
    for channel in weight.axis_iter(Axis(0)) {
        let largest = channel.iter().fold(0.0, |largest: f32, value| largest.max(value.abs()));
        let scale = largest / LARGEST;
        let step = if scale > 0.0 { scale } else { 1.0 };
        let exact: Vec<f32> = channel.iter().map(|value| value / step).collect();
        let mut rounded: Vec<f32> = exact.iter().map(|value| value.round()).collect();
        if depthwise {
            keep_sum(&exact, &mut rounded);
        }
        bytes.extend(rounded.into_iter().map(|value| value as i8 as u8));
        scales.push(scale);
    }
    let shape = weight.shape().to_vec();
    (Stored { dtype: Dtype::I8, shape, bytes }, Array1::from(scales))
}

/// Moves the values that rounding has hurt most on by one step, until the sum is right to half a step.
///
/// Where an image is flat, a depthwise filter acts by the sum of its weights alone, and in a filter that
/// looks for edges that sum is a small difference of large numbers: errors of rounding must cancel.
fn keep_sum(exact: &[f32], rounded: &mut [f32]) {
    loop {
        let error: f32 = exact.iter().zip(&*rounded).map(|(exact, rounded)| exact - rounded).sum();
        if error.abs() <= 0.5 {
            return;
        }
        let step = error.signum();
        let movable = (0..exact.len()).filter(|&i| (rounded[i] + step).abs() <= LARGEST);
        let lost = |i: usize| step * (exact[i] - rounded[i]);
        let Some(worst) = movable.max_by(|&a, &b| lost(a).total_cmp(&lost(b))) else { return };
        rounded[worst] += step;
    }
}

/// Puts a batch norm together again from its four tensors.
fn batch_norm(
    tensors: &BTreeMap<String, ArrayViewD<'_, f32>>,
    norm: &str,
    eps: f32,
) -> BatchNorm2d {
    let tensor = |leaf| vector(&tensors[&format!("{norm}.{leaf}")]);
    let gamma = tensor("weight");
    let fresh = BatchNorm2d::new(gamma.len(), eps);
    BatchNorm2d {
        gamma,
        beta: tensor("bias"),
        running_mean: tensor("running_mean"),
        running_var: tensor("running_var"),
        ..fresh
    }
}

fn vector(value: &ArrayViewD<'_, f32>) -> Array1<f32> {
    value.to_owned().into_dimensionality::<Ix1>().expect("norms and biases are vectors")
}

impl Stored {
    fn floats(values: &Array1<f32>) -> Self {
        let bytes = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        Self { dtype: Dtype::F32, shape: vec![values.len()], bytes }
    }
}

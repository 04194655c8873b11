//! `inspect --format json`: the whole network for programs.

use std::io::Write;

use serde::Serialize;

use crate::arch::memory::F32;
use crate::arch::{Activation, Cost, LayerSpec, Operator, Shape};
use crate::text::Lang;

use super::{Like, Subject};

#[derive(Debug, Serialize)]
struct Report<'a> {
    model: &'a str,
    resolution: usize,
    classes: usize,
    width: f64,
    depth: f64,
    bugs: Vec<&'static str>,
    convention: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    implementation: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<u64>,
    params: u64,
    buffers: u64,
    macs: u64,
    flops: u64,
    activations: u64,
    weight_bytes: u64,
    peak_activation_bytes: u64,
    largest_activation_bytes: u64,
    training_activation_bytes: u64,
    layers: Vec<Layer<'a>>,
    uncounted: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
struct Layer<'a> {
    path: &'a str,
    op: &'static str,
    r#in: [usize; 3],
    out: [usize; 3],
    kernel: usize,
    stride: usize,
    groups: usize,
    params: u64,
    buffers: u64,
    macs: u64,
    activations: u64,
}

pub(super) fn write(
    subject: &Subject,
    like: Option<Like>,
    lang: Lang,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let network = &subject.network;
    let Cost { params, buffers, macs, activations } = network.cost();
    let memory = network.memory();
    let chosen = like.unwrap_or(Like::PAPER);
    let code = subject.code(chosen, lang)?;
    let ledger = chosen.convention.ledger(network, code);
    let report = Report {
        model: &network.name,
        resolution: network.scaling.resolution,
        classes: network.classes,
        width: network.scaling.width,
        depth: network.scaling.depth,
        bugs: subject.bugs.iter().map(|bug| bug.name()).collect(),
        convention: chosen.convention.name(),
        implementation: like.map(|_| code.name()),
        count: like.map(|_| ledger.total()),
        params,
        buffers,
        macs,
        flops: macs.saturating_mul(2),
        activations,
        weight_bytes: params.saturating_mul(F32),
        peak_activation_bytes: memory.peak.saturating_mul(F32),
        largest_activation_bytes: memory.largest.saturating_mul(F32),
        training_activation_bytes: memory.training.saturating_mul(F32),
        layers: network.layers.iter().map(Layer::of).collect(),
        uncounted: ledger.uncounted().map(|line| line.item.name()).collect(),
    };
    serde_json::to_writer(&mut *out, &report)?;
    writeln!(out)?;
    Ok(())
}

impl<'a> Layer<'a> {
    fn of(layer: &'a LayerSpec) -> Self {
        let shape = |Shape { c, h, w }| [c, h, w];
        let Cost { params, buffers, macs, activations } = layer.cost();
        Self {
            path: &layer.path,
            op: operator(layer.op),
            r#in: shape(layer.input),
            out: shape(layer.output),
            kernel: layer.kernel,
            stride: layer.stride,
            groups: layer.groups,
            params,
            buffers,
            macs,
            activations,
        }
    }
}

/// The name of an operation.
pub(super) const fn operator(op: Operator) -> &'static str {
    match op {
        Operator::Conv => "conv",
        Operator::DepthwiseConv => "depthwise-conv",
        Operator::BatchNorm => "batch-norm",
        Operator::Activation(Activation::Silu) => "silu",
        Operator::Activation(Activation::Relu6) => "relu6",
        Operator::Activation(Activation::Relu) => "relu",
        Operator::Sigmoid => "sigmoid",
        Operator::GlobalPool => "global-pool",
        Operator::MaxPool => "max-pool",
        Operator::Scale => "scale",
        Operator::Add => "add",
        Operator::Linear => "linear",
    }
}

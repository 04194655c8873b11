//! A network unrolled: the flat list of primitive operations, each with its shapes.
//!
//! Paths are the ones that every command and lesson uses: `stem`, `blocks.3.depthwise`,
//! `blocks.3.se.reduce`, `head`, `pool`, `classifier`. What follows a convolution is named after it:
//! `stem.norm`, `stem.act`.

use super::shape::{Shape, conv_output};
use super::spec::{Activation, ArchSpec, BlockKind, BlockSpec};

/// A primitive operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operator {
    /// k×k convolution over all channels.
    Conv,
    /// k×k convolution, one filter for each channel.
    DepthwiseConv,
    /// Batch norm: scale and shift trained, mean and variance tracked.
    BatchNorm,
    /// The network's nonlinearity.
    Activation(Activation),
    /// The gate of squeeze-excite.
    Sigmoid,
    /// Mean over height and width.
    GlobalPool,
    /// Largest value of each window: ResNet's stem.
    MaxPool,
    /// Every channel times its gate.
    Scale,
    /// The skip connection.
    Add,
    /// Fully connected layer.
    Linear,
}

impl Operator {
    /// Whether it multiplies by trained weights: a convolution or the classifier.
    pub const fn is_weighted(self) -> bool {
        matches!(self, Self::Conv | Self::DepthwiseConv | Self::Linear)
    }
}

/// One primitive operation of a concrete network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayerSpec {
    /// Where it is: `blocks.3.depthwise`.
    pub path: String,
    /// Stage, as the paper's Table 1 numbers them: stem 1, MBConv 2–8, head, pooling and classifier 9.
    pub stage: usize,
    /// Index of the block over the whole network, if it is in one.
    pub block: Option<usize>,
    /// What it does.
    pub op: Operator,
    /// Shape in.
    pub input: Shape,
    /// Shape out.
    pub output: Shape,
    /// Side of the kernel; 1 where there is none.
    pub kernel: usize,
    /// Stride; 1 where there is none.
    pub stride: usize,
    /// Groups of a convolution.
    pub groups: usize,
    /// Whether a convolution has a bias. Only squeeze-excite and the classifier have one.
    pub bias: bool,
}

impl ArchSpec {
    /// Every operation, in the order of execution.
    pub fn layers(&self) -> Vec<LayerSpec> {
        let mut list = Unroll::new(self.resolution, self.activation);
        let stem = ConvShape { kernel: 3, stride: 2, ..ConvShape::pointwise(self.stem) };
        list.conv_bn_act("stem", stem);
        for (index, block) in self.blocks.iter().enumerate() {
            list.block(index, block);
        }
        list.end();
        list.conv_bn_act("head", ConvShape::pointwise(self.head));
        list.classifier(self.classes)
    }
}

/// What a convolution needs beyond its input.
#[derive(Clone, Copy)]
pub(super) struct ConvShape {
    pub(super) channels: usize,
    pub(super) kernel: usize,
    pub(super) stride: usize,
    pub(super) depthwise: bool,
    pub(super) bias: bool,
}

impl ConvShape {
    pub(super) const fn pointwise(channels: usize) -> Self {
        Self { channels, kernel: 1, stride: 1, depthwise: false, bias: false }
    }
}

/// The list so far, and the shape that the next operation reads.
pub(super) struct Unroll {
    layers: Vec<LayerSpec>,
    pub(super) shape: Shape,
    pub(super) stage: usize,
    pub(super) block: Option<usize>,
    activation: Activation,
}

impl Unroll {
    pub(super) fn new(resolution: usize, activation: Activation) -> Self {
        Self {
            layers: Vec::new(),
            shape: Shape::square(3, resolution),
            stage: 1,
            block: None,
            activation,
        }
    }

    /// The blocks are over: what follows is the last stage.
    pub(super) fn end(&mut self) {
        self.stage += 1;
        self.block = None;
    }

    /// Pools, classifies, and is done.
    pub(super) fn classifier(mut self, classes: usize) -> Vec<LayerSpec> {
        self.push("pool", Operator::GlobalPool, Shape::square(self.shape.c, 1));
        self.push("classifier", Operator::Linear, Shape::square(classes, 1));
        self.layers
    }

    fn block(&mut self, index: usize, block: &BlockSpec) {
        self.stage = block.stage;
        self.block = Some(index);
        match block.kind {
            BlockKind::MBConv => self.mbconv(index, block),
            BlockKind::FusedMBConv => self.fused_mbconv(index, block),
        }
        if block.has_skip() {
            self.push(&format!("blocks.{index}.skip"), Operator::Add, self.shape);
        }
    }

    fn mbconv(&mut self, index: usize, block: &BlockSpec) {
        let at = |part: &str| format!("blocks.{index}.{part}");
        let mid = ConvShape::pointwise(block.channels_mid());
        if block.expand_ratio != 1 {
            self.conv_bn_act(&at("expand"), mid);
        }
        let BlockSpec { kernel, stride, .. } = *block;
        self.conv_bn_act(&at("depthwise"), ConvShape { kernel, stride, depthwise: true, ..mid });
        if let Some(squeeze) = block.squeeze {
            self.squeeze_excite(&at("se"), squeeze);
        }
        self.conv(&at("project"), ConvShape::pointwise(block.channels_out));
        self.norm(&at("project"));
    }

    fn fused_mbconv(&mut self, index: usize, block: &BlockSpec) {
        let at = |part: &str| format!("blocks.{index}.{part}");
        let BlockSpec { kernel, stride, .. } = *block;
        let out = ConvShape::pointwise(block.channels_out);
        if block.expand_ratio == 1 {
            return self.conv_bn_act(&at("project"), ConvShape { kernel, stride, ..out });
        }
        let mid = ConvShape::pointwise(block.channels_mid());
        self.conv_bn_act(&at("expand"), ConvShape { kernel, stride, ..mid });
        if let Some(squeeze) = block.squeeze {
            self.squeeze_excite(&at("se"), squeeze);
        }
        self.conv(&at("project"), out);
        self.norm(&at("project"));
    }

    pub(super) fn conv_bn_act(&mut self, path: &str, conv: ConvShape) {
        self.conv(path, conv);
        self.norm(path);
        self.act(path);
    }

    fn squeeze_excite(&mut self, path: &str, squeeze: usize) {
        let full = self.shape;
        let biased = |channels| ConvShape { bias: true, ..ConvShape::pointwise(channels) };
        self.push(&format!("{path}.squeeze"), Operator::GlobalPool, Shape::square(full.c, 1));
        self.conv(&format!("{path}.reduce"), biased(squeeze));
        self.act(&format!("{path}.reduce"));
        self.conv(&format!("{path}.expand"), biased(full.c));
        self.push(&format!("{path}.gate"), Operator::Sigmoid, self.shape);
        self.shape = full;
        self.push(&format!("{path}.scale"), Operator::Scale, full);
    }

    pub(super) fn conv(&mut self, path: &str, conv: ConvShape) {
        let output = Shape {
            c: conv.channels,
            h: conv_output(self.shape.h, conv.stride),
            w: conv_output(self.shape.w, conv.stride),
        };
        let op = if conv.depthwise { Operator::DepthwiseConv } else { Operator::Conv };
        self.push(path, op, output);
        if let Some(layer) = self.layers.last_mut() {
            layer.kernel = conv.kernel;
            layer.stride = conv.stride;
            layer.groups = if conv.depthwise { conv.channels } else { 1 };
            layer.bias = conv.bias;
        }
    }

    /// Kernel and stride of the pooling that was pushed last.
    pub(super) fn mark_window(&mut self, kernel: usize, stride: usize) {
        if let Some(layer) = self.layers.last_mut() {
            (layer.kernel, layer.stride) = (kernel, stride);
        }
    }

    pub(super) fn norm(&mut self, conv: &str) {
        self.push(&format!("{conv}.norm"), Operator::BatchNorm, self.shape);
    }

    pub(super) fn act(&mut self, conv: &str) {
        let op = Operator::Activation(self.activation);
        self.push(&format!("{conv}.act"), op, self.shape);
    }

    pub(super) fn push(&mut self, path: &str, op: Operator, output: Shape) {
        self.layers.push(LayerSpec {
            path: path.to_owned(),
            stage: self.stage,
            block: self.block,
            op,
            input: self.shape,
            output,
            kernel: 1,
            stride: 1,
            groups: 1,
            bias: op == Operator::Linear,
        });
        self.shape = output;
    }
}

#[cfg(test)]
mod tests {
    use super::super::Variant;
    use super::*;

    #[test]
    fn each_layer_reads_what_the_one_before_it_wrote() {
        let layers = Variant::B0.imagenet().layers();
        for pair in layers.windows(2) {
            let gated = pair[1].op == Operator::Scale;
            assert!(
                gated || pair[0].output == pair[1].input,
                "{} → {}",
                pair[0].path,
                pair[1].path
            );
        }
    }

    #[test]
    fn paths_are_unique() {
        let layers = Variant::B7.imagenet().layers();
        let paths: std::collections::HashSet<_> = layers.iter().map(|l| &l.path).collect();
        assert_eq!(paths.len(), layers.len());
    }

    #[test]
    fn the_first_block_does_not_expand() {
        let paths: Vec<String> =
            Variant::B0.imagenet().layers().into_iter().map(|l| l.path).collect();
        assert!(!paths.contains(&"blocks.0.expand".to_owned()));
        assert!(paths.contains(&"blocks.1.expand".to_owned()));
        assert!(paths.contains(&"blocks.0.se.gate".to_owned()));
    }
}

//! A network unrolled: the flat list of primitive operations, each with its shapes.
//!
//! Paths are the ones that every command and lesson uses: `stem`, `blocks.3.depthwise`,
//! `blocks.3.se.reduce`, `head`, `pool`, `classifier`. What follows a convolution is named after it:
//! `stem.norm`, `stem.act`.

use super::shape::{Shape, conv_output};
use super::spec::{Activation, ArchSpec, BlockSpec};

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
    /// Every channel times its gate.
    Scale,
    /// The skip connection.
    Add,
    /// Fully connected layer.
    Linear,
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
        let mut list = Unroll::new(self);
        list.conv("stem", ConvShape { kernel: 3, stride: 2, ..ConvShape::pointwise(self.stem) });
        list.norm("stem");
        list.act("stem");
        for (index, block) in self.blocks.iter().enumerate() {
            list.block(index, block);
        }
        list.stage = self.blocks.last().map_or(1, |block| block.stage) + 1;
        list.block = None;
        list.conv("head", ConvShape::pointwise(self.head));
        list.norm("head");
        list.act("head");
        list.push("pool", Operator::GlobalPool, Shape::square(self.head, 1));
        list.push("classifier", Operator::Linear, Shape::square(self.classes, 1));
        list.layers
    }
}

/// What a convolution needs beyond its input.
#[derive(Clone, Copy)]
struct ConvShape {
    channels: usize,
    kernel: usize,
    stride: usize,
    depthwise: bool,
    bias: bool,
}

impl ConvShape {
    const fn pointwise(channels: usize) -> Self {
        Self { channels, kernel: 1, stride: 1, depthwise: false, bias: false }
    }
}

/// The list so far, and the shape that the next operation reads.
struct Unroll {
    layers: Vec<LayerSpec>,
    shape: Shape,
    stage: usize,
    block: Option<usize>,
    activation: Activation,
}

impl Unroll {
    fn new(spec: &ArchSpec) -> Self {
        Self {
            layers: Vec::new(),
            shape: Shape::square(3, spec.resolution),
            stage: 1,
            block: None,
            activation: spec.activation,
        }
    }

    fn block(&mut self, index: usize, block: &BlockSpec) {
        self.stage = block.stage;
        self.block = Some(index);
        let at = |part: &str| format!("blocks.{index}.{part}");
        let mid = block.channels_mid();
        if block.expand_ratio != 1 {
            self.conv(&at("expand"), ConvShape::pointwise(mid));
            self.norm(&at("expand"));
            self.act(&at("expand"));
        }
        let depthwise = ConvShape {
            kernel: block.kernel,
            stride: block.stride,
            depthwise: true,
            ..ConvShape::pointwise(mid)
        };
        self.conv(&at("depthwise"), depthwise);
        self.norm(&at("depthwise"));
        self.act(&at("depthwise"));
        if let Some(squeeze) = block.squeeze {
            self.squeeze_excite(&at("se"), squeeze);
        }
        self.conv(&at("project"), ConvShape::pointwise(block.channels_out));
        self.norm(&at("project"));
        if block.has_skip() {
            self.push(&at("skip"), Operator::Add, self.shape);
        }
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

    fn conv(&mut self, path: &str, conv: ConvShape) {
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

    fn norm(&mut self, conv: &str) {
        self.push(&format!("{conv}.norm"), Operator::BatchNorm, self.shape);
    }

    fn act(&mut self, conv: &str) {
        let op = Operator::Activation(self.activation);
        self.push(&format!("{conv}.act"), op, self.shape);
    }

    fn push(&mut self, path: &str, op: Operator, output: Shape) {
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

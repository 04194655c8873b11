//! What the engine's own tensors say of a network: each layer's values, and the side of its output.

use std::collections::BTreeMap;

use effnet_tutor::arch::ArchSpec;
use effnet_tutor::nn::{Block, EfficientNet, Role, Tensor4};

/// One layer, counted on its tensors.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Layer {
    pub(crate) params: u64,
    pub(crate) buffers: u64,
    /// Shape of the weight: (O, C, k, k) or (O, C); of a norm (C).
    pub(crate) shape: Vec<usize>,
    /// Side of the output.
    pub(crate) side: usize,
}

impl Layer {
    fn is_weighted(&self) -> bool {
        self.shape.len() > 1
    }

    /// Every weight is used once at each place of the output.
    pub(crate) fn macs(&self) -> u64 {
        if self.is_weighted() { product(&self.shape) * (self.side * self.side) as u64 } else { 0 }
    }

    /// Values that convolutions write; the classifier is none.
    pub(crate) fn activations(&self) -> u64 {
        if self.shape.len() == 4 { (self.shape[0] * self.side * self.side) as u64 } else { 0 }
    }
}

fn product(shape: &[usize]) -> u64 {
    shape.iter().map(|size| *size as u64).product()
}

/// One block, read off its tensors.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BlockFacts {
    pub(crate) channels_in: usize,
    pub(crate) channels_mid: usize,
    pub(crate) channels_out: usize,
    pub(crate) squeeze: Option<usize>,
    pub(crate) stride: usize,
}

/// A network that was built, counted and let go.
#[derive(Debug)]
pub(crate) struct Net {
    pub(crate) layers: BTreeMap<String, Layer>,
    pub(crate) blocks: Vec<BlockFacts>,
}

/// Places where a window of odd side can stand: its centre goes over the image in steps.
fn places(side: usize, stride: usize) -> usize {
    (0..side).step_by(stride).count()
}

impl Net {
    pub(crate) fn count(spec: &ArchSpec, resolution: usize) -> Self {
        let net = EfficientNet::build(spec);
        let mut layers: BTreeMap<String, Layer> = BTreeMap::new();
        net.visit(&mut |path, param| {
            let (layer, tensor) = path.rsplit_once('.').expect("a tensor of a layer");
            let layer = layers.entry(layer.to_owned()).or_default();
            let values = product(param.value.shape());
            match param.role {
                Role::Trained => layer.params += values,
                Role::Tracked => layer.buffers += values,
            }
            if tensor == "weight" {
                layer.shape = param.value.shape().to_vec();
            }
        });
        let strides: Vec<usize> = net
            .blocks
            .iter()
            .map(|block| match block {
                Block::MBConv(block) => block.depthwise.conv.window.stride,
                Block::Fused(_) => panic!("no network of the bank has fused blocks"),
            })
            .collect();
        set_sides(&mut layers, &strides, net.stem.conv.window.stride, resolution);
        let blocks = strides.iter().enumerate().map(|(n, stride)| facts(&layers, n, *stride));
        let blocks = blocks.collect();
        Self { layers, blocks }
    }

    pub(crate) fn sum(&self, value: impl Fn(&Layer) -> u64, keep: impl Fn(&str) -> bool) -> u64 {
        let kept = self.layers.iter().filter(|(path, _)| keep(path));
        kept.map(|(_, layer)| value(layer)).sum()
    }

    /// Blocks whose input can be added to their output.
    pub(crate) fn skips(&self) -> usize {
        let has_skip = |b: &&BlockFacts| b.stride == 1 && b.channels_in == b.channels_out;
        self.blocks.iter().filter(has_skip).count()
    }
}

/// Follows the side of the image through the network.
fn set_sides(layers: &mut BTreeMap<String, Layer>, strides: &[usize], stem: usize, image: usize) {
    let mut side = places(image, stem);
    let mut set = |path: &str, side: usize| {
        for name in [path.to_owned(), format!("{path}.norm")] {
            if let Some(layer) = layers.get_mut(&name) {
                layer.side = side;
            }
        }
    };
    set("stem", side);
    for (index, stride) in strides.iter().enumerate() {
        set(&format!("blocks.{index}.expand"), side);
        side = places(side, *stride);
        set(&format!("blocks.{index}.depthwise"), side);
        set(&format!("blocks.{index}.se.reduce"), 1);
        set(&format!("blocks.{index}.se.expand"), 1);
        set(&format!("blocks.{index}.project"), side);
    }
    set("head", side);
    set("classifier", 1);
}

fn facts(layers: &BTreeMap<String, Layer>, index: usize, stride: usize) -> BlockFacts {
    let shape = |part: &str| layers.get(&format!("blocks.{index}.{part}")).map(|l| l.shape.clone());
    let channels_mid = shape("depthwise").expect("every block has one")[0];
    BlockFacts {
        channels_in: shape("expand").map_or(channels_mid, |shape| shape[1]),
        channels_mid,
        channels_out: shape("project").expect("every block has one")[0],
        squeeze: shape("se.reduce").map(|shape| shape[0]),
        stride,
    }
}

/// The sides are followed by hand above; a real image through B0 says the same.
#[test]
fn an_image_through_b0_has_the_sides_that_were_followed() {
    let spec = effnet_tutor::arch::families::efficientnet()
        .scale(effnet_tutor::arch::Scaling::default(), 1000)
        .unwrap();
    let facts = Net::count(&spec, 224);
    let mut seen = 0;
    EfficientNet::build(&spec).infer_watched(&Tensor4::zeros((1, 3, 224, 224)), &mut |path, y| {
        if let Some(layer) = facts.layers.get(path) {
            assert_eq!(y.shape(), [1, layer.shape[0], layer.side, layer.side], "{path}");
            seen += 1;
        }
    });
    assert_eq!(seen, facts.layers.len());
}

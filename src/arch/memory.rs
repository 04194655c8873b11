//! How much memory a network takes: weights, batch-norm statistics, activations.
//!
//! Activations are counted for one image, in values; times four for f32.
//!
//! **Inference.** Operations run in the order of the list. Convolutions, pooling and the classifier
//! write a new tensor; batch norm, activation, gate and skip work in place. A tensor lives until the
//! last operation that reads it has run: a block's input until the skip is added, the expanded tensor
//! until it is scaled by its gate. The peak is the largest sum of living tensors at any operation.
//!
//! **Training.** Backward needs what forward saw, as PyTorch keeps it: the input of every convolution,
//! batch norm, SiLU, ReLU6, max pooling and linear layer; of ReLU and sigmoid the output; of the gate's
//! product both factors. Each tensor counts once. Gradients and optimiser state come on top.

use std::collections::BTreeSet;

use super::cost::Cost;
use super::layer::{LayerSpec, Operator};
use super::network::Network;
use super::spec::Activation;

/// Memory of a network for one image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Memory {
    /// Trained values.
    pub params: u64,
    /// Batch norm's running statistics.
    pub buffers: u64,
    /// Values of the largest single tensor.
    pub largest: u64,
    /// The operation that writes it.
    pub largest_at: String,
    /// Values alive at the worst moment of inference.
    pub peak: u64,
    /// The operation that runs at that moment.
    pub peak_at: String,
    /// Values kept for the backward pass.
    pub training: u64,
}

/// Bytes of one f32.
pub const F32: u64 = 4;
/// Bytes of one f16.
pub const F16: u64 = 2;
/// Bytes of one int8.
pub const INT8: u64 = 1;

impl Network {
    /// How much memory it takes for one image.
    pub fn memory(&self) -> Memory {
        let Cost { params, buffers, .. } = self.cost();
        let flow = Flow::of(&self.layers);
        let (largest, largest_at) = flow.largest(&self.layers);
        let (peak, peak_at) = flow.peak(&self.layers);
        let training = flow.kept_for_training(&self.layers);
        Memory { params, buffers, largest, largest_at, peak, peak_at, training }
    }
}

/// Which operation reads what. Tensor 0 is the image, tensor i + 1 what layer i writes.
struct Flow {
    /// Values of each tensor.
    sizes: Vec<u64>,
    /// The tensors that each layer reads.
    reads: Vec<Vec<usize>>,
}

impl Flow {
    fn of(layers: &[LayerSpec]) -> Self {
        let image = layers.first().map_or(0, |layer| layer.input.len() as u64);
        let sizes = std::iter::once(image)
            .chain(layers.iter().map(|layer| layer.output.len() as u64))
            .collect();
        let mut reads = Vec::with_capacity(layers.len());
        // What is read again later: the block's input, the tensor before squeeze, the main branch.
        let (mut block, mut input, mut wide, mut main) = (None, 0, 0, None);
        for (index, layer) in layers.iter().enumerate() {
            if layer.block != block {
                (block, input, main) = (layer.block, index, None);
            }
            reads.push(match layer.op {
                Operator::Scale => vec![index, wide],
                Operator::Add => vec![index, main.unwrap_or(input)],
                Operator::GlobalPool => {
                    wide = index;
                    vec![index]
                }
                Operator::Conv if layer.path.ends_with(".shortcut") => {
                    main = Some(index);
                    vec![input]
                }
                _ => vec![index],
            });
        }
        Self { sizes, reads }
    }

    fn largest(&self, layers: &[LayerSpec]) -> (u64, String) {
        let largest = layers.iter().enumerate().rev().max_by_key(|(i, _)| self.sizes[i + 1]);
        largest.map_or((0, String::new()), |(i, layer)| (self.sizes[i + 1], layer.path.clone()))
    }

    /// The largest sum of living storages, and where.
    fn peak(&self, layers: &[LayerSpec]) -> (u64, String) {
        // Where each tensor is stored: in place means in the storage of what was read.
        let mut storage: Vec<usize> = (0..self.sizes.len()).collect();
        for (index, layer) in layers.iter().enumerate() {
            if let Some(read) = in_place(layer.op, &self.reads[index]) {
                storage[index + 1] = storage[read];
            }
        }
        let mut last_use = vec![0; self.sizes.len()];
        for (index, reads) in self.reads.iter().enumerate() {
            for &tensor in reads.iter().chain([&(index + 1)]) {
                last_use[storage[tensor]] = index;
            }
        }
        let mut alive: BTreeSet<usize> = BTreeSet::from([0]);
        let mut peak = (0, String::new());
        for (index, layer) in layers.iter().enumerate() {
            alive.insert(storage[index + 1]);
            let sum: u64 = alive.iter().map(|&tensor| self.sizes[tensor]).sum();
            if sum > peak.0 {
                peak = (sum, layer.path.clone());
            }
            alive.retain(|&tensor| last_use[tensor] > index);
        }
        peak
    }

    fn kept_for_training(&self, layers: &[LayerSpec]) -> u64 {
        let mut kept = BTreeSet::new();
        for (index, layer) in layers.iter().enumerate() {
            match layer.op {
                Operator::Conv
                | Operator::DepthwiseConv
                | Operator::BatchNorm
                | Operator::Linear
                | Operator::MaxPool
                | Operator::Scale
                | Operator::Activation(Activation::Silu | Activation::Relu6) => {
                    kept.extend(&self.reads[index]);
                }
                Operator::Activation(Activation::Relu) | Operator::Sigmoid => {
                    kept.insert(index + 1);
                }
                Operator::GlobalPool | Operator::Add => {}
            }
        }
        kept.into_iter().map(|tensor| self.sizes[tensor]).sum()
    }
}

/// The tensor that an operation overwrites, if it does.
fn in_place(op: Operator, reads: &[usize]) -> Option<usize> {
    match op {
        Operator::BatchNorm | Operator::Activation(_) | Operator::Sigmoid | Operator::Add => {
            reads.first().copied()
        }
        // The gate is small; what it scales is overwritten.
        Operator::Scale => reads.last().copied(),
        Operator::Conv
        | Operator::DepthwiseConv
        | Operator::GlobalPool
        | Operator::MaxPool
        | Operator::Linear => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Model, Overrides};
    use super::*;

    fn memory(name: &str) -> Memory {
        Model::parse(name).unwrap().imagenet().memory()
    }

    #[test]
    fn b0_is_fullest_where_its_first_expansion_meets_a_stride() {
        let memory = memory("b0");
        assert_eq!(memory.largest, 112 * 112 * 96);
        assert_eq!(memory.largest_at, "blocks.1.expand");
        assert_eq!(memory.peak, 112 * 112 * 96 + 56 * 56 * 96);
        assert_eq!(memory.peak_at, "blocks.1.depthwise");
    }

    #[test]
    fn a_skip_keeps_the_block_s_input_alive() {
        // A bottleneck's shortcut: input, the main branch, and the new tensor at once.
        let memory = memory("resnet-50");
        assert_eq!(memory.peak, (64 + 256 + 256) * 56 * 56);
        assert_eq!(memory.peak_at, "blocks.0.shortcut");
    }

    /// What torch 2.15 kept for backward on torchvision 0.29.2's models at 224 (its saved-tensor hooks,
    /// each tensor once, without dropout and without batch norm's own few statistics).
    #[test]
    fn training_keeps_what_torch_keeps() {
        let at_224 = Overrides { resolution: Some(224), ..Overrides::default() };
        for (name, kept) in [
            ("b0", 22_047_224),
            ("mobilenet-v2", 19_551_104),
            ("resnet-50", 21_075_968),
            ("v2-s", 38_519_024),
        ] {
            let network = Model::parse(name).unwrap().network(at_224).unwrap();
            assert_eq!(network.memory().training, kept, "{name}");
        }
    }
}

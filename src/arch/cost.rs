//! What a network costs, by closed formulas.
//!
//! The counting rule is the paper's: convolutions and fully connected layers count one MAC
//! (multiply-accumulate) for each product; bias, batch norm, activation, pooling, gating and skip
//! count none. The paper prints MACs under the name "FLOPS".

use std::iter::Sum;
use std::ops::Add;

use super::layer::{LayerSpec, Operator};
use super::spec::ArchSpec;

/// Exact counts of a layer, a block, a stage or a network.
///
/// Additions and products saturate; [`ArchSpec::validate`] refuses a network that reaches the limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Cost {
    /// Trainable parameters: weights, biases, batch norm's scale and shift.
    pub params: u64,
    /// Batch norm's running mean and variance: stored, not trained.
    pub buffers: u64,
    /// Multiply-accumulates of convolutions and fully connected layers for one image.
    pub macs: u64,
    /// Values that convolutions write.
    pub activations: u64,
}

impl Cost {
    /// A grouped k×k convolution without bias: every output value takes k·k·(C_in / groups) products.
    pub fn conv(c_in: usize, c_out: usize, kernel: usize, groups: usize, outputs: usize) -> Self {
        let weights = product(&[c_in / groups.max(1), c_out, kernel, kernel]);
        Self {
            params: weights,
            buffers: 0,
            macs: weights.saturating_mul(outputs as u64),
            activations: product(&[c_out, outputs]),
        }
    }

    /// Batch norm over `channels`.
    pub const fn batch_norm(channels: usize) -> Self {
        let per_channel = 2 * channels as u64;
        Self { params: per_channel, buffers: per_channel, macs: 0, activations: 0 }
    }

    /// Fully connected layer with bias.
    pub fn linear(inputs: usize, outputs: usize) -> Self {
        let weights = product(&[inputs, outputs]);
        Self {
            params: weights.saturating_add(outputs as u64),
            buffers: 0,
            macs: weights,
            activations: 0,
        }
    }
}

impl LayerSpec {
    /// Cost of this one operation.
    pub fn cost(&self) -> Cost {
        match self.op {
            Operator::Conv | Operator::DepthwiseConv => {
                let outputs = self.output.h * self.output.w;
                let conv =
                    Cost::conv(self.input.c, self.output.c, self.kernel, self.groups, outputs);
                let bias = if self.bias { self.output.c as u64 } else { 0 };
                Cost { params: conv.params.saturating_add(bias), ..conv }
            }
            Operator::BatchNorm => Cost::batch_norm(self.output.c),
            Operator::Linear => Cost::linear(self.input.len(), self.output.len()),
            Operator::Activation(_)
            | Operator::Sigmoid
            | Operator::GlobalPool
            | Operator::MaxPool
            | Operator::Scale
            | Operator::Add => Cost::default(),
        }
    }
}

impl ArchSpec {
    /// Cost of the whole network.
    pub fn cost(&self) -> Cost {
        self.cost_where(|_| true)
    }

    /// Cost of the operations that `keep` selects.
    pub fn cost_where(&self, keep: impl Fn(&LayerSpec) -> bool) -> Cost {
        self.layers().iter().filter(|layer| keep(layer)).map(LayerSpec::cost).sum()
    }
}

impl Add for Cost {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            params: self.params.saturating_add(other.params),
            buffers: self.buffers.saturating_add(other.buffers),
            macs: self.macs.saturating_add(other.macs),
            activations: self.activations.saturating_add(other.activations),
        }
    }
}

impl Sum for Cost {
    fn sum<I: Iterator<Item = Self>>(costs: I) -> Self {
        costs.fold(Self::default(), Add::add)
    }
}

fn product(factors: &[usize]) -> u64 {
    factors.iter().fold(1, |product: u64, &factor| product.saturating_mul(factor as u64))
}

#[cfg(test)]
mod tests {
    use super::super::Variant;
    use super::*;

    #[track_caller]
    fn check(variant: Variant, params: u64, macs: u64, activations: u64) {
        let cost = variant.imagenet().cost();
        assert_eq!((cost.params, cost.macs, cost.activations), (params, macs, activations));
    }

    /// torchvision 0.29.2 and timm 1.0.31, counted with torch's own counter (2 FLOPs a MAC, halved).
    #[test]
    fn costs_match_the_public_implementations() {
        check(Variant::B0, 5_288_548, 385_814_752, 6_747_036);
        check(Variant::B1, 7_794_184, 686_802_832, 10_883_328);
        check(Variant::B2, 9_109_994, 993_561_872, 13_831_834);
        check(Variant::B3, 12_233_232, 1_827_141_392, 23_830_296);
        check(Variant::B4, 19_341_616, 4_393_771_024, 49_488_032);
        check(Variant::B5, 30_389_784, 10_266_384_752, 98_856_400);
        check(Variant::B6, 43_040_704, 19_067_593_536, 167_392_400);
        check(Variant::B7, 66_347_960, 37_745_884_192, 289_938_464);
        check(Variant::Lite0, 4_652_008, 385_187_552, 6_737_696);
    }

    #[test]
    fn batch_norm_statistics_are_not_parameters() {
        assert_eq!(Variant::B0.imagenet().cost().buffers, 42_016);
    }

    #[test]
    fn a_depthwise_convolution_never_mixes_channels() {
        let plain = Cost::conv(32, 32, 3, 1, 112 * 112);
        let depthwise = Cost::conv(32, 32, 3, 32, 112 * 112);
        assert_eq!(depthwise.macs, 3_612_672);
        assert_eq!(plain.macs, 32 * depthwise.macs);
    }

    #[test]
    fn absurd_sizes_saturate_instead_of_overflowing() {
        let cost = Cost::conv(usize::MAX, usize::MAX, 3, 1, usize::MAX);
        assert_eq!(cost.macs, u64::MAX);
    }
}

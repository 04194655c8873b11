//! What different tools count: one network, many numbers.
//!
//! Every tool that "counts FLOPs" has rules of its own. Here each rule is written down per operation,
//! so that a sum can be taken apart again. Sources: the tools' code (fvcore 0.1.5, ptflops 0.7.5, thop
//! 0.1.1, torchinfo 1.8.0, torch 2.15) and their runs on torchvision 0.29.2 and timm 1.0.31.

mod code;
mod rules;

use super::layer::{LayerSpec, Operator};
use super::network::Network;

pub use code::{Evidence, Implementation};

/// Whose rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Convention {
    /// The paper's "FLOPS": multiply-accumulates of convolutions and linear layers.
    Paper,
    /// torch's `FlopCounterMode`: two for each multiply-accumulate.
    TorchFlops,
    /// fvcore's `FlopCountAnalysis`.
    Fvcore,
    /// ptflops with its `pytorch` backend.
    Ptflops,
    /// ptflops with its `aten` backend.
    PtflopsAten,
    /// thop's `profile`.
    Thop,
    /// torchinfo's mult-adds.
    Torchinfo,
}

/// What is counted, kind by kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Item {
    /// Multiply-accumulates of convolutions.
    Conv,
    /// Multiply-accumulates of the classifier.
    Linear,
    /// Values to which a convolution adds a bias.
    ConvBias,
    /// Values to which the classifier adds a bias.
    LinearBias,
    /// Values that batch norm writes.
    BatchNorm,
    /// Values that the nonlinearity writes.
    Activation,
    /// Values that the gate's sigmoid writes.
    Sigmoid,
    /// Values that squeeze averages.
    SePool,
    /// Values that the last pooling averages.
    GlobalPool,
    /// Values that max pooling reads.
    MaxPool,
    /// Values that are multiplied by their gate.
    SeScale,
    /// Values that the skip connection adds.
    Add,
}

/// How a convention treats an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rule {
    /// So many for each.
    Each(u64),
    /// Seen twice, as a module and as the function that it calls.
    SeenTwice,
    /// Two for each value, doubled once more because batch norm has scale and shift.
    DoubledAffine,
    /// One for each parameter, whatever the size of the image.
    PerParameter,
    /// Values read and values written.
    InAndOut,
    /// Left out on purpose.
    LeftOut,
    /// The tool has no rule for it and passes over it.
    NoRule,
    /// The code uses a class that the tool does not know.
    UnknownClass,
}

impl Rule {
    /// Whether it adds nothing.
    pub const fn is_uncounted(self) -> bool {
        matches!(self, Self::LeftOut | Self::NoRule | Self::UnknownClass)
    }
}

/// One line of a ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// What.
    pub item: Item,
    /// The rule.
    pub rule: Rule,
    /// How many there are: MACs or values.
    pub amount: u64,
    /// What the convention makes of them.
    pub counted: u64,
}

/// A sum, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    /// Whose rules.
    pub convention: Convention,
    /// On whose code.
    pub implementation: Implementation,
    /// Lines with something to count, in the order of [`Item::ALL`].
    pub lines: Vec<Line>,
}

impl Ledger {
    /// The number that the tool prints.
    pub fn total(&self) -> u64 {
        self.lines.iter().map(|line| line.counted).fold(0, u64::saturating_add)
    }

    /// What there is and is not counted.
    pub fn uncounted(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| line.rule.is_uncounted())
    }
}

impl Line {
    /// What the convention counts here less what the paper counts: MACs and nothing else.
    pub fn beyond_paper(&self) -> i64 {
        let of_paper = if matches!(self.item, Item::Conv | Item::Linear) { self.amount } else { 0 };
        difference(self.counted, of_paper)
    }
}

/// `a − b`, at most what fits.
pub fn difference(a: u64, b: u64) -> i64 {
    i64::try_from(i128::from(a) - i128::from(b)).unwrap_or(i64::MAX)
}

impl Item {
    /// Every item, in the order of a ledger.
    pub const ALL: [Self; 12] = [
        Self::Conv,
        Self::Linear,
        Self::ConvBias,
        Self::LinearBias,
        Self::BatchNorm,
        Self::Activation,
        Self::Sigmoid,
        Self::SePool,
        Self::GlobalPool,
        Self::MaxPool,
        Self::SeScale,
        Self::Add,
    ];

    /// The name in JSON: `batch-norm`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Conv => "conv",
            Self::Linear => "linear",
            Self::ConvBias => "conv-bias",
            Self::LinearBias => "linear-bias",
            Self::BatchNorm => "batch-norm",
            Self::Activation => "activation",
            Self::Sigmoid => "sigmoid",
            Self::SePool => "se-pool",
            Self::GlobalPool => "global-pool",
            Self::MaxPool => "max-pool",
            Self::SeScale => "se-scale",
            Self::Add => "add",
        }
    }
}

impl Convention {
    /// Every convention.
    pub const ALL: [Self; 7] = [
        Self::Paper,
        Self::TorchFlops,
        Self::Fvcore,
        Self::Ptflops,
        Self::PtflopsAten,
        Self::Thop,
        Self::Torchinfo,
    ];

    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Paper => "paper",
            Self::TorchFlops => "torch-flops",
            Self::Fvcore => "fvcore",
            Self::Ptflops => "ptflops",
            Self::PtflopsAten => "ptflops-aten",
            Self::Thop => "thop",
            Self::Torchinfo => "torchinfo",
        }
    }

    /// Counts a network by these rules, line by line.
    pub fn ledger(self, network: &Network, implementation: Implementation) -> Ledger {
        let mut lines: Vec<Line> = Vec::new();
        for layer in &network.layers {
            for (item, amount) in pieces(layer) {
                let rule = self.rule(implementation, item, layer);
                let counted = rule.count(amount, layer);
                match lines.iter_mut().find(|line| (line.item, line.rule) == (item, rule)) {
                    Some(line) => {
                        line.amount = line.amount.saturating_add(amount);
                        line.counted = line.counted.saturating_add(counted);
                    }
                    None => lines.push(Line { item, rule, amount, counted }),
                }
            }
        }
        let place = |item| Item::ALL.iter().position(|known| *known == item);
        lines.sort_by_key(|line| (place(line.item), line.rule.is_uncounted()));
        Ledger { convention: self, implementation, lines }
    }
}

impl Rule {
    fn count(self, amount: u64, layer: &LayerSpec) -> u64 {
        match self {
            Self::Each(times) => amount.saturating_mul(times),
            Self::SeenTwice => amount.saturating_mul(2),
            Self::DoubledAffine => amount.saturating_mul(4),
            Self::PerParameter => layer.cost().params,
            Self::InAndOut => amount.saturating_add(layer.output.len() as u64),
            Self::LeftOut | Self::NoRule | Self::UnknownClass => 0,
        }
    }
}

/// What a layer consists of, and how much of it there is.
fn pieces(layer: &LayerSpec) -> Vec<(Item, u64)> {
    let read = layer.input.len() as u64;
    let written = layer.output.len() as u64;
    let macs = layer.cost().macs;
    match layer.op {
        Operator::Conv | Operator::DepthwiseConv if layer.bias => {
            vec![(Item::Conv, macs), (Item::ConvBias, written)]
        }
        Operator::Conv | Operator::DepthwiseConv => vec![(Item::Conv, macs)],
        Operator::Linear => vec![(Item::Linear, macs), (Item::LinearBias, written)],
        Operator::BatchNorm => vec![(Item::BatchNorm, written)],
        Operator::Activation(_) => vec![(Item::Activation, written)],
        Operator::Sigmoid => vec![(Item::Sigmoid, written)],
        Operator::GlobalPool if layer.block.is_some() => vec![(Item::SePool, read)],
        Operator::GlobalPool => vec![(Item::GlobalPool, read)],
        Operator::MaxPool => vec![(Item::MaxPool, read)],
        Operator::Scale => vec![(Item::SeScale, written)],
        Operator::Add => vec![(Item::Add, written)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arch::{Model, Variant};

    fn b0(convention: Convention) -> Ledger {
        convention.ledger(&Model::Built(Variant::B0).imagenet(), Implementation::Torchvision)
    }

    /// facts of a real run: 384,534,752 + 1,280,000 + 13,475,392 + 2,369,248.
    #[test]
    fn fvcore_s_sum_falls_apart_into_its_own_lines() {
        let ledger = b0(Convention::Fvcore);
        let counted: Vec<(Item, u64)> = ledger
            .lines
            .iter()
            .filter(|line| line.counted > 0)
            .map(|line| (line.item, line.counted))
            .collect();
        let pools = 2_369_248 - 62_720;
        let wanted = [
            (Item::Conv, 384_534_752),
            (Item::Linear, 1_280_000),
            (Item::BatchNorm, 13_475_392),
            (Item::SePool, pools),
            (Item::GlobalPool, 62_720),
        ];
        assert_eq!(counted, wanted);
        assert_eq!(ledger.total(), 401_659_392);
    }

    #[test]
    fn what_is_not_counted_is_listed() {
        let items: Vec<Item> = b0(Convention::Fvcore).uncounted().map(|line| line.item).collect();
        for item in [Item::Activation, Item::Sigmoid, Item::SeScale, Item::Add, Item::ConvBias] {
            assert!(items.contains(&item), "{item:?}");
        }
        assert_eq!(b0(Convention::Paper).uncounted().count(), 9);
    }

    #[test]
    fn the_paper_counts_half_of_torch() {
        assert_eq!(b0(Convention::Paper).total(), 385_814_752);
        assert_eq!(b0(Convention::TorchFlops).total(), 771_629_504);
    }
}

//! The rules themselves, tool by tool.

use super::{Convention, Implementation, Item, Rule};
use crate::arch::layer::{LayerSpec, Operator};
use crate::arch::spec::Activation;

impl Convention {
    pub(super) fn rule(self, code: Implementation, item: Item, layer: &LayerSpec) -> Rule {
        let biases = matches!(self, Self::Ptflops | Self::PtflopsAten | Self::Torchinfo);
        match item {
            Item::Conv | Item::Linear => self.macs(code, item, layer),
            _ if self == Self::Paper => Rule::LeftOut,
            Item::ConvBias | Item::LinearBias if biases => Rule::Each(1),
            Item::ConvBias | Item::LinearBias => Rule::LeftOut,
            _ => match self {
                Self::Fvcore => fvcore(code, item),
                Self::Ptflops => ptflops(code, item, layer.op),
                Self::Thop => thop(code, item, layer.op),
                Self::Torchinfo if item == Item::BatchNorm => torchinfo(code),
                _ => Rule::NoRule,
            },
        }
    }

    fn macs(self, code: Implementation, item: Item, layer: &LayerSpec) -> Rule {
        match self {
            Self::TorchFlops => Rule::Each(2),
            Self::Ptflops if item == Item::Linear => Rule::SeenTwice,
            Self::Ptflops | Self::Thop if is_conv2d_same(code, layer) => Rule::UnknownClass,
            _ => Rule::Each(1),
        }
    }
}

/// torchinfo adds up modules without parts, and timm's batch norm has parts: its activation.
const fn torchinfo(code: Implementation) -> Rule {
    match code {
        Implementation::Timm | Implementation::TimmTf => Rule::UnknownClass,
        _ => Rule::PerParameter,
    }
}

/// fvcore traces operations: batch norm and adaptive pooling have a rule, nothing pointwise has.
const fn fvcore(code: Implementation, item: Item) -> Rule {
    match (item, code) {
        (Item::BatchNorm, _) => Rule::Each(2),
        (Item::GlobalPool, _) | (Item::SePool, Implementation::Torchvision) => Rule::Each(1),
        _ => Rule::NoRule,
    }
}

/// ptflops hooks modules *and* patches functions: what is both is seen twice.
const fn ptflops(code: Implementation, item: Item, op: Operator) -> Rule {
    match (item, code) {
        (Item::BatchNorm, Implementation::Timm | Implementation::TimmTf) => Rule::UnknownClass,
        (Item::BatchNorm, _) => Rule::Each(2),
        (Item::Activation, _) => match op {
            Operator::Activation(Activation::Relu) => Rule::SeenTwice,
            _ => Rule::Each(1),
        },
        (Item::GlobalPool, Implementation::TorchvisionMobileNet) => Rule::Each(1),
        (Item::GlobalPool | Item::MaxPool, _) | (Item::SePool, Implementation::Torchvision) => {
            Rule::SeenTwice
        }
        _ => Rule::NoRule,
    }
}

/// thop hooks modules by their exact class.
const fn thop(code: Implementation, item: Item, op: Operator) -> Rule {
    match (item, code) {
        (Item::BatchNorm, Implementation::Timm | Implementation::TimmTf) => Rule::UnknownClass,
        (Item::BatchNorm, _) => Rule::DoubledAffine,
        (Item::Activation, _) => match op {
            Operator::Activation(Activation::Silu) => Rule::NoRule,
            _ => Rule::LeftOut,
        },
        (Item::MaxPool, _) => Rule::LeftOut,
        (Item::GlobalPool, Implementation::TorchvisionMobileNet) => Rule::NoRule,
        (Item::GlobalPool, _) | (Item::SePool, Implementation::Torchvision) => Rule::InAndOut,
        _ => Rule::NoRule,
    }
}

/// timm's `tf_` models pad stride-2 convolutions in a class of their own.
fn is_conv2d_same(code: Implementation, layer: &LayerSpec) -> bool {
    code == Implementation::TimmTf && layer.op != Operator::Linear && layer.stride == 2
}

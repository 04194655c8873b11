//! Demos of single operations: convolutions, activations, blocks, counted or computed by hand.

use serde::Deserialize;

use super::super::knob::Centi;
use super::Photo;
use super::setting::{knobs, names};

names! {
    /// A nonlinearity.
    Function {
        /// x·sigmoid(x), also called SiLU.
        Swish = "swish",
        /// max(x, 0).
        Relu = "relu",
        /// ReLU cut off at 6.
        Relu6 = "relu6",
        /// x·ReLU6(x + 3)/6.
        HardSwish = "hard-swish",
        /// 1/(1 + e⁻ˣ).
        Sigmoid = "sigmoid",
    }
}

names! {
    /// What takes the place of Swish in a trained network.
    Swap {
        /// Nothing: as it was trained.
        Swish = "swish",
        /// max(x, 0).
        Relu = "relu",
        /// ReLU cut off at 6.
        Relu6 = "relu6",
    }
}

names! {
    /// Something that is in use or not.
    Switch {
        /// In use.
        On = "on",
        /// Not.
        Off = "off",
    }
}

names! {
    /// What the squeeze width is a quarter of.
    SqueezeOf {
        /// The block's input channels, as in EfficientNet.
        Input = "input",
        /// The expanded channels, a common mistake.
        Expanded = "expanded",
    }
}

/// MACs and parameters of one convolution, factor by factor.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConvCost {
    /// Side of the kernel.
    pub kernel: usize,
    /// Channels in.
    pub channels_in: usize,
    /// Channels out.
    pub channels_out: usize,
    /// Stride.
    pub stride: usize,
    /// Side of the input.
    pub side: usize,
}

knobs!(ConvCost {
    "kernel" => kernel in (1, 7, 2),
    "channels-in" => channels_in in (1, 512, 1),
    "channels-out" => channels_out in (1, 512, 1),
    "stride" => stride in (1, 2, 1),
    "side" => side in (7, 224, 7),
});

/// One output value of the first convolution of Lite0 on a photo: 27 products.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConvPixel {
    /// Which photo.
    pub image: Photo,
    /// Output channel.
    pub channel: usize,
    /// Row of the output value.
    pub row: usize,
    /// Column of the output value.
    pub column: usize,
    /// The colour whose nine products are shown.
    #[serde(default)]
    pub colour: Colour,
}

knobs!(ConvPixel {
    "channel" => channel in (0, 31, 1),
    "row" => row in (0, 111, 1),
    "column" => column in (0, 111, 1),
    "image" => image,
    "colour" => colour,
});

names! {
    /// A colour of an image, in the order of its channels.
    Colour {
        /// The first channel.
        Red = "red",
        /// The second.
        Green = "green",
        /// The third.
        Blue = "blue",
    }
}

/// MACs and parameters of a plain convolution against depthwise + pointwise.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeparableCost {
    /// Side of the kernel.
    pub kernel: usize,
    /// Channels in.
    pub channels_in: usize,
    /// Channels out.
    pub channels_out: usize,
    /// Side of the output.
    pub side: usize,
}

knobs!(SeparableCost {
    "kernel" => kernel in (1, 7, 2),
    "channels-in" => channels_in in (8, 512, 8),
    "channels-out" => channels_out in (8, 512, 8),
    "side" => side in (7, 224, 7),
});

/// A plain convolution against depthwise + pointwise, counted and timed on this machine.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeparableTime {
    /// Side of the kernel.
    pub kernel: usize,
    /// Channels in.
    pub channels_in: usize,
    /// Channels out.
    pub channels_out: usize,
    /// Side of the output.
    pub side: usize,
}

knobs!(SeparableTime {
    "kernel" => kernel in (1, 7, 2),
    "channels-in" => channels_in in (8, 128, 8),
    "channels-out" => channels_out in (8, 128, 8),
    "side" => side in (7, 112, 7),
});

/// What ReLU keeps of flat data that lies in a space of few or many dimensions.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReluManifold {
    /// Dimensions that the two-dimensional points are mapped into.
    pub dimensions: usize,
    /// What follows: ReLU, or nothing as in a linear bottleneck.
    pub relu: Switch,
    /// Seed of the points and of the random map.
    pub seed: usize,
}

knobs!(ReluManifold {
    "dimensions" => dimensions in (2, 64, 1),
    "relu" => relu,
    "seed" => seed in (1, 9, 1),
});

/// A nonlinearity with a cursor: value, derivative, minimum.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActivationCurve {
    /// Which one.
    pub function: Function,
    /// Where the cursor stands.
    pub x: Centi,
}

knobs!(ActivationCurve {
    "x" => x in (Centi(-600), Centi(600), 10),
    "function" => function,
});

/// Trained `nano` with its Swish replaced: one digit, and all test digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActivationSwap {
    /// Which test image.
    pub digit: usize,
    /// What takes the place of Swish.
    pub activation: Swap,
}

knobs!(ActivationSwap {
    "activation" => activation,
    "digit" => digit in (0, 99, 1),
});

/// The gates of one block of `nano` on a digit, and the prediction with and without SE.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeGates {
    /// Which test image.
    pub digit: usize,
    /// Which block.
    pub block: usize,
    /// Whether SE acts.
    pub se: Switch,
}

knobs!(SeGates {
    "se" => se,
    "digit" => digit in (0, 99, 1),
    "block" => block in (0, super::nano_blocks() - 1, 1),
});

/// Parameters and MACs of one SE module.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeCost {
    /// Input channels of the block.
    pub channels_in: usize,
    /// Expand ratio.
    pub expand: usize,
    /// What the squeeze width is a quarter of.
    pub squeeze_of: SqueezeOf,
    /// Side of the image.
    pub side: usize,
}

knobs!(SeCost {
    "channels-in" => channels_in in (8, 320, 8),
    "expand" => expand in (1, 6, 1),
    "squeeze-of" => squeeze_of,
    "side" => side in (7, 112, 7),
});

/// One MBConv block, counted step by step.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlockCost {
    /// Channels in.
    pub channels_in: usize,
    /// Channels out.
    pub channels_out: usize,
    /// Expand ratio.
    pub expand: usize,
    /// Side of the depthwise kernel.
    pub kernel: usize,
    /// Stride of the depthwise convolution.
    pub stride: usize,
    /// Whether the block has SE.
    pub se: Switch,
    /// Side of the input.
    pub side: usize,
}

knobs!(BlockCost {
    "expand" => expand in (1, 6, 1),
    "kernel" => kernel in (3, 5, 2),
    "stride" => stride in (1, 2, 1),
    "channels-in" => channels_in in (8, 320, 8),
    "channels-out" => channels_out in (8, 320, 8),
    "side" => side in (7, 224, 7),
    "se" => se,
});

/// MBConv against Fused-MBConv with the same channels.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FusedCost {
    /// Channels in and out.
    pub channels: usize,
    /// Expand ratio.
    pub expand: usize,
    /// Side of the image.
    pub side: usize,
}

knobs!(FusedCost {
    "channels" => channels in (8, 256, 8),
    "expand" => expand in (1, 6, 1),
    "side" => side in (7, 112, 7),
});

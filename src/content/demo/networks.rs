//! Demos of whole networks: looked into, walked through, compared, trained.

use serde::Deserialize;

use super::super::knob::{Knob, integer};
use super::setting::{Setting, Turnable, knobs, named, names};
use super::{Photo, depthwise_output, lite0_blocks, nano_blocks, nano_output};

names! {
    /// A published model of the first family.
    Published {
        /// The base.
        B0 = "b0",
        /// Next size.
        B1 = "b1",
        /// Next size.
        B2 = "b2",
        /// Next size.
        B3 = "b3",
        /// Next size.
        B4 = "b4",
        /// Next size.
        B5 = "b5",
        /// Next size.
        B6 = "b6",
        /// The largest.
        B7 = "b7",
    }
}

names! {
    /// A model with a card.
    Carded {
        /// EfficientNet-B0.
        B0 = "b0",
        /// EfficientNet-B1.
        B1 = "b1",
        /// EfficientNet-B2.
        B2 = "b2",
        /// EfficientNet-B3.
        B3 = "b3",
        /// EfficientNet-B4.
        B4 = "b4",
        /// EfficientNet-B5.
        B5 = "b5",
        /// EfficientNet-B6.
        B6 = "b6",
        /// EfficientNet-B7.
        B7 = "b7",
        /// EfficientNet-Lite0.
        Lite0 = "lite0",
        /// EfficientNet-Lite4.
        Lite4 = "lite4",
        /// EfficientNetV2-B0.
        V2B0 = "v2-b0",
        /// EfficientNetV2-S.
        V2S = "v2-s",
        /// EfficientNetV2-M.
        V2M = "v2-m",
        /// EfficientNetV2-L.
        V2L = "v2-l",
        /// MobileNetV2.
        MobileNetV2 = "mobilenet-v2",
        /// ResNet-50.
        ResNet50 = "resnet-50",
        /// ResNet-152.
        ResNet152 = "resnet-152",
    }
}

names! {
    /// A trained network that ships with the program.
    Shipped {
        /// EfficientNet-Lite0 on a photo.
        Lite0 = "lite0",
        /// `nano` on a digit.
        Nano = "nano",
    }
}

names! {
    /// A part of the table of what paper and code say.
    ErrataTopic {
        /// Architecture.
        Architecture = "architecture",
        /// Scaling and coefficients.
        Scaling = "scaling",
        /// Training.
        Training = "training",
        /// Printed results.
        Results = "results",
        /// EfficientNetV2 and Lite.
        Family = "family",
        /// How things are counted.
        Counting = "counting",
        /// What the paper prints of other networks.
        Competitors = "competitors",
        /// Ports to other frameworks.
        Ports = "ports",
    }
}

names! {
    /// A mistake, by the name that `inspect --bug` takes.
    Mistake {
        /// Expand 3×3.
        Expand3x3 = "expand-3x3",
        /// Plain convolutions for depthwise ones.
        DenseDepthwise = "dense-depthwise",
        /// Squeeze width from the expanded channels.
        SeFromExpanded = "se-from-expanded",
        /// No SE.
        NoSe = "no-se",
        /// SE without biases.
        SeWithoutBias = "se-without-bias",
        /// All kernels 3×3.
        Kernel3 = "kernel-3",
        /// The first stage expands.
        FirstStageExpands = "first-stage-expands",
        /// One block a stage.
        OneBlockPerStage = "one-block-per-stage",
        /// Biases before norms.
        ConvBias = "conv-bias",
        /// No batch norm.
        NoBatchNorm = "no-batch-norm",
        /// No head.
        NoHead = "no-head",
        /// Strides of stages 5 and 6 swapped.
        SwappedStrides = "swapped-strides",
    }
}

/// One block of a trained network on an image: shapes, costs, and one output value traced.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MbconvMicroscope {
    /// Which network.
    pub model: Shipped,
    /// Its image, if it reads photos.
    #[serde(default)]
    pub image: Photo,
    /// Its image, if it reads digits.
    #[serde(default)]
    pub digit: usize,
    /// Which block.
    pub block: usize,
    /// Channel of the output value.
    pub channel: usize,
    /// Its row.
    pub row: usize,
    /// Its column.
    pub column: usize,
}

impl MbconvMicroscope {
    /// Channels and side of the block's output.
    fn output(&self) -> (usize, usize) {
        match self.model {
            Shipped::Lite0 => {
                let block = self.block.min(lite0_blocks().len() - 1);
                (lite0_blocks()[block].channels_out, depthwise_output(block).1)
            }
            Shipped::Nano => nano_output(self.block),
        }
    }

    fn blocks(&self) -> usize {
        match self.model {
            Shipped::Lite0 => lite0_blocks().len(),
            Shipped::Nano => nano_blocks(),
        }
    }
}

impl Turnable for MbconvMicroscope {
    fn knobs(&self) -> Vec<Knob> {
        let (channels, side) = self.output();
        let input = match self.model {
            Shipped::Lite0 => named("image", self.image),
            Shipped::Nano => integer("digit", self.digit, 0, 99, 1),
        };
        vec![
            integer("channel", self.channel, 0, channels - 1, 1),
            integer("row", self.row, 0, side - 1, 1),
            integer("column", self.column, 0, side - 1, 1),
            integer("block", self.block, 0, self.blocks() - 1, 1),
            input,
            named("model", self.model),
        ]
    }

    fn write(&mut self, key: &str, value: i32) {
        match key {
            "model" => self.model = Shipped::at(value),
            "image" => self.image = Photo::at(value),
            "digit" => self.digit = usize::at(value),
            "block" => self.block = usize::at(value),
            "channel" => self.channel = usize::at(value),
            "row" => self.row = usize::at(value),
            "column" => self.column = usize::at(value),
            _ => {}
        }
        // Another network or block has other sizes.
        self.block = self.block.min(self.blocks() - 1);
        let (channels, side) = self.output();
        self.channel = self.channel.min(channels - 1);
        self.row = self.row.min(side - 1);
        self.column = self.column.min(side - 1);
    }
}

/// One output value of a depthwise convolution of Lite0 on a photo: inputs, weights, products, sum.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DepthwiseMicroscope {
    /// Which photo.
    pub image: Photo,
    /// Block whose depthwise convolution is shown.
    pub block: usize,
    /// Channel.
    pub channel: usize,
    /// Row of the output value.
    pub row: usize,
    /// Column of the output value.
    pub column: usize,
}

impl Turnable for DepthwiseMicroscope {
    fn knobs(&self) -> Vec<Knob> {
        let (channels, side) = depthwise_output(self.block);
        vec![
            integer("channel", self.channel, 0, channels - 1, 1),
            integer("row", self.row, 0, side - 1, 1),
            integer("column", self.column, 0, side - 1, 1),
            named("image", self.image),
            integer("block", self.block, 0, lite0_blocks().len() - 1, 1),
        ]
    }

    fn write(&mut self, key: &str, value: i32) {
        match key {
            "image" => self.image = Photo::at(value),
            "channel" => self.channel = usize::at(value),
            "row" => self.row = usize::at(value),
            "column" => self.column = usize::at(value),
            "block" => self.block = usize::at(value),
            _ => {}
        }
        // Another block has other channels and another size.
        let (channels, side) = depthwise_output(self.block);
        self.channel = self.channel.min(channels - 1);
        self.row = self.row.min(side - 1);
        self.column = self.column.min(side - 1);
    }
}

/// Feature maps of a block of Lite0 on a photo, and its five best answers.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeatureMaps {
    /// Which photo.
    pub image: Photo,
    /// Which block.
    pub block: usize,
    /// First of the channels shown.
    pub channel: usize,
}

impl Turnable for FeatureMaps {
    fn knobs(&self) -> Vec<Knob> {
        let block = self.block.min(lite0_blocks().len() - 1);
        vec![
            integer("block", self.block, 0, lite0_blocks().len() - 1, 1),
            integer("channel", self.channel, 0, lite0_blocks()[block].channels_out - 1, 1),
            named("image", self.image),
        ]
    }

    fn write(&mut self, key: &str, value: i32) {
        match key {
            "image" => self.image = Photo::at(value),
            "block" => self.block = usize::at(value),
            "channel" => self.channel = usize::at(value),
            _ => {}
        }
        self.channel = self.channel.min(lite0_blocks()[self.block].channels_out - 1);
    }
}

/// A network stage by stage, one of them opened.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NetworkWalk {
    /// Which model.
    pub model: Published,
    /// The stage that is opened, as in Table 1.
    pub stage: usize,
}

knobs!(NetworkWalk {
    "stage" => stage in (1, 9, 1),
    "model" => model,
});

/// How many layers a network has, under each convention.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LayerLedger {
    /// Which model.
    pub model: Published,
}

knobs!(LayerLedger { "model" => model });

/// What a mistake does to B0's counts.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BugFingerprint {
    /// Which mistake.
    pub bug: Mistake,
}

knobs!(BugFingerprint { "bug" => bug });

/// One network counted by the paper and by each tool, with what each adds.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConventionLedger {
    /// Which model.
    pub model: Published,
}

knobs!(ConventionLedger { "model" => model });

/// Bytes of weights and activations, at inference and in training.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MemoryLedger {
    /// Which model.
    pub model: Carded,
    /// Images in a batch.
    pub batch: usize,
}

knobs!(MemoryLedger {
    "model" => model,
    "batch" => batch in (1, 256, 1),
});

/// What the paper says and the code does.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Errata {
    /// Which part.
    pub topic: ErrataTopic,
}

knobs!(Errata { "topic" => topic });

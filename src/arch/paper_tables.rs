//! The paper's Tables 3 and 7, recomputed: networks scaled along one dimension, and along all three.
//!
//! What is computed is ours: the paper does not say how it rounded, nor how it made MobileNetV1 and
//! ResNet-50 deeper. Here the official rounding of EfficientNet holds for all of them, and depth
//! multiplies the repeats of each stage. What the paper printed is data, not known here.

use super::classic::Classic;
use super::cost::Cost;
use super::model::counted;
use super::network::Design;
use super::scaling::Scaling;
use super::variant::{IMAGENET_CLASSES, Variant};

/// A network that the paper scales.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// Table 3.
    MobileNetV1,
    /// Table 3.
    MobileNetV2,
    /// Table 3.
    ResNet50,
    /// Table 7.
    B0,
}

/// How it is scaled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Change {
    /// Not at all.
    Baseline,
    /// d = 4.
    Depth,
    /// w = 2.
    Width,
    /// r = 2.
    Resolution,
    /// d = 1.4, w = 1.2, r = 1.3.
    Compound,
}

/// A row of the tables, as the released rules build it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recomputed {
    /// Which network.
    pub subject: Subject,
    /// How it is scaled.
    pub change: Change,
    /// Depth, width, and the side of the input in pixels.
    pub scaling: Scaling,
    /// Its blocks.
    pub blocks: usize,
    /// Its cost.
    pub cost: Cost,
}

impl Recomputed {
    /// Where the data have this row: `table3.mobilenet-v1.width`, `table7.width`.
    pub fn path(&self) -> String {
        let change = self.change.name();
        match self.subject {
            Subject::B0 => format!("table7.{change}"),
            subject => format!("table{}.{}.{change}", subject.table(), subject.name()),
        }
    }
}

impl Subject {
    /// In the order of the tables.
    pub const ALL: [Self; 4] = [Self::MobileNetV1, Self::MobileNetV2, Self::ResNet50, Self::B0];

    /// The number of the table that it stands in.
    pub const fn table(self) -> usize {
        if matches!(self, Self::B0) { 7 } else { 3 }
    }

    /// Its name in data: `mobilenet-v1`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::MobileNetV1 => "mobilenet-v1",
            Self::MobileNetV2 => "mobilenet-v2",
            Self::ResNet50 => "resnet-50",
            Self::B0 => "b0",
        }
    }

    /// The name shown to people.
    pub const fn title(self) -> &'static str {
        match self {
            Self::MobileNetV1 => "MobileNetV1",
            Self::MobileNetV2 => "MobileNetV2",
            Self::ResNet50 => "ResNet-50",
            Self::B0 => "B0",
        }
    }

    /// Blocks and cost at a scaling of the tables; these are all in range.
    fn counted(self, scaling: Scaling) -> (usize, Cost) {
        let classic = |classic| counted(self.name(), classic, scaling, IMAGENET_CLASSES);
        let built = |variant| Design { scaling, ..Design::of(variant) }.network();
        let network = match self {
            Self::MobileNetV1 => classic(Classic::MobileNetV1),
            Self::ResNet50 => classic(Classic::ResNet50),
            Self::MobileNetV2 => built(Variant::MobileNetV2),
            Self::B0 => built(Variant::B0),
        };
        let network = network.expect("the paper's factors are in range");
        (network.blocks(), network.cost())
    }
}

impl Change {
    /// In the order of the tables.
    pub const ALL: [Self; 5] =
        [Self::Baseline, Self::Depth, Self::Width, Self::Resolution, Self::Compound];

    /// Its name in data.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Baseline => "baseline",
            Self::Depth => "depth",
            Self::Width => "width",
            Self::Resolution => "resolution",
            Self::Compound => "compound",
        }
    }

    /// As the paper writes it: `d=1.4, w=1.2, r=1.3`; nothing for the baseline.
    pub const fn factors(self) -> &'static str {
        match self {
            Self::Baseline => "",
            Self::Depth => "d=4",
            Self::Width => "w=2",
            Self::Resolution => "r=2",
            Self::Compound => "d=1.4 w=1.2 r=1.3",
        }
    }

    /// Applied to a network for 224 pixels; 224·1.3 = 291.2 is 291.
    pub const fn scaling(self) -> Scaling {
        let (depth, width, resolution) = match self {
            Self::Baseline => (1.0, 1.0, 224),
            Self::Depth => (4.0, 1.0, 224),
            Self::Width => (1.0, 2.0, 224),
            Self::Resolution => (1.0, 1.0, 448),
            Self::Compound => (1.4, 1.2, 291),
        };
        Scaling { width, depth, resolution }
    }
}

impl Recomputed {
    /// A row; also one that the paper does not print, as MobileNetV1 with d = 4.
    pub fn new(subject: Subject, change: Change) -> Self {
        let scaling = change.scaling();
        let (blocks, cost) = subject.counted(scaling);
        Self { subject, change, scaling, blocks, cost }
    }

    /// Whether the paper prints this row: Table 3 leaves out a deeper MobileNetV1.
    pub fn is_printed(&self) -> bool {
        (self.subject, self.change) != (Subject::MobileNetV1, Change::Depth)
    }
}

/// Every row that the paper prints: Table 3, then Table 7.
pub fn rows() -> Vec<Recomputed> {
    let all = Subject::ALL
        .into_iter()
        .flat_map(|subject| Change::ALL.map(|change| Recomputed::new(subject, change)));
    all.filter(Recomputed::is_printed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fourteen_rows_of_table_3_and_five_of_table_7() {
        let tables = |wanted| rows().iter().filter(|row| row.subject.table() == wanted).count();
        assert_eq!((tables(3), tables(7)), (14, 5));
    }

    /// facts.json, scaling.what_if.
    #[test]
    fn table_7_is_what_the_released_rounding_gives() {
        let macs = Change::ALL.map(|change| Recomputed::new(Subject::B0, change).cost.macs);
        let wanted = [385_814_752, 1_575_132_640, 1_449_958_848, 1_537_537_408, 1_800_091_280];
        assert_eq!(macs, wanted);
    }

    #[test]
    fn the_baselines_are_the_published_networks() {
        let macs = |subject| Recomputed::new(subject, Change::Baseline).cost.macs;
        assert_eq!(macs(Subject::MobileNetV1), 568_740_352);
        assert_eq!(macs(Subject::MobileNetV2), Variant::MobileNetV2.imagenet().cost().macs);
        assert_eq!(macs(Subject::ResNet50), 4_089_184_256);
    }

    #[test]
    fn depth_multiplies_the_repeats_of_each_stage() {
        let blocks = |subject| Recomputed::new(subject, Change::Depth).blocks;
        assert_eq!(blocks(Subject::ResNet50), 64);
        assert_eq!(blocks(Subject::MobileNetV2), 68);
        assert_eq!(blocks(Subject::B0), 64);
    }
}

//! Demos of scaling, and of models compared.

use serde::Deserialize;

use super::super::knob::Centi;
use super::Carded;
use super::setting::{knobs, names};

names! {
    /// A dimension that can be scaled.
    Dimension {
        /// Number of blocks.
        Depth = "depth",
        /// Number of channels.
        Width = "width",
        /// Side of the input.
        Resolution = "resolution",
        /// All three.
        Compound = "compound",
    }
}

names! {
    /// Which models a chart shows.
    Landscape {
        /// B0–B7 and the paper's competitors.
        Competitors = "competitors",
        /// B0–B7 and EfficientNetV2.
        V2 = "v2",
        /// B0–B4 and Lite0–4.
        Lite = "lite",
    }
}

names! {
    /// A horizontal axis of the family chart.
    FamilyAxis {
        /// Multiply-accumulates.
        Macs = "macs",
        /// Parameters.
        Params = "params",
    }
}

/// Formula, network built from it, and nearest published models.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompoundExplorer {
    /// φ.
    pub phi: Centi,
    /// α.
    pub alpha: Centi,
    /// β.
    pub beta: Centi,
    /// γ.
    pub gamma: Centi,
}

knobs!(CompoundExplorer {
    "phi" => phi in (Centi(0), Centi(700), 25),
    "alpha" => alpha in (Centi(100), Centi(150), 5),
    "beta" => beta in (Centi(100), Centi(145), 5),
    "gamma" => gamma in (Centi(100), Centi(145), 5),
});

/// B0–B7 on one chart.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FamilyChart {
    /// What the x axis shows.
    pub x: FamilyAxis,
}

knobs!(FamilyChart { "x" => x });

/// B0 scaled in one dimension: what it costs, and the paper's accuracies.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SingleDimension {
    /// Which dimension.
    pub dimension: Dimension,
    /// How much it grows.
    pub factor: Centi,
}

knobs!(SingleDimension {
    "factor" => factor in (Centi(100), Centi(400), 10),
    "dimension" => dimension,
});

/// α and β on the constraint surface; γ follows from them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConstraintSurface {
    /// α.
    pub alpha: Centi,
    /// β.
    pub beta: Centi,
}

knobs!(ConstraintSurface {
    "alpha" => alpha in (Centi(100), Centi(200), 5),
    "beta" => beta in (Centi(100), Centi(140), 5),
});

/// Families of models on one chart: cost against reported accuracy.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelLandscape {
    /// Which models.
    pub models: Landscape,
    /// What the x axis shows.
    pub x: FamilyAxis,
}

knobs!(ModelLandscape {
    "x" => x,
    "models" => models,
});

/// One model's numbers beside another's.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelCard {
    /// Which model.
    pub model: Carded,
    /// What it is compared with.
    pub against: Carded,
}

knobs!(ModelCard {
    "model" => model,
    "against" => against,
});

//! The values of each figure that a prediction may ask for.

use super::Demo;

impl Demo {
    /// Names of the values that its figure measures: `measured = { key = "macs" }` asks for one.
    pub const fn values(&self) -> &'static [&'static str] {
        match self {
            Self::ConvCost(_) => &["macs", "params", "outputs", "products"],
            Self::ConvPixel(_) => &["sum", "out"],
            Self::DepthwiseMicroscope(_) => &["sum", "norm", "out"],
            Self::SeparableCost(_) => &["plain", "separable", "ratio"],
            Self::SeparableTime(_) => &["plain", "separable", "mac-ratio", "time-ratio"],
            Self::ReluManifold(_) => &["lost", "dead"],
            Self::ActivationCurve(_) => &["y", "slope", "minimum", "argmin"],
            Self::ActivationSwap(_) => &["right-before", "right-after", "before", "after"],
            Self::SeGates(_) => &["lowest", "highest", "before", "after"],
            Self::SeCost(_) => &["squeeze", "params", "macs"],
            Self::BlockCost(_) => &["params", "macs", "skip", "plain", "dense"],
            Self::FusedCost(_) => &["mbconv", "fused", "ratio"],
            Self::MbconvMicroscope(_) => &["expand", "depthwise", "gate", "project", "out"],
            Self::FeatureMaps(_) => &["top"],
            Self::NetworkWalk(_) => &["params", "macs", "share"],
            Self::LayerLedger(_) => &["blocks", "paper", "resnet-style", "weighted", "norm"],
            Self::BugFingerprint(_) => &["params", "macs", "dparams", "dmacs"],
            Self::ConventionLedger(_) => &["paper", "torch", "fvcore", "ptflops"],
            Self::MemoryLedger(_) => &["weights", "peak", "training"],
            Self::SingleDimension(_) => &["macs", "params", "ratio"],
            Self::ConstraintSurface(_) => &["gamma", "constraint"],
            Self::CompoundExplorer(_) => &["macs", "ratio", "constraint"],
            Self::TrainNano(_) => &["accuracy", "loss-first", "loss-last"],
            Self::LrSchedule(_) => &["lr", "peak"],
            Self::Survival(_) => &["lowest", "dropped"],
            Self::ModelCard(_) => &["params", "macs", "activations", "ratio"],
            Self::FamilyChart(_)
            | Self::ModelLandscape(_)
            | Self::Errata(_)
            | Self::Scaling(_)
            | Self::Surface(_)
            | Self::Budget(_) => &[],
        }
    }
}

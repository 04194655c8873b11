//! Where a network spends its parameters and MACs: kind by kind, and stage by stage.

use crate::arch::{Cost, LayerSpec, Network, Operator};
use crate::figure::{Bar, Figure, Part};
use crate::text::Lang;
use crate::text::number::{count, percent};

/// What an operation is spent on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Stem,
    Expand,
    Fused,
    Depthwise,
    SqueezeExcite,
    Project,
    Head,
    Classifier,
    BatchNorm,
    Other,
}

impl Kind {
    const ALL: [Self; 10] = [
        Self::Stem,
        Self::Expand,
        Self::Fused,
        Self::Depthwise,
        Self::SqueezeExcite,
        Self::Project,
        Self::Head,
        Self::Classifier,
        Self::BatchNorm,
        Self::Other,
    ];

    fn of(layer: &LayerSpec) -> Self {
        let ends = |part: &str| layer.path.ends_with(part);
        match layer.op {
            Operator::BatchNorm => Self::BatchNorm,
            Operator::Linear => Self::Classifier,
            Operator::DepthwiseConv => Self::Depthwise,
            _ if layer.path.contains(".se.") => Self::SqueezeExcite,
            _ if layer.path.starts_with("stem") => Self::Stem,
            _ if layer.path.starts_with("head") => Self::Head,
            Operator::Conv if layer.kernel > 1 => Self::Fused,
            Operator::Conv if ends(".expand") => Self::Expand,
            Operator::Conv if ends(".project") => Self::Project,
            _ => Self::Other,
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::Stem => "demo.spending.stem",
            Self::Expand => "demo.spending.expand",
            Self::Fused => "demo.spending.fused",
            Self::Depthwise => "demo.spending.depthwise",
            Self::SqueezeExcite => "demo.spending.squeeze-excite",
            Self::Project => "demo.spending.project",
            Self::Head => "demo.spending.head",
            Self::Classifier => "demo.spending.classifier",
            Self::BatchNorm => "demo.spending.batch-norm",
            Self::Other => "demo.spending.other",
        }
    }
}

/// Bars of MACs and of parameters for each kind of operation, then of MACs for each stage.
pub fn figure(network: &Network, title: &str, lang: Lang) -> Figure {
    let whole = network.cost();
    let kinds: Vec<(&str, Cost)> = Kind::ALL
        .into_iter()
        .map(|kind| (lang.text(kind.key()), network.cost_where(|layer| Kind::of(layer) == kind)))
        .filter(|(_, cost)| cost.params > 0)
        .collect();
    let values: [(&str, &dyn std::fmt::Display); 4] = [
        ("name", &title),
        ("resolution", &network.scaling.resolution),
        ("params", &count(whole.params)),
        ("macs", &count(whole.macs)),
    ];
    let last = network.layers.iter().map(|layer| layer.stage).max().unwrap_or(0);
    let stages = (1..=last).map(|stage| {
        let name = lang.fill("demo.spending.stage", &[("stage", &stage)]);
        bar(&name, network.cost_where(|layer| layer.stage == stage).macs, whole.macs)
    });
    Figure {
        title: lang.fill("demo.spending.title", &values),
        parts: vec![
            Part::Note(lang.text("demo.spending.macs").to_owned()),
            Part::Bars(kinds.iter().map(|(name, cost)| bar(name, cost.macs, whole.macs)).collect()),
            Part::Note(lang.text("demo.spending.params").to_owned()),
            Part::Bars(
                kinds.iter().map(|(name, cost)| bar(name, cost.params, whole.params)).collect(),
            ),
            Part::Note(lang.text("demo.spending.stages").to_owned()),
            Part::Bars(stages.collect()),
        ],
        values: Vec::new(),
    }
}

fn bar(label: &str, value: u64, whole: u64) -> Bar {
    let share = value as f64 / whole.max(1) as f64;
    let shown = format!("{}  {}", count(value), percent(share, 2));
    Bar { label: label.to_owned(), value: value as f64, shown }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arch::Model;

    /// Shares of facts computed outside: 12.04 % of B0's parameters and 0.16 % of its MACs are
    /// squeeze-excite's, 8.95 % of its MACs depthwise.
    #[test]
    fn shares_are_those_that_others_count() {
        let network = Model::parse("b0").unwrap().imagenet();
        let text: String = figure(&network, "B0", Lang::En)
            .lines(90, crate::figure::Glyphs::Ascii)
            .iter()
            .map(|line| line.text() + "\n")
            .collect();
        for share in ["12.04 %", "0.16 %", "8.95 %", "24.22 %", "0.79 %"] {
            assert!(text.contains(share), "{share}\n{text}");
        }
    }

    #[test]
    fn kinds_and_stages_add_up() {
        for model in Model::all() {
            let network = model.imagenet();
            let sum: Cost = Kind::ALL
                .into_iter()
                .map(|kind| network.cost_where(|layer| Kind::of(layer) == kind))
                .sum();
            assert_eq!(sum, network.cost(), "{}", model.name());
        }
    }
}

//! The answers of `run`, for people and for programs.

use std::fmt::Display;
use std::io::{self, Write};

use serde::Serialize;

use crate::arch::variant::IMAGENET_CLASSES;
use crate::arch::{Model, Padding, Variant};
use crate::nn::weights::Naming;
use crate::text::Lang;
use crate::vision::{self, Crop, Filter, Preparation};

use super::RunArgs;
use super::subject::{Feed, Subject, Weights};

/// Logits in a row of the table.
const IN_A_ROW: usize = 8;

/// What `--format json` prints.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    model: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    weights: Option<Taken>,
    #[serde(skip_serializing_if = "Option::is_none")]
    preparation: Option<Prepared>,
    results: Vec<Outcome>,
}

/// How the weights of a file were taken.
#[derive(Debug, Serialize)]
struct Taken {
    naming: &'static str,
    padding: &'static str,
    bn_eps: f32,
}

/// How images were prepared.
#[derive(Debug, Serialize)]
struct Prepared {
    side: usize,
    /// Share of the shorter side; null where the whole image was squeezed into a square.
    crop: Option<f64>,
    filter: &'static str,
    mean: [f32; 3],
    std: [f32; 3],
}

impl Prepared {
    /// Of photographs; what happens to a digit has no settings.
    fn of(feed: Feed) -> Option<Self> {
        let Feed::Photo(Preparation { side, crop, filter, mean, std }) = feed else { return None };
        let crop = match crop {
            Crop::Middle(share) => Some((share * 1e4).round() / 1e4),
            Crop::Whole => None,
        };
        Some(Self { side, crop, filter: self::filter(filter), mean, std })
    }
}

impl Report {
    /// A report of everything; `images` says whether any were prepared.
    pub(super) fn new(subject: &Subject, images: bool, results: Vec<Outcome>) -> Self {
        let taken = |weights: &Weights| Taken {
            naming: weights.naming.library(),
            padding: padding(weights.assumed.padding),
            bn_eps: weights.assumed.bn_eps,
        };
        Self {
            model: subject.model.name(),
            weights: subject.weights.as_ref().map(taken),
            preparation: Prepared::of(subject.feed).filter(|_| images),
            results,
        }
    }
}

/// One image's answer.
#[derive(Debug, Serialize)]
pub(super) struct Outcome {
    input: String,
    /// The network alone, without reading the file.
    ms: f64,
    top: Vec<Class>,
    #[serde(skip_serializing_if = "Option::is_none")]
    logits: Option<Vec<f32>>,
}

#[derive(Debug, Serialize)]
struct Class {
    index: usize,
    label: String,
    probability: f32,
}

impl Outcome {
    pub(super) fn new(
        input: String,
        ms: f64,
        logits: Vec<f32>,
        (feed, args): (Feed, &RunArgs),
        lang: Lang,
    ) -> Self {
        let top = vision::top_k(&logits, args.top.into()).into_iter().map(|class| {
            let vision::Prediction { index, label, probability } = class;
            // A network with other classes has no names for them.
            let label = match (feed, logits.len()) {
                (Feed::Digit(_), _) => index.to_string(),
                (_, IMAGENET_CLASSES) => label.to_owned(),
                _ => lang.fill("run.class", &[("index", &index)]),
            };
            Class { index, label, probability }
        });
        let (top, ms) = (top.collect(), (ms * 1e3).round() / 1e3);
        Self { input, ms, top, logits: args.logits.then_some(logits) }
    }

    pub(super) fn write_table(&self, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
        let ms = format!("{:.1}", self.ms);
        writeln!(out, "{}", lang.fill("run.took", &[("input", &self.input), ("ms", &ms)]))?;
        for class in &self.top {
            writeln!(out, "{:7.2} %  {}", class.probability * 100.0, class.label)?;
        }
        for row in self.logits.as_deref().unwrap_or_default().chunks(IN_A_ROW) {
            let row: Vec<String> = row.iter().map(|logit| format!("{logit:>10.5}")).collect();
            writeln!(out, "{}", row.join(" "))?;
        }
        Ok(())
    }
}

/// Says below the answers what a weight file left open. Of the model inside nothing is open.
pub(super) fn write_notes(
    subject: &Subject,
    images: bool,
    lang: Lang,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Some(weights) = &subject.weights else { return Ok(()) };
    let Weights { naming, assumed, given: [padding_given, eps_given] } = weights;
    let why = |given: bool| lang.text(if given { "run.given" } else { "run.assumed" });
    let values: [(&str, &dyn Display); 6] = [
        ("model", &subject.model.name()),
        ("library", &naming.library()),
        ("padding", &padding(assumed.padding)),
        ("padding-why", &why(*padding_given)),
        ("eps", &assumed.bn_eps),
        ("eps-why", &why(*eps_given)),
    ];
    writeln!(out, "\n{}", lang.fill("run.weights", &values))?;
    let has_twin = *naming == Naming::Timm && subject.model != Model::Built(Variant::MobileNetV2);
    if has_twin && !padding_given && !eps_given {
        writeln!(out, "{}", lang.text("run.timm"))?;
    }
    if let (true, Feed::Photo(preparation)) = (images, subject.feed) {
        write_preparation(&preparation, lang, out)?;
    }
    Ok(())
}

fn write_preparation(preparation: &Preparation, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let crop = match preparation.crop {
        Crop::Middle(share) => {
            lang.fill("run.crop", &[("percent", &format!("{:.1}", share * 100.0))])
        }
        Crop::Whole => lang.text("run.whole").to_owned(),
    };
    let numbers = |values: [f32; 3]| values.map(|value| value.to_string()).join(" ");
    let values: [(&str, &dyn Display); 5] = [
        ("side", &preparation.side),
        ("crop", &crop),
        ("filter", &filter(preparation.filter)),
        ("mean", &numbers(preparation.mean)),
        ("std", &numbers(preparation.std)),
    ];
    writeln!(out, "{}", lang.fill("run.prepared", &values))
}

const fn padding(padding: Padding) -> &'static str {
    match padding {
        Padding::Same => "same",
        Padding::Symmetric => "symmetric",
    }
}

const fn filter(filter: Filter) -> &'static str {
    match filter {
        Filter::Bicubic => "bicubic",
        Filter::Bilinear => "bilinear",
    }
}

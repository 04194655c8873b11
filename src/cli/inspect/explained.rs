//! `--explain-count`: which mistake, or which way of reading, gives a number.

use std::io::Write;

use serde::Serialize;

use crate::arch::explain::{Explanation, Reading, explain};
use crate::arch::variant::IMAGENET_CLASSES;
use crate::arch::{Bug, Design, Variant};
use crate::cli::shared::COLUMNS;
use crate::cli::sheet::TableFormat;
use crate::text::number;
use crate::text::{Lang, wrap};

use super::Subject;

/// A whole number as people write it: `8423848`, `8,423,848`, `8_423_848`.
pub(super) fn count(text: &str) -> Result<u64, String> {
    let digits: String = text.chars().filter(|c| !matches!(c, ',' | '_' | ' ')).collect();
    let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    if !is_number {
        return Err("expected a whole number such as 8423848".to_owned());
    }
    digits.parse().map_err(|error: std::num::ParseIntError| error.to_string())
}

#[derive(Debug, Serialize)]
struct Report {
    count: u64,
    explanations: Vec<Entry>,
}

#[derive(Debug, Serialize)]
struct Entry {
    model: String,
    bugs: Vec<&'static str>,
    classes: usize,
    reading: String,
}

pub(super) fn write(
    subject: &Subject,
    count: u64,
    format: TableFormat,
    lang: Lang,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    // What is only counted has no table to make mistakes in: then B0's is tried.
    let b0 = || Design::of(Variant::B0);
    let design = subject.design.clone().unwrap_or_else(b0);
    let found = explain(&design, count);
    if format == TableFormat::Json {
        let explanations = found.into_iter().map(Entry::of).collect();
        serde_json::to_writer(&mut *out, &Report { count, explanations })?;
        writeln!(out)?;
        return Ok(());
    }
    let shown = number::count(count);
    if found.is_empty() {
        let text = lang.fill("explain.nothing", &[("count", &shown), ("name", &design.name)]);
        for line in wrap(&text, COLUMNS) {
            writeln!(out, "{line}")?;
        }
        return Ok(());
    }
    writeln!(out, "{}", lang.fill("explain.title", &[("count", &shown)]))?;
    for explanation in &found {
        let text = sentence(explanation, lang);
        for (index, line) in wrap(&text, COLUMNS - 4).into_iter().enumerate() {
            writeln!(out, "{}{line}", if index == 0 { "  - " } else { "    " })?;
        }
        writeln!(out, "    $ {}", command(explanation))?;
    }
    Ok(())
}

/// `b0 with expand-3x3, 10 classes: parameters`, in words.
fn sentence(explanation: &Explanation, lang: Lang) -> String {
    let reading = reading(explanation.reading, lang);
    let values: [(&str, &dyn std::fmt::Display); 3] =
        [("name", &explanation.model), ("classes", &explanation.classes), ("reading", &reading)];
    let mut text = lang.fill("explain.found", &values);
    for &bug in &explanation.bugs {
        text += " ";
        text += meaning(bug, lang);
    }
    text
}

fn reading(reading: Reading, lang: Lang) -> String {
    let key = match reading {
        Reading::Tool(tool, code) => {
            let values: [(&str, &dyn std::fmt::Display); 2] =
                [("tool", &tool.name()), ("code", &code.name())];
            return lang.fill("explain.reading.tool", &values);
        }
        Reading::Params => "explain.reading.params",
        Reading::ParamsAndStats => "explain.reading.params-and-stats",
        Reading::Keras => "explain.reading.keras",
        Reading::WithoutClassifier => "explain.reading.without-classifier",
        Reading::KerasWithoutTop => "explain.reading.keras-without-top",
        Reading::Macs => "explain.reading.macs",
        Reading::Activations => "explain.reading.activations",
        Reading::Bytes => "explain.reading.bytes",
    };
    lang.text(key).to_owned()
}

fn meaning(bug: Bug, lang: Lang) -> &'static str {
    lang.text(match bug {
        Bug::Expand3x3 => "explain.bug.expand-3x3",
        Bug::DenseDepthwise => "explain.bug.dense-depthwise",
        Bug::SeFromExpanded => "explain.bug.se-from-expanded",
        Bug::NoSe => "explain.bug.no-se",
        Bug::SeWithoutBias => "explain.bug.se-without-bias",
        Bug::Kernel3 => "explain.bug.kernel-3",
        Bug::FirstStageExpands => "explain.bug.first-stage-expands",
        Bug::OneBlockPerStage => "explain.bug.one-block-per-stage",
        Bug::RepeatsFloor => "explain.bug.repeats-floor",
        Bug::ChannelsUnrounded => "explain.bug.channels-unrounded",
        Bug::NoRoundLimit => "explain.bug.no-round-limit",
        Bug::ConvBias => "explain.bug.conv-bias",
        Bug::NoBatchNorm => "explain.bug.no-batch-norm",
        Bug::NoHead => "explain.bug.no-head",
        Bug::SwappedStrides => "explain.bug.swapped-strides",
    })
}

/// The line that shows that network.
fn command(explanation: &Explanation) -> String {
    let mut words = vec![format!("effnet-tutor inspect {}", explanation.model)];
    if !explanation.bugs.is_empty() {
        let bugs: Vec<&str> = explanation.bugs.iter().map(|bug| bug.name()).collect();
        words.push(format!("--bug {}", bugs.join(",")));
    }
    if explanation.classes != IMAGENET_CLASSES {
        words.push(format!("--classes {}", explanation.classes));
    }
    if let Reading::Tool(tool, code) = explanation.reading {
        let timm = if code.name().starts_with("timm") { ":timm" } else { "" };
        words.push(format!("--like {}{timm}", tool.name()));
    }
    words.join(" ")
}

impl Entry {
    fn of(explanation: Explanation) -> Self {
        Self {
            model: explanation.model,
            bugs: explanation.bugs.into_iter().map(Bug::name).collect(),
            classes: explanation.classes,
            reading: reading(explanation.reading, Lang::En),
        }
    }
}

//! `--explain-count`: which mistake, or which way of reading, gives a number.

use std::io::Write;

use serde::Serialize;

use crate::arch::explain::{Explanation, KERAS_NORMALIZATION, Reading, explain};
use crate::arch::memory::F32;
use crate::arch::variant::IMAGENET_CLASSES;
use crate::arch::{Bug, Design, Model, Variant};
use crate::cli::shared::COLUMNS;
use crate::cli::sheet::{Cell, Sheet, TableFormat};
use crate::demo::mistake_text;
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
    command: String,
}

pub(super) fn write(
    subject: &Subject,
    count: u64,
    format: TableFormat,
    lang: Lang,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    // What is only counted has no table to make mistakes in: then B0's is tried.
    let design = subject.design.clone().unwrap_or_else(|| Design::of(Variant::B0));
    let found = explain(&design, count);
    match format {
        TableFormat::Json => {
            let explanations = found.into_iter().map(|e| Entry::of(e, subject)).collect();
            serde_json::to_writer(&mut *out, &Report { count, explanations })?;
            writeln!(out)?;
        }
        TableFormat::Csv => sheet(found, subject).write_csv(out)?,
        TableFormat::Markdown => sheet(found, subject).write_markdown(out)?,
        TableFormat::Table => write_text(&found, count, subject, &design, lang, out)?,
    }
    Ok(())
}

fn write_text(
    found: &[Explanation],
    count: u64,
    subject: &Subject,
    design: &Design,
    lang: Lang,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let shown = number::count(count);
    if found.is_empty() {
        let text = lang.fill("explain.nothing", &[("count", &shown), ("name", &design.name)]);
        for line in wrap(&text, COLUMNS) {
            writeln!(out, "{line}")?;
        }
        return Ok(());
    }
    writeln!(out, "{}", lang.fill("explain.title", &[("count", &shown)]))?;
    for explanation in found {
        let text = sentence(explanation, subject, design, lang);
        for (index, line) in wrap(&text, COLUMNS - 4).into_iter().enumerate() {
            writeln!(out, "{}{line}", if index == 0 { "  - " } else { "    " })?;
        }
        writeln!(out, "    $ {}", command(explanation, subject))?;
    }
    Ok(())
}

/// Whether an explanation is about the network that was asked for, not about another model.
fn is_own(explanation: &Explanation, subject: &Subject) -> bool {
    explanation.model == subject.network.name
}

/// What the network is called: as it was asked for, with its changes.
fn name(explanation: &Explanation, subject: &Subject) -> String {
    let own = is_own(explanation, subject).then(|| subject.title());
    own.unwrap_or_else(|| explanation.model.clone())
}

/// `b0, 10 classes: parameters`, then what is wrong with it.
fn sentence(explanation: &Explanation, subject: &Subject, design: &Design, lang: Lang) -> String {
    let mut reading = reading(explanation.reading, lang);
    if let Some(sum) = arithmetic(explanation, design) {
        reading = format!("{reading}, {sum}");
    }
    let name = name(explanation, subject);
    let values: [(&str, &dyn std::fmt::Display); 3] =
        [("name", &name), ("classes", &explanation.classes), ("reading", &reading)];
    let mut text = lang.fill("explain.found", &values);
    for &bug in &explanation.bugs {
        text += " ";
        text += mistake_text(bug, lang);
    }
    text
}

/// The sum behind a reading that `inspect` does not print as one number.
fn arithmetic(explanation: &Explanation, design: &Design) -> Option<String> {
    let design = match Model::parse(&explanation.model).ok().and_then(Model::design) {
        Some(model) if explanation.model != design.name => model,
        _ => design.clone(),
    };
    let design = Design { classes: explanation.classes, ..design };
    let network = Bug::build(&explanation.bugs, &design).ok()?;
    let classifier = network.cost_where(|layer| layer.path == "classifier").params;
    let cost = network.cost();
    let [params, stats, classifier] = [cost.params, cost.buffers, classifier].map(number::count);
    Some(match explanation.reading {
        Reading::ParamsAndStats => format!("{params} + {stats}"),
        Reading::Keras => format!("{params} + {stats} + {KERAS_NORMALIZATION}"),
        Reading::WithoutClassifier => format!("{params} − {classifier}"),
        Reading::KerasWithoutTop => {
            format!("{params} + {stats} + {KERAS_NORMALIZATION} − {classifier}")
        }
        Reading::Bytes => format!("{params} × {F32}"),
        _ => return None,
    })
}

fn reading(reading: Reading, lang: Lang) -> String {
    let key = match reading {
        Reading::Tool(tool, code) => {
            let values: [(&str, &dyn std::fmt::Display); 2] =
                [("tool", &tool.name()), ("code", &code.name())];
            return lang.fill("explain.reading.tool", &values);
        }
        Reading::Params => "explain.reading.params",
        Reading::Stats => "explain.reading.stats",
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

/// The line that shows that network.
fn command(explanation: &Explanation, subject: &Subject) -> String {
    let own = is_own(explanation, subject);
    let model = if own { &subject.typed } else { &explanation.model };
    let mut words = vec![format!("effnet-tutor inspect {model}")];
    if own {
        let changes = subject.changes;
        words.extend(changes.width.map(|width| format!("--width {width}")));
        words.extend(changes.depth.map(|depth| format!("--depth {depth}")));
        words.extend(changes.resolution.map(|side| format!("--res {side}")));
    }
    if !explanation.bugs.is_empty() {
        let bugs: Vec<&str> = explanation.bugs.iter().map(|bug| bug.name()).collect();
        words.push(format!("--bug {}", bugs.join(",")));
    }
    let usual = if own { subject.usual_classes } else { IMAGENET_CLASSES };
    if explanation.classes != usual {
        words.push(format!("--classes {}", explanation.classes));
    }
    if let Reading::Tool(tool, code) = explanation.reading {
        let timm = if code.is_torchvision() { "" } else { ":timm" };
        words.push(format!("--like {}{timm}", tool.name()));
    }
    words.join(" ")
}

fn sheet(found: Vec<Explanation>, subject: &Subject) -> Sheet {
    let columns = ["model", "bugs", "classes", "reading", "command"];
    let mut sheet = Sheet::new(columns.map(|key| (key, key)));
    for entry in found.into_iter().map(|explanation| Entry::of(explanation, subject)) {
        sheet.rows.push(vec![
            Cell::text(entry.model),
            Cell::text(entry.bugs.join(" ")),
            Cell::Count(entry.classes as u64),
            Cell::text(entry.reading),
            Cell::text(entry.command),
        ]);
    }
    sheet
}

impl Entry {
    fn of(explanation: Explanation, subject: &Subject) -> Self {
        Self {
            command: command(&explanation, subject),
            model: name(&explanation, subject),
            bugs: explanation.bugs.into_iter().map(Bug::name).collect(),
            classes: explanation.classes,
            reading: reading(explanation.reading, Lang::En),
        }
    }
}

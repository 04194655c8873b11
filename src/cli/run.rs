//! `run`: classify images with the engine.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context as _, bail};
use clap::Args;
use serde::Serialize;

use crate::arch::Variant;
use crate::nn::{EfficientNet, shipped};
use crate::text::Lang;
use crate::vision::{self, Prediction};

use super::shared::Format;

/// Options of `run`.
#[derive(Debug, Clone, Args)]
pub struct RunArgs {
    /// Images to classify, PNG or JPEG.
    #[arg(required = true, value_name = "IMAGE")]
    pub images: Vec<PathBuf>,
    /// How many classes to show.
    #[arg(long, value_name = "K", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub top: u16,
    /// The network.
    #[arg(long, default_value = "lite0")]
    pub model: String,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// Also print all outputs before softmax (JSON only).
    #[arg(long)]
    pub logits: bool,
}

/// What `--format json` prints.
#[derive(Debug, Serialize)]
struct Report {
    model: &'static str,
    results: Vec<Outcome>,
}

/// One image's answer.
#[derive(Debug, Serialize)]
struct Outcome {
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
    label: &'static str,
    probability: f32,
}

/// Classifies every image in turn and writes the answers to `out`.
///
/// # Errors
/// When the model has no weights here, or an image cannot be read; the message names it. Tables of
/// the images before it are written by then.
pub fn run(args: &RunArgs, lang: Lang, out: &mut dyn Write) -> anyhow::Result<()> {
    let (model, net) = model(&args.model, lang)?;
    let mut results = Vec::new();
    for path in &args.images {
        let name = printable(path);
        let image = vision::read(path)
            .with_context(|| lang.fill("run.cannot", &[("input", &format!("`{name}`"))]))?;
        // The first image is read before the network is decoded: a wrong path is answered at once.
        let outcome = classify(args, (model, net()), name, &image);
        match args.format {
            Format::Table => write_table(&outcome, lang, out)?,
            Format::Json => results.push(outcome),
        }
    }
    if args.format == Format::Json {
        serde_json::to_writer(&mut *out, &Report { model: model.name(), results })?;
        writeln!(out)?;
    }
    Ok(())
}

/// Decodes a network that ships with the program.
type Shipped = fn() -> &'static EfficientNet;

/// The model asked for, if its weights are inside.
fn model(name: &str, lang: Lang) -> anyhow::Result<(Variant, Shipped)> {
    match Variant::parse(name)? {
        Variant::Lite0 => Ok((Variant::Lite0, shipped::lite0)),
        other => bail!(lang.fill("run.no-weights", &[("name", &other.name())])),
    }
}

fn classify(
    args: &RunArgs,
    (model, net): (Variant, &EfficientNet),
    input: String,
    image: &image::RgbImage,
) -> Outcome {
    let x = vision::preprocess(image, model.scaling().resolution);
    let start = Instant::now();
    let logits = net.infer(&x);
    let ms = start.elapsed().as_secs_f64() * 1e3;
    let logits: Vec<f32> = logits.into_iter().collect();
    let top = vision::top_k(&logits, args.top.into()).into_iter().map(Class::from).collect();
    let ms = (ms * 1e3).round() / 1e3;
    Outcome { input, ms, top, logits: args.logits.then_some(logits) }
}

impl From<Prediction> for Class {
    fn from(Prediction { index, label, probability }: Prediction) -> Self {
        Self { index, label, probability }
    }
}

fn write_table(outcome: &Outcome, lang: Lang, out: &mut dyn Write) -> std::io::Result<()> {
    let ms = format!("{:.1}", outcome.ms);
    writeln!(out, "{}", lang.fill("run.took", &[("input", &outcome.input), ("ms", &ms)]))?;
    for class in &outcome.top {
        writeln!(out, "{:7.2} %  {}", class.probability * 100.0, class.label)?;
    }
    Ok(())
}

/// A path on one line, whatever its bytes: control characters are escaped.
fn printable(path: &Path) -> String {
    let show =
        |c: char| if c.is_control() { c.escape_default().to_string() } else { c.to_string() };
    path.to_string_lossy().chars().map(show).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_shipped_model_runs() {
        let model = |name| model(name, Lang::En);
        assert_eq!(model("EfficientNet-Lite0").unwrap().0, Variant::Lite0);
        assert_eq!(
            model("b0").unwrap_err().to_string(),
            "`b0` has no weights in this program, expected lite0"
        );
        assert!(model("lite").unwrap_err().to_string().starts_with("unknown model `lite`"));
    }

    #[test]
    fn a_path_never_breaks_the_line() {
        assert_eq!(printable(Path::new("a\n\u{1b}[31m고양이.png")), "a\\n\\u{1b}[31m고양이.png");
    }
}

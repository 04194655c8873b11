//! `run`: classify images, or a tensor, with the engine.
//!
//! Without `--weights` it is the trained Lite0 inside the program. With them it is any published model,
//! and the answer says what the file left open: how the network pads, ε, how the image was prepared.

mod engine;
mod report;
mod subject;

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum};
use ndarray::s;

use crate::arch::Padding;
use crate::nn::Tensor4;
use crate::text::Lang;
use crate::vision;

use super::shared::Format;
use report::{Outcome, Report};
use subject::Subject;

/// Options of `run`.
#[derive(Debug, Clone, Args)]
pub struct RunArgs {
    /// Images to classify, PNG or JPEG.
    #[arg(required_unless_present = "input_tensor", value_name = "IMAGE")]
    pub images: Vec<PathBuf>,
    /// How many classes to show.
    #[arg(long, value_name = "K", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub top: u16,
    /// The network; lite0 if not given, or the one whose weights they are.
    #[arg(long)]
    pub model: Option<String>,
    /// Weights from a safetensors file, as torchvision, timm or efficientnet_pytorch name them.
    #[arg(long, value_name = "FILE")]
    pub weights: Option<PathBuf>,
    /// How the network pads; as in the library whose names the weights have, if not given.
    #[arg(long, value_enum, requires = "weights")]
    pub padding: Option<PaddingArg>,
    /// ε of batch norm, in the same way.
    #[arg(long, value_name = "EPS", requires = "weights", value_parser = bn_eps, allow_negative_numbers = true)]
    pub bn_eps: Option<f32>,
    /// Run the f32 tensor `input` (N, 3, H, W) of a safetensors file instead of images.
    #[arg(long, value_name = "FILE", conflicts_with = "images")]
    pub input_tensor: Option<PathBuf>,
    /// Also print all outputs before softmax.
    #[arg(long)]
    pub logits: bool,
    /// Threads that compute; as many as the machine has, if not given.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=64))]
    pub threads: Option<u16>,
    /// Compute each answer N times after a warm-up; the time is the median.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub repeat: u32,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// A padding on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PaddingArg {
    /// TensorFlow's: as little as needed, the odd row at the bottom and right.
    Same,
    /// PyTorch's: as much on every side.
    Symmetric,
}

impl From<PaddingArg> for Padding {
    fn from(padding: PaddingArg) -> Self {
        match padding {
            PaddingArg::Same => Self::Same,
            PaddingArg::Symmetric => Self::Symmetric,
        }
    }
}

/// An ε: above 0 and at most 1.
fn bn_eps(text: &str) -> Result<f32, String> {
    let eps: f32 = text.parse().map_err(|error: std::num::ParseFloatError| error.to_string())?;
    if eps > 0.0 && eps <= 1.0 {
        Ok(eps)
    } else {
        Err(Lang::En.text("usage.because.eps").to_owned())
    }
}

/// Classifies every image in turn, or every image of the tensor, and writes the answers to `out`.
///
/// # Errors
/// When there are no weights or they do not fit, or an input cannot be read; the message names it.
/// Tables of the images before it are written by then.
pub fn run(args: &RunArgs, lang: Lang, out: &mut dyn Write) -> anyhow::Result<()> {
    let subject = Subject::choose(args, lang)?;
    let mut results = Vec::new();
    let mut answer = |name: String, x: &Tensor4| -> anyhow::Result<()> {
        let outcome = classify(args, &subject, name, x, lang)?;
        match args.format {
            Format::Table => outcome.write_table(lang, out)?,
            Format::Json => results.push(outcome),
        }
        Ok(())
    };
    if let Some(path) = &args.input_tensor {
        let name = printable(path);
        let batch = vision::read_tensor(path).with_context(|| cannot(&name, lang))?;
        for row in 0..batch.shape()[0] {
            // One at a time: memory does not grow with the batch.
            answer(format!("{name}[{row}]"), &batch.slice(s![row..=row, .., .., ..]).to_owned())?;
        }
    }
    for path in &args.images {
        let name = printable(path);
        let image = vision::read(path).with_context(|| cannot(&name, lang))?;
        answer(name, &subject.feed.apply(&image))?;
    }
    match args.format {
        Format::Table => report::write_notes(&subject, !args.images.is_empty(), lang, out)?,
        Format::Json => {
            let report = Report::new(&subject, !args.images.is_empty(), results);
            serde_json::to_writer(&mut *out, &report)?;
            writeln!(out)?;
        }
    }
    Ok(())
}

fn cannot(name: &str, lang: Lang) -> String {
    lang.fill("run.cannot", &[("input", &format!("`{name}`"))])
}

fn classify(
    args: &RunArgs,
    subject: &Subject,
    input: String,
    x: &Tensor4,
    lang: Lang,
) -> anyhow::Result<Outcome> {
    let (logits, ms) = subject.engine.timed(x, args.repeat);
    if logits.iter().any(|logit| !logit.is_finite()) {
        bail!(lang.fill("run.overflow", &[("input", &format!("`{input}`"))]));
    }
    Ok(Outcome::new(input, ms, logits, (subject.feed, args), lang))
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
    fn a_path_never_breaks_the_line() {
        assert_eq!(printable(Path::new("a\n\u{1b}[31m고양이.png")), "a\\n\\u{1b}[31m고양이.png");
    }

    #[test]
    fn epsilon_is_a_small_positive_number() {
        assert!(bn_eps("1e-5").is_ok_and(|eps| (eps - 1e-5).abs() < 1e-12));
        for text in ["0", "-1", "2", "NaN", "inf", "x", ""] {
            assert!(bn_eps(text).is_err(), "{text}");
        }
    }
}

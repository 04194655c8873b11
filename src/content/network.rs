//! Networks of one's own, as small TOML files.
//!
//! ```toml
//! name = "pocket"        # the file's name, if it does not say
//! base = "b0"            # start from a published table; the rest is then what differs
//! resolution = 160       # side of the input in pixels: 224
//! classes = 10           # 1000
//! width = 1.0            # factor on channels, rounded as the papers do: 1
//! depth = 1.0            # factor on repeats: 1
//! stem = 32              # channels of the 3×3 stem: 32
//! head = 1280            # channels of the 1×1 head: 1280
//! activation = "silu"    # silu, relu6, relu
//! padding = "same"       # same (TensorFlow), symmetric (PyTorch)
//! bn_eps = 0.001         # batch norm's ε
//! ends = "scaled"        # scaled, fixed, head-never-narrower
//! round_limit = 0.9      # a rounded channel count below this share goes up a step; EfficientNetV2: 0
//! se_ratio = 0.25        # for MBConv stages in tables that do not say; 0 for none
//! stages = [
//!     "ds_r1_k3_s1_e1_c16_se0.25",
//!     { op = "mbconv", kernel = 3, stride = 2, expand_ratio = 6, channels = 24, repeats = 2, se_ratio = 0.25 },
//! ]
//! ```
//!
//! Only `stages` must be there, or `base`. A stage is a line of [`crate::arch::notation`], which says
//! all about it (no `se`, no squeeze-excite), or a table, where only `channels` must be there: `op` is
//! `mbconv` or `fused-mbconv`, `kernel` 3, `stride` 1, `repeats` 1, `expand_ratio` 6, or 4 if fused, and
//! `se_ratio` the file's if not fused. `[[stages]]` does as well. Beside `base` and without `stages`, an
//! `se_ratio` replaces that of the table's MBConv stages.
//!
//! All problems of a file are found at once, each with its place and what would be right.

mod problem;
mod reader;
mod settings;
mod stages;
mod write;

#[cfg(test)]
mod tests;

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use super::diagnostic::Diagnostic;
use super::spans::Spans;
use crate::arch::{Design, Field, SpecError};
pub use problem::{Flawed, Kind, NetworkFlaw, NetworkProblem};
use reader::Reader;
pub use write::to_toml;

/// Most bytes of a file: a network of a thousand stages takes a tenth.
const MAX_BYTES: u64 = 1 << 20;

/// Why there is no network. Reads as the end of a sentence about the file.
#[derive(Debug, thiserror::Error)]
pub enum NetworkFileError {
    /// Nothing is there.
    #[error("there is no such file")]
    Missing,
    /// A directory is there.
    #[error("it is a directory, expected a TOML file")]
    Directory,
    /// The system refuses, for another reason.
    #[error("it cannot be read: {0}")]
    Unreadable(io::Error),
    /// The file holds nothing but space.
    #[error("the file is empty")]
    Empty,
    /// The file has too many bytes.
    #[error("the file is larger than 1 MiB")]
    TooLong,
    /// The bytes are no text.
    #[error("it is not a text file, expected TOML in UTF-8")]
    NotText,
    /// The text describes no network.
    #[error(transparent)]
    Flawed(Flawed),
}

/// Reads a network from a file.
///
/// # Errors
/// When there is no readable text file of at most 1 MiB, or its text has problems.
pub fn load(path: &Path) -> Result<Design, NetworkFileError> {
    let text = text_of(path)?;
    read(path, &text).map_err(|flaws| {
        let path = path.to_owned();
        NetworkFileError::Flawed(Flawed { path, text, flaws })
    })
}

/// Reads a network from a text. `path` is named in messages, and its stem is the network's name if the
/// text does not say.
///
/// # Errors
/// Every problem, from top to bottom, in English; [`read`] gives them as data.
pub fn parse(path: &Path, text: &str) -> Result<Design, Vec<Diagnostic>> {
    read(path, text).map_err(|flaws| {
        let point = |flaw: NetworkFlaw| {
            Diagnostic::at(path, text, flaw.span.clone(), flaw.problem.to_string())
        };
        flaws.into_iter().map(point).collect()
    })
}

/// As [`parse`], with problems as data.
///
/// # Errors
/// Every problem, from top to bottom.
pub fn read(path: &Path, text: &str) -> Result<Design, Vec<NetworkFlaw>> {
    let spans = Spans::parse(text).map_err(|flaws| {
        // The parser goes on behind a mistake, but what it says then is a consequence.
        let first = flaws.into_iter().next();
        let (span, message) = first.map_or((0..0, String::new()), |flaw| (flaw.span, flaw.message));
        vec![NetworkFlaw { span, problem: NetworkProblem::Syntax(message) }]
    })?;
    let mut reader = Reader::new(text);
    let design = settings::design(&mut reader, spans.root(), path);
    let flaws = reader.flaws();
    if !flaws.is_empty() {
        return Err(flaws);
    }
    match design.spec() {
        Ok(_) => Ok(design),
        Err(error) => {
            let span = culprits(&error).into_iter().find_map(|path| spans.find_span(&path));
            let problem = NetworkProblem::Spec(error);
            Err(vec![NetworkFlaw { span: span.unwrap_or(0..0), problem }])
        }
    }
}

/// Paths of what a network that is too large is blamed on; the first that the file has counts.
fn culprits(error: &SpecError) -> Vec<String> {
    let paths: &[&str] = match error {
        SpecError::Stage { stage, .. } => {
            let stage = format!("stages.{}", stage.saturating_sub(2));
            return vec![stage, "width".to_owned(), "base".to_owned()];
        }
        SpecError::Network { field: Field::Stem, .. } => &["width", "stem", "base"],
        SpecError::Network { field: Field::Head, .. } => &["width", "head", "base"],
        SpecError::Network { field: Field::Blocks, .. } => &["depth", "stages", "base"],
        SpecError::Network { .. } => &["resolution", "stages", "base"],
        SpecError::UnknownModel { .. } | SpecError::UnknownBug { .. } => &["base"],
    };
    paths.iter().map(|path| (*path).to_owned()).collect()
}

fn text_of(path: &Path) -> Result<String, NetworkFileError> {
    let unreadable = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => NetworkFileError::Missing,
        io::ErrorKind::IsADirectory => NetworkFileError::Directory,
        _ => NetworkFileError::Unreadable(error),
    };
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    if metadata.is_dir() {
        return Err(NetworkFileError::Directory);
    }
    if metadata.len() > MAX_BYTES {
        return Err(NetworkFileError::TooLong);
    }
    // What is no regular file has no length of its own.
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(NetworkFileError::TooLong);
    }
    if bytes.trim_ascii().is_empty() {
        return Err(NetworkFileError::Empty);
    }
    match String::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => Ok(text),
        _ => Err(NetworkFileError::NotText),
    }
}

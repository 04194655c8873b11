//! Figures as pictures: SVG and PNG, for slides and documents.
//!
//! One layout serves both. [`page`] turns a [`Figure`] into shapes with places, measured with the font
//! that ships inside the program; [`paint`] hands them to plotters. No font of the system is asked, so
//! the same figure is the same picture, byte for byte, on every machine.

mod axis;
mod bars;
mod bitmap;
mod chart;
mod font;
mod grids;
mod labels;
mod page;
mod paint;
mod palette;
mod shape;
mod symbol;
mod table;
mod words;

use std::io;
use std::path::{Path, PathBuf};

use crate::figure::Figure;
use crate::file;

pub use palette::Tone;

/// The form of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Shapes and text, for documents.
    Svg,
    /// Pixels, two for each unit of the SVG.
    Png,
}

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The name of the file does not say which form is wanted.
    #[error("`{}`: the name must end in `.svg` or `.png`", .path.display())]
    Ending {
        /// The file that was asked for.
        path: PathBuf,
    },
    /// The figure holds more than a picture can.
    #[error("the figure is too large: its picture would be {width}×{height}")]
    TooLarge {
        /// Its width, in units of the SVG.
        width: u32,
        /// Its height.
        height: u32,
    },
    /// Font, plotters or the encoder refuse; not the figure's fault.
    #[error("the picture cannot be drawn: {0}")]
    Draw(String),
    /// The system refuses to write.
    #[error("`{}` cannot be written: {reason}", .path.display())]
    Write {
        /// The file that was asked for.
        path: PathBuf,
        /// The system's reason.
        reason: io::Error,
    },
}

impl Kind {
    /// The form that the ending of a file's name asks for.
    pub fn of(path: &Path) -> Result<Self, ExportError> {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        match ending.as_deref() {
            Some("svg") => Ok(Self::Svg),
            Some("png") => Ok(Self::Png),
            _ => Err(ExportError::Ending { path: path.to_owned() }),
        }
    }
}

/// The figure as an SVG document, 960 units wide unless something in it is wider.
pub fn svg(figure: &Figure, tone: Tone) -> Result<String, ExportError> {
    let face = font::Face::embedded()?;
    paint::svg(&page::lay_out(figure, page::WIDTH, &face)?, tone)
}

/// As [`svg`], 560 units wide: for a column of text.
pub fn narrow_svg(figure: &Figure, tone: Tone) -> Result<String, ExportError> {
    let face = font::Face::embedded()?;
    paint::svg(&page::lay_out(figure, page::NARROW, &face)?, tone)
}

/// The figure as a PNG file, twice as large as the SVG.
pub fn png(figure: &Figure, tone: Tone) -> Result<Vec<u8>, ExportError> {
    let face = font::Face::embedded()?;
    paint::png(&page::lay_out(figure, page::WIDTH, &face)?, tone, &face)
}

/// Writes the figure in the form that the ending of `path` asks for.
///
/// A file that is there already is replaced at once, or left as it was if anything fails.
pub fn save(figure: &Figure, tone: Tone, path: &Path) -> Result<(), ExportError> {
    let bytes = match Kind::of(path)? {
        Kind::Svg => svg(figure, tone)?.into_bytes(),
        Kind::Png => png(figure, tone)?,
    };
    file::replace(path, &bytes)
        .map_err(|reason| ExportError::Write { path: path.to_owned(), reason })
}

/// The characters of a text that no picture can show: the embedded font has no glyph for them, nor for
/// another spelling.
///
/// # Errors
/// When the font cannot be read.
pub fn unwritable(text: &str) -> Result<String, ExportError> {
    let face = font::Face::embedded()?;
    let spelled = face.spelled(text);
    Ok(spelled.chars().filter(|c| !c.is_whitespace() && !face.has(*c)).collect())
}

#[cfg(test)]
mod tests;

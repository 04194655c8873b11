//! Why there is no training, or no more of it; and why a file cannot be written.

use crate::file::FileError;
use crate::text::Lang;
use crate::text::number::count;
use crate::train::TrainError;

use super::expected;

/// Why there is no training, or no more of it.
pub fn train(error: &TrainError, lang: Lang) -> String {
    match error {
        TrainError::Setting { setting, got, expected } => {
            // The particle stands behind the backtick.
            let (setting, expected) = (format!("`{setting}`"), self::expected(expected, lang));
            lang.fill(
                "errors.train.setting",
                &[("setting", &setting), ("expected", &expected), ("got", got)],
            )
        }
        TrainError::NoImages => lang.text("errors.train.no-images").to_owned(),
        TrainError::TooFew { images, least } => {
            lang.fill("errors.train.too-few", &[("images", images), ("least", least)])
        }
        TrainError::OneClass { class, images } => {
            lang.fill("errors.train.one-class", &[("images", images), ("class", class)])
        }
        TrainError::Values { line, found, expected } => lang.fill(
            "errors.train.values",
            &[("line", line), ("found", found), ("expected", expected)],
        ),
        TrainError::Value { line, column, got, expected } => {
            let expected = self::expected(expected, lang);
            lang.fill(
                "errors.train.value",
                &[("line", line), ("column", column), ("expected", &expected), ("got", got)],
            )
        }
        TrainError::NotText => lang.text("errors.train.not-text").to_owned(),
        TrainError::TooManyParams { got, most } => {
            lang.fill("errors.train.params", &[("got", &count(*got)), ("most", &count(*most))])
        }
        TrainError::TooManyMacs { got, most } => {
            lang.fill("errors.train.macs", &[("got", &count(*got)), ("most", &count(*most))])
        }
        TrainError::Diverged { epoch, step, loss } => {
            lang.fill("errors.train.diverged", &[("epoch", epoch), ("step", step), ("loss", loss)])
        }
    }
}

/// Why a file cannot be written.
pub fn file(error: &FileError, lang: Lang) -> String {
    match error {
        FileError::Directory { path } => {
            lang.fill("errors.file.directory", &[("path", &path.display())])
        }
        FileError::Write { path, reason } => {
            lang.fill("errors.file.write", &[("path", &path.display()), ("reason", reason)])
        }
    }
}

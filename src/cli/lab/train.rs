//! `lab train`: a training from the first random weight to the examination.

use std::fmt::Display;
use std::io::Write;
use std::path::Path;

use crate::arch::ArchSpec;
use crate::cli::shared::Format;
use crate::file::{self, FileError};
use crate::nn::weights::{self, Naming};
use crate::term::{Stop, StopWatch};
use crate::text::Lang;
use crate::text::number::{count, percent};
use crate::train::dataset::SPLIT_SEED;
use crate::train::{Score, TrainError, Trainer};

use super::BadEnding;
use super::args::TrainArgs;
use super::progress::Progress;
use super::report::{Best, Note, Parts, Report};

/// A training and all that belongs to it.
struct Run<'a> {
    args: &'a TrainArgs,
    lang: Lang,
    spec: ArchSpec,
    trainer: Trainer,
}

/// Why a training ended.
enum End {
    Done,
    Stopped(Stop),
    Diverged(TrainError),
}

/// Trains and writes to `out`. With `--format json` the epochs go to `err`. The exit code.
///
/// # Errors
/// A wrong setting is wrong usage; a file that cannot be read or written, and a training that diverges,
/// are failures. What was best by then is kept.
pub(super) fn run(
    args: &TrainArgs,
    screen: bool,
    lang: Lang,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> anyhow::Result<u8> {
    if let Some(path) = &args.save {
        file::check(path)?;
        // A slip of the finger must not cost a photo.
        if path.extension().is_none_or(|ending| ending != "safetensors") {
            let message = lang.fill("lab.save-ending", &[("file", &path.display())]);
            return Err(BadEnding(message).into());
        }
    }
    let spec = args.spec(lang)?;
    let trainer = Trainer::new(&spec, args.config(), args.dataset(lang)?)?;
    let mut run = Run { args, lang, spec, trainer };
    let is_json = args.format == Format::Json;
    let is_live = screen && !is_json;
    if !is_json {
        run.write_start(is_live, out)?;
    }
    let mut progress =
        Progress::new(args.epochs, is_live, lang, if is_json { err } else { &mut *out });
    let end = run.train(is_live, &mut progress)?;
    let seconds = progress.elapsed().as_secs_f64();
    // A signal leaves no time for an examination.
    let is_hurried = matches!(end, End::Stopped(Stop::Signal(_)));
    let test = if is_hurried { None } else { run.examine() };
    if test.is_some() {
        run.save(test)?;
    }
    if is_json {
        run.write_json(&end, test, seconds, out)?;
    } else {
        run.write_end(&end, test, out)?;
    }
    match end {
        End::Done => Ok(0),
        End::Stopped(stop) => Ok(stop.code()),
        End::Diverged(error) => Err(error.into()),
    }
}

impl Run<'_> {
    /// Steps until the end, or until somebody or something ends it. Whatever is best is on disk at once.
    fn train(&mut self, has_keys: bool, progress: &mut Progress<'_>) -> anyhow::Result<End> {
        let watch = StopWatch::start(has_keys)?;
        let mut end = End::Done;
        while !self.trainer.is_done() {
            let report = match self.trainer.step() {
                Ok(report) => report,
                Err(error) => {
                    end = End::Diverged(error);
                    break;
                }
            };
            if report.closed.is_some_and(|epoch| epoch.is_best) {
                self.save(None)?;
            }
            progress.step(&report)?;
            if let Some(stop) = watch.asked() {
                end = End::Stopped(stop);
                break;
            }
        }
        progress.clear()?;
        Ok(end)
    }

    fn examine(&self) -> Option<Score> {
        self.trainer.best().map(|best| self.trainer.examine(&best.net))
    }

    /// Keeps the best so far, if it is to be kept.
    fn save(&self, test: Option<Score>) -> anyhow::Result<()> {
        let (Some(path), Some(best)) = (&self.args.save, self.trainer.best()) else {
            return Ok(());
        };
        let note = serde_json::to_string(&Note {
            model: &self.args.model,
            dataset: &self.args.dataset,
            command: &self.args.command(),
            seed: self.args.seed,
            split_seed: SPLIT_SEED,
            epoch: best.epoch,
            validation: best.validation.into(),
            test: test.map(Into::into),
        })?;
        let bytes = weights::write(&best.net, &self.spec, Naming::Torchvision, &note)?;
        file::replace(path, &bytes)
            .map_err(|reason| FileError::Write { path: path.clone(), reason })?;
        Ok(())
    }

    /// The file, if something was kept in it.
    fn saved(&self) -> Option<&Path> {
        self.trainer.best().and(self.args.save.as_deref())
    }

    fn write_start(&self, is_live: bool, out: &mut dyn Write) -> std::io::Result<()> {
        let params = count(self.spec.cost().params);
        let values: [(&str, &dyn Display); 2] = [("model", &self.args.model), ("params", &params)];
        writeln!(out, "{}", self.lang.fill("lab.model", &values))?;
        let split = self.trainer.split();
        let images = |part: &[usize]| count(part.len() as u64);
        let line = self.lang.fill(
            "lab.dataset",
            &[
                ("dataset", &self.args.dataset),
                ("train", &images(&split.train)),
                ("validation", &images(&split.validation)),
                ("test", &images(&split.test)),
            ],
        );
        writeln!(out, "{line}")?;
        if is_live {
            writeln!(out, "{}", self.lang.text("lab.keys"))?;
        }
        out.flush()
    }

    fn write_end(
        &self,
        end: &End,
        test: Option<Score>,
        out: &mut dyn Write,
    ) -> std::io::Result<()> {
        let lang = self.lang;
        if matches!(end, End::Stopped(_)) {
            writeln!(out, "{}", lang.text("lab.stopped"))?;
        }
        let Some(best) = self.trainer.best() else {
            return writeln!(out, "{}", lang.text("lab.nothing"));
        };
        let share = |score: Score| percent(f64::from(score.accuracy()), 1);
        let validation = share(best.validation);
        let values: [(&str, &dyn Display); 2] =
            [("epoch", &best.epoch), ("validation", &validation)];
        writeln!(out, "{}", lang.fill("lab.best", &values))?;
        if let Some(test) = test {
            let values: [(&str, &dyn Display); 3] =
                [("test", &share(test)), ("right", &test.hits), ("images", &test.images)];
            writeln!(out, "{}", lang.fill("lab.test", &values))?;
        }
        if let Some(path) = self.saved() {
            writeln!(out, "{}", lang.fill("lab.saved", &[("file", &path.display())]))?;
        }
        Ok(())
    }

    fn write_json(
        &self,
        end: &End,
        test: Option<Score>,
        seconds: f64,
        out: &mut dyn Write,
    ) -> anyhow::Result<()> {
        let report = Report {
            model: &self.args.model,
            dataset: &self.args.dataset,
            params: self.spec.cost().params,
            config: (&self.args.config()).into(),
            split: Parts::of(&self.trainer),
            history: self.trainer.history().iter().map(Into::into).collect(),
            best: Best::of(&self.trainer),
            test: test.map(Into::into),
            stopped: match end {
                End::Done => None,
                End::Stopped(Stop::Key) => Some("key"),
                End::Stopped(Stop::Signal(_)) => Some("signal"),
                End::Diverged(_) => Some("diverged"),
            },
            saved: self.saved(),
            seconds: (seconds * 1e3).round() / 1e3,
        };
        serde_json::to_writer(&mut *out, &report)?;
        writeln!(out)?;
        Ok(())
    }
}

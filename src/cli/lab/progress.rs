//! How a training is watched: one line that changes in a terminal, one line an epoch in a pipe.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use crate::term;
use crate::text::number::percent;
use crate::text::{Lang, fitting, pad_end, width};
use crate::train::{EpochReport, StepReport};

use crate::cli::shared::COLUMNS;

/// The shortest time from one line to the next: what changes faster is not read.
const PAUSE: Duration = Duration::from_millis(100);

/// Where progress goes.
pub(super) struct Progress<'a> {
    lang: Lang,
    epochs: usize,
    start: Instant,
    out: &'a mut dyn Write,
    live: Option<Live>,
}

/// The line in a terminal.
struct Live {
    next: Instant,
    /// Columns that it takes now.
    columns: usize,
    /// Columns for the bar: the least there have been, so that it does not tremble with the numbers.
    room: usize,
}

impl<'a> Progress<'a> {
    /// `is_live` for a terminal: a line that is written over.
    pub(super) fn new(epochs: usize, is_live: bool, lang: Lang, out: &'a mut dyn Write) -> Self {
        let start = Instant::now();
        let live = is_live.then_some(Live { next: start, columns: 0, room: usize::MAX });
        Self { lang, epochs, start, out, live }
    }

    /// Since the start.
    pub(super) fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    /// After a step.
    pub(super) fn step(&mut self, report: &StepReport) -> io::Result<()> {
        if self.live.is_some() {
            return self.redraw(report);
        }
        match &report.closed {
            Some(epoch) => {
                let line = epoch_line(epoch, self.epochs, self.lang);
                writeln!(self.out, "{line}")?;
                self.out.flush()
            }
            None => Ok(()),
        }
    }

    fn redraw(&mut self, report: &StepReport) -> io::Result<()> {
        let (now, left) = (Instant::now(), self.left(report));
        let Some(live) = &mut self.live else { return Ok(()) };
        if now < live.next && report.closed.is_none() {
            return Ok(());
        }
        let text = step_line(report, self.epochs, left, self.lang);
        // The last column stays free: some terminals break the line there.
        let space = term::columns().unwrap_or(COLUMNS).saturating_sub(1);
        let done = (report.epoch - 1) * report.steps_per_epoch + report.step;
        let share = done as f64 / (self.epochs * report.steps_per_epoch) as f64;
        live.room = live.room.min(space.saturating_sub(width(&text)));
        let line = format!("{}{text}", bar(share, live.room));
        let line = fitting(&line, space);
        write!(self.out, "\r{}", pad_end(line, live.columns.min(space)))?;
        self.out.flush()?;
        live.columns = width(line);
        live.next = now + PAUSE;
        Ok(())
    }

    /// Time left, if all steps take as long as those so far.
    fn left(&self, report: &StepReport) -> Duration {
        let done = (report.epoch - 1) * report.steps_per_epoch + report.step;
        let left = self.epochs * report.steps_per_epoch - done;
        self.elapsed().mul_f64(left as f64 / done as f64)
    }

    /// Takes the line away again.
    pub(super) fn clear(&mut self) -> io::Result<()> {
        let Some(live) = &mut self.live else { return Ok(()) };
        write!(self.out, "\r{}\r", " ".repeat(live.columns))?;
        live.columns = 0;
        self.out.flush()
    }
}

/// What is done as a bar, `[====>     ]  `, in at most `space` columns; nothing where it would say
/// nothing.
fn bar(share: f64, space: usize) -> String {
    const SHORTEST: usize = 6;
    const LONGEST: usize = 24;
    let cells = space.saturating_sub("[]  ".len()).min(LONGEST);
    if cells < SHORTEST {
        return String::new();
    }
    let done = ((share * cells as f64) as usize).min(cells);
    let head = if done < cells { ">" } else { "" };
    format!("[{:cells$}]  ", format!("{}{head}", "=".repeat(done)))
}

fn step_line(report: &StepReport, epochs: usize, left: Duration, lang: Lang) -> String {
    let seconds = left.as_secs();
    let left = format!("{}:{:02}", seconds / 60, seconds % 60);
    lang.fill(
        "lab.step",
        &[
            ("epoch", &report.epoch),
            ("epochs", &epochs),
            ("step", &report.step),
            ("steps", &report.steps_per_epoch),
            ("loss", &format!("{:.3}", report.loss)),
            ("accuracy", &percent(f64::from(report.accuracy), 1)),
            ("left", &left),
        ],
    )
}

fn epoch_line(report: &EpochReport, epochs: usize, lang: Lang) -> String {
    // Aligned, whatever the epoch.
    let digits = epochs.to_string().len();
    let line = lang.fill(
        "lab.epoch",
        &[
            ("epoch", &format!("{:digits$}", report.epoch)),
            ("epochs", &epochs),
            ("loss", &format!("{:.3}", report.train.loss)),
            ("accuracy", &percent(f64::from(report.train.accuracy()), 1)),
            ("validation", &percent(f64::from(report.validation.accuracy()), 1)),
        ],
    );
    if report.is_best { format!("{line}  {}", lang.text("lab.best-mark")) } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::train::Score;

    fn report(step: usize) -> StepReport {
        let closed = (step == 39).then_some(EpochReport {
            epoch: 3,
            lr: 0.004,
            train: Score { loss: 0.75, hits: 1200, images: 1259 },
            validation: Score { loss: 0.1, hits: 177, images: 179 },
            is_best: true,
        });
        StepReport {
            epoch: 3,
            step,
            steps_per_epoch: 39,
            lr: 0.004,
            batch_loss: 0.7,
            loss: 0.75,
            accuracy: 0.912,
            closed,
        }
    }

    #[test]
    fn a_pipe_gets_one_line_an_epoch() {
        let mut out = Vec::new();
        let mut progress = Progress::new(30, false, Lang::En, &mut out);
        progress.step(&report(38)).unwrap();
        progress.step(&report(39)).unwrap();
        progress.clear().unwrap();
        let want = "epoch  3/30  loss 0.750  accuracy 95.3 %  validation 98.9 %  best so far\n";
        assert_eq!(String::from_utf8(out).unwrap(), want);
    }

    #[test]
    fn a_terminal_gets_one_line_that_is_taken_away_again() {
        let mut out = Vec::new();
        let mut progress = Progress::new(30, true, Lang::Ko, &mut out);
        progress.step(&report(39)).unwrap();
        progress.clear().unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(!text.contains('\n') && text.ends_with(" \r"), "{text:?}");
        // 117 of 1170 steps.
        assert!(text.starts_with("\r[=>"), "{text:?}");
        assert!(text.contains("]  에폭 3/30"), "{text:?}");
    }

    #[test]
    fn the_bar_grows_and_makes_room() {
        assert_eq!(bar(0.0, 14), "[>         ]  ");
        assert_eq!(bar(0.5, 14), "[=====>    ]  ");
        assert_eq!(bar(1.0, 14), "[==========]  ");
        assert_eq!(bar(0.5, 100).len(), 28);
        assert_eq!(bar(0.5, 9), "");
    }

    #[test]
    fn the_line_says_how_far_it_is_and_what_is_left() {
        let line = step_line(&report(12), 30, Duration::from_secs(83), Lang::En);
        assert_eq!(line, "epoch 3/30  step 12/39  loss 0.750  accuracy 91.2 %  1:23 left");
    }
}

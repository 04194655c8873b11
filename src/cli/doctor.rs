//! `doctor`: what this machine and this terminal give the tutor, what is wrong, and what helps.

mod checks;
mod credits;

use std::env::consts::{ARCH, OS};
use std::io::Write;

use clap::Args;
use serde::Serialize;

use crate::text::normal::visible;
use crate::text::{Lang, pad_end, width, wrap};

use super::Global;
use super::shared::{COLUMNS, Format};

/// Options of `doctor`.
#[derive(Debug, Clone, Args)]
pub struct DoctorArgs {
    /// Form of the report
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: Format,
    /// Whose models, data, photos and font these are, and their licences
    #[arg(long, conflicts_with = "format")]
    pub credits: bool,
}

/// How a thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    /// As it should be.
    Ok,
    /// Something to know; everything works, perhaps less comfortably.
    Note,
    /// Something does not work.
    Broken,
}

impl State {
    fn word(self, lang: Lang) -> &'static str {
        lang.text(match self {
            Self::Ok => "doctor.state.ok",
            Self::Note => "doctor.state.note",
            Self::Broken => "doctor.state.broken",
        })
    }
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Check {
    /// `terminal`, `progress`, `content` or `engine`.
    group: &'static str,
    /// Its name: part of a key in `assets/i18n/doctor.toml`.
    id: &'static str,
    state: State,
    /// What was found.
    text: String,
    /// What helps.
    advice: Option<String>,
}

/// All that was looked at.
#[derive(Debug, Serialize)]
struct Report {
    version: &'static str,
    os: &'static str,
    arch: &'static str,
    checks: Vec<Check>,
    broken: usize,
}

/// Looks at everything and says how it is. True if nothing is broken; otherwise the exit code is 1.
///
/// # Errors
/// When `out` cannot be written.
pub fn run(
    args: &DoctorArgs,
    global: &Global,
    lang: Lang,
    out: &mut dyn Write,
) -> anyhow::Result<bool> {
    if args.credits {
        credits::write(lang, out)?;
        return Ok(true);
    }
    let checks = checks::all(global, lang);
    let broken = checks.iter().filter(|check| check.state == State::Broken).count();
    let report = Report { version: env!("CARGO_PKG_VERSION"), os: OS, arch: ARCH, checks, broken };
    match args.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &report)?;
            writeln!(out)?;
        }
        Format::Table => write(&report, lang, out)?,
    }
    Ok(broken == 0)
}

fn write(report: &Report, lang: Lang, out: &mut dyn Write) -> anyhow::Result<()> {
    let Report { version, os, arch, checks, broken } = report;
    writeln!(out, "effnet-tutor {version}, {os} {arch}")?;
    let words = [State::Ok, State::Note, State::Broken].map(|state| state.word(lang));
    let mark = words.iter().map(|word| width(word)).max().unwrap_or(0);
    let name = |check: &Check| lang.fill(&format!("doctor.name.{id}", id = check.id), &[]);
    let wide = checks.iter().map(|check| width(&name(check))).max().unwrap_or(0);
    let left = 2 + mark + 2 + wide + 2;
    let mut group = "";
    for check in checks {
        if check.group != group {
            group = check.group;
            writeln!(out, "\n{}", lang.fill(&format!("doctor.group.{group}"), &[]))?;
        }
        let head = format!(
            "  {}  {}  ",
            pad_end(check.state.word(lang), mark),
            pad_end(&name(check), wide)
        );
        let advice = check.advice.iter().flat_map(|advice| wrap(advice, COLUMNS - left));
        let text = wrap(&check.text, COLUMNS - left).into_iter().chain(advice);
        for (index, line) in text.enumerate() {
            let before = if index == 0 { &head } else { &" ".repeat(left) };
            writeln!(out, "{}", visible(format!("{before}{line}").trim_end()))?;
        }
    }
    let key = if *broken == 0 { "doctor.fine" } else { "doctor.broken" };
    writeln!(out, "\n{}", lang.fill(key, &[("n", broken)]))?;
    Ok(())
}

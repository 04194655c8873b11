//! `progress`: what a learner knows and what is due; the answers as a file, and an end to them.

mod json;
mod report;

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use jiff::ZonedDateTime;

use crate::decks;
use crate::learner::{Report, Store};
use crate::text::Lang;

use super::Global;
use super::shared::{Format, read_line};

/// Options of `progress`.
#[derive(Debug, Clone, Args)]
pub struct ProgressArgs {
    /// What to do instead of the report.
    #[command(subcommand)]
    pub command: Option<ProgressCommand>,
    /// Form of the report
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: Format,
}

/// What can be done with progress.
#[derive(Debug, Clone, Subcommand)]
pub enum ProgressCommand {
    /// Write everything that is kept to stdout, as lines of JSON
    Export,
    /// Add what an export holds and this home does not
    Import(ImportArgs),
    /// Write the bank as notes for Anki to stdout; to import it again updates them
    Anki,
    /// Write the bank as questions for Moodle (GIFT) to stdout
    Gift,
    /// Delete answers, predictions and places in lessons, after a copy was made
    Reset(ResetArgs),
}

/// Options of `progress import`.
#[derive(Debug, Clone, Args)]
pub struct ImportArgs {
    /// The file that `progress export` wrote; `-` for stdin
    pub file: PathBuf,
}

/// Options of `progress reset`.
#[derive(Debug, Clone, Args)]
pub struct ResetArgs {
    /// Do not ask; needed where nobody can be asked
    #[arg(long)]
    pub yes: bool,
}

/// Nobody can be asked, and nobody said yes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct NeedsYes {
    /// The sentence, in the learner's language.
    message: String,
}

/// Where lines come from and go to.
pub struct Streams<'a> {
    /// What is typed, or an export.
    pub input: &'a mut dyn BufRead,
    /// Whether a person types.
    pub is_interactive: bool,
    /// Answers.
    pub out: &'a mut dyn Write,
    /// Questions and notices.
    pub err: &'a mut dyn Write,
}

/// Does it.
///
/// # Errors
/// When progress cannot be read or written, when a line of an import is no row, when `out` cannot be
/// written; [`NeedsYes`].
pub fn run(
    args: &ProgressArgs,
    global: &Global,
    lang: Lang,
    streams: &mut Streams<'_>,
) -> anyhow::Result<()> {
    if let Some(ProgressCommand::Reset(ResetArgs { yes: false })) = args.command
        && !streams.is_interactive
    {
        let message = lang.text("progress.reset.needs-yes").to_owned();
        return Err(NeedsYes { message }.into());
    }
    // The bank needs no store.
    match args.command {
        Some(ProgressCommand::Anki) => {
            return Ok(decks::anki::write(&global.library(), lang, streams.out)?);
        }
        Some(ProgressCommand::Gift) => {
            return Ok(decks::gift::write(&global.library(), lang, streams.out)?);
        }
        _ => {}
    }
    let (mut store, notices) = global.store();
    for notice in notices {
        writeln!(streams.err, "{}", notice.message().say(lang))?;
    }
    match &args.command {
        None | Some(ProgressCommand::Anki | ProgressCommand::Gift) => {
            let library = global.library();
            let made = Report::new(&store, &library, &ZonedDateTime::now())?;
            match args.format {
                Format::Table => report::write(&made, &library, lang, streams.out),
                Format::Json => json::write(&made, streams.out),
            }
        }
        Some(ProgressCommand::Export) => export(&store, lang, streams.out),
        Some(ProgressCommand::Import(args)) => import(&mut store, &args.file, lang, streams),
        Some(ProgressCommand::Reset(args)) => reset(&mut store, args.yes, lang, streams),
    }
}

fn export(store: &Store, lang: Lang, out: &mut dyn Write) -> anyhow::Result<()> {
    // An empty export would pass for a copy of what could not be read.
    anyhow::ensure!(store.is_on_disk(), lang.text("progress.not-there"));
    Ok(out.write_all(&store.export()?)?)
}

fn import(
    store: &mut Store,
    file: &Path,
    lang: Lang,
    streams: &mut Streams<'_>,
) -> anyhow::Result<()> {
    anyhow::ensure!(store.is_saving(), lang.text("progress.not-saving"));
    let imported = if file == Path::new("-") {
        store.import(streams.input)
    } else {
        let opened = File::open(file).map_err(|reason| {
            let values: [(&str, &dyn std::fmt::Display); 2] =
                [("file", &file.display()), ("reason", &reason)];
            anyhow::anyhow!(lang.fill("progress.import.file", &values))
        })?;
        store.import(&mut BufReader::new(opened))
    };
    let done = imported.map_err(|error| anyhow::anyhow!(error.message().say(lang)))?;
    let counts: [(&str, &dyn std::fmt::Display); 2] =
        [("added", &done.added), ("skipped", &done.skipped)];
    writeln!(streams.out, "{}", lang.fill("progress.import.done", &counts))?;
    Ok(())
}

fn reset(
    store: &mut Store,
    is_sure: bool,
    lang: Lang,
    streams: &mut Streams<'_>,
) -> anyhow::Result<()> {
    anyhow::ensure!(store.is_saving(), lang.text("progress.not-saving"));
    let answers = store.summary()?.answers;
    if !is_sure {
        write!(streams.err, "{} ", lang.fill("progress.reset.ask", &[("n", &answers)]))?;
        streams.err.flush()?;
        if !is_yes(read_line(streams.input)?.as_deref()) {
            writeln!(streams.out, "{}", lang.text("progress.reset.kept"))?;
            return Ok(());
        }
    }
    let copy = store.reset(&ZonedDateTime::now())?.unwrap_or_default();
    let values: [(&str, &dyn std::fmt::Display); 2] = [("n", &answers), ("copy", &copy.display())];
    writeln!(streams.out, "{}", lang.fill("progress.reset.done", &values))?;
    Ok(())
}

/// Whether a line agrees, in either language; ㅛ is `y` with the Hangul input method on.
fn is_yes(line: Option<&str>) -> bool {
    line.is_some_and(|line| {
        matches!(line.to_lowercase().as_str(), "y" | "yes" | "ㅛ" | "예" | "네")
    })
}

/// The streams of the process.
///
/// # Errors
/// As [`run`].
pub(super) fn on_standard_streams(
    args: &ProgressArgs,
    global: &Global,
    lang: Lang,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    use std::io::IsTerminal as _;
    let is_interactive = io::stdin().is_terminal();
    let (input, err) = (&mut io::stdin().lock(), &mut io::stderr().lock());
    run(args, global, lang, &mut Streams { input, is_interactive, out, err })
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::cli::{Cli, Command};

    /// What `progress reset` says to a person who types `typed`, and how many answers are left.
    fn reset_with(typed: &str, lang: Lang) -> (String, usize) {
        let home = tempfile::tempdir().unwrap();
        let line = ["effnet-tutor", "progress", "--home", home.path().to_str().unwrap(), "reset"];
        let cli = Cli::try_parse_from(line).unwrap();
        let Some(Command::Progress(args)) = cli.command else { panic!("another command") };
        let export = concat!(
            r#"{"format":1,"program":"effnet-tutor"}"#,
            "\n",
            r#"{"review":{"item":"a","rev":1,"at_utc_ms":0,"study_day":0,"kind":"text","answer":"","#,
            r#""right":true,"credit":1,"confidence":null,"hints":0,"ms":0,"lang":"ko","round":"r","#,
            r#""practice":false,"draw":null,"cram":false}}"#
        );
        cli.global.store().0.import(&mut export.as_bytes()).unwrap();
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let input = &mut typed.as_bytes();
        let streams = &mut Streams { input, is_interactive: true, out: &mut out, err: &mut err };
        run(&args, &cli.global, lang, streams).unwrap();
        let said = String::from_utf8(err).unwrap() + &String::from_utf8(out).unwrap();
        (said, cli.global.store().0.summary().unwrap().answers)
    }

    #[test]
    fn only_a_yes_deletes() {
        for typed in ["", "\n", "n\n", "no\n", "아니요\n", "yy\n"] {
            let (said, left) = reset_with(typed, Lang::En);
            assert!(said.ends_with("Nothing was deleted.\n"), "{said}");
            assert_eq!(left, 1, "{typed}");
        }
        for typed in ["y\n", "YES\n", " ㅛ \n", "예\n", "네"] {
            let (said, left) = reset_with(typed, Lang::Ko);
            assert!(said.contains("답 1개") && said.contains("backup"), "{said}");
            assert_eq!(left, 0, "{typed}");
        }
    }
}

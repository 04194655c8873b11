//! The command line: types that clap fills, and what each command does with them.
//!
//! A command either writes its answer and is done, or asks for the screen ([`Next::Screen`]); which
//! of the two depends on whether a person sits at a terminal.

pub mod check;
pub mod doctor;
mod help;
pub mod inspect;
pub mod lab;
pub mod learn;
pub mod manual;
pub mod models;
pub mod note;
pub mod overview;
pub mod progress;
pub mod quiz;
pub mod run;
pub mod scale;
mod shared;
mod sheet;
mod usage;

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

use crate::export::ExportError;
use crate::request::{ColorChoice, Request, Start, ThemeChoice};
use crate::term;
use crate::text::{Lang, detect};
use crate::train::TrainError;

/// Understand EfficientNet by running it.
///
/// Without a command it opens the tutor in a terminal, and prints an overview into a pipe.
#[derive(Debug, Parser)]
#[command(name = "effnet-tutor", version, max_term_width = 100)]
#[command(disable_help_flag = true, disable_version_flag = true)]
pub struct Cli {
    /// Print help; `-h` prints less.
    #[arg(short, long, global = true, action = ArgAction::Help, display_order = 100)]
    pub help: Option<bool>,
    /// Print version.
    #[arg(short = 'V', long, action = ArgAction::Version, display_order = 101)]
    pub version: Option<bool>,
    /// Options of every command.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Options of every command.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Options of every command")]
pub struct Global {
    /// Language; from the locale if not given.
    #[arg(long, value_enum, global = true)]
    pub lang: Option<LangArg>,
    /// Colours.
    #[arg(long, value_enum, global = true, default_value_t, value_name = "WHEN")]
    pub color: ColorChoice,
    /// Look of the screen.
    #[arg(long, value_enum, global = true, default_value_t)]
    pub theme: ThemeChoice,
    /// Draw with ASCII characters only.
    #[arg(long, global = true)]
    pub ascii: bool,
    /// Plain lines instead of a screen; so it is in a pipe and in a dumb terminal.
    #[arg(long, global = true)]
    pub plain: bool,
    /// Load lessons and questions from DIR over the shipped ones.
    #[arg(long, global = true, value_name = "DIR")]
    pub content: Option<PathBuf>,
    /// Keep progress in DIR (also `EFFNET_TUTOR_HOME`).
    #[arg(long, global = true, value_name = "DIR")]
    pub home: Option<PathBuf>,
}

/// A language on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LangArg {
    /// Korean.
    Ko,
    /// English.
    En,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Lessons paired with live computations
    ///
    /// Examples:
    ///   effnet-tutor learn depthwise-separable/4
    ///   effnet-tutor learn mbconv --plain
    ///   effnet-tutor learn swish/2 --set x=-1.3
    ///   effnet-tutor learn --search bottleneck
    ///   effnet-tutor learn --export html lessons
    #[command(verbatim_doc_comment)]
    Learn(learn::LearnArgs),
    /// A scored round of questions
    ///
    /// Examples:
    ///   effnet-tutor quiz note
    ///   effnet-tutor quiz compound-scaling -n 5
    ///   effnet-tutor quiz --due
    ///   effnet-tutor quiz --exam --report result.md
    #[command(verbatim_doc_comment)]
    Quiz(quiz::QuizArgs),
    /// What compound scaling does: formula, network built from it, published models
    ///
    /// Examples:
    ///   effnet-tutor scale --phi 3
    ///   effnet-tutor scale --phi 1 --alpha 1.1 --beta 1.2 --gamma 1.1
    ///   effnet-tutor scale --solve "macs<=1G,params<=10M"
    ///   effnet-tutor scale --phi 3 --plot scale.svg
    #[command(verbatim_doc_comment)]
    Scale(scale::ScaleArgs),
    /// The families side by side: what they cost, what they reach
    ///
    /// Examples:
    ///   effnet-tutor models b0 b3 resnet-50
    ///   effnet-tutor models --format csv > models.csv
    ///   effnet-tutor models --plot family.svg
    #[command(verbatim_doc_comment)]
    Models(models::ModelsArgs),
    /// The study note line by line: how true, what shows it, which page teaches it
    ///
    /// Examples:
    ///   effnet-tutor note
    ///   effnet-tutor note --format json > note.json
    #[command(verbatim_doc_comment)]
    Note(note::NoteArgs),
    /// One network taken apart: layers, costs, memory, what other tools count
    ///
    /// Examples:
    ///   effnet-tutor inspect b0 --level block
    ///   effnet-tutor inspect b0 --like torch-flops
    ///   effnet-tutor inspect b3 --diff b2
    ///   effnet-tutor inspect b0 --emit torch > recount.py
    #[command(verbatim_doc_comment)]
    Inspect(inspect::InspectArgs),
    /// Classify images with the engine
    ///
    /// Examples:
    ///   effnet-tutor run photo.jpg
    ///   effnet-tutor run photo.jpg --top 3 --format json
    ///   effnet-tutor run digit.png --model nano
    #[command(verbatim_doc_comment)]
    Run(run::RunArgs),
    /// Train a network of your own with the engine.
    Lab(lab::LabArgs),
    /// What you know and what is due; your answers as a file
    ///
    /// Examples:
    ///   effnet-tutor progress --format json
    ///   effnet-tutor progress export > progress.jsonl
    ///   effnet-tutor progress import progress.jsonl
    ///   effnet-tutor progress anki > effnet.tsv
    ///   effnet-tutor progress reset --yes
    #[command(verbatim_doc_comment)]
    Progress(progress::ProgressArgs),
    /// Check lessons and quizzes: all problems at once
    ///
    /// Examples:
    ///   effnet-tutor check
    ///   effnet-tutor check my-content
    #[command(verbatim_doc_comment)]
    Check(check::CheckArgs),
    /// How terminal, progress, content and engine are, and what helps
    ///
    /// Examples:
    ///   effnet-tutor doctor
    ///   effnet-tutor doctor --format json > doctor.json
    ///   effnet-tutor doctor --credits
    #[command(verbatim_doc_comment)]
    Doctor(doctor::DoctorArgs),
    /// Write what completes the commands in a shell to stdout
    ///
    /// Examples:
    ///   effnet-tutor completions bash > effnet-tutor.bash
    ///   effnet-tutor completions zsh > _effnet-tutor
    #[command(verbatim_doc_comment)]
    Completions(manual::CompletionsArgs),
    /// Write the manual page to stdout
    ///
    /// Examples:
    ///   effnet-tutor man > effnet-tutor.1
    ///   effnet-tutor man quiz > effnet-tutor-quiz.1
    ///   effnet-tutor man --dir man
    #[command(verbatim_doc_comment)]
    Man(manual::ManArgs),
}

/// What follows a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// It is done; this is the exit code.
    Done(u8),
    /// The screen is to be opened.
    Screen(Request),
}

impl Cli {
    /// The language that was asked for, or the locale's.
    pub fn language(&self) -> Lang {
        language(self.global.lang)
    }

    /// Does what was asked for, or says what screen is wanted.
    ///
    /// # Errors
    /// A sentence; [`exit_code`] says whether the command or its usage was wrong.
    pub fn run(self) -> anyhow::Result<Next> {
        let lang = self.language();
        let out = &mut io::stdout().lock();
        let screen = !self.global.plain && term::is_interactive();
        match self.command {
            None if screen => Ok(self.global.screen(lang, Start::Home, None)),
            None => overview::run(&self.global, lang, out).map(done),
            Some(Command::Learn(args)) => match args.start(&self.global, lang, screen)? {
                Some(start) => Ok(self.global.screen(lang, start, args.photo)),
                None => learn::run(&args, &self.global, lang, out).map(done),
            },
            Some(Command::Quiz(args)) => {
                match shared::quiz_start(&args, &self.global, lang, screen)? {
                    Some(start) => Ok(self.global.screen(lang, start, None)),
                    None => shared::quiz(&args, &self.global, lang, out).map(done),
                }
            }
            Some(Command::Scale(args)) => {
                scale::run(&args, self.global.tone(), lang, out).map(done)
            }
            Some(Command::Models(args)) => {
                models::run(&args, self.global.tone(), lang, out).map(done)
            }
            Some(Command::Note(args)) => note::run(&args, lang, out).map(done),
            Some(Command::Inspect(args)) => {
                inspect::run(&args, self.global.tone(), lang, out).map(done)
            }
            Some(Command::Run(args)) => run::run(&args, lang, out).map(done),
            Some(Command::Lab(args)) => {
                lab::run(&args, screen, lang, out, &mut io::stderr()).map(Next::Done)
            }
            Some(Command::Progress(args)) => {
                progress::on_standard_streams(&args, &self.global, lang, out).map(done)
            }
            Some(Command::Check(args)) => {
                let args = check::CheckArgs { dir: args.dir.or(self.global.content) };
                check::run(&args, lang, out).map(|clean| Next::Done(u8::from(!clean)))
            }
            Some(Command::Doctor(args)) => doctor::run(&args, &self.global, lang, out)
                .map(|is_fine| Next::Done(u8::from(!is_fine))),
            Some(Command::Completions(args)) => manual::completions(&args, lang, out).map(done),
            Some(Command::Man(args)) => manual::run(&args, lang, out).map(done),
        }
        .and_then(|next| {
            out.flush()?;
            Ok(next)
        })
    }
}

impl Global {
    fn screen(&self, lang: Lang, start: Start, photo: Option<PathBuf>) -> Next {
        Next::Screen(Request {
            lang,
            is_lang_asked: self.lang.is_some(),
            theme: self.theme,
            color: self.color,
            ascii: self.ascii,
            content: self.content.clone(),
            home: self.home.clone(),
            photo,
            start,
        })
    }
}

/// The language asked for, or the locale's.
fn language(asked: Option<LangArg>) -> Lang {
    detect(asked.map(|lang| match lang {
        LangArg::Ko => Lang::Ko,
        LangArg::En => Lang::En,
    }))
}

const fn done((): ()) -> Next {
    Next::Done(0)
}

/// The exit code for an error: 0 for a reader that went away, 2 for wrong usage, else 1.
pub fn exit_code(error: &anyhow::Error) -> u8 {
    let broken = |cause: &(dyn std::error::Error + 'static)| {
        cause.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe)
            || cause
                .downcast_ref::<serde_json::Error>()
                .is_some_and(|e| e.io_error_kind() == Some(io::ErrorKind::BrokenPipe))
    };
    let usage = |cause: &(dyn std::error::Error + 'static)| {
        cause.is::<crate::arch::SpecError>()
            || matches!(cause.downcast_ref(), Some(ExportError::Ending { .. }))
            || cause.is::<crate::arch::BudgetError>()
            || cause.is::<crate::content::knob::KnobError>()
            || cause.is::<inspect::Refused>()
            || cause.downcast_ref().is_some_and(TrainError::is_usage)
            || cause.is::<quiz::UnknownTopic>()
            || cause.is::<quiz::UnknownForm>()
            || cause.is::<learn::UnknownPage>()
            || cause.is::<progress::NeedsYes>()
            || cause.is::<manual::UnknownCommand>()
            || cause.is::<lab::BadEnding>()
    };
    match error {
        _ if error.chain().any(broken) => 0,
        _ if error.chain().any(usage) => 2,
        _ => 1,
    }
}

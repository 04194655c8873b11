//! What a person asked for at the start: plain data between the command line and the screen.

use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::learner::Held;
use crate::text::Lang;

/// How the screen is to be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Language.
    pub lang: Lang,
    /// Whether it was asked for by name; if not, the one chosen at the first run counts more.
    pub is_lang_asked: bool,
    /// Look.
    pub theme: ThemeChoice,
    /// Colours.
    pub color: ColorChoice,
    /// ASCII only.
    pub ascii: bool,
    /// An author's own lessons.
    pub content: Option<PathBuf>,
    /// Where progress is kept, if not in the usual place.
    pub home: Option<PathBuf>,
    /// A photo of the learner's own for the live figures.
    pub photo: Option<PathBuf>,
    /// Where to start.
    pub start: Start,
}

/// Where the screen starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    /// At home.
    Home,
    /// In the outline of the lessons.
    Lessons,
    /// On a page.
    Page {
        /// The lesson.
        slug: String,
        /// The page, from 0; none continues where the learner left off.
        page: Option<usize>,
        /// Knobs to set: names and values.
        knobs: Vec<(String, String)>,
    },
    /// In the menu of the quiz.
    Topics,
    /// In a round.
    Round {
        /// The topics as typed.
        topics: Vec<String>,
        /// Where the items come from.
        from: RoundOf,
        /// What the round is for.
        held: Held,
        /// Ids of the items, in the order of the bank or of the note; of a review, those that it is kept to.
        items: Vec<String>,
        /// Whether that order is kept.
        in_order: bool,
        /// At most so many.
        limit: Option<usize>,
        /// For the order of items and options.
        seed: Option<u64>,
        /// Where the record of the round goes.
        report: Option<PathBuf>,
    },
}

/// Where the items of a round come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RoundOf {
    /// All of the topics.
    #[default]
    Topics,
    /// What is due of them.
    Due,
    /// What is weak of them.
    Weak,
}

/// A look asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum ThemeChoice {
    /// By the terminal's background.
    #[default]
    Auto,
    /// For dark backgrounds.
    Dark,
    /// For light backgrounds.
    Light,
    /// No colours.
    Mono,
    /// Only blue and orange for right and wrong.
    Colorblind,
}

/// Colours asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum ColorChoice {
    /// By the terminal and the environment (NO_COLOR, CLICOLOR_FORCE).
    #[default]
    Auto,
    /// Even where the terminal does not say that it can.
    Always,
    /// Never.
    Never,
}

/// A seed that nobody chose, short enough to be typed again.
pub fn fresh_seed() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    now.as_nanos() as u64 % 1_000_000
}

//! What the terminal can show: colours, a light or a dark background, anything at all.
//!
//! Asked once, before [`Session::enter`](super::Session::enter).

use std::{
    env,
    io::{self, IsTerminal},
    time::Duration,
};

pub use crate::request::ColorChoice;
use terminal_colorsaurus::{QueryOptions, ThemeMode, theme_mode};

/// How long the terminal has to name its background. One that does not know the question answers
/// the next one at once, so that only slow lines wait.
const PATIENCE: Duration = Duration::from_millis(100);

/// What lies behind the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Background {
    /// Darker than the text.
    Dark,
    /// Lighter than the text.
    Light,
    /// Not a terminal, or one that does not say.
    #[default]
    Unknown,
}

/// How many colours there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ColorLevel {
    /// None: bold, reverse and underline only.
    None,
    /// The terminal's own sixteen.
    Sixteen,
    /// The 256 of the xterm palette.
    Indexed,
    /// 24 bits.
    True,
}

/// Whether there is a person with a screen: stdin and stdout are a terminal that is not dumb.
pub fn is_interactive() -> bool {
    let is_capable = anstyle_query::term_supports_color() && env::var("TERM").as_deref() != Ok("");
    is_capable && io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// Columns and rows of the terminal, if there is one that says so.
pub fn size() -> Option<(u16, u16)> {
    crossterm::terminal::size().ok().filter(|(columns, rows)| *columns > 0 && *rows > 0)
}

/// How wide the terminal is, if there is one that says so.
pub fn columns() -> Option<usize> {
    size().map(|(columns, _)| usize::from(columns))
}

/// Asks the terminal for its background, if there is one to ask; waits 100 ms at most.
pub fn background() -> Background {
    if !is_interactive() {
        return Background::Unknown;
    }
    let mut options = QueryOptions::default();
    options.timeout = PATIENCE;
    match theme_mode(options) {
        Ok(ThemeMode::Dark) => Background::Dark,
        Ok(ThemeMode::Light) => Background::Light,
        Err(_) => Background::Unknown,
    }
}

/// The colours to write to stdout.
pub fn color_level(choice: ColorChoice) -> ColorLevel {
    Surroundings::look().color_level(choice)
}

/// What bears on colours.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "one per variable of the environment")]
struct Surroundings {
    is_terminal: bool,
    no_color: bool,
    clicolor: Option<bool>,
    clicolor_force: bool,
    is_capable: bool,
    is_truecolor: bool,
    term: String,
}

impl Surroundings {
    fn look() -> Self {
        Self {
            is_terminal: io::stdout().is_terminal(),
            no_color: anstyle_query::no_color(),
            clicolor: anstyle_query::clicolor(),
            clicolor_force: anstyle_query::clicolor_force(),
            is_capable: anstyle_query::term_supports_color(),
            is_truecolor: anstyle_query::truecolor() || env::var_os("WT_SESSION").is_some(),
            term: env::var("TERM").unwrap_or_default(),
        }
    }

    /// The order is anstream's: `NO_COLOR`, then `CLICOLOR_FORCE`, then `CLICOLOR`, then the
    /// terminal itself.
    fn color_level(&self, choice: ColorChoice) -> ColorLevel {
        let is_wanted = match choice {
            ColorChoice::Never => false,
            ColorChoice::Always => true,
            ColorChoice::Auto if self.no_color => false,
            ColorChoice::Auto if self.clicolor_force => true,
            ColorChoice::Auto if self.clicolor == Some(false) => false,
            ColorChoice::Auto => {
                self.is_terminal && (self.is_capable || self.clicolor == Some(true))
            }
        };
        if is_wanted { self.depth() } else { ColorLevel::None }
    }

    /// `COLORTERM` does not travel over ssh, so that the names of a few terminals count as well.
    fn depth(&self) -> ColorLevel {
        const TRUE: [&str; 5] = ["alacritty", "foot", "ghostty", "kitty", "wezterm"];
        if self.is_truecolor
            || self.term.ends_with("-direct")
            || TRUE.iter().any(|name| self.term.contains(name))
        {
            ColorLevel::True
        } else if self.term.contains("256color") {
            ColorLevel::Indexed
        } else {
            ColorLevel::Sixteen
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn xterm() -> Surroundings {
        let term = "xterm-256color".into();
        Surroundings { is_terminal: true, is_capable: true, term, ..Surroundings::default() }
    }

    fn pipe() -> Surroundings {
        Surroundings { is_terminal: false, ..xterm() }
    }

    #[track_caller]
    fn check(surroundings: &Surroundings, level: ColorLevel) {
        assert_eq!(surroundings.color_level(ColorChoice::Auto), level, "{surroundings:?}");
    }

    #[test]
    fn a_terminal_has_the_colours_it_names() {
        check(&xterm(), ColorLevel::Indexed);
        check(&Surroundings { is_truecolor: true, ..xterm() }, ColorLevel::True);
        check(&Surroundings { term: "linux".into(), ..xterm() }, ColorLevel::Sixteen);
        check(&Surroundings { term: "xterm-kitty".into(), ..xterm() }, ColorLevel::True);
        check(&Surroundings { term: "xterm-direct".into(), ..xterm() }, ColorLevel::True);
    }

    #[test]
    fn no_color_and_pipes_have_none() {
        check(&Surroundings { no_color: true, is_truecolor: true, ..xterm() }, ColorLevel::None);
        check(&Surroundings { clicolor: Some(false), ..xterm() }, ColorLevel::None);
        check(
            &Surroundings { is_capable: false, term: "dumb".into(), ..xterm() },
            ColorLevel::None,
        );
        check(&pipe(), ColorLevel::None);
    }

    #[test]
    fn force_reaches_a_pipe_unless_no_color_speaks() {
        check(&Surroundings { clicolor_force: true, ..pipe() }, ColorLevel::Indexed);
        check(&Surroundings { clicolor_force: true, no_color: true, ..pipe() }, ColorLevel::None);
    }

    #[test]
    fn the_option_outweighs_the_environment() {
        let no_color = Surroundings { no_color: true, ..pipe() };
        assert_eq!(no_color.color_level(ColorChoice::Always), ColorLevel::Indexed);
        let forced = Surroundings { clicolor_force: true, ..xterm() };
        assert_eq!(forced.color_level(ColorChoice::Never), ColorLevel::None);
    }
}

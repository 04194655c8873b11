//! `--help` in the learner's language.
//!
//! English is what the doc comments say, and clap shows it by itself. For another language the command
//! line is read a second time, with texts from `assets/i18n/cli.toml`; so only who asks for help waits.

use std::ffi::OsString;
use std::io::{self, Write as _};

use clap::builder::StyledStr;
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, Command, CommandFactory as _, Parser as _, ValueEnum as _};

use super::{Cli, LangArg, usage};
use crate::text::normal::{is_dangerous, visible};
use crate::text::{Lang, i18n, pad_end, width};

impl Cli {
    /// Reads the program's arguments.
    ///
    /// # Errors
    /// For help, the version or wrong usage it has printed what there is to say; this is the exit code.
    pub fn read() -> Result<Self, u8> {
        Self::try_parse().map_err(|error| {
            let lang = super::language(asked_for(std::env::args_os()));
            // Who closed the stream does not want to read it.
            _ = print(&error, lang);
            u8::try_from(error.exit_code()).unwrap_or(1)
        })
    }
}

fn print(error: &clap::Error, lang: Lang) -> io::Result<()> {
    // In English clap says it as we do, but for the reasons of Rust's own parsers; what a terminal would
    // obey it prints as it is.
    let is_odd = |argument: OsString| argument.to_string_lossy().contains(is_dangerous);
    let is_ours = error.kind() == ErrorKind::ValueValidation || std::env::args_os().any(is_odd);
    if lang == Lang::En && !is_ours {
        return error.print();
    }
    // A command that needs another one shows its help, as wrong usage.
    let missing = ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
    if error.kind() == ErrorKind::DisplayHelp || error.kind() == missing {
        let again = in_language(Cli::command(), lang).try_get_matches();
        return again.err().as_ref().unwrap_or(error).print();
    }
    match usage::say(error, lang) {
        Some(text) => io::stderr().write_all(visible(&text).as_bytes()),
        None => error.print(),
    }
}

/// The language that the arguments ask for; clap stops at `--help` and may not have seen it.
fn asked_for(arguments: impl Iterator<Item = OsString>) -> Option<LangArg> {
    let mut arguments = arguments.skip(1).take_while(|argument| argument != "--");
    while let Some(argument) = arguments.next() {
        let value = match argument.to_str() {
            Some("--lang") => arguments.next(),
            Some(text) => text.strip_prefix("--lang=").map(OsString::from),
            None => None,
        };
        if let Some(value) = value {
            return value.to_str().and_then(|value| LangArg::from_str(value, false).ok());
        }
    }
    None
}

/// The command and all below it, with help in `lang`.
pub(super) fn in_language(mut command: Command, lang: Lang) -> Command {
    command.build(); // Makes the command `help`, and the options of every command everywhere.
    translated(command, lang)
}

/// As [`in_language`], for a command that is not built yet: it lacks what clap adds.
pub(super) fn translated(command: Command, lang: Lang) -> Command {
    let name = command.get_name().to_owned();
    let usage = lang.text("cli.heading.usage");
    let style = command.get_styles().get_usage();
    let usage = format!("{style}{usage}:{style:#}");
    let mut command = command
        .help_template(format!("{{about-with-newline}}\n{usage} {{usage}}\n\n{{all-args}}"))
        .subcommand_help_heading(lang.text("cli.heading.commands"))
        .mut_args(|arg| argument(arg, &name, lang))
        .mut_subcommands(|command| translated(command, lang));
    if let Some(about) = i18n::find(&format!("cli.about.{name}")) {
        command = command.about(about.get(lang));
    }
    if let Some(about) = i18n::find(&format!("cli.long.{name}")) {
        command = command.long_about(about.get(lang));
    }
    command
}

fn argument(arg: Arg, command: &str, lang: Lang) -> Arg {
    let heading = match arg.get_help_heading() {
        Some(_) => "cli.heading.everywhere",
        None if arg.is_positional() => "cli.heading.arguments",
        None => "cli.heading.options",
    };
    let owner = owner(&arg, command);
    let help = i18n::find(&format!("cli.arg.{owner}.{}", arg.get_id()))
        .map_or_else(|| plain(arg.get_help()), |help| help.get(lang).to_owned());
    let notes = Notes::of(&arg, owner, lang);
    let takes_values = arg.get_action().takes_values();
    arg.help_heading(lang.text(heading))
        .help(notes.beside(&help))
        .long_help(notes.below(&help))
        // Clap would say them in English.
        .hide_default_value(takes_values)
        .hide_possible_values(takes_values)
}

/// The command whose argument it is, or `global`.
fn owner<'a>(arg: &Arg, command: &'a str) -> &'a str {
    let is_global = arg.is_global_set() || matches!(arg.get_action(), ArgAction::Version);
    if is_global { "global" } else { command }
}

fn plain(text: Option<&StyledStr>) -> String {
    text.map(StyledStr::to_string).unwrap_or_default()
}

/// What stands behind an argument's text.
struct Notes {
    lang: Lang,
    /// Its default.
    default: Option<String>,
    /// Names and meanings of its values.
    values: Vec<(String, String)>,
}

impl Notes {
    fn of(arg: &Arg, owner: &str, lang: Lang) -> Self {
        if !arg.get_action().takes_values() {
            return Self { lang, default: None, values: Vec::new() };
        }
        let defaults: Vec<_> =
            arg.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
        let values = arg.get_possible_values().into_iter().map(|value| {
            let name = value.get_name();
            let help = i18n::find(&format!("cli.value.{owner}.{}.{name}", arg.get_id()))
                .map_or_else(|| plain(value.get_help()), |help| help.get(lang).to_owned());
            (name.to_owned(), help)
        });
        Self {
            lang,
            default: (!defaults.is_empty()).then(|| defaults.join(", ")),
            values: values.collect(),
        }
    }

    /// For `-h`: all on one line.
    fn beside(&self, help: &str) -> String {
        let mut text = help.to_owned();
        if let Some(default) = self.default() {
            text = format!("{text} {default}");
        }
        if !self.values.is_empty() {
            text = format!("{text} {}", self.names());
        }
        text
    }

    fn names(&self) -> String {
        let names: Vec<&str> = self.values.iter().map(|(name, _)| name.as_str()).collect();
        self.lang.fill("cli.note.values", &[("values", &names.join(", "))])
    }

    /// For `--help`: one line for each, if there is anything to say of them.
    fn below(&self, help: &str) -> String {
        let mut text = help.to_owned();
        if !self.values.is_empty() && self.values.iter().all(|(_, help)| help.is_empty()) {
            return format!("{help}\n\n{}", self.names());
        }
        if !self.values.is_empty() {
            text = format!("{text}\n\n{}", self.lang.text("cli.note.each"));
        }
        // The names stand in one column, the meanings in another.
        let wide = self.values.iter().map(|(name, _)| width(name)).max().unwrap_or(0) + 1;
        for (name, help) in &self.values {
            text = format!("{text}\n- {} {help}", pad_end(&format!("{name}:"), wide));
        }
        if let Some(default) = self.default() {
            text = format!("{text}\n\n{default}");
        }
        text
    }

    fn default(&self) -> Option<String> {
        let value = self.default.as_ref()?;
        Some(self.lang.fill("cli.note.default", &[("value", value)]))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The command itself and all below it, built.
    fn family(mut command: Command) -> Vec<Command> {
        command.build();
        let mut found = vec![command];
        let mut at = 0;
        while at < found.len() {
            // What `help` has below it is every command once more, without its arguments.
            let below: Vec<Command> = found[at].get_subcommands().cloned().collect();
            if found[at].get_name() != "help" {
                found.extend(below);
            }
            at += 1;
        }
        found
    }

    /// Both helps of a command, without spaces at line ends.
    fn helps(command: &Command) -> [String; 2] {
        let mut command = command.clone().term_width(100);
        [command.render_help(), command.render_long_help()]
            .map(|text| text.to_string().lines().map(str::trim_end).collect::<Vec<_>>().join("\n"))
    }

    fn translations(lang: Lang) -> Vec<Command> {
        family(in_language(Cli::command(), lang))
    }

    /// Every English entry is what the doc comment says, and the layout is clap's.
    #[test]
    fn english_is_what_clap_shows() {
        let originals = family(Cli::command());
        assert!(originals.len() >= 7);
        for (original, ours) in originals.iter().zip(translations(Lang::En)) {
            assert_eq!(helps(original), helps(&ours), "{}", original.get_name());
        }
    }

    fn wanted_keys() -> BTreeSet<String> {
        let mut wanted = BTreeSet::new();
        for command in family(Cli::command()) {
            let name = command.get_name();
            wanted.insert(format!("cli.about.{name}"));
            if command.get_long_about().is_some() {
                wanted.insert(format!("cli.long.{name}"));
            }
            if name == "help" {
                continue; // Its arguments are commands.
            }
            for arg in command.get_arguments() {
                let (owner, id) = (owner(arg, name), arg.get_id());
                wanted.insert(format!("cli.arg.{owner}.{id}"));
                if arg.get_action().takes_values() {
                    // The name of a shell says all there is.
                    let values = arg.get_possible_values().into_iter();
                    let values = values.filter(|value| value.get_help().is_some());
                    wanted
                        .extend(values.map(|v| format!("cli.value.{owner}.{id}.{}", v.get_name())));
                }
            }
        }
        wanted
    }

    #[test]
    fn everything_has_an_entry_and_every_entry_a_place() {
        let own = |key: &String| {
            let mut parts = key.split('.');
            parts.next() == Some("cli")
                && matches!(parts.next(), Some("about" | "long" | "arg" | "value"))
        };
        let entries: BTreeSet<String> = i18n::keys().into_iter().filter(own).collect();
        assert_eq!(wanted_keys(), entries);
    }

    #[test]
    fn korean_help_leaves_nothing_of_claps_english() {
        for command in translations(Lang::Ko) {
            for help in helps(&command) {
                assert!(help.contains("사용법: effnet-tutor"), "{help}");
                for english in ["Usage", "Commands:", "Options", "Arguments", "Print", "default:"] {
                    assert!(!help.contains(english), "`{english}` in\n{help}");
                }
                assert!(!help.to_lowercase().contains("possible"), "{help}");
            }
        }
    }

    #[test]
    fn the_language_is_found_wherever_it_stands() {
        let asked = |line: &str| asked_for(line.split(' ').map(OsString::from));
        assert_eq!(asked("tutor --lang ko --help"), Some(LangArg::Ko));
        assert_eq!(asked("tutor scale --help --lang=en"), Some(LangArg::En));
        assert_eq!(asked("tutor run -- --lang ko"), None);
        assert_eq!(asked("tutor --lang fr --help"), None);
        assert_eq!(asked("tutor --help --lang"), None);
        assert_eq!(asked("tutor --help"), None);
    }
}

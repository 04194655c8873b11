//! `completions` and `man`: what a shell and `man` read, made from the same command line that is parsed.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::builder::PossibleValuesParser;
use clap::{Args, Command, CommandFactory as _};
use clap_complete::Shell;
use clap_mangen::Man;

use crate::arch::Model;
use crate::content::library::Library;
use crate::text::Lang;

use super::{Cli, help};

/// Options of `completions`.
#[derive(Debug, Clone, Args)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub shell: Shell,
}

/// Options of `man`.
#[derive(Debug, Clone, Args)]
pub struct ManArgs {
    /// The command that the page is about, such as `quiz`; the program itself if left out
    #[arg(value_name = "COMMAND")]
    pub command: Vec<String>,
    /// Write every page into DIR instead
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    pub dir: Option<PathBuf>,
}

/// There is no such command.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct UnknownCommand {
    /// The sentence, in the learner's language.
    message: String,
}

/// Writes the completions of a shell: commands, options, and the names of lessons, topics and models.
///
/// # Errors
/// When `out` cannot be written.
pub fn completions(args: &CompletionsArgs, lang: Lang, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut command = named(help::translated(Cli::command(), lang)).disable_help_subcommand(true);
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "effnet-tutor", &mut script);
    let mut script = String::from_utf8(script)?;
    if args.shell == Shell::Bash {
        // clap_complete 4.6 spells a name with a hyphen in one way where it collects and in another where
        // it looks up, and nothing behind the first word is found.
        script = script.replace("effnet__subcmd__tutor", "effnet__tutor");
    }
    out.write_all(script.as_bytes())?;
    Ok(())
}

/// With the names that arguments take; the parser itself knows more spellings than these.
fn named(command: Command) -> Command {
    let library = Library::open(None);
    let lessons: Vec<String> = library.slugs(Lang::En).map(str::to_owned).collect();
    let topics: Vec<String> = ["note".to_owned()].into_iter().chain(lessons.clone()).collect();
    let models: Vec<String> = Model::all().map(|model| model.name().to_owned()).collect();
    let values = |names: Vec<String>| PossibleValuesParser::new(names);
    command
        .mut_subcommand("learn", |learn| {
            learn.mut_arg("lesson", |arg| arg.value_parser(values(lessons)))
        })
        .mut_subcommand("quiz", |quiz| {
            quiz.mut_arg("topics", |arg| arg.value_parser(values(topics)))
        })
        .mut_subcommand("inspect", |inspect| {
            inspect.mut_arg("model", |arg| arg.value_parser(values(models.clone())))
        })
        .mut_subcommand("models", |list| {
            list.mut_arg("names", |arg| arg.value_parser(values(models)))
        })
}

/// Writes the page of a command, or every page into a folder.
///
/// # Errors
/// When there is no such command, or when `out` or the folder cannot be written.
pub fn run(args: &ManArgs, lang: Lang, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut root = help::in_language(Cli::command(), lang);
    root.build();
    if let Some(dir) = &args.dir {
        fs::create_dir_all(dir).with_context(|| dir.display().to_string())?;
        return every(&root, lang, &mut |name, page| {
            let path = dir.join(format!("{name}.1"));
            fs::write(&path, page).with_context(|| path.display().to_string())
        });
    }
    let mut command = &root;
    for name in &args.command {
        command = command.find_subcommand(name).ok_or_else(|| UnknownCommand {
            message: lang.fill("cli.man.unknown", &[("name", name)]),
        })?;
    }
    out.write_all(&page(command, lang)?)?;
    Ok(())
}

/// The page of a command and of all below it.
fn every(
    command: &Command,
    lang: Lang,
    write: &mut dyn FnMut(&str, Vec<u8>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    write(command.get_display_name().unwrap_or(command.get_name()), page(command, lang)?)?;
    // `help` only repeats the others.
    command
        .get_subcommands()
        .filter(|below| below.get_name() != "help")
        .try_for_each(|below| every(below, lang, write))
}

/// Headings that every manual page has, as clap writes them.
const HEADINGS: [(&str, &str); 6] = [
    ("NAME", "cli.man.name"),
    ("SYNOPSIS", "cli.man.synopsis"),
    ("DESCRIPTION", "cli.man.description"),
    ("OPTIONS", "cli.man.options"),
    ("SUBCOMMANDS", "cli.man.commands"),
    ("VERSION", "cli.man.version"),
];

fn page(command: &Command, lang: Lang) -> anyhow::Result<Vec<u8>> {
    let mut page = Vec::new();
    let program = concat!("effnet-tutor ", env!("CARGO_PKG_VERSION"));
    Man::new(command.clone()).source(program).render(&mut page)?;
    let mut text = String::from_utf8(page)?;
    for (english, key) in HEADINGS {
        text = text.replace(&format!(".SH {english}\n"), &format!(".SH {}\n", lang.text(key)));
    }
    Ok(text.into_bytes())
}

#[cfg(test)]
mod tests {
    use std::io;

    use clap::ValueEnum as _;

    use super::*;

    /// How many commands there are, this one and those below.
    fn all(command: &Command) -> usize {
        let below = command.get_subcommands().filter(|below| below.get_name() != "help");
        1 + below.map(all).sum::<usize>()
    }

    fn script(shell: Shell, lang: Lang) -> String {
        let mut out = Vec::new();
        completions(&CompletionsArgs { shell }, lang, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_shell_completes_commands_options_and_names() {
        for shell in Shell::value_variants() {
            let script = script(*shell, Lang::En);
            // The other scripts complete no values of arguments.
            let knows_names = matches!(shell, Shell::Bash | Shell::Zsh);
            let names = ["depthwise-separable", "v2-s", "note"].into_iter().filter(|_| knows_names);
            for word in ["phi", "progress", "anki"].into_iter().chain(names) {
                assert!(script.contains(word), "{shell}: `{word}`");
            }
        }
        assert!(script(Shell::Fish, Lang::Ko).contains("실제 계산과 함께 읽는 수업"));
    }

    /// The names of commands that bash collects on its way must be those that it then looks for.
    #[test]
    fn bash_finds_what_it_collects() {
        for lang in Lang::ALL {
            let script = script(Shell::Bash, lang);
            let collected: Vec<&str> =
                script.split("cmd=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
            let wanted = collected.iter().filter(|name| !name.is_empty());
            for name in wanted {
                assert!(script.contains(&format!("\n        {name})\n")), "{name}");
            }
            assert!(collected.len() > 15, "{collected:?}");
        }
    }

    #[test]
    fn what_is_made_twice_is_the_same() {
        let twice = [(); 2].map(|()| (script(Shell::Zsh, Lang::Ko), man("", Lang::Ko)));
        assert_eq!(twice[0], twice[1]);
    }

    fn man(command: &str, lang: Lang) -> String {
        let command = command.split_whitespace().map(str::to_owned).collect();
        let mut out = Vec::new();
        run(&ManArgs { command, dir: None }, lang, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_page_says_what_help_says() {
        assert!(man("scale", Lang::En).contains("effnet\\-tutor scale"));
        assert!(man("progress anki", Lang::En).contains("Anki"));
        let korean = man("quiz", Lang::Ko);
        assert!(korean.contains(".SH 이름\n"), "{korean}");
        for (english, _) in HEADINGS {
            assert!(!korean.contains(&format!(".SH {english}\n")), "{english} in\n{korean}");
        }
    }

    #[test]
    fn every_command_has_a_page() {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("man");
        let args = ManArgs { command: Vec::new(), dir: Some(dir.clone()) };
        run(&args, Lang::En, &mut io::sink()).unwrap();
        let pages = fs::read_dir(dir).unwrap().count();
        assert_eq!(pages, all(&Cli::command()));
    }

    #[test]
    fn an_unknown_command_is_named() {
        let args = ManArgs { command: vec!["quizz".into()], dir: None };
        let error = run(&args, Lang::En, &mut io::sink()).unwrap_err();
        assert!(error.to_string().contains("`quizz`"), "{error}");
        assert_eq!(super::super::exit_code(&error), 2);
    }
}

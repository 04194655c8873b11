//! What several commands need: the library, the store, and the quiz's surroundings.

use std::io::{self, BufRead, IsTerminal, Read, Write};
use std::path::Path;

use jiff::ZonedDateTime;

use crate::content::layout::{self, Column};
use crate::content::library::Library;
use crate::content::quantity;
use crate::content::quiz::Question;
use crate::export::{self, Tone};
use crate::figure::Figure;
use crate::learner::{Home, Notice, Store, again};
use crate::request::{RoundOf, Start, ThemeChoice, fresh_seed};
use crate::text::Lang;
use crate::text::line::Line;
use crate::text::normal::clean;

use super::Global;
use super::quiz::{self, Entry, QuizArgs, QuizContext};

/// Columns of plain text: it fits an old terminal.
pub(super) const COLUMNS: usize = 80;

/// Form of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Table,
    /// For programs.
    Json,
}

impl Global {
    /// Lessons and questions.
    pub(super) fn library(&self) -> Library {
        Library::open(self.content.as_deref())
    }

    /// Where progress is kept.
    pub(super) fn store(&self) -> (Store, Vec<Notice>) {
        Store::open(&Home::choose(self.home.as_deref()))
    }
}

impl Global {
    /// The ground of a picture: dark if that theme is asked for; documents are light.
    pub(super) fn tone(&self) -> Tone {
        if self.theme == ThemeChoice::Dark { Tone::Dark } else { Tone::Light }
    }
}

/// Draws a figure into a file, and says so.
pub(super) fn plot(
    figure: &Figure,
    tone: Tone,
    path: &Path,
    lang: Lang,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    export::save(figure, tone, path)?;
    writeln!(out, "{}", lang.fill("cli.note.drawn", &[("file", &path.display())]))?;
    Ok(())
}

/// The most bytes of a line, of which no answer has so many: some inputs have no end.
const MAX_LINE: u64 = 1 << 20;

/// The next line, trimmed and cleaned; `None` at the end. Bytes that are no UTF-8 become replacement
/// characters.
pub(super) fn read_line(input: &mut dyn BufRead) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    if Read::take(&mut *input, MAX_LINE).read_until(b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    if bytes.len() as u64 == MAX_LINE {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let text = String::from_utf8_lossy(&bytes);
    Ok(Some(clean(text.trim_start_matches('\u{feff}').trim())))
}

/// Lines of Markdown for a pipe.
pub(super) fn plain_markdown(text: &str, lang: Lang) -> Vec<String> {
    let column = Column { plain: true, ..Column::new(COLUMNS, lang) };
    layout::markdown(text, column).iter().map(Line::text).collect()
}

fn entries(library: &Library) -> Vec<Entry<'_>> {
    library
        .banks()
        .flat_map(|bank| {
            let (number, topic) = (bank.number, bank.slug.as_str());
            bank.questions.iter().map(move |question| Entry { number, topic, question })
        })
        .collect()
}

/// The round that the screen is to begin, if it is the screen's.
pub(super) fn quiz_start(
    args: &QuizArgs,
    global: &Global,
    lang: Lang,
    screen: bool,
) -> anyhow::Result<Option<Start>> {
    if !screen || args.is_for_pipes() {
        return Ok(None);
    }
    args.check_report(lang)?;
    if args.asks_for_nothing() {
        return Ok(Some(Start::Topics));
    }
    let library = global.library();
    let (items, in_order) = quiz::selected(&entries(&library), args, lang)?;
    Ok(Some(Start::Round {
        topics: args.topics.clone(),
        from: args.from(),
        held: args.held(),
        items,
        in_order,
        limit: args.limit(),
        seed: args.seed,
        report: args.report.clone(),
    }))
}

/// What comes back of these items, as questions.
fn returning(
    library: &Library,
    store: &Store,
    from: RoundOf,
    day: i64,
    items: &[String],
) -> Vec<Question> {
    let made = store.last_predictions().unwrap_or_default();
    let mut ids = match from {
        RoundOf::Topics => Vec::new(),
        RoundOf::Due => again::due(store, library, &made, day),
        RoundOf::Weak => again::weak(store, library, &made),
    };
    again::among(&mut ids, items, library);
    ids.iter().filter_map(|id| again::question(library, &made, id)).collect()
}

/// The round on plain lines.
pub(super) fn quiz(
    args: &QuizArgs,
    global: &Global,
    lang: Lang,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    args.check_report(lang)?;
    let library = global.library();
    let bank = entries(&library);
    let context = QuizContext {
        lang,
        is_interactive: io::stdin().is_terminal(),
        is_ascii: global.ascii || global.plain,
        bank: &bank,
        keys: &|expression| quantity::evaluate(expression).ok(),
        render: &plain_markdown,
        returning: &|store, from, day, items| returning(&library, store, from, day, items),
        next_due: &|store, day| {
            let made = store.last_predictions().unwrap_or_default();
            again::next_due(store, &library, &made, day)
        },
        open_store: &|| global.store(),
        now: &ZonedDateTime::now,
        fresh_seed: fresh_seed(),
    };
    quiz::run(args, &context, &mut io::stdin().lock(), out, &mut io::stderr().lock())
}

//! `inspect`: one network taken apart: layers, costs, memory, conventions, mistakes.

mod changes;
mod conventions;
mod explained;
mod report;
mod summary;

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::arch::{Bug, Convention, Design, Implementation, Model, Network, Overrides, SpecError};
use crate::demo::spending;
use crate::export::Tone;
use crate::text::Lang;

use super::shared::plot;
use super::sheet::TableFormat;

pub use conventions::Like;

/// Options of `inspect`.
#[derive(Debug, Clone, Args)]
pub struct InspectArgs {
    /// A model's name.
    #[arg(value_name = "MODEL", default_value = "b0")]
    pub model: String,
    /// Replaces the width coefficient.
    #[arg(long, value_name = "W", allow_negative_numbers = true)]
    pub width: Option<f64>,
    /// Replaces the depth coefficient.
    #[arg(long, value_name = "D", allow_negative_numbers = true)]
    pub depth: Option<f64>,
    /// Replaces the side of the input, in pixels.
    #[arg(long, value_name = "R")]
    pub res: Option<usize>,
    /// Replaces the number of classes.
    #[arg(long, value_name = "N")]
    pub classes: Option<usize>,
    /// How fine the table is.
    #[arg(long, value_enum)]
    pub level: Option<Level>,
    /// Count as another tool does; `:timm` behind it takes timm's code.
    #[arg(long, value_name = "TOOL", conflicts_with_all = ["ledger", "diff", "explain_count"])]
    pub like: Option<Like>,
    /// All conventions, and what makes the difference.
    #[arg(long, conflicts_with_all = ["diff", "explain_count"])]
    pub ledger: bool,
    /// Build it with a mistake: `expand-3x3`, `no-se` and others; several with commas.
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub bug: Vec<String>,
    /// Which mistake or reading gives this number?
    #[arg(long, value_name = "N", value_parser = explained::count, conflicts_with_all = ["diff", "bug"])]
    pub explain_count: Option<u64>,
    /// Only what differs from another network.
    #[arg(long, value_name = "MODEL")]
    pub diff: Option<String>,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t)]
    pub format: TableFormat,
    /// Draw where parameters and MACs are spent into FILE, `.svg` or `.png`.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["diff", "explain_count", "ledger", "like"])]
    pub plot: Option<PathBuf>,
}

/// How fine the table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Level {
    /// Totals only.
    Network,
    /// A row for each stage.
    Stage,
    /// A row for each block.
    Block,
    /// A row for each operation.
    Layer,
}

/// What is looked at.
struct Subject {
    /// The network, with its mistakes made.
    network: Network,
    /// What it was built from; none for what is only counted.
    design: Option<Design>,
    /// The published model that it is, if nothing was changed.
    published: Option<Model>,
    /// Whose code its numbers are compared with.
    implementation: Implementation,
    /// timm's version of it.
    timm: Implementation,
    /// Mistakes made in it.
    bugs: Vec<Bug>,
}

/// Takes a network apart and writes to `out`.
///
/// # Errors
/// A wrong name or value is a [`SpecError`]: wrong usage. Others are failures to write.
pub fn run(args: &InspectArgs, tone: Tone, lang: Lang, out: &mut dyn Write) -> anyhow::Result<()> {
    let subject = args.subject()?;
    if let Some(path) = &args.plot {
        let figure = spending(&subject.network, &subject.title(), lang);
        return plot(&figure, tone, path, lang, out);
    }
    if let Some(count) = args.explain_count {
        return explained::write(&subject, count, args.format, lang, out);
    }
    if let Some(other) = &args.diff {
        let other = Model::parse(other)?.network(args.shared())?;
        return changes::write(&subject.network, &other, args.format, lang, out);
    }
    if args.ledger {
        return conventions::write_all(&subject, args.format, lang, out);
    }
    match args.format {
        TableFormat::Json => report::write(&subject, args.like, out),
        TableFormat::Table => match args.like {
            Some(like) => conventions::write_one(&subject, like, lang, out),
            None => summary::write(&subject, args.level, lang, out),
        },
        format => match args.like {
            Some(like) => conventions::write_sheet(&subject, like, format, lang, out),
            None => summary::write_sheet(&subject, args.level, format, lang, out),
        },
    }
}

impl InspectArgs {
    fn changes(&self) -> Overrides {
        let Self { width, depth, res: resolution, classes, .. } = *self;
        Overrides { width, depth, resolution, classes }
    }

    /// What also holds for the other network of a comparison.
    fn shared(&self) -> Overrides {
        Overrides { width: None, depth: None, ..self.changes() }
    }

    fn subject(&self) -> Result<Subject, SpecError> {
        let model = Model::parse(&self.model)?;
        let changes = self.changes();
        let bugs: Result<Vec<Bug>, _> = self.bug.iter().map(|name| Bug::parse(name)).collect();
        let bugs = bugs?;
        let design = model.design().map(|design| design.with(changes));
        let network = match &design {
            Some(design) if !bugs.is_empty() => Bug::build(&bugs, design)?,
            _ => model.network(changes)?,
        };
        let is_published = bugs.is_empty() && network == model.imagenet();
        Ok(Subject {
            network,
            design,
            published: is_published.then_some(model),
            implementation: Implementation::of(model),
            timm: Implementation::timm(model),
            bugs,
        })
    }
}

impl Subject {
    /// On whose code a convention counts.
    const fn code(&self, like: Like) -> Implementation {
        if like.timm { self.timm } else { self.implementation }
    }

    fn title(&self) -> String {
        let name = self.published.map_or(self.network.name.as_str(), |model| model.title());
        if self.bugs.is_empty() {
            return name.to_owned();
        }
        let bugs: Vec<&str> = self.bugs.iter().map(|bug| bug.name()).collect();
        format!("{name} ({})", bugs.join(", "))
    }
}

impl Like {
    const PAPER: Self = Self { convention: Convention::Paper, timm: false };
}

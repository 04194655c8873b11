//! `inspect`: one network taken apart: layers, costs, memory, conventions, mistakes.

mod changes;
mod conventions;
mod explained;
mod report;
mod summary;

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, ValueEnum};

use crate::arch::variant::IMAGENET_CLASSES;
use crate::arch::{Bug, Convention, Design, Implementation, Model, Network, Overrides, SpecError};
use crate::content::network;
use crate::demo::spending;
use crate::emit;
use crate::export::Tone;
use crate::text::Lang;

use super::shared::plot;
use super::sheet::TableFormat;

pub use conventions::{Code, Like};

/// Options of `inspect`.
#[derive(Debug, Clone, Args)]
pub struct InspectArgs {
    /// A model's name, or a network of one's own in a TOML file.
    #[arg(value_name = "MODEL or FILE", default_value = "b0")]
    pub model: String,
    /// Replace the width coefficient.
    #[arg(long, value_name = "W", allow_negative_numbers = true)]
    pub width: Option<f64>,
    /// Replace the depth coefficient.
    #[arg(long, value_name = "D", allow_negative_numbers = true)]
    pub depth: Option<f64>,
    /// Replace the side of the input, in pixels.
    #[arg(long, value_name = "R", allow_negative_numbers = true)]
    pub res: Option<usize>,
    /// Replace the number of classes.
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub classes: Option<usize>,
    /// How fine the table is; stage if not given.
    #[arg(long, value_enum, conflicts_with_all = ["like", "ledger", "diff", "explain_count", "emit", "plot"])]
    pub level: Option<Level>,
    /// Count as another tool does: paper, torch-flops, fvcore, ptflops, ptflops-aten, thop or torchinfo;
    /// `:timm` behind it takes timm's code.
    #[arg(long, value_name = "TOOL", conflicts_with_all = ["ledger", "diff", "explain_count"])]
    pub like: Option<Like>,
    /// All conventions, and what makes the difference.
    #[arg(long, conflicts_with_all = ["diff", "explain_count"])]
    pub ledger: bool,
    /// Build it with mistakes, several with commas: expand-3x3, dense-depthwise, se-from-expanded, no-se,
    /// se-without-bias, kernel-3, first-stage-expands, one-block-per-stage, repeats-floor,
    /// channels-unrounded, no-round-limit, conv-bias, no-batch-norm, no-head, swapped-strides.
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub bug: Vec<String>,
    /// Which mistake or reading gives this number?
    #[arg(long, value_name = "N", value_parser = explained::count, allow_negative_numbers = true, conflicts_with_all = ["diff", "bug"])]
    pub explain_count: Option<u64>,
    /// Only what differs from another network, a model or a file; `--width` and the like change the
    /// first alone.
    #[arg(long, value_name = "MODEL or FILE")]
    pub diff: Option<String>,
    /// Write it for another program: a script that counts it again, or a file to start from.
    #[arg(long, value_enum, value_name = "FORM", conflicts_with_all = ["diff", "explain_count", "ledger", "like", "bug", "plot", "format"])]
    pub emit: Option<Emit>,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t)]
    pub format: TableFormat,
    /// Draw where parameters and MACs are spent into FILE, `.svg` or `.png`.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["diff", "explain_count", "ledger", "like", "format"])]
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

/// A form for other programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Emit {
    /// A Python script that rebuilds it with PyTorch and counts parameters and MACs.
    Torch,
    /// A TOML file that `inspect` reads.
    Toml,
}

/// What is looked at.
struct Subject {
    /// As it was typed: a name or a file.
    typed: String,
    /// What was changed in it.
    changes: Overrides,
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
    /// Classes where none are asked for.
    usual_classes: usize,
    /// Mistakes made in it.
    bugs: Vec<Bug>,
}

/// Takes a network apart and writes to `out`.
///
/// # Errors
/// A wrong name or value is a [`SpecError`]: wrong usage. Others are failures to write.
pub fn run(args: &InspectArgs, tone: Tone, lang: Lang, out: &mut dyn Write) -> anyhow::Result<()> {
    let subject = args.subject(lang)?;
    if let Some(form) = args.emit {
        return write!(out, "{}", subject.emitted(form, lang)?).map_err(Into::into);
    }
    if let Some(path) = &args.plot {
        let figure = spending(&subject.network, &subject.title(), lang);
        return plot(&figure, tone, path, lang, out);
    }
    if let Some(count) = args.explain_count {
        return explained::write(&subject, count, args.format, lang, out);
    }
    if let Some(other) = &args.diff {
        let other = Subject::open(other, Overrides::default(), Vec::new(), lang)?;
        return changes::write(&subject, &other, args.format, lang, out);
    }
    if args.ledger {
        return conventions::write_all(&subject, args.format, lang, out);
    }
    match args.format {
        TableFormat::Json => report::write(&subject, args.like, lang, out),
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

    fn subject(&self, lang: Lang) -> anyhow::Result<Subject> {
        let mut bugs = Vec::new();
        for name in &self.bug {
            let bug = Bug::parse(name)?;
            if !bugs.contains(&bug) {
                bugs.push(bug);
            }
        }
        Subject::open(&self.model, self.changes(), bugs, lang)
    }
}

/// Where a network comes from.
pub(super) enum Source {
    Model(Model),
    File(Design),
}

impl Source {
    /// What looks like a file is one; everything else is a name.
    pub(super) fn open(text: &str) -> anyhow::Result<Self> {
        let path = Path::new(text);
        let is_file = text.contains(['/', '\\']) || path.extension().is_some_and(|e| e == "toml");
        match Model::parse(text) {
            Ok(model) => Ok(Self::Model(model)),
            Err(_) if is_file || path.exists() => {
                Ok(Self::File(network::load(path).with_context(|| format!("`{text}`"))?))
            }
            Err(error) => Err(error.into()),
        }
    }

    fn model(&self) -> Option<Model> {
        match self {
            Self::Model(model) => Some(*model),
            Self::File(_) => None,
        }
    }

    pub(super) fn design(&self) -> Option<Design> {
        match self {
            Self::Model(model) => model.design(),
            Self::File(design) => Some(design.clone()),
        }
    }

    fn network(&self, changes: Overrides) -> Result<Network, SpecError> {
        match self {
            Self::Model(model) => model.network(changes),
            Self::File(design) => design.clone().with(changes).network(),
        }
    }
}

impl Subject {
    fn open(typed: &str, changes: Overrides, bugs: Vec<Bug>, lang: Lang) -> anyhow::Result<Self> {
        let source = Source::open(typed)?;
        let design = source.design().map(|design| design.with(changes));
        let network = match &design {
            Some(design) => Bug::build(&bugs, design)?,
            None if bugs.is_empty() => source.network(changes)?,
            None => {
                let sentence = lang.fill("inspect.no-mistake", &[("name", &typed)]);
                return Err(Refused(sentence).into());
            }
        };
        let model = source.model();
        let is_published =
            bugs.is_empty() && model.is_some_and(|model| network == model.imagenet());
        Ok(Self {
            usual_classes: source.design().map_or(IMAGENET_CLASSES, |design| design.classes),
            typed: typed.to_owned(),
            changes,
            published: model.filter(|_| is_published),
            implementation: model.map_or(Implementation::Torchvision, Implementation::of),
            timm: model.map_or(Implementation::Timm, Implementation::timm),
            network,
            design,
            bugs,
        })
    }

    /// The network without the mistakes.
    fn right(&self) -> Option<Network> {
        self.design.as_ref().and_then(|design| design.network().ok())
    }

    /// On whose code a convention counts.
    fn code(&self, like: Like, lang: Lang) -> anyhow::Result<Implementation> {
        match like.code {
            None => Ok(self.implementation),
            Some(Code::Timm) => Ok(self.timm),
            Some(Code::Torchvision) if self.implementation.is_torchvision() => {
                Ok(self.implementation)
            }
            Some(Code::Torchvision) => {
                let sentence = lang.fill("inspect.no-code", &[("name", &self.network.name)]);
                Err(Refused(sentence).into())
            }
        }
    }

    fn emitted(&self, form: Emit, lang: Lang) -> anyhow::Result<String> {
        let Some(design) = &self.design else {
            let script = Model::parse(&self.network.name)
                .ok()
                .filter(|_| form == Emit::Torch)
                .and_then(|model| emit::torchvision_script(model, &self.network));
            let sentence = || lang.fill("inspect.no-table", &[("name", &self.network.name)]);
            return script.ok_or_else(|| Refused(sentence()).into());
        };
        Ok(match form {
            Emit::Torch => emit::torch_script(design)?,
            Emit::Toml => network::to_toml(design),
        })
    }

    /// Its name, and what was changed: `b0 (width 2, no-se)`.
    fn title(&self) -> String {
        let name = self.published.map_or(self.network.name.as_str(), |model| model.title());
        let Overrides { width, depth, resolution, classes } = self.changes;
        let changes = [
            width.map(|width| format!("width {width}")),
            depth.map(|depth| format!("depth {depth}")),
            resolution.map(|side| format!("res {side}")),
            classes.map(|classes| format!("classes {classes}")),
        ];
        let bugs = self.bugs.iter().map(|bug| bug.name().to_owned());
        let all: Vec<String> = changes.into_iter().flatten().chain(bugs).collect();
        if all.is_empty() { name.to_owned() } else { format!("{name} ({})", all.join(", ")) }
    }
}

/// Something that this network does not have; the sentence that says so.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Refused(pub String);

impl Like {
    const PAPER: Self = Self { convention: Convention::Paper, code: None };
}

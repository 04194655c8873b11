//! A lesson: Markdown in pages, with prediction prompts and live figures.

use crate::text::Lang;

use super::demo::Demo;

/// One lesson in one language: `lessons/ko/03-depthwise-separable.md`.
#[derive(Debug, Clone, PartialEq)]
pub struct Lesson {
    /// Place in the course, from the file name.
    pub number: usize,
    /// `depthwise-separable`, from the file name.
    pub slug: String,
    /// Language.
    pub lang: Lang,
    /// Title.
    pub title: String,
    /// What the learner can do afterwards, in one sentence.
    pub summary: String,
    /// Slugs of lessons that should come before it. Nothing is locked.
    pub needs: Vec<String>,
    /// Ids of three quiz items, asked at the end.
    pub recall: Vec<String>,
    /// The pages; a `##` heading starts one.
    pub pages: Vec<Page>,
}

/// One screenful.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The `##` heading.
    pub title: String,
    /// What stands on it, in order. What follows a prediction stays hidden until it is made.
    pub blocks: Vec<Block>,
}

impl Page {
    /// The page's live figure, as the lesson has it.
    pub fn live(&self) -> Option<&Demo> {
        self.blocks.iter().find_map(|block| match block {
            Block::Live(demo) => Some(demo),
            _ => None,
        })
    }
}

impl Page {
    /// Ids of the glossary that the page links to, in the order of reading.
    pub fn terms(&self) -> Vec<&str> {
        let mut terms = Vec::new();
        for block in &self.blocks {
            match block {
                Block::Prose(prose) => prose.links(&mut terms),
                Block::Predict(predict) => links(&predict.question, &mut terms),
                Block::Formula(_) | Block::Live(_) => {}
            }
        }
        terms.into_iter().filter_map(|target| target.strip_prefix("term:")).collect()
    }
}

impl Prose {
    fn links<'a>(&'a self, into: &mut Vec<&'a str>) {
        match self {
            Self::Paragraph(inlines) => links(inlines, into),
            Self::List { items, .. } => items.iter().flatten().for_each(|prose| prose.links(into)),
            Self::Quote(inner) => inner.iter().for_each(|prose| prose.links(into)),
            Self::Code(_) => {}
            Self::Table(rows) => rows.iter().flatten().for_each(|cell| links(cell, into)),
        }
    }
}

fn links<'a>(inlines: &'a [Inline], into: &mut Vec<&'a str>) {
    into.extend(inlines.iter().filter_map(|inline| match inline {
        Inline::Link { target, .. } => Some(target.as_str()),
        _ => None,
    }));
}

/// A part of a page.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// Running text.
    Prose(Prose),
    /// A formula on its own line, in TeX.
    Formula(String),
    /// A question about what the engine will compute.
    Predict(Predict),
    /// A live figure.
    Live(Demo),
}

/// A block of text; its inline markup is parsed when the lesson is read.
#[derive(Debug, Clone, PartialEq)]
pub enum Prose {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list; numbered if `ordered`.
    List {
        /// Numbered or bulleted.
        ordered: bool,
        /// The items.
        items: Vec<Vec<Self>>,
    },
    /// A quotation.
    Quote(Vec<Self>),
    /// Code or terminal output, kept as it is.
    Code(String),
    /// A table; the first row is its head.
    Table(Vec<Vec<Vec<Inline>>>),
}

/// Inline text.
#[derive(Debug, Clone, PartialEq)]
pub enum Inline {
    /// Plain text.
    Text(String),
    /// Emphasis.
    Emphasis(String),
    /// Strong emphasis.
    Strong(String),
    /// Code.
    Code(String),
    /// A short formula in TeX, shown on one line.
    Formula(String),
    /// `{{macs:b0}}`: a number that the program computes.
    Quantity(String),
    /// A link to a lesson (`lesson:mbconv`) or a glossary entry (`term:depthwise`).
    Link {
        /// What is shown.
        text: String,
        /// Where it leads.
        target: String,
    },
}

/// A prediction prompt: the learner commits before the figure is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Predict {
    /// Stable name, unique in the lesson; predictions are stored as `slug/id`.
    pub id: String,
    /// The question.
    pub question: Vec<Inline>,
    /// What kind of answer.
    pub kind: PredictKind,
}

/// What a prediction asks for.
#[derive(Debug, Clone, PartialEq)]
pub enum PredictKind {
    /// A number, compared with a quantity.
    Number {
        /// Expression for [`super::quantity`].
        key: String,
        /// Unit shown behind it.
        unit: Option<String>,
    },
    /// A number, compared with a value that the page's live figure computes.
    Measured {
        /// Name of the figure's value: `sum`.
        key: String,
        /// The unit in which the figure has it.
        unit: Option<String>,
    },
    /// One of several.
    Choice {
        /// The options, in the order shown.
        options: Vec<Vec<Inline>>,
        /// Index of the right one.
        answer: usize,
    },
}

/// Whether a name reads as ids, concepts and terms do: lower case letters, digits, hyphens inside.
pub(super) fn is_key(text: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    !text.is_empty() && text.bytes().all(allowed) && !text.starts_with('-') && !text.ends_with('-')
}

/// Without the byte order mark and carriage returns that some editors add.
pub(super) fn normal_lines(text: &str) -> String {
    text.trim_start_matches('\u{feff}').replace("\r\n", "\n")
}

/// Slugs of the whole course, in order: number 1 first. A lesson's file name must be one of these.
pub const SYLLABUS: [&str; 15] = [
    "why-efficiency",
    "convolution-cost",
    "depthwise-separable",
    "inverted-bottleneck",
    "squeeze-excite",
    "swish",
    "mbconv",
    "b0-baseline",
    "one-dimension",
    "compound-scaling",
    "counting",
    "training",
    "family",
    "paper-vs-code",
    "summary",
];

//! Lines that several screens of the quiz are made of.

use crate::content::layout::{self, Column};
use crate::content::quiz::Question;
use crate::learner::Held;
use crate::rooms::{About, World};
use crate::text::line::{Line, Role};
use crate::text::{Lang, i18n, wrap};

/// What a round is called.
pub(super) fn title(about: &About, held: Held, world: &World) -> String {
    let what = subject(about, world);
    match held {
        Held::Review => what,
        Held::Cram => world.lang.fill("quizroom.cram", &[("what", &what)]),
        Held::Exam => world.lang.fill("quizroom.exam", &[("what", &what)]),
    }
}

fn subject(about: &About, world: &World) -> String {
    match about {
        About::Due(_) => world.lang.text("quizroom.due").to_owned(),
        About::Weak(_) => world.lang.text("quizroom.weak").to_owned(),
        About::Topics(topics) if topics.is_empty() => world.lang.text("quizroom.all").to_owned(),
        About::Topics(topics) => {
            topics.iter().map(|topic| topic_title(topic, world)).collect::<Vec<_>>().join(", ")
        }
        About::Recall(slug) => topic_title(slug, world),
        About::Start => world.lang.text("home.first-questions").to_owned(),
    }
}

/// The title of a topic as typed in the shell: a lesson's own, if it is one.
pub(super) fn topic_title(name: &str, world: &World) -> String {
    match name {
        "note" => world.lang.text("quizroom.note").to_owned(),
        name => match world.library.lesson(world.lang, name) {
            Some(lesson) => lesson.title.clone(),
            // A lesson of the course that is not written yet.
            None => i18n::find(&format!("lessons.title.{name}"))
                .map_or_else(|| name.to_owned(), |title| title.get(world.lang).to_owned()),
        },
    }
}

/// The question.
pub(super) fn prompt(question: &Question, lang: Lang, width: usize) -> Vec<Line> {
    let mut lines = vec![Line::empty()];
    lines.extend(layout::markdown(question.prompt.get(lang), Column::new(width, lang)));
    lines.push(Line::empty());
    lines
}

/// One row of options.
pub(super) struct OptionRow {
    pub(super) label: String,
    /// Whether it is ticked, where options are ticked.
    pub(super) tick: Option<bool>,
    pub(super) chosen: bool,
    /// ✓ or ✗ after the answer.
    pub(super) mark: &'static str,
}

pub(super) fn option_lines(
    row: &OptionRow,
    text: &str,
    role: Role,
    lang: Lang,
    width: usize,
) -> Vec<Line> {
    let cursor = if row.chosen { "▸" } else { " " };
    let tick = match row.tick {
        Some(true) => "[x] ",
        Some(false) => "[ ] ",
        None => "",
    };
    let mark = if row.mark.is_empty() { cursor } else { row.mark };
    let head = format!("{mark} {}  {tick}", row.label);
    let indent = crate::text::width(&head);
    let role = if row.chosen && row.mark.is_empty() { Role::Selected } else { role };
    layout::markdown(text, Column::new(width.saturating_sub(indent), lang))
        .into_iter()
        .enumerate()
        .map(|(index, line)| {
            let lead = if index == 0 { head.clone() } else { " ".repeat(indent) };
            Line::new(lead, Role::Accent).and(line.text(), role)
        })
        .collect()
}

/// A label, and a text that hangs beside it.
pub(super) fn labelled(label: &str, text: &str, role: Role, width: usize) -> Vec<Line> {
    let head = crate::text::pad_end(label, 6);
    wrap(text, width.saturating_sub(6))
        .into_iter()
        .enumerate()
        .map(|(row, line)| {
            let lead = if row == 0 { head.clone() } else { " ".repeat(6) };
            Line::new(lead, Role::Quiet).and(line, role)
        })
        .collect()
}

/// A text of one meaning.
pub(super) fn wrapped(text: &str, role: Role, width: usize) -> Vec<Line> {
    wrap(text, width).into_iter().map(|line| Line::new(line, role)).collect()
}

//! What the quiz room shows, as plain data.

use crate::content::layout::{self, Column};
use crate::content::quiz::{Ask, Question};
use crate::learner::round::Turn;
use crate::learner::sheet::lefts;
use crate::learner::shown::{credit, option_label};
use crate::rooms::World;
use crate::text::Lang;
use crate::text::line::{Line, Role};
use crate::view::{Frame, Text};

use super::feedback::feedback;
use super::parts::{OptionRow, labelled, option_lines, prompt, topic_title, wrapped};
use super::{Mode, Play, QuizRoom, results, topics};

/// One frame of the quiz room.
#[derive(Debug, Clone, PartialEq)]
pub enum QuizView {
    /// The topics.
    Menu {
        /// Where we are.
        frame: Frame,
        /// What is asked.
        title: &'static str,
        /// The topics.
        rows: Vec<TopicRow>,
    },
    /// A question, its feedback, or the results.
    Text {
        /// Where we are, and the score.
        frame: Frame,
        /// What is to be read.
        text: Text,
    },
}

/// A row of the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicRow {
    /// The topic.
    pub title: String,
    /// How many items, in words.
    pub items: String,
    /// Whether the cursor is on it.
    pub selected: bool,
}

pub(super) fn view(room: &QuizRoom, world: &World) -> QuizView {
    match (&room.play, text(room, world)) {
        (Some(play), Some(text)) => QuizView::Text { frame: frame(play, world), text },
        _ => menu(room, world),
    }
}

/// What is to be read in a round; `None` in the menu.
pub(super) fn text(room: &QuizRoom, world: &World) -> Option<Text> {
    let play = room.play.as_ref()?;
    let width = world.text_columns();
    Some(match (play.mode(), play.round.current(), play.round.question()) {
        (Mode::Feedback, Some(turn), Some(question)) => {
            feedback(play, turn, question, world, width)
        }
        (_, Some(turn), Some(question)) => asking(play, turn, question, world, width),
        _ => Text { lines: results::lines(play, world, width), scroll: play.scroll, caret: None },
    })
}

fn menu(room: &QuizRoom, world: &World) -> QuizView {
    let rows = topics(world).into_iter().enumerate().map(|(index, topic)| TopicRow {
        title: topic_title(&topic.name, world),
        items: world.lang.fill("quizroom.items", &[("n", &topic.items.len())]),
        selected: index == room.cursor,
    });
    QuizView::Menu {
        frame: Frame {
            path: world.lang.text("rooms.quiz").to_owned(),
            command: "effnet-tutor quiz --list".to_owned(),
            ..Frame::default()
        },
        title: world.lang.text("quizroom.menu"),
        rows: rows.collect(),
    }
}

fn frame(play: &Play, world: &World) -> Frame {
    let lang = world.lang;
    let tally = play.round.tally();
    let (streak, _) = play.round.streaks();
    let total = play.round.questions().len();
    let practice = play.round.current().is_some_and(|turn| turn.practice);
    let place = if play.round.is_over() {
        lang.text("quizroom.results").to_owned()
    } else if practice {
        lang.text("quizroom.practice").to_owned()
    } else {
        let answered = play.round.outcome().is_some();
        format!("{} / {total}", tally.asked + usize::from(!answered))
    };
    let command = play.topic.as_ref().map_or_else(String::new, |topic| {
        let space = if topic.is_empty() { "" } else { " " };
        let seed =
            if topic == "note" { String::new() } else { format!(" --seed {}", play.round.seed()) };
        format!("effnet-tutor quiz{space}{topic}{seed}")
    });
    Frame {
        path: format!("{} › {}", lang.text("rooms.quiz"), play.title),
        place,
        status: lang.fill(
            "quizroom.status",
            &[("credit", &credit(tally.credit)), ("asked", &tally.asked), ("streak", &streak)],
        ),
        command,
    }
}

fn asking(play: &Play, turn: &Turn, question: &Question, world: &World, width: usize) -> Text {
    let lang = world.lang;
    let mut lines = prompt(question, lang, width);
    let mut caret = None;
    match play.mode() {
        Mode::Choose | Mode::Tick => {
            if let Some(said) = &play.said {
                lines.extend(labelled(lang.text("learn.you"), said, Role::Learner, width));
                lines.push(Line::empty());
                lines.push(Line::new(lang.text("quizroom.tick"), Role::Strong));
            }
            let ticking = play.mode() == Mode::Tick;
            for (place, option) in turn.sheet.texts(&question.ask).into_iter().enumerate() {
                let tick = ticking.then(|| play.ticks.contains(&place));
                let label = option_label(&question.ask, place);
                let row = OptionRow { label, tick, chosen: place == play.option, mark: "" };
                lines.extend(option_lines(&row, option.get(lang), Role::Body, lang, width));
            }
        }
        _ => {
            lines.extend(ordering_lines(turn, question, lang, width));
            lines.push(Line::new(lang.text(form_hint(&question.ask)), Role::Quiet));
            let unit = unit(&question.ask);
            let room = width.saturating_sub(3 + crate::text::width(&unit));
            let (typed, column) = play.field.window(room);
            caret = Some((lines.len(), 2 + column));
            lines.push(
                Line::new("› ", Role::Accent)
                    .and(typed, Role::Learner)
                    .and(play.field.blank(20.min(room)), Role::Quiet)
                    .and(unit, Role::Quiet),
            );
        }
    }
    if let Some(complaint) = &play.complaint {
        lines.push(Line::empty());
        lines.extend(wrapped(&complaint.say(lang), Role::Wrong, width));
    }
    lines.extend(hints(turn, question, lang, width));
    Text { lines, scroll: play.scroll, caret }
}

/// What is to be ordered or matched, above the field.
fn ordering_lines(turn: &Turn, question: &Question, lang: Lang, width: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    for (index, left) in lefts(&question.ask).into_iter().enumerate() {
        lines.push(Line::body(format!("  {}  {}", index + 1, left.get(lang))));
    }
    for (place, option) in turn.sheet.texts(&question.ask).into_iter().enumerate() {
        if matches!(question.ask, Ask::Order { .. } | Ask::Match { .. }) {
            let label = option_label(&question.ask, place);
            let row = OptionRow { label, tick: None, chosen: false, mark: "" };
            lines.extend(option_lines(&row, option.get(lang), Role::Body, lang, width));
        }
    }
    lines
}

const fn form_hint(ask: &Ask) -> &'static str {
    match ask {
        Ask::Number(_) | Ask::Predict(_) => "quizroom.type-number",
        Ask::Recall { .. } => "quizroom.type-recall",
        Ask::Order { .. } => "quizroom.type-order",
        Ask::Match { .. } => "quizroom.type-match",
        _ => "quizroom.type-text",
    }
}

fn unit(ask: &Ask) -> String {
    match ask {
        Ask::Number(number) | Ask::Predict(number) => number.unit.clone().unwrap_or_default(),
        _ => String::new(),
    }
}

fn hints(turn: &Turn, question: &Question, lang: Lang, width: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    for (index, hint) in question.hints.iter().take(turn.hints).enumerate() {
        lines.push(Line::empty());
        let worth = credit(crate::learner::round::worth(index + 1));
        let head = lang.fill("quizroom.hint", &[("n", &(index + 1)), ("worth", &worth)]);
        lines.push(Line::new(head, Role::Accent));
        lines.extend(layout::markdown(hint.get(lang), Column::new(width, lang)));
    }
    lines
}

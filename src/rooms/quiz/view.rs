//! What the quiz room shows, as plain data.

use crate::content::layout::{self, Column};
use crate::content::quiz::{Ask, Question};
use crate::content::route::route;
use crate::learner::Held;
use crate::learner::round::Turn;
use crate::learner::sheet::lefts;
use crate::learner::shown::{credit, option_label};
use crate::rooms::{About, World};
use crate::text::Lang;
use crate::text::line::{Line, Role};
use crate::transcript::minutes;
use crate::view::{Frame, Text, field_line};

use super::feedback::feedback;
use super::menu::{self, TopicRow};
use super::parts::{OptionRow, labelled, option_lines, prompt, title, wrapped};
use super::{Mode, Play, QuizRoom, results, sure};

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

pub(super) fn view(room: &QuizRoom, world: &World) -> QuizView {
    match (room.plays.last(), text(room, world)) {
        (Some(play), Some(text)) => QuizView::Text { frame: frame(play, world), text },
        _ => menu::view(room, world),
    }
}

/// What is to be read in a round; `None` in the menu.
pub(super) fn text(room: &QuizRoom, world: &World) -> Option<Text> {
    let play = room.plays.last()?;
    let width = world.text_columns();
    Some(match (play.mode(), play.round.current(), play.round.question()) {
        (Mode::Feedback, Some(turn), Some(question)) => {
            feedback(play, turn, question, world, width)
        }
        (Mode::Sure, Some(turn), Some(question)) => sure::view(play, turn, question, world, width),
        (_, Some(turn), Some(question)) => asking(play, turn, question, world, width),
        _ => Text {
            lines: results::lines(play, world, width),
            scroll: play.scroll,
            ..Text::default()
        },
    })
}

fn frame(play: &Play, world: &World) -> Frame {
    let lang = world.lang;
    let tally = play.round.tally();
    let (streak, _) = play.round.streaks();
    let practice = play.round.current().is_some_and(|turn| turn.practice);
    let place = if play.round.is_over() {
        lang.text("quizroom.results").to_owned()
    } else if practice {
        lang.text("quizroom.practice").to_owned()
    } else {
        let (n, of) = play.round.number();
        format!("{n} / {of}")
    };
    let status = if play.round.held() == Held::Exam {
        // No score before the end.
        let time = minutes(play.seconds(world));
        lang.fill("quizroom.status-exam", &[("asked", &tally.asked), ("time", &time)])
    } else {
        lang.fill(
            "quizroom.status",
            &[("credit", &credit(tally.credit)), ("asked", &tally.asked), ("streak", &streak)],
        )
    };
    Frame {
        path: format!(
            "{} › {}",
            lang.text("rooms.quiz"),
            title(&play.about, play.round.held(), world)
        ),
        place,
        status,
        command: command(play, world),
    }
}

/// The shell line that asks the same in the same order, its options too.
fn command(play: &Play, world: &World) -> String {
    let held = match play.round.held() {
        Held::Review => None,
        Held::Cram => Some("--cram".to_owned()),
        Held::Exam => Some("--exam".to_owned()),
    };
    let topics = match &play.about {
        About::Due(topics) => [topics.clone(), vec!["--due".to_owned()]].concat(),
        About::Weak(topics) => [topics.clone(), vec!["--weak".to_owned()]].concat(),
        About::Topics(topics) => topics.clone(),
        About::Recall(slug) => {
            world.library.lesson(world.lang, slug).map_or_else(Vec::new, |l| l.recall.clone())
        }
        About::Start => route().questions.clone(),
    };
    let words = std::iter::once("effnet-tutor quiz".to_owned()).chain(topics.iter().cloned());
    let limit = play.limit.map(|limit| format!("-n {limit}"));
    let seed = format!("--seed {}", play.round.seed());
    words.chain(held).chain(limit).chain([seed]).collect::<Vec<_>>().join(" ")
}

fn asking(play: &Play, turn: &Turn, question: &Question, world: &World, width: usize) -> Text {
    let lang = world.lang;
    let mut lines = prompt(question, lang, width);
    let (mut caret, mut focus) = (None, None);
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
                if place == play.option {
                    focus = Some(lines.len() - 1);
                }
            }
        }
        _ => {
            lines.extend(ordering_lines(turn, question, lang, width));
            lines.push(Line::new(lang.text(form_hint(&question.ask)), Role::Quiet));
            let (line, column) = field_line(&play.field, 20, &unit(&question.ask), width);
            caret = Some((lines.len(), column));
            lines.push(line);
        }
    }
    lines.extend(hints(turn, question, lang, width));
    if let Some(complaint) = &play.complaint {
        lines.push(Line::empty());
        lines.extend(wrapped(&complaint.say(lang), Role::Wrong, width));
    }
    if play.hint_in_sight || play.complaint.is_some() {
        focus = Some(lines.len() - 1);
    }
    Text { lines, scroll: play.scroll, focus, caret }
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

//! Before the verdict: how sure is the learner? Said at once, it shows later what "sure" is worth.

use crate::content::quiz::Question;
use crate::learner::round::Turn;
use crate::learner::{Answer, Held};
use crate::rooms::World;
use crate::text::line::{Line, Role};
use crate::text::pad_end;
use crate::view::Text;

use super::parts::{OptionRow, labelled, option_lines, prompt};
use super::{Pending, Play, SURE};

/// Whether it is asked: not of what the learner grades alone, not of practice, not in an exam.
pub(super) fn is_asked(play: &Play, given: &Answer) -> bool {
    let is_practice = play.round.current().is_some_and(|turn| turn.practice);
    let is_own = matches!(given, Answer::Recall { .. } | Answer::Misfit(_));
    !is_practice && !is_own && play.round.held() != Held::Exam
}

pub(super) fn view(
    play: &Play,
    turn: &Turn,
    question: &Question,
    world: &World,
    width: usize,
) -> Text {
    let lang = world.lang;
    let Some(Pending { given, row: chosen, .. }) = &play.pending else { return Text::default() };
    let mut lines = prompt(question, lang, width);
    let said = match given {
        // As it was typed, with its unit.
        Answer::Number(_) | Answer::Order(_) | Answer::Match(_) => play.field.text().to_owned(),
        given => given.record(&turn.question.ask, lang),
    };
    lines.extend(labelled(lang.text("learn.you"), &said, Role::Learner, width));
    lines.push(Line::empty());
    lines.push(Line::new(lang.text("quizroom.sure"), Role::Strong));
    let words = ["quizroom.sure-1", "quizroom.sure-2", "quizroom.sure-3", "quizroom.sure-4"];
    for (index, (percent, word)) in SURE.into_iter().zip(words).enumerate() {
        let row = OptionRow {
            label: (index + 1).to_string(),
            tick: None,
            chosen: *chosen == Some(index),
            mark: "",
        };
        let text = format!("{}{percent} %", pad_end(lang.text(word), 16));
        lines.extend(option_lines(&row, &text, Role::Body, lang, width));
    }
    lines.push(Line::empty());
    lines.push(Line::new(lang.text("quizroom.sure-none"), Role::Quiet));
    Text { focus: Some(lines.len() - 1), lines, scroll: play.scroll, caret: None }
}

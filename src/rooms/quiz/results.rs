//! The end of a round: the score, by lesson, and what was missed.

use crate::content::layout::{self, Column};
use crate::content::quantity;
use crate::content::quiz::Question;
use crate::learner::Held;
use crate::learner::round::Scored;
use crate::rooms::World;
use crate::text::line::{Line, Role};
use crate::text::{Lang, pad_end, pad_start, width as columns};
use crate::transcript::{minutes, right_answer};

use super::Play;
use super::parts::{labelled, topic_title, wrapped};
use crate::learner::shown::credit;

pub(super) fn lines(play: &Play, world: &World, width: usize) -> Vec<Line> {
    let lang = world.lang;
    let tally = play.round.tally();
    if tally.asked == 0 {
        return vec![Line::empty(), Line::body(lang.text("quizroom.nothing"))];
    }
    let (_, best) = play.round.streaks();
    let out_of = play.round.out_of();
    let percent = (tally.credit / out_of as f64 * 100.0).round();
    let mut lines = vec![
        Line::empty(),
        Line::new(
            lang.fill(
                "quizroom.score",
                &[("credit", &credit(tally.credit)), ("asked", &out_of), ("percent", &percent)],
            ),
            Role::Strong,
        ),
    ];
    let more = lang.fill(
        "quizroom.score-more",
        &[("right", &tally.right), ("asked", &tally.asked), ("best", &best)],
    );
    lines.extend(wrapped(&more, Role::Body, width));
    let of = play.round.questions().len();
    if tally.asked < of {
        let early = lang.fill("quizroom.early", &[("asked", &tally.asked), ("of", &of)]);
        lines.extend(wrapped(&early, Role::Quiet, width));
    }
    let is_exam = play.round.held() == Held::Exam;
    if is_exam {
        let time = minutes(play.seconds(world));
        lines.push(Line::body(lang.fill("quizroom.time", &[("time", &time)])));
    }
    lines.push(Line::empty());
    let by_lesson = play.round.tally_by(|question| &question.lesson);
    let titles: Vec<String> = by_lesson.iter().map(|(slug, _)| topic_title(slug, world)).collect();
    let name = titles.iter().map(|title| columns(title)).max().unwrap_or(0);
    for (title, (_, tally)) in titles.iter().zip(&by_lesson) {
        let score = format!("{} / {}", credit(tally.credit), tally.asked);
        lines.push(
            Line::body(format!("  {}  ", pad_end(title, name)))
                .and(pad_start(&score, 8), Role::Real),
        );
    }
    let missed = play.round.scored().iter().filter(|scored| !scored.outcome.verdict.right);
    let mut head = Some(Line::new(lang.text("quizroom.missed"), Role::Strong));
    for scored in missed {
        if let Some(head) = head.take() {
            lines.extend([Line::empty(), head]);
        }
        let question = &play.round.questions()[scored.item];
        let prompt =
            layout::markdown(question.prompt.get(lang), Column::new(width.saturating_sub(4), lang));
        lines.extend(prompt.into_iter().enumerate().map(|(row, line)| {
            Line::new(if row == 0 { "  ✗ " } else { "    " }, Role::Wrong)
                .and(line.text(), Role::Body)
        }));
        if is_exam {
            lines.extend(corrected(scored, question, lang, width));
        }
    }
    lines
}

/// What was answered in an exam, what is right, and why.
fn corrected(scored: &Scored, question: &Question, lang: Lang, width: usize) -> Vec<Line> {
    let inner = width.saturating_sub(4);
    let key = |expression: &str| quantity::evaluate(expression).ok();
    let said = scored.answer.record(&question.ask, lang);
    let mut lines = Vec::new();
    if !said.is_empty() {
        lines.extend(labelled(lang.text("learn.you"), &said, Role::Learner, inner));
    }
    let right = right_answer(question, lang, &key);
    lines.extend(labelled(lang.text("quizroom.key"), &right, Role::Real, inner));
    lines.extend(layout::markdown(question.explain.get(lang), Column::new(inner, lang)));
    lines.push(Line::empty());
    lines.into_iter().map(|line| line.indented("    ", Role::Quiet)).collect()
}

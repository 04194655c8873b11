//! The end of a round: the score, by lesson, and what was missed.

use crate::content::layout::{self, Column};
use crate::rooms::World;
use crate::text::line::{Line, Role};
use crate::text::{pad_end, pad_start, width as columns};

use super::Play;
use super::parts::{topic_title, wrapped};
use crate::learner::shown::credit;

pub(super) fn lines(play: &Play, world: &World, width: usize) -> Vec<Line> {
    let lang = world.lang;
    let tally = play.round.tally();
    if tally.asked == 0 {
        return vec![Line::empty(), Line::body(lang.text("quizroom.nothing"))];
    }
    let (_, best) = play.round.streaks();
    let percent = (tally.credit / tally.asked as f64 * 100.0).round();
    let mut lines = vec![
        Line::empty(),
        Line::new(
            lang.fill(
                "quizroom.score",
                &[
                    ("credit", &credit(tally.credit)),
                    ("asked", &tally.asked),
                    ("percent", &percent),
                ],
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
    }
    lines
}

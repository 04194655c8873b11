//! The menu of the quiz: which rounds there are to begin.

use crate::content::quiz::Question;
use crate::learner::Held;
use crate::learner::round::EXAM_ITEMS;
use crate::rooms::{About, Plan, World};
use crate::view::Frame;

use super::QuizRoom;
use super::parts::title;
use super::view::QuizView;

/// A row of the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicRow {
    /// What is asked about.
    pub title: String,
    /// How many items, in words.
    pub items: String,
    /// Whether the cursor is on it.
    pub selected: bool,
}

/// The topic that asks the study note's questions in their order.
const NOTE: &str = "note";

pub(super) fn view(room: &QuizRoom, world: &World) -> QuizView {
    let rows = rounds(world).into_iter().enumerate().map(|(index, plan)| {
        let count = plan.limit.unwrap_or(usize::MAX).min(plan.items.len());
        TopicRow {
            title: title(&plan.about, plan.held, world),
            items: world.lang.fill(
                if count == 1 { "quizroom.one-item" } else { "quizroom.items" },
                &[("n", &count)],
            ),
            selected: index == room.cursor,
        }
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

/// What is due, what is weak, the note's questions, everything, an exam, and each lesson; only what has
/// items.
pub(super) fn rounds(world: &World) -> Vec<Plan> {
    let standing = &world.standing;
    let all = || About::Topics(Vec::new());
    let mut rounds = vec![
        Plan { in_order: true, ..Plan::new(About::Due(Vec::new()), standing.due.clone()) },
        Plan { in_order: true, ..Plan::new(About::Weak(Vec::new()), standing.weak.clone()) },
        Plan { in_order: true, ..of(About::Topics(vec![NOTE.to_owned()]), world) },
        of(all(), world),
        Plan { held: Held::Exam, limit: Some(EXAM_ITEMS), ..of(all(), world) },
    ];
    for slug in world.library.slugs(world.lang) {
        rounds.push(of(About::Topics(vec![slug.to_owned()]), world));
    }
    rounds.retain(|plan| !plan.items.is_empty());
    rounds
}

/// A round of the items of a topic.
fn of(about: About, world: &World) -> Plan {
    let topic = match &about {
        About::Topics(topics) => topics.first().map(String::as_str),
        _ => None,
    };
    let wanted = |question: &&Question| match topic {
        Some(NOTE) => question.note.is_some(),
        Some(slug) => question.lesson == slug,
        None => true,
    };
    let mut questions: Vec<&Question> = world.library.questions().filter(wanted).collect();
    if topic == Some(NOTE) {
        questions.sort_by_key(|question| question.note);
    }
    Plan::new(about, questions.into_iter().map(|question| question.id.clone()).collect())
}

//! What the progress room shows, as plain data.

use std::fmt::Display;

use crate::learner::Report;
use crate::rooms::World;
use crate::text::line::{Line, Role};
use crate::text::{width as columns, wrap};
use crate::view::{Frame, Text};

use super::{ProgressRoom, Tab, lines};

/// The command that prints the same.
pub(super) const COMMAND: &str = "effnet-tutor progress";

/// One frame of the progress room.
#[derive(Debug, Clone, PartialEq)]
pub struct ProgressView {
    /// Where we are.
    pub frame: Frame,
    /// What is to be read.
    pub text: Text,
}

pub(super) fn view(room: &ProgressRoom, world: &World) -> ProgressView {
    let frame = Frame {
        path: world.lang.text("rooms.progress").to_owned(),
        command: COMMAND.to_owned(),
        ..Frame::default()
    };
    ProgressView { frame, text: text(room, world) }
}

/// Everything below the title.
pub(super) fn text(room: &ProgressRoom, world: &World) -> Text {
    let Some(report) = &room.report else { return Text::default() };
    let width = world.text_columns();
    let mut lines = head(report, world, width);
    if report.answers > 0 || !report.misjudged.is_empty() {
        lines.push(Line::empty());
        lines.push(tabs(room.tab, world));
        // The lessons with their head fill a small screen.
        if room.tab != Tab::Lessons {
            lines.push(Line::empty());
        }
        lines.extend(match room.tab {
            Tab::Lessons => lines::lessons(report, world, width),
            Tab::Calendar => lines::calendar(report, world, width),
            Tab::Confidence => lines::confidence(report, world, width),
            Tab::Hardest => lines::hardest(report, world, width),
            Tab::Predictions => lines::predictions(report, world, width),
        });
    }
    Text { lines, scroll: Some(room.scroll), ..Text::default() }
}

/// The sums, and what comes next.
fn head(report: &Report, world: &World, width: usize) -> Vec<Line> {
    let lang = world.lang;
    let paragraph = |text: &str, role: Role| -> Vec<Line> {
        wrap(text, width).into_iter().map(|line| Line::new(line, role)).collect()
    };
    if report.answers == 0 {
        let mut lines = paragraph(lang.text("progress.nothing-yet"), Role::Body);
        lines.push(Line::empty());
        lines.extend(paragraph(lang.text("progress.will-show"), Role::Quiet));
        return lines;
    }
    let due = world.standing.due.len();
    let counts: [(&str, &dyn Display); 3] =
        [("due", &due), ("kept", &report.kept), ("of", &report.items)];
    let mut line = Line::new(lang.fill("progress.line", &counts), Role::Strong);
    if let Some(next) = report.next_due.as_ref().filter(|_| due == 0) {
        let time = next.strftime("%Y-%m-%d %H:%M");
        line = line.and(lang.fill("progress.line-next", &[("time", &time)]), Role::Quiet);
    }
    // The next day may need a line of its own.
    if columns(&line.text()) > width { paragraph(&line.text(), Role::Strong) } else { vec![line] }
}

/// The names of the tabs; the open one has the focus.
fn tabs(open: Tab, world: &World) -> Line {
    let mut line = Line::empty();
    for tab in Tab::ALL {
        let name = world.lang.text(match tab {
            Tab::Lessons => "progress.tab.lessons",
            Tab::Calendar => "progress.tab.calendar",
            Tab::Confidence => "progress.tab.confidence",
            Tab::Hardest => "progress.tab.hardest",
            Tab::Predictions => "progress.tab.predictions",
        });
        let role = if tab == open { Role::Selected } else { Role::Quiet };
        line = line.and(format!(" {name} "), role).and(" ", Role::Body);
    }
    line
}

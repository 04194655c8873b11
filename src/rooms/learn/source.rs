//! The sheet with the source behind a page's figure.

use crate::content::demo::Demo;
use crate::demo;
use crate::rooms::World;
use crate::text::code::{fold, highlight};
use crate::text::line::{Line, Role};
use crate::view::{Frame, Text};

use super::{LearnRoom, live};

/// The code that the open page's figure runs, with where it stands; nothing without a figure.
pub(super) fn text(room: &LearnRoom, scroll: Option<usize>, world: &World) -> Option<Text> {
    let (_, page) = room.lesson(world)?;
    let lines = lines(live(page)?, usize::from(world.columns).saturating_sub(3));
    Some(Text { lines, scroll: scroll.or(Some(0)), ..Text::default() })
}

fn lines(demo: &Demo, columns: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    for excerpt in demo::source(demo) {
        if !lines.is_empty() {
            lines.push(Line::empty());
        }
        let within = excerpt.within.map_or_else(String::new, |within| format!("   {within}"));
        lines.push(
            Line::new(format!("{}:{}", excerpt.file, excerpt.line), Role::Heading)
                .and(within, Role::Quiet),
        );
        lines.extend(highlight(&excerpt.code).iter().flat_map(|line| fold(line, columns)));
    }
    lines
}

/// Where the sheet hangs, and the shell line that prints the same.
pub(super) fn frame(room: &LearnRoom, world: &World) -> Frame {
    let command = super::view::address(room, world).unwrap_or_default();
    let title = room.lesson(world).map_or("", |(lesson, _)| lesson.title.as_str());
    Frame {
        path: format!("{} › {title}", world.lang.text("rooms.learn")),
        place: world.lang.text("learn.source").to_owned(),
        status: String::new(),
        command: format!("{command} --source"),
    }
}

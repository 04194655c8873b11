//! What the scale room shows, as plain data.

use crate::content::demo::Demo;
use crate::rooms::{Frame, KnobView, Progress, Text, World, knob_views};
use crate::text::line::{Line, Role};

use super::{PAPER, ScaleRoom};

/// One frame of the scale room.
#[derive(Debug, Clone, PartialEq)]
pub struct ScaleView {
    /// Where we are, and the command that shows the same.
    pub frame: Frame,
    /// The knobs.
    pub knobs: Vec<KnobView>,
    /// The figure as text, or why there is none.
    pub text: Text,
}

pub(super) fn view(room: &ScaleRoom, world: &World) -> ScaleView {
    let lang = world.lang;
    let width = usize::from(world.columns).saturating_sub(3);
    let lines = match (&room.figure, room.figure.figure()) {
        (Progress::Failed(reason), _) => {
            let text = lang.fill("learn.failed", &[("reason", reason)]);
            crate::text::wrap(&text, width).into_iter().map(|l| Line::new(l, Role::Wrong)).collect()
        }
        // The title only repeats the knobs.
        (_, Some(figure)) => figure.lines(width, world.glyphs).split_off(2),
        _ => vec![Line::new(lang.text("learn.computing"), Role::Quiet)],
    };
    ScaleView {
        frame: Frame {
            path: lang.text("rooms.scale").to_owned(),
            status: String::new(),
            command: command(&room.demo),
        },
        knobs: knob_views(&room.demo, room.knob, lang),
        text: Text { lines, scroll: room.scroll, caret: None },
    }
}

/// The shell line: φ always, the others where they are not the paper's.
pub(super) fn command(demo: &Demo) -> String {
    let mut command = "effnet-tutor scale".to_owned();
    for (knob, paper) in demo.knobs().iter().zip(PAPER.knobs()) {
        if knob.key == "phi" || knob.value != paper.value {
            let value = knob.shown();
            let short = value.trim_end_matches('0').trim_end_matches('.');
            command += &format!(" --{} {short}", knob.key);
        }
    }
    command
}

//! What the scale room shows, as plain data.

use std::sync::Arc;

use crate::content::demo::Demo;
use crate::figure::Figure;
use crate::rooms::World;
use crate::view::{Frame, KnobView};

use super::{PAPER, ScaleRoom};

/// One frame of the scale room.
#[derive(Debug, Clone, PartialEq)]
pub struct ScaleView {
    /// Where we are, and the command that shows the same.
    pub frame: Frame,
    /// The knobs.
    pub knobs: Vec<KnobView>,
    /// The figure, if it is there.
    pub figure: Option<Arc<Figure>>,
    /// Why there is none.
    pub notice: Option<String>,
}

pub(super) fn view(room: &ScaleRoom, world: &World) -> ScaleView {
    let lang = world.lang;
    ScaleView {
        frame: Frame {
            path: lang.text("rooms.scale").to_owned(),
            command: command(room.live.demo()),
            ..Frame::default()
        },
        knobs: room.live.knobs(lang),
        figure: room.live.figure().cloned(),
        notice: room.live.notice(lang),
    }
}

/// The shell line: φ always, the others where they are not the paper's.
pub(super) fn command(demo: &Demo) -> String {
    let knobs = demo.knobs().into_iter().zip(PAPER.knobs());
    let options = knobs.filter(|(knob, paper)| knob.key == "phi" || knob.value != paper.value);
    let options: Vec<String> = options
        .map(|(knob, _)| {
            let value = knob.shown();
            format!(" --{} {}", knob.key, value.trim_end_matches('0').trim_end_matches('.'))
        })
        .collect();
    format!("effnet-tutor scale{}", options.concat())
}

//! A live figure with its knobs: what the learn room and the scale room have in common.

use std::sync::Arc;

use crate::content::demo::Demo;
use crate::demo::DemoError;
use crate::figure::Figure;
use crate::say;
use crate::text::Lang;
use crate::view::KnobView;

use super::Cmd;

/// A figure that is computed anew whenever a knob is turned.
#[derive(Debug, Clone, PartialEq)]
pub struct LiveFigure {
    /// As the lesson has it, or the paper.
    original: Demo,
    /// As the knobs stand.
    demo: Demo,
    /// The active knob.
    knob: usize,
    progress: Progress,
}

/// A figure on its way.
#[derive(Debug, Clone, PartialEq, Default)]
enum Progress {
    /// Nothing asked for.
    #[default]
    Idle,
    /// Being computed; the last one stays on screen.
    Running(Option<Arc<Figure>>),
    /// Done.
    Ready(Arc<Figure>),
    /// It could not be computed.
    Failed(DemoError),
}

impl LiveFigure {
    /// A figure that nothing was asked of yet.
    pub const fn new(original: Demo, demo: Demo) -> Self {
        Self { original, demo, knob: 0, progress: Progress::Idle }
    }

    /// The demo as the knobs stand.
    pub const fn demo(&self) -> &Demo {
        &self.demo
    }

    /// The demo that the knobs started from.
    pub const fn original(&self) -> &Demo {
        &self.original
    }

    /// Computes it, unless it is there; what else is under way is stopped.
    pub fn show(&mut self) -> Vec<Cmd> {
        if matches!(self.progress, Progress::Ready(_)) {
            return vec![Cmd::Cancel];
        }
        self.progress = Progress::Running(self.figure().cloned());
        vec![Cmd::Run(self.demo.clone())]
    }

    /// Sets the knobs and computes.
    pub fn become_demo(&mut self, demo: Demo) -> Vec<Cmd> {
        if demo == self.demo {
            return Vec::new();
        }
        self.demo = demo;
        self.progress = Progress::Running(self.figure().cloned());
        vec![Cmd::Run(self.demo.clone())]
    }

    /// Sets the knobs and computes, unless that figure is there.
    pub fn show_demo(&mut self, demo: Demo) -> Vec<Cmd> {
        let cmds = self.become_demo(demo);
        if cmds.is_empty() { self.show() } else { cmds }
    }

    /// Turns the active knob.
    pub fn turn(&mut self, steps: i32) -> Vec<Cmd> {
        let knobs = self.demo.knobs();
        let turned = knobs.get(self.knob).map(|knob| self.demo.turned(knob.key, steps));
        turned.map_or_else(Vec::new, |demo| self.become_demo(demo))
    }

    /// Sets all knobs as the lesson has them, or the paper.
    pub fn reset(&mut self) -> Vec<Cmd> {
        self.become_demo(self.original.clone())
    }

    /// Chooses another knob, round and round.
    pub fn choose(&mut self, steps: i32) {
        let knobs = self.demo.knobs().len().max(1) as i32;
        self.knob = (self.knob as i32 + steps).rem_euclid(knobs) as usize;
    }

    /// Forgets the figure: its labels are in the other language.
    pub fn forget(&mut self) {
        self.progress = Progress::Idle;
    }

    /// Takes a result.
    pub fn finish(&mut self, result: Result<Figure, DemoError>) {
        self.progress = match result {
            Ok(figure) => Progress::Ready(Arc::new(figure)),
            // A newer one is on its way.
            Err(DemoError::Cancelled) => return,
            Err(error) => Progress::Failed(error),
        };
    }

    /// The figure to show, if there is one.
    pub const fn figure(&self) -> Option<&Arc<Figure>> {
        match &self.progress {
            Progress::Ready(figure) | Progress::Running(Some(figure)) => Some(figure),
            _ => None,
        }
    }

    /// The figure that the lesson's own question is about: with the knobs as the lesson has them, and
    /// not the last one while another is computed.
    pub fn asked(&self) -> Option<&Figure> {
        match &self.progress {
            Progress::Ready(figure) if self.demo == self.original => Some(figure),
            _ => None,
        }
    }

    /// What stands in the figure's place while there is none.
    pub fn notice(&self, lang: Lang) -> Option<String> {
        match &self.progress {
            Progress::Failed(error) => {
                Some(lang.fill("learn.failed", &[("reason", &say::demo(error, lang))]))
            }
            Progress::Idle | Progress::Running(None) => {
                Some(lang.text("learn.computing").to_owned())
            }
            Progress::Ready(_) | Progress::Running(Some(_)) => None,
        }
    }

    /// The knobs, with the active one marked.
    pub fn knobs(&self, lang: Lang) -> Vec<KnobView> {
        let knobs = self.demo.knobs();
        let active = self.knob.min(knobs.len().saturating_sub(1));
        let view = |(index, knob): (usize, crate::content::knob::Knob)| KnobView {
            label: knob_label(&self.demo, knob.key, lang),
            value: knob.shown(),
            active: index == active,
        };
        knobs.into_iter().enumerate().map(view).collect()
    }
}

fn knob_label(demo: &Demo, key: &'static str, lang: Lang) -> &'static str {
    // Of the same name, but something else.
    match (demo, key) {
        (Demo::ConvCost(_) | Demo::BlockCost(_), "side") => return lang.text("knobs.side-in"),
        (Demo::ActivationCurve(_), "x") => return "x",
        _ => {}
    }
    match key {
        "phi" => "φ",
        "alpha" => "α",
        "beta" => "β",
        "gamma" => "γ",
        "image" => lang.text("knobs.image"),
        "block" => lang.text("knobs.block"),
        "channel" => lang.text("knobs.channel"),
        "row" => lang.text("knobs.row"),
        "column" => lang.text("knobs.column"),
        "kernel" => lang.text("knobs.kernel"),
        "channels-in" => lang.text("knobs.channels-in"),
        "channels-out" => lang.text("knobs.channels-out"),
        "side" => lang.text("knobs.side"),
        "stride" => lang.text("knobs.stride"),
        "expand" => lang.text("knobs.expand"),
        "channels" => lang.text("knobs.channels"),
        "colour" => lang.text("knobs.colour"),
        "squeeze-of" => lang.text("knobs.squeeze-of"),
        "dimensions" => lang.text("knobs.dimensions"),
        "seed" => lang.text("knobs.seed"),
        "function" => lang.text("knobs.function"),
        "model" => lang.text("knobs.model"),
        "against" => lang.text("knobs.against"),
        "digit" => lang.text("knobs.digit"),
        "activation" => lang.text("knobs.activation"),
        "momentum" => lang.text("knobs.momentum"),
        "warmup" => lang.text("knobs.warmup"),
        "ema" => lang.text("knobs.ema"),
        "stochastic-depth" => lang.text("knobs.stochastic-depth"),
        "label-smoothing" => lang.text("knobs.label-smoothing"),
        "epochs" => lang.text("knobs.epochs"),
        "epoch" => lang.text("knobs.epoch"),
        "decay" => lang.text("knobs.decay"),
        "rate" => lang.text("knobs.rate"),
        "topic" => lang.text("knobs.topic"),
        "bug" => lang.text("knobs.bug"),
        "stage" => lang.text("knobs.stage"),
        "batch" => lang.text("knobs.batch"),
        "factor" => lang.text("knobs.factor"),
        "dimension" => lang.text("knobs.dimension"),
        "models" => lang.text("knobs.models"),
        "se" => "SE",
        "relu" => "ReLU",
        "base" => lang.text("knobs.base"),
        "depth" => lang.text("scale.depth"),
        "width" => lang.text("scale.width"),
        "resolution" => lang.text("scale.resolution"),
        "chart" => lang.text("knobs.chart"),
        "x" => lang.text("knobs.x"),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::demo::{FamilyAxis, FamilyChart};

    fn family() -> LiveFigure {
        let demo = Demo::FamilyChart(FamilyChart { x: FamilyAxis::Macs });
        LiveFigure::new(demo.clone(), demo)
    }

    #[test]
    fn only_the_lesson_s_own_figure_answers_its_question() {
        let mut live = family();
        live.show();
        assert_eq!(live.asked(), None, "nothing is computed yet");
        live.finish(Ok(Figure::default()));
        assert!(live.asked().is_some());
        live.turn(1);
        assert_eq!(live.asked(), None, "the knobs stand elsewhere");
        live.finish(Ok(Figure::default()));
        assert_eq!(live.asked(), None, "and this is another figure");
    }

    #[test]
    fn a_knob_at_its_end_asks_for_nothing() {
        let mut live = family();
        assert_eq!(live.turn(-1), []);
        assert_eq!(live.turn(1).len(), 1);
        assert_eq!(live.turn(1), []);
    }

    #[test]
    fn a_figure_that_is_there_is_not_computed_again() {
        let mut live = family();
        live.show();
        live.finish(Ok(Figure::default()));
        assert_eq!(live.show(), [Cmd::Cancel]);
        live.forget();
        assert!(matches!(live.show()[..], [Cmd::Run(_)]));
    }
}

//! A prediction is about the lesson's own figure: knobs turned later ask another question.

use effnet_tutor::rooms::Place;
use effnet_tutor::text::Lang;

use crate::in_both;
use crate::journey::Journey;
use crate::lesson::predictions;

/// Page 5 of the depthwise lesson measures 5×5, 40 → 80 channels, 28×28.
fn measured(knobs: &[(&str, &str)], lang: Lang) -> Journey {
    let knobs = knobs.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect();
    Journey::at(Place::Page { slug: "depthwise-separable".into(), page: 4, knobs }, lang)
}

#[test]
fn a_turned_knob_leaves_the_answer_to_a_prediction_alone() {
    in_both(|lang| {
        let mut journey = measured(&[], lang);
        journey.types("3292800").press("<enter>").sees(lang.text("learn.exact"));
        journey.press("<right>").sees("◂ 7 ▸").sees(lang.text("learn.exact")).sees("3,292,800");
    });
}

#[test]
fn knobs_from_the_command_line_wait_for_the_prediction() {
    in_both(|lang| {
        let mut journey = measured(&[("kernel", "3")], lang);
        journey.sees("--set kernel=3").types("3292800").press("<enter>");
        journey.sees(lang.text("learn.exact")).sees("◂ 3 ▸").sees("--set kernel=3");
        let stored: Vec<&str> = predictions(&journey).iter().map(|p| p.real.as_str()).collect();
        assert_eq!(stored, ["3292800"]);
    });
}

#[test]
fn a_prediction_made_before_its_figure_is_stored_when_it_comes() {
    in_both(|lang| {
        let mut journey = measured(&[], lang);
        // Leave, forget the figure by changing the language there and back, and come again.
        journey.press("<esc><f2>").hold_figures().press("<f2><enter>");
        journey.types("3300000").press("<enter>").sees(lang.text("learn.computing"));
        assert_eq!(predictions(&journey).len(), 0);
        journey.deliver().sees("3,292,800");
        assert_eq!(predictions(&journey).len(), 1);
    });
}

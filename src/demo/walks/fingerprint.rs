//! What a mistake does to B0's counts, and how one finds out.

use crate::arch::convention::difference;
use crate::arch::{Bug, Cost, Design, SpecError, Variant};
use crate::content::demo::BugFingerprint;
use crate::figure::{Bar, Figure, Part, Table};
use crate::text::Lang;
use crate::text::number::{compact, count, ratio};

use super::signed;

pub(crate) fn fingerprint(demo: &BugFingerprint, lang: Lang) -> Result<Figure, SpecError> {
    let bug = Bug::parse(demo.bug.name())?;
    let design = Design::of(Variant::B0);
    let right = design.network()?.cost();
    let wrong = Bug::build(&[bug], &design)?.cost();
    let [params, macs] =
        [difference(wrong.params, right.params), difference(wrong.macs, right.macs)];
    let name = bug.name();
    Ok(Figure {
        title: lang.fill("walks.bug.title", &[("bug", &name)]),
        parts: vec![
            Part::Note(mistake_text(bug, lang).to_owned()),
            Part::Table(table(right, wrong, lang)),
            bars(lang.text("inspect.params"), right.params, wrong.params, lang),
            bars(lang.text("inspect.macs"), right.macs, wrong.macs, lang),
            Part::Note(sign_of(right, wrong, lang)),
            Part::Note(lang.fill("walks.bug.find", &[("count", &telling(right, wrong))])),
        ],
        values: vec![
            ("params", wrong.params as f64),
            ("macs", wrong.macs as f64),
            ("dparams", params as f64),
            ("dmacs", macs as f64),
        ],
    })
}

fn table(right: Cost, wrong: Cost, lang: Lang) -> Table {
    let mut table = Table::new(["", lang.text("inspect.params"), lang.text("inspect.macs")]);
    let counts = |cost: Cost| [cost.params, cost.macs].map(count);
    let [params, macs] = counts(right);
    table.push([Variant::B0.title().to_owned(), params, macs]);
    let [params, macs] = counts(wrong);
    table.push_own([lang.text("walks.bug.wrong").to_owned(), params, macs]);
    table.push([
        lang.text("walks.bug.difference").to_owned(),
        signed(difference(wrong.params, right.params)),
        signed(difference(wrong.macs, right.macs)),
    ]);
    let times = |wrong: u64, right: u64| {
        let value = wrong as f64 / right as f64;
        // A small mistake is none that rounds to 1.
        let is_small = wrong != right && (value - 1.0).abs() < 0.005;
        ratio(value, if is_small { 4 } else { 2 })
    };
    table.push([
        lang.text("walks.bug.ratio").to_owned(),
        times(wrong.params, right.params),
        times(wrong.macs, right.macs),
    ]);
    table
}

fn bars(what: &str, right: u64, wrong: u64, lang: Lang) -> Part {
    let bar = |label: String, value: u64| Bar {
        label,
        value: value as f64,
        shown: compact(value as f64),
    };
    Part::Bars(vec![
        bar(format!("{what} {}", Variant::B0.title()), right),
        bar(format!("{what} {}", lang.text("walks.bug.wrong")), wrong),
    ])
}

/// Which of the two counts gives it away.
fn sign_of(right: Cost, wrong: Cost, lang: Lang) -> String {
    let key = match (right.params == wrong.params, right.macs == wrong.macs) {
        (true, _) => "walks.bug.only-macs",
        (false, true) => "walks.bug.only-params",
        (false, false) => "walks.bug.both",
    };
    lang.text(key).to_owned()
}

/// The count to look up: the parameters, unless they are right.
const fn telling(right: Cost, wrong: Cost) -> u64 {
    if right.params == wrong.params { wrong.macs } else { wrong.params }
}

/// What the mistake is, in one sentence.
pub fn mistake_text(bug: Bug, lang: Lang) -> &'static str {
    lang.text(match bug {
        Bug::Expand3x3 => "explain.bug.expand-3x3",
        Bug::DenseDepthwise => "explain.bug.dense-depthwise",
        Bug::SeFromExpanded => "explain.bug.se-from-expanded",
        Bug::NoSe => "explain.bug.no-se",
        Bug::SeWithoutBias => "explain.bug.se-without-bias",
        Bug::Kernel3 => "explain.bug.kernel-3",
        Bug::FirstStageExpands => "explain.bug.first-stage-expands",
        Bug::OneBlockPerStage => "explain.bug.one-block-per-stage",
        Bug::RepeatsFloor => "explain.bug.repeats-floor",
        Bug::ChannelsUnrounded => "explain.bug.channels-unrounded",
        Bug::NoRoundLimit => "explain.bug.no-round-limit",
        Bug::ConvBias => "explain.bug.conv-bias",
        Bug::NoBatchNorm => "explain.bug.no-batch-norm",
        Bug::NoHead => "explain.bug.no-head",
        Bug::SwappedStrides => "explain.bug.swapped-strides",
    })
}

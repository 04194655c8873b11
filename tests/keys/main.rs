//! Every number of the bank, computed a second time along another path.
//!
//! ```text
//! key, known wrong values, {{quantities}} ──┬─ content::quantity ─ arch::cost ────────┐
//!   of every item, in every draw            │                                          ├─ equal
//!                                           └─ expression ─ world ─ engine's tensors ──┘
//! ```
//!
//! The second path has its own reader of expressions, counts products one by one and values on the
//! engine's tensors, and has the formulas of the paper and of the released code written out. What it
//! cannot reach fails the test.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

mod engine;
mod expression;
mod world;

use std::collections::BTreeMap;

use effnet_tutor::content::library::Library;
use effnet_tutor::content::quantity;
use effnet_tutor::content::quiz::{Ask, NumberAsk, Question};
use serde_json::Value;

use expression::{Need, evaluate};
use world::{Facts, measure};

/// Draws of one template that are looked at.
const MOST_DRAWS: usize = 200;

/// Relative; counts are exact, the rest is the rounding of two ways to compute.
const TOLERANCE: f64 = 1e-9;

fn number(question: &Question) -> Option<&NumberAsk> {
    match &question.ask {
        Ask::Number(number) | Ask::Predict(number) => Some(number),
        _ => None,
    }
}

/// The item in every draw, or in so many of them, evenly spread.
fn draws(question: &Question) -> impl Iterator<Item = Question> {
    question.vary.values().for_each(|values| assert!(!values.is_empty(), "{}", question.id));
    let step = question.draws().div_ceil(MOST_DRAWS);
    (0..question.draws()).step_by(step).map(|index| question.draw(index))
}

/// Every expression of the bank, with the first item that has it.
fn expressions(library: &Library) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for item in library.questions().flat_map(draws) {
        let mut add = |text: &str| {
            found.entry(text.trim().to_owned()).or_insert_with(|| item.id.clone());
        };
        if let Some(number) = number(&item) {
            add(&number.key);
            number.wrong.iter().for_each(|wrong| add(&wrong.key));
        }
        item.visit_texts(&mut |text| {
            for quantity in text.split("{{").skip(1) {
                let (inner, _) = quantity.split_once("}}").expect("a quantity ends");
                add(inner.split('|').next().unwrap_or_default());
            }
        });
    }
    found
}

fn is_near(a: f64, b: f64) -> bool {
    (a - b).abs() <= TOLERANCE * a.abs().max(b.abs()) + f64::MIN_POSITIVE.max(1e-15)
}

#[test]
fn every_number_of_the_bank_is_the_same_along_a_second_path() {
    let library = Library::open(None);
    let mut facts = Facts::default();
    let (mut unreached, mut wrong) = (Vec::new(), Vec::new());
    let all = expressions(&library);
    for (expression, id) in &all {
        let first = quantity::evaluate(expression).unwrap_or_else(|e| panic!("{id}: {e}"));
        match evaluate(expression, &mut |need: &Need<'_>| facts.get(need)) {
            Err(what) => unreached.push(format!("{id}: `{expression}`: {what}")),
            Ok(second) if !is_near(first, second) => {
                wrong.push(format!("{id}: `{expression}` is {first}, and {second} the other way"));
            }
            Ok(_) => {}
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(unreached.is_empty(), "no second path to {unreached:#?}");
    assert!(all.len() > 1000, "only {} expressions", all.len());
    recorded_outside(&facts);
}

/// The tensors' totals against what other programs counted: a third path for whole networks.
fn recorded_outside(facts: &Facts) {
    let golden: Vec<Value> = serde_json::from_str(include_str!("../golden/counts.json")).unwrap();
    let mut met = 0;
    for (name, net) in facts.published() {
        let entry = golden.iter().find(|entry| entry["model"] == name);
        let entry = entry.unwrap_or_else(|| panic!("{name} was counted outside"));
        let keys = ["params", "macs", "activations"].map(|key| (key, key));
        for (what, key) in keys.into_iter().chain([("buffers", "bn_running_stats")]) {
            let total = net.sum(measure(what).unwrap(), |_| true);
            assert_eq!(entry[key], total, "{name} {what}");
        }
        met += 1;
    }
    assert!(met >= 9, "only {met} networks");
}

#[test]
fn a_wrong_number_would_be_seen() {
    let mut facts = Facts::default();
    let mut second = |text: &str| evaluate(text, &mut |need: &Need<'_>| facts.get(need));
    for (key, slip) in [
        ("conv-macs(3, 32, 64, 1, 14)", "conv-macs(3, 32, 64, 2, 14)"),
        ("params:b0", "params:b0.no-classifier"),
        ("macs:b0.block.4", "macs:b0.block.3"),
        ("round-channels(16, 1.2)", "16"),
    ] {
        let first = quantity::evaluate(key).unwrap();
        assert!(is_near(first, second(key).unwrap()), "{key}");
        assert!(!is_near(first, second(slip).unwrap()), "{slip}");
    }
    assert_eq!(second("macs:b0.block.99"), Err("macs:b0.block.99".to_owned()));
    assert_eq!(second("params:b9"), Err("params:b9".to_owned()));
}

/// Computes a key from the values of a draw.
type Again = fn(&dyn Fn(&str) -> f64) -> f64;

/// Keys that are drawn numbers, because the question goes the other way round; each is found again from
/// what the question states.
const TURNED_ROUND: &[(&str, Again)] = &[
    // k² = weights / (channels in · channels out)
    ("convolution-cost-kernel-drawn", |v| {
        let weights = v("k") * v("k") * v("cin") * v("cout");
        (weights / v("cin") / v("cout")).sqrt()
    }),
    // swish(x) − swish(−x) = x·σ(x) + x·(1 − σ(x))
    ("swish-both-sides-drawn", |v| {
        let half = |x: f64| x / (1.0 + (-x).exp());
        half(v("x")) - half(-v("x"))
    }),
];

#[test]
fn a_key_that_is_a_plain_number_names_who_says_so() {
    let library = Library::open(None);
    let mut redone = Vec::new();
    for template in library.questions() {
        let source = template.source.en.trim();
        assert!(!source.is_empty() && !template.source.ko.trim().is_empty(), "{}", template.id);
        for item in draws(template) {
            let Some(key) = number(&item).and_then(|number| number.key.trim().parse::<f64>().ok())
            else {
                continue;
            };
            let Some((id, again)) = TURNED_ROUND.iter().find(|(id, _)| *id == item.id) else {
                assert!(!source.starts_with("computed"), "{}: computed from what?", item.id);
                continue;
            };
            let drawn = item.drawn.clone().unwrap_or_default();
            let value = |name: &str| {
                let mut pairs = drawn.split(' ').filter_map(|pair| pair.split_once('='));
                pairs.find(|(known, _)| *known == name).unwrap().1.parse().unwrap()
            };
            assert!(is_near(again(&value), key), "{id} {drawn}");
            redone.push(*id);
        }
    }
    redone.dedup();
    assert_eq!(redone.len(), TURNED_ROUND.len(), "{redone:?}");
}

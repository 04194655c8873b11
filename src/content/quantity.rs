//! Numbers that a text asks for by name: `{{macs:b0}}`. Computed here, never typed.
//!
//! ```text
//! expression   sum of terms: + - * / ^ ( ), numbers, quantities, functions
//! quantity     name:argument     params:b0   macs:b0.stage.3   built.blocks:3   alpha
//! function     name(x, y, …)     conv-macs(3, 32, 64, 1, 112)
//! shown as     expression | format
//! ```
//!
//! | quantity | value |
//! |---|---|
//! | `params: macs: buffers: activations:` | of `MODEL` or `MODEL.PART`; PART is `stem`, `head`, `classifier`, `no-classifier`, `se`, `expand`, `depthwise`, `project`, `pointwise` (expand and project), `norm`, `stage.N` (1–9, Table 1), `block.N` or `block.N.ROLE` (N from 0) |
//! | `blocks: skips: resolution: width: depth: head-channels:` | of `MODEL` |
//! | `channels:` | `MODEL.stem`, `MODEL.stage.N`, `MODEL.block.N.in`, `.mid`, `.squeeze`, `.out` |
//! | `repeats:` | `MODEL.stage.N`: its blocks |
//! | `layers:` | `MODEL.blocks`, `.paper`, `.resnet-style`, `.weighted`, `.norm`: each way to count |
//! | `alpha beta gamma constraint` | the paper's triple and α·β²·γ² |
//! | `formula.depth: .width: .resolution:` | at φ, nothing rounded |
//! | `built.macs: .params: .blocks: .resolution:` | of the network built at φ |
//! | `phi.depth: .width: .resolution:` | the φ that a published `MODEL` implies |
//! | `recomputed:` | MACs of a row of the paper's Tables 3 and 7 as the released rounding builds it: `table7.depth` |
//! | `paper:` | a printed number by its path in `assets/data/paper.toml`, accuracies in percent |
//!
//! Functions: `conv-macs(k, cin, cout, groups, side)`, `conv-params(k, cin, cout, groups)`,
//! `round-channels(c, w)`, `round-repeats(r, d)`, `sqrt ln exp round floor ceil abs sigmoid swish min max`.
//!
//! Names and arguments may hold `-` and `.`, so a minus sign needs spaces around it.
//!
//! | format | shows | |
//! |---|---|---|
//! | none | a whole number exact and grouped, another with up to four decimals | `5,288,548` |
//! | `.2` | that many decimals | `340.68` |
//! | `%1` | as a percentage | `82.5 %` |
//! | `k1` `M1` `G2` | in thousands, millions, thousand millions | `5.3 M` |
//! | `x2` | as a ratio | `×1.78` |

mod error;
mod format;
mod function;
mod models;
mod name;
mod paper;
mod parse;

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

pub use error::{Problem, QuantityError};
pub use models::Models;
pub use paper::{accuracy, source as paper_source};

/// The value of an expression, with the published tables.
///
/// # Errors
/// Says what is unknown or wrong, where, and what would be right.
pub fn evaluate(expression: &str) -> Result<f64, QuantityError> {
    evaluate_with(expression, &Models::default())
}

/// As [`evaluate`], with other tables.
///
/// # Errors
/// As [`evaluate`].
pub fn evaluate_with(expression: &str, models: &Models) -> Result<f64, QuantityError> {
    parse::Parser::new(expression, models).whole()
}

/// The text that stands for `expression | format` on a page.
///
/// # Errors
/// As [`evaluate`]; also when the format is unknown.
pub fn render(text: &str) -> Result<String, QuantityError> {
    // A page is laid out again at every key; its numbers never change.
    static KNOWN: LazyLock<Mutex<HashMap<String, String>>> = LazyLock::new(Mutex::default);
    let known = || KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(shown) = known().get(text) {
        return Ok(shown.clone());
    }
    let shown = render_with(text, &Models::default())?;
    known().insert(text.to_owned(), shown.clone());
    Ok(shown)
}

/// As [`render`], with other tables.
///
/// # Errors
/// As [`render`].
pub fn render_with(text: &str, models: &Models) -> Result<String, QuantityError> {
    let (expression, format) = text.rsplit_once('|').map_or((text, None), |(e, f)| (e, Some(f)));
    let value = evaluate_with(expression, models)?;
    // A minus sign, as the text around it has.
    format::render(value, format)
        .map(|shown| shown.replace('-', "−"))
        .map_err(|problem| QuantityError { span: expression.len() + 1..text.len(), problem })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arch::families::efficientnet;

    #[track_caller]
    fn shows(text: &str, expected: &str) {
        assert_eq!(render(text).as_deref(), Ok(expected), "{text}");
    }

    #[track_caller]
    fn refused(text: &str, message: &str, at: &str) {
        let error = render(text).unwrap_err();
        assert_eq!(error.to_string(), message, "{text}");
        assert_eq!(&text[error.span], at, "{text}");
    }

    #[test]
    fn counts_of_networks_and_their_parts() {
        shows("params:b0", "5,288,548");
        shows("macs:b0", "385,814,752");
        shows("buffers:b0", "42,016");
        shows("activations:b0", "6,747,036");
        shows("params:b0.no-classifier", "4,007,548");
        shows("params:b0.classifier", "1,281,000");
        shows("params:b0.se", "636,540");
        shows("params:b0.se - (params:b0 - params:lite0)", "0");
        shows("params:b0.stem + params:b0.head + params:b0.classifier", "1,694,088");
        shows("macs:b0.block.0.depthwise", "3,612,672");
        shows("macs:b0.depthwise / macs:b0 | %1", "9.0 %");
        shows("macs:b0.pointwise/macs:b0|%1", "82.5 %");
        shows("params:b0.stage.2", "1,448");
        shows("blocks:b0", "16");
        shows("skips:b7", "48");
        shows("resolution:b3", "300");
        shows("width:b7", "2");
        shows("head-channels:b7", "2,560");
        shows("channels:b0.block.1.squeeze", "4");
        shows("channels:b0.block.1.mid", "96");
        shows("channels:b0.stage.3", "24");
        shows("repeats:b0.stage.7", "4");
    }

    #[test]
    fn layers_under_each_convention() {
        for (model, counts) in [("b0", [16, 18, 50, 82, 49]), ("b7", [55, 57, 164, 274, 163])] {
            let names = ["blocks", "paper", "resnet-style", "weighted", "norm"];
            for (name, count) in names.into_iter().zip(counts) {
                assert_eq!(evaluate(&format!("layers:{model}.{name}")), Ok(f64::from(count)));
            }
        }
    }

    #[test]
    fn formula_built_and_published_are_three_things() {
        shows("alpha * beta^2 * gamma^2", "1.9203");
        shows("constraint", "1.9203");
        shows("formula.resolution:3 | .2", "340.68");
        shows("formula.depth:3", "1.728");
        shows("built.blocks:3", "31");
        shows("built.resolution:3", "341");
        shows("built.params:3", "16,350,296");
        shows("built.macs:3 | G2", "3.25 G");
        shows("phi.depth:b7 | .2", "6.21");
        shows("phi.width:b7 | .2", "7.27");
        shows("macs:b1 / macs:b0 | x2", "×1.78");
    }

    #[test]
    fn arithmetic_and_functions() {
        shows("2 + 3 * 4", "14");
        shows("2 ^ 3 ^ 2", "512");
        shows("-2 ^ 2", "−4");
        shows("(1 + 2) * -3", "−9");
        shows("2 - 3 - 4", "−5");
        shows("conv-macs(3, 32, 32, 32, 112)", "3,612,672");
        shows("conv-params(3, 32, 64, 1)", "18,432");
        shows("round-channels(32, 1.1)", "32");
        shows("round-repeats(4, depth:b1)", "5");
        shows("params:b0 | M1", "5.3 M");
        shows("1.5e3 | k1", "1.5 k");
        shows("sqrt(2) | .3", "1.414");
        shows("recomputed:table7.depth | G3", "1.575 G");
        shows("paper:b0.top1", "77.1");
        shows("paper:b0.params | M1", "5.3 M");
        shows("paper:table7.compound.top1 - paper:table7.baseline.top1", "3.8");
    }

    #[test]
    fn what_is_unknown_gets_the_nearest_name() {
        refused("parms:b0", "unknown quantity `parms`; did you mean `params`?", "parms:b0");
        refused(
            "macs:b0.stemm",
            "unknown part `stemm`, expected one of stem, head, classifier, no-classifier, se, expand, depthwise, project, pointwise, norm, stage.N, block.N; did you mean `stem`?",
            "macs:b0.stemm",
        );
        refused(
            "2 * macs:b0.block.16",
            "block must be between 0 and 15, got `16`",
            "macs:b0.block.16",
        );
        refused("alpa", "unknown quantity `alpa`; did you mean `alpha`?", "alpa");
        refused(
            "conv-mac(1)",
            "unknown function `conv-mac`; did you mean `conv-macs`?",
            "conv-mac(1)",
        );
        refused(
            "conv-macs(1, 2)",
            "`conv-macs` takes kernel, channels in, channels out, groups, side: 5 values, got 2",
            "conv-macs(1, 2)",
        );
        refused(
            "paper:b0.topp1",
            "the paper's data has no `topp1`, expected one of flops, params, top1, top5; did you mean `top1`?",
            "paper:b0.topp1",
        );
        let message = render("macs:b9").unwrap_err().to_string();
        assert!(message.starts_with("unknown model `b9`"), "{message}");
    }

    #[test]
    fn broken_expressions_say_where() {
        refused("1 / (2 - 2)", "`1 / (2 - 2)` is not a finite number", "1 / (2 - 2)");
        refused("(1 + 2", "expected `)`, got the end", "");
        refused("1 + ", "expected a number or a quantity, got the end", "");
        refused("1 2", "expected an operator, got `2`", "2");
        refused("", "expected a number or a quantity, got the end", "");
        refused("macs:", "`macs` needs an argument, such as `macs:b0`", "macs:");
        refused("macs", "`macs` needs an argument, such as `macs:b0`", "macs");
        refused("1 # 2", "expected an operator, got `#`", "#");
        refused(
            "params:b0 | Q2",
            "unknown format `Q2`, expected one of .2, %1, k1, M1, G2, x2",
            " Q2",
        );
        refused("built.macs:11", "phi must be between 0 and 10, got 11", "built.macs:11");
        refused(
            "formula.depth:b0",
            "`formula.depth` takes a number, such as `formula.depth:3`, got `b0`",
            "formula.depth:b0",
        );
    }

    #[test]
    fn deep_nesting_is_refused() {
        let deep = "(".repeat(5000);
        assert_eq!(render(&deep).unwrap_err().to_string(), "nested deeper than 50");
    }

    #[test]
    fn another_table_gives_other_numbers() {
        let mut base = efficientnet();
        base.stages[0].channels = 32;
        let models = Models::with_base(base);
        assert_ne!(evaluate_with("params:b0", &models), evaluate("params:b0"));
        assert_eq!(evaluate_with("params:lite0", &models), evaluate("params:lite0"));
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,40}|[a-z0-9:.()+*/^| -]{0,40}") {
            let _ = render(&text);
        }
    }
}

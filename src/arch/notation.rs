//! One stage as a line of text, in timm's notation and in TensorFlow's.
//!
//! ```text
//! ir_r2_k3_s2_e6_c24_se0.25        timm: operator, repeats, kernel, stride, expand_ratio, channels
//! r2_k3_s22_e6_i16_o24_se0.25      TensorFlow: both strides, channels in, channels out
//! ```
//!
//! | timm | TensorFlow | ours |
//! |---|---|---|
//! | `ds`, e1 | e1 | `MBConv` without expansion |
//! | `ir` | e2 and more | `MBConv` |
//! | `cn` with `skip` | e1 and `c1` | `FusedMBConv` without expansion: one convolution |
//! | `er` | e2 and more, `c1` | `FusedMBConv` |
//!
//! `se` is the squeeze width over the block's *input*, as in [`StageSpec`]. timm's code applies the
//! number to the expanded channels, but divides it by e first where it builds EfficientNets, so its
//! strings hold the same numbers. No `se` means no squeeze-excite.
//!
//! Written is timm's form. timm's `ir` and `er` always expand, ours do not at e1; its `cn` adds the
//! input only with `skip`, ours wherever the shapes agree. What we cannot build is refused.

mod error;
mod token;

use std::fmt::Write as _;
use std::ops::Range;

use super::error::{Expected, Field};
use super::spec::{BlockKind, StageSpec};
pub use error::{NotationError, NotationProblem};
use token::{OPERATORS, Operator, Tokens};

/// A stage as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Written {
    /// The stage.
    pub stage: StageSpec,
    /// TensorFlow's `i`, with its place in the text: the channels that the stage before must give.
    pub channels_in: Option<(usize, Range<usize>)>,
}

/// Reads one stage; TensorFlow's `i` is let pass unchecked.
///
/// # Errors
/// Everything that is wrong, from left to right.
pub fn parse(text: &str) -> Result<StageSpec, Vec<NotationError>> {
    read(text).map(|written| written.stage)
}

/// Reads one stage, in either form.
///
/// # Errors
/// Everything that is wrong, from left to right.
pub fn read(text: &str) -> Result<Written, Vec<NotationError>> {
    let mut tokens = Tokens::read(text);
    let operator = tokens.operator.clone();
    let from_tf = matches!(operator, Some((Operator::TensorFlow, _)));
    let repeats = tokens.need("r", Field::Repeats);
    let kernel = tokens.need("k", Field::Kernel);
    let stride = tokens.need("s", Field::Stride);
    let unexpanded = matches!(operator, Some((Operator::Ds | Operator::Cn, _)));
    let expand_ratio = if unexpanded {
        tokens.find("e", Field::ExpandRatio)
    } else {
        tokens.need("e", Field::ExpandRatio)
    };
    let channels = tokens.need(if from_tf { "o" } else { "c" }, Field::Channels);
    let channels_in = tokens.find("i", Field::ChannelsIn);
    let conv_type = if from_tf { tokens.conv_type() } else { None };
    let se_ratio = tokens.se_ratio();

    let e = expand_ratio.map(|(e, place)| {
        tokens.fit_expansion(e, place);
        e
    });
    let is_fused =
        matches!(operator, Some((Operator::Er | Operator::Cn, _))) || conv_type == Some(1);
    let kind = if is_fused { BlockKind::FusedMBConv } else { BlockKind::MBConv };
    if let Some((Operator::Cn, place)) = operator
        && !tokens.has_skip
    {
        tokens.refuse(place, NotationProblem::NoSkip);
    }
    if let Some((Some(_), place)) = &se_ratio
        && is_fused
        && e.unwrap_or(1) == 1
    {
        tokens.refuse_range(Field::SeRatio, place.clone(), Expected::Absent);
    }
    let errors = tokens.errors();
    match (repeats, kernel, stride, channels) {
        (Some(repeats), Some(kernel), Some(stride), Some(channels)) if errors.is_empty() => {
            let stage = StageSpec {
                kind,
                kernel: kernel.0,
                stride: stride.0,
                expand_ratio: e.unwrap_or(1),
                channels: channels.0,
                repeats: repeats.0,
                se_ratio: se_ratio.and_then(|(ratio, _)| ratio),
            };
            Ok(Written { stage, channels_in })
        }
        _ => Err(errors),
    }
}

/// Writes a stage in timm's form. [`parse`] reads a valid one back as it was.
pub fn print(stage: &StageSpec) -> String {
    let StageSpec { kind, kernel, stride, expand_ratio, channels, repeats, se_ratio } = stage;
    let operator = match (kind, expand_ratio) {
        (BlockKind::MBConv, 1) => "ds",
        (BlockKind::MBConv, _) => "ir",
        (BlockKind::FusedMBConv, 1) => "cn",
        (BlockKind::FusedMBConv, _) => "er",
    };
    let mut text = format!("{operator}_r{repeats}_k{kernel}_s{stride}_e{expand_ratio}_c{channels}");
    if let Some(ratio) = se_ratio {
        let _ = write!(text, "_se{ratio}");
    }
    if operator == "cn" {
        text += "_skip";
    }
    text
}

/// The operators, for messages: `ir, ds, er, cn`.
fn operators() -> String {
    OPERATORS.map(Operator::name).join(", ")
}

#[cfg(test)]
mod tests;

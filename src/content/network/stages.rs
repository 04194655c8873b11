//! The stages of a network: lines of notation or tables.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::super::spans::within;
use super::problem::{Kind, NetworkProblem};
use super::reader::{Reader, some_ratio};
use crate::arch::{BlockKind, Expected, Field, StageSpec, notation};

/// Every key of a stage.
const KEYS: &[&str] =
    &["op", "kernel", "stride", "expand_ratio", "channels", "repeats", "se_ratio"];

/// The words for [`BlockKind`].
const OPS: [(&str, BlockKind); 2] =
    [("mbconv", BlockKind::MBConv), ("fused-mbconv", BlockKind::FusedMBConv)];

/// The stages that could be read. `stem` is what the first one receives, `se_ratio` what an MBConv
/// stage has that does not say.
pub(super) fn read(
    reader: &mut Reader<'_>,
    value: &Spanned<DeValue<'_>>,
    stem: usize,
    se_ratio: Option<f64>,
) -> Vec<StageSpec> {
    let Some(array) = value.get_ref().as_array() else {
        reader.wrong_kind::<()>(value, "stages", Kind::Stages);
        return Vec::new();
    };
    if array.iter().next().is_none() {
        reader.refuse(value.span(), NetworkProblem::NoStages);
    }
    let mut stages = Vec::new();
    // Channels that the next stage receives, if they are known.
    let mut before = Some(stem);
    for item in array {
        let stage = match item.get_ref() {
            DeValue::String(line) => from_line(reader, line, item.span(), before),
            DeValue::Table(table) => from_table(reader, table, item.span(), se_ratio),
            _ => reader.wrong_kind(item, "stages", Kind::Stage),
        };
        before = stage.map(|stage| stage.channels);
        stages.extend(stage);
    }
    stages
}

/// A line of notation; each problem is shown at its token inside the string.
fn from_line(
    reader: &mut Reader<'_>,
    line: &str,
    span: Range<usize>,
    before: Option<usize>,
) -> Option<StageSpec> {
    let text = reader.text();
    let inside = |part: Range<usize>| within(text, span.clone(), part);
    match notation::read(line) {
        Ok(written) => {
            if let (Some((got, part)), Some(expected)) = (written.channels_in, before)
                && got != expected
            {
                reader.refuse(inside(part), NetworkProblem::ChannelsIn { got, expected });
            }
            Some(written.stage)
        }
        Err(errors) => {
            for error in errors {
                reader.refuse(inside(error.span), NetworkProblem::Notation(error.problem));
            }
            None
        }
    }
}

fn from_table(
    reader: &mut Reader<'_>,
    table: &DeTable<'_>,
    span: Range<usize>,
    default_ratio: Option<f64>,
) -> Option<StageSpec> {
    let problems = reader.count();
    reader.check_keys(table, KEYS);
    if !table.contains_key("channels") {
        reader.refuse(span, NetworkProblem::Missing("channels"));
    }
    let kind = reader.word(table, "op", &OPS).unwrap_or(BlockKind::MBConv);
    let (usual_expansion, usual_ratio) = match kind {
        BlockKind::MBConv => (6, default_ratio),
        BlockKind::FusedMBConv => (4, None),
    };
    let mut whole = |key, field| reader.whole(table, key, field);
    let stage = StageSpec {
        kind,
        kernel: whole("kernel", Field::Kernel).unwrap_or(3),
        stride: whole("stride", Field::Stride).unwrap_or(1),
        expand_ratio: whole("expand_ratio", Field::ExpandRatio).unwrap_or(usual_expansion),
        channels: whole("channels", Field::Channels).unwrap_or(1),
        repeats: whole("repeats", Field::Repeats).unwrap_or(1),
        se_ratio: reader.se_ratio(table).map_or(usual_ratio, some_ratio),
    };
    let is_one_conv = kind == BlockKind::FusedMBConv && stage.expand_ratio == 1;
    if let Some(value) = table.get("se_ratio").filter(|_| is_one_conv && stage.se_ratio.is_some()) {
        reader.out_of_range(value, "se_ratio", Expected::Absent);
    }
    (reader.count() == problems).then_some(stage)
}

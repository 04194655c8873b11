//! Which numbers a description may hold: one rule for tables, notation, files and messages.

use super::error::{Expected, Field, SpecError};

/// Largest side, channel count or number of blocks that is accepted: far above any published model,
/// low enough that no product of shapes overflows.
pub(super) const LIMIT: usize = 100_000;

/// Most MACs that are counted: a million times B7 is below it, and sums stay far from overflow.
pub(super) const MAX_MACS: u64 = 1_000_000_000_000_000_000;

/// Largest side of a kernel.
const MAX_KERNEL: usize = 31;

/// Largest expansion of a block.
const MAX_EXPAND: usize = 32;

/// Largest factor on width or depth.
const MAX_FACTOR: f64 = 1000.0;

/// Checks a whole number: a kernel, stride, expansion, or anything that is counted.
///
/// # Errors
/// Says what would be right.
pub fn whole(field: Field, value: i128) -> Result<usize, Expected> {
    let (fits, expected) = match field {
        Field::Kernel => (value % 2 == 1, Expected::Odd(MAX_KERNEL.to_string())),
        Field::Stride => (true, Expected::Either(1, 2)),
        Field::ExpandRatio => (true, Expected::between(&1, &MAX_EXPAND)),
        _ => (true, Expected::between(&1, &LIMIT)),
    };
    let high = match field {
        Field::Kernel => MAX_KERNEL,
        Field::Stride => 2,
        Field::ExpandRatio => MAX_EXPAND,
        _ => LIMIT,
    };
    match usize::try_from(value) {
        Ok(value) if fits && (1..=high).contains(&value) => Ok(value),
        _ => Err(expected),
    }
}

/// Checks a factor on width or depth, or a squeeze ratio: above 0, never infinite.
///
/// # Errors
/// Says what would be right.
pub fn real(field: Field, value: f64) -> Result<f64, Expected> {
    let high = if field == Field::SeRatio { 1.0 } else { MAX_FACTOR };
    if value > 0.0 && value <= high {
        return Ok(value);
    }
    Err(Expected::Positive(high.to_string()))
}

/// Refuses more MACs than are counted.
pub(super) fn check_macs(macs: u64) -> Result<(), SpecError> {
    if macs <= MAX_MACS {
        return Ok(());
    }
    Err(SpecError::Network {
        field: Field::Macs,
        got: if macs == u64::MAX { "more than 10^19".to_owned() } else { macs.to_string() },
        expected: Expected::at_most(&"10^18"),
    })
}

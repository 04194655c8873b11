//! The part behind `|`: how a value is written.

use crate::text::number::{self, Scale};

use super::error::Problem;

/// More decimals than these would pretend.
const MAX_DECIMALS: usize = 6;

pub(super) fn render(value: f64, format: Option<&str>) -> Result<String, Problem> {
    let Some(format) = format.map(str::trim) else { return Ok(number::plain(value)) };
    let unknown = || Problem::Format { format: format.to_owned() };
    let mut letters = format.chars();
    let letter = letters.next().ok_or_else(unknown)?;
    let decimals: usize = letters.as_str().parse().ok().ok_or_else(unknown)?;
    if decimals > MAX_DECIMALS {
        return Err(unknown());
    }
    match letter {
        '.' => Ok(number::grouped(value, decimals)),
        '%' => Ok(number::percent(value, decimals)),
        'x' => Ok(number::ratio(value, decimals)),
        letter => Scale::from_letter(letter)
            .map(|scale| number::scaled(value, scale, decimals))
            .ok_or_else(unknown),
    }
}

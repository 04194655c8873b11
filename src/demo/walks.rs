//! Whole networks by arithmetic: walked through, counted in every way, compared, scheduled. No engine.

mod card;
mod constraint;
mod conventions;
mod errata;
mod fingerprint;
mod layers;
mod memory;
mod network;
mod schedule;
mod single;
mod survival;
#[cfg(test)]
mod tests;

use crate::arch::{Model, SpecError, Variant};
use crate::content::demo::{Carded, Published};
use crate::text::number::{compact, count};
use crate::text::width;

pub(super) use card::card;
pub(super) use constraint::constraint;
pub(super) use conventions::conventions;
pub(super) use errata::errata;
pub(super) use fingerprint::fingerprint;
pub(super) use layers::layers;
pub(super) use memory::memory;
pub(super) use network::network;
pub(super) use schedule::schedule;
pub(super) use single::single;
pub(super) use survival::survival;

pub use conventions::{item_text, rule_text};
pub use fingerprint::mistake_text;
pub use memory::stored;
pub use network::blocks_kind;

/// The model of a knob.
const fn variant(model: Published) -> Variant {
    Variant::B[model as usize]
}

/// The model of a card.
fn carded(model: Carded) -> Result<Model, SpecError> {
    Model::parse(model.name())
}

/// A source as one word where it fits on a line: a title is not torn from its table.
fn unbroken(source: &str) -> String {
    const WIDEST: usize = 36;
    if width(source) > WIDEST { source.to_owned() } else { source.replace(' ', "\u{a0}") }
}

/// A change with its sign, exact: `+3,135,300`.
fn signed(change: i64) -> String {
    format!("{}{}", sign(change), count(change.unsigned_abs()))
}

/// A change with its sign, short: `+27.0 M`.
fn signed_compact(change: i64) -> String {
    format!("{}{}", sign(change), compact(change.unsigned_abs() as f64))
}

const fn sign(change: i64) -> &'static str {
    match change {
        0 => "",
        1.. => "+",
        _ => "-",
    }
}

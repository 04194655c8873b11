//! A network as a file.

use std::fmt::Write as _;

use super::settings::{ACTIVATIONS, ENDS, PADDINGS};
use crate::arch::scaling::ROUND_LIMIT;
use crate::arch::{Design, notation};

/// Writes a network as TOML, everything spelt out, its stages in notation.
///
/// [`super::parse`] reads it back as it was, if it is valid and its name can be a name.
pub fn to_toml(design: &Design) -> String {
    let Design { name, base, scaling, classes } = design;
    let name = toml::Value::String(name.clone());
    let mut text = format!(
        "name = {name}\n\
         resolution = {}\n\
         classes = {classes}\n\
         width = {:?}\n\
         depth = {:?}\n\
         stem = {}\n\
         head = {}\n\
         activation = \"{}\"\n\
         padding = \"{}\"\n\
         bn_eps = {:?}\n\
         ends = \"{}\"\n",
        scaling.resolution,
        scaling.width,
        scaling.depth,
        base.stem,
        base.head,
        word(&ACTIVATIONS, base.activation),
        word(&PADDINGS, base.padding),
        base.bn_eps,
        word(&ENDS, base.ends),
    );
    if base.round_limit.to_bits() != ROUND_LIMIT.to_bits() {
        let _ = writeln!(text, "round_limit = {:?}", base.round_limit);
    }
    text += "stages = [\n";
    for stage in &base.stages {
        let _ = writeln!(text, "    \"{}\",", notation::print(stage));
    }
    text + "]\n"
}

/// The word for a meaning; every meaning has one.
fn word<T: Copy + PartialEq>(words: &[(&'static str, T)], meaning: T) -> &'static str {
    words.iter().find(|(_, known)| *known == meaning).map_or("", |(word, _)| word)
}

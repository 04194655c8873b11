//! Values of a TOML table, each with its place; what does not fit is noted, and reading goes on.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::{Kind, NetworkFlaw, NetworkProblem};
use crate::arch::{Expected, Field, nearest, range};
use crate::text::width::{fitting, width};

/// Most problems that are told one by one.
const MAX_FLAWS: usize = 100;

/// Columns of a value quoted in a message.
const QUOTED: usize = 40;

/// What other libraries call our keys and words.
const ALIASES: [(&str, &str); 26] = [
    ("act", "activation"),
    ("blocks", "stages"),
    ("bn_epsilon", "bn_eps"),
    ("conv", "op"),
    ("depth_coefficient", "depth"),
    ("depth_mult", "depth"),
    ("eps", "bn_eps"),
    ("exp_ratio", "expand_ratio"),
    ("expansion", "expand_ratio"),
    ("filters", "channels"),
    ("hard-swish", "silu"),
    ("image_size", "resolution"),
    ("input_size", "resolution"),
    ("kernel_size", "kernel"),
    ("kind", "op"),
    ("last_channel", "head"),
    ("layers", "stages"),
    ("num_classes", "classes"),
    ("num_layers", "repeats"),
    ("num_repeat", "repeats"),
    ("out_channels", "channels"),
    ("res", "resolution"),
    ("swish", "silu"),
    ("type", "op"),
    ("width_coefficient", "width"),
    ("width_mult", "width"),
];

/// A text, and what is wrong with it so far.
pub(super) struct Reader<'a> {
    text: &'a str,
    flaws: Vec<NetworkFlaw>,
}

impl<'a> Reader<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { text, flaws: Vec::new() }
    }

    /// The text itself.
    pub(super) const fn text(&self) -> &'a str {
        self.text
    }

    /// Notes a problem.
    pub(super) fn refuse(&mut self, span: Range<usize>, problem: NetworkProblem) {
        self.flaws.push(NetworkFlaw { span, problem });
    }

    /// How many problems there are.
    pub(super) const fn count(&self) -> usize {
        self.flaws.len()
    }

    /// All problems from top to bottom; if they are very many, the last one says how many more.
    pub(super) fn flaws(mut self) -> Vec<NetworkFlaw> {
        self.flaws.sort_by_key(|flaw| flaw.span.start);
        if let Some(flaw) = self.flaws.get(MAX_FLAWS) {
            let problem = NetworkProblem::More(self.flaws.len() - MAX_FLAWS);
            let more = NetworkFlaw { span: flaw.span.clone(), problem };
            self.flaws.truncate(MAX_FLAWS);
            self.flaws.push(more);
        }
        self.flaws
    }

    /// A part of the text for a message: its first line, shortened.
    pub(super) fn quote(&self, span: Range<usize>) -> String {
        let line = self.text[span].lines().next().unwrap_or_default();
        if width(line) <= QUOTED {
            return line.to_owned();
        }
        format!("{}…", fitting(line, QUOTED - 1))
    }

    /// Refuses keys that are not among `known`.
    pub(super) fn check_keys(&mut self, table: &DeTable<'_>, known: &'static [&'static str]) {
        for key in table.keys() {
            let name = key.get_ref().as_ref();
            if !known.contains(&name) {
                let key_text = self.quote(key.span());
                let nearest = meant(name, known);
                let expected = known.join(", ");
                let problem = NetworkProblem::Key { key: key_text, expected, nearest };
                self.refuse(key.span(), problem);
            }
        }
    }

    /// A whole number.
    pub(super) fn whole(
        &mut self,
        table: &DeTable<'_>,
        key: &'static str,
        field: Field,
    ) -> Option<usize> {
        let value = table.get(key)?;
        let DeValue::Integer(integer) = value.get_ref() else {
            return self.wrong_kind(value, key, Kind::Whole);
        };
        // More digits than the type holds are out of every range.
        let number = i128::from_str_radix(integer.as_str(), integer.radix()).unwrap_or(i128::MAX);
        range::whole(field, number).map_err(|expected| self.out_of_range(value, key, expected)).ok()
    }

    /// A number that `check` accepts.
    pub(super) fn real(
        &mut self,
        table: &DeTable<'_>,
        key: &'static str,
        check: impl Fn(f64) -> Result<f64, Expected>,
    ) -> Option<f64> {
        let value = table.get(key)?;
        let number = match value.get_ref() {
            DeValue::Float(float) => float.as_str().parse().unwrap_or(f64::NAN),
            DeValue::Integer(integer) => i128::from_str_radix(integer.as_str(), integer.radix())
                .map_or(f64::INFINITY, |number| number as f64),
            _ => return self.wrong_kind(value, key, Kind::Number),
        };
        check(number).map_err(|expected| self.out_of_range(value, key, expected)).ok()
    }

    /// A squeeze ratio; 0 stands for none.
    pub(super) fn se_ratio(&mut self, table: &DeTable<'_>) -> Option<f64> {
        self.real(table, "se_ratio", |ratio| {
            let fits = (0.0..=1.0).contains(&ratio);
            if fits { Ok(ratio) } else { Err(Expected::between(&0, &1)) }
        })
    }

    /// A string.
    pub(super) fn string<'t>(
        &mut self,
        table: &'t DeTable<'_>,
        key: &'static str,
    ) -> Option<(&'t str, Range<usize>)> {
        let value = table.get(key)?;
        match value.get_ref().as_str() {
            Some(text) => Some((text, value.span())),
            None => self.wrong_kind(value, key, Kind::Text),
        }
    }

    /// One of some words.
    pub(super) fn word<T: Copy>(
        &mut self,
        table: &DeTable<'_>,
        key: &'static str,
        words: &[(&'static str, T)],
    ) -> Option<T> {
        let (typed, span) = self.string(table, key)?;
        // Case and the usual separators do not count.
        let plain = |word: &str| word.to_lowercase().replace(['-', '_', ' '], "");
        let found = words.iter().find(|(word, _)| plain(word) == plain(typed));
        if let Some((_, meaning)) = found {
            return Some(*meaning);
        }
        let known: Vec<&'static str> = words.iter().map(|(word, _)| *word).collect();
        let nearest = meant(typed, &known);
        let expected = Expected::OneOf(known.join(", "));
        let got = self.quote(span.clone());
        self.refuse(span, NetworkProblem::Word { key, got, expected, nearest });
        None
    }

    /// Notes a value of another kind.
    pub(super) fn wrong_kind<T>(
        &mut self,
        value: &Spanned<DeValue<'_>>,
        key: &'static str,
        kind: Kind,
    ) -> Option<T> {
        let got = self.quote(value.span());
        self.refuse(value.span(), NetworkProblem::Kind { key, kind, got });
        None
    }

    /// Notes a number out of range.
    pub(super) fn out_of_range(
        &mut self,
        value: &Spanned<DeValue<'_>>,
        key: &'static str,
        expected: Expected,
    ) {
        let got = self.quote(value.span());
        self.refuse(value.span(), NetworkProblem::Range { key, got, expected });
    }
}

/// A squeeze ratio as a stage has it.
pub(super) fn some_ratio(ratio: f64) -> Option<f64> {
    (ratio > 0.0).then_some(ratio)
}

/// The known word that is nearest, or that another library calls so.
fn meant(typed: &str, known: &[&'static str]) -> Option<&'static str> {
    let lower = typed.to_lowercase();
    let alias = ALIASES.iter().find(|(alias, own)| *alias == lower && known.contains(own));
    alias.map(|(_, own)| *own).or_else(|| {
        // Nothing long is a slip of the hand.
        let near = (lower.len() <= QUOTED).then(|| nearest(&lower, known)).flatten()?;
        known.iter().copied().find(|word| *word == near)
    })
}

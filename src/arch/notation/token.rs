//! The tokens of a notation: split at `_`, each a letter with a number.

use std::ops::Range;

use super::super::error::{Expected, Field};
use super::super::range;
use super::error::{NotationError, NotationProblem};
use super::operators;

/// What a stage is made of, as its first token says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    /// Inverted residual.
    Ir,
    /// Depthwise-separable.
    Ds,
    /// Edge residual: fused.
    Er,
    /// One convolution.
    Cn,
    /// No operator: TensorFlow's form.
    TensorFlow,
}

/// The operators that have a name.
pub(super) const OPERATORS: [Operator; 4] =
    [Operator::Ir, Operator::Ds, Operator::Er, Operator::Cn];

impl Operator {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Ir => "ir",
            Self::Ds => "ds",
            Self::Er => "er",
            Self::Cn => "cn",
            Self::TensorFlow => "",
        }
    }

    /// The operator for an expansion that this one does not have.
    pub(super) const fn instead(self, expand_ratio: usize) -> Option<&'static str> {
        match (self, expand_ratio) {
            (Self::Ir, 1) => Some("ds"),
            (Self::Er, 1) => Some("cn"),
            (Self::Ds, 2..) => Some("ir"),
            (Self::Cn, 2..) => Some("er"),
            _ => None,
        }
    }
}

/// Letters of both forms; `se` before `s`.
const LETTERS: [&str; 8] = ["se", "r", "k", "s", "e", "c", "i", "o"];

/// A stage that is right.
const EXAMPLE: &str = "ir_r2_k3_s2_e6_c24_se0.25";

/// A number and the place of its token.
type Found = (usize, Range<usize>);

/// The tokens of one stage, and what is wrong so far.
pub(super) struct Tokens<'a> {
    text: &'a str,
    /// The operator and its place.
    pub(super) operator: Option<(Operator, Range<usize>)>,
    /// Whether `skip` stands there.
    pub(super) has_skip: bool,
    /// Letter, the text behind it, place of the token.
    found: Vec<(&'static str, &'a str, Range<usize>)>,
    errors: Vec<NotationError>,
}

impl<'a> Tokens<'a> {
    pub(super) fn read(text: &'a str) -> Self {
        let (operator, has_skip, found, errors) = (None, false, Vec::new(), Vec::new());
        let mut tokens = Self { text, operator, has_skip, found, errors };
        let mut at = 0;
        for (index, token) in text.split('_').enumerate() {
            let place = at..at + token.len();
            at = place.end + 1;
            if text.trim().is_empty() {
                tokens.refuse(0..text.len(), NotationProblem::Empty { example: EXAMPLE });
            } else if index == 0 {
                tokens.first(token, place);
            } else {
                tokens.token(token, place);
            }
        }
        tokens
    }

    /// The first token: an operator, or TensorFlow's `r2`.
    fn first(&mut self, token: &'a str, place: Range<usize>) {
        if let Some(operator) = OPERATORS.into_iter().find(|known| known.name() == token) {
            self.operator = Some((operator, place));
        } else if token.strip_prefix('r').is_some_and(|rest| rest.parse::<u128>().is_ok()) {
            self.operator = Some((Operator::TensorFlow, place.clone()));
            self.token(token, place);
        } else {
            let problem = NotationProblem::Operator { got: shown(token), expected: operators() };
            self.refuse(place, problem);
        }
    }

    fn token(&mut self, token: &'a str, place: Range<usize>) {
        let got = || shown(token);
        let from_tf = matches!(self.operator, Some((Operator::TensorFlow, _)));
        if token == "skip" {
            self.has_skip = true;
            return;
        }
        if token == "noskip" {
            return self.refuse(place, NotationProblem::NoSkip);
        }
        let letter = LETTERS.into_iter().find(|letter| token.starts_with(letter));
        let Some(letter) = letter.filter(|letter| from_tf || !matches!(*letter, "i" | "o")) else {
            let expected =
                if from_tf { "r, k, s, e, i, o, se, c" } else { "r, k, s, e, c, se, skip" };
            return self.refuse(place, NotationProblem::Token { got: got(), expected });
        };
        let rest = &token[letter.len()..];
        if self.is_written(letter) {
            self.refuse(place, NotationProblem::Twice { letter, got: got() });
        } else {
            self.found.push((letter, rest, place));
        }
    }

    /// The number behind a letter that must be there.
    pub(super) fn need(&mut self, letter: &'static str, field: Field) -> Option<Found> {
        if !self.is_written(letter) {
            self.missing(letter);
        }
        self.find(letter, field)
    }

    /// The number behind a letter, if it is there and in range.
    pub(super) fn find(&mut self, letter: &'static str, field: Field) -> Option<Found> {
        let (_, mut rest, place) = self.take(letter)?;
        // TensorFlow writes both strides.
        let from_tf = matches!(self.operator, Some((Operator::TensorFlow, _)));
        if let (true, "s", [first, second]) = (from_tf, letter, rest.as_bytes()) {
            if first != second {
                let got = shown(&self.text[place.clone()]);
                self.refuse(place, NotationProblem::Strides { got });
                return None;
            }
            rest = &rest[..1];
        }
        let value = self.whole(letter, rest, &place)?;
        match range::whole(field, value) {
            Ok(value) => Some((value, place)),
            Err(expected) => {
                self.refuse_range(field, place, expected);
                None
            }
        }
    }

    /// TensorFlow's kind of convolution: 0 for MBConv, 1 for the fused one.
    pub(super) fn conv_type(&mut self) -> Option<i128> {
        let (letter, rest, place) = self.take("c")?;
        let value = self.whole(letter, rest, &place)?;
        if !(0..=1).contains(&value) {
            let got = shown(&self.text[place.clone()]);
            self.refuse(place, NotationProblem::Token { got, expected: "c0, c1" });
            return None;
        }
        Some(value)
    }

    /// The squeeze ratio; 0 for none.
    pub(super) fn se_ratio(&mut self) -> Option<(Option<f64>, Range<usize>)> {
        let (letter, rest, place) = self.take("se")?;
        let got = shown(&self.text[place.clone()]);
        let Ok(value) = rest.parse::<f64>() else {
            self.refuse(place, NotationProblem::Number { letter, got });
            return None;
        };
        if value == 0.0 {
            return Some((None, place));
        }
        match range::real(Field::SeRatio, value) {
            Ok(value) => Some((Some(value), place)),
            Err(expected) => {
                self.refuse_range(Field::SeRatio, place, expected);
                None
            }
        }
    }

    /// Notes a problem.
    pub(super) fn refuse(&mut self, span: Range<usize>, problem: NotationProblem) {
        self.errors.push(NotationError { span, problem });
    }

    /// Notes that a token's number is out of range.
    pub(super) fn refuse_range(&mut self, field: Field, place: Range<usize>, expected: Expected) {
        let got = shown(&self.text[place.clone()]);
        self.refuse(place, NotationProblem::Range { field, got, expected });
    }

    /// Refuses an operator that never has this expansion.
    pub(super) fn fit_expansion(&mut self, expand_ratio: usize, place: Range<usize>) {
        let Some((operator, _)) = &self.operator else { return };
        if let Some(instead) = operator.instead(expand_ratio) {
            let name = operator.name();
            self.refuse(place, NotationProblem::Expansion { name, instead });
        }
    }

    /// All problems, from left to right.
    pub(super) fn errors(mut self) -> Vec<NotationError> {
        self.errors.sort_by_key(|error| error.span.start);
        self.errors
    }

    fn is_written(&self, letter: &str) -> bool {
        self.found.iter().any(|(known, ..)| *known == letter)
    }

    fn take(&self, letter: &str) -> Option<(&'static str, &'a str, Range<usize>)> {
        self.found.iter().find(|(known, ..)| *known == letter).cloned()
    }

    fn whole(&mut self, letter: &'static str, rest: &str, place: &Range<usize>) -> Option<i128> {
        // More digits than the type holds are out of every range.
        let digits = rest.trim_start_matches(['-', '+']);
        let is_whole = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        if is_whole {
            return Some(rest.parse().unwrap_or(i128::MAX));
        }
        let got = shown(&self.text[place.clone()]);
        self.refuse(place.clone(), NotationProblem::Number { letter, got });
        None
    }

    /// Shown at the whole text. Behind an unknown operator nothing is missing.
    fn missing(&mut self, letter: &'static str) {
        if self.operator.is_none() {
            return;
        }
        let example = match letter {
            "r" => "r2",
            "k" => "k3",
            "s" => "s2",
            "e" => "e6",
            "o" => "o24",
            _ => "c24",
        };
        self.refuse(0..self.text.len(), NotationProblem::Missing { letter, example });
    }
}

/// A token for a message: not longer than anyone would read.
fn shown(token: &str) -> String {
    match token.char_indices().nth(48) {
        Some((end, _)) => format!("{}…", &token[..end]),
        None => token.to_owned(),
    }
}

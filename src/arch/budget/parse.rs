//! Reads budgets, and says where one is wrong.

use std::fmt;
use std::ops::Range;

use super::{Constraint, Quantity, Relation, Test};
use crate::arch::names::nearest;

/// Why a budget cannot be read.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{mistake}, at character {} of `{text}`", self.column())]
pub struct BudgetError {
    /// What is wrong.
    pub mistake: Mistake,
    /// The whole text.
    pub text: String,
    /// Where, in bytes of the text; empty at its end.
    pub span: Range<usize>,
}

impl BudgetError {
    /// The place in characters, from 1.
    pub fn column(&self) -> usize {
        self.text.get(..self.span.start).unwrap_or(&self.text).chars().count() + 1
    }

    /// What stands at the place.
    pub fn found(&self) -> &str {
        self.text.get(self.span.clone()).unwrap_or_default()
    }
}

/// What can be wrong in a budget.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mistake {
    /// No such quantity.
    Quantity {
        /// What was typed; empty where nothing was.
        got: String,
        /// The most similar name, if one is similar enough.
        nearest: Option<&'static str>,
    },
    /// No relation behind a quantity.
    Relation {
        /// What stands there; empty at the end.
        got: String,
    },
    /// Behind a division only `==` makes sense.
    EqualsSign {
        /// What stands there; empty at the end.
        got: String,
    },
    /// No number.
    Number {
        /// What stands there; empty at the end.
        got: String,
    },
    /// A divisor is a whole number from 1.
    Divisor {
        /// What was typed.
        got: String,
    },
    /// A remainder is a whole number.
    Whole {
        /// What was typed.
        got: String,
    },
    /// A remainder is below its divisor.
    Remainder {
        /// What was typed.
        got: u64,
        /// What it must be below.
        divisor: u64,
    },
    /// Width and depth are factors: they leave no remainder.
    Factor {
        /// Which.
        quantity: Quantity,
    },
}

impl Mistake {
    /// The names of all quantities.
    pub fn quantities() -> String {
        Quantity::ALL.map(Quantity::name).join(", ")
    }

    /// What was probably meant.
    pub fn meant(&self) -> Option<&'static str> {
        match self {
            Self::Quantity { nearest, .. } => *nearest,
            Self::Relation { got } => match got.as_str() {
                "=" => Some(Relation::Equal.sign()),
                "=<" => Some(Relation::AtMost.sign()),
                "=>" => Some(Relation::AtLeast.sign()),
                _ => None,
            },
            Self::EqualsSign { got } if got == "=" => Some(Relation::Equal.sign()),
            _ => None,
        }
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let got = |got: &str| if got.is_empty() { "nothing".into() } else { format!("`{got}`") };
        match self {
            Self::Quantity { got: name, .. } => {
                write!(f, "expected one of {}, got {}", Self::quantities(), got(name))
            }
            Self::Relation { got: sign } => {
                write!(f, "expected <=, <, >=, >, == or %, got {}", got(sign))
            }
            Self::EqualsSign { got: sign } => {
                write!(f, "expected ==, as in `res%32==0`, got {}", got(sign))
            }
            Self::Number { got: number } => {
                write!(f, "expected a number such as 224, 5.3e6, 10M or 1G, got {}", got(number))
            }
            Self::Divisor { got } => {
                write!(f, "expected a whole number from 1, as in `res%32==0`, got `{got}`")
            }
            Self::Whole { got } => {
                write!(f, "expected a whole number, as in `res%32==0`, got `{got}`")
            }
            Self::Remainder { got, divisor } => {
                write!(f, "a remainder by {divisor} must be below {divisor}, got `{got}`")
            }
            Self::Factor { quantity } => {
                write!(f, "{} is a factor and has no remainder", quantity.name())
            }
        }?;
        self.meant().map_or(Ok(()), |meant| write!(f, " (did you mean `{meant}`?)"))
    }
}

/// The conditions of a budget.
pub(super) fn budget(text: &str) -> Result<Vec<Constraint>, BudgetError> {
    let mut constraints = Vec::new();
    let mut start = 0;
    for piece in text.split(',') {
        let mut reader = Reader { text, at: start, end: start + piece.len() };
        constraints.push(reader.constraint(piece)?);
        start = reader.end + 1;
    }
    Ok(constraints)
}

/// Reads one condition: the part of `text` from `at` to `end`.
struct Reader<'a> {
    text: &'a str,
    at: usize,
    end: usize,
}

impl<'a> Reader<'a> {
    fn constraint(&mut self, piece: &str) -> Result<Constraint, BudgetError> {
        let (name, place) = self.word(|c| c.is_alphanumeric() || c == '_');
        let lower = name.to_lowercase();
        let known = Quantity::ALL.into_iter().find(|quantity| quantity.name() == lower);
        let Some(quantity) = known else { return Err(self.no_quantity(name, &lower, place)) };
        let (sign, place) = self.word(|c| matches!(c, '<' | '>' | '=' | '%' | '!' | '≤' | '≥'));
        let relation = match sign {
            "<=" | "≤" => Relation::AtMost,
            "<" => Relation::Below,
            ">=" | "≥" => Relation::AtLeast,
            ">" => Relation::Above,
            "==" => Relation::Equal,
            "%" if quantity.is_factor() => {
                return Err(self.wrong(Mistake::Factor { quantity }, place));
            }
            "%" => {
                let test = self.remainder()?;
                return Ok(Constraint { quantity, test, text: piece.trim().to_owned() });
            }
            _ => {
                let (got, place) = self.or_rest(sign, place);
                return Err(self.wrong(Mistake::Relation { got }, place));
            }
        };
        let (number, _) = self.number()?;
        let test = Test::Compare(relation, number);
        Ok(Constraint { quantity, test, text: piece.trim().to_owned() })
    }

    /// Behind `%`: `32==0`.
    fn remainder(&mut self) -> Result<Test, BudgetError> {
        // The number of a divisor ends where `==` begins.
        let (text, place) =
            self.word(|c| !matches!(c, '=' | '<' | '>' | '!') && !c.is_whitespace());
        let divisor = self.whole(text, place.clone())?;
        if divisor == 0 {
            return Err(self.wrong(Mistake::Divisor { got: text.to_owned() }, place));
        }
        let (sign, place) = self.word(|c| matches!(c, '<' | '>' | '=' | '!'));
        if sign != "==" {
            let (got, place) = self.or_rest(sign, place);
            return Err(self.wrong(Mistake::EqualsSign { got }, place));
        }
        let (text, place) = self.rest();
        let remainder = self.whole(text, place.clone())?;
        if remainder >= divisor {
            return Err(self.wrong(Mistake::Remainder { got: remainder, divisor }, place));
        }
        Ok(Test::Leaves { divisor, remainder })
    }

    fn whole(&self, text: &str, place: Range<usize>) -> Result<u64, BudgetError> {
        let got = || text.to_owned();
        let Some(value) = number(text) else {
            return Err(self.wrong(Mistake::Number { got: got() }, place));
        };
        // Above 2⁵³ a real is no longer every whole number.
        if value.fract() != 0.0 || value > 9e15 {
            return Err(self.wrong(Mistake::Whole { got: got() }, place));
        }
        Ok(value as u64)
    }

    fn number(&mut self) -> Result<(f64, Range<usize>), BudgetError> {
        let (text, place) = self.rest();
        match number(text) {
            Some(value) => Ok((value, place)),
            None => Err(self.wrong(Mistake::Number { got: text.to_owned() }, place)),
        }
    }

    /// The longest run of such characters, behind spaces, and where it stands.
    fn word(&mut self, belongs: impl Fn(char) -> bool) -> (&'a str, Range<usize>) {
        let rest = &self.text[self.at..self.end];
        let trimmed = rest.trim_start();
        let start = self.end - trimmed.len();
        let length = trimmed.find(|c| !belongs(c)).unwrap_or(trimmed.len());
        self.at = start + length;
        (&trimmed[..length], start..self.at)
    }

    /// All that is left of the condition, without spaces around it.
    fn rest(&mut self) -> (&'a str, Range<usize>) {
        let rest = &self.text[self.at..self.end];
        let start = self.end - rest.trim_start().len();
        self.at = self.end;
        (rest.trim(), start..start + rest.trim().len())
    }

    /// What was found, or all that is left where nothing was.
    fn or_rest(&mut self, found: &str, place: Range<usize>) -> (String, Range<usize>) {
        if found.is_empty() {
            let (rest, place) = self.rest();
            (rest.to_owned(), place)
        } else {
            (found.to_owned(), place)
        }
    }

    fn no_quantity(&mut self, name: &str, lower: &str, place: Range<usize>) -> BudgetError {
        let (got, place) = self.or_rest(name, place);
        let found = match lower {
            "resolution" | "side" | "size" | "pixels" => Some("res".to_owned()),
            "parameters" => Some("params".to_owned()),
            "flops" | "mac" | "madds" => Some("macs".to_owned()),
            _ => nearest(lower, &Quantity::ALL.map(Quantity::name)),
        };
        let names = || Quantity::ALL.map(Quantity::name).into_iter();
        let nearest = found.and_then(|found| names().find(|name| *name == found));
        self.wrong(Mistake::Quantity { got, nearest }, place)
    }

    fn wrong(&self, mistake: Mistake, span: Range<usize>) -> BudgetError {
        BudgetError { mistake, text: self.text.to_owned(), span }
    }
}

/// `1G`, `10M`, `5.3e6`, `1_000_000`, `224`: finite and not negative.
fn number(text: &str) -> Option<f64> {
    let (digits, power) = match text.chars().last()? {
        'k' | 'K' => (&text[..text.len() - 1], "e3"),
        'm' | 'M' => (&text[..text.len() - 1], "e6"),
        'g' | 'G' => (&text[..text.len() - 1], "e9"),
        't' | 'T' => (&text[..text.len() - 1], "e12"),
        _ => (text, ""),
    };
    let digits = digits.trim_end();
    let written = |c: char| c.is_ascii_digit() || matches!(c, '.' | '_' | 'e' | 'E' | '+' | '-');
    let is_exponent = digits.contains(['e', 'E']);
    if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        || !digits.chars().all(written)
        || (is_exponent && !power.is_empty())
    {
        return None;
    }
    // The unit is read as an exponent, so that 1.1G is exact.
    let value: f64 = format!("{}{power}", digits.replace('_', "")).parse().ok()?;
    value.is_finite().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arch::Budget;

    fn parsed(text: &str) -> Vec<(Quantity, Test)> {
        let constraints = Budget::parse(text).unwrap().constraints;
        constraints.into_iter().map(|c| (c.quantity, c.test)).collect()
    }

    #[test]
    fn numbers_are_read_exactly() {
        let cases = [
            ("224", 224.0),
            ("1G", 1e9),
            ("1.1 G", 1.1e9),
            ("10M", 1e7),
            ("5.3e6", 5.3e6),
            ("1_000_000", 1e6),
            ("2k", 2e3),
            (".5", 0.5),
        ];
        for (text, value) in cases {
            assert_eq!(number(text), Some(value), "{text}");
        }
        for text in ["", "G", "x", "-1", "1e3G", "inf", "NaN", "1e400", "1 2", "0x10", "1GG", "１"]
        {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn every_relation_is_read() {
        let compare = |relation, value| Test::Compare(relation, value);
        assert_eq!(
            parsed("macs<=1G, params < 10M ,res>=128,width>1,DEPTH==1.2,res % 32 == 0"),
            [
                (Quantity::Macs, compare(Relation::AtMost, 1e9)),
                (Quantity::Params, compare(Relation::Below, 1e7)),
                (Quantity::Resolution, compare(Relation::AtLeast, 128.0)),
                (Quantity::Width, compare(Relation::Above, 1.0)),
                (Quantity::Depth, compare(Relation::Equal, 1.2)),
                (Quantity::Resolution, Test::Leaves { divisor: 32, remainder: 0 }),
            ]
        );
    }

    #[track_caller]
    fn refused(text: &str, message: &str, found: &str) {
        let error = Budget::parse(text).unwrap_err();
        assert!(error.to_string().contains(message), "{error}");
        assert_eq!(error.found(), found, "{error}");
    }

    #[test]
    fn mistakes_say_what_and_where() {
        refused("macs<=1G,parms<=10M", "got `parms` (did you mean `params`?)", "parms");
        refused("macs<=1G,parms<=10M", "at character 10 of `macs<=1G,parms<=10M`", "parms");
        refused("flops<=1G", "did you mean `macs`?", "flops");
        refused("", "expected one of macs, params, activations, bytes, res", "");
        refused("macs<=1G,", "got nothing, at character 10", "");
        refused("macs 1G", "expected <=, <, >=, >, == or %, got `1G`", "1G");
        refused("macs", "got nothing", "");
        refused("macs!=1G", "got `!=`", "!=");
        refused("macs<=", "expected a number such as 224", "");
        refused("macs<=1Q", "got `1Q`", "1Q");
        refused("macs<=-1", "got `-1`", "-1");
        refused("res%32", "expected ==, as in `res%32==0`, got nothing", "");
        refused("res%0==0", "expected a whole number from 1, as in `res%32==0`, got `0`", "0");
        refused("res%1.5==0", "expected a whole number", "1.5");
        refused("res%32==32", "a remainder by 32 must be below 32, got `32`", "32");
        refused("res%32==1.5", "expected a whole number, as in", "1.5");
        refused("macs=1G", "== or %, got `=` (did you mean `==`?)", "=");
        refused("macs=<1G", "(did you mean `<=`?)", "=<");
        refused("res%32=0", "expected ==, as in `res%32==0`, got `=` (did you mean `==`?)", "=");
        refused("width%2==0", "width is a factor and has no remainder", "%");
        refused("맥<=1", "got `맥`", "맥");
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,40}|[a-z0-9<>=%,._ GMk]{0,40}|(macs|res|width)[%<>=]{0,3}[0-9GM.]{0,5}") {
            if let Err(error) = Budget::parse(&text) {
                proptest::prop_assert!(text.is_char_boundary(error.span.start));
                proptest::prop_assert!(error.span.end <= text.len());
                let _ = (error.to_string(), error.found().len());
            }
        }
    }
}

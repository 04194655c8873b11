//! The grammar: a descent that computes as it reads.

use std::ops::Range;

use super::error::{Problem, QuantityError};
use super::models::Models;
use super::{function, name};

const MAX_DEPTH: usize = 50;

/// Reads one expression.
pub(super) struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    models: &'a Models,
}

type Value = Result<f64, QuantityError>;

/// Says where a problem lies.
fn locate(span: Range<usize>, value: Result<f64, Problem>) -> Value {
    value.map_err(|problem| QuantityError { span, problem })
}

impl<'a> Parser<'a> {
    pub(super) const fn new(text: &'a str, models: &'a Models) -> Self {
        Self { text, at: 0, depth: 0, models }
    }

    /// The value of the whole text.
    pub(super) fn whole(mut self) -> Value {
        let value = self.sum()?;
        if self.peek().is_some() {
            return Err(self.unexpected("an operator"));
        }
        if value.is_finite() {
            return Ok(value);
        }
        let expression = self.text.trim().to_owned();
        Err(QuantityError { span: 0..self.text.len(), problem: Problem::NotFinite { expression } })
    }

    fn sum(&mut self) -> Value {
        let mut value = self.product()?;
        loop {
            match self.peek() {
                Some('+') => {
                    self.at += 1;
                    value += self.product()?;
                }
                Some('-') => {
                    self.at += 1;
                    value -= self.product()?;
                }
                _ => return Ok(value),
            }
        }
    }

    fn product(&mut self) -> Value {
        let mut value = self.signed()?;
        loop {
            match self.peek() {
                Some('*') => {
                    self.at += 1;
                    value *= self.signed()?;
                }
                Some('/') => {
                    self.at += 1;
                    value /= self.signed()?;
                }
                _ => return Ok(value),
            }
        }
    }

    /// A sign binds weaker than a power: -2^2 is -4.
    fn signed(&mut self) -> Value {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            let span = self.at..self.at;
            return Err(QuantityError { span, problem: Problem::Nesting { limit: MAX_DEPTH } });
        }
        let value = if self.peek() == Some('-') {
            self.at += 1;
            -self.signed()?
        } else {
            self.power()?
        };
        self.depth -= 1;
        Ok(value)
    }

    /// Powers bind to the right: 2^3^2 is 2^9.
    fn power(&mut self) -> Value {
        let base = self.atom()?;
        if self.peek() != Some('^') {
            return Ok(base);
        }
        self.at += 1;
        Ok(base.powf(self.signed()?))
    }

    fn atom(&mut self) -> Value {
        match self.peek() {
            Some('(') => {
                self.at += 1;
                let value = self.sum()?;
                self.close()?;
                Ok(value)
            }
            Some(c) if c.is_ascii_digit() => self.number(),
            Some(c) if c.is_ascii_alphabetic() => self.named(),
            _ => Err(self.unexpected("a number or a quantity")),
        }
    }

    fn number(&mut self) -> Value {
        let start = self.at;
        self.take_while(|c| c.is_ascii_digit() || c == '.');
        let rest = &self.text[self.at..];
        let exponent =
            rest.strip_prefix(['e', 'E']).map(|r| r.strip_prefix(['+', '-']).unwrap_or(r));
        if let Some(digits) = exponent.filter(|r| r.starts_with(|c: char| c.is_ascii_digit())) {
            self.at += rest.len() - digits.len();
            self.take_while(|c| c.is_ascii_digit());
        }
        let number = &self.text[start..self.at];
        number.parse().map_err(|_not_a_number| {
            let problem = Problem::Syntax { expected: "a number", got: format!("`{number}`") };
            QuantityError { span: start..start + number.len(), problem }
        })
    }

    /// `name`, `name:argument` or `name(values)`.
    fn named(&mut self) -> Value {
        let start = self.at;
        let name = self.word();
        match self.text[self.at..].chars().next() {
            Some(':') => {
                self.at += 1;
                let argument = self.word();
                let span = start..self.at;
                locate(span, name::quantity(name, argument, self.models))
            }
            Some('(') => {
                self.at += 1;
                let mut values = Vec::new();
                if self.peek() != Some(')') {
                    values.push(self.sum()?);
                    while self.peek() == Some(',') {
                        self.at += 1;
                        values.push(self.sum()?);
                    }
                }
                self.close()?;
                locate(start..self.at, function::call(name, &values))
            }
            _ => locate(start..self.at, name::quantity(name, "", self.models)),
        }
    }

    fn close(&mut self) -> Result<(), QuantityError> {
        if self.peek() != Some(')') {
            return Err(self.unexpected("`)`"));
        }
        self.at += 1;
        Ok(())
    }

    fn word(&mut self) -> &'a str {
        let start = self.at;
        self.take_while(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-');
        &self.text[start..self.at]
    }

    fn take_while(&mut self, accept: impl Fn(char) -> bool) {
        let rest = &self.text[self.at..];
        self.at += rest.find(|c| !accept(c)).unwrap_or(rest.len());
    }

    /// The next character that is no space.
    fn peek(&mut self) -> Option<char> {
        self.take_while(char::is_whitespace);
        self.text[self.at..].chars().next()
    }

    fn unexpected(&mut self, expected: &'static str) -> QuantityError {
        let next = self.peek();
        let length = next.map_or(0, char::len_utf8);
        let got = next.map_or_else(|| "the end".to_owned(), |c| format!("`{c}`"));
        QuantityError {
            span: self.at..self.at + length,
            problem: Problem::Syntax { expected, got },
        }
    }
}

//! The expressions of the bank, read a second time: by binding powers, where the program descends.

/// What an expression asks the world for.
pub(crate) enum Need<'a> {
    /// `name:argument`, or a bare name with an empty argument.
    Quantity(&'a str, &'a str),
    /// `name(x, y)`.
    Function(&'a str, &'a [f64]),
}

/// The world: a value for each need, or nothing where it cannot say.
pub(crate) type World<'w> = dyn FnMut(&Need<'_>) -> Option<f64> + 'w;

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Number(f64),
    Word(String),
    Sign(char),
}

/// The value of an expression, or what could not be reached.
pub(crate) fn evaluate(text: &str, world: &mut World<'_>) -> Result<f64, String> {
    let mut tokens = tokens(text)?;
    tokens.reverse();
    let value = bound(&mut tokens, 0, world)?;
    match tokens.pop() {
        None => Ok(value),
        Some(rest) => Err(format!("`{text}`: {rest:?} is left over")),
    }
}

/// Words may hold `-`, `.` and `:` inside, so a minus sign behind one needs a space.
fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let end =
            |accept: &dyn Fn(char) -> bool| rest.find(|c: char| !accept(c)).unwrap_or(rest.len());
        let length = match first {
            '0'..='9' => {
                let mut length = end(&|c| c.is_ascii_digit() || c == '.');
                let power = rest[length..].strip_prefix('e').unwrap_or_default();
                if power.starts_with(|c: char| c.is_ascii_digit()) {
                    let digits = power.find(|c: char| !c.is_ascii_digit());
                    length += 1 + digits.unwrap_or(power.len());
                }
                let number = rest[..length].parse().map_err(|error| format!("{text}: {error}"))?;
                tokens.push(Token::Number(number));
                length
            }
            'a'..='z' => {
                let length = end(&|c| c.is_ascii_alphanumeric() || "-.:".contains(c));
                tokens.push(Token::Word(rest[..length].to_owned()));
                length
            }
            '+' | '-' | '*' | '/' | '^' | '(' | ')' | ',' => {
                tokens.push(Token::Sign(first));
                1
            }
            _ => return Err(format!("{text}: `{first}` is no sign of an expression")),
        };
        rest = rest[length..].trim_start();
    }
    Ok(tokens)
}

/// How strongly a sign binds to its left and to its right.
fn binding(sign: char) -> Option<(u8, u8)> {
    match sign {
        '+' | '-' => Some((1, 2)),
        '*' | '/' => Some((3, 4)),
        '^' => Some((8, 7)),
        _ => None,
    }
}

/// A sign in front binds stronger than a product and weaker than a power.
const IN_FRONT: u8 = 5;

fn bound(tokens: &mut Vec<Token>, least: u8, world: &mut World<'_>) -> Result<f64, String> {
    let mut left = match tokens.pop() {
        Some(Token::Number(number)) => number,
        Some(Token::Sign('-')) => -bound(tokens, IN_FRONT, world)?,
        Some(Token::Sign('(')) => {
            let inner = bound(tokens, 0, world)?;
            close(tokens)?;
            inner
        }
        Some(Token::Word(word)) => named(&word, tokens, world)?,
        other => return Err(format!("{other:?} where a value belongs")),
    };
    while let Some(Token::Sign(sign)) = tokens.last() {
        let sign = *sign;
        let Some((_, to_right)) = binding(sign).filter(|(left, _)| *left >= least) else { break };
        tokens.pop();
        let right = bound(tokens, to_right, world)?;
        left = match sign {
            '+' => left + right,
            '-' => left - right,
            '*' => left * right,
            '/' => left / right,
            _ => left.powf(right),
        };
    }
    Ok(left)
}

fn named(word: &str, tokens: &mut Vec<Token>, world: &mut World<'_>) -> Result<f64, String> {
    if tokens.last() == Some(&Token::Sign('(')) {
        tokens.pop();
        let mut values = vec![bound(tokens, 0, world)?];
        while tokens.last() == Some(&Token::Sign(',')) {
            tokens.pop();
            values.push(bound(tokens, 0, world)?);
        }
        close(tokens)?;
        return world(&Need::Function(word, &values)).ok_or_else(|| format!("{word}{values:?}"));
    }
    let (name, argument) = word.split_once(':').unwrap_or((word, ""));
    world(&Need::Quantity(name, argument)).ok_or_else(|| word.to_owned())
}

fn close(tokens: &mut Vec<Token>) -> Result<(), String> {
    match tokens.pop() {
        Some(Token::Sign(')')) => Ok(()),
        other => Err(format!("{other:?} where `)` belongs")),
    }
}

#[test]
fn signs_bind_as_in_the_books() {
    let value = |text: &str| evaluate(text, &mut |_: &Need<'_>| None);
    let cases: [(&str, f64); 7] = [
        ("2 + 3 * 4", 14.0),
        ("2 ^ 3 ^ 2", 512.0),
        ("-2 ^ 2", -4.0),
        ("2 - 3 - 4", -5.0),
        ("(1 + 2) * -3", -9.0),
        ("12 / 2 / 3", 2.0),
        ("1.5e3 ^ -1 * 3", 0.002),
    ];
    for (text, wanted) in cases {
        assert!((value(text).unwrap() - wanted).abs() < 1e-12, "{text}");
    }
    assert_eq!(value("params:b0 + 1"), Err("params:b0".to_owned()));
    assert!(value("1 2").is_err() && value("(1").is_err());
}

//! Functions of an expression: `conv-macs(3, 32, 64, 1, 112)`.

use crate::arch::Cost;
use crate::arch::nearest;
use crate::arch::scaling::{ROUND_LIMIT, round_channels, round_repeats};

use super::error::Problem;

/// Name, parameters, how many.
const FUNCTIONS: &[(&str, &str, usize)] = &[
    ("conv-macs", "kernel, channels in, channels out, groups, side", 5),
    ("conv-params", "kernel, channels in, channels out, groups", 4),
    ("round-channels", "channels, width", 2),
    ("round-repeats", "repeats, depth", 2),
    ("sqrt", "x", 1),
    ("ln", "x", 1),
    ("exp", "x", 1),
    ("round", "x", 1),
    ("floor", "x", 1),
    ("ceil", "x", 1),
    ("abs", "x", 1),
    ("sigmoid", "x", 1),
    ("swish", "x", 1),
    ("min", "x, y", 2),
    ("max", "x, y", 2),
];

pub(super) fn call(name: &str, values: &[f64]) -> Result<f64, Problem> {
    let Some(&(_, parameters, expected)) = FUNCTIONS.iter().find(|(known, ..)| *known == name)
    else {
        let names: Vec<&str> = FUNCTIONS.iter().map(|(known, ..)| *known).collect();
        return Err(Problem::Unknown {
            place: "unknown function",
            name: name.to_owned(),
            expected: Vec::new(),
            nearest: nearest(name, &names),
        });
    };
    if values.len() != expected {
        let name = name.to_owned();
        return Err(Problem::Arity { name, parameters, expected, got: values.len() });
    }
    compute(name, values)
}

fn compute(name: &str, values: &[f64]) -> Result<f64, Problem> {
    Ok(match (name, values) {
        ("conv-macs", &[kernel, c_in, c_out, groups, side]) => {
            let side = size("side", side)?;
            conv(kernel, c_in, c_out, groups, side * side)?.macs as f64
        }
        ("conv-params", &[kernel, c_in, c_out, groups]) => {
            conv(kernel, c_in, c_out, groups, 1)?.params as f64
        }
        ("round-channels", &[channels, width]) => {
            round_channels(size("channels", channels)?, factor("width", width)?, ROUND_LIMIT) as f64
        }
        ("round-repeats", &[repeats, depth]) => {
            round_repeats(size("repeats", repeats)?, factor("depth", depth)?) as f64
        }
        ("sqrt", &[x]) => x.sqrt(),
        ("ln", &[x]) => x.ln(),
        ("exp", &[x]) => x.exp(),
        ("round", &[x]) => x.round(),
        ("floor", &[x]) => x.floor(),
        ("ceil", &[x]) => x.ceil(),
        ("abs", &[x]) => x.abs(),
        ("sigmoid", &[x]) => 1.0 / (1.0 + (-x).exp()),
        ("swish", &[x]) => x / (1.0 + (-x).exp()),
        ("min", &[x, y]) => x.min(y),
        ("max", &[x, y]) => x.max(y),
        _ => f64::NAN,
    })
}

fn conv(kernel: f64, c_in: f64, c_out: f64, groups: f64, outputs: usize) -> Result<Cost, Problem> {
    let (kernel, groups) = (size("kernel", kernel)?, size("groups", groups)?);
    let (c_in, c_out) = (size("channels in", c_in)?, size("channels out", c_out)?);
    if !c_in.is_multiple_of(groups) || !c_out.is_multiple_of(groups) {
        let expected = format!("a divisor of {c_in} and {c_out}");
        return Err(Problem::Range { field: "groups", expected, got: groups.to_string() });
    }
    Ok(Cost::conv(c_in, c_out, kernel, groups, outputs))
}

fn size(field: &'static str, value: f64) -> Result<usize, Problem> {
    if value.fract() == 0.0 && (1.0..=100_000.0).contains(&value) {
        return Ok(value as usize);
    }
    let expected = "a whole number between 1 and 100000".to_owned();
    Err(Problem::Range { field, expected, got: value.to_string() })
}

fn factor(field: &'static str, value: f64) -> Result<f64, Problem> {
    if value > 0.0 && value <= 1000.0 {
        return Ok(value);
    }
    let expected = "above 0 and at most 1000".to_owned();
    Err(Problem::Range { field, expected, got: value.to_string() })
}

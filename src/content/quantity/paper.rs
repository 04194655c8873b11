//! What only a publication can say, kept once with its source: `assets/data/paper.toml`.

use std::sync::OnceLock;

use toml::{Table, Value};

use crate::arch::nearest;

use super::error::Problem;

/// A number by its path: `b0.top1`, `table7.compound.flops`.
pub(super) fn value(path: &str) -> Result<f64, Problem> {
    let mut table = data();
    let mut segments = path.split('.').peekable();
    while let Some(segment) = segments.next() {
        match table.get(segment) {
            Some(Value::Table(inner)) => table = inner,
            Some(Value::Float(number)) if segments.peek().is_none() => return Ok(*number),
            Some(Value::Integer(number)) if segments.peek().is_none() => return Ok(*number as f64),
            _ => return Err(unknown(segment, table)),
        }
    }
    Err(Problem::Argument {
        name: "paper".to_owned(),
        expected: format!("one number of {}", names(table).join(", ")),
        got: path.to_owned(),
    })
}

/// Where the number at `path` comes from.
pub fn source(path: &str) -> Option<&'static str> {
    let mut table = data();
    let mut found = None;
    for segment in path.split('.') {
        found = table.get("source").and_then(Value::as_str).or(found);
        match table.get(segment)? {
            Value::Table(inner) => table = inner,
            _ => return found,
        }
    }
    table.get("source").and_then(Value::as_str).or(found)
}

/// The top-1 accuracy on ImageNet that a publication prints for a model, in percent, and which one.
pub fn accuracy(model: &str) -> Option<(f64, &'static str)> {
    let path = format!("{model}.top1");
    Some((value(&path).ok()?, source(&path)?))
}

fn data() -> &'static Table {
    static DATA: OnceLock<Table> = OnceLock::new();
    DATA.get_or_init(|| {
        include_str!("../../../assets/data/paper.toml").parse().expect("the shipped data is TOML")
    })
}

fn names(table: &Table) -> Vec<&str> {
    table.keys().map(String::as_str).filter(|key| *key != "source").collect()
}

fn unknown(name: &str, table: &Table) -> Problem {
    let names = names(table);
    Problem::Unknown {
        place: "the paper's data has no",
        name: name.to_owned(),
        nearest: nearest(name, &names),
        expected: names.into_iter().map(str::to_owned).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(table: &Table, path: &str, inherited: Option<&str>) {
        let source = table.get("source").and_then(Value::as_str).or(inherited);
        for (key, value) in table {
            let path = format!("{path}.{key}");
            match value {
                Value::Table(inner) => check(inner, &path, source),
                Value::String(_) => assert_eq!(key, "source", "{path}"),
                Value::Integer(_) | Value::Float(_) => assert!(source.is_some(), "{path}"),
                other => panic!("{path}: {other}"),
            }
        }
    }

    #[test]
    fn every_number_has_a_source() {
        check(data(), "", None);
        assert_eq!(source("b0.top1"), Some("arXiv 1905.11946v5, Table 2"));
        assert_eq!(source("table7.depth.top1"), Some("arXiv 1905.11946v5, Table 7"));
        assert_eq!(source("b0.nothing"), None);
    }
}

//! Formulas in TeX: checked, on one line for running text, in two dimensions on their own, and as MathML
//! for browsers.

mod mathml;

use std::borrow::Cow;

use rust_latex_parser::ast::AccentKind;
use rust_latex_parser::{EqNode, parse_equation};

use crate::text::width;

/// A formula of a lesson is short; these keep a broken one from exhausting anything.
const MAX_LENGTH: usize = 300;
const MAX_DEPTH: usize = 10;

/// Says what is wrong with a formula. The renderer itself accepts anything.
///
/// # Errors
/// A sentence for the author.
pub(super) fn check(tex: &str) -> Result<(), String> {
    read(tex).map(drop)
}

/// The formula's tree, once it is checked.
fn read(tex: &str) -> Result<EqNode, String> {
    if tex.trim().is_empty() {
        return Err("this formula is empty".to_owned());
    }
    if tex.len() > MAX_LENGTH {
        return Err(format!("a formula has at most {MAX_LENGTH} bytes, got {}", tex.len()));
    }
    let mut depth = 0_usize;
    let mut escaped = false;
    for c in tex.chars() {
        match c {
            '{' if !escaped => depth += 1,
            '}' if !escaped => {
                depth =
                    depth.checked_sub(1).ok_or("this formula closes a brace that is not open")?;
            }
            _ => {}
        }
        escaped = c == '\\' && !escaped;
        if depth > MAX_DEPTH {
            return Err(format!("braces nested deeper than {MAX_DEPTH}"));
        }
    }
    if depth > 0 {
        return Err("this formula leaves a brace open".to_owned());
    }
    let tree = parse_equation(&closed(tex));
    match unknown_command(&tree) {
        Some(command) => Err(format!("unknown command `{command}` in a formula")),
        None => Ok(tree),
    }
}

/// The formula without spaces beside a slash: the parser would divide the space before it. Behind a
/// bracket it would divide the bracket alone, so that space stays.
fn closed(tex: &str) -> Cow<'_, str> {
    if !tex.contains('/') || tex.contains(r"\text") {
        return Cow::Borrowed(tex);
    }
    let mut parts = tex.split('/');
    let mut closed = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let before = closed.trim_end();
        if !before.ends_with([')', ']']) {
            closed.truncate(before.len());
        }
        closed.push('/');
        closed += part.trim_start();
    }
    Cow::Owned(closed)
}

/// The formula on one line: `α^φ`, `1/k²`. What cannot be read is shown as it is written.
pub fn one_line(tex: &str) -> String {
    let Ok(tree) = read(tex) else { return tex.to_owned() };
    let mut line = String::new();
    write(&tree, &mut line);
    tidy(&line)
}

/// Single spaces, and none around a product: the parser spaces those unevenly. α·β²·γ².
fn tidy(line: &str) -> String {
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    line.replace(" ·", "·").replace("· ", "·").replace("= - ", "= −").replace("(- ", "(−")
}

/// The formula as MathML, set on its own line if `display`; what cannot be read is shown as it is written.
pub fn mathml(tex: &str, display: bool) -> String {
    mathml::formula(read(tex).ok().as_ref(), &one_line(tex), display)
}

/// The formula in two dimensions; `None` if it does not fit into `columns` or cannot be read.
pub(super) fn block(tex: &str, columns: usize) -> Option<Vec<String>> {
    let tree = read(tex).ok()?;
    let mut drawable = true;
    visit(&tree, &mut |node| drawable &= is_drawable(node));
    if !drawable {
        return None;
    }
    let mut cells = term_maths::render(&closed(tex)).cells().to_vec();
    tighten(&mut cells);
    let mut rows: Vec<String> =
        cells.iter().map(|row| row.concat().trim_end().to_owned()).collect();
    if let [row] = &mut rows[..] {
        *row = tidy(row);
    }
    let fits = rows.iter().all(|row| width(row) <= columns);
    (fits && !rows.is_empty()).then_some(rows)
}

/// Takes out empty columns beside a product's dot, which the renderer spaces unevenly.
fn tighten(cells: &mut [Vec<String>]) {
    let columns = cells.iter().map(Vec::len).max().unwrap_or(0);
    let is = |cells: &[Vec<String>], column: usize, wanted: &str| {
        cells.iter().any(|row| row.get(column).is_some_and(|cell| cell == wanted))
    };
    for column in (0..columns).rev() {
        let is_blank = cells.iter().all(|row| row.get(column).is_none_or(|cell| cell == " "));
        let beside = is(cells, column + 1, "·") || column > 0 && is(cells, column - 1, "·");
        if is_blank && beside {
            for row in cells.iter_mut().filter(|row| column < row.len()) {
                row.remove(column);
            }
        }
    }
}

/// What `term-maths` draws without fail; it subtracts below zero in an empty binomial, and a fraction
/// of nothing is a bar with nothing on it.
fn is_drawable(node: &EqNode) -> bool {
    let is_blank = |node: &EqNode| matches!(node, EqNode::Text(text) if text.trim().is_empty());
    if let EqNode::Frac(top, _) = node {
        return !is_blank(top);
    }
    !matches!(
        node,
        EqNode::Binom(..)
            | EqNode::Matrix { .. }
            | EqNode::Cases { .. }
            | EqNode::Brace { .. }
            | EqNode::StackRel { .. }
    )
}

/// The first thing that the parser kept as it was written.
fn unknown_command(node: &EqNode) -> Option<String> {
    let mut found = None;
    visit(node, &mut |node| {
        if let EqNode::Text(text) = node
            && text.contains('\\')
            && found.is_none()
        {
            found = Some(text.clone());
        }
    });
    found
}

fn visit(node: &EqNode, see: &mut dyn FnMut(&EqNode)) {
    see(node);
    for child in children(node) {
        visit(child, see);
    }
}

fn children(node: &EqNode) -> Vec<&EqNode> {
    match node {
        EqNode::Text(_) | EqNode::Space(_) | EqNode::TextBlock(_) => Vec::new(),
        EqNode::Seq(nodes) => nodes.iter().collect(),
        EqNode::Sup(a, b) | EqNode::Sub(a, b) | EqNode::Frac(a, b) | EqNode::Binom(a, b) => {
            vec![a, b]
        }
        EqNode::SupSub(a, b, c) => vec![a, b, c],
        EqNode::Sqrt(inner) | EqNode::Accent(inner, _) => vec![inner],
        EqNode::BigOp { lower, upper, .. } => {
            lower.iter().chain(upper).map(|node| &**node).collect()
        }
        EqNode::Limit { lower, .. } => lower.iter().map(|node| &**node).collect(),
        EqNode::MathFont { content, .. } | EqNode::Delimited { content, .. } => vec![content],
        EqNode::Matrix { rows, .. } => rows.iter().flatten().collect(),
        EqNode::Cases { rows } => {
            rows.iter().flat_map(|(value, when)| std::iter::once(value).chain(when)).collect()
        }
        EqNode::Brace { content, label, .. } => {
            std::iter::once(&**content).chain(label.iter().map(|node| &**node)).collect()
        }
        EqNode::StackRel { base, annotation, .. } => vec![base, annotation],
    }
}

fn write(node: &EqNode, line: &mut String) {
    match node {
        EqNode::Text(text) | EqNode::TextBlock(text) => line.push_str(text),
        EqNode::Space(points) if *points >= 3.0 => line.push(' '),
        EqNode::Space(_) => {}
        EqNode::Seq(nodes) => nodes.iter().for_each(|node| write(node, line)),
        EqNode::Sup(base, sup) => {
            write(base, line);
            script(sup, '^', &SUPERSCRIPT, line);
        }
        EqNode::Sub(base, sub) => {
            write(base, line);
            script(sub, '_', &SUBSCRIPT, line);
        }
        EqNode::SupSub(base, sup, sub) => {
            write(base, line);
            script(sub, '_', &SUBSCRIPT, line);
            script(sup, '^', &SUPERSCRIPT, line);
        }
        EqNode::Frac(top, bottom) => {
            group(top, line);
            line.push('/');
            group(bottom, line);
        }
        EqNode::Sqrt(inner) => {
            line.push('√');
            group(inner, line);
        }
        EqNode::BigOp { symbol, lower, upper } => {
            line.push_str(symbol);
            limits(lower.as_deref(), upper.as_deref(), line);
            line.push(' ');
        }
        EqNode::Limit { name, lower } => {
            line.push_str(name);
            limits(lower.as_deref(), None, line);
            line.push(' ');
        }
        EqNode::Accent(inner, kind) => {
            write(inner, line);
            line.push(accent(*kind));
        }
        EqNode::Delimited { left, right, content } => {
            line.push_str(left);
            write(content, line);
            line.push_str(right);
        }
        other => {
            // Fonts show their content; matrices, cases, braces have no better form on one line.
            for (index, child) in children(other).into_iter().enumerate() {
                if index > 0 {
                    line.push_str(", ");
                }
                write(child, line);
            }
        }
    }
}

fn limits(lower: Option<&EqNode>, upper: Option<&EqNode>, line: &mut String) {
    if let Some(lower) = lower {
        script(lower, '_', &SUBSCRIPT, line);
    }
    if let Some(upper) = upper {
        script(upper, '^', &SUPERSCRIPT, line);
    }
}

/// With parentheses where the line would otherwise read differently.
fn group(node: &EqNode, line: &mut String) {
    let mut inner = String::new();
    write(node, &mut inner);
    let inner = inner.trim();
    if inner.contains([' ', '/', '+', '-', '·', '×']) {
        line.push('(');
        line.push_str(inner);
        line.push(')');
    } else {
        line.push_str(inner);
    }
}

/// In small characters where all of them exist, else behind a mark.
fn script(node: &EqNode, mark: char, small: &[(char, char)], line: &mut String) {
    let mut inner = String::new();
    write(node, &mut inner);
    let find = |c: char| small.iter().find(|(plain, _)| *plain == c).map(|(_, small)| *small);
    if let Some(small) = inner.trim().chars().map(find).collect::<Option<String>>() {
        line.push_str(&small);
        return;
    }
    line.push(mark);
    group(node, line);
}

const fn accent(kind: AccentKind) -> char {
    match kind {
        AccentKind::Hat => '\u{302}',
        AccentKind::Bar => '\u{304}',
        AccentKind::Dot => '\u{307}',
        AccentKind::DoubleDot => '\u{308}',
        AccentKind::Tilde => '\u{303}',
        AccentKind::Vec => '\u{20d7}',
    }
}

#[rustfmt::skip]
const SUPERSCRIPT: [(char, char); 13] = [
    ('0', '⁰'), ('1', '¹'), ('2', '²'), ('3', '³'), ('4', '⁴'),
    ('5', '⁵'), ('6', '⁶'), ('7', '⁷'), ('8', '⁸'), ('9', '⁹'),
    ('n', 'ⁿ'), ('-', '⁻'), ('−', '⁻'),
];

#[rustfmt::skip]
const SUBSCRIPT: [(char, char); 27] = [
    ('0', '₀'), ('1', '₁'), ('2', '₂'), ('3', '₃'), ('4', '₄'),
    ('5', '₅'), ('6', '₆'), ('7', '₇'), ('8', '₈'), ('9', '₉'),
    ('a', 'ₐ'), ('e', 'ₑ'), ('h', 'ₕ'), ('i', 'ᵢ'), ('j', 'ⱼ'), ('k', 'ₖ'),
    ('l', 'ₗ'), ('m', 'ₘ'), ('n', 'ₙ'), ('o', 'ₒ'), ('p', 'ₚ'), ('r', 'ᵣ'),
    ('s', 'ₛ'), ('t', 'ₜ'), ('u', 'ᵤ'), ('v', 'ᵥ'), ('x', 'ₓ'),
];

#[cfg(test)]
mod tests;

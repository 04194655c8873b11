//! A formula's tree as MathML, the part of it that browsers draw (MathML Core).

#![expect(clippy::format_push_string, reason = "a page is written once, and reads as it will look")]

use rust_latex_parser::EqNode;

use super::accent;
use crate::text::escape::xml;

/// A whole formula; `line` is what a reader without MathML gets, and all there is without a tree.
pub(super) fn formula(tree: Option<&EqNode>, line: &str, display: bool) -> String {
    let mut body = String::new();
    match tree {
        Some(tree) => write(tree, &mut body),
        None => tag("mtext", &xml(line), &mut body),
    }
    let kind = if display { "block" } else { "inline" };
    format!("<math display=\"{kind}\" aria-label=\"{}\"><mrow>{body}</mrow></math>", xml(line))
}

fn write(node: &EqNode, out: &mut String) {
    match node {
        EqNode::Text(text) => tokens(text, out),
        EqNode::TextBlock(text) => tag("mtext", &xml(text), out),
        EqNode::Space(points) if *points >= 3.0 => out.push_str("<mspace width=\"0.28em\"/>"),
        EqNode::Space(_) => {}
        EqNode::Seq(nodes) => nodes.iter().for_each(|node| write(node, out)),
        EqNode::Sup(base, sup) => group("msup", &[base, sup], out),
        EqNode::Sub(base, sub) => group("msub", &[base, sub], out),
        EqNode::SupSub(base, sup, sub) => group("msubsup", &[base, sub, sup], out),
        EqNode::Frac(top, bottom) => group("mfrac", &[top, bottom], out),
        EqNode::Sqrt(inner) => group("msqrt", &[inner], out),
        EqNode::BigOp { symbol, lower, upper } => {
            big(&format!("<mo>{}</mo>", xml(symbol)), lower.as_deref(), upper.as_deref(), out);
        }
        EqNode::Limit { name, lower } => {
            big(&format!("<mo>{}</mo>", xml(name)), lower.as_deref(), None, out);
        }
        EqNode::Accent(inner, kind) => {
            out.push_str("<mover accent=\"true\"><mrow>");
            write(inner, out);
            out.push_str("</mrow><mo>");
            // A combining mark needs something to stand on.
            out.push('\u{a0}');
            out.push(accent(*kind));
            out.push_str("</mo></mover>");
        }
        EqNode::Delimited { left, right, content } => {
            tag("mo", &xml(left), out);
            write(content, out);
            tag("mo", &xml(right), out);
        }
        other => super::children(other).into_iter().for_each(|child| write(child, out)),
    }
}

/// Parts that belong together, each in its own row.
fn group(name: &str, parts: &[&EqNode], out: &mut String) {
    out.push_str(&format!("<{name}>"));
    for part in parts {
        out.push_str("<mrow>");
        write(part, out);
        out.push_str("</mrow>");
    }
    out.push_str(&format!("</{name}>"));
}

/// An operator with limits below and above it.
fn big(operator: &str, lower: Option<&EqNode>, upper: Option<&EqNode>, out: &mut String) {
    let name = match (lower, upper) {
        (Some(_), Some(_)) => "munderover",
        (Some(_), None) => "munder",
        (None, Some(_)) => "mover",
        (None, None) => return out.push_str(operator),
    };
    out.push_str(&format!("<{name}>{operator}"));
    for part in [lower, upper].into_iter().flatten() {
        out.push_str("<mrow>");
        write(part, out);
        out.push_str("</mrow>");
    }
    out.push_str(&format!("</{name}>"));
}

/// Numbers, names and operators of a run of characters.
fn tokens(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (name, end) = if first.is_ascii_digit() {
            ("mn", rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len()))
        } else if first.is_alphabetic() {
            ("mi", first.len_utf8())
        } else {
            ("mo", first.len_utf8())
        };
        let token = &rest[..end];
        if !token.trim().is_empty() {
            tag(name, &xml(token), out);
        }
        rest = &rest[end..];
    }
}

fn tag(name: &str, inner: &str, out: &mut String) {
    out.push_str(&format!("<{name}>{inner}</{name}>"));
}

#[cfg(test)]
mod tests {
    use crate::content::formula::mathml;

    #[test]
    fn a_fraction_and_its_powers() {
        insta::assert_snapshot!(mathml(r"\frac{1}{k^2}", true), @r#"<math display="block" aria-label="1/k²"><mrow><mfrac><mrow><mn>1</mn></mrow><mrow><msup><mrow><mi>k</mi></mrow><mrow><mn>2</mn></mrow></msup></mrow></mfrac></mrow></math>"#);
    }

    #[test]
    fn signs_are_escaped_and_what_cannot_be_read_stays() {
        assert!(mathml("a < b", false).contains("<mo>&lt;</mo>"));
        assert!(mathml(r"\frac{1}{", false).contains("<mtext>\\frac{1}{</mtext>"));
    }
}

//! What is wrong with a budget, and where.

use crate::arch::BudgetError;
use crate::arch::budget::Mistake;
use crate::text::{Lang, width};

/// Why a budget cannot be read, and at which character.
pub fn budget(error: &BudgetError, lang: Lang) -> String {
    let mistake = mistake(&error.mistake, lang);
    lang.fill(
        "errors.budget.line",
        &[("mistake", &mistake), ("column", &error.column()), ("text", &error.text)],
    )
}

/// The budget, and carets below what is wrong.
pub(super) fn caret(error: &BudgetError) -> String {
    let before = error.text.get(..error.span.start).unwrap_or(&error.text);
    let carets = width(error.found()).max(1);
    format!("  {}\n  {}{}", error.text, " ".repeat(width(before)), "^".repeat(carets))
}

fn mistake(mistake: &Mistake, lang: Lang) -> String {
    let shown = |got: &str| match got {
        "" => lang.text("errors.budget.nothing").to_owned(),
        got => format!("`{got}`"),
    };
    let with_got = |key: &str, got: &str| lang.fill(key, &[("got", &shown(got))]);
    let text = match mistake {
        Mistake::Quantity { got, .. } => {
            let names = Mistake::quantities();
            let values: [(&str, &dyn std::fmt::Display); 2] =
                [("names", &names), ("got", &shown(got))];
            lang.fill("errors.budget.quantity", &values)
        }
        Mistake::Relation { got } => with_got("errors.budget.relation", got),
        Mistake::EqualsSign { got } => with_got("errors.budget.equals", got),
        Mistake::Number { got } => with_got("errors.budget.number", got),
        Mistake::Divisor { got } => with_got("errors.budget.divisor", got),
        Mistake::Whole { got } => with_got("errors.budget.whole", got),
        Mistake::Remainder { got, divisor } => {
            lang.fill("errors.budget.remainder", &[("got", got), ("divisor", divisor)])
        }
        Mistake::Factor { quantity } => {
            lang.fill("errors.budget.factor", &[("quantity", &quantity.name())])
        }
    };
    match mistake.meant() {
        Some(meant) => text + &lang.fill("errors.budget.nearest", &[("name", &meant)]),
        None => text,
    }
}

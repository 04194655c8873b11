//! The shell line of each state of the scale room.

use crate::content::demo::{BudgetQuery, Demo, ScalePlan};
use crate::content::knob::Knob;

use super::{Face, ScaleRoom};

/// Prints what the screen shows. Options that stand at the paper's values are left out.
pub(super) fn command(room: &ScaleRoom) -> String {
    let options = match (room.face, room.live().demo()) {
        (Face::Surface, Demo::Surface(place)) => {
            let plan = ScalePlan { base: place.base, ..ScalePlan::PAPER };
            format!(" --surface{}", moved(&plan, &["base"]))
        }
        (Face::Solver, Demo::Budget(query)) => solved(room, query),
        // φ is always there: left out, it means another.
        _ => format!(
            " --phi {}{}",
            trimmed(&room.plan().phi.to_string()),
            moved(room.plan(), &["alpha", "beta", "gamma", "base", "depth", "width", "resolution"])
        ),
    };
    format!("effnet-tutor scale{options}")
}

fn solved(room: &ScaleRoom, query: &BudgetQuery) -> String {
    // A text that is no budget stands on the screen with its error, which the command prints as well.
    let text = room.solver.error.as_ref().map_or(&query.text, |error| &error.text);
    let [alpha, beta, gamma] = query.direction;
    let plan = ScalePlan { base: query.base, alpha, beta, gamma, ..ScalePlan::PAPER };
    format!(" --solve {}{}", quoted(text), moved(&plan, &["alpha", "beta", "gamma", "base"]))
}

/// Options for those knobs that are not the paper's.
fn moved(plan: &ScalePlan, keys: &[&str]) -> String {
    let (own, paper) =
        (Demo::Scaling(plan.clone()).knobs(), Demo::Scaling(ScalePlan::PAPER).knobs());
    let options = own
        .iter()
        .zip(&paper)
        .filter(|(own, paper)| keys.contains(&own.key) && own.value != paper.value);
    let options: Vec<String> =
        options.map(|(own, _)| format!(" --{} {}", own.key, value(own))).collect();
    options.concat()
}

fn value(knob: &Knob) -> String {
    let shown = knob.shown();
    if knob.key == "base" { shown } else { trimmed(&shown).to_owned() }
}

/// `1.20` as `1.2`, `3.00` as `3`.
fn trimmed(number: &str) -> &str {
    number.trim_end_matches('0').trim_end_matches('.')
}

/// For a shell: `<` and `>` would name files.
fn quoted(text: &str) -> String {
    if text.contains(['"', '$', '`', '\\', '!']) {
        return format!("'{}'", text.replace('\'', r"'\''"));
    }
    format!("\"{text}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_reads_any_text_as_it_is() {
        assert_eq!(quoted("macs<=1G"), "\"macs<=1G\"");
        assert_eq!(quoted("it's `x`"), r"'it'\''s `x`'");
        assert_eq!(quoted("$HOME"), "'$HOME'");
    }

    #[test]
    fn numbers_lose_zeros_only_behind_the_point() {
        assert_eq!(["3.00", "1.20", "1.143", "0.00"].map(trimmed), ["3", "1.2", "1.143", "0"]);
    }
}

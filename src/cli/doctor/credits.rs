//! Whose work ships inside: `assets/README.md`, whose sections are the assets.

use std::io::{self, Write};

use crate::text::{Lang, wrap};

use super::super::shared::COLUMNS;

/// The list, kept beside what it is about.
const LIST: &str = include_str!("../../../assets/README.md");

/// Names of the entries, as they stand in the list.
const ENTRIES: [(&str, &str); 4] = [
    ("Origin", "doctor.credits.origin"),
    ("Licence", "doctor.credits.licence"),
    ("Changed", "doctor.credits.changed"),
    ("Reproduced", "doctor.credits.reproduced"),
];

/// Writes the list: heads and names of entries in the learner's language, what authors and licences say
/// as they say it.
///
/// # Errors
/// When `out` cannot be written.
pub(super) fn write(lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", lang.text("doctor.credits.title"))?;
    for line in LIST.lines().skip(1) {
        if let Some(name) = line.strip_prefix("## ") {
            writeln!(out, "{}", name.replace('`', ""))?;
        } else if line.is_empty() {
            writeln!(out)?;
        } else if let Some(cells) = line.strip_prefix('|') {
            let cells: Vec<&str> = cells.trim_end_matches('|').split('|').map(str::trim).collect();
            if !cells[0].starts_with("---") {
                writeln!(out, "  {}", cells.join(", ").replace('`', ""))?;
            }
        } else {
            entry(&translated(line, lang), out)?;
        }
    }
    Ok(())
}

fn translated(line: &str, lang: Lang) -> String {
    for (english, key) in ENTRIES {
        if let Some(rest) = line.strip_prefix("- ").and_then(|line| line.strip_prefix(english)) {
            return format!("- {}{rest}", lang.text(key));
        }
    }
    line.to_owned()
}

fn entry(line: &str, out: &mut dyn Write) -> io::Result<()> {
    let line = line.replace('`', "");
    let hang = if line.starts_with("- ") { "    " } else { "  " };
    for (index, piece) in wrap(&line, COLUMNS - 4).iter().enumerate() {
        writeln!(out, "{}{piece}", if index == 0 { "  " } else { hang })?;
    }
    Ok(())
}

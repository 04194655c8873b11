//! What a pipe gets without a command: what the program is, and where to go on.

use std::io::Write;

use crate::arch::Variant;
use crate::figure::{Glyphs, Part, Table};
use crate::text::number::{compact, count};
use crate::text::{Lang, pad_end, width};

use super::Global;
use super::shared::COLUMNS;

/// Writes the overview.
///
/// # Errors
/// When `out` cannot be written.
pub fn run(global: &Global, lang: Lang, out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(out, "effnet-tutor {}: {}", env!("CARGO_PKG_VERSION"), lang.text("home.motto"))?;
    writeln!(out)?;
    let commands = [
        ("effnet-tutor learn", lang.text("overview.learn")),
        ("effnet-tutor quiz", lang.text("overview.quiz")),
        ("effnet-tutor scale --phi 3", lang.text("overview.scale")),
        ("effnet-tutor models", lang.text("overview.models")),
        ("effnet-tutor note", lang.text("overview.note")),
        ("effnet-tutor inspect b0", lang.text("overview.inspect")),
        ("effnet-tutor run PHOTO.jpg", lang.text("overview.run")),
        ("effnet-tutor lab train", lang.text("overview.lab")),
        ("effnet-tutor progress", lang.text("overview.progress")),
        ("effnet-tutor check [DIR]", lang.text("overview.check")),
        ("effnet-tutor doctor", lang.text("overview.doctor")),
    ];
    let wide = commands.iter().map(|(command, _)| width(command)).max().unwrap_or(0);
    for (command, about) in commands {
        writeln!(out, "  {}   {about}", pad_end(command, wide))?;
    }
    writeln!(out)?;
    writeln!(out, "{}", lang.text("overview.lessons"))?;
    let library = global.library();
    for lesson in library.lessons(lang) {
        let pages = lang.fill("learn.pages", &[("n", &lesson.pages.len())]);
        writeln!(out, "  {:2}  {} ({pages})", lesson.number, lesson.title)?;
    }
    writeln!(out)?;
    writeln!(out, "{}", lang.text("overview.family"))?;
    let mut table = Table::new(["", lang.text("scale.params"), lang.text("scale.macs")]);
    for variant in Variant::B {
        let cost = variant.imagenet().cost();
        table.push([variant.title().into(), count(cost.params), compact(cost.macs as f64)]);
    }
    for line in Part::Table(table).lines(COLUMNS, Glyphs::Ascii) {
        writeln!(out, "  {}", line.text())?;
    }
    Ok(())
}

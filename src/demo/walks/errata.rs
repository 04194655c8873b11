//! What is printed, and what the code does.

use crate::content::demo::Errata;
use crate::content::errata;
use crate::demo::DemoError;
use crate::figure::{Figure, Part};
use crate::text::Lang;

pub(crate) fn errata(demo: &Errata, lang: Lang) -> Result<Figure, DemoError> {
    let asset =
        |error: crate::content::quantity::QuantityError| DemoError::Asset(error.to_string());
    let mut parts = Vec::new();
    for entry in errata::entries(demo.topic) {
        let shown = entry.shown(lang).map_err(asset)?;
        parts.push(Part::Note(lang.fill(
            "walks.errata.entry",
            &[
                ("what", &shown.what),
                ("paper", &shown.paper),
                ("code", &shown.code),
                ("source", &entry.source),
            ],
        )));
    }
    let topic = demo.topic.name();
    let title = lang.fill("walks.errata.title", &[("topic", &topic)]);
    Ok(Figure { title, parts, values: Vec::new() })
}

//! What is printed, and what the code does.

use crate::content::demo::{Errata, ErrataTopic};
use crate::content::errata;
use crate::demo::DemoError;
use crate::figure::{Figure, Part};
use crate::text::Lang;

use super::unbroken;

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
                ("source", &unbroken(entry.source.get(lang))),
            ],
        )));
    }
    let topic = lang.text(topic_key(demo.topic));
    let title = lang.fill("walks.errata.title", &[("topic", &topic)]);
    Ok(Figure { title, parts, values: Vec::new() })
}

const fn topic_key(topic: ErrataTopic) -> &'static str {
    match topic {
        ErrataTopic::Architecture => "walks.errata.topic.architecture",
        ErrataTopic::Scaling => "walks.errata.topic.scaling",
        ErrataTopic::Training => "walks.errata.topic.training",
        ErrataTopic::Results => "walks.errata.topic.results",
        ErrataTopic::Family => "walks.errata.topic.family",
        ErrataTopic::Counting => "walks.errata.topic.counting",
        ErrataTopic::Competitors => "walks.errata.topic.competitors",
        ErrataTopic::Ports => "walks.errata.topic.ports",
    }
}

//! The families on one chart: what publications report against what each network costs.

use crate::arch::{Family, Model};
use crate::content::quantity;
use crate::figure::{Chart, Figure, Mark, Part, Scale, Series};
use crate::text::Lang;

/// Top-1 accuracy, as printed, over MACs, as counted.
pub fn chart(models: &[Model], lang: Lang) -> Figure {
    let mut series: Vec<(Family, &str, Series)> = Vec::new();
    let mut others: Vec<Mark> = Vec::new();
    let mut sources: Vec<&str> = Vec::new();
    for &model in models {
        let Some((top1, source)) = quantity::accuracy(model.name()) else { continue };
        if !sources.contains(&source) {
            sources.push(source);
        }
        let macs = model.imagenet().cost().macs as f64 / 1e9;
        let mark = Mark { x: macs, y: top1, label: model.title().to_owned() };
        match series.iter_mut().find(|(family, _, _)| *family == model.family()) {
            // A line joins what was trained alike.
            Some((_, first, series)) if *first == source => series.marks.push(mark),
            Some(_) => others.push(mark),
            None => series.push((model.family(), source, line(model.family(), mark))),
        }
    }
    let mut series: Vec<Series> = series.into_iter().map(|(.., series)| series).collect();
    if !others.is_empty() {
        let name = lang.text("demo.families.others").to_owned();
        series.push(Series { name, own: false, line: false, marks: others });
    }
    let source = sources.join("; ");
    Figure {
        title: lang.text("demo.families.title").to_owned(),
        parts: vec![
            Part::Chart(Chart {
                x_label: lang.text("demo.axis.macs").to_owned(),
                y_label: lang.text("demo.families.y").to_owned(),
                x_scale: Scale::Log,
                y_scale: Scale::Linear,
                series,
            }),
            Part::Note(lang.fill("demo.families.source", &[("source", &source)])),
        ],
        values: Vec::new(),
    }
}

fn line(family: Family, first: Mark) -> Series {
    let name = match family {
        Family::B => "EfficientNet",
        Family::Lite => "Lite",
        Family::V2 => "V2",
        Family::V2B => "V2-B",
        Family::MobileNetV2 => "MobileNetV2",
        Family::ResNet => "ResNet",
        Family::Nano => "nano",
    };
    Series { name: name.to_owned(), own: false, line: true, marks: vec![first] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_model_with_a_printed_accuracy_is_on_the_chart_once() {
        let models: Vec<Model> = Model::all().collect();
        let figure = chart(&models, Lang::En);
        let Some(Part::Chart(chart)) = figure.parts.first() else { panic!("a chart comes first") };
        let marks: Vec<&Mark> = chart.series.iter().flat_map(|series| &series.marks).collect();
        assert_eq!(marks.len(), models.len());
        let b0 = marks.iter().find(|mark| mark.label == "B0").unwrap();
        assert!((b0.x - 0.385_814_752).abs() < 1e-12 && (b0.y - 77.1).abs() < 1e-9);
    }
}

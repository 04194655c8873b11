//! The families on one chart: what publications report against what each network costs.

use crate::arch::{Family, Model, Variant};
use crate::content::demo::{FamilyAxis, Landscape, ModelLandscape};
use crate::content::quantity;
use crate::figure::{Chart, Figure, Mark, Part, Scale, Series};
use crate::text::Lang;

/// Models of the paper's Table 2 that are not ours to count, and how people write them.
pub const RIVALS: [(&str, &str); 14] = [
    ("densenet-169", "DenseNet-169"),
    ("densenet-264", "DenseNet-264"),
    ("inception-v3", "Inception-v3"),
    ("xception", "Xception"),
    ("inception-v4", "Inception-v4"),
    ("inception-resnet-v2", "Inception-ResNet-v2"),
    ("resnext-101", "ResNeXt-101"),
    ("polynet", "PolyNet"),
    ("senet", "SENet"),
    ("nasnet-a", "NASNet-A"),
    ("amoebanet-a", "AmoebaNet-A"),
    ("pnasnet", "PNASNet"),
    ("amoebanet-c", "AmoebaNet-C"),
    ("gpipe", "GPipe"),
];

/// Top-1 accuracy, as printed, over MACs or parameters, as counted.
pub fn chart(models: &[Model], x: FamilyAxis, lang: Lang) -> Figure {
    let (series, sources) = counted(models, x, lang);
    figure(series, &sources, (x, "demo.families.source"), lang)
}

/// The families that a lesson compares.
pub(super) fn landscape(demo: &ModelLandscape, lang: Lang) -> Figure {
    let models: Vec<Model> = Model::all().filter(|model| shown(demo.models, *model)).collect();
    let (mut series, sources) = counted(&models, demo.x, lang);
    if demo.models == Landscape::Competitors {
        series.push(rivals(demo.x, lang));
    }
    // The first family is what the others are compared with.
    if let Some(first) = series.first_mut() {
        first.own = true;
    }
    let competitors = demo.models == Landscape::Competitors;
    let key = if competitors { "walks.landscape.source" } else { "demo.families.source" };
    let mut figure = figure(series, &sources, (demo.x, key), lang);
    if let Some(Part::Note(note)) = figure.parts.last_mut() {
        let rest = ["walks.landscape.rivals", "walks.landscape.unnamed"];
        for key in &rest[usize::from(!competitors)..] {
            note.push('\n');
            *note += lang.text(key);
        }
    }
    Figure { title: lang.text("walks.landscape.title").to_owned(), ..figure }
}

/// Whether a chart shows a model of ours.
fn shown(models: Landscape, model: Model) -> bool {
    let Model::Built(variant) = model else {
        return models == Landscape::Competitors;
    };
    match models {
        Landscape::Competitors => Variant::B.contains(&variant),
        Landscape::V2 => {
            let second = matches!(variant.family(), Family::V2 | Family::V2B);
            // XL was trained on other data.
            Variant::B.contains(&variant) || (second && variant != Variant::V2Xl)
        }
        Landscape::Lite => variant.family() == Family::Lite || Variant::B[..5].contains(&variant),
    }
}

/// A series for each family, those trained otherwise apart; and where the accuracies are printed.
fn counted(models: &[Model], x: FamilyAxis, lang: Lang) -> (Vec<Series>, Vec<&'static str>) {
    let mut series: Vec<(Family, &str, Series)> = Vec::new();
    let mut others: Vec<Mark> = Vec::new();
    let mut sources: Vec<&str> = Vec::new();
    for &model in models {
        let Some((top1, source)) = quantity::accuracy(model.name()) else { continue };
        if !sources.contains(&source) {
            sources.push(source);
        }
        let cost = model.imagenet().cost();
        let (params, macs) = (cost.params as f64, cost.macs as f64);
        let mark = Mark { x: place(x, params, macs), y: top1, label: model.title().to_owned() };
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
    (series, sources)
}

/// The paper's competitors, at the costs that it prints.
fn rivals(x: FamilyAxis, lang: Lang) -> Series {
    let printed = |name: &str, key: &str| quantity::evaluate(&format!("paper:{name}.{key}")).ok();
    let mark = |(name, title): (&str, &str)| {
        let (top1, _) = quantity::accuracy(name)?;
        let key = if x == FamilyAxis::Macs { "flops" } else { "params" };
        let cost = printed(name, key)?;
        Some(Mark { x: place(x, cost, cost), y: top1, label: title.to_owned() })
    };
    let name = lang.text("walks.landscape.printed").to_owned();
    Series { name, own: false, line: false, marks: RIVALS.into_iter().filter_map(mark).collect() }
}

/// Where a model stands on the horizontal axis.
fn place(x: FamilyAxis, params: f64, macs: f64) -> f64 {
    match x {
        FamilyAxis::Macs => macs / 1e9,
        FamilyAxis::Params => params / 1e6,
    }
}

/// The chart, and below it where its numbers are from, in the words of a key.
fn figure(
    series: Vec<Series>,
    sources: &[&str],
    (x, key): (FamilyAxis, &'static str),
    lang: Lang,
) -> Figure {
    let x_label = match x {
        FamilyAxis::Macs => lang.text("demo.axis.macs"),
        FamilyAxis::Params => lang.text("demo.axis.params"),
    };
    Figure {
        title: lang.text("demo.families.title").to_owned(),
        parts: vec![
            Part::Chart(Chart {
                x_label: x_label.to_owned(),
                y_label: lang.text("demo.families.y").to_owned(),
                x_scale: Scale::Log,
                y_scale: Scale::Linear,
                series,
            }),
            Part::Note(lang.fill(key, &[("source", &sources.join("; "))])),
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
        let figure = chart(&models, FamilyAxis::Macs, Lang::En);
        let Some(Part::Chart(chart)) = figure.parts.first() else { panic!("a chart comes first") };
        let marks: Vec<&Mark> = chart.series.iter().flat_map(|series| &series.marks).collect();
        assert_eq!(marks.len(), models.len());
        let b0 = marks.iter().find(|mark| mark.label == "B0").unwrap();
        assert!((b0.x - 0.385_814_752).abs() < 1e-12 && (b0.y - 77.1).abs() < 1e-9);
    }

    #[test]
    fn a_landscape_has_its_families_and_every_rival_with_a_printed_cost() {
        let count = |models, x| {
            let figure = landscape(&ModelLandscape { models, x }, Lang::En);
            let Some(Part::Chart(chart)) = figure.parts.into_iter().next() else { panic!() };
            chart.series.iter().map(|series| series.marks.len()).sum::<usize>()
        };
        // B0–B7 and two ResNets; GPipe's MACs are not printed.
        assert_eq!(count(Landscape::Competitors, FamilyAxis::Macs), 8 + 2 + RIVALS.len() - 1);
        assert_eq!(count(Landscape::Competitors, FamilyAxis::Params), 8 + 2 + RIVALS.len());
        assert_eq!(count(Landscape::V2, FamilyAxis::Macs), 8 + 4 + 3);
        assert_eq!(count(Landscape::Lite, FamilyAxis::Params), 5 + 5);
    }
}

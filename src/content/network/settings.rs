//! The keys of a whole network.

use std::path::Path;

use toml::de::DeTable;

use super::problem::NetworkProblem;
use super::reader::{Reader, some_ratio};
use super::stages;
use crate::arch::families::efficientnet;
use crate::arch::variant::IMAGENET_CLASSES;
use crate::arch::{
    Activation, BaseSpec, BlockKind, Design, Ends, Expected, Field, Model, Padding, Scaling,
    SpecError, Variant, range,
};
use crate::text::normal::{is_dangerous, nfc};

/// Most characters of a name.
const MAX_NAME: usize = 60;

/// The squeeze of MBConv where nobody says: EfficientNet's.
const SE_RATIO: Option<f64> = Some(0.25);

/// Every key of a file.
const KEYS: &[&str] = &[
    "name",
    "base",
    "resolution",
    "classes",
    "width",
    "depth",
    "stem",
    "head",
    "activation",
    "se_ratio",
    "padding",
    "bn_eps",
    "ends",
    "round_limit",
    "stages",
];

/// The words for [`Activation`].
pub(super) const ACTIVATIONS: [(&str, Activation); 3] =
    [("silu", Activation::Silu), ("relu6", Activation::Relu6), ("relu", Activation::Relu)];

/// The words for [`Padding`].
pub(super) const PADDINGS: [(&str, Padding); 2] =
    [("same", Padding::Same), ("symmetric", Padding::Symmetric)];

/// The words for [`Ends`].
pub(super) const ENDS: [(&str, Ends); 3] = [
    ("scaled", Ends::Scaled),
    ("fixed", Ends::Fixed),
    ("head-never-narrower", Ends::HeadNeverNarrower),
];

/// Reads a network; where something is wrong, the default stands in and the reader has noted it.
pub(super) fn design(reader: &mut Reader<'_>, table: &DeTable<'_>, path: &Path) -> Design {
    reader.check_keys(table, KEYS);
    let start = start(reader, table);
    let name = name(reader, table).unwrap_or_else(|| name_of(path));
    let old = start.scaling;
    let factor = |field| move |value| range::real(field, value);
    let scaling = Scaling {
        width: reader.real(table, "width", factor(Field::Width)).unwrap_or(old.width),
        depth: reader.real(table, "depth", factor(Field::Depth)).unwrap_or(old.depth),
        resolution: reader.whole(table, "resolution", Field::Resolution).unwrap_or(old.resolution),
    };
    let classes = reader.whole(table, "classes", Field::Classes).unwrap_or(start.classes);
    let mut base = start.base;
    ends(reader, table, &mut base);
    let se_ratio = reader.se_ratio(table).map(some_ratio);
    match table.get("stages") {
        Some(value) => {
            base.stages = stages::read(reader, value, base.stem, se_ratio.unwrap_or(SE_RATIO));
        }
        None if table.contains_key("base") => {
            if let Some(ratio) = se_ratio {
                let mbconv = base.stages.iter_mut().filter(|stage| stage.kind == BlockKind::MBConv);
                mbconv.for_each(|stage| stage.se_ratio = ratio);
            }
        }
        None => reader.refuse(0..0, NetworkProblem::NoStages),
    }
    Design { name, base, scaling, classes }
}

/// What is not said by a stage or by the scaling.
fn ends(reader: &mut Reader<'_>, table: &DeTable<'_>, base: &mut BaseSpec) {
    base.stem = reader.whole(table, "stem", Field::Stem).unwrap_or(base.stem);
    base.head = reader.whole(table, "head", Field::Head).unwrap_or(base.head);
    base.activation = reader.word(table, "activation", &ACTIVATIONS).unwrap_or(base.activation);
    base.padding = reader.word(table, "padding", &PADDINGS).unwrap_or(base.padding);
    base.ends = reader.word(table, "ends", &ENDS).unwrap_or(base.ends);
    let eps = reader.real(table, "bn_eps", |eps| {
        // Also not 0 in single precision.
        let fits = eps as f32 > 0.0 && eps <= 1.0;
        if fits { Ok(eps) } else { Err(Expected::Positive("1".to_owned())) }
    });
    base.bn_eps = eps.map_or(base.bn_eps, |eps| eps as f32);
    let limit = reader.real(table, "round_limit", |limit| {
        let fits = (0.0..=1.0).contains(&limit);
        if fits { Ok(limit) } else { Err(Expected::between(&0, &1)) }
    });
    base.round_limit = limit.unwrap_or(base.round_limit);
}

/// The published model that the file starts from, or nothing but the defaults.
fn start(reader: &mut Reader<'_>, table: &DeTable<'_>) -> Design {
    if let Some(variant) = base(reader, table) {
        return Design::of(variant);
    }
    Design {
        name: String::new(),
        base: BaseSpec { stages: Vec::new(), ..efficientnet() },
        scaling: Scaling::default(),
        classes: IMAGENET_CLASSES,
    }
}

fn base(reader: &mut Reader<'_>, table: &DeTable<'_>) -> Option<Variant> {
    let (typed, span) = reader.string(table, "base")?;
    let problem = match (Model::parse(typed), Variant::parse(typed)) {
        (_, Ok(variant)) => return Some(variant),
        (Ok(counted), _) => NetworkProblem::NoTable(counted.name()),
        (_, Err(SpecError::UnknownModel { expected, nearest, .. })) => {
            let name = reader.quote(span.clone()).trim_matches(['"', '\'']).to_owned();
            NetworkProblem::Spec(SpecError::UnknownModel { name, expected, nearest })
        }
        (_, Err(error)) => NetworkProblem::Spec(error),
    };
    reader.refuse(span, problem);
    None
}

fn name(reader: &mut Reader<'_>, table: &DeTable<'_>) -> Option<String> {
    let (typed, span) = reader.string(table, "name")?;
    if is_name(typed) {
        return Some(nfc(typed).into_owned());
    }
    let got = reader.quote(span.clone());
    reader.refuse(span, NetworkProblem::Name { got, most: MAX_NAME });
    None
}

/// The file's name without its ending.
fn name_of(path: &Path) -> String {
    let stem = path.file_stem().map(|stem| nfc(&stem.to_string_lossy()).into_owned());
    stem.filter(|stem| is_name(stem)).unwrap_or_else(|| "network".to_owned())
}

fn is_name(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().count() <= MAX_NAME && !text.chars().any(is_dangerous)
}

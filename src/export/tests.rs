//! Whole pictures.

use std::path::Path;

use image::RgbImage;

use super::page::{MARGIN, Page, WIDTH, lay_out};
use super::shape::{Align, Rect, Shape, Text};
use super::*;
use crate::figure::{
    Bar, Chart, Cursor, Grid, Map, Mark, Matrix, Meter, Part, Scale, Series, Table,
};

fn mark(x: f64, y: f64, label: &str) -> Mark {
    Mark { x, y, label: label.to_owned() }
}

fn chart(marks: Vec<Mark>, scale: Scale) -> Chart {
    let own = vec![mark(2.0, 3.0, "φ")];
    Chart {
        x_label: "M 파라미터".into(),
        y_label: "정확도 %".into(),
        x_scale: scale,
        y_scale: scale,
        series: vec![
            Series { name: "B0–B7".into(), own: false, line: true, marks },
            Series { name: "φ".into(), own: true, line: false, marks: own },
        ],
    }
}

fn titled(parts: Vec<Part>) -> Figure {
    Figure { title: "깊이 < 너비 & \"해상도\"".into(), parts, values: Vec::new() }
}

/// Every kind of part.
fn everything() -> Figure {
    let mut table = Table::new(["", "깊이", "MACs"]);
    table.push(["B0".into(), "1".into(), "385,814,752".into()]);
    table.push_own(["만든 신경망".into(), "1.728".into(), "7".into()]);
    let grid = Grid { columns: 4, values: (0..16).map(|v| v as f32 - 8.0).collect() };
    let cursor = Some(Cursor { row: -1, column: 2, side: 3 });
    let bar = |value| Bar { label: "일반 conv".into(), value, shown: "3.0 M".into() };
    titled(vec![
        Part::Meter(Meter {
            label: "α·β²·γ²".into(),
            value: 1.92,
            target: 2.0,
            verdict: "≈ 2".into(),
        }),
        Part::Table(table),
        Part::Note("역산한 φ   B1 0.52   B2 1.00".into()),
        Part::Chart(chart(vec![mark(1.0, 2.0, "B0"), mark(2.0, 3.0, "B1")], Scale::Log)),
        Part::Bars(vec![bar(3.0), bar(0.0), bar(f64::NAN)]),
        Part::Maps(vec![Map { label: "입력".into(), grid: grid.clone(), cursor }]),
        Part::Matrices(vec![Matrix { label: "가중치".into(), grid }]),
    ])
}

fn page(figure: &Figure) -> Page {
    lay_out(figure, WIDTH, &font::Face::embedded().unwrap()).unwrap()
}

/// The texts of a page with the room they take.
fn texts(page: &Page) -> Vec<(Rect, &Text)> {
    let face = font::Face::embedded().unwrap();
    let area = |text: &Text| {
        let width = face.width(&text.line, text.em);
        let left = match text.align {
            Align::Start => text.at.0,
            Align::Middle => text.at.0 - width / 2.0,
            Align::End => text.at.0 - width,
        };
        Rect::new(left, text.at.1 - 0.85 * text.em, width, 1.1 * text.em)
    };
    let texts = page.shapes.iter().filter_map(|shape| match shape {
        Shape::Text(text) => Some((area(text), text)),
        _ => None,
    });
    texts.collect()
}

#[track_caller]
fn check(figure: &Figure) {
    let page = page(figure);
    let sheet = Rect::new(0.0, 0.0, f64::from(page.width), f64::from(page.height));
    let texts = texts(&page);
    for (index, (area, text)) in texts.iter().enumerate() {
        assert!(sheet.holds(area), "`{}` is cut: {area:?}", text.line);
        for (other, beside) in &texts[index + 1..] {
            assert!(!area.overlaps(other), "`{}` on `{}`", text.line, beside.line);
        }
    }
}

#[test]
fn the_same_figure_is_the_same_file() {
    let figure = everything();
    assert_eq!(svg(&figure, Tone::Light).unwrap(), svg(&figure, Tone::Light).unwrap());
    assert_eq!(png(&figure, Tone::Dark).unwrap(), png(&figure, Tone::Dark).unwrap());
}

#[test]
fn no_text_is_cut_or_covers_another() {
    check(&everything());
    let crowd: Vec<Mark> =
        (0..40).map(|i| mark(1.0 + f64::from(i) / 50.0, 2.0, &format!("model-{i}"))).collect();
    check(&titled(vec![Part::Chart(chart(crowd, Scale::Linear))]));
    let long = "아주 긴 글 ".repeat(60);
    check(&Figure { title: long.clone(), ..titled(vec![Part::Note(long)]) });
    let wide = "긴이름".repeat(40);
    let mut table = Table::new(["", &wide, "b"]);
    table.push(["행".into(), "1".into(), wide.clone()]);
    let meter = Meter { label: wide.clone(), value: 1.0, target: 0.0, verdict: wide.clone() };
    let bar = Bar { label: wide.clone(), value: 1.0, shown: wide.clone() };
    check(&titled(vec![Part::Table(table), Part::Meter(meter), Part::Bars(vec![bar])]));
    let columns: Vec<String> = (0..30).map(|column| format!("열 {column}")).collect();
    let many = Table { head: columns, ..Table::default() };
    check(&titled(vec![Part::Table(many)]));
    check(&titled(vec![Part::Chart(chart(vec![mark(1.0, 1.0, &wide)], Scale::Linear))]));
}

#[test]
fn all_labels_of_a_crowd_are_written() {
    let crowd: Vec<Mark> = (0..60).map(|i| mark(3.0, 3.0, &format!("m{i}"))).collect();
    let page = page(&titled(vec![Part::Chart(chart(crowd, Scale::Log))]));
    let written: Vec<&str> = texts(&page).iter().map(|(_, text)| text.line.as_str()).collect();
    assert!((0..60).all(|i| written.contains(&format!("m{i}").as_str())), "{written:?}");
}

#[test]
fn what_is_not_a_number_is_left_out() {
    let odd = [f64::NAN, f64::INFINITY, -1.0, 0.0, 5.0, 5.0, 1e300, f64::MIN_POSITIVE];
    for scale in [Scale::Linear, Scale::Log] {
        for end in 0..=odd.len() {
            let marks = odd[..end].iter().map(|v| mark(*v, *v, "점")).collect();
            let mut chart = chart(marks, scale);
            check(&titled(vec![Part::Chart(chart.clone())]));
            chart.series.truncate(1);
            let picture = svg(&titled(vec![Part::Chart(chart)]), Tone::Light).unwrap();
            assert!(!picture.contains("NaN") && !picture.contains("inf"), "{picture}");
        }
    }
}

/// The elements are closed in the order in which they were opened, and nothing is unescaped.
#[track_caller]
fn is_well_formed(text: &str) {
    let mut open = Vec::new();
    for part in text.split('<').skip(1) {
        let (tag, rest) = part.split_once('>').expect("a tag has an end");
        assert!(!rest.contains('>'), "{part}");
        for entity in rest.split('&').skip(1).chain(tag.split('&').skip(1)) {
            let known = ["lt;", "gt;", "amp;", "quot;", "apos;"];
            assert!(known.iter().any(|name| entity.starts_with(name)), "&{entity}");
        }
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{part}");
        } else if !tag.ends_with('/') {
            open.push(tag.split(' ').next().unwrap_or_default());
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn svg_is_well_formed_and_keeps_texts() {
    let text = svg(&everything(), Tone::Light).unwrap();
    is_well_formed(&text);
    assert!(text.contains("깊이 &lt; 너비 &amp; &quot;해상도&quot;"), "{text}");
    assert!(text.contains(&format!("font-family=\"{}\"", font::FAMILY)));
    assert!(!text.contains("href") && !text.contains("url("), "nothing from outside");
    let strange = Figure { title: "a\u{0}b\u{1b}[31m\u{fffe}".into(), ..Figure::default() };
    assert!(svg(&strange, Tone::Light).unwrap().contains("a?b?[31m?"));
}

#[test]
fn png_has_ink_where_the_title_is() {
    let figure = titled(vec![]);
    let pixels = image::load_from_memory(&png(&figure, Tone::Light).unwrap()).unwrap().into_rgb8();
    let page = page(&figure);
    assert_eq!(pixels.dimensions(), (2 * page.width, 2 * page.height));
    let dark = |from: (f64, f64), to: (f64, f64)| ink(&pixels, from, to);
    // The first syllable, and as much of the margin before it.
    assert!(dark((MARGIN, MARGIN), (MARGIN + 22.0, MARGIN + 36.0)) > 200);
    assert_eq!(dark((0.0, MARGIN), (MARGIN, MARGIN + 36.0)), 0);
    assert_eq!(dark((0.0, 0.0), (f64::from(page.width), MARGIN)), 0, "the paper reaches the edges");
}

/// Dark pixels between two corners.
fn ink(pixels: &RgbImage, from: (f64, f64), to: (f64, f64)) -> usize {
    let range = |from: f64, to: f64| (2.0 * from) as u32..(2.0 * to) as u32;
    let places = range(from.1, to.1).flat_map(|y| range(from.0, to.0).map(move |x| (x, y)));
    places.filter(|&(x, y)| pixels.get_pixel(x, y).0[0] < 128).count()
}

#[test]
fn tones_differ_and_sizes_do_not() {
    let figure = everything();
    let [light, dark] = [Tone::Light, Tone::Dark].map(|tone| svg(&figure, tone).unwrap());
    assert_ne!(light, dark);
    assert_eq!(light.lines().next(), dark.lines().next());
    assert!(light.starts_with("<svg width=\"960\""), "{}", &light[..60]);
}

#[test]
fn a_figure_too_large_is_refused() {
    let figure = titled(vec![Part::Note("긴 글\n".repeat(9000))]);
    let error = svg(&figure, Tone::Light).unwrap_err().to_string();
    assert!(error.starts_with("the figure is too large: its picture would be 960×"), "{error}");
}

#[test]
fn the_ending_says_the_form() {
    assert_eq!(Kind::of(Path::new("a/b.SVG")).unwrap(), Kind::Svg);
    assert_eq!(Kind::of(Path::new("b.Png")).unwrap(), Kind::Png);
    for wrong in ["b.pdf", "png", ".svg", "b.svg.gz", ""] {
        let error = Kind::of(Path::new(wrong)).unwrap_err().to_string();
        assert_eq!(error, format!("`{wrong}`: the name must end in `.svg` or `.png`"));
    }
}

#[test]
fn a_file_is_replaced_or_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("그림.svg");
    std::fs::write(&path, "old").unwrap();
    save(&titled(vec![]), Tone::Light, &path).unwrap();
    assert!(std::fs::read_to_string(&path).unwrap().starts_with("<svg"));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    let missing = folder.path().join("none").join("a.png");
    let error = save(&titled(vec![]), Tone::Light, &missing).unwrap_err().to_string();
    assert!(error.starts_with(&format!("`{}` cannot be written", missing.display())), "{error}");
}

/// The characters that our texts have and the font lacks.
fn lacking(text: &str) -> Vec<char> {
    let face = font::Face::embedded().unwrap();
    text.chars().filter(|c| !c.is_whitespace() && !face.has(*c)).collect()
}

#[test]
fn the_font_has_every_character_of_our_texts() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["assets/i18n", "assets/data", "lessons/ko", "lessons/en"] {
        for entry in std::fs::read_dir(root.join(folder)).unwrap().flatten() {
            let text = std::fs::read_to_string(entry.path()).unwrap();
            // Of a lesson, its title only: a lesson is not drawn.
            let drawn = |line: &&str| !folder.starts_with("lessons") || line.starts_with("title");
            let drawn: String = text.lines().filter(drawn).collect();
            assert!(!drawn.is_empty(), "{}", entry.path().display());
            assert_eq!(lacking(&drawn), [], "{}", entry.path().display());
        }
    }
    assert_eq!(lacking("×·²³≈≤≥–—…‘’“”→←↑↓%°±−√φαβγΔΣ∕●◆▲■✓"), []);
}

#[test]
fn the_font_has_the_syllables_of_ks_x_1001_and_a_name_of_its_own() {
    assert_eq!(lacking("가각갂힝힣ㄱㅎㅏㅣ뷁"), ['갂', '힣', '뷁']);
    let font = include_bytes!("../../assets/fonts/EffnetSansKR.ttf");
    assert!(font.len() <= 800_000);
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    let has = |text: &str| font.windows(2 * text.len()).any(|window| window == utf16(text));
    assert!(has("Effnet Sans KR") && !has("Noto") && !has("Source Han"));
}

//! Charts of odd values in characters (R16); `export::tests` has the same for pictures.

use effnet_tutor::figure::{Bar, Chart, Figure, Glyphs, Grid, Map, Mark, Part, Scale, Series};
use effnet_tutor::ui::Theme;
use effnet_tutor::ui::figure::draw;
use effnet_tutor::ui::theme::{Depth, Palette};
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

fn value() -> impl Strategy<Value = f64> {
    prop_oneof![
        Just(f64::NAN),
        Just(f64::INFINITY),
        Just(f64::NEG_INFINITY),
        Just(0.0),
        Just(-0.0),
        Just(f64::MAX),
        Just(f64::MIN_POSITIVE),
        any::<f64>(),
        -100.0..100.0,
        Just(5.0),
    ]
}

fn series() -> impl Strategy<Value = Series> {
    let marks = proptest::collection::vec((value(), value(), "[가-힣a-z]{0,12}"), 0..9);
    (marks, any::<bool>(), any::<bool>()).prop_map(|(marks, line, own)| Series {
        name: "계열".into(),
        own,
        line,
        marks: marks.into_iter().map(|(x, y, label)| Mark { x, y, label }).collect(),
    })
}

fn scale() -> impl Strategy<Value = Scale> {
    prop_oneof![Just(Scale::Linear), Just(Scale::Log)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Empty, one point, equal points, descending, and what is no number: drawn, and inside its area.
    #[test]
    fn odd_values_are_drawn_without_harm(
        series in proptest::collection::vec(series(), 0..4),
        scales in (scale(), scale()),
        values in proptest::collection::vec(value(), 1..7),
        size in (0_u16..130, 0_u16..45),
        is_ascii in any::<bool>(),
    ) {
        let columns = 1 + values.len() % 3;
        let cells = values.len() / columns * columns;
        let grid = Grid { columns, values: values[..cells].iter().map(|v| *v as f32).collect() };
        let bars = values.iter().map(|value| Bar {
            label: "막대".into(), value: *value, shown: value.to_string(),
        });
        let figure = Figure {
            title: "제목".into(),
            parts: vec![
                Part::Bars(bars.collect()),
                Part::Maps(vec![Map { label: "지도".into(), grid, cursor: None }]),
                Part::Chart(Chart {
                    x_label: "x".into(), y_label: "y".into(), x_scale: scales.0, y_scale: scales.1, series,
                }),
            ],
            values: Vec::new(),
        };
        let area = Rect::new(2, 1, size.0, size.1);
        let mut buffer = Buffer::empty(Rect::new(0, 0, size.0 + 4, size.1 + 2));
        let theme = Theme { palette: Palette::Dark, depth: Depth::True };
        let glyphs = if is_ascii { Glyphs::Ascii } else { Glyphs::Full };
        draw(&figure, area, &mut buffer, theme, glyphs);
        for (x, y) in buffer.area.positions().map(|place| (place.x, place.y)) {
            if !area.contains((x, y).into()) {
                prop_assert_eq!(buffer[(x, y)].symbol(), " ", "outside, at {}, {}", x, y);
            }
        }
    }
}
